package domain

import (
	"encoding/json"
	"math/rand/v2"
)

// A Kind says what a question asks for, and so what a response to it looks
// like.
type Kind string

// Kinds returns every kind of question, in the order of the registry.
func Kinds() []Kind {
	list := make([]Kind, len(kinds))
	for i := range kinds {
		list[i] = kinds[i].kind
	}
	return list
}

// rules returns what sets questions of kind k apart; those of a kind that is not
// in the registry have no response that is accepted, and no key.
func (k Kind) rules() kindRules {
	for i := range kinds {
		if kinds[i].kind == k {
			return kinds[i].kindRules
		}
	}
	return unknownKind{}
}

// kindRules are all that sets one kind of question apart from the others. Each kind has
// its own in a file kind_*.go, and nothing outside these files checks a question's kind.
// CheckResponse and Score run once for every answer of a burst, so check and share must
// stay cheap.
type kindRules interface {
	// fields names the fields of a Question, by their JSON names, that apply to
	// this kind and not to every other. The rest are refused.
	fields() []string

	// normalize checks the fields that apply and fills in what was left out.
	// If it leaves q.Correct set, key is what reads that.
	normalize(q *Question, f *faults, at string)

	// essay reports whether a question without a key may have points, which its
	// teacher gives by hand.
	essay() bool

	// key reads q.Correct. The ids of options and targets are there already.
	key(q *Question, f *faults, at string) Key

	// correct is the inverse of key: k in the shortest of the forms that
	// Question.Correct has.
	correct(k *Key) json.RawMessage

	// solution returns a response that earns all points. Its key is not empty.
	solution(k *Key) json.RawMessage

	// accepted returns everything that earns all points, as k has it, where solution is but one of several: a list of
	// texts, or of AcceptedNumbers without weight and feedback. Otherwise it returns nil. Its key is not empty.
	accepted(k *KeyEntry) []any

	// split moves the fields of q that apply to this kind only into p and k. It
	// may shuffle what would otherwise tell the solution. The fields of every
	// kind, the options and the key are there already.
	split(q *Question, p *PaperQuestion, k *KeyEntry, r *rand.Rand)

	// join is the inverse of split, but for the order of what was shuffled.
	join(p *PaperQuestion, k *KeyEntry, q *Question)

	// shuffle brings what one participant chooses from into the order of
	// orderFor. It must not change lists in place: other papers share them.
	shuffle(q *PaperQuestion, participant string)

	// check is CheckResponse for this kind. raw is valid UTF-8, not empty, and
	// has no white space around it.
	check(q *PaperQuestion, raw []byte) (canonical []byte, problem string)

	// share returns which share of the points a response earns, from 0 to 1. The
	// key is not empty; the response may be anything.
	share(k *KeyEntry, response json.RawMessage, n Normalizer) float64

	// remarks returns the author's feedback for a student who gave exactly this
	// response.
	remarks(k *KeyEntry, response json.RawMessage, n Normalizer) []string

	// names returns the names under which a response is counted, each once, and
	// none if it takes the answer back. long is for an answer without a name: an
	// essay.
	names(q *PaperQuestion, response json.RawMessage, n Normalizer) (names []string, long bool)

	// zeros returns a 0 under the name of everything that can be answered, so
	// that a chart shows what nobody chose. It is nil where answers are open:
	// then only the CountedMax most frequent ones are listed.
	zeros(q *PaperQuestion) map[string]int

	// gift returns what stands in a question's braces in GIFT, unless that has no words for
	// it. It takes questions as they were written, with or without a key.
	gift(q *Question) (answers string, ok bool)

	// cell returns a response as the cell of a table: a number as a float64,
	// anything else as a string that a person can read.
	cell(q *PaperQuestion, response json.RawMessage) any
}

// plain has the parts that most kinds do without. A kind embeds it and writes
// those that it has.
type plain struct{}

func (plain) essay() bool                                             { return false }
func (plain) split(*Question, *PaperQuestion, *KeyEntry, *rand.Rand)  {}
func (plain) join(*PaperQuestion, *KeyEntry, *Question)               {}
func (plain) shuffle(*PaperQuestion, string)                          {}
func (plain) accepted(*KeyEntry) []any                                { return nil }
func (plain) gift(*Question) (string, bool)                           { return "", false }
func (plain) remarks(*KeyEntry, json.RawMessage, Normalizer) []string { return nil }

// keyless is plain without a key: such a question is never scored.
type keyless struct{ plain }

func (keyless) key(*Question, *faults, string) Key                   { return Key{} }
func (keyless) correct(*Key) json.RawMessage                         { return nil }
func (keyless) solution(*Key) json.RawMessage                        { return nil }
func (keyless) share(*KeyEntry, json.RawMessage, Normalizer) float64 { return 0 }

// unknownKind stands in for a kind that is not in the registry, such as one that
// a later version of the program has stored.
type unknownKind struct{ keyless }

func (unknownKind) fields() []string                              { return nil }
func (unknownKind) normalize(*Question, *faults, string)          {}
func (unknownKind) check(*PaperQuestion, []byte) ([]byte, string) { return nil, ProblemShape }
func (unknownKind) zeros(*PaperQuestion) map[string]int           { return map[string]int{} }
func (unknownKind) cell(*PaperQuestion, json.RawMessage) any      { return "" }
func (unknownKind) names(*PaperQuestion, json.RawMessage, Normalizer) ([]string, bool) {
	return nil, false
}
