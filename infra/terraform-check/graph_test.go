package main

import (
	"fmt"
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
	const pubsub = `digraph G {
  "google_pubsub_topic.c" [label="google_pubsub_topic.c"];
}`
	const keys = `digraph G {
  "google_kms_key_ring.d" [label="google_kms_key_ring.d"];
}`
	for _, test := range []struct {
		name, more string
		others     []string
		services   map[string][]string
		want       string
	}{
		{"whole", "", nil, map[string][]string{"pubsub": {"google_pubsub_"}}, ""},
		{"another root comes later", "", []string{pubsub}, map[string][]string{"pubsub": {"google_pubsub_"}}, ""},
		{"another root needs a service", "", []string{keys}, map[string][]string{"pubsub": {"google_pubsub_"}, "kms": {"google_kms_"}}, ""},
		{"waits for nothing", `"google_pubsub_subscription.b" [label="b"];`, nil, map[string][]string{"pubsub": {"google_pubsub_"}}, "google_pubsub_subscription.b doesn't depend"},
		{"needs no service", "", nil, map[string][]string{"kms": {"google_kms_"}}, "no service in services.json"},
		{"needs no service, in another root", "", []string{keys}, map[string][]string{"pubsub": {"google_pubsub_"}}, "no service in services.json"},
		{"is enabled for nothing", "", []string{pubsub}, map[string][]string{"pubsub": {"google_pubsub_"}, "kms": {"google_kms_"}}, "kms is enabled, and nothing needs it"},
		{"is enabled twice", "", []string{`"google_project_service.this" [label="s"];`}, map[string][]string{"pubsub": {"google_pubsub_"}}, "2 roots enable services"},
	} {
		t.Run(test.name, func(t *testing.T) {
			roots := make(map[string]graph)
			for i, text := range append([]string{whole + test.more + "\n}"}, test.others...) {
				g, err := readGraph(strings.NewReader(text))
				if err != nil {
					t.Fatal(err)
				}
				roots[fmt.Sprint("root", i)] = g
			}
			err := enabled(roots, test.services)
			if test.want == "" && err != nil || test.want != "" && (err == nil || !strings.Contains(err.Error(), test.want)) {
				t.Errorf("%v, want %q", err, test.want)
			}
		})
	}
}
