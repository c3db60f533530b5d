package httpapi

import (
	"encoding/json"
	"errors"
	"fmt"
	"time"

	"github.com/cleanslate-edu/cleanslate/shared/domain"
)

// ErrNoSession tells students, whose pages have their sessions' ids, that there is no
// such session, or not any more.
var ErrNoSession = domain.Problem(domain.ErrNotFound, "not-found", "There is no such session. Join one with its code.")

// Shown returns ErrNoSession unless students may know of s; err is that of reading it.
func Shown(s *domain.Session, err error) error {
	if errors.Is(err, domain.ErrNotFound) {
		return ErrNoSession
	}
	if err != nil {
		return err
	}
	switch s.State {
	case domain.Open, domain.Paused, domain.Closed:
		return nil
	}
	return ErrNoSession
}

// State returns the JSON of s's state at now, for students. The question is the current
// one, nil if there is none.
func State(s *domain.Session, question *domain.PaperQuestion, now time.Time) ([]byte, error) {
	body, err := json.Marshal(struct {
		State           domain.State          `json:"state"`
		CurrentQuestion *string               `json:"currentQuestion"`
		Question        *domain.PaperQuestion `json:"question,omitempty"`
		ClosesAt        *time.Time            `json:"closesAt"`
		Version         int                   `json:"version"`
	}{s.StateAt(now), TextOrNull(s.CurrentQuestion), question, TimeOrNull(s.ClosesAt), s.VersionAt(now)})
	if err != nil {
		return nil, fmt.Errorf("encoding a session's state: %w", err)
	}
	return append(body, '\n'), nil
}
