package teacher_test

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/cleanslate-edu/cleanslate/functions/functiontest"
	"github.com/cleanslate-edu/cleanslate/functions/teacher"
	"github.com/cleanslate-edu/cleanslate/shared/domain"
	"github.com/cleanslate-edu/cleanslate/shared/store"
)

// question is a set of one question that is called by its title.
func question(title string) string {
	return fmt.Sprintf(`{"title": %q, "questions": [{"id": "q", "kind": "choice", "prompt": "Secret prompt?", "points": 1, "correct": "a",
		"options": [{"id": "a", "text": "Secret text"}, {"id": "b", "text": "B"}, {"id": "c", "text": "C"}]}]}`, title)
}

// class has a lesson in which students pick what is given for each, "" for nothing, and which is over.
func class(s *functiontest.School, by, title string, picks ...string) *functiontest.Lesson {
	l := s.Open(functiontest.Start{By: by, Questions: question(title)})
	for i, pick := range picks {
		if st := l.Join(fmt.Sprint("Secret ", i)); pick != "" {
			st.Record("q", `"`+pick+`"`)
		}
	}
	l.Patch(`{"state": "closed"}`)
	return l
}

// monthOver moves the clock until this month has been over for a day, and returns it.
func monthOver(s *functiontest.School) domain.Month {
	month := domain.MonthOf(s.Clock.Now(), time.UTC)
	_, end := month.In(time.UTC)
	s.Clock.Advance(end.Add(domain.TransferWaits + time.Hour).Sub(s.Clock.Now()))
	return month
}

type transfer struct {
	ID, State, CSVSHA256, JSONSHA256, Words, AuthorizedBy, SavedBy string
	Tables, Counted                                                int
	QuestionSets                                                   []string
}

// research is a school's way to hand something over, as its administrator.
type research struct {
	*functiontest.School
	t     *testing.T
	grace string
}

func (r *research) send(key string, change map[string]any) *functiontest.Reply {
	r.t.Helper()
	return r.sendAs(key, change, false)
}

// sendAs is send for requests that the contract may not allow.
func (r *research) sendAs(key string, change map[string]any, bad bool) *functiontest.Reply {
	r.t.Helper()
	month := domain.MonthOf(r.Clock.Now(), time.UTC).Plus(-1)
	body := map[string]any{
		"recipient": "Institute", "purpose": "Fractions", "ground": "Agreement of 3 March", "from": month, "to": month,
		"endsAt": r.Clock.Now().AddDate(0, 0, 7).UTC().Format(time.RFC3339),
	}
	for name, value := range change {
		body[name] = value
	}
	return r.Do("POST", "/v1/transfers", functiontest.Request{Token: r.grace, Key: key, Body: body, Bad: bad})
}

func (r *research) authorize(change map[string]any) (d transfer) {
	r.t.Helper()
	r.send(functiontest.NewKey(), change).Want(201).JSON(&d)
	return d
}

func (r *research) ask(method, rest string) *functiontest.Reply {
	r.t.Helper()
	return r.Do(method, "/v1/transfers/"+rest, functiontest.Request{Token: r.grace})
}

// counted counts all of a transfer.
func (r *research) counted(d transfer) transfer {
	r.t.Helper()
	for range d.Tables {
		r.ask("POST", d.ID+"/tables").Want(200).JSON(&d)
	}
	return d
}

type table struct {
	Students  int
	Questions []struct{ Groups []domain.Share }
}

// tables are those of a transfer's file.
func (r *research) tables(d transfer) (all []table) {
	r.t.Helper()
	var file struct{ Tables []table }
	r.ask("GET", d.ID+"/file?format=json").Want(200).JSON(&file)
	return file.Tables
}

func newResearch(t *testing.T) *research {
	s := functiontest.New(t, functiontest.Options{})
	return &research{School: s, t: t}
}

// over ends the month; tokens are of the time after it.
func (r *research) over() domain.Month {
	month := monthOver(r.School)
	r.grace = r.Token(functiontest.Grace)
	return month
}

func picks(counts map[string]int) (all []string) {
	for _, pick := range []string{"a", "b", "c", ""} {
		all = append(all, slices.Repeat([]string{pick}, counts[pick])...)
	}
	return all
}

