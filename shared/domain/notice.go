package domain

import (
	"slices"
	"time"
)

// A Notice is the duty under one clause to notify one recipient of one incident, and its
// state.
type Notice struct {
	ID       string
	Incident string
	Org      string // whose data it is about
	Kind     NoticeKind
	Update   int // of an update: its number
	Percent  int // of an escalation: how much of the time had passed
	Channel  Channel
	Clause   Clause // as it was when the notice was made
	Delivery

	// StartsAt and Deadline are the clause's; zero while its event hasn't
	// come, and for updates and escalations.
	StartsAt time.Time
	Deadline time.Time
	// Escalated is the highest of Escalations that the owner was warned of.
	// MissedAt is the deadline if it passed without delivery. It never changes
	// after that, unless a person finds out that the notice was sent in time.
	Escalated int
	MissedAt  time.Time

	Missing []Part // why it is incomplete

	Public *PublicNotice // of a public one
	Told   Told          // of one to members: what happened to their letters so far

	// Logged and LoggedAttempt are the state and the attempt that the
	// incident's timeline has.
	Logged        NoticeState
	LoggedAttempt int

	Revision int // of the incident that it was written from
}

// NoticeKind says what a notice is for.
type NoticeKind string

const (
	NoticeFirst      NoticeKind = "notice"
	NoticeUpdate     NoticeKind = "update"     // later findings (GDPR art. 33(4))
	NoticeEscalation NoticeKind = "escalation" // to the incident's owner: time is running out
)

// Channel is how a notice reaches its recipient.
type Channel string

const (
	ChannelMail    Channel = "mail"
	ChannelPublic  Channel = "public"  // a conspicuous notice on every page
	ChannelMembers Channel = "members" // a mail to each, whose address only notify can open
)

// A PublicNotice is what everybody may read.
type PublicNotice struct {
	Language    string
	Title       string
	Text        string // paragraphs, divided by empty lines
	PublishedAt time.Time
	Until       time.Time
}

// PublicDays is for how many days a public notice is current.
const PublicDays = 90

// NoticeID derives the id of a notice from what identifies it, so that a
// redelivered message finds it and can't make another. What is the recipient, "org" or
// "public" or "owner", and for updates and escalations their number.
func NoticeID(incident, clause, org string, channel Channel, kind NoticeKind, number int) string {
	return derivedID("notice\x00", incident+"\x00", clause+"\x00", org+"\x00", string(channel)+"\x00", string(kind)+"\x00",
		time.Duration(number).String())
}

// Channels returns how a clause's audience is notified. Students leave no address: those
// affected are told by a public notice, and by the school, which gets the text by mail.
func (c Clause) Channels() []Channel {
	switch c.Audience {
	case AudienceAffected, AudiencePeople:
		return []Channel{ChannelMail, ChannelPublic}
	case AudienceTeachers:
		return []Channel{ChannelMembers}
	}
	return []Channel{ChannelMail}
}

// ToMembers reports whether n goes to members, each of whom has a letter of their own. That
// of a drill goes to its owner, and so does a warning.
func (n *Notice) ToMembers() bool {
	return n.Channel == ChannelMembers && n.Kind != NoticeEscalation && len(n.Recipient) == 0
}

// SettleMembers records what happened to the letters to members so far, and when the next of
// them is due; zero: all are done. Then n is sent if one was, and not required if there was
// nobody to write to. It reports false if n has moved on.
func (n *Notice) SettleMembers(told Told, next, now time.Time) bool {
	if n.State != NoticeQueued && n.State != NoticeDeferred {
		return false
	}
	n.Told, n.ClaimedAt, n.NextAttempt = told, now, next
	n.Attempt++
	if !next.IsZero() {
		n.State = NoticeDeferred
		return true
	}
	n.DoneAt = now
	switch {
	case told.Sent > 0:
		n.State = NoticeSent
	case told.Failed+told.Unknown > 0:
		n.State, n.Result = NoticeFailed, "no letter was accepted"
	default:
		n.State, n.Result = NoticeNotRequired, "nobody to write to"
	}
	return true
}

