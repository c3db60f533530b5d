// Package kms wraps and unwraps small secrets (session private keys, member,
// request and contact keys) with Google Cloud KMS, so that the vault holds
// nothing that opens anything without a call that KMS may refuse and has logged.
//
// It is called by the functions that may decrypt, through the narrow interfaces
// they declare. The join and answer functions must not link it. It must never
// log, and its errors never hold what was wrapped: they say which key, which
// path, and what kind of failure.
//
// A wrapped secret is a format version byte followed by the ciphertext that KMS
// returned, which names the key version itself: rotating the key needs nothing
// here. The path in the vault is authenticated with it, so a value that is
// moved elsewhere does not open.
package kms

import (
	"context"
	"errors"
	"fmt"
	"hash/crc32"
	"log/slog"
	"os"
	"regexp"
	"strings"
	"time"

	kms "cloud.google.com/go/kms/apiv1"
	"cloud.google.com/go/kms/apiv1/kmspb"
	"github.com/googleapis/gax-go/v2"
	"google.golang.org/api/option"
	"google.golang.org/grpc"
	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/credentials/insecure"
	"google.golang.org/grpc/status"
	"google.golang.org/protobuf/types/known/wrapperspb"

	"github.com/cleanslate-edu/cleanslate/shared/domain"
)

// Kinds of failure. Every error of Wrap and Unwrap wraps one of them, but for
// arguments that no key or path could have. None holds a path, since paths are of
// ids and errors are logged.
var (
	// ErrUnavailable: KMS did not answer in time or could not serve. The
	// same call may succeed later.
	ErrUnavailable error = failure("key management service")

	// ErrRefused: KMS will not use this key for this caller: permission is missing, or
	// the key is disabled, destroyed or not there. Somebody has to act before it works.
	// To the caller it looks the same: it doesn't work now, and nothing is wrong with the
	// request.
	ErrRefused error = failure("key management service refuses the key")

	// ErrCorrupt: the wrapped secret does not open under this key and path or
	// has an unknown format, or requests or responses kept arriving damaged.
	ErrCorrupt = errors.New("secret is damaged or belongs elsewhere")
)

// A failure is one of Cloud KMS, which log lines name in the field cause (package
// logging, Error).
type failure string

func (f failure) Error() string { return string(f) + ": " + domain.ErrUnavailable.Error() }

func (failure) Unwrap() error { return domain.ErrUnavailable }

// LogCause returns what the alert "key-service" counts (terraform/service/failures.tf).
func (failure) LogCause() string { return "kms" }

// Sizes in bytes.
const (
	// MaxSecret is the largest secret: EncryptRequest.plaintext.
	MaxSecret = 64 << 10
	// MaxPath is the longest path: the longest name of a Firestore document,
	// https://cloud.google.com/firestore/quotas.
	MaxPath = 6 << 10

	maxWrapped = 1 + MaxSecret + 1<<10 // what KMS adds is under a hundred bytes
)

// format is the first byte of a wrapped secret.
const format = 0x01

const (
	// callTimeout bounds Wrap and Unwrap, all attempts together, unless the
	// caller's context ends sooner.
	callTimeout = 10 * time.Second

	// How often a call is made while KMS is unavailable, and how often while
	// checksums don't match: "a limited number of times",
	// https://cloud.google.com/kms/docs/data-integrity-guidelines.
	unavailableAttempts = 5
	mismatchAttempts    = 3
)

// Client is a connection to Cloud KMS. Its methods and those of its keys may be
// called concurrently.
type Client struct {
	kms *kms.KeyManagementClient
}

// Dial prepares a connection with the application's default credentials, or to
// the stand-in at KMS_EMULATOR_HOST (host:port, without TLS) if that is set. It
// does not wait for the server.
func Dial(ctx context.Context, o ...option.ClientOption) (*Client, error) {
	return dial(ctx, os.Getenv("KMS_EMULATOR_HOST"), o...)
}

