package java

import (
	"archive/zip"
	"bufio"
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"
)

// pubsub is Google's Pub/Sub emulator, which starts quicker than Firestore's.
var pubsub = Product{
	Name:      "Pub/Sub emulator",
	HostEnv:   "JAVA_TEST_PUBSUB_HOST",
	JAREnv:    "PUBSUB_EMULATOR_JAR",
	Component: "pubsub-emulator",
	Main:      "com.google.cloud.pubsub.testing.v1.Main",
	SDK:       "platform/pubsub-emulator/lib/cloud-pubsub-emulator-*-all.jar",
	Firebase:  "pubsub-emulator-*/pubsub-emulator/lib/cloud-pubsub-emulator-*-all.jar",
	Release:   Release{URL: "http://127.0.0.1:1/none.jar"},
}

// pubsubJAR returns the machine's Pub/Sub emulator.
func pubsubJAR(t *testing.T) string {
	t.Helper()
	vm, err := Find(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	at, err := machine()
	if err != nil {
		t.Fatal(err)
	}
	jar, err := pubsub.locate(t.Context(), vm, at, io.Discard)
	if err != nil {
		t.Fatal(err)
	}
	return jar
}

// alive tells whether a process with the number exists that is not only waiting to be collected.
func alive(t *testing.T, pid int) bool {
	t.Helper()
	if err := syscall.Kill(pid, 0); errors.Is(err, syscall.ESRCH) {
		return false
	} else if err != nil {
		t.Fatal(err)
	}
	state, err := exec.Command("ps", "-o", "state=", "-p", fmt.Sprint(pid)).Output()
	return err == nil && !bytes.HasPrefix(state, []byte("Z"))
}

// A machine with no emulator downloads one, runs it, and has no Java process afterwards.
func TestDownloadStartStop(t *testing.T) {
	jar, err := os.ReadFile(pubsubJAR(t))
	if err != nil {
		t.Fatal(err)
	}
	var archive bytes.Buffer
	z := zip.NewWriter(&archive)
	for name, content := range map[string][]byte{
		"pubsub-emulator/bin/cloud-pubsub-emulator":             []byte("#!/bin/sh\n"),
		"pubsub-emulator/lib/cloud-pubsub-emulator-0.1-all.jar": jar,
	} {
		w, err := z.CreateHeader(&zip.FileHeader{Name: name, Method: zip.Store})
		if err != nil {
			t.Fatal(err)
		}
		if _, err := w.Write(content); err != nil {
			t.Fatal(err)
		}
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	server := httptest.NewServer(&flaky{content: archive.Bytes(), steps: []func(*flaky, http.ResponseWriter, *http.Request){half, whole}})
	defer server.Close()
	p := pubsub
	p.Release = release(server.URL+"/pubsub-emulator-0.1.zip", archive.Bytes())
	p.Release.Entry = "pubsub-emulator/lib/cloud-pubsub-emulator-*-all.jar"
	t.Setenv(p.JAREnv, "")

	var log bytes.Buffer
	e, err := p.start(t.Context(), Options{Log: &log}, nil, places{cache: t.TempDir()}, freePort)
	if err != nil {
		t.Fatal(err)
	}
	defer e.Stop()
	if err := answers(t.Context(), e.Host()); err != nil {
		t.Error(err)
	}
	if group, err := syscall.Getpgid(e.cmd.Process.Pid); group == syscall.Getpgrp() || err != nil {
		t.Errorf("it is in this process's group (%d, %v): Ctrl-C would end it before it is stopped", group, err)
	}
	if err := e.Err(); err != nil {
		t.Errorf("while it runs: %v", err)
	}
	var wg sync.WaitGroup
	begin := time.Now()
	for range 4 {
		wg.Go(func() {
			if err := e.Stop(); err != nil {
				t.Error(err)
			}
			select {
			case <-e.Done():
			default:
				t.Error("Stop returned before the process ended")
			}
		})
	}
	wg.Wait()
	if took := time.Since(begin); took >= stopTimeout {
		t.Errorf("it took %v to stop: not by SIGTERM", took)
	}
	if alive(t, e.cmd.Process.Pid) {
		t.Error("the process is still there")
	}
	if err := e.Err(); err == nil {
		t.Error("no error tells how it ended")
	}
	if !strings.Contains(log.String(), "Server started") {
		t.Errorf("the log has only %q", log.String())
	}
	// The goroutine that waited for it ends right after it closed Done.
	stack := make([]byte, 1<<20)
	for begin := time.Now(); ; time.Sleep(time.Millisecond) {
		all := string(stack[:runtime.Stack(stack, true)])
		if !strings.Contains(all, "child.Start") && !strings.Contains(all, "os/exec.") {
			break
		}
		if time.Since(begin) > 5*time.Second {
			t.Fatalf("a goroutine is left:\n%s", all)
		}
	}
}

// Another process may take the port between the choice and the start; its answers are not the
// emulator's.
func TestStartWhenPortIsTaken(t *testing.T) {
	t.Setenv(pubsub.JAREnv, pubsubJAR(t))
	thief := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) { io.WriteString(w, "Ok\n") }))
	defer thief.Close()
	taken := thief.Listener.Addr().(*net.TCPAddr).Port
	tries := 0
	e, err := pubsub.start(t.Context(), Options{}, nil, places{cache: t.TempDir()}, func() (int, error) {
		if tries++; tries == 1 {
			return taken, nil
		}
		return freePort()
	})
	if err != nil {
		t.Fatal(err)
	}
	defer e.Stop()
	if tries != 2 || e.Host() == thief.Listener.Addr().String() {
		t.Errorf("%d tries; runs at %s, the taken one is %s", tries, e.Host(), thief.Listener.Addr())
	}
	if err := answers(t.Context(), e.Host()); err != nil {
		t.Error(err)
	}
}

