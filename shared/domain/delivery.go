package domain

import "time"

// A Delivery is the way of one text to one recipient, by mail or in public.
type Delivery struct {
	Attempts

	// KeyOrg is the org under whose contact key Recipient and Content are
	// sealed. The content is what is sent, byte for byte.
	KeyOrg    string
	Recipient []byte
	Content   []byte
}

// Attempts are those to send something by mail, one at a time.
type Attempts struct {
	State       NoticeState
	Attempt     int       // number of attempts to send
	ClaimedAt   time.Time // when the last attempt began
	NextAttempt time.Time // of a deferred one
	DoneAt      time.Time // when it was delivered or failed
	Result      string    // an SMTP reply code, or why it failed; never an address
}

// A NoticeState is a stage on a notice's way to its recipient.
type NoticeState string

const (
	NoticeWaiting     NoticeState = "waiting"      // the clause's event, or the order to notify, hasn't come
	NoticeIncomplete  NoticeState = "incomplete"   // a required part is missing
	NoticeQueued      NoticeState = "queued"       // to be sent
	NoticeSending     NoticeState = "sending"      // claimed: an attempt began
	NoticeDeferred    NoticeState = "deferred"     // refused for now; tried again
	NoticeSent        NoticeState = "sent"         // the mail server took it
	NoticePublished   NoticeState = "published"    // it stands on every page
	NoticeFailed      NoticeState = "failed"       // refused for good, bounced, or given up
	NoticeUnknown     NoticeState = "unknown"      // nobody knows whether it was sent: a person decides
	NoticeNotRequired NoticeState = "not-required" // the clause doesn't apply any more
)

// Delivered reports whether the notice reached its recipient as far as can be
// told.
func (s NoticeState) Delivered() bool { return s == NoticeSent || s == NoticePublished }

// Open reports whether something has yet to happen to the notice.
func (s NoticeState) Open() bool {
	switch s {
	case NoticeSent, NoticePublished, NoticeFailed, NoticeNotRequired:
		return false
	}
	return true
}

// ClaimLease is how long an attempt to send may take. A claim that is older was
// left by a crash between claim and result: nobody knows whether the notice was
// sent. A delivery of the function ends within ten minutes.
const ClaimLease = 11 * time.Minute

// Claim begins an attempt to send n if one is due, and there is somebody to mail it to:
// otherwise it is published.
func (n *Delivery) Claim(now time.Time) bool { return len(n.Recipient) > 0 && n.Attempts.Claim(now) }

// Claim begins an attempt to send if one is due. It reports false if there is
// nothing to do: it was sent, is being sent, or isn't due yet.
func (n *Attempts) Claim(now time.Time) bool {
	switch n.State {
	case NoticeQueued:
	case NoticeDeferred:
		if now.Before(n.NextAttempt) {
			return false
		}
	default:
		return false
	}
	n.State, n.ClaimedAt, n.NextAttempt = NoticeSending, now, time.Time{}
	n.Attempt++
	return true
}

// Lapse marks n as unknown if its claim has expired without a result, and reports whether
// it did.
func (n *Attempts) Lapse(now time.Time) bool {
	if n.State != NoticeSending || now.Before(n.ClaimedAt.Add(ClaimLease)) {
		return false
	}
	n.State, n.Result = NoticeUnknown, "no result"
	return true
}

// Sent is the result of an attempt to send.
type Sent string

const (
	SentAccepted  Sent = "accepted"  // the mail server took it
	SentRefused   Sent = "refused"   // for good
	SentTemporary Sent = "temporary" // refused for now, or not reached
	SentUnknown   Sent = "unknown"   // the connection ended before the reply came
)

// The pauses between attempts double from the first to the last.
const (
	retryFirst    = 5 * time.Minute
	retryLast     = 4 * time.Hour
	retryAttempts = 2                  // at least
	retryFor      = 3 * 24 * time.Hour // where there is no deadline
)

// settle records the result of the attempt with the given number. It reports false
// if n has moved on: the late result of an attempt that was given up counts only
// if the mail was accepted after all. A next attempt isn't made after until, or, if that is
// zero, once the pauses add up to retryFor.
func (n *Attempts) settle(attempt int, sent Sent, result string, until, now time.Time) bool {
	if n.Attempt != attempt || n.State != NoticeSending && !(n.State == NoticeUnknown && sent == SentAccepted) {
		return false
	}
	n.Result = result
	switch sent {
	case SentAccepted:
		n.State, n.DoneAt = NoticeSent, now
	case SentRefused:
		n.State, n.DoneAt = NoticeFailed, now
	case SentTemporary:
		n.postpone(until, now)
	default:
		n.State = NoticeUnknown
	}
	return true
}

// postpone schedules the next attempt, or gives up if there is no time for one.
func (n *Attempts) postpone(until, now time.Time) {
	pause, all := retryFirst, retryFirst
	for range n.Attempt - 1 {
		pause = min(2*pause, retryLast)
		all += pause
	}
	next := now.Add(pause)
	over := all > retryFor
	if !until.IsZero() {
		over = next.After(until)
	}
	if over && n.Attempt >= retryAttempts {
		n.State, n.DoneAt = NoticeFailed, now
		return
	}
	n.State, n.NextAttempt = NoticeDeferred, next
}
