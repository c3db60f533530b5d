package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
	"time"

	"github.com/cleanslate-edu/cleanslate/functions/process"
)

// project is the Google Cloud project of all functions under test.
const project = "demo-bench"

// baseline builds a baseline function.
func (b *bench) baseline(ctx context.Context, target string) (*process.Program, error) {
	return process.BuildPackage(ctx, b.dir, "infra/bench/baseline", target)
}

// processorTime returns the processor time that a process has used.
func processorTime(p *process.Process) (time.Duration, error) {
	threads, err := filepath.Glob(fmt.Sprintf("/proc/%d/task/*/schedstat", p.PID()))
	if err != nil || len(threads) == 0 {
		return 0, errors.New("no /proc/PID/task/*/schedstat to read processor time from: run the benchmarks on Linux")
	}
	var sum int64
	for _, t := range threads {
		b, err := os.ReadFile(t)
		if err != nil {
			continue // the thread has ended; Go's rarely do
		}
		first, _, _ := strings.Cut(string(b), " ")
		ns, err := strconv.ParseInt(first, 10, 64)
		if err != nil {
			return 0, fmt.Errorf("reading processor time: %w", err)
		}
		sum += ns
	}
	return time.Duration(sum), nil
}

// ownTime returns the processor time that this process has used.
func ownTime() time.Duration {
	var u syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &u); err != nil {
		panic(err) // can't fail for the own process
	}
	return time.Duration(u.Utime.Nano() + u.Stime.Nano())
}

// memory returns a process's resident set in bytes.
func memory(p *process.Process) (int64, error) {
	b, err := os.ReadFile(fmt.Sprintf("/proc/%d/status", p.PID()))
	if err != nil {
		return 0, err
	}
	for line := range strings.Lines(string(b)) {
		if f := strings.Fields(line); len(f) == 3 && f[0] == "VmRSS:" {
			kb, err := strconv.ParseInt(f[1], 10, 64)
			return kb << 10, err
		}
	}
	return 0, errors.New("/proc/PID/status has no VmRSS")
}
