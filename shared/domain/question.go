package domain

import (
	"encoding/json"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"
)

// Kind says what a question asks for, and with that what a response to it looks
// like.
type Kind string

// The kinds of question.
const (
	KindChoice    Kind = "choice"    // one option
	KindChoices   Kind = "choices"   // any number of options
	KindTrueFalse Kind = "trueFalse" // true or false
	KindText      Kind = "text"      // a short text
	KindNumber    Kind = "number"    // a number
	KindOrder     Kind = "order"     // all options, brought into order
	KindMatch     Kind = "match"     // a target for each option
	KindScale     Kind = "scale"     // a step on a scale; never scored
	KindCloud     Kind = "cloud"     // words for a word cloud; never scored
)

func (k Kind) known() bool {
	switch k {
	case KindChoice, KindChoices, KindTrueFalse, KindText, KindNumber, KindOrder, KindMatch, KindScale, KindCloud:
		return true
	}
	return false
}

// The limits of a question set. Lengths are in characters (Unicode code points).
// How large the stored documents may get is the store's to check.
const (
	TitleMax      = 200
	PromptMax     = 4000
	OptionTextMax = 1000
	RemarkMax     = 2000 // an explanation or a feedback
	QuestionsMax  = 200
	OptionsMin    = 2
	OptionsMax    = 50 // of choice and choices
	ItemsMax      = 30 // options, and targets, of order and match
	AcceptedMax   = 50 // accepted texts or numbers of one question
	PointsMax     = 1000
	ScaleSpanMax  = 100 // from the lowest step to the highest
	ScaleBound    = 1_000_000
	ScaleLabelMax = 100
	CloudWordsMax = 10
	CloudWordMax  = 50
	TextMax       = 2000 // a text response, or a text that is accepted
	QuestionIDMax = 32   // of every id within a set
)

// What a question gets where its author says nothing.
const (
	DefaultPoints   = 1
	DefaultScaleMin = 1
	DefaultScaleMax = 5
	DefaultMaxWords = 3
)

// A QuestionSet is what a teacher writes: questions together with their keys.
// Normalize makes what a client sent into what is stored and given back.
type QuestionSet struct {
	Title     string     `json:"title"`
	Questions []Question `json:"questions"`
}

// A Question is one question of a set, with its key. Which of the fields apply
// depends on Kind; Normalize refuses those that don't.
type Question struct {
	ID     string `json:"id,omitempty"`
	Kind   Kind   `json:"kind"`
	Prompt string `json:"prompt"`

	// Options are what choice and choices choose from, what order brings into
	// order, and the left side of match, whose right side are the Targets.
	Options []Option `json:"options,omitempty"`
	Targets []Item   `json:"targets,omitempty"`

	// Correct is the key in the form that Kind has for it. Without one,
	// choice, choices, trueFalse, text and number are polls: they have no
	// score and no answer to them is wrong, unless a text has points (see
	// there). For order, none means that the
	// options stand in the right order; for match, that the first option
	// belongs to the first target, and so on.
	//
	//	choice     "a"
	//	choices    ["a","c"]
	//	trueFalse  true
	//	text       "Paris", ["Paris","Paname"] or
	//	           [{"text":"Paris"},{"text":"Lutetia","weight":50,"feedback":"…"}]
	//	number     3.14, {"min":3,"max":4} or
	//	           [{"value":3.14,"tolerance":0.01},{"min":3,"max":4,"weight":50}]
	//	order      ["c","a","b"]
	//	match      {"a":"2","b":"1"}
	Correct json.RawMessage `json:"correct,omitempty"`

	// Points is what a fully right answer earns, 0 to PointsMax. Of what has no
	// key only a text may have some, an essay: its teacher gives them by hand.
	// Whatever else has none has 0, and so has a text without key whose author
	// says nothing.
	Points *float64 `json:"points,omitempty"`

	Tolerance   float64  `json:"tolerance,omitempty"` // number: accepted distance, both ends included
	Explanation string   `json:"explanation,omitempty"`
	Scale       *Scale   `json:"scale,omitempty"`
	MaxWords    int      `json:"maxWords,omitempty"` // cloud
	Feedback    *Remarks `json:"feedback,omitempty"`
}

// An Option is one option of a question. Feedback is for students who chose it.
// Weight is the share of the points that choosing it earns, from −100 to 100
// percent, as Moodle and its GIFT format have it. Both are for choice and
// choices only.
type Option struct {
	ID       string   `json:"id,omitempty"`
	Text     string   `json:"text"`
	Feedback string   `json:"feedback,omitempty"`
	Weight   *float64 `json:"weight,omitempty"`
}

// An Item is something to choose, order or match, as students see it.
type Item struct {
	ID   string `json:"id,omitempty"`
	Text string `json:"text"`
}

