package lifecycle

import (
	"context"
	"errors"
	"fmt"
	"testing"
	"time"

	raw "cloud.google.com/go/firestore"

	"github.com/cleanslate-edu/cleanslate/shared/domain"
	"github.com/cleanslate-edu/cleanslate/shared/events"
)

// handOver does what breach and notify do with the letters that wait, and returns how many
// did. As long as one waits, the key is there that they need for it.
func (w *world) handOver() (n int) {
	w.t.Helper()
	ctx := w.t.Context()
	var ids []string
	for id, err := range w.data.OpenLetters(ctx) {
		w.must(err)
		ids = append(ids, id)
	}
	for _, id := range ids {
		_, err := w.data.ChangeLetter(ctx, id, func(l *domain.Letter, _ domain.Org) (bool, error) {
			has, err := w.vault.HasContactKey(ctx, l.Org)
			if err == nil && !has {
				err = errors.New("the key went before the letter")
			}
			l.State, l.DoneAt = domain.NoticeSent, w.time
			return true, err
		})
		w.must(err)
		n++
	}
	return n
}

// letters returns how many letters there are about the org, by "kind to days state".
func (w *world) letters() map[string]int {
	w.t.Helper()
	got := make(map[string]int)
	for l, err := range w.data.Letters(w.t.Context(), north) {
		w.must(err)
		got[fmt.Sprint(l.Kind, " ", l.To, " ", l.Days, " ", l.State)]++
	}
	return got
}

// The last receipts are mailed before the key of the contact goes, however long that takes,
// and when everything else is gone.
func TestTheKeyWaitsForTheLastReceipts(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	ctx := t.Context()
	s := w.session(1, 1)
	w.must(w.change(s.ID, func(s *domain.Session) error { s.State = domain.Closed; s.End(start); return nil }))
	w.member()
	w.time = start.Add(time.Hour)
	e := domain.Erasure{Subject: domain.Subject{Kind: domain.SubjectOrg, Org: north}, Rule: domain.RuleFormal, Ground: domain.GroundSchool}
	for _, state := range []domain.NoticeState{
		domain.NoticeWaiting, domain.NoticeQueued, domain.NoticeSending, domain.NoticeDeferred,
	} {
		if out, err := w.Erase(ctx, e); err != nil || out.Receipt != nil || out.State() != "erasing" {
			t.Fatalf("before it is %s: %+v, %v", state, out, err)
		}
		if has, err := w.vault.HasContactKey(ctx, north); err != nil || !has {
			t.Fatalf("the key went while the letter was not yet %s: %v", state, err)
		}
		if _, err := w.data.OrgContact(ctx, north); err != nil {
			t.Fatalf("the address went: %v", err)
		}
		if d := w.dump(); len(paths(d, "vault sessions/"))+len(paths(d, "vault members/")) > 1 { // a member's tombstone
			t.Errorf("what students entered waits too: %v", paths(d, "vault"))
		}
		_, err := w.data.ChangeLetter(ctx, domain.Farewell(north, w.time).ID, func(l *domain.Letter, _ domain.Org) (bool, error) {
			if l.State == domain.NoticeWaiting && state != domain.NoticeWaiting || !l.MadeAt.Equal(start.Add(time.Hour)) {
				l.MadeAt = start.Add(time.Hour)
			}
			l.State = state
			return true, nil
		})
		w.must(err)
		w.time = w.time.Add(24 * time.Hour)
	}
	if n := w.handOver(); n != 1 {
		t.Fatalf("%d letters", n)
	}
	if out, err := w.Erase(ctx, e); err != nil || out.Receipt == nil {
		t.Fatalf("%+v, %v", out, err)
	}
	if d := w.dump(); len(paths(d, "letters/"))+len(paths(d, "vault contacts/")) != 0 {
		t.Errorf("left: %v", paths(d, ""))
	}
}

