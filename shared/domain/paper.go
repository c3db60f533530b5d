package domain

import (
	"crypto/sha256"
	"encoding/json"
	"fmt"
	"math/rand/v2"
)

// A Paper is what students get of a question set: nothing in it tells what is
// right. It never changes once its session is open, and is safe for concurrent
// use.
type Paper struct {
	Questions []PaperQuestion `json:"questions"`

	index map[string]int
}

// An AnswerKey is the other half of a question set: what is right, what it earns
// and what students are told afterwards. Like its Paper it never changes, and
// is safe for concurrent use.
type AnswerKey struct {
	Questions []KeyEntry `json:"questions"`

	index map[string]int
}

// Split separates a normalized set into what students may see and what they may
// not. Options of order and match, and targets, are shuffled by r and then given
// new ids, so that neither order nor ids tell anything. Split panics if
// s was not normalized.
func (s *QuestionSet) Split(r *rand.Rand) (Paper, AnswerKey) {
	paper := Paper{Questions: make([]PaperQuestion, len(s.Questions))}
	key := AnswerKey{Questions: make([]KeyEntry, len(s.Questions))}
	for i := range s.Questions {
		paper.Questions[i], key.Questions[i] = s.Questions[i].split(r)
	}
	paper.build()
	key.build()
	return paper, key
}

func (q *Question) split(r *rand.Rand) (PaperQuestion, KeyEntry) {
	p := PaperQuestion{ID: q.ID, Kind: q.Kind, Prompt: q.Prompt, Points: *q.Points}
	k := KeyEntry{ID: q.ID, Kind: q.Kind, Points: *q.Points, Explanation: q.Explanation, Feedback: q.Feedback}
	rules := q.Kind.rules()
	if q.Correct != nil {
		var f faults
		if k.Key = rules.key(q, &f, ""); f.count > 0 {
			panic("domain: Split of a question set that was not normalized")
		}
	}
	for _, o := range q.Options {
		p.Options = append(p.Options, Item{ID: o.ID, Text: o.Text})
		if o.Weight != nil || o.Feedback != "" {
			k.Options = append(k.Options, KeyOption{ID: o.ID, Weight: o.Weight, Feedback: o.Feedback})
		}
	}
	rules.split(q, &p, &k, r)
	return p, k
}

// reletter shuffles items and gives them new ids in their new order. renamed
// leads from old id to new.
func reletter(items []Item, name func(int) string, r *rand.Rand) (shuffled []Item, renamed map[string]string) {
	shuffled = make([]Item, len(items))
	renamed = make(map[string]string, len(items))
	for to, from := range r.Perm(len(items)) {
		shuffled[to] = Item{ID: name(to), Text: items[from].Text}
		renamed[items[from].ID] = name(to)
	}
	return shuffled, renamed
}

// ParsePaper reads the JSON of a Paper.
func ParsePaper(b []byte) (*Paper, error) {
	var p Paper
	if err := json.Unmarshal(b, &p); err != nil {
		return nil, fmt.Errorf("reading a paper: %w", err)
	}
	p.build()
	return &p, nil
}

// ParseAnswerKey reads the JSON of an AnswerKey.
func ParseAnswerKey(b []byte) (*AnswerKey, error) {
	var k AnswerKey
	if err := json.Unmarshal(b, &k); err != nil {
		return nil, fmt.Errorf("reading an answer key: %w", err)
	}
	k.build()
	return &k, nil
}

// Size is about how much memory p takes, in bytes.
func (p *Paper) Size() int {
	n := 0
	for i := range p.Questions {
		n += p.Questions[i].size()
	}
	return n
}

func (p *Paper) build() {
	p.index = make(map[string]int, len(p.Questions))
	for i := range p.Questions {
		p.index[p.Questions[i].ID] = i
	}
}

func (k *AnswerKey) build() {
	k.index = make(map[string]int, len(k.Questions))
	for i := range k.Questions {
		k.index[k.Questions[i].ID] = i
	}
}

// Question finds a question of a Paper that Split, ParsePaper or ShuffledFor
// made.
func (p *Paper) Question(id string) (*PaperQuestion, bool) {
	i, ok := p.index[id]
	if !ok {
		return nil, false
	}
	return &p.Questions[i], true
}

// Question finds the key to a question, in an AnswerKey that Split or
// ParseAnswerKey made.
func (k *AnswerKey) Question(id string) (*KeyEntry, bool) {
	i, ok := k.index[id]
	if !ok {
		return nil, false
	}
	return &k.Questions[i], true
}

// ShuffledFor returns the paper of a session with shuffle as one participant sees
// it: the questions, and what choice and choices choose from, in an order that is
// the participant's own and always the same. Ids stay what they are. A
// question's options have the same order whichever other questions are in p.
func (p Paper) ShuffledFor(participant string) Paper {
	shuffled := Paper{Questions: make([]PaperQuestion, len(p.Questions))}
	for to, from := range orderFor(participant, "").Perm(len(p.Questions)) {
		q := &shuffled.Questions[to]
		*q = p.Questions[from]
		q.Kind.rules().shuffle(q, participant)
	}
	shuffled.build()
	return shuffled
}

// orderFor is a source of order, not of secrets: a participant may well compute
// their own.
func orderFor(participant, question string) *rand.Rand {
	return rand.New(rand.NewChaCha8(sha256.Sum256([]byte(participant + "\x00" + question)))) // #nosec G404 -- the same order each time it is shown
}
