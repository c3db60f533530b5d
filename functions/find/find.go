// Package find looks through a school's sessions for the student whom a request to the
// school is about, by the name that they used, while nobody waits. Once a copy is granted it
// gives the requester the key with which their page opens what is held about that student;
// once a correction is, it seals that beside the student's work.
//
// Pub/Sub calls it with the id of a search and the number of a page: it looks through ten
// sessions, stores whom it found, and publishes the next page. A message may come twice,
// late or out of order: a page counts once.
//
// It opens sessions, for whoever decides the request, and of what students wrote the names
// alone. Every session is entered in the org's audit before it is opened, and stays closed where that
// fails. It destroys nothing, and changes nothing but the search and a student's correction. It must never decide
// that somebody is meant, and never log a name, a title or an id of a student.
package find

import (
	"context"
	"errors"
	"fmt"
	"io"
	"time"

	"golang.org/x/text/unicode/norm"

	"github.com/cleanslate-edu/cleanslate/shared/audit"
	"github.com/cleanslate-edu/cleanslate/shared/domain"
	"github.com/cleanslate-edu/cleanslate/shared/events"
	"github.com/cleanslate-edu/cleanslate/shared/seal"
	"github.com/cleanslate-edu/cleanslate/shared/store"
)

// Deps is what the function needs.
type Deps struct {
	Store       Store
	Vault       Vault
	Audit       audit.Entries
	SessionKeys Unwrapper // the Cloud KMS key of sessions
	Publisher   Publisher
	Clock       domain.Clock
	Rand        io.Reader
}

// Store is what the function needs of the database.
type Store interface {
	Request(ctx context.Context, id string) (domain.Request, error)
	Find(ctx context.Context, id string) (domain.Find, error)
	ChangeFind(ctx context.Context, id string, change func(*domain.Find) (changed bool, err error)) (domain.Find, error)
	Sessions(ctx context.Context, q store.SessionQuery, size int, token string) ([]*domain.Session, string, error)
	Participants(ctx context.Context, sid string) ([]domain.Participant, error)
	Seats(ctx context.Context, sid string, after time.Time) (map[string]domain.Seat, error)
	ChunksOf(ctx context.Context, sid, pid string) func(func(domain.Chunk, error) bool)
	Correct(ctx context.Context, sid, pid string, sealed []byte, at time.Time) error
}

// Vault is what the function needs of the vault.
type Vault interface {
	AuditKey(ctx context.Context, org string) ([]byte, error)
	FindKey(ctx context.Context, id string) (store.FindKey, error)
	SessionKey(ctx context.Context, sid string) (store.WrappedKey, error)
	AllBoxes(ctx context.Context, sid string) (map[string]store.Boxes, error)
	Boxes(ctx context.Context, sid, pid string) (store.Boxes, error)
	CreateRequestCopy(ctx context.Context, c store.RequestCopy) error
	CreateFoundKey(ctx context.Context, k store.FoundKey) (store.FoundKey, error)
}

// An Unwrapper unwraps with a Cloud KMS key.
type Unwrapper interface {
	Unwrap(ctx context.Context, path string, wrapped []byte) ([]byte, error)
}

// Publisher sends messages to a topic.
type Publisher interface {
	Send(ctx context.Context, topic string, messages ...[]byte) error
}

// looked are the states of the sessions that are looked through: what is in the trash is
// held as well.
var looked = []domain.State{domain.Open, domain.Paused, domain.Closed, domain.Deleted}

type handler struct {
	Deps
	openings *audit.Log
}

// New makes the function's handler, for messages of find-work.
func New(d Deps) events.Handler {
	h := &handler{Deps: d, openings: audit.New(d.Audit, d.Vault.AuditKey, d.Clock, d.Rand)}
	return func(ctx context.Context, m events.Message) error {
		job, err := events.ParseFind(m)
		if err != nil {
			return err
		}
		if job.Copy {
			return h.granted(ctx, job.Find)
		}
		return h.page(ctx, job)
	}
}

