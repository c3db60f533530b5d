package domain

import (
	"slices"
	"strings"
	"testing"
	"time"
)

func TestNewsletterCheck(t *testing.T) {
	t.Parallel()
	good := Newsletter{Kind: MailNews, Subject: map[string]string{"en": "News"}, Text: map[string]string{"en": "One.\n\nTwo."}}
	if wrong := good.Check(); wrong != nil {
		t.Errorf("%v", wrong)
	}
	for pointer, n := range map[string]Newsletter{
		"/kind":       {Kind: "ads", Subject: good.Subject, Text: good.Text},
		"/subject":    {Kind: MailNews},
		"/subject/en": {Kind: MailNews, Subject: map[string]string{"en": "a\nb"}, Text: good.Text},
		"/subject/de": {Kind: MailNews, Subject: good.Subject, Text: map[string]string{"en": "x", "de": "y"}},
		"/text/en":    {Kind: MailNews, Subject: good.Subject, Text: map[string]string{"en": strings.Repeat("x", NewsletterTextMax+1)}},
		"/text/fr":    {Kind: MailNews, Subject: map[string]string{"en": "x", "fr": "y"}, Text: good.Text},
		"/text":       {Kind: MailNews, Subject: good.Subject, Text: map[string]string{"en": "x", "it": "y"}},
	} {
		if wrong := n.Check(); !slices.ContainsFunc(wrong, func(e FieldError) bool { return e.Pointer == pointer }) {
			t.Errorf("%s: %v", pointer, wrong)
		}
	}
}

func TestNewsletterIn(t *testing.T) {
	t.Parallel()
	n := Newsletter{Subject: map[string]string{"de": "Neues", "fr": "Nouveautés"}}
	for spoken, want := range map[string]string{"de": "de", "fr": "fr", "es": "de", "": "de"} {
		if got := n.In(spoken); got != want {
			t.Errorf("%q: %q, want %q", spoken, got, want)
		}
	}
}

// An org is told of a newsletter once, for as long as ticks speak of it, and what else it was told stays.
func TestTellNewsletters(t *testing.T) {
	t.Parallel()
	id := func(c string) string { return strings.Repeat(c, IDLength-1) + "a" }
	a, b := Announcing{Kind: AnnounceNewsletter, ID: id("b")}, Announcing{Kind: AnnounceNewsletter, ID: id("c")}
	owner := Announcing{Kind: AnnounceOwnership, ID: id("d")}
	var o Org
	o.TellOwnership(owner)
	if !o.TellNewsletters([]Announcing{a}) || o.TellNewsletters([]Announcing{a}) {
		t.Error("not told, or told twice")
	}
	o.Mailing = nil // all was sent
	if !o.TellNewsletters([]Announcing{a, b}) || !slices.Equal(o.Mailing, []Announcing{b}) {
		t.Errorf("to be sent: %v", o.Mailing)
	}
	next := Announcing{Kind: AnnounceOwnership, ID: id("e")}
	o.TellOwnership(next)
	if o.TellNewsletters([]Announcing{a, b}) {
		t.Error("a change of ownership makes newsletters be sent again")
	}
	if !o.TellNewsletters(nil) || !slices.Equal(o.Told, []string{next.String()}) {
		t.Errorf("told: %v", o.Told)
	}
	for _, s := range []string{a.String(), b.String()} {
		if got, ok := ParseAnnouncing(s); !ok || got.String() != s {
			t.Errorf("%s is read as %+v", s, got)
		}
		if _, ok := ParseAnnouncing(s + "-withdrawn"); ok {
			t.Error("a newsletter that was sent can't be taken back")
		}
	}
}

func TestNewsletterTimes(t *testing.T) {
	t.Parallel()
	now := time.Date(2026, 9, 1, 8, 0, 0, 0, time.UTC)
	n := Newsletter{WrittenAt: now}
	if !n.Waits() || n.Due(now.Add(NewsletterDelay-1)) || !n.Due(now.Add(NewsletterDelay)) || n.Current(now) {
		t.Error("waiting")
	}
	n.StartedAt = now
	if n.Waits() || n.Due(now.Add(time.Hour)) || !n.Current(now) || n.Current(now.Add(NewsletterTold)) {
		t.Error("started")
	}
	if n = (Newsletter{WrittenAt: now, CancelledAt: now}); n.Waits() || n.Due(now.Add(time.Hour)) {
		t.Error("cancelled")
	}
	all := make([]Newsletter, NewsletterRate)
	for i := range all {
		all[i].WrittenAt = now
	}
	if MayWrite(all, now) || !MayWrite(all, now.Add(NewsletterRateTime)) || !MayWrite(all[1:], now) {
		t.Error("the rate")
	}
}
