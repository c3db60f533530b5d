package store

import (
	"context"
	"strings"

	"cloud.google.com/go/firestore"
)

// A Rest is what a worker knows to be left of one erasure that takes many transactions;
// the zero value knows nothing. What is in the databases decides: a Rest only saves
// looking for it. Firestore walks over what was deleted lately to find what is left, so
// that with a query for each transaction each would take longer than the one before.
type Rest struct {
	many   bool       // there was more than a page: what is left is listed
	listed []restItem // and not erased yet
	read   int        // how many of them the transaction takes
	// Where the next listing begins: after this document of this collection.
	at    int
	after string
}

type restItem struct {
	in int // which collection
	id string
}

// restMax is how many documents are listed at once: by their ids only.
const restMax = 20_000

// A heap is documents that an erasure deletes, however many there are.
type heap struct {
	in    *firestore.CollectionRef
	query firestore.Query // what of it; read like this
	cost  int             // how many small documents one counts as in a page
}

// next lists what is left, if there was more than a page and all that was listed
// is erased. Once nothing is, the Rest forgets all it knows, so that the next page comes
// from the beginning: only a transaction that finds nothing there may say so.
func (r *Rest) next(ctx context.Context, heaps []heap) error {
	if !r.many || len(r.listed) > 0 {
		return nil
	}
	var listed []restItem
	at, after := r.at, r.after
	for ; at < len(heaps); at, after = at+1, "" {
		q := pageByID(heaps[at].query.Select(), after, restMax-len(listed))
		for id, err := range list(ctx, q, "listing what is left", idOf) {
			if err != nil {
				return err
			}
			after = strings.Clone(id) // not the whole path
			listed = append(listed, restItem{at, after})
		}
		if len(listed) == restMax {
			break
		}
	}
	if len(listed) == 0 {
		*r = Rest{}
		return nil
	}
	r.listed, r.at, r.after = listed, at, after
	return nil
}

// page reads a page of what is left in a transaction, by collection. More says that it may
// not be all.
func (r *Rest) page(tx *firestore.Transaction, heaps []heap) (page [][]*firestore.DocumentSnapshot, more bool, err error) {
	page = make([][]*firestore.DocumentSnapshot, len(heaps))
	left := erasePage
	if len(r.listed) > 0 {
		var refs []*firestore.DocumentRef
		for _, item := range r.listed {
			if left -= heaps[item.in].cost; left < 0 {
				break
			}
			refs = append(refs, heaps[item.in].in.Doc(item.id))
		}
		snaps, err := tx.GetAll(refs)
		if err != nil {
			return nil, false, err
		}
		for i, snap := range snaps {
			if snap.Exists() {
				in := r.listed[i].in
				page[in] = append(page[in], snap)
			}
		}
		r.read = len(refs)
		return page, true, nil
	}
	for i, h := range heaps {
		limit := left / h.cost
		if limit == 0 {
			more = true
			break
		}
		if page[i], err = tx.Documents(h.query.Limit(limit)).GetAll(); err != nil {
			return nil, false, err
		}
		left -= len(page[i]) * h.cost
		more = more || len(page[i]) == limit
	}
	r.read = 0
	return page, more, nil
}

// erased notes that the page that was read last is erased.
func (r *Rest) erased(more bool) {
	r.many = r.many || more
	r.listed = r.listed[r.read:]
	r.read = 0
}
