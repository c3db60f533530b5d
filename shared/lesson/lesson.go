// Package lesson is a session as its teachers see it: its state, who is in it and, opened
// and scored, what they answered.
//
// The functions that show results call it. It only reads: it must never write to
// a database, log a title, a name, an answer or a key, or show a session to
// anyone but its teachers and the administrators of its org.
package lesson

import (
	"context"
	"errors"
	"time"

	"github.com/cleanslate-edu/cleanslate/shared/cache"
	"github.com/cleanslate-edu/cleanslate/shared/domain"
	"github.com/cleanslate-edu/cleanslate/shared/profile"
	"github.com/cleanslate-edu/cleanslate/shared/store"
)

// Deps is what a Reader needs.
type Deps struct {
	Store       Store
	Vault       Vault
	SessionKeys Unwrapper // the Cloud KMS key of sessions
	OrgKeys     Unwrapper // the Cloud KMS key of members
	Clock       domain.Clock
	Origin      string // of the web app, for links
}

// Store is what a Reader needs of the database.
type Store interface {
	Org(ctx context.Context, id string) (domain.Org, error)
	Member(ctx context.Context, org, id string) (domain.Member, error)
	Session(ctx context.Context, sid string) (*domain.Session, error)
	Paper(ctx context.Context, sid string) (*domain.Paper, error)
	AnswerKey(ctx context.Context, sid string) (*domain.AnswerKey, error)
	Participants(ctx context.Context, sid string) ([]domain.Participant, error)
	Seats(ctx context.Context, sid string, after time.Time) (map[string]domain.Seat, error)
	Chunks(ctx context.Context, sid string) func(func(domain.Chunk, error) bool)
}

// Vault is what a Reader needs of the vault.
type Vault interface {
	SessionKey(ctx context.Context, sid string) (store.WrappedKey, error)
	MemberKey(ctx context.Context, id string) (store.WrappedKey, error)
	AllBoxes(ctx context.Context, sid string) (map[string]store.Boxes, error)
	BoxesOf(ctx context.Context, sid string, pids []string) (map[string]store.Boxes, error)
}

// An Unwrapper opens what a Cloud KMS key wrapped for one vault path.
type Unwrapper interface {
	Unwrap(ctx context.Context, path string, wrapped []byte) ([]byte, error)
}

// orgsKept is how many orgs an instance caches.
const orgsKept = 200

// A Reader reads sessions. It is safe for concurrent use.
type Reader struct {
	Deps
	orgs  *cache.Cache[domain.Org]
	names *profile.Names
}

// NewReader returns a Reader.
func NewReader(d Deps) *Reader {
	return &Reader{
		Deps: d, orgs: cache.New(d.Clock, cache.Age, orgsKept, d.Store.Org),
		names: profile.NewNames(d.Store, d.Vault, d.OrgKeys, d.Clock),
	}
}

// Org returns an org, no older than cache.Age.
func (r *Reader) Org(ctx context.Context, id string) (domain.Org, error) { return r.orgs.Get(ctx, id) }

// ErrNotFound is the answer for whatever doesn't exist, or not for the caller.
var ErrNotFound = domain.Problem(domain.ErrNotFound, "not-found",
	"There is nothing here, or nothing you have access to. It may belong to someone else or have been deleted.")

// NotThere returns ErrNotFound for an error of its kind, and any other as it is.
func NotThere(err error) error {
	if errors.Is(err, domain.ErrNotFound) {
		return ErrNotFound
	}
	return err
}

// Session reads the session with the id, if the caller may see it. A deleted
// session can only be restored.
func (r *Reader) Session(ctx context.Context, sid string, who domain.Principal) (*domain.Session, error) {
	if !domain.IsID(sid) {
		return nil, ErrNotFound
	}
	s, err := r.Store.Session(ctx, sid)
	if err != nil {
		return nil, NotThere(err)
	}
	if !MaySee(who, s) {
		return nil, ErrNotFound
	}
	return s, nil
}

// MaySee reports whether who may see s, which mustn't be hidden.
func MaySee(who domain.Principal, s *domain.Session) bool { return who.Sees(s) && !s.Hidden() }

// Content reads a session's paper and answer key.
func (r *Reader) Content(ctx context.Context, sid string) (*domain.Paper, *domain.AnswerKey, error) {
	paper, err := r.Store.Paper(ctx, sid)
	if err != nil {
		return nil, nil, err
	}
	key, err := r.Store.AnswerKey(ctx, sid)
	return paper, key, err
}
