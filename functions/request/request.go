// Package request serves a school's queue of what people ask about their data: reading it,
// noting how a requester was identified, having their sessions searched for whom it is
// about, extending the time, deciding, forwarding, and recording that what was decided is
// done.
//
// People with rights:manage call it for their own org, with a second factor; the operator's
// people for the operator's own queue. Only requests whose address was verified are in a
// queue. The clocks run in breach, which this function tells of every change.
//
// It opens what requesters wrote, with the key of the org in whose queue it is, and nothing
// that a student entered in a session: the function find looks through those, and what it
// found is opened here. It enters in the org's audit every time that a person reads a
// request. It destroys nothing: an erasure that is granted is noted for retention, as one
// that a student asks for, and its receipt is named here; a restriction stands in the
// student's seat, where all who show results find it. It must never change an entry of
// a timeline, and never log a word or an address of a request.
package request

import (
	"context"
	"errors"
	"io"
	"net/http"
	"time"

	"github.com/cleanslate-edu/cleanslate/shared/audit"
	"github.com/cleanslate-edu/cleanslate/shared/auth"
	"github.com/cleanslate-edu/cleanslate/shared/domain"
	"github.com/cleanslate-edu/cleanslate/shared/events"
	"github.com/cleanslate-edu/cleanslate/shared/httpapi"
	"github.com/cleanslate-edu/cleanslate/shared/lifecycle"
	"github.com/cleanslate-edu/cleanslate/shared/requestkey"
	"github.com/cleanslate-edu/cleanslate/shared/requestmail"
	"github.com/cleanslate-edu/cleanslate/shared/seal"
	"github.com/cleanslate-edu/cleanslate/shared/store"
)

// Deps is what the function needs.
type Deps struct {
	Store       Store
	Vault       Vault
	Audit       audit.Entries
	RequestKeys Wrapper             // the Cloud KMS key of schools' keys for requests
	MailKeys    requestmail.Wrapper // that of mails to requesters
	SessionKeys requestkey.Wrapper  // that of sessions, with which searches' keys are wrapped and nothing is opened
	Lifecycle   *lifecycle.Lifecycle
	Publisher   Publisher
	Tokens      auth.Tokens
	Operator    string // the operator's org
	Clock       domain.Clock
	Rand        io.Reader
}

// Store is what the function needs of the database.
type Store interface {
	Org(ctx context.Context, id string) (domain.Org, error)
	OrgNames(ctx context.Context, ids []string) (map[string]string, error)
	Member(ctx context.Context, org, id string) (domain.Member, error)
	CreateMember(ctx context.Context, m domain.Member) error
	NoteActivity(ctx context.Context, m domain.Member, week string, role domain.Role) error

	QueuedRequests(ctx context.Context, org string, state domain.RequestState, size int, token string) ([]domain.Request, string, error)
	Request(ctx context.Context, id string) (domain.Request, error)
	WorkOnFound(ctx context.Context, id, find string, begun *domain.Find, change func(*domain.Request, *domain.Find) ([]domain.Entry, []domain.RequestMail, error)) (domain.Request, error)
	Receipt(ctx context.Context, id string) (store.StoredReceipt, error)
	Session(ctx context.Context, sid string) (*domain.Session, error)
	Seat(ctx context.Context, sid, pid string) (domain.Seat, error)
	ChangeSeat(ctx context.Context, sid, pid string, change func(*domain.Seat)) error

	Find(ctx context.Context, id string) (domain.Find, error)
	ChangeFind(ctx context.Context, id string, change func(*domain.Find) (changed bool, err error)) (domain.Find, error)
}

// Vault is what the function needs of the vault: schools' keys for requests, the boxes of one
// request, and the keys of its searches.
type Vault interface {
	audit.Vault
	requestkey.KeyMaker
	RequestBoxes(ctx context.Context, id string) (store.RequestBoxes, error)
	ForwardedRequestKey(ctx context.Context, id, org string) ([]byte, error)
	ForwardRequestKey(ctx context.Context, id, org string, box []byte) error
	CreateFindKey(ctx context.Context, id string, k store.FindKey) error
	FindKey(ctx context.Context, id string) (store.FindKey, error)
	FoundKeys(ctx context.Context, ids []string) (map[string][]byte, error)
}