// Nobody waits for a letter that nobody can write: without an address, or without the key
// that opens it.
func TestNoLetterWithoutAContact(t *testing.T) {
	t.Parallel()
	for _, without := range []string{"address", "key"} {
		w := newWorld(t)
		if without == "key" {
			if _, err := w.client("vault").Doc("contacts/" + north).Delete(t.Context()); err != nil {
				t.Fatal(err)
			}
		} else {
			_, err := w.client("(default)").Doc("orgs/"+north).Update(t.Context(), []raw.Update{{Path: "contact", Value: raw.Delete}})
			w.must(err)
		}
		e := domain.Erasure{Subject: domain.Subject{Kind: domain.SubjectOrg, Org: north}, Rule: domain.RuleFormal, Ground: domain.GroundSchool}
		if out, err := w.Erase(t.Context(), e); err != nil || out.Receipt == nil {
			t.Errorf("without the %s: %+v, %v", without, out, err)
		}
		if got := w.letters(); len(got) != 0 {
			t.Errorf("without the %s there are letters: %v", without, got)
		}
	}
}

// Each announcement is asked for once, however many ticks there are, for the school and
// for the operator. At the end the school leaves by itself; after a renewal it doesn't,
// and the next end is announced too.
func TestEndsAreAnnounced(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	ctx := t.Context()
	end := start.AddDate(1, 0, 0)
	set := func(end time.Time) {
		t.Helper()
		_, err := w.data.ChangeOrg(ctx, north, func(o *domain.Org) ([]byte, *domain.Change, error) {
			o.Agreements = []domain.Agreement{{ID: "a", Kind: domain.AgreementService, SignedAt: start, EndsAt: end}}
			return nil, &domain.Change{At: w.time, What: domain.ChangeAmended}, nil
		})
		w.must(err)
	}
	set(end)
	at := func(t0 time.Time, want int) {
		t.Helper()
		w.time = t0
		for range 2 {
			w.must(w.TickOrg(ctx, events.Plan{Org: north}, new(published), newSigner(t)))
		}
		got := 0
		for _, n := range w.letters() {
			got += n
		}
		if got != want {
			t.Errorf("at %v there are %d letters, want %d: %v", t0, got, want, w.letters())
		}
	}
	at(end.AddDate(0, 0, -91), 0)
	at(end.AddDate(0, 0, -90), 2)
	at(end.AddDate(0, 0, -31), 2)
	at(end.AddDate(0, 0, -30), 4)
	set(end.AddDate(1, 0, 0)) // renewed
	at(end.AddDate(0, 0, -7), 4)
	at(end, 4)
	if o, err := w.data.Org(ctx, north); err != nil || o.State != domain.OrgActive {
		t.Fatalf("renewed, and it left: %v, %v", o.State, err)
	}
	end = end.AddDate(1, 0, 0)
	at(end.AddDate(0, 0, -8), 6) // of several that have come, the last
	at(end.AddDate(0, 0, -1), 8)
	if w.letters()["ending operator 7 waiting"] != 1 || w.letters()["ending school 30 waiting"] != 2 {
		t.Errorf("letters: %v", w.letters())
	}
	at(end, 8)
	if o, err := w.data.Org(ctx, north); err != nil || o.State != domain.OrgLeft || !o.LeftAt.Equal(end) {
		t.Fatalf("at the end: %v since %v, %v", o.State, o.LeftAt, err)
	}
	// They end too.
	w.time = domain.AddMonths(end, domain.LetterKept.Months).Add(time.Hour)
	w.must(w.TickRest(ctx, &collect{}))
	if got := w.letters(); len(got) != 0 {
		t.Errorf("two years later: %v", got)
	}
}

// published drops what is published.
type published struct{}

func (*published) Send(_ context.Context, topic string, _ ...[]byte) error {
	if topic != events.RetentionWork {
		return errors.New("published to another topic: " + topic)
	}
	return nil
}
