package live_test

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"reflect"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"go.uber.org/goleak"

	"github.com/cleanslate-edu/cleanslate/emulators/auth0"
	"github.com/cleanslate-edu/cleanslate/functions/functiontest"
	"github.com/cleanslate-edu/cleanslate/functions/live"
	"github.com/cleanslate-edu/cleanslate/shared/domain"
	"github.com/cleanslate-edu/cleanslate/shared/seal"
	"github.com/cleanslate-edu/cleanslate/shared/store"
)

var give = functiontest.Give

// A page is what a teacher's page makes of a stream.
type page struct {
	session      map[string]any
	participants map[string]map[string]any
	questions    map[string]any
	left         int
	items        int // answers that came one by one
}

// show applies one event.
func (p *page) show(t *testing.T, e functiontest.Event) {
	t.Helper()
	var d struct {
		Session      map[string]any
		Participants []map[string]any
		Left         int
		Questions    []map[string]any
		Participant  map[string]any
		MaxScore     float64
		ID           string
		Items        []struct {
			ParticipantID, QuestionID string
			Answer                    map[string]any
			Score                     float64
		}
	}
	if err := json.Unmarshal(e.Data, &d); err != nil {
		t.Fatal(err)
	}
	switch e.Name {
	case "snapshot":
		p.session, p.participants, p.questions, p.left = d.Session, make(map[string]map[string]any), make(map[string]any), d.Left
		for _, v := range d.Participants {
			p.participants[v["id"].(string)] = v
		}
	case "participantJoined":
		if p.participants[d.Participant["id"].(string)] != nil && d.Participant["renamedAt"] == nil {
			t.Errorf("%v joined twice", d.Participant["id"])
		}
		p.participants[d.Participant["id"].(string)] = d.Participant
	case "participantErased":
		if p.participants[d.ID] == nil {
			t.Errorf("%s was erased without having joined", d.ID)
		}
		delete(p.participants, d.ID)
		p.left++
	case "answers":
		for _, i := range d.Items {
			v := p.participants[i.ParticipantID]
			v["answers"].(map[string]any)[i.QuestionID] = i.Answer
			v["score"] = i.Score
			p.items++
		}
	case "session":
		p.session = d.Session
		for _, v := range p.participants {
			v["maxScore"] = d.MaxScore
		}
	}
	for _, q := range d.Questions {
		p.questions[q["id"].(string)] = q
	}
}

// differs reports how the page differs from the lesson's results, empty if it
// doesn't.
func (p *page) differs(t *testing.T, l *functiontest.Lesson) string {
	t.Helper()
	var want page
	want.show(t, functiontest.Event{Name: "snapshot", Data: l.As(l.Teacher, "GET", "/results", nil).Want(200).Body})
	for what, same := range map[string]bool{
		"session":      reflect.DeepEqual(p.session, want.session),
		"participants": reflect.DeepEqual(p.participants, want.participants),
		"questions":    reflect.DeepEqual(p.questions, want.questions),
		"left":         p.left == want.left,
	} {
		if !same {
			return fmt.Sprintf("%s differ: the page has\n%v\n%v\n%v\nthe results\n%v\n%v\n%v", what,
				p.session, p.participants, p.questions, want.session, want.participants, want.questions)
		}
	}
	return ""
}

// open connects and reads the snapshot, which must be what the results are.
func open(t *testing.T, l *functiontest.Lesson) (*functiontest.Stream, *page) {
	t.Helper()
	st := l.Watch(l.School.Token(l.Teacher))
	e, ok := st.Next()
	if !ok || e.Name != "snapshot" {
		t.Fatalf("the stream begins with %q", e.Name)
	}
	p := new(page)
	p.show(t, e)
	if diff := p.differs(t, l); diff != "" {
		t.Errorf("the snapshot: %s", diff)
	}
	return st, p
}

// next applies the next events, which must have these names.
func (p *page) next(t *testing.T, st *functiontest.Stream, names ...string) (last functiontest.Event) {
	t.Helper()
	for _, name := range names {
		e, ok := st.Next()
		if !ok || e.Name != name {
			t.Fatalf("the stream has %q %.500s, want %q", e.Name, e.Data, name)
		}
		p.show(t, e)
		last = e
	}
	return last
}

