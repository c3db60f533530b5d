package teacher_test

import (
	"testing"
	"time"

	"github.com/cleanslate-edu/cleanslate/functions/functiontest"
	"github.com/cleanslate-edu/cleanslate/shared/domain"
)

type deletion struct {
	State           domain.State
	RestorableUntil time.Time
}

func TestDeleteAndRestore(t *testing.T) {
	t.Parallel()
	s := functiontest.New(t, functiontest.Options{})
	l := s.Open(functiontest.Start{Feedback: domain.FeedbackAfterClose})
	ada := l.Join("Ada")
	ada.Record("choice", `"b"`)
	l.As(functiontest.Ada, "POST", "/restore", nil).WantProblem(409, "wrong-state")

	var first, again deletion
	before := s.Clock.Now()
	l.As(functiontest.Ada, "DELETE", "", nil).Want(200).JSON(&first)
	if first.State != domain.Deleted || first.RestorableUntil.Sub(domain.AddMonths(before, 6)).Abs() > time.Minute {
		t.Errorf("%+v", first)
	}
	s.Clock.Advance(24 * time.Hour)
	l.As(functiontest.Ada, "DELETE", "", nil).Want(200).JSON(&again)
	if again != first {
		t.Errorf("deleted again: %+v, first %+v", again, first)
	}

	// Hidden from every API but restore and the list of what was deleted.
	for _, c := range []struct{ method, below, body string }{
		{"GET", "", ""}, {"PATCH", "", `{"locked": true}`}, {"GET", "/paper", ""}, {"GET", "/results", ""}, {"GET", "/results/stream", ""},
		{"GET", "/export?format=csv", ""}, {"PUT", "/grades", `{"grades": [{"participantId": "` + ada.ID + `", "questionId": "text", "revision": 1, "points": 1}]}`},
		{"POST", "/co-teachers/invitations", ""}, {"DELETE", "/co-teachers/" + s.NewID(), ""}, {"DELETE", "/participants/" + ada.ID, ""},
	} {
		q := functiontest.Request{Token: s.Token(functiontest.Ada)}
		if c.body != "" {
			q.Body = c.body
		}
		if r := s.Do(c.method, l.Path(c.below), q); r.Status != 404 || r.Problem() != "not-found" {
			t.Errorf("%s %s of a deleted session: %d %s", c.method, c.below, r.Status, r.Body)
		}
	}
	var list struct{ Items []session }
	s.Do("GET", "/v1/sessions", functiontest.Request{Token: s.Token(functiontest.Ada)}).Want(200).JSON(&list)
	if len(list.Items) != 0 {
		t.Errorf("listed %+v", list.Items)
	}
	s.Do("GET", "/v1/sessions?state=deleted", functiontest.Request{Token: s.Token(functiontest.Ada)}).Want(200).JSON(&list)
	if len(list.Items) != 1 || list.Items[0].Code != nil || !list.Items[0].RestorableUntil.Equal(first.RestorableUntil) {
		t.Errorf("the trash has %+v", list.Items)
	}
	s.Do("GET", l.Path("/state"), functiontest.Request{}).WantProblem(404, "not-found")
	s.Do("GET", l.Path("/solutions"), functiontest.Request{Token: ada.Token}).WantProblem(404, "not-found")
	s.Do("GET", "/v1/me", functiontest.Request{Token: ada.Token}).WantProblem(404, "not-found")
	s.Do("POST", "/v1/join", functiontest.Request{Key: ada.Key, Body: functiontest.JoinBody(l.Code, "Ada")}).WantProblem(404, "unknown-code")
	if r, err := ada.TryAnswer(t.Context(), give("text", 1, `"x"`)); err != nil || r.Problem() != "session-closed" {
		t.Errorf("answering: %+v, %v", r, err)
	}

	// Restored it is closed, and everything is there.
	for range 2 {
		var v session
		l.As(functiontest.Ada, "POST", "/restore", nil).Want(200).JSON(&v)
		if v.State != domain.Closed || v.DeletedAt != nil || v.RestorableUntil != nil || v.Code != nil {
			t.Errorf("restored %+v", v)
		}
		if v.KeptUntil == nil || !v.KeptUntil.After(s.Clock.Now()) {
			t.Errorf("restored, it is kept until %v", v.KeptUntil)
		}
	}
	if r := l.Results(); len(r.Participants) != 1 || *r.Participants[0].Alias != "Ada" || r.Participants[0].Score != 2 {
		t.Errorf("restored %+v", r)
	}
	s.Do("GET", "/v1/me", functiontest.Request{Token: ada.Token}).Want(200)

	// Restoring and deleting again doesn't move the final date.
	s.Clock.Advance(30 * 24 * time.Hour)
	l.As(functiontest.Ada, "DELETE", "", nil).Want(200).JSON(&again)
	if again != first {
		t.Errorf("deleted after a restore: %+v, first %+v", again, first)
	}
	s.Clock.Advance(first.RestorableUntil.Sub(s.Clock.Now()) - time.Second)
	// By now the policy deletes it again, and who restores it is told.
	var late session
	if l.As(functiontest.Ada, "POST", "/restore", nil).Want(200).JSON(&late); late.KeptUntil == nil || late.KeptUntil.After(s.Clock.Now()) {
		t.Errorf("restored late, it is kept until %v", late.KeptUntil)
	}
	l.As(functiontest.Ada, "DELETE", "", nil).Want(200)
	s.Clock.Advance(time.Second)
	l.As(functiontest.Ada, "POST", "/restore", nil).WantProblem(410, "restore-window-over")
	s.Do("GET", "/v1/sessions?state=deleted", functiontest.Request{Token: s.Token(functiontest.Ada)}).Want(200).JSON(&list)
	if len(list.Items) != 0 {
		t.Errorf("the trash has what can't be restored: %+v", list.Items)
	}
}

