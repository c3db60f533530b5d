package kms

import (
	"fmt"
	"io"
	"maps"
	"slices"
	"sync"
	"sync/atomic"
	"time"

	"cloud.google.com/go/kms/apiv1/kmspb"
	"google.golang.org/genproto/googleapis/rpc/errdetails"
	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/status"
	"google.golang.org/protobuf/proto"
	"google.golang.org/protobuf/types/known/timestamppb"
)

// Limits that keep a runaway client from filling the memory. The real service
// has quotas instead.
const (
	maxRings    = 100_000
	maxKeys     = 100_000
	maxVersions = 10_000 // of one key
)

// secretSize is the size of key material in bytes: an AES-256 key or an
// Ed25519 seed.
const secretSize = 32

// idSize is the size in bytes of the identifier by which a ciphertext names the
// version that made it.
const idSize = 16

// service implements the RPCs. Those not implemented here return UNIMPLEMENTED.
type service struct {
	kmspb.UnimplementedKeyManagementServiceServer

	now  func() time.Time
	file *file // nil if in memory only

	encrypts, decrypts atomic.Int64

	mu      sync.Mutex
	rand    io.Reader
	rings   map[string]*kmspb.KeyRing
	keys    map[string]*cryptoKey
	due     time.Time // of the next rotation or destruction; zero if none
	dirty   bool      // a change is not in the file yet
	stopped bool
}

type cryptoKey struct {
	pb       *kmspb.CryptoKey // without Primary
	primary  int              // number of the primary version; 0 if none
	versions []*version       // number n is versions[n-1]
}

type version struct {
	pb     *kmspb.CryptoKeyVersion
	id     [idSize]byte // random: no two versions of any keys share one
	secret []byte       // nil once destroyed
}

// proto returns a copy of k that may be sent while k changes.
func (k *cryptoKey) proto() *kmspb.CryptoKey {
	c := proto.CloneOf(k.pb)
	if k.primary > 0 {
		c.Primary = k.versions[k.primary-1].proto()
	}
	return c
}

func (v *version) proto() *kmspb.CryptoKeyVersion {
	return proto.CloneOf(v.pb)
}

func (v *version) enabled() bool {
	return v.pb.State == kmspb.CryptoKeyVersion_ENABLED
}

// enter locks s and applies what is due. On success the caller unlocks.
//
// A change that could not be written to the file is retried here, so that no
// response is based on a state that a restart would lose.
func (s *service) enter() error {
	s.mu.Lock()
	err := s.settle()
	if err != nil {
		s.mu.Unlock()
	}
	return err
}

// settle carries out the rotations and destructions that are due.
func (s *service) settle() error {
	if s.stopped {
		return status.Error(codes.Unavailable, "the server has stopped")
	}
	now := s.now()
	if !s.due.IsZero() && !now.Before(s.due) {
		for _, name := range slices.Sorted(maps.Keys(s.keys)) {
			k := s.keys[name]
			for _, v := range k.versions {
				if v.pb.State == kmspb.CryptoKeyVersion_DESTROY_SCHEDULED && !now.Before(v.pb.DestroyTime.AsTime()) {
					v.destroy()
				}
			}
			if next := k.pb.NextRotationTime; next != nil && !now.Before(next.AsTime()) {
				if err := s.rotate(k, now); err != nil {
					return err
				}
			}
		}
		s.dirty = true
	}
	if s.dirty {
		return s.changed()
	}
	return nil
}

// rotate creates a new primary version, a single one however many rotations a
// moved clock has skipped.
func (s *service) rotate(k *cryptoKey, now time.Time) error {
	n, err := s.addVersion(k, now)
	if err != nil {
		return err
	}
	k.primary = n
	next := k.pb.NextRotationTime.AsTime()
	k.pb.NextRotationTime = nil
	if period := k.pb.GetRotationPeriod().AsDuration(); period > 0 {
		skipped := now.Sub(next)/period + 1
		k.pb.NextRotationTime = timestamppb.New(next.Add(skipped * period))
	}
	return nil
}

// changed records that the state has changed: every RPC that changes it ends
// here.
func (s *service) changed() error {
	s.dirty = true
	s.schedule()
	if s.file != nil {
		if err := s.file.save(s); err != nil {
			return status.Errorf(codes.Internal, "saving the state: %v", err)
		}
	}
	s.dirty = false
	return nil
}

// schedule computes when settle next has something to do.
func (s *service) schedule() {
	s.due = time.Time{}
	for _, k := range s.keys {
		s.dueBy(k.pb.NextRotationTime)
		for _, v := range k.versions {
			s.dueBy(v.pb.DestroyTime)
		}
	}
}

func (s *service) dueBy(t *timestamppb.Timestamp) {
	if t != nil && (s.due.IsZero() || t.AsTime().Before(s.due)) {
		s.due = t.AsTime()
	}
}

// random returns n random bytes.
func (s *service) random(n int) ([]byte, error) {
	b := make([]byte, n)
	if _, err := io.ReadFull(s.rand, b); err != nil {
		return nil, status.Errorf(codes.Internal, "reading random bytes: %v", err)
	}
	return b, nil
}

func (s *service) key(name string) (*cryptoKey, error) {
	if !keyName.MatchString(name) {
		return nil, badName(name, keyFormat)
	}
	k, ok := s.keys[name]
	if !ok {
		return nil, notFound("CryptoKey", name)
	}
	return k, nil
}

func (s *service) version(name string) (*cryptoKey, *version, error) {
	key, n, ok := splitVersion(name)
	if !ok {
		return nil, nil, badName(name, versionFormat)
	}
	k := s.keys[key]
	if k == nil || n > len(k.versions) {
		return nil, nil, notFound("CryptoKeyVersion", name)
	}
	return k, k.versions[n-1], nil
}

func notFound(kind, name string) error {
	return status.Errorf(codes.NotFound, "%s %s not found.", kind, name)
}

func alreadyExists(kind, name string) error {
	return status.Errorf(codes.AlreadyExists, "%s %s already exists.", kind, name)
}

func invalid(format string, args ...any) error {
	return status.Errorf(codes.InvalidArgument, format, args...)
}

func unsupported(format string, args ...any) error {
	return status.Errorf(codes.Unimplemented, "not supported by this stand-in: "+format, args...)
}

// notEnabled returns the error for the use of a disabled version, with the real
// service's text and detail.
func notEnabled(v *version) error {
	st := status.Newf(codes.FailedPrecondition, "%s is not enabled, current state is: %s.", v.pb.Name, v.pb.State)
	detailed, err := st.WithDetails(&errdetails.PreconditionFailure{
		Violations: []*errdetails.PreconditionFailure_Violation{{
			Type:    fmt.Sprintf("KEY_%s", v.pb.State),
			Subject: v.pb.Name,
		}},
	})
	if err != nil {
		return st.Err()
	}
	return detailed.Err()
}

// wrongState returns the error for a change of state that isn't allowed, with
// the real service's text.
func wrongState(v *version) error {
	return status.Errorf(codes.FailedPrecondition,
		"The request cannot be fulfilled. Resource %s has value %s in field crypto_key_version.state.", v.pb.Name, v.pb.State)
}

func wrongPurpose(k *cryptoKey) error {
	return status.Errorf(codes.FailedPrecondition, "%s has purpose %s, which does not allow this operation.", k.pb.Name, k.pb.Purpose)
}
