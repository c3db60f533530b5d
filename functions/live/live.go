// Package live shows teachers the results of a session as they arrive, and hands a school's
// archive out to its administrators, opened while they save it.
//
// Signed-in teachers' pages call it with an access token of the identity
// provider. All views of a session that an instance serves share one board, which
// is opened for the first of them and forgotten with the last. A projector that hides
// results has the session counted from its log alone: no key is opened for that.
//
// It opens what students wrote, so it writes nothing but entries of orgs' audits, one
// before each view and each session of an archive: without it nothing is shown. It must never show a session
// to anyone but its teachers and the administrators of its org, never log a title,
// a name, an answer, a token or an id, and never keep an opened key or answer
// longer than the views that need it.
package live

import (
	"context"
	"errors"
	"io"
	"log/slog"
	"net/http"
	"strings"
	"sync"
	"time"

	"github.com/cleanslate-edu/cleanslate/shared/audit"
	"github.com/cleanslate-edu/cleanslate/shared/auth"
	"github.com/cleanslate-edu/cleanslate/shared/cache"
	"github.com/cleanslate-edu/cleanslate/shared/domain"
	"github.com/cleanslate-edu/cleanslate/shared/httpapi"
	"github.com/cleanslate-edu/cleanslate/shared/lesson"
	"github.com/cleanslate-edu/cleanslate/shared/logging"
	"github.com/cleanslate-edu/cleanslate/shared/store"
)

// Deps is what the function needs.
type Deps struct {
	Store       Store
	Vault       Vault
	Audit       audit.Entries
	SessionKeys lesson.Unwrapper // the Cloud KMS key of sessions
	OrgKeys     lesson.Unwrapper // the Cloud KMS key of members
	Tokens      auth.Tokens
	Clock       domain.Clock
	Rand        io.Reader
	Origin      string // of the web app, for links: "https://cleanslate.example"
	Objects     Objects
	Memory      int64 // how many bytes boards may take before there is no room for another; zero: as GOMEMLIMIT allows
}

// Store is what the function needs of the database.
type Store interface {
	lesson.Store
	lesson.TurnoutStore
	Export(ctx context.Context, id string) (domain.Export, error)
	ConsentsOf(ctx context.Context, sid string) ([]domain.Consent, error)
	QuestionSet(ctx context.Context, org, id string) (store.QuestionSet, error)
	WatchMember(ctx context.Context, org, id string) func(func(domain.Member, error) bool)
	WatchSession(ctx context.Context, sid string) func(func(*domain.Session, error) bool)
	WatchParticipants(ctx context.Context, sid string, after time.Time) func(func(store.News[domain.Participant], error) bool)
	WatchSeats(ctx context.Context, sid string, after time.Time) func(func(store.News[store.SeatChange], error) bool)
	WatchChunks(ctx context.Context, sid string, after time.Time) func(func(store.News[domain.Chunk], error) bool)
}

// Vault is what the function needs of the vault.
type Vault interface {
	lesson.Vault
	AuditKey(ctx context.Context, org string) ([]byte, error)
	ExportKey(ctx context.Context, id string) (store.ExportKey, error)
}

// membersKept is how many members an instance caches.
const membersKept = 1000

// A hub holds the boards of the sessions that are being viewed.
type hub struct {
	Deps
	lessons    *lesson.Reader
	openings   *audit.Log
	authorizer auth.Authorizer

	mu     sync.Mutex
	boards map[name]*board
	views  map[string]int // by caller
	ended  *board         // which makes room, until nobody uses it

	archives chan struct{} // those that are being handed out
}

// New returns the function's handler.
func New(d Deps) http.Handler {
	if d.Memory == 0 {
		d.Memory = boardMemory()
	}
	h := &hub{Deps: d, boards: make(map[name]*board), views: make(map[string]int), archives: make(chan struct{}, archivesAtOnce)}
	h.openings = audit.New(d.Audit, d.Vault.AuditKey, d.Clock, d.Rand)
	h.lessons = lesson.NewReader(lesson.Deps{
		Store: d.Store, Vault: d.Vault, SessionKeys: d.SessionKeys, OrgKeys: d.OrgKeys, Clock: d.Clock, Origin: d.Origin,
	})
	members := cache.New(d.Clock, cache.Age, membersKept, func(ctx context.Context, key string) (domain.Member, error) {
		org, id, _ := strings.Cut(key, "/")
		return auth.Look(ctx, d.Store, org, id)
	})
	h.authorizer = auth.Authorizer{Tokens: d.Tokens, Clock: d.Clock, Member: func(ctx context.Context, p domain.Principal) (domain.Member, error) {
		return members.Get(ctx, p.Org+"/"+p.Member())
	}}
	mux := http.NewServeMux()
	mux.HandleFunc("GET /v1/sessions/{sid}/results/stream", func(w http.ResponseWriter, r *http.Request) {
		token, _ := httpapi.Bearer(r)
		who, err := h.authorizer.Authorize(r.Context(), token, auth.Need{May: auth.Any(domain.ResultsRead, domain.OrgAdmin)})
		if err == nil {
			err = h.show(w, r, who)
		}
		if err != nil {
			httpapi.WriteError(w, r, err)
		}
	})
	mux.HandleFunc("GET /v1/org/exports/{id}/archive", h.serveArchive)
	return httpapi.Wrap("live", mux, httpapi.Options{})
}

