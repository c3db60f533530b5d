// Package pubsub starts, awaits and stops Google's Pub/Sub emulator.
//
// The local stack calls Start; a test that needs Pub/Sub calls Ensure. It is for development only: the emulator
// authenticates nobody, keeps everything in memory, and signs no push request even if OIDC is configured. It must never
// be pointed at a real project, and has no way to be.
package pubsub

import (
	"context"
	"io"

	"github.com/cleanslate-edu/cleanslate/emulators/java"
)

// URL, size and checksum: firebase-tools 14.27.0 (npm), lib/emulator/downloadableEmulatorInfo.json, the last release
// before Google stopped testing on Java 17.
var product = java.Product{
	Name:      "Pub/Sub emulator",
	HostEnv:   "PUBSUB_EMULATOR_HOST",
	JAREnv:    "PUBSUB_EMULATOR_JAR",
	Component: "pubsub-emulator",
	Main:      "com.google.cloud.pubsub.testing.v1.Main",
	SDK:       "platform/pubsub-emulator/lib/cloud-pubsub-emulator-*-all.jar",
	Firebase:  "pubsub-emulator-*/pubsub-emulator/lib/cloud-pubsub-emulator-*-all.jar",
	Release: java.Release{
		Version: "0.8.17",
		URL:     "https://storage.googleapis.com/firebase-preview-drop/emulator/pubsub-emulator-0.8.17.zip",
		SHA256:  "72a49d14ee6cd4c1a0fee4a46f520fe4d7465396a155c61abc0103905047edd3",
		Size:    65162324,
		Entry:   "pubsub-emulator/lib/cloud-pubsub-emulator-*-all.jar",
	},
}

// Options of the emulator. The zero value suits tests.
type Options struct {
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
	return product.Start(ctx, java.Options(o))
}

var shared = java.Shared{Product: product}

// Ensure returns the host of a running emulator: the one that PUBSUB_EMULATOR_HOST names, or one per process, started
// by the first call and ended with the process. It sets PUBSUB_EMULATOR_HOST so that Google's client finds it. Call it
// before creating a client.
func Ensure(ctx context.Context) (host string, err error) { return shared.Ensure(ctx) }
