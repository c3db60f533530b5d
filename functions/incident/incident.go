// Package incident serves the breach register: reporting, scoping, confirming,
// notices and what happened to them, delays, closing, and the entry that a
// supervisory authority may ask for.
//
// People with incidents:manage call it for their own org, the operator's people
// with platform:incidents for all, both with a second factor; anybody may read what
// is public. A school reads its own part of what the operator filed, and changes none of it. It records changes and tells the breach function, which acts on them.
//
// It opens what is sealed under orgs' contact keys and nothing else, and enters in the
// org's audit every time that a person reads it, or who is affected (promise P15). It must never change an
// entry of a timeline, and never put a word of an incident into a log.
package incident

import (
	"context"
	"errors"
	"io"
	"iter"
	"net/http"
	"slices"
	"time"

	"github.com/cleanslate-edu/cleanslate/shared/audit"
	"github.com/cleanslate-edu/cleanslate/shared/auth"
	"github.com/cleanslate-edu/cleanslate/shared/cache"
	"github.com/cleanslate-edu/cleanslate/shared/contact"
	"github.com/cleanslate-edu/cleanslate/shared/domain"
	"github.com/cleanslate-edu/cleanslate/shared/events"
	"github.com/cleanslate-edu/cleanslate/shared/httpapi"
	"github.com/cleanslate-edu/cleanslate/shared/notice"
	"github.com/cleanslate-edu/cleanslate/shared/seal"
)

// Deps is what the function needs.
type Deps struct {
	Store       Store
	Vault       Vault
	Audit       audit.Entries
	ContactKeys contact.Wrapper // the Cloud KMS key of contacts
	Publisher   Publisher
	Tokens      auth.Tokens
	Operator    string // the operator's org, whose people may span orgs
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
	Session(ctx context.Context, sid string) (*domain.Session, error)

	CountIncidentsOf(ctx context.Context, org, member string, since time.Time) (int, error)
	CreateIncident(ctx context.Context, i *domain.Incident, entries ...domain.Entry) error
	Incident(ctx context.Context, id string) (*domain.Incident, error)
	ChangeIncident(ctx context.Context, id string, change func(*domain.Incident) ([]domain.Entry, error)) (*domain.Incident, error)
	ChangeNotices(ctx context.Context, id, org string, change func(*domain.Incident, []domain.Notice) ([]domain.Notice, []domain.Entry, error)) (*domain.Incident, error)
	Incidents(ctx context.Context, org string, size int, token string) ([]*domain.Incident, string, error)
	Groups(ctx context.Context, incident, org string, run, size int, token string) ([]domain.AffectedGroup, string, error)
	Notices(ctx context.Context, incident, org string) iter.Seq2[domain.Notice, error]
	NoticePage(ctx context.Context, incident, org string, size int, token string) ([]domain.Notice, string, error)
	Notice(ctx context.Context, incident, id string) (domain.Notice, error)
	Timeline(ctx context.Context, id string, after, size int) ([]domain.Entry, error)
	PublicNotices(ctx context.Context, now time.Time) ([]domain.Notice, error)
	Ownerships(ctx context.Context) ([]domain.Ownership, error)
}

// Vault is what the function needs of the vault.
type Vault interface {
	contact.Vault
	audit.Vault
}

// Publisher sends messages to a topic.
type Publisher interface {
	Send(ctx context.Context, topic string, messages ...[]byte) error
}

const (
	timeout = 60 * time.Second // of a request
	// publicAge is how long an instance keeps the public notices, and how
	// long caches may.
	publicAge = time.Minute
)

// public is what everybody should see: notices of breaches, and changes of the service's
// owner.
type public struct {
	notices    []domain.Notice
	ownerships []domain.Ownership
}

type handler struct {
	Deps
	authorizer auth.Authorizer
	public     *cache.Cache[public]
	openings   *audit.Log
}

