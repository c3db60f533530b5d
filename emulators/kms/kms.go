// Package kms is a stand-in for Google Cloud KMS: a gRPC server for
// google.cloud.kms.v1.KeyManagementService that Google's own clients can talk
// to on the loopback address, since Google offers no emulator.
//
// It does real cryptography (AES-256-GCM, Ed25519) on key rings, keys and
// versions that are kept in memory or in one file, and returns the status
// codes, and as far as they are published the messages, of the real service.
//
// The local stack and tests use it. It must never hold a key that protects
// anything real, and never listen beyond the loopback address.
//
// # Limitations
//
//   - There is no authentication, no IAM, no audit log and no quota: whoever
//     reaches the port may do everything.
//   - Purposes ENCRYPT_DECRYPT (GOOGLE_SYMMETRIC_ENCRYPTION) and ASYMMETRIC_SIGN
//     (EC_SIGN_ED25519) only, protection level SOFTWARE only. Import, deletion,
//     raw encryption, MACs, filters and sort orders are UNIMPLEMENTED.
//   - Changes take effect at once. In the cloud a disabled version may go on
//     working for a while: https://cloud.google.com/kms/docs/consistency.
//   - Every location exists, and its ciphertexts are no use to the real service.
//   - The file holds the key material in plain text, readable by its owner only. It
//     is locked by flock(2), so the package builds on Unix systems only.
package kms

import (
	"crypto/rand"
	"io"
	"net"
	"time"

	"cloud.google.com/go/kms/apiv1/kmspb"
	"google.golang.org/grpc"
)

// stopGrace is how long Stop lets calls in flight finish.
const stopGrace = 2 * time.Second

// Options configure a Server. The zero value keeps everything in memory and
// uses the system's clock and random source.
type Options struct {
	// File, if set, is where the state is kept between runs. It is created if
	// missing. A lock next to it, File + ".lock", keeps a second server from
	// overwriting the first one's keys.
	File string

	// Now is the clock by which versions are rotated and destroyed. It is
	// called for every request, concurrently.
	Now func() time.Time

	// Rand is where key material, identifiers and nonces come from. It is
	// read from one goroutine at a time.
	Rand io.Reader

	// Intercept, if set, sees every call before the service does. A test uses
	// it to force an error, or to change a request or a response.
	Intercept grpc.UnaryServerInterceptor
}

// Server is one Cloud KMS. Its methods may be called concurrently.
type Server struct {
	grpc    *grpc.Server
	service *service
}

// New returns a server with the state that Options.File holds. It fails if the
// file can't be read, isn't a state file or is in use by another server; it
// never replaces a file that it does not understand.
func New(o Options) (*Server, error) {
	if o.Now == nil {
		o.Now = time.Now
	}
	if o.Rand == nil {
		o.Rand = rand.Reader
	}
	svc := &service{
		now:   o.Now,
		rand:  o.Rand,
		rings: make(map[string]*kmspb.KeyRing),
		keys:  make(map[string]*cryptoKey),
	}
	if o.File != "" {
		f, err := openFile(o.File)
		if err != nil {
			return nil, err
		}
		if err := f.load(svc); err != nil {
			f.close()
			return nil, err
		}
		svc.file = f
	}
	var opts []grpc.ServerOption
	if o.Intercept != nil {
		opts = append(opts, grpc.UnaryInterceptor(o.Intercept))
	}
	s := &Server{grpc: grpc.NewServer(opts...), service: svc}
	kmspb.RegisterKeyManagementServiceServer(s.grpc, svc)
	return s, nil
}

// Serve answers calls on l until Stop, and then returns nil. It closes l.
func (s *Server) Serve(l net.Listener) error {
	return s.grpc.Serve(l)
}

// Stop lets calls in flight finish for at most two seconds, closes every
// connection and releases the state file.
func (s *Server) Stop() {
	t := time.AfterFunc(stopGrace, s.grpc.Stop)
	defer t.Stop()
	s.grpc.GracefulStop()
	s.service.mu.Lock()
	defer s.service.mu.Unlock()
	s.service.stopped = true
	if s.service.file != nil {
		s.service.file.close()
	}
}

// EnsureKey creates the symmetric key name,
// projects/P/locations/L/keyRings/R/cryptoKeys/K, with its key ring and a first
// version, unless it exists.
func (s *Server) EnsureKey(name string) error {
	return s.service.ensureKey(name, kmspb.CryptoKey_ENCRYPT_DECRYPT, nil)
}

// EnsureSigningKey creates the Ed25519 key name with its key ring and a first
// version, unless it exists.
func (s *Server) EnsureSigningKey(name string) error {
	return s.service.ensureKey(name, kmspb.CryptoKey_ASYMMETRIC_SIGN, &kmspb.CryptoKeyVersionTemplate{Algorithm: kmspb.CryptoKeyVersion_EC_SIGN_ED25519})
}

// Calls returns how many Encrypt and Decrypt calls have reached the service,
// whatever their outcome. Those that Options.Intercept rejected don't count.
func (s *Server) Calls() (encrypts, decrypts int) {
	return int(s.service.encrypts.Load()), int(s.service.decrypts.Load())
}
