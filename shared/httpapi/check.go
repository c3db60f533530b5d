package httpapi

import (
	"bytes"
	"encoding"
	"encoding/json"
	"reflect"
	"strconv"
	"strings"
	"sync"
	"time"
	"unicode/utf16"
	"unicode/utf8"

	"github.com/cleanslate-edu/cleanslate/shared/domain"
)

// maxDepth is how deep objects and lists may be nested in a body. The deepest
// that the API asks for is a question's option's feedback: 5.
const maxDepth = 16

// maxDecoded is how much memory, in bytes, the lists and maps of a body may take.
// Two bytes of JSON can be an element of hundreds: the largest question set with
// all its options has 2 MB.
const maxDecoded = 4 << 20

// mapEntry is about what an entry of a map takes, in bytes, without its key's text.
const mapEntry = 48

// maxFieldErrors is how many field errors one answer lists.
const maxFieldErrors = 20

// maxEchoedName is the longest unknown name, in bytes, that a JSON pointer
// repeats to its sender.
const maxEchoedName = 64

// A shape describes the JSON that a Go type accepts.
type shape struct {
	kind   shapeKind
	null   bool
	bits   int            // of an integer
	fields map[string]int // of an object: its names, numbered
	shapes []*shape       // of an object's fields, by number
	elem   *shape         // of a list or a map
	size   int            // bytes of a value in memory, without what it points to
}

type shapeKind uint8

const (
	anything shapeKind = iota
	object
	mapping
	list
	text
	boolean
	integer
	natural // an integer without sign
	decimal
	instant
)

var expected = [...]string{
	object:  "This must be an object.",
	mapping: "This must be an object.",
	list:    "This must be a list.",
	text:    "This must be text.",
	boolean: "This must be true or false.",
	integer: "This must be a whole number.",
	natural: "This must be a whole number, not negative.",
	decimal: "This must be a number.",
	instant: "This must be a time such as 2026-09-01T08:00:00Z.",
}

var shapes sync.Map // reflect.Type → *shape

// shapeOf returns the shape of t, made once. Types of bodies aren't recursive.
func shapeOf(t reflect.Type) *shape {
	if s, ok := shapes.Load(t); ok {
		return s.(*shape)
	}
	s, _ := shapes.LoadOrStore(t, makeShape(t))
	return s.(*shape)
}

func makeShape(t reflect.Type) *shape {
	s := &shape{size: int(t.Size())}
	switch p := reflect.Zero(reflect.PointerTo(t)).Interface().(type) {
	case interface{ fieldType() reflect.Type }:
		return makeShape(p.fieldType())
	case *time.Time:
		s.kind = instant
		return s
	case *json.Number:
		s.kind = decimal
		return s
	case json.Unmarshaler:
		s.null = true
		return s
	case encoding.TextUnmarshaler:
		s.kind = text
		return s
	}
	switch t.Kind() {
	case reflect.Pointer:
		s = makeShape(t.Elem())
		s.null = true
		s.size += int(t.Size())
	case reflect.Interface:
		s.null = true
	case reflect.Struct:
		s.kind = object
		s.fields = make(map[string]int)
		s.addFields(t)
	case reflect.Map:
		s.kind = mapping
		s.elem = makeShape(t.Elem())
	case reflect.Slice, reflect.Array:
		if t.Elem().Kind() == reflect.Uint8 {
			s.kind = text
			break
		}
		s.kind = list
		s.elem = makeShape(t.Elem())
	case reflect.String:
		s.kind = text
	case reflect.Bool:
		s.kind = boolean
	case reflect.Int, reflect.Int8, reflect.Int16, reflect.Int32, reflect.Int64:
		s.kind, s.bits = integer, t.Bits()
	case reflect.Uint, reflect.Uint8, reflect.Uint16, reflect.Uint32, reflect.Uint64:
		s.kind, s.bits = natural, t.Bits()
	case reflect.Float32, reflect.Float64:
		s.kind = decimal
	default:
		panic("httpapi: no JSON shape for " + t.String())
	}
	return s
}