// page looks through one page of a search.
func (h *handler) page(ctx context.Context, job events.FindJob) error {
	f, err := h.Store.Find(ctx, job.Find)
	if errors.Is(err, domain.ErrNotFound) {
		return nil // it is over
	}
	if err != nil || f.State != domain.FindRunning {
		return err
	}
	if f.Page != job.Page {
		if f.Page == job.Page+1 {
			return h.goOn(ctx, f) // the message may have been lost with the delivery that did this page
		}
		return nil
	}
	r, err := h.Store.Request(ctx, f.Request)
	if errors.Is(err, domain.ErrNotFound) || err == nil && !f.Begun(&r) {
		return nil // decided, forwarded or erased meanwhile, or another search took its place
	}
	if err != nil {
		return err
	}
	key, err := h.key(ctx, f)
	if errors.Is(err, domain.ErrNotFound) {
		return nil
	}
	if err != nil {
		return err
	}
	var query domain.FindQuery
	path := seal.FindPath(f.ID)
	if err := key.OpenJSON(path, seal.FindQuery, f.Query, &query); err != nil {
		return err
	}
	var found []domain.Found
	if len(f.Found) > 0 {
		if err := key.OpenJSON(path, seal.Found, f.Found, &found); err != nil {
			return err
		}
	}
	q := store.SessionQuery{Org: f.Org, Teacher: f.Teacher, States: looked, From: f.From, To: f.To}
	sessions, next, err := h.Store.Sessions(ctx, q, domain.FindPageSize, f.Token)
	if err != nil {
		return err
	}
	page := domain.FindPage{Page: f.Page, Query: f.Query, Sessions: len(sessions), Next: next}
	for _, s := range sessions {
		if found, err = h.session(ctx, f, key, s, query, found); err != nil {
			return err
		}
	}
	page.Full = len(found) >= domain.FoundMax
	if page.Found, err = key.SealJSON(path, seal.Found, found); err != nil {
		return err
	}
	f, err = h.Store.ChangeFind(ctx, f.ID, func(f *domain.Find) (bool, error) { return f.Advance(page, h.Clock().UTC()), nil })
	if errors.Is(err, domain.ErrNotFound) {
		return nil
	}
	if err != nil || f.State != domain.FindRunning {
		return err
	}
	return h.goOn(ctx, f)
}

// goOn publishes the next page.
func (h *handler) goOn(ctx context.Context, f domain.Find) error {
	return h.Publisher.Send(ctx, events.FindWork, events.FindJob{Find: f.ID, Page: f.Page}.Encode())
}

// key unwraps the key of a search.
func (h *handler) key(ctx context.Context, f domain.Find) (seal.Key, error) {
	k, err := h.Vault.FindKey(ctx, f.ID)
	if err != nil {
		return seal.Key{}, err
	}
	raw, err := h.SessionKeys.Unwrap(ctx, seal.FindPath(f.ID), k.Wrapped)
	if err != nil {
		return seal.Key{}, fmt.Errorf("unwrapping a search's key: %w", err)
	}
	return seal.ParseKey(raw)
}

