package domain

import (
	"bytes"
	"encoding/json"
	"io"
	"math"
	"strconv"
	"strings"
	"unicode/utf8"
)

// What can be wrong with a response. These stand as the problem of a rejected
// answer, so they are fixed and never quote the response.
const (
	ProblemShape       = "wrong-shape"       // not the JSON that the kind takes, or not valid text
	ProblemOption      = "unknown-option"    // names an option or a target that isn't there
	ProblemRepeated    = "repeated-option"   // names an option more than once
	ProblemPermutation = "not-a-permutation" // not all options of an order question, each once
	ProblemTooLong     = "too-long"          // a text over TextMax, a word over CloudWordMax, a number over NumberMax
	ProblemTooMany     = "too-many"          // more words than the question takes
	ProblemEmpty       = "empty"             // no word, or a word with nothing in it
	ProblemRange       = "out-of-range"      // off the scale, or beyond what a float64 holds
)

// CheckResponse checks the JSON of a response to q, whose form depends on the
// kind. It returns the one form that is sealed and compared, in which two
// responses with the same meaning are the same bytes; that may share raw's
// memory. For anything else it returns a problem, one of the constants above.
// It runs once for every answer of a burst.
func (q *PaperQuestion) CheckResponse(raw json.RawMessage) (canonical []byte, problem string) {
	raw = bytes.Trim(raw, " \t\r\n")
	if len(raw) == 0 || !utf8.Valid(raw) {
		return nil, ProblemShape
	}
	return q.Kind.rules().check(q, raw)
}

// Cell returns a response, in the form that CheckResponse gave it, as the cell of
// a table: a number as a float64, anything else as a string that a person can
// read, with options by their text.
func (q *PaperQuestion) Cell(response json.RawMessage) any {
	return q.Kind.rules().cell(q, response)
}

func indexItem(items []Item, id string) int {
	for i := range items {
		if items[i].ID == id {
			return i
		}
	}
	return -1
}

// itemText returns the text of an item, or its id if it isn't there.
func itemText(items []Item, id string) string {
	if i := indexItem(items, id); i >= 0 {
		return items[i].Text
	}
	return id
}

func itemTexts(items []Item, ids []string) string {
	texts := make([]string, len(ids))
	for i, id := range ids {
		texts[i] = itemText(items, id)
	}
	return strings.Join(texts, "; ")
}

// plainString returns what is between the quotes of a JSON string that is written
// as encodeJSON writes it and has no escapes: nearly all of them. It leaves it to
// the caller to check for valid UTF-8.
func plainString(raw []byte) ([]byte, bool) {
	if len(raw) < 2 || raw[0] != '"' || raw[len(raw)-1] != '"' {
		return nil, false
	}
	s := raw[1 : len(raw)-1]
	for i, c := range s {
		if c < ' ' || c == '"' || c == '\\' {
			return nil, false
		}
		// encoding/json escapes U+2028 and U+2029.
		if c == 0xe2 && i+2 < len(s) && s[i+1] == 0x80 && s[i+2]&^1 == 0xa8 {
			return nil, false
		}
	}
	return s, true
}

// decodeString decodes a JSON string, and nothing else.
func decodeString(raw []byte) (s string, ok bool) {
	if plain, ok := plainString(raw); ok {
		return string(plain), true
	}
	if len(raw) == 0 || raw[0] != '"' {
		return "", false
	}
	return s, json.Unmarshal(raw, &s) == nil
}

// decodeStrings decodes a JSON array of strings.
func decodeStrings(raw []byte) (list []string, ok bool) {
	if len(raw) == 0 || raw[0] != '[' {
		return nil, false
	}
	return list, json.Unmarshal(raw, &list) == nil
}

// decodeNumber decodes a JSON number that a float64 holds.
func decodeNumber(raw []byte) (x float64, ok bool) {
	if len(raw) == 0 {
		return 0, false
	}
	x, problem := checkNumber(raw)
	return x, problem == ""
}

// decodePairs decodes a JSON object of strings. Unlike encoding/json it refuses
// a name that is there twice: of two answers to one question neither is the
// answer.
func decodePairs(raw []byte) (pairs map[string]string, ok bool) {
	d := json.NewDecoder(bytes.NewReader(raw))
	if t, err := d.Token(); err != nil || t != json.Delim('{') {
		return nil, false
	}
	pairs = make(map[string]string)
	for d.More() {
		name, err := d.Token()
		if err != nil {
			return nil, false
		}
		value, err := d.Token()
		if err != nil {
			return nil, false
		}
		n, _ := name.(string)
		v, isString := value.(string)
		if _, twice := pairs[n]; twice || !isString {
			return nil, false
		}
		pairs[n] = v
	}
	if _, err := d.Token(); err != nil {
		return nil, false
	}
	_, err := d.Token()
	return pairs, err == io.EOF
}

// encodeJSON writes strings and lists of them, leaving <, > and & as they are.
func encodeJSON(v any) []byte {
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	if err := e.Encode(v); err != nil {
		panic("domain: " + err.Error())
	}
	return bytes.TrimSuffix(b.Bytes(), []byte("\n"))
}

// appendNumber writes x as JavaScript does, but for the sign of an exponent.
func appendNumber(b []byte, x float64) []byte {
	if a := math.Abs(x); a != 0 && (a < 1e-6 || a >= 1e21) {
		return strconv.AppendFloat(b, x, 'e', -1, 64)
	}
	return strconv.AppendFloat(b, x, 'f', -1, 64)
}

// sameOrNew returns raw if it is b already, or else a copy of b: so b can live on
// the stack.
func sameOrNew(b, raw []byte) []byte {
	if bytes.Equal(b, raw) {
		return raw
	}
	return bytes.Clone(b)
}
