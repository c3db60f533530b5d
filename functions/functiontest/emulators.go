package functiontest

import (
	"context"
	"log/slog"
	"net"
	"net/http"
	"os"
	"sync"

	"github.com/cleanslate-edu/cleanslate/emulators/auth0"
	"github.com/cleanslate-edu/cleanslate/emulators/firestore"
	"github.com/cleanslate-edu/cleanslate/emulators/kms"
	"github.com/cleanslate-edu/cleanslate/shared/auth"
)

// Audience is the API that access tokens are for.
const Audience = "https://api.cleanslate.test"

// Emulators starts Firestore's emulator and the Cloud KMS stand-in, once, and puts their
// addresses into the environment. They end with the process.
var Emulators = sync.OnceValues(func() (*kms.Server, error) {
	slog.SetLogLoggerLevel(slog.LevelWarn) // no line for each request
	if _, err := firestore.Ensure(context.Background()); err != nil {
		return nil, err
	}
	keys, err := kms.New(kms.Options{})
	if err != nil {
		return nil, err
	}
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return nil, err
	}
	go keys.Serve(l)
	return keys, os.Setenv("KMS_EMULATOR_HOST", l.Addr().String())
})

// SignIn starts an Auth0 stand-in whose tokens are for Audience, and returns its issuer.
// It ends with the process.
func SignIn(o auth0.Options) (provider *auth0.Provider, issuer string, err error) {
	o.Clients, o.Audiences = []auth0.Client{{ID: "test"}}, []string{Audience}
	o.MFAClaim, o.AddressClaim = auth.MFAClaim, auth.AddressClaim
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return nil, "", err
	}
	issuer = "http://" + l.Addr().String()
	if provider, err = auth0.New(issuer, o); err != nil {
		return nil, "", err
	}
	go http.Serve(l, provider)
	return provider, issuer, nil
}