// A school hands over shares of its classes: on record before anything is opened, each opening entered, nothing of the nine
// students of another set, nothing that anybody wrote, and the same file every time, whose hash and words stay (promises P39, P40).
func TestTransfer(t *testing.T) {
	t.Parallel()
	r := newResearch(t)
	first := class(r.School, functiontest.Ada, "Large", picks(map[string]int{"a": 14, "b": 12})...)
	second := class(r.School, functiontest.Linus, "Small", picks(map[string]int{"a": 4, "b": 5})...)
	class(r.School, functiontest.Ada, "Large", picks(map[string]int{"a": 3, "b": 6, "": 2})...)
	month := r.over()

	key := functiontest.NewKey()
	var d, again transfer
	r.send(key, nil).Want(201).JSON(&d)
	r.send(key, nil).Want(201).JSON(&again)
	r.send(key, map[string]any{"purpose": "Another"}).WantProblem(422, "idempotency-key-reused")
	if d.State != "authorized" || d.Tables != 2 || d.Counted != 0 || again.ID != d.ID || d.AuthorizedBy != functiontest.MemberID(functiontest.Grace) {
		t.Errorf("%+v, then %+v", d, again)
	}
	if n := len(r.opened(t)); n != 0 {
		t.Errorf("%d sessions are opened before anything is counted", n)
	}
	r.ask("GET", d.ID+"/file?format=csv").WantProblem(409, "transfer-unfinished")
	r.send(functiontest.NewKey(), nil).WantProblem(409, "transfer-overlaps")

	d = r.counted(d)
	if d.State != "ready" || d.Counted != 2 || !strings.Contains(d.Words, "1 are left out because fewer than 10") {
		t.Errorf("%+v", d)
	}
	if opened := r.opened(t); len(opened) != 3 || !opened["sessions/"+first.ID] || !opened["sessions/"+second.ID] {
		t.Errorf("%v are entered", opened)
	}
	r.ask("POST", d.ID+"/tables").Want(200) // changes nothing
	if n := len(r.opened(t)); n != 3 {
		t.Errorf("%d sessions are opened in all", n)
	}

	for format, hash := range map[string]string{"csv": d.CSVSHA256, "json": d.JSONSHA256} {
		file := r.ask("GET", d.ID+"/file?format="+format).Want(200)
		if sum := sha256.Sum256(file.Body); hex.EncodeToString(sum[:]) != hash {
			t.Errorf("the hash of the %s on record is another", format)
		}
		for _, secret := range []string{"Secret", "Large", "Small", first.ID, second.ID, functiontest.MemberID(functiontest.Ada), functiontest.MemberID(functiontest.Linus)} {
			if strings.Contains(string(file.Body), secret) {
				t.Errorf("the %s holds %q\n%s", format, secret, file.Body)
			}
		}
	}
	shown := make(map[int]string)
	for _, table := range r.tables(d) {
		said := ""
		for _, q := range table.Questions {
			for _, g := range q.Groups {
				said += fmt.Sprintf("%s:%d ", g.Name, g.Students)
			}
		}
		shown[table.Students] = said
	}
	// Two did not answer: they are among what isn't shown, together with the smallest of the others.
	if len(shown) != 2 || shown[0] != "" || shown[35] != "wrong:15 " {
		t.Errorf("%v", shown)
	}
	var list struct{ Items []transfer }
	r.Do("GET", "/v1/transfers", functiontest.Request{Token: r.grace}).Want(200).JSON(&list)
	if len(list.Items) != 1 || list.Items[0].State != "saved" || list.Items[0].SavedBy != functiontest.MemberID(functiontest.Grace) {
		t.Errorf("%+v", list)
	}
	r.ask("DELETE", d.ID).WantProblem(409, "transfer-saved")
	r.Do("GET", "/v1/transfers", functiontest.Request{Token: r.Token(functiontest.Alan)}).Want(200).JSON(&list)
	if len(list.Items) != 0 {
		t.Errorf("another school sees %+v", list)
	}

	// The tables go with the time that they were authorized for; what stays claims its students for good.
	r.Clock.Advance(8 * 24 * time.Hour)
	r.grace = r.Token(functiontest.Grace)
	r.Tick(t.Context())
	r.Tick(t.Context())
	r.ask("GET", d.ID+"/file?format=csv").WantProblem(409, "transfer-over")
	r.ask("POST", d.ID+"/tables").WantProblem(409, "transfer-over")
	for path := range r.Documents(t.Context()) {
		if strings.Contains(path, "/transferTables/") {
			t.Errorf("%s is still there", path)
		}
	}
	r.Do("GET", "/v1/transfers", functiontest.Request{Token: r.grace}).Want(200).JSON(&list)
	if len(list.Items) != 1 || list.Items[0].CSVSHA256 != d.CSVSHA256 || list.Items[0].Words != d.Words {
		t.Errorf("%+v is left", list)
	}
	r.send(functiontest.NewKey(), map[string]any{"from": month, "to": month}).WantProblem(409, "transfer-overlaps")
}