func TestStartFails(t *testing.T) {
	const version = `[ "$1" = -version ] && { echo 'openjdk version "17.0.1"'; exit; }` + "\n"
	t.Setenv(tested.JAREnv, writeFile(t, filepath.Join(t.TempDir(), "a.jar"), jarBytes(t, 11)))
	tests := []struct {
		name, script string
		options      Options
		timeout      time.Duration
		want         []string
	}{
		{"dies", version + "echo one; echo two >&2; exit 3", Options{}, time.Minute, []string{"exit status 3", "one\n", "two"}},
		{"ends", version + "echo bye", Options{}, time.Minute, []string{"exit status 0", "bye"}},
		{"hangs", version + "echo thinking; exec sleep 60", Options{}, 500 * time.Millisecond, []string{"deadline", "thinking"}},
		{"never has its port", version + "echo Address already in use; exit 1", Options{}, time.Minute, []string{"took the port"}},
		{"bad heap", version, Options{Heap: "512m -version"}, time.Minute, []string{`heap "512m -version"`}},
		{"no Java", "exit 1", Options{}, time.Minute, []string{"test emulator needs Java", install}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Setenv("JAVA_HOME", fakeJava(t, tt.script))
			ctx, cancel := context.WithTimeout(t.Context(), tt.timeout)
			defer cancel()
			_, err := tested.start(ctx, tt.options, nil, places{cache: t.TempDir()}, freePort)
			if err == nil {
				t.Fatal("it started")
			}
			for _, want := range tt.want {
				if !strings.Contains(err.Error(), want) {
					t.Errorf("%q is not in the error:\n%v", want, err)
				}
			}
		})
	}
}

func TestFlags(t *testing.T) {
	t.Parallel()
	tests := []struct {
		options Options
		want    string
	}{
		{Options{Heap: "512m"}, "-Xmx512m -XX:+UseSerialGC -XX:TieredStopAtLevel=1 -Duser.language=en -cp a.jar com.example.Main --host=127.0.0.1 --port=7 --x"},
		{Options{Heap: "2g", Benchmark: true}, "-Xmx2g -XX:+UseSerialGC -Duser.language=en -cp a.jar com.example.Main --host=127.0.0.1 --port=7 --x"},
	}
	for _, tt := range tests {
		e, err := launch(VM{Path: "/bin/echo"}, "a.jar", tested.Main, 7, tt.options, []string{"--x"})
		if err != nil {
			t.Fatal(err)
		}
		<-e.Done()
		if got := strings.TrimSpace(e.out.String()); got != tt.want {
			t.Errorf("flags\n%s\nwant\n%s", got, tt.want)
		}
	}
}

// What does not heed SIGTERM is killed, with its children.
func TestStopKills(t *testing.T) {
	t.Parallel()
	script := writeFile(t, filepath.Join(t.TempDir(), "java"), []byte("#!/bin/sh\ntrap '' TERM\nsleep 60 &\necho child $!\nwait\nsleep 60"))
	if err := os.Chmod(script, 0o755); err != nil {
		t.Fatal(err)
	}
	e, err := launch(VM{Path: script}, "a.jar", tested.Main, 7, Options{}, nil)
	if err != nil {
		t.Fatal(err)
	}
	e.grace = 200 * time.Millisecond
	var grandchild int
	for grandchild == 0 {
		time.Sleep(10 * time.Millisecond)
		fmt.Sscanf(strings.TrimSpace(e.out.String()), "child %d", &grandchild)
	}
	if err := e.Stop(); err != nil {
		t.Error(err)
	}
	gone(t, e.cmd.Process.Pid)
	gone(t, grandchild)
}

