package domain_test

import (
	"errors"
	"slices"
	"testing"
	"time"

	"github.com/cleanslate-edu/cleanslate/shared/domain"
)

var t0 = time.Date(2026, 11, 20, 12, 0, 0, 0, time.UTC)

func notice(state domain.NoticeState) domain.Notice {
	return domain.Notice{Kind: domain.NoticeFirst, Channel: domain.ChannelMail, Delivery: domain.Delivery{Attempts: domain.Attempts{State: state}, Recipient: []byte("sealed")}, StartsAt: t0, Deadline: t0.Add(72 * time.Hour)}
}

// Escalations and misses are the same however late, often or seldom a tick
// comes.
func TestWatch(t *testing.T) {
	t.Parallel()
	hours := func(h float64) time.Time { return t0.Add(time.Duration(h * float64(time.Hour))) }
	for name, ticks := range map[string][]float64{
		"every 15 minutes": func() (all []float64) {
			for h := 0.0; h < 80; h += 0.25 {
				all = append(all, h)
			}
			return
		}(),
		"each twice":           {10, 10, 36, 36, 54, 54, 65, 65, 72, 72, 80, 80},
		"stopped for two days": {1, 37, 80},
		"stopped for all":      {80},
	} {
		n := notice(domain.NoticeWaiting)
		told := map[int]int{}
		missed := 0
		for _, h := range ticks {
			a := n.Watch(false, time.Time{}, hours(h))
			if a.Percent != 0 {
				told[a.Percent]++
			}
			if a.Missed {
				missed++
			}
			running := domain.EscalatedAt(t0, n.Deadline, hours(h))
			if h >= 72 {
				running = 100
			}
			if a.Running != running {
				t.Errorf("%s: at %v h %d %% are gone, want %d", name, h, a.Running, running)
			}
			for _, p := range domain.Escalations {
				if hours(h).Before(t0.Add(72*time.Hour/100*time.Duration(p))) && told[p] > 0 {
					t.Errorf("%s: %d %% told at %v h", name, p, h)
				}
			}
		}
		if missed != 1 || !n.MissedAt.Equal(n.Deadline) || n.Escalated != 90 || told[90] != 1 {
			t.Errorf("%s: missed %d at %v, told %v", name, missed, n.MissedAt, told)
		}
		for p, times := range told {
			if times != 1 {
				t.Errorf("%s: %d %% told %d times", name, p, times)
			}
		}
		// Delivered late, it stays missed.
		n.State, n.DoneAt = domain.NoticeSent, hours(81)
		if a := n.Watch(false, time.Time{}, hours(82)); a != (domain.Alarm{}) || n.MissedAt.IsZero() {
			t.Errorf("%s: after a late delivery %+v, missed %v", name, a, n.MissedAt)
		}
	}
}

func TestWatchWhatWasDelivered(t *testing.T) {
	t.Parallel()
	late := t0.Add(1000 * time.Hour)
	for _, tt := range []struct {
		name    string
		change  func(*domain.Notice)
		stopped bool
		instead time.Time
		missed  bool
		percent int
	}{
		{"in time, first tick a month later", func(n *domain.Notice) { n.State, n.DoneAt = "sent", n.Deadline.Add(-1) }, false, time.Time{}, false, 0},
		{"at the deadline is late", func(n *domain.Notice) { n.State, n.DoneAt = "sent", n.Deadline }, false, time.Time{}, true, 0},
		{"unknown is not delivered", func(n *domain.Notice) { n.State = "unknown" }, false, time.Time{}, true, 90},
		{"failed, and published in time", func(n *domain.Notice) { n.State = "failed" }, false, t0.Add(time.Hour), false, 0},
		{"failed, and published late", func(n *domain.Notice) { n.State = "failed" }, false, late, true, 0},
		{"failed, nothing instead", func(n *domain.Notice) { n.State = "failed" }, false, time.Time{}, true, 90},
		{"not required", func(n *domain.Notice) { n.State = "not-required" }, false, time.Time{}, false, 0},
		{"its event hasn't come", func(n *domain.Notice) { n.StartsAt, n.Deadline = time.Time{}, time.Time{} }, false, time.Time{}, false, 0},
		{"stopped by a delay", func(n *domain.Notice) { n.Deadline = late.Add(time.Hour) }, true, time.Time{}, false, 0},
		{"an update has no deadline", func(n *domain.Notice) { n.Kind = domain.NoticeUpdate }, false, time.Time{}, false, 0},
	} {
		n := notice(domain.NoticeWaiting)
		tt.change(&n)
		if a := n.Watch(tt.stopped, tt.instead, late); a.Missed != tt.missed || a.Percent != tt.percent || (a.Running == 100) != (tt.percent == 90) {
			t.Errorf("%s: %+v", tt.name, a)
		}
	}
}

