// Package rights serves data subjects: what is held about them, and its erasure; and
// whoever asks a school for something through its public page.
//
// Students' pages call it with the token that join gave them, or with the secret of
// their join and the session's id or code; so do parents, with the secret of the code that a
// teacher gave them. With the key inside the token, or in the box that
// the secret opens, it opens what that student wrote, and nothing else.
//
// A request to a school is sealed to that school and under a secret that only the requester
// has; the address that they give is wrapped for notify. Nothing of what is asked about is
// looked up, and no reply differs by it.
//
// Because it can open, it destroys nothing: it hides what is to be erased and asks
// retention to erase it, and of what is stored it changes a student's alias, and what their parent refuses, only. It
// must never accept a token whose key doesn't open what is stored, since whoever holds
// the ticket secret could mint one, and never log a token, a secret, an alias, an
// answer, an address, a code or an id.
package rights

import (
	"context"
	"io"
	"net/http"
	"time"

	"github.com/cleanslate-edu/cleanslate/shared/domain"
	"github.com/cleanslate-edu/cleanslate/shared/httpapi"
	"github.com/cleanslate-edu/cleanslate/shared/lifecycle"
	"github.com/cleanslate-edu/cleanslate/shared/requestkey"
	"github.com/cleanslate-edu/cleanslate/shared/requestmail"
	"github.com/cleanslate-edu/cleanslate/shared/store"
	"github.com/cleanslate-edu/cleanslate/shared/ticket"
)

// Deps is what the function needs.
type Deps struct {
	Store     Store
	Vault     Vault
	Lifecycle *lifecycle.Lifecycle
	Publisher lifecycle.Publisher
	Tickets   Tickets
	// RequestKeys is the Cloud KMS key that wraps schools' keys for requests, MailKeys that of
	// mails to requesters.
	RequestKeys Wrapper
	MailKeys    requestmail.Wrapper
	Clock       domain.Clock
	Rand        io.Reader
}

// A Wrapper wraps with a Cloud KMS key, and can't unwrap.
type Wrapper interface {
	Wrap(ctx context.Context, path string, plaintext []byte) ([]byte, error)
}

// Store is what the function needs of the database.
type Store interface {
	Session(ctx context.Context, sid string) (*domain.Session, error)
	SessionsGiven(ctx context.Context, code string) ([]*domain.Session, error)
	Org(ctx context.Context, id string) (domain.Org, error)
	Participant(ctx context.Context, sid, pid string) (domain.Participant, error)
	Seat(ctx context.Context, sid, pid string) (domain.Seat, error)
	Consent(ctx context.Context, sid, pid string) (domain.Consent, error)
	ChunksOf(ctx context.Context, sid, pid string) func(func(domain.Chunk, error) bool)
	Paper(ctx context.Context, sid string) (*domain.Paper, error)
	AnswerKey(ctx context.Context, sid string) (*domain.AnswerKey, error)
	Rename(ctx context.Context, sid, pid string, sealed []byte, is func(stored []byte) bool, byParent bool, now time.Time) (domain.Participant, error)
	Refuse(ctx context.Context, sid, pid string, change func(stand domain.Refusals) domain.Refusals, now time.Time) (domain.Participant, error)

	RequestsFull(ctx context.Context, org string, now time.Time) (bool, error)
	ReceiveRequest(ctx context.Context, in store.Incoming, now time.Time) (mail string, err error)
	Request(ctx context.Context, id string) (domain.Request, error)
	ChangeRequest(ctx context.Context, id string, change func(*domain.Request) (changed bool, err error)) (domain.Request, error)
	MailCode(ctx context.Context, m domain.RequestMail, change func(*domain.Request) (changed bool)) (bool, error)
}

// Vault is what the function needs of the vault: the boxes of one participant or one
// request, of which it opens the one under their own secret, or a parent's; schools' keys for requests,
// which it makes; and what addresses are hashed with.
type Vault interface {
	Boxes(ctx context.Context, sid, pid string) (store.Boxes, error)
	ParentCode(ctx context.Context, sid, id string) (store.ParentCode, error)
	LastParentCode(ctx context.Context, sid, pid string) (store.ParentCode, error)

	RequestBoxes(ctx context.Context, id string) (store.RequestBoxes, error)
	CreateRequestBoxes(ctx context.Context, id string, b store.RequestBoxes) error
	requestkey.KeyMaker
	FindKey(ctx context.Context, id string) (store.FindKey, error)
	RequestCopy(ctx context.Context, id string) (store.RequestCopy, error)
	AddressKey(ctx context.Context, day string) ([]byte, error)
	CreateAddressKey(ctx context.Context, key []byte, now time.Time) error
}

// Tickets opens participant tokens.
type Tickets interface {
	Open(token string, now time.Time) (ticket.Ticket, error)
}

// timeout bounds a request.
const timeout = 60 * time.Second

type handler struct{ Deps }

// New makes the function's handler. It serves GET, PATCH and DELETE /v1/me, GET
// /v1/me/export, PUT /v1/me/refusals, POST /v1/requests, GET /v1/requests/{id} and, of one, POST verify, code and copy.
func New(d Deps) http.Handler {
	h := &handler{d}
	mux := http.NewServeMux()
	for pattern, handle := range map[string]func(http.ResponseWriter, *http.Request) error{
		"GET /v1/me":        h.get,
		"PATCH /v1/me":      h.rename,
		"DELETE /v1/me":     h.erase,
		"GET /v1/me/export": h.export,

		"PUT /v1/me/refusals": h.refuse,

		"POST /v1/requests":             h.ask,
		"GET /v1/requests":              h.queue,
		"GET /v1/requests/{id}":         h.follow,
		"POST /v1/requests/{id}/verify": h.verify,
		"POST /v1/requests/{id}/code":   h.copyCode,
		"POST /v1/requests/{id}/copy":   h.copy,
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
	errSecret = domain.Problem(domain.ErrUnauthenticated, "invalid-token",
		"Nobody joined this session with this secret, and no parent was given it, or a later one. Check the words, or ask the school for the data.")
	errErased = domain.Problem(domain.ErrGone, "participant-erased",
		"What you left in this session was erased. There is nothing left to show.")
	errNotFound = domain.Problem(domain.ErrNotFound, "not-found",
		"Your teacher deleted this session, so it can no longer be shown. Ask your teacher or your school.")
)
