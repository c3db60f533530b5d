package rights_test

import (
	"bytes"
	"context"
	"crypto/rand"
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/cleanslate-edu/cleanslate/functions/functiontest"
	"github.com/cleanslate-edu/cleanslate/functions/rights"
	"github.com/cleanslate-edu/cleanslate/shared/domain"
	"github.com/cleanslate-edu/cleanslate/shared/events"
	"github.com/cleanslate-edu/cleanslate/shared/seal"
	"github.com/cleanslate-edu/cleanslate/shared/ticket"
)

var give = functiontest.Give

func get(s *functiontest.School, token string) *functiontest.Reply {
	return s.Do("GET", "/v1/me", functiontest.Request{Token: token})
}

func erase(s *functiontest.School, token string) *functiontest.Reply {
	return s.Do("DELETE", "/v1/me", functiontest.Request{Token: token})
}

type me struct {
	Participant struct {
		ID, Alias, ConsentBasis string
		JoinedAt                time.Time
		RenamedAt               *time.Time
	}
	Session struct {
		ID, Title string
		State     domain.State
	}
	Answers []struct {
		QuestionID string
		Revision   int
		Response   json.RawMessage
		ReceivedAt time.Time
	}
	Grades    json.RawMessage
	Results   json.RawMessage
	Receipts  json.RawMessage
	KeptUntil *time.Time
	Contact   string
	Questions []json.RawMessage
}

func (m *me) answers() (list []string) {
	for _, a := range m.Answers {
		list = append(list, fmt.Sprintf("%s/%d %s", a.QuestionID, a.Revision, a.Response))
	}
	return list
}

func TestMeShowsEverythingHeld(t *testing.T) {
	t.Parallel()
	s := functiontest.New(t, functiontest.Options{})
	l := s.Open(functiontest.Start{})
	ada, bo := l.Join("Ada"), l.Join("Bo")
	var got me
	get(s, ada.Token).Want(200).JSON(&got)
	if p := got.Participant; p.ID != ada.ID || p.Alias != "Ada" || p.ConsentBasis != "agreement-1" || time.Since(p.JoinedAt).Abs() > time.Minute {
		t.Errorf("participant %+v", p)
	}
	if v := got.Session; v.ID != l.ID || v.Title != "Rivers" || v.State != domain.Open || got.Contact != "privacy@north.example" || got.KeptUntil != nil {
		t.Errorf("%+v", got)
	}
	if len(got.Answers) != 0 || string(got.Grades) != "[]" {
		t.Errorf("answers %v, grades %s", got.Answers, got.Grades)
	}

	// Every revision is held, so every one is shown; what a retry doubled once.
	ada.Answer(give("text", 2, `"Paris"`), give("choice", 1, `"a"`))
	ada.Answer(give("text", 1, `"Lyon"`))
	ada.Answer(give("choice", 1, `"a"`), give("text", 3, `"Paname"`))
	bo.Record("choice", `"c"`)
	l.As(functiontest.Ada, "PUT", "/grades", `{"grades": [{"participantId": "`+ada.ID+`", "questionId": "text", "revision": 3, "points": 1.5}]}`).Want(200)
	get(s, ada.Token).Want(200).JSON(&got)
	want := []string{`choice/1 "a"`, `text/1 "Lyon"`, `text/2 "Paris"`, `text/3 "Paname"`}
	if !slices.Equal(got.answers(), want) || string(got.Grades) != `[{"questionId":"text","revision":3,"points":1.5}]` {
		t.Errorf("%v, want %v; grades %s", got.answers(), want, got.Grades)
	}
	for _, a := range got.Answers {
		if time.Since(a.ReceivedAt).Abs() > time.Minute {
			t.Errorf("received at %v", a.ReceivedAt)
		}
	}
	// The same revision twice with different words: both are held.
	ada.Answer(give("choice", 1, `"b"`))
	get(s, ada.Token).Want(200).JSON(&got)
	if want := slices.Insert(want, 1, `choice/1 "b"`); !slices.Equal(got.answers(), want) {
		t.Errorf("%v, want %v", got.answers(), want)
	}
}

