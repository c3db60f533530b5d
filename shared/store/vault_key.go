package store

import (
	"context"
	"errors"
	"iter"
	"time"

	"cloud.google.com/go/firestore"

	"github.com/cleanslate-edu/cleanslate/shared/domain"
	"github.com/cleanslate-edu/cleanslate/shared/seal"
)

// A WrappedKey is a key that Cloud KMS wrapped.
type WrappedKey struct {
	Wrapped []byte
	// PublicKey goes with a session's private key. It is stored here too, so that
	// creating a session can be repeated after a crash.
	PublicKey []byte
	// Org goes with a member's key: whoever has a token that it made says nothing else.
	Org string
}

type wrappedDoc struct {
	Wrapped   []byte `firestore:"wrapped"`
	PublicKey []byte `firestore:"publicKey,omitempty"`
	Org       string `firestore:"org,omitempty"`
}

// erasedKeyDoc is the tombstone of a member's key.
type erasedKeyDoc struct {
	Erased bool   `firestore:"erased"`
	Org    string `firestore:"org"`
}

// CreateSessionKey stores a session's wrapped private key. If one exists already, it
// returns ErrConflict.
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

// MemberKey reads a member's wrapped key. The error is domain.ErrNotFound if there is
// none, or a tombstone.
func (v *Vault) MemberKey(ctx context.Context, id string) (WrappedKey, error) {
	k, err := v.key(ctx, seal.MemberKeyPath(id))
	if err == nil && len(k.Wrapped) == 0 {
		return k, errors.Join(domain.ErrNotFound, errors.New("reading a member's key"))
	}
	return k, err
}

// ErrHeld refuses to destroy what a legal hold keeps.
var ErrHeld = domain.Problem(domain.ErrConflict, "held",
	"A legal hold of your school keeps this from being deleted. Ask an administrator of your school when it ends, and delete it then.")

// DeleteMemberKey destroys the key of a member's profile, unless a legal hold keeps it.
// Another can be made, but for whoever was erased.
func (v *Vault) DeleteMemberKey(ctx context.Context, org, id string, now time.Time) error {
	ctx, cancel := within(ctx)
	defer cancel()
	return wrap("destroying a member's key", v.turns.transact(ctx, v.db, v.db.Doc(seal.MemberKeyPath(id)).Path, func(_ context.Context, tx *firestore.Transaction) error {
		snap, there, err := look(tx, v.db.Doc(seal.MemberKeyPath(id)))
		if err != nil {
			return err
		}
		state, _, err := look(tx, v.db.Doc(retentionPath))
		if err != nil {
			return err
		}
		if paused, _ := state.DataAt("paused"); paused != nil && paused != "" {
			return ErrPaused
		}
		hold, err := v.heldBy(tx, domain.Subject{Kind: domain.SubjectMember, Org: org, ID: id}, true, now)
		if err != nil {
			return err
		}
		if hold != nil {
			return ErrHeld
		}
		if erased, _ := snap.DataAt("erased"); !there || erased == true {
			return nil
		}
		return tx.Delete(snap.Ref)
	}))
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

// HasContactKey reports whether an org has a key for its contact.
func (v *Vault) HasContactKey(ctx context.Context, org string) (bool, error) {
	return has(ctx, v.db.Doc(seal.ContactKeyPath(org)), v.db)
}

// ContactKey reads the wrapped key of an org's contact.
func (v *Vault) ContactKey(ctx context.Context, org string) (WrappedKey, error) {
	k, err := v.key(ctx, seal.ContactKeyPath(org))
	if err == nil && len(k.Wrapped) == 0 {
		return k, errors.Join(domain.ErrNotFound, errors.New("reading an org's contact key"))
	}
	return k, err
}

// SessionKeyRefs returns the sessions that have keys by id, those after the given
// one.
func (v *Vault) SessionKeyRefs(ctx context.Context, after string, n int) ([]KeyRef, error) {
	return keyRefs(ctx, pageByID(v.db.Collection(seal.Sessions).Select(), after, n))
}

// A KeyRef is a session's key in the vault.
type KeyRef struct {
	ID  string
	Age time.Duration // by Firestore's clock
}

func keyRefs(ctx context.Context, q firestore.Query) ([]KeyRef, error) {
	var refs []KeyRef
	for r, err := range list(ctx, q, "listing keys", func(snap *firestore.DocumentSnapshot) (KeyRef, error) {
		return KeyRef{snap.Ref.ID, snap.ReadTime.Sub(snap.CreateTime)}, nil
	}) {
		if err != nil {
			return nil, err
		}
		refs = append(refs, r)
	}
	return refs, nil
}

// ErasedMembers returns the members whose keys are tombstones, with nothing but
// their org and id.
func (v *Vault) ErasedMembers(ctx context.Context) iter.Seq2[domain.Member, error] {
	q := v.db.Collection(seal.Members).Where("erased", "==", true)
	return list(ctx, q, "reading members' tombstones", func(snap *firestore.DocumentSnapshot) (domain.Member, error) {
		var d erasedKeyDoc
		err := snap.DataTo(&d)
		return domain.Member{ID: snap.Ref.ID, Org: d.Org, State: domain.MemberErased}, wrap("decoding a tombstone", err)
	})
}
