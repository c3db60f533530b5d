package kms

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"os"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"cloud.google.com/go/kms/apiv1/kmspb"
	"google.golang.org/grpc"
	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/status"
	"google.golang.org/protobuf/types/known/fieldmaskpb"
	"google.golang.org/protobuf/types/known/wrapperspb"

	emulator "github.com/cleanslate-edu/cleanslate/emulators/kms"
	"github.com/cleanslate-edu/cleanslate/shared/domain"
)

const (
	ring    = "projects/p/locations/europe-west1/keyRings/r"
	session = ring + "/cryptoKeys/session"
	contact = ring + "/cryptoKeys/contact"
	path    = "sessions/k7ydn4ah5tqg2xb3"
)

var secret = []byte("the private key of a session")

// start serves a stand-in with the keys session and contact, and connects to
// it.
func start(t *testing.T, o emulator.Options) (*emulator.Server, *Client, string) {
	t.Helper()
	s, err := emulator.New(o)
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range []string{session, contact} {
		if err := s.EnsureKey(name); err != nil {
			t.Fatal(err)
		}
	}
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	done := make(chan error, 1)
	go func() { done <- s.Serve(l) }()
	t.Cleanup(func() {
		s.Stop()
		if err := <-done; err != nil {
			t.Errorf("Serve: %v", err)
		}
	})
	return s, connect(t, l.Addr().String()), l.Addr().String()
}

func connect(t *testing.T, addr string) *Client {
	t.Helper()
	c, err := dial(t.Context(), addr)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := c.Close(); err != nil {
			t.Error(err)
		}
	})
	return c
}

func wrap(t *testing.T, k *Key) []byte {
	t.Helper()
	w, err := k.Wrap(t.Context(), path, secret)
	if err != nil {
		t.Fatal(err)
	}
	return w
}

func unwrap(t *testing.T, k *Key, wrapped []byte) {
	t.Helper()
	got, err := k.Unwrap(t.Context(), path, wrapped)
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(got, secret) {
		t.Fatal("Unwrap returned something else than was wrapped")
	}
}

func TestRoundTrip(t *testing.T) {
	t.Parallel()
	s, c, _ := start(t, emulator.Options{})
	k := c.Key(session)
	for _, size := range []int{1, 32, 2400, MaxSecret} {
		secret := bytes.Repeat([]byte{0xa5}, size)
		path := strings.Repeat("p", min(size, MaxPath))
		w, err := k.Wrap(t.Context(), path, secret)
		if err != nil {
			t.Fatalf("%d bytes: %v", size, err)
		}
		if w[0] != 1 {
			t.Errorf("format version is %d, want 1", w[0])
		}
		if size > 1 && bytes.Contains(w, secret) {
			t.Errorf("%d bytes: wrapped in plain", size)
		}
		again, err := k.Wrap(t.Context(), path, secret)
		if err != nil || bytes.Equal(again, w) {
			t.Errorf("%d bytes: wrapping again: %v, or the same bytes", size, err)
		}
		got, err := k.Unwrap(t.Context(), path, w)
		if err != nil || !bytes.Equal(got, secret) {
			t.Errorf("%d bytes: Unwrap: %v, or other bytes", size, err)
		}
	}
	if e, d := s.Calls(); e != 8 || d != 4 {
		t.Errorf("%d Encrypt and %d Decrypt calls, want one for each: 8 and 4", e, d)
	}
}