func TestMeSaysHowLongItIsKept(t *testing.T) {
	t.Parallel()
	s := functiontest.New(t, functiontest.Options{Org: func(o *domain.Org) { o.Policy.KeptMonths, o.Policy.KeptDays = 0, 90 }})
	for _, byClock := range []bool{false, true} {
		var start functiontest.Start
		if byClock {
			start.ClosesAt = s.Clock.Now().Add(time.Minute)
		}
		l := s.Open(start)
		ada := l.Join("Ada")
		var got me
		get(s, ada.Token).Want(200).JSON(&got)
		if got.KeptUntil != nil {
			t.Errorf("open, and kept until %v", got.KeptUntil)
		}
		closed := start.ClosesAt
		if byClock {
			s.Clock.Advance(time.Minute)
		} else {
			closed = s.Clock.Now()
			l.Patch(`{"state": "closed"}`)
		}
		s.Clock.Advance(time.Hour)
		get(s, ada.Token).Want(200).JSON(&got)
		if got.Session.State != domain.Closed || got.KeptUntil == nil || got.KeptUntil.Sub(closed.AddDate(0, 0, 90)).Abs() > time.Minute {
			t.Errorf("by the clock %v: %s, kept until %v; closed at %v", byClock, got.Session.State, got.KeptUntil, closed)
		}
	}
}

