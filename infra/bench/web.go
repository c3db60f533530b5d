package main

import (
	"bytes"
	"compress/gzip"
	"context"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
)

// language matches the key that a language of the student's part has in the
// build's manifest.
var language = regexp.MustCompile(`/messages/\w+\.ts$`)

// web measures what a student's browser loads for a whole lesson: the script and
// style of the student's part in its largest language, compressed file by file.
// web/size.js counts the same for npm test, and says what is left out.
func (b *bench) web(context.Context) ([]row, error) {
	const dist = "web/dist"
	data, err := os.ReadFile(filepath.Join(dist, ".vite/manifest.json"))
	if err != nil {
		return nil, fmt.Errorf("the web app isn't built, run make web: %w", err)
	}
	var manifest map[string]struct {
		File string
		CSS  []string
	}
	if err := json.Unmarshal(data, &manifest); err != nil {
		return nil, fmt.Errorf("reading the web app's manifest: %w", err)
	}
	total, largest := 0, 0
	for key, part := range manifest {
		if key == "src/student/About.tsx" || key == "src/student/offline.ts" {
			continue
		}
		size := 0
		for _, name := range append(part.CSS, part.File) {
			file, err := os.ReadFile(filepath.Join(dist, name))
			if err != nil {
				return nil, err
			}
			n, err := compressed(file)
			if err != nil {
				return nil, err
			}
			size += n
		}
		if language.MatchString(key) {
			largest = max(largest, size)
		} else {
			total += size
		}
	}
	return []row{below("student's lesson: compressed script and style in KiB", float64(total+largest)/1024, 30, "gzip")}, nil
}

func compressed(file []byte) (int, error) {
	var b bytes.Buffer
	w, err := gzip.NewWriterLevel(&b, gzip.BestCompression)
	if err != nil {
		return 0, err
	}
	w.Write(file)
	if err := w.Close(); err != nil {
		return 0, err
	}
	return b.Len(), nil
}
