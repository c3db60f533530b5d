// Package java finds, downloads, starts, awaits and stops the emulators that Google writes in Java. emulators/firestore
// and emulators/pubsub call it; it doesn't know what the emulators do.
//
// It listens on loopback only, writes nothing outside the user's cache, runs no download whose SHA-256 differs from the
// one in the source, and must never leave a Java process behind: not after Stop, not after Ctrl-C, not when the process
// that started it is killed.
//
// Linux and macOS. On Windows it works inside WSL.
package java

import (
	"bytes"
	"context"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"runtime"
	"strconv"
	"time"
)

// oldest is the oldest Java release that runs any emulator of recent years: Google dropped Java 8 and 10 in
// firebase-tools 11. If a jar needs a newer one, the jar says so.
const oldest = 11

// VM is a Java virtual machine on this machine.
type VM struct {
	Path    string // of the java command
	Release int    // 8, 11, 17, …
}

// homebrew is where `brew install openjdk` puts java, which it doesn't link into PATH.
var homebrew = []string{"/opt/homebrew/opt/openjdk/bin/java", "/usr/local/opt/openjdk/bin/java"}

// Find returns the VM that JAVA_HOME names or, without it, the java on PATH or Homebrew's, after asking it for its
// version. The error for a missing or too old one is a single line and names the command that installs Java.
func Find(ctx context.Context) (VM, error) {
	if home := os.Getenv("JAVA_HOME"); home != "" {
		path, err := exec.LookPath(filepath.Join(home, "bin", "java"))
		if err != nil {
			return VM{}, fmt.Errorf("JAVA_HOME is %s, which has no bin/java: correct it, unset it, or %s", home, install)
		}
		return ask(ctx, path)
	}
	failure := fmt.Errorf("there is no java on PATH: %s", install)
	for _, name := range append([]string{"java"}, homebrew...) {
		path, err := exec.LookPath(name)
		if err != nil {
			continue
		}
		vm, err := ask(ctx, path)
		if err == nil || ctx.Err() != nil {
			return vm, err
		}
		failure = err
	}
	return VM{}, failure
}

// ask runs java -version. macOS has a /usr/bin/java that only says that there is no Java: the only way to find out is
// to run it.
func ask(ctx context.Context, path string) (VM, error) {
	ctx, cancel := context.WithTimeout(ctx, 30*time.Second)
	defer cancel()
	out, err := exec.CommandContext(ctx, path, "-version").CombinedOutput()
	if ctx.Err() != nil {
		return VM{}, fmt.Errorf("%s -version: %w", path, context.Cause(ctx))
	}
	release := parseVersion(out)
	switch {
	case err != nil:
		return VM{}, fmt.Errorf("%s does not run (%w: %s): %s", path, err, firstLine(out), install)
	case release == 0:
		return VM{}, fmt.Errorf("%s -version says %q, which names no version: %s", path, firstLine(out), install)
	case release < oldest:
		return VM{}, fmt.Errorf("%s is Java %d and the emulators need %d or newer: %s", path, release, oldest, install)
	}
	return VM{path, release}, nil
}

// install returns how to install Java on this machine.
var install = installCommand(runtime.GOOS)

func installCommand(goos string) string {
	if goos == "darwin" {
		return "install Java with `brew install openjdk`"
	}
	return "install Java with `apt-get install default-jre-headless`"
}

var versionPattern = regexp.MustCompile(`version "(1\.)?([0-9]{1,3})`)

// parseVersion returns the release from the output of `java -version`, or 0. Up to 8 it was written 1.8.
func parseVersion(out []byte) int {
	m := versionPattern.FindSubmatch(out)
	if m == nil {
		return 0
	}
	n, err := strconv.Atoi(string(m[2]))
	if err != nil {
		return 0
	}
	return n
}

func firstLine(out []byte) string {
	line, _, _ := bytes.Cut(bytes.TrimSpace(out), []byte("\n"))
	return string(line[:min(len(line), 200)])
}
