package domain_test

import (
	"errors"
	"slices"
	"testing"
	"time"

	"pgregory.net/rapid"

	"github.com/cleanslate-edu/cleanslate/shared/domain"
)

func policyOf(keptDays, restoreDays int, purposes ...string) domain.Policy {
	return domain.Policy{KeptDays: keptDays, RestoreDays: restoreDays, Purposes: purposes, PrivacyContact: "p@north.example", Clause: "7"}
}

func TestTakes(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		name             string
		before, after    domain.Policy
		takes, lengthens bool
	}{
		{"nothing", policyOf(30, 10, "a"), policyOf(30, 10, "a"), false, false},
		{"shorter", policyOf(30, 10, "a"), policyOf(20, 10, "a"), true, false},
		{"longer", policyOf(30, 10, "a"), policyOf(40, 10, "a"), true, true},
		{"a shorter window", policyOf(30, 10, "a"), policyOf(30, 0, "a"), true, false},
		{"a longer window", policyOf(30, 10, "a"), policyOf(30, 11, "a"), true, true},
		{"a purpose more", policyOf(30, 10, "a"), policyOf(30, 10, "a", "b"), true, true},
		{"a purpose less", policyOf(30, 10, "a", "b"), policyOf(30, 10, "b"), false, false},
		{"a year is twelve months", domain.Policy{KeptMonths: 12}, domain.Policy{KeptMonths: 12}, false, false},
		{"28 days may be shorter than a month, and 31 longer", domain.Policy{KeptMonths: 1}, domain.Policy{KeptDays: 28}, true, false},
		{"a month may be longer than 30 days", domain.Policy{KeptDays: 30}, domain.Policy{KeptMonths: 1}, true, true},
	} {
		if got := c.before.Takes(c.after); got != c.takes {
			t.Errorf("%s: takes %v", c.name, got)
		}
		if got := c.before.Lengthens(c.after); got != c.lengthens {
			t.Errorf("%s: lengthens %v", c.name, got)
		}
	}
}

// A policy comes into force with a whole day of the school's, never before the notice is over.
func TestPolicyFrom(t *testing.T) {
	t.Parallel()
	zone, err := time.LoadLocation("America/New_York")
	if err != nil {
		t.Fatal(err)
	}
	now := time.Date(2026, 11, 30, 15, 0, 0, 0, time.UTC)
	if got, want := domain.PolicyFrom(now, domain.PolicyNotice, zone), time.Date(2026, 12, 15, 5, 0, 0, 0, time.UTC); !got.Equal(want) {
		t.Errorf("it comes into force at %v, want %v", got, want)
	}
	midnight := time.Date(2026, 11, 30, 5, 0, 0, 0, time.UTC)
	if got := domain.PolicyFrom(midnight, domain.PolicyNotice, zone); !got.Equal(midnight.AddDate(0, 0, 14)) {
		t.Errorf("published at midnight it comes into force at %v", got)
	}
	if got := domain.PolicyFrom(now, domain.Period{}, zone); !got.Equal(now) {
		t.Errorf("without notice it comes into force at %v", got)
	}
}

