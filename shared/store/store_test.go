package store

import (
	"context"
	"crypto/rand"
	"encoding/base64"
	"errors"
	"fmt"
	"os"
	"reflect"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/cleanslate-edu/cleanslate/emulators/firestore"
	"github.com/cleanslate-edu/cleanslate/shared/domain"
)

func TestMain(m *testing.M) {
	if _, err := firestore.Ensure(context.Background()); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
	os.Exit(m.Run())
}

// newID makes a random id.
func newID(t testing.TB) string {
	t.Helper()
	id, err := domain.NewID(rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	return id
}

// newStore connects to a project of the test's own.
func newStore(t testing.TB) (*Store, *Vault) {
	t.Helper()
	project := "demo-" + newID(t)
	s, err := Open(context.Background(), project)
	if err != nil {
		t.Fatal(err)
	}
	v, err := OpenVault(context.Background(), project)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := errors.Join(s.Close(), v.Close()); err != nil {
			t.Error(err)
		}
	})
	return s, v
}

var start = time.Date(2026, 9, 1, 8, 0, 0, 0, time.UTC)

func newSession(t testing.TB, s *Store, change ...func(*domain.Session)) *domain.Session {
	t.Helper()
	code, err := domain.NewCode(rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	session := &domain.Session{
		ID: newID(t), Org: "org", Owner: "owner", Title: "Title", Code: code, Mode: domain.SelfPaced,
		Feedback: domain.FeedbackNone, State: domain.Open, Version: 1, PublicKey: []byte("public"), CreatedAt: start,
	}
	for _, f := range change {
		f(session)
	}
	if err := s.CreateSession(t.Context(), session, []byte(`{"questions":[]}`), []byte(`{"questions":[]}`)); err != nil {
		t.Fatal(err)
	}
	return session
}

func TestOrgComesBack(t *testing.T) {
	t.Parallel()
	s, _ := newStore(t)
	want := domain.Org{
		ID: "org_1", Name: "North", Country: "DE", Timezone: "Europe/Berlin", State: domain.OrgActive,
		Policy:     domain.Policy{KeptDays: 180, RestoreMonths: 6, PrivacyContact: "privacy@north.example"},
		Agreements: []domain.Agreement{{ID: "a", SignedAt: start}},
	}
	if _, err := s.Org(t.Context(), want.ID); !errors.Is(err, domain.ErrNotFound) {
		t.Errorf("before: %v; want ErrNotFound", err)
	}
	if err := s.CreateOrg(t.Context(), want, []byte("sealed")); err != nil {
		t.Fatal(err)
	}
	if err := s.CreateOrg(t.Context(), want, nil); !errors.Is(err, domain.ErrConflict) {
		t.Errorf("again: %v; want ErrConflict", err)
	}
	got, err := s.Org(t.Context(), want.ID)
	if err != nil {
		t.Fatal(err)
	}
	want.PolicyVersions, want.Policy.Version = 1, 1
	if fmt.Sprint(got) != fmt.Sprint(want) {
		t.Errorf("got %v, want %v", got, want)
	}
	if id, ok := got.Agreement(start); !ok || id != "a" {
		t.Errorf("agreement %q, %v", id, ok)
	}
}

func TestMembers(t *testing.T) {
	t.Parallel()
	s, _ := newStore(t)
	m := domain.Member{ID: newID(t), Org: "org", State: domain.MemberActive, Profile: []byte("sealed")}
	if err := s.CreateMember(t.Context(), m); err != nil {
		t.Fatal(err)
	}
	if err := s.SetMemberState(t.Context(), m.Org, m.ID, domain.MemberRevoked); err != nil {
		t.Fatal(err)
	}
	got, err := s.Member(t.Context(), m.Org, m.ID)
	if err != nil || got.State != domain.MemberRevoked || string(got.Profile) != "sealed" {
		t.Errorf("got %+v, %v", got, err)
	}
	if err := s.SetMemberState(t.Context(), m.Org, newID(t), domain.MemberRevoked); !errors.Is(err, domain.ErrNotFound) {
		t.Errorf("unknown member: %v", err)
	}
}

func TestQuestionSets(t *testing.T) {
	t.Parallel()
	s, _ := newStore(t)
	ctx := t.Context()
	for i, title := range []string{"b", "a", "c", "d"} {
		// The first two at the same moment.
		at := start.Add(time.Duration(max(i, 1)) * time.Microsecond)
		q := QuestionSet{ID: newID(t), Title: title, QuestionCount: 1, UpdatedAt: at, Content: []byte("{}"), Request: []byte("r")}
		if err := s.CreateQuestionSet(ctx, "org", q); err != nil {
			t.Fatal(err)
		}
		if err := s.CreateQuestionSet(ctx, "org", q); !errors.Is(err, domain.ErrConflict) {
			t.Errorf("created twice: %v", err)
		}
	}
	var titles []string
	var last QuestionSet
	for token, pages := "", 0; ; pages++ {
		sets, next, err := s.QuestionSets(ctx, QuestionSetQuery{Org: "org"}, 3, token)
		if err != nil {
			t.Fatal(err)
		}
		for _, q := range sets {
			titles = append(titles, q.Title)
			last = q
		}
		if token = next; token == "" {
			if pages != 1 {
				t.Errorf("%d pages", pages+1)
			}
			break
		}
	}
	if got := strings.Join(titles, ""); got != "dcab" && got != "dcba" {
		t.Errorf("listed %s, want the latest first", got)
	}
	for _, token := range []string{
		"nonsense!", pageToken(cursor{ID: last.ID}), pageToken(cursor{start, "a/b"}),
	} {
		if _, _, err := s.QuestionSets(ctx, QuestionSetQuery{Org: "org"}, 3, token); !errors.Is(err, domain.ErrMalformed) {
			t.Errorf("page token %s: %v", token, err)
		}
	}

	fails := errors.New("refused")
	for i, c := range []struct {
		err  error
		want int
	}{{nil, 2}, {fails, 0}, {nil, 3}} {
		got, err := s.ChangeQuestionSet(ctx, "org", last.ID, func(q *QuestionSet) error {
			q.Revision++
			q.Title, q.Content = "d", []byte("{2}")
			return c.err
		})
		if !errors.Is(err, c.err) || got.Revision != c.want {
			t.Errorf("change %d: %d, %v; want %d, %v", i, got.Revision, err, c.want, c.err)
		}
	}
	got, err := s.QuestionSet(ctx, "org", last.ID)
	if err != nil || got.Title != "d" || string(got.Content) != "{2}" || got.Revision != 3 {
		t.Errorf("got %+v, %v", got, err)
	}
	for range 2 {
		if err := s.DeleteQuestionSet(ctx, "org", last.ID, start); err != nil {
			t.Errorf("deleting: %v", err)
		}
	}
	if got, err := s.QuestionSet(ctx, "org", last.ID); err != nil || !got.Hidden() || !got.DeletedAt.Equal(start) {
		t.Errorf("deleted: %+v, %v", got, err)
	}
	if _, err := s.ChangeQuestionSet(ctx, "org", newID(t), func(*QuestionSet) error { return nil }); !errors.Is(err, domain.ErrNotFound) {
		t.Errorf("changing one that isn't there: %v", err)
	}
}

// A list has what its readers may read, each set once, page by page.
func TestQuestionSetsOfReaders(t *testing.T) {
	t.Parallel()
	s, _ := newStore(t)
	ctx := t.Context()
	ada, linus := newID(t), newID(t)
	for i, h := range []domain.Holding{
		{Owner: ada, Shared: domain.SharedWithNobody}, {Owner: ada, Shared: domain.SharedWithSchool},
		{Owner: linus, Shared: domain.SharedWithNobody}, {Owner: linus, Shared: domain.SharedWithSchool},
		{Owner: domain.Nobody, Shared: domain.SharedWithSchool},
		{Owner: ada, Shared: domain.SharedWithSchool, DeletedAt: start},
		{Owner: linus, Shared: domain.SharedWithNobody, DeletedAt: start},
	} {
		q := QuestionSet{ID: newID(t), Holding: h, Title: string(rune('a' + i)), QuestionCount: 1, UpdatedAt: start.Add(time.Duration(i) * time.Second), Content: []byte("{}")}
		if err := s.CreateQuestionSet(ctx, "org", q); err != nil {
			t.Fatal(err)
		}
	}
	for _, c := range []struct {
		name  string
		query QuestionSetQuery
		want  string
	}{
		{"everybody's", QuestionSetQuery{}, "edcba"},
		{"one's own", QuestionSetQuery{Owner: ada}, "ba"},
		{"the school's", QuestionSetQuery{School: true}, "edb"},
		{"what one may read", QuestionSetQuery{Owner: ada, School: true}, "edba"},
		{"one's trash", QuestionSetQuery{Owner: linus, Deleted: true}, "g"},
		{"all trash", QuestionSetQuery{Deleted: true}, "gf"},
		{"those that match", QuestionSetQuery{Match: func(q *QuestionSet) bool { return q.Title < "d" }}, "cba"},
		{"none that matches", QuestionSetQuery{Match: func(*QuestionSet) bool { return false }}, ""},
	} {
		c.query.Org = "org"
		for size := 1; size < 4; size++ {
			got := ""
			for token, pages := "", 0; ; pages++ {
				sets, next, err := s.QuestionSets(ctx, c.query, size, token)
				if err != nil || len(sets) > size || pages > 9 {
					t.Fatalf("%s by %d: %d on page %d, %v", c.name, size, len(sets), pages, err)
				}
				for _, q := range sets {
					got += q.Title
				}
				if token = next; token == "" {
					break
				}
			}
			if got != c.want {
				t.Errorf("%s by %d: %s, want %s", c.name, size, got, c.want)
			}
		}
	}
}

func TestSessionAndItsCode(t *testing.T) {
	t.Parallel()
	s, _ := newStore(t)
	ctx := t.Context()
	session := newSession(t, s)
	if err := s.CreateSession(ctx, session, nil, nil); !errors.Is(err, domain.ErrConflict) || errors.Is(err, ErrCodeTaken) {
		t.Errorf("the same session again: %v", err)
	}
	other := *session
	other.ID = newID(t)
	if err := s.CreateSession(ctx, &other, nil, nil); !errors.Is(err, ErrCodeTaken) {
		t.Errorf("another session with the code: %v", err)
	}
	sid, err := s.SessionByCode(ctx, session.Code)
	if err != nil || sid != session.ID {
		t.Errorf("by code: %q, %v", sid, err)
	}
	got, err := s.Session(ctx, sid)
	if err != nil || got.Title != "Title" || got.State != domain.Open || time.Since(got.ReadAt) > time.Minute || !got.ClosesAt.IsZero() {
		t.Errorf("got %+v, %v", got, err)
	}

	before := time.Now().Add(-time.Second)
	closed, err := s.UpdateSession(ctx, sid, func(s *domain.Session) error { s.State = domain.Closed; return nil })
	if err != nil {
		t.Fatal(err)
	}
	if closed.ClosedAt.Before(before) || closed.ClosedAt.After(time.Now().Add(time.Second)) {
		t.Errorf("closed at %v by Firestore's clock", closed.ClosedAt)
	}
	if _, err := s.SessionByCode(ctx, session.Code); !errors.Is(err, domain.ErrNotFound) {
		t.Errorf("the code of a closed session: %v", err)
	}
	// It is free for another session at once.
	if err := s.CreateSession(ctx, &other, nil, nil); err != nil {
		t.Errorf("another session with a code that was given up: %v", err)
	}
	if holder, err := s.SessionByCode(ctx, session.Code); err != nil || holder != other.ID {
		t.Errorf("the code is %q's, %v; want %q", holder, err, other.ID)
	}
	again, err := s.UpdateSession(ctx, sid, func(s *domain.Session) error { s.State = domain.Deleted; return nil })
	if err != nil || !again.ClosedAt.Equal(closed.ClosedAt) {
		t.Errorf("deleting moved the close to %v, %v", again.ClosedAt, err)
	}
	refused := errors.New("refused")
	if _, err := s.UpdateSession(ctx, sid, func(*domain.Session) error { return refused }); !errors.Is(err, refused) {
		t.Errorf("a change that refuses: %v", err)
	}
	if _, err := s.UpdateSession(ctx, newID(t), func(*domain.Session) error { return nil }); !errors.Is(err, domain.ErrNotFound) {
		t.Errorf("changing what isn't there: %v", err)
	}
}

func TestSessionsAreListedForTheirTeachers(t *testing.T) {
	t.Parallel()
	s, _ := newStore(t)
	var all []string
	for i := range 5 {
		all = append(all, newSession(t, s, func(d *domain.Session) {
			d.CreatedAt = start.Add(time.Duration(i) * time.Minute)
			d.Owner = []string{"ada", "linus"}[i%2]
			if i == 1 {
				d.CoTeachers = []string{"ada"}
			}
			if i == 4 {
				d.State = domain.Deleted
			}
		}).ID)
	}
	live := []domain.State{domain.Open, domain.Closed}
	for _, c := range []struct {
		q    SessionQuery
		want []string
	}{
		{SessionQuery{Org: "org", Teacher: "ada", States: live}, []string{all[2], all[1], all[0]}},
		{SessionQuery{Org: "org", Teacher: "linus", States: live}, []string{all[3], all[1]}},
		{SessionQuery{Org: "org", Teacher: "", States: live}, []string{all[3], all[2], all[1], all[0]}},
		{SessionQuery{Org: "org", Teacher: "", States: []domain.State{domain.Deleted}}, []string{all[4]}},
		{SessionQuery{Org: "other", Teacher: "", States: live}, nil},
	} {
		var got []string
		for token := ""; ; {
			page, next, err := s.Sessions(t.Context(), c.q, 2, token)
			if err != nil {
				t.Fatal(err)
			}
			for _, session := range page {
				got = append(got, session.ID)
			}
			if token = next; token == "" {
				break
			}
		}
		if !slices.Equal(got, c.want) {
			t.Errorf("%+v: %v, want %v", c.q, got, c.want)
		}
	}
}

// eraseParticipant takes the steps of an erasure, as package lifecycle does.
func eraseParticipant(ctx context.Context, s *Store, v *Vault, sid, pid string) error {
	subject := domain.Subject{Kind: domain.SubjectParticipant, Org: "org", Session: sid, ID: pid}
	e := domain.Erasure{ID: subject.ErasureID(), Receipt: subject.ErasureID(), Subject: subject, Rule: domain.RuleFormal, RequestedAt: start}
	if _, err := v.BeginErasure(ctx, e, start); err != nil {
		return err
	}
	if _, err := s.MarkErasing(ctx, &e, start); err != nil {
		return err
	}
	if _, _, _, err := v.DestroyKeys(ctx, e.ID, e.Subject, &Rest{}, start); err != nil {
		return err
	}
	_, _, err := s.EraseDocuments(ctx, &e, &Rest{}, start)
	return err
}

func TestParticipants(t *testing.T) {
	t.Parallel()
	s, v := newStore(t)
	ctx := t.Context()
	session := newSession(t, s)
	var pids []string
	for range 3 {
		p := domain.Participant{ID: newID(t), JoinedAt: start, ConsentBasis: "a", Alias: []byte("sealed")}
		pids = append(pids, p.ID)
		if err := v.CreateBoxes(ctx, session.ID, p.ID, Boxes{Session: []byte("s"), Rejoin: []byte("r")}); err != nil {
			t.Fatal(err)
		}
		if err := s.CreateParticipant(ctx, session.ID, p); err != nil {
			t.Fatal(err)
		}
		if err := s.CreateParticipant(ctx, session.ID, p); !errors.Is(err, domain.ErrConflict) {
			t.Errorf("created twice: %v", err)
		}
	}
	if n, err := s.CountParticipants(ctx, session.ID); n != 3 || err != nil {
		t.Errorf("counted %d, %v", n, err)
	}
	for _, grades := range []string{"g1", "g2"} {
		if err := s.ChangeGrades(ctx, session.ID, pids[0], func([]byte) ([]byte, error) { return []byte(grades), nil }); err != nil {
			t.Fatal(err)
		}
	}
	if p, err := s.Participant(ctx, session.ID, pids[0]); err != nil || string(p.Grades) != "g2" || string(p.Alias) != "sealed" {
		t.Errorf("got %+v, %v", p, err)
	}

	for range 2 {
		if err := eraseParticipant(ctx, s, v, session.ID, pids[0]); err != nil {
			t.Fatal(err)
		}
	}
	if err := v.CreateBoxes(ctx, session.ID, pids[0], Boxes{}); !errors.Is(err, domain.ErrConflict) {
		t.Errorf("joining over a tombstone: %v", err)
	}
	for i, pid := range pids {
		if seat, err := s.Seat(ctx, session.ID, pid); err != nil || seat.Erased != (i == 0) {
			t.Errorf("seat %d: %+v, %v", i, seat, err)
		}
	}
	if n, err := s.CountErased(ctx, session.ID); n != 1 || err != nil {
		t.Errorf("counted %d erased, %v", n, err)
	}
	boxes, err := v.AllBoxes(ctx, session.ID)
	if err != nil || len(boxes) != 3 || !boxes[pids[0]].Erased || boxes[pids[0]].Session != nil || string(boxes[pids[1]].Session) != "s" {
		t.Errorf("boxes %v, %v", boxes, err)
	}
	some, err := v.BoxesOf(ctx, session.ID, []string{pids[1], newID(t)})
	if err != nil || len(some) != 1 || string(some[pids[1]].Rejoin) != "r" {
		t.Errorf("some boxes %v, %v", some, err)
	}
	rest, err := s.Participants(ctx, session.ID)
	if err != nil || len(rest) != 2 {
		t.Errorf("%d participants left, %v", len(rest), err)
	}
}

// A code that was given to another session meanwhile stays that session's.
func TestCodeOfAnother(t *testing.T) {
	t.Parallel()
	s, _ := newStore(t)
	ctx := t.Context()
	session := newSession(t, s)
	owner := func(want string) {
		t.Helper()
		if got, err := s.SessionByCode(ctx, session.Code); got != want || (err == nil) != (want != "") {
			t.Errorf("the code is %q's, %v; want %q", got, err, want)
		}
	}
	change := func(change func(s *domain.Session)) {
		t.Helper()
		if _, err := s.UpdateSession(ctx, session.ID, func(s *domain.Session) error { change(s); return nil }); err != nil {
			t.Fatal(err)
		}
	}
	owner(session.ID)
	other := newID(t)
	if _, err := s.code(session.Code).Set(ctx, codeDoc{Session: other, Expiry: start}); err != nil {
		t.Fatal(err)
	}
	change(func(s *domain.Session) { s.ClosesAt = start.Add(time.Hour) })
	owner(other)
	change(func(s *domain.Session) { s.State = domain.Closed })
	owner(other)

	session = newSession(t, s)
	change(func(s *domain.Session) { s.State = domain.Closed })
	owner("")
}

// A made-up token is refused, whatever list it is for, and never becomes a query.
func TestMadeUpPageTokens(t *testing.T) {
	t.Parallel()
	s, _ := newStore(t)
	ctx := t.Context()
	lists := map[string]func(token string) error{
		"sessions": func(token string) error {
			_, _, err := s.Sessions(ctx, SessionQuery{Org: "org", States: []domain.State{domain.Open}}, 3, token)
			return err
		},
		"question sets": func(token string) error {
			_, _, err := s.QuestionSets(ctx, QuestionSetQuery{Org: "org"}, 3, token)
			return err
		},
		"receipts":  func(token string) error { _, _, err := s.Receipts(ctx, "org", 3, token); return err },
		"orphans":   func(token string) error { _, _, err := s.Orphans(ctx, "org", 3, token); return err },
		"incidents": func(token string) error { _, _, err := s.Incidents(ctx, "org", 3, token); return err },
		"notices":   func(token string) error { _, _, err := s.NoticePage(ctx, "i", "", 3, token); return err },
		"affected":  func(token string) error { _, _, err := s.Groups(ctx, "i", "", 1, 3, token); return err },
	}
	encode := base64.RawURLEncoding.EncodeToString
	id := newID(t)
	for name, list := range lists {
		for _, token := range []string{
			"!", "AAAA", encode([]byte("null")), encode([]byte("{}")), encode([]byte("[1]")), encode([]byte(`{"ID":""}`)), encode([]byte(`{"ID":"a/b"}`)),
			encode([]byte(`{"ID":"` + strings.Repeat("a", 2000) + `"}`)), encode([]byte(`{"ID":"__x__"}`)), encode([]byte(`{"ID":7}`)),
			encode([]byte(`{"At":"0000-01-01T00:00:00Z","ID":"` + id + `"}`)), encode([]byte(`{"At":"9999-12-31T23:59:59-14:00","ID":"` + id + `"}`)),
			encode([]byte(`{"At":"yesterday","ID":"` + id + `"}`)),
		} {
			if err := list(token); !errors.Is(err, domain.ErrMalformed) {
				t.Errorf("%s, token %.60s: %v", name, token, err)
			}
		}
	}
}

func TestAnswerLog(t *testing.T) {
	t.Parallel()
	s, _ := newStore(t)
	ctx := t.Context()
	session := newSession(t, s)
	want := []domain.Record{{Participant: "p1", Question: "q", Revision: 2, Sealed: []byte{1, 2}}, {Participant: "p2", Question: "q", Revision: 1, Sealed: []byte{3}}}
	id := newID(t)
	at, err := s.AppendChunk(ctx, session.ID, id, want)
	if err != nil {
		t.Fatal(err)
	}
	// A reply that was lost: the chunk is there already.
	again, err := s.AppendChunk(ctx, session.ID, id, want)
	if err != nil || !again.Equal(at) {
		t.Errorf("appending again: %v, %v; want %v", again, err, at)
	}
	n := 0
	for c, err := range s.Chunks(ctx, session.ID) {
		if err != nil {
			t.Fatal(err)
		}
		n++
		if c.ID != domain.ChunkID(want, id) || !c.At.Equal(at) || fmt.Sprint(c.Records) != fmt.Sprint(want) {
			t.Errorf("got %+v, want %v at %v", c, want, at)
		}
	}
	if n != 1 {
		t.Errorf("%d chunks", n)
	}
	ended, cancel := context.WithCancel(ctx)
	cancel()
	if _, err := s.AppendChunk(ended, session.ID, newID(t), want); !errors.Is(err, domain.ErrUnavailable) {
		t.Errorf("with an ended context: %v", err)
	}
}

func TestWatching(t *testing.T) {
	t.Parallel()
	s, v := newStore(t)
	ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
	defer cancel()
	session := newSession(t, s)
	events := make(chan string, 100)
	// The emulator loses what is committed in the very moment in which a
	// listener begins: the first result lacks it and no second one comes. So
	// nothing is written before each has begun.
	begun := make(chan bool, 100)
	read, err := s.Session(ctx, session.ID)
	if err != nil {
		t.Fatal(err)
	}
	p := domain.Participant{ID: newID(t), JoinedAt: start, ConsentBasis: "agreement-1", Alias: []byte("a"), Grades: []byte("g")}
	var wg sync.WaitGroup
	wg.Go(func() {
		for got, err := range s.WatchSession(ctx, session.ID) {
			if err != nil {
				return
			}
			events <- "session " + string(got.State)
		}
	})
	wg.Go(func() {
		for n, err := range s.WatchParticipants(ctx, session.ID, read.ReadAt) {
			switch {
			case err != nil:
				return
			case n.Current:
				begun <- true
			case !n.Removed && !reflect.DeepEqual(n.Value, p):
				t.Errorf("watched %+v, want %+v", n.Value, p)
			default:
				events <- fmt.Sprint("participant ", n.ID == p.ID, n.Removed)
			}
		}
	})
	wg.Go(func() {
		for n, err := range s.WatchChunks(ctx, session.ID, read.ReadAt) {
			switch {
			case err != nil:
				return
			case n.Current:
				begun <- true
			default:
				events <- fmt.Sprint("chunk ", n.Value.At.IsZero(), n.Value.ID == n.ID, n.Value.Records)
			}
		}
	})
	wg.Go(func() {
		for n, err := range s.WatchSeats(ctx, session.ID, read.ReadAt) {
			switch {
			case err != nil:
				return
			case n.Current:
				begun <- true
			case n.Value.Participant != p.ID:
				t.Errorf("the seat of %s changed", n.Value.Participant)
			default:
				events <- fmt.Sprint("seat ", n.Value.Seat)
			}
		}
	})
	expect := func(want string) {
		t.Helper()
		select {
		case got := <-events:
			if got != want {
				t.Errorf("saw %q, want %q", got, want)
			}
		case <-ctx.Done():
			t.Fatalf("saw nothing, want %q", want)
		}
	}
	expect("session open")
	<-begun
	<-begun
	<-begun
	if err := s.CreateParticipant(ctx, session.ID, p); err != nil {
		t.Fatal(err)
	}
	expect("participant true false")
	if _, err := s.AppendChunk(ctx, session.ID, newID(t), []domain.Record{{Participant: "p", Question: "q", Revision: 1, Sealed: []byte("s")}}); err != nil {
		t.Fatal(err)
	}
	expect("chunk false true [{p q 1 [115]}]")
	if _, err := s.UpdateSession(ctx, session.ID, func(s *domain.Session) error { s.State = domain.Paused; return nil }); err != nil {
		t.Fatal(err)
	}
	expect("session paused")
	if err := eraseParticipant(ctx, s, v, session.ID, p.ID); err != nil {
		t.Fatal(err)
	}
	got := []string{<-events, <-events, <-events}
	slices.Sort(got)
	// The session is seen again because it now has seats.
	if !slices.Equal(got, []string{"participant true true", "seat {true false false false false 0 }", "session paused"}) {
		t.Errorf("after an erasure saw %q", got)
	}
	cancel()
	wg.Wait()
}

// A listener says goodbye before it hangs up. The emulator reports a commit as failed, though it has stored it, when
// that commit makes a listener hang up without a word.
func TestHangingUpFailsNoCommit(t *testing.T) {
	t.Parallel()
	s, _ := newStore(t)
	ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
	defer cancel()
	for _, leave := range []string{"the loop ends", "the context ends"} {
		for range 10 {
			session := newSession(t, s)
			begun := make(chan bool)
			var wg sync.WaitGroup
			for range 3 {
				wg.Go(func() {
					ctx, cancel := context.WithCancel(ctx)
					defer cancel()
					first := true
					for _, err := range s.WatchSession(ctx, session.ID) {
						if leave == "the context ends" && !first {
							cancel()
							continue
						}
						if err != nil || !first {
							return
						}
						first = false
						begun <- true
					}
				})
				wg.Go(func() {
					ctx, cancel := context.WithCancel(ctx)
					defer cancel()
					for n, err := range s.WatchChunks(ctx, session.ID, session.CreatedAt) {
						switch {
						case err != nil:
							return
						case n.Current:
							begun <- true
						case leave == "the context ends":
							cancel()
						default:
							return
						}
					}
				})
			}
			for range 6 {
				<-begun
			}
			if _, err := s.AppendChunk(ctx, session.ID, newID(t), []domain.Record{{Participant: "p", Question: "q", Revision: 1, Sealed: []byte("s")}}); err != nil {
				t.Errorf("%s: appending a chunk: %v", leave, err)
			}
			if _, err := s.UpdateSession(ctx, session.ID, func(s *domain.Session) error { s.State = domain.Paused; return nil }); err != nil {
				t.Errorf("%s: changing a session: %v", leave, err)
			}
			wg.Wait()
		}
	}
}

// What isn't there, or no longer, is ErrNotFound to whoever watches it.
func TestWatchingWhatIsGone(t *testing.T) {
	t.Parallel()
	s, _ := newStore(t)
	ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
	defer cancel()
	for _, err := range s.WatchSession(ctx, newID(t)) {
		if !errors.Is(err, domain.ErrNotFound) {
			t.Errorf("a session that never was: %v", err)
		}
	}
	m := domain.Member{ID: "m", Org: "org_north", State: domain.MemberActive}
	if err := s.CreateMember(ctx, m); err != nil {
		t.Fatal(err)
	}
	var seen []error
	for got, err := range s.WatchMember(ctx, m.Org, m.ID) {
		if seen = append(seen, err); err == nil {
			if got.ID != m.ID || got.Org != m.Org || got.State != m.State {
				t.Errorf("watched %+v, want %+v", got, m)
			}
			if _, err := s.member(m.Org, m.ID).Delete(ctx); err != nil {
				t.Fatal(err)
			}
		}
	}
	if len(seen) != 2 || !errors.Is(seen[1], domain.ErrNotFound) {
		t.Errorf("a member who is deleted: %v", seen)
	}
}

// However many requests change one session at once, none is refused.
func TestChangesAtOnce(t *testing.T) {
	t.Parallel()
	s, _ := newStore(t)
	session := newSession(t, s)
	start := time.Now()
	var wg sync.WaitGroup
	for range 24 {
		wg.Go(func() {
			if _, err := s.UpdateSession(t.Context(), session.ID, func(d *domain.Session) error { d.Version++; return nil }); err != nil {
				t.Errorf("after %v: %v", time.Since(start), err)
			}
		})
	}
	wg.Wait()
	got, err := s.Session(t.Context(), session.ID)
	if err != nil || got.Version != session.Version+24 {
		t.Errorf("version %d, %v; want %d", got.Version, err, session.Version+24)
	}
}
