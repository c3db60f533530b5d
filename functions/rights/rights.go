// Package rights serves data subjects: what is held about them, and its erasure.
//
// Students' pages call it with the token that join gave them. With the key
// inside the token it opens what that student wrote, and nothing else.
//
// Because it can open, it destroys nothing: it hides what is to be erased and asks
// retention to erase it. It must never accept a token whose key doesn't open what
// is stored, since whoever holds the ticket secret could mint one, and never log a
// token, an alias, an answer or an id.
package rights

import (
	"context"
	"encoding/json"
	"errors"
	"maps"
	"net/http"
	"slices"
	"strings"
	"time"

	"github.com/cleanslate-edu/cleanslate/shared/domain"
	"github.com/cleanslate-edu/cleanslate/shared/events"
	"github.com/cleanslate-edu/cleanslate/shared/grade"
	"github.com/cleanslate-edu/cleanslate/shared/httpapi"
	"github.com/cleanslate-edu/cleanslate/shared/lifecycle"
	"github.com/cleanslate-edu/cleanslate/shared/seal"
	"github.com/cleanslate-edu/cleanslate/shared/ticket"
)

// Deps is what the function needs.
type Deps struct {
	Store     Store
	Lifecycle *lifecycle.Lifecycle
	Publisher lifecycle.Publisher
	Tickets   Tickets
	Clock     domain.Clock
}

// Store is what the function needs of the database.
type Store interface {
	Session(ctx context.Context, sid string) (*domain.Session, error)
	Org(ctx context.Context, id string) (domain.Org, error)
	Participant(ctx context.Context, sid, pid string) (domain.Participant, error)
	Seat(ctx context.Context, sid, pid string) (domain.Seat, error)
	ChunksOf(ctx context.Context, sid, pid string) func(func(domain.Chunk, error) bool)
}

// Tickets opens participant tokens.
type Tickets interface {
	Open(token string, now time.Time) (ticket.Ticket, error)
}

// timeout bounds a request.
const timeout = 60 * time.Second

type handler struct{ Deps }

// New makes the function's handler. It serves GET and DELETE /v1/me.
func New(d Deps) http.Handler {
	h := &handler{d}
	mux := http.NewServeMux()
	for pattern, handle := range map[string]func(http.ResponseWriter, *http.Request) error{
		"GET /v1/me":    h.get,
		"DELETE /v1/me": h.erase,
	} {
		mux.HandleFunc(pattern, func(w http.ResponseWriter, r *http.Request) {
			ctx, cancel := context.WithTimeout(r.Context(), timeout)
			defer cancel()
			if err := handle(w, r.WithContext(ctx)); err != nil {
				httpapi.WriteError(w, r, err)
			}
		})
	}
	return httpapi.Wrap("rights", mux, httpapi.Options{})
}

var (
	errToken = domain.Problem(domain.ErrUnauthenticated, "invalid-token",
		"The token isn't valid or has expired. Join the session again.")
	errErased = domain.Problem(domain.ErrGone, "participant-erased",
		"What you left in this session was erased. There is nothing left to show.")
	errNotFound = domain.Problem(domain.ErrNotFound, "not-found",
		"Your teacher deleted this session, so it can no longer be shown. Ask your teacher or your school.")
)

// A subject is the student who is asking, with what is stored about them.
type subject struct {
	ticket.Ticket
	session     *domain.Session
	participant domain.Participant
	alias       string
}

// subject returns who is asking. With errErased it holds whatever is left.
func (h *handler) subject(r *http.Request) (*subject, error) {
	token, ok := httpapi.Bearer(r)
	if !ok {
		return nil, domain.ErrUnauthenticated
	}
	t, err := h.Tickets.Open(token, h.Clock())
	if err != nil {
		return nil, errToken
	}
	s := &subject{Ticket: t}
	s.session, err = h.Store.Session(r.Context(), t.Session)
	if errors.Is(err, domain.ErrNotFound) {
		return s, errErased
	}
	if err != nil {
		return nil, err
	}
	s.participant, err = h.Store.Participant(r.Context(), t.Session, t.Participant)
	if errors.Is(err, domain.ErrNotFound) {
		return s, errErased
	}
	if err != nil {
		return nil, err
	}
	if s.session.HasSeats {
		seat, err := h.Store.Seat(r.Context(), t.Session, t.Participant)
		if err != nil {
			return nil, err
		}
		if seat.Erased {
			return s, errErased
		}
	}
	alias, err := t.Key.Open(seal.ParticipantPath(t.Session, t.Participant), seal.Alias, s.participant.Alias)
	if err != nil {
		return nil, errToken
	}
	s.alias = string(alias)
	return s, nil
}

type me struct {
	Participant participantView `json:"participant"`
	Session     sessionView     `json:"session"`
	Answers     []answerView    `json:"answers"`
	Grades      []gradeView     `json:"grades"`
	KeptUntil   *time.Time      `json:"keptUntil"` // null: the session isn't closed yet
	Contact     string          `json:"contact"`
}

type participantView struct {
	ID           string    `json:"id"`
	Alias        string    `json:"alias"`
	JoinedAt     time.Time `json:"joinedAt"`
	ConsentBasis string    `json:"consentBasis"`
}

