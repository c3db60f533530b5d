package main_test

import (
	"fmt"
	"net"
	"strings"
	"syscall"
	"testing"
	"time"
)

// What can't start says why in one line, names what to do, and starts nothing.
func TestRefusals(t *testing.T) {
	t.Parallel()
	taken, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer taken.Close()
	free := "127.0.0.1:0"
	for _, tt := range []struct {
		name string
		args []string
		code int
		want []string // parts of the line
	}{
		{"a taken port", []string{"-addr", taken.Addr().String(), "-manage", free}, 1, []string{taken.Addr().String(), "in use", "-addr"}},
		{"a taken management port", []string{"-addr", free, "-manage", taken.Addr().String()}, 1, []string{taken.Addr().String(), "in use", "-manage"}},
		{"every address", []string{"-addr", "0.0.0.0:0", "-manage", free}, 1, []string{"0.0.0.0:0", "loopback"}},
		{"no address", []string{"-addr", ":8080", "-manage", free}, 1, []string{":8080", "loopback"}},
		{"another IPv6 address", []string{"-addr", "[::]:0", "-manage", free}, 1, []string{"loopback"}},
		{"a private address", []string{"-addr", "192.168.1.1:0", "-manage", free}, 1, []string{"loopback"}},
		{"a name", []string{"-addr", "cleanslate.example:80", "-manage", free}, 1, []string{"loopback"}},
		{"management off loopback", []string{"-addr", free, "-manage", "0.0.0.0:0"}, 1, []string{"0.0.0.0:0", "loopback"}},
		{"no port", []string{"-addr", "127.0.0.1", "-manage", free}, 1, []string{"127.0.0.1", "is not an address"}},
		{"no command", []string{"exec", "--"}, 2, []string{"usage"}},
		{"an unknown word", []string{"serve"}, 2, []string{"usage"}},
	} {
		s := spawn(t, nil, tt.args...)
		if code := s.code(t); code != tt.code {
			t.Errorf("%s: exit code %d", tt.name, code)
		}
		lines := s.stderr.lines()
		if len(lines) != 1 || s.stdout.String() != "" {
			t.Errorf("%s: it says %q and %q", tt.name, s.stdout.String(), lines)
			continue
		}
		for _, want := range tt.want {
			if !strings.Contains(lines[0], want) {
				t.Errorf("%s: %q is not in %q", tt.name, want, lines[0])
			}
		}
	}
}

// testExec runs commands in stacks that use the emulators of another one.
func testExec(t *testing.T, s *process) {
	hosts := []string{
		"FIRESTORE_EMULATOR_HOST=" + s.vars["FIRESTORE_EMULATOR_HOST"], "PUBSUB_EMULATOR_HOST=" + s.vars["PUBSUB_EMULATOR_HOST"],
	}
	command := func(script string) *process {
		return spawn(t, hosts, "exec", "--", "sh", "-c", script)
	}
	t.Run("environment", func(t *testing.T) {
		t.Parallel()
		var script strings.Builder
		for _, v := range stackVars {
			if v != "TICKET_SECRET_PREVIOUS" {
				fmt.Fprintf(&script, "echo %s=\"${%s:?}\"; ", v, v)
			}
		}
		p := command(script.String())
		if code := p.code(t); code != 0 {
			t.Fatalf("exit code %d\n%s", code, p.stderr)
		}
		lines := p.stdout.lines()
		if len(lines) != len(stackVars)-1 {
			t.Errorf("the output isn't the command's only:\n%s", p.stdout)
		}
		for _, want := range hosts {
			if !strings.Contains(p.stdout.String(), want+"\n") {
				t.Errorf("%s is not used:\n%s", want, p.stdout)
			}
		}
		if strings.Contains(p.stdout.String(), s.origin) || strings.Contains(p.stdout.String(), s.vars["AUTH0_DOMAIN"]) {
			t.Errorf("it isn't a stack of its own:\n%s", p.stdout)
		}
	})
	for _, tt := range []struct {
		name, script string
		code         int
	}{
		{"success", "exit 0", 0},
		{"failure", "exit 7", 7},
		{"killed", "kill -9 $$", 128 + 9},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			if code := command(tt.script).code(t); code != tt.code {
				t.Errorf("exit code %d, want %d", code, tt.code)
			}
		})
	}
	t.Run("no such command", func(t *testing.T) {
		t.Parallel()
		p := spawn(t, hosts, "exec", "--", "/no/such/command")
		if code := p.code(t); code != 1 || len(p.stderr.lines()) != 1 || !strings.Contains(p.stderr.String(), "/no/such/command") {
			t.Errorf("exit code %d, %q", code, p.stderr)
		}
	})
	t.Run("an emulator ends", func(t *testing.T) {
		t.Parallel()
		p := launch(t, hosts[:1], "-addr", "127.0.0.1:0", "-manage", "127.0.0.1:0")
		java := descendants(t, p.cmd.Process.Pid)
		if len(java) != 1 {
			t.Fatalf("the stack has the children %v, and should have Pub/Sub only", java)
		}
		if err := syscall.Kill(java[0], syscall.SIGKILL); err != nil {
			t.Fatal(err)
		}
		if code := p.code(t); code != 1 || !strings.Contains(p.stderr.String(), "local: the Pub/Sub emulator: it ended") {
			t.Errorf("exit code %d\n%s", code, p.stderr)
		}
	})
	for _, tt := range []struct {
		name   string
		signal syscall.Signal
		group  bool // a terminal's Ctrl-C
		code   int
	}{
		{"terminate", syscall.SIGTERM, false, 31},
		{"hang up", syscall.SIGHUP, false, 32},
		{"interrupt", syscall.SIGINT, false, 33},
		{"interrupt the group", syscall.SIGINT, true, 33},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			p := command("trap 'exit 31' TERM; trap 'exit 32' HUP; trap 'exit 33' INT; echo started; while :; do sleep 0.05; done")
			for began := time.Now(); len(p.stdout.lines()) == 0; time.Sleep(5 * time.Millisecond) {
				if time.Since(began) > 30*time.Second {
					t.Fatalf("the command didn't start\n%s", p.stderr)
				}
			}
			target := p.cmd.Process.Pid
			if tt.group {
				target = -target
			}
			if err := syscall.Kill(target, tt.signal); err != nil {
				t.Fatal(err)
			}
			if code := p.code(t); code != tt.code {
				t.Errorf("exit code %d, want %d\n%s", code, tt.code, p.stderr)
			}
		})
	}
}
