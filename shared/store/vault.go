package store

import (
	"context"
	"errors"
	"fmt"
	"slices"

	"cloud.google.com/go/firestore"
	"google.golang.org/api/option"

	"github.com/cleanslate-edu/cleanslate/shared/wire"
)

// A Vault is the database "vault". It is safe for concurrent use.
type Vault struct {
	db    *firestore.Client
	wire  *wire.Pool // for what a burst writes
	turns *turns
}

// OpenVault connects to the project's "vault" database, or to the emulator's.
// Options are those of Open.
func OpenVault(ctx context.Context, project string, o ...option.ClientOption) (*Vault, error) {
	db, err := firestore.NewClientWithDatabase(ctx, project, vaultDatabase, slices.Concat(always(), o)...)
	if err != nil {
		return nil, fmt.Errorf("connecting to the vault: %w", err)
	}
	return &Vault{db: db, wire: openPool(ctx, project, vaultDatabase, o), turns: newTurns()}, nil
}

// Close ends the connections.
func (v *Vault) Close() error { return errors.Join(v.db.Close(), v.wire.Close()) }
