package breach_test

import (
	"context"
	"crypto/ed25519"
	"crypto/rand"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	mathrand "math/rand/v2"
	"os"
	"slices"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/cleanslate-edu/cleanslate/emulators/firestore"
	"github.com/cleanslate-edu/cleanslate/functions/breachtest"
	"github.com/cleanslate-edu/cleanslate/functions/retention"
	"github.com/cleanslate-edu/cleanslate/shared/domain"
	"github.com/cleanslate-edu/cleanslate/shared/events"
	"github.com/cleanslate-edu/cleanslate/shared/lifecycle"
)

// retain has retention behind the Bus as well.
func retain(w *breachtest.World) {
	_, key, err := ed25519.GenerateKey(rand.Reader)
	w.Must(err)
	handle := retention.New(retention.Deps{
		Lifecycle: lifecycle.New(w.Store, w.Vault, w.Audits, w.Clock, rand.Reader), Publisher: w.Bus, Signer: signer{key},
	})
	for _, topic := range []string{events.RetentionTick, events.RetentionPlan, events.RetentionWork} {
		w.Bus.Handlers[topic] = handle
	}
}

type signer struct{ key ed25519.PrivateKey }

func (s signer) PublicKey(context.Context) (ed25519.PublicKey, error) {
	return s.key.Public().(ed25519.PublicKey), nil
}

func (s signer) Sign(_ context.Context, data []byte) ([]byte, error) {
	return ed25519.Sign(s.key, data), nil
}

// hour lets an hour pass, with the ticks that come in it.
func hour(w *breachtest.World) {
	w.Must(w.Bus.Send(context.Background(), events.RetentionTick, nil))
	w.Settle()
	for range 4 {
		w.Advance(15 * time.Minute)
		w.Tick()
	}
}

// refuse has the mail server refuse mail to either office, until the code is 0.
func refuse(w *breachtest.World, code int) {
	for _, office := range []string{"office@north.example", "office@cleanslate.example"} {
		w.Mail.Refuse(office, code, "not now")
	}
}

// agree puts agreements in North's document in place of those that it has.
func agree(t *testing.T, w *breachtest.World, all ...domain.Agreement) {
	t.Helper()
	_, err := w.Store.ChangeOrg(t.Context(), breachtest.North, func(o *domain.Org) ([]byte, *domain.Change, error) {
		o.Agreements, o.Policy = all, domain.Policy{KeptMonths: 6, RestoreMonths: 6}
		return nil, &domain.Change{At: w.Clock(), What: domain.ChangeAmended}, nil
	})
	w.Must(err)
}

// year is an agreement of a year that ends at so many days from Monday.
func year(days int) domain.Agreement {
	end := breachtest.Monday.AddDate(0, 0, days)
	return domain.Agreement{ID: "s", Kind: domain.AgreementService, Number: "S-1", SignedAt: end.AddDate(-1, 0, 0), EndsAt: end}
}

// The school and the operator are told 90, 30 and 7 days before, each once, in their
// languages, and at the end the school leaves.
func TestEndsAreMailed(t *testing.T) {
	t.Parallel()
	w := breachtest.New(t)
	retain(w)
	agree(t, w, year(91))
	hour(w)
	if got := w.Mails(); len(got) != 0 {
		t.Fatalf("mailed early: %v", got)
	}
	var want []string
	for _, days := range []int{90, 30, 7} {
		w.Advance(breachtest.Monday.AddDate(0, 0, 91-days).Sub(w.Clock()))
		hour(w)
		hour(w)
		want = append(want, "office@cleanslate.example: North School: an agreement ends on 2027-02-15", "office@north.example: North School: Eine Vereinbarung endet am 2027-02-15")
		got := w.Mails()
		slices.Sort(got)
		slices.Sort(want)
		if !slices.Equal(got, want) {
			t.Fatalf("%d days before: %v", days, got)
		}
	}
	for _, m := range w.Mail.Messages() {
		if !strings.Contains(m.Text, "S-1") || !strings.Contains(m.Text, "2027-08-15") && strings.Contains(m.Text, "wiederherstellen") || strings.Contains(m.Text, "Grace") {
			t.Errorf("it says %s", m.Text)
		}
	}
	w.Advance(breachtest.Monday.AddDate(0, 0, 91).Sub(w.Clock()))
	hour(w)
	if o, err := w.Store.Org(t.Context(), breachtest.North); err != nil || o.State != domain.OrgLeft {
		t.Errorf("at the end: %s, %v", o.State, err)
	}
	if got := w.Mails(); len(got) != 6 {
		t.Errorf("mails: %v", got)
	}
}

