package domain

import "encoding/json"

// The kinds of question.
const (
	KindChoice    Kind = "choice"    // one option
	KindChoices   Kind = "choices"   // any number of options
	KindTrueFalse Kind = "trueFalse" // true or false
	KindText      Kind = "text"      // a text
	KindNumber    Kind = "number"    // a number
	KindOrder     Kind = "order"     // all options, brought into order
	KindMatch     Kind = "match"     // a target for each option
	KindScale     Kind = "scale"     // a step on a scale; never scored
	KindCloud     Kind = "cloud"     // words for a word cloud; never scored
)

// kinds is the registry of the kinds. A new one is a constant above, a line
// here, a file kind_*.go, and in this file the fields that no other kind has.
var kinds = [...]struct {
	kind Kind
	kindRules
}{
	{KindChoice, choiceKind{}},
	{KindChoices, choicesKind{}},
	{KindTrueFalse, trueFalseKind{}},
	{KindText, textKind{}},
	{KindNumber, numberKind{}},
	{KindOrder, orderKind{}},
	{KindMatch, matchKind{}},
	{KindScale, scaleKind{}},
	{KindCloud, cloudKind{}},
}

// The limits of a question set. Lengths are in characters (Unicode code points).
// How large the stored documents may get is the store's to check. Limits of one
// kind only stand with it.
const (
	TitleMax      = 200
	PromptMax     = 4000
	OptionTextMax = 1000
	RemarkMax     = 2000 // an explanation or a feedback
	QuestionsMax  = 200
	OptionsMin    = 2
	OptionsMax    = 50 // of choice and choices
	ItemsMax      = 30 // options, and targets, of order and match
	PointsMax     = 1000
	QuestionIDMax = 32 // of every id within a set

	QuestionSetMax = 512 << 10 // bytes of the questions and keys of a set, as they are stored
	// QuestionSetsMax is how many sets a member may have, those in the trash included.
	QuestionSetsMax = 2000
)

// DefaultPoints is what a question with a key earns where its author says
// nothing.
const DefaultPoints = 1

// A QuestionSet is what a teacher writes: questions together with their keys.
// Normalize makes what a client sent into what is stored and sent back.
type QuestionSet struct {
	Title string `json:"title"`
	Filing
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

	// Correct is the key, in the form that Kind has for it. A question without
	// one has no score, and no answer to it is wrong: it is a poll, or an essay.
	Correct json.RawMessage `json:"correct,omitempty"`

	// Points is what a fully right answer earns, 0 to PointsMax. Without a key
	// only an essay has some: its teacher gives them by hand.
	Points *float64 `json:"points,omitempty"`

	Tolerance   float64  `json:"tolerance,omitempty"` // number: accepted distance, both ends included
	Explanation string   `json:"explanation,omitempty"`
	Scale       *Scale   `json:"scale,omitempty"`
	MaxWords    int      `json:"maxWords,omitempty"` // cloud
	Feedback    *Remarks `json:"feedback,omitempty"`
}

// given names the fields of q that are set and that not every kind has.
func (q *Question) given() (fields []string) {
	for _, f := range [...]struct {
		name string
		set  bool
	}{
		{"options", q.Options != nil},
		{"targets", q.Targets != nil},
		{"tolerance", q.Tolerance != 0},
		{"scale", q.Scale != nil},
		{"maxWords", q.MaxWords != 0},
		{"correct", q.Correct != nil},
	} {
		if f.set {
			fields = append(fields, f.name)
		}
	}
	return fields
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

// Remarks are what a student is told about a right and about any other answer.
type Remarks struct {
	Correct   string `json:"correct,omitempty"`
	Incorrect string `json:"incorrect,omitempty"`
}

// A PaperQuestion is one question as students see it.
type PaperQuestion struct {
	ID       string  `json:"id"`
	Kind     Kind    `json:"kind"`
	Prompt   string  `json:"prompt"`
	Options  []Item  `json:"options,omitempty"`
	Targets  []Item  `json:"targets,omitempty"`
	Scale    *Scale  `json:"scale,omitempty"`
	MaxWords int     `json:"maxWords,omitempty"`
	Points   float64 `json:"points"`
}

// size is about how much memory q takes, in bytes.
func (q *PaperQuestion) size() int {
	n := 250 + len(q.ID) + len(q.Prompt)
	for _, items := range [][]Item{q.Options, q.Targets} {
		for _, item := range items {
			n += 48 + len(item.ID) + len(item.Text)
		}
	}
	if q.Scale != nil {
		n += len(q.Scale.MinLabel) + len(q.Scale.MaxLabel)
	}
	return n
}

// A KeyEntry is the key to one question.
type KeyEntry struct {
	ID     string  `json:"id"`
	Kind   Kind    `json:"kind"`
	Points float64 `json:"points,omitempty"`
	Key
	Tolerance   float64     `json:"tolerance,omitempty"`
	Options     []KeyOption `json:"options,omitempty"` // those with a weight or a feedback
	Explanation string      `json:"explanation,omitempty"`
	Feedback    *Remarks    `json:"feedback,omitempty"`
}

// A KeyOption is what the key knows of one option of choice or choices.
type KeyOption struct {
	ID       string   `json:"id"`
	Weight   *float64 `json:"weight,omitempty"`
	Feedback string   `json:"feedback,omitempty"`
}

// A Key says what is right, by kind. An empty one belongs to a question without
// a score.
type Key struct {
	// Right names the right options of choice (one) and choices, and all
	// options of order in the right order.
	Right   []string          `json:"right,omitempty"`
	True    *bool             `json:"true,omitempty"`
	Texts   []AcceptedText    `json:"texts,omitempty"`
	Numbers []AcceptedNumber  `json:"numbers,omitempty"`
	Match   map[string]string `json:"match,omitempty"` // option → target
}

// scored reports whether there is anything to score by.
func (k *Key) scored() bool {
	return len(k.Right) > 0 || k.True != nil || len(k.Texts) > 0 || len(k.Numbers) > 0 || len(k.Match) > 0
}
