package notify_test

import (
	"context"
	"flag"
	"fmt"
	"maps"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	sink "github.com/cleanslate-edu/cleanslate/emulators/mail"
	"github.com/cleanslate-edu/cleanslate/functions/breachtest"
	"github.com/cleanslate-edu/cleanslate/shared/domain"
	"github.com/cleanslate-edu/cleanslate/shared/events"
	"github.com/cleanslate-edu/cleanslate/shared/profile"
	"github.com/cleanslate-edu/cleanslate/shared/seal"
)

// publish changes north's policy and returns what its people are to be sent.
func publish(t *testing.T, w *breachtest.World) domain.Announcing {
	t.Helper()
	o, err := w.Store.ChangePolicy(t.Context(), breachtest.North, func(o *domain.Org, _ *domain.PolicyVersion) ([]domain.PolicyVersion, error) {
		p := domain.Policy{KeptDays: 30, RestoreMonths: 1, Purposes: []string{"teaching"}, PrivacyContact: "privacy@north.example", Clause: "7"}
		return o.Publish(p, domain.PolicyFrom(w.Clock(), domain.PolicyNotice, time.UTC), w.Clock(), "", "x")
	})
	w.Must(err)
	if len(o.Mailing) != 1 {
		t.Fatalf("to be sent: %v", o.Mailing)
	}
	return o.Mailing[0]
}

func mailing(t *testing.T, w *breachtest.World) []domain.Announcing {
	t.Helper()
	o, err := w.Store.Org(t.Context(), breachtest.North)
	w.Must(err)
	return o.Mailing
}

// An announcement goes once to each of the school's addresses, in its language, and says what changes and when.
func TestAnnounce(t *testing.T) {
	t.Parallel()
	w := breachtest.New(t)
	about := publish(t, w)
	for range 3 {
		w.Must(w.Bus.Send(t.Context(), events.NotifyMail, events.Announce(breachtest.North, about)))
		w.Settle()
	}
	// Once it is done, or taken back, nothing is sent.
	w.Must(w.Bus.Send(t.Context(), events.NotifyMail, events.Announce(breachtest.North, domain.Announcing{Kind: domain.AnnouncePolicy, N: 9})))
	w.Must(w.Bus.Send(t.Context(), events.NotifyMail, events.Announce("org_gone", about)))
	w.Settle()
	var to []string
	for _, m := range w.Mail.Messages() {
		to = append(to, m.To...)
		for _, want := range []string{"Neue Regelung zu Daten bei North School ab 1. Dezember 2026", "30 Tage", "16. November 2026", "privacy@north.example"} {
			if !strings.Contains(m.Subject+m.Text, want) {
				t.Errorf("the mail doesn't say %q:\n%s\n%s", want, m.Subject, m.Text)
			}
		}
	}
	slices.Sort(to)
	if !slices.Equal(to, []string{"office@north.example", "privacy@north.example"}) {
		t.Errorf("sent to %v", to)
	}
	if left := mailing(t, w); len(left) != 0 {
		t.Errorf("left to be sent: %v", left)
	}
}

