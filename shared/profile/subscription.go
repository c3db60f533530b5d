package profile

import (
	"context"
	"crypto/hkdf"
	"crypto/sha256"
	"crypto/subtle"
	"encoding/base64"
	"errors"
	"fmt"

	"github.com/cleanslate-edu/cleanslate/shared/domain"
	"github.com/cleanslate-edu/cleanslate/shared/seal"
)

// A token leaves mail of one kind for one member, who needn't sign in for it: the member's id
// and as many bytes that are derived from their own key. So nothing of it is stored, nobody
// can guess one, and it ends with the key.
const tagSize = 16

// tag returns the part of a member's token for a kind that only their key makes.
func tag(key seal.Key, id string, kind domain.MailKind) ([]byte, error) {
	return hkdf.Key(sha256.New, key.Bytes(), nil, "cleanslate unsubscribe 1 "+id+" "+string(kind), tagSize)
}

func tokenOf(key seal.Key, id string, kind domain.MailKind) (string, error) {
	raw, ok := domain.DecodeID(id)
	if !ok {
		return "", errors.New("a member's id isn't one")
	}
	t, err := tag(key, id, kind)
	if err != nil {
		return "", fmt.Errorf("deriving a token: %w", err)
	}
	return base64.RawURLEncoding.EncodeToString(append(raw[:], t...)), nil
}

// OpenFor is Open for somebody who is sent mail of a kind, with the token that leaves it: empty
// where the profile is.
func OpenFor(ctx context.Context, vault Vault, kms Unwrapper, m domain.Member, kind domain.MailKind) (p domain.Profile, token string, err error) {
	p, key, err := openWithKey(ctx, vault, kms, m)
	if err != nil || p == (domain.Profile{}) {
		return domain.Profile{}, "", err
	}
	token, err = tokenOf(key, m.ID, kind)
	return p, token, err
}

// A Subscription is whose choice of which mail a token changes.
type Subscription struct {
	Org    string
	Member string
	Kind   domain.MailKind
}

// SubscriptionOf returns what a token stands for. The error is domain.ErrNotFound for any that
// was never made, and for one whose member's key is gone.
func SubscriptionOf(ctx context.Context, vault Vault, kms Unwrapper, token string) (Subscription, error) {
	unknown := errors.Join(domain.ErrNotFound, errors.New("no member has this token"))
	raw, err := base64.RawURLEncoding.Strict().DecodeString(token)
	if err != nil || len(raw) != domain.IDBytes+tagSize {
		return Subscription{}, unknown
	}
	id := domain.EncodeID([domain.IDBytes]byte(raw[:domain.IDBytes]))
	wrapped, err := vault.MemberKey(ctx, id)
	if err != nil {
		return Subscription{}, err
	}
	if wrapped.Org == "" {
		return Subscription{}, unknown // a key from before there were tokens
	}
	key, err := unwrap(ctx, kms, id, wrapped)
	if err != nil {
		return Subscription{}, err
	}
	for _, kind := range domain.MailKinds {
		want, err := tag(key, id, kind)
		if err != nil {
			return Subscription{}, err
		}
		if subtle.ConstantTimeCompare(want, raw[domain.IDBytes:]) == 1 {
			return Subscription{wrapped.Org, id, kind}, nil
		}
	}
	return Subscription{}, unknown
}