func TestStream(t *testing.T) {
	t.Parallel()
	s := functiontest.New(t, functiontest.Options{})
	l := s.Open(functiontest.Start{Mode: domain.TeacherPaced})
	l.Patch(`{"currentQuestion": "text"}`)
	ada := l.Join("Ada")
	ada.Record("text", `"Lyon"`)
	st, p := open(t, l)

	bo := l.Join("Bo")
	p.next(t, st, "participantJoined")
	bo.Record("text", `"Paris"`)
	p.next(t, st, "answers")
	bo.Answer(give("text", 2, `"Lutetia"`))
	p.next(t, st, "answers")
	// What doesn't count is no event: an earlier revision, and one sent again.
	bo.Answer(give("text", 1, `"Oslo"`), give("text", 2, `"Oslo"`))
	l.As(functiontest.Ada, "PUT", "/grades", `{"grades": [{"participantId": "`+ada.ID+`", "questionId": "text", "revision": 1, "points": 0.5}]}`).Want(200)
	if e := p.next(t, st, "answers"); !strings.Contains(string(e.Data), `"graded":true`) || strings.Contains(string(e.Data), bo.ID) {
		t.Errorf("a grade comes as %s", e.Data)
	}
	l.Patch(`{"currentQuestion": "choice"}`)
	p.next(t, st, "session")
	l.Patch(`{"state": "paused", "locked": true}`)
	p.next(t, st, "session")
	if diff := p.differs(t, l); diff != "" {
		t.Error(diff)
	}

	s.Do("DELETE", "/v1/me", functiontest.Request{Token: bo.Token}).Want(202)
	p.next(t, st, "participantErased", "answers")
	if diff := p.differs(t, l); diff != "" {
		t.Errorf("after an erasure: %s", diff)
	}
	// Reconnecting resumes.
	st.Close()
	st, p = open(t, l)
	l.Patch(`{"state": "closed"}`)
	if e := p.next(t, st, "session"); !strings.Contains(string(e.Data), `"state":"closed"`) {
		t.Errorf("a close comes as %s", e.Data)
	}
	if diff := p.differs(t, l); diff != "" {
		t.Errorf("after the close: %s", diff)
	}
}

// A participant who is to be erased disappears from the stream at once, even while a hold
// keeps their data.
func TestStreamOfAHeldErasure(t *testing.T) {
	t.Parallel()
	s := functiontest.New(t, functiontest.Options{})
	l := s.Open(functiontest.Start{})
	ada, bo, cy := l.Join("Ada"), l.Join("Bo"), l.Join("Cy")
	for _, student := range []*functiontest.Student{ada, bo, cy} {
		student.Record("choice", `"b"`)
	}
	now := s.Clock.Now()
	if _, err := s.Lifecycle.PlaceHold(t.Context(), domain.Hold{
		ID: s.NewID(), Org: functiontest.North, Kind: domain.HoldLegal, Name: "Case 1", PlacedAt: now, Until: now.AddDate(1, 0, 0),
	}); err != nil {
		t.Fatal(err)
	}
	hide := func(student *functiontest.Student) {
		t.Helper()
		if r := s.Do("DELETE", "/v1/me", functiontest.Request{Token: student.Token}).Want(202); !strings.Contains(string(r.Body), `"state":"held"`) {
			t.Errorf("not held: %s", r.Body)
		}
	}
	hide(cy)
	st, p := open(t, l)
	if diff := p.differs(t, l); diff != "" {
		t.Errorf("the snapshot: %s", diff)
	}
	hide(bo)
	if e := p.next(t, st, "participantErased", "answers"); strings.Contains(string(e.Data), bo.ID) {
		t.Errorf("after it %s", e.Data)
	}
	if diff := p.differs(t, l); diff != "" {
		t.Error(diff)
	}
	if left := l.Results().Participants; len(left) != 1 || left[0].ID != ada.ID {
		t.Errorf("shown are %+v", left)
	}
}

