package java

import (
	"archive/zip"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"net/http"
	"os"
	"path"
	"path/filepath"
	"strings"
	"time"
)

// Release is one version of an emulator as Google publishes it.
type Release struct {
	Version string
	URL     string // ends in .jar or .zip
	SHA256  string // of the download, in hexadecimal
	Size    int64  // of the download, in bytes
	Entry   string // of a zip: the jar in it, a pattern for path.Match
}

// jar returns the name of the release's jar in the cache.
func (r Release) jar() string {
	name := path.Base(r.URL)
	return strings.TrimSuffix(name, path.Ext(name)) + ".jar"
}

const (
	attempts    = 5                // broken connections before giving up
	stall       = 30 * time.Second // time without a byte
	maxUnpacked = 512 << 20        // bytes of the jar in a zip
	temporary   = "download-*"     // pattern of the names of downloads in progress
)

// downloader downloads releases to a folder that several processes may share.
type downloader struct {
	name     string
	progress io.Writer
	client   *http.Client
	pause    func(attempt int) time.Duration
	stall    time.Duration
}

func newDownloader(name string, progress io.Writer) *downloader {
	transport := http.DefaultTransport.(*http.Transport).Clone()
	transport.DisableCompression = true // sizes and ranges are those of the file
	return &downloader{
		name:     name,
		progress: progress,
		client:   &http.Client{Transport: transport},
		pause:    func(attempt int) time.Duration { return time.Second << attempt },
		stall:    stall,
	}
}

// fetch returns the release's jar in dir, downloading it unless an intact one is there. An incomplete file, or one with
// another checksum, never gets the jar's name and is removed.
func (d *downloader) fetch(ctx context.Context, r Release, dir string, intact func(jar string) error) (string, error) {
	defer d.client.CloseIdleConnections()
	if err := os.MkdirAll(dir, 0o755); err != nil {
		return "", fmt.Errorf("creating the cache: %w", err)
	}
	unlock, err := lock(ctx, dir)
	if err != nil {
		return "", fmt.Errorf("waiting for another download into %s: %w", dir, err)
	}
	defer unlock()
	jar := filepath.Join(dir, r.jar())
	if intact(jar) == nil {
		return jar, nil // another process has downloaded it meanwhile
	}
	if err := d.install(ctx, r, dir, jar); err != nil {
		return "", fmt.Errorf("downloading the %s %s from %s: %w", d.name, r.Version, r.URL, err)
	}
	return jar, nil
}

func (d *downloader) install(ctx context.Context, r Release, dir, jar string) error {
	f, err := os.CreateTemp(dir, temporary)
	if err != nil {
		return err
	}
	defer os.Remove(f.Name())
	defer f.Close()
	if err := d.download(ctx, r, f); err != nil {
		return err
	}
	if err := verify(f, r.SHA256); err != nil {
		return err
	}
	if r.Entry != "" {
		unpacked, err := os.CreateTemp(dir, temporary)
		if err != nil {
			return err
		}
		defer os.Remove(unpacked.Name())
		defer unpacked.Close()
		if err := unpack(f, r.Size, r.Entry, unpacked, maxUnpacked); err != nil {
			return err
		}
		f = unpacked
	}
	// Synced before it gets its name: after a power cut, a jar is complete or missing.
	if err := f.Sync(); err != nil {
		return err
	}
	return os.Rename(f.Name(), jar)
}

// download writes the release to f. A broken connection is resumed where it broke.
func (d *downloader) download(ctx context.Context, r Release, f *os.File) error {
	bar := newProgress(d.progress, fmt.Sprintf("%s %s", d.name, r.Version), r.Size)
	defer bar.end()
	var have int64
	for attempt := 0; ; attempt++ {
		var err error
		have, err = d.attempt(ctx, r, f, have, bar)
		if err == nil {
			return nil
		}
		if _, ok := errors.AsType[*broken](err); !ok || ctx.Err() != nil {
			return err
		}
		if attempt == attempts-1 {
			return fmt.Errorf("gave up after %d attempts with %d of %d bytes: %w. Check the network and run the same command again",
				attempts, have, r.Size, err)
		}
		pause := d.pause(attempt)
		bar.end()
		fmt.Fprintf(d.progress, "downloading %s: %v; trying again in %v\n", d.name, err, pause)
		select {
		case <-time.After(pause):
		case <-ctx.Done():
			return context.Cause(ctx)
		}
	}
}