func TestDialFollowsTheEnvironment(t *testing.T) {
	_, _, addr := start(t, emulator.Options{})
	t.Setenv("KMS_EMULATOR_HOST", addr)
	c, err := Dial(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	defer c.Close()
	unwrap(t, c.Key(session), wrap(t, c.Key(session)))
}

func TestArguments(t *testing.T) {
	t.Parallel()
	s, c, _ := start(t, emulator.Options{})
	tests := []struct {
		name, key, path string
		secret          []byte
	}{
		{"no secret", session, path, nil},
		{"secret too large", session, path, make([]byte, MaxSecret+1)},
		{"no path", session, "", secret},
		{"path too long", session, strings.Repeat("p", MaxPath+1), secret},
		{"no key", "", path, secret},
		{"key version for a key", session + "/cryptoKeyVersions/1", path, secret},
	}
	for _, tt := range tests {
		k := c.Key(tt.key)
		_, err := k.Wrap(t.Context(), tt.path, tt.secret)
		if err == nil {
			t.Errorf("%s: wrapped", tt.name)
		}
		silent(t, err)
		if tt.secret == nil || len(tt.secret) > MaxSecret {
			continue
		}
		if _, err := k.Unwrap(t.Context(), tt.path, wrap(t, c.Key(session))); err == nil || errors.Is(err, ErrCorrupt) {
			t.Errorf("%s: Unwrap: %v, want an error that does not call the secret corrupt", tt.name, err)
		}
	}
	if _, d := s.Calls(); d != 0 {
		t.Errorf("%d Decrypt calls, want 0", d)
	}
}

func TestUnwrapRefusesWhatWasNotWrappedHere(t *testing.T) {
	t.Parallel()
	s, c, _ := start(t, emulator.Options{})
	good := wrap(t, c.Key(session))
	change := func(f func(b []byte) []byte) []byte { return f(bytes.Clone(good)) }
	flip := func(i int) []byte {
		return change(func(b []byte) []byte { b[i] ^= 1; return b })
	}
	tests := []struct {
		name, key, path string
		wrapped         []byte
		calls           int // to KMS
	}{
		{"moved to another path", session, path + "x", good, 1},
		{"another key", contact, path, good, 1},
		{"format version 0", session, path, change(func(b []byte) []byte { b[0] = 0; return b }), 0},
		{"format version 2", session, path, change(func(b []byte) []byte { b[0] = 2; return b }), 0},
		{"empty", session, path, nil, 0},
		{"version byte only", session, path, good[:1], 0},
		{"first byte of the ciphertext", session, path, flip(1), 1},
		{"key version", session, path, flip(5), 1},
		{"body", session, path, flip(len(good) / 2), 1},
		{"tag", session, path, flip(len(good) - 1), 1},
		{"cut short", session, path, good[:len(good)-1], 1},
		{"byte added", session, path, change(func(b []byte) []byte { return append(b, 0) }), 1},
		{"too large", session, path, change(func(b []byte) []byte { return append(b, make([]byte, MaxSecret+2000)...) }), 0},
	}
	for _, tt := range tests {
		_, before := s.Calls()
		got, err := c.Key(tt.key).Unwrap(t.Context(), tt.path, tt.wrapped)
		if !errors.Is(err, ErrCorrupt) || got != nil {
			t.Errorf("%s: %v, want ErrCorrupt", tt.name, err)
		}
		silent(t, err)
		if _, after := s.Calls(); after-before != tt.calls {
			t.Errorf("%s: %d Decrypt calls, want %d", tt.name, after-before, tt.calls)
		}
	}
}

func TestRotatedKeyOpensWhatItWrappedBefore(t *testing.T) {
	t.Parallel()
	_, c, _ := start(t, emulator.Options{})
	k := c.Key(session)
	old := wrap(t, k)
	v, err := c.kms.CreateCryptoKeyVersion(t.Context(), &kmspb.CreateCryptoKeyVersionRequest{Parent: session})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := c.kms.UpdateCryptoKeyPrimaryVersion(t.Context(), &kmspb.UpdateCryptoKeyPrimaryVersionRequest{
		Name: session, CryptoKeyVersionId: "2",
	}); err != nil {
		t.Fatal(err)
	}
	unwrap(t, k, old)
	rotated := wrap(t, k)

	// What is wrapped now needs version 2, what was wrapped before does not.
	setState(t, c, v.Name, kmspb.CryptoKeyVersion_DISABLED)
	unwrap(t, k, old)
	if _, err := k.Unwrap(t.Context(), path, rotated); !errors.Is(err, ErrRefused) {
		t.Errorf("with the primary version disabled: %v, want ErrRefused", err)
	}
}

// silent fails the test if an error, which is logged, holds a path, which is of ids.
func silent(t *testing.T, err error) {
	t.Helper()
	if err != nil && strings.Contains(err.Error(), path) {
		t.Errorf("an error tells the path: %v", err)
	}
}

func setState(t *testing.T, c *Client, version string, state kmspb.CryptoKeyVersion_CryptoKeyVersionState) {
	t.Helper()
	if _, err := c.kms.UpdateCryptoKeyVersion(t.Context(), &kmspb.UpdateCryptoKeyVersionRequest{
		CryptoKeyVersion: &kmspb.CryptoKeyVersion{Name: version, State: state},
		UpdateMask:       &fieldmaskpb.FieldMask{Paths: []string{"state"}},
	}); err != nil {
		t.Fatal(err)
	}
}

func TestDisableDestroyRestore(t *testing.T) {
	t.Parallel()
	var clock atomic.Int64 // seconds
	clock.Store(time.Date(2026, 1, 31, 12, 0, 0, 0, time.UTC).Unix())
	_, c, _ := start(t, emulator.Options{Now: func() time.Time { return time.Unix(clock.Load(), 0) }})
	k := c.Key(session)
	w := wrap(t, k)
	version := session + "/cryptoKeyVersions/1"

	refused := func(when string) {
		t.Helper()
		_, err := k.Wrap(t.Context(), path, secret)
		if !errors.Is(err, ErrRefused) || !errors.Is(err, domain.ErrUnavailable) {
			t.Errorf("Wrap when %s: %v, want ErrRefused, which is answered 503", when, err)
		}
		silent(t, err)
		_, err = k.Unwrap(t.Context(), path, w)
		if !errors.Is(err, ErrRefused) {
			t.Errorf("Unwrap when %s: %v, want ErrRefused", when, err)
		}
		silent(t, err)
	}
	destroy := func() {
		t.Helper()
		if _, err := c.kms.DestroyCryptoKeyVersion(t.Context(), &kmspb.DestroyCryptoKeyVersionRequest{Name: version}); err != nil {
			t.Fatal(err)
		}
	}
	restore := func() error {
		_, err := c.kms.RestoreCryptoKeyVersion(t.Context(), &kmspb.RestoreCryptoKeyVersionRequest{Name: version})
		return err
	}

	setState(t, c, version, kmspb.CryptoKeyVersion_DISABLED)
	refused("disabled")
	setState(t, c, version, kmspb.CryptoKeyVersion_ENABLED)
	unwrap(t, k, w)

	destroy()
	refused("destruction is scheduled")
	clock.Add(30*24*3600 - 1)
	if err := restore(); err != nil {
		t.Fatal(err)
	}
	refused("restored, which is disabled")
	setState(t, c, version, kmspb.CryptoKeyVersion_ENABLED)
	unwrap(t, k, w)

	destroy()
	clock.Add(30 * 24 * 3600)
	refused("destroyed")
	if status.Code(restore()) != codes.FailedPrecondition {
		t.Error("a destroyed version was restored")
	}
}

// TestDamage damages requests and responses between client and server.
func TestDamage(t *testing.T) {
	t.Parallel()
	type interceptor = grpc.UnaryServerInterceptor
	request := func(f func(req any)) interceptor {
		return func(ctx context.Context, req any, _ *grpc.UnaryServerInfo, next grpc.UnaryHandler) (any, error) {
			f(req)
			return next(ctx, req)
		}
	}
	response := func(f func(resp any)) interceptor {
		return func(ctx context.Context, req any, _ *grpc.UnaryServerInfo, next grpc.UnaryHandler) (any, error) {
			resp, err := next(ctx, req)
			if err == nil {
				f(resp)
			}
			return resp, err
		}
	}
	encrypt := func(f func(*kmspb.EncryptRequest)) interceptor {
		return request(func(req any) { f(req.(*kmspb.EncryptRequest)) })
	}
	encrypted := func(f func(*kmspb.EncryptResponse)) interceptor {
		return response(func(resp any) { f(resp.(*kmspb.EncryptResponse)) })
	}
	decrypt := func(f func(*kmspb.DecryptRequest)) interceptor {
		return request(func(req any) { f(req.(*kmspb.DecryptRequest)) })
	}
	decrypted := func(f func(*kmspb.DecryptResponse)) interceptor {
		return response(func(resp any) { f(resp.(*kmspb.DecryptResponse)) })
	}
	tests := []struct {
		name   string
		unwrap bool
		damage interceptor
	}{
		{"plaintext on the way there", false, encrypt(func(r *kmspb.EncryptRequest) { r.Plaintext[3] ^= 1 })},
		{"path on the way there", false, encrypt(func(r *kmspb.EncryptRequest) { r.AdditionalAuthenticatedData[0] ^= 1 })},
		{"plaintext's checksum lost", false, encrypt(func(r *kmspb.EncryptRequest) { r.PlaintextCrc32C = nil })},
		{"path's checksum lost", false, encrypt(func(r *kmspb.EncryptRequest) { r.AdditionalAuthenticatedDataCrc32C = nil })},
		{"another key used", false, encrypt(func(r *kmspb.EncryptRequest) { r.Name = contact })},
		{"ciphertext on the way back", false, encrypted(func(r *kmspb.EncryptResponse) { r.Ciphertext[30] ^= 1 })},
		{"ciphertext lost", false, encrypted(func(r *kmspb.EncryptResponse) { r.Ciphertext = nil })},
		{"ciphertext's checksum", false, encrypted(func(r *kmspb.EncryptResponse) { r.CiphertextCrc32C.Value ^= 1 })},
		{"no checksum of the ciphertext", false, encrypted(func(r *kmspb.EncryptResponse) { r.CiphertextCrc32C = nil })},
		{"plaintext not verified", false, encrypted(func(r *kmspb.EncryptResponse) { r.VerifiedPlaintextCrc32C = false })},
		{"path not verified", false, encrypted(func(r *kmspb.EncryptResponse) { r.VerifiedAdditionalAuthenticatedDataCrc32C = false })},
		{"ciphertext on the way there", true, decrypt(func(r *kmspb.DecryptRequest) { r.Ciphertext[30] ^= 1 })},
		{"path on the way there, unwrapping", true, decrypt(func(r *kmspb.DecryptRequest) { r.AdditionalAuthenticatedData[0] ^= 1 })},
		{"plaintext on the way back", true, decrypted(func(r *kmspb.DecryptResponse) { r.Plaintext[3] ^= 1 })},
		{"plaintext lost", true, decrypted(func(r *kmspb.DecryptResponse) { r.Plaintext = nil })},
		{"plaintext's checksum", true, decrypted(func(r *kmspb.DecryptResponse) { r.PlaintextCrc32C = wrapperspb.Int64(7) })},
		{"no checksum of the plaintext", true, decrypted(func(r *kmspb.DecryptResponse) { r.PlaintextCrc32C = nil })},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			var armed atomic.Int32 // calls still to be damaged
			var calls atomic.Int32
			_, c, _ := start(t, emulator.Options{
				Intercept: func(ctx context.Context, req any, info *grpc.UnaryServerInfo, next grpc.UnaryHandler) (any, error) {
					calls.Add(1)
					if armed.Add(-1) >= 0 {
						return tt.damage(ctx, req, info, next)
					}
					return next(ctx, req)
				},
			})
			k := c.Key(session)
			good := wrap(t, k)
			do := func() ([]byte, error) {
				if tt.unwrap {
					return k.Unwrap(t.Context(), path, good)
				}
				return k.Wrap(t.Context(), path, secret)
			}

			calls.Store(0)
			armed.Store(mismatchAttempts - 1)
			got, err := do()
			armed.Store(0)
			if err != nil {
				t.Fatalf("damaged %d times: %v", mismatchAttempts-1, err)
			}
			if n := calls.Load(); n != mismatchAttempts {
				t.Errorf("%d calls, want %d", n, mismatchAttempts)
			}
			if tt.unwrap && !bytes.Equal(got, secret) {
				t.Error("unwrapped something else than was wrapped")
			}
			if !tt.unwrap {
				unwrap(t, k, got)
			}

			calls.Store(0)
			armed.Store(100)
			if got, err := do(); !errors.Is(err, ErrCorrupt) || got != nil {
				t.Errorf("damaged every time: %v, want ErrCorrupt and nothing returned", err)
			}
			if n := calls.Load(); n != mismatchAttempts {
				t.Errorf("%d calls, want %d", n, mismatchAttempts)
			}
		})
	}
}

