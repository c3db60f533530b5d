// Package bucket keeps the objects of schools' archives in Cloud Storage.
//
// export creates objects, live reads them, retention deletes them; each may do nothing else
// there. What is stored is sealed (package archive), and names are made of ids and numbers.
// An object is never overwritten.
//
// It calls the JSON API with Google's generated client: cloud.google.com/go/storage would
// link some two hundred packages more into a function that puts and gets whole objects.
//
// It must never log, and its errors name no object.
package bucket

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"os"
	"strings"
	"time"

	"google.golang.org/api/googleapi"
	"google.golang.org/api/option"
	"google.golang.org/api/storage/v1"

	"github.com/cleanslate-edu/cleanslate/shared/domain"
)

const (
	// chunk is how much of an upload is kept in memory, to send it again.
	chunk = 1 << 20
	// again is for how long one chunk is sent again.
	again = 20 * time.Second
	// timeout bounds a call that has no content.
	timeout = 20 * time.Second
	page    = 1000
)

// A Bucket is one of Cloud Storage's. It is safe for concurrent use.
type Bucket struct {
	service *storage.Service
	name    string
}

// Dial prepares a connection to the named bucket with the application's default
// credentials, or to the emulator at STORAGE_EMULATOR_HOST (host:port, without TLS) if that
// is set. It doesn't wait for the server.
func Dial(ctx context.Context, name string) (*Bucket, error) {
	o := []option.ClientOption{option.WithScopes(storage.DevstorageReadWriteScope)}
	if emulator := os.Getenv("STORAGE_EMULATOR_HOST"); emulator != "" {
		emulator = strings.TrimPrefix(emulator, "http://")
		o = []option.ClientOption{option.WithEndpoint("http://" + emulator + "/storage/v1/"), option.WithoutAuthentication()}
	}
	service, err := storage.NewService(ctx, o...)
	if err != nil {
		return nil, fmt.Errorf("connecting to Cloud Storage: %w", err)
	}
	return &Bucket{service: service, name: name}, nil
}

// failed returns an error of the kinds of domain. Nothing of the request is in it.
func failed(doing string, err error) error {
	if err == nil {
		return nil
	}
	var answer *googleapi.Error
	if errors.As(err, &answer) {
		switch answer.Code {
		case http.StatusNotFound:
			return fmt.Errorf("%s: %w", doing, domain.ErrNotFound)
		case http.StatusPreconditionFailed:
			return fmt.Errorf("%s: %w", doing, domain.ErrConflict)
		}
		return fmt.Errorf("%s: %w (status %d)", doing, domain.ErrUnavailable, answer.Code)
	}
	if errors.Is(err, context.Canceled) || errors.Is(err, context.DeadlineExceeded) {
		return fmt.Errorf("%s: %w", doing, err)
	}
	return fmt.Errorf("%s: %w", doing, domain.ErrUnavailable)
}

// Create stores what write writes as an object that mustn't be there yet, and returns how
// many bytes it has. If write fails, nothing is stored.
func (b *Bucket) Create(ctx context.Context, name string, write func(io.Writer) error) (size int64, err error) {
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	read, pipe := io.Pipe()
	wrote := make(chan error, 1)
	go func() {
		err := write(pipe)
		if err != nil {
			cancel() // an upload that ends isn't to be completed
		}
		pipe.CloseWithError(err)
		wrote <- err
	}()
	counted := &counter{Reader: read}
	_, err = b.service.Objects.Insert(b.name, &storage.Object{Name: name, ContentType: "application/octet-stream"}).
		IfGenerationMatch(0).Media(counted, googleapi.ChunkSize(chunk), googleapi.ChunkRetryDeadline(again), googleapi.ContentType("application/octet-stream")).
		Fields("name").Context(ctx).Do()
	read.CloseWithError(errClosed)
	if own := <-wrote; own != nil && !errors.Is(own, errClosed) {
		return 0, own
	}
	if err != nil {
		return 0, failed("storing a part of an archive", err)
	}
	return counted.n, nil
}

var errClosed = errors.New("nobody reads any more")

type counter struct {
	io.Reader
	n int64
}

func (c *counter) Read(p []byte) (int, error) {
	n, err := c.Reader.Read(p)
	c.n += int64(n)
	return n, err
}

// Open returns what an object holds.
func (b *Bucket) Open(ctx context.Context, name string) (io.ReadCloser, error) {
	answer, err := b.service.Objects.Get(b.name, name).Context(ctx).Download()
	if err != nil {
		return nil, failed("reading a part of an archive", err)
	}
	return answer.Body, nil
}

// Folders calls found with what stands before the first '/' in the names of objects.
func (b *Bucket) Folders(ctx context.Context, found func(folder string) error) error {
	for token := ""; ; {
		ctx, cancel := context.WithTimeout(ctx, timeout)
		l, err := b.service.Objects.List(b.name).Delimiter("/").Fields("nextPageToken", "prefixes").MaxResults(page).PageToken(token).Context(ctx).Do()
		cancel()
		if err != nil {
			return failed("listing archives", err)
		}
		for _, folder := range l.Prefixes {
			if err := found(strings.TrimSuffix(folder, "/")); err != nil {
				return err
			}
		}
		if token = l.NextPageToken; token == "" {
			return nil
		}
	}
}

// Delete deletes all objects in a folder, and returns how many there were.
func (b *Bucket) Delete(ctx context.Context, folder string) (n int, err error) {
	for {
		names, err := b.names(ctx, folder)
		if err != nil || len(names) == 0 {
			return n, err
		}
		for _, name := range names {
			ctx, cancel := context.WithTimeout(ctx, timeout)
			err := b.service.Objects.Delete(b.name, name).Context(ctx).Do()
			cancel()
			if err := failed("deleting a part of an archive", err); err != nil && !errors.Is(err, domain.ErrNotFound) {
				return n, err
			}
			n++
		}
	}
}

// names returns a page of the names of the objects in a folder.
func (b *Bucket) names(ctx context.Context, folder string) (names []string, err error) {
	ctx, cancel := context.WithTimeout(ctx, timeout)
	defer cancel()
	l, err := b.service.Objects.List(b.name).Prefix(folder + "/").Fields("items/name").MaxResults(page).Context(ctx).Do()
	if err != nil {
		return nil, failed("listing the parts of an archive", err)
	}
	for _, o := range l.Items {
		names = append(names, o.Name)
	}
	return names, nil
}