// Of an announced policy nothing happens before its time, and from then on it is the one
// in force, whether or not anything has noted it.
func TestAnnouncedPolicy(t *testing.T) {
	t.Parallel()
	start := time.Date(2026, 9, 1, 8, 0, 0, 0, time.UTC)
	from := start.AddDate(0, 0, 14)
	o := domain.Org{Policy: policyOf(180, 30, "a"), PolicyVersions: 1}
	o.Policy.Version, o.Policy.Revision = 1, 7
	shorter := policyOf(10, 5, "a")
	versions, err := o.Publish(shorter, from, start, "", "m1")
	if err != nil || len(versions) != 1 || versions[0].N != 2 || o.Policy.KeptDays != 180 || o.Announced == nil {
		t.Fatalf("%+v, %v", versions, err)
	}
	if o.Policy.Revision != 8 || o.Announced.Policy.Revision != 8 {
		t.Errorf("revisions %d and %d, want 8: whoever saw the old state overwrites the new one", o.Policy.Revision, o.Announced.Policy.Revision)
	}
	if len(o.Mailing) != 1 || o.Mailing[0] != (domain.Announcing{Kind: domain.AnnouncePolicy, N: 2}) {
		t.Errorf("its people are sent %v", o.Mailing)
	}
	if _, err := o.Publish(policyOf(20, 5, "a"), from, start, "", "m1"); !errors.Is(err, domain.ErrConflict) {
		t.Errorf("another one beside it: %v", err)
	}
	closed := domain.Session{State: domain.Closed, EndedAt: start.AddDate(0, 0, -100)}
	if got := closed.KeptUntil(&o); !got.Equal(from) {
		t.Errorf("what the new policy ends at once is kept until %v, want %v", got, from)
	}
	fresh := domain.Session{State: domain.Closed, EndedAt: start.AddDate(0, 0, 12)}
	if got, want := fresh.KeptUntil(&o), start.AddDate(0, 0, 22); !got.Equal(want) {
		t.Errorf("kept until %v, want %v", got, want)
	}
	old := domain.Session{State: domain.Closed, EndedAt: start.AddDate(0, 0, -170)}
	if got, want := old.KeptUntil(&o), start.AddDate(0, 0, 10); !got.Equal(want) {
		t.Errorf("what ends before the change is kept until %v, want %v", got, want)
	}
	if got, want := o.RestorableUntil(start.AddDate(0, 0, -20)), start.AddDate(0, 0, 10); !got.Equal(want) {
		t.Errorf("restorable until %v, want %v", got, want)
	}
	if got := o.RestorableUntil(start); !got.Equal(from) {
		t.Errorf("restorable until %v, want %v", got, from)
	}
	if at := o.At(from.Add(-1)); at.Policy.KeptDays != 180 || at.Announced == nil {
		t.Error("it is in force before its time")
	}
	at := o.At(from)
	if at.Policy.KeptDays != 10 || at.Announced != nil || at.Policy.Revision <= o.Policy.Revision || o.Announced == nil {
		t.Errorf("at its time %+v is in force", at.Policy)
	}
	ended := o.ComeIntoForce(from.Add(time.Hour))
	if len(ended) != 1 || ended[0].N != 1 || !ended[0].Until.Equal(from) || o.Policy.KeptDays != 10 {
		t.Errorf("noted an hour later: %+v", ended)
	}
	if o.ComeIntoForce(from.Add(2*time.Hour)) != nil {
		t.Error("it comes into force twice")
	}
	if _, err := o.Withdraw(from); !errors.Is(err, domain.ErrConflict) {
		t.Errorf("taking back what is in force: %v", err)
	}
}

func TestWithdraw(t *testing.T) {
	t.Parallel()
	now := time.Date(2026, 9, 1, 8, 0, 0, 0, time.UTC)
	o := domain.Org{Policy: policyOf(180, 30, "a"), PolicyVersions: 1}
	if _, err := o.Publish(policyOf(10, 5, "a"), now.AddDate(0, 0, 14), now, "", "m1"); err != nil {
		t.Fatal(err)
	}
	announced := o.Policy.Revision
	versions, err := o.Withdraw(now.AddDate(0, 0, 1))
	if err != nil || len(versions) != 1 || versions[0].WithdrawnAt.IsZero() || o.Announced != nil || o.Policy.KeptDays != 180 ||
		o.Policy.Revision != announced+1 {
		t.Fatalf("%+v, %v", versions, err)
	}
	if len(o.Mailing) != 1 || !o.Mailing[0].Withdrawn {
		t.Errorf("its people are sent %v", o.Mailing)
	}
	versions, err = o.Publish(policyOf(180, 30), now, now, "", "m1")
	if err != nil || len(versions) != 2 || versions[1].N != 3 {
		t.Errorf("a withdrawn version's number is used again: %+v, %v", versions, err)
	}
}

// Whatever is announced, a session ends no earlier than under the policy in force or, if
// that is later, when the announced one begins, and what is due is found by the bounds.
func TestAnnouncedEnds(t *testing.T) {
	t.Parallel()
	now := time.Date(2026, 9, 1, 8, 0, 0, 0, time.UTC)
	rapid.Check(t, func(r *rapid.T) {
		days := func(name string, most int) int { return rapid.IntRange(0, most).Draw(r, name) }
		o := domain.Org{Policy: policyOf(1+days("kept", 300), days("restore", 180))}
		from := now.AddDate(0, 0, days("from", 60))
		o.Announced = &domain.Announced{Policy: policyOf(1+days("kept then", 300), days("restore then", 180)), From: from}
		s := domain.Session{State: domain.Closed, EndedAt: now.AddDate(0, 0, -days("ended", 400))}
		until, was := s.KeptUntil(&o), o.Policy.Kept().After(s.EndedAt)
		then := o.Announced.Kept().After(s.EndedAt)
		switch {
		case was.Before(from) && !until.Equal(was):
			r.Fatalf("kept until %v, not %v", until, was)
		case !was.Before(from) && (until.Before(from) || !until.Equal(then) && !until.Equal(from)):
			r.Fatalf("kept until %v; from %v on it is until %v", until, from, then)
		}
		if o.LatestEnd(until).Before(s.EndedAt) {
			r.Fatalf("what is due at %v isn't looked for", until)
		}
		final := o.RestorableUntil(s.EndedAt)
		if o.LatestDeletion(final).Before(s.EndedAt) {
			r.Fatalf("what is final at %v isn't looked for", final)
		}
		at := o.At(from)
		if got := s.KeptUntil(&at); until.After(from) && !got.Equal(until) {
			r.Fatalf("once it is in force it is kept until %v, before it was %v", got, until)
		}
		if got := at.RestorableUntil(s.EndedAt); final.After(from) && !got.Equal(final) || !final.After(from) && got.After(from) {
			r.Fatalf("once it is in force it is restorable until %v, before it was %v", got, final)
		}
	})
}