func (s *shape) addFields(t reflect.Type) {
	for f := range t.Fields() {
		name, _, _ := strings.Cut(f.Tag.Get("json"), ",")
		if f.Anonymous && name == "" && f.Type.Kind() == reflect.Struct {
			s.addFields(f.Type)
			continue
		}
		if !f.IsExported() || name == "-" {
			continue
		}
		if name == "" {
			name = f.Name
		}
		s.fields[name] = len(s.shapes)
		s.shapes = append(s.shapes, makeShape(f.Type))
	}
	if len(s.shapes) > 64 {
		panic("httpapi: more than 64 fields in " + t.String())
	}
}

// A checker reads JSON text once, checks that it is well-formed (RFC 8259) and
// unambiguous (RFC 7493), and compares it with a shape.
type checker struct {
	data   []byte
	pos    int
	depth  int
	path   [maxDepth]step
	errors []domain.FieldError

	decoded int // bytes that lists and maps take in memory, once decoded
}

// A step of the path to the current value: a name, or else an index.
type step struct {
	name  []byte
	index int
}

// check returns a *domain.Error, malformed or invalid, or nil.
func (c *checker) check(s *shape) error {
	c.space()
	ok := c.value(s)
	c.space()
	if c.decoded > maxDecoded {
		return domain.Problem(domain.ErrTooLarge, "too-large", "The body has more parts than anything here can have. Send less at once.")
	}
	if !ok || c.pos != len(c.data) {
		return domain.Problem(domain.ErrMalformed, "malformed",
			"The body is not acceptable JSON from byte %d on. Send one JSON object in UTF-8, without repeated names.", c.pos)
	}
	if len(c.errors) > 0 {
		return domain.Invalid(c.errors...)
	}
	return nil
}

func (c *checker) space() {
	for c.pos < len(c.data) {
		switch c.data[c.pos] {
		case ' ', '\t', '\n', '\r':
			c.pos++
		default:
			return
		}
	}
}

// peek returns the next byte, or zero (which no JSON holds) at the end.
func (c *checker) peek() byte {
	if c.pos < len(c.data) {
		return c.data[c.pos]
	}
	return 0
}

var free = &shape{null: true, size: 16}

// keep counts a value of n bytes, and reports whether the total is still acceptable.
func (c *checker) keep(n int) bool {
	c.decoded += n
	return c.decoded <= maxDecoded
}

// value reads one value. It reports false where the text is malformed; what doesn't fit s
// is recorded, and reading continues.
func (c *checker) value(s *shape) bool {
	switch b := c.peek(); b {
	case '{':
		if s.kind != object && s.kind != mapping {
			s = c.unfit(s)
		}
		return c.object(s)
	case '[':
		if s.kind != list {
			s = c.unfit(s)
		}
		return c.list(s)
	case '"':
		if s.kind != text && s.kind != instant {
			s = c.unfit(s)
		}
		lit, ok := c.string()
		if ok && s.kind == instant && !isTime(lit) {
			c.unfit(s)
		}
		return ok
	case 't':
		if s.kind != boolean {
			c.unfit(s)
		}
		return c.word("true")
	case 'f':
		if s.kind != boolean {
			c.unfit(s)
		}
		return c.word("false")
	case 'n':
		if !s.null {
			c.unfit(s)
		}
		return c.word("null")
	default:
		lit, whole, ok := c.number()
		if ok && !s.takes(lit, whole) {
			c.unfit(s)
		}
		return ok
	}
}

// unfit records that the current value doesn't fit s, unless anything does, and returns
// the shape to continue with.
func (c *checker) unfit(s *shape) *shape {
	if s.kind != anything {
		c.note(c.pointer(), expected[s.kind])
	}
	return free
}

