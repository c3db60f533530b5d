// Package teacher serves teachers: question sets, sessions, results, exports, and
// deletion that can be undone; the codes with which parents see what is held; and, for
// administrators, tables for research that count students and name none.
//
// Signed-in teachers' pages call it with an access token of the identity
// provider. It may unwrap session keys, and so read what students wrote.
//
// Because it can open, it destroys nothing: what it deletes it only hides. It must
// never show what students wrote before that is entered in the org's audit, never show
// a session to anyone but its teachers and the administrators of its
// org, nor a question set to anyone but its owner, the administrators of its org and, if
// it is shared, the org's teachers; never log a title, a name, an answer, a token or an id, and never keep an
// opened key or answer longer than the request that needed it.
package teacher

import (
	"context"
	"fmt"
	"io"
	"iter"
	"net/http"
	"strings"
	"time"

	"github.com/cleanslate-edu/cleanslate/shared/audit"
	"github.com/cleanslate-edu/cleanslate/shared/auth"
	"github.com/cleanslate-edu/cleanslate/shared/cache"
	"github.com/cleanslate-edu/cleanslate/shared/domain"
	"github.com/cleanslate-edu/cleanslate/shared/httpapi"
	"github.com/cleanslate-edu/cleanslate/shared/lesson"
	"github.com/cleanslate-edu/cleanslate/shared/seal"
	"github.com/cleanslate-edu/cleanslate/shared/store"
)

// Deps is what the function needs.
type Deps struct {
	Store       Store
	Vault       Vault
	Audit       audit.Entries
	SessionKeys Wrapper          // the Cloud KMS key of sessions
	OrgKeys     lesson.Unwrapper // the Cloud KMS key of members
	Tokens      auth.Tokens
	Clock       domain.Clock
	Rand        io.Reader
	Origin      string // of the web app, for links: "https://cleanslate.example"
}

// Store is what the function needs of the database.
type Store interface {
	lesson.Store
	CreateMember(ctx context.Context, m domain.Member) error
	NoteActivity(ctx context.Context, m domain.Member, week string, role domain.Role) error

	CreateQuestionSet(ctx context.Context, org string, q store.QuestionSet) error
	QuestionSet(ctx context.Context, org, id string) (store.QuestionSet, error)
	ChangeQuestionSet(ctx context.Context, org, id string, change func(*store.QuestionSet) error) (store.QuestionSet, error)
	CountQuestionSets(ctx context.Context, org, owner string) (int, error)
	QuestionSets(ctx context.Context, q store.QuestionSetQuery, size int, token string) ([]store.QuestionSet, string, error)

	CreateSession(ctx context.Context, s *domain.Session, paper, key []byte) error
	UpdateSession(ctx context.Context, sid string, change func(*domain.Session) error) (*domain.Session, error)
	CountSessionsOf(ctx context.Context, org, teacher string, since time.Time) (int, error)
	Sessions(ctx context.Context, q store.SessionQuery, size int, token string) ([]*domain.Session, string, error)

	SessionsEnded(ctx context.Context, org, set string, begin, end time.Time) iter.Seq2[*domain.Session, error]
	CountParticipants(ctx context.Context, sid string) (int, error)
	Transfer(ctx context.Context, org, id string) (domain.Transfer, error)
	Transfers(ctx context.Context, org string) ([]domain.Transfer, error)
	AuthorizeTransfer(ctx context.Context, org string, change func(all []domain.Transfer) (*domain.Transfer, error)) error
	ChangeTransfer(ctx context.Context, org, id string, change func(*domain.Transfer) error) (domain.Transfer, error)
	TransferTables(ctx context.Context, id string) ([]domain.Table, error)
	AddTransferTable(ctx context.Context, table store.TransferTable, change func(*domain.Transfer) (bool, error)) (domain.Transfer, error)

	Participant(ctx context.Context, sid, pid string) (domain.Participant, error)
	Seat(ctx context.Context, sid, pid string) (domain.Seat, error)
	ChangeGrades(ctx context.Context, sid, pid string, change func([]byte) ([]byte, error)) error
	ChangeSeat(ctx context.Context, sid, pid string, change func(*domain.Seat)) error
}

