package domain

// A Volume is how much one participant wrote into a session's answer log.
type Volume struct {
	Records int
	Bytes   int // sealed
}

// AnswerBudget is how much an instance of answer takes from one participant of a
// session with so many questions: every question twice as often as its answer can
// be changed, and several essays' worth of bytes for each; bounded, however long
// the paper is. An honest lesson needs a few records a question.
func AnswerBudget(questions int) Volume {
	n := max(questions, 2)
	return Volume{
		Records: min(2*RevisionMax*n, 10_000),
		Bytes:   min(256<<10*n, 4<<20),
	}
}

// FloodLimit is how much one participant may write to a log before every instance refuses
// them: each instance that serves a session allows a budget of its own. Nothing in the
// log is left out because of it.
func FloodLimit(questions int) Volume {
	b := AnswerBudget(questions)
	return Volume{Records: 4 * b.Records, Bytes: 4 * b.Bytes}
}

// Over reports whether v is more than limit.
func (v Volume) Over(limit Volume) bool { return v.Records > limit.Records || v.Bytes > limit.Bytes }

// Plus returns v with so many records of so many bytes more.
func (v Volume) Plus(records, bytes int) Volume {
	return Volume{v.Records + records, v.Bytes + bytes}
}
