package process

import (
	"context"
	"errors"
	"io"
	"net/http"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"
)

// Many processes that start at once each have their own address, and ending one doesn't end another.
func TestManyAtOnce(t *testing.T) {
	t.Parallel()
	hello, err := BuildPackage(t.Context(), t.TempDir(), "infra/bench/baseline", "Hello")
	if err != nil {
		t.Fatal(err)
	}
	client := &http.Client{Transport: &http.Transport{DisableKeepAlives: true}}
	get := func(p *Process) (string, error) {
		resp, err := client.Get(p.URL())
		if err != nil {
			return "", err
		}
		defer resp.Body.Close()
		b, err := io.ReadAll(resp.Body)
		return string(b), err
	}
	running := make([]*Process, 40)
	var wg sync.WaitGroup
	for i := range running {
		wg.Go(func() {
			p, err := hello.Start(t.Context(), Options{})
			if err != nil {
				t.Error(err)
				return
			}
			t.Cleanup(func() { p.Kill() })
			if said, err := get(p); said != "hello\n" {
				t.Errorf("it says %q, %v", said, err)
			}
			running[i] = p
		})
	}
	wg.Wait()
	if t.Failed() {
		t.FailNow()
	}
	for i, p := range running {
		if err := p.Stop(); err != nil {
			t.Fatal(err)
		}
		if said, err := get(p); !errors.Is(err, syscall.ECONNREFUSED) {
			t.Errorf("after its end %d says %q, %v", i, said, err)
		}
		if i+1 < len(running) {
			if said, err := get(running[i+1]); said != "hello\n" {
				t.Errorf("after the end of %d the next says %q, %v", i, said, err)
			}
		}
	}
}

// What doesn't listen hasn't started, whatever else listens on this machine.
func TestDoesNotListen(t *testing.T) {
	t.Parallel()
	script := func(text string) *Program {
		path := filepath.Join(t.TempDir(), "program")
		// Written by another process: a file that this one has open for writing, or a child that it
		// forks meanwhile, can't be executed.
		write := exec.Command("sh", "-c", `printf '#!/bin/sh\n%s\n' "$1" >"$2" && chmod 700 "$2"`, "sh", text, path)
		if out, err := write.CombinedOutput(); err != nil {
			t.Fatalf("%v: %s", err, out)
		}
		return &Program{Path: path, Target: "Test"}
	}
	for _, tt := range []struct {
		name    string
		program *Program
		want    string
	}{
		{"no such program", &Program{Path: filepath.Join(t.TempDir(), "nothing"), Target: "Test"}, "no such file"},
		{"ends", script("exit 7"), "exit status 7"},
		{"closes its report", script("exec 3>&-; exec sleep 60"), "signal: killed"},
		{"reports no port", script("echo soon >&3; exec 3>&-; exec sleep 60"), `"soon\n"`},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			p, err := tt.program.Start(t.Context(), Options{})
			if err == nil {
				t.Fatalf("it started: %+v", p)
			}
			if !strings.Contains(err.Error(), "starting Test") || !strings.Contains(err.Error(), tt.want) {
				t.Errorf("%v; want one with %s", err, tt.want)
			}
		})
	}
	t.Run("never reports", func(t *testing.T) {
		t.Parallel()
		ctx, cancel := context.WithTimeout(t.Context(), 100*time.Millisecond)
		defer cancel()
		if p, err := script("exec sleep 60").Start(ctx, Options{}); !errors.Is(err, context.DeadlineExceeded) {
			t.Errorf("%+v, %v", p, err)
		}
	})
}
