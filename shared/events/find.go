package events

import "github.com/cleanslate-edu/cleanslate/shared/domain"

// A FindJob asks find to look through one page of the sessions of a search, or to make what
// opens the copies that were granted of whom it found. Whom it looks for, and where the page
// begins, is read from the data, never from the message.
type FindJob struct {
	Find string `json:"find"`
	Page int    `json:"page"` // its number, from 0
	Copy bool   `json:"copy,omitempty"`
}

// Encode returns the bytes that are published.
func (j FindJob) Encode() []byte { return encode(j) }

// ParseFind reads a message of find-work. The error is ErrPoison.
func ParseFind(m Message) (FindJob, error) {
	var j FindJob
	if err := decode(m.Data, &j); err != nil || !domain.IsID(j.Find) || j.Page < 0 || j.Page >= domain.FindSessionsMax/domain.FindPageSize {
		return FindJob{}, ErrPoison
	}
	return j, nil
}
