package java

import (
	"archive/zip"
	"bytes"
	"encoding/binary"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// tested is a product that no machine has.
var tested = Product{
	Name:      "test emulator",
	HostEnv:   "JAVA_TEST_EMULATOR_HOST",
	JAREnv:    "JAVA_TEST_EMULATOR_JAR",
	Component: "test-emulator",
	Main:      "com.example.Main",
	SDK:       "platform/test/test.jar",
	Firebase:  "test-v*.jar",
	Release:   Release{Version: "1.2.3", URL: "http://127.0.0.1:1/test-v1.2.3.jar", Size: 1},
}

// jarBytes returns a jar whose main class needs the Java release.
func jarBytes(t *testing.T, release int) []byte {
	t.Helper()
	class := binary.BigEndian.AppendUint32(nil, 0xCAFEBABE)
	class = binary.BigEndian.AppendUint16(class, 0)
	class = binary.BigEndian.AppendUint16(class, uint16(release+44))
	return zipBytes(t, "com/example/Main.class", class)
}

func zipBytes(t *testing.T, name string, content []byte) []byte {
	t.Helper()
	var b bytes.Buffer
	z := zip.NewWriter(&b)
	w, err := z.Create(name)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := w.Write(content); err != nil {
		t.Fatal(err)
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func writeFile(t *testing.T, path string, content []byte) string {
	t.Helper()
	if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(path, content, 0o644); err != nil {
		t.Fatal(err)
	}
	return path
}

func TestNeeds(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	for release := 8; release <= 25; release++ {
		jar := writeFile(t, filepath.Join(dir, "a.jar"), jarBytes(t, release))
		if got, err := needs(jar, tested.Main); got != release || err != nil {
			t.Errorf("needs() = %d, %v; want %d", got, err, release)
		}
	}
	for name, content := range map[string][]byte{
		"no zip":      []byte("hello"),
		"empty":       nil,
		"other class": zipBytes(t, "com/example/Other.class", nil),
		"cut class":   zipBytes(t, "com/example/Main.class", []byte{0xCA, 0xFE, 0xBA, 0xBE, 0}),
		"no class":    zipBytes(t, "com/example/Main.class", []byte("#!/bin/sh\nexit\n")),
	} {
		jar := writeFile(t, filepath.Join(dir, "b.jar"), content)
		if got, err := needs(jar, tested.Main); err == nil {
			t.Errorf("%s: needs() = %d and no error", name, got)
		}
	}
}

func TestLocateOrder(t *testing.T) {
	root := t.TempDir()
	at := places{
		sdks:     []string{filepath.Join(root, "none"), filepath.Join(root, "sdk [1]")},
		firebase: filepath.Join(root, "firebase"),
		cache:    filepath.Join(root, "cache"),
	}
	named := writeFile(t, filepath.Join(root, "named.jar"), jarBytes(t, 11))
	vm := VM{"java", 17}
	// Best first: each is removed once it was found.
	for _, jar := range []string{
		writeFile(t, filepath.Join(root, "sdk [1]", tested.SDK), jarBytes(t, 17)),
		writeFile(t, filepath.Join(at.firebase, "test-v1.10.0.jar"), jarBytes(t, 17)),
		writeFile(t, filepath.Join(at.firebase, "test-v1.9.8.jar"), jarBytes(t, 17)),
		writeFile(t, filepath.Join(at.cache, "test-v1.2.3.jar"), jarBytes(t, 17)),
	} {
		t.Run("named", func(t *testing.T) {
			t.Setenv(tested.JAREnv, named)
			if got, err := tested.locate(t.Context(), vm, at, io.Discard); got != named || err != nil {
				t.Errorf("locate() = %s, %v; want the one that %s names", got, err, tested.JAREnv)
			}
		})
		if got, err := tested.locate(t.Context(), vm, at, io.Discard); got != jar || err != nil {
			t.Errorf("locate() = %s, %v; want %s", got, err, jar)
		}
		if err := os.Remove(jar); err != nil {
			t.Fatal(err)
		}
	}
}

func TestLocatePassesOver(t *testing.T) {
	root := t.TempDir()
	at := places{sdks: []string{root}, firebase: filepath.Join(root, "firebase"), cache: filepath.Join(root, "cache")}
	writeFile(t, filepath.Join(root, tested.SDK), jarBytes(t, 21))
	writeFile(t, filepath.Join(at.firebase, "test-v1.10.0.jar"), []byte("cut off"))
	want := writeFile(t, filepath.Join(at.firebase, "test-v1.9.0.jar"), jarBytes(t, 11))
	var said strings.Builder
	got, err := tested.locate(t.Context(), VM{"/bin/java", 17}, at, &said)
	if got != want || err != nil {
		t.Errorf("locate() = %s, %v; want %s", got, err, want)
	}
	if !strings.Contains(said.String(), "it needs Java 21, and /bin/java is Java 17") || strings.Count(said.String(), "\n") != 2 {
		t.Errorf("said %q", said.String())
	}
}

func TestLocateNamed(t *testing.T) {
	dir := t.TempDir()
	for name, jar := range map[string]string{
		"is not there":         filepath.Join(dir, "none.jar"),
		"needs a newer Java":   writeFile(t, filepath.Join(dir, "21.jar"), jarBytes(t, 21)),
		"is another program's": writeFile(t, filepath.Join(dir, "other.jar"), zipBytes(t, "Other.class", nil)),
	} {
		t.Run(name, func(t *testing.T) {
			t.Setenv(tested.JAREnv, jar)
			// A place that has one: what a person names is used or refused, never replaced.
			root := t.TempDir()
			writeFile(t, filepath.Join(root, tested.SDK), jarBytes(t, 11))
			got, err := tested.locate(t.Context(), VM{"java", 17}, places{sdks: []string{root}, cache: dir}, io.Discard)
			if err == nil {
				t.Fatalf("locate() = %s", got)
			}
			if !strings.Contains(err.Error(), tested.JAREnv) || !strings.Contains(err.Error(), jar) {
				t.Errorf("the error names not both the variable and the file: %v", err)
			}
		})
	}
}

func TestLocateDownloads(t *testing.T) {
	t.Parallel()
	content := jarBytes(t, 11)
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) { w.Write(content) }))
	defer server.Close()
	p := tested
	p.Release = release(server.URL+"/test-v1.2.3.jar", content)
	at := places{cache: filepath.Join(t.TempDir(), "not", "there", "yet")}
	// A cut file under the jar's name doesn't stand in the way.
	writeFile(t, filepath.Join(at.cache, "test-v1.2.3.jar"), content[:20])
	jar, err := p.locate(t.Context(), VM{"java", 17}, at, io.Discard)
	if err != nil {
		t.Fatal(err)
	}
	if got, err := os.ReadFile(jar); err != nil || !bytes.Equal(got, content) {
		t.Errorf("%s is not what was served: %v", jar, err)
	}
	server.Close()
	if again, err := p.locate(t.Context(), VM{"java", 17}, at, io.Discard); again != jar || err != nil {
		t.Errorf("the second time: %s, %v", again, err)
	}
}