func TestErrorKinds(t *testing.T) {
	t.Parallel()
	var code atomic.Uint32
	var calls atomic.Int32
	_, c, _ := start(t, emulator.Options{
		Intercept: func(ctx context.Context, req any, _ *grpc.UnaryServerInfo, next grpc.UnaryHandler) (any, error) {
			calls.Add(1)
			if code := codes.Code(code.Load()); code != codes.OK {
				// The most that a server's message could reveal.
				return nil, status.Errorf(code, "can't process %q", secret)
			}
			return next(ctx, req)
		},
	})
	k := c.Key(session)
	w := wrap(t, k)
	tests := []struct {
		code         codes.Code
		wrap, unwrap error
		calls        int32
	}{
		{codes.Unavailable, ErrUnavailable, ErrUnavailable, unavailableAttempts},
		{codes.ResourceExhausted, ErrUnavailable, ErrUnavailable, unavailableAttempts},
		{codes.DeadlineExceeded, ErrUnavailable, ErrUnavailable, 1},
		{codes.Internal, ErrUnavailable, ErrUnavailable, 1},
		{codes.Unknown, ErrUnavailable, ErrUnavailable, 1},
		{codes.Canceled, ErrUnavailable, ErrUnavailable, 1},
		{codes.PermissionDenied, ErrRefused, ErrRefused, 1},
		{codes.Unauthenticated, ErrRefused, ErrRefused, 1},
		{codes.FailedPrecondition, ErrRefused, ErrRefused, 1},
		{codes.NotFound, ErrRefused, ErrRefused, 1},
		{codes.Unimplemented, ErrRefused, ErrRefused, 1},
		{codes.InvalidArgument, ErrRefused, ErrCorrupt, 1},
	}
	for _, tt := range tests {
		code.Store(uint32(tt.code))
		check := func(what string, err, want error) {
			t.Helper()
			if !errors.Is(err, want) {
				t.Errorf("%s after %s: %v, want %v", what, tt.code, err, want)
				return
			}
			for e := err; e != nil; e = errors.Unwrap(e) {
				if strings.Contains(e.Error(), string(secret)) {
					t.Errorf("%s after %s: the error holds the secret", what, tt.code)
				}
			}
			silent(t, err)
			if !strings.Contains(err.Error(), session) {
				t.Errorf("%s after %s: %v: does not name the key", what, tt.code, err)
			}
			if n := calls.Swap(0); n != tt.calls {
				t.Errorf("%s after %s: %d calls, want %d", what, tt.code, n, tt.calls)
			}
		}
		calls.Store(0)
		_, err := k.Wrap(t.Context(), path, secret)
		check("Wrap", err, tt.wrap)
		if tt.code == codes.ResourceExhausted {
			continue // the same retries again would only take time
		}
		_, err = k.Unwrap(t.Context(), path, w)
		check("Unwrap", err, tt.unwrap)
	}
	code.Store(uint32(codes.OK))
	unwrap(t, k, w)
}

