package deployment

import (
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
)

// sources returns all of Terraform's files, without their comments.
func sources(t *testing.T) map[string]string {
	t.Helper()
	comment := regexp.MustCompile(`(?m)^\s*#.*$|\s# .*$`)
	all := make(map[string]string)
	for _, pattern := range []string{"foundation/*.tf", "service/*.tf", "modules/*/*.tf"} {
		files, err := filepath.Glob(filepath.Join(string(stack), pattern))
		if err != nil {
			t.Fatal(err)
		}
		for _, f := range files {
			rel, _ := filepath.Rel(string(stack), f)
			all[rel] = comment.ReplaceAllString(read(t, f), "")
		}
	}
	if len(all) < 10 {
		t.Fatalf("only %d files", len(all))
	}
	return all
}

// TestRulesThatNoPlanShows checks what Terraform's own tests can't: they see only the resources that they name, but a
// new one must not break a rule either.
func TestRulesThatNoPlanShows(t *testing.T) {
	for _, rule := range []struct {
		what    string
		pattern string
		allowed map[string]int // how often it may occur in which file
	}{
		{"everyone as a member", `"all(Authenticated)?Users"`, map[string]int{"foundation/project.tf": 1}},
		{"a basic role", `"roles/(owner|admin|editor|writer|viewer|reader)"`, nil},
		{"a trigger of Eventarc's, which would own the subscription", `event_trigger`, nil},
		{"a service account's key file", `google_service_account_key`, nil},
		{"grants that take away others'", `google_project_iam_(policy|binding)`, nil},
		{"a backup of the vault", `google_firestore_backup_schedule`, map[string]int{"foundation/firestore.tf": 1}},
		{"a secret in plain", `secret_data\s*=`, nil},
		{"the use of a key outside grants.json", `roles/cloudkms\.(crypto|signer)|resource "google_kms_(crypto_key|key_ring)_iam`, map[string]int{"modules/account/main.tf": 4}},
		{"a role with Firestore's documents in it", `roles/(datastore|firebase)\.[a-zA-Z]`, nil},
		{"a permission to copy a database", `datastore\.(googleapis\.com/)?(databases\.(clone|export)|backupSchedules\.create)"`, map[string]int{"foundation/firestore.tf": 3}}, // the deny policy
		{"a project that isn't awake", `(?m)^\s+project\s+= var\.project$`, map[string]int{"foundation/project.tf": 2, "foundation/versions.tf": 1, "service/versions.tf": 1}},
		{"an alert on a metric that may be new", `logging\.googleapis\.com/user/\$\{google_logging_metric`, nil},
	} {
		for name, text := range sources(t) {
			if found := regexp.MustCompile(rule.pattern).FindAllString(text, -1); len(found) > rule.allowed[name] {
				t.Errorf("terraform/%s has %s: %q", name, rule.what, found)
			}
		}
	}
}

// TestNoDefaultAccountIsAnEditor checks that the policy against it is there before the services that make such accounts,
// and that what was made before loses its grant.
func TestNoDefaultAccountIsAnEditor(t *testing.T) {
	text := sources(t)["foundation/project.tf"]
	for _, want := range []string{
		`/policies/iam\.automaticIamGrantsForDefaultServiceAccounts"`,
		`(?s)resource "time_sleep" "no_editors" \{[^}]*depends_on\s*= \[google_org_policy_policy\.no_editors\]`,
		`(?s)resource "google_project_service" "this" \{[^}]*depends_on\s*= \[time_sleep\.no_editors\]`,
		`(?s)resource "google_project_default_service_accounts" "no_editors" \{[^}]*action\s*= "DEPRIVILEGE"`,
	} {
		if !regexp.MustCompile(want).MatchString(text) {
			t.Errorf("foundation/project.tf has nothing like %s", want)
		}
	}
}

// TestWaitsForGrants checks that what Google refuses until it obeys a grant comes after a pause.
func TestWaitsForGrants(t *testing.T) {
	all := sources(t)
	for _, wait := range []struct{ file, pause, after, used string }{
		{"build", "builder", "google_project_iam_member.builder_sources", `builder\s*= time_sleep\.builder\.triggers\["account"\]`},
		{"secrets", "secret_rotation", "google_pubsub_topic_iam_member.secret_rotation", `depends_on = \[time_sleep\.secret_rotation\]`},
		{"project", "shared", "google_org_policy_policy.members", `everyone\s*= time_sleep\.shared\.triggers\["everyone"\]`},
	} {
		pause := regexp.MustCompile(`(?s)resource "time_sleep" "` + wait.pause + `" \{.*?depends_on\s*= \[[^]]*` + regexp.QuoteMeta(wait.after) + `\b`)
		if !pause.MatchString(all["foundation/"+wait.file+".tf"]) {
			t.Errorf("foundation/%s.tf: no pause after %s", wait.file, wait.after)
		}
		if !regexp.MustCompile(wait.used).MatchString(all["foundation/"+wait.file+".tf"] + all["foundation/handover.tf"]) {
			t.Errorf("nothing waits for time_sleep.%s", wait.pause)
		}
	}
}

