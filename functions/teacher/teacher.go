// Package teacher serves the teacher's desk: question sets, sessions, results
// as they arrive, exports, and deletion.
//
// Signed-in teachers' pages call it with an access token of the identity
// provider. With rights it is one of the two functions that may unwrap session
// keys, and so read what students wrote.
//
// It must never show a session to anyone but its teachers and the
// administrators of its org, never log a title, a name, an answer, a token or
// an id, and never keep an opened key or answer longer than the request or the
// stream that needed it.
package teacher

import (
	"context"
	"crypto/ed25519"
	"errors"
	"fmt"
	"io"
	"net/http"
	"slices"
	"time"

	"github.com/cleanslate-edu/cleanslate/shared/auth"
	"github.com/cleanslate-edu/cleanslate/shared/domain"
	"github.com/cleanslate-edu/cleanslate/shared/httpapi"
	"github.com/cleanslate-edu/cleanslate/shared/lifecycle"
	"github.com/cleanslate-edu/cleanslate/shared/store"
)

// Deps is what the function needs.
type Deps struct {
	Store       Store
	Vault       Vault
	SessionKeys Wrapper   // the Cloud KMS key of sessions
	OrgKeys     Unwrapper // the Cloud KMS key of members
	Lifecycle   *lifecycle.Lifecycle
	Publisher   lifecycle.Publisher
	Signer      Signer // of receipts
	Tokens      Verifier
	Clock       domain.Clock
	Rand        io.Reader
	Operator    string // the operator's own org, whose people may span orgs
	Origin      string // of the web app, for links: "https://cleanslate.example"
}

// Store is what the function needs of the database.
type Store interface {
	Org(ctx context.Context, id string) (domain.Org, error)
	Member(ctx context.Context, org, id string) (domain.Member, error)
	CreateMember(ctx context.Context, m domain.Member) error
	WatchMember(ctx context.Context, org, id string) func(func(domain.Member, error) bool)

	CreateQuestionSet(ctx context.Context, org string, q store.QuestionSet) error
	QuestionSet(ctx context.Context, org, id string) (store.QuestionSet, error)
	ReplaceQuestionSet(ctx context.Context, org string, q store.QuestionSet, revision int) (store.QuestionSet, error)
	DeleteQuestionSet(ctx context.Context, org, id string, now time.Time) error
	QuestionSets(ctx context.Context, org string, size int, token string) ([]store.QuestionSet, string, error)

	CreateSession(ctx context.Context, s *domain.Session, paper, key []byte) error
	Session(ctx context.Context, sid string) (*domain.Session, error)
	UpdateSession(ctx context.Context, sid string, change func(*domain.Session) error) (*domain.Session, error)
	Sessions(ctx context.Context, q store.SessionQuery, size int, token string) ([]*domain.Session, string, error)
	WatchSession(ctx context.Context, sid string) func(func(*domain.Session, error) bool)
	Paper(ctx context.Context, sid string) (*domain.Paper, error)
	AnswerKey(ctx context.Context, sid string) (*domain.AnswerKey, error)

	Participants(ctx context.Context, sid string) ([]domain.Participant, error)
	Participant(ctx context.Context, sid, pid string) (domain.Participant, error)
	WatchParticipants(ctx context.Context, sid string) func(func([]store.ParticipantChange, error) bool)
	ChangeGrades(ctx context.Context, sid, pid string, change func([]byte) ([]byte, error)) error
	Seats(ctx context.Context, sid string, after time.Time) (map[string]domain.Seat, error)
	WatchSeats(ctx context.Context, sid string) func(func([]store.SeatChange, error) bool)
	Chunks(ctx context.Context, sid string) func(func(domain.Chunk, error) bool)
	WatchChunks(ctx context.Context, sid string) func(func([]domain.Chunk, error) bool)

	Records
}

// Vault is what the function needs of the vault.
type Vault interface {
	CreateSessionKey(ctx context.Context, sid string, k store.WrappedKey) error
	SessionKey(ctx context.Context, sid string) (store.WrappedKey, error)
	MemberKey(ctx context.Context, id string) (store.WrappedKey, error)
	AllBoxes(ctx context.Context, sid string) (map[string]store.Boxes, error)
	BoxesOf(ctx context.Context, sid string, pids []string) (map[string]store.Boxes, error)
}

