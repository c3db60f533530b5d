package main_test

import (
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"

	api "github.com/cleanslate-edu/cleanslate/shared/httpapi/client"
)

// What the stack held is there at its next start: students go on with the tickets that they have, teachers
// read what was answered, receipts are signed with the same key, and the clock has not gone back.
func TestKeepsData(t *testing.T) {
	if testing.Short() {
		t.Skip("starts a stack five times")
	}
	t.Parallel()
	dir := filepath.Join(t.TempDir(), "trial")
	run := func() *process {
		return launch(t, nil, "-data", dir, "-addr", "127.0.0.1:0", "-manage", "127.0.0.1:0")
	}
	interrupt := func(s *process) {
		t.Helper()
		if err := syscall.Kill(s.cmd.Process.Pid, syscall.SIGINT); err != nil {
			t.Fatal(err)
		}
		if code := s.code(t); code != 0 || strings.Contains(s.stderr.String(), "local:") {
			t.Fatalf("exit code %d\n%s", code, s.stderr)
		}
	}
	type kept struct {
		SID, Code, Ticket string
		Results, Keys     string
	}
	look := func(s *process, k kept) kept {
		t.Helper()
		c := newClient(t, s)
		ada, grace := c.as(passwordGrant(t, s, "ada@north.example")), c.as(passwordGrant(t, s, "grace@north.example"))
		var results struct{ Participants, Questions any }
		c.want(200, ada, "GET", "/v1/sessions/"+k.SID+"/results", nil).into(&results)
		b, err := json.Marshal(results)
		if err != nil {
			t.Fatal(err)
		}
		k.Results = string(b)
		k.Keys = string(c.want(200, grace, "GET", "/v1/receipts/keys", nil).body)
		return k
	}
	lesson := func(s *process) kept {
		t.Helper()
		c := newClient(t, s)
		ada := c.as(passwordGrant(t, s, "ada@north.example"))
		var sets struct{ Items []struct{ ID string } }
		c.want(200, ada, "GET", "/v1/question-sets", nil).into(&sets)
		var session struct{ ID, Code string }
		c.want(201, ada.with(api.NewKey()), "POST", "/v1/sessions", object{"questionSetId": sets.Items[0].ID, "mode": "self-paced", "feedback": "none"}).into(&session)
		var joined struct {
			Token   string
			Session struct{ Questions []struct{ ID string } }
		}
		c.want(201, c.with(api.NewKey()), "POST", "/v1/join", object{"code": session.Code, "alias": "Berta", "locale": "en"}).into(&joined)
		c.want(200, c.as(joined.Token), "POST", "/v1/answers", object{"answers": []object{
			{"questionId": joined.Session.Questions[0].ID, "revision": 1, "response": "c"},
		}})
		return look(s, kept{SID: session.ID, Code: session.Code, Ticket: joined.Token})
	}
	same := func(s *process, before kept) {
		t.Helper()
		if now := look(s, before); now != before || !strings.Contains(before.Results, "Berta") {
			t.Errorf("before:\n%+v\nnow:\n%+v", before, now)
		}
		c := newClient(t, s)
		if me := c.want(200, c.as(before.Ticket), "GET", "/v1/me", nil); !strings.Contains(string(me.body), "Berta") {
			t.Errorf("the student finds %s", me.body)
		}
	}

	s := run()
	second := spawn(t, nil, "-data", dir, "-addr", "127.0.0.1:0", "-manage", "127.0.0.1:0")
	if code := second.code(t); code != 1 || !strings.Contains(second.stderr.String(), "in use by another stack") {
		t.Errorf("a second stack: exit code %d\n%s", code, second.stderr)
	}
	first := lesson(s)
	s.advance(t, 20*24*time.Hour)
	interrupt(s)

	s = run()
	if moved := time.Until(s.now(t)); moved < 20*24*time.Hour-time.Minute {
		t.Errorf("the clock was moved by 20 days and is ahead by %v", moved)
	}
	same(s, first)
	export := exportOf(t, dir)
	next := lesson(s)
	for began := time.Now(); exportOf(t, dir) == export; time.Sleep(50 * time.Millisecond) {
		if time.Since(began) > 2*time.Minute {
			t.Fatal("nothing is exported while the stack runs")
		}
	}
	// An export may be from just before the end of the lesson; the one after it has everything.
	export = exportOf(t, dir)
	newClient(t, s).want(201, newClient(t, s).with(api.NewKey()), "POST", "/v1/join", object{"code": next.Code, "alias": "Carl", "locale": "en"})
	next = look(s, next)
	for began := time.Now(); exportOf(t, dir) == export; time.Sleep(50 * time.Millisecond) {
		if time.Since(began) > 2*time.Minute {
			t.Fatal("nothing more is exported while the stack runs")
		}
	}
	if err := s.cmd.Process.Kill(); err != nil {
		t.Fatal(err)
	}
	<-s.done

	// What a crash in the middle of an export leaves.
	left := filepath.Join(dir, "export-left", "default")
	if err := os.MkdirAll(left, 0o700); err != nil {
		t.Fatal(err)
	}
	s = run()
	same(s, first)
	same(s, next)
	if _, err := os.Stat(left); err == nil {
		t.Error("half an export is still there")
	}

	// An emulator that dies takes its data with it, and not what was kept.
	for _, pid := range descendants(t, s.cmd.Process.Pid) {
		syscall.Kill(pid, syscall.SIGKILL)
	}
	if code := s.code(t); code != 1 {
		t.Errorf("without emulators: exit code %d\n%s", code, s.stderr)
	}
	s = run()
	same(s, next)
	interrupt(s)

	// An export that can't be read is no reason to start over.
	if err := os.RemoveAll(filepath.Join(dir, exportOf(t, dir), "vault")); err != nil {
		t.Fatal(err)
	}
	before, err := os.ReadFile(filepath.Join(dir, "data.json"))
	if err != nil {
		t.Fatal(err)
	}
	s = spawn(t, nil, "-data", dir, "-addr", "127.0.0.1:0", "-manage", "127.0.0.1:0")
	if code := s.code(t); code != 1 || !strings.Contains(s.stderr.String(), "reading the data in "+dir) {
		t.Errorf("with half of the data: exit code %d\n%s", code, s.stderr)
	}
	if after, err := os.ReadFile(filepath.Join(dir, "data.json")); err != nil || string(after) != string(before) {
		t.Errorf("data.json was %s and is %s, %v", before, after, err)
	}
}

