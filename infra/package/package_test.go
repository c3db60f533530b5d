package main

import (
	"archive/zip"
	"bytes"
	"io"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/cleanslate-edu/cleanslate/shared/version"
)

func root(t *testing.T) string {
	t.Helper()
	dir, err := moduleRoot(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	return dir
}

// unzip reads an archive.
func unzip(t *testing.T, b []byte) map[string]string {
	t.Helper()
	r, err := zip.NewReader(bytes.NewReader(b), int64(len(b)))
	if err != nil {
		t.Fatal(err)
	}
	files := make(map[string]string)
	var order []string
	for _, f := range r.File {
		in, err := f.Open()
		if err != nil {
			t.Fatal(err)
		}
		text, err := io.ReadAll(in)
		if err != nil {
			t.Fatal(err)
		}
		files[f.Name] = string(text)
		order = append(order, f.Name)
		if !f.Modified.Equal(stamp) || f.Mode() != 0o644 {
			t.Errorf("%s has time %v and mode %v", f.Name, f.Modified, f.Mode())
		}
	}
	if !slices.IsSorted(order) {
		t.Errorf("the files aren't in order of their names: %v", order)
	}
	return files
}

func TestArchiveHoldsWhatTheFunctionNeeds(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		name            string
		with, without   []string // files
		module, withOut string   // in go.mod
	}{
		{"answer",
			[]string{"entry.go", "go.mod", "go.sum", "functions/answer/answer.go", "shared/answerlog/append.go", "shared/httpapi/openapi.yaml"},
			[]string{"functions/answer/entry/entry.go", "functions/join/join.go", "functions/teacher/teacher.go", "shared/kms/kms.go", "shared/publish/publish.go", "shared/auth/auth.go"},
			"cloud.google.com/go/firestore ", "cloud.google.com/go/kms "},
		{"request",
			[]string{"entry.go", "functions/request/request.go", "shared/requestmail/requestmail.go", "shared/kms/kms.go", "shared/auth/auth.go", "shared/publish/publish.go", "shared/lifecycle/erase.go"},
			[]string{"functions/rights/rights.go", "functions/org/org.go", "functions/find/find.go", "shared/ticket/ticket.go", "shared/lesson/board.go", "shared/mail/mail.go"},
			"cloud.google.com/go/kms ", "github.com/xuri/excelize/v2 "},
		{"live",
			[]string{"entry.go", "functions/live/live.go", "shared/lesson/board.go", "shared/kms/kms.go", "shared/auth/auth.go"},
			[]string{"functions/teacher/teacher.go", "functions/org/org.go", "shared/lifecycle/erase.go", "shared/publish/publish.go", "shared/ticket/ticket.go"},
			"cloud.google.com/go/kms ", "github.com/xuri/excelize/v2 "},
		{"teacher",
			[]string{"entry.go", "functions/teacher/teacher.go", "shared/kms/kms.go", "shared/auth/auth.go"},
			[]string{"functions/answer/answer.go", "functions/org/org.go", "shared/lifecycle/erase.go", "shared/publish/publish.go"},
			"github.com/xuri/excelize/v2 ", "github.com/zitadel/oidc"},
		{"org",
			[]string{"entry.go", "functions/org/org.go", "shared/lifecycle/erase.go", "shared/auth/auth.go", "shared/contact/contact.go"},
			[]string{"functions/teacher/teacher.go", "functions/retention/retention.go", "shared/ticket/ticket.go", "shared/grade/grade.go"},
			"cloud.google.com/go/kms ", "github.com/xuri/excelize/v2 "},
		{"rights",
			[]string{"entry.go", "functions/rights/rights.go", "shared/ticket/ticket.go", "shared/publish/publish.go", "shared/requestmail/requestmail.go", "shared/kms/kms.go"},
			[]string{"functions/org/org.go", "functions/request/request.go", "shared/auth/auth.go", "shared/mail/mail.go"},
			"cloud.google.com/go/pubsub/v2 ", "github.com/wneessen/go-mail "},
		{"breach",
			[]string{"entry.go", "functions/breach/advance.go", "shared/notice/notice.go", "shared/contact/contact.go"},
			[]string{"functions/incident/incident.go", "functions/notify/notify.go", "shared/auth/auth.go", "shared/mail/mail.go", "shared/lifecycle/erase.go"},
			"cloud.google.com/go/kms ", "github.com/wneessen/go-mail "},
		{"notify",
			[]string{"entry.go", "functions/notify/notify.go", "shared/mail/mail.go"},
			[]string{"functions/breach/breach.go", "shared/auth/auth.go"},
			"github.com/wneessen/go-mail ", "github.com/xuri/excelize/v2 "},
		{"export",
			[]string{"entry.go", "functions/export/export.go", "shared/archive/archive.go", "shared/bucket/bucket.go", "shared/kms/kms.go"},
			[]string{"functions/live/live.go", "shared/lifecycle/erase.go", "shared/auth/auth.go", "shared/lesson/board.go", "shared/audit/audit.go"},
			"google.golang.org/api ", "cloud.google.com/go/storage "},
		{"find",
			[]string{"entry.go", "functions/find/find.go", "shared/audit/audit.go", "shared/kms/kms.go", "shared/publish/publish.go"},
			[]string{"functions/request/request.go", "shared/lifecycle/erase.go", "shared/auth/auth.go", "shared/requestkey/requestkey.go", "shared/lesson/board.go"},
			"cloud.google.com/go/kms ", "github.com/xuri/excelize/v2 "},
		{"identity",
			[]string{"entry.go", "functions/identity/identity.go", "shared/account/account.go", "shared/invitee/invitee.go"},
			[]string{"functions/org/org.go", "shared/profile/profile.go", "shared/contact/contact.go", "shared/lifecycle/erase.go", "shared/publish/publish.go"},
			"golang.org/x/oauth2 ", "cloud.google.com/go/pubsub"},
		{"retention",
			[]string{"entry.go", "functions/retention/retention.go", "shared/lifecycle/erase.go"},
			[]string{"shared/auth/auth.go", "shared/contact/contact.go", "shared/mail/mail.go", "shared/ticket/ticket.go"},
			"cloud.google.com/go/pubsub/v2 ", "github.com/wneessen/go-mail "},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			b, err := archive(t.Context(), root(t), tt.name)
			if err != nil {
				t.Fatal(err)
			}
			files := unzip(t, b)
			for _, f := range tt.with {
				if files[f] == "" {
					t.Errorf("%s is missing", f)
				}
			}
			for name := range files {
				if slices.Contains(tt.without, name) || strings.HasSuffix(name, "_test.go") || strings.HasPrefix(name, "emulators/") || strings.HasPrefix(name, "infra/") {
					t.Errorf("%s doesn't belong there", name)
				}
			}
			if mod := files["go.mod"]; !strings.Contains(mod, tt.module) || strings.Contains(mod, tt.withOut) {
				t.Errorf("go.mod: want %q and not %q in\n%s", tt.module, tt.withOut, mod)
			}
		})
	}
}