// A Wrapper wraps and unwraps with a Cloud KMS key.
type Wrapper interface {
	Wrap(ctx context.Context, path string, plaintext []byte) ([]byte, error)
	Unwrap(ctx context.Context, path string, wrapped []byte) ([]byte, error)
}

// Publisher sends messages to a topic.
type Publisher interface {
	Send(ctx context.Context, topic string, messages ...[]byte) error
}

const (
	timeout  = 60 * time.Second // of a request
	pageSize = 50
)

type handler struct {
	Deps
	authorizer auth.Authorizer
	openings   *audit.Log
}

// New makes the function's handler.
func New(d Deps) http.Handler {
	h := &handler{Deps: d, openings: audit.New(d.Audit, audit.Making(d.Vault, d.Rand), d.Clock, d.Rand)}
	h.authorizer = auth.Authorizer{Tokens: d.Tokens, Clock: d.Clock, Member: func(ctx context.Context, p domain.Principal) (domain.Member, error) {
		return auth.Enter(ctx, d.Store, p.Org, p.Member(), p.Role(), d.Clock())
	}}
	mux := http.NewServeMux()
	for pattern, handle := range map[string]func(http.ResponseWriter, *http.Request, domain.Principal) error{
		"GET /v1/requests":                h.list,
		"GET /v1/requests/{id}":           h.get,
		"POST /v1/requests/{id}/identify": h.identify,
		"POST /v1/requests/{id}/find":     h.find,
		"POST /v1/requests/{id}/found":    h.mark,
		"POST /v1/requests/{id}/extend":   h.extend,
		"POST /v1/requests/{id}/preview":  h.preview,
		"POST /v1/requests/{id}/decide":   h.decide,
		"POST /v1/requests/{id}/forward":  h.forward,
		"POST /v1/requests/{id}/complete": h.complete,
		"POST /v1/requests/{id}/renew":    h.renew,
		"POST /v1/requests/{id}/lift":     h.lift,
	} {
		mux.HandleFunc(pattern, func(w http.ResponseWriter, r *http.Request) {
			ctx, cancel := context.WithTimeout(r.Context(), timeout)
			defer cancel()
			r = r.WithContext(ctx)
			// Pages show deadlines by this clock, not the reader's own.
			w.Header().Set("Date", h.Clock().UTC().Format(http.TimeFormat))
			who, err := h.authorize(r)
			if err == nil {
				err = handle(w, r, who)
			}
			if err != nil {
				httpapi.WriteError(w, r, err)
			}
		})
	}
	return httpapi.Wrap("request", mux, httpapi.Options{})
}

var errNotFound = domain.Problem(domain.ErrNotFound, "not-found",
	"There is no such request in your queue. It may have been forwarded, or its time is over and it was erased.")

// authorize returns who makes the request if they are allowed to. Every route requires a
// second factor (promise P06).
func (h *handler) authorize(r *http.Request) (domain.Principal, error) {
	token, _ := httpapi.Bearer(r)
	return h.authorizer.Authorize(r.Context(), token, auth.Need{SecondFactor: true, May: auth.Any(domain.RightsManage)})
}

// An opened request is one with the key that opens it, and the org whose queue it is in.
type opened struct {
	domain.Request
	key     seal.Key
	content domain.RequestContent
	org     domain.Org
}

// open reads and opens the request that the path names, if it is in the caller's queue.
func (h *handler) open(r *http.Request, who domain.Principal) (*opened, error) {
	id := r.PathValue("id")
	if !domain.IsID(id) {
		return nil, errNotFound
	}
	ctx := r.Context()
	request, err := h.Store.Request(ctx, id)
	if errors.Is(err, domain.ErrNotFound) || err == nil && (request.Org != who.Org || !request.Queued() || request.Over(h.Clock())) {
		return nil, errNotFound
	}
	if err != nil {
		return nil, err
	}
	o := &opened{Request: request}
	if o.org, err = h.Store.Org(ctx, request.Org); err != nil {
		return nil, err
	}
	o.org = o.org.At(h.Clock())
	if o.key, err = h.key(ctx, request); err != nil {
		return nil, err
	}
	if err := o.key.OpenJSON(seal.RequestPath(id), seal.Content, request.Content, &o.content); err != nil {
		return nil, err
	}
	return o, nil
}

