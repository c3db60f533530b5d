package export_test

import (
	"archive/zip"
	"bytes"
	"context"
	"encoding/csv"
	"encoding/json"
	"errors"
	"io"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/cleanslate-edu/cleanslate/emulators/auth0"
	"github.com/cleanslate-edu/cleanslate/functions/functiontest"
	"github.com/cleanslate-edu/cleanslate/shared/domain"
	"github.com/cleanslate-edu/cleanslate/shared/events"
)

type object = map[string]any

// A school is one whose administrator takes everything along.
type school struct {
	*functiontest.School
	t *testing.T
}

func newSchool(t *testing.T) *school {
	return &school{functiontest.New(t, functiontest.Options{}), t}
}

func (s *school) ask(method, path string) *functiontest.Reply {
	s.t.Helper()
	return s.Do(method, path, functiontest.Request{Token: s.token()})
}

func (s *school) token() string {
	return s.TokenWith(functiontest.Grace, auth0.TokenOptions{Permissions: []string{domain.OrgAdmin, domain.SessionsWrite, domain.ResultsRead, domain.DataDelete}})
}

type view struct {
	ID, State   string
	Done, Total int
	Bytes       int
	DoneAt      *string
}

// begin asks for an archive, without making it.
func (s *school) begin() string {
	s.t.Helper()
	var v view
	s.ask("POST", "/v1/org/exports").Want(202).JSON(&v)
	return v.ID
}

// make asks for an archive, has it made and returns its id.
func (s *school) make() string {
	s.t.Helper()
	id := s.begin()
	s.Archive(s.t.Context())
	if v := s.list(); len(v) == 0 || v[0].ID != id || v[0].State != "done" || v[0].Done != v[0].Total || v[0].DoneAt == nil {
		s.t.Fatalf("not made: %+v", v)
	}
	return id
}

func (s *school) list() []view {
	s.t.Helper()
	var l struct{ Items []view }
	s.ask("GET", "/v1/org/exports").Want(200).JSON(&l)
	return l.Items
}

// save returns the files of an archive.
func (s *school) save(id string) map[string]string {
	s.t.Helper()
	reply := s.ask("GET", "/v1/org/exports/"+id+"/archive").Want(200)
	return unzip(s.t, reply.Body)
}

func unzip(t *testing.T, b []byte) map[string]string {
	t.Helper()
	z, err := zip.NewReader(bytes.NewReader(b), int64(len(b)))
	if err != nil {
		t.Fatal(err)
	}
	files := make(map[string]string)
	for _, f := range z.File {
		in, err := f.Open()
		if err != nil {
			t.Fatal(err)
		}
		text, err := io.ReadAll(in)
		if err != nil {
			t.Fatal(err)
		}
		if _, twice := files[f.Name]; twice {
			t.Errorf("%s is there twice", f.Name)
		}
		files[f.Name] = string(text)
	}
	return files
}

// find returns the one file whose name ends so.
func find(t *testing.T, files map[string]string, end string) string {
	t.Helper()
	found := ""
	for name, text := range files {
		if strings.HasSuffix(name, end) {
			if found != "" {
				t.Errorf("more than one %s", end)
			}
			found = text
		}
	}
	if found == "" {
		t.Errorf("no %s", end)
	}
	return found
}

func holds(files map[string]string, text string) (names []string) {
	for name, f := range files {
		if strings.Contains(f, text) {
			names = append(names, name)
		}
	}
	return names
}

