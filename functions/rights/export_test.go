package rights_test

import (
	"archive/zip"
	"bytes"
	"encoding/csv"
	"encoding/json"
	"io"
	"regexp"
	"strings"
	"testing"

	"github.com/cleanslate-edu/cleanslate/functions/functiontest"
	"github.com/cleanslate-edu/cleanslate/shared/domain"
)

// unzip returns the files of an export.
func unzip(t *testing.T, r *functiontest.Reply) map[string]string {
	t.Helper()
	z, err := zip.NewReader(bytes.NewReader(r.Body), int64(len(r.Body)))
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
		files[f.Name] = string(text)
	}
	return files
}

func export(s *functiontest.School, token, accept string) *functiontest.Reply {
	return s.Do("GET", "/v1/me/export", functiontest.Request{Token: token, Header: map[string]string{"Accept-Language": accept}})
}

func TestExportMe(t *testing.T) {
	t.Parallel()
	s := functiontest.New(t, functiontest.Options{})
	l := s.Open(functiontest.Start{Feedback: domain.FeedbackImmediate, Questions: `{"title": "<script>alert(1)</script>", "questions": [
		{"id": "q1", "kind": "choice", "prompt": "<img src=x onerror=alert(1)>", "correct": "b", "points": 2, "options": [{"id": "a", "text": "Rhine"}, {"id": "b", "text": "=Volga"}]},
		{"id": "q2", "kind": "text", "prompt": "Why?", "points": 3},
		{"id": "q3", "kind": "number", "prompt": "How long?", "correct": 3.5}]}`})
	ada, bo := l.Join("<b>Ada</b>"), l.Join("Bo")
	right := string(l.Right("q1"))
	ada.Answer(give("q1", 1, right), give("q2", 1, `"=cmd|' /C calc'!A0"`))
	bo.Record("q2", `"mine alone"`)
	l.As(functiontest.Ada, "PUT", "/grades", `{"grades": [{"participantId": "`+ada.ID+`", "questionId": "q2", "revision": 1, "points": 1.5}]}`).Want(200)

	reply := export(s, ada.Token, "de-AT,de;q=0.9,en;q=0.5").Want(200)
	if got := reply.Header.Get("Content-Disposition"); !regexp.MustCompile(`^attachment; filename="cleanslate-\d{4}-\d\d-\d\d\.zip"$`).MatchString(got) {
		t.Errorf("Content-Disposition %q", got)
	}
	if reply.Header.Get("Content-Type") != "application/zip" || reply.Header.Get("Cache-Control") != "no-store" {
		t.Errorf("headers %v", reply.Header)
	}
	files := unzip(t, reply)
	page, table, data := files["deine-daten.html"], files["answers.csv"], files["data.json"]
	if len(files) != 3 || page == "" {
		t.Fatalf("files %v", files)
	}
	for name, text := range files {
		if strings.Contains(text, "mine alone") || strings.Contains(text, ada.Token) {
			t.Errorf("%s holds what isn't theirs to read: %s", name, text)
		}
	}
	for _, want := range []string{`<html lang="de">`, "&lt;b&gt;Ada&lt;/b&gt;", "&lt;img src=x", "=Volga", "2 von 2 Punkten", "1,5 von 3 Punkten", "3,5 von 6 Punkten", "privacy@north.example"} {
		if !strings.Contains(page, want) {
			t.Errorf("the page has no %s: %s", want, page)
		}
	}
	if regexp.MustCompile(`(?i)<(script|img|b|a|link|iframe|form|object)\b|<[^>]*\s(on\w+|src|href)=`).MatchString(page) {
		t.Errorf("the page runs or loads something: %s", page)
	}
	german := csv.NewReader(strings.NewReader(strings.TrimPrefix(table, "\ufeff")))
	german.Comma = ';'
	rows, err := german.ReadAll()
	if err != nil || len(rows) != 3 {
		t.Fatalf("%q, %v", rows, err)
	}
	if r := rows[1]; r[0] != "1" || r[3] != "'=Volga" || r[5] != "ja" || r[6] != "2" || r[7] != "2" {
		t.Errorf("row %q", r)
	}
	if r := rows[2]; r[3] != "'=cmd|' /C calc'!A0" || r[5] != "nein" || r[6] != "1,5" {
		t.Errorf("row %q", r)
	}
	var copied struct {
		me
		ExportedAt string
		Questions  []struct{ ID, Kind, Prompt string }
	}
	if err := json.Unmarshal([]byte(data), &copied); err != nil || copied.Participant.Alias != "<b>Ada</b>" || len(copied.Answers) != 2 ||
		len(copied.Questions) != 2 || copied.Questions[1].Prompt != "Why?" || copied.ExportedAt == "" {
		t.Errorf("%v, %s", err, data)
	}

	for accept, name := range map[string]string{
		"": "your-data", "ja, *": "your-data", "fr-CA": "tes-donnees", "es;q=0.5, fr;q=0.7": "tes-donnees", "es": "tus-datos",
		"de;q=0, en;q=0.1": "your-data", "de;q=x": "your-data", strings.Repeat("de-AT,", 100): "deine-daten",
	} {
		if files := unzip(t, export(s, ada.Token, accept).Want(200)); files[name+".html"] == "" {
			t.Errorf("%q: no %s.html", accept, name)
		}
	}
	export(s, "", "en").WantProblem(401, "not-authenticated")
	erase(s, ada.Token).Want(202)
	export(s, ada.Token, "en").WantProblem(410, "participant-erased")
}

// Who answered nothing has something to copy all the same.
func TestExportMeEmpty(t *testing.T) {
	t.Parallel()
	s := functiontest.New(t, functiontest.Options{})
	l := s.Open(functiontest.Start{})
	files := unzip(t, export(s, l.Join("Ada").Token, "en").Want(200))
	if page := files["your-data.html"]; !strings.Contains(page, "No answers.") || !strings.Contains(page, "Ada") {
		t.Errorf("%s", page)
	}
	l.As(functiontest.Ada, "DELETE", "", nil).Want(200)
	export(s, l.School.Open(functiontest.Start{}).Join("Bo").Token, "en").Want(200)
}