// session adds those of a session to found whose names may be the one that is searched for,
// up to domain.FoundMax.
func (h *handler) session(ctx context.Context, f domain.Find, own seal.Key, s *domain.Session, query domain.FindQuery, found []domain.Found) ([]domain.Found, error) {
	if len(found) >= domain.FoundMax {
		return found, nil
	}
	participants, err := h.Store.Participants(ctx, s.ID)
	if err != nil || len(participants) == 0 {
		return found, err
	}
	wrapped, err := h.Vault.SessionKey(ctx, s.ID)
	if errors.Is(err, domain.ErrNotFound) {
		return found, nil // it is being erased
	}
	if err != nil {
		return nil, err
	}
	boxes, err := h.Vault.AllBoxes(ctx, s.ID)
	if err != nil {
		return nil, err
	}
	var seats map[string]domain.Seat
	if s.HasSeats {
		if seats, err = h.Store.Seats(ctx, s.ID, time.Time{}); err != nil {
			return nil, err
		}
	}
	if err := h.openings.Note(ctx, domain.Opening{
		Org: f.Org, Member: f.By, Role: domain.RoleRights, Act: domain.ActFind, Path: seal.SessionPath(s.ID), Purpose: domain.PurposeRequest,
		Counts: domain.Opened{Participants: len(participants)},
	}); err != nil {
		return nil, err
	}
	private, err := h.private(ctx, s.ID, wrapped)
	if err != nil {
		return nil, err
	}
	for _, p := range participants {
		if seats[p.ID].Erased || boxes[p.ID].Erased {
			continue
		}
		// What doesn't open is left out, as on a teacher's page: its key may have been
		// erased a moment ago.
		path := seal.ParticipantPath(s.ID, p.ID)
		key, err := private.OpenBox(path, boxes[p.ID].Session)
		if err != nil {
			continue
		}
		alias, err := key.Open(path, seal.Alias, p.Alias)
		if err != nil || !domain.Normalizer(norm.NFKC.String).Names(string(alias), query.Alias) {
			continue
		}
		answers, err := h.answers(ctx, s.ID, p.ID)
		if err != nil {
			return nil, err
		}
		one, err := h.found(ctx, f, own, s.ID, p.ID, domain.FoundPerson{
			Alias: string(alias), Title: s.Title, Code: s.GivenCode, JoinedAt: p.JoinedAt.UTC(), Answers: answers,
		})
		if errors.Is(err, domain.ErrNotFound) {
			continue // erased a moment ago
		}
		if err != nil {
			return nil, err
		}
		found = append(found, one)
		if len(found) >= domain.FoundMax {
			break
		}
	}
	return found, nil
}

// found seals somebody who was found, under a key that is erased with theirs. Of somebody
// who was erased it is domain.ErrNotFound.
func (h *handler) found(ctx context.Context, f domain.Find, own seal.Key, sid, pid string, p domain.FoundPerson) (domain.Found, error) {
	id := domain.FoundID(f.ID, pid)
	path := seal.FoundKeyPath(id)
	key, err := seal.NewKey(h.Rand)
	if err != nil {
		return domain.Found{}, err
	}
	// A page that comes again finds the key that was made for the first.
	stored, err := h.Vault.CreateFoundKey(ctx, store.FoundKey{
		ID: id, Org: f.Org, Find: f.ID, Session: sid, Participant: pid, Key: own.Seal(path, seal.FindKey, key.Bytes()),
	})
	if err != nil {
		return domain.Found{}, err
	}
	raw, err := own.Open(path, seal.FindKey, stored.Key)
	if err != nil {
		return domain.Found{}, err
	}
	if key, err = seal.ParseKey(raw); err != nil {
		return domain.Found{}, err
	}
	about, err := key.SealJSON(path, seal.Found, p)
	return domain.Found{Session: sid, Participant: pid, About: about}, err
}

// private unwraps a session's private key.
func (h *handler) private(ctx context.Context, sid string, wrapped store.WrappedKey) (*seal.SessionKey, error) {
	raw, err := h.SessionKeys.Unwrap(ctx, seal.SessionPath(sid), wrapped.Wrapped)
	if err != nil {
		return nil, fmt.Errorf("unwrapping a session key: %w", err)
	}
	return seal.ParseSessionKey(raw)
}

// answers counts the questions that a participant answered. It opens none.
func (h *handler) answers(ctx context.Context, sid, pid string) (int, error) {
	questions := make(map[string]bool)
	for c, err := range h.Store.ChunksOf(ctx, sid, pid) {
		if err != nil {
			return 0, err
		}
		for _, r := range c.Records {
			if r.Participant == pid {
				questions[r.Question] = true
			}
		}
	}
	return len(questions), nil
}
