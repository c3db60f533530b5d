package request_test

import (
	"encoding/csv"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/cleanslate-edu/cleanslate/emulators/auth0"
	"github.com/cleanslate-edu/cleanslate/functions/functiontest"
	"github.com/cleanslate-edu/cleanslate/shared/domain"
	"github.com/cleanslate-edu/cleanslate/shared/events"
)

type carried struct {
	view
	Correction *struct {
		Text     string
		Students int
		Shown    bool
	}
	Restriction *struct {
		Students             int
		Stands               bool
		LiftableAt, LiftedAt *time.Time
	}
}

func (q *queue) carried() (v carried) {
	q.t.Helper()
	q.Do("GET", q.path(""), functiontest.Request{Token: q.of(functiontest.Grace)}).Want(200).JSON(&v)
	return v
}

// decided is a request of a kind about a student called Ada, granted.
func decided(t *testing.T, kind string, body object) (q *queue, l *functiontest.Lesson, ada, bo *functiontest.Student) {
	t.Helper()
	q = newQueue(t, functiontest.North, kind, "en")
	l = q.Open(functiontest.Start{})
	ada, bo = l.Join("Ada"), l.Join("Bo")
	ada.Record("choice", `"b"`)
	ada.Record("text", `"Adas own words"`)
	bo.Record("choice", `"b"`)
	q.act("identify", object{"how": "known"}).Want(200)
	q.search(object{"alias": "Ada"})
	q.act("found", object{"meant": []string{ada.ID}, "excluded": []string{}}).Want(200)
	q.act("decide", body).Want(200)
	return q, l, ada, bo
}

// everywhere returns what teachers, and the student, are shown and may save, by what it is.
func everywhere(l *functiontest.Lesson, st *functiontest.Student) map[string]string {
	s := l.School
	shown := map[string]string{
		"results": string(l.As(l.Teacher, "GET", "/results", nil).Want(200).Body),
		"me":      string(s.Do("GET", "/v1/me", functiontest.Request{Token: st.Token}).Want(200).Body),
	}
	for _, format := range []string{"csv", "json"} {
		shown[format] = string(l.As(l.Teacher, "GET", "/export?format="+format, nil).Want(200).Body)
	}
	return shown
}

// A correction that is granted shows beside the work: to the teacher, in exports, and to the
// student, once find has sealed it with their key.
func TestCorrection(t *testing.T) {
	t.Parallel()
	const text = "In question 2 it was the Seine"
	granted := object{"decision": "granted", "text": "We note it.", "correction": text}
	q := newQueue(t, functiontest.North, "correct", "en")
	l := q.Open(functiontest.Start{})
	ada, bo := l.Join("Ada"), l.Join("Bo")
	q.act("identify", object{"how": "known"}).Want(200)
	q.act("decide", granted).WantProblem(422, "invalid") // nobody is meant beside whose work it could stand
	q.search(object{"alias": "Ada"})
	q.act("found", object{"meant": []string{ada.ID}, "excluded": []string{}}).Want(200)
	for what, wrong := range map[string]object{
		"nothing":        {"decision": "granted", "text": "We note it."},
		"too much":       {"decision": "granted", "text": "We note it.", "correction": strings.Repeat("x", domain.CorrectionMax+1)},
		"with a refusal": {"decision": "refused", "ground": "accurate", "text": "No.", "correction": text},
	} {
		if r := q.Do("POST", q.path("/decide"), functiontest.Request{Token: q.of(functiontest.Grace), Body: q.seen("decide", wrong), Bad: true}); r.Status != 422 {
			t.Errorf("%s: %d", what, r.Status)
		}
	}
	for range 2 { // the second is a retry
		q.act("decide", granted).Want(200)
	}
	other := object{"decision": "granted", "text": "We note it.", "correction": "In question 2 it was the Rhine"}
	q.act("decide", other).WantProblem(409, "request-decided")
	if v := q.carried(); v.Correction == nil || v.Correction.Text != text || v.Correction.Students != 1 || v.Correction.Shown {
		t.Errorf("decided: %+v", v.Correction)
	}
	q.act("complete", object{"receipts": []string{}}).WantProblem(409, "correction-open")
	st := l.Watch(q.Token(functiontest.Ada))
	if e, ok := st.Next(); !ok || e.Name != "snapshot" || strings.Contains(string(e.Data), text) {
		t.Errorf("at first %s: %s", e.Name, e.Data)
	}
	q.Search(t.Context())
	q.Search(t.Context())
	if e, ok := st.Next(); !ok || e.Name != "participantJoined" || !strings.Contains(string(e.Data), text) {
		t.Errorf("a live view has %s: %s", e.Name, e.Data)
	}
	for where, shown := range everywhere(l, ada) {
		if !strings.Contains(shown, text) {
			t.Errorf("%s has no correction: %s", where, shown)
		}
		if where == "csv" && !strings.Contains(shown, "Corrected: "+text) {
			t.Errorf("the table says %s", shown)
		}
	}
	if me := string(q.Do("GET", "/v1/me", functiontest.Request{Token: bo.Token}).Want(200).Body); strings.Contains(me, text) || !strings.Contains(me, `"correction":null`) {
		t.Errorf("somebody else has %s", me)
	}
	archive := q.Do("GET", "/v1/me/export", functiontest.Request{Token: ada.Token}).Want(200).Body
	if page := unzip(t, archive); !strings.Contains(page, "<dt>Corrected</dt><dd dir=\"auto\">"+text) {
		t.Errorf("the student's copy says %s", page)
	}
	var done carried
	if q.act("complete", object{"receipts": []string{}}).Want(200).JSON(&done); done.State != "done" || !done.Correction.Shown {
		t.Errorf("done: %+v", done)
	}
	for name, doc := range q.Documents(t.Context()) {
		if strings.Contains(doc, "Seine") {
			t.Errorf("%s has the correction in plain", name)
		}
	}
	var list struct {
		Items []struct{ Entry struct{ Act, Role string } }
	}
	q.Do("GET", "/v1/audit?purpose=subject-request", functiontest.Request{Token: q.TokenWith(functiontest.Grace, auth0.TokenOptions{Permissions: []string{domain.OrgAdmin}})}).Want(200).JSON(&list)
	corrected := 0
	for _, i := range list.Items {
		if i.Entry.Act == "correct" {
			corrected++
		}
	}
	if corrected != 1 {
		t.Errorf("the audit has %d entries about the correction, want one", corrected)
	}
}

