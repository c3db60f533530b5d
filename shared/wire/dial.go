package wire

import (
	"context"
	"crypto/tls"
	"fmt"
	"os"
	"slices"
	"time"

	"google.golang.org/grpc"
	"google.golang.org/grpc/backoff"
	"google.golang.org/grpc/credentials"
	"google.golang.org/grpc/credentials/insecure"
	"google.golang.org/grpc/credentials/oauth"
	"google.golang.org/grpc/keepalive"
)

const (
	// Endpoint is where Firestore is served.
	Endpoint = "firestore.googleapis.com:443"
	// Scope is what a token must be for: https://developers.google.com/identity/protocols/oauth2/scopes#firestore
	Scope = "https://www.googleapis.com/auth/datastore"
)

// Always returns what every connection to Firestore is opened with.
func Always() []grpc.DialOption {
	return []grpc.DialOption{
		// After an outage the client reconnects within about a second instead of gRPC's two
		// minutes.
		grpc.WithConnectParams(grpc.ConnectParams{
			Backoff:           backoff.Config{BaseDelay: 100 * time.Millisecond, Multiplier: 1.6, Jitter: 0.2, MaxDelay: time.Second},
			MinConnectTimeout: 5 * time.Second,
		}),
		// A connection whose peer has vanished silently is dropped. Google's front ends allow
		// one ping per 30 s.
		grpc.WithKeepaliveParams(keepalive.ClientParameters{Time: 30 * time.Second, Timeout: 5 * time.Second}),
	}
}

// Bursts returns options for who writes much and reads little: a reply may have a mebibyte,
// the size of the largest document, and gRPC doesn't find out by a ping after each whether
// it could take more.
func Bursts() []grpc.DialOption {
	return []grpc.DialOption{grpc.WithStaticStreamWindowSize(1 << 20), grpc.WithStaticConnWindowSize(1 << 20)}
}

// Dial begins to connect to Firestore by the credentials that the environment provides,
// or to the emulator that FIRESTORE_EMULATOR_HOST names. It doesn't wait for the connection.
func Dial(ctx context.Context, o ...grpc.DialOption) (*grpc.ClientConn, error) {
	return dial(ctx, Endpoint, &tls.Config{MinVersion: tls.VersionTLS12}, o...)
}

func dial(ctx context.Context, endpoint string, secure *tls.Config, o ...grpc.DialOption) (*grpc.ClientConn, error) {
	options := Emulator()
	if options != nil {
		endpoint = os.Getenv(emulatorHost)
	} else {
		tokens, err := oauth.NewApplicationDefault(ctx, Scope)
		if err != nil {
			return nil, fmt.Errorf("looking for the credentials of this process: %w", err)
		}
		options = []grpc.DialOption{grpc.WithTransportCredentials(credentials.NewTLS(secure)), grpc.WithPerRPCCredentials(tokens)}
	}
	conn, err := grpc.NewClient("passthrough:///"+endpoint,
		slices.Concat(options, Always(), []grpc.DialOption{grpc.WithDisableServiceConfig(), grpc.WithIdleTimeout(0)}, o)...)
	if err != nil {
		return nil, err
	}
	conn.Connect()
	return conn, nil
}

const emulatorHost = "FIRESTORE_EMULATOR_HOST"

// Emulator returns options for a connection to the emulator that FIRESTORE_EMULATOR_HOST
// names, nil if it names none.
func Emulator() []grpc.DialOption {
	if os.Getenv(emulatorHost) == "" {
		return nil
	}
	return []grpc.DialOption{grpc.WithTransportCredentials(insecure.NewCredentials()), grpc.WithPerRPCCredentials(owner{})}
}

// owner is the token that lets a client past the emulator's rules.
type owner struct{}

func (owner) GetRequestMetadata(context.Context, ...string) (map[string]string, error) {
	return map[string]string{"authorization": "Bearer owner"}, nil
}

func (owner) RequireTransportSecurity() bool { return false }
