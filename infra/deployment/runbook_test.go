package deployment

import (
	"maps"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
)

const runbooks = "../runbooks"

// runbookTexts returns the runbooks by name.
func runbookTexts(t *testing.T) map[string]string {
	t.Helper()
	files, err := filepath.Glob(filepath.Join(runbooks, "*.md"))
	if err != nil {
		t.Fatal(err)
	}
	all := make(map[string]string)
	for _, f := range files {
		all[strings.TrimSuffix(filepath.Base(f), ".md")] = read(t, f)
	}
	return all
}

// scenarios are runbooks that no alert links: others send the reader there.
var scenarios = []string{"region", "release"}

// TestEveryAlertHasARunbook compares the alerts with the runbooks that they link, both ways, and checks that each
// runbook answers the questions of the person on call.
func TestEveryAlertHasARunbook(t *testing.T) {
	want := append([]string{"budget"}, scenarios...) // the billing budget links its own
	all := sources(t)
	for name, text := range all {
		for _, m := range regexp.MustCompile(`\$\{(?:local|var)\.runbooks\}/([a-z0-9-]+)\.md`).FindAllStringSubmatch(text, -1) {
			want = append(want, m[1])
		}
		if !strings.Contains(text, "google_monitoring_alert_policy") {
			continue
		}
		// Alerts created with for_each are named by its keys.
		for _, m := range regexp.MustCompile(`(?m)^    ([a-z]+(?:-[a-z]+)+) = \{$`).FindAllStringSubmatch(text, -1) {
			want = append(want, m[1])
		}
		if name == "service/slo.tf" {
			services := regexp.MustCompile(`(?m)^    ([a-z]+)\s+= \{ backend = .*latency = (true|false) \}$`).FindAllStringSubmatch(text, -1)
			if len(services) < 4 {
				t.Errorf("%d objectives' services", len(services))
			}
			for _, m := range services {
				want = append(want, m[1]+"-availability")
				if m[2] == "true" {
					want = append(want, m[1]+"-latency")
				}
			}
		}
	}
	slices.Sort(want)
	want = slices.Compact(want)
	texts := runbookTexts(t)
	for name, text := range texts {
		for _, heading := range []string{"## What you see", "## What it means", "## What to do first", "## How to know it is over"} {
			_, after, ok := strings.Cut(text, heading+"\n")
			before, _, _ := strings.Cut(after, "\n## ")
			if !ok || len(strings.TrimSpace(before)) < 40 {
				t.Errorf("%s.md says nothing under %q", name, heading)
			}
		}
	}
	if got := slices.Sorted(maps.Keys(texts)); !slices.Equal(got, want) {
		t.Errorf("runbooks: %v\nalerts:   %v", got, want)
	}
	for _, name := range scenarios {
		linked := 0
		for other, text := range texts {
			if other != name && strings.Contains(text, "]("+name+".md)") {
				linked++
			}
		}
		if linked == 0 {
			t.Errorf("no runbook sends the reader to %s.md", name)
		}
	}
}

// A command is one of gcloud's in a runbook, as its words.
type command struct {
	runbook string
	words   []string
}

// commands returns the commands of gcloud in the runbooks.
func commands(t *testing.T) (all []command) {
	t.Helper()
	space := regexp.MustCompile(`\s+`)
	for name, text := range runbookTexts(t) {
		for _, m := range regexp.MustCompile("`gcloud ([^`]+)`").FindAllStringSubmatch(text, -1) {
			all = append(all, command{name, space.Split(m[1], -1)})
		}
	}
	if len(all) < 40 {
		t.Fatalf("only %d commands", len(all))
	}
	return all
}

// flag returns the value of a flag, in either of its forms.
func (c command) flag(name string) string {
	for i, w := range c.words {
		if value, ok := strings.CutPrefix(w, name+"="); ok {
			return value
		}
		if w == name && i+1 < len(c.words) {
			return c.words[i+1]
		}
	}
	return ""
}

