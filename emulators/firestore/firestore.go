// Package firestore starts, awaits and stops Google's Firestore emulator, and asks of it what its
// clients can't: exports, imports, clearing, and every document of a database.
//
// The local stack calls Start; a test that needs Firestore calls Ensure. It is for development only:
// the emulator asks nobody who they are, and keeps everything in memory. It must never be pointed at
// a real project, and has no way to be.
//
// What the emulator can't show: contention, throughput, durability, index exemptions, time-to-live
// policies and IAM. It takes requests of 4 MiB where the cloud takes 10.
package firestore

import (
	"context"
	"io"

	"github.com/cleanslate-edu/cleanslate/emulators/java"
)

// The version is the newest that Java 17 runs, which is what distributions install today; from 1.20
// on Google demands Java 21. Address, size and checksum: firebase-tools 14.27.0 (npm),
// lib/emulator/downloadableEmulatorInfo.json.
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

// Options of the emulator. The zero value is right for tests.
type Options struct {
	Project   string    // told to the emulator for its messages; every project can be used all the same
	Heap      string    // the heap's limit as java's -Xmx takes it; "" is 512m
	Benchmark bool      // leave the JIT compiler alone: slower to start, faster when warm
	Progress  io.Writer // shows the download where the machine has no emulator; nil: silent
	Log       io.Writer // gets what the emulator prints; nil: only the last lines are kept, for errors
}

// Emulator is a running emulator: Host, Done, Err and Stop.
type Emulator = java.Emulator

// Start starts an emulator on a free loopback port and returns when it answers. ctx bounds the
// start only. The emulator runs until Stop or the end of this process, killed ones included.
func Start(ctx context.Context, o Options) (*Emulator, error) {
	var args []string
	if o.Project != "" {
		args = append(args, "--project_id="+o.Project)
	}
	return product.Start(ctx, java.Options{Heap: o.Heap, Benchmark: o.Benchmark, Progress: o.Progress, Log: o.Log}, args...)
}

var shared = java.Shared{Product: product}

// Ensure returns the host of an emulator that answers: what FIRESTORE_EMULATOR_HOST names, else one
// per process, started at the first call and ended with the process. It sets FIRESTORE_EMULATOR_HOST
// so that Google's client finds it. Call it before making a client.
func Ensure(ctx context.Context) (host string, err error) { return shared.Ensure(ctx) }