func TestLocateFailsClearly(t *testing.T) {
	t.Parallel()
	server := httptest.NewServer(http.NotFoundHandler())
	defer server.Close()
	p := tested
	p.Release.URL = server.URL + "/test-v1.2.3.jar"
	_, err := p.locate(t.Context(), VM{"java", 17}, places{cache: t.TempDir()}, io.Discard)
	if err == nil {
		t.Fatal("no error")
	}
	for _, want := range []string{p.Release.URL, "404", "`gcloud components install test-emulator`", p.JAREnv} {
		if !strings.Contains(err.Error(), want) {
			t.Errorf("%q is not in the error:\n%v", want, err)
		}
	}
}

func TestMachine(t *testing.T) {
	home := t.TempDir()
	sdk := filepath.Join(home, "opt", "sdk")
	writeFile(t, filepath.Join(sdk, "bin", "gcloud"), []byte("#!/bin/sh\n"))
	if err := os.Chmod(filepath.Join(sdk, "bin", "gcloud"), 0o755); err != nil {
		t.Fatal(err)
	}
	bin := filepath.Join(home, "bin")
	if err := os.Mkdir(bin, 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.Symlink(filepath.Join(sdk, "bin", "gcloud"), filepath.Join(bin, "gcloud")); err != nil {
		t.Fatal(err)
	}
	t.Setenv("PATH", bin)
	t.Setenv("HOME", home)
	t.Setenv("XDG_CACHE_HOME", "")
	t.Setenv("CLOUDSDK_ROOT", "/given")
	t.Setenv("FIREBASE_EMULATORS_PATH", "")
	at, err := machine()
	if err != nil {
		t.Fatal(err)
	}
	want := []string{"/given", sdk, "/usr/lib/google-cloud-sdk", filepath.Join(home, "google-cloud-sdk")}
	if strings.Join(at.sdks, " ") != strings.Join(want, " ") {
		t.Errorf("Cloud SDKs are sought in %q, want %q", at.sdks, want)
	}
	if want := filepath.Join(home, ".cache/firebase/emulators"); at.firebase != want {
		t.Errorf("firebase-tools' cache is sought in %s, want %s", at.firebase, want)
	}
	if !strings.HasPrefix(at.cache, home) {
		t.Errorf("the cache %s is not the user's", at.cache)
	}
}