func gone(t *testing.T, pid int) {
	t.Helper()
	for deadline := time.Now().Add(10 * time.Second); alive(t, pid); time.Sleep(10 * time.Millisecond) {
		if time.Now().After(deadline) {
			t.Fatalf("process %d is still there", pid)
		}
	}
}

func startAsChild() {
	shared := Shared{Product: pubsub}
	if _, err := shared.Ensure(context.Background()); err != nil {
		fmt.Println(err)
		os.Exit(1)
	}
	fmt.Println(shared.emulator.cmd.Process.Pid)
	time.Sleep(time.Minute)
}

func TestEmulatorDiesWithKilledProcess(t *testing.T) {
	t.Parallel()
	parent := again(t, "start", pubsub.HostEnv+"=")
	out, err := parent.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := parent.Start(); err != nil {
		t.Fatal(err)
	}
	var pid int
	line, err := bufio.NewReader(out).ReadString('\n')
	if err == nil {
		_, err = fmt.Sscan(line, &pid)
	}
	if err != nil {
		parent.Process.Kill()
		t.Fatalf("%q: %v", line, err)
	}
	if !alive(t, pid) {
		t.Fatalf("process %d is not there", pid)
	}
	if err := parent.Process.Kill(); err != nil {
		t.Fatal(err)
	}
	parent.Wait()
	gone(t, pid)
}

func TestEnsure(t *testing.T) {
	t.Setenv(pubsub.JAREnv, pubsubJAR(t))
	t.Setenv(pubsub.HostEnv, "") // restored afterwards
	shared := Shared{Product: pubsub}

	// A caller who can't wait doesn't fail the others.
	hurried, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := shared.Ensure(hurried); !errors.Is(err, context.Canceled) {
		t.Errorf("cancelled: %v", err)
	}
	hosts := make([]string, 32)
	var wg sync.WaitGroup
	for i := range hosts {
		wg.Go(func() {
			var err error
			if hosts[i], err = shared.Ensure(t.Context()); err != nil {
				t.Error(err)
			}
		})
	}
	wg.Wait()
	if t.Failed() {
		return
	}
	for _, host := range hosts {
		if host != hosts[0] || host != os.Getenv(pubsub.HostEnv) {
			t.Fatalf("hosts %q; %s is %s: not one emulator", hosts, pubsub.HostEnv, os.Getenv(pubsub.HostEnv))
		}
	}

	// Another one in the same process uses what the variable names.
	other := Shared{Product: pubsub}
	if host, err := other.Ensure(t.Context()); host != hosts[0] || err != nil || other.emulator != nil {
		t.Errorf("with the variable set: %s, %v", host, err)
	}
	if err := shared.emulator.Stop(); err != nil {
		t.Fatal(err)
	}
	if _, err := shared.Ensure(t.Context()); err == nil || !strings.Contains(err.Error(), "it ended") {
		t.Errorf("after the emulator ended: %v", err)
	}
	if _, err := other.Ensure(t.Context()); err == nil || !strings.Contains(err.Error(), pubsub.HostEnv) {
		t.Errorf("where nothing answers: %v", err)
	}
}

func TestOutput(t *testing.T) {
	t.Parallel()
	o := &output{log: failing{}}
	for i := range 60 {
		// In pieces, as pipes deliver.
		if n, err := fmt.Fprintf(o, "line"); n != 4 || err != nil {
			t.Fatal(n, err)
		}
		fmt.Fprintf(o, " %d\n", i)
	}
	io.WriteString(o, strings.Repeat("x", 10*keptLength))
	got := strings.Split(o.String(), "\n")
	if len(got) != keptLines+1 || got[0] != "\tline 10" || got[keptLines-1] != "\tline 59" || len(got[keptLines]) != 1+keptLength {
		t.Errorf("kept %d lines, from %q to %d bytes", len(got), got[0], len(got[len(got)-1]))
	}
	if !o.contains("line 10\n") || o.contains("line 9\n") {
		t.Error("contains is not about the lines that are kept")
	}
}

type failing struct{}

func (failing) Write([]byte) (int, error) { return 0, errors.New("full") }