// What is restricted is kept and not used, and so is what somebody objected to the use of:
// teachers see that it is restricted, and no word or count of it, until the school lifts
// that, of which the requester hears before. They themselves see it as ever.
func TestRestriction(t *testing.T) {
	t.Parallel()
	for _, kind := range []string{"restrict", "object"} {
		t.Run(kind, func(t *testing.T) {
			t.Parallel()
			q, l, ada, bo := decided(t, kind, object{"decision": "granted", "text": "We stop using it."})
			secret := []string{"Adas own words", `"Ada"`, `,Ada,`}
			check := func(when string, restricted bool) {
				t.Helper()
				for where, shown := range everywhere(l, ada) {
					words := slices.ContainsFunc(secret, func(s string) bool { return strings.Contains(shown, s) })
					if words != (!restricted || where == "me") {
						t.Errorf("%s, %s tells what she wrote: %v: %s", when, where, words, shown)
					}
					if where != "me" && where != "csv" && strings.Contains(shown, `"restricted":true`) != restricted || where == "csv" && strings.Contains(shown, "Restricted") != restricted {
						t.Errorf("%s, %s says that it is restricted: %v", when, where, !restricted)
					}
					if where == "csv" && restricted {
						restrictedRow(t, shown)
					}
				}
				r := l.Results()
				if of := r.Of(t, ada.ID); len(r.Participants) != 2 || restricted == (of.Alias != nil) || restricted == (len(of.Answers) > 0) || restricted && of.Score != 0 {
					t.Errorf("%s: %+v", when, of)
				}
				want := 2
				if restricted {
					want = 1
				}
				for _, c := range r.Questions {
					if c.ID == "choice" && (c.Answered != want || c.Counts["b"] != want) {
						t.Errorf("%s, counted: %+v", when, c)
					}
				}
				grade := `{"grades": [{"participantId": "` + ada.ID + `", "questionId": "text", "revision": 1, "points": 1}]}`
				if status := l.As(l.Teacher, "PUT", "/grades", grade).Status; (status == 409) != restricted {
					t.Errorf("%s: grading is %d", when, status)
				}
				var me struct{ Restricted bool }
				q.Do("GET", "/v1/me", functiontest.Request{Token: ada.Token}).Want(200).JSON(&me)
				var own struct{ Restricted bool }
				q.Do("GET", q.path(""), functiontest.Request{Token: q.secret}).Want(200).JSON(&own)
				if me.Restricted != restricted || own.Restricted != restricted {
					t.Errorf("%s: she reads %v, the requester %v", when, me.Restricted, own.Restricted)
				}
			}
			check("decided", true)
			q.Do("PATCH", "/v1/me", functiontest.Request{Token: ada.Token, Body: `{"alias": "Ada L."}`}).Want(200)
			if r := string(l.As(l.Teacher, "GET", "/results", nil).Want(200).Body); strings.Contains(r, "renamedAt") {
				t.Errorf("teachers read that she corrected her name: %s", r)
			}
			q.Do("PATCH", "/v1/me", functiontest.Request{Token: ada.Token, Body: `{"alias": "Ada"}`}).Want(200)
			q.act("complete", object{"receipts": []string{}}).Want(200)
			check("done", true)
			if v := q.carried(); v.Restriction == nil || v.Restriction.Students != 1 || v.Restriction.LiftableAt != nil || v.Restriction.LiftedAt != nil {
				t.Errorf("done: %+v", v.Restriction)
			}
			page := unzip(t, q.Do("GET", "/v1/me/export", functiontest.Request{Token: ada.Token}).Want(200).Body)
			if !strings.Contains(page, "Adas own words") || !strings.Contains(page, "kept and not used") {
				t.Errorf("her own copy says %s", page)
			}
			q.Do("GET", "/v1/me", functiontest.Request{Token: bo.Token}).Want(200)

			q.Published.Take(events.NotifyMail)
			for range 2 { // the second is a retry
				q.act("lift", nil).Want(200)
			}
			if got := q.mails(); !slices.Equal(got, []string{"lifting"}) {
				t.Errorf("mailed: %v", got)
			}
			check("announced", true)
			q.Clock.Advance(domain.LiftNotice - time.Minute)
			q.act("lift", nil).WantProblem(409, "lift-too-soon")
			q.Clock.Advance(2 * time.Minute)
			var v carried
			for range 2 {
				q.act("lift", nil).Want(200).JSON(&v)
			}
			if v.Restriction.LiftedAt == nil || !v.Verified || v.Timeline[len(v.Timeline)-1].Kind != "lifted" {
				t.Errorf("lifted: %+v, %+v", v.Restriction, v.Timeline)
			}
			check("lifted", false)
		})
	}
}

