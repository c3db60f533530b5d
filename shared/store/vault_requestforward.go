package store

import (
	"context"
	"errors"

	"cloud.google.com/go/firestore"

	"github.com/cleanslate-edu/cleanslate/shared/domain"
)

// forwardDoc has the key of a request, boxed to an org to which it was forwarded.
type forwardDoc struct {
	Org     string `firestore:"org"`
	Request string `firestore:"request"`
	Box     []byte `firestore:"box"`
}

func (v *Vault) forwards() *firestore.CollectionRef { return v.db.Collection(requestForwardsPath) }

// ForwardRequestKey stores the key of a request, boxed to the org that it is forwarded to.
// One that is there already stays: it opens the same.
func (v *Vault) ForwardRequestKey(ctx context.Context, id, org string, box []byte) error {
	ctx, cancel := within(ctx)
	defer cancel()
	_, err := v.forwards().Doc(domain.RequestForwardID(id, org)).Create(ctx, forwardDoc{org, id, box})
	if err = wrap("storing a forwarded request's key", err); errors.Is(err, domain.ErrConflict) {
		return nil
	}
	return err
}

// ForwardedRequestKey reads the key of a request, boxed to an org that it was forwarded to.
func (v *Vault) ForwardedRequestKey(ctx context.Context, id, org string) ([]byte, error) {
	ctx, cancel := within(ctx)
	defer cancel()
	snap, err := get(ctx, v.forwards().Doc(domain.RequestForwardID(id, org)))
	if err != nil {
		return nil, wrap("reading a forwarded request's key", err)
	}
	var d forwardDoc
	if err := snap.DataTo(&d); err != nil {
		return nil, wrap("decoding a forwarded request's key", err)
	}
	return d.Box, nil
}
