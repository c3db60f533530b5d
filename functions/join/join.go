// Package join lets students into a session with nothing but its code and a name they
// choose, and tells them the session's state.
//
// Students' pages call it. It makes each participant a key, seals the alias with
// it, leaves the key in the vault boxed to the session and for a rejoin, and
// hands it out inside a token.
//
// Where a school's agreement wants each parent's consent, nothing of a student is stored
// before a consent is on record.
//
// It must never open what it sealed for the session, never return a token
// before vault and database have stored what it stands for, never call Cloud
// KMS, and never log a code, of a session or a consent, an alias, a token or an id.
package join

import (
	"context"
	"io"
	"net/http"
	"time"

	"github.com/cleanslate-edu/cleanslate/shared/cache"
	"github.com/cleanslate-edu/cleanslate/shared/domain"
	"github.com/cleanslate-edu/cleanslate/shared/httpapi"
	"github.com/cleanslate-edu/cleanslate/shared/seal"
	"github.com/cleanslate-edu/cleanslate/shared/store"
	"github.com/cleanslate-edu/cleanslate/shared/ticket"
)

// Deps is what the function needs.
type Deps struct {
	Store   Store
	Vault   Vault
	Tickets Tickets
	Clock   domain.Clock
	Rand    io.Reader
}

// Store is what the function needs of the database.
type Store interface {
	SessionByCode(ctx context.Context, code string) (sid string, err error)
	Session(ctx context.Context, sid string) (*domain.Session, error)
	Org(ctx context.Context, id string) (domain.Org, error)
	Paper(ctx context.Context, sid string) (*domain.Paper, error)
	AnswerKey(ctx context.Context, sid string) (*domain.AnswerKey, error)
	Seat(ctx context.Context, sid, pid string) (domain.Seat, error)
	CountParticipants(ctx context.Context, sid string) (int, error)
	CountErased(ctx context.Context, sid string) (int, error)
	Participant(ctx context.Context, sid, pid string) (domain.Participant, error)
	CreateParticipant(ctx context.Context, sid string, p domain.Participant) error
	CreateConsented(ctx context.Context, sid string, p domain.Participant) error
	ConsentCode(ctx context.Context, id string) (domain.ConsentCode, error)
	RecordConsent(ctx context.Context, c domain.Consent) error
}

// Vault is what the function needs of the vault: to leave boxes there, and to
// get one participant's back.
type Vault interface {
	CreateBoxes(ctx context.Context, sid, pid string, b store.Boxes) error
	Boxes(ctx context.Context, sid, pid string) (store.Boxes, error)
}

// Tickets issues and opens participant tokens.
type Tickets interface {
	Issue(t ticket.Ticket) string
	Open(token string, now time.Time) (ticket.Ticket, error)
}

// What an instance caches: at most this many documents, and those that hardly or
// never change for this long.
const (
	sessionsKept = 2000
	papersKept   = 64 << 20 // bytes
	contentAge   = 10 * time.Minute
	orgAge       = 10 * time.Second
)

type joins struct {
	store   Store
	vault   Vault
	tickets Tickets
	clock   domain.Clock
	rand    io.Reader

	codes    *cache.Cache[string]
	sessions *cache.Cache[*session]
	orgs     *cache.Cache[domain.Org]
	papers   *cache.Cache[*domain.Paper]
	seats    *seatCounters
}

// A session comes with its public key parsed, which costs more than reading it.
type session struct {
	*domain.Session
	key *seal.PublicKey
}

// New returns the function's handler. It serves POST /v1/join, POST /v1/rejoin, GET /v1/codes/{code}, and
// below /v1/sessions/{sid} GET state and GET solutions.
func New(d Deps) http.Handler {
	j := &joins{
		store: d.Store, vault: d.Vault, tickets: d.Tickets, clock: d.Clock, rand: d.Rand,
		codes:  cache.New(d.Clock, cache.Age, sessionsKept, d.Store.SessionByCode),
		orgs:   cache.New(d.Clock, orgAge, sessionsKept, d.Store.Org),
		papers: cache.New(d.Clock, contentAge, papersKept, d.Store.Paper).Weigh((*domain.Paper).Size),
	}
	j.seats = newSeatCounters(d.Clock, j.countSeats)
	j.sessions = cache.New(d.Clock, cache.Age, sessionsKept, j.loadSession)
	mux := http.NewServeMux()
	mux.HandleFunc("POST /v1/join", j.post(j.join))
	mux.HandleFunc("POST /v1/rejoin", j.post(j.rejoin))
	mux.HandleFunc("GET /v1/codes/{code}", j.getSchool)
	mux.HandleFunc("GET /v1/sessions/{sid}/state", j.getState)
	mux.HandleFunc("GET /v1/sessions/{sid}/solutions", j.getSolutions)
	return httpapi.Wrap("join", mux, httpapi.Options{Counts: true})
}