// Members have it in their language, each address once; nobody who has left, is suspended, gave no address or belongs to
// another school has it, even at the second attempt.
func TestMembersAreTold(t *testing.T) {
	t.Parallel()
	w := breachtest.New(t)
	w.Member(breachtest.North, said("french@north.example", "fr"))
	w.Member(breachtest.North, said("elsewhere@north.example", "xx")) // no language of ours: the school's
	w.Member(breachtest.North, said("", "en"))
	w.Member(breachtest.North, domain.Profile{})
	w.Member(breachtest.North, said("Office@north.example", "en")) // has it as the office
	w.Member(breachtest.South, said("south@south.example", "en"))
	for range 3 {
		w.Member(breachtest.North, said("shared@north.example", "en"))
	}
	for k, state := range []domain.MemberState{domain.MemberRevoked, domain.MemberDeactivated, domain.MemberErasing, domain.MemberErased} {
		id := w.Member(breachtest.North, said(fmt.Sprint("gone", k, "@north.example"), "en"))
		w.Must(w.Store.SetMemberState(t.Context(), breachtest.North, id, state))
	}
	// One whose key was destroyed a moment ago, and those who go before the second attempt.
	now := w.Clock()
	emptied := w.Member(breachtest.North, said("emptied@north.example", "en"))
	w.Must(w.Vault.DeleteMemberKey(t.Context(), breachtest.North, emptied, now))
	empties := w.Member(breachtest.North, said("empties@north.example", "en"))
	suspended := w.Member(breachtest.North, said("suspended@north.example", "en"))
	for _, to := range []string{"empties", "suspended"} {
		w.Mail.Refuse(to+"@north.example", 451, "later")
	}
	message := events.Announce(breachtest.North, publish(t, w))
	w.Must(w.Bus.Send(t.Context(), events.NotifyMail, message))
	w.Settle()
	if left := mailing(t, w); len(left) != 1 {
		t.Errorf("left to be sent: %v", left)
	}
	for _, to := range []string{"empties", "suspended"} {
		w.Mail.Refuse(to+"@north.example", 0, "")
	}
	w.Must(w.Vault.DeleteMemberKey(t.Context(), breachtest.North, empties, now))
	w.Must(w.Store.Deactivate(t.Context(), breachtest.North, empties))
	w.Must(w.Store.SetMemberState(t.Context(), breachtest.North, suspended, domain.MemberRevoked))
	w.Advance(time.Hour)
	w.Must(w.Bus.Send(t.Context(), events.NotifyMail, message))
	w.Settle()
	got := make(map[string]string)
	for _, m := range w.Mail.Messages() {
		for _, to := range m.To {
			if got[to] != "" {
				t.Errorf("%s has it twice", to)
			}
			got[to] = m.Subject
		}
	}
	const german = "Neue Regelung zu Daten bei North School ab 1. Dezember 2026"
	breachtest.Equal(t, "told", got, map[string]string{
		"office@north.example": german, "privacy@north.example": german, "elsewhere@north.example": german,
		"french@north.example": "Nouvelles règles sur les données chez North School à partir du 1er décembre 2026",
		"shared@north.example": "New rules about data at North School from 1 December 2026",
	})
	if left := mailing(t, w); len(left) != 0 {
		t.Errorf("left to be sent: %v", left)
	}
}

var large = flag.Bool("large", false, "as many members as a school may have")

// many returns how many members a school has, and how long a delivery has time for them.
func many() (members int, slot time.Duration) {
	if *large {
		return 2000, 25 * time.Second
	}
	return 100, time.Second
}

// A large school has its letters in as many deliveries as it takes, each once, and a key that can't be opened
// keeps nobody else's.
func TestManyMembersAreTold(t *testing.T) {
	t.Parallel()
	w := breachtest.New(t)
	members, slot := many()
	ids := make([]string, members)
	var making sync.WaitGroup
	for k := range 8 {
		making.Go(func() {
			for i := k; i < members; i += 8 {
				ids[i] = w.Member(breachtest.North, domain.Profile{Name: "Somebody", Email: fmt.Sprintf("teacher%d@north.example", i), Locale: "en"})
			}
		})
	}
	making.Wait()
	about := publish(t, w)
	unwraps := &failingOnce{Unwrapper: w.Notify.OrgKeys, path: seal.MemberKeyPath(ids[0])}
	w.Notify.OrgKeys = unwraps
	w.Wire()
	deliveries, failed := 0, 0
	for len(mailing(t, w)) > 0 {
		if deliveries++; deliveries > 40 {
			t.Fatalf("%d letters after %d deliveries", len(w.Mail.Messages()), deliveries)
		}
		// A delivery ends announceMargin before its deadline.
		ctx, cancel := context.WithTimeout(t.Context(), 2*time.Minute+slot)
		if err := w.Bus.Handlers[events.NotifyMail](ctx, events.Message{Data: events.Announce(breachtest.North, about)}); err != nil {
			failed++
			t.Logf("delivery %d: %v", deliveries, err)
		}
		cancel()
	}
	if got := w.MailIDs(); len(got) != members+2 || slices.Max(slices.Collect(maps.Values(got))) != 1 {
		t.Errorf("%d letters in %d deliveries, want %d, each once", len(got), deliveries, members+2)
	}
	// Where the delivery's time is over before that member's turn, it doesn't fail.
	if deliveries < 2 || failed > 1 || !unwraps.failed.Load() {
		t.Errorf("%d deliveries, of which %d failed; one may fail, and several are needed", deliveries, failed)
	}
}

// failingOnce can't unwrap one key at first.
type failingOnce struct {
	profile.Unwrapper
	path   string
	failed atomic.Bool
}

