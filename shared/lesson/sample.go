package lesson

import (
	"encoding/json"

	"github.com/cleanslate-edu/cleanslate/shared/domain"
)

// Count adds those on the board to a sample of whom anything may be given away. It reports
// false, and adds nobody, if the session is of other questions than those before.
func (b *Board) Count(sample *domain.Sample) bool {
	if !sample.Takes(b.Paper) {
		return false
	}
	for _, p := range b.people {
		if !p.opens || !p.disclosable {
			continue
		}
		sample.Add(b.Session.ID, func(question int) domain.Answer {
			if !b.Session.Shows(b.Paper.Questions[question].ID) {
				return domain.Answer{Unasked: true}
			}
			if p.answers == nil || p.answers[question].response == "" {
				return domain.Answer{}
			}
			a := &p.answers[question]
			return domain.Answer{Response: json.RawMessage(a.response), Score: a.score}
		})
	}
	return true
}