// Everything is in it, readable by itself.
func TestArchive(t *testing.T) {
	t.Parallel()
	s := newSchool(t)
	l := s.Open(functiontest.Start{Questions: `{"title": "Rivers and lakes", "questions": [
		{"id": "q1", "kind": "choice", "prompt": "The longest?", "correct": "b", "points": 2, "options": [{"id": "a", "text": "Rhine"}, {"id": "b", "text": "=Volga"}]},
		{"id": "q2", "kind": "text", "prompt": "Why?", "points": 3},
		{"id": "q3", "kind": "cloud", "prompt": "One word?"}]}`})
	ada, bo := l.Join("Ada Archived"), l.Join("Bo Archived")
	ada.Record("q1", string(l.Right("q1")))
	bo.Record("q2", `"=cmd|' /C calc'!A0"`)
	l.As(functiontest.Ada, "PUT", "/grades", `{"grades": [{"participantId": "`+bo.ID+`", "questionId": "q2", "revision": 1, "points": 1.5}]}`).Want(200)
	s.Do("PUT", "/v1/profile", functiontest.Request{Token: s.Token(functiontest.Ada), Body: object{"name": "Ada Teacher", "locale": "en", "mail": object{"news": false, "service": false}}}).Want(200)
	id := s.make()
	files := s.save(id)

	var session struct {
		Session      struct{ Title string }
		Questions    []struct{ Prompt string }
		Participants []struct {
			Alias   string
			Score   float64
			Answers map[string]struct {
				Response any
				Points   *float64
			}
		}
	}
	if err := json.Unmarshal([]byte(find(t, files, "/session.json")), &session); err != nil {
		t.Fatal(err)
	}
	if session.Session.Title != "Rivers and lakes" || len(session.Questions) != 3 || len(session.Participants) != 2 || session.Participants[0].Alias != "Ada Archived" ||
		session.Participants[0].Score != 2 || *session.Participants[1].Answers["q2"].Points != 1.5 {
		t.Errorf("%+v", session)
	}
	rows, err := csv.NewReader(strings.NewReader(strings.TrimPrefix(find(t, files, "/results.csv"), "\ufeff"))).ReadAll()
	if err != nil || len(rows) != 3 {
		t.Fatalf("%q, %v", rows, err)
	}
	first, second := slices.Index(rows[0], "1. The longest?"), slices.Index(rows[0], "2. Why?")
	if rows[1][0] != "Ada Archived" || rows[1][first] != "'=Volga" || rows[2][second] != "'=cmd|' /C calc'!A0" {
		t.Errorf("%q", rows)
	}
	if gift := find(t, files, "/questions.gift"); !strings.Contains(gift, "::1::[plain]The longest? {\n\t~Rhine\n\t=\\=Volga\n}") || !strings.Contains(gift, "3") {
		t.Errorf("%s", gift)
	}
	var set struct {
		Title string
		Owner struct{ Name string }
	}
	if err := json.Unmarshal([]byte(files["question-sets/0001-rivers-and-lakes.json"]), &set); err != nil || set.Title != "Rivers and lakes" || set.Owner.Name != "Ada Teacher" {
		t.Errorf("%v, %+v", err, set)
	}
	if !strings.Contains(files["question-sets/0001-rivers-and-lakes.gift"], "::2::[plain]Why? {}") {
		t.Errorf("%s", files["question-sets/0001-rivers-and-lakes.gift"])
	}
	if !strings.Contains(files["members.json"], `"Ada Teacher"`) || !strings.Contains(files["members.csv"], `"Ada Teacher"`) {
		t.Errorf("%s", files["members.json"])
	}
	for name, want := range map[string]string{
		"school.json": `"country": "DE"`, "README.txt": "sessions.csv", "sessions.csv": "Rivers and lakes", "receipts.json": "[]\n", "requests.json": "[]\n",
		"incidents.json": "[]\n", "disclosures.json": "[]\n", "holds.json": "[]\n", "transfers.json": "[]\n", "consent-texts.json": "[]\n", "consent-codes.json": "[]\n", "policy-history.json": "[", "changes.json": "[",
		"audit.json": `"act":"archive"`, "audit.csv": "school-export", "receipts.csv": "Irrecoverable", "requests.csv": "Kind", "incidents.csv": "Drill",
	} {
		if !strings.Contains(files[name], want) {
			t.Errorf("%s has no %s: %.500s", name, want, files[name])
		}
		if strings.HasSuffix(name, ".json") && !json.Valid([]byte(files[name])) {
			t.Errorf("%s isn't JSON: %.500s", name, files[name])
		}
	}
	for language, word := range map[string]string{"de": "Sitzungen", "fr": "séances", "es": "sesiones", "": "sessions"} {
		reply := s.Do("GET", "/v1/org/exports/"+id+"/archive", functiontest.Request{Token: s.token(), Header: map[string]string{"Accept-Language": language}}).Want(200)
		if readme := unzip(t, reply.Body)["README.txt"]; !strings.Contains(readme, word) {
			t.Errorf("%q: %s", language, readme)
		}
	}
}

