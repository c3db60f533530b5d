package live_test

import (
	"bytes"
	"context"
	"encoding/json"
	"reflect"
	"sync/atomic"
	"testing"
	"time"

	"github.com/cleanslate-edu/cleanslate/functions/functiontest"
	"github.com/cleanslate-edu/cleanslate/functions/live"
	"github.com/cleanslate-edu/cleanslate/shared/domain"
	"github.com/cleanslate-edu/cleanslate/shared/store"
)

// counts is what a projector shows.
type counts struct {
	Session struct {
		State string
		Owner struct{ Name *string }
	}
	Participants int
	Answered     map[string]int
	Shown        *domain.QuestionCounts
	raw          []byte
}

// awaitCounts reads a counts view until it shows what is wanted.
func awaitCounts(t *testing.T, st *functiontest.Stream, what string, ok func(*counts) bool) *counts {
	t.Helper()
	for {
		e, more := st.Next()
		if !more || e.Name != "counts" {
			t.Fatalf("%s: the stream has %q %s", what, e.Name, e.Data)
		}
		c := counts{raw: e.Data}
		if err := json.Unmarshal(e.Data, &c); err != nil {
			t.Fatal(err)
		}
		if ok(&c) {
			return &c
		}
	}
}

// counted waits for so many participants, and who answered.
func counted(participants int, answered map[string]int) func(*counts) bool {
	return func(c *counts) bool { return c.Participants == participants && reflect.DeepEqual(c.Answered, answered) }
}

// closedVault is a vault that mustn't be asked for a key.
type closedVault struct {
	live.Vault
	asked atomic.Int32
}

func (v *closedVault) SessionKey(ctx context.Context, sid string) (store.WrappedKey, error) {
	v.asked.Add(1)
	return v.Vault.SessionKey(ctx, sid)
}

func (v *closedVault) MemberKey(ctx context.Context, id string) (store.WrappedKey, error) {
	v.asked.Add(1)
	return v.Vault.MemberKey(ctx, id)
}

func (v *closedVault) AllBoxes(ctx context.Context, sid string) (map[string]store.Boxes, error) {
	v.asked.Add(1)
	return v.Vault.AllBoxes(ctx, sid)
}

func (v *closedVault) BoxesOf(ctx context.Context, sid string, pids []string) (map[string]store.Boxes, error) {
	v.asked.Add(1)
	return v.Vault.BoxesOf(ctx, sid, pids)
}

// While a projector hides results, those who answered are counted from the log, and
// neither the vault nor Cloud KMS is asked for anything.
func TestCountsWhileHidden(t *testing.T) {
	t.Parallel()
	var u unwrapping
	var v closedVault
	s := functiontest.New(t, functiontest.Options{Live: func(d *live.Deps) {
		u.Unwrapper, d.SessionKeys, d.OrgKeys = d.SessionKeys, &u, &u
		v.Vault, d.Vault = d.Vault, &v
	}})
	l := s.Open(functiontest.Start{})
	ada, bo := l.Join("Ada"), l.Join("Bo")
	ada.Record("choice", `"b"`)
	gone := l.Join("Gone")
	gone.Record("choice", `"a"`)
	s.Do("DELETE", "/v1/me", functiontest.Request{Token: gone.Token}).Want(202)

	st := l.WatchCounts(s.Token(functiontest.Ada), "")
	first := awaitCounts(t, st, "at first", func(*counts) bool { return true })
	if !counted(2, map[string]int{"choice": 1})(first) || first.Shown != nil || first.Session.State != "open" || first.Session.Owner.Name != nil {
		t.Errorf("the first event is %s", first.raw)
	}
	bo.Record("choice", `"a"`)
	awaitCounts(t, st, "another answer", counted(2, map[string]int{"choice": 2}))
	bo.Answer(give("choice", 2, `"b"`)) // which is still one who answered
	bo.Record("text", `"Paris"`)
	awaitCounts(t, st, "another question", counted(2, map[string]int{"choice": 2, "text": 1}))
	cy := l.Join("Cy")
	awaitCounts(t, st, "another student", counted(3, map[string]int{"choice": 2, "text": 1}))
	cy.Record("text", `"Rome"`)
	awaitCounts(t, st, "their answer", counted(3, map[string]int{"choice": 2, "text": 2}))
	s.Do("DELETE", "/v1/me", functiontest.Request{Token: bo.Token}).Want(202)
	awaitCounts(t, st, "an erasure", counted(2, map[string]int{"choice": 1, "text": 1}))
	l.Patch(`{"state": "closed"}`)
	awaitCounts(t, st, "the close", func(c *counts) bool { return c.Session.State == "closed" })
	if n, m := u.n.Load(), v.asked.Load(); n != 0 || m != 0 {
		t.Errorf("Cloud KMS was asked %d times, the vault %d times", n, m)
	}
}

