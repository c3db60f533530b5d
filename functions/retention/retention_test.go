package retention_test

import (
	"context"
	"crypto/ed25519"
	"crypto/rand"
	"errors"
	"fmt"
	"os"
	"testing"
	"time"

	"github.com/cleanslate-edu/cleanslate/functions/functiontest"
	"github.com/cleanslate-edu/cleanslate/functions/retention"
	"github.com/cleanslate-edu/cleanslate/shared/domain"
	"github.com/cleanslate-edu/cleanslate/shared/events"
	"github.com/cleanslate-edu/cleanslate/shared/lifecycle"
	"github.com/cleanslate-edu/cleanslate/shared/store"
)

func TestMain(m *testing.M) {
	if _, err := functiontest.Emulators(); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
	os.Exit(m.Run())
}

type signer struct{ ed25519.PrivateKey }

func (s signer) PublicKey(context.Context) (ed25519.PublicKey, error) {
	return s.Public().(ed25519.PublicKey), nil
}

func (s signer) Sign(_ context.Context, data []byte) ([]byte, error) {
	return ed25519.Sign(s.PrivateKey, data), nil
}

type bus map[string][][]byte

func (b bus) Send(_ context.Context, topic string, messages ...[]byte) error {
	b[topic] = append(b[topic], messages...)
	return nil
}

// Two ticks publish the same work twice. It is done once, with one receipt, and
// what comes again, is about nothing, or can't be understood does no harm.
func TestHandle(t *testing.T) {
	t.Parallel()
	ctx := t.Context()
	must := func(err error) {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
	}
	newID := func() string {
		id, err := domain.NewID(rand.Reader)
		must(err)
		return id
	}
	project := "demo-" + newID()
	db, err := store.Open(ctx, project)
	must(err)
	t.Cleanup(func() { db.Close() })
	audits, err := store.OpenAudit(ctx, project)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { audits.Close() })
	vault, err := store.OpenVault(ctx, project)
	must(err)
	t.Cleanup(func() { vault.Close() })
	start := time.Date(2026, 9, 1, 8, 0, 0, 0, time.UTC)
	must(db.CreateOrg(ctx, domain.Org{ID: "org_north", Name: "North", State: domain.OrgActive, Policy: domain.Policy{KeptDays: 30, RestoreMonths: 6}}, []byte("sealed")))
	var subjects []domain.Subject
	for i := range 4 {
		sid := newID()
		subjects = append(subjects, domain.Subject{Kind: domain.SubjectSession, Org: "org_north", Session: sid})
		must(vault.CreateSessionKey(ctx, sid, store.WrappedKey{Wrapped: []byte("wrapped")}))
		must(db.CreateSession(ctx, &domain.Session{ID: sid, Org: "org_north", Owner: newID(), Code: fmt.Sprint("CODE", i), State: domain.Open, CreatedAt: start}, []byte("{}"), []byte("{}")))
		_, err := db.UpdateSession(ctx, sid, func(s *domain.Session) error {
			s.Take(domain.Step{To: domain.Deleted}, start)
			return nil
		})
		must(err)
	}
	_, private, err := ed25519.GenerateKey(rand.Reader)
	must(err)
	out := bus{}
	now := domain.AddMonths(start, 6)
	d := retention.Deps{Lifecycle: lifecycle.New(db, vault, audits, func() time.Time { return now }, rand.Reader), Publisher: out, Signer: signer{private}}
	handle := retention.New(d)
	for range 2 {
		must(handle(ctx, events.Message{}))
	}
	if plans := out[events.RetentionPlan]; len(plans) != 4 || len(out) != 1 {
		t.Fatalf("two ticks published %q and nothing but plans: one for the org and one for the rest each", plans)
	}
	for _, data := range out[events.RetentionPlan] {
		must(handle(ctx, events.Message{Data: data}))
	}
	sent := out[events.RetentionWork]
	if len(sent) != 2*len(subjects) {
		t.Fatalf("planned twice, there are %d pieces of work for %d sessions", len(sent), len(subjects))
	}
	receipts := make(map[string]string)
	for round, data := range sent {
		now = now.Add(time.Second)
		must(handle(ctx, events.Message{Data: data}))
		for _, s := range subjects {
			r, err := db.Receipt(ctx, s.ErasureID())
			if errors.Is(err, domain.ErrNotFound) && round < len(subjects) {
				continue
			}
			must(err)
			if first, ok := receipts[r.ID]; ok && first != string(r.Body) {
				t.Errorf("a receipt was %s and is %s", first, r.Body)
			}
			receipts[r.ID] = string(r.Body)
		}
	}
	if len(receipts) != len(subjects) {
		t.Errorf("%d receipts for %d sessions", len(receipts), len(subjects))
	}
	must(handle(ctx, events.Message{Data: events.Work{Subject: domain.Subject{Kind: domain.SubjectSession, Org: "org_north", Session: newID()}, To: domain.Erased, Rule: domain.RuleWindow}.Encode()}))
	if _, err := db.Org(ctx, "org_north"); err != nil {
		t.Error(err)
	}
	if err := handle(ctx, events.Message{Data: []byte("{")}); !errors.Is(err, events.ErrPoison) {
		t.Errorf("what can't be understood: %v", err)
	}
}
