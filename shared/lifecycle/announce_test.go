package lifecycle

import (
	"slices"
	"testing"
	"time"

	"github.com/cleanslate-edu/cleanslate/shared/domain"
	"github.com/cleanslate-edu/cleanslate/shared/events"
)

// publish announces a policy of so many days for a time.
func (w *world) publish(days int, from time.Time) {
	w.t.Helper()
	_, err := w.data.ChangePolicy(w.t.Context(), north, func(o *domain.Org, _ *domain.PolicyVersion) ([]domain.PolicyVersion, error) {
		p := o.Policy
		p.KeptMonths, p.KeptDays = 0, days
		return o.Publish(p, from, w.time, "", "x")
	})
	w.must(err)
}

// A shorter policy that is announced deletes nothing before its time, however often a tick
// comes, and the plan of a later day knows of it. From its time on it is the one in force.
func TestAnnouncedPolicyWaits(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	ctx, signer := t.Context(), newSigner(t)
	s := w.session(1, 1)
	w.must(w.change(s.ID, func(s *domain.Session) error { s.Take(domain.Step{To: domain.Closed}, w.time); return nil }))
	from := w.time.AddDate(0, 0, 14)
	w.publish(5, from)

	org, err := w.data.Org(ctx, north)
	w.must(err)
	plan, err := w.Plan(ctx, org, from.Add(time.Hour), 10)
	w.must(err)
	if len(plan.Steps) != 1 || plan.Steps[0].Rule != domain.RulePolicy || !plan.Steps[0].Due.Equal(from) {
		t.Errorf("the plan of the day is %+v", plan.Steps)
	}
	state := func() domain.State {
		s, err := w.data.Session(ctx, s.ID)
		w.must(err)
		return s.State
	}
	for _, at := range []time.Time{w.time.AddDate(0, 0, 6), from.Add(-time.Microsecond)} {
		w.time = at
		sent, mails := w.tickWithMail(signer)
		w.work(sent)
		if got := state(); got != domain.Closed {
			t.Fatalf("at %v it is %s", at, got)
		}
		if want := events.Announce(north, domain.Announcing{Kind: domain.AnnouncePolicy, N: 2}); len(mails) != 1 || string(mails[0]) != string(want) {
			t.Errorf("a tick asks for %q", mails)
		}
	}
	w.time = from.Add(20 * time.Minute)
	w.work(w.tick(signer))
	if got := state(); got != domain.Deleted {
		t.Errorf("when it is in force it is %s", got)
	}
	w.tick(signer)
	if org, err = w.data.Org(ctx, north); err != nil || org.Announced != nil || org.Policy.KeptDays != 5 || org.Policy.Version != 2 || !org.Policy.Since.Equal(from) {
		t.Errorf("in force is %+v, %v", org.Policy, err)
	}
	versions, _, err := w.data.PolicyVersions(ctx, north, 10, "")
	w.must(err)
	if len(versions) != 2 || versions[0].N != 2 || !versions[0].Until.IsZero() || !versions[1].Until.Equal(from) {
		t.Errorf("the versions are %+v", versions)
	}
}

// Everybody is told once of another owner, by the first tick after its announcement, and
// once more if it is withdrawn.
func TestOwnershipIsSpread(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	ctx, signer := t.Context(), newSigner(t)
	c := domain.Ownership{ID: w.id(), Owner: "New Owner AG", PublishedAt: w.time, On: w.time.AddDate(0, 2, 0)}
	put := func() {
		w.must(w.data.ChangeOwnerships(ctx, func([]domain.Ownership) (*domain.Ownership, error) { return &c, nil }))
	}
	sent := func() {
		w.must(w.data.ChangeMailing(ctx, north, func(o *domain.Org) bool { o.Mailing = nil; return true }))
	}
	mails := func(want ...domain.Announcing) {
		t.Helper()
		_, got := w.tickWithMail(signer)
		var all [][]byte
		for _, a := range want {
			all = append(all, events.Announce(north, a))
		}
		if !slices.EqualFunc(got, all, func(a, b []byte) bool { return string(a) == string(b) }) {
			t.Errorf("a tick asks for %q, want %q", got, all)
		}
	}
	comes := domain.Announcing{Kind: domain.AnnounceOwnership, ID: c.ID}
	gone := comes
	gone.Withdrawn = true
	mails()
	put()
	mails(comes)
	mails(comes) // until it is sent
	sent()
	mails()
	c.WithdrawnAt = w.time
	put()
	mails(gone)
	sent()
	mails()
	w.time = c.On
	mails()
}

// A newsletter starts with the first tick after its time, is asked for once with each org, and not at all if it was cancelled
// before that; nobody can cancel it afterwards.
func TestNewslettersAreSpread(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	ctx, signer := t.Context(), newSigner(t)
	write := func() domain.Newsletter {
		n := domain.Newsletter{ID: w.id(), Kind: domain.MailNews, Subject: map[string]string{"en": "News"}, Text: map[string]string{"en": "Text"}, WrittenAt: w.time}
		w.must(w.data.ChangeNewsletters(ctx, func([]domain.Newsletter) (*domain.Newsletter, error) { return &n, nil }))
		return n
	}
	mails := func(want ...domain.Newsletter) {
		t.Helper()
		_, got := w.tickWithMail(signer)
		var all [][]byte
		for _, n := range want {
			all = append(all, events.Announce(north, domain.Announcing{Kind: domain.AnnounceNewsletter, ID: n.ID}))
		}
		if !slices.EqualFunc(got, all, func(a, b []byte) bool { return string(a) == string(b) }) {
			t.Errorf("a tick asks for %q, want %q", got, all)
		}
	}
	cancel := func(n domain.Newsletter) {
		w.must(w.data.ChangeNewsletters(ctx, func(all []domain.Newsletter) (*domain.Newsletter, error) {
			n.CancelledAt = w.time
			return &n, nil
		}))
	}
	first, dropped := write(), write()
	mails() // it can be cancelled still
	cancel(dropped)
	w.time = w.time.Add(domain.NewsletterDelay)
	mails(first)
	if n, err := w.data.Newsletter(ctx, first.ID); err != nil || !n.StartedAt.Equal(w.time) {
		t.Errorf("%+v, %v", n, err)
	}
	mails(first) // until it is sent
	second := write()
	w.time = w.time.Add(domain.NewsletterDelay)
	mails(first, second)
	w.must(w.data.ChangeMailing(ctx, north, func(o *domain.Org) bool { o.Mailing = nil; return true }))
	mails()
	w.time = w.time.Add(domain.NewsletterTold)
	mails()
	if org, err := w.data.Org(ctx, north); err != nil || len(org.Told) != 0 {
		t.Errorf("told %v, %v", org.Told, err)
	}
	if all, err := w.data.Newsletters(ctx); err != nil || len(all) != 3 {
		t.Errorf("%+v, %v", all, err)
	}
	w.time = domain.AddMonths(w.time, domain.NewsletterKept.Months)
	w.must(w.clean(ctx))
	if all, err := w.data.Newsletters(ctx); err != nil || len(all) != 0 {
		t.Errorf("left: %+v, %v", all, err)
	}
}