// A burst comes as a few events, each record once, and leaves the page as the
// results are.
func TestStreamOfABurst(t *testing.T) {
	t.Parallel()
	s := functiontest.New(t, functiontest.Options{})
	l := s.Open(functiontest.Start{})
	st, p := open(t, l)
	right := make(map[string]any)
	for _, kind := range functiontest.Kinds {
		right[kind] = l.Right(kind)
	}
	const students = 16
	var wg sync.WaitGroup
	for i := range students {
		key := functiontest.NewKey()
		wg.Go(func() {
			reply, err := s.Try(t.Context(), "POST", "/v1/join", functiontest.Request{Key: key, Body: functiontest.JoinBody(l.Code, fmt.Sprint("Student ", i))})
			if err != nil || reply.Status != 201 {
				t.Errorf("%+v, %v", reply, err)
				return
			}
			var joined struct{ Token string }
			if err := json.Unmarshal(reply.Body, &joined); err != nil {
				t.Error(err)
			}
			student := &functiontest.Student{Lesson: l, Token: joined.Token}
			for _, kind := range functiontest.Kinds {
				if reply, err := student.TryAnswer(t.Context(), give(kind, 1, right[kind])); err != nil || reply.Status != 200 {
					t.Errorf("%+v, %v", reply, err)
				}
			}
		})
	}
	events := 0
	for answered := 0; answered < students*len(right); answered = p.items {
		e, ok := st.Next()
		if !ok {
			t.Fatal("the stream ended")
		}
		p.show(t, e)
		events++
	}
	wg.Wait()
	if diff := p.differs(t, l); diff != "" {
		t.Error(diff)
	}
	if p.items != students*len(right) || events >= students*len(right) {
		t.Errorf("%d answers in %d events, want %d answers in fewer", p.items, events, students*len(right))
	}
	for id, v := range p.participants {
		if v["score"] != 16.0 {
			t.Errorf("%s has %v points", id, v["score"])
		}
	}
}

// Answers may arrive before the participants who gave them.
func TestStreamOfAnswersBeforeTheirParticipant(t *testing.T) {
	t.Parallel()
	s := functiontest.New(t, functiontest.Options{})
	l := s.Open(functiontest.Start{})
	l.Join("Ada")
	st, p := open(t, l)

	pid, key, join := guest(t, s, l)
	path := seal.ParticipantPath(l.ID, pid)
	record := func(revision int, response string) domain.Record {
		return domain.Record{Participant: pid, Question: "choice", Revision: revision, Sealed: key.Seal(path, seal.Answer("choice", revision), []byte(response))}
	}
	for _, r := range []domain.Record{record(1, `"a"`), record(2, `"b"`)} {
		if _, err := s.Store.AppendChunk(t.Context(), l.ID, s.NewID(), []domain.Record{r}); err != nil {
			t.Fatal(err)
		}
	}
	time.Sleep(500 * time.Millisecond) // until the answers were batched
	join()
	p.next(t, st, "participantJoined", "answers")
	if p.items != 1 {
		t.Errorf("%d answers", p.items)
	}
	if diff := p.differs(t, l); diff != "" {
		t.Error(diff)
	}
}

// guest returns a participant's id and key, and what stores them in l without asking join.
func guest(t *testing.T, s *functiontest.School, l *functiontest.Lesson) (pid string, key seal.Key, join func()) {
	t.Helper()
	pid = s.NewID()
	path := seal.ParticipantPath(l.ID, pid)
	key, err := seal.ParseKey([]byte(strings.Repeat("k", seal.KeySize)))
	if err != nil {
		t.Fatal(err)
	}
	return pid, key, func() {
		t.Helper()
		stored, err := s.Store.Session(t.Context(), l.ID)
		if err != nil {
			t.Fatal(err)
		}
		public, err := seal.ParsePublicKey(stored.PublicKey)
		if err != nil {
			t.Fatal(err)
		}
		box, err := public.Box(path, key)
		if err != nil {
			t.Fatal(err)
		}
		if err := errors.Join(
			s.Vault.CreateBoxes(t.Context(), l.ID, pid, store.Boxes{Session: box}),
			s.Store.CreateParticipant(t.Context(), l.ID, domain.Participant{ID: pid, JoinedAt: s.Clock.Now(), Alias: key.Seal(path, seal.Alias, []byte("Bo"))}),
		); err != nil {
			t.Fatal(err)
		}
	}
}

func TestStreamClosesByTheClock(t *testing.T) {
	t.Parallel()
	s := functiontest.New(t, functiontest.Options{})
	l := s.Open(functiontest.Start{ClosesAt: s.Clock.Now().Add(10 * time.Minute)})
	st, p := open(t, l)
	s.Clock.Advance(10 * time.Minute)
	if e := p.next(t, st, "session"); !strings.Contains(string(e.Data), `"state":"closed"`) || !strings.Contains(string(e.Data), `"code":null`) {
		t.Errorf("%s", e.Data)
	}
	if diff := p.differs(t, l); diff != "" {
		t.Error(diff)
	}
}

