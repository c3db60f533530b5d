// Package audit enters in an org's audit who opens students' data, what for and how much,
// before it is shown.
//
// Every function that opens something calls it; lifecycle calls it for erasures, and org
// to tell whose entries are whose. What can't be entered must not be shown: every error is
// of the kind domain.ErrUnavailable, or says that the purpose isn't the caller's to name.
//
// It must never be given anything that somebody wrote, and never enter a member's id: an
// actor is a hash under a key of the org's, which is deleted with it.
package audit

import (
	"context"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"time"

	"github.com/cleanslate-edu/cleanslate/shared/cache"
	"github.com/cleanslate-edu/cleanslate/shared/domain"
)

// KeySize is the size of an org's key in bytes.
const KeySize = 32

// What an instance caches: the keys of so many orgs, for so long.
const (
	keysKept = 1000
	keysAge  = 10 * time.Minute
)

// Entries is where entries are stored.
type Entries interface {
	Note(ctx context.Context, e domain.AuditEntry) error
}

// A Keys returns an org's key.
type Keys func(ctx context.Context, org string) ([]byte, error)

// A Vault stores orgs' keys.
type Vault interface {
	AuditKey(ctx context.Context, org string) ([]byte, error)
	CreateAuditKey(ctx context.Context, org string, key []byte) error
}

// Making returns Keys that make an org's key where there is none. Who may not write into
// the vault uses its AuditKey alone.
func Making(v Vault, rand io.Reader) Keys {
	return func(ctx context.Context, org string) ([]byte, error) {
		key, err := v.AuditKey(ctx, org)
		if !errors.Is(err, domain.ErrNotFound) {
			return key, err
		}
		key = make([]byte, KeySize)
		if _, err := io.ReadFull(rand, key); err != nil {
			return nil, fmt.Errorf("making the key of an audit: %w", err)
		}
		err = v.CreateAuditKey(ctx, org, key)
		if errors.Is(err, domain.ErrConflict) {
			return v.AuditKey(ctx, org) // somebody else was faster
		}
		return key, err
	}
}

// A Log enters openings. It is safe for concurrent use.
type Log struct {
	entries Entries
	keys    *cache.Cache[[]byte]
	clock   domain.Clock
	rand    io.Reader
}

// New returns a Log.
func New(entries Entries, keys Keys, clock domain.Clock, rand io.Reader) *Log {
	return &Log{entries, cache.New(clock, keysAge, keysKept, keys), clock, rand}
}

// Note enters what is about to be shown. Unless it returns nil, nothing may be.
func (l *Log) Note(ctx context.Context, o domain.Opening) error {
	if err := o.Check(); err != nil {
		return err
	}
	id, err := domain.NewID(l.rand)
	if err != nil {
		return unavailable(err)
	}
	actor, err := l.Actor(ctx, o.Org, o.Member)
	if err != nil {
		return err
	}
	return unavailable(l.entries.Note(ctx, domain.AuditEntry{
		ID: id, Org: o.Org, Actor: actor, Role: o.Role, Act: o.Act, Path: o.Path, Purpose: o.Purpose, Counts: o.Counts,
		At: l.clock().UTC().Truncate(time.Microsecond),
	}))
}

// Actor returns as whom an org's audit names a member.
func (l *Log) Actor(ctx context.Context, org, member string) (string, error) {
	if member == "" {
		return "", nil
	}
	key, err := l.keys.Get(ctx, org)
	if err == nil && len(key) != KeySize {
		err = errors.New("the key of an audit has another size")
	}
	if err != nil {
		return "", unavailable(err)
	}
	h := hmac.New(sha256.New, key)
	h.Write([]byte(member))
	return hex.EncodeToString(h.Sum(nil)), nil
}

// Ready makes sure that openings of an org's data can be entered.
func (l *Log) Ready(ctx context.Context, org string) error {
	_, err := l.keys.Get(ctx, org)
	return unavailable(err)
}

// unavailable returns an error of the kind domain.ErrUnavailable: whatever the reason, it
// is not the caller's fault, and what they asked for stays closed.
func unavailable(err error) error {
	if err == nil || errors.Is(err, domain.ErrUnavailable) {
		return err
	}
	return fmt.Errorf("entering in the audit: %w (%v)", domain.ErrUnavailable, err)
}
