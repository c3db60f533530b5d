package store

import (
	"context"
	"fmt"
	"slices"

	"cloud.google.com/go/firestore"
	"google.golang.org/api/option"
)

// An Audit is the database "audit": who opened what, org by org. It is safe for
// concurrent use.
type Audit struct{ db *firestore.Client }

// OpenAudit connects to the project's "audit" database, or to the emulator's.
// Options are those of Open.
func OpenAudit(ctx context.Context, project string, o ...option.ClientOption) (*Audit, error) {
	db, err := firestore.NewClientWithDatabase(ctx, project, auditsPath, slices.Concat(always(), o)...)
	if err != nil {
		return nil, fmt.Errorf("connecting to the audit: %w", err)
	}
	return &Audit{db}, nil
}

// Close ends the connections.
func (a *Audit) Close() error { return a.db.Close() }

func (a *Audit) entries(org string) *firestore.CollectionRef {
	return a.db.Collection(auditsPath).Doc(org).Collection(entriesPath)
}

func (a *Audit) blocks(org string) *firestore.CollectionRef {
	return a.db.Collection(auditsPath).Doc(org).Collection(blocksPath)
}