// Live views leave out what is restricted at once, and show it when that is lifted.
func TestRestrictionIsLive(t *testing.T) {
	t.Parallel()
	q := newQueue(t, functiontest.North, "restrict", "en")
	l := q.Open(functiontest.Start{})
	ada := l.Join("Ada")
	ada.Record("choice", `"b"`)
	q.act("identify", object{"how": "known"}).Want(200)
	q.search(object{"alias": "Ada"})
	q.act("found", object{"meant": []string{ada.ID}, "excluded": []string{}}).Want(200)
	token := q.Token(functiontest.Ada)
	all, hidden := l.Watch(token), l.WatchCounts(token, "")
	await := func(when string, want bool) {
		t.Helper()
		for {
			e, ok := all.Next()
			if !ok {
				t.Fatalf("%s: the stream ends", when)
			}
			if e.Name == "snapshot" && strings.Contains(string(e.Data), `"restricted":true`) != want && strings.Contains(string(e.Data), `"alias":"Ada"`) == want {
				break
			}
		}
		count := `"answered":{"choice":1}`
		for {
			e, ok := hidden.Next()
			if !ok {
				t.Fatalf("%s: the counts end", when)
			}
			if strings.Contains(string(e.Data), count) == want {
				break
			}
		}
	}
	await("at first", true)
	q.act("decide", object{"decision": "granted", "text": "Yes."}).Want(200)
	await("restricted", false)
	// As days later, when no view of today lives any more.
	if err := q.Store.ChangeSeat(t.Context(), l.ID, ada.ID, func(s *domain.Seat) { s.Lift(q.id) }); err != nil {
		t.Fatal(err)
	}
	await("lifted", true)
}

