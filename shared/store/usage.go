package store

import (
	"context"
	"time"

	"cloud.google.com/go/firestore"

	"github.com/cleanslate-edu/cleanslate/shared/domain"
)

// usageDoc is how much a school used the service in a month. It has no other field: nothing
// of a teacher, a session or a student may be in it.
type usageDoc struct {
	Org       string    `firestore:"org"`
	Month     time.Time `firestore:"month"` // when it begins in UTC, whatever the school's clocks say
	Few       bool      `firestore:"few"`
	Students  int       `firestore:"students"`
	Sessions  int       `firestore:"sessions"`
	Answers   int       `firestore:"answers"`
	CountedAt time.Time `firestore:"countedAt"`
}

func usageDocOf(u domain.Usage) usageDoc {
	return usageDoc{u.Org, beginOf(u.Month), u.Few, u.Students, u.Sessions, u.Answers, u.CountedAt}
}

func usageOf(snap *firestore.DocumentSnapshot) (domain.Usage, error) {
	var d usageDoc
	if err := snap.DataTo(&d); err != nil {
		return domain.Usage{}, wrap("decoding a count of usage", err)
	}
	return domain.Usage{
		Org: d.Org, Month: domain.MonthOf(d.Month, time.UTC), Few: d.Few, Students: d.Students, Sessions: d.Sessions, Answers: d.Answers,
		CountedAt: d.CountedAt,
	}, nil
}

func beginOf(m domain.Month) time.Time {
	begin, _ := m.In(time.UTC)
	return begin
}

func (s *Store) usages() *firestore.CollectionRef { return s.db.Collection(usagePath) }

func (s *Store) usage(org string, month domain.Month) *firestore.DocumentRef {
	return s.usages().Doc(usageName(org, string(month)))
}

// CreateUsage stores what was counted. If a count is there, it stays as it is, and the error is
// ErrConflict: two counts of one month could be subtracted from each other. Of an org that is
// being erased none is stored, and the error is ErrNotFound.
func (s *Store) CreateUsage(ctx context.Context, u domain.Usage) error {
	ctx, cancel := within(ctx)
	defer cancel()
	ref := s.usage(u.Org, u.Month)
	err := s.turns.transact(ctx, s.db, ref.Path, func(_ context.Context, tx *firestore.Transaction) error {
		snap, err := tx.Get(s.org(u.Org))
		if err != nil {
			return err
		}
		o, err := orgOf(snap)
		if err != nil {
			return err
		}
		if o.State == domain.OrgErasing || o.State == domain.OrgErased {
			return domain.ErrNotFound
		}
		return tx.Create(ref, usageDocOf(u))
	})
	return wrap("storing a count of usage", err)
}

// UsageMissing returns those of the months of which there is no count.
func (s *Store) UsageMissing(ctx context.Context, org string, months []domain.Month) ([]domain.Month, error) {
	ctx, cancel := within(ctx)
	defer cancel()
	refs := make([]*firestore.DocumentRef, len(months))
	for i, m := range months {
		refs[i] = s.usage(org, m)
	}
	snaps, err := s.db.GetAll(ctx, refs)
	if err != nil {
		return nil, wrap("looking for counts of usage", err)
	}
	var missing []domain.Month
	for i, snap := range snaps {
		if !snap.Exists() {
			missing = append(missing, months[i])
		}
	}
	return missing, nil
}

// Usage lists the counts of the months from first to last, the latest first. It returns at most
// size of them and the token of the next page, which is empty on the last.
func (s *Store) Usage(ctx context.Context, first, last domain.Month, size int, token string) ([]domain.Usage, string, error) {
	ctx, cancel := within(ctx)
	defer cancel()
	q := s.usages().Where("month", ">=", beginOf(first)).Where("month", "<=", beginOf(last)).
		OrderBy("month", firestore.Desc).OrderBy(firestore.DocumentID, firestore.Desc)
	return latest(ctx, q, size, token, "listing counts of usage", usageOf, func(u domain.Usage) cursor {
		return cursor{beginOf(u.Month), usageName(u.Org, string(u.Month))}
	})
}