func (c *checker) note(pointer, detail string) {
	if len(c.errors) < maxFieldErrors {
		c.errors = append(c.errors, domain.FieldError{Pointer: pointer, Detail: detail})
	}
}

var escapePointer = strings.NewReplacer("~", "~0", "/", "~1")

// pointer returns the JSON pointer (RFC 6901) to the current value.
func (c *checker) pointer() string {
	var b strings.Builder
	for _, s := range c.path[:c.depth] {
		switch {
		case s.name == nil:
			b.WriteString("/" + strconv.Itoa(s.index))
		case len(s.name) > maxEchoedName:
			return b.String() // to what holds it
		default:
			b.WriteString("/" + escapePointer.Replace(string(s.name)))
		}
	}
	return b.String()
}

func (c *checker) object(s *shape) bool {
	if c.depth == maxDepth {
		return false
	}
	c.depth++
	defer func() { c.depth-- }()
	at := &c.path[c.depth-1]

	var known uint64 // the fields seen
	var other names  // all other names seen

	c.pos++
	c.space()
	if c.peek() == '}' {
		c.pos++
		return true
	}
	for {
		start := c.pos
		lit, ok := c.string()
		if !ok {
			return false
		}
		at.name = unquote(lit)
		elem, again := free, false
		if i, ok := s.fields[string(at.name)]; ok {
			elem = s.shapes[i]
			again = known&(1<<i) != 0
			known |= 1 << i
		} else {
			again = other.add(at.name)
			if other.many != nil && !c.keep(mapEntry) {
				return false
			}
			switch s.kind {
			case mapping:
				elem = s.elem
			case object:
				c.note(c.pointer(), "This field is not known. Leave it out.")
			}
		}
		if again {
			c.pos = start
			return false
		}
		c.space()
		if c.peek() != ':' {
			return false
		}
		c.pos++
		c.space()
		if !c.value(elem) {
			return false
		}
		c.space()
		switch c.peek() {
		case ',':
			c.pos++
			c.space()
		case '}':
			c.pos++
			return true
		default:
			return false
		}
	}
}

// names is a set of names: a few in a list, many in a map.
type names struct {
	few  [8][]byte
	n    int
	many map[string]struct{}
}

// add reports whether the name was there already.
func (s *names) add(name []byte) bool {
	if s.n < len(s.few) {
		for _, have := range s.few[:s.n] {
			if bytes.Equal(have, name) {
				return true
			}
		}
		s.few[s.n] = name
		s.n++
		return false
	}
	if s.many == nil {
		s.many = make(map[string]struct{})
		for _, have := range s.few {
			s.many[string(have)] = struct{}{}
		}
	}
	if _, ok := s.many[string(name)]; ok {
		return true
	}
	s.many[string(name)] = struct{}{}
	return false
}

func (c *checker) list(s *shape) bool {
	if c.depth == maxDepth {
		return false
	}
	c.depth++
	defer func() { c.depth-- }()
	at := &c.path[c.depth-1]
	*at = step{}

	elem := s.elem
	if elem == nil {
		elem = free
	}
	c.pos++
	c.space()
	if c.peek() == ']' {
		c.pos++
		return true
	}
	for {
		if !c.keep(elem.size) || !c.value(elem) {
			return false
		}
		at.index++
		c.space()
		switch c.peek() {
		case ',':
			c.pos++
			c.space()
		case ']':
			c.pos++
			return true
		default:
			return false
		}
	}
}

func (c *checker) word(w string) bool {
	if !bytes.HasPrefix(c.data[c.pos:], []byte(w)) {
		return false
	}
	c.pos += len(w)
	return true
}

