package process

import (
	"fmt"
	"os"
	"regexp"
	"strconv"

	"golang.org/x/sys/unix"
)

// limitMemory bounds the memory that a process can write to, which for Go is heap, stacks and what manages them. The
// runtime takes it 64 MiB at a time, so the process ends by up to that much below the limit.
func limitMemory(pid int, n int64) error {
	limit := unix.Rlimit{Cur: uint64(n), Max: uint64(n)}
	if err := unix.Prlimit(pid, unix.RLIMIT_DATA, &limit, nil); err != nil {
		return fmt.Errorf("limiting its memory: %w", err)
	}
	return nil
}

var (
	peak     = regexp.MustCompile(`(?m)^VmHWM:\s+(\d+) kB$`)
	resident = regexp.MustCompile(`(?m)^VmRSS:\s+(\d+) kB$`)
)

// Peak returns the most memory that the process has had at a time, in bytes.
func (r *Process) Peak() (int64, error) { return r.status(peak) }

// Resident returns the memory that the process has now, in bytes.
func (r *Process) Resident() (int64, error) { return r.status(resident) }

func (r *Process) status(line *regexp.Regexp) (int64, error) {
	status, err := os.ReadFile(fmt.Sprintf("/proc/%d/status", r.PID()))
	if err != nil {
		return 0, err
	}
	m := line.FindSubmatch(status)
	if m == nil {
		return 0, fmt.Errorf("process %d has ended", r.PID())
	}
	kib, err := strconv.ParseInt(string(m[1]), 10, 64)
	return kib << 10, err
}
