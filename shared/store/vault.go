package store

import (
	"context"

	"github.com/cleanslate-edu/cleanslate/shared/seal"
)

// A WrappedKey is a key that Cloud KMS wrapped.
type WrappedKey struct {
	Wrapped []byte
	// PublicKey goes with a session's private key. It stands here too, so
	// that creating a session can be repeated after a crash.
	PublicKey []byte
}

type wrappedDoc struct {
	Wrapped   []byte `firestore:"wrapped"`
	PublicKey []byte `firestore:"publicKey,omitempty"`
}

// CreateSessionKey stores a session's wrapped private key. Where one stands
// already it is ErrConflict.
func (v *Vault) CreateSessionKey(ctx context.Context, sid string, k WrappedKey) error {
	return v.createKey(ctx, seal.SessionPath(sid), k)
}

// SessionKey reads a session's wrapped private key.
func (v *Vault) SessionKey(ctx context.Context, sid string) (WrappedKey, error) {
	return v.key(ctx, seal.SessionPath(sid))
}

// CreateMemberKey stores a member's wrapped key.
func (v *Vault) CreateMemberKey(ctx context.Context, id string, k WrappedKey) error {
	return v.createKey(ctx, seal.MemberKeyPath(id), k)
}

// MemberKey reads a member's wrapped key.
func (v *Vault) MemberKey(ctx context.Context, id string) (WrappedKey, error) {
	return v.key(ctx, seal.MemberKeyPath(id))
}

// CreateContactKey stores the wrapped key of an org's contact.
func (v *Vault) CreateContactKey(ctx context.Context, org string, k WrappedKey) error {
	return v.createKey(ctx, seal.ContactKeyPath(org), k)
}

func (v *Vault) createKey(ctx context.Context, path string, k WrappedKey) error {
	ctx, cancel := within(ctx)
	defer cancel()
	_, err := v.db.Doc(path).Create(ctx, wrappedDoc(k))
	return wrap("storing a wrapped key", err)
}

func (v *Vault) key(ctx context.Context, path string) (WrappedKey, error) {
	ctx, cancel := within(ctx)
	defer cancel()
	snap, err := get(ctx, v.db.Doc(path))
	if err != nil {
		return WrappedKey{}, wrap("reading a wrapped key", err)
	}
	var d wrappedDoc
	if err := snap.DataTo(&d); err != nil {
		return WrappedKey{}, wrap("decoding a wrapped key", err)
	}
	return WrappedKey(d), nil
}
