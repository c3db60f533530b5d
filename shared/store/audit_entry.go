package store

import (
	"context"
	"encoding/json"
	"errors"
	"time"

	"cloud.google.com/go/firestore"
	"google.golang.org/grpc/codes"

	"github.com/cleanslate-edu/cleanslate/shared/domain"
	"github.com/cleanslate-edu/cleanslate/shared/wire"
)

// auditDoc is an entry with the bytes that are chained and signed.
type auditDoc struct {
	Org     string    `firestore:"org"`
	Actor   string    `firestore:"actor"`
	Purpose string    `firestore:"purpose"`
	At      time.Time `firestore:"at"`
	Body    []byte    `firestore:"body"`
	Block   int       `firestore:"block"` // of the chain; 0: not sealed yet
}

// A StoredEntry is an entry of the audit as it stands in the database: Body is its JSON,
// byte for byte what the chain's block, if it is in one already, holds the hash of.
type StoredEntry struct {
	domain.AuditEntry
	Body  []byte
	Block int
}

func auditDocOf(e StoredEntry) auditDoc {
	return auditDoc{Org: e.Org, Actor: e.Actor, Purpose: string(e.Purpose), At: e.At, Body: e.Body, Block: e.Block}
}

func storedEntryOf(snap *firestore.DocumentSnapshot) (StoredEntry, error) {
	var d auditDoc
	if err := snap.DataTo(&d); err != nil {
		return StoredEntry{}, wrap("decoding an audit entry", err)
	}
	e := StoredEntry{Body: d.Body, Block: d.Block}
	if err := json.Unmarshal(d.Body, &e.AuditEntry); err != nil {
		return StoredEntry{}, errors.New("decoding an audit entry failed")
	}
	return e, nil
}

// Note stores an entry of its org's audit. An entry is never overwritten.
func (a *Audit) Note(ctx context.Context, e domain.AuditEntry) error {
	ctx, cancel := within(ctx)
	defer cancel()
	body, err := json.Marshal(e)
	if err != nil {
		return errors.New("encoding an audit entry failed")
	}
	_, err = a.entries(e.Org).Doc(e.ID).Create(ctx, auditDocOf(StoredEntry{AuditEntry: e, Body: body}))
	if wire.CodeOf(err) == codes.AlreadyExists {
		return nil // The client sent it again after an answer was lost: the id is this entry's own.
	}
	return wrap("writing the audit", err)
}

// An AuditQuery says which entries of an org's audit are wanted. Zero values leave out
// nothing.
type AuditQuery struct {
	Org     string
	From    time.Time // at this time or later
	To      time.Time // before
	Actor   string
	Purpose domain.Purpose
}

// Entries lists entries of an org's audit, the latest first. It returns at most size of
// them and the token of the next page, which is empty on the last.
func (a *Audit) Entries(ctx context.Context, want AuditQuery, size int, token string) ([]StoredEntry, string, error) {
	q := a.entries(want.Org).Where("org", "==", want.Org)
	if want.Actor != "" {
		q = q.Where("actor", "==", want.Actor)
	}
	if want.Purpose != "" {
		q = q.Where("purpose", "==", string(want.Purpose))
	}
	if !want.From.IsZero() {
		q = q.Where("at", ">=", want.From)
	}
	if !want.To.IsZero() {
		q = q.Where("at", "<", want.To)
	}
	q = q.OrderBy("at", firestore.Desc).OrderBy(firestore.DocumentID, firestore.Desc)
	return latest(ctx, q, size, token, "listing the audit", storedEntryOf, func(v StoredEntry) cursor { return cursor{v.At, v.ID} })
}

// BlockEntries returns the entries of one block, in no order.
func (a *Audit) BlockEntries(ctx context.Context, org string, n int) ([]StoredEntry, error) {
	var all []StoredEntry
	for e, err := range list(ctx, a.entries(org).Where("block", "==", n), "reading a block's entries", storedEntryOf) {
		if err != nil {
			return nil, err
		}
		all = append(all, e)
	}
	return all, nil
}

// Unsealed is the Vault's, for the entries of an org's audit.
func (a *Audit) Unsealed(ctx context.Context, org string, before time.Time, after *Record, limit int) ([]Record, error) {
	q := a.entries(org).Where("org", "==", org).Where("block", "==", 0).Where("at", "<=", before).
		OrderBy("at", firestore.Asc).OrderBy(firestore.DocumentID, firestore.Asc).Limit(limit)
	return unsealed(ctx, q, after, func(snap *firestore.DocumentSnapshot) (Record, error) {
		e, err := storedEntryOf(snap)
		return Record{e.ID, e.Body, e.At}, err
	})
}
