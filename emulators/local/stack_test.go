package main_test

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"github.com/cleanslate-edu/cleanslate/emulators/child"
	api "github.com/cleanslate-edu/cleanslate/shared/httpapi/client"
)

// binary is the compiled stack.
var binary string

func TestMain(m *testing.M) {
	os.Exit(func() int {
		dir, err := os.MkdirTemp("", "local")
		if err != nil {
			fmt.Fprintln(os.Stderr, err)
			return 1
		}
		defer os.RemoveAll(dir)
		binary = filepath.Join(dir, "local")
		if out, err := exec.Command("go", "build", "-o", binary, ".").CombinedOutput(); err != nil {
			fmt.Fprintf(os.Stderr, "%v\n%s", err, out)
			return 1
		}
		return m.Run()
	}())
}

// TestStack runs the stack as its users do: a process with emulators of its own,
// on free ports, in which a whole lesson takes place, and which is interrupted in
// the end.
func TestStack(t *testing.T) {
	web := t.TempDir()
	for name, content := range map[string]string{
		"index.html": "students", "teach/index.html": "teachers", "assets/app-1.js": "script", "icon.svg": "<svg/>",
	} {
		if err := os.MkdirAll(filepath.Dir(filepath.Join(web, name)), 0o700); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(filepath.Join(web, name), []byte(content), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	s := launch(t, nil, "-v", "-addr", "127.0.0.1:0", "-manage", "127.0.0.1:0", "-web", web)
	t.Run("output", func(t *testing.T) { testOutput(t, s) })
	t.Run("web", func(t *testing.T) { testWeb(t, s) })
	t.Run("seed", func(t *testing.T) { testSeed(t, s) })
	t.Run("exec", func(t *testing.T) { testExec(t, s) })
	inbox := subscribe(t, s)
	t.Run("lesson", func(t *testing.T) { testLesson(t, s, inbox) })
	t.Run("management", func(t *testing.T) { testManagement(t, s, inbox) })
	t.Run("strangers", func(t *testing.T) { testStrangers(t, s) })
	t.Run("clock", func(t *testing.T) { testClock(t, s) })
	t.Run("interrupt the group", func(t *testing.T) { testInterrupt(t, s, -s.cmd.Process.Pid) })
}

// Without the demo data there are neither schools nor people; an interrupt of the
// process alone ends it as well.
func TestUnseededStack(t *testing.T) {
	t.Parallel()
	s := launch(t, nil, "-seed=false", "-addr", "127.0.0.1:0", "-manage", "127.0.0.1:0")
	grant := api.PasswordGrant{Issuer: s.vars["AUTH0_DOMAIN"], Audience: audience, User: "ada@north.example"}
	if _, err := grant.Token(t.Context()); err == nil {
		t.Error("somebody signs in where nobody has an account")
	}
	testInterrupt(t, s, s.cmd.Process.Pid)
}

// A process is a running stack.
type process struct {
	cmd            *exec.Cmd
	stdout, stderr *output
	done           chan struct{}
	err            error // set before done is closed

	origin, manage string
	vars           map[string]string
}

// output keeps what a process writes. It is safe for concurrent use.
type output struct {
	mu sync.Mutex
	b  bytes.Buffer
}

func (o *output) Write(b []byte) (int, error) {
	o.mu.Lock()
	defer o.mu.Unlock()
	return o.b.Write(b)
}

func (o *output) String() string {
	o.mu.Lock()
	defer o.mu.Unlock()
	return o.b.String()
}

func (o *output) lines() []string {
	return slices.DeleteFunc(strings.Split(o.String(), "\n"), func(l string) bool { return l == "" })
}

// stackVars are those that a surrounding stack may have set. The one under test
// must not see them.
var stackVars = []string{
	"FIRESTORE_EMULATOR_HOST", "PUBSUB_EMULATOR_HOST", "KMS_EMULATOR_HOST", "AUTH0_DOMAIN", "AUTH0_AUDIENCE", "SMTP_HOST",
	"CLEANSLATE_URL", "CLEANSLATE_MANAGE", "GOOGLE_CLOUD_PROJECT", "TICKET_SECRET", "TICKET_SECRET_PREVIOUS",
	"KMS_SESSION_KEY", "KMS_ORG_KEY", "KMS_CONTACT_KEY", "ORIGIN",
}

func environment(more []string) []string {
	env := slices.DeleteFunc(os.Environ(), func(v string) bool {
		name, _, _ := strings.Cut(v, "=")
		return slices.Contains(stackVars, name)
	})
	return append(env, more...)
}

// spawn starts the stack as a process in a group of its own.
func spawn(t *testing.T, env []string, args ...string) *process {
	t.Helper()
	s := &process{cmd: exec.Command(binary, args...), stdout: new(output), stderr: new(output), done: make(chan struct{})}
	s.cmd.Env = environment(env)
	s.cmd.Stdout, s.cmd.Stderr = s.stdout, s.stderr
	s.cmd.WaitDelay = 5 * time.Second
	if err := child.Start(s.cmd, func(err error) { s.err = err; close(s.done) }); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		select {
		case <-s.done:
			return
		default:
		}
		s.cmd.Process.Signal(syscall.SIGTERM)
		select {
		case <-s.done:
		case <-time.After(15 * time.Second):
			s.cmd.Process.Kill()
		}
	})
	return s
}