func dial(ctx context.Context, emulator string, o ...option.ClientOption) (*Client, error) {
	opts := []option.ClientOption{
		// With GOOGLE_SDK_GO_LOGGING_LEVEL=debug the client would log every
		// request and response, plaintext included.
		option.WithLogger(slog.New(slog.DiscardHandler)),
	}
	if emulator != "" {
		opts = append(opts,
			option.WithEndpoint(emulator),
			option.WithoutAuthentication(),
			option.WithGRPCDialOption(grpc.WithTransportCredentials(insecure.NewCredentials())),
		)
	}
	c, err := kms.NewKeyManagementClient(ctx, append(opts, o...)...)
	if err != nil {
		return nil, fmt.Errorf("connecting to Cloud KMS: %w", err)
	}
	return &Client{kms: c}, nil
}

// Close ends the connection. No call may be in flight.
func (c *Client) Close() error {
	if err := c.kms.Close(); err != nil {
		return fmt.Errorf("closing the connection to Cloud KMS: %w", err)
	}
	return nil
}

// Key returns the symmetric key name,
// projects/P/locations/L/keyRings/R/cryptoKeys/K, where P is the project's id
// and not its number. Whether it exists shows at its first use.
func (c *Client) Key(name string) *Key {
	return &Key{kms: c.kms, name: name}
}

// Key wraps and unwraps small secrets with one Cloud KMS key.
type Key struct {
	kms  *kms.KeyManagementClient
	name string
}

// Wrap encrypts plaintext, 1 to MaxSecret bytes, for the vault document at
// path, 1 to MaxPath bytes, with the key's primary version. It makes one call.
func (k *Key) Wrap(ctx context.Context, path string, plaintext []byte) ([]byte, error) {
	if err := k.check(path); err != nil {
		return nil, fmt.Errorf("wrapping: %w", err)
	}
	if len(plaintext) == 0 || len(plaintext) > MaxSecret {
		return nil, fmt.Errorf("wrapping: secret has %d bytes, must have 1 to %d", len(plaintext), MaxSecret)
	}
	req := &kmspb.EncryptRequest{
		Name:                              k.name,
		Plaintext:                         plaintext,
		PlaintextCrc32C:                   checksum(plaintext),
		AdditionalAuthenticatedData:       []byte(path),
		AdditionalAuthenticatedDataCrc32C: checksum([]byte(path)),
	}
	var resp *kmspb.EncryptResponse
	err := call(ctx, ErrRefused, func(ctx context.Context) (err error) {
		resp, err = k.kms.Encrypt(ctx, req, retry)
		return err
	}, func() bool {
		// The version's name says which key was really used.
		return strings.HasPrefix(resp.GetName(), k.name+"/cryptoKeyVersions/") &&
			resp.GetVerifiedPlaintextCrc32C() &&
			resp.GetVerifiedAdditionalAuthenticatedDataCrc32C() &&
			matches(resp.GetCiphertext(), resp.GetCiphertextCrc32C())
	})
	if err != nil {
		return nil, fmt.Errorf("wrapping with %s: %w", k.name, err)
	}
	return append([]byte{format}, resp.GetCiphertext()...), nil
}

// Unwrap decrypts what Wrap made for the same path with any version of the key
// that is enabled. It makes one call.
func (k *Key) Unwrap(ctx context.Context, path string, wrapped []byte) ([]byte, error) {
	if err := k.check(path); err != nil {
		return nil, fmt.Errorf("unwrapping: %w", err)
	}
	if len(wrapped) < 2 || len(wrapped) > maxWrapped {
		return nil, fmt.Errorf("unwrapping: %w: it has %d bytes", ErrCorrupt, len(wrapped))
	}
	if wrapped[0] != format {
		return nil, fmt.Errorf("unwrapping: %w: its format version %d is unknown", ErrCorrupt, wrapped[0])
	}
	req := &kmspb.DecryptRequest{
		Name:                              k.name,
		Ciphertext:                        wrapped[1:],
		CiphertextCrc32C:                  checksum(wrapped[1:]),
		AdditionalAuthenticatedData:       []byte(path),
		AdditionalAuthenticatedDataCrc32C: checksum([]byte(path)),
	}
	var resp *kmspb.DecryptResponse
	err := call(ctx, ErrCorrupt, func(ctx context.Context) (err error) {
		resp, err = k.kms.Decrypt(ctx, req, retry)
		return err
	}, func() bool {
		// DecryptResponse has no verified flags: a request that was damaged
		// does not open.
		return matches(resp.GetPlaintext(), resp.GetPlaintextCrc32C())
	})
	if err != nil {
		return nil, fmt.Errorf("unwrapping with %s: %w", k.name, err)
	}
	return resp.GetPlaintext(), nil
}

