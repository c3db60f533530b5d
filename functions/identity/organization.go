package identity

import (
	"context"
	"errors"

	"github.com/cleanslate-edu/cleanslate/shared/account"
	"github.com/cleanslate-edu/cleanslate/shared/domain"
)

// organization has an organization created, and records which one it is. Deliveries that
// meet, or that come again, make the same one: it goes by its handle there.
func (h *handler) organization(ctx context.Context, id string) error {
	o, err := h.Store.Organization(ctx, id)
	if errors.Is(err, domain.ErrNotFound) {
		return nil // too old
	}
	if err != nil || !o.Waits() || !h.Clock().Before(o.EndsAt()) {
		return err
	}
	org, failed := h.Accounts.Organize(ctx, o.Handle(), o.Name)
	settling, cancel := context.WithTimeout(context.WithoutCancel(ctx), settleTime)
	defer cancel()
	_, err = h.Store.ChangeOrganization(settling, id, func(o *domain.Organization) error {
		if !o.Waits() {
			return nil // by another delivery
		}
		o.Org, o.Refused = org, errors.Is(failed, account.ErrRefused)
		return nil
	})
	if errors.Is(err, domain.ErrNotFound) {
		err = nil
	}
	return errors.Join(failed, err)
}
