package rights_test

import (
	"strings"
	"testing"
	"time"

	"github.com/cleanslate-edu/cleanslate/functions/functiontest"
	"github.com/cleanslate-edu/cleanslate/shared/domain"
)

// parentOf has the teacher give out a code for a student's parent.
func parentOf(st *functiontest.Student) (secret string) {
	l := st.Lesson
	var made struct{ Secret string }
	l.As(l.Teacher, "POST", "/participants/"+st.ID+"/parent-code", nil).Want(201).JSON(&made)
	return made.Secret
}

type ofParent struct {
	me
	As           string
	ParentCodeAt *time.Time
	Parent       domain.ParentActs
}

// With the code a parent sees, copies and corrects what the student does, and the student and
// the teacher see that it was a parent.
func TestParent(t *testing.T) {
	t.Parallel()
	s := functiontest.New(t, functiontest.Options{})
	l := s.Open(functiontest.Start{Feedback: domain.FeedbackAfterClose})
	ada, bo := l.Join("Adda"), l.Join("Bo")
	ada.Record("text", `"Paris"`)
	bo.Record("text", `"mine alone"`)
	l.As(functiontest.Ada, "PUT", "/grades", `{"grades": [{"participantId": "`+ada.ID+`", "questionId": "text", "revision": 1, "points": 1.5}]}`).Want(200)
	var before ofParent
	get(s, ada.Token).Want(200).JSON(&before)
	if before.As != "student" || before.ParentCodeAt != nil || before.Parent != (domain.ParentActs{}) {
		t.Errorf("before there is a code: %+v", before)
	}
	secret := parentOf(ada)
	at := func(method, path, bearer string, body any) *functiontest.Reply {
		return s.Do(method, path+"?session="+l.ID, functiontest.Request{Token: bearer, Body: body, Header: map[string]string{"Accept-Language": "de"}})
	}
	var got ofParent
	at("GET", "/v1/me", secret, nil).Want(200).JSON(&got)
	if got.As != "parent" || got.Participant.ID != ada.ID || got.Participant.Alias != "Adda" || len(got.Answers) != 1 || string(got.Grades) != `[{"questionId":"text","revision":1,"points":1.5}]` ||
		len(got.Questions) != len(functiontest.Kinds) || got.ParentCodeAt == nil || time.Since(*got.ParentCodeAt).Abs() > time.Minute {
		t.Errorf("%+v", got)
	}
	files := unzip(t, at("GET", "/v1/me/export", secret, nil).Want(200))
	page := files["daten-ihres-kindes.html"]
	for _, want := range []string{"Alles, was wir über Ihr Kind gespeichert haben", "Code für Eltern ausgegeben", "Punkte von der Lehrkraft", "Adda"} {
		if !strings.Contains(page, want) {
			t.Errorf("the page has no %s: %s", want, page)
		}
	}
	for name, text := range files {
		if strings.Contains(text, "mine alone") || strings.Contains(text, secret) {
			t.Errorf("%s holds what isn't theirs: %s", name, text)
		}
	}

	live := l.Watch(s.Token(functiontest.Ada))
	live.Want("snapshot", &struct{}{})
	at("PATCH", "/v1/me", secret, `{"alias": "Ada L."}`).Want(200)
	var joined struct{ Participant functiontest.Participant }
	live.Want("participantJoined", &joined)
	if p := joined.Participant; *p.Alias != "Ada L." || p.Renamed == nil || !p.Parent.CorrectedAt.Equal(*p.Renamed) {
		t.Errorf("the live view was sent %+v", p)
	}
	if p := l.Results().Of(t, ada.ID); p.Renamed == nil || !p.Parent.CorrectedAt.Equal(*p.Renamed) {
		t.Errorf("results %+v", p)
	}
	if p := l.Results().Of(t, bo.ID); p.Parent != (domain.ParentActs{}) {
		t.Errorf("of another student %+v", p)
	}
	get(s, ada.Token).Want(200).JSON(&got)
	if got.As != "student" || got.Participant.Alias != "Ada L." || !got.Parent.CorrectedAt.Equal(*got.Participant.RenamedAt) {
		t.Errorf("the student sees %+v", got)
	}
	if page := unzip(t, export(s, ada.Token, "en").Want(200))["your-data.html"]; !strings.Contains(page, "Name corrected by a parent") {
		t.Errorf("the student's page: %s", page)
	}
	// The student's own correction is the student's.
	s.Clock.Advance(time.Minute)
	rename(s, ada.Token, "Ada").Want(200)
	if p := l.Results().Of(t, ada.ID); p.Parent.CorrectedAt.Equal(*p.Renamed) || p.Parent.CorrectedAt.IsZero() {
		t.Errorf("results %+v", p)
	}

	// The code is of one session and one student, and joins nobody.
	other := s.Open(functiontest.Start{})
	for name, c := range map[string]struct{ query, bearer string }{
		"another session": {"session=" + other.ID, secret}, "another's code": {"code=" + other.Code, secret}, "no session": {"", secret},
	} {
		if r := s.Do("GET", "/v1/me?"+c.query, functiontest.Request{Token: c.bearer}); r.Status != 401 || r.Problem() != "invalid-token" {
			t.Errorf("%s: %d %s", name, r.Status, r.Body)
		}
	}
	s.Do("POST", "/v1/rejoin", functiontest.Request{Body: map[string]any{"secret": secret, "session": l.ID}}).WantProblem(404, "unknown-secret")
	s.Do("POST", "/v1/answers", functiontest.Request{Token: secret, Body: map[string]any{"answers": []any{give("text", 2, `"x"`)}}}).WantProblem(401, "invalid-token")

	// It outlives every ticket, as the data does.
	l.Patch(`{"state": "closed"}`)
	s.Clock.Advance(100 * 24 * time.Hour)
	at("GET", "/v1/me", secret, nil).Want(200)
	s.Do("GET", "/v1/me?code="+l.Code, functiontest.Request{Token: secret}).Want(200)
}