// An Unwrapper opens what a Cloud KMS key wrapped for one vault path.
type Unwrapper interface {
	Unwrap(ctx context.Context, path string, wrapped []byte) ([]byte, error)
}

// A Wrapper wraps as well.
type Wrapper interface {
	Unwrapper
	Wrap(ctx context.Context, path string, plaintext []byte) ([]byte, error)
}

// A Signer tells by which keys its signatures are verified.
type Signer interface {
	PublicKeys(ctx context.Context) ([]ed25519.PublicKey, error)
}

// Verifier checks access tokens.
type Verifier interface {
	Verify(ctx context.Context, token string) (domain.Principal, error)
}

// What an instance keeps of orgs and members: at most this many; names for this
// long.
const (
	orgsKept    = 200
	membersKept = 1000
	namesAge    = 10 * time.Minute
)

// timeout bounds every request but the stream.
const timeout = 60 * time.Second

type desk struct {
	Deps
	orgs    *store.Fresh[domain.Org]
	members *store.Fresh[domain.Member]
	names   *store.Fresh[string]
}

// New makes the function's handler.
func New(d Deps) http.Handler {
	t := &desk{Deps: d}
	t.orgs = store.NewFresh(d.Clock, store.FreshFor, orgsKept, d.Store.Org)
	t.members = store.NewFresh(d.Clock, store.FreshFor, membersKept, func(ctx context.Context, key string) (domain.Member, error) {
		org, id := cut(key)
		return auth.Enter(ctx, t.Store, org, id)
	})
	t.names = store.NewFresh(d.Clock, namesAge, membersKept, t.loadName)
	mux := http.NewServeMux()
	for _, r := range []struct {
		pattern    string
		permission []string // any of them
		factor     bool     // a fresh second factor
		handle     func(http.ResponseWriter, *http.Request, caller) error
	}{
		{"GET /v1/question-sets", writes, false, t.listQuestionSets},
		{"POST /v1/question-sets", writes, false, t.createQuestionSet},
		{"GET /v1/question-sets/{id}", writes, false, t.getQuestionSet},
		{"PUT /v1/question-sets/{id}", writes, false, t.putQuestionSet},
		{"DELETE /v1/question-sets/{id}", writes, false, t.deleteQuestionSet},

		{"GET /v1/sessions", reads, false, t.listSessions},
		{"POST /v1/sessions", writes, false, t.createSession},
		{"GET /v1/sessions/{sid}", reads, false, t.getSession},
		{"PATCH /v1/sessions/{sid}", writes, false, t.patchSession},
		{"GET /v1/sessions/{sid}/paper", reads, false, t.getPaper},
		{"POST /v1/sessions/{sid}/co-teachers/invitations", writes, false, t.inviteCoTeacher},
		{"DELETE /v1/sessions/{sid}/co-teachers/{member}", reads, false, t.removeCoTeacher},
		{"POST /v1/co-teachers", writes, false, t.becomeCoTeacher},

		{"GET /v1/sessions/{sid}/results", results, false, t.getResults},
		{"GET /v1/sessions/{sid}/results/stream", results, false, t.streamResults},
		{"PUT /v1/sessions/{sid}/grades", writes, false, t.putGrades},
		{"GET /v1/sessions/{sid}/export", results, true, t.export},

		{"DELETE /v1/sessions/{sid}", deletes, true, t.deleteSession},
		{"POST /v1/sessions/{sid}/restore", deletes, false, t.restoreSession},
		{"DELETE /v1/sessions/{sid}/participants/{pid}", deletes, true, t.eraseParticipant},
	} {
		mux.HandleFunc(r.pattern, func(w http.ResponseWriter, req *http.Request) {
			who, err := t.authorize(req, r.permission, r.factor)
			if err == nil {
				err = r.handle(w, req, who)
			}
			if err != nil {
				httpapi.WriteError(w, req, err)
			}
		})
	}
	t.serveRetention(mux)
	return httpapi.Wrap("teacher", mux, httpapi.Options{})
}

var (
	writes  = []string{domain.SessionsWrite, domain.OrgAdmin}
	reads   = []string{domain.SessionsWrite, domain.ResultsRead, domain.OrgAdmin}
	results = []string{domain.ResultsRead, domain.OrgAdmin}
	deletes = []string{domain.DataDelete, domain.OrgAdmin}
)