// Vault is what the function needs of the vault.
type Vault interface {
	lesson.Vault
	CreateSessionKey(ctx context.Context, sid string, k store.WrappedKey) error
	CreateParentCode(ctx context.Context, sid, pid, id string, box []byte, now time.Time) error
	audit.Vault
}

// A Wrapper wraps with a Cloud KMS key, and unwraps.
type Wrapper interface {
	lesson.Unwrapper
	Wrap(ctx context.Context, path string, plaintext []byte) ([]byte, error)
}

// membersKept is how many members an instance caches.
const membersKept = 1000

// timeout bounds every request.
const timeout = 60 * time.Second

type handler struct {
	Deps
	authorizer auth.Authorizer
	lessons    *lesson.Reader
	openings   *audit.Log
	members    *cache.Cache[domain.Member]
	counting   chan struct{} // a transfer at a time
}

// New returns the function's handler.
func New(d Deps) http.Handler {
	d.Store = boundedStore{d.Store}
	h := &handler{counting: make(chan struct{}, 1), Deps: d, openings: audit.New(d.Audit, audit.Making(d.Vault, d.Rand), d.Clock, d.Rand)}
	h.lessons = lesson.NewReader(lesson.Deps{
		Store: d.Store, Vault: d.Vault, SessionKeys: d.SessionKeys, OrgKeys: d.OrgKeys, Clock: d.Clock, Origin: d.Origin,
	})
	h.members = cache.New(d.Clock, cache.Age, membersKept, func(ctx context.Context, key string) (domain.Member, error) {
		org, rest, _ := strings.Cut(key, "/")
		id, role, _ := strings.Cut(rest, "/")
		return auth.Enter(ctx, h.Store, org, id, domain.Role(role), h.Clock())
	})
	h.authorizer = auth.Authorizer{Tokens: d.Tokens, Clock: d.Clock, Member: func(ctx context.Context, p domain.Principal) (domain.Member, error) {
		return h.members.Get(ctx, p.Org+"/"+p.Member()+"/"+string(p.Role()))
	}}
	mux := http.NewServeMux()
	for _, route := range []struct {
		pattern string
		need    auth.Need
		handle  func(http.ResponseWriter, *http.Request, domain.Principal) error
	}{
		{"GET /v1/question-sets", auth.Need{May: writes}, h.listQuestionSets},
		{"POST /v1/question-sets", auth.Need{May: writes}, h.createQuestionSet},
		{"GET /v1/question-sets/{id}", auth.Need{May: writes}, h.getQuestionSet},
		{"PUT /v1/question-sets/{id}", auth.Need{May: writes}, h.putQuestionSet},
		{"POST /v1/question-sets/{id}/copy", auth.Need{May: writes}, h.copyQuestionSet},
		{"DELETE /v1/question-sets/{id}", auth.Need{May: writes}, h.deleteQuestionSet},
		{"POST /v1/question-sets/{id}/restore", auth.Need{May: writes}, h.restoreQuestionSet},

		{"GET /v1/sessions", auth.Need{May: reads}, h.listSessions},
		{"POST /v1/sessions", auth.Need{May: writes}, h.createSession},
		{"GET /v1/sessions/{sid}", auth.Need{May: reads}, h.getSession},
		{"PATCH /v1/sessions/{sid}", auth.Need{May: writes}, h.patchSession},
		{"GET /v1/sessions/{sid}/paper", auth.Need{May: reads}, h.getPaper},
		{"POST /v1/sessions/{sid}/co-teachers/invitations", auth.Need{May: writes}, h.inviteCoTeacher},
		{"DELETE /v1/sessions/{sid}/co-teachers/{member}", auth.Need{May: reads}, h.removeCoTeacher},
		{"POST /v1/co-teachers", auth.Need{May: writes}, h.becomeCoTeacher},

		{"GET /v1/sessions/{sid}/results", auth.Need{May: results}, h.getResults},
		{"PUT /v1/sessions/{sid}/grades", auth.Need{May: writes}, h.putGrades},
		// Whoever holds the code can erase the student, so it takes what erasing takes.
		{"POST /v1/sessions/{sid}/participants/{pid}/parent-code", auth.Need{May: deletes, SecondFactor: true}, h.giveParentCode},
		{"GET /v1/sessions/{sid}/export", auth.Need{May: results, SecondFactor: true}, h.export},

		{"GET /v1/transfers", auth.Need{May: administers}, h.listTransfers},
		{"POST /v1/transfers", auth.Need{May: administers, SecondFactor: true}, h.authorizeTransfer},
		{"POST /v1/transfers/{id}/tables", auth.Need{May: administers, SecondFactor: true}, h.countTransfer},
		{"GET /v1/transfers/{id}/file", auth.Need{May: administers, SecondFactor: true}, h.saveTransfer},
		{"DELETE /v1/transfers/{id}", auth.Need{May: administers, SecondFactor: true}, h.withdrawTransfer},

		{"DELETE /v1/sessions/{sid}", auth.Need{May: deletes, SecondFactor: true}, h.deleteSession},
		{"POST /v1/sessions/{sid}/restore", auth.Need{May: deletes}, h.restoreSession},
	} {
		mux.HandleFunc(route.pattern, func(w http.ResponseWriter, r *http.Request) {
			token, _ := httpapi.Bearer(r)
			who, err := h.authorizer.Authorize(r.Context(), token, route.need)
			if err == nil {
				err = route.handle(w, r, who)
			}
			if err != nil {
				httpapi.WriteError(w, r, err)
			}
		})
	}
	return httpapi.Wrap("teacher", mux, httpapi.Options{})
}