// TestNothingIrreplaceableIsDestroyed checks that the provider refuses to destroy the databases and every key wherever
// the environment is protected. (A key ring can't be destroyed at all.)
func TestNothingIrreplaceableIsDestroyed(t *testing.T) {
	block := regexp.MustCompile(`(?ms)^resource "google_(?:firestore_database|kms_crypto_key)" "([a-z_]+)" \{$.*?^\}$`)
	found := 0
	for name, text := range sources(t) {
		for _, m := range block.FindAllStringSubmatch(text, -1) {
			found++
			if !regexp.MustCompile(`(?m)^  deletion_policy\s+= local\.protection\.policy$`).MatchString(m[0]) {
				t.Errorf("terraform/%s: %s may be destroyed", name, m[1])
			}
		}
	}
	if found != 5 {
		t.Errorf("%d databases and keys, want 5", found)
	}
}

// TestRolesAreKnown lists every role of Google's that Terraform grants. None of them may be able to copy a database:
// look a new one up (gcloud iam roles describe) before you add it here.
func TestRolesAreKnown(t *testing.T) {
	looked := []string{
		"roles/artifactregistry.reader", "roles/artifactregistry.writer", "roles/cloudfunctions.developer", "roles/cloudfunctions.viewer", "roles/cloudkms.cryptoKeyDecrypter",
		"roles/cloudkms.cryptoKeyEncrypter", "roles/cloudkms.publicKeyViewer", "roles/cloudkms.signer", "roles/cloudkms.viewer",
		"roles/cloudscheduler.viewer", "roles/cloudtrace.user", "roles/compute.viewer", "roles/dns.reader", "roles/firebaserules.viewer", "roles/iam.roleViewer",
		"roles/iam.securityReviewer", "roles/iam.serviceAccountTokenCreator", "roles/iam.serviceAccountUser", "roles/iam.workloadIdentityPoolViewer", "roles/iam.workloadIdentityUser",
		"roles/logging.logWriter", "roles/logging.viewer", "roles/monitoring.viewer", "roles/orgpolicy.policyViewer", "roles/pubsub.publisher",
		"roles/pubsub.subscriber", "roles/pubsub.viewer", "roles/run.invoker", "roles/run.viewer", "roles/secretmanager.secretAccessor",
		"roles/secretmanager.viewer", "roles/serviceusage.serviceUsageConsumer", "roles/storage.legacyBucketReader", "roles/storage.legacyObjectReader",
		"roles/storage.objectAdmin", "roles/storage.objectViewer", "roles/telemetry.tracesWriter",
	}
	granted := make(map[string]bool)
	for _, text := range sources(t) {
		for _, m := range regexp.MustCompile(`"(roles/[a-zA-Z.]+)"`).FindAllStringSubmatch(text, -1) {
			granted[m[1]] = true
		}
	}
	if got := slices.Sorted(maps.Keys(granted)); !slices.Equal(got, looked) {
		t.Errorf("granted: %v\nlooked up: %v", got, looked)
	}
}

// TestEveryVariableIsExplained checks that each has a type and a description.
func TestEveryVariableIsExplained(t *testing.T) {
	block := regexp.MustCompile(`(?ms)^variable "([a-z0-9_]+)" \{(.*?)^\}`)
	for name, text := range sources(t) {
		variables := block.FindAllStringSubmatch(text, -1)
		for _, v := range variables {
			for _, attribute := range []string{"type", "description"} {
				if !regexp.MustCompile(`(?m)^  ` + attribute + `\s*= `).MatchString(v[2]) {
					t.Errorf("terraform/%s: the variable %s has no %s", name, v[1], attribute)
				}
			}
		}
		if strings.HasPrefix(name, "modules/") && len(variables) > 12 {
			t.Errorf("terraform/%s has %d variables, more than 12", name, len(variables))
		}
	}
}

