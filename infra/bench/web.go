package main

import (
	"context"
	"fmt"
	"os/exec"
	"regexp"
	"strconv"
)

// web has web/size.js measure what a student's browser loads for a whole lesson.
// npm test holds it to the same budget.
func (b *bench) web(ctx context.Context) ([]row, error) {
	cmd := exec.CommandContext(ctx, "node", "size.js")
	cmd.Dir = "web"
	out, err := cmd.CombinedOutput()
	m := regexp.MustCompile(`(\d+) bytes gzipped`).FindSubmatch(out)
	if m == nil { // above the budget it has an error, too
		return nil, fmt.Errorf("measuring the web app, which make web builds: %v\n%s", err, out)
	}
	n, err := strconv.Atoi(string(m[1]))
	if err != nil {
		return nil, err
	}
	return []row{below("student's lesson: compressed script and style in KiB", float64(n)/1024, 30, "gzip")}, nil
}
