// Package export makes the archive of everything of a school for its administrators, while
// nobody waits.
//
// Pub/Sub calls it with the id of an archive and the number of a page: it copies one page of
// one list into Cloud Storage, and publishes the next page. A message may come twice, late or
// out of order: a page counts once.
//
// It opens nothing. What students wrote is copied as it is sealed, each value under its own
// student's key, in objects that are sealed again to the session's key and to the archive's:
// once any of these is destroyed, nobody reads it from an archive either. So an archive never
// brings back what students entered, sessions, question sets or people that were erased after
// it was made; other lists are copied as they stand. Names, and who is in a session, are not
// copied at all: whoever hands the archive out reads them then. It destroys nothing, holds no
// key that opens anything, and must never log what it copies.
package export

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"iter"

	"github.com/cleanslate-edu/cleanslate/shared/archive"
	"github.com/cleanslate-edu/cleanslate/shared/domain"
	"github.com/cleanslate-edu/cleanslate/shared/events"
	"github.com/cleanslate-edu/cleanslate/shared/seal"
	"github.com/cleanslate-edu/cleanslate/shared/store"
)

// Deps is what the function needs.
type Deps struct {
	Store       Store
	Vault       Vault
	Audit       Audit
	Objects     Objects
	SessionKeys Wrapper // the Cloud KMS key of sessions: wraps alone
	Publisher   Publisher
	Clock       domain.Clock
	Rand        io.Reader
}

// Store is what the function needs of the database.
type Store interface {
	Export(ctx context.Context, id string) (domain.Export, error)
	ChangeExport(ctx context.Context, id string, change func(*domain.Export) (changed bool, err error)) (domain.Export, error)

	Org(ctx context.Context, id string) (domain.Org, error)
	PolicyVersions(ctx context.Context, org string, size int, token string) ([]domain.PolicyVersion, string, error)
	Changes(ctx context.Context, org string, size int, token string) ([]domain.Change, string, error)
	MemberPage(ctx context.Context, org string, size int, token string) ([]domain.Member, string, error)
	ConsentTexts(ctx context.Context, org string, size int, token string) ([]domain.ConsentText, string, error)
	ConsentCodePage(ctx context.Context, org string, size int, token string) ([]domain.ConsentCode, string, error)
	QuestionSets(ctx context.Context, q store.QuestionSetQuery, size int, token string) ([]store.QuestionSet, string, error)
	CountSessionsIn(ctx context.Context, org string, states ...domain.State) (int, error)
	Sessions(ctx context.Context, q store.SessionQuery, size int, token string) ([]*domain.Session, string, error)
	Paper(ctx context.Context, sid string) (*domain.Paper, error)
	AnswerKey(ctx context.Context, sid string) (*domain.AnswerKey, error)
	Chunks(ctx context.Context, sid string) func(func(domain.Chunk, error) bool)
	QueuedRequests(ctx context.Context, org string, state domain.RequestState, size int, token string) ([]domain.Request, string, error)
	Incidents(ctx context.Context, org string, size int, token string) ([]*domain.Incident, string, error)
	Disclosures(ctx context.Context, org string) ([]domain.Disclosure, error)
	Transfers(ctx context.Context, org string) ([]domain.Transfer, error)
	Receipts(ctx context.Context, org string, size int, token string) ([]store.StoredReceipt, string, error)
}

// Vault is what the function needs of the vault.
type Vault interface {
	CreateExportKey(ctx context.Context, id string, k store.ExportKey) error
	ExportKey(ctx context.Context, id string) (store.ExportKey, error)
	Holds(ctx context.Context, org string) ([]domain.Hold, error)
}

// Audit is what the function needs of the audit.
type Audit interface {
	Entries(ctx context.Context, q store.AuditQuery, size int, token string) ([]store.StoredEntry, string, error)
}

// Objects is where the archive goes.
type Objects interface {
	Create(ctx context.Context, name string, write func(io.Writer) error) (size int64, err error)
}

// A Wrapper wraps with a Cloud KMS key.
type Wrapper interface {
	Wrap(ctx context.Context, path string, plaintext []byte) ([]byte, error)
}

// Publisher sends messages to a topic.
type Publisher interface {
	Send(ctx context.Context, topic string, messages ...[]byte) error
}

// taken are the states of the sessions that are in an archive. What is in the trash isn't:
// it is hidden from everybody until it is restored.
var taken = []domain.State{domain.Open, domain.Paused, domain.Closed}

type handler struct{ Deps }

// New makes the function's handler, for messages of export-work.
func New(d Deps) events.Handler {
	h := &handler{d}
	return func(ctx context.Context, m events.Message) error {
		job, err := events.ParseExport(m)
		if err != nil {
			return err
		}
		return h.page(ctx, job)
	}
}

