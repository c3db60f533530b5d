package java

import (
	"bytes"
	"io"
	"strings"
	"sync"
)

const (
	keptLines  = 50
	keptLength = 1 << 10 // bytes of one line
)

// output keeps the last lines that are written to it and passes everything on to log. It never fails, or the emulator
// would block.
type output struct {
	log io.Writer // may be nil

	mu    sync.Mutex
	lines []string
	line  []byte // the last, unfinished one
}

func (o *output) Write(p []byte) (int, error) {
	o.mu.Lock()
	defer o.mu.Unlock()
	if o.log != nil {
		o.log.Write(p)
	}
	for rest := p; len(rest) > 0; {
		part, after, ended := bytes.Cut(rest, []byte("\n"))
		o.line = append(o.line, part[:min(len(part), keptLength-len(o.line))]...)
		if ended {
			if len(o.lines) == keptLines {
				o.lines = o.lines[1:]
			}
			o.lines = append(o.lines, string(o.line))
			o.line = o.line[:0]
		}
		rest = after
	}
	return len(p), nil
}

// contains reports whether s is in the lines that are kept.
func (o *output) contains(s string) bool { return strings.Contains(o.String(), s) }

// String returns the lines that are kept, indented.
func (o *output) String() string {
	o.mu.Lock()
	defer o.mu.Unlock()
	var b strings.Builder
	for _, line := range o.lines {
		b.WriteString("\t" + line + "\n")
	}
	b.WriteString("\t" + string(o.line))
	return strings.TrimRight(b.String(), "\t\n")
}
