package answer

import (
	"bytes"
	"net/http"

	"github.com/cleanslate-edu/cleanslate/shared/httpapi"
)

// decode reads a request's body. Nearly all have one plain form, which is read
// without reflection, where most of a request's time would go. Anything that
// differs from that form in the least is left to httpapi.
func decode(w http.ResponseWriter, r *http.Request, in *request) error {
	body, err := httpapi.ReadBody(w, r, httpapi.BodyLimit)
	if err != nil {
		return err
	}
	p := plain{body}
	if answers, ok := p.request(); ok {
		in.Answers = answers
		return nil
	}
	return httpapi.Unmarshal(w, body, in)
}

// plain reads JSON whose strings are printable ASCII without escapes, and whose
// responses are no lists and no objects. What is left is yet to be read.
type plain struct{ left []byte }

// request reads a whole body.
func (p *plain) request() ([]item, bool) {
	if !p.next('{') || !p.name("answers") || !p.next('[') {
		return nil, false
	}
	// Room for one: most students answer one question at a time.
	answers := make([]item, 0, 1)
	for {
		it, ok := p.item()
		if !ok {
			return nil, false
		}
		answers = append(answers, it)
		if p.next(',') {
			continue
		}
		return answers, p.next(']') && p.next('}') && !p.more()
	}
}

// item reads an object that has each of the three members once.
func (p *plain) item() (it item, ok bool) {
	const question, revision, response = 1, 2, 4
	seen := 0
	if !p.next('{') {
		return it, false
	}
	for {
		var member int
		switch {
		case p.name("questionId"):
			member = question
			var s []byte
			if s, ok = p.string(); !ok {
				return it, false
			}
			it.QuestionID = string(s[1 : len(s)-1])
		case p.name("revision"):
			member = revision
			if it.Revision, ok = p.number(); !ok {
				return it, false
			}
		case p.name("response"):
			member = response
			if it.Response, ok = p.scalar(); !ok {
				return it, false
			}
		}
		if member == 0 || seen&member != 0 {
			return it, false
		}
		seen |= member
		if p.next(',') {
			continue
		}
		return it, p.next('}') && seen == question|revision|response
	}
}

// more skips white space and reports whether anything is left.
func (p *plain) more() bool {
	for len(p.left) > 0 {
		switch p.left[0] {
		case ' ', '\t', '\r', '\n':
			p.left = p.left[1:]
		default:
			return true
		}
	}
	return false
}

// next reads one character, if it is the next.
func (p *plain) next(c byte) bool {
	if !p.more() || p.left[0] != c {
		return false
	}
	p.left = p.left[1:]
	return true
}

// name reads the name of a member and its colon, if it is the next.
func (p *plain) name(name string) bool {
	if !p.more() || len(p.left) < len(name)+2 || p.left[0] != '"' ||
		string(p.left[1:1+len(name)]) != name || p.left[1+len(name)] != '"' {
		return false
	}
	p.left = p.left[len(name)+2:]
	return p.next(':')
}

// string reads a string, with its quotes.
func (p *plain) string() ([]byte, bool) {
	if !p.more() || p.left[0] != '"' {
		return nil, false
	}
	for i, c := range p.left[1:] {
		switch {
		case c == '"':
			s := p.left[:i+2]
			p.left = p.left[i+2:]
			return s, true
		case c < ' ' || c > '~' || c == '\\':
			return nil, false
		}
	}
	return nil, false
}

// number reads a small whole number.
func (p *plain) number() (n int, ok bool) {
	s, ok := p.word()
	if !ok || len(s) > 4 || s[0] == '0' {
		return 0, false
	}
	for _, c := range s {
		if c < '0' || c > '9' {
			return 0, false
		}
		n = 10*n + int(c-'0')
	}
	return n, true
}

// scalar reads a string, a number or a literal. Whether it is valid JSON is
// checked with the question.
func (p *plain) scalar() ([]byte, bool) {
	if p.more() && p.left[0] == '"' {
		return p.string()
	}
	s, ok := p.word()
	return s, ok && isScalar(s)
}

// isScalar reports whether s is true, false, or a number as encoding/json takes
// it; rarer forms of a number are left to it.
func isScalar(s []byte) bool {
	if string(s) == "true" || string(s) == "false" {
		return true
	}
	s = bytes.TrimPrefix(s, []byte("-"))
	whole, fraction, dot := bytes.Cut(s, []byte("."))
	return digits(whole) && (len(whole) == 1 || whole[0] != '0') && (!dot || digits(fraction))
}

func digits(s []byte) bool {
	for _, c := range s {
		if c < '0' || c > '9' {
			return false
		}
	}
	return len(s) > 0
}

// word reads what stands before the next white space, comma or bracket.
func (p *plain) word() ([]byte, bool) {
	if !p.more() {
		return nil, false
	}
	end := bytes.IndexAny(p.left, " \t\r\n,]}")
	if end < 1 {
		return nil, false
	}
	s := p.left[:end]
	p.left = p.left[end:]
	return s, true
}