// opened are the sessions that were entered as opened for research, and not for anything else.
func (r *research) opened(t *testing.T) map[string]bool {
	t.Helper()
	all, _, err := r.Audit.Entries(t.Context(), store.AuditQuery{Org: functiontest.North}, 200, "")
	if err != nil {
		t.Fatal(err)
	}
	paths := make(map[string]bool)
	for _, e := range all {
		if e.Act == domain.ActCount && e.Purpose == domain.PurposeResearch && e.Role == domain.RoleAdministrator && e.Counts.Participants > 0 {
			paths[e.Path] = true
		}
	}
	return paths
}

// What was withdrawn or not saved in time was never out: its students may be in another transfer. What may yet be saved is in none.
func TestTransferIsWithdrawn(t *testing.T) {
	t.Parallel()
	r := newResearch(t)
	class(r.School, functiontest.Ada, "Large", picks(map[string]int{"a": 10})...)
	month := r.over()
	d := r.counted(r.authorize(nil))
	r.send(functiontest.NewKey(), nil).WantProblem(409, "transfer-overlaps")
	r.ask("DELETE", d.ID).Want(204)
	r.ask("DELETE", d.ID).Want(204)
	if was, err := r.Store.Transfer(t.Context(), functiontest.North, d.ID); err != nil || was.CSV+was.JSON+was.Words != "" {
		t.Errorf("%+v, %v: what it would have said is kept", was, err)
	}
	r.ask("GET", d.ID+"/file?format=csv").WantProblem(409, "transfer-over")
	soon := r.Clock.Now().Add(time.Hour).UTC().Format(time.RFC3339)
	r.authorize(map[string]any{"endsAt": soon})
	r.Clock.Advance(2 * time.Hour)
	r.grace = r.Token(functiontest.Grace)
	r.authorize(map[string]any{"from": month, "to": month})
}

// Nothing is authorized of what isn't over, isn't there or isn't said.
func TestTransferIsWhole(t *testing.T) {
	t.Parallel()
	r := newResearch(t)
	class(r.School, functiontest.Ada, "Large", "a")
	r.grace = r.Token(functiontest.Grace)
	now := domain.MonthOf(r.Clock.Now(), time.UTC)
	r.send(functiontest.NewKey(), map[string]any{"from": now, "to": now}).WantProblem(422, "invalid")
	r.over()
	for name, bad := range map[string]any{
		"recipient": "", "purpose": strings.Repeat("x", domain.TransferTextMax+1), "ground": "a\nb", "from": "2026", "to": "never", "questionSets": []string{"x"},
		"endsAt": r.Clock.Now().AddDate(0, 2, 0).UTC().Format(time.RFC3339),
	} {
		r.sendAs(functiontest.NewKey(), map[string]any{name: bad}, true).WantProblem(422, "invalid")
	}
	r.send(functiontest.NewKey(), map[string]any{"questionSets": []string{r.NewID()}}).WantProblem(409, "transfer-empty")
	r.send(functiontest.NewKey(), map[string]any{"from": now.Plus(-3), "to": now.Plus(-1)}).WantProblem(409, "transfer-empty")
	r.ask("GET", r.NewID()+"/file?format=csv").WantProblem(404, "not-found")
	r.Do("GET", "/v1/transfers/"+r.NewID()+"/file?format=xlsx", functiontest.Request{Token: r.grace, Bad: true}).WantProblem(422, "invalid")
}

// Whose parent refuses disclosure isn't counted, and neither is who is restricted or was erased, or what is deleted: here each of
// them would make a group of nine large enough.
func TestWhoIsNotCounted(t *testing.T) {
	t.Parallel()
	r := newResearch(t)
	lesson := func(title string) (*functiontest.Lesson, *functiontest.Student) {
		l := r.Open(functiontest.Start{Questions: question(title)})
		var last *functiontest.Student
		for i := range domain.GroupMin {
			last = l.Join(fmt.Sprint("Ada ", i))
			last.Record("q", `"a"`)
		}
		return l, last
	}
	refusing, child := lesson("Refuses")
	var code struct{ Secret string }
	refusing.As(functiontest.Ada, "POST", "/participants/"+child.ID+"/parent-code", nil).Want(201).JSON(&code)
	r.Do("PUT", "/v1/me/refusals?session="+refusing.ID, functiontest.Request{Token: code.Secret, Body: `{"collection": false, "disclosure": true}`}).Want(200)
	erasing, gone := lesson("Erases")
	r.Do("DELETE", "/v1/me", functiontest.Request{Token: gone.Token}).Want(202)
	r.Retain(t.Context())
	restricting, kept := lesson("Restricts")
	if err := r.Store.ChangeSeat(t.Context(), restricting.ID, kept.ID, func(s *domain.Seat) { s.Restrict(r.NewID()) }); err != nil {
		t.Fatal(err)
	}
	whole, _ := lesson("Whole")
	deleted, _ := lesson("Deleted")
	for _, l := range []*functiontest.Lesson{refusing, erasing, restricting, whole, deleted} {
		l.Patch(`{"state": "closed"}`)
	}
	deleted.As(functiontest.Ada, "DELETE", "", nil).Want(200)
	r.over()
	d := r.counted(r.authorize(nil))
	sizes := make(map[int]int)
	for _, table := range r.tables(d) {
		sizes[table.Students]++
	}
	if d.Tables != 4 || sizes[0] != 3 || sizes[10] != 1 {
		t.Errorf("%+v: %v", d, sizes)
	}
}