// A renewal that comes before a letter is out takes it back, wherever the letter is; one
// that is taken back itself has it sent after all.
func TestRenewalTakesTheLetterBack(t *testing.T) {
	t.Parallel()
	for name, before := range map[string]func(*breachtest.World){
		"asked for": func(w *breachtest.World) {},
		"written": func(w *breachtest.World) {
			notify := w.Bus.Handlers[events.NotifyMail]
			w.Bus.Handlers[events.NotifyMail] = func(context.Context, events.Message) error { return nil } // lost
			w.Tick()
			w.Bus.Handlers[events.NotifyMail] = notify
		},
		"deferred": func(w *breachtest.World) { refuse(w, 451); w.Tick(); refuse(w, 0) },
	} {
		w := breachtest.New(t)
		retain(w)
		agree(t, w, year(20))
		w.Must(w.Bus.Send(t.Context(), events.RetentionTick, nil))
		w.Settle()
		before(w)
		agree(t, w, year(20+365))
		w.Settle()
		hour(w)
		if got := w.Mails(); len(got) != 0 {
			t.Errorf("%s: mailed after the renewal: %v", name, got)
		}
		for l, err := range w.Store.Letters(t.Context(), breachtest.North) {
			if err != nil || l.State != domain.NoticeNotRequired || len(l.Recipient)+len(l.Content) != 0 {
				t.Errorf("%s: a letter is %+v, %v", name, l, err)
			}
		}
		agree(t, w, year(20))
		hour(w)
		if got := w.Mails(); len(got) != 2 {
			t.Errorf("%s: not renewed after all: %v", name, got)
		}
	}
}

// leave has North leave, and advances to when it is erased: its key goes with it.
func leave(t *testing.T, w *breachtest.World) {
	t.Helper()
	w.Session(breachtest.North, w.Clock().Add(-time.Hour), 2, 1)
	agree(t, w, year(365))
	w.Must(w.Store.EndContract(t.Context(), breachtest.North, w.Clock(), domain.Change{At: w.Clock(), What: domain.ChangeEnded}, nil))
	hour(w)
	w.Advance(domain.AddMonths(breachtest.Monday, 6).Add(2 * time.Hour).Sub(w.Clock()))
	hour(w)
	w.Advance(domain.AddMonths(breachtest.Monday, 12).Add(2 * time.Hour).Sub(w.Clock()))
	for range 3 {
		hour(w)
	}
}

// left says what is left of North, with what its office was sent.
func left(t *testing.T, w *breachtest.World) map[string]string {
	t.Helper()
	o, err := w.Store.Org(t.Context(), breachtest.North)
	w.Must(err)
	has, err := w.Vault.HasContactKey(t.Context(), breachtest.North)
	w.Must(err)
	receipts, _, err := w.Store.Receipts(t.Context(), breachtest.North, 100, "")
	w.Must(err)
	got := map[string]string{"state": string(o.State), "key": fmt.Sprint(has), "receipts": fmt.Sprint(len(receipts)), "mails": fmt.Sprint(len(w.MailIDs()))}
	for id, n := range w.MailIDs() {
		if n != 1 {
			t.Errorf("%s was sent %d times", id, n)
		}
	}
	return got
}