// A caller is who makes a request: a principal who is an active member.
type caller struct {
	domain.Principal
	member string
}

var (
	errForbidden = domain.Problem(domain.ErrForbidden, "forbidden",
		"Your account may not do this. An administrator of your school can grant it.")
	errNotMember = domain.Problem(domain.ErrForbidden, "forbidden",
		"Your account isn't active in this school. Ask an administrator of your school.")
	errNotFound = domain.Problem(domain.ErrNotFound, "not-found",
		"There is nothing here that you can see. It may belong to somebody else, or may have been deleted.")
	errNotOwner = domain.Problem(domain.ErrForbidden, "not-owner",
		"Only the teacher who created the session may do this. Ask them.")
	errReused = domain.Problem(domain.ErrInvalid, "idempotency-key-reused",
		"This Idempotency-Key was used for another request. Make a new one for each.")
)

// authorize says who makes the request, if they may.
func (t *desk) authorize(r *http.Request, permissions []string, factor bool) (caller, error) {
	token, ok := httpapi.Bearer(r)
	if !ok {
		return caller{}, domain.ErrUnauthenticated
	}
	p, err := t.Tokens.Verify(r.Context(), token)
	if err != nil {
		return caller{}, err
	}
	if !slices.ContainsFunc(permissions, p.May) {
		return caller{}, errForbidden
	}
	m, err := t.members.Get(r.Context(), p.Org+"/"+p.Member())
	if errors.Is(err, domain.ErrNotFound) || err == nil && m.State != domain.MemberActive {
		return caller{}, errNotMember
	}
	if err != nil {
		return caller{}, err
	}
	if factor {
		if err := p.RequireSecondFactor(t.Clock()); err != nil {
			return caller{}, err
		}
	}
	return caller{p, m.ID}, nil
}

// session reads the session that the path names, if who may see it. Those that
// are deleted are for restoring only.
func (t *desk) session(r *http.Request, who caller) (*domain.Session, error) {
	sid := r.PathValue("sid")
	if !domain.IsID(sid) {
		return nil, errNotFound
	}
	s, err := t.Store.Session(r.Context(), sid)
	if err != nil {
		return nil, notThere(err)
	}
	if !who.sees(s) || hidden(s) {
		return nil, errNotFound
	}
	return s, nil
}

// sees reports whether the session is the caller's to see.
func (c caller) sees(s *domain.Session) bool {
	return s.Org == c.Org && (s.TaughtBy(c.member) || c.May(domain.OrgAdmin))
}

// owns reports whether the session is the caller's own, or that of their org
// which they administer.
func (c caller) owns(s *domain.Session) bool {
	return s.Org == c.Org && (s.Owner == c.member || c.May(domain.OrgAdmin))
}

// hidden reports whether deletion hides the session from everything but restore.
func hidden(s *domain.Session) bool {
	switch s.State {
	case domain.Draft, domain.Open, domain.Paused, domain.Closed:
		return false
	}
	return true
}

func notThere(err error) error {
	if errors.Is(err, domain.ErrNotFound) {
		return errNotFound
	}
	return err
}

// change alters a session in a transaction that checks again what the caller may
// do.
func (t *desk) change(r *http.Request, who caller, may func(caller, *domain.Session) error, change func(*domain.Session) error) (*domain.Session, error) {
	sid := r.PathValue("sid")
	if !domain.IsID(sid) {
		return nil, errNotFound
	}
	ctx, cancel := context.WithTimeout(r.Context(), timeout)
	defer cancel()
	s, err := t.Store.UpdateSession(ctx, sid, func(s *domain.Session) error {
		if err := may(who, s); err != nil {
			return err
		}
		return change(s)
	})
	if err != nil {
		return nil, fmt.Errorf("changing a session: %w", notThere(err))
	}
	return s, nil
}

// mayTeach lets in whoever sees a session that isn't hidden.
func mayTeach(who caller, s *domain.Session) error {
	if !who.sees(s) || hidden(s) {
		return errNotFound
	}
	return nil
}

// mayOwn lets in the owner.
func mayOwn(who caller, s *domain.Session) error {
	if err := mayTeach(who, s); err != nil {
		return err
	}
	if !who.owns(s) {
		return errNotOwner
	}
	return nil
}