// exportOf is the folder of the last export.
func exportOf(t *testing.T, dir string) string {
	t.Helper()
	b, err := os.ReadFile(filepath.Join(dir, "data.json"))
	var d struct{ Export string }
	if err != nil || json.Unmarshal(b, &d) != nil {
		t.Fatalf("data.json holds %s, %v", b, err)
	}
	return d.Export
}

func TestRefusesFolders(t *testing.T) {
	t.Parallel()
	for name, content := range map[string]map[string]string{
		"other files":         {"thesis.txt": "Rivers"},
		"another version":     {"data.json": `{"format":2}`},
		"no data of a stack":  {"data.json": `{}`},
		"half of a data.json": {"data.json": `{"format":`},
	} {
		dir := t.TempDir()
		for file, text := range content {
			if err := os.WriteFile(filepath.Join(dir, file), []byte(text), 0o600); err != nil {
				t.Fatal(err)
			}
		}
		s := spawn(t, nil, "-data", dir, "-addr", "127.0.0.1:0", "-manage", "127.0.0.1:0")
		if code := s.code(t); code != 1 || !strings.Contains(s.stderr.String(), dir) {
			t.Errorf("%s: exit code %d, %s", name, code, s.stderr)
		}
		for file, text := range content {
			if b, err := os.ReadFile(filepath.Join(dir, file)); err != nil || string(b) != text {
				t.Errorf("%s: %s is now %q, %v", name, file, b, err)
			}
		}
	}
	s := spawn(t, []string{"FIRESTORE_EMULATOR_HOST=127.0.0.1:1"}, "-data", t.TempDir(), "-addr", "127.0.0.1:0", "-manage", "127.0.0.1:0")
	if code := s.code(t); code != 1 || !strings.Contains(s.stderr.String(), "FIRESTORE_EMULATOR_HOST") {
		t.Errorf("with another's emulator: exit code %d, %s", code, s.stderr)
	}
}
