package firestore

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"iter"
	"net/http"
	"net/url"
	"os"
	"path/filepath"
)

// Document is one document as the emulator's REST interface returns it.
type Document struct {
	Name string          // projects/P/databases/D/documents/…
	JSON json.RawMessage // the whole document, name, fields and times
}

// Documents lists every document of the database, subcollections included, as they arrive. An error ends the list.
func Documents(ctx context.Context, host, project, database string) iter.Seq2[Document, error] {
	return func(yield func(Document, error) bool) {
		fail := func(err error) {
			yield(Document{}, fmt.Errorf("listing the documents of %s: %w", name(project, database), err))
		}
		body, err := call(ctx, http.MethodPost, "http://"+host+"/v1/"+path(project, database)+"/documents:runQuery",
			map[string]any{"structuredQuery": map[string]any{"from": []any{map[string]any{"allDescendants": true}}}})
		if err != nil {
			fail(err)
			return
		}
		defer body.Close()
		d := json.NewDecoder(body)
		if _, err := d.Token(); err != nil { // [
			fail(err)
			return
		}
		for d.More() {
			var result struct {
				Document json.RawMessage // absent in the last result of an empty database
				Error    json.RawMessage
			}
			if err := d.Decode(&result); err != nil {
				fail(err)
				return
			}
			if result.Error != nil {
				fail(fmt.Errorf("%s", result.Error))
				return
			}
			if result.Document == nil {
				continue
			}
			doc := Document{JSON: result.Document}
			var head struct{ Name string }
			if err := json.Unmarshal(doc.JSON, &head); err != nil {
				fail(err)
				return
			}
			doc.Name = head.Name
			if !yield(doc, nil) {
				return
			}
		}
		if _, err := d.Token(); err != nil { // ]
			fail(err)
		}
	}
}

// Export writes the database to dir, creating it if necessary, in the format of Firestore's managed exports, and
// returns the metadata file that Import needs. An existing export in dir is an error.
func Export(ctx context.Context, host, project, database, dir string) (metadata string, err error) {
	dir, err = filepath.Abs(dir)
	if err != nil {
		return "", fmt.Errorf("exporting %s: %w", name(project, database), err)
	}
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return "", fmt.Errorf("exporting %s: %w", name(project, database), err)
	}
	err = do(ctx, http.MethodPost, "http://"+host+"/emulator/v1/projects/"+url.PathEscape(project)+":export",
		map[string]any{"database": name(project, database), "export_directory": dir, "export_name": exportName})
	if err != nil {
		return "", fmt.Errorf("exporting %s: %w", name(project, database), err)
	}
	return Metadata(dir), nil
}

const exportName = "export"

// Metadata returns the metadata file of the export in dir.
func Metadata(dir string) string {
	return filepath.Join(dir, exportName, exportName+".overall_export_metadata")
}

// Import adds the documents of an export to the database, which must have the id of the exported one;
// the project may be another. They get a new create time.
func Import(ctx context.Context, host, project, database, metadata string) error {
	err := do(ctx, http.MethodPost, "http://"+host+"/emulator/v1/projects/"+url.PathEscape(project)+":import",
		map[string]any{"database": name(project, database), "export_directory": metadata})
	if err != nil {
		return fmt.Errorf("importing into %s: %w", name(project, database), err)
	}
	return nil
}

// Clear deletes every document of the database.
func Clear(ctx context.Context, host, project, database string) error {
	err := do(ctx, http.MethodDelete, "http://"+host+"/emulator/v1/"+path(project, database)+"/documents", nil)
	if err != nil {
		return fmt.Errorf("clearing %s: %w", name(project, database), err)
	}
	return nil
}

func name(project, database string) string { return "projects/" + project + "/databases/" + database }

func path(project, database string) string {
	return name(url.PathEscape(project), url.PathEscape(database))
}

func do(ctx context.Context, method, url string, request any) error {
	body, err := call(ctx, method, url, request)
	if err != nil {
		return err
	}
	return body.Close()
}

// client keeps no connections, so that it leaves no goroutine behind in a test.
var client = http.Client{Transport: &http.Transport{DisableKeepAlives: true}}

// call returns the body of a response with status 200.
func call(ctx context.Context, method, url string, request any) (io.ReadCloser, error) {
	var content io.Reader
	if request != nil {
		encoded, err := json.Marshal(request)
		if err != nil {
			return nil, err
		}
		content = bytes.NewReader(encoded)
	}
	req, err := http.NewRequestWithContext(ctx, method, url, content)
	if err != nil {
		return nil, err
	}
	req.Header.Set("Content-Type", "application/json")
	req.Header.Set("Authorization", "Bearer owner") // bypasses the security rules
	resp, err := client.Do(req)
	if err != nil {
		return nil, err
	}
	if resp.StatusCode != http.StatusOK {
		defer resp.Body.Close()
		message, err := io.ReadAll(io.LimitReader(resp.Body, 1<<10))
		if err != nil {
			return nil, fmt.Errorf("%s: %w", resp.Status, err)
		}
		return nil, fmt.Errorf("%s: %s", resp.Status, message)
	}
	return resp.Body, nil
}
