package main

import (
	"context"
	"fmt"
	"os/exec"
	"regexp"
	"strconv"
)

// web has web/size.js measure what a student's browser loads for the first page, and all that most lessons take.
// npm test enforces the same budget.
func (b *bench) web(ctx context.Context) ([]row, error) {
	cmd := exec.CommandContext(ctx, "node", "size.js")
	cmd.Dir = "web"
	out, err := cmd.CombinedOutput()
	m := regexp.MustCompile(`(\d+) bytes gzipped for the base`).FindSubmatch(out)
	if m == nil { // over budget it prints the figure and fails
		return nil, fmt.Errorf("measuring the web app (build it with make web): %v\n%s", err, out)
	}
	n, err := strconv.Atoi(string(m[1]))
	if err != nil {
		return nil, err
	}
	return []row{below("student's page: compressed script and style in KiB", float64(n)/1024, 28, "gzip", "what a student's phone loads before it can go on from the code: 0.6 s at 400 kbit/s")}, nil
}
