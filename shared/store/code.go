package store

import (
	"context"
	"time"

	"cloud.google.com/go/firestore"

	"github.com/cleanslate-edu/cleanslate/shared/domain"
)

func (s *Store) code(code string) *firestore.DocumentRef { return s.db.Doc(codePath(code)) }

// A codeDoc says which session a code belongs to. A released code belongs to none, and
// its document is left to Firestore's TTL policy: closing a session deletes nothing.
type codeDoc struct {
	Session string    `firestore:"session"` // empty: given up
	Expiry  time.Time `firestore:"expiry"`  // after it the document is deleted
}

// codeHolder returns the id of the session that a code belongs to, "" for none.
func codeHolder(snap *firestore.DocumentSnapshot) (sid string, err error) {
	var d codeDoc
	err = snap.DataTo(&d)
	return d.Session, wrap("decoding a code", err)
}

func codeDocOf(s *domain.Session) codeDoc {
	expiry := s.ClosesAt
	if expiry.IsZero() {
		expiry = s.CreatedAt.Add(domain.OpenMax)
	}
	return codeDoc{Session: s.ID, Expiry: expiry}
}

// ErrCodeTaken says that another session has the code.
var ErrCodeTaken = domain.Problem(domain.ErrConflict, "code-taken", "The code belongs to another session. Try again.")

// SessionByCode returns the id of the session that a code belongs to.
func (s *Store) SessionByCode(ctx context.Context, code string) (sid string, err error) {
	ctx, cancel := within(ctx)
	defer cancel()
	snap, err := get(ctx, s.code(code))
	if err != nil {
		return "", wrap("reading a code", err)
	}
	sid, err = codeHolder(snap)
	if err == nil && sid == "" {
		err = wrap("reading a code", domain.ErrNotFound)
	}
	return sid, err
}
