package store

import (
	"context"
)

// auditKeyDoc has the key under which an org's audit names who opened something. It opens
// nothing, so no other key wraps it.
type auditKeyDoc struct {
	Key []byte `firestore:"key"`
}

// AuditKey reads the key of the actors in an org's audit.
func (v *Vault) AuditKey(ctx context.Context, org string) ([]byte, error) {
	ctx, cancel := within(ctx)
	defer cancel()
	snap, err := get(ctx, v.db.Doc(auditKeyPath(org)))
	if err != nil {
		return nil, wrap("reading the key of an audit", err)
	}
	var d auditKeyDoc
	if err := snap.DataTo(&d); err != nil {
		return nil, wrap("decoding the key of an audit", err)
	}
	return d.Key, nil
}

// CreateAuditKey stores the key of the actors in an org's audit. If there is one
// already, it returns domain.ErrConflict.
func (v *Vault) CreateAuditKey(ctx context.Context, org string, key []byte) error {
	ctx, cancel := within(ctx)
	defer cancel()
	_, err := v.db.Doc(auditKeyPath(org)).Create(ctx, auditKeyDoc{Key: key})
	return wrap("storing the key of an audit", err)
}