func (f *failingOnce) Unwrap(ctx context.Context, path string, wrapped []byte) ([]byte, error) {
	if path == f.path && f.failed.CompareAndSwap(false, true) {
		return nil, domain.ErrUnavailable
	}
	return f.Unwrapper.Unwrap(ctx, path, wrapped)
}

// Wherever notify is cut off, and however often it is asked again, no letter is sent twice, each of the others once, and
// it comes to an end.
func TestAnnounceCrash(t *testing.T) {
	t.Parallel()
	const most = 25
	for at := 1; ; at++ {
		if at == most {
			t.Fatal("it makes more calls than a test can follow")
		}
		broken := false
		for _, after := range []bool{false, true} {
			w := breachtest.New(t)
			w.Member(breachtest.North, domain.Profile{Name: "Ada", Email: "ada@north.example", Locale: "en"})
			message := events.Announce(breachtest.North, publish(t, w))
			fuse := w.BreakAt(at, after)
			for range 4 {
				w.Must(w.Bus.Send(t.Context(), events.NotifyMail, message))
				w.Settle()
			}
			broken = broken || fuse.Calls >= at
			for range 3 { // the hourly tick asks for what isn't done
				w.Advance(time.Hour)
				for _, a := range mailing(t, w) {
					w.Must(w.Bus.Send(t.Context(), events.NotifyMail, events.Announce(breachtest.North, a)))
				}
				w.Settle()
			}
			ids := w.MailIDs()
			for id, n := range ids {
				if n != 1 {
					t.Errorf("crash at %d (after: %v): %s was sent %d times", at, after, id, n)
				}
			}
			if len(ids) < 2 || len(ids) > 3 {
				t.Errorf("crash at %d (after: %v): %d letters", at, after, len(ids))
			}
			if left := mailing(t, w); len(left) != 0 {
				t.Errorf("crash at %d (after: %v): left to be sent: %v", at, after, left)
			}
		}
		if !broken {
			return
		}
	}
}

// Another owner is announced to each school's people with the choice, and so is that it won't come.
func TestOwnershipIsMailed(t *testing.T) {
	t.Parallel()
	w := breachtest.New(t)
	c := domain.Ownership{
		ID: breachtest.NewID(t), Owner: "New Owner AG", Country: "CH", PublishedAt: w.Clock(), On: time.Date(2027, 3, 1, 0, 0, 0, 0, time.UTC),
		Choice: map[string]string{"en": "You may leave.", "de": "Sie können gehen.", "fr": "Vous pouvez partir.", "es": "Puede irse."},
	}
	about := domain.Announcing{Kind: domain.AnnounceOwnership, ID: c.ID}
	send := func(org string) {
		t.Helper()
		w.Must(w.Store.ChangeOwnerships(t.Context(), func([]domain.Ownership) (*domain.Ownership, error) { return &c, nil }))
		w.Must(w.Store.ChangeMailing(t.Context(), org, func(o *domain.Org) bool { return o.TellOwnership(about) }))
		w.Must(w.Bus.Send(t.Context(), events.NotifyMail, events.Announce(org, about)))
		w.Settle()
	}
	send(breachtest.North)
	send(breachtest.South)
	for to, want := range map[string][]string{
		"office@north.example": {"cleanslate hat ab 1. März 2027 einen neuen Eigentümer: New Owner AG", "Sie können gehen.", "Ergebnisse exportieren"},
		"office@south.example": {"1 March 2027", "You may leave."},
	} {
		i := slices.IndexFunc(w.Mail.Messages(), func(m sink.Message) bool { return slices.Contains(m.To, to) })
		if i < 0 {
			t.Errorf("nothing was sent to %s", to)
			continue
		}
		m := w.Mail.Messages()[i]
		for _, text := range want {
			if !strings.Contains(m.Subject+m.Text, text) {
				t.Errorf("the mail to %s doesn't say %q:\n%s\n%s", to, text, m.Subject, m.Text)
			}
		}
	}
	c.WithdrawnAt, about.Withdrawn = w.Clock(), true
	before := len(w.Mail.Messages())
	send(breachtest.North)
	if all := w.Mail.Messages(); len(all) != before+2 || all[before].Subject != "cleanslate bekommt keinen neuen Eigentümer" {
		t.Errorf("that it won't come: %d more, %q", len(all)-before, all[len(all)-1].Subject)
	}
}
