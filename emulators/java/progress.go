package java

import (
	"fmt"
	"io"
	"os"
	"strings"
)

// progress shows how far a download has come: on a terminal as a bar that redraws itself, elsewhere as a line for every
// tenth.
type progress struct {
	w        io.Writer
	label    string
	total    int64
	terminal bool
	shown    int // percent last shown
}

func newProgress(w io.Writer, label string, total int64) *progress {
	p := &progress{w: w, label: label, total: total, shown: -1}
	if f, ok := w.(*os.File); ok {
		info, err := f.Stat()
		p.terminal = err == nil && info.Mode()&os.ModeCharDevice != 0
	}
	return p
}

// set records that done of the total bytes have arrived.
func (p *progress) set(done int64) {
	percent := int(100 * done / p.total)
	step := 10
	if p.terminal {
		step = 1
	}
	if percent/step == p.shown/step && p.shown >= 0 {
		return
	}
	p.shown = percent
	const mib = 1 << 20
	figures := fmt.Sprintf("%3d %%  %.1f of %.1f MiB", percent, float64(done)/mib, float64(p.total)/mib)
	if !p.terminal {
		fmt.Fprintf(p.w, "downloading %s: %s\n", p.label, figures)
		return
	}
	const width = 30
	full := percent * width / 100
	fmt.Fprintf(p.w, "\rdownloading %s [%s%s] %s", p.label, strings.Repeat("=", full), strings.Repeat(" ", width-full), figures)
}

// end leaves the cursor on a line of its own.
func (p *progress) end() {
	if p.terminal && p.shown >= 0 {
		fmt.Fprintln(p.w)
	}
}
