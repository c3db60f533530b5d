package domain

import (
	"encoding/json"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"
)

// Normalize checks all of s and fills in what its author left out: ids, points and
// defaults. Everything is then in one form only: a normalized set that is marshaled,
// unmarshaled and normalized again is the same. The error names up to FieldErrorsMax
// faults (see Invalid); s must not be used then.
func (s *QuestionSet) Normalize() error {
	var f faults
	s.Title = f.title(s.Title)
	s.Filing.normalize(&f)
	if n := len(s.Questions); n < 1 || n > QuestionsMax {
		f.add("/questions", "A set has 1 to %d questions. Add or remove some.", QuestionsMax)
		return f.err()
	}
	f.ids("/questions", len(s.Questions), func(i int) *string { return &s.Questions[i].ID },
		func(n int) string { return "q" + strconv.Itoa(n+1) })
	for i := range s.Questions {
		s.Questions[i].normalize(&f, "/questions/"+strconv.Itoa(i))
	}
	return f.err()
}

// ParseTitle returns the title of a set or a session, 1 to TitleMax characters on one line, in
// its form, or what is wrong with it at /title.
func ParseTitle(s string) (string, []FieldError) {
	var f faults
	title := f.title(s)
	return title, f.list
}

func (f *faults) title(s string) string {
	s = CleanLine(strings.TrimSpace(s))
	f.text("/title", s, 1, TitleMax)
	if isText(s) && Unfit(s) {
		f.add("/title", "A title is one line, without control characters. Remove them.")
	}
	return s
}

func (q *Question) normalize(f *faults, at string) {
	rules := q.Kind.rules()
	if rules == kindRules(unknownKind{}) {
		f.add(at+"/kind", "This kind is unknown. Use %s.", listKinds())
		return
	}
	f.text(at+"/prompt", q.Prompt, 1, PromptMax)
	f.text(at+"/explanation", q.Explanation, 0, RemarkMax)
	if q.Feedback != nil {
		f.text(at+"/feedback/correct", q.Feedback.Correct, 0, RemarkMax)
		f.text(at+"/feedback/incorrect", q.Feedback.Incorrect, 0, RemarkMax)
		if *q.Feedback == (Remarks{}) {
			q.Feedback = nil
		}
	}
	if len(q.Options) == 0 {
		q.Options = nil
	}
	if len(q.Targets) == 0 {
		q.Targets = nil
	}
	if len(q.Correct) == 0 || string(q.Correct) == "null" {
		q.Correct = nil
	}
	if q.Tolerance == 0 {
		q.Tolerance = 0 // and not −0
	}
	// What doesn't apply would be stored without effect.
	for _, field := range q.given() {
		if !slices.Contains(rules.fields(), field) {
			f.add(at+"/"+field, "A question of this kind has no %s. Remove that, or change the kind.", field)
		}
	}

	rules.normalize(q, f, at)
	if q.Correct != nil {
		before := f.count
		if key := rules.key(q, f, at+"/correct"); f.count == before {
			q.Correct = rules.correct(&key)
		}
	}
	q.normalizePoints(f, at)
}

// listKinds lists the kinds for a person: "a, b or c".
func listKinds() string {
	var b strings.Builder
	for i, k := range kinds {
		switch {
		case i == 0:
		case i < len(kinds)-1:
			b.WriteString(", ")
		default:
			b.WriteString(" or ")
		}
		b.WriteString(string(k.kind))
	}
	return b.String()
}

func (q *Question) normalizePoints(f *faults, at string) {
	var points float64
	switch {
	case q.Points != nil:
		points = *q.Points
	case q.Correct != nil:
		points = DefaultPoints
	}
	if !(points >= 0 && points <= PointsMax) {
		f.add(at+"/points", "Points go from 0 to %d.", PointsMax)
	}
	if q.Correct == nil && !q.Kind.rules().essay() || points == 0 {
		points = 0 // and not −0
	}
	q.Points = &points
}

func (q *Question) normalizeOptions(f *faults, at string, most int) {
	if n := len(q.Options); n < OptionsMin || n > most {
		f.add(at+"/options", "Give %d to %d options.", OptionsMin, most)
	}
	f.ids(at+"/options", len(q.Options), func(i int) *string { return &q.Options[i].ID }, letters)
	for i, o := range q.Options {
		at := at + "/options/" + strconv.Itoa(i)
		f.text(at+"/text", o.Text, 1, OptionTextMax)
		f.text(at+"/feedback", o.Feedback, 0, RemarkMax)
		if o.Weight != nil && !(*o.Weight >= -100 && *o.Weight <= 100) {
			f.add(at+"/weight", "A weight is a percentage from -100 to 100.")
		}
	}
}

