// Package commit is what the benchmark takes the cost of storing something from:
// a function that sends one commit to Firestore again and again, over gRPC and
// with nothing around it.
//
// It isn't part of package baseline, whose cold start is that of a function
// without Firestore.
package commit

import (
	"errors"
	"fmt"
	"io"
	"net/http"
	"os"
	"strconv"
	"sync"
	"sync/atomic"

	"cloud.google.com/go/firestore/apiv1/firestorepb"
	"github.com/GoogleCloudPlatform/functions-framework-go/functions"
	"google.golang.org/grpc"
	"google.golang.org/grpc/credentials/insecure"
	"google.golang.org/protobuf/proto"
)

func init() { functions.HTTP("Commit", commit) }

var connect = sync.OnceValues(func() (firestorepb.FirestoreClient, error) {
	conn, err := grpc.NewClient(os.Getenv("FIRESTORE_EMULATOR_HOST"), grpc.WithTransportCredentials(insecure.NewCredentials()))
	return firestorepb.NewFirestoreClient(conn), err
})

// commit sends the CommitRequest in the body as often as the query says, and as many
// at once.
func commit(w http.ResponseWriter, r *http.Request) {
	if err := repeat(r); err != nil {
		http.Error(w, err.Error(), http.StatusInternalServerError)
		return
	}
	io.WriteString(w, "done\n")
}

func repeat(r *http.Request) error {
	query := r.URL.Query()
	times, err := strconv.Atoi(query.Get("times"))
	if err != nil {
		return fmt.Errorf("reading how often to commit: %w", err)
	}
	atOnce, err := strconv.Atoi(query.Get("atonce"))
	if err != nil {
		return fmt.Errorf("reading how many to commit at once: %w", err)
	}
	body, err := io.ReadAll(r.Body)
	if err != nil {
		return err
	}
	var request firestorepb.CommitRequest
	if err := proto.Unmarshal(body, &request); err != nil {
		return fmt.Errorf("reading a commit: %w", err)
	}
	client, err := connect()
	if err != nil {
		return err
	}
	errs := make([]error, atOnce)
	var left atomic.Int64
	left.Store(int64(times))
	var senders sync.WaitGroup
	for i := range errs {
		senders.Go(func() {
			for errs[i] == nil && left.Add(-1) >= 0 {
				_, errs[i] = client.Commit(r.Context(), &request)
			}
		})
	}
	senders.Wait()
	return errors.Join(errs...)
}
