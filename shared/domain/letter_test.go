package domain

import (
	"fmt"
	"testing"
	"time"
)

// Which announcements are due is decided by the agreements and the time alone.
func TestAnnouncements(t *testing.T) {
	t.Parallel()
	end := time.Date(2027, 8, 1, 0, 0, 0, 0, time.UTC)
	service := Agreement{ID: "s", Kind: AgreementService, SignedAt: end.AddDate(-1, 0, 0), EndsAt: end}
	processing := Agreement{ID: "p", Kind: AgreementProcessing, SignedAt: end.AddDate(-1, 0, 0), EndsAt: end.AddDate(0, 0, 40)}
	next := Agreement{ID: "n", Kind: AgreementService, SignedAt: end.AddDate(0, 0, -50), BeginsAt: end, EndsAt: end.AddDate(1, 0, 0)}
	gap := next
	gap.BeginsAt = end.Add(time.Second)
	amendment := Agreement{ID: "m", Kind: AgreementAmendment, SignedAt: end.AddDate(-1, 0, 0), EndsAt: end}
	endless := Agreement{ID: "e", Kind: AgreementService, SignedAt: end.AddDate(-1, 0, 0)}
	left := func(days int) time.Time { return end.AddDate(0, 0, -days) }
	for name, tt := range map[string]struct {
		agreements []Agreement
		now        time.Time
		want       string
	}{
		"a moment early":                 {[]Agreement{service}, left(90).Add(-time.Microsecond), ""},
		"three months before":            {[]Agreement{service}, left(90), "s 90 last;"},
		"until a month before":           {[]Agreement{service}, left(30).Add(-time.Microsecond), "s 90 last;"},
		"a month before":                 {[]Agreement{service}, left(30), "s 30 last;"},
		"a week before":                  {[]Agreement{service}, left(7), "s 7 last;"},
		"to the last moment":             {[]Agreement{service}, end.Add(-time.Microsecond), "s 7 last;"},
		"over":                           {[]Agreement{service}, end, ""},
		"another holds longer":           {[]Agreement{service, processing}, left(30), "s 30;p 90 last;"},
		"renewed":                        {[]Agreement{service, next}, left(30), ""},
		"followed after a gap":           {[]Agreement{service, gap}, left(30), "s 30;"},
		"followed by one without an end": {[]Agreement{service, endless}, left(7), ""},
		"an amendment":                   {[]Agreement{service, amendment}, left(7), "s 7 last;"},
		"not begun":                      {[]Agreement{{ID: "x", Kind: AgreementService, SignedAt: left(6), EndsAt: end}}, left(7), ""},
		"without an end":                 {[]Agreement{endless}, left(7), ""},
	} {
		o := Org{State: OrgActive, Agreements: tt.agreements}
		got := ""
		for _, a := range o.Announcements(tt.now) {
			got += fmt.Sprint(a.Agreement.ID, " ", a.Days)
			if a.Last {
				got += " last"
			}
			got += ";"
		}
		if got != tt.want {
			t.Errorf("%s: %q, want %q", name, got, tt.want)
		}
		o.State = OrgLeft
		if got := o.Announcements(tt.now); len(got) != 0 {
			t.Errorf("%s: a school that left is told %v", name, got)
		}
	}
}

// A letter is the same however often it is made, and outdated once the agreement is
// renewed, moved, ended or over.
func TestLetters(t *testing.T) {
	t.Parallel()
	end := time.Date(2027, 8, 1, 0, 0, 0, 0, time.UTC)
	now := end.AddDate(0, 0, -20)
	o := Org{ID: "org_north", State: OrgActive, Agreements: []Agreement{{ID: "s", Kind: AgreementService, SignedAt: end.AddDate(-1, 0, 0), EndsAt: end}}}
	a := o.Announcements(now)[0]
	l := a.Letter(o.ID, OfficeSchool, now)
	if l.Days != 30 || l.ID != a.Letter(o.ID, OfficeSchool, now.Add(time.Hour)).ID || l.Outdated(o, now) {
		t.Errorf("the letter is %+v", l)
	}
	moved := a
	moved.Agreement.EndsAt = end.AddDate(1, 0, 0)
	sooner := a
	sooner.Days = 7
	ids := map[string]bool{}
	for _, other := range []Letter{
		l, a.Letter(o.ID, OfficeOperator, now), a.Letter("org_south", OfficeSchool, now), moved.Letter(o.ID, OfficeSchool, now),
		sooner.Letter(o.ID, OfficeSchool, now), Farewell(o.ID, now), Farewell("org_south", now),
	} {
		ids[other.ID] = true
	}
	if len(ids) != 7 {
		t.Errorf("%d ids of 7 letters", len(ids))
	}
	for name, change := range map[string]func(o *Org) time.Time{
		"moved": func(o *Org) time.Time { o.Agreements[0].EndsAt = end.AddDate(0, 1, 0); return now },
		"renewed": func(o *Org) time.Time {
			next := o.Agreements[0]
			next.ID, next.EndsAt = "n", end.AddDate(1, 0, 0)
			o.Agreements = append(o.Agreements, next)
			return now
		},
		"ended":    func(o *Org) time.Time { o.State, o.LeftAt = OrgLeft, now; return now },
		"over":     func(*Org) time.Time { return end },
		"taken":    func(o *Org) time.Time { o.Agreements = nil; return now },
		"erased":   func(o *Org) time.Time { *o = Org{ID: o.ID, State: OrgErased}; return now },
		"amending": func(o *Org) time.Time { o.Agreements[0].Kind = AgreementAmendment; return now },
	} {
		other := o
		other.Agreements = append([]Agreement{}, o.Agreements...)
		if at := change(&other); !l.Outdated(other, at) {
			t.Errorf("%s: still sent", name)
		}
		if farewell := Farewell(o.ID, now); farewell.Outdated(other, now) {
			t.Errorf("%s: the last receipts aren't sent", name)
		}
	}
	for state, over := range map[NoticeState]bool{
		NoticeWaiting: false, NoticeQueued: false, NoticeSending: false, NoticeDeferred: false,
		NoticeSent: true, NoticeFailed: true, NoticeUnknown: true, NoticeNotRequired: true,
	} {
		if l.State = state; l.HandedOver() != over {
			t.Errorf("%s: handed over is %v", state, !over)
		}
	}
}

// An announcement that the server refuses for now is tried until the agreement is over, and
// not after that; the last receipts for three days.
func TestLettersAreTriedInTime(t *testing.T) {
	t.Parallel()
	end := time.Date(2027, 8, 1, 0, 0, 0, 0, time.UTC)
	for name, l := range map[string]Letter{
		"announcement": {EndsAt: end, Kind: LetterEnding}, "farewell": {Kind: LetterFarewell},
	} {
		now := end.Add(-time.Hour)
		l.Delivery = Delivery{Attempts: Attempts{State: NoticeQueued}, Recipient: []byte("sealed")}
		for l.State == NoticeQueued || l.State == NoticeDeferred {
			if !l.Claim(now) || !l.Settle(l.Attempt, SentTemporary, "451", now) {
				t.Fatalf("%s: attempt %d at %v", name, l.Attempt, now)
			}
			if l.State == NoticeDeferred {
				now = l.NextAttempt
			}
		}
		if l.State != NoticeFailed || l.Kind == LetterEnding && now.After(end) || l.Kind == LetterFarewell && (now.Before(end.AddDate(0, 0, 2)) || now.After(end.AddDate(0, 0, 5))) {
			t.Errorf("%s: %s after %d attempts at %v", name, l.State, l.Attempt, now)
		}
	}
}
