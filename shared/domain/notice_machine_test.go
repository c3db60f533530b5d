package domain

import (
	"testing"
	"time"

	"pgregory.net/rapid"
)

// A mailing is a notice with what really happened to each attempt to send it, which the software learns late, twice or
// never, and in any order.
type mailing struct {
	n      Notice
	quiet  Notice // the same, but nobody watched its clock on the way
	now    time.Time
	fates  []Sent // by attempt; what the mail server answered
	again  int    // how often a person said that it hadn't been sent
	said   bool   // a person said that it had been
	missed time.Time
}

// TestNoticeMachine claims, settles, loses and resolves attempts in any order, as redeliveries and crashes do.
func TestNoticeMachine(t *testing.T) {
	t.Parallel()
	begin := time.Date(2026, 9, 1, 8, 0, 0, 0, time.UTC)
	rapid.Check(t, func(t *rapid.T) {
		m := &mailing{now: begin, n: Notice{
			Kind: NoticeFirst, Channel: ChannelMail, Delivery: Delivery{Attempts: Attempts{State: NoticeQueued}, Recipient: []byte("sealed")},
			StartsAt: begin, Deadline: begin.Add(rapid.SampledFrom([]time.Duration{time.Hour, 24 * time.Hour, 72 * time.Hour, 60 * 24 * time.Hour}).Draw(t, "time"))},
		}
		if rapid.Bool().Draw(t, "no deadline") {
			m.n.StartsAt, m.n.Deadline = time.Time{}, time.Time{}
		}
		m.quiet = m.n
		t.Repeat(map[string]func(*rapid.T){
			"claim":   m.claim,
			"settle":  m.settle,
			"lapse":   m.lapse,
			"resolve": m.resolve,
			"watch":   func(*rapid.T) { m.watch(&m.n) },
			"wait": func(t *rapid.T) {
				m.now = m.now.Add(rapid.SampledFrom([]time.Duration{1, time.Minute, retryFirst, ClaimLease, time.Hour, 10 * time.Hour, 5 * 24 * time.Hour}).Draw(t, "pause"))
			},
			"": m.check,
		})
	})
}

// both does the same to the notice and to the unwatched one, and checks that the results agree.
func (m *mailing) both(t *rapid.T, do func(*Notice) bool) bool {
	done := do(&m.n)
	if do(&m.quiet) != done {
		t.Fatalf("being watched decides what can be done: %+v, %+v", m.n, m.quiet)
	}
	return done
}

func (m *mailing) claim(t *rapid.T) {
	before := m.n
	due := before.State == NoticeQueued || before.State == NoticeDeferred && !m.now.Before(before.NextAttempt)
	if claimed := m.both(t, func(n *Notice) bool { return n.Claim(m.now) }); claimed != due {
		t.Fatalf("claimed %v, due %v: %+v", claimed, due, before)
	}
	if !due {
		return
	}
	m.fates = append(m.fates, rapid.SampledFrom([]Sent{SentAccepted, SentRefused, SentTemporary, SentUnknown}).Draw(t, "fate"))
	if m.n.Claim(m.now) {
		t.Fatal("the delivery that came twice has claimed it as well")
	}
	if m.n.Attempt != len(m.fates) {
		t.Fatalf("attempt %d, but it is the number %d", m.n.Attempt, len(m.fates))
	}
}

// settle reports the result of any attempt, perhaps an early one, or again.
func (m *mailing) settle(t *rapid.T) {
	if len(m.fates) == 0 {
		return
	}
	attempt := rapid.IntRange(1, len(m.fates)).Draw(t, "attempt")
	fate, before := m.fates[attempt-1], m.n
	took := m.both(t, func(n *Notice) bool { return n.Settle(attempt, fate, "250", m.now) })
	current := attempt == before.Attempt && (before.State == NoticeSending || before.State == NoticeUnknown && fate == SentAccepted)
	if took != current {
		t.Fatalf("the result %s of attempt %d was taken: %v, want %v: %+v", fate, attempt, took, current, before)
	}
}

func (m *mailing) lapse(t *rapid.T) {
	over := m.n.State == NoticeSending && !m.now.Before(m.n.ClaimedAt.Add(ClaimLease))
	if lapsed := m.both(t, func(n *Notice) bool { return n.Lapse(m.now) }); lapsed != over {
		t.Fatalf("lapsed %v, want %v: %+v", lapsed, over, m.n)
	}
}

func (m *mailing) resolve(t *rapid.T) {
	r := rapid.SampledFrom([]Resolution{ResolveSent, ResolveNotSent, ResolveBounced}).Draw(t, "resolution")
	before := m.n.State
	if !m.both(t, func(n *Notice) bool { return n.Resolve(r, m.now) == nil }) {
		if before == NoticeUnknown {
			t.Fatalf("nobody knows what happened to it, and a person's %q isn't taken", r)
		}
		return
	}
	if before != NoticeUnknown && !(before == NoticeSent && r == ResolveBounced) {
		t.Fatalf("a person's %q is taken of a notice that is %s", r, before)
	}
	switch r {
	case ResolveNotSent:
		m.again++
	case ResolveSent:
		m.said = true
	}
}

func (m *mailing) watch(n *Notice) {
	n.Watch(false, time.Time{}, m.now)
}

func (m *mailing) check(t *rapid.T) {
	accepted := 0
	for _, fate := range m.fates {
		if fate == SentAccepted {
			accepted++
		}
	}
	n := m.n
	switch {
	case accepted > 1+m.again:
		t.Fatalf("the mail server took it %d times, and a person asked for %d more", accepted, m.again)
	case n.State == NoticeSent && accepted == 0 && !m.said:
		t.Fatalf("it is said to be sent, and nobody took it: %v", m.fates)
	case n.State == NoticeSent && n.DoneAt.IsZero(), n.State == NoticeFailed && n.DoneAt.IsZero():
		t.Fatalf("it is %s, and nobody knows since when", n.State)
	case n.State == NoticeDeferred && !n.NextAttempt.After(n.ClaimedAt):
		t.Fatalf("the next attempt is at %v, the last was at %v", n.NextAttempt, n.ClaimedAt)
	case n.DoneAt.After(m.now) || n.ClaimedAt.After(m.now) || n.MissedAt.After(m.now):
		t.Fatalf("something happened in the future: %+v", n)
	case !n.MissedAt.IsZero() && !n.MissedAt.Equal(n.Deadline):
		t.Fatalf("missed at %v, the deadline was %v", n.MissedAt, n.Deadline)
	case !m.missed.IsZero() && n.MissedAt.IsZero() && n.State != NoticeSent:
		t.Fatalf("what was late isn't any more: %+v", n)
	}
	m.missed = n.MissedAt
	// Watching once now finds the same as watching all the time.
	often, once := m.n, m.quiet
	m.watch(&often)
	m.watch(&once)
	if !often.MissedAt.Equal(once.MissedAt) {
		t.Fatalf("watched often: missed at %v, watched once: %v\n%+v", often.MissedAt, once.MissedAt, often)
	}
	if a := often.Watch(false, time.Time{}, m.now); a.Missed || a.Percent != 0 {
		t.Fatalf("looking twice finds something twice: %+v", a)
	}
	if often.State.Delivered() && often.DoneAt.Before(often.Deadline) && often.Late(m.now) {
		t.Fatalf("delivered in time and late: %+v", often)
	}
}
