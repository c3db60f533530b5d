package lifecycle

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"time"

	"github.com/cleanslate-edu/cleanslate/shared/domain"
)

// announce has the ends of an org's agreements announced that are due, to the school and
// to the operator. It only says which: breach, which may open contacts, writes the letters.
func (l *Lifecycle) announce(ctx context.Context, org domain.Org) error {
	now := l.now()
	for _, a := range org.Announcements(now) {
		for _, to := range []domain.Office{domain.OfficeSchool, domain.OfficeOperator} {
			if _, err := l.store.PutLetter(ctx, a.Letter(org.ID, to, now)); err != nil {
				return fmt.Errorf("announcing an agreement's end: %w", err)
			}
		}
	}
	return nil
}

// farewellWait is after how long a letter that isn't handed over needs a person: all
// attempts to send it take less.
const farewellWait = 5 * 24 * time.Hour

// farewell has an org's last receipts mailed to its office, and reports whether that is
// over: until then the key stays that opens the address and the letter. It's called once
// everything within the org is erased, so that all receipts but the org's own are there.
func (l *Lifecycle) farewell(ctx context.Context, e *domain.Erasure) (handed bool, err error) {
	if e.Destroying {
		return true, nil // it was, or there was nothing to wait for
	}
	org, now := e.Subject.Org, l.now()
	_, err = l.store.OrgContact(ctx, org)
	if errors.Is(err, domain.ErrNotFound) {
		return true, nil // there is nobody to write to
	}
	if err != nil {
		return false, err
	}
	if has, err := l.vault.HasContactKey(ctx, org); err != nil || !has {
		return err == nil, err // nobody can open the address any more
	}
	letter, err := l.store.PutLetter(ctx, domain.Farewell(org, now))
	if err != nil {
		return false, err
	}
	if !letter.HandedOver() && now.Sub(letter.MadeAt) > farewellWait {
		slog.ErrorContext(ctx, "an org's last receipts aren't mailed: its erasure waits for that", alert, waits, "org", org)
	}
	return letter.HandedOver(), nil
}