// What the operator mustn't tell a school of, the school's archive doesn't say either.
func TestArchiveTellsNothingForbidden(t *testing.T) {
	t.Parallel()
	s := newSchool(t)
	at := func(months int) string { return s.Clock.Now().AddDate(0, months, 0).UTC().Format(time.RFC3339) }
	s.Do("POST", "/v1/orgs/"+functiontest.North+"/disclosures", functiontest.Request{
		Token: s.TokenWith(functiontest.Ops, auth0.TokenOptions{Permissions: []string{domain.PlatformOrgs}}), Key: functiontest.NewKey(),
		Body: object{
			"ground": "warrant", "authority": "District court", "reference": "Case 9", "decider": "Legal office", "categories": []string{"answers"},
			"on": s.Clock.Now().AddDate(0, 0, -1).UTC().Format(time.DateOnly), "people": object{"state": "not-yet"},
			"school": object{"state": "forbidden", "until": at(2)}, "hold": at(6),
		},
	}).Want(201)
	files := s.save(s.make())
	if text := files["holds.json"]; !strings.Contains(text, `"operator"`) {
		t.Errorf("the hold isn't there: %s", text)
	}
	for _, word := range []string{string(domain.HoldProcess), "Case 9", "District court", "warrant"} {
		for _, name := range holds(files, `"`+word) {
			t.Errorf("%s says %q: %s", name, word, files[name])
		}
	}
}

// What is stored says nothing: neither in the bucket nor in a database is anything of it in plain.
func TestNothingInPlain(t *testing.T) {
	t.Parallel()
	s := newSchool(t)
	l := s.Open(functiontest.Start{})
	l.Join("Ada Unseen").Record("text", `"a word that nobody sees"`)
	id := s.make()
	stored := 0
	for name, b := range s.Objects(t.Context()) {
		if !strings.HasPrefix(name, id+"/") {
			t.Errorf("an object is called %s", name)
		}
		for _, word := range []string{"Ada Unseen", "a word that nobody", "Rivers", functiontest.North, "privacy@"} {
			if bytes.Contains(b, []byte(word)) {
				t.Errorf("%s holds %q", name, word)
			}
		}
		stored++
	}
	if stored == 0 {
		t.Error("nothing is stored")
	}
}

// The core of it: what was erased, or hidden, after it went into an archive is in none that
// is handed out afterwards; and what is stored of it doesn't open any more.
func TestErasedMeanwhile(t *testing.T) {
	t.Parallel()
	s := newSchool(t)
	one, two, three := s.Open(functiontest.Start{}), s.Open(functiontest.Start{}), s.Open(functiontest.Start{})
	gone, stays := one.Join("Gone Student"), one.Join("Staying Student")
	gone.Record("text", `"what the gone one wrote"`)
	stays.Record("text", `"what the staying one wrote"`)
	two.Join("Of Erased Lesson").Record("text", `"in the erased lesson"`)
	three.Join("Of Trashed Lesson").Record("text", `"in the trashed lesson"`)
	id := s.make()
	before := s.save(id)
	for _, text := range []string{"Gone Student", "what the gone one wrote", "Of Erased Lesson", "in the trashed lesson"} {
		if len(holds(before, text)) == 0 {
			t.Fatalf("the archive never had %q: this test shows nothing", text)
		}
	}

	s.Do("DELETE", "/v1/sessions/"+one.ID+"/participants/"+gone.ID, functiontest.Request{Token: s.token()}).Want(202)
	s.Do("POST", "/v1/erasures", functiontest.Request{Token: s.token(), Body: object{"subject": object{"kind": "session", "session": two.ID}, "ground": "school"}}).Want(202)
	three.As(functiontest.Ada, "DELETE", "", nil).Want(200)
	s.Do("PATCH", "/v1/me", functiontest.Request{Token: stays.Token, Body: object{"alias": "Corrected Name"}}).Want(200)
	// Hidden before anything is destroyed.
	for _, text := range []string{"Gone Student", "what the gone one wrote", "in the trashed lesson"} {
		if in := holds(s.save(id), text); len(in) > 0 {
			t.Errorf("before the erasure is done %q is in %v", text, in)
		}
	}
	s.Retain(t.Context())
	s.Clock.Advance(2 * domain.LateWrites)
	s.Retain(t.Context())
	after := s.save(id)
	for _, text := range []string{"Gone Student", "what the gone one wrote", "Of Erased Lesson", "in the erased lesson", "Of Trashed Lesson", "in the trashed lesson", "Staying Student"} {
		if in := holds(after, text); len(in) > 0 {
			t.Errorf("%q is in %v", text, in)
		}
	}
	for _, text := range []string{"Corrected Name", "what the staying one wrote"} {
		if len(holds(after, text)) == 0 {
			t.Errorf("%q is lost", text)
		}
	}
	// A session that comes back from the trash is in the copy again: it was never erased.
	three.As(functiontest.Ada, "POST", "/restore", nil).Want(200)
	if len(holds(s.save(id), "in the trashed lesson")) == 0 {
		t.Error("a restored session is lost")
	}
}

