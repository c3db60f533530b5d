package teacher_test

import (
	"encoding/json"
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/cleanslate-edu/cleanslate/functions/functiontest"
	"github.com/cleanslate-edu/cleanslate/shared/domain"
)

type questionSet struct {
	ID, Title     string
	Revision      int
	QuestionCount int
	UpdatedAt     time.Time
	Questions     []domain.Question
}

func TestQuestionSets(t *testing.T) {
	t.Parallel()
	s := functiontest.New(t, functiontest.Options{})
	do := func(method, path, key, body string, header ...string) *functiontest.Reply {
		t.Helper()
		q := functiontest.Request{Token: s.Token(functiontest.Ada), Key: key, Header: map[string]string{}}
		if body != "" {
			q.Body = body
		}
		for i := 0; i < len(header); i += 2 {
			q.Header[header[i]] = header[i+1]
		}
		return s.Do(method, "/v1/question-sets"+path, q)
	}

	var made, got questionSet
	r := do("POST", "", "", functiontest.Questions).Want(201)
	r.JSON(&made)
	if made.Title != "Rivers" || made.Revision != 1 || len(made.Questions) != 9 || r.Header.Get("ETag") != `"1"` ||
		r.Header.Get("Location") != "/v1/question-sets/"+made.ID || time.Since(made.UpdatedAt).Abs() > time.Minute {
		t.Errorf("made %+v with %v", made, r.Header)
	}
	if again := do("GET", "/"+made.ID, "", "").Want(200); string(again.Body) != string(r.Body) || again.Header.Get("ETag") != `"1"` {
		t.Errorf("got %s\nmade %s", again.Body, r.Body)
	}

	// What was read can be written back, and stays the same.
	body, err := json.Marshal(map[string]any{"title": made.Title, "questions": made.Questions})
	if err != nil {
		t.Fatal(err)
	}
	r = do("PUT", "/"+made.ID, "", string(body), "If-Match", `"1"`).Want(200)
	r.JSON(&got)
	if !reflect.DeepEqual(got.Questions, made.Questions) || got.Revision != 2 || r.Header.Get("ETag") != `"2"` {
		t.Errorf("put %+v", got)
	}
	small := `{"title": "Small", "questions": [{"kind": "cloud", "prompt": "?"}]}`
	do("PUT", "/"+made.ID, "", small, "If-Match", `"1"`).WantProblem(412, "changed")
	for _, tag := range []string{"2", `"two"`, `"02"`, `W/"2"`, `"1", W/"2"`} {
		do("PUT", "/"+made.ID, "", small, "If-Match", tag).WantProblem(412, "changed")
	}
	do("PUT", "/"+made.ID, "", small, "If-Match", `"1", "2"`).Want(200)
	do("PUT", "/"+made.ID, "", small, "If-Match", `*`).Want(200)
	do("PUT", "/"+made.ID, "", small).Want(200).JSON(&got)
	if got.Revision != 5 || got.Title != "Small" {
		t.Errorf("put %+v", got)
	}

	for range 2 {
		do("DELETE", "/"+made.ID, "", "").Want(200)
	}
	do("GET", "/"+made.ID, "", "").WantProblem(404, "not-found")
	do("PUT", "/"+made.ID, "", small).WantProblem(404, "not-found")
	do("DELETE", "/"+s.NewID(), "", "").WantProblem(404, "not-found")
	s.Do("GET", "/v1/question-sets/nonsense", functiontest.Request{Token: s.Token(functiontest.Ada), Bad: true}).WantProblem(404, "not-found")
	s.Do("POST", "/v1/sessions", functiontest.Request{Token: s.Token(functiontest.Ada), Body: map[string]any{
		"questionSetId": made.ID, "mode": "self-paced", "feedback": "none",
	}}).WantProblem(404, "not-found")
}

func TestQuestionSetIsCreatedOnce(t *testing.T) {
	t.Parallel()
	s := functiontest.New(t, functiontest.Options{})
	post := func(email, key, body string) *functiontest.Reply {
		return s.Do("POST", "/v1/question-sets", functiontest.Request{Token: s.Token(email), Key: key, Body: body})
	}
	key := functiontest.NewKey()
	first := post(functiontest.Ada, key, functiontest.Questions).Want(201)
	s.Clock.Advance(time.Hour)
	if again := post(functiontest.Ada, key, strings.ReplaceAll(functiontest.Questions, "\t", " ")).Want(201); string(again.Body) != string(first.Body) || again.Header.Get("Location") != first.Header.Get("Location") {
		t.Errorf("again: %s, first %s", again.Body, first.Body)
	}
	post(functiontest.Ada, key, strings.Replace(functiontest.Questions, "Rivers", "Lakes", 1)).WantProblem(422, "idempotency-key-reused")
	var a, b questionSet
	first.JSON(&a)
	post(functiontest.Linus, key, functiontest.Questions).Want(201).JSON(&b)
	if a.ID == b.ID {
		t.Error("two teachers with one key share a set")
	}
	s.Do("POST", "/v1/question-sets", functiontest.Request{Token: s.Token(functiontest.Ada), Key: "short", Body: functiontest.Questions, Bad: true}).
		WantProblem(422, "idempotency-key-invalid")
	// A set that was deleted isn't brought back by a late retry.
	s.Do("DELETE", "/v1/question-sets/"+a.ID, functiontest.Request{Token: s.Token(functiontest.Ada)}).Want(200)
	post(functiontest.Ada, key, functiontest.Questions).WantProblem(404, "not-found")
}