func TestSameSourceSameBytes(t *testing.T) {
	t.Parallel()
	dir := root(t)
	first, err := archive(t.Context(), dir, "answer")
	if err != nil {
		t.Fatal(err)
	}
	// The same sources in another place, written at another time.
	files, err := sources(t.Context(), dir, "answer")
	if err != nil {
		t.Fatal(err)
	}
	copied := t.TempDir()
	for name, b := range files {
		if name == "entry.go" {
			name = "functions/answer/entry/entry.go"
		}
		if err := writeFile(filepath.Join(copied, name), b); err != nil {
			t.Fatal(err)
		}
	}
	for _, f := range []string{"go.mod", "go.sum"} {
		b, err := os.ReadFile(filepath.Join(dir, f))
		if err != nil {
			t.Fatal(err)
		}
		if err := writeFile(filepath.Join(copied, f), b); err != nil {
			t.Fatal(err)
		}
	}
	second, err := archive(t.Context(), copied, "answer")
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(first, second) {
		t.Error("two archives of the same sources differ")
	}
	if err := writeFile(filepath.Join(copied, "functions/answer/more.go"), []byte("package answer\n")); err != nil {
		t.Fatal(err)
	}
	third, err := archive(t.Context(), copied, "answer")
	if err != nil {
		t.Fatal(err)
	}
	if bytes.Equal(first, third) {
		t.Error("archives of different sources are the same")
	}
}

