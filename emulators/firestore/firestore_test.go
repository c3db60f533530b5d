package firestore

import (
	"bytes"
	"context"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"net"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

func deadline(t *testing.T) context.Context {
	ctx, cancel := context.WithTimeout(t.Context(), 3*time.Minute)
	t.Cleanup(cancel)
	return ctx
}

func TestStart(t *testing.T) {
	ctx := deadline(t)
	var log bytes.Buffer
	e, err := Start(ctx, Options{Project: "demo-start", Heap: "256m", Benchmark: true, Log: &log})
	if err != nil {
		t.Fatal(err)
	}
	defer e.Stop()
	// Naming a project doesn't shut the others out.
	for _, project := range []string{"demo-start", "demo-other"} {
		write(t, e.Host(), project, "(default)", map[string]string{"a/1": "x"})
		if docs := list(t, e.Host(), project, "(default)"); len(docs) != 1 {
			t.Errorf("project %s has %d documents, want 1", project, len(docs))
		}
	}
	if err := e.Stop(); err != nil {
		t.Fatal(err)
	}
	select {
	case <-e.Done():
	default:
		t.Error("stopped, and not done")
	}
	if c, err := net.Dial("tcp", e.Host()); err == nil {
		c.Close()
		t.Error("stopped, and something still listens")
	}
	if !strings.Contains(log.String(), e.Host()) {
		t.Errorf("the log lacks the address:\n%s", log.String())
	}
}

// write creates documents, given by path below the database, with one field, in one commit.
func write(t *testing.T, host, project, database string, docs map[string]string) {
	t.Helper()
	var writes []any
	for path, value := range docs {
		writes = append(writes, map[string]any{
			"currentDocument": map[string]any{"exists": false},
			"update": map[string]any{
				"name":   name(project, database) + "/documents/" + path,
				"fields": map[string]any{"value": map[string]any{"stringValue": value}},
			}})
	}
	err := do(deadline(t), http.MethodPost, "http://"+host+"/v1/"+path(project, database)+"/documents:commit",
		map[string]any{"writes": writes})
	if err != nil {
		t.Fatal(err)
	}
}

// list returns the values by path of what Documents yields.
func list(t *testing.T, host, project, database string) map[string]string {
	t.Helper()
	docs := map[string]string{}
	for doc, err := range Documents(deadline(t), host, project, database) {
		if err != nil {
			t.Fatal(err)
		}
		var content struct {
			Name   string
			Fields struct{ Value struct{ StringValue string } }
		}
		if err := json.Unmarshal(doc.JSON, &content); err != nil {
			t.Fatal(err)
		}
		path, ok := strings.CutPrefix(doc.Name, name(project, database)+"/documents/")
		if !ok || content.Name != doc.Name {
			t.Fatalf("document %q calls itself %q", doc.Name, content.Name)
		}
		if _, twice := docs[path]; twice {
			t.Errorf("%s is listed twice", path)
		}
		docs[path] = content.Fields.Value.StringValue
	}
	return docs
}

func TestExportClearImport(t *testing.T) {
	ctx := deadline(t)
	host, err := Ensure(ctx)
	if err != nil {
		t.Fatal(err)
	}
	if got := os.Getenv("FIRESTORE_EMULATOR_HOST"); got != host {
		t.Errorf("FIRESTORE_EMULATOR_HOST is %q, the emulator is at %s", got, host)
	}
	project := fmt.Sprintf("demo-%d", time.Now().UnixNano())
	other := project + "-other"

	data := map[string]string{"sessions/s/chunks/c": "below a document that does not exist", "sessions/ä b": "Zoë"}
	for i := range 400 {
		data[fmt.Sprintf("many/%d", i)] = strings.Repeat("x", i)
	}
	write(t, host, project, "(default)", data)
	write(t, host, project, "vault", map[string]string{"keys/1": "another database"})
	equal(t, "written", list(t, host, project, "(default)"), data)

	dir := filepath.Join(t.TempDir(), "made", "by", "Export")
	metadata, err := Export(ctx, host, project, "(default)", dir)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := os.Stat(metadata); err != nil {
		t.Fatal(err)
	}
	if err := Clear(ctx, host, project, "(default)"); err != nil {
		t.Fatal(err)
	}
	equal(t, "cleared", list(t, host, project, "(default)"), nil)
	equal(t, "in the database that was not cleared", list(t, host, project, "vault"), map[string]string{"keys/1": "another database"})

	for _, p := range []string{project, other} {
		if err := Import(ctx, host, p, "(default)", metadata); err != nil {
			t.Fatal(err)
		}
		equal(t, "imported into "+p, list(t, host, p, "(default)"), data)
	}

	if err := Import(ctx, host, project, "(default)", filepath.Join(dir, "none")); err == nil {
		t.Error("an import of nothing succeeded")
	}
	if _, err := Export(ctx, host, project, "(default)", metadata); err == nil {
		t.Error("an export into a file succeeded")
	}
}

func equal(t *testing.T, what string, got, want map[string]string) {
	t.Helper()
	if len(got) != len(want) {
		t.Errorf("%s: %d documents, want %d", what, len(got), len(want))
	}
	for path, value := range want {
		if got[path] != value {
			t.Errorf("%s: %s is %q, want %q", what, path, got[path], value)
		}
	}
}

func TestDocumentsEnds(t *testing.T) {
	host, err := Ensure(deadline(t))
	if err != nil {
		t.Fatal(err)
	}
	project := fmt.Sprintf("demo-%d", time.Now().UnixNano())
	write(t, host, project, "(default)", map[string]string{"a/1": "", "a/2": ""})
	seen := 0
	for range Documents(deadline(t), host, project, "(default)") {
		seen++
		break
	}
	if seen != 1 {
		t.Errorf("saw %d documents before leaving, want 1", seen)
	}
	// An error is yielded once and never taken for the end of the list.
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	var errs []error
	for doc, err := range Documents(ctx, host, project, "(default)") {
		errs = append(errs, err)
		if doc.JSON != nil {
			t.Errorf("a document after the end: %s", doc.Name)
		}
	}
	if len(errs) != 1 || errs[0] == nil {
		t.Errorf("errors %v, want one", errs)
	}
}

func TestRelease(t *testing.T) {
	t.Parallel()
	r := product.Release
	if sum, err := hex.DecodeString(r.SHA256); err != nil || len(sum) != 32 {
		t.Errorf("%q is no SHA-256", r.SHA256)
	}
	if !strings.HasPrefix(r.URL, "https://") || !strings.HasSuffix(r.URL, "-v"+r.Version+".jar") {
		t.Errorf("%s is not the address of version %s", r.URL, r.Version)
	}
}
