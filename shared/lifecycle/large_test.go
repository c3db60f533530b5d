package lifecycle

import (
	"context"
	"crypto/ed25519"
	"flag"
	"fmt"
	"testing"
	"time"

	"github.com/cleanslate-edu/cleanslate/shared/domain"
)

var large = flag.Bool("large", false, "erase a session of 10,000 students with 20 answers each, and tick for 20,000 orgs")

// counting counts a signer's calls to Cloud KMS.
type counting struct {
	Signer
	calls int
}

func (c *counting) PublicKey(ctx context.Context) (ed25519.PublicKey, error) {
	c.calls++
	return c.Signer.PublicKey(ctx)
}

func (c *counting) Sign(ctx context.Context, data []byte) ([]byte, error) {
	c.calls++
	return c.Signer.Sign(ctx, data)
}

// The figures for a session as large as they get. Erasing asks Cloud KMS for
// nothing: a key that can't be read any more needs no unwrapping.
//
//	go test ./shared/lifecycle -run TestLargeErasure -large -v
func TestLargeErasure(t *testing.T) {
	t.Parallel()
	students, answers := 310, 2
	if *large {
		students, answers = 10_000, 20
	}
	w := newWorld(t)
	s := w.session(students, 0)
	pids := w.participants(s.ID)
	var records []domain.Record
	chunks := 0
	flush := func() {
		if len(records) > 0 {
			_, err := w.data.AppendChunk(t.Context(), s.ID, w.id(), records)
			w.must(err)
			chunks++
			records = nil
		}
	}
	for q := range answers {
		for _, pid := range pids {
			records = append(records, domain.Record{Participant: pid, Question: fmt.Sprint("q", q), Revision: 1, Sealed: make([]byte, 93)})
			if len(records) == 400 {
				flush()
			}
		}
	}
	flush()
	w.delete(s.ID)
	w.time = domain.AddMonths(start, 6)

	var counted crash
	l := w.as(counted.process())
	deliveries := 0
	begun := time.Now()
	for more := true; more; deliveries++ {
		// As Pub/Sub delivers it to the function.
		ctx, cancel := context.WithTimeout(t.Context(), 600*time.Second)
		var err error
		more, err = l.Do(ctx, erased(ofSession(s.ID)))
		cancel()
		w.must(err)
	}
	took := time.Since(begun)
	receipt, err := w.data.Receipt(t.Context(), ofSession(s.ID).ErasureID())
	w.must(err)
	documents := students + chunks + 2 + 1 // paper, answer key, the session
	if want := (domain.Counted{Participants: students, Answers: students * answers, Documents: documents}); receipt.Counts != want {
		t.Errorf("the receipt counts %+v, want %+v", receipt.Counts, want)
	}
	if !gone(w) {
		t.Errorf("left: %v", paths(w.dump(), ""))
	}
	w.time = w.time.Add(time.Hour)
	signer := &counting{Signer: newSigner(t)}
	w.must(w.Seal(t.Context(), north, signer))
	t.Logf("%d students with %d answers each: %d documents and %d keys erased in %v, %d transactions that write, %d deliveries; Cloud KMS: 0 calls to erase, %d to seal a block of receipts and one of the audit",
		students, answers, documents, students+1, took.Round(time.Millisecond), counted.writes.Load(), deliveries, signer.calls)
	if signer.calls > 4 {
		t.Errorf("sealing two blocks asks the signer %d times", signer.calls)
	}
}
