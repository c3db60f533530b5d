package store

import (
	"context"
	"encoding/json"
	"errors"
	"iter"
	"slices"
	"time"

	"cloud.google.com/go/firestore"

	"github.com/cleanslate-edu/cleanslate/shared/domain"
)

// transferDoc is what a school hands over for research, as it authorized it.
type transferDoc struct {
	Org          string    `firestore:"org"`
	Recipient    string    `firestore:"recipient"`
	Purpose      string    `firestore:"purpose"`
	Ground       string    `firestore:"ground"`
	From         string    `firestore:"from"`
	To           string    `firestore:"to"`
	Begin        time.Time `firestore:"begin"`
	End          time.Time `firestore:"end"`
	Sets         []string  `firestore:"sets,omitempty"`
	Parts        []partDoc `firestore:"parts"`
	Done         int       `firestore:"done"`
	Who          string    `firestore:"who"`
	AuthorizedAt time.Time `firestore:"authorizedAt"`
	EndsAt       time.Time `firestore:"endsAt"`
	CountedAt    time.Time `firestore:"countedAt,omitempty"`
	MadeAt       time.Time `firestore:"madeAt,omitempty"`
	CSV          string    `firestore:"csv,omitempty"`
	JSON         string    `firestore:"json,omitempty"`
	Words        string    `firestore:"words,omitempty"`
	SavedAt      time.Time `firestore:"savedAt,omitempty"`
	SavedBy      string    `firestore:"savedBy,omitempty"`
	WithdrawnAt  time.Time `firestore:"withdrawnAt,omitempty"`
	GoneAt       time.Time `firestore:"goneAt,omitempty"`
	Gone         bool      `firestore:"gone"` // what retention looks for
}

type partDoc struct {
	Set     string `firestore:"set"`
	Version int    `firestore:"version"`
}

func transferDocOf(t domain.Transfer) transferDoc {
	d := transferDoc{
		Org: t.Org, Recipient: t.Recipient, Purpose: t.Purpose, Ground: t.Ground, From: string(t.From), To: string(t.To),
		Begin: t.Begin, End: t.End, Sets: t.Sets, Done: t.Done, CountedAt: t.CountedAt, Who: t.Who, AuthorizedAt: t.AuthorizedAt, EndsAt: t.EndsAt, MadeAt: t.MadeAt, CSV: t.CSV, JSON: t.JSON, Words: t.Words,
		SavedAt: t.SavedAt, SavedBy: t.SavedBy, WithdrawnAt: t.WithdrawnAt, GoneAt: t.GoneAt, Gone: !t.GoneAt.IsZero(),
	}
	for _, p := range t.Parts {
		d.Parts = append(d.Parts, partDoc(p))
	}
	return d
}

func transferOf(snap *firestore.DocumentSnapshot) (domain.Transfer, error) {
	var d transferDoc
	if err := snap.DataTo(&d); err != nil {
		return domain.Transfer{}, wrap("decoding a transfer", err)
	}
	t := domain.Transfer{
		ID: snap.Ref.ID, Org: d.Org, Recipient: d.Recipient, Purpose: d.Purpose, Ground: d.Ground, From: domain.Month(d.From), To: domain.Month(d.To),
		Begin: d.Begin, End: d.End, CountedAt: d.CountedAt, Sets: d.Sets, Done: d.Done, Who: d.Who, AuthorizedAt: d.AuthorizedAt, EndsAt: d.EndsAt, MadeAt: d.MadeAt, CSV: d.CSV, JSON: d.JSON,
		Words: d.Words, SavedAt: d.SavedAt, SavedBy: d.SavedBy, WithdrawnAt: d.WithdrawnAt, GoneAt: d.GoneAt,
	}
	for _, p := range d.Parts {
		t.Parts = append(t.Parts, domain.SetVersion(p))
	}
	return t, nil
}

func (s *Store) transfers() *firestore.CollectionRef { return s.db.Collection(transfersPath) }

func (s *Store) transfersOf(org string) firestore.Query {
	return s.transfers().Where("org", "==", org).Limit(domain.TransfersMax)
}

// Transfers returns what an org authorized for research, the latest first: 200 at most.
func (s *Store) Transfers(ctx context.Context, org string) ([]domain.Transfer, error) {
	var all []domain.Transfer
	for t, err := range list(ctx, s.transfersOf(org), "listing transfers", transferOf) {
		if err != nil {
			return nil, err
		}
		all = append(all, t)
	}
	slices.SortFunc(all, func(a, b domain.Transfer) int { return b.AuthorizedAt.Compare(a.AuthorizedAt) }) // which has no index
	return all, nil
}

// TransfersKept returns the transfers of which tables may be kept: few are at a time.
func (s *Store) TransfersKept(ctx context.Context) iter.Seq2[domain.Transfer, error] {
	return list(ctx, s.transfers().Where("gone", "==", false), "listing transfers that are kept", transferOf)
}

// Transfer reads one transfer of an org.
func (s *Store) Transfer(ctx context.Context, org, id string) (domain.Transfer, error) {
	ctx, cancel := within(ctx)
	defer cancel()
	snap, err := get(ctx, s.transfers().Doc(id))
	if err != nil {
		return domain.Transfer{}, wrap("reading a transfer", err)
	}
	t, err := transferOf(snap)
	if err == nil && t.Org != org {
		return domain.Transfer{}, wrap("reading a transfer", domain.ErrNotFound)
	}
	return t, err
}