// What was restricted after it went into an archive is read as it is everywhere else: not at
// all, until the restriction ends.
func TestRestrictedMeanwhile(t *testing.T) {
	t.Parallel()
	s := newSchool(t)
	l := s.Open(functiontest.Start{})
	ada, bo := l.Join("Ada Restricted"), l.Join("Bo Unrestricted")
	ada.Record("text", `"what Ada wrote"`)
	bo.Record("text", `"what Bo wrote"`)
	id := s.make()
	for _, restricted := range []string{s.NewID(), ""} {
		if err := s.Store.ChangeSeat(t.Context(), l.ID, ada.ID, func(seat *domain.Seat) { seat.Restricted = restricted }); err != nil {
			t.Fatal(err)
		}
		files := s.save(id)
		for _, text := range []string{"Ada Restricted", "what Ada wrote"} {
			if in := holds(files, text); (len(in) > 0) != (restricted == "") {
				t.Errorf("restricted %v: %q is in %v", restricted != "", text, in)
			}
		}
		if len(holds(files, "what Bo wrote")) == 0 {
			t.Error("what another wrote is lost")
		}
	}
}

// Ended, it is gone at once; after a week, the latest.
func TestGone(t *testing.T) {
	t.Parallel()
	s := newSchool(t)
	s.Open(functiontest.Start{}).Join("Ada")
	id := s.make()
	s.ask("DELETE", "/v1/org/exports/"+id).Want(204)
	s.ask("DELETE", "/v1/org/exports/"+id).Want(204)
	s.ask("GET", "/v1/org/exports/"+id+"/archive").WantProblem(404, "not-found")
	if l := s.list(); len(l) != 0 {
		t.Errorf("%+v", l)
	}
	s.Tick(t.Context())
	if o := s.Objects(t.Context()); len(o) != 0 {
		t.Errorf("%d objects are left", len(o))
	}
	id = s.make()
	s.Clock.Advance(domain.ExportKept)
	s.ask("GET", "/v1/org/exports/"+id+"/archive").WantProblem(404, "not-found")
	s.Tick(t.Context())
	if o := s.Objects(t.Context()); len(o) != 0 {
		t.Errorf("%d objects are left after a week", len(o))
	}
	for name := range s.Documents(t.Context()) {
		if strings.Contains(name, "/exports/") {
			t.Errorf("%s is left", name)
		}
	}
}

// One at a time, five in a day; the same request again is the same archive.
func TestHowMany(t *testing.T) {
	t.Parallel()
	s := newSchool(t)
	key := functiontest.NewKey()
	again := func() *functiontest.Reply {
		return s.Do("POST", "/v1/org/exports", functiontest.Request{Token: s.token(), Key: key})
	}
	var first, second view
	again().Want(202).JSON(&first)
	again().Want(202).JSON(&second)
	if first.ID != second.ID {
		t.Error("a repeated request makes another")
	}
	s.ask("POST", "/v1/org/exports").WantProblem(409, "export-running")
	s.ask("GET", "/v1/org/exports/"+first.ID+"/archive").WantProblem(409, "export-unfinished")
	s.Archive(t.Context())
	for range domain.ExportsADay - 1 {
		s.ask("DELETE", "/v1/org/exports/"+s.begin()).Want(204)
	}
	s.Published.Take(events.ExportWork)
	s.ask("POST", "/v1/org/exports").WantProblem(409, "too-many-exports")
}