// Answers count once it is known that their participant joined, and not at all after
// the close.
func TestCountsFromTheLog(t *testing.T) {
	t.Parallel()
	s := functiontest.New(t, functiontest.Options{})
	l := s.Open(functiontest.Start{})
	st := l.WatchCounts(s.Token(functiontest.Ada), "")
	awaitCounts(t, st, "nobody", counted(0, map[string]int{}))
	pid := s.NewID()
	add := func(question string) {
		t.Helper()
		if _, err := s.Store.AppendChunk(t.Context(), l.ID, s.NewID(), []domain.Record{{Participant: pid, Question: question, Revision: 1, Sealed: []byte("?")}}); err != nil {
			t.Fatal(err)
		}
	}
	add("choice")
	time.Sleep(500 * time.Millisecond) // until the answer was batched
	if err := s.Store.CreateParticipant(t.Context(), l.ID, domain.Participant{ID: pid, JoinedAt: s.Clock.Now()}); err != nil {
		t.Fatal(err)
	}
	awaitCounts(t, st, "the participant", counted(1, map[string]int{"choice": 1}))
	l.Patch(`{"state": "closed"}`)
	time.Sleep(domain.CloseGrace + 200*time.Millisecond)
	add("text")
	again := l.WatchCounts(s.Token(functiontest.Ada), "")
	awaitCounts(t, again, "after the close", counted(1, map[string]int{"choice": 1}))
}

// What a projector shows of each kind is what the results count, and no event has
// anything of a participant: no id, no name, and of responses only what is counted.
func TestCountsShown(t *testing.T) {
	t.Parallel()
	var u unwrapping
	s := functiontest.New(t, functiontest.Options{Live: func(d *live.Deps) { u.Unwrapper, d.SessionKeys = d.SessionKeys, &u }})
	l := s.Open(functiontest.Start{})
	ada, bo := l.Join("Ada Secretname"), l.Join("Bo Secretname")
	all, _ := open(t, l)
	for _, kind := range functiontest.Kinds {
		right, err := json.Marshal(l.Right(kind))
		if err != nil {
			t.Fatal(err)
		}
		st := l.WatchCounts(s.Token(functiontest.Ada), kind)
		awaitCounts(t, st, kind, func(c *counts) bool { return c.Shown.Answered == 0 })
		for _, student := range []*functiontest.Student{ada, bo} {
			student.Record(kind, string(right))
		}
		c := awaitCounts(t, st, kind, func(c *counts) bool { return c.Shown.Answered == 2 && c.Answered[kind] == 2 })
		var results struct{ Questions []domain.QuestionCounts }
		if err := json.Unmarshal(l.As(functiontest.Ada, "GET", "/results", nil).Want(200).Body, &results); err != nil {
			t.Fatal(err)
		}
		for _, q := range results.Questions {
			q.CorrectRate = nil
			if q.ID == kind && !reflect.DeepEqual(&q, c.Shown) {
				t.Errorf("%s: shown is %+v, want %+v", kind, c.Shown, q)
			}
		}
		for _, never := range []string{ada.ID, bo.ID, "Secretname", "participantId", `"response"`, `"alias"`} {
			if bytes.Contains(c.raw, []byte(never)) {
				t.Errorf("%s: %s is in %s", kind, never, c.raw)
			}
		}
		st.Close()
	}
	if n := u.n.Load(); n != 1 {
		t.Errorf("the session was opened %d times, want once for all its views", n)
	}
	all.Close()
	l.As(functiontest.Ada, "GET", "/results/stream?view=counts&question=nonsense", nil).WantProblem(404, "not-found")
	for _, query := range []string{"view=names", "question=choice"} {
		s.Do("GET", l.Path("/results/stream?"+query), functiontest.Request{Token: s.Token(functiontest.Ada), Bad: true}).WantProblem(422, "invalid")
	}
}

// A projector's view ends as any other does.
func TestCountsEnd(t *testing.T) {
	t.Parallel()
	s := functiontest.New(t, functiontest.Options{})
	for _, question := range []string{"", "choice"} {
		l := s.Open(functiontest.Start{})
		st := l.WatchCounts(s.Token(functiontest.Ada), question)
		awaitCounts(t, st, "open", func(*counts) bool { return true })
		l.As(functiontest.Ada, "DELETE", "", nil).Want(200)
		st.WantEnd()
	}
}
