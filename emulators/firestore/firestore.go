// Package firestore starts, awaits and stops Google's Firestore emulator, and offers what its clients can't do:
// exports, imports, clearing, and listing every document of a database.
//
// The local stack calls Start; a test that needs Firestore calls Ensure. It is for development only: the emulator
// authenticates nobody and keeps everything in memory. It must never be pointed at a real project, and has no way to
// be.
//
// What the emulator doesn't show: contention, throughput, durability, index exemptions, time-to-live policies and IAM.
// It accepts requests of 4 MiB where the cloud accepts 10.
package firestore

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"time"

	"github.com/cleanslate-edu/cleanslate/emulators/java"
)

// The version is the newest that Java 17 runs, which distributions install today; from 1.20 on, Google requires Java
// 21. URL, size and checksum: firebase-tools 14.27.0 (npm), lib/emulator/downloadableEmulatorInfo.json.
var product = java.Product{
	Name:      "Firestore emulator",
	HostEnv:   "FIRESTORE_EMULATOR_HOST",
	JAREnv:    "FIRESTORE_EMULATOR_JAR",
	Component: "cloud-firestore-emulator",
	Main:      "com.google.cloud.datastore.emulator.firestore.CloudFirestore",
	SDK:       "platform/cloud-firestore-emulator/cloud-firestore-emulator.jar",
	Firebase:  "cloud-firestore-emulator-v*.jar",
	Release: java.Release{
		Version: "1.19.8",
		URL:     "https://storage.googleapis.com/firebase-preview-drop/emulator/cloud-firestore-emulator-v1.19.8.jar",
		SHA256:  "9d43599ed6151199e8d604dc87fac51218e49e5f3a48519b1ae560bbe5e3382d",
		Size:    63634791,
	},
}

// Options of the emulator. The zero value suits tests.
type Options struct {
	Project   string    // told to the emulator for its messages; every project can be used all the same
	Heap      string    // heap limit, as for java's -Xmx; "" is 512m
	Benchmark bool      // enable the optimizing JIT compiler: slower to start, faster when warm
	Progress  io.Writer // shows the download if the machine has no emulator; nil: silent
	Log       io.Writer // gets the emulator's output; nil: only the last lines are kept, for errors
}

// Emulator is a running emulator: Host, Done, Err and Stop.
type Emulator = java.Emulator

// Start starts an emulator on a free loopback port and returns when it is ready. ctx limits the start only. The
// emulator runs until Stop or the end of this process, even if it is killed.
func Start(ctx context.Context, o Options) (*Emulator, error) {
	var args []string
	if o.Project != "" {
		args = append(args, "--project_id="+o.Project)
	}
	e, err := product.Start(ctx, java.Options{Heap: o.Heap, Benchmark: o.Benchmark, Progress: o.Progress, Log: o.Log}, args...)
	if err != nil {
		return nil, err
	}
	if err := warmUp(ctx, e.Host()); err != nil {
		return nil, errors.Join(err, e.Stop())
	}
	return e, nil
}

// warmUp waits for a commit. The first takes the emulator longer on a busy machine than clients grant to one.
func warmUp(ctx context.Context, host string) error {
	ctx, cancel := context.WithTimeout(ctx, 2*time.Minute)
	defer cancel()
	err := do(ctx, http.MethodPatch, "http://"+host+"/v1/"+path("demo-warm-up", "(default)")+"/documents/warm/up", struct{}{})
	if err != nil {
		return fmt.Errorf("waiting for a commit of the Firestore emulator: %w", err)
	}
	return nil
}

var shared = java.Shared{Product: product}

// Ensure returns the host of a running emulator: the one that FIRESTORE_EMULATOR_HOST names, or one per process,
// started by the first call and ended with the process. It sets FIRESTORE_EMULATOR_HOST so that Google's client finds
// it. Call it before creating a client.
func Ensure(ctx context.Context) (host string, err error) {
	if host, err = shared.Ensure(ctx); err != nil {
		return "", err
	}
	return host, warmUp(ctx, host)
}
