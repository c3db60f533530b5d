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
	"strings"
	"time"

	"cloud.google.com/go/firestore"
	"google.golang.org/api/option"
	"google.golang.org/grpc"
	"google.golang.org/grpc/backoff"
	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/credentials/insecure"
	"google.golang.org/grpc/keepalive"
	"google.golang.org/grpc/status"

	"github.com/cleanslate-edu/cleanslate/shared/domain"
)

// Deadline bounds a call whose context has no sooner one. The Google client
// repeats some calls until the context ends.
const Deadline = 10 * time.Second

// always is what every client is opened with.
var always = []option.ClientOption{
	// Keeps the Google client from logging documents when somebody sets
	// GOOGLE_SDK_GO_LOGGING_LEVEL.
	option.WithLogger(slog.New(slog.DiscardHandler)),
	// After an outage the client reconnects within about a second instead of gRPC's two
	// minutes.
	option.WithGRPCDialOption(grpc.WithConnectParams(grpc.ConnectParams{
		Backoff:           backoff.Config{BaseDelay: 100 * time.Millisecond, Multiplier: 1.6, Jitter: 0.2, MaxDelay: time.Second},
		MinConnectTimeout: 5 * time.Second,
	})),
	// A connection whose peer has vanished silently is dropped. Google's front ends allow
	// one ping per 30 s.
	option.WithGRPCDialOption(grpc.WithKeepaliveParams(keepalive.ClientParameters{
		Time: 30 * time.Second, Timeout: 5 * time.Second,
	})),
}

// Bursts returns options for a function that writes much, reads little, and isn't
// traced. Each call costs less with them:
func Bursts() []option.ClientOption {
	return []option.ClientOption{
		// A reply may have a mebibyte, the size of the largest document, and
		// gRPC doesn't find out by a ping after each whether it could take more.
		option.WithGRPCDialOption(grpc.WithStaticStreamWindowSize(1 << 20)),
		option.WithGRPCDialOption(grpc.WithStaticConnWindowSize(1 << 20)),
		// Nobody would get the spans and metrics that the Google client prepares.
		option.WithTelemetryDisabled(),
	}
}

// A Store is the database "(default)". It is safe for concurrent use.
type Store struct {
	db *firestore.Client
	// wire is for what the client above can't do, hiding the server timestamps that a
	// commit gave, and for what a burst writes.
	wire     *pool
	database string
	turns    *turns // of changes of sessions
}

// Open connects to the project's "(default)" database, or to the emulator that
// FIRESTORE_EMULATOR_HOST names. Options override its own: a test passes a connection
// that fails on demand.
func Open(ctx context.Context, project string, o ...option.ClientOption) (*Store, error) {
	db, err := firestore.NewClient(ctx, project, slices.Concat(always, o)...)
	if err != nil {
		return nil, fmt.Errorf("connecting to Firestore: %w", err)
	}
	return &Store{db: db, wire: openPool(ctx, slices.Concat(always, o)), database: databasePath(project, mainDatabase), turns: newTurns()}, nil
}

// Close ends the connections.
func (s *Store) Close() error { return errors.Join(s.db.Close(), s.wire.close()) }

// emulatorOptions makes the raw client honour FIRESTORE_EMULATOR_HOST as the
// client above it does.
func emulatorOptions() []option.ClientOption {
	host := os.Getenv("FIRESTORE_EMULATOR_HOST")
	if host == "" {
		return nil
	}
	return []option.ClientOption{
		option.WithEndpoint(host),
		option.WithoutAuthentication(),
		option.WithGRPCDialOption(grpc.WithTransportCredentials(insecure.NewCredentials())),
		option.WithGRPCDialOption(grpc.WithPerRPCCredentials(emulatorOwner{})),
	}
}

// emulatorOwner is the token that lets a client past the emulator's rules.
type emulatorOwner struct{}

func (emulatorOwner) GetRequestMetadata(context.Context, ...string) (map[string]string, error) {
	return map[string]string{"authorization": "Bearer owner"}, nil
}

func (emulatorOwner) RequireTransportSecurity() bool { return false }

// within bounds ctx by a deadline of at most Deadline.
func within(ctx context.Context) (context.Context, context.CancelFunc) {
	return context.WithTimeout(ctx, Deadline)
}

// wrap adds what was being done to err, and its kind. Only the code of a gRPC error is
// kept: its message quotes paths.
func wrap(doing string, err error) error {
	if err == nil {
		return nil
	}
	var known *domain.Error
	if errors.As(err, &known) {
		return err
	}
	code := codeOf(err)
	switch code {
	case codes.NotFound:
		return fmt.Errorf("%s: %w", doing, domain.ErrNotFound)
	case codes.AlreadyExists:
		return fmt.Errorf("%s: %w", doing, domain.ErrConflict)
	case codes.Unavailable, codes.DeadlineExceeded, codes.ResourceExhausted, codes.Aborted, codes.Canceled, codes.Internal:
		return fmt.Errorf("%s: %w (%v)", doing, domain.ErrUnavailable, code)
	case codes.InvalidArgument:
		// So a transaction ends whose commit the client repeated because the first answer was lost: as Firestore says
		// it, and its emulator.
		m := status.Convert(err).Message()
		if strings.Contains(m, "transaction has expired") || strings.Contains(m, "Transaction is invalid or closed") {
			return fmt.Errorf("%s: %w (%v)", doing, domain.ErrUnavailable, code)
		}
	case codes.Unknown:
		return fmt.Errorf("%s: %w", doing, err)
	}
	return fmt.Errorf("%s: %v", doing, code)
}
