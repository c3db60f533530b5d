package store

import (
	"cloud.google.com/go/firestore"
)

// look reads a document that may not be there.
func look(tx *firestore.Transaction, ref *firestore.DocumentRef) (snap *firestore.DocumentSnapshot, there bool, err error) {
	snaps, err := tx.GetAll([]*firestore.DocumentRef{ref})
	if err != nil {
		return nil, false, err
	}
	return snaps[0], snaps[0].Exists(), nil
}

// A write is one write of a transaction, to be made once all reads are done.
type write func(*firestore.Transaction) error

func deletes(ref *firestore.DocumentRef) write {
	return func(tx *firestore.Transaction) error { return tx.Delete(ref) }
}

func sets(ref *firestore.DocumentRef, doc any) write {
	return func(tx *firestore.Transaction) error { return tx.Set(ref, doc) }
}

// erasePage is how many documents one transaction deletes.
const erasePage = 300
