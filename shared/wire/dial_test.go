package wire

import (
	"context"
	"crypto/rand"
	"crypto/rsa"
	"crypto/tls"
	"crypto/x509"
	"encoding/json"
	"encoding/pem"
	"fmt"
	"net"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"reflect"
	"testing"
	"time"

	"cloud.google.com/go/firestore/apiv1/firestorepb"
	"google.golang.org/grpc"
	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/credentials"
	"google.golang.org/grpc/metadata"
	"google.golang.org/grpc/status"
)

// recorded is a Firestore that notes the headers of the last commit.
type recorded struct {
	firestorepb.UnimplementedFirestoreServer
	header metadata.MD
}

func (r *recorded) Commit(ctx context.Context, _ *firestorepb.CommitRequest) (*firestorepb.CommitResponse, error) {
	r.header, _ = metadata.FromIncomingContext(ctx)
	return new(firestorepb.CommitResponse), nil
}

// serve serves a Firestore on loopback until the test ends.
func serve(t *testing.T, o ...grpc.ServerOption) (r *recorded, address string) {
	t.Helper()
	l, err := new(net.ListenConfig).Listen(t.Context(), "tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	r = new(recorded)
	server := grpc.NewServer(o...)
	firestorepb.RegisterFirestoreServer(server, r)
	go server.Serve(l)
	t.Cleanup(server.Stop)
	return r, l.Addr().String()
}

// signedIn makes this process a service account's, whose tokens come from a server of the
// test's.
func signedIn(t *testing.T) {
	t.Helper()
	tokens := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Content-Type", "application/json")
		fmt.Fprint(w, `{"access_token":"abc","token_type":"Bearer","expires_in":3600}`)
	}))
	t.Cleanup(tokens.Close)
	key, err := rsa.GenerateKey(rand.Reader, 2048)
	if err != nil {
		t.Fatal(err)
	}
	account, err := json.Marshal(map[string]string{
		"type": "service_account", "client_email": "fn-answer@test.example", "token_uri": tokens.URL,
		"private_key": string(pem.EncodeToMemory(&pem.Block{Type: "RSA PRIVATE KEY", Bytes: x509.MarshalPKCS1PrivateKey(key)})),
	})
	if err != nil {
		t.Fatal(err)
	}
	file := filepath.Join(t.TempDir(), "account.json")
	if err := os.WriteFile(file, account, 0o600); err != nil {
		t.Fatal(err)
	}
	t.Setenv("GOOGLE_APPLICATION_CREDENTIALS", file)
}

// commit makes a call by what dial returns.
func commit(t *testing.T, dial func() (*grpc.ClientConn, error)) error {
	t.Helper()
	p := NewPool("school", "vault", func() (Conn, error) { return dial() })
	t.Cleanup(func() {
		if err := p.Close(); err != nil {
			t.Error(err)
		}
	})
	ctx, cancel := context.WithTimeout(t.Context(), 10*time.Second)
	defer cancel()
	return p.Create(ctx, "a/b", nil)
}

// In the cloud the process's own token is sent, over TLS and to nobody but Google, with
// the headers by which a call finds its database.
func TestDialAsInTheCloud(t *testing.T) {
	t.Setenv(emulatorHost, "")
	signedIn(t)
	web := httptest.NewUnstartedServer(nil) // for its certificate
	web.StartTLS()
	t.Cleanup(web.Close)
	server, address := serve(t, grpc.Creds(credentials.NewTLS(&tls.Config{Certificates: web.TLS.Certificates, NextProtos: []string{"h2"}})))
	trusted := x509.NewCertPool()
	trusted.AddCert(web.Certificate())

	if err := commit(t, func() (*grpc.ClientConn, error) {
		return dial(t.Context(), address, &tls.Config{RootCAs: trusted})
	}); err != nil {
		t.Fatal(err)
	}
	for name, want := range map[string]string{
		"authorization":                "Bearer abc",
		"google-cloud-resource-prefix": "projects/school/databases/vault",
		"x-goog-request-params":        "project_id=school&database_id=vault",
	} {
		if got := server.header[name]; !reflect.DeepEqual(got, []string{want}) {
			t.Errorf("%s is %q, want %q", name, got, want)
		}
	}

	server.header = nil
	if err := commit(t, func() (*grpc.ClientConn, error) {
		return dial(t.Context(), address, new(tls.Config))
	}); status.Code(err) != codes.Unavailable || server.header != nil {
		t.Errorf("a server that isn't Google's: %v, and got %v", err, server.header)
	}
}

func TestDialTheEmulator(t *testing.T) {
	server, address := serve(t)
	t.Setenv(emulatorHost, address)
	if err := commit(t, func() (*grpc.ClientConn, error) { return Dial(t.Context()) }); err != nil {
		t.Fatal(err)
	}
	if got := server.header["authorization"]; !reflect.DeepEqual(got, []string{"Bearer owner"}) {
		t.Errorf("authorization is %q", got)
	}
}

// Without credentials a function says so when it starts.
func TestDialWithoutCredentials(t *testing.T) {
	t.Setenv(emulatorHost, "")
	t.Setenv("GOOGLE_APPLICATION_CREDENTIALS", filepath.Join(t.TempDir(), "none.json"))
	if _, err := Dial(t.Context()); err == nil {
		t.Error("dialled without credentials")
	}
}