func TestRestoreWindow(t *testing.T) {
	t.Parallel()
	s := functiontest.New(t, functiontest.Options{Org: func(o *domain.Org) { o.Policy.RestoreMonths = 0 }})
	l := s.Open(functiontest.Start{})
	l.As(functiontest.Ada, "DELETE", "", nil).Want(200)
	l.As(functiontest.Ada, "POST", "/restore", nil).WantProblem(410, "restore-window-over")

	// What is being erased is gone for its owner and unknown to others. The tombstone of
	// what has been erased names no owner.
	for state, mary := range map[domain.State]int{domain.Erasing: 404, domain.Erased: 410} {
		l := s.Open(functiontest.Start{})
		if _, err := s.Store.UpdateSession(t.Context(), l.ID, func(d *domain.Session) error { d.State = state; return nil }); err != nil {
			t.Fatal(err)
		}
		l.As(functiontest.Ada, "POST", "/restore", nil).WantProblem(410, "restore-window-over")
		l.As(functiontest.Mary, "POST", "/restore", nil).Want(mary)
		l.As(functiontest.Alan, "POST", "/restore", nil).WantProblem(404, "not-found")
		l.As(functiontest.Ada, "DELETE", "", nil).WantProblem(404, "not-found")
	}
}

// A session doesn't go into the trash with what is restricted in it, and is erased like any
// other when its time is over.
func TestRestrictedStaysOutOfTheTrash(t *testing.T) {
	t.Parallel()
	s := functiontest.New(t, functiontest.Options{})
	l := s.Open(functiontest.Start{})
	ada, bo := l.Join("Ada"), l.Join("Bo")
	request := s.NewID()
	change := func(st *functiontest.Student, change func(*domain.Seat)) {
		t.Helper()
		if err := s.Store.ChangeSeat(t.Context(), l.ID, st.ID, change); err != nil {
			t.Fatal(err)
		}
	}
	for _, st := range []*functiontest.Student{ada, bo} {
		change(st, func(seat *domain.Seat) { seat.Restrict(request) })
	}
	l.As(functiontest.Ada, "DELETE", "", nil).WantProblem(409, "restricted")
	l.As(functiontest.Alan, "DELETE", "", nil).WantProblem(404, "not-found") // who learns nothing of it
	s.Do("DELETE", "/v1/me", functiontest.Request{Token: ada.Token}).Want(202)
	l.As(functiontest.Ada, "DELETE", "", nil).WantProblem(409, "restricted")
	change(bo, func(seat *domain.Seat) { seat.Lift(request) })
	for range 2 { // the second is a retry
		l.As(functiontest.Ada, "DELETE", "", nil).Want(200)
	}
}
