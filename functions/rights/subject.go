package rights

import (
	"context"
	"errors"
	"net/http"
	"time"

	"github.com/cleanslate-edu/cleanslate/shared/domain"
	"github.com/cleanslate-edu/cleanslate/shared/httpapi"
	"github.com/cleanslate-edu/cleanslate/shared/seal"
	"github.com/cleanslate-edu/cleanslate/shared/store"
	"github.com/cleanslate-edu/cleanslate/shared/ticket"
)

// A subject is the student who is asking, or for whom a parent is, with what is stored about
// them.
type subject struct {
	ticket.Ticket
	session     *domain.Session
	participant domain.Participant
	alias       string
	correction  string // that is to be read beside their work; empty: none
	restricted  bool   // what they left is kept and not used
	comesBack   bool   // by a secret
	parent      bool   // who asks has a parent's code
}

// subject returns who is asking. With errErased it holds whatever is left.
func (h *handler) subject(r *http.Request) (*subject, error) {
	bearer, ok := httpapi.Bearer(r)
	if !ok {
		return nil, domain.ErrUnauthenticated
	}
	query := r.URL.Query()
	if sid := query.Get("session"); sid != "" {
		return h.bySecret(r.Context(), sid, bearer)
	}
	if code := query.Get("code"); code != "" {
		return h.byCode(r.Context(), code, bearer)
	}
	return h.byTicket(r.Context(), bearer)
}

// shown is subject for a student to whom their data may be shown.
func (h *handler) shown(r *http.Request) (*subject, error) {
	s, err := h.subject(r)
	if err != nil {
		return nil, err
	}
	switch s.session.State {
	case domain.Open, domain.Paused, domain.Closed:
		return s, nil
	}
	return nil, errNotFound
}

func (h *handler) byTicket(ctx context.Context, token string) (*subject, error) {
	t, err := h.Tickets.Open(token, h.Clock())
	if err != nil {
		return nil, errToken
	}
	s := &subject{Ticket: t}
	s.session, err = h.Store.Session(ctx, t.Session)
	if errors.Is(err, domain.ErrNotFound) {
		return s, errErased
	}
	if err != nil {
		return nil, err
	}
	return h.open(ctx, s, errToken)
}

// bySecret returns the student who joined a session with a secret. It outlives every
// ticket: who keeps it can ask as long as there is something to ask for.
func (h *handler) bySecret(ctx context.Context, sid, secret string) (*subject, error) {
	if !domain.IsID(sid) || !httpapi.IsIdempotencyKey(secret) {
		return nil, errSecret
	}
	session, err := h.Store.Session(ctx, sid)
	if errors.Is(err, domain.ErrNotFound) {
		return nil, errSecret
	}
	if err != nil {
		return nil, err
	}
	return h.joinedWith(ctx, session, secret)
}

// byCode is bySecret by the session's code, which others may have had before and since.
func (h *handler) byCode(ctx context.Context, typed, secret string) (*subject, error) {
	began := time.Now()
	s, err := h.amongNamesakes(ctx, typed, secret)
	if errors.Is(err, domain.ErrUnauthenticated) {
		httpapi.Settle(ctx, began) // or the time would tell which codes there are
	}
	return s, err
}

func (h *handler) amongNamesakes(ctx context.Context, typed, secret string) (*subject, error) {
	code, ok := domain.ParseCode(typed)
	if !ok || !httpapi.IsIdempotencyKey(secret) {
		return nil, errSecret
	}
	sessions, err := h.Store.SessionsGiven(ctx, code)
	if err != nil {
		return nil, err
	}
	for _, session := range sessions {
		if s, err := h.joinedWith(ctx, session, secret); !errors.Is(err, errSecret) {
			return s, err
		}
	}
	return nil, errSecret
}

// joinedWith returns the student whose parent was given a secret, or who joined a session
// with it. The parent's code comes first: a student who holds the slip could otherwise join
// with what it says, and the slip would lead to that.
func (h *handler) joinedWith(ctx context.Context, session *domain.Session, secret string) (*subject, error) {
	if s, err := h.withCode(ctx, session, secret); !errors.Is(err, domain.ErrNotFound) {
		return s, err
	}
	sid := session.ID
	s := &subject{
		Ticket:  ticket.Ticket{Session: sid, Participant: domain.ParticipantID(sid, secret)},
		session: session, comesBack: true,
	}
	boxes, err := h.Vault.Boxes(ctx, sid, s.Participant)
	switch {
	case errors.Is(err, domain.ErrNotFound) && s.session.State == domain.Erased:
		return s, errErased
	case errors.Is(err, domain.ErrNotFound):
		return nil, errSecret
	case err != nil:
		return nil, err
	case boxes.Erased:
		return s, errErased
	}
	if s.Key, _, err = seal.OpenForRejoin(secret, seal.ParticipantPath(sid, s.Participant), boxes.Rejoin); err != nil {
		return nil, errSecret
	}
	return h.open(ctx, s, errSecret)
}

// withCode returns the student for whom a teacher gave out a parent's code with a secret. It
// is ErrNotFound if nobody ever did; one that is over is no secret of a join either.
func (h *handler) withCode(ctx context.Context, session *domain.Session, secret string) (*subject, error) {
	sid := session.ID
	id := domain.ParentCodeID(sid, secret)
	code, err := h.Vault.ParentCode(ctx, sid, id)
	if errors.Is(err, store.ErrParentCodeOver) {
		return nil, errSecret
	}
	if err != nil {
		return nil, err
	}
	s := &subject{
		Ticket:  ticket.Ticket{Session: sid, Participant: code.Participant},
		session: session, comesBack: true, parent: true,
	}
	if code.Erased {
		return s, errErased
	}
	if s.Key, err = seal.OpenForParent(secret, sid, id, s.Participant, code.Box); err != nil {
		return nil, errSecret
	}
	return h.open(ctx, s, errSecret)
}

// open reads what is stored about s, and opens their alias with their key: refused is
// the error if that isn't theirs.
func (h *handler) open(ctx context.Context, s *subject, refused error) (*subject, error) {
	var err error
	s.participant, err = h.Store.Participant(ctx, s.Session, s.Participant)
	if errors.Is(err, domain.ErrNotFound) {
		return s, errErased
	}
	if err != nil {
		return nil, err
	}
	if s.session.HasSeats {
		seat, err := h.Store.Seat(ctx, s.Session, s.Participant)
		if err != nil {
			return nil, err
		}
		if seat.Erased {
			return s, errErased
		}
		s.restricted = seat.Restricted != ""
	}
	path := seal.ParticipantPath(s.Session, s.Participant)
	alias, err := s.Key.Open(path, seal.Alias, s.participant.Alias)
	if err != nil {
		return nil, refused
	}
	s.alias = string(alias)
	if len(s.participant.Correction) > 0 {
		text, err := s.Key.Open(path, seal.Correction, s.participant.Correction)
		if err != nil {
			return nil, err
		}
		s.correction = string(text)
	}
	return s, nil
}