// rights are what each command needs: a permission, or a role of Google's that has it; empty: that of the owners,
// which infra/oncall.md leaves to the break-glass account.
// https://cloud.google.com/iam/docs/permissions-reference
var rights = map[string][]string{
	"billing projects describe":            nil,
	"compute ssl-certificates describe":    {"roles/compute.viewer"},
	"compute ssl-certificates list":        {"roles/compute.viewer"},
	"firestore backups schedules list":     {"datastore.backupSchedules.list"},
	"firestore databases list":             {"datastore.databases.list", "datastore.databases.getMetadata"},
	"iam service-accounts disable":         {"iam.serviceAccounts.disable"},
	"kms keys remove-iam-policy-binding":   nil,
	"kms keys versions list":               {"roles/cloudkms.viewer"},
	"kms keys versions restore":            {"cloudkms.cryptoKeyVersions.restore", "cloudkms.cryptoKeyVersions.update"}, // and enable
	"logging read":                         {"roles/logging.viewer"},
	"projects remove-iam-policy-binding":   nil,
	"pubsub subscriptions ack":             {"pubsub.subscriptions.consume"},
	"pubsub subscriptions describe":        {"roles/pubsub.viewer"},
	"pubsub subscriptions pull":            {"pubsub.subscriptions.consume"},
	"pubsub topics publish":                {"pubsub.topics.publish"},
	"run revisions list":                   {"roles/run.viewer"},
	"run services describe":                {"roles/run.viewer"},
	"run services update":                  {"run.services.get", "run.services.update", "iam.serviceAccounts.actAs"},
	"run services update-traffic":          {"run.services.get", "run.services.update", "iam.serviceAccounts.actAs"},
	"scheduler jobs describe":              {"roles/cloudscheduler.viewer"},
	"secrets versions list":                {"roles/secretmanager.viewer"},
	"scheduler jobs run":                   {"cloudscheduler.jobs.run"},
	"logging read from a bucket of people": {"logging.views.access"},
}

// TestOnCallMayDoWhatRunbooksSay compares the commands of the runbooks with the rights of the people on call.
func TestOnCallMayDoWhatRunbooksSay(t *testing.T) {
	roles, page := sources(t)["foundation/oncall.tf"], read(t, "../oncall.md")
	used := make(map[string]bool)
	for _, c := range commands(t) {
		verb := ""
		for n := min(4, len(c.words)); n > 0 && verb == ""; n-- {
			if _, ok := rights[strings.Join(c.words[:n], " ")]; ok {
				verb = strings.Join(c.words[:n], " ")
			}
		}
		if verb == "" {
			t.Errorf("%s.md: nobody knows what `gcloud %s` needs", c.runbook, strings.Join(c.words, " "))
			continue
		}
		if verb == "logging read" && c.flag("--bucket") != "" {
			used[verb], verb = true, "logging read from a bucket of people"
		}
		used[verb] = true
		for _, right := range rights[verb] {
			if !strings.Contains(roles, `"`+right+`"`) {
				t.Errorf("%s.md: `gcloud %s` needs %s, which oncall.tf grants nowhere", c.runbook, verb, right)
			}
		}
		if rights[verb] == nil && !strings.Contains(page, "gcloud "+verb) {
			t.Errorf("%s.md: oncall.md doesn't say who may run `gcloud %s`", c.runbook, verb)
		}
	}
	for verb := range rights {
		if !used[verb] {
			t.Errorf("no runbook uses `gcloud %s`", verb)
		}
	}
	// Nor may they do more than that: some command needs each right to act.
	_, acts, ok := strings.Cut(roles, `"oncall_acts" {`)
	if !ok {
		t.Fatal("oncall.tf has no role oncall_acts")
	}
	asked := set{}
	for _, r := range rights {
		asked.add(r...)
	}
	// Each comes with one above: gcloud looks before and after it acts.
	asked.add("cloudkms.cryptoKeyVersions.get", "cloudkms.cryptoKeyVersions.list", "cloudscheduler.jobs.get", "logging.logEntries.list", "run.operations.get")
	for _, m := range regexp.MustCompile(`"([a-zA-Z]+\.[a-zA-Z]+\.[a-zA-Z]+)"`).FindAllStringSubmatch(acts, -1) {
		if !asked[m[1]] {
			t.Errorf("no runbook needs %s", m[1])
		}
	}
}

