package teacher

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"github.com/cleanslate-edu/cleanslate/shared/domain"
	"github.com/cleanslate-edu/cleanslate/shared/seal"
)

// cut splits the key under which a member is cached into org and id.
func cut(key string) (org, id string) {
	org, id, _ = strings.Cut(key, "/")
	return org, id
}

// A person is a teacher as other teachers of the session see them. Nobody else
// sees them, and nobody sees their e-mail (promise P14).
type person struct {
	ID   string  `json:"id"`
	Name *string `json:"name"`
}

func (t *desk) person(ctx context.Context, org, id string) person {
	name, err := t.names.Get(ctx, org+"/"+id)
	if err != nil || name == "" {
		// The rest is useful without a name.
		return person{ID: id}
	}
	return person{id, &name}
}

// loadName opens a member's name; it is empty if they never entered one.
func (t *desk) loadName(ctx context.Context, key string) (string, error) {
	org, id := cut(key)
	m, err := t.Store.Member(ctx, org, id)
	if err != nil || len(m.Profile) == 0 {
		return "", err
	}
	wrapped, err := t.Vault.MemberKey(ctx, id)
	if errors.Is(err, domain.ErrNotFound) {
		return "", nil // erased
	}
	if err != nil {
		return "", err
	}
	raw, err := t.OrgKeys.Unwrap(ctx, seal.MemberKeyPath(id), wrapped.Wrapped)
	if err != nil {
		return "", fmt.Errorf("unwrapping a member key: %w", err)
	}
	k, err := seal.ParseKey(raw)
	if err != nil {
		return "", err
	}
	var p domain.Profile
	if err := k.OpenJSON(seal.MemberPath(org, id), seal.Profile, m.Profile, &p); err != nil {
		return "", err
	}
	return p.Name, nil
}
