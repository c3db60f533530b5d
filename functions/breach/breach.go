// Package breach acts on incidents: it determines who is affected, freezes expiry
// meanwhile, runs every clause's clock, writes the notices, and warns when time
// runs out. The clocks of requests in schools' queues run here too: it starts them, and
// writes to the school's office when a request came and when its time runs out.
//
// Pub/Sub calls it when an incident changed and every 15 minutes. What it does
// follows from what is stored and from the clock, never from the message, so
// that messages that come twice, late, in another order or not at all change
// nothing but when it happens. At the same ticks it writes the letters about schools'
// contracts that retention asks for, since retention can open no address, and has the mails
// to requesters sent that are still to be.
//
// It may open what is sealed under orgs' contact keys and nothing else: of a request it
// knows the kind and the clocks, and not a word. It must
// never send anything itself, never put an address or a word of a notice into
// a message or a log, and never queue a notice that lacks a required part.
package breach

import (
	"context"
	"errors"
	"fmt"
	"iter"
	"log/slog"
	"slices"
	"time"

	"github.com/cleanslate-edu/cleanslate/shared/contact"
	"github.com/cleanslate-edu/cleanslate/shared/domain"
	"github.com/cleanslate-edu/cleanslate/shared/events"
	"github.com/cleanslate-edu/cleanslate/shared/store"
)

// Deps is what the function needs.
type Deps struct {
	Store       Store
	Vault       Vault
	ContactKeys contact.Wrapper // the Cloud KMS key of contacts
	Publisher   Publisher
	Operator    string // the operator's org, whose office gets letters too
	Clock       domain.Clock
}

// Store is what the function needs of the database.
type Store interface {
	Incident(ctx context.Context, id string) (*domain.Incident, error)
	ChangeIncident(ctx context.Context, id string, change func(*domain.Incident) ([]domain.Entry, error)) (*domain.Incident, error)
	ChangeNotices(ctx context.Context, id, org string, change func(*domain.Incident, []domain.Notice) ([]domain.Notice, []domain.Entry, error)) (*domain.Incident, error)
	OpenIncidents(ctx context.Context) iter.Seq2[string, error]
	ClosedIncidents(ctx context.Context, before time.Time) iter.Seq2[string, error]
	DeleteIncident(ctx context.Context, id string) error
	PutGroups(ctx context.Context, incident string, groups []domain.AffectedGroup) error

	Org(ctx context.Context, id string) (domain.Org, error)
	OrgContact(ctx context.Context, id string) ([]byte, error)
	Sessions(ctx context.Context, q store.SessionQuery, size int, token string) ([]*domain.Session, string, error)
	Session(ctx context.Context, sid string) (*domain.Session, error)
	CountParticipants(ctx context.Context, sid string) (int, error)
	CountRecords(ctx context.Context, sid string) (int, error)
	CountMembers(ctx context.Context, org string) (int, error)
	Receipts(ctx context.Context, org string, size int, token string) ([]store.StoredReceipt, string, error)
	CopyHold(ctx context.Context, h domain.Hold) error

	OpenRequests(ctx context.Context) iter.Seq2[string, error]
	Request(ctx context.Context, id string) (domain.Request, error)
	WorkOnRequest(ctx context.Context, id string, change func(*domain.Request) ([]domain.Entry, []domain.RequestMail, error)) (domain.Request, error)

	OpenLetters(ctx context.Context) iter.Seq2[string, error]
	Letter(ctx context.Context, id string) (domain.Letter, error)
	PutLetter(ctx context.Context, l domain.Letter) (domain.Letter, error)
	ChangeLetter(ctx context.Context, id string, change func(l *domain.Letter, o domain.Org) (changed bool, err error)) (domain.Letter, error)
	OpenRequestMails(ctx context.Context) iter.Seq2[string, error]
}

// Vault is what the function needs of the vault.
type Vault interface {
	contact.Vault
	PlaceHold(ctx context.Context, h domain.Hold) (domain.Hold, error)
	ReleaseHold(ctx context.Context, org, id string, kind domain.HoldKind, now time.Time) (domain.Hold, error)
}

// Publisher sends messages to a topic.
type Publisher interface {
	Send(ctx context.Context, topic string, messages ...[]byte) error
}

type handler struct{ Deps }

// New makes the function's handler.
func New(d Deps) events.Handler {
	h := &handler{d}
	return func(ctx context.Context, m events.Message) error {
		e, err := events.ParseBreach(m)
		if err != nil {
			return err
		}
		if e.Tick {
			return h.tick(ctx)
		}
		return h.work(ctx, e.Work)
	}
}

// actor is who did it, on timelines.
const actor = "breach"

// tick publishes a message for every open incident and request, and for every mail to a
// requester that isn't sent yet, writes letters, and deletes closed incidents whose time is
// over.
func (h *handler) tick(ctx context.Context) error {
	var jobs [][]byte
	for id, err := range h.Store.OpenIncidents(ctx) {
		if err != nil {
			return err
		}
		jobs = append(jobs, events.BreachJob{Incident: id}.Encode())
	}
	for id, err := range h.Store.OpenRequests(ctx) {
		if err != nil {
			return err
		}
		jobs = append(jobs, events.BreachJob{Request: id}.Encode())
	}
	if err := h.publish(ctx, events.BreachWork, jobs); err != nil {
		return err
	}
	var old []string
	for id, err := range h.Store.ClosedIncidents(ctx, domain.AddMonths(h.Clock(), -domain.IncidentKept.Months)) {
		if err != nil {
			return err
		}
		old = append(old, id)
	}
	errs := []error{h.letters(ctx), h.requestMails(ctx)}
	for _, id := range old { // one that fails keeps no other
		errs = append(errs, h.Store.DeleteIncident(ctx, id))
	}
	return errors.Join(errs...)
}

