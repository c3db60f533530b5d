package store

import (
	"context"
	"iter"

	"cloud.google.com/go/firestore"

	"github.com/cleanslate-edu/cleanslate/shared/seal"
)

// An ExportKey is what the vault holds for one archive: its key pair, the private one wrapped
// by Cloud KMS.
type ExportKey struct {
	Org     string
	Public  []byte
	Wrapped []byte
}

type exportKeyDoc struct {
	Org     string `firestore:"org"`
	Public  []byte `firestore:"public"`
	Wrapped []byte `firestore:"wrapped"`
}

func (v *Vault) exports() *firestore.CollectionRef { return v.db.Collection(seal.Exports) }

// CreateExportKey stores a new archive's key. If there is one already, it returns
// domain.ErrConflict.
func (v *Vault) CreateExportKey(ctx context.Context, id string, k ExportKey) error {
	ctx, cancel := within(ctx)
	defer cancel()
	_, err := v.db.Doc(seal.ExportPath(id)).Create(ctx, exportKeyDoc(k))
	return wrap("storing an archive's key", err)
}

// ExportKey reads an archive's key.
func (v *Vault) ExportKey(ctx context.Context, id string) (ExportKey, error) {
	ctx, cancel := within(ctx)
	defer cancel()
	snap, err := get(ctx, v.db.Doc(seal.ExportPath(id)))
	if err != nil {
		return ExportKey{}, wrap("reading an archive's key", err)
	}
	var d exportKeyDoc
	if err := snap.DataTo(&d); err != nil {
		return ExportKey{}, wrap("decoding an archive's key", err)
	}
	return ExportKey(d), nil
}

// DeleteExportKey destroys an archive's key: nobody can read it any more.
func (v *Vault) DeleteExportKey(ctx context.Context, id string) error {
	ctx, cancel := within(ctx)
	defer cancel()
	_, err := v.db.Doc(seal.ExportPath(id)).Delete(ctx)
	return wrap("destroying an archive's key", err)
}

// ExportRefs returns the archives that have keys.
func (v *Vault) ExportRefs(ctx context.Context) iter.Seq2[KeyRef, error] {
	return list(ctx, v.exports().Select(), "listing archives' keys", func(snap *firestore.DocumentSnapshot) (KeyRef, error) {
		return KeyRef{snap.Ref.ID, snap.ReadTime.Sub(snap.CreateTime)}, nil
	})
}