func TestQuestionSetIsChecked(t *testing.T) {
	t.Parallel()
	s := functiontest.New(t, functiontest.Options{})
	long := func(n int) string {
		return `{"title": "Long", "questions": [` + strings.Repeat(`,{"kind": "text", "prompt": "`+strings.Repeat("x", 4000)+`"}`, n)[1:] + `]}`
	}
	for _, c := range []struct {
		name, body string
		status     int
		slug       string
		pointer    string
	}{
		{"no title", `{"title": " ", "questions": [{"kind": "cloud", "prompt": "?"}]}`, 422, "invalid", "/title"},
		{"no question", `{"title": "T", "questions": []}`, 422, "invalid", "/questions"},
		{"an unknown kind", `{"title": "T", "questions": [{"kind": "essay", "prompt": "?"}]}`, 422, "invalid", "/questions/0/kind"},
		{"an unknown option", `{"title": "T", "questions": [{"kind": "choice", "prompt": "?", "options": [{"text": "a"}, {"text": "b"}], "correct": "z"}]}`, 422, "invalid", "/questions/0/correct"},
		{"an unknown field", `{"title": "T", "owner": "me", "questions": [{"kind": "cloud", "prompt": "?"}]}`, 422, "invalid", "/owner"},
		{"over 512 KiB", long(140), 413, "too-large", ""},
		{"over 1 MiB", `{"title": "` + strings.Repeat("x", 1<<20) + `"}`, 413, "too-large", ""},
		{"no JSON", `title`, 400, "malformed", ""},
		{"just under 512 KiB", long(125), 201, "", ""},
	} {
		r := s.Do("POST", "/v1/question-sets", functiontest.Request{Token: s.Token(functiontest.Ada), Body: c.body, Bad: true})
		var body struct{ Errors []domain.FieldError }
		r.JSON(&body)
		found := slices.ContainsFunc(body.Errors, func(f domain.FieldError) bool { return f.Pointer == c.pointer })
		if r.Status != c.status || r.Problem() != c.slug || found != (c.pointer != "") {
			t.Errorf("%s: %d %.500s", c.name, r.Status, r.Body)
		}
	}
}

func TestQuestionSetsAreListed(t *testing.T) {
	t.Parallel()
	s := functiontest.New(t, functiontest.Options{})
	var first string
	for _, title := range []string{"c", "a", "d", "b", "e"} {
		s.Clock.Advance(time.Second)
		r := s.Do("POST", "/v1/question-sets", functiontest.Request{Token: s.Token(functiontest.Ada), Body: `{"title": "` + title + `", "questions": [{"kind": "cloud", "prompt": "?"}]}`}).Want(201)
		if first == "" {
			var set questionSet
			r.JSON(&set)
			first = set.ID
		}
	}
	s.Clock.Advance(time.Second)
	s.Do("PUT", "/v1/question-sets/"+first, functiontest.Request{Token: s.Token(functiontest.Ada), Body: `{"title": "c", "questions": [{"kind": "cloud", "prompt": "??"}]}`}).Want(200)
	var titles []string
	token, pages := "", 0
	for {
		var list struct {
			Items         []questionSet
			NextPageToken *string
		}
		path := "/v1/question-sets?pageSize=2"
		if token != "" {
			path += "&pageToken=" + token
		}
		s.Do("GET", path, functiontest.Request{Token: s.Token(functiontest.Ada)}).Want(200).JSON(&list)
		for _, q := range list.Items {
			titles = append(titles, q.Title)
			if q.QuestionCount != 1 || q.Questions != nil {
				t.Errorf("%+v", q)
			}
		}
		pages++
		if list.NextPageToken == nil {
			break
		}
		token = *list.NextPageToken
	}
	if !slices.Equal(titles, []string{"c", "e", "b", "d", "a"}) || pages != 3 {
		t.Errorf("%v in %d pages", titles, pages)
	}
	for query, want := range map[string]int{"pageSize=0": 422, "pageSize=101": 422, "pageSize=x": 422, "pageToken=nonsense!": 400} {
		if r := s.Do("GET", "/v1/question-sets?"+query, functiontest.Request{Token: s.Token(functiontest.Ada), Bad: true}); r.Status != want {
			t.Errorf("%s: %d, want %d", query, r.Status, want)
		}
	}
}