// AuthorizeTransfer stores what change makes of an org's transfers, in a transaction: one more,
// or none if it returns nil. Change may run more than once.
func (s *Store) AuthorizeTransfer(ctx context.Context, org string, change func(all []domain.Transfer) (*domain.Transfer, error)) error {
	ctx, cancel := within(ctx)
	defer cancel()
	err := s.turns.transact(ctx, s.db, s.org(org).Path, func(_ context.Context, tx *firestore.Transaction) error {
		snaps, err := tx.Documents(s.transfersOf(org)).GetAll()
		if err != nil {
			return err
		}
		all := make([]domain.Transfer, len(snaps))
		for i, snap := range snaps {
			if all[i], err = transferOf(snap); err != nil {
				return err
			}
		}
		t, err := change(all)
		if err != nil || t == nil {
			return err
		}
		return tx.Create(s.transfers().Doc(t.ID), transferDocOf(*t))
	})
	return wrap("authorizing a transfer", err)
}

// ChangeTransfer changes a transfer in a transaction, and returns it as it is then. Change may
// run more than once.
func (s *Store) ChangeTransfer(ctx context.Context, org, id string, change func(*domain.Transfer) error) (domain.Transfer, error) {
	ctx, cancel := within(ctx)
	defer cancel()
	var t domain.Transfer
	ref := s.transfers().Doc(id)
	err := s.turns.transact(ctx, s.db, ref.Path, func(_ context.Context, tx *firestore.Transaction) error {
		snap, err := tx.Get(ref)
		if err != nil {
			return err
		}
		if t, err = transferOf(snap); err != nil {
			return err
		}
		if t.Org != org {
			return domain.ErrNotFound
		}
		if err := change(&t); err != nil {
			return err
		}
		return tx.Set(ref, transferDocOf(t))
	})
	return t, wrap("changing a transfer", err)
}

// tableDoc is one table of a transfer: what may leave the school, as JSON.
type tableDoc struct {
	Org      string `firestore:"org"`
	Transfer string `firestore:"transfer"`
	N        int    `firestore:"n"`
	JSON     []byte `firestore:"json"`
}

// A TransferTable is the table of one part of a transfer.
type TransferTable struct {
	Org      string
	Transfer string
	N        int // of the part
	Table    domain.Table
}

func tableDocOf(t TransferTable) (tableDoc, error) {
	b, err := json.Marshal(t.Table)
	if err != nil {
		return tableDoc{}, errors.New("encoding a table failed")
	}
	return tableDoc{t.Org, t.Transfer, t.N, b}, nil
}

func tableOf(snap *firestore.DocumentSnapshot) (TransferTable, error) {
	var d tableDoc
	if err := snap.DataTo(&d); err != nil {
		return TransferTable{}, wrap("decoding a table", err)
	}
	t := TransferTable{Org: d.Org, Transfer: d.Transfer, N: d.N}
	if err := json.Unmarshal(d.JSON, &t.Table); err != nil {
		return TransferTable{}, errors.New("decoding a table failed")
	}
	return t, nil
}

func (s *Store) transferTables() *firestore.CollectionRef { return s.db.Collection(transferTablesPath) }

// AddTransferTable stores a table of a transfer together with what change makes of the transfer,
// or neither if it reports false or fails, so that no table outlives its transfer. It returns the
// transfer as it is then. Change may run more than once.
func (s *Store) AddTransferTable(ctx context.Context, table TransferTable, change func(*domain.Transfer) (bool, error)) (domain.Transfer, error) {
	ctx, cancel := within(ctx)
	defer cancel()
	d, err := tableDocOf(table)
	if err != nil {
		return domain.Transfer{}, err
	}
	var t domain.Transfer
	ref := s.transfers().Doc(table.Transfer)
	err = s.turns.transact(ctx, s.db, ref.Path, func(_ context.Context, tx *firestore.Transaction) error {
		snap, err := tx.Get(ref)
		if err != nil {
			return err
		}
		if t, err = transferOf(snap); err != nil {
			return err
		}
		if t.Org != table.Org {
			return domain.ErrNotFound
		}
		add, err := change(&t)
		if err != nil || !add {
			return err
		}
		if err := tx.Set(s.transferTables().Doc(tableName(table.Transfer, table.N)), d); err != nil {
			return err
		}
		return tx.Set(ref, transferDocOf(t))
	})
	return t, wrap("storing a table", err)
}

// TransferTables returns the tables of a transfer, in the order of its parts.
func (s *Store) TransferTables(ctx context.Context, id string) ([]domain.Table, error) {
	var all []TransferTable
	for t, err := range list(ctx, s.transferTables().Where("transfer", "==", id), "reading tables", tableOf) {
		if err != nil {
			return nil, err
		}
		all = append(all, t)
	}
	slices.SortFunc(all, func(a, b TransferTable) int { return a.N - b.N })
	tables := make([]domain.Table, len(all))
	for i := range all {
		tables[i] = all[i].Table
	}
	return tables, nil
}

// DeleteTransferTables deletes a page of the tables of a transfer, and returns how many.
func (s *Store) DeleteTransferTables(ctx context.Context, id string) (int, error) {
	return deletePage(ctx, s.db, s.transferTables().Where("transfer", "==", id), "deleting tables")
}
