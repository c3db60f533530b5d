package rights_test

import (
	"bytes"
	"fmt"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"
	"unicode/utf8"

	"github.com/cleanslate-edu/cleanslate/functions/functiontest"
	"github.com/cleanslate-edu/cleanslate/shared/domain"
)

func rename(s *functiontest.School, token, alias string) *functiontest.Reply {
	n := utf8.RuneCountInString(alias)
	return s.Do("PATCH", "/v1/me", functiontest.Request{Token: token, Body: map[string]any{"alias": alias}, Bad: n < 1 || n > domain.AliasMax})
}

func TestRename(t *testing.T) {
	t.Parallel()
	s := functiontest.New(t, functiontest.Options{})
	l := s.Open(functiontest.Start{})
	ada := l.Join("Adda")
	l.Join("Bo")
	ada.Record("choice", `"b"`)
	before, err := s.Store.Participant(t.Context(), l.ID, ada.ID)
	if err != nil {
		t.Fatal(err)
	}
	live := l.Watch(s.Token(functiontest.Ada))
	live.Want("snapshot", &struct{}{})

	// The same name is no change, and nobody is told of one.
	rename(s, ada.Token, " Adda ").Want(200)
	if p := l.Results().Of(t, ada.ID); p.Renamed != nil {
		t.Errorf("renamed at %v", p.Renamed)
	}
	reply := rename(s, ada.Token, "  Ada L. ").Want(200)
	var got struct {
		ID, Alias string
		RenamedAt *time.Time
	}
	reply.JSON(&got)
	if got.ID != ada.ID || got.Alias != "Ada L." || got.RenamedAt == nil {
		t.Errorf("%s", reply.Body)
	}
	var joined struct{ Participant functiontest.Participant }
	live.Want("participantJoined", &joined)
	if p := joined.Participant; p.ID != ada.ID || *p.Alias != "Ada L." || p.Renamed == nil || p.Score != 2 {
		t.Errorf("the live view was sent %+v", p)
	}
	r := l.Results()
	if p := r.Of(t, ada.ID); len(r.Participants) != 2 || *p.Alias != "Ada L." || p.Renamed == nil || time.Since(*p.Renamed).Abs() > time.Minute || len(p.Answers) != 1 {
		t.Errorf("results %+v", p)
	}
	for _, format := range []string{"json", "csv"} {
		file := l.As(functiontest.Ada, "GET", "/export?format="+format, nil).Want(200).Body
		if !bytes.Contains(file, []byte("Ada L.")) || !bytes.Contains(file, []byte(p0(*got.RenamedAt))) || bytes.Contains(file, []byte("Adda")) {
			t.Errorf("%s: %s", format, file)
		}
	}
	var mine me
	get(s, ada.Token).Want(200).JSON(&mine)
	if p := mine.Participant; p.Alias != "Ada L." || p.RenamedAt == nil || len(mine.Answers) != 1 {
		t.Errorf("%+v", mine)
	}

	// Only the alias is another, sealed under the same key, and the first is nowhere.
	after, err := s.Store.Participant(t.Context(), l.ID, ada.ID)
	if err != nil {
		t.Fatal(err)
	}
	if bytes.Equal(after.Alias, before.Alias) || bytes.Contains(after.Alias, []byte("Ada")) || after.Renames != 1 {
		t.Errorf("stored %+v", after)
	}
	after.Alias, after.RenamedAt, after.Renames = before.Alias, before.RenamedAt, before.Renames
	if fmt.Sprint(after) != fmt.Sprint(before) {
		t.Errorf("more than the alias changed: %+v, was %+v", after, before)
	}

	// The device on which she joined gets in as before; what she sends there is still her join.
	ada.JoinAgain()
	get(s, ada.Token).Want(200).JSON(&mine)
	if mine.Participant.Alias != "Ada L." {
		t.Errorf("joined again as %q", mine.Participant.Alias)
	}
	// After the close a name can be wrong too.
	l.Patch(`{"state": "closed"}`)
	rename(s, ada.Token, "Ada Lovelace").Want(200)
}

// p0 is a time as exports have it, to the second.
func p0(at time.Time) string { return at.UTC().Format("2006-01-02T15:04:05") }

