package runbooks_test

import (
	"context"
	"encoding/json"
	"os"
	"os/exec"
	"regexp"
	"strings"
	"testing"
	"time"

	"cloud.google.com/go/pubsub/v2"
	"cloud.google.com/go/pubsub/v2/apiv1/pubsubpb"

	emulator "github.com/cleanslate-edu/cleanslate/emulators/pubsub"
	"github.com/cleanslate-edu/cleanslate/shared/domain"
	"github.com/cleanslate-edu/cleanslate/shared/events"
)

// A walk runs the commands of one runbook as they are written there, against Google's Pub/Sub emulator.
type walk struct {
	*testing.T
	text string
	env  []string
}

// run runs the runbook's command that begins with the words, with what the reader fills in, and returns what it prints.
func (w *walk) run(words string, fill ...string) []byte {
	w.Helper()
	command := regexp.MustCompile("`(gcloud " + regexp.QuoteMeta(words) + "[^`]*)`").FindStringSubmatch(w.text)
	if command == nil {
		w.Fatalf("the runbook has no command %q", words)
	}
	cmd := exec.CommandContext(w.Context(), "sh", "-c", strings.NewReplacer(fill...).Replace(command[1]))
	cmd.Env = w.env
	var stderr strings.Builder
	cmd.Stderr = &stderr
	out, err := cmd.Output()
	if err != nil {
		w.Fatalf("%s: %v\n%s", cmd.Args[2], err, &stderr)
	}
	return out
}

// leased is how soon a message that was pulled and not acknowledged is redelivered: the minimum.
const leased = 10 * time.Second

// TestPubSubCommands walks through what the runbooks do with messages: a dead letter is looked at, published again to
// the topic that it came from, and acknowledged; the notice about an old secret is taken.
func TestPubSubCommands(t *testing.T) {
	if _, err := exec.LookPath("gcloud"); err != nil {
		t.Skip("gcloud isn't installed")
	}
	ctx, cancel := context.WithTimeout(t.Context(), 5*time.Minute)
	defer cancel()
	host, err := emulator.Ensure(ctx)
	if err != nil {
		t.Fatal(err)
	}
	const project = "demo-runbooks"
	client, err := pubsub.NewClient(ctx, project)
	if err != nil {
		t.Fatal(err)
	}
	defer client.Close()
	for _, name := range []string{events.DeadLetter, events.RetentionWork, "secret-rotation"} {
		topic := "projects/" + project + "/topics/" + name
		if _, err := client.TopicAdminClient.CreateTopic(ctx, &pubsubpb.Topic{Name: topic}); err != nil {
			t.Fatal(err)
		}
		sub := &pubsubpb.Subscription{Name: "projects/" + project + "/subscriptions/" + name, Topic: topic, AckDeadlineSeconds: 600}
		if name == "secret-rotation" {
			sub.AckDeadlineSeconds = int32(leased.Seconds())
		}
		if _, err := client.SubscriptionAdminClient.CreateSubscription(ctx, sub); err != nil {
			t.Fatal(err)
		}
	}
	publish := func(topic string, m *pubsub.Message) {
		t.Helper()
		out := client.Publisher(topic)
		defer out.Stop()
		if _, err := out.Publish(ctx, m).Get(ctx); err != nil {
			t.Fatal(err)
		}
	}
	waiting := func(subscription string) *pubsubpb.PubsubMessage {
		t.Helper()
		ctx, cancel := context.WithTimeout(ctx, 3*time.Second)
		defer cancel()
		resp, err := client.SubscriptionAdminClient.Pull(ctx, &pubsubpb.PullRequest{Subscription: "projects/" + project + "/subscriptions/" + subscription, MaxMessages: 1})
		if err != nil || len(resp.ReceivedMessages) == 0 {
			return nil
		}
		return resp.ReceivedMessages[0].Message
	}
	read := func(name string) *walk {
		t.Helper()
		b, err := os.ReadFile(name + ".md")
		if err != nil {
			t.Fatal(err)
		}
		return &walk{t, string(b), append(os.Environ(), "CLOUDSDK_API_ENDPOINT_OVERRIDES_PUBSUB=http://"+host+"/", "CLOUDSDK_AUTH_DISABLE_CREDENTIALS=true",
			"CLOUDSDK_CORE_PROJECT="+project, "CLOUDSDK_CONFIG="+t.TempDir(), "CLOUDSDK_CORE_DISABLE_PROMPTS=1", "CLOUDSDK_CORE_DISABLE_USAGE_REPORTING=true")}
	}

	// As Pub/Sub forwards a message that it gives up on.
	work := events.FormalErasure(domain.Subject{Kind: domain.SubjectSession, Org: "org_north", Session: strings.Repeat("a", 26)})
	publish(events.DeadLetter, &pubsub.Message{Data: work, Attributes: map[string]string{"CloudPubSubDeadLetterSourceSubscription": events.RetentionWork}})
	w := read("dead-letter")
	var letters []struct {
		AckID   string
		Message struct {
			Data       []byte
			Attributes map[string]string
		}
	}
	if out := w.run("pubsub subscriptions pull dead-letter"); json.Unmarshal(out, &letters) != nil || len(letters) != 1 {
		t.Fatalf("pulled: %s", out)
	}
	topic := letters[0].Message.Attributes["CloudPubSubDeadLetterSourceSubscription"]
	w.run("pubsub topics publish", "TOPIC", topic, "DATA", "'"+string(letters[0].Message.Data)+"'")
	if m := waiting(events.RetentionWork); m == nil || string(m.Data) != string(work) {
		t.Errorf("published again: %v", m)
	}
	w.run("pubsub subscriptions ack dead-letter", "ID", letters[0].AckID)
	// Had it not been acknowledged, it would be redelivered now.
	_ = client.SubscriptionAdminClient.ModifyAckDeadline(ctx, &pubsubpb.ModifyAckDeadlineRequest{
		Subscription: "projects/" + project + "/subscriptions/" + events.DeadLetter, AckIds: []string{letters[0].AckID},
	})
	if m := waiting(events.DeadLetter); m != nil {
		t.Errorf("acknowledged, it still waits: %v", m)
	}

	publish("secret-rotation", &pubsub.Message{Attributes: map[string]string{"eventType": "SECRET_ROTATE"}})
	read("ticket-secret-age").run("pubsub subscriptions pull secret-rotation")
	time.Sleep(leased)
	if m := waiting("secret-rotation"); m != nil {
		t.Errorf("taken, the notice still waits: %v", m)
	}
	read("backlog").run("pubsub subscriptions describe", "SUBSCRIPTION", events.RetentionWork)
}
