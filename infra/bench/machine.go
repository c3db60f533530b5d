package main

import (
	"bufio"
	"fmt"
	"os"
	"runtime"
	"strings"
	"time"
)

// quickNoOp is the most that the no-op endpoint may take, in µs, where a processor
// counts as quick: it took 15 to 20 where the budgets against it were written, and
// a quarter is noise.
const quickNoOp = 25

// A machine is what the figures were measured on.
type machine struct {
	day       string
	processor string
	cores     int
	load      string // average, before anything was measured
	version   string // of Go
}

func thisMachine(now time.Time) machine {
	return machine{now.UTC().Format(time.DateOnly), processor(), runtime.NumCPU(), loadAverage(), runtime.Version()}
}

func (m machine) String() string {
	return fmt.Sprintf("%s, %d cores, %s, load average before: %s", m.processor, m.cores, m.version, m.load)
}

// processor returns the name of the machine's processor.
func processor() string {
	f, err := os.Open("/proc/cpuinfo")
	if err != nil {
		return runtime.GOARCH
	}
	defer f.Close()
	for s := bufio.NewScanner(f); s.Scan(); {
		if name, ok := strings.CutPrefix(s.Text(), "model name"); ok {
			return strings.TrimLeft(name, "\t :")
		}
	}
	return runtime.GOARCH
}

// loadAverage returns how many processes wanted a processor in the last minute, the
// last five, and the last fifteen.
func loadAverage() string {
	b, err := os.ReadFile("/proc/loadavg")
	if f := strings.Fields(string(b)); err == nil && len(f) >= 3 {
		return strings.Join(f[:3], ", ")
	}
	return "unknown"
}