// attempt requests what follows the first have bytes and returns how many f has now.
func (d *downloader) attempt(ctx context.Context, r Release, f *os.File, have int64, bar *progress) (int64, error) {
	ctx, cancel := context.WithCancelCause(ctx)
	defer cancel(nil)
	stalled := time.AfterFunc(d.stall, func() { cancel(fmt.Errorf("nothing arrived for %v", d.stall)) })
	defer stalled.Stop()

	req, err := http.NewRequestWithContext(ctx, http.MethodGet, r.URL, nil)
	if err != nil {
		return have, err
	}
	if have > 0 {
		req.Header.Set("Range", fmt.Sprintf("bytes=%d-", have))
	}
	resp, err := d.client.Do(req)
	if err != nil {
		return have, breakage(ctx, err)
	}
	defer resp.Body.Close()
	switch code := resp.StatusCode; {
	case code == http.StatusPartialContent && have > 0 &&
		strings.HasPrefix(resp.Header.Get("Content-Range"), fmt.Sprintf("bytes %d-", have)):
	case code == http.StatusOK:
		have = 0
	case code >= 500 || code == http.StatusTooManyRequests || code == http.StatusRequestTimeout:
		return have, &broken{fmt.Errorf("the server answered %s", resp.Status)}
	default:
		return have, fmt.Errorf("the server answered %s", resp.Status)
	}
	if length := resp.ContentLength; length >= 0 && have+length != r.Size {
		return have, fmt.Errorf("the server has %d bytes where %d are expected", have+length, r.Size)
	}
	if _, err := f.Seek(have, io.SeekStart); err != nil {
		return have, err
	}
	if err := f.Truncate(have); err != nil {
		return have, err
	}
	buf := make([]byte, 64<<10)
	for {
		n, err := resp.Body.Read(buf[:min(int64(len(buf)), r.Size-have)])
		stalled.Reset(d.stall)
		if _, err := f.Write(buf[:n]); err != nil {
			return have, err
		}
		have += int64(n)
		bar.set(have)
		if have == r.Size {
			return have, nil
		}
		if err == io.EOF {
			err = io.ErrUnexpectedEOF
		}
		if err != nil {
			return have, breakage(ctx, err)
		}
	}
}

// broken is an error of a connection or server that may succeed at the next attempt.
type broken struct{ err error }

func (b *broken) Error() string { return b.err.Error() }
func (b *broken) Unwrap() error { return b.err }

// breakage prefers the reason why ctx ended to the resulting "context canceled".
func breakage(ctx context.Context, err error) error {
	if ctx.Err() != nil {
		err = context.Cause(ctx)
	}
	return &broken{err}
}

func verify(f *os.File, want string) error {
	if _, err := f.Seek(0, io.SeekStart); err != nil {
		return err
	}
	h := sha256.New()
	if _, err := io.Copy(h, f); err != nil {
		return err
	}
	if got := hex.EncodeToString(h.Sum(nil)); got != want {
		return fmt.Errorf("the download has SHA-256 %s instead of %s: it was discarded. Run the same command again; "+
			"if that does not help, something between here and the server changes downloads", got, want)
	}
	return nil
}

// unpack copies the one entry of the zip that matches pattern to dst. No name from the zip becomes
// a path, so that no entry can be written anywhere else.
func unpack(f io.ReaderAt, size int64, pattern string, dst io.Writer, limit int64) error {
	z, err := zip.NewReader(f, size)
	if err != nil {
		return fmt.Errorf("unpacking: %w", err)
	}
	var entry *zip.File
	for _, e := range z.File {
		if ok, err := path.Match(pattern, e.Name); err != nil || !ok {
			continue
		}
		if entry != nil {
			return fmt.Errorf("unpacking: both %q and %q match %s", entry.Name, e.Name, pattern)
		}
		entry = e
	}
	if entry == nil {
		return fmt.Errorf("unpacking: nothing in it matches %s", pattern)
	}
	r, err := entry.Open()
	if err != nil {
		return fmt.Errorf("unpacking %q: %w", entry.Name, err)
	}
	defer r.Close()
	// Don't trust the size that the zip states: stop reading one byte past the limit.
	n, err := io.Copy(dst, io.LimitReader(r, limit+1))
	if err != nil {
		return fmt.Errorf("unpacking %q: %w", entry.Name, err)
	}
	if n > limit {
		return fmt.Errorf("unpacking %q: it is larger than %d bytes", entry.Name, limit)
	}
	return nil
}