func TestStreamEnds(t *testing.T) {
	t.Parallel()
	s := functiontest.New(t, functiontest.Options{})
	long := func(email string) string {
		return s.TokenWith(email, auth0.TokenOptions{Expiry: s.Clock.Now().Add(24 * time.Hour)})
	}
	s.Do("GET", "/v1/sessions", functiontest.Request{Token: long(functiontest.Linus)}).Want(200) // which makes Linus a member
	for _, c := range []struct {
		name  string
		token func() string // nil: Ada's
		end   func(*functiontest.Lesson)
		after time.Duration // by the clock
	}{
		{"deletion", nil, func(l *functiontest.Lesson) { l.As(functiontest.Ada, "DELETE", "", nil).Want(200) }, 0},
		{"a co-teacher's end", func() string { return long(functiontest.Linus) }, func(l *functiontest.Lesson) {
			l.As(functiontest.Ada, "DELETE", "/co-teachers/"+functiontest.MemberID(functiontest.Linus), nil).Want(204)
		}, 0},
		{"loss of membership", func() string { return long(functiontest.Linus) }, func(*functiontest.Lesson) {
			if err := s.Store.SetMemberState(t.Context(), functiontest.North, functiontest.MemberID(functiontest.Linus), domain.MemberRevoked); err != nil {
				t.Error(err)
			}
		}, 0},
		{"loss of an administrator's role", func() string {
			s.Do("GET", "/v1/sessions", functiontest.Request{Token: long(functiontest.Grace)}).Want(200)
			return long(functiontest.Grace)
		}, func(*functiontest.Lesson) {
			if _, err := s.Store.ChangeMember(t.Context(), functiontest.North, functiontest.MemberID(functiontest.Grace), func(m *domain.Member) error {
				m.Role = domain.RoleTeacher
				m.Want()
				return nil
			}); err != nil {
				t.Error(err)
			}
		}, 0},
		{"55 minutes", nil, nil, 55 * time.Minute},
		{"the token's expiry", func() string {
			return s.TokenWith(functiontest.Ada, auth0.TokenOptions{Expiry: s.Clock.Now().Add(10 * time.Minute)})
		}, nil, 10 * time.Minute},
	} {
		l := s.Open(functiontest.Start{})
		if c.token == nil {
			c.token = func() string { return long(functiontest.Ada) }
		}
		if _, err := s.Store.UpdateSession(t.Context(), l.ID, func(d *domain.Session) error {
			d.CoTeachers = []string{functiontest.MemberID(functiontest.Linus)}
			return nil
		}); err != nil {
			t.Fatal(err)
		}
		st := l.Watch(c.token())
		p := new(page)
		p.next(t, st, "snapshot")
		if c.after != 0 {
			// It doesn't end before, as the next look at the clock shows.
			s.Clock.Advance(c.after - 20*time.Second)
			time.Sleep(1200 * time.Millisecond)
			c.end = func(*functiontest.Lesson) { s.Clock.Advance(20 * time.Second) }
		}
		l.Patch(`{"locked": true}`)
		p.next(t, st, "session")
		ended := time.Now()
		c.end(l)
		st.WantEnd()
		if took := time.Since(ended); took > 5*time.Second {
			t.Errorf("%s: ended after %v", c.name, took)
		}
	}
}

// lagging is a store whose listeners report some updates late, or never.
type lagging struct {
	live.Store
	closes time.Duration // how late a close is reported
	fails  atomic.Pointer[string]
}

func (g *lagging) WatchSession(ctx context.Context, sid string) func(func(*domain.Session, error) bool) {
	return func(yield func(*domain.Session, error) bool) {
		for s, err := range g.Store.WatchSession(ctx, sid) {
			if err == nil && s.State == domain.Closed {
				time.Sleep(g.closes)
			}
			if !yield(s, err) {
				return
			}
		}
	}
}

func (g *lagging) WatchChunks(ctx context.Context, sid string, after time.Time) func(func(store.News[domain.Chunk], error) bool) {
	if f := g.fails.Load(); f != nil && *f == "at once" {
		return func(yield func(store.News[domain.Chunk], error) bool) {
			yield(store.News[domain.Chunk]{}, domain.ErrUnavailable)
		}
	}
	return func(yield func(store.News[domain.Chunk], error) bool) {
		begun := false
		for n, err := range g.Store.WatchChunks(ctx, sid, after) {
			if f := g.fails.Load(); f != nil && *f == "later" && begun {
				yield(store.News[domain.Chunk]{}, domain.ErrUnavailable)
				return
			}
			if !yield(n, err) {
				return
			}
			begun = begun || n.Current
		}
	}
}