// Where what is opened can't be entered, nothing is counted; nothing is handed over either.
func TestNothingIsCountedUnentered(t *testing.T) {
	t.Parallel()
	var entries shutEntries
	s := functiontest.New(t, functiontest.Options{Teacher: func(d *teacher.Deps) { entries.to, d.Audit = d.Audit, &entries }})
	r := &research{School: s, t: t}
	class(s, functiontest.Ada, "Large", picks(map[string]int{"a": 10})...)
	r.over()
	d := r.authorize(nil)
	entries.shut = true
	r.ask("POST", d.ID+"/tables").Want(503)
	entries.shut = false
	d = r.counted(d)
	entries.shut = true
	r.ask("GET", d.ID+"/file?format=csv").Want(503)
	var list struct{ Items []transfer }
	s.Do("GET", "/v1/transfers", functiontest.Request{Token: r.grace}).Want(200).JSON(&list)
	if list.Items[0].State != "ready" {
		t.Errorf("%+v", list)
	}
}

type shutEntries struct {
	to interface {
		Note(ctx context.Context, e domain.AuditEntry) error
	}
	shut bool
}

func (e *shutEntries) Note(ctx context.Context, entry domain.AuditEntry) error {
	if e.shut {
		return domain.ErrUnavailable
	}
	return e.to.Note(ctx, entry)
}

// What was saved stays as it was counted, whatever is refused, restricted or erased later; what wasn't saved within an hour is
// counted again, without those.
func TestCountedOnce(t *testing.T) {
	t.Parallel()
	r := newResearch(t)
	restrict := func(l *functiontest.Lesson) {
		people, err := r.Store.Participants(t.Context(), l.ID)
		if err != nil {
			t.Fatal(err)
		}
		if err := r.Store.ChangeSeat(t.Context(), l.ID, people[0].ID, func(s *domain.Seat) { s.Restrict(r.NewID()) }); err != nil {
			t.Fatal(err)
		}
	}
	later := func() {
		r.Clock.Advance(domain.TransferFresh + time.Minute)
		r.grace = r.Token(functiontest.Grace)
	}
	l := class(r.School, functiontest.Ada, "Large", picks(map[string]int{"a": 10})...)
	r.over()
	endsAt := map[string]any{"endsAt": r.Clock.Now().AddDate(0, 0, 7).UTC().Format(time.RFC3339)}
	d := r.counted(r.authorize(endsAt))
	first := r.tables(d)
	restrict(l)
	later()
	r.ask("POST", d.ID+"/tables").Want(200)
	if again := r.tables(d); len(first) != 1 || first[0].Students != 10 || len(again) != 1 || again[0].Students != 10 {
		t.Errorf("%+v, then %+v", first, again)
	}
}

// Whoever refuses it after it was counted isn't in what is saved later.
func TestCountedAgain(t *testing.T) {
	t.Parallel()
	r := newResearch(t)
	l := r.Open(functiontest.Start{Questions: question("Large")})
	var child *functiontest.Student
	for i := range domain.GroupMin {
		child = l.Join(fmt.Sprint("Ada ", i))
		child.Record("q", `"a"`)
	}
	l.Patch(`{"state": "closed"}`)
	r.over()
	d := r.counted(r.authorize(nil))
	if err := r.Store.ChangeSeat(t.Context(), l.ID, child.ID, func(s *domain.Seat) { s.Restrict(r.NewID()) }); err != nil {
		t.Fatal(err)
	}
	r.Clock.Advance(domain.TransferFresh + time.Minute)
	r.grace = r.Token(functiontest.Grace)
	r.ask("GET", d.ID+"/file?format=json").WantProblem(409, "transfer-unfinished")
	again := r.counted(d)
	if tables := r.tables(d); len(tables) != 1 || tables[0].Students != 0 {
		t.Errorf("%+v", tables)
	}
	if again.JSONSHA256 == d.JSONSHA256 || again.JSONSHA256 == "" {
		t.Errorf("%+v, was %+v", again, d)
	}
}