// show shows the results of the session that the path names as they arrive. Every
// connection begins with a snapshot, so that reconnecting resumes. It ends when the token
// does, when its holder is no longer a member or a teacher of the session or has another
// role, when the session is deleted, or after 55 minutes.
func (h *hub) show(w http.ResponseWriter, r *http.Request, who domain.Principal) error {
	shown, err := audienceOf(r.URL.Query())
	if err != nil {
		return err
	}
	s, err := h.lessons.Session(r.Context(), r.PathValue("sid"), who)
	if err != nil {
		return err
	}
	leave, err := h.enter(who)
	if err != nil {
		return err
	}
	defer leave()
	v := newView(h, w, r, who, shown)
	defer v.cancel()
	if err := h.join(v, s); err != nil {
		return err
	}
	defer h.leave(v)
	err = v.run()
	v.last(r.Context())
	if errors.Is(err, lesson.ErrNotFound) && !v.begun {
		return err // the session is gone, or has no such question
	}
	ended := err == nil || errors.Is(err, errEnd)
	if !ended && r.Context().Err() == nil {
		// The alert "live-view" counts this line (terraform/service/failures.tf): once a
		// stream has begun, its status says 200.
		slog.WarnContext(r.Context(), "a live view failed", "alert", "live-view", "begun", v.begun, logging.Error(err))
	}
	if ended || v.begun {
		// Once the stream has begun, an error can only end it: the page
		// reconnects and is told then.
		return nil
	}
	return err
}

// join adds v to the views of its session's board, which is opened if v is the
// first of them.
func (h *hub) join(v *view, s *domain.Session) error {
	// Nobody waits for the collector, which may have to look first.
	of := name{s.ID, v.opens()}
	if !h.has(of) && h.full() {
		return errFull
	}
	h.mu.Lock()
	defer h.mu.Unlock()
	if h.viewsOf(s.ID) >= viewsPerSession {
		return errTooMany
	}
	b := h.boards[of]
	if b == nil {
		b = newBoard(h, s, of.opened)
		h.boards[of] = b
		go b.run()
	}
	b.views[v] = true
	v.board = b
	b.mu.Lock()
	v.taken.Store(b.last.end) // it isn't behind
	b.mu.Unlock()
	return nil
}

// has reports whether there is such a board.
func (h *hub) has(of name) bool {
	h.mu.Lock()
	defer h.mu.Unlock()
	return h.boards[of] != nil
}

// viewsOf counts the views of a session. It is called with the lock.
func (h *hub) viewsOf(sid string) int {
	n := 0
	for _, opened := range []bool{false, true} {
		if b := h.boards[name{sid, opened}]; b != nil {
			n += len(b.views)
		}
	}
	return n
}

// leave takes v from its board, and forgets the board with its last view.
func (h *hub) leave(v *view) {
	h.mu.Lock()
	defer h.mu.Unlock()
	b := v.board
	delete(b.views, v)
	if len(b.views) == 0 {
		h.close(b)
		h.settle(b)
	}
}

// forget makes the next view open another board than b.
func (h *hub) forget(b *board) {
	h.mu.Lock()
	defer h.mu.Unlock()
	h.close(b)
	b.gone = true
	h.settle(b)
}

// settle lets go of a board that made room once nobody uses it. It is called with the lock.
func (h *hub) settle(b *board) {
	if h.ended == b && b.gone && len(b.views) == 0 {
		h.ended = nil
	}
}

func (h *hub) close(b *board) {
	b.cancel()
	if h.boards[b.name] == b {
		delete(h.boards, b.name)
	}
}

// viewsPerCaller and viewsPerSession are how many views of one teacher's, and of
// one session, an instance serves at once.
const (
	viewsPerCaller  = 80
	viewsPerSession = 40
)

var errTooMany = domain.Problem(domain.ErrConflict, "too-many-views",
	"These results are open in too many windows. Close some of them, then try again.")

// enter counts a view of who's until leave is called.
func (h *hub) enter(who domain.Principal) (leave func(), err error) {
	caller := who.Member()
	h.mu.Lock()
	defer h.mu.Unlock()
	if h.views[caller] >= viewsPerCaller {
		return nil, errTooMany
	}
	h.views[caller]++
	return func() {
		h.mu.Lock()
		defer h.mu.Unlock()
		if h.views[caller]--; h.views[caller] == 0 {
			delete(h.views, caller)
		}
	}, nil
}
