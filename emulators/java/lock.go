package java

import (
	"context"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"syscall"
	"time"
)

// lock makes this process the only one that downloads into dir, waiting while another does, and removes what killed
// downloads left there. The lock is on the folder itself, ends with the process, and leaves no file. On a file system
// without such locks, two processes may download the same file at once; the final rename keeps that correct.
func lock(ctx context.Context, dir string) (unlock func(), err error) {
	f, err := os.Open(dir)
	if err != nil {
		return nil, err
	}
	for {
		err := syscall.Flock(int(f.Fd()), syscall.LOCK_EX|syscall.LOCK_NB)
		if err == nil {
			break
		}
		if !errors.Is(err, syscall.EWOULDBLOCK) && !errors.Is(err, syscall.EINTR) {
			return func() { f.Close() }, nil
		}
		select {
		case <-time.After(100 * time.Millisecond):
		case <-ctx.Done():
			f.Close()
			return nil, context.Cause(ctx)
		}
	}
	left, err := fs.Glob(os.DirFS(dir), temporary)
	if err == nil {
		for _, name := range left {
			os.Remove(filepath.Join(dir, name))
		}
	}
	return func() { f.Close() }, nil
}
