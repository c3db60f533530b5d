package functions_test

import (
	"io"
	"net/http"
	"slices"
	"strings"
	"testing"

	"github.com/cleanslate-edu/cleanslate/shared/environ"
)

func init() {
	variables["incident"] = []string{environ.Project, environ.KMSContactKey, environ.Auth0Domain, environ.Auth0Audience, environ.OperatorOrg}
	variables["breach"] = []string{environ.Project, environ.KMSContactKey}
	variables["notify"] = []string{environ.Project, environ.KMSContactKey, environ.SMTPHost, environ.SMTPSecurity, environ.SMTPFrom}
	for _, name := range []string{"incident", "breach", "notify"} {
		emulators[name] = []string{"FIRESTORE_EMULATOR_HOST", "KMS_EMULATOR_HOST", "PUBSUB_EMULATOR_HOST"}
	}
}

// push delivers a message to an event function as Pub/Sub's push does to the
// functions framework, and gives the status.
func push(t *testing.T, origin, topic, data string) int {
	t.Helper()
	body := `{"message":{"data":"` + data + `","messageId":"1","publishTime":"2026-11-20T14:05:06Z"},"subscription":"projects/p/subscriptions/s"}`
	resp, err := http.Post(origin+"/projects/p/topics/"+topic, "application/json", strings.NewReader(body))
	if err != nil {
		t.Fatal(err)
	}
	defer resp.Body.Close()
	io.Copy(io.Discard, resp.Body)
	return resp.StatusCode
}

// The functions of a breach run as processes of their own, from their
// environment alone, and do nothing without any part of it.
func TestBreachFunctionsAsProcesses(t *testing.T) {
	t.Parallel()
	for name, topics := range map[string][]string{"breach": {"breach-tick", "breach-work"}, "notify": {"notify-mail"}} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			p := start(t, name, environment(t, name))
			for _, topic := range topics {
				// {"incident":…,"notice":…} of one that isn't there: nothing to do.
				data := ""
				switch topic {
				case "breach-work":
					data = "eyJpbmNpZGVudCI6Im9uc3dnNHRmb3JwdzYzZG1tZnpnazJsb21tIn0="
				case "notify-mail":
					data = "eyJpbmNpZGVudCI6Im9uc3dnNHRmb3JwdzYzZG1tZnpnazJsb21tIiwibm90aWNlIjoib25zd2c0dGZvcnB3NjNkbW1memdrMmxvbW0ifQ=="
				}
				if status := push(t, p.URL(), topic, data); status >= 300 {
					t.Errorf("%s: %d", topic, status)
				}
				if status := push(t, p.URL(), topic, "e30="); status < 500 { // {}
					t.Errorf("%s: poison is taken: %d", topic, status)
				}
			}
			for _, variable := range variables[name] {
				env := slices.DeleteFunc(environment(t, name), func(v string) bool { return strings.HasPrefix(v, variable+"=") })
				if status := push(t, start(t, name, env).URL(), topics[0], ""); status < 500 {
					t.Errorf("without %s: %d", variable, status)
				}
			}
		})
	}
}