// A claim is granted once; one that nobody settled is unknown, and only a person can have
// it sent again.
func TestClaim(t *testing.T) {
	t.Parallel()
	for _, state := range []domain.NoticeState{"waiting", "incomplete", "sending", "sent", "published", "failed", "unknown", "not-required"} {
		if n := notice(state); n.Claim(t0) || n.Attempt != 0 {
			t.Errorf("%s is claimed", state)
		}
	}
	public := notice(domain.NoticeQueued)
	public.Channel, public.Recipient = domain.ChannelPublic, nil
	if public.Claim(t0) {
		t.Error("a public notice is mailed")
	}
	n := notice(domain.NoticeQueued)
	if !n.Claim(t0) || n.Claim(t0) || n.Attempt != 1 {
		t.Fatalf("claimed %d times", n.Attempt)
	}
	if n.Lapse(t0.Add(domain.ClaimLease - 1)) {
		t.Error("a claim lapses before its time")
	}
	if !n.Lapse(t0.Add(domain.ClaimLease)) || n.State != domain.NoticeUnknown || n.Claim(t0.Add(24*time.Hour)) {
		t.Errorf("after the lease: %s", n.State)
	}
	if n.Settle(1, domain.SentTemporary, "451", t0) || n.Settle(1, domain.SentRefused, "550", t0) {
		t.Error("a late failure is believed after the claim was given up")
	}
	if !n.Settle(1, domain.SentAccepted, "250", t0.Add(time.Hour)) || n.State != domain.NoticeSent {
		t.Error("a late success is not believed")
	}
	if n.Settle(2, domain.SentRefused, "550", t0) {
		t.Error("the result of an attempt that there wasn't is believed")
	}
}

func TestRetries(t *testing.T) {
	t.Parallel()
	// Refused for now again and again: attempts spread over the clause's time, the last tenth of which is the public notice's.
	n := notice(domain.NoticeQueued)
	now := t0.Add(time.Hour)
	last := time.Duration(0)
	for n.State == domain.NoticeQueued || n.State == domain.NoticeDeferred {
		if !n.Claim(now) {
			t.Fatalf("not claimed at %v", now.Sub(t0))
		}
		n.Settle(n.Attempt, domain.SentTemporary, "451", now)
		if n.State == domain.NoticeDeferred {
			pause := n.NextAttempt.Sub(now)
			if pause < last || pause > 4*time.Hour || n.Claim(n.NextAttempt.Add(-1)) {
				t.Fatalf("attempt %d: pause %v after %v", n.Attempt, pause, last)
			}
			last, now = pause, n.NextAttempt
		}
	}
	if gone := now.Sub(t0); n.State != domain.NoticeFailed || gone > 65*time.Hour || gone < 55*time.Hour || n.Attempt < 10 {
		t.Errorf("%s after %v and %d attempts", n.State, gone, n.Attempt)
	}
	// Queued late: two attempts all the same.
	n = notice(domain.NoticeQueued)
	n.Claim(n.Deadline)
	n.Settle(1, domain.SentTemporary, "451", n.Deadline)
	if n.State != domain.NoticeDeferred {
		t.Errorf("%s after one attempt", n.State)
	}
	now = n.NextAttempt
	n.Claim(now)
	if n.Settle(2, domain.SentTemporary, "451", now); n.State != domain.NoticeFailed {
		t.Errorf("%s after two attempts, past the deadline", n.State)
	}
}