func (j *joins) loadSession(ctx context.Context, sid string) (*session, error) {
	s, err := j.store.Session(ctx, sid)
	if err != nil {
		return nil, err
	}
	if s.State == domain.Erasing || s.State == domain.Erased {
		return nil, domain.ErrNotFound // what is left has no key
	}
	key, err := seal.ParsePublicKey(s.PublicKey)
	if err != nil {
		return nil, err
	}
	return &session{s, key}, nil
}

// countSeats counts the seats of a session that are taken. An erased participant keeps
// theirs, which bounds what strangers can do to a session. One whose erasure is on hold
// counts twice.
func (j *joins) countSeats(ctx context.Context, sid string) (int, error) {
	s, err := j.sessions.Get(ctx, sid)
	if err != nil {
		return 0, err
	}
	n, err := j.store.CountParticipants(ctx, sid)
	if err != nil || !s.HasSeats {
		return n, err
	}
	erased, err := j.store.CountErased(ctx, sid)
	return n + erased, err
}

// erased reports whether a participant's data was erased, or is to be.
func (j *joins) erased(ctx context.Context, s *session, pid string) (bool, error) {
	if !s.HasSeats {
		return false, nil
	}
	seat, err := j.store.Seat(ctx, s.ID, pid)
	return seat.Erased, err
}

// timeout bounds a request, waiting for Firestore included.
const timeout = 15 * time.Second

type request struct {
	Code   string `json:"code"`
	Alias  string `json:"alias"`
	Locale string `json:"locale"`
	// Where the school's agreement wants a consent.
	ConsentCode string `json:"consentCode,omitempty"`
	OfAge       bool   `json:"ofAge,omitempty"`
}

type response struct {
	Token         string      `json:"token"`
	ParticipantID string      `json:"participantId"`
	Session       sessionView `json:"session"`
}

type sessionView struct {
	ID              string                 `json:"id"`
	Title           string                 `json:"title"`
	Mode            domain.Mode            `json:"mode"`
	Feedback        domain.Feedback        `json:"feedback"`
	State           domain.State           `json:"state"`
	ClosesAt        *time.Time             `json:"closesAt"`
	CurrentQuestion *string                `json:"currentQuestion"`
	Questions       []domain.PaperQuestion `json:"questions"`
	Privacy         privacy                `json:"privacy"`
}

// privacy says what is kept, for how long, and who sees it.
type privacy struct {
	KeptDays      int      `json:"keptDays"`      // after a close at this moment
	Kept          string   `json:"kept"`          // ISO 8601
	RestoreWindow string   `json:"restoreWindow"` // ISO 8601
	VisibleTo     []string `json:"visibleTo"`
	Org           string   `json:"org"` // whose policy it is: see GET /v1/orgs/{org}/privacy
	Contact       string   `json:"contact"`

	Change *privacyChange `json:"change,omitempty"` // absent: nothing is announced
}

// A privacyChange is how long things are kept once an announced policy is in force.
type privacyChange struct {
	From          time.Time `json:"from"`
	Kept          string    `json:"kept"`
	RestoreWindow string    `json:"restoreWindow"`
}

func (j *joins) post(serve func(http.ResponseWriter, *http.Request) (*response, error)) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		ctx, cancel := context.WithTimeout(r.Context(), timeout)
		defer cancel()
		out, err := serve(w, r.WithContext(ctx))
		if err != nil {
			httpapi.WriteError(w, r, err)
			return
		}
		httpapi.WriteJSON(w, http.StatusCreated, out)
	}
}
