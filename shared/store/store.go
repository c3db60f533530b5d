// Package store keeps cleanslate's data in Firestore.
//
// A Store is the database "(default)", which holds the data, most of it sealed;
// a Vault is the database "vault", which holds the keys. They are two types so
// that a function which needs only one is given only one. No type, path or field
// name of Firestore's leaves this package, and it never opens what is sealed.
//
// A file is named after the thing that is stored, and its prefix says where: both_
// for what is in both databases at the same path, vault_ for what is in the vault
// only, none for what is in "(default)" only. What is in both is written to the
// vault first and then copied, so that whichever database is restored can be
// replayed from the other. Paths are in path.go.
//
// Every function calls it. Errors are wrapped kinds of package domain: a
// document that isn't there is ErrNotFound, one that is already there
// ErrConflict, a database that can't be reached, or not in time, ErrUnavailable.
// They hold no ids, paths or contents.
package store

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"os"
	"slices"

	"cloud.google.com/go/firestore"
	"google.golang.org/api/option"
	transport "google.golang.org/api/transport/grpc"
	"google.golang.org/grpc"

	"github.com/cleanslate-edu/cleanslate/shared/wire"
)

// Deadline bounds a call whose context has no sooner one.
const Deadline = wire.Deadline

// within bounds a call's context, and wrap makes another's error one of this package.
var within, wrap = wire.Within, wire.Wrap

// always returns what every client is opened with.
func always() []option.ClientOption {
	return append(dialed(wire.Always()),
		// Keeps the Google client from logging documents when somebody sets
		// GOOGLE_SDK_GO_LOGGING_LEVEL.
		option.WithLogger(slog.New(slog.DiscardHandler)))
}

func dialed(by []grpc.DialOption) []option.ClientOption {
	o := make([]option.ClientOption, len(by))
	for i := range by {
		o[i] = option.WithGRPCDialOption(by[i])
	}
	return o
}

// Bursts returns options for a function that writes much, reads little, and isn't
// traced. Each call costs less with them: nobody would get the spans and metrics that
// the Google client prepares.
func Bursts() []option.ClientOption {
	return append(dialed(wire.Bursts()), option.WithTelemetryDisabled())
}

// A Store is the database "(default)". It is safe for concurrent use.
type Store struct {
	db *firestore.Client
	// wire is for what the client above can't do, hiding the server timestamps that a
	// commit gave, and for what a burst writes.
	wire  *wire.Pool
	turns *turns
}

// Open connects to the project's "(default)" database, or to the emulator that
// FIRESTORE_EMULATOR_HOST names. Options override its own: a test passes a connection
// that fails on demand.
func Open(ctx context.Context, project string, o ...option.ClientOption) (*Store, error) {
	db, err := firestore.NewClient(ctx, project, slices.Concat(always(), o)...)
	if err != nil {
		return nil, fmt.Errorf("connecting to Firestore: %w", err)
	}
	return &Store{db: db, wire: openPool(ctx, project, wire.MainDatabase, o), turns: newTurns()}, nil
}

// Close ends the connections.
func (s *Store) Close() error { return errors.Join(s.db.Close(), s.wire.Close()) }

// openPool returns connections for what Google's client can't do, and for bursts. The
// options are those of Open.
func openPool(ctx context.Context, project, database string, o []option.ClientOption) *wire.Pool {
	ctx = context.WithoutCancel(ctx)
	where := []option.ClientOption{option.WithEndpoint(wire.Endpoint), option.WithScopes(wire.Scope)}
	if emulator := wire.Emulator(); emulator != nil {
		where = append(dialed(emulator), option.WithEndpoint(os.Getenv("FIRESTORE_EMULATOR_HOST")), option.WithoutAuthentication())
	}
	options := slices.Concat(where, always(), o)
	return wire.NewPool(project, database, func() (wire.Conn, error) { return transport.Dial(ctx, options...) })
}