func TestResolve(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		from domain.NoticeState
		say  domain.Resolution
		want domain.NoticeState
	}{
		{"unknown", "sent", "sent"}, {"unknown", "not-sent", "queued"}, {"unknown", "bounced", "failed"}, {"sent", "bounced", "failed"},
		{"sent", "not-sent", ""}, {"sent", "sent", ""}, {"sending", "sent", ""}, {"queued", "bounced", ""}, {"failed", "not-sent", ""},
		{"published", "bounced", ""}, {"unknown", "perhaps", ""},
	} {
		n := notice(tt.from)
		n.ClaimedAt = t0.Add(time.Hour)
		err := n.Resolve(tt.say, t0.Add(100*time.Hour))
		if tt.want == "" && (!errors.Is(err, domain.ErrConflict) || n.State != tt.from) || tt.want != "" && (err != nil || n.State != tt.want) {
			t.Errorf("%s, %s: %s, %v", tt.from, tt.say, n.State, err)
		}
		// What turns out to have been sent counts from when it was.
		if n.State == domain.NoticeSent && tt.from == domain.NoticeUnknown && n.Watch(false, time.Time{}, t0.Add(100*time.Hour)).Missed {
			t.Error("sent in time, said so late: missed")
		}
	}
}

// A clause with a mail and a public notice is met when both are out; a public notice
// makes up for a failed mail.
func TestDelivered(t *testing.T) {
	t.Parallel()
	at := func(channel domain.Channel, state domain.NoticeState, hours int) domain.Notice {
		n := notice(state)
		n.Clause.ID, n.Channel, n.DoneAt = "c", channel, t0.Add(time.Duration(hours)*time.Hour)
		return n
	}
	update := at("mail", "queued", 0)
	update.Kind = domain.NoticeUpdate
	for _, tt := range []struct {
		name    string
		notices []domain.Notice
		want    int // hours; 0: not delivered
	}{
		{"none", nil, 0},
		{"one", []domain.Notice{at("mail", "sent", 2)}, 2},
		{"the last counts", []domain.Notice{at("mail", "sent", 5), at("public", "published", 2)}, 5},
		{"one is open", []domain.Notice{at("mail", "sending", 0), at("public", "published", 2)}, 0},
		{"failed and published", []domain.Notice{at("mail", "failed", 9), at("public", "published", 2)}, 2},
		{"failed alone", []domain.Notice{at("mail", "failed", 9)}, 0},
		{"an update doesn't count", []domain.Notice{at("mail", "sent", 2), update}, 2},
		{"not required", []domain.Notice{at("mail", "not-required", 2)}, 0},
	} {
		got := domain.Delivered(tt.notices)["c"]
		if tt.want == 0 && !got.IsZero() || tt.want != 0 && !got.Equal(t0.Add(time.Duration(tt.want)*time.Hour)) {
			t.Errorf("%s: %v", tt.name, got)
		}
	}
}

// A clause that starts at another's notice has no deadline before that is out
// (105 ILCS 85/27(d): from the receipt of the operator's notice).
func TestChainedDeadline(t *testing.T) {
	t.Parallel()
	i := domain.Incident{Clocks: domain.Clocks{Reported: t0, Confirmed: t0}}
	cal := domain.Calendar{Location: zone(t, "America/Chicago")}
	c := clause(t, "soppa-parents")
	if start, end := i.Deadline(c, cal, nil); !start.IsZero() || !end.IsZero() {
		t.Errorf("it runs before the school was told: %v, %v", start, end)
	}
	told := instant(t, "2026-12-01T10:00:00Z")
	if start, end := i.Deadline(c, cal, map[string]time.Time{"soppa-school": told}); !start.Equal(told) || !end.Equal(instant(t, "2027-01-01T06:00:00Z")) {
		t.Errorf("%v, %v", start, end)
	}
	if start, _ := i.Deadline(clause(t, "ny-2d"), cal, nil); !start.IsZero() {
		t.Error("a clause runs whose event hasn't come")
	}
}