func TestAnnouncementText(t *testing.T) {
	t.Parallel()
	id := "onswg4tforpw63dmmfzgk2lomm"
	for _, a := range []domain.Announcing{
		{Kind: domain.AnnouncePolicy, N: 7}, {Kind: domain.AnnouncePolicy, N: 7, Withdrawn: true},
		{Kind: domain.AnnounceOwnership, ID: id}, {Kind: domain.AnnounceOwnership, ID: id, Withdrawn: true},
	} {
		if got, ok := domain.ParseAnnouncing(a.String()); !ok || got != a {
			t.Errorf("%s came back as %+v, %v", a, got, ok)
		}
	}
	for _, bad := range []string{"", "policy", "policy-", "policy-0", "policy-07", "policy--1", "policy-x", "ownership-", "ownership-../x", "news-1", "-withdrawn"} {
		if a, ok := domain.ParseAnnouncing(bad); ok {
			t.Errorf("%q is %+v", bad, a)
		}
	}
}

// Each announcement of another owner is sent once; that it won't come, to those only who
// were told that it comes.
func TestTellOwnership(t *testing.T) {
	t.Parallel()
	comes := domain.Announcing{Kind: domain.AnnounceOwnership, ID: "onswg4tforpw63dmmfzgk2lomm"}
	gone := comes
	gone.Withdrawn = true
	var o domain.Org
	if !o.TellOwnership(comes) || o.TellOwnership(comes) || len(o.Mailing) != 1 {
		t.Fatalf("sent %v", o.Mailing)
	}
	o.Mailing = nil // it was sent
	if !o.TellOwnership(gone) || o.TellOwnership(gone) || len(o.Mailing) != 1 || o.Mailing[0] != gone {
		t.Errorf("sent %v", o.Mailing)
	}
	if next := (domain.Announcing{Kind: domain.AnnounceOwnership, ID: "mfrggzdfmztwq2lknnwg23tpoa"}); !o.TellOwnership(next) ||
		!slices.Equal(o.Told, []string{next.String()}) {
		t.Errorf("of earlier ones it remembers %v", o.Told)
	}
	var waits domain.Org
	waits.TellOwnership(comes)
	if !waits.TellOwnership(gone) || !slices.Equal(waits.Mailing, []domain.Announcing{gone}) || !slices.Equal(waits.Told, []string{comes.String(), gone.String()}) {
		t.Errorf("withdrawn before it was sent: sends %v, remembers %v", waits.Mailing, waits.Told)
	}
	var late domain.Org
	if !late.TellOwnership(gone) || len(late.Mailing) != 0 {
		t.Errorf("who wasn't told is sent %v", late.Mailing)
	}
}

func TestOwnershipCheck(t *testing.T) {
	t.Parallel()
	now := time.Date(2026, 9, 1, 8, 0, 0, 0, time.UTC)
	good := domain.Ownership{Owner: "New Owner AG", Country: "CH", On: now.AddDate(0, 0, 31), Choice: map[string]string{"en": "a", "de": "b", "fr": "c", "es": "d"}}
	if wrong := good.Check(now); len(wrong) > 0 {
		t.Errorf("%v", wrong)
	}
	for pointer, spoil := range map[string]func(*domain.Ownership){
		"/owner":     func(c *domain.Ownership) { c.Owner = "" },
		"/country":   func(c *domain.Ownership) { c.Country = "ch" },
		"/on":        func(c *domain.Ownership) { c.On = now.AddDate(0, 0, 29) },
		"/choice/fr": func(c *domain.Ownership) { c.Choice = map[string]string{"en": "a", "de": "b", "es": "d"} },
		"/choice": func(c *domain.Ownership) {
			c.Choice = map[string]string{"en": "a", "de": "b", "fr": "c", "es": "d", "it": "e"}
		},
	} {
		c := good
		spoil(&c)
		if wrong := c.Check(now); len(wrong) != 1 || wrong[0].Pointer != pointer {
			t.Errorf("%s: %v", pointer, wrong)
		}
	}
	if !good.Pending(now) || good.Pending(good.On) || !good.Shown(good.On) || good.Shown(good.On.AddDate(0, 2, 0)) {
		t.Error("it is shown from its announcement until a month after it")
	}
}