type sessionView struct {
	ID    string       `json:"id"`
	Title string       `json:"title"`
	State domain.State `json:"state"`
}

type answerView struct {
	QuestionID string          `json:"questionId"`
	Revision   int             `json:"revision"`
	Response   json.RawMessage `json:"response"`
	ReceivedAt time.Time       `json:"receivedAt"`
}

// A gradeView is a grade that a teacher gave by hand for one answer.
type gradeView struct {
	QuestionID string  `json:"questionId"`
	Revision   int     `json:"revision"`
	Points     float64 `json:"points"`
}

// get shows a student everything that is held about them. Earlier revisions of
// an answer are held too, so they are shown too.
func (h *handler) get(w http.ResponseWriter, r *http.Request) error {
	s, err := h.subject(r)
	if err != nil {
		return err
	}
	switch s.session.State {
	case domain.Open, domain.Paused, domain.Closed:
	default:
		return errNotFound
	}
	org, err := h.Store.Org(r.Context(), s.session.Org)
	if err != nil {
		return err
	}
	now := h.Clock()
	out := me{
		Participant: participantView{s.Participant, s.alias, s.participant.JoinedAt.UTC(), s.participant.ConsentBasis},
		Session:     sessionView{s.Session, s.session.Title, s.session.StateAt(now)},
		Contact:     org.Policy.PrivacyContact,
	}
	ended := *s.session
	if out.Session.State == domain.Closed && ended.ClosedAt.IsZero() {
		ended.End(now) // by the clock, which nobody may have noted yet
	}
	if until := ended.KeptUntil(org.Policy); !until.IsZero() {
		out.KeptUntil = &until
	}
	if out.Grades, err = s.grades(); err != nil {
		return err
	}
	if out.Answers, err = h.answers(r.Context(), s); err != nil {
		return err
	}
	httpapi.WriteJSON(w, http.StatusOK, out)
	return nil
}

// answers finds and opens a student's records in their session's log. A record that a
// retry doubled is shown once. How much there is, is up to the student.
func (h *handler) answers(ctx context.Context, s *subject) ([]answerView, error) {
	found := []answerView{}
	path := seal.ParticipantPath(s.Session, s.Participant)
	for c, err := range h.Store.ChunksOf(ctx, s.Session, s.Participant) {
		if err == nil {
			err = httpapi.CheckMemory()
		}
		if err != nil {
			return nil, err
		}
		for _, rec := range c.Records {
			if rec.Participant != s.Participant {
				continue
			}
			response, err := s.Key.Open(path, seal.Answer(rec.Question, rec.Revision), rec.Sealed)
			if err != nil {
				continue // not written with this student's key
			}
			found = append(found, answerView{rec.Question, rec.Revision, response, c.At.UTC()})
		}
	}
	slices.SortFunc(found, func(x, y answerView) int {
		if c := strings.Compare(x.QuestionID, y.QuestionID); c != 0 {
			return c
		}
		if x.Revision != y.Revision {
			return x.Revision - y.Revision
		}
		return x.ReceivedAt.Compare(y.ReceivedAt)
	})
	return slices.CompactFunc(found, func(x, y answerView) bool {
		return x.QuestionID == y.QuestionID && x.Revision == y.Revision && string(x.Response) == string(y.Response)
	}), nil
}

// grades opens what a teacher gave by hand.
func (s *subject) grades() ([]gradeView, error) {
	grades, err := grade.Open(s.Key, s.Session, s.Participant, s.participant.Grades)
	if err != nil {
		return nil, err
	}
	list := make([]gradeView, 0, len(grades))
	for _, question := range slices.Sorted(maps.Keys(grades)) {
		list = append(list, gradeView{question, grades[question].Revision, grades[question].Points})
	}
	return list, nil
}

// erase starts a student's erasure, at their own request. By the time it responds they
// are hidden and refused everywhere; retention destroys the data, unless a legal hold
// stops it. Repeating the request is harmless.
func (h *handler) erase(w http.ResponseWriter, r *http.Request) error {
	s, err := h.subject(r)
	gone := errors.Is(err, errErased)
	if gone && (s.session == nil || s.session.State == domain.Erased) {
		// Erased together with the whole session, whose receipt is the school's.
		httpapi.WriteErasure(w, "erased", nil)
		return nil
	}
	if err != nil && !gone {
		return err
	}
	who := domain.Subject{Kind: domain.SubjectParticipant, Org: s.session.Org, Session: s.Session, ID: s.Participant}
	var out lifecycle.Outcome
	if gone {
		// Nothing is left against which the token's key could be checked, so nothing is
		// begun because of it.
		out, err = h.Lifecycle.Asked(r.Context(), who)
	} else {
		out, err = h.Lifecycle.Ask(r.Context(), who, domain.GroundSubject)
	}
	if err != nil {
		return err
	}
	if out.More {
		// If the message is lost, the next tick finds the request.
		_ = h.Publisher.Send(r.Context(), events.RetentionWork, events.FormalErasure(who))
	}
	httpapi.WriteErasure(w, out.State(), out.Receipt)
	return nil
}
