package store

import (
	"context"
	"errors"
	"os"
	"sync"
	"testing"
	"time"

	"google.golang.org/api/option"
	"google.golang.org/grpc"
	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/status"

	"github.com/cleanslate-edu/cleanslate/emulators/firestore"
	"github.com/cleanslate-edu/cleanslate/shared/domain"
)

// A query that Firestore refuses, or doesn't answer, ends in time whatever it reads, however long a large result may
// take.
func TestQueriesThatGetNoAnswerEnd(t *testing.T) {
	t.Parallel()
	for name, fail := range map[string]grpc.StreamClientInterceptor{
		"refused": func(context.Context, *grpc.StreamDesc, *grpc.ClientConn, string, grpc.Streamer, ...grpc.CallOption) (grpc.ClientStream, error) {
			return nil, status.Error(codes.Unavailable, "a test's")
		},
		"silent": func(ctx context.Context, _ *grpc.StreamDesc, _ *grpc.ClientConn, _ string, _ grpc.Streamer, _ ...grpc.CallOption) (grpc.ClientStream, error) {
			<-ctx.Done()
			return nil, status.FromContextError(ctx.Err()).Err()
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			conn, err := firestore.Dial(os.Getenv("FIRESTORE_EMULATOR_HOST"), grpc.WithStreamInterceptor(fail))
			if err != nil {
				t.Fatal(err)
			}
			defer conn.Close()
			s, err := Open(t.Context(), "demo-"+newID(t), option.WithGRPCConn(conn))
			if err != nil {
				t.Fatal(err)
			}
			v, err := OpenVault(t.Context(), "demo-"+newID(t), option.WithGRPCConn(conn))
			if err != nil {
				t.Fatal(err)
			}
			sid := newID(t)
			var wg sync.WaitGroup
			for what, query := range map[string]func(context.Context) error{
				"participants": func(ctx context.Context) error { _, err := s.Participants(ctx, sid); return err },
				"boxes":        func(ctx context.Context) error { _, err := v.AllBoxes(ctx, sid); return err },
				"records":      func(ctx context.Context) error { _, err := s.CountRecords(ctx, sid); return err },
				"sessions": func(ctx context.Context) error {
					_, _, err := s.Sessions(ctx, SessionQuery{Org: "org"}, 10, "")
					return err
				},
				"sets": func(ctx context.Context) error {
					_, _, err := s.QuestionSets(ctx, QuestionSetQuery{Org: "org"}, 10, "")
					return err
				},
				"erasures": func(ctx context.Context) (last error) {
					for _, err := range v.Erasures(ctx, "org") {
						last = err
					}
					return last
				},
				"chunks": func(ctx context.Context) (last error) {
					for _, err := range s.Chunks(ctx, sid) {
						last = err
					}
					return last
				},
				"one's chunks": func(ctx context.Context) (last error) {
					for _, err := range s.ChunksOf(ctx, sid, newID(t)) {
						last = err
					}
					return last
				},
			} {
				wg.Go(func() {
					began := time.Now()
					err := query(t.Context())
					if took := time.Since(began); !errors.Is(err, domain.ErrUnavailable) || took > 2*Deadline {
						t.Errorf("%s: %v after %v", what, err, took)
					}
				})
			}
			wg.Wait()
		})
	}
}