// Settle records the result of the attempt with the given number. It reports false
// if n has moved on: the late result of an attempt that was given up counts only
// if the mail was accepted after all. The last tenth of a clause's time is for the public
// notice.
func (n *Notice) Settle(attempt int, sent Sent, result string, now time.Time) bool {
	var until time.Time
	if !n.Deadline.IsZero() && n.Kind == NoticeFirst {
		until = n.Deadline.Add(-n.Deadline.Sub(n.StartsAt) / 10)
	}
	return n.settle(attempt, sent, result, until, now)
}

// A Resolution is what a person says about a notice whose fate the software can't
// know.
type Resolution string

const (
	ResolveSent    Resolution = "sent"     // it arrived
	ResolveNotSent Resolution = "not-sent" // it didn't: send it again
	ResolveBounced Resolution = "bounced"  // it was sent and came back
)

// Resolve applies a resolution. The error is ErrConflict if the state of the notice
// doesn't allow it.
func (n *Notice) Resolve(r Resolution, now time.Time) error {
	switch {
	case n.State == NoticeUnknown && r == ResolveSent:
		// It was sent when the attempt was made: that is what clauses ask for.
		n.State, n.DoneAt, n.Result = NoticeSent, n.ClaimedAt, "said by a person"
		if n.DoneAt.Before(n.Deadline) {
			n.MissedAt = time.Time{} // noted while nobody knew
		}
	case n.State == NoticeUnknown && r == ResolveNotSent:
		n.State, n.Result = NoticeQueued, "said by a person"
	case (n.State == NoticeSent || n.State == NoticeUnknown) && r == ResolveBounced && len(n.Recipient) > 0:
		n.State, n.DoneAt, n.Result = NoticeFailed, now, "bounced"
	default:
		return Problem(ErrConflict, "wrong-state", "The notice's state doesn't allow this. Reload it and check.")
	}
	return nil
}

// An Alarm is what a tick finds about a notice's clock.
type Alarm struct {
	Percent int  // of the time that has passed, one of Escalations; 0: none
	Missed  bool // the deadline passed

	// Running is how much of the time is gone while the notice still waits: 0,
	// one of Escalations, or 100. It is reported at every tick.
	Running int
}

// Watch checks n's clock at now and records what it finds, each finding once.
// However late or often it is called, the record is the same: a notice that was
// delivered in time is never late, one that wasn't is late for good. Stopped
// says that a delay stops the clause now; instead is when a public notice made up
// for a mail that failed, zero if none did.
func (n *Notice) Watch(stopped bool, instead, now time.Time) Alarm {
	var a Alarm
	if n.Kind != NoticeFirst || n.Deadline.IsZero() || n.State == NoticeNotRequired {
		return a
	}
	done, by := n.State.Delivered(), n.DoneAt
	if n.State == NoticeFailed && !instead.IsZero() {
		done, by = true, instead
	}
	c := Countdown{n.StartsAt, n.Deadline, n.Escalated, n.MissedAt}
	a = c.Watch(done, by, stopped, now)
	n.Escalated, n.MissedAt = c.Escalated, c.MissedAt
	return a
}

// Late reports whether the notice must give reasons for being late.
func (n *Notice) Late(now time.Time) bool {
	return !n.MissedAt.IsZero() || !n.Deadline.IsZero() && !n.State.Delivered() && !now.Before(n.Deadline)
}

// Delivered returns when the notices of each clause to an org were delivered. For
// a clause with several notices it is the last delivery, once all of them were
// delivered; a public notice makes up for a failed mail.
func Delivered(notices []Notice) map[string]time.Time {
	type sum struct {
		at   time.Time
		open bool
	}
	sums := make(map[string]sum)
	for _, n := range notices {
		if n.Kind != NoticeFirst || n.State == NoticeNotRequired {
			continue
		}
		s := sums[n.Clause.ID]
		switch {
		case n.State.Delivered() && n.DoneAt.After(s.at):
			s.at = n.DoneAt
		case n.State.Delivered():
		case n.State == NoticeFailed && slices.ContainsFunc(notices, func(o Notice) bool {
			return o.Clause.ID == n.Clause.ID && o.Kind == NoticeFirst && o.Channel == ChannelPublic && o.State.Delivered()
		}):
		default:
			s.open = true
		}
		sums[n.Clause.ID] = s
	}
	delivered := make(map[string]time.Time)
	for id, s := range sums {
		if !s.open && !s.at.IsZero() {
			delivered[id] = s.at
		}
	}
	return delivered
}
