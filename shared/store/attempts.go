package store

import (
	"time"

	"github.com/cleanslate-edu/cleanslate/shared/domain"
)

// attemptsDoc is the part of a document that says how far sending is.
type attemptsDoc struct {
	State       string    `firestore:"state"`
	Attempt     int       `firestore:"attempt"`
	ClaimedAt   time.Time `firestore:"claimedAt,omitempty"`
	NextAttempt time.Time `firestore:"nextAttempt,omitempty"`
	DoneAt      time.Time `firestore:"doneAt,omitempty"`
	Result      string    `firestore:"result"`
}

func attemptsDocOf(a domain.Attempts) attemptsDoc {
	return attemptsDoc{string(a.State), a.Attempt, a.ClaimedAt, a.NextAttempt, a.DoneAt, a.Result}
}

func attemptsOf(d attemptsDoc) domain.Attempts {
	return domain.Attempts{
		State: domain.NoticeState(d.State), Attempt: d.Attempt, ClaimedAt: d.ClaimedAt, NextAttempt: d.NextAttempt, DoneAt: d.DoneAt, Result: d.Result,
	}
}
