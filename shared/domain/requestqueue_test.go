package domain

import (
	"errors"
	"testing"
	"time"
)

// However often somebody changes their mind about who asks, every deadline is still noted, and
// the request forwarded, decided and done.
func TestChecksLeaveRoom(t *testing.T) {
	t.Parallel()
	now := time.Date(2026, 12, 1, 8, 0, 0, 0, time.UTC)
	org := func(id string) Org { return Org{ID: id, Country: "DE", Timezone: "Europe/Berlin"} }
	r := Request{ID: Nobody, Org: "org_0", Kind: RequestDelete, State: RequestOpen, ReceivedAt: now, VerifiedAt: now}
	note := func(entries []Entry, err error) {
		t.Helper()
		if err == nil {
			err = r.Note(entries)
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	watch := func() {
		t.Helper()
		_, entries := r.Watch("breach", now)
		note(entries, nil)
	}
	note(r.Begin(org("org_0"), "breach", now))
	checks := func() {
		t.Helper()
		for i := 0; ; i++ {
			if i > RequestEntriesMax {
				t.Fatal("the identity is noted without end")
			}
			entries, err := r.Identify(IdentityChecks[i%2], "org_0|ada", now)
			if err != nil {
				if !errors.Is(err, ErrConflict) {
					t.Fatal(err)
				}
				return
			}
			note(entries, nil)
		}
	}
	checks()
	for n := range RequestForwardsMax {
		note(r.Forward(org([]string{"org_1", "org_0"}[n%2]), "org_0|ada", now))
		checks()
		watch()
	}
	// With the clocks of the last org to their end, extended on the way.
	for _, days := range []int{16, 8, 4, 1, 30, 16, 8, 4, 10} {
		now = now.AddDate(0, 0, days)
		watch()
		if days == 4 {
			if entries, err := r.Extend(ExtensionGrounds[0], "org_0|ada", now); err == nil {
				note(entries, nil)
			}
		}
	}
	// Whom nobody could identify any more is refused.
	note(r.Decide(DecisionRefused, "nothing-held", []byte("sealed"), RequestScope{}, "org_0|ada", now))
	if r.State != RequestDone || len(r.Queue.Timeline) <= RequestChecksMax || r.VerifyTimeline() != nil {
		t.Errorf("%s with %d entries", r.State, len(r.Queue.Timeline))
	}
}
