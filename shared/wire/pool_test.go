package wire

import (
	"context"
	"errors"
	"testing"

	"cloud.google.com/go/firestore/apiv1/firestorepb"
	"google.golang.org/grpc"
	"google.golang.org/grpc/credentials/insecure"
)

func TestPoolGrowsWithItsCalls(t *testing.T) {
	t.Parallel()
	refuse := false
	p := NewPool("demo", MainDatabase, func() (Conn, error) {
		if refuse {
			return nil, errors.New("refused")
		}
		return grpc.NewClient("127.0.0.1:1", grpc.WithTransportCredentials(insecure.NewCredentials()))
	})
	t.Cleanup(func() {
		if err := p.Close(); err != nil {
			t.Error(err)
		}
	})
	// Calls begin inside one another, so that all are under way in the last.
	var calls func(n int, last func())
	calls = func(n int, last func()) {
		if n == 0 {
			last()
			return
		}
		if err := p.Do(t.Context(), func(context.Context, firestorepb.FirestoreClient) error {
			calls(n-1, last)
			return nil
		}); err != nil {
			t.Fatal(err)
		}
	}
	for _, c := range []struct {
		calls, clients, most int
		refuse               bool
	}{
		{1, 1, 1, false},
		{callsPerConnection, 1, callsPerConnection, false},
		{3 * callsPerConnection, 1, 3 * callsPerConnection, true},
		{callsPerConnection + 1, 2, callsPerConnection, false},
		{100 * connectionsMax, connectionsMax, 100, false},
		{2, connectionsMax, 2, false},
	} {
		refuse = c.refuse
		calls(c.calls, func() {
			most := 0
			for _, client := range p.conns {
				most = max(most, client.calls)
			}
			if len(p.conns) != c.clients || most != c.most {
				t.Errorf("%d calls: %d clients with %d calls at most; want %d, %d", c.calls, len(p.conns), most, c.clients, c.most)
			}
		})
	}
	for _, c := range p.conns {
		if c.calls != 0 {
			t.Errorf("%d calls are left", c.calls)
		}
	}
}
