package lifecycle

import (
	"cmp"
	"context"
	"errors"
	"io"
	"slices"
	"strings"
	"testing"
	"time"

	"cloud.google.com/go/firestore/apiv1/firestorepb"
)

// A snapshot is what a world holds at one moment. To copy it into another world takes a fraction of what it takes to set
// one up.
type snapshot struct {
	documents map[string][]*firestorepb.Document // by database, their names without the world's
	time      time.Time
	ids       int
}

// snapshot returns what w holds now.
func (w *world) snapshot() *snapshot {
	w.t.Helper()
	s := &snapshot{documents: make(map[string][]*firestorepb.Document), time: w.time, ids: w.ids}
	for _, database := range databases {
		s.documents[database] = w.documents(database)
	}
	return s
}

// world returns a world of its own that holds what the snapshot does.
func (s *snapshot) world(t testing.TB) *world {
	t.Helper()
	w := emptyWorld(t)
	w.time, w.ids = s.time, s.ids
	for _, database := range databases {
		var writes []*firestorepb.Write
		for _, d := range s.documents[database] {
			writes = append(writes, &firestorepb.Write{Operation: &firestorepb.Write_Update{
				Update: &firestorepb.Document{Name: w.root(database) + d.Name, Fields: d.Fields},
			}})
		}
		for page := range slices.Chunk(writes, 400) {
			_, err := firestorepb.NewFirestoreClient(direct).Commit(t.Context(), &firestorepb.CommitRequest{Database: w.database(database), Writes: page})
			w.must(err)
		}
	}
	return w
}

func (w *world) database(name string) string { return "projects/" + w.project + "/databases/" + name }

// root is what the names of a database's documents begin with.
func (w *world) root(database string) string { return w.database(database) + "/documents/" }

// documents returns all of a database in the order of their names, which lack the root.
func (w *world) documents(database string) (all []*firestorepb.Document) {
	w.t.Helper()
	ctx, cancel := context.WithCancel(w.t.Context())
	defer cancel()
	found, err := firestorepb.NewFirestoreClient(direct).RunQuery(ctx, &firestorepb.RunQueryRequest{
		Parent: w.database(database) + "/documents",
		QueryType: &firestorepb.RunQueryRequest_StructuredQuery{StructuredQuery: &firestorepb.StructuredQuery{
			From: []*firestorepb.StructuredQuery_CollectionSelector{{AllDescendants: true}},
		}},
	})
	w.must(err)
	for {
		r, err := found.Recv()
		if errors.Is(err, io.EOF) {
			break
		}
		w.must(err)
		if d := r.Document; d != nil {
			d.Name = strings.TrimPrefix(d.Name, w.root(database))
			all = append(all, d)
		}
	}
	slices.SortFunc(all, func(a, b *firestorepb.Document) int { return cmp.Compare(a.Name, b.Name) })
	return all
}
