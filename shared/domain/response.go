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

// NumberMax is the longest JSON number that a response may be, in bytes.
const NumberMax = 64

// CheckResponse checks the JSON of a response to q:
//
//	choice     the id of an option
//	choices    a list of ids, each at most once; empty takes the answer back
//	trueFalse  true or false
//	text       at most TextMax characters; blank takes the answer back
//	number     a number within float64
//	order      the ids of all options
//	match      an object of option → target; not all options need be there, a
//	           target may be there twice, and empty takes the answer back
//	scale      a whole number on the scale
//	cloud      1 to MaxWords words of at most CloudWordMax characters
//
// It returns the response in the one form that is sealed and compared: compact,
// with choices and match in the order of q's options and words trimmed.
// Canonical may share raw's memory. For anything else it gives a problem, one
// of the constants above. It runs once for every answer of a burst.
func (q *PaperQuestion) CheckResponse(raw json.RawMessage) (canonical []byte, problem string) {
	raw = bytes.Trim(raw, " \t\r\n")
	if len(raw) == 0 || !utf8.Valid(raw) {
		return nil, ProblemShape
	}
	switch q.Kind {
	case KindChoice:
		return q.checkChoice(raw)
	case KindChoices:
		return q.checkChoices(raw)
	case KindTrueFalse:
		if string(raw) == "true" || string(raw) == "false" {
			return raw, ""
		}
	case KindText:
		return checkText(raw)
	case KindNumber:
		x, problem := checkNumber(raw)
		if problem != "" {
			return nil, problem
		}
		var b [32]byte
		return sameOrNew(appendNumber(b[:0], x), raw), ""
	case KindOrder:
		return q.checkOrder(raw)
	case KindMatch:
		return q.checkMatch(raw)
	case KindScale:
		return q.checkScale(raw)
	case KindCloud:
		return q.checkCloud(raw)
	}
	return nil, ProblemShape
}

func (q *PaperQuestion) checkChoice(raw []byte) ([]byte, string) {
	id, ok := plainString(raw)
	if !ok {
		s, ok := decodeString(raw)
		if !ok {
			return nil, ProblemShape
		}
		id, raw = []byte(s), encodeJSON(s)
	}
	for i := range q.Options {
		if q.Options[i].ID == string(id) {
			return raw, ""
		}
	}
	return nil, ProblemOption
}

func (q *PaperQuestion) checkChoices(raw []byte) ([]byte, string) {
	ids, ok := decodeStrings(raw)
	if !ok {
		return nil, ProblemShape
	}
	chosen := make([]bool, len(q.Options))
	for _, id := range ids {
		i := indexItem(q.Options, id)
		if i < 0 {
			return nil, ProblemOption
		}
		if chosen[i] {
			return nil, ProblemRepeated
		}
		chosen[i] = true
	}
	inOrder := ids[:0]
	for i, c := range chosen {
		if c {
			inOrder = append(inOrder, q.Options[i].ID)
		}
	}
	return encodeJSON(inOrder), ""
}

func checkText(raw []byte) ([]byte, string) {
	if s, ok := plainString(raw); ok {
		if utf8.RuneCount(s) > TextMax {
			return nil, ProblemTooLong
		}
		return raw, ""
	}
	s, ok := decodeString(raw)
	if !ok || !isText(s) {
		return nil, ProblemShape
	}
	if utf8.RuneCountInString(s) > TextMax {
		return nil, ProblemTooLong
	}
	return encodeJSON(s), ""
}

func checkNumber(raw []byte) (float64, string) {
	if c := raw[0]; c != '-' && (c < '0' || c > '9') {
		return 0, ProblemShape
	}
	if len(raw) > NumberMax {
		return 0, ProblemTooLong
	}
	if !json.Valid(raw) {
		return 0, ProblemShape
	}
	x, err := strconv.ParseFloat(string(raw), 64)
	if err != nil {
		return 0, ProblemRange
	}
	if x == 0 {
		x = 0 // and not −0
	}
	return x, ""
}

func (q *PaperQuestion) checkOrder(raw []byte) ([]byte, string) {
	ids, ok := decodeStrings(raw)
	if !ok {
		return nil, ProblemShape
	}
	if len(ids) != len(q.Options) {
		return nil, ProblemPermutation
	}
	seen := make([]bool, len(q.Options))
	for _, id := range ids {
		i := indexItem(q.Options, id)
		if i < 0 || seen[i] {
			return nil, ProblemPermutation
		}
		seen[i] = true
	}
	return encodeJSON(ids), ""
}

func (q *PaperQuestion) checkMatch(raw []byte) ([]byte, string) {
	pairs, ok := decodePairs(raw)
	if !ok {
		return nil, ProblemShape
	}
	matched := 0
	canonical := []byte{'{'}
	for i := range q.Options {
		to, ok := pairs[q.Options[i].ID]
		if !ok {
			continue
		}
		if indexItem(q.Targets, to) < 0 {
			return nil, ProblemOption
		}
		if matched++; matched > 1 {
			canonical = append(canonical, ',')
		}
		// Ids need no escaping.
		canonical = append(canonical, '"')
		canonical = append(canonical, q.Options[i].ID...)
		canonical = append(canonical, `":"`...)
		canonical = append(canonical, to...)
		canonical = append(canonical, '"')
	}
	if matched != len(pairs) {
		return nil, ProblemOption
	}
	return append(canonical, '}'), ""
}

func (q *PaperQuestion) checkScale(raw []byte) ([]byte, string) {
	x, problem := checkNumber(raw)
	switch {
	case problem != "":
		return nil, problem
	case x != math.Trunc(x):
		return nil, ProblemShape
	case q.Scale == nil || x < float64(q.Scale.Min) || x > float64(q.Scale.Max):
		return nil, ProblemRange
	}
	var b [32]byte
	return sameOrNew(strconv.AppendInt(b[:0], int64(x), 10), raw), ""
}

func (q *PaperQuestion) checkCloud(raw []byte) ([]byte, string) {
	words, ok := decodeStrings(raw)
	switch {
	case !ok:
		return nil, ProblemShape
	case len(words) == 0:
		return nil, ProblemEmpty
	case len(words) > q.MaxWords:
		return nil, ProblemTooMany
	}
	for i, w := range words {
		w = strings.TrimSpace(w)
		switch {
		case !isText(w):
			return nil, ProblemShape
		case blank(w):
			return nil, ProblemEmpty
		case utf8.RuneCountInString(w) > CloudWordMax:
			return nil, ProblemTooLong
		}
		words[i] = w
	}
	return encodeJSON(words), ""
}

func indexItem(items []Item, id string) int {
	for i := range items {
		if items[i].ID == id {
			return i
		}
	}
	return -1
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