// A school that has left gets the receipts of all that was erased before its key goes, and
// the number of the last one. They stay for the operator.
func TestLastReceipts(t *testing.T) {
	t.Parallel()
	w := breachtest.New(t)
	retain(w)
	leave(t, w)
	breachtest.Equal(t, "left", left(t, w), map[string]string{"state": "erased", "key": "false", "receipts": "2", "mails": "1"})
	m := w.Mail.Messages()[0]
	if !slices.Equal(m.To, []string{"office@north.example"}) || m.Subject != "North School: Belege über das, was vernichtet wurde" {
		t.Errorf("to %v: %s", m.To, m.Subject)
	}
	receipts, _, err := w.Store.Receipts(t.Context(), breachtest.North, 100, "")
	w.Must(err)
	for _, r := range receipts {
		sum := sha256.Sum256(r.Body)
		for _, text := range []string{m.Text, m.HTML} {
			if !strings.Contains(text, r.ID) || r.Kind == domain.SubjectSession && !strings.Contains(text, hex.EncodeToString(sum[:])) {
				t.Errorf("the receipt of a %s isn't in %s", r.Kind, text)
			}
		}
	}
	if strings.Contains(m.Text, "office@") {
		t.Errorf("it names a person's address: %s", m.Text)
	}
	for doc, err := range firestore.Documents(t.Context(), os.Getenv("FIRESTORE_EMULATOR_HOST"), w.Project, "(default)") {
		w.Must(err)
		if strings.Contains(doc.Name, "/letters/") {
			t.Errorf("%s is left", doc.Name)
		}
	}
}

// An address that refuses mail, or a server that is away for days, doesn't keep the school
// from being erased for good.
func TestLastReceiptsThatCannotBeSent(t *testing.T) {
	t.Parallel()
	w := breachtest.New(t)
	retain(w)
	refuse(w, 451)
	leave(t, w)
	if got := left(t, w); got["key"] != "true" || got["state"] != "erasing" {
		t.Fatalf("the key didn't wait: %v", got)
	}
	for range 5 * 6 {
		w.Advance(3 * time.Hour)
		hour(w)
	}
	if got := left(t, w); got["key"] != "false" || got["state"] != "erased" || got["mails"] != "0" {
		t.Errorf("after days: %v", got)
	}
}

// A crash before or after any write of breach and notify comes to the same end, with one
// mail; where it comes around the sending itself, with one at most, and nobody sends it
// again.
func TestCrashAtEveryWriteOfALetter(t *testing.T) {
	t.Parallel()
	run := func(t *testing.T, at int, after bool) (map[string]string, int) {
		w := breachtest.New(t)
		f := w.BreakAt(at, after)
		retain(w)
		leave(t, w)
		return left(t, w), f.Calls
	}
	want, writes := run(t, 0, false)
	if want["mails"] != "1" || want["state"] != "erased" || writes < 4 {
		t.Fatalf("without a crash: %d writes, %v", writes, want)
	}
	var unsent atomic.Int64
	t.Run("crashes", func(t *testing.T) {
		for at := 1; at <= writes; at++ {
			for _, after := range []bool{false, true} {
				t.Run(fmt.Sprintf("write %d, after %v", at, after), func(t *testing.T) {
					t.Parallel()
					got, _ := run(t, at, after)
					if got["mails"] == "0" {
						unsent.Add(1)
						got["mails"] = "1"
					}
					breachtest.Equal(t, "left", got, want)
				})
			}
		}
	})
	// After the claim and before the sending: nobody knows whether it went out.
	if n := unsent.Load(); n != 2 {
		t.Errorf("%d crashes left it unsent, want those between claim and sending", n)
	}
}

// Messages that come again, at the same time and in another order, send each letter once.
func TestRedeliveryOfLetters(t *testing.T) {
	t.Parallel()
	w := breachtest.New(t)
	w.Bus.Copies, w.Bus.Shuffle, w.Bus.Together = 3, mathrand.New(mathrand.NewPCG(7, 1)), true
	retain(w)
	agree(t, w, year(90))
	hour(w)
	if got := w.MailIDs(); len(got) != 2 {
		t.Errorf("mails: %v", got)
	}
	for id, n := range w.MailIDs() {
		if n != 1 {
			t.Errorf("%s was sent %d times", id, n)
		}
	}
}
