package store

import (
	"context"
	"iter"
	"time"

	"cloud.google.com/go/firestore"

	"github.com/cleanslate-edu/cleanslate/shared/domain"
	"github.com/cleanslate-edu/cleanslate/shared/seal"
)

type letterDoc struct {
	Org       string    `firestore:"org"`
	To        string    `firestore:"to"`
	Kind      string    `firestore:"kind"`
	Agreement string    `firestore:"agreement"`
	EndsAt    time.Time `firestore:"endsAt,omitempty"`
	Days      int       `firestore:"days"`
	Request   string    `firestore:"request,omitempty"`
	Clause    string    `firestore:"clause,omitempty"`
	Percent   int       `firestore:"percent,omitempty"`
	DueAt     time.Time `firestore:"dueAt,omitempty"`
	MadeAt    time.Time `firestore:"madeAt"`
	KeyOrg    string    `firestore:"keyOrg"`
	Recipient []byte    `firestore:"recipient"` // sealed
	Content   []byte    `firestore:"content"`   // sealed
	attemptsDoc
}

func letterDocOf(l domain.Letter) letterDoc {
	return letterDoc{
		Org: l.Org, To: string(l.To), Kind: string(l.Kind), Agreement: l.Agreement, EndsAt: l.EndsAt, Days: l.Days,
		Request: l.Request, Clause: l.Clause, Percent: l.Percent, DueAt: l.DueAt, MadeAt: l.MadeAt,
		KeyOrg: l.KeyOrg, Recipient: l.Recipient, Content: l.Content, attemptsDoc: attemptsDocOf(l.Attempts),
	}
}

func letterOf(snap *firestore.DocumentSnapshot) (domain.Letter, error) {
	var d letterDoc
	if err := snap.DataTo(&d); err != nil {
		return domain.Letter{}, wrap("decoding a letter", err)
	}
	return domain.Letter{
		ID: snap.Ref.ID, Org: d.Org, To: domain.Office(d.To), Kind: domain.LetterKind(d.Kind), Agreement: d.Agreement, EndsAt: d.EndsAt,
		Days: d.Days, Request: d.Request, Clause: d.Clause, Percent: d.Percent, DueAt: d.DueAt, MadeAt: d.MadeAt, Delivery: domain.Delivery{
			Attempts: attemptsOf(d.attemptsDoc), KeyOrg: d.KeyOrg, Recipient: d.Recipient, Content: d.Content,
		},
	}, nil
}

func (s *Store) letters() *firestore.CollectionRef { return s.db.Collection(seal.Letters) }

func (s *Store) letter(id string) *firestore.DocumentRef { return s.db.Doc(seal.LetterPath(id)) }

// PutLetter stores a letter that isn't there yet, or was withdrawn, and returns the one
// that is there then. However often it is called, there is one.
func (s *Store) PutLetter(ctx context.Context, l domain.Letter) (domain.Letter, error) {
	ctx, cancel := within(ctx)
	defer cancel()
	var stored domain.Letter
	err := s.turns.transact(ctx, s.db, s.letter(l.ID).Path, func(_ context.Context, tx *firestore.Transaction) error {
		snap, there, err := look(tx, s.letter(l.ID))
		if err != nil {
			return err
		}
		if there {
			if stored, err = letterOf(snap); err != nil || stored.State != domain.NoticeNotRequired {
				return err
			}
		}
		stored = l
		return tx.Set(s.letter(l.ID), letterDocOf(l))
	})
	return stored, wrap("storing a letter", err)
}

// ChangeLetter changes a letter in a transaction with the org that it is about, of which
// nothing but the id may be left, and returns both; nothing is stored unless change says
// so. Change may run more than once.
func (s *Store) ChangeLetter(ctx context.Context, id string, change func(l *domain.Letter, o domain.Org) (changed bool, err error)) (domain.Letter, error) {
	ctx, cancel := within(ctx)
	defer cancel()
	var l domain.Letter
	err := s.turns.transact(ctx, s.db, s.letter(id).Path, func(_ context.Context, tx *firestore.Transaction) error {
		snap, err := tx.Get(s.letter(id))
		if err != nil {
			return err
		}
		if l, err = letterOf(snap); err != nil {
			return err
		}
		o, err := s.orgIn(tx, l.Org)
		if err != nil {
			return err
		}
		changed, err := change(&l, o)
		if err != nil || !changed {
			return err
		}
		return tx.Set(s.letter(id), letterDocOf(l))
	})
	return l, wrap("changing a letter", err)
}

// Letter reads a letter.
func (s *Store) Letter(ctx context.Context, id string) (domain.Letter, error) {
	ctx, cancel := within(ctx)
	defer cancel()
	snap, err := get(ctx, s.letter(id))
	if err != nil {
		return domain.Letter{}, wrap("reading a letter", err)
	}
	return letterOf(snap)
}

// lettersMax bounds how many of an org's letters are read at once: some years' worth.
const lettersMax = 500

// Letters returns the letters about an org, lettersMax at most.
func (s *Store) Letters(ctx context.Context, org string) iter.Seq2[domain.Letter, error] {
	return list(ctx, s.letters().Where("org", "==", org).Limit(lettersMax), "reading letters", letterOf)
}

// OpenLetters returns the ids of the letters of which something has yet to happen.
func (s *Store) OpenLetters(ctx context.Context) iter.Seq2[string, error] {
	q := s.letters().Where("state", "in", []any{
		string(domain.NoticeWaiting), string(domain.NoticeQueued), string(domain.NoticeSending), string(domain.NoticeDeferred),
	}).Select()
	return list(ctx, q, "listing letters", idOf)
}

// DeleteOldLetters deletes a page of letters that were made before the given time.
func (s *Store) DeleteOldLetters(ctx context.Context, before time.Time) (int, error) {
	return deletePage(ctx, s.db, s.letters().Where("madeAt", "<", before), "deleting old letters")
}
