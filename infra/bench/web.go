package main

import (
	"bytes"
	"compress/gzip"
	"context"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
)

// web measures what a student's browser loads before it paints: the script and
// style that the page names, compressed as the load balancer compresses.
func (b *bench) web(context.Context) ([]row, error) {
	const dist = "web/dist"
	page, err := os.ReadFile(filepath.Join(dist, "index.html"))
	if err != nil {
		return nil, fmt.Errorf("the web app isn't built, run make web: %w", err)
	}
	total := 0
	for _, asset := range regexp.MustCompile(`(?:src|href)="(/assets/[^"]+\.(?:js|css))"`).FindAllSubmatch(page, -1) {
		file, err := os.ReadFile(filepath.Join(dist, string(asset[1])))
		if err != nil {
			return nil, err
		}
		var compressed bytes.Buffer
		w := gzip.NewWriter(&compressed)
		w.Write(file)
		if err := w.Close(); err != nil {
			return nil, err
		}
		total += compressed.Len()
	}
	return []row{below("student page: compressed script and style in KiB", float64(total)/1024, 30, "gzip")}, nil
}
