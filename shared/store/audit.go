package store

import (
	"context"
	"time"

	"cloud.google.com/go/firestore"
	"google.golang.org/grpc/codes"
)

type auditDoc struct {
	Who     string    `firestore:"who"`
	What    string    `firestore:"what"`
	Path    string    `firestore:"path"`
	Purpose string    `firestore:"purpose"`
	At      time.Time `firestore:"at"`
}

// An AuditEntry says who reached what.
type AuditEntry struct {
	ID      string
	Who     string // member id
	What    string
	Path    string
	Purpose string
	At      time.Time
}

func auditDocOf(e AuditEntry) auditDoc {
	return auditDoc{Who: e.Who, What: e.What, Path: e.Path, Purpose: e.Purpose, At: e.At}
}

// Audit stores an entry of an org's audit log. An entry is never overwritten.
func (s *Store) Audit(ctx context.Context, org string, e AuditEntry) error {
	ctx, cancel := within(ctx)
	defer cancel()
	_, err := s.auditEntries(org).Doc(e.ID).Create(ctx, auditDocOf(e))
	if codeOf(err) == codes.AlreadyExists {
		return nil // The client sent it again after an answer was lost: the id is this entry's own.
	}
	return wrap("writing the audit log", err)
}

func (s *Store) auditEntries(org string) *firestore.CollectionRef {
	return s.db.Collection(auditPath).Doc(org).Collection(entriesPath)
}

// DeleteOldAudit deletes a page of an org's audit entries from before the given
// time and returns their number.
func (s *Store) DeleteOldAudit(ctx context.Context, org string, before time.Time) (int, error) {
	return deletePage(ctx, s.db, s.auditEntries(org).Where("at", "<", before), "deleting old audit entries")
}
