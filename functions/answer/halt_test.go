package answer_test

import (
	"sync"
	"syscall"
	"testing"
	"time"

	google "cloud.google.com/go/firestore"
	"google.golang.org/api/option"

	"github.com/cleanslate-edu/cleanslate/emulators/firestore"
)

// warmUp waits for an emulator's first commit, which takes longer on a busy machine than the store grants to one.
func warmUp(t *testing.T, host string) {
	t.Helper()
	conn, err := firestore.Dial(host)
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Close()
	db, err := google.NewClient(t.Context(), "demo-warm-up", option.WithGRPCConn(conn))
	if err != nil {
		t.Fatal(err)
	}
	if _, err := db.Doc("warm/up").Set(t.Context(), map[string]any{}); err != nil {
		t.Fatal(err)
	}
}

// A reply is what happened to one student's answer.
type reply struct {
	acknowledged bool
	at           time.Time
	took         time.Duration
}

// Firestore's process is stopped in the middle of a burst, goes on, and is killed in the next one. Whoever is told that
// their answer is recorded has it in the log; everybody else is told in time to try again, and can.
func TestFirestoreHalts(t *testing.T) {
	if testing.Short() {
		t.Skip("waits for requests to be given up")
	}
	e, err := firestore.Start(t.Context(), firestore.Options{})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { e.Stop() })
	warmUp(t, e.Host())
	const students, every = 60, 20 * time.Millisecond
	o := newOverloadOf(t, e.Host(), students)
	url := o.serve(t)
	burst := func(signal syscall.Signal) (replies [students]reply, halted time.Time) {
		var wg sync.WaitGroup
		for i := range replies {
			wg.Go(func() {
				time.Sleep(time.Duration(i) * every)
				began := time.Now()
				ok := o.answer(t, url, i)
				replies[i] = reply{ok, time.Now(), time.Since(began)}
			})
		}
		time.Sleep(students / 2 * every)
		if err := e.Signal(signal); err != nil {
			t.Fatal(err)
		}
		halted = time.Now()
		wg.Wait()
		return replies, halted
	}
	// Nothing is acknowledged by a process that doesn't run, but for what was on its way.
	judge := func(what string, replies [students]reply, halted time.Time) (acknowledged int) {
		for i, r := range replies {
			if r.acknowledged && r.at.Sub(halted) > slack {
				t.Errorf("%s: student %d's answer is acknowledged %v later", what, i, r.at.Sub(halted))
			}
			if r.took > giveUp+giveUpLoad {
				t.Errorf("%s: student %d waited for %v", what, i, r.took)
			}
			if r.acknowledged {
				acknowledged++
			}
		}
		return acknowledged
	}

	replies, halted := burst(syscall.SIGSTOP)
	before := judge("stopped", replies, halted)
	if err := e.Signal(syscall.SIGCONT); err != nil {
		t.Fatal(err)
	}
	stored := o.stored(t)
	for i, r := range replies {
		if r.acknowledged && stored[i] == 0 {
			t.Errorf("student %d's answer was acknowledged and isn't stored", i)
		}
	}
	if before == 0 || before == students {
		t.Errorf("%d of %d answers acknowledged: it wasn't stopped in the middle", before, students)
	}
	o.recovers(t, url, giveUp)

	replies, halted = burst(syscall.SIGKILL)
	after := judge("killed", replies, halted)
	if e.Err() == nil {
		t.Error("killed, and it runs")
	}
	t.Logf("%d of %d acknowledged around a stop, %d around a kill", before, students, after)
}