// page makes one page of an archive.
func (h *handler) page(ctx context.Context, job events.ExportJob) error {
	e, err := h.Store.Export(ctx, job.Export)
	if errors.Is(err, domain.ErrNotFound) {
		return nil // it is over
	}
	if err != nil || e.State != domain.ExportRunning || e.Over(h.Clock()) {
		return err
	}
	if e.Page != job.Page {
		if e.Page == job.Page+1 {
			return h.goOn(ctx, e) // the message may have been lost with the delivery that did this page
		}
		return nil
	}
	org, err := h.Store.Org(ctx, e.Org)
	if errors.Is(err, domain.ErrNotFound) || err == nil && (org.State == domain.OrgErasing || org.State == domain.OrgErased) {
		return nil
	}
	if err != nil {
		return err
	}
	public, err := h.key(ctx, e)
	if errors.Is(err, domain.ErrNotFound) {
		return nil // it was ended
	}
	if err != nil {
		return err
	}
	page := domain.ExportPage{Page: e.Page}
	if page.Try, err = domain.NewID(h.Rand); err != nil {
		return err
	}
	if e.Page == 0 {
		if page.Total, err = h.Store.CountSessionsIn(ctx, e.Org, taken...); err != nil {
			return err
		}
	}
	if e.Stage == domain.ExportLessons {
		err = h.lessons(ctx, e, public, &page)
	} else {
		err = h.list(ctx, e, org, public, &page)
	}
	if err != nil {
		return err
	}
	e, err = h.Store.ChangeExport(ctx, e.ID, func(e *domain.Export) (bool, error) { return e.Advance(page, h.Clock().UTC()), nil })
	if errors.Is(err, domain.ErrNotFound) {
		return nil
	}
	if err != nil || e.State != domain.ExportRunning {
		return err
	}
	return h.goOn(ctx, e)
}

// goOn publishes the next page.
func (h *handler) goOn(ctx context.Context, e domain.Export) error {
	return h.Publisher.Send(ctx, events.ExportWork, events.ExportJob{Export: e.ID, Page: e.Page}.Encode())
}

// key returns the public key of an archive, which the first page makes. An archive that has
// begun and has none was ended: domain.ErrNotFound.
func (h *handler) key(ctx context.Context, e domain.Export) ([]byte, error) {
	k, err := h.Vault.ExportKey(ctx, e.ID)
	if e.Page > 0 || !errors.Is(err, domain.ErrNotFound) {
		return k.Public, err
	}
	private, err := seal.NewExportKey()
	if err != nil {
		return nil, err
	}
	raw, err := private.Bytes()
	if err != nil {
		return nil, err
	}
	k = store.ExportKey{Org: e.Org, Public: private.Public()}
	if k.Wrapped, err = h.SessionKeys.Wrap(ctx, seal.ExportPath(e.ID), raw); err != nil {
		return nil, fmt.Errorf("wrapping an archive's key: %w", err)
	}
	err = h.Vault.CreateExportKey(ctx, e.ID, k)
	if errors.Is(err, domain.ErrConflict) {
		k, err = h.Vault.ExportKey(ctx, e.ID)
	}
	return k.Public, err
}

// object adds an object to a page: a sealed list of JSON values, one in a line.
func (h *handler) object(ctx context.Context, e domain.Export, public []byte, page *domain.ExportPage, of *archive.Session, values iter.Seq2[any, error]) error {
	name := archive.Name(e.ID, page.Page, page.Try, page.Objects)
	size, err := h.Objects.Create(ctx, name, func(to io.Writer) error {
		w, err := archive.NewWriter(to, h.Rand, seal.ExportPath(name), public, of)
		if err != nil {
			return err
		}
		encoder := json.NewEncoder(w)
		for v, err := range values {
			if err != nil {
				return err
			}
			if err := encoder.Encode(v); err != nil {
				return err
			}
		}
		return w.Close()
	})
	if err != nil {
		return err
	}
	page.Objects++
	page.Bytes += int(size)
	return nil
}

// lessons adds a page of sessions: of each what was asked, and the log of the answers, as it
// is sealed.
func (h *handler) lessons(ctx context.Context, e domain.Export, public []byte, page *domain.ExportPage) error {
	sessions, next, err := h.Store.Sessions(ctx, store.SessionQuery{Org: e.Org, States: taken}, domain.ExportPageSize, e.Token)
	if err != nil {
		return err
	}
	for _, s := range sessions {
		paper, err := h.Store.Paper(ctx, s.ID)
		if errors.Is(err, domain.ErrNotFound) {
			continue // it is being erased
		}
		if err != nil {
			return err
		}
		key, err := h.Store.AnswerKey(ctx, s.ID)
		if errors.Is(err, domain.ErrNotFound) {
			continue
		}
		if err != nil {
			return err
		}
		copied, err := archive.NewLesson(paper, key, h.Clock().UTC())
		if err != nil {
			return err
		}
		err = h.object(ctx, e, public, page, &archive.Session{ID: s.ID, Public: s.PublicKey}, func(yield func(any, error) bool) {
			if !yield(copied, nil) {
				return
			}
			for c, err := range h.Store.Chunks(ctx, s.ID) {
				if !yield(c, err) || err != nil {
					return
				}
			}
		})
		if err != nil {
			return err
		}
		page.Sessions++
	}
	page.Next = next
	return nil
}

// list adds a page of one of the other lists.
func (h *handler) list(ctx context.Context, e domain.Export, org domain.Org, public []byte, page *domain.ExportPage) error {
	values, next, err := h.values(ctx, e, org)
	if err != nil || len(values) == 0 {
		page.Next = next
		return err
	}
	page.Next = next
	return h.object(ctx, e, public, page, nil, func(yield func(any, error) bool) {
		for _, v := range values {
			if !yield(v, nil) {
				return
			}
		}
	})
}