// A student who joins with what a slip says has nothing of the slip's: it leads the parent to the same student as before,
// and once a later one was given out to nobody.
func TestParentCodeIsNotShadowed(t *testing.T) {
	t.Parallel()
	s := functiontest.New(t, functiontest.Options{})
	l := s.Open(functiontest.Start{})
	ada := l.Join("Ada")
	secret := parentOf(ada)
	at := func(by string) *functiontest.Reply {
		return s.Do("GET", "/v1/me?"+by, functiontest.Request{Token: secret})
	}
	s.Do("POST", "/v1/join", functiontest.Request{Key: secret, Body: functiontest.JoinBody(l.Code, "Shadow")}).Want(201)
	for _, by := range []string{"session=" + l.ID, "code=" + l.Code} {
		var got ofParent
		at(by).Want(200).JSON(&got)
		if got.As != "parent" || got.Participant.ID != ada.ID {
			t.Errorf("%s: the slip leads to %+v as %s", by, got.Participant, got.As)
		}
	}
	parentOf(ada)
	at("session="+l.ID).WantProblem(401, "invalid-token")
	at("code="+l.Code).WantProblem(401, "invalid-token")
}

// What a parent has erased is erased on that ground, and they get the receipt.
func TestParentErases(t *testing.T) {
	t.Parallel()
	s := functiontest.New(t, functiontest.Options{})
	l := s.Open(functiontest.Start{})
	ada, bo := l.Join("Ada"), l.Join("Bo")
	old := parentOf(ada)
	secret, others := parentOf(ada), parentOf(bo)
	at := func(method, bearer string) *functiontest.Reply {
		return s.Do(method, "/v1/me?session="+l.ID, functiontest.Request{Token: bearer})
	}
	live := l.Watch(s.Token(functiontest.Ada))
	live.Want("snapshot", &struct{}{})
	at("DELETE", old).WantProblem(401, "invalid-token")
	if body := string(at("DELETE", secret).Want(202).Body); !strings.Contains(body, `"state":"erasing"`) {
		t.Errorf("erasing: %s", body)
	}
	var gone struct {
		ID       string
		ByParent bool
	}
	live.Want("participantErased", &gone)
	if r := l.Results(); gone.ID != ada.ID || !gone.ByParent || r.Left != 1 || r.LeftByParent != 1 {
		t.Errorf("the view was sent %+v; results %+v", gone, r)
	}
	for _, bearer := range []string{secret, ada.Key} {
		at("GET", bearer).WantProblem(410, "participant-erased")
	}
	s.Retain(t.Context())
	var done struct{ State, ReceiptID string }
	at("DELETE", secret).Want(202).JSON(&done)
	receipt, err := s.Store.Receipt(t.Context(), done.ReceiptID)
	if err != nil || done.State != "erased" || receipt.Ground != domain.GroundParent || receipt.Participant != ada.ID || receipt.Counts.Participants != 1 {
		t.Errorf("%+v, receipt %+v, %v", done, receipt.Receipt, err)
	}
	at("GET", secret).WantProblem(410, "participant-erased")
	at("DELETE", old).WantProblem(401, "invalid-token")

	// No key is left under any code of hers, and the other student's is as it was.
	for _, c := range []struct {
		secret string
		erased bool
	}{{secret, true}, {others, false}} {
		code, err := s.Vault.ParentCode(t.Context(), l.ID, domain.ParentCodeID(l.ID, c.secret))
		if err != nil || code.Erased != c.erased || (len(code.Box) == 0) != c.erased {
			t.Errorf("%+v, %v", code, err)
		}
	}
	at("GET", others).Want(200)
	// A student who leaves by themselves isn't counted as a parent's doing.
	erase(s, bo.Token).Want(202)
	if r := l.Results(); r.Left != 2 || r.LeftByParent != 1 {
		t.Errorf("results %+v", r)
	}
}