func (q *Question) refuseOptionExtras(f *faults, at string) {
	for i, o := range q.Options {
		if o.Weight != nil || o.Feedback != "" {
			f.add(at+"/options/"+strconv.Itoa(i), "Options of this kind have no weight and no feedback. Remove them.")
		}
	}
}

func (q *Question) optionIDs() []string {
	ids := make([]string, len(q.Options))
	for i, o := range q.Options {
		ids[i] = o.ID
	}
	return ids
}

// subset reports whether ids are all among all, each at most once.
func subset(ids, all []string) bool {
	for i, id := range ids {
		if !slices.Contains(all, id) || slices.Contains(ids[:i], id) {
			return false
		}
	}
	return true
}

// letters names the options of a question: a, b, … z, aa, ab, …
func letters(n int) string {
	if n < 26 {
		return string(rune('a' + n)) // #nosec G115 -- below 26
	}
	return letters(n/26-1) + letters(n%26)
}

// digits names the targets of a question: 1, 2, …
func digits(n int) string { return strconv.Itoa(n + 1) }

// FieldErrorsMax is how many faults of a question set are reported at once.
const FieldErrorsMax = 100

// faults collects what is wrong with a question set.
type faults struct {
	list  []FieldError // the first FieldErrorsMax
	count int
}

func (f *faults) add(pointer, format string, args ...any) {
	f.count++
	if len(f.list) < FieldErrorsMax {
		f.list = append(f.list, FieldError{Pointer: pointer, Detail: fmt.Sprintf(format, args...)})
	}
}

func (f *faults) err() error {
	if len(f.list) == 0 {
		return nil
	}
	return Invalid(f.list...)
}

// text checks a text of least (0 or 1) to most characters.
func (f *faults) text(at, s string, least, most int) {
	switch {
	case !isText(s):
		f.add(at, "This is not valid text. Use UTF-8 without NUL characters.")
	case least > 0 && blank(s):
		f.add(at, "This is empty. Write something, at most %d characters.", most)
	case utf8.RuneCountInString(s) > most:
		f.add(at, "This is too long. Use at most %d characters.", most)
	}
}

// ids checks the n ids of a list and fills in the missing ones with the first free
// names.
func (f *faults) ids(at string, n int, id func(int) *string, name func(int) string) {
	taken := make(map[string]bool, n)
	for i := range n {
		switch s := *id(i); {
		case s == "":
			continue
		case !IsQuestionID(s):
			f.add(at+"/"+strconv.Itoa(i)+"/id", "An id has 1 to %d of the characters A-Z, a-z, 0-9, _ and -, begins with a letter or digit, and isn't a property name that every JavaScript object has. Change it, or leave it out.", QuestionIDMax)
		case taken[s]:
			f.add(at+"/"+strconv.Itoa(i)+"/id", "Another one has the same id. Change it, or leave it out.")
		default:
			taken[s] = true
		}
	}
	next := 0
	for i := range n {
		if *id(i) != "" {
			continue
		}
		for taken[name(next)] {
			next++
		}
		*id(i) = name(next)
		next++
	}
}

// distinct refuses equal texts among what students put into order or match: they
// couldn't tell them apart and would be marked wrong for it.
func (f *faults) distinct(at string, n int, text func(int) string) {
	seen := make(map[string]bool, n)
	for i := range n {
		t := strings.TrimSpace(text(i))
		if seen[t] {
			f.add(at+"/"+strconv.Itoa(i)+"/text", "Another one has the same text, so students can't tell them apart. Change one of them.")
		}
		seen[t] = true
	}
}

// IsQuestionID reports whether s can be the id of a question, an option or a target.
// Programs use ids as keys of objects, so an id must not be a property that every
// JavaScript object has.
func IsQuestionID(s string) bool {
	return isName(s, QuestionIDMax) && !slices.Contains(inherited[:], s)
}

var inherited = [...]string{
	"constructor", "hasOwnProperty", "isPrototypeOf", "propertyIsEnumerable", "prototype", "toLocaleString", "toString", "valueOf",
}

// isText reports whether s is valid UTF-8 without NUL, which neither a
// spreadsheet nor most databases can hold.
func isText(s string) bool {
	return utf8.ValidString(s) && !strings.Contains(s, "\x00")
}

// mustMarshal is for strings, numbers and lists of them, which can't fail.
func mustMarshal(v any) []byte {
	b, err := json.Marshal(v)
	if err != nil {
		panic("domain: " + err.Error())
	}
	return b
}
