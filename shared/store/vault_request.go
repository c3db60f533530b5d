package store

import (
	"context"
	"iter"
	"time"

	"cloud.google.com/go/firestore"

	"github.com/cleanslate-edu/cleanslate/shared/domain"
	"github.com/cleanslate-edu/cleanslate/shared/seal"
)

// RequestBoxes are what the vault holds for one request: its key, boxed to the school and
// under the requester's secret.
type RequestBoxes struct {
	Org       string
	School    []byte
	Requester []byte
}

type requestBoxesDoc struct {
	Org       string `firestore:"org"`
	School    []byte `firestore:"school"`
	Requester []byte `firestore:"requester"`
}

func requestBoxesOf(snap *firestore.DocumentSnapshot) (RequestBoxes, error) {
	var d requestBoxesDoc
	if err := snap.DataTo(&d); err != nil {
		return RequestBoxes{}, wrap("decoding a request's boxes", err)
	}
	return RequestBoxes(d), nil
}

func (v *Vault) requests() *firestore.CollectionRef { return v.db.Collection(seal.Requests) }

// CreateRequestBoxes stores a new request's boxes. If there are some already, it returns
// domain.ErrConflict.
func (v *Vault) CreateRequestBoxes(ctx context.Context, id string, b RequestBoxes) error {
	ctx, cancel := within(ctx)
	defer cancel()
	_, err := v.db.Doc(seal.RequestPath(id)).Create(ctx, requestBoxesDoc(b))
	return wrap("storing a request's boxes", err)
}

// RequestBoxes reads a request's boxes.
func (v *Vault) RequestBoxes(ctx context.Context, id string) (RequestBoxes, error) {
	ctx, cancel := within(ctx)
	defer cancel()
	snap, err := get(ctx, v.db.Doc(seal.RequestPath(id)))
	if err != nil {
		return RequestBoxes{}, wrap("reading a request's boxes", err)
	}
	return requestBoxesOf(snap)
}

// DeleteRequestBoxes destroys a request's boxes, those of orgs that it was forwarded to
// included: nobody can read it any more.
func (v *Vault) DeleteRequestBoxes(ctx context.Context, id string) error {
	if _, err := deletePage(ctx, v.db, v.forwards().Where("request", "==", id), "destroying a forwarded request's boxes"); err != nil {
		return err
	}
	ctx, cancel := within(ctx)
	defer cancel()
	_, err := v.db.Doc(seal.RequestPath(id)).Delete(ctx)
	return wrap("destroying a request's boxes", err)
}

// RequestRefs returns the requests that have boxes, for each box one: its own, and those of
// orgs that it was forwarded to.
func (v *Vault) RequestRefs(ctx context.Context) iter.Seq2[KeyRef, error] {
	own := list(ctx, v.requests().Select(), "listing requests' keys", func(snap *firestore.DocumentSnapshot) (KeyRef, error) {
		return KeyRef{snap.Ref.ID, snap.ReadTime.Sub(snap.CreateTime)}, nil
	})
	forwarded := list(ctx, v.forwards().Select("request"), "listing forwarded requests' keys", func(snap *firestore.DocumentSnapshot) (KeyRef, error) {
		var d forwardDoc
		err := snap.DataTo(&d)
		return KeyRef{d.Request, snap.ReadTime.Sub(snap.CreateTime)}, err
	})
	return func(yield func(KeyRef, error) bool) {
		for _, refs := range []iter.Seq2[KeyRef, error]{own, forwarded} {
			for ref, err := range refs {
				if !yield(ref, err) {
					return
				}
			}
		}
	}
}

// RequestKeys reads an org's key pair for requests: the private key as Cloud KMS wrapped
// it, and the public one.
func (v *Vault) RequestKeys(ctx context.Context, org string) (WrappedKey, error) {
	return v.key(ctx, seal.RequestKeyPath(org))
}

// CreateRequestKeys stores an org's key pair for requests. If it has one already, it
// returns domain.ErrConflict.
func (v *Vault) CreateRequestKeys(ctx context.Context, org string, k WrappedKey) error {
	return v.createKey(ctx, seal.RequestKeyPath(org), k)
}

// addressKeyDoc has the key under which a day's addresses are hashed. It opens nothing, so
// no other key wraps it.
type addressKeyDoc struct {
	Key []byte    `firestore:"key"`
	At  time.Time `firestore:"at"`
}

// AddressKey reads the key under which addresses are hashed on a day, a domain.AddressDay.
func (v *Vault) AddressKey(ctx context.Context, day string) ([]byte, error) {
	ctx, cancel := within(ctx)
	defer cancel()
	snap, err := get(ctx, v.db.Doc(addressKeyPath(day)))
	if err != nil {
		return nil, wrap("reading the key of a day's addresses", err)
	}
	var d addressKeyDoc
	if err := snap.DataTo(&d); err != nil {
		return nil, wrap("decoding the key of a day's addresses", err)
	}
	return d.Key, nil
}

// CreateAddressKey stores the key of the day of now. If there is one already, it returns
// domain.ErrConflict.
func (v *Vault) CreateAddressKey(ctx context.Context, key []byte, now time.Time) error {
	ctx, cancel := within(ctx)
	defer cancel()
	_, err := v.db.Doc(addressKeyPath(domain.AddressDay(now))).Create(ctx, addressKeyDoc{Key: key, At: now})
	return wrap("storing the key of a day's addresses", err)
}

// DeleteOldAddressKeys deletes the keys that were made before the given time.
func (v *Vault) DeleteOldAddressKeys(ctx context.Context, before time.Time) (int, error) {
	return deletePage(ctx, v.db, v.db.Collection(addressKeysPath).Where("at", "<=", before), "deleting keys of addresses")
}
