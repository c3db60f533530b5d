package answer

import (
	"context"
	"encoding/json"
	"errors"
	"strings"
	"time"

	"golang.org/x/text/unicode/norm"

	"github.com/cleanslate-edu/cleanslate/shared/cache"
	"github.com/cleanslate-edu/cleanslate/shared/domain"
	"github.com/cleanslate-edu/cleanslate/shared/seal"
	"github.com/cleanslate-edu/cleanslate/shared/ticket"
)

var (
	errToken = domain.Problem(domain.ErrUnauthenticated, "invalid-token",
		"The token isn't valid or has expired. Join the session again.")
	errClosed = domain.Problem(domain.ErrConflict, "session-closed",
		"The session is closed and accepts no more answers.")
	errPaused = domain.Problem(domain.ErrConflict, "session-paused",
		"The session is paused. Send the answers again when it resumes.")
	errDismissed = domain.Problem(domain.ErrForbidden, "dismissed",
		"Your teacher has removed you from this session. Ask them to let you back in.")
	errRefused = domain.Problem(domain.ErrForbidden, "collection-refused",
		"A parent has refused that more of your answers are collected. Those already recorded stay. Talk to them, or to your teacher.")
	errTooMany = domain.Problem(domain.ErrTooMany, "too-many-answers",
		"You have sent far more answers than this session has questions for, so no more are accepted. Those already recorded count. Ask your teacher.")
)

// Why a single answer is rejected, beside what is wrong with the response
// itself (package domain).
const (
	problemClosed          = "closed"
	problemUnknownQuestion = "unknown-question"
	problemNotCurrent      = "not-current"
	problemRevision        = "revision-out-of-range"
	problemAnswered        = "already-answered"
)

// An admission is what one request's answers are checked and sealed with.
type admission struct {
	sessions *cache.Cache[*cachedSession]
	session  *cachedSession
	paper    *domain.Paper
	key      *domain.AnswerKey // with immediate feedback only
	ticket   *ticket.Ticket
	now      time.Time
	reread   bool
}

// admit lets a participant's request in, or says why not.
func (a *answers) admit(ctx context.Context, t *ticket.Ticket, now time.Time) (*admission, error) {
	// An instance that has just started reads both at once.
	paper := a.papers.Begin(ctx, t.Session)
	session, err := a.sessions.Get(ctx, t.Session)
	if err != nil {
		return nil, notThere(err)
	}
	ad := &admission{sessions: a.sessions, session: session, ticket: t, now: now}
	if session.StateAt(now) == domain.Paused {
		// The session may have been resumed a moment ago.
		if err := ad.rereadSession(ctx); err != nil {
			return nil, err
		}
	}
	if err := mayAnswer(ad.session.seats[t.Participant]); err != nil {
		return nil, err
	}
	switch ad.session.StateAt(now) {
	case domain.Open:
	case domain.Paused:
		return nil, errPaused
	default:
		return nil, errClosed
	}
	if ad.paper, err = paper.Get(ctx); err != nil {
		return nil, notThere(err)
	}
	if ad.session.Feedback == domain.FeedbackImmediate {
		if ad.key, err = a.keys.Get(ctx, t.Session); err != nil {
			return nil, notThere(err)
		}
	}
	return ad, nil
}

// mayAnswer refuses a participant who was erased, was removed by the teacher, whose parent
// refuses that more is collected, or who has flooded the log.
func mayAnswer(seat domain.Seat) error {
	switch {
	case seat.Erased:
		return errToken
	case seat.Dismissed:
		return errDismissed
	case seat.Refused:
		return errRefused
	case seat.Flooded:
		return errTooMany
	}
	return nil
}

// notThere makes a session that no longer exists look closed.
func notThere(err error) error {
	if errors.Is(err, domain.ErrNotFound) {
		return errClosed
	}
	return err
}

func (ad *admission) rereadSession(ctx context.Context) error {
	session, err := ad.sessions.Reload(ctx, ad.session.ID)
	if err != nil {
		return notThere(err)
	}
	ad.session, ad.reread = session, true
	return nil
}

// check returns the sealed record of one answer, or the problem for which it is
// rejected. It brings the answer's response to the form in which it is scored.
func (ad *admission) check(ctx context.Context, it *item) (rec domain.Record, problem string, err error) {
	question, ok := ad.paper.Question(it.QuestionID)
	if !ok {
		return rec, problemUnknownQuestion, nil
	}
	if it.Revision < 1 || it.Revision > domain.RevisionMax {
		return rec, problemRevision, nil
	}
	if ad.session.Feedback == domain.FeedbackImmediate && it.Revision != 1 {
		return rec, problemAnswered, nil
	}
	if !ad.session.TakesAnswersTo(it.QuestionID) && !ad.reread {
		// The teacher may have moved on a moment ago.
		if err := ad.rereadSession(ctx); err != nil {
			return rec, "", err
		}
		switch ad.session.StateAt(ad.now) {
		case domain.Open:
		case domain.Paused:
			return rec, "", errPaused
		default:
			return rec, "", errClosed
		}
	}
	if !ad.session.TakesAnswersTo(it.QuestionID) {
		if !ad.session.Shows(it.QuestionID) {
			return rec, problemUnknownQuestion, nil
		}
		return rec, problemNotCurrent, nil
	}
	if it.Response, problem = question.CheckResponse(it.Response); problem != "" {
		return rec, problem, nil
	}
	return domain.Record{
		Participant: ad.ticket.Participant,
		Question:    it.QuestionID,
		Revision:    it.Revision,
		Sealed: ad.ticket.Key.Seal(seal.ParticipantPath(ad.ticket.Session, ad.ticket.Participant),
			seal.Answer(it.QuestionID, it.Revision), it.Response),
	}, "", nil
}

// feedback is what a student learns at once. Points are null where a question
// isn't scored.
type feedback struct {
	Correct     *bool           `json:"correct"`
	Points      *float64        `json:"points"`
	Solution    json.RawMessage `json:"solution"`
	Explanation string          `json:"explanation,omitempty"`
	Comment     string          `json:"comment,omitempty"`
}

func (ad *admission) feedback(it *item) *feedback {
	key, ok := ad.key.Question(it.QuestionID)
	if !ok {
		return nil
	}
	f := &feedback{Solution: key.Solution(), Explanation: key.Explanation}
	if s := key.Score(it.Response, norm.NFKC.String); s.Scored {
		f.Correct, f.Points = &s.Correct, &s.Points
	}
	f.Comment = strings.Join(key.FeedbackFor(it.Response, norm.NFKC.String), "\n")
	return f
}