// The pauses double from five minutes to four hours. What has no deadline is tried for three days, an update like a first notice.
func TestPauses(t *testing.T) {
	t.Parallel()
	for _, kind := range []domain.NoticeKind{domain.NoticeFirst, domain.NoticeUpdate} {
		n := domain.Notice{Kind: kind, Delivery: domain.Delivery{Attempts: domain.Attempts{State: domain.NoticeQueued}, Recipient: []byte("sealed")}}
		now, minutes := t0, []int(nil)
		for n.State != domain.NoticeFailed && len(minutes) < 1000 {
			if !n.Claim(now) || !n.Settle(n.Attempt, domain.SentTemporary, "451", now) {
				t.Fatalf("%s: not tried at %v: %s", kind, now, n.State)
			}
			if n.State == domain.NoticeDeferred {
				minutes = append(minutes, int(n.NextAttempt.Sub(now).Minutes()))
				now = n.NextAttempt
			}
		}
		if want := []int{5, 10, 20, 40, 80, 160, 240, 240}; !slices.Equal(minutes[:min(len(minutes), len(want))], want) {
			t.Errorf("%s: pauses of %v minutes, want %v and so on", kind, minutes, want)
		}
		if len(minutes) == 1000 || now.Sub(t0) > 72*time.Hour || now.Sub(t0) < 68*time.Hour {
			t.Errorf("%s: given up after %v, %d attempts", kind, now.Sub(t0), n.Attempt)
		}
	}
}

func TestLate(t *testing.T) {
	t.Parallel()
	now := t0.Add(time.Hour)
	for what, c := range map[string]struct {
		n    domain.Notice
		late bool
	}{
		"missed, and sent since": {domain.Notice{Delivery: domain.Delivery{Attempts: domain.Attempts{State: domain.NoticeSent}}, Deadline: t0, MissedAt: t0}, true},
		"waits past its time":    {domain.Notice{Delivery: domain.Delivery{Attempts: domain.Attempts{State: domain.NoticeQueued}}, Deadline: now}, true},
		"waits":                  {domain.Notice{Delivery: domain.Delivery{Attempts: domain.Attempts{State: domain.NoticeQueued}}, Deadline: now.Add(1)}, false},
		"sent in time":           {domain.Notice{Delivery: domain.Delivery{Attempts: domain.Attempts{State: domain.NoticeSent}}, Deadline: t0}, false},
		"has no deadline":        {domain.Notice{Delivery: domain.Delivery{Attempts: domain.Attempts{State: domain.NoticeQueued}}}, false},
	} {
		if got := c.n.Late(now); got != c.late {
			t.Errorf("%s: late %v", what, got)
		}
	}
}

// A notice that turns out to have been sent in time was never missed; one that was sent at the deadline or later was.
func TestResolveInTime(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		claimed time.Duration
		missed  bool
	}{{72*time.Hour - 1, false}, {72 * time.Hour, true}, {72*time.Hour + 1, true}} {
		n := notice(domain.NoticeUnknown)
		n.ClaimedAt, n.MissedAt = t0.Add(tt.claimed), n.Deadline
		if err := n.Resolve(domain.ResolveSent, t0.Add(100*time.Hour)); err != nil {
			t.Fatal(err)
		}
		if n.State != domain.NoticeSent || !n.DoneAt.Equal(n.ClaimedAt) || n.MissedAt.IsZero() == tt.missed {
			t.Errorf("claimed after %v: %v, done %v, missed %v", tt.claimed, n.State, n.DoneAt, n.MissedAt)
		}
	}
}