// A student whom two requests restrict stays restricted until both are lifted; a retried
// decision doesn't restrict again what was lifted since; and an erasure takes its course.
func TestRestrictionsOfOneStudent(t *testing.T) {
	t.Parallel()
	grant := object{"decision": "granted", "text": "Yes."}
	q, l, ada, bo := decided(t, "restrict", grant)
	first := *q
	q.Clock.Advance(domain.RequestMailEvery) // or no code is mailed
	q.ask(functiontest.North, "object", "en")
	q.act("identify", object{"how": "known"}).Want(200)
	q.search(object{"alias": "Ada"})
	q.act("found", object{"meant": []string{ada.ID}, "excluded": []string{}}).Want(200)
	q.act("decide", grant).Want(200)
	lift := func(q *queue) {
		t.Helper()
		q.act("lift", nil).Want(200)
		q.Clock.Advance(domain.LiftNotice)
		q.act("lift", nil).Want(200)
	}
	restricted := func() bool { return l.Results().Of(t, ada.ID).Alias == nil }
	lift(&first)
	if !restricted() {
		t.Error("lifting one request lifts the other's restriction")
	}
	first.act("decide", grant).Want(200)
	first.act("complete", object{"receipts": []string{}}).Want(200)
	lift(q)
	if restricted() {
		t.Error("what was lifted is restricted again by a retry")
	}
	q.Clock.Advance(domain.RequestMailEvery) // or no code is mailed
	q.ask(functiontest.North, "know", "en")
	q.act("lift", nil).WantProblem(409, "not-restricted")
	// Who is restricted may still erase themselves.
	q.Clock.Advance(domain.RequestMailEvery) // or no code is mailed
	q.ask(functiontest.North, "restrict", "en")
	q.act("identify", object{"how": "known"}).Want(200)
	q.search(object{"alias": "Ada"})
	q.act("found", object{"meant": []string{ada.ID}, "excluded": []string{}}).Want(200)
	q.act("decide", grant).Want(200)
	q.Do("DELETE", "/v1/me", functiontest.Request{Token: ada.Token}).Want(202)
	q.Retain(t.Context())
	q.act("complete", object{"receipts": []string{}}).Want(200)
	if r := l.Results(); len(r.Participants) != 1 || r.Participants[0].ID != bo.ID {
		t.Errorf("erased: %+v", r.Participants)
	}
	lift(q)
	if r := l.Results(); len(r.Participants) != 1 {
		t.Errorf("lifted after the erasure: %+v", r.Participants)
	}
}

// A restriction that a crash left undone isn't shown as if it stood, and recording that the
// request is done, or lifting it, does what is left.
func TestRestrictionAfterACrash(t *testing.T) {
	t.Parallel()
	q, l, ada, _ := decided(t, "restrict", object{"decision": "granted", "text": "Yes."})
	undo := func() {
		t.Helper()
		if err := q.Store.ChangeSeat(t.Context(), l.ID, ada.ID, func(s *domain.Seat) { s.Lift(q.id) }); err != nil {
			t.Fatal(err)
		}
	}
	stands := func(when string, want bool) {
		t.Helper()
		if v := q.carried(); v.Restriction.Stands != want {
			t.Errorf("%s, it stands: %v", when, !want)
		}
	}
	stands("decided", true)
	undo()
	stands("cut off", false)
	q.act("complete", object{"receipts": []string{}}).Want(200)
	stands("done", true)
	q.act("lift", nil).Want(200)
	q.Clock.Advance(domain.LiftNotice)
	undo() // lifted, and not recorded yet
	if v := q.carried(); v.Restriction.Stands || v.Restriction.LiftedAt != nil {
		t.Errorf("cut off while it is lifted: %+v", v.Restriction)
	}
	q.act("lift", nil).Want(200)
	if v := q.carried(); v.Restriction.Stands || v.Restriction.LiftedAt == nil || l.Results().Of(t, ada.ID).Alias == nil {
		t.Errorf("lifted: %+v", v.Restriction)
	}
}

// A restriction stands for somebody who was erased since: there is nothing left to be used.
func TestRestrictionOfWhoIsErased(t *testing.T) {
	t.Parallel()
	q, _, ada, _ := decided(t, "restrict", object{"decision": "granted", "text": "Yes."})
	q.Do("DELETE", "/v1/me", functiontest.Request{Token: ada.Token}).Want(202)
	q.Retain(t.Context())
	if v := q.carried(); !v.Restriction.Stands {
		t.Errorf("%+v", v.Restriction)
	}
}

// restrictedRow checks that a table of results has one row of whom is restricted, with nothing but when they joined.
func restrictedRow(t *testing.T, table string) {
	t.Helper()
	rows, err := csv.NewReader(strings.NewReader(strings.TrimPrefix(table, "\ufeff"))).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	note, joined := slices.Index(rows[0], "Note"), slices.Index(rows[0], "Joined")
	for _, row := range rows[1:] {
		if row[note] != "Restricted" {
			continue
		}
		for i, cell := range row {
			if i != note && i != joined && cell != "" {
				t.Errorf("%s is %q", rows[0][i], cell)
			}
		}
		return
	}
	t.Errorf("nobody is restricted: %q", rows)
}