var keyName = regexp.MustCompile(`^projects/[^/]+/locations/[^/]+/keyRings/[^/]+/cryptoKeys/[^/]+$`)

// check keeps a mistaken configuration from looking like a damaged secret: KMS
// answers INVALID_ARGUMENT to both.
func (k *Key) check(path string) error {
	if !keyName.MatchString(k.name) {
		return fmt.Errorf("key name %q is not projects/P/locations/L/keyRings/R/cryptoKeys/K", k.name)
	}
	if path == "" || len(path) > MaxPath {
		return fmt.Errorf("path has %d bytes, must have 1 to %d", len(path), MaxPath)
	}
	return nil
}

// retry replaces the client's policy, which goes on until the deadline.
var retry = gax.WithRetry(func() gax.Retryer {
	return &retryer{
		left: unavailableAttempts - 1,
		Retryer: gax.OnCodes([]codes.Code{codes.Unavailable, codes.ResourceExhausted}, gax.Backoff{
			Initial:    100 * time.Millisecond,
			Max:        2 * time.Second,
			Multiplier: 2,
		}),
	}
})

// retryer retries a limited number of times.
type retryer struct {
	gax.Retryer
	left int
}

func (r *retryer) Retry(err error) (time.Duration, bool) {
	if r.left == 0 {
		return 0, false
	}
	r.left--
	return r.Retryer.Retry(err)
}

// call makes one call to KMS, and repeats it while the request or the response
// arrives damaged. Its error is one of this package's kinds, invalid if KMS finds the
// argument invalid, and holds no message from outside, which might
// contain the plaintext.
func call(ctx context.Context, invalid error, do func(context.Context) error, intact func() bool) error {
	ctx, cancel := context.WithTimeout(ctx, callTimeout)
	defer cancel()
	for range mismatchAttempts {
		err := do(ctx)
		if err == nil && intact() {
			return nil
		}
		if err != nil && !damaged(err) {
			return kind(ctx, invalid, err)
		}
	}
	return fmt.Errorf("%w: checksums did not match in %d attempts", ErrCorrupt, mismatchAttempts)
}

// damaged reports whether KMS found that a field of the request does not match
// its checksum. The code alone does not tell; the text is the documented one:
// https://cloud.google.com/kms/docs/data-integrity-guidelines.
func damaged(err error) bool {
	return status.Code(err) == codes.InvalidArgument && strings.Contains(status.Convert(err).Message(), "The checksum in field")
}

func kind(ctx context.Context, invalid, err error) error {
	if ctx.Err() != nil {
		// So that callers can tell that it was they who gave up.
		return fmt.Errorf("%w: %w", ErrUnavailable, ctx.Err())
	}
	switch code := status.Code(err); code {
	case codes.InvalidArgument:
		return fmt.Errorf("%w (%s)", invalid, code)
	case codes.PermissionDenied, codes.Unauthenticated, codes.FailedPrecondition, codes.NotFound, codes.Unimplemented:
		return fmt.Errorf("%w (%s)", ErrRefused, code)
	default:
		return fmt.Errorf("%w (%s)", ErrUnavailable, code)
	}
}

var castagnoli = crc32.MakeTable(crc32.Castagnoli)

func checksum(b []byte) *wrapperspb.Int64Value {
	return wrapperspb.Int64(int64(crc32.Checksum(b, castagnoli)))
}

func matches(b []byte, sum *wrapperspb.Int64Value) bool {
	return sum != nil && sum.Value == checksum(b).Value
}