// TestSettingsThatTextsName checks that what operators are told to set is there: a word with an underscore, or a variable's part.
func TestSettingsThatTextsName(t *testing.T) {
	variables, words := make(map[string]string), set{}
	for name, text := range sources(t) {
		if filepath.Base(name) == "variables.tf" {
			for _, m := range regexp.MustCompile(`(?ms)^variable "([a-z0-9_]+)" \{(.*?)^\}`).FindAllStringSubmatch(text, -1) {
				variables[m[1]] += m[2]
			}
		}
		words.add(regexp.MustCompile(`[a-z0-9_]+(\.[a-z0-9_]+)?`).FindAllString(text, -1)...)
		words.add(regexp.MustCompile(`[a-z0-9_]+`).FindAllString(text, -1)...)
	}
	words.add("stack_trace") // of a log line
	grants, err := stack.Grants()
	if err != nil {
		t.Fatal(err)
	}
	for name := range grants { // roles, by modules/account
		words.add(name+"_default", name+"_vault")
	}
	named := 0
	for _, pattern := range []string{"../*.md", "../runbooks/*.md"} {
		files, err := filepath.Glob(pattern)
		if err != nil {
			t.Fatal(err)
		}
		for _, f := range files {
			for _, m := range regexp.MustCompile("`([a-z][a-z0-9_]*)(?:\\.([a-z][a-z0-9_]*))?`").FindAllStringSubmatch(read(t, f), -1) {
				whole, head, part := strings.Trim(m[0], "`"), m[1], m[2]
				block, variable := variables[head]
				switch {
				case part == "go" || part == "md" || part == "json" || part == "tf": // a file
				case variable && part != "":
					named++
					if !regexp.MustCompile(`\b` + part + `\b`).MatchString(block) {
						t.Errorf("%s: the variable %s has no %s", f, head, part)
					}
				case strings.Contains(whole, "_"):
					named++
					if !words[whole] {
						t.Errorf("%s: there is no %s in terraform/", f, whole)
					}
				}
			}
		}
	}
	if named < 20 {
		t.Errorf("only %d settings", named)
	}
}

