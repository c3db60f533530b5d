// Package storage is an emulator of Cloud Storage, for tests and the local stack: that of
// github.com/fsouza/fake-gcs-server, in memory, behind a listener of its own.
//
// It knows nothing of the product, asks nobody who they are, and forgets everything with
// its process.
package storage

import (
	"errors"
	"fmt"
	"net"
	"net/http"
	"os"
	"sync"
	"time"

	"github.com/fsouza/fake-gcs-server/fakestorage"
)

// HostEnv is the variable that Google's clients read, and package bucket.
const HostEnv = "STORAGE_EMULATOR_HOST"

// A Server is a running emulator.
type Server struct {
	fake *fakestorage.Server
	http *http.Server
	host string

	mu      sync.Mutex
	buckets map[string]bool
}

// Start starts an emulator with the given buckets.
func Start(buckets ...string) (*Server, error) {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return nil, fmt.Errorf("listening for Cloud Storage: %w", err)
	}
	s := &Server{host: l.Addr().String(), buckets: make(map[string]bool)}
	s.fake, err = fakestorage.NewServerWithOptions(fakestorage.Options{
		NoListener: true, ExternalURL: "http://" + s.host, PublicHost: s.host,
	})
	if err != nil {
		l.Close()
		return nil, fmt.Errorf("starting Cloud Storage's emulator: %w", err)
	}
	for _, name := range buckets {
		s.EnsureBucket(name)
	}
	s.http = &http.Server{Handler: s.fake.HTTPHandler(), ReadHeaderTimeout: 10 * time.Second}
	go func() {
		if err := s.http.Serve(l); !errors.Is(err, http.ErrServerClosed) {
			panic(err)
		}
	}()
	return s, nil
}

// Host is where it listens: "127.0.0.1:36551".
func (s *Server) Host() string { return s.host }

// EnsureBucket makes a bucket unless there is one.
func (s *Server) EnsureBucket(name string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if !s.buckets[name] {
		s.fake.CreateBucketWithOpts(fakestorage.CreateBucketOpts{Name: name})
		s.buckets[name] = true
	}
}

// Objects returns what is in a bucket, by name.
func (s *Server) Objects(bucket string) map[string][]byte {
	all := make(map[string][]byte)
	listed, err := s.fake.ListObjectsWithOptionsPaginated(bucket, fakestorage.ListOptions{})
	if err != nil {
		return all
	}
	for _, o := range listed.Objects {
		if whole, err := s.fake.GetObject(bucket, o.Name); err == nil {
			all[o.Name] = whole.Content
		}
	}
	return all
}

// Stop ends it.
func (s *Server) Stop() {
	s.http.Close()
	s.fake.Stop()
}

// Ensure returns an emulator that ends with the process, started by the first call, and puts
// its address into the environment.
var Ensure = sync.OnceValues(func() (*Server, error) {
	s, err := Start()
	if err != nil {
		return nil, err
	}
	return s, os.Setenv(HostEnv, s.Host())
})
