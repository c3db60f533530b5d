package lifecycle

import (
	"context"
	"crypto/rand"
	"crypto/sha256"
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"os"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	raw "cloud.google.com/go/firestore"
	"google.golang.org/api/option"
	"google.golang.org/grpc"

	"github.com/cleanslate-edu/cleanslate/emulators/firestore"
	"github.com/cleanslate-edu/cleanslate/shared/domain"
	"github.com/cleanslate-edu/cleanslate/shared/seal"
	"github.com/cleanslate-edu/cleanslate/shared/store"
)

var host string

func TestMain(m *testing.M) {
	flag.Parse()
	var err error
	if *strangers > strangersShort || *large {
		host, err = startLarge(context.Background())
	} else {
		host, err = firestore.Ensure(context.Background())
	}
	if err == nil {
		direct, err = firestore.Dial(host)
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
	// Where it is set, Google's client connects on its own account as well, to
	// a connection that it never closes: a thousand worlds would run out of
	// files.
	os.Unsetenv("FIRESTORE_EMULATOR_HOST")
	os.Exit(m.Run())
}

// startLarge starts an emulator with room for hundreds of thousands of documents. It
// ends with this process.
func startLarge(ctx context.Context) (string, error) {
	e, err := firestore.Start(ctx, firestore.Options{Heap: "4g"})
	if err != nil {
		return "", err
	}
	return e.Host(), nil
}

// start is when the tests' lessons take place, independent of today.
var start = time.Date(2026, 9, 1, 8, 0, 0, 0, time.UTC)

const north = "org_north"

// A world is a project of its own with an org, and everything that acts on it.
type world struct {
	*Lifecycle
	t       testing.TB
	project string
	time    time.Time
	data    *store.Store
	vault   *store.Vault
	audits  *store.Audit
	folders folders
	ids     int
}

func (w *world) clock() time.Time { return w.time }

func newWorld(t testing.TB) *world {
	t.Helper()
	w := emptyWorld(t)
	w.must(w.data.CreateOrg(t.Context(), domain.Org{
		ID: north, Revision: 1, Name: "North", Country: "DE", Timezone: "Europe/Berlin", State: domain.OrgActive,
		Policy: domain.Policy{
			KeptDays: 30, RestoreMonths: 6, PrivacyContact: "privacy@north.example",
			Purposes: []string{"teaching"}, Clause: "Agreement 1, section 7",
		},
		Agreements: []domain.Agreement{{ID: "a", SignedAt: start}},
	}, []byte("sealed"), domain.Change{N: 1, At: start, What: domain.ChangeAdded}))
	w.must(w.vault.CreateContactKey(t.Context(), north, store.WrappedKey{Wrapped: []byte("wrapped")}))
	return w
}

// emptyWorld returns a world in which nothing is stored.
func emptyWorld(t testing.TB) *world {
	t.Helper()
	w := &world{t: t, project: takeProject(t), time: start}
	t.Cleanup(func() {
		for _, database := range databases {
			if err := firestore.Clear(context.Background(), host, w.project, database); err != nil {
				t.Error(err)
			}
		}
		if !t.Failed() {
			projects.Lock()
			defer projects.Unlock()
			projects.free = append(projects.free, w.project)
		}
	})
	w.data, w.vault, w.audits = connect(t, w.project, direct)
	w.Lifecycle = New(w.data, w.vault, w.audits, w.clock, rand.Reader).WithArchives(&w.folders)
	return w
}

// projects are those that tests which passed have left behind, empty. Exploring makes more than a thousand worlds, and
// the emulator takes long to make a database.
var projects struct {
	sync.Mutex
	free []string
}

func takeProject(t testing.TB) string {
	t.Helper()
	projects.Lock()
	defer projects.Unlock()
	if n := len(projects.free); n > 0 {
		p := projects.free[n-1]
		projects.free = projects.free[:n-1]
		return p
	}
	id, err := domain.NewID(rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	return "demo-" + id
}

var databases = []string{"(default)", "vault", "audit"}

func (w *world) must(err error) {
	w.t.Helper()
	if err != nil {
		w.t.Fatal(err)
	}
}

// id returns the ids of a world in the same order in every world.
func (w *world) id() string {
	w.ids++
	sum := sha256.Sum256(fmt.Append(nil, w.ids))
	return domain.EncodeID([domain.IDBytes]byte(sum[:]))
}

// as returns a Lifecycle as in another process, whose calls go through the interceptors.
func (w *world) as(p *process) *Lifecycle {
	conn := dial(w.t, grpc.WithUnaryInterceptor(p.unary), grpc.WithStreamInterceptor(p.stream))
	data, vault, audits := connect(w.t, w.project, conn)
	l := New(data, vault, audits, w.clock, rand.Reader)
	l.orphanAge = 0
	return l
}

// A process is what its calls to Firestore go through.
type process struct {
	unary  grpc.UnaryClientInterceptor
	stream grpc.StreamClientInterceptor
}

func connect(t testing.TB, project string, conn *grpc.ClientConn) (*store.Store, *store.Vault, *store.Audit) {
	t.Helper()
	data, err := store.Open(context.Background(), project, option.WithGRPCConn(conn))
	if err != nil {
		t.Fatal(err)
	}
	vault, err := store.OpenVault(context.Background(), project, option.WithGRPCConn(conn))
	if err != nil {
		t.Fatal(err)
	}
	audits, err := store.OpenAudit(context.Background(), project, option.WithGRPCConn(conn))
	if err != nil {
		t.Fatal(err)
	}
	return data, vault, audits
}

// direct is the connection of everything that goes through no interceptors.
var direct *grpc.ClientConn

// dial makes a connection to the emulator that ends with the test.
func dial(t testing.TB, o ...grpc.DialOption) *grpc.ClientConn {
	t.Helper()
	conn, err := firestore.Dial(host, o...)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { conn.Close() })
	return conn
}

// session makes a session of north with so many participants and chunks of ten
// records each. Keys in the vault are placeholders.
func (w *world) session(participants, chunks int, change ...func(*domain.Session)) *domain.Session {
	w.t.Helper()
	s := &domain.Session{
		ID: w.id(), Org: north, Owner: w.id(), Title: "Secret title", Code: fmt.Sprintf("C%05d", w.ids),
		Mode: domain.SelfPaced, Feedback: domain.FeedbackNone, State: domain.Open, Version: 1,
		PublicKey: []byte("public"), CreatedAt: w.time,
	}
	for _, f := range change {
		f(s)
	}
	ctx := w.t.Context()
	w.must(w.vault.CreateSessionKey(ctx, s.ID, store.WrappedKey{Wrapped: []byte("wrapped")}))
	w.must(w.data.CreateSession(ctx, s, []byte(`{"questions":[]}`), []byte(`{"questions":[]}`)))
	pids := make([]string, participants)
	var data, vault []write
	for i := range pids {
		pids[i] = w.id()
		vault = append(vault, write{seal.ParticipantPath(s.ID, pids[i]), map[string]any{"session": []byte("box"), "rejoin": []byte("box"), "erased": false}})
		data = append(data, write{seal.ParticipantPath(s.ID, pids[i]), map[string]any{"joinedAt": w.time, "consentBasis": "a", "alias": []byte("sealed alias")}})
	}
	w.put("vault", vault)
	w.put("(default)", data)
	for range chunks {
		var records []domain.Record
		for i := range 10 {
			pid := s.Owner
			if participants > 0 {
				pid = pids[i%participants]
			}
			records = append(records, domain.Record{Participant: pid, Question: "q1", Revision: 1, Sealed: []byte("sealed answer")})
		}
		_, err := w.data.AppendChunk(ctx, s.ID, w.id(), records)
		w.must(err)
	}
	return s
}

// participants returns the ids of a session's participants in order.
func (w *world) participants(sid string) []string {
	w.t.Helper()
	var all []string
	for id, err := range w.data.ParticipantIDs(w.t.Context(), sid) {
		w.must(err)
		all = append(all, id)
	}
	slices.Sort(all)
	return all
}

type write struct {
	path string
	doc  map[string]any
}

var clients sync.Map

// put writes documents, 400 in a commit, and some commits at once.
func (w *world) put(database string, docs []write) {
	w.t.Helper()
	if len(docs) == 0 {
		return
	}
	c := w.client(database)
	pages := slices.Collect(slices.Chunk(docs, 400))
	errs := make([]error, len(pages))
	var writing sync.WaitGroup
	room := make(chan struct{}, 4)
	for i, page := range pages {
		room <- struct{}{}
		writing.Go(func() {
			defer func() { <-room }()
			errs[i] = c.RunTransaction(w.t.Context(), func(_ context.Context, tx *raw.Transaction) error {
				for _, d := range page {
					if err := tx.Create(c.Doc(d.path), d.doc); err != nil {
						return err
					}
				}
				return nil
			})
		})
	}
	writing.Wait()
	w.must(errors.Join(errs...))
}

func (w *world) client(database string) *raw.Client {
	w.t.Helper()
	key := w.project + database
	if c, ok := clients.Load(key); ok {
		return c.(*raw.Client)
	}
	c, err := raw.NewClientWithDatabase(context.Background(), w.project, database, option.WithGRPCConn(direct))
	w.must(err)
	clients.Store(key, c)
	return c
}

// change changes a session as a teacher's request does.
func (w *world) change(sid string, change func(*domain.Session) error) error {
	_, err := w.data.UpdateSession(w.t.Context(), sid, change)
	return err
}

// delete deletes a session as the teacher function does.
func (w *world) delete(sid string) {
	w.t.Helper()
	w.must(w.change(sid, func(s *domain.Session) error {
		s.Take(domain.Step{To: domain.Deleted}, w.time)
		return nil
	}))
}

// dump returns every document of both databases by path, without what Firestore's
// own clock decides.
func (w *world) dump() map[string]string {
	w.t.Helper()
	all := make(map[string]string)
	for _, database := range databases {
		for doc, err := range firestore.Documents(w.t.Context(), host, w.project, database) {
			w.must(err)
			var content struct {
				Fields map[string]any `json:"fields"`
			}
			w.must(json.Unmarshal(doc.JSON, &content))
			forgetClock(doc.Name, content.Fields)
			b, err := json.Marshal(content.Fields)
			w.must(err)
			_, path, _ := strings.Cut(doc.Name, "/documents/")
			all[database+" "+path] = string(b)
		}
	}
	return all
}

// forgetClock takes what Firestore's own clock decides off a document's fields.
func forgetClock[V any](name string, fields map[string]V) {
	delete(fields, "closedAt")
	if strings.Contains(name, "/answers/") {
		delete(fields, "at")
	}
	if strings.Contains(name, "/seats/") {
		delete(fields, "when")
	}
	if strings.Contains(name, "/codes/") {
		delete(fields, "expiry") // of one that was given up
	}
}

// difference tells how two dumps differ.
func difference(got, want map[string]string) string {
	var b strings.Builder
	for path, doc := range want {
		if other, ok := got[path]; !ok {
			fmt.Fprintf(&b, "lacks %s %s\n", path, doc)
		} else if other != doc {
			fmt.Fprintf(&b, "%s is\n  %s, not\n  %s\n", path, other, doc)
		}
	}
	for path, doc := range got {
		if _, ok := want[path]; !ok {
			fmt.Fprintf(&b, "has also %s %s\n", path, doc)
		}
	}
	return b.String()
}

// paths returns the paths of a dump that contain text.
func paths(dump map[string]string, text string) []string {
	var all []string
	for path := range dump {
		if strings.Contains(path, text) {
			all = append(all, path)
		}
	}
	slices.Sort(all)
	return all
}

func keyOf() store.WrappedKey { return store.WrappedKey{Wrapped: []byte("wrapped")} }