// TestRunbooksNameWhatExists checks that what the commands and texts of the runbooks name is there: functions, topics,
// subscriptions, schedules, keys, databases, buckets of logs, variables, charts. A word in capitals is the reader's to fill in.
func TestRunbooksNameWhatExists(t *testing.T) {
	all := sources(t)
	known := make(map[string]set)
	of := func(kind string, words ...string) {
		if known[kind] == nil {
			known[kind] = set{}
		}
		known[kind].add(words...)
	}
	listed := func(file, pattern string) (words []string) {
		t.Helper()
		for _, m := range regexp.MustCompile(pattern).FindAllStringSubmatch(all[file], -1) {
			words = append(words, regexp.MustCompile(`[a-zA-Z_-]+`).FindAllString(m[1], -1)...)
		}
		if len(words) == 0 {
			t.Fatalf("%s has no %s", file, pattern)
		}
		return words
	}
	of("function", functions(t)...)
	of("topic", listed("foundation/pubsub.tf", `topics = \[([^\]]*)\]`)...)
	of("subscription", "dead-letter", "secret-rotation")
	for name := range all {
		if strings.HasPrefix(name, "service/function_") && strings.Contains(all[name], "/modules/push\"") {
			of("subscription", listed(name, `(?m)^  topics\s+= \[([^\]]*)\]`)...)
		}
	}
	of("schedule", listed("service/schedules.tf", `(?m)^    ([a-z-]+)\s+= "[0-9*/ ]+"$`)...)
	of("database", "vault", "(default)")
	of("bucket", listed("foundation/logging.tf", `(?m)^    ([a-z]+)\s*= \{ days`)...)
	of("keyring", "cleanslate")
	of("key", "session", "org", "contact", "receipt")
	of("secret", listed("foundation/secrets.tf", `for_each = toset\(\[([^\]]*)\]\)`)...)
	for _, root := range []string{"foundation", "service"} {
		of("variable", listed(root+"/variables.tf", `variable "([a-z0-9_]+)"`)...)
	}
	of("size", "cpu", "memory", "concurrency", "max_instances", "min_instances", "timeout")
	for _, name := range []string{"lesson", "privacy"} {
		for _, m := range regexp.MustCompile(`"title": "([^"$]+)"`).FindAllStringSubmatch(read(t, filepath.Join(string(stack), "service", "dashboards", name+".json.tftpl")), -1) {
			of("chart", m[1])
		}
	}
	placeholder := regexp.MustCompile(`^[A-Z_]+$`)
	check := func(runbook, kind, word string) {
		t.Helper()
		if word != "" && !placeholder.MatchString(word) && !known[kind][word] {
			t.Errorf("%s.md: there is no %s %s", runbook, kind, word)
		}
	}
	for _, c := range commands(t) {
		at := func(n int) string {
			if n < len(c.words) {
				return c.words[n]
			}
			return ""
		}
		switch line := strings.Join(c.words, " "); {
		case strings.HasPrefix(line, "run services "):
			check(c.runbook, "function", at(3))
		case strings.HasPrefix(line, "run revisions "):
			check(c.runbook, "function", c.flag("--service"))
		case strings.HasPrefix(line, "pubsub topics "):
			check(c.runbook, "topic", at(3))
		case strings.HasPrefix(line, "pubsub subscriptions "):
			check(c.runbook, "subscription", at(3))
		case strings.HasPrefix(line, "scheduler jobs "):
			check(c.runbook, "schedule", at(3))
		case strings.HasPrefix(line, "secrets versions list "):
			check(c.runbook, "secret", at(3))
		}
		check(c.runbook, "database", c.flag("--database"))
		check(c.runbook, "bucket", c.flag("--bucket"))
		check(c.runbook, "key", c.flag("--key"))
		check(c.runbook, "keyring", c.flag("--keyring"))
	}
	for runbook, text := range runbookTexts(t) {
		for _, m := range regexp.MustCompile(`service_name="([a-zA-Z]+)"`).FindAllStringSubmatch(text, -1) {
			check(runbook, "function", m[1])
		}
		for _, m := range regexp.MustCompile("`sizes\\.([a-zA-Z]+)\\.([a-z_]+)`").FindAllStringSubmatch(text, -1) {
			check(runbook, "function", m[1])
			check(runbook, "size", m[2])
		}
		for _, m := range regexp.MustCompile("secret `([a-z-]+)`").FindAllStringSubmatch(text, -1) {
			check(runbook, "secret", m[1])
		}
		for _, m := range regexp.MustCompile("`([a-z0-9_]+)` in the tfvars").FindAllStringSubmatch(text, -1) {
			check(runbook, "variable", m[1])
		}
		// A chart's title is set in italics and named with its dashboard or on its own; other words in italics are states.
		for _, m := range regexp.MustCompile(`(?:dashboard "(?:a lesson|privacy operations)"[^.]*?)\*([A-Z][^*]+)\*`).FindAllStringSubmatch(strings.ReplaceAll(text, "\n", " "), -1) {
			title := strings.TrimSpace(m[1])
			if !slices.ContainsFunc(slices.Collect(maps.Keys(known["chart"])), func(chart string) bool { return strings.HasPrefix(chart, title) }) {
				t.Errorf("%s.md: there is no chart %q", runbook, title)
			}
		}
	}
}
