package store

import (
	"context"
	"iter"
	"slices"
	"time"

	"cloud.google.com/go/firestore"

	"github.com/cleanslate-edu/cleanslate/shared/domain"
	"github.com/cleanslate-edu/cleanslate/shared/seal"
)

type exportDoc struct {
	Org      string          `firestore:"org"`
	By       string          `firestore:"by"`
	State    string          `firestore:"state"`
	AskedAt  time.Time       `firestore:"askedAt"`
	MovedAt  time.Time       `firestore:"movedAt"`
	DoneAt   time.Time       `firestore:"doneAt,omitempty"`
	Page     int             `firestore:"page"`
	Stage    string          `firestore:"stage"`
	Token    string          `firestore:"token,omitempty"`
	Total    int             `firestore:"total"`
	Sessions int             `firestore:"sessions"`
	Bytes    int             `firestore:"bytes"`
	Cut      bool            `firestore:"cut,omitempty"`
	Parts    []exportPartDoc `firestore:"parts,omitempty"`
}

type exportPartDoc struct {
	Page    int    `firestore:"page"`
	Try     string `firestore:"try"`
	Stage   string `firestore:"stage"`
	Objects int    `firestore:"objects"`
}

func exportDocOf(e domain.Export) exportDoc {
	d := exportDoc{
		Org: e.Org, By: e.By, State: string(e.State), AskedAt: e.AskedAt, MovedAt: e.MovedAt, DoneAt: e.DoneAt, Page: e.Page, Stage: string(e.Stage),
		Token: e.Token, Total: e.Total, Sessions: e.Sessions, Bytes: e.Bytes, Cut: e.Cut,
	}
	for _, p := range e.Parts {
		d.Parts = append(d.Parts, exportPartDoc{p.Page, p.Try, string(p.Stage), p.Objects})
	}
	return d
}

func exportOf(snap *firestore.DocumentSnapshot) (domain.Export, error) {
	var d exportDoc
	if err := snap.DataTo(&d); err != nil {
		return domain.Export{}, wrap("decoding an archive", err)
	}
	e := domain.Export{
		ID: snap.Ref.ID, Org: d.Org, By: d.By, State: domain.ExportState(d.State), AskedAt: d.AskedAt, MovedAt: d.MovedAt, DoneAt: d.DoneAt, Page: d.Page,
		Stage: domain.ExportStage(d.Stage), Token: d.Token, Total: d.Total, Sessions: d.Sessions, Bytes: d.Bytes, Cut: d.Cut,
	}
	for _, p := range d.Parts {
		e.Parts = append(e.Parts, domain.ExportPart{Page: p.Page, Try: p.Try, Stage: domain.ExportStage(p.Stage), Objects: p.Objects})
	}
	return e, nil
}

func (s *Store) exports() *firestore.CollectionRef { return s.db.Collection(seal.Exports) }

func (s *Store) export(id string) *firestore.DocumentRef { return s.db.Doc(seal.ExportPath(id)) }

// CreateExport stores a new archive of an org that stands unless check, which is given those
// that it has, returns an error. If there is one with the id already, it returns that.
func (s *Store) CreateExport(ctx context.Context, e domain.Export, check func(all []domain.Export) error) (domain.Export, error) {
	ctx, cancel := within(ctx)
	defer cancel()
	stored := e
	err := s.turns.transact(ctx, s.db, s.exports().Path+e.Org, func(_ context.Context, tx *firestore.Transaction) error {
		snap, there, err := look(tx, s.export(e.ID))
		if err != nil {
			return err
		}
		if there {
			stored, err = exportOf(snap)
			return err
		}
		if _, _, err := s.standing(tx, e.Org); err != nil {
			return err
		}
		snaps, err := tx.Documents(s.exports().Where("org", "==", e.Org)).GetAll()
		if err != nil {
			return err
		}
		var all []domain.Export
		for _, snap := range snaps {
			other, err := exportOf(snap)
			if err != nil {
				return err
			}
			all = append(all, other)
		}
		if err := check(all); err != nil {
			return err
		}
		stored = e
		return tx.Create(s.export(e.ID), exportDocOf(e))
	})
	return stored, wrap("storing an archive", err)
}

// Export reads an archive.
func (s *Store) Export(ctx context.Context, id string) (domain.Export, error) {
	ctx, cancel := within(ctx)
	defer cancel()
	snap, err := get(ctx, s.export(id))
	if err != nil {
		return domain.Export{}, wrap("reading an archive", err)
	}
	return exportOf(snap)
}

// Exports returns an org's archives, the latest first.
func (s *Store) Exports(ctx context.Context, org string) ([]domain.Export, error) {
	var all []domain.Export
	for e, err := range list(ctx, s.exports().Where("org", "==", org), "listing archives", exportOf) {
		if err != nil {
			return nil, err
		}
		all = append(all, e)
	}
	slices.SortFunc(all, func(x, y domain.Export) int { return y.AskedAt.Compare(x.AskedAt) })
	return all, nil
}

// AllExports returns all archives, without what they are made of.
func (s *Store) AllExports(ctx context.Context) iter.Seq2[domain.Export, error] {
	return list(ctx, s.exports().Select("org", "state", "askedAt", "movedAt", "page"), "listing archives", exportOf)
}

// ChangeExport changes an archive in a transaction, and returns it as it is then; nothing is
// stored unless change says so. Change may run more than once.
func (s *Store) ChangeExport(ctx context.Context, id string, change func(*domain.Export) (changed bool, err error)) (domain.Export, error) {
	ctx, cancel := within(ctx)
	defer cancel()
	var e domain.Export
	err := s.turns.transact(ctx, s.db, s.export(id).Path, func(_ context.Context, tx *firestore.Transaction) error {
		snap, err := tx.Get(s.export(id))
		if err != nil {
			return err
		}
		if e, err = exportOf(snap); err != nil {
			return err
		}
		changed, err := change(&e)
		if err != nil || !changed {
			return err
		}
		return tx.Set(snap.Ref, exportDocOf(e))
	})
	return e, wrap("changing an archive", err)
}

// DeleteExport deletes an archive whose key and objects are gone.
func (s *Store) DeleteExport(ctx context.Context, id string) error {
	ctx, cancel := within(ctx)
	defer cancel()
	_, err := s.export(id).Delete(ctx)
	return wrap("deleting an archive", err)
}

// CountSessionsIn counts an org's sessions in any of the states.
func (s *Store) CountSessionsIn(ctx context.Context, org string, states ...domain.State) (int, error) {
	return count(ctx, s.sessionsIn(org, states), "counting sessions")
}
