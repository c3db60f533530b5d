package java

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// TestMain lets the test binary be started again as another process: one that downloads, or one that
// starts an emulator and is then killed.
func TestMain(m *testing.M) {
	switch os.Getenv("JAVA_TEST_CHILD") {
	case "":
		os.Exit(m.Run())
	case "fetch":
		fetchAsChild()
	case "start":
		startAsChild()
	}
}

func TestParseVersion(t *testing.T) {
	tests := []struct {
		out  string
		want int
	}{
		{"openjdk version \"17.0.15\" 2025-04-15\nOpenJDK Runtime Environment", 17},
		{"Picked up JAVA_TOOL_OPTIONS: -Dx=1\nopenjdk version \"21\" 2023-09-19 LTS", 21},
		{`java version "1.8.0_292"`, 8},
		{`openjdk version "22-ea" 2024-03-19`, 22},
		{`openjdk version "9.0.4"`, 9},
		{"The operation couldn’t be completed. Unable to locate a Java Runtime.", 0},
		{"", 0},
	}
	for _, tt := range tests {
		if got := parseVersion([]byte(tt.out)); got != tt.want {
			t.Errorf("parseVersion(%q) = %d, want %d", tt.out, got, tt.want)
		}
	}
}

// fakeJava makes a folder for JAVA_HOME whose java runs the shell script.
func fakeJava(t *testing.T, script string) (home string) {
	t.Helper()
	home = t.TempDir()
	if err := os.Mkdir(filepath.Join(home, "bin"), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(home, "bin", "java"), []byte("#!/bin/sh\n"+script), 0o755); err != nil {
		t.Fatal(err)
	}
	return home
}

func TestFind(t *testing.T) {
	tests := []struct {
		name, script string
		release      int
		err          string
	}{
		{"new enough", `echo 'openjdk version "21.0.2"' >&2`, 21, ""},
		{"too old", `echo 'java version "1.8.0_292"' >&2`, 0, "is Java 8 and the emulators need 11 or newer"},
		{"not installed", `echo 'Unable to locate a Java Runtime.' >&2; exit 1`, 0, "Unable to locate a Java Runtime."},
		{"not java", `echo hello`, 0, `says "hello", which names no version`},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Setenv("JAVA_HOME", fakeJava(t, tt.script))
			vm, err := Find(t.Context())
			checkFound(t, vm, err, tt.release, tt.err)
		})
	}
	t.Run("JAVA_HOME is wrong", func(t *testing.T) {
		t.Setenv("JAVA_HOME", t.TempDir())
		vm, err := Find(t.Context())
		checkFound(t, vm, err, 0, "which has no bin/java")
	})
	t.Run("not on PATH", func(t *testing.T) {
		t.Setenv("JAVA_HOME", "")
		t.Setenv("PATH", t.TempDir())
		vm, err := Find(t.Context())
		checkFound(t, vm, err, 0, "there is no java on PATH")
	})
	t.Run("on PATH", func(t *testing.T) {
		t.Setenv("PATH", filepath.Join(fakeJava(t, `echo 'openjdk version "17.0.1"'`), "bin"))
		t.Setenv("JAVA_HOME", "")
		vm, err := Find(t.Context())
		checkFound(t, vm, err, 17, "")
	})
}

func checkFound(t *testing.T, vm VM, err error, release int, message string) {
	t.Helper()
	if message == "" {
		if err != nil || vm.Release != release {
			t.Fatalf("Find() = %+v, %v; want release %d", vm, err, release)
		}
		return
	}
	if err == nil || !strings.Contains(err.Error(), message) {
		t.Fatalf("Find() = %+v, %v; want the error %q", vm, err, message)
	}
	if !strings.HasSuffix(err.Error(), install) || strings.Contains(err.Error(), "\n") {
		t.Errorf("the error is not one line that ends with the command that installs Java: %q", err)
	}
}

func TestInstallCommand(t *testing.T) {
	for goos, command := range map[string]string{"linux": "apt-get install default-jre-headless", "darwin": "brew install openjdk"} {
		if got := installCommand(goos); !strings.Contains(got, "`"+command+"`") {
			t.Errorf("on %s: %s", goos, got)
		}
	}
}