// code waits for the process to end and returns its exit code.
func (s *process) code(t *testing.T) int {
	t.Helper()
	select {
	case <-s.done:
		return s.cmd.ProcessState.ExitCode()
	case <-time.After(30 * time.Second):
		t.Fatalf("the process did not end\n%s\n%s", s.stdout, s.stderr)
		return 0
	}
}

// launch starts the stack and waits until it is ready.
func launch(t *testing.T, env []string, args ...string) *process {
	t.Helper()
	s := spawn(t, env, args...)
	for began := time.Now(); ; time.Sleep(10 * time.Millisecond) {
		lines := s.stdout.lines()
		if n := len(lines); n > 0 && strings.HasPrefix(lines[n-1], "ready ") {
			s.vars = make(map[string]string)
			for _, l := range lines {
				if name, value, ok := strings.Cut(l, "="); ok && !strings.Contains(name, " ") {
					s.vars[name] = value
				}
				if fields := strings.Fields(l); fields[0] == "management" {
					s.manage = fields[1]
				}
			}
			s.origin = strings.TrimPrefix(lines[n-1], "ready ")
			return s
		}
		select {
		case <-s.done:
			t.Fatalf("the stack ended: %v\n%s\n%s", s.err, s.stdout, s.stderr)
		default:
		}
		if time.Since(began) > time.Minute {
			t.Fatalf("the stack isn't ready after a minute\n%s\n%s", s.stdout, s.stderr)
		}
	}
}

func testOutput(t *testing.T, s *process) {
	for _, name := range []string{"FIRESTORE_EMULATOR_HOST", "PUBSUB_EMULATOR_HOST", "KMS_EMULATOR_HOST", "AUTH0_DOMAIN", "SMTP_HOST"} {
		if s.vars[name] == "" {
			t.Errorf("%s was not printed before ready:\n%s", name, s.stdout)
		}
	}
	if !strings.HasPrefix(s.origin, "http://127.0.0.1:") || !strings.HasPrefix(s.manage, "http://127.0.0.1:") {
		t.Errorf("origin %q, management %q", s.origin, s.manage)
	}
	time.Sleep(200 * time.Millisecond)
	if lines := s.stdout.lines(); lines[len(lines)-1] != "ready "+s.origin {
		t.Errorf("after ready comes %q", lines[len(lines)-1])
	}
}

// testSeed signs every demo user in. Each finds their school, with a question set.
func testSeed(t *testing.T, s *process) {
	c := newClient(t, s)
	for _, email := range []string{
		"ada@north.example", "linus@north.example", "grace@north.example", "alan@south.example", "ops@cleanslate.example",
	} {
		user := c.as(passwordGrant(t, s, email))
		var sets struct {
			Items []struct{ QuestionCount int }
		}
		c.want(200, user, "GET", "/v1/question-sets", nil).into(&sets)
		if len(sets.Items) != 1 || sets.Items[0].QuestionCount != len(lessonQuestions) {
			t.Errorf("%s finds %+v", email, sets)
		}
		c.want(200, user, "GET", "/v1/sessions", nil)
	}
}