// key opens the key of a request with that of the org in whose queue it is.
func (h *handler) key(ctx context.Context, r domain.Request) (seal.Key, error) {
	boxes, err := h.Vault.RequestBoxes(ctx, r.ID)
	box := boxes.School
	if err == nil && boxes.Org != r.Org {
		box, err = h.Vault.ForwardedRequestKey(ctx, r.ID, r.Org)
	}
	if errors.Is(err, domain.ErrNotFound) {
		return seal.Key{}, errNotFound // it is being erased
	}
	if err != nil {
		return seal.Key{}, err
	}
	private, err := requestkey.Open(ctx, h.Vault, h.RequestKeys, r.Org)
	if err != nil {
		return seal.Key{}, err
	}
	return private.OpenBox(r.ID, box)
}

// note enters in the org's audit that a person is about to read a request.
func (h *handler) note(ctx context.Context, who domain.Principal, id string) error {
	return h.openings.Note(ctx, domain.Opening{
		Org: who.Org, Member: who.Member(), Role: domain.RoleRights, Act: domain.ActRequest, Path: seal.RequestPath(id), Purpose: domain.PurposeRequest,
	})
}

// work changes a request in the caller's queue, with a mail to the requester if kind isn't
// empty and something changed, and tells breach and notify. The clocks are started if breach
// hasn't yet.
func (h *handler) work(r *http.Request, who domain.Principal, o *opened, kind domain.RequestMailKind, change func(*domain.Request, time.Time) ([]domain.Entry, error)) error {
	return h.workFound(r, who, o, kind, "", nil, func(q *domain.Request, _ *domain.Find, now time.Time) ([]domain.Entry, error) { return change(q, now) })
}

// workFound is work together with a search, which change may change too: nil if find is
// empty, or it is gone. Begun is stored if change makes it the search of the request.
func (h *handler) workFound(r *http.Request, who domain.Principal, o *opened, kind domain.RequestMailKind, find string, begun *domain.Find, change func(*domain.Request, *domain.Find, time.Time) ([]domain.Entry, error)) error {
	ctx, now := r.Context(), h.Clock().UTC()
	var mails []domain.RequestMail
	if kind != "" {
		m, err := h.mail(ctx, o, kind, now)
		if err != nil {
			return err
		}
		mails = append(mails, m)
	}
	match := httpapi.IfMatch(r)
	sent := false
	changed, err := h.Store.WorkOnFound(ctx, o.ID, find, begun, func(q *domain.Request, f *domain.Find) ([]domain.Entry, []domain.RequestMail, error) {
		sent = false
		if q.Org != who.Org {
			return nil, nil, errNotFound
		}
		// The same asked again has been done, whatever revision it names; all
		// else needs the one that was read.
		fresh := match(q.Queue.Revision)
		started, err := q.Begin(o.org, who.Member(), now)
		if err != nil {
			return nil, nil, err
		}
		entries, err := change(q, f, now)
		if !fresh && (err != nil || len(entries) > 0) {
			return nil, nil, domain.ErrPrecondition
		}
		if err != nil {
			return nil, nil, err
		}
		if len(entries) == 0 {
			return started, nil, nil
		}
		sent = true
		for i := range mails {
			mails[i].Org = q.Org // the one that has it now, if it was forwarded
		}
		return append(started, entries...), mails, nil
	})
	if errors.Is(err, domain.ErrNotFound) {
		return errNotFound
	}
	if err != nil {
		return err
	}
	o.Request = changed
	// If a message is lost, the next tick does what it asks for.
	_ = h.Publisher.Send(ctx, events.BreachWork, events.BreachJob{Request: o.ID}.Encode())
	if sent {
		for _, m := range mails {
			_ = h.Publisher.Send(ctx, events.NotifyMail, events.Mail{RequestMail: m.ID}.Encode())
		}
	}
	return nil
}

// mail returns a mail to the requester that says that there is news.
func (h *handler) mail(ctx context.Context, o *opened, kind domain.RequestMailKind, now time.Time) (domain.RequestMail, error) {
	id, err := domain.NewID(h.Rand)
	if err != nil {
		return domain.RequestMail{}, err
	}
	wrapped, err := requestmail.Wrap(ctx, h.MailKeys, id, requestmail.Envelope{To: o.content.Email})
	return domain.RequestMail{
		ID: id, Org: o.Org, Request: o.ID, Kind: kind, Locale: o.Locale, MadeAt: now, Wrapped: wrapped,
		Attempts: domain.Attempts{State: domain.NoticeQueued},
	}, err
}
