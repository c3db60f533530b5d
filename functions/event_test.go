package functions_test

import (
	"encoding/base64"
	"io"
	"net/http"
	"strings"
	"testing"

	"github.com/cleanslate-edu/cleanslate/shared/domain"
	"github.com/cleanslate-edu/cleanslate/shared/events"
)

// push delivers a message to an event function as Pub/Sub's push does to the
// functions framework, and returns the status.
func push(t *testing.T, origin, topic string, data []byte) int {
	t.Helper()
	body := `{"message":{"data":"` + base64.StdEncoding.EncodeToString(data) + `","messageId":"1","publishTime":"2026-11-20T14:05:06Z"},"subscription":"projects/p/subscriptions/s"}`
	resp, err := http.Post(origin+"/projects/p/topics/"+topic, "application/json", strings.NewReader(body))
	if err != nil {
		t.Fatal(err)
	}
	defer resp.Body.Close()
	io.Copy(io.Discard, resp.Body)
	return resp.StatusCode
}

// A message that can be read and leaves nothing to do.
type message struct {
	topic string
	data  []byte
}

// deliveries returns messages for each event function. They differ in each run, so that
// parallel runs don't contend for the same documents.
func deliveries(t *testing.T) map[string][]message {
	t.Helper()
	unknown := newID(t)
	return map[string][]message{
		"breach":   {{events.BreachTick, nil}, {events.BreachWork, events.BreachJob{Incident: unknown}.Encode()}},
		"export":   {{events.ExportWork, events.ExportJob{Export: unknown}.Encode()}},
		"find":     {{events.FindWork, events.FindJob{Find: unknown}.Encode()}},
		"identity": {{events.IdentityWork, events.IdentityJob{Org: "org_north", Member: unknown}.Encode()}},
		"notify":   {{events.NotifyMail, events.Mail{Incident: unknown, Notice: unknown}.Encode()}},
		"retention": {{events.RetentionWork, events.Work{
			Subject: domain.Subject{Kind: domain.SubjectSession, Org: "org_north", Session: unknown}, To: domain.Erased, Rule: domain.RuleWindow,
		}.Encode()}},
	}
}

// Event functions run as processes of their own, from their environment alone, and accept
// no message while any variable is missing.
func TestEventFunctionsAsProcesses(t *testing.T) {
	t.Parallel()
	messages := deliveries(t)
	for _, name := range functionsOf(t, "CloudEvent") {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			if len(messages[name]) == 0 {
				t.Fatal("no message to try it with")
			}
			env := environment(t, name)
			p := start(t, name, env)
			for _, m := range messages[name] {
				if status := push(t, p.URL(), m.topic, m.data); status >= 300 {
					t.Errorf("%s: %d", m.topic, status)
				}
				if status := push(t, p.URL(), m.topic, []byte("{}")); status < 500 {
					t.Errorf("%s: poison is taken: %d", m.topic, status)
				}
			}
			for _, variable := range variables[name] {
				m := messages[name][0]
				if status := push(t, start(t, name, without(env, variable)).URL(), m.topic, m.data); status < 500 {
					t.Errorf("without %s: %d", variable, status)
				}
			}
		})
	}
}