// TestEveryValidationIsTried checks that Terraform's tests break each rule that a variable has: as many runs expect it to
// fail as it has rules, since one run can't tell which of them refused.
func TestEveryValidationIsTried(t *testing.T) {
	tried := make(map[string]int)
	for _, root := range []string{"foundation", "service"} {
		files, err := filepath.Glob(filepath.Join(string(stack), root, "tests", "*.tftest.hcl"))
		if err != nil {
			t.Fatal(err)
		}
		for _, f := range files {
			for _, run := range regexp.MustCompile(`(?ms)^run "[a-z_]+" \{$.*?^\}$`).FindAllString(read(t, f), -1) {
				of := root
				if m := regexp.MustCompile(`source = "\.\./(modules/[a-z]+)"`).FindStringSubmatch(run); m != nil {
					of = m[1]
				}
				_, expected, _ := strings.Cut(run, "expect_failures = [")
				for _, m := range regexp.MustCompile(`var\.([a-z0-9_]+)`).FindAllStringSubmatch(expected, -1) {
					tried[of+" "+m[1]]++
				}
			}
		}
	}
	rules := 0
	for name, text := range sources(t) {
		for _, v := range regexp.MustCompile(`(?ms)^variable "([a-z0-9_]+)" \{(.*?)^\}`).FindAllStringSubmatch(text, -1) {
			n := strings.Count(v[2], "validation {")
			rules += n
			if got := tried[filepath.Dir(name)+" "+v[1]]; got < n {
				t.Errorf("terraform/%s: %s has %d rules, and %d runs break one", name, v[1], n, got)
			}
		}
	}
	if rules < 30 {
		t.Errorf("only %d rules", rules)
	}
}

// TestEnvironmentsSetEveryVariable checks that both environments set every variable of a root without a default, and none
// that doesn't exist; that the roots' states are in one bucket, apart; and that both are of one project.
func TestEnvironmentsSetEveryVariable(t *testing.T) {
	first := func(pattern, text string) string {
		if m := regexp.MustCompile(pattern).FindStringSubmatch(text); m != nil {
			return m[1]
		}
		return ""
	}
	for _, env := range []string{"dev", "prod"} {
		projects := make(map[string]string)
		var bucket string
		for _, root := range []string{"foundation", "service"} {
			required := make(map[string]bool)
			for _, v := range regexp.MustCompile(`(?ms)^variable "([a-z0-9_]+)" \{(.*?)^\}`).FindAllStringSubmatch(sources(t)[root+"/variables.tf"], -1) {
				given := regexp.MustCompile(`(?m)^  (ephemeral|sensitive)\s*= true`).MatchString(v[2]) // comes from the environment
				required[v[1]] = !given && !regexp.MustCompile(`(?m)^  default\s*=`).MatchString(v[2])
			}
			file := filepath.Join(string(stack), root, "env", env)
			text, backend := read(t, file+".tfvars"), read(t, file+".backend.hcl")
			set := make(map[string]bool)
			for _, m := range regexp.MustCompile(`(?m)^([a-z0-9_]+)\s*= `).FindAllStringSubmatch(text, -1) {
				set[m[1]] = true
				if _, ok := required[m[1]]; !ok {
					t.Errorf("%s.tfvars sets %s, which isn't a variable", file, m[1])
				}
			}
			for name, needed := range required {
				if needed && !set[name] {
					t.Errorf("%s.tfvars doesn't set %s", file, name)
				}
			}
			projects[first(`(?m)^project\s*= "(.*)"$`, text)] = root
			if root == "foundation" {
				bucket = first(`(?m)^state_bucket\s*= "(.*)"$`, text)
			}
			if got := first(`(?m)^bucket\s*= "(.*)"$`, backend); got == "" || got != bucket {
				t.Errorf("%s: the state is in %q, and state_bucket says %q", file, got, bucket)
			}
			if got := first(`(?m)^prefix\s*= "(.*)"$`, backend); got != root {
				t.Errorf("%s: the state is in the folder %q of the bucket, and grants say %q", file, got, root)
			}
		}
		if len(projects) != 1 {
			t.Errorf("%s: the roots are of different projects: %v", env, projects)
		}
	}
}

// TestDashboardsShowWhatIsCounted compares our metrics with those that the dashboards show.
func TestDashboardsShowWhatIsCounted(t *testing.T) {
	counted := make(map[string]bool)
	for _, text := range sources(t) {
		for _, m := range regexp.MustCompile(`(?s)resource "google_logging_metric" "[a-z_]+" \{.*?\bname\s+= "([a-z-]+)"`).FindAllStringSubmatch(text, -1) {
			counted[m[1]] = true
		}
	}
	shown := make(map[string]bool)
	for _, name := range []string{"lesson", "privacy"} {
		for _, m := range regexp.MustCompile(`logging\.googleapis\.com/user/([a-z-]+)`).FindAllStringSubmatch(read(t, filepath.Join(string(stack), "service", "dashboards", name+".json.tftpl")), -1) {
			shown[m[1]] = true
		}
	}
	if len(counted) < 4 || !maps.Equal(counted, shown) {
		t.Errorf("counted: %v\nshown:   %v", counted, shown)
	}
}

