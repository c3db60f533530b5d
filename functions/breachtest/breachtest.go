// Package breachtest runs the functions of a breach (incident, breach and notify) with
// what their tests share: schools, an incident, a mail server, and messages that come
// late, again, at the same time, or not at all.
//
// Tests of the three functions call it, functions never do. Nothing in it stands in for a
// function or for the store: it uses Google's Firestore emulator and the Cloud KMS, Auth0
// and mail stand-ins, and checks every exchange against the OpenAPI document. It must
// never be given a project that is not the test's own.
package breachtest

import (
	"flag"
	"fmt"
	"os"
	"runtime"
	"strconv"
	"testing"
	"time"

	"github.com/cleanslate-edu/cleanslate/emulators/auth0"
	"github.com/cleanslate-edu/cleanslate/emulators/kms"
	"github.com/cleanslate-edu/cleanslate/functions/functiontest"
)

// services are what all Worlds of a process share. The provider's clock stands still:
// whoever asks for a token says when it expires and when its second factor was given.
var services struct {
	kms    *kms.Server
	people *auth0.Provider
	issuer string
}

// Main runs the tests of a package. Its TestMain calls it and exits with the result.
func Main(m *testing.M) int {
	flag.Parse()
	err := start()
	// The tests wait for an emulator more than they compute.
	if err == nil && flag.Lookup("test.parallel").Value.String() == strconv.Itoa(runtime.GOMAXPROCS(0)) {
		err = flag.Set("test.parallel", strconv.Itoa(4*runtime.GOMAXPROCS(0)))
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		return 1
	}
	return m.Run()
}

func start() (err error) {
	if services.kms, err = functiontest.Emulators(); err != nil {
		return err
	}
	services.people, services.issuer, err = functiontest.SignIn(auth0.Options{Users: people, Now: func() time.Time { return Monday }})
	return err
}
