package deployment

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

// stub puts a program that is called terraform before the others and returns the environment for that.
func stub(t *testing.T, script string) []string {
	t.Helper()
	dir := t.TempDir()
	if err := os.WriteFile(filepath.Join(dir, "terraform"), []byte("#!/bin/sh\n"+script), 0o755); err != nil {
		t.Fatal(err)
	}
	return append(os.Environ(), "PATH="+dir+":"+os.Getenv("PATH"))
}

// TestOnlyTheUnprotectedIsTakenDown runs make destroy with a terraform that only records that it was called.
func TestOnlyTheUnprotectedIsTakenDown(t *testing.T) {
	for env, want := range map[string]bool{"dev": true, "prod": false, "": false, "nowhere": false} {
		called := filepath.Join(t.TempDir(), "called")
		cmd := exec.Command("make", "-C", "../..", "destroy", "ENV="+env)
		cmd.Env = stub(t, "touch "+called+"\n")
		out, err := cmd.CombinedOutput()
		_, noted := os.Stat(called)
		if (err == nil) != want || (noted == nil) != want {
			t.Errorf("make destroy ENV=%s: %v, terraform called: %v\n%s", env, err, noted == nil, out)
		}
	}
}

// TestBothRootsInOrder runs make apply, release and destroy without building, with a terraform that only says where it was
// called for what. Taking down begins again where it broke off, and where nothing was built.
func TestBothRootsInOrder(t *testing.T) {
	const some, none = `{"resources": [{"mode": "managed"}]}`, `{"resources": []}`
	for _, tt := range []struct{ target, state, want string }{
		{"apply", some, "foundation init, foundation apply, service init, service apply fresh"},
		{"release", some, "service init, service apply fresh"},
		{"destroy", some, "service init, service state, service destroy fresh unbuilt, foundation init, foundation destroy"},
		{"destroy", none, "service init, service state, foundation init, foundation destroy"},
		{"destroy", "", "service init, service state, foundation init, foundation destroy"},
		{"destroy", "refused", "service init, service state"},
	} {
		said := filepath.Join(t.TempDir(), "said")
		cmd := exec.Command("make", "-C", "../..", "-o", "package", tt.target, "ENV=dev")
		cmd.Env = stub(t, fmt.Sprintf(`
unbuilt=; case "$*" in *-var=archives=tests/fixtures*) unbuilt=unbuilt;; esac
echo "${1#-chdir=terraform/} $2 ${TF_VAR_fresh_secret:+fresh} $unbuilt" >>%s
state='%s'
case "$2 $state" in "state refused") exit 1;; state*) echo "$state";; esac
`, said, tt.state))
		if out, err := cmd.CombinedOutput(); (err != nil) != (tt.state == "refused") {
			t.Fatalf("make %s, with the state %q: %v\n%s", tt.target, tt.state, err, out)
		}
		lines := strings.Split(strings.TrimSpace(read(t, said)), "\n")
		for i := range lines {
			lines[i] = strings.Join(strings.Fields(lines[i]), " ")
		}
		if got := strings.Join(lines, ", "); got != tt.want {
			t.Errorf("make %s, with the state %q, runs %s; want %s", tt.target, tt.state, got, tt.want)
		}
	}
}

// TestRollback makes a repository with an earlier version in it and goes back to that.
func TestRollback(t *testing.T) {
	dir := t.TempDir()
	write := func(name, text string) {
		t.Helper()
		name = filepath.Join(dir, name)
		if err := os.MkdirAll(filepath.Dir(name), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(name, []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	run := func(want bool, name string, args ...string) string {
		t.Helper()
		cmd := exec.Command(name, args...)
		cmd.Dir = dir
		cmd.Env = append(os.Environ(), "GIT_CONFIG_GLOBAL=/dev/null", "GIT_AUTHOR_NAME=a", "GIT_AUTHOR_EMAIL=a@b.example", "GIT_COMMITTER_NAME=a", "GIT_COMMITTER_EMAIL=a@b.example")
		out, err := cmd.CombinedOutput()
		if (err == nil) != want {
			t.Fatalf("%s %v: %v\n%s", name, args, err, out)
		}
		return string(out)
	}
	// Records what that version's own release does: the code and the name are the tag's, the settings are today's.
	write("Makefile", "release:\n\t(cat code terraform/service/env/$(ENV).tfvars; git describe --tags --always --dirty) >../../released\n")
	write("code", "old code, ")
	write("terraform/foundation/env/prod.tfvars", "")
	write("terraform/service/env/prod.tfvars", "old settings")
	write(".gitignore", "/dist/\n")
	run(true, "git", "init", "-q")
	run(true, "git", "add", ".")
	run(true, "git", "commit", "-qm", "One")
	run(true, "git", "tag", "v1.0.0")
	write("Makefile", read(t, "../../Makefile"))
	write("code", "new code, ")
	write("terraform/service/env/prod.tfvars", "new settings, ")
	run(true, "git", "commit", "-qam", "Two")
	for range 2 { // what an earlier attempt left is no obstacle
		run(true, "make", "rollback", "ENV=prod", "VERSION=v1.0.0")
		if got := read(t, filepath.Join(dir, "released")); got != "old code, new settings, v1.0.0\n" {
			t.Errorf("released: %s", got)
		}
	}
	run(false, "make", "rollback", "ENV=prod", "VERSION=v9.9.9")
	run(false, "make", "rollback", "ENV=prod")
	if out := run(true, "git", "status", "--porcelain"); strings.TrimSpace(out) != "?? released" {
		t.Errorf("left behind: %s", out)
	}
}
