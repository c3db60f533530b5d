package retention_test

import (
	"context"
	"crypto/rand"
	"errors"
	"os"
	"strings"
	"testing"
	"time"

	google "cloud.google.com/go/pubsub/v2"
	"cloud.google.com/go/pubsub/v2/apiv1/pubsubpb"

	"github.com/cleanslate-edu/cleanslate/emulators/pubsub"
	"github.com/cleanslate-edu/cleanslate/emulators/storage"
	"github.com/cleanslate-edu/cleanslate/functions/functiontest"
	"github.com/cleanslate-edu/cleanslate/functions/process"
	"github.com/cleanslate-edu/cleanslate/shared/domain"
	"github.com/cleanslate-edu/cleanslate/shared/environ"
	"github.com/cleanslate-edu/cleanslate/shared/events"
	"github.com/cleanslate-edu/cleanslate/shared/store"
)

// Retention runs as a process of its own, in a project of its own, to which
// Pub/Sub pushes: a tick, and what it publishes itself. A session whose window
// is over is erased, once, however often its message comes; poison ends in the
// dead-letter topic.
func TestRetentionByPush(t *testing.T) {
	t.Parallel()
	newID := func() string {
		id, err := domain.NewID(rand.Reader)
		if err != nil {
			t.Fatal(err)
		}
		return id
	}
	must := func(err error) {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
	}
	ctx, cancel := context.WithTimeout(t.Context(), 2*time.Minute)
	defer cancel()
	project, sid, pid := "demo-"+newID(), newID(), newID()
	db, err := store.Open(ctx, project)
	must(err)
	defer db.Close()
	vault, err := store.OpenVault(ctx, project)
	must(err)
	defer vault.Close()
	deleted := time.Now().UTC().AddDate(0, -8, 0)
	must(db.CreateOrg(ctx, domain.Org{ID: "org_north", Name: "North", State: domain.OrgActive, Policy: domain.Policy{KeptDays: 30, RestoreMonths: 6, Clause: "section 7"}}, []byte("sealed")))
	must(vault.CreateSessionKey(ctx, sid, store.WrappedKey{Wrapped: []byte("wrapped")}))
	must(db.CreateSession(ctx, &domain.Session{
		ID: sid, Org: "org_north", Owner: newID(), Title: "Rivers", Code: "BCDFGH", Mode: domain.SelfPaced, Feedback: domain.FeedbackNone,
		State: domain.Open, CreatedAt: deleted,
	}, []byte("{}"), []byte("{}")))
	must(vault.CreateBoxes(ctx, sid, pid, store.Boxes{Session: []byte("box")}))
	must(db.CreateParticipant(ctx, sid, domain.Participant{ID: pid, Alias: []byte("sealed")}))
	_, err = db.UpdateSession(ctx, sid, func(s *domain.Session) error {
		s.Take(domain.Step{To: domain.Closed}, deleted)
		s.Take(domain.Step{To: domain.Deleted}, deleted)
		return nil
	})
	must(err)

	key := "projects/" + project + "/locations/test/keyRings/cleanslate/cryptoKeys/receipt"
	keys, err := functiontest.Emulators()
	must(err)
	must(keys.EnsureSigningKey(key))
	_, err = pubsub.Ensure(ctx)
	must(err)
	program, err := process.Build(ctx, t.TempDir(), "retention")
	must(err)
	_, err = storage.Ensure()
	must(err)
	env := []string{environ.Project + "=" + project, environ.KMSReceiptKey + "=" + key + "/cryptoKeyVersions/1", environ.Archives + "=archives"}
	for _, v := range []string{"FIRESTORE_EMULATOR_HOST", "KMS_EMULATOR_HOST", "PUBSUB_EMULATOR_HOST", storage.HostEnv} {
		env = append(env, v+"="+os.Getenv(v))
	}
	p, err := program.Start(ctx, process.Options{Env: env})
	must(err)
	defer func() { must(p.Stop()) }()
	client, err := google.NewClient(ctx, project)
	must(err)
	defer client.Close()
	prefix := "projects/" + project
	for _, topic := range []string{events.DeadLetter, events.RetentionTick, events.RetentionPlan, events.RetentionWork} {
		_, err := client.TopicAdminClient.CreateTopic(ctx, &pubsubpb.Topic{Name: prefix + "/topics/" + topic})
		must(err)
		sub := &pubsubpb.Subscription{Name: prefix + "/subscriptions/" + topic, Topic: prefix + "/topics/" + topic, AckDeadlineSeconds: 30}
		if topic != events.DeadLetter {
			sub.PushConfig = &pubsubpb.PushConfig{PushEndpoint: p.URL() + "/" + prefix + "/topics/" + topic}
			sub.DeadLetterPolicy = &pubsubpb.DeadLetterPolicy{DeadLetterTopic: prefix + "/topics/" + events.DeadLetter, MaxDeliveryAttempts: 5}
		}
		_, err = client.SubscriptionAdminClient.CreateSubscription(ctx, sub)
		must(err)
	}
	publish := func(topic string, m *google.Message) {
		t.Helper()
		out := client.Publisher(topic)
		defer out.Stop()
		_, err := out.Publish(ctx, m).Get(ctx)
		must(err)
	}

	subject := domain.Subject{Kind: domain.SubjectSession, Org: "org_north", Session: sid}
	work := events.Work{Subject: subject, To: domain.Erased, Rule: domain.RuleWindow}.Encode()
	poison := []byte("no JSON: Rivers")
	publish(events.RetentionWork, &google.Message{Data: poison})
	publish(events.RetentionTick, &google.Message{Attributes: map[string]string{"scheduled": events.RetentionTick}})
	var receipt store.StoredReceipt
	for {
		if receipt, err = db.Receipt(ctx, subject.ErasureID()); err == nil {
			break
		}
		if !errors.Is(err, domain.ErrNotFound) {
			t.Fatal(err)
		}
		time.Sleep(100 * time.Millisecond)
	}
	if s, err := db.Session(ctx, sid); err != nil || s.State != domain.Erased || s.Title != "" {
		t.Errorf("after the receipt: %+v, %v", s, err)
	}
	if _, err := vault.SessionKey(ctx, sid); !errors.Is(err, domain.ErrNotFound) {
		t.Errorf("the key: %v", err)
	}
	if receipt.Counts.Participants != 1 || receipt.Clause != "section 7" || strings.Contains(string(receipt.Body), "Rivers") {
		t.Errorf("receipt %s", receipt.Body)
	}

	for range 3 {
		publish(events.RetentionWork, &google.Message{Data: work})
	}
	// The poison, and nothing else, comes out at the other end.
	got := make(chan []byte, 10)
	dead, stop := context.WithCancel(ctx)
	done := make(chan error, 1)
	go func() {
		done <- client.Subscriber(events.DeadLetter).Receive(dead, func(_ context.Context, m *google.Message) {
			m.Ack()
			got <- m.Data
		})
	}()
	select {
	case data := <-got:
		if string(data) != string(poison) {
			t.Errorf("the dead letter is %q", data)
		}
	case <-ctx.Done():
		t.Error("the poison goes round forever")
	}
	stop()
	must(<-done)
	again, err := db.Receipt(ctx, subject.ErasureID())
	if err != nil || string(again.Body) != string(receipt.Body) {
		t.Errorf("delivered again, the receipt is %s, %v", again.Body, err)
	}
}