var (
	writes  = auth.Any(domain.SessionsWrite, domain.OrgAdmin)
	reads   = auth.Any(domain.SessionsWrite, domain.ResultsRead, domain.OrgAdmin)
	results = auth.Any(domain.ResultsRead, domain.OrgAdmin)
	deletes = auth.Any(domain.DataDelete, domain.OrgAdmin)

	administers = auth.Any(domain.OrgAdmin)
)

var errNotOwner = domain.Problem(domain.ErrForbidden, "not-owner",
	"Only the teacher who created the session can do this. Ask them.")

// enter enters in the org's audit what is about to be shown of a session.
func (h *handler) enter(ctx context.Context, who domain.Principal, s *domain.Session, act domain.Act, counts domain.Opened) error {
	return h.openings.Note(ctx, domain.OfSession(who, s, seal.SessionPath(s.ID), act, counts))
}

// session reads the session that the path names, if the caller may see it.
func (h *handler) session(r *http.Request, who domain.Principal) (*domain.Session, error) {
	return h.lessons.Session(r.Context(), r.PathValue("sid"), who)
}

// change updates a session in a transaction that checks the caller's rights again.
func (h *handler) change(r *http.Request, who domain.Principal, may func(domain.Principal, *domain.Session) error, change func(*domain.Session) error) (*domain.Session, error) {
	sid := r.PathValue("sid")
	if !domain.IsID(sid) {
		return nil, lesson.ErrNotFound
	}
	ctx, cancel := context.WithTimeout(r.Context(), timeout)
	defer cancel()
	s, err := h.Store.UpdateSession(ctx, sid, func(s *domain.Session) error {
		if err := may(who, s); err != nil {
			return err
		}
		return change(s)
	})
	if err != nil {
		return nil, fmt.Errorf("changing a session: %w", lesson.NotThere(err))
	}
	return s, nil
}

// mayTeach admits whoever may see a session that isn't hidden.
func mayTeach(who domain.Principal, s *domain.Session) error {
	if !lesson.MaySee(who, s) {
		return lesson.ErrNotFound
	}
	return nil
}

// mayOwn admits the owner.
func mayOwn(who domain.Principal, s *domain.Session) error {
	if err := mayTeach(who, s); err != nil {
		return err
	}
	if !who.Owns(s) {
		return errNotOwner
	}
	return nil
}
