package store

import (
	"context"
	"slices"
	"time"

	"cloud.google.com/go/firestore"

	"github.com/cleanslate-edu/cleanslate/shared/domain"
	"github.com/cleanslate-edu/cleanslate/shared/seal"
)

type newsletterDoc struct {
	Kind        string            `firestore:"kind"`
	Subject     map[string]string `firestore:"subject"`
	Text        map[string]string `firestore:"text"`
	WrittenAt   time.Time         `firestore:"writtenAt"`
	StartedAt   time.Time         `firestore:"startedAt,omitempty"`
	CancelledAt time.Time         `firestore:"cancelledAt,omitempty"`
	Who         string            `firestore:"who"`
}

func newsletterDocOf(n domain.Newsletter) newsletterDoc {
	return newsletterDoc{string(n.Kind), n.Subject, n.Text, n.WrittenAt, n.StartedAt, n.CancelledAt, n.Who}
}

func newsletterOf(snap *firestore.DocumentSnapshot) (domain.Newsletter, error) {
	var d newsletterDoc
	if err := snap.DataTo(&d); err != nil {
		return domain.Newsletter{}, wrap("decoding a newsletter", err)
	}
	return domain.Newsletter{
		ID: snap.Ref.ID, Kind: domain.MailKind(d.Kind), Subject: d.Subject, Text: d.Text, WrittenAt: d.WrittenAt, StartedAt: d.StartedAt,
		CancelledAt: d.CancelledAt, Who: d.Who,
	}, nil
}

func (s *Store) newsletters() *firestore.CollectionRef { return s.db.Collection(newslettersPath) }

// ErrNewsletters refuses to write another newsletter.
var ErrNewsletters = domain.Problem(domain.ErrConflict, "too-many-newsletters",
	"10 newsletters were written within 30 days. Wait until the first of them is older.")

// Newsletters returns the newsletters on record, the latest first: domain.NewslettersMax at most.
func (s *Store) Newsletters(ctx context.Context) ([]domain.Newsletter, error) {
	var all []domain.Newsletter
	for n, err := range list(ctx, s.newsletters().Limit(domain.NewslettersMax), "listing newsletters", newsletterOf) {
		if err != nil {
			return nil, err
		}
		all = append(all, n)
	}
	slices.SortFunc(all, func(a, b domain.Newsletter) int { return b.WrittenAt.Compare(a.WrittenAt) }) // which has no index
	return all, nil
}

// Newsletter reads one newsletter.
func (s *Store) Newsletter(ctx context.Context, id string) (domain.Newsletter, error) {
	ctx, cancel := within(ctx)
	defer cancel()
	snap, err := get(ctx, s.newsletters().Doc(id))
	if err != nil {
		return domain.Newsletter{}, wrap("reading a newsletter", err)
	}
	return newsletterOf(snap)
}

// ChangeNewsletters stores what change makes of all newsletters, in a transaction: one, or none
// if it returns nil. Change may run more than once.
func (s *Store) ChangeNewsletters(ctx context.Context, change func(all []domain.Newsletter) (*domain.Newsletter, error)) error {
	ctx, cancel := within(ctx)
	defer cancel()
	err := s.turns.transact(ctx, s.db, s.newsletters().Path, func(_ context.Context, tx *firestore.Transaction) error {
		snaps, err := tx.Documents(s.newsletters().Limit(domain.NewslettersMax)).GetAll()
		if err != nil {
			return err
		}
		all := make([]domain.Newsletter, len(snaps))
		for i, snap := range snaps {
			if all[i], err = newsletterOf(snap); err != nil {
				return err
			}
		}
		n, err := change(all)
		if err != nil || n == nil {
			return err
		}
		return tx.Set(s.newsletters().Doc(n.ID), newsletterDocOf(*n))
	})
	return wrap("changing a newsletter", err)
}

// DeleteOldNewsletters deletes newsletters that were written before the given time, and returns
// how many. It is to be called until there are none.
func (s *Store) DeleteOldNewsletters(ctx context.Context, before time.Time) (int, error) {
	return deletePage(ctx, s.db, s.newsletters().Where("writtenAt", "<", before), "deleting old newsletters")
}

// CountWanting counts the members of all orgs who may act and chose mail of a kind: news or
// service.
func (s *Store) CountWanting(ctx context.Context, kind domain.MailKind) (int, error) {
	active := s.db.CollectionGroup(seal.Members).Where("state", "==", string(domain.MemberActive))
	if kind == domain.MailNews {
		return count(ctx, active.Where("news", "==", true), "counting who wants news")
	}
	return count(ctx, active.Where("service", "==", true), "counting who wants mail about the service")
}
