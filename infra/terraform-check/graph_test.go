package main

import (
	"strings"
	"testing"
)

func TestEnabled(t *testing.T) {
	const whole = `digraph G {
  "data.google_project.this" [label="data.google_project.this"];
  "google_project_service.this" [label="google_project_service.this"];
  "time_sleep.enabled" [label="time_sleep.enabled"];
  subgraph "cluster_module.a" {
    "module.a.google_pubsub_topic.this" [label="google_pubsub_topic.this"];
  }
  "time_sleep.enabled" -> "google_project_service.this";
  "module.a.google_pubsub_topic.this" -> "time_sleep.enabled";
`
	for _, test := range []struct {
		name, more string
		services   map[string][]string
		want       string
	}{
		{"whole", "", map[string][]string{"pubsub": {"google_pubsub_"}}, ""},
		{"waits for nothing", `"google_pubsub_subscription.b" [label="b"];`, map[string][]string{"pubsub": {"google_pubsub_"}}, "google_pubsub_subscription.b doesn't depend"},
		{"needs no service", "", map[string][]string{"kms": {"google_kms_"}}, "no service in services.json"},
		{"is enabled for nothing", "", map[string][]string{"pubsub": {"google_pubsub_"}, "kms": {"google_kms_"}}, "kms is enabled, and nothing needs it"},
	} {
		t.Run(test.name, func(t *testing.T) {
			g, err := readGraph(strings.NewReader(whole + test.more + "\n}"))
			if err != nil {
				t.Fatal(err)
			}
			err = g.enabled(test.services)
			if test.want == "" && err != nil || test.want != "" && (err == nil || !strings.Contains(err.Error(), test.want)) {
				t.Errorf("%v, want %q", err, test.want)
			}
		})
	}
}