func TestMissingKeyIsRefused(t *testing.T) {
	t.Parallel()
	_, c, _ := start(t, emulator.Options{})
	if _, err := c.Key(ring+"/cryptoKeys/nosuch").Wrap(t.Context(), path, secret); !errors.Is(err, ErrRefused) {
		t.Errorf("%v, want ErrRefused", err)
	}
}

func TestDeadlines(t *testing.T) {
	t.Parallel()
	var block atomic.Bool
	var left atomic.Int64
	_, c, _ := start(t, emulator.Options{
		Intercept: func(ctx context.Context, req any, _ *grpc.UnaryServerInfo, next grpc.UnaryHandler) (any, error) {
			if d, ok := ctx.Deadline(); ok {
				left.Store(int64(time.Until(d)))
			}
			if block.Load() {
				<-ctx.Done()
			}
			return next(ctx, req)
		},
	})
	k := c.Key(session)
	w := wrap(t, k)
	if d := time.Duration(left.Load()); d <= callTimeout/2 || d > callTimeout {
		t.Errorf("a call without a deadline was given %v, want about %v", d, callTimeout)
	}

	block.Store(true)
	ctx, cancel := context.WithTimeout(t.Context(), 50*time.Millisecond)
	defer cancel()
	began := time.Now()
	if _, err := k.Unwrap(ctx, path, w); !errors.Is(err, ErrUnavailable) || !errors.Is(err, context.DeadlineExceeded) {
		t.Errorf("%v, want ErrUnavailable and context.DeadlineExceeded", err)
	}
	if d := time.Since(began); d > 5*time.Second {
		t.Errorf("took %v with a deadline of 50 ms", d)
	}

	ctx, cancel = context.WithCancel(t.Context())
	cancel()
	if _, err := k.Wrap(ctx, path, secret); !errors.Is(err, ErrUnavailable) || !errors.Is(err, context.Canceled) {
		t.Errorf("%v, want ErrUnavailable and context.Canceled", err)
	}
}