// TestRetentionLogsWhatIsCounted checks that every error that planning logs has the field that the metric
// retention-waits counts. (That the metric counts such a line is tested in functions/log_test.go.)
func TestRetentionLogsWhatIsCounted(t *testing.T) {
	p, err := load()
	if err != nil {
		t.Fatal(err)
	}
	logged := 0
	for _, f := range p.pkgs[module+"/shared/lifecycle"].files {
		for _, m := range regexp.MustCompile(`slog\.Error[A-Za-z]*\((?:ctx, )?"([^"]+)"(, alert, waits\b)?`).FindAllStringSubmatch(read(t, p.fset.Position(f.Pos()).Filename), -1) {
			logged++
			if m[2] == "" {
				t.Errorf("%q lacks the field alert", m[1])
			}
		}
	}
	if logged != 4 {
		t.Errorf("%d lines say that retention waits, want 4", logged)
	}
}

// TestCostsCountWhatIsThere compares what the table of an idle month counts with what Terraform creates.
func TestCostsCountWhatIsThere(t *testing.T) {
	all := sources(t)
	public := 0
	for name, text := range all {
		if strings.HasPrefix(name, "service/function_") && strings.Contains(text, "public      = true") {
			public++
		}
	}
	// Two rules for every policy, join's limit on codes, that of rights on requests to schools, and that of org on leaving newsletters.
	rules := 2*public + 3
	if n := strings.Count(all["service/armor.tf"], "rule {") + strings.Count(all["service/armor.tf"], `dynamic "rule"`); n != 5 {
		t.Errorf("armor.tf has %d kinds of rules, not 5: update the count here and in cost.md", n)
	}
	forwarding := 2 * strings.Count(all["service/loadbalancer.tf"], `resource "google_compute_global_forwarding_rule"`) // IPv4 and IPv6
	awake := strings.Count(all["service/variables.tf"], "min_instances = 1")
	conditions := regexp.MustCompile(`\]\) == (\d+)\n    error_message = "The number of the alerts' conditions`).FindStringSubmatch(read(t, filepath.Join(string(stack), "service/tests/service.tftest.hcl")))
	if conditions == nil {
		t.Fatal("Terraform's tests don't count the alerts' conditions")
	}
	costs := read(t, "../cost.md")
	for _, want := range []string{
		fmt.Sprintf("load balancer, %d forwarding rules", forwarding),
		fmt.Sprintf("Cloud Armor, %d policies with %d rules", public, rules),
		conditions[1] + " conditions",
		fmt.Sprintf("| minimum instances (not in dev) | %d × ", awake),
	} {
		if !strings.Contains(costs, want) {
			t.Errorf("cost.md doesn't count %q", want)
		}
	}
}

// TestQuotasAreWhatIsMade compares the quotas that deploy.md asks for with the instances that there may be, and with what
// Terraform makes.
func TestQuotasAreWhatIsMade(t *testing.T) {
	all := sources(t)
	number := func(s string) int {
		t.Helper()
		n, err := strconv.Atoi(s)
		if err != nil {
			t.Fatal(err)
		}
		return n
	}
	cpus := 0
	_, sizes, _ := strings.Cut(all["service/variables.tf"], `variable "sizes"`)
	sizes, _, _ = strings.Cut(sizes, "\nvariable ")
	for _, m := range regexp.MustCompile(`cpu = "1".*max_instances = (\d+)`).FindAllStringSubmatch(sizes, -1) {
		cpus += number(m[1])
	}
	grants, err := stack.Grants()
	if err != nil {
		t.Fatal(err)
	}
	roles := 0
	for _, g := range grants {
		for _, actions := range [][]string{g.Default, g.Vault, g.Audit, g.Objects} {
			if len(actions) > 0 {
				roles++
			}
		}
	}
	made := make(map[string]int)
	public := 0
	for name, text := range all {
		if strings.HasPrefix(name, "service/function_") && strings.Contains(text, "public      = true") {
			public++
		}
		if !strings.HasPrefix(name, "modules/") {
			for _, m := range regexp.MustCompile(`(?m)^resource "([a-z0-9_]+)"`).FindAllStringSubmatch(text, -1) {
				made[m[1]]++
			}
		}
	}
	cached := strings.Count(regexp.MustCompile(`(?m)^  cached = \{.*\}$`).FindString(all["service/loadbalancer.tf"]), "=") - 1
	guide := read(t, "../deploy.md")
	for _, want := range []string{
		fmt.Sprintf("%d vCPU and %d GiB by default", cpus, cpus/2),
		fmt.Sprintf("concurrent builds in the region | %d, one for each function", len(functions(t))),
		// Each forwarding rule and address is there for IPv4 and IPv6, and a certificate that can't be renewed gets a second.
		fmt.Sprintf("static addresses, SSL certificates | %d, %d, %d, %d, %d, 2 |", public+cached, made["google_compute_url_map"],
			2*made["google_compute_global_forwarding_rule"], public, 2*made["google_compute_global_address"]),
		fmt.Sprintf("composite indexes of a database | %d;", made["google_firestore_database"]),
		fmt.Sprintf("custom roles of the project | %d |", roles+made["google_project_iam_custom_role"]),
	} {
		if !strings.Contains(guide, want) {
			t.Errorf("deploy.md doesn't ask for %q", want)
		}
	}
}