// New makes the function's handler.
func New(d Deps) http.Handler {
	h := &handler{Deps: d, openings: audit.New(d.Audit, audit.Making(d.Vault, d.Rand), d.Clock, d.Rand)}
	h.public = cache.New(d.Clock, publicAge, 1, func(ctx context.Context, _ string) (p public, err error) {
		now := h.Clock()
		if p.notices, err = h.Store.PublicNotices(ctx, now); err != nil {
			return p, err
		}
		p.ownerships, err = h.Store.Ownerships(ctx)
		p.ownerships = slices.DeleteFunc(p.ownerships, func(c domain.Ownership) bool { return !c.Shown(now) })
		return p, err
	})
	h.authorizer = auth.Authorizer{Tokens: d.Tokens, Clock: d.Clock, Member: func(ctx context.Context, p domain.Principal) (domain.Member, error) {
		return auth.Enter(ctx, d.Store, p.Org, p.Member(), p.Role(), d.Clock())
	}}
	mux := http.NewServeMux()
	for pattern, handle := range map[string]func(http.ResponseWriter, *http.Request, caller) error{
		"POST /v1/incidents":                               h.report,
		"GET /v1/incidents":                                h.list,
		"GET /v1/incidents/{id}":                           h.get,
		"PATCH /v1/incidents/{id}":                         h.patch,
		"POST /v1/incidents/{id}/confirm":                  h.confirm,
		"POST /v1/incidents/{id}/updates":                  h.update,
		"POST /v1/incidents/{id}/delay":                    h.delay,
		"POST /v1/incidents/{id}/close":                    h.close,
		"GET /v1/incidents/{id}/affected":                  h.affected,
		"GET /v1/incidents/{id}/notices":                   h.notices,
		"GET /v1/incidents/{id}/notices/{notice}/preview":  h.preview,
		"POST /v1/incidents/{id}/notices/{notice}/resolve": h.resolve,
		"GET /v1/incidents/{id}/timeline":                  h.timeline,
		"GET /v1/incidents/{id}/register":                  h.register,
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
	mux.HandleFunc("GET /v1/notices/public", func(w http.ResponseWriter, r *http.Request) {
		if err := h.publicNotices(w, r); err != nil {
			httpapi.WriteError(w, r, err)
		}
	})
	return httpapi.Wrap("incident", mux, httpapi.Options{})
}

// A caller is who makes a request.
type caller struct {
	domain.Principal
	operator bool // may see and file incidents of every org
}

var (
	errNotFound = domain.Problem(domain.ErrNotFound, "not-found",
		"There is no such incident, or you have no access to it.")
	errClosed = domain.Problem(domain.ErrConflict, "incident-closed",
		"The incident is closed. Report anything found later as a new one.")
)

// authorize returns who makes the request if they are allowed to. Every route
// requires a second factor (promise P06).
func (h *handler) authorize(r *http.Request) (caller, error) {
	token, _ := httpapi.Bearer(r)
	p, err := h.authorizer.Authorize(r.Context(), token, auth.Need{SecondFactor: true, May: func(p domain.Principal) bool {
		return p.Operates(h.Operator) || p.May(domain.IncidentsManage)
	}})
	return caller{p, p.Operates(h.Operator)}, err
}

// incident reads the incident that the path names, if the caller may see something of it.
func (h *handler) incident(r *http.Request, who caller) (*domain.Incident, error) {
	id := r.PathValue("id")
	if !domain.IsID(id) {
		return nil, errNotFound
	}
	i, err := h.Store.Incident(r.Context(), id)
	if errors.Is(err, domain.ErrNotFound) || err == nil && !who.sees(i) {
		return nil, errNotFound
	}
	return i, err
}

// change changes the incident that the path names, unless it is closed, and has
// breach look at it. The revision rises, unless nothing changed.
func (h *handler) change(r *http.Request, who caller, change func(*domain.Incident) ([]domain.Entry, error)) (*domain.Incident, error) {
	if _, err := h.managed(r, who); err != nil {
		return nil, err
	}
	match := httpapi.IfMatch(r)
	i, err := h.Store.ChangeIncident(r.Context(), r.PathValue("id"), func(i *domain.Incident) ([]domain.Entry, error) {
		if !who.manages(i) {
			return nil, errNotFound
		}
		if !match(i.Revision) {
			return nil, domain.ErrPrecondition
		}
		entries, err := change(i)
		if len(entries) > 0 {
			i.Revision++
		}
		return entries, err
	})
	if err != nil {
		return nil, err
	}
	h.tell(r.Context(), events.BreachJob{Incident: i.ID})
	return i, nil
}

// tell has breach look at an incident. If the message is lost, the next tick does, so a lost message doesn't fail a
// request whose change is stored.
func (h *handler) tell(ctx context.Context, job events.BreachJob) {
	_ = h.Publisher.Send(ctx, events.BreachWork, job.Encode())
}

// entry returns an entry for the timeline.
func (h *handler) entry(who caller, kind domain.EntryKind, at time.Time, facts map[string]string) domain.Entry {
	now := h.Clock().UTC()
	if at.IsZero() {
		at = now
	}
	return domain.Entry{At: at.UTC(), RecordedAt: now, Actor: who.Member(), Kind: kind, Facts: facts}
}

// An opened incident is one with what is sealed in it.
type opened struct {
	*domain.Incident
	reporter  notice.Reporter
	narrative notice.Narrative
}

func open(ctx context.Context, keys *contact.Keys, i *domain.Incident) (opened, error) {
	o := opened{Incident: i}
	if len(i.Narrative) == 0 {
		return o, nil // a school's part
	}
	path := seal.IncidentPath(i.ID)
	err := keys.Open(ctx, i.Org, path, seal.Reporter, i.Reporter, &o.reporter)
	if err == nil {
		err = keys.Open(ctx, i.Org, path, seal.Narrative, i.Narrative, &o.narrative)
	}
	if errors.Is(err, domain.ErrNotFound) {
		return o, nil // the org was erased with its key: the facts are left
	}
	return o, err
}

// reach enters in an org's audit that a person is about to read something of an incident.
// The audit of a school that was erased went with it: then it's the reader's own org's.
func (h *handler) reach(ctx context.Context, who caller, org string, i *domain.Incident, act domain.Act, counts domain.Opened) error {
	if org != who.Org {
		o, err := h.Store.Org(ctx, org)
		if err != nil && !errors.Is(err, domain.ErrNotFound) {
			return err
		}
		if err != nil || o.State == domain.OrgErased {
			org = who.Org
		}
	}
	role := domain.RoleManager
	if who.operator {
		role = domain.RoleOperator
	}
	return h.openings.Note(ctx, domain.Opening{
		Org: org, Member: who.Member(), Role: role, Act: act, Path: seal.IncidentPath(i.ID), Purpose: domain.PurposeIncident, Counts: counts,
	})
}