// requestMailsMax bounds how many mails to requesters one tick has sent. The next takes up
// the rest.
const requestMailsMax = 2000

// requestMails has the mails to requesters sent that are to be: again at every tick, so that
// a lost message does no harm.
func (h *handler) requestMails(ctx context.Context) error {
	var mails [][]byte
	for id, err := range h.Store.OpenRequestMails(ctx) {
		if err != nil {
			return err
		}
		if mails = append(mails, events.Mail{RequestMail: id}.Encode()); len(mails) == requestMailsMax {
			break
		}
	}
	return h.publish(ctx, events.NotifyMail, mails)
}

func (h *handler) publish(ctx context.Context, topic string, messages [][]byte) error {
	if len(messages) == 0 {
		return nil
	}
	return h.Publisher.Send(ctx, topic, messages...)
}

func (h *handler) work(ctx context.Context, job events.BreachJob) error {
	if job.Request != "" {
		return h.request(ctx, job.Request)
	}
	i, err := h.Store.Incident(ctx, job.Incident)
	if errors.Is(err, domain.ErrNotFound) {
		return nil // deleted since, or never filed: there is nothing to do, now or later
	}
	if err != nil {
		return err
	}
	if i.State == domain.IncidentClosed {
		return h.unfreeze(ctx, i)
	}
	if !h.Clock().Before(domain.IncidentKept.After(i.Clocks.Reported)) {
		slog.WarnContext(ctx, "an incident is deleted that nobody closed in seven years", "incident", i.ID)
		return h.Store.DeleteIncident(ctx, i.ID)
	}
	if i.State == domain.IncidentReported {
		if i, err = h.scope(ctx, i); err != nil {
			return err
		}
	}
	if job.Org == "" {
		return h.fanOut(ctx, i)
	}
	if !slices.Contains(i.Scope.AllOrgs(), job.Org) {
		return nil // a message can't widen the scope
	}
	if a, _ := i.AffectedOf(job.Org); job.Run == i.AffectedRun && a.Run != job.Run {
		if err := h.compute(ctx, i, job.Org); err != nil {
			return err
		}
	}
	return h.advance(ctx, i.ID, job.Org)
}

// scope moves a new incident on to scoping: the affected list is computed, and
// expiry in its scope is frozen.
func (h *handler) scope(ctx context.Context, i *domain.Incident) (*domain.Incident, error) {
	now := h.Clock()
	return h.Store.ChangeIncident(ctx, i.ID, func(i *domain.Incident) ([]domain.Entry, error) {
		if i.State != domain.IncidentReported {
			return nil, nil
		}
		i.State, i.AffectedRun = domain.IncidentScoping, i.AffectedRun+1
		i.Freeze(now.UTC())
		return []domain.Entry{{At: now, RecordedAt: now, Actor: actor, Kind: domain.EntryState, Facts: map[string]string{"state": string(i.State)}}}, nil
	})
}

// fanOut freezes expiry and publishes a message for each org of an incident.
func (h *handler) fanOut(ctx context.Context, i *domain.Incident) error {
	if err := h.freeze(ctx, i); err != nil {
		return err
	}
	var jobs [][]byte
	for _, org := range i.Scope.AllOrgs() {
		job := events.BreachJob{Incident: i.ID, Org: org}
		if a, _ := i.AffectedOf(org); a.Run != i.AffectedRun {
			job.Run = i.AffectedRun // also when the message that asked for it was lost
		}
		jobs = append(jobs, job.Encode())
	}
	return h.publish(ctx, events.BreachWork, jobs)
}

// freeze places the holds of an incident's scope: in the vault first, then the
// copies. An existing hold stays as it is.
func (h *handler) freeze(ctx context.Context, i *domain.Incident) error {
	now := h.Clock()
	for _, hold := range i.Holds(now) {
		placed, err := h.Vault.PlaceHold(ctx, hold)
		if err != nil {
			return fmt.Errorf("freezing expiry: %w", err)
		}
		if err := h.Store.CopyHold(ctx, placed); err != nil {
			return fmt.Errorf("freezing expiry: %w", err)
		}
	}
	return nil
}

// unfreeze lifts every freeze of a closed incident.
func (h *handler) unfreeze(ctx context.Context, i *domain.Incident) error {
	now := h.Clock()
	all := *i
	for all.Freezes = i.Freezes; all.Freezes > 0; all.Freezes-- {
		for _, hold := range all.Holds(now) {
			released, err := h.Vault.ReleaseHold(ctx, hold.Org, hold.ID, domain.HoldIncident, now)
			if errors.Is(err, domain.ErrNotFound) {
				continue // never placed, or gone with its org
			}
			if err == nil {
				err = h.Store.CopyHold(ctx, released)
			}
			if err != nil {
				return fmt.Errorf("lifting a freeze: %w", err)
			}
		}
	}
	return nil
}
