//go:build !linux

package process

import "errors"

// limitMemory does nothing: GOMEMLIMIT has to suffice.
func limitMemory(int, int64) error { return nil }

// Peak returns the most memory that the process has had at a time, in bytes, which only Linux tells.
func (r *Process) Peak() (int64, error) { return 0, errors.ErrUnsupported }

// Resident returns the memory that the process has now, in bytes, which only Linux tells.
func (r *Process) Resident() (int64, error) { return 0, errors.ErrUnsupported }