// Only what was sent to somebody can come back.
func TestResolveBounced(t *testing.T) {
	t.Parallel()
	for state, want := range map[domain.NoticeState]bool{
		domain.NoticeSent: true, domain.NoticeUnknown: true, domain.NoticeQueued: false, domain.NoticeWaiting: false, domain.NoticePublished: false, domain.NoticeFailed: false,
	} {
		n := notice(state)
		if err := n.Resolve(domain.ResolveBounced, t0); (err == nil) != want || want && (n.State != domain.NoticeFailed || !n.DoneAt.Equal(t0)) {
			t.Errorf("%s: %v, %v", state, n.State, err)
		}
		n = notice(state)
		n.Recipient = nil
		if err := n.Resolve(domain.ResolveBounced, t0); !errors.Is(err, domain.ErrConflict) {
			t.Errorf("%s without a recipient: %v", state, err)
		}
	}
}

// A clause's notices were delivered with the last of them; a public one makes up for a mail that failed, if it is of the
// same clause, a first one, and out.
func TestDeliveredByAPublicNotice(t *testing.T) {
	t.Parallel()
	failed := notice(domain.NoticeFailed)
	public := func(state domain.NoticeState, change func(*domain.Notice)) domain.Notice {
		n := notice(state)
		n.Channel, n.DoneAt = domain.ChannelPublic, t0.Add(time.Hour)
		change(&n)
		return n
	}
	for _, tt := range []struct {
		name string
		n    domain.Notice
		want bool
	}{
		{"out", public(domain.NoticePublished, func(*domain.Notice) {}), true},
		{"not out", public(domain.NoticeWaiting, func(*domain.Notice) {}), false},
		{"of another clause", public(domain.NoticePublished, func(n *domain.Notice) { n.Clause.ID = "other" }), false},
		{"an update", public(domain.NoticePublished, func(n *domain.Notice) { n.Kind = domain.NoticeUpdate }), false},
		{"another mail", public(domain.NoticeSent, func(n *domain.Notice) { n.Channel = domain.ChannelMail }), false},
	} {
		at, ok := domain.Delivered([]domain.Notice{failed, tt.n})[failed.Clause.ID]
		if ok != tt.want || ok && !at.Equal(tt.n.DoneAt) {
			t.Errorf("%s: delivered %v at %v", tt.name, ok, at)
		}
	}
}

// A notice to members is done when all of their letters are, and says how it ended.
func TestSettleMembers(t *testing.T) {
	t.Parallel()
	next := t0.Add(time.Hour)
	for _, tt := range []struct {
		told domain.Told
		next time.Time
		want domain.NoticeState
	}{
		{domain.Told{Sent: 1, Failed: 1}, next, domain.NoticeDeferred},
		{domain.Told{Sent: 1, Failed: 5, Unknown: 5}, time.Time{}, domain.NoticeSent},
		{domain.Told{Failed: 1}, time.Time{}, domain.NoticeFailed},
		{domain.Told{Unknown: 1}, time.Time{}, domain.NoticeFailed},
		{domain.Told{Without: 3}, time.Time{}, domain.NoticeNotRequired},
	} {
		n := domain.Notice{Kind: domain.NoticeFirst, Channel: domain.ChannelMembers, Delivery: domain.Delivery{Attempts: domain.Attempts{State: domain.NoticeQueued}}}
		if !n.ToMembers() || n.Claim(t0) {
			t.Errorf("%+v: it has no recipient of its own", tt)
		}
		if !n.SettleMembers(tt.told, tt.next, t0) || n.State != tt.want || n.Told != tt.told || n.Attempt != 1 || n.DoneAt.IsZero() == tt.next.IsZero() {
			t.Errorf("%+v: %+v", tt, n)
		}
		if again := n.SettleMembers(domain.Told{Sent: 9}, time.Time{}, t0); again != (tt.want == domain.NoticeDeferred) {
			t.Errorf("%+v: settled again: %v", tt, again)
		}
	}
}