// TestLinksLead checks the links in infra's documents.
func TestLinksLead(t *testing.T) {
	link := regexp.MustCompile(`\]\(([^)#:]+)(#[^)]*)?\)`)
	for _, pattern := range []string{"../*.md", "../runbooks/*.md"} {
		files, err := filepath.Glob(pattern)
		if err != nil {
			t.Fatal(err)
		}
		for _, f := range files {
			for _, m := range link.FindAllStringSubmatch(read(t, f), -1) {
				if _, err := os.Stat(filepath.Join(filepath.Dir(f), m[1])); err != nil {
					t.Errorf("%s: %v", f, err)
				}
			}
		}
	}
}

// TestTextsNameWhatExists checks the files, commands and make targets that texts for operators name. What is in <> or behind
// a star is the reader's to fill in.
func TestTextsNameWhatExists(t *testing.T) {
	targets := make(map[string]bool)
	for _, m := range regexp.MustCompile(`(?m)^([a-z0-9-]+):`).FindAllStringSubmatch(read(t, "../../Makefile"), -1) {
		targets[m[1]] = true
	}
	path := regexp.MustCompile(`(?:^|[^a-zA-Z0-9/.-])(?:\./)?((?:emulators|functions|infra|shared|terraform|web)/[a-zA-Z0-9_*<>/.-]*[a-zA-Z0-9_*>])`)
	made := regexp.MustCompile("(?m)(?:`|^ +|^)make ([a-z][a-z0-9-]*)")
	named := 0
	for _, pattern := range []string{"../../README.md", "../../ARCHITECTURE.md", "../*.md", "../*/*.md"} {
		files, err := filepath.Glob(pattern)
		if err != nil {
			t.Fatal(err)
		}
		for _, f := range files {
			text := read(t, f)
			for _, m := range path.FindAllStringSubmatch(text, -1) {
				named++
				want := regexp.MustCompile(`<[a-z]+>`).ReplaceAllString(m[1], "*")
				if strings.HasSuffix(want, ".terraform.lock.hcl") { // the guide writes it
					continue
				}
				if found, err := filepath.Glob(filepath.Join("../..", want)); err != nil || len(found) == 0 {
					t.Errorf("%s: there is no %s", f, m[1])
				}
			}
			for _, m := range made.FindAllStringSubmatch(text, -1) {
				named++
				if !targets[m[1]] {
					t.Errorf("%s: there is no make %s", f, m[1])
				}
			}
		}
	}
	if named < 100 {
		t.Errorf("only %d files and targets", named)
	}
}

// TestSizesAreThoseOfTheCapacityTable compares the defaults of sizes with the settings in infra/capacity.md.
func TestSizesAreThoseOfTheCapacityTable(t *testing.T) {
	variables := read(t, filepath.Join(string(stack), "service", "variables.tf"))
	row := regexp.MustCompile(`(?m)^\| (answer|join|live|teacher) \| (\d+) \| (\d+) MiB \| (\d+) \| (\d+) \| (\d+) \|`)
	rows := row.FindAllStringSubmatch(read(t, "../capacity.md"), -1)
	if len(rows) != 4 {
		t.Fatalf("the table of settings has %d rows for answer, join, live and teacher", len(rows))
	}
	for _, r := range rows {
		want := fmt.Sprintf(`(?m)^    %s\s+= \{ cpu = "%s", memory = "%sMi", concurrency = %s, max_instances = %s, min_instances = %s[ ,]`, r[1], r[2], r[3], r[4], r[6], r[5])
		if !regexp.MustCompile(want).MatchString(variables) {
			t.Errorf("variables.tf doesn't have the settings of capacity.md for %s: %s", r[1], r[0])
		}
	}
}