func TestServerAwayAndBack(t *testing.T) {
	t.Parallel()
	file := t.TempDir() + "/kms.json"
	s, _, addr := start(t, emulator.Options{File: file})
	c := connect(t, addr)
	k := c.Key(session)
	w := wrap(t, k)
	s.Stop()
	if _, err := k.Unwrap(t.Context(), path, w); !errors.Is(err, ErrUnavailable) {
		t.Fatalf("with the server away: %v, want ErrUnavailable", err)
	}

	s, err := emulator.New(emulator.Options{File: file})
	if err != nil {
		t.Fatal(err)
	}
	defer s.Stop()
	l, err := net.Listen("tcp", addr)
	if err != nil {
		t.Skipf("the port was taken meanwhile: %v", err)
	}
	go s.Serve(l)
	ctx, cancel := context.WithTimeout(t.Context(), 20*time.Second)
	defer cancel()
	for {
		got, err := k.Unwrap(ctx, path, w)
		if err == nil && bytes.Equal(got, secret) {
			return
		}
		if !errors.Is(err, ErrUnavailable) || ctx.Err() != nil {
			t.Fatalf("with the server back: %v", err)
		}
	}
}

func TestConcurrentUse(t *testing.T) {
	t.Parallel()
	_, c, _ := start(t, emulator.Options{})
	var wg sync.WaitGroup
	for i := range 8 {
		wg.Go(func() {
			k := c.Key(session)
			path, secret := fmt.Sprintf("sessions/%d", i), []byte(fmt.Sprintf("secret %d", i))
			for range 20 {
				w, err := k.Wrap(t.Context(), path, secret)
				if err != nil {
					t.Error(err)
					return
				}
				if got, err := k.Unwrap(t.Context(), path, w); err != nil || !bytes.Equal(got, secret) {
					t.Errorf("Unwrap: %v, or other bytes", err)
					return
				}
			}
		})
	}
	wg.Wait()
}

// TestNothingIsLogged turns on the Google client's debug log, which prints whole
// requests and responses.
func TestNothingIsLogged(t *testing.T) {
	t.Setenv("GOOGLE_SDK_GO_LOGGING_LEVEL", "debug")
	r, w, err := os.Pipe()
	if err != nil {
		t.Fatal(err)
	}
	stdout, stderr := os.Stdout, os.Stderr
	os.Stdout, os.Stderr = w, w
	defer func() { os.Stdout, os.Stderr = stdout, stderr }()
	logged := make(chan []byte)
	go func() {
		b, _ := io.ReadAll(r)
		logged <- b
	}()

	_, c, _ := start(t, emulator.Options{})
	unwrap(t, c.Key(session), wrap(t, c.Key(session)))

	os.Stdout, os.Stderr = stdout, stderr
	w.Close()
	if b := <-logged; len(b) > 0 {
		t.Errorf("%d bytes were logged, want none", len(b))
	}
}