func TestMeRefuses(t *testing.T) {
	t.Parallel()
	s := functiontest.New(t, functiontest.Options{})
	l := s.Open(functiontest.Start{})
	ada := l.Join("Ada")
	ada.Record("text", `"secret"`)
	good, err := s.Tickets.Open(ada.Token, s.Clock.Now())
	if err != nil {
		t.Fatal(err)
	}
	other, err := seal.NewKey(rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	forger, err := ticket.New(bytes.Repeat([]byte{1}, ticket.SecretSize))
	if err != nil {
		t.Fatal(err)
	}
	minted, expired := good, good
	minted.Key = other
	expired.Expiry = s.Clock.Now()
	for name, token := range map[string]string{
		"minted with the ticket secret and another key": s.Tickets.Issue(minted),
		"forged": forger.Issue(good), "expired": s.Tickets.Issue(expired), "a teacher's": s.Token(functiontest.Grace),
	} {
		for _, what := range []string{"GET /v1/me", "DELETE /v1/me", "PATCH /v1/me", "GET /v1/me/export"} {
			method, path, _ := strings.Cut(what, " ")
			q := functiontest.Request{Token: token}
			if method == "PATCH" {
				q.Body = `{"alias": "Eve"}`
			}
			r := s.Do(method, path, q)
			if r.Status != 401 || r.Problem() != "invalid-token" || !strings.Contains(r.Header.Get("WWW-Authenticate"), "invalid_token") {
				t.Errorf("%s %s: %d %s", what, name, r.Status, r.Body)
			}
		}
	}
	get(s, "").WantProblem(401, "not-authenticated")
	erase(s, "").WantProblem(401, "not-authenticated")
	get(s, ada.Token).Want(200)

	// A deleted session's data is hidden, but can still be erased.
	l.As(functiontest.Ada, "DELETE", "", nil).Want(200)
	get(s, ada.Token).WantProblem(404, "not-found")
	erase(s, ada.Token).Want(202)
	s.Retain(t.Context())
	l.As(functiontest.Ada, "POST", "/restore", nil).Want(200)
	if r := l.Results(); len(r.Participants) != 0 {
		t.Errorf("restored with %+v", r.Participants)
	}
}

// A whole year may erase themselves at the same moment: nobody waits for anybody else,
// and nobody is turned away.
func TestManyEraseThemselvesAtOnce(t *testing.T) {
	t.Parallel()
	const students = 200
	s := functiontest.New(t, functiontest.Options{})
	l := s.Open(functiontest.Start{})
	class := make([]*functiontest.Student, students)
	for i := range class {
		class[i] = l.Join(fmt.Sprint("Student ", i))
		if i%10 == 0 {
			class[i].Record("choice", `"b"`)
		}
	}
	var erasing sync.WaitGroup
	begun := time.Now()
	for _, st := range class {
		erasing.Go(func() {
			r, err := s.Try(t.Context(), "DELETE", "/v1/me", functiontest.Request{Token: st.Token})
			if err != nil || r.Status != 202 {
				t.Errorf("%v, %v", r, err)
			}
		})
	}
	erasing.Wait()
	took := time.Since(begun)
	t.Logf("%d students in %v", students, took.Round(time.Millisecond))
	if took > 10*time.Second {
		t.Errorf("%d students took %v to erase themselves", students, took)
	}
	if r := l.Results(); len(r.Participants) != 0 {
		t.Errorf("%d are left", len(r.Participants))
	}
}

func TestEraseMe(t *testing.T) {
	t.Parallel()
	s := functiontest.New(t, functiontest.Options{})
	l := s.Open(functiontest.Start{})
	ada, bo := l.Join("Ada"), l.Join("Bo")
	ada.Record("choice", `"b"`)
	bo.Record("choice", `"b"`)
	// Retention is asked to do it, and asked again if the request is repeated.
	for range 2 {
		if body := string(erase(s, ada.Token).Want(202).Body); body != `{"state":"erasing","receiptId":null,"irrecoverableAt":null}` {
			t.Errorf("erasing: %s", body)
		}
	}
	// From the response on, nothing of theirs is shown or accepted, whether or not retention has run.
	refused := func() {
		t.Helper()
		get(s, ada.Token).WantProblem(410, "participant-erased")
		s.Clock.Advance(time.Second)
		if r, err := ada.TryAnswer(t.Context(), give("choice", 2, `"a"`)); err != nil || r.Status != 401 {
			t.Errorf("answering after the erasure: %+v, %v", r, err)
		}
		s.Do("POST", "/v1/join", functiontest.Request{Key: ada.Key, Body: functiontest.JoinBody(l.Code, "Ada")}).WantProblem(410, "participant-erased")
		if r := l.Results(); len(r.Participants) != 1 || r.Participants[0].ID != bo.ID || r.Questions[0].Answered != 1 {
			t.Errorf("results %+v", r)
		}
	}
	refused()
	if b, err := s.Vault.Boxes(t.Context(), l.ID, ada.ID); err != nil || b.Erased {
		t.Errorf("rights destroyed a key itself: %v", err)
	}
	s.Retain(t.Context())
	refused()
	first := string(erase(s, ada.Token).Want(202).Body)
	if again := string(erase(s, ada.Token).Want(202).Body); again != first || !strings.Contains(first, `"state":"erased","receiptId":"`) {
		t.Errorf("%s, again %s", first, again)
	}
	if work := s.Published.Take(events.RetentionWork); len(work) != 0 {
		t.Errorf("what is erased is asked for again: %s", work)
	}

	// Neither the key nor the alias is anywhere any more.
	if b, err := s.Vault.Boxes(t.Context(), l.ID, ada.ID); err != nil || !b.Erased || b.Session != nil || b.Rejoin != nil {
		t.Errorf("the vault has %+v, %v", b, err)
	}
	if _, err := s.Store.Participant(t.Context(), l.ID, ada.ID); err == nil {
		t.Error("the participant's document is still there")
	}
	get(s, bo.Token).Want(200)
}

// What a legal hold stops is hidden all the same, and erased once the hold is
// released.
func TestEraseMeWhileHeld(t *testing.T) {
	t.Parallel()
	s := functiontest.New(t, functiontest.Options{})
	l := s.Open(functiontest.Start{})
	ada := l.Join("Ada")
	hold, err := s.Lifecycle.PlaceHold(t.Context(), domain.Hold{
		ID: s.NewID(), Org: functiontest.North, Kind: domain.HoldLegal, Name: "Case 1", PlacedAt: s.Clock.Now(), Until: s.Clock.Now().AddDate(1, 0, 0),
	})
	if err != nil {
		t.Fatal(err)
	}
	for range 2 {
		if body := string(erase(s, ada.Token).Want(202).Body); body != `{"state":"held","receiptId":null,"irrecoverableAt":null}` {
			t.Errorf("held: %s", body)
		}
		get(s, ada.Token).WantProblem(410, "participant-erased")
		s.Retain(t.Context())
	}
	if b, err := s.Vault.Boxes(t.Context(), l.ID, ada.ID); err != nil || b.Erased {
		t.Errorf("the hold didn't keep the key: %v", err)
	}
	if _, err := s.Lifecycle.ReleaseHold(t.Context(), functiontest.North, hold.ID, domain.HoldLegal); err != nil {
		t.Fatal(err)
	}
	s.Tick(t.Context())
	s.Retain(t.Context())
	if body := string(erase(s, ada.Token).Want(202).Body); !strings.Contains(body, `"state":"erased","receiptId":"`) {
		t.Errorf("released: %s", body)
	}
}

// A message that gets lost delays an erasure until the next tick and no longer.
func TestEraseMeWithoutPubSub(t *testing.T) {
	t.Parallel()
	s := functiontest.New(t, functiontest.Options{Rights: func(d *rights.Deps) { d.Publisher = silent{} }})
	l := s.Open(functiontest.Start{})
	ada := l.Join("Ada")
	erase(s, ada.Token).Want(202)
	get(s, ada.Token).WantProblem(410, "participant-erased")
	s.Tick(t.Context())
	s.Retain(t.Context())
	if b, err := s.Vault.Boxes(t.Context(), l.ID, ada.ID); err != nil || !b.Erased {
		t.Errorf("after a tick the key is still there: %v", err)
	}
}

// silent is a Pub/Sub that can't be reached.
type silent struct{}

func (silent) Send(context.Context, string, ...[]byte) error { return domain.ErrUnavailable }