// A Scale is what a scale question asks on: whole steps from Min to Max. One
// with both 0 is taken to leave them open and gets the default.
type Scale struct {
	Min      int    `json:"min"`
	Max      int    `json:"max"`
	MinLabel string `json:"minLabel,omitempty"`
	MaxLabel string `json:"maxLabel,omitempty"`
}

// Remarks are what a student is told about a right and about any other answer.
type Remarks struct {
	Correct   string `json:"correct,omitempty"`
	Incorrect string `json:"incorrect,omitempty"`
}

// Normalize checks all of s and fills in what its author left out: ids, points
// and defaults. Everything is then in one form only: a normalized set that is
// marshaled, unmarshaled and normalized again is the same. The error names up
// to FieldErrorsMax faults (see Invalid); s is then of no more use.
func (s *QuestionSet) Normalize() error {
	var f faults
	s.Title = strings.TrimSpace(s.Title)
	f.text("/title", s.Title, 1, TitleMax)
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

func (q *Question) normalize(f *faults, at string) {
	if !q.Kind.known() {
		f.add(at+"/kind", "This kind is not known. Use choice, choices, trueFalse, text, number, order, match, scale or cloud.")
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
	q.refuseMisplaced(f, at)

	switch q.Kind {
	case KindChoice, KindChoices:
		q.normalizeChoice(f, at)
	case KindOrder:
		q.normalizeOrder(f, at)
	case KindMatch:
		q.normalizeMatch(f, at)
	case KindNumber:
		if !(q.Tolerance >= 0 && q.Tolerance <= maxFloat) {
			f.add(at+"/tolerance", "The tolerance can't be negative. Use 0 or more.")
		}
	case KindScale:
		q.normalizeScale(f, at)
	case KindCloud:
		if q.MaxWords == 0 {
			q.MaxWords = DefaultMaxWords
		}
		if q.MaxWords < 1 || q.MaxWords > CloudWordsMax {
			f.add(at+"/maxWords", "Allow 1 to %d words.", CloudWordsMax)
		}
	}

	if q.Correct != nil {
		before := f.count
		if key := q.key(f, at+"/correct"); f.count == before {
			q.Correct = key.correct(q.Kind)
		}
	}
	q.normalizePoints(f, at)
}

// refuseMisplaced refuses what doesn't apply to the kind, since it would be
// stored and never have an effect.
func (q *Question) refuseMisplaced(f *faults, at string) {
	refuse := func(given bool, field string, kinds ...Kind) {
		if given && !slices.Contains(kinds, q.Kind) {
			f.add(at+"/"+field, "A question of this kind has no %s. Remove it, or change the kind.", field)
		}
	}
	refuse(q.Options != nil, "options", KindChoice, KindChoices, KindOrder, KindMatch)
	refuse(q.Targets != nil, "targets", KindMatch)
	refuse(q.Tolerance != 0, "tolerance", KindNumber)
	refuse(q.Scale != nil, "scale", KindScale)
	refuse(q.MaxWords != 0, "maxWords", KindCloud)
	if q.Kind == KindScale || q.Kind == KindCloud {
		refuse(q.Correct != nil, "correct")
	}
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
	if q.Correct == nil && q.Kind != KindText || points == 0 {
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

// normalizeChoice also derives the key of a choice or choices question that has
// weights only, and sees to it that weights and key don't contradict each
// other.
func (q *Question) normalizeChoice(f *faults, at string) {
	q.normalizeOptions(f, at, OptionsMax)
	var weighted bool
	var right []string // by weight
	for _, o := range q.Options {
		if o.Weight == nil {
			continue
		}
		weighted = true
		if *o.Weight == 100 || *o.Weight > 0 && q.Kind == KindChoices {
			right = append(right, o.ID)
		}
	}
	if !weighted || q.Correct != nil {
		return
	}
	switch {
	case len(right) == 0:
		f.add(at+"/options", "No option has the weight of a right one. Say in correct what is right, or give it a weight of 100.")
	case q.Kind == KindChoice:
		q.Correct = mustMarshal(right[0])
	default:
		q.Correct = mustMarshal(right)
	}
}

func (q *Question) normalizeOrder(f *faults, at string) {
	q.normalizeOptions(f, at, ItemsMax)
	q.refuseOptionExtras(f, at)
	f.distinct(at+"/options", len(q.Options), func(i int) string { return q.Options[i].Text })
	if q.Correct == nil {
		q.Correct = mustMarshal(q.optionIDs())
	}
}

func (q *Question) normalizeMatch(f *faults, at string) {
	if q.Targets == nil && q.Correct != nil {
		f.ids(at+"/options", len(q.Options), func(i int) *string { return &q.Options[i].ID }, letters)
		q.splitTargets(f, at)
	}
	q.normalizeOptions(f, at, ItemsMax)
	q.refuseOptionExtras(f, at)
	if n := len(q.Targets); n < OptionsMin || n > ItemsMax {
		f.add(at+"/targets", "Give %d to %d targets.", OptionsMin, ItemsMax)
	}
	f.ids(at+"/targets", len(q.Targets), func(i int) *string { return &q.Targets[i].ID }, digits)
	for i, t := range q.Targets {
		f.text(at+"/targets/"+strconv.Itoa(i)+"/text", t.Text, 1, OptionTextMax)
	}
	f.distinct(at+"/options", len(q.Options), func(i int) string { return q.Options[i].Text })
	f.distinct(at+"/targets", len(q.Targets), func(i int) string { return q.Targets[i].Text })

	if q.Correct == nil && len(q.Targets) == len(q.Options) {
		pairs := make(map[string]string, len(q.Options))
		for i := range q.Options {
			pairs[q.Options[i].ID] = q.Targets[i].ID
		}
		q.Correct = mustMarshal(pairs)
	}
	if q.Correct == nil {
		f.add(at+"/correct", `Say which target belongs to which option, such as {"a":"2","b":"1"}.`)
	}
}

// splitTargets takes apart a match question that has both sides in its options:
// the keys of correct name the left side, and all other options are targets.
func (q *Question) splitTargets(f *faults, at string) {
	pairs, ok := decodePairs(q.Correct)
	if !ok {
		return // key says so
	}
	for _, to := range pairs {
		if _, both := pairs[to]; both {
			f.add(at+"/correct", "An option can't be on both sides. Match each to one that isn't matched itself.")
			return
		}
	}
	var left []Option
	for _, o := range q.Options {
		if _, ok := pairs[o.ID]; ok {
			left = append(left, o)
		} else {
			q.Targets = append(q.Targets, Item{ID: o.ID, Text: o.Text})
		}
	}
	q.Options = left
}

func (q *Question) refuseOptionExtras(f *faults, at string) {
	for i, o := range q.Options {
		if o.Weight != nil || o.Feedback != "" {
			f.add(at+"/options/"+strconv.Itoa(i), "Options have a weight or a feedback in choice and choices only. Remove it.")
		}
	}
}

func (q *Question) normalizeScale(f *faults, at string) {
	if q.Scale == nil {
		q.Scale = new(Scale)
	}
	s := q.Scale
	if s.Min == 0 && s.Max == 0 {
		s.Min, s.Max = DefaultScaleMin, DefaultScaleMax
	}
	// The order matters: without the bounds the span could overflow.
	if s.Min < -ScaleBound || s.Max > ScaleBound || s.Max <= s.Min || s.Max-s.Min > ScaleSpanMax {
		f.add(at+"/scale", "A scale goes from min up to max, in at most %d steps.", ScaleSpanMax)
	}
	f.text(at+"/scale/minLabel", s.MinLabel, 0, ScaleLabelMax)
	f.text(at+"/scale/maxLabel", s.MaxLabel, 0, ScaleLabelMax)
}

func (q *Question) optionIDs() []string {
	ids := make([]string, len(q.Options))
	for i, o := range q.Options {
		ids[i] = o.ID
	}
	return ids
}

// letters names the options of a question: a, b, … z, aa, ab, …
func letters(n int) string {
	if n < 26 {
		return string(rune('a' + n))
	}
	return letters(n/26-1) + letters(n%26)
}

// digits names the targets of a question: 1, 2, …
func digits(n int) string { return strconv.Itoa(n + 1) }

// FieldErrorsMax is how many faults an invalid question set is told of at once.
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

// ids checks the n ids of a list and gives the missing ones the first free
// names.
func (f *faults) ids(at string, n int, id func(int) *string, name func(int) string) {
	taken := make(map[string]bool, n)
	for i := range n {
		switch s := *id(i); {
		case s == "":
			continue
		case !isQuestionID(s):
			f.add(at+"/"+strconv.Itoa(i)+"/id", "An id has 1 to %d of the characters A-Z, a-z, 0-9, _ and -. Change it, or leave it out.", QuestionIDMax)
		case taken[s]:
			f.add(at+"/"+strconv.Itoa(i)+"/id", "Another one has this id. Change it, or leave it out.")
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

// distinct refuses equal texts among what students bring into order or match:
// they couldn't tell them apart, and would be marked wrong for it.
func (f *faults) distinct(at string, n int, text func(int) string) {
	seen := make(map[string]bool, n)
	for i := range n {
		t := strings.TrimSpace(text(i))
		if seen[t] {
			f.add(at+"/"+strconv.Itoa(i)+"/text", "Another one has the same text, so that students can't tell them apart. Change one of them.")
		}
		seen[t] = true
	}
}

func isQuestionID(s string) bool {
	if len(s) < 1 || len(s) > QuestionIDMax {
		return false
	}
	for _, c := range []byte(s) {
		if (c < 'a' || c > 'z') && (c < 'A' || c > 'Z') && (c < '0' || c > '9') && c != '_' && c != '-' {
			return false
		}
	}
	return true
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