// Whatever is delivered, twice, late or out of order, a page counts once; a try that was cut
// off leaves nothing that counts.
func TestPages(t *testing.T) {
	t.Parallel()
	s := newSchool(t)
	const lessons = domain.ExportPageSize + 3
	for range lessons {
		s.Open(functiontest.Start{}).Join("Ada").Record("text", `"here"`)
	}
	id := s.begin()
	s.Published.Take(events.ExportWork)
	broken := &failing{after: 2, Objects: s.Archives}
	for page := 0; ; page++ {
		message := events.Message{Data: events.ExportJob{Export: id, Page: page}.Encode()}
		broken.n = 0
		if err := s.Exporter(broken)(t.Context(), message); err != nil && !errors.Is(err, errBroken) {
			t.Fatal(err)
		}
		for range 2 { // the first may have been done above
			if err := s.Exporter(s.Archives)(t.Context(), message); err != nil {
				t.Fatal(err)
			}
		}
		early := events.Message{Data: events.ExportJob{Export: id, Page: page + 2}.Encode()}
		if err := s.Exporter(s.Archives)(t.Context(), early); err != nil {
			t.Fatal(err)
		}
		if v := s.list()[0]; v.State == "done" {
			if v.Done != lessons {
				t.Errorf("%+v", v)
			}
			break
		}
	}
	if broken.broke == 0 {
		t.Error("no try was cut off")
	}
	if n := strings.Count(s.save(id)["sessions.csv"], "\r\n"); n != lessons+1 {
		t.Errorf("%d lines of sessions", n)
	}
	for _, data := range []string{"", "{", `{"export": "x", "page": 0}`, `{"export": "` + id + `", "page": -1}`, `{"export": "` + id + `", "page": 2000}`} {
		if err := s.Exporter(s.Archives)(t.Context(), events.Message{Data: []byte(data)}); !errors.Is(err, events.ErrPoison) {
			t.Errorf("%q: %v", data, err)
		}
	}
}

var errBroken = errors.New("the bucket is gone")

// failing fails in the middle of an object once it has stored some.
type failing struct {
	Objects interface {
		Create(ctx context.Context, name string, write func(io.Writer) error) (int64, error)
	}
	after, n, broke int
}

func (f *failing) Create(ctx context.Context, name string, write func(io.Writer) error) (int64, error) {
	if f.n++; f.n <= f.after {
		return f.Objects.Create(ctx, name, write)
	}
	f.broke++
	return f.Objects.Create(ctx, name, func(w io.Writer) error {
		if err := write(w); err != nil {
			return err
		}
		return errBroken
	})
}

// Nobody else has it, and every session that is handed out stands in the audit.
func TestWhoReads(t *testing.T) {
	t.Parallel()
	s := newSchool(t)
	l := s.Open(functiontest.Start{})
	l.Join("Ada").Record("text", `"here"`)
	id := s.make()
	path := "/v1/org/exports/" + id
	for _, token := range []string{
		s.TokenWith(functiontest.Alan, auth0.TokenOptions{Permissions: []string{domain.OrgAdmin}}),
	} {
		s.Do("GET", path+"/archive", functiontest.Request{Token: token}).WantProblem(404, "not-found")
		s.Do("DELETE", path, functiontest.Request{Token: token}).WantProblem(404, "not-found")
	}
	s.Do("GET", path+"/archive", functiontest.Request{Token: s.Token(functiontest.Ada)}).WantProblem(403, "forbidden")
	s.Do("GET", path+"/archive", functiontest.Request{Token: s.TokenWith(functiontest.Grace, auth0.TokenOptions{NoMFA: true, Permissions: []string{domain.OrgAdmin}})}).Want(401)
	s.save(id)
	var audit struct {
		Items []struct {
			Entry struct {
				Act, Path, Purpose string
				Counts             struct{ Participants, Answers int }
			}
		}
	}
	s.ask("GET", "/v1/audit").Want(200).JSON(&audit)
	entered := false
	for _, i := range audit.Items {
		if e := i.Entry; e.Purpose == "school-export" && e.Act == "archive" && e.Path == "sessions/"+l.ID {
			entered = e.Counts.Participants == 1 && e.Counts.Answers == 1
		}
	}
	if !entered {
		t.Errorf("the session isn't entered: %+v", audit)
	}
}
