package store

import (
	"context"
	"time"

	"cloud.google.com/go/firestore"
)

// An Orphan is something that exists in one database only.
type Orphan struct {
	ID      string
	Org     string // empty: nobody can tell
	Session string
	Kind    OrphanKind
	Count   int // of documents or keys
	FoundAt time.Time
}

// OrphanKind says what lacks its counterpart.
type OrphanKind string

const (
	OrphanKey          OrphanKind = "key-without-session"
	OrphanSession      OrphanKind = "session-without-key"
	OrphanParticipants OrphanKind = "participants-without-key"
	OrphanBoxes        OrphanKind = "keys-without-participant"
	OrphanDocuments    OrphanKind = "documents-of-erased-session"
)

type orphanDoc struct {
	Org     string    `firestore:"org"`
	Session string    `firestore:"session"`
	Kind    string    `firestore:"kind"`
	Count   int       `firestore:"count"`
	FoundAt time.Time `firestore:"foundAt"`
}

func orphanDocOf(o Orphan) orphanDoc {
	return orphanDoc{Org: o.Org, Session: o.Session, Kind: string(o.Kind), Count: o.Count, FoundAt: o.FoundAt}
}

func orphanOf(snap *firestore.DocumentSnapshot) (Orphan, error) {
	var d orphanDoc
	err := snap.DataTo(&d)
	return Orphan{snap.Ref.ID, d.Org, d.Session, OrphanKind(d.Kind), d.Count, d.FoundAt}, wrap("decoding an orphan", err)
}

// SetOrphans records the orphans of one session in place of earlier ones. It keeps when
// one was first found.
func (s *Store) SetOrphans(ctx context.Context, sid string, orphans []Orphan) error {
	ctx, cancel := within(ctx)
	defer cancel()
	known := s.db.Collection(orphansPath).Where("session", "==", sid)
	err := s.db.RunTransaction(ctx, func(_ context.Context, tx *firestore.Transaction) error {
		snaps, err := tx.Documents(known).GetAll()
		if err != nil {
			return err
		}
		gone := make(map[string]*firestore.DocumentRef)
		since := make(map[string]time.Time)
		for _, snap := range snaps {
			o, err := orphanOf(snap)
			if err != nil {
				return err
			}
			gone[o.ID], since[o.ID] = snap.Ref, o.FoundAt
		}
		for _, o := range orphans {
			if at, ok := since[o.ID]; ok {
				o.FoundAt = at
			}
			delete(gone, o.ID)
			if err := tx.Set(s.db.Doc(orphanPath(o.ID)), orphanDocOf(o)); err != nil {
				return err
			}
		}
		for _, ref := range gone {
			if err := tx.Delete(ref); err != nil {
				return err
			}
		}
		return nil
	})
	return wrap("noting orphans", err)
}

// OrphanedSessions returns the sessions after the given id, up to the other, that have
// recorded orphans. An empty id is no bound.
func (s *Store) OrphanedSessions(ctx context.Context, after, until string) ([]string, error) {
	q := s.db.Collection(orphansPath).Where("session", ">", after)
	if until != "" {
		q = q.Where("session", "<=", until)
	}
	var all []string
	for id, err := range list(ctx, q.Select("session"), "listing orphans", func(snap *firestore.DocumentSnapshot) (string, error) {
		id, _ := snap.Data()["session"].(string)
		return id, nil
	}) {
		if err != nil {
			return nil, err
		}
		all = append(all, id)
	}
	return all, nil
}

// Orphans lists an org's orphans, or with an empty org those of no known one. It
// returns at most size of them and the token of the next page.
func (s *Store) Orphans(ctx context.Context, org string, size int, token string) ([]Orphan, string, error) {
	var after cursor
	if token != "" {
		var err error
		if after, err = parsePageToken(token, false); err != nil {
			return nil, "", err
		}
	}
	q := pageByID(s.db.Collection(orphansPath).Where("org", "==", org), after.ID, size+1)
	var all []Orphan
	for o, err := range list(ctx, q, "listing orphans", orphanOf) {
		if err != nil {
			return nil, "", err
		}
		all = append(all, o)
	}
	if len(all) <= size {
		return all, "", nil
	}
	return all[:size], pageToken(cursor{ID: all[size-1].ID}), nil
}