// An answer that was stored too late may be shown before the close is known:
// then the page starts over.
func TestStreamTakesBackWhatCameTooLate(t *testing.T) {
	t.Parallel()
	g := lagging{closes: 4 * time.Second}
	s := functiontest.New(t, functiontest.Options{Live: func(d *live.Deps) { g.Store, d.Store = d.Store, &g }})
	l := s.Open(functiontest.Start{})
	ada := l.Join("Ada")
	st, p := open(t, l)
	ada.Record("choice", `"a"`)
	p.next(t, st, "answers")
	ticket, err := s.Tickets.Open(ada.Token, s.Clock.Now())
	if err != nil {
		t.Fatal(err)
	}
	l.Patch(`{"state": "closed"}`)
	time.Sleep(domain.CloseGrace + 200*time.Millisecond)
	late := domain.Record{Participant: ada.ID, Question: "choice", Revision: 2,
		Sealed: ticket.Key.Seal(seal.ParticipantPath(l.ID, ada.ID), seal.Answer("choice", 2), []byte(`"b"`))}
	if _, err := s.Store.AppendChunk(t.Context(), l.ID, s.NewID(), []domain.Record{late}); err != nil {
		t.Fatal(err)
	}
	p.next(t, st, "answers", "snapshot")
	if diff := p.differs(t, l); diff != "" {
		t.Error(diff)
	}
	if a := l.Results().Of(t, ada.ID).Answers["choice"]; a.Revision != 1 {
		t.Errorf("counted %+v", a)
	}
}

// A listener that fails ends the stream, so that the page connects again; one
// that fails at once is told as an error.
func TestStreamWithoutListeners(t *testing.T) {
	t.Parallel()
	var g lagging
	s := functiontest.New(t, functiontest.Options{Live: func(d *live.Deps) { g.Store, d.Store = d.Store, &g }})
	l := s.Open(functiontest.Start{})
	ada := l.Join("Ada")
	now, later := "at once", "later"
	g.fails.Store(&now)
	if r := l.As(functiontest.Ada, "GET", "/results/stream", nil).WantProblem(503, "unavailable"); r.Header.Get("Retry-After") == "" {
		t.Error("no Retry-After")
	}
	g.fails.Store(&later)
	st := l.Watch(s.Token(functiontest.Ada))
	p := new(page)
	p.next(t, st, "snapshot")
	ada.Record("choice", `"b"`)
	st.WantEnd()
}

// Many teachers may watch one session.
func TestStreamsOfSeveralTeachers(t *testing.T) {
	t.Parallel()
	s := functiontest.New(t, functiontest.Options{})
	l := s.Open(functiontest.Start{})
	mine, theirs := l.Watch(s.Token(functiontest.Ada)), l.Watch(s.Token(functiontest.Grace))
	var names []string
	for _, st := range []*functiontest.Stream{mine, theirs} {
		var snapshot struct {
			Session struct{ Owner struct{ You bool } }
		}
		st.Want("snapshot", &snapshot)
		names = append(names, fmt.Sprint(snapshot.Session.Owner.You))
	}
	if !slices.Equal(names, []string{"true", "false"}) {
		t.Errorf("owner.you: %v", names)
	}
	ada := l.Join("Ada")
	for _, st := range []*functiontest.Stream{mine, theirs} {
		var e struct{ Participant functiontest.Participant }
		st.Want("participantJoined", &e)
		if e.Participant.ID != ada.ID {
			t.Errorf("%+v joined", e.Participant)
		}
	}
}

// Nothing keeps running once the page is gone. Not parallel: it counts goroutines.
func TestStreamLeavesNothingBehind(t *testing.T) {
	s := functiontest.New(t, functiontest.Options{})
	l := s.Open(functiontest.Start{})
	l.Join("Ada").Record("choice", `"b"`)
	st, _ := open(t, l) // connections, and what they keep
	st.Close()
	time.Sleep(time.Second)
	before := goleak.IgnoreCurrent()
	for range 3 {
		st, _ := open(t, l)
		st.Close()
	}
	deadline := time.Now().Add(10 * time.Second)
	for {
		s.CloseIdleConnections()
		err := goleak.Find(before)
		if err == nil {
			return
		}
		if time.Now().After(deadline) {
			t.Fatal(err)
		}
	}
}