func testWeb(t *testing.T, s *process) {
	for _, tt := range []struct {
		path   string
		status int
		body   string // a part of it
	}{
		{"/", 200, "students"},
		{"/j/KXWQPT", 200, "students"},
		{"/privacy/org_north", 200, "students"},
		{"/teach/", 200, "teachers"},
		{"/teach/sessions/x", 200, "teachers"},
		{"/assets/app-1.js", 200, "script"},
		{"/icon.svg", 200, "<svg/>"},
		{"/config.json", 200, `"auth0Domain":"` + s.vars["AUTH0_DOMAIN"] + `"`},
		{"/assets/", 404, ""},
		{"/nothing", 404, ""},
		{"/../main.go", 404, ""},
	} {
		req, err := http.NewRequest("GET", s.origin, nil)
		if err != nil {
			t.Fatal(err)
		}
		req.URL.Path = tt.path
		resp, err := http.DefaultTransport.RoundTrip(req)
		if err != nil {
			t.Fatal(err)
		}
		body, err := io.ReadAll(resp.Body)
		resp.Body.Close()
		if err != nil {
			t.Fatal(err)
		}
		if resp.StatusCode == http.StatusMovedPermanently || resp.StatusCode == http.StatusTemporaryRedirect {
			resp.StatusCode = 404 // a cleaned path, which is tried on its own
		}
		if resp.StatusCode != tt.status || !strings.Contains(string(body), tt.body) {
			t.Errorf("%s: %s %.200q", tt.path, resp.Status, body)
		}
		csp := resp.Header.Get("Content-Security-Policy")
		if resp.StatusCode == 200 && (!strings.Contains(csp, "script-src 'self'") || strings.Contains(csp, "unsafe")) {
			t.Errorf("%s comes with the policy %q", tt.path, csp)
		}
	}
}

// testInterrupt interrupts a process, or with a negative number a group, and
// looks for what is left.
func testInterrupt(t *testing.T, s *process, target int) {
	children := descendants(t, s.cmd.Process.Pid)
	if len(children) < 2 {
		t.Fatalf("the stack has the children %v, and not two emulators", children)
	}
	// A stream that would go on for an hour doesn't keep the stack alive.
	ctx, cancel := context.WithCancel(t.Context())
	defer cancel()
	if s.vars["open stream"] != "" {
		stack := api.Client{Origin: s.origin}
		resp, err := stack.Open(ctx, api.Request{Path: s.vars["open stream"], Token: passwordGrant(t, s, "ada@north.example")})
		if err != nil {
			t.Fatal(err)
		}
		defer resp.Body.Close()
		if resp.StatusCode != http.StatusOK {
			t.Errorf("the stream: %s", resp.Status)
		}
	}
	began := time.Now()
	if err := syscall.Kill(target, syscall.SIGINT); err != nil {
		t.Fatal(err)
	}
	if code := s.code(t); code != 0 {
		t.Errorf("exit code %d", code)
	}
	if took := time.Since(began); took > 15*time.Second {
		t.Errorf("it took %v to stop", took)
	}
	if lines := s.stdout.lines(); lines[len(lines)-1] != "stopping" {
		t.Errorf("the last line is %q", lines[len(lines)-1])
	}
	for _, pid := range children {
		if syscall.Kill(pid, 0) == nil {
			t.Errorf("process %d is left", pid)
		}
	}
	if out := s.stderr.String(); strings.Contains(out, "panic") || strings.Contains(out, "local:") {
		t.Errorf("it says\n%s", out)
	}
}

// descendants returns the processes below one.
func descendants(t *testing.T, of int) []int {
	t.Helper()
	out, err := exec.Command("ps", "-A", "-o", "pid=,ppid=").Output()
	if err != nil {
		t.Fatal(err)
	}
	parents := make(map[int]int)
	for line := range strings.Lines(string(out)) {
		f := strings.Fields(line)
		pid, err1 := strconv.Atoi(f[0])
		parent, err2 := strconv.Atoi(f[1])
		if err1 != nil || err2 != nil {
			t.Fatalf("ps says %q", line)
		}
		parents[pid] = parent
	}
	var found []int
	for pid := range parents {
		for p := parents[pid]; p > 1; p = parents[p] {
			if p == of {
				found = append(found, pid)
				break
			}
		}
	}
	return found
}