func TestSite(t *testing.T) {
	t.Parallel()
	web := t.TempDir()
	for name, text := range map[string]string{
		"index.html": "students", "teach/index.html": "teachers", "assets/a-1.js": "0", ".vite/manifest.json": "{}", "config.json": "{}",
	} {
		if err := writeFile(filepath.Join(web, name), []byte(text)); err != nil {
			t.Fatal(err)
		}
	}
	files, err := site(web)
	if err != nil {
		t.Fatal(err)
	}
	for name, part := range map[string]string{
		"index.html": "students", "teach/index.html": "teachers", "assets/a-1.js": "0",
		"v1/openapi.yaml": "openapi: 3.1", "problems/index.html": "/problems/unknown-code", "problems/unknown-code": "<h1>No open session has this code</h1>",
		"problems/json/index": `"slug":"unknown-code"`, "problems/json/unknown-code": `"title":"No open session has this code"`,
		"errors/too-many-requests": `"type":"/problems/too-many-requests"`, "errors/unavailable": `"status":503`,
		"problems/not-found": "<h1>", // what the load balancer shows for a missing page
	} {
		if !strings.Contains(string(files[name]), part) {
			t.Errorf("%s: %.200q, want %q in it", name, files[name], part)
		}
	}
	for _, name := range []string{"config.json", ".vite/manifest.json"} {
		if files[name] != nil {
			t.Errorf("%s doesn't belong there", name)
		}
	}
	if _, err := site(filepath.Join(web, "nowhere")); err == nil || !strings.Contains(err.Error(), "make web") {
		t.Errorf("without a built web app: %v", err)
	}
}

func TestRunWritesWhatIsAskedFor(t *testing.T) {
	t.Parallel()
	out := t.TempDir()
	if err := run(t.Context(), out, filepath.Join(out, "unused"), version.Version{Version: "v1.2.3", Commit: "c0ffee"}, []string{"answer"}); err != nil {
		t.Fatal(err)
	}
	entries, err := os.ReadDir(out)
	if err != nil || len(entries) != 3 || entries[0].Name() != "answer.cdx.json" || entries[1].Name() != "answer.zip" || entries[2].Name() != "version.json" {
		t.Errorf("written: %v, %v", entries, err)
	}
	if b, err := os.ReadFile(filepath.Join(out, "version.json")); string(b) != `{"version":"v1.2.3","commit":"c0ffee"}`+"\n" {
		t.Errorf("version.json: %s, %v", b, err)
	}
	if err := run(t.Context(), out, "", version.Version{}, []string{"nothing"}); err == nil || !strings.Contains(err.Error(), `no function "nothing"`) {
		t.Errorf("packaging a nonexistent function: %v", err)
	}
}

func TestZipped(t *testing.T) {
	t.Parallel()
	files := map[string][]byte{"b/c.go": []byte("package c\n"), "a.go": []byte("package a\n")}
	b, err := zipped(files)
	if err != nil {
		t.Fatal(err)
	}
	got := unzip(t, b)
	if want := map[string]string{"a.go": "package a\n", "b/c.go": "package c\n"}; !maps.Equal(got, want) {
		t.Errorf("got %v", got)
	}
	r, err := zip.NewReader(bytes.NewReader(b), int64(len(b)))
	if err != nil {
		t.Fatal(err)
	}
	if err := fstest.TestFS(r, "a.go", "b/c.go"); err != nil {
		t.Error(err)
	}
}