// string reads a string and returns it as it stands, without its quotes.
func (c *checker) string() (lit []byte, ok bool) {
	if c.peek() != '"' {
		return nil, false
	}
	c.pos++
	start := c.pos
	for c.pos < len(c.data) {
		switch b := c.data[c.pos]; {
		case b == '"':
			c.pos++
			return c.data[start : c.pos-1], true
		case b == '\\':
			if !c.escape() {
				return nil, false
			}
		case b < ' ':
			return nil, false
		case b < utf8.RuneSelf:
			c.pos++
		default:
			r, n := utf8.DecodeRune(c.data[c.pos:])
			if r == utf8.RuneError && n == 1 {
				return nil, false
			}
			c.pos += n
		}
	}
	return nil, false
}

func (c *checker) escape() bool {
	if c.pos+1 >= len(c.data) {
		return false
	}
	switch c.data[c.pos+1] {
	case '"', '\\', '/', 'b', 'f', 'n', 'r', 't':
		c.pos += 2
		return true
	case 'u':
		r, ok := c.hex()
		if !ok {
			return false
		}
		if !utf16.IsSurrogate(r) {
			c.pos += 6
			return true
		}
		start := c.pos
		c.pos += 6
		low, ok := c.hex()
		if !ok || utf16.DecodeRune(r, low) == utf8.RuneError {
			c.pos = start
			return false
		}
		c.pos += 6
		return true
	}
	return false
}

// hex returns the value of the next \uXXXX.
func (c *checker) hex() (rune, bool) {
	if c.pos+6 > len(c.data) || c.data[c.pos] != '\\' || c.data[c.pos+1] != 'u' {
		return 0, false
	}
	var r rune
	for _, b := range c.data[c.pos+2 : c.pos+6] {
		switch {
		case '0' <= b && b <= '9':
			b -= '0'
		case 'a' <= b && b <= 'f':
			b -= 'a' - 10
		case 'A' <= b && b <= 'F':
			b -= 'A' - 10
		default:
			return 0, false
		}
		r = r<<4 | rune(b)
	}
	return r, true
}

// unquote returns what a string's text stands for.
func unquote(lit []byte) []byte {
	if bytes.IndexByte(lit, '\\') < 0 {
		return lit
	}
	var s string
	if err := json.Unmarshal(append(append([]byte{'"'}, lit...), '"'), &s); err != nil {
		return lit
	}
	return []byte(s)
}

// number reads a number; whole means that it has neither fraction nor exponent.
func (c *checker) number() (lit []byte, whole, ok bool) {
	start := c.pos
	whole = true
	if c.peek() == '-' {
		c.pos++
	}
	switch b := c.peek(); {
	case b == '0':
		c.pos++
	case !c.digits():
		return nil, false, false
	}
	if c.peek() == '.' {
		whole = false
		c.pos++
		if !c.digits() {
			return nil, false, false
		}
	}
	if b := c.peek(); b == 'e' || b == 'E' {
		whole = false
		c.pos++
		if b := c.peek(); b == '+' || b == '-' {
			c.pos++
		}
		if !c.digits() {
			return nil, false, false
		}
	}
	return c.data[start:c.pos], whole, true
}

func (c *checker) digits() bool {
	start := c.pos
	for b := c.peek(); '0' <= b && b <= '9'; b = c.peek() {
		c.pos++
	}
	return c.pos > start
}

// takes reports whether the number fits s.
func (s *shape) takes(lit []byte, whole bool) bool {
	switch s.kind {
	case anything:
		return true
	case integer:
		if !whole {
			return false
		}
		if len(lit) < 10 && s.bits >= 32 {
			return true
		}
		_, err := strconv.ParseInt(string(lit), 10, s.bits)
		return err == nil
	case natural:
		if !whole {
			return false
		}
		_, err := strconv.ParseUint(string(lit), 10, s.bits)
		return err == nil
	case decimal:
		if whole && len(lit) < 300 {
			return true
		}
		_, err := strconv.ParseFloat(string(lit), 64)
		return err == nil
	}
	return false
}

func isTime(lit []byte) bool {
	return new(time.Time).UnmarshalText(lit) == nil
}