func TestRenameRefuses(t *testing.T) {
	t.Parallel()
	s := functiontest.New(t, functiontest.Options{})
	l := s.Open(functiontest.Start{})
	ada := l.Join("Ada")
	for _, alias := range []string{"", "  ", "A\u0007", strings.Repeat("x", 41), "\u2066Ada"} {
		r := rename(s, ada.Token, alias).WantProblem(422, "invalid")
		if !bytes.Contains(r.Body, []byte(`"/alias"`)) || strings.TrimSpace(alias) != "" && bytes.Contains(r.Body, []byte(alias)) {
			t.Errorf("%q: %s", alias, r.Body)
		}
	}
	s.Do("PATCH", "/v1/me", functiontest.Request{Token: ada.Token, Body: `{"alias": "Eve", "score": 5}`, Bad: true}).WantProblem(422, "invalid")
	if p := l.Results().Of(t, ada.ID); *p.Alias != "Ada" || p.Renamed != nil {
		t.Errorf("results %+v", p)
	}
	l.As(functiontest.Ada, "DELETE", "", nil).Want(200)
	rename(s, ada.Token, "Eve").WantProblem(404, "not-found")
	l.As(functiontest.Ada, "POST", "/restore", nil).Want(200)
	erase(s, ada.Token).Want(202)
	rename(s, ada.Token, "Eve").WantProblem(410, "participant-erased")
	s.Retain(t.Context())
	rename(s, ada.Token, "Eve").WantProblem(410, "participant-erased")
}

// Each correction is sent to every view, so there are only so many, also where several
// are asked for at once.
func TestRenamesAreBounded(t *testing.T) {
	t.Parallel()
	s := functiontest.New(t, functiontest.Options{})
	l := s.Open(functiontest.Start{})
	ada := l.Join("Ada")
	for i := range domain.RenamesMax - 1 {
		rename(s, ada.Token, fmt.Sprint("Ada ", i)).Want(200)
	}
	var status [3]int
	var all sync.WaitGroup
	for i := range status {
		all.Go(func() {
			r, err := s.Try(t.Context(), "PATCH", "/v1/me", functiontest.Request{Token: ada.Token, Body: map[string]any{"alias": fmt.Sprint("Last ", i)}})
			if err != nil {
				t.Error(err)
				return
			}
			status[i] = r.Status
		})
	}
	all.Wait()
	if slices.Sort(status[:]); status != [3]int{200, 409, 409} {
		t.Errorf("%v", status)
	}
	rename(s, ada.Token, "Eve").WantProblem(409, "too-many-names")
	if p := l.Results().Of(t, ada.ID); !strings.HasPrefix(*p.Alias, "Last ") {
		t.Errorf("the name is %q", *p.Alias)
	}
}

// A parent's corrections and the student's are counted apart: neither takes any from the other.
func TestRenamesByParentAndStudent(t *testing.T) {
	t.Parallel()
	s := functiontest.New(t, functiontest.Options{})
	ada := s.Open(functiontest.Start{}).Join("Ada")
	secret := parentOf(ada)
	byParent := func(alias string) *functiontest.Reply {
		return s.Do("PATCH", "/v1/me?session="+ada.Lesson.ID, functiontest.Request{Token: secret, Body: map[string]any{"alias": alias}})
	}
	for i := range domain.RenamesMax {
		byParent(fmt.Sprint("Ada P", i)).Want(200)
	}
	byParent("Eve").WantProblem(409, "too-many-names")
	for i := range domain.RenamesMax {
		rename(s, ada.Token, fmt.Sprint("Ada S", i)).Want(200)
	}
	rename(s, ada.Token, "Eve").WantProblem(409, "too-many-names")
	byParent("Eve").WantProblem(409, "too-many-names")
}

// Teachers see how many have left, live and later.
func TestResultsCountWhoLeft(t *testing.T) {
	t.Parallel()
	s := functiontest.New(t, functiontest.Options{})
	l := s.Open(functiontest.Start{})
	ada := l.Join("Ada")
	l.Join("Bo")
	live := l.Watch(s.Token(functiontest.Ada))
	live.Want("snapshot", &struct{}{})
	erase(s, ada.Token).Want(202)
	var gone struct{ ID string }
	live.Want("participantErased", &gone)
	if r := l.Results(); gone.ID != ada.ID || r.Left != 1 || len(r.Participants) != 1 {
		t.Errorf("%s left; results %+v", gone.ID, r)
	}
	s.Retain(t.Context())
	if r := l.Results(); r.Left != 1 || len(r.Participants) != 1 {
		t.Errorf("after the erasure %+v", r)
	}
}
