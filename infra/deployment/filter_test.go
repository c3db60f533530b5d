package deployment

import (
	"maps"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
)

func matches(t *testing.T, filter string, e Entry) bool {
	t.Helper()
	f, err := ParseFilter(filter)
	if err != nil {
		t.Fatal(err)
	}
	return f.Match(e)
}

func TestFilters(t *testing.T) {
	t.Parallel()
	e := EntryOf("answer", `{"time":"2026-09-01T08:00:00Z","severity":"WARNING","message":"slow request","status":503,"started":false,"percent":75.5,"counts":{"a":{"200":1}},"logging.googleapis.com/trace":"projects/p/traces/1"}`)
	for filter, want := range map[string]bool{
		`severity>=WARNING`:                                           true,
		`severity>=ERROR`:                                             false,
		`severity>="DEFAULT"`:                                         true,
		`severity=warning`:                                            true,
		`resource.labels.service_name="answer"`:                       true,
		`resource.labels.service_name="join"`:                         false,
		`resource.labels.service_name=("join" OR "answer")`:           true,
		`resource.labels.zone="a"`:                                    false,
		`jsonPayload.status=503`:                                      true,
		`jsonPayload.status>=500`:                                     true,
		`jsonPayload.status>=504`:                                     false,
		`jsonPayload.percent>=75`:                                     true,
		`jsonPayload.started=false`:                                   true,
		`jsonPayload.started=true`:                                    false,
		`jsonPayload.counts:*`:                                        true,
		`jsonPayload.error:*`:                                         false,
		`jsonPayload.severity:*`:                                      false, // moved
		`jsonPayload.message:"REQUEST"`:                               true,
		`jsonPayload.message=~"^slow"`:                                true,
		`jsonPayload.message!~"^slow"`:                                false,
		`jsonPayload.error!~"x"`:                                      false, // it has none
		`NOT jsonPayload.error:*`:                                     true,
		`trace:"traces/1" AND timestamp:"2026"`:                       true,
		`log_id("run.googleapis.com/stderr")`:                         true,
		`log_id("requests")`:                                          false,
		`severity=ERROR OR severity=WARNING AND jsonPayload.status=1`: false, // OR first
		`severity=WARNING AND jsonPayload.status=1 OR jsonPayload.status=503`:    true,
		`(severity=ERROR AND jsonPayload.status=503) OR jsonPayload.status=503`:  true,
		`NOT (severity=WARNING AND jsonPayload.status=503) OR severity=CRITICAL`: false,
	} {
		if got := matches(t, filter, e); got != want {
			t.Errorf("%s: %v", filter, got)
		}
	}
	plain := EntryOf("answer", "Function error: x")
	if !matches(t, `textPayload:"error"`, plain) || matches(t, `severity>=DEFAULT`, plain) {
		t.Errorf("a line of text: %v", plain)
	}
}

// The evaluator refuses what it doesn't know, so that no filter passes for what it isn't.
func TestFiltersThatAreNotKnown(t *testing.T) {
	t.Parallel()
	for _, filter := range []string{
		``, `"some text"`, `some`, `severity`, `severity=`, `severity>=LOUD`, `severity=ERROR severity=INFO`, `severity=ERROR AND`, `AND severity=ERROR`,
		`(severity=ERROR`, `severity=ERROR)`, `-severity=ERROR`, `jsonPayload.a!="x"`, `jsonPayload.a<3`, `jsonPayload.a>=x`, `jsonPayload.a=~"("`, `jsonPayload="x"`,
		`jsonPayload.a=("x" AND "y")`, `jsonPayload.a=("x"`, `jsonPayload.a="x`, `payload.a="x"`, `sample(insertId, 0.1)`, `log_id(requests)`, `SEARCH("x")`,
		`severity=ERROR and severity=INFO`, `jsonPayload.a="x" -- a comment`, `jsonPayload.a[0]="x"`,
	} {
		if f, err := ParseFilter(filter); err == nil {
			t.Errorf("%s is read as %v", filter, f)
		}
	}
}

// audit is the audit log's entry for a use of a key, or for a call of Firestore's.
func audit(service, method, resource, principal string) Entry {
	return Entry{
		"logName": "projects/p/logs/cloudaudit.googleapis.com%2Fdata_access", "severity": "INFO",
		"resource": map[string]any{"type": "cloudkms_cryptokey", "labels": map[string]any{}},
		"protoPayload": map[string]any{"serviceName": service, "methodName": method, "resourceName": resource,
			"authenticationInfo": map[string]any{"principalEmail": principal}},
	}
}

// TestAuditMetrics passes the metrics over the audit log lines that they are for, and others.
func TestAuditMetrics(t *testing.T) {
	t.Parallel()
	metrics, err := stack.LogMetrics()
	if err != nil {
		t.Fatal(err)
	}
	want := []string{
		"breach-clause", "foreign-decrypt", "function-panics", "identity-refused", "key-service", "live-view", "mail-fails", "memory-kills", "no-instance",
		"people-in-databases", "retention-waits", "sign-in",
	}
	if got := slices.Sorted(maps.Keys(metrics)); !slices.Equal(got, want) {
		t.Errorf("metrics %v, want %v: test a new one here or, if it is about functions' lines, in functions/log_test.go", got, want)
	}
	grants, err := stack.Grants()
	if err != nil {
		t.Fatal(err)
	}
	opened := 0
	for _, key := range []string{"session", "org", "contact"} {
		name := "projects/p/locations/l/keyRings/cleanslate/cryptoKeys/" + key
		for function, g := range grants {
			may := slices.Contains(g.Keys[key], "decrypt")
			if may {
				opened++
			}
			e := audit("cloudkms.googleapis.com", "Decrypt", name, Account(function, "p"))
			if got := matches(t, metrics["foreign-decrypt"], e); got == may {
				t.Errorf("foreign-decrypt counts %s opening with %s: %v", function, key, got)
			}
		}
		if e := audit("cloudkms.googleapis.com", "Decrypt", name, "ada@cleanslate.example"); !matches(t, metrics["foreign-decrypt"], e) {
			t.Errorf("foreign-decrypt doesn't count a person opening with %s", key)
		}
		if e := audit("cloudkms.googleapis.com", "Encrypt", name, "ada@cleanslate.example"); matches(t, metrics["foreign-decrypt"], e) {
			t.Errorf("foreign-decrypt counts a person sealing with %s", key)
		}
	}
	if opened == 0 {
		t.Error("nobody may open anything: the test looks at the wrong thing")
	}
	firestore := audit("firestore.googleapis.com", "google.firestore.v1.Firestore.Commit", "projects/p/databases/vault", "ada@cleanslate.example")
	kms := audit("cloudkms.googleapis.com", "Decrypt", "x", "ada@cleanslate.example")
	if !matches(t, metrics["people-in-databases"], firestore) || matches(t, metrics["people-in-databases"], kms) || matches(t, metrics["foreign-decrypt"], firestore) {
		t.Error("people-in-databases and foreign-decrypt don't count what they are for")
	}
}

// TestVaultCopies feeds the alert vault-copy with what an administrator did, as the audit log tells it.
func TestVaultCopies(t *testing.T) {
	t.Parallel()
	locals := make(map[string]string)
	localsIn(sources(t)["service/alerts.tf"], locals)
	filter, err := resolve(locals["vault_copies"], locals)
	if err != nil {
		t.Fatal(err)
	}
	grant := func(deltas ...any) Entry {
		e := audit("cloudresourcemanager.googleapis.com", "SetIamPolicy", "projects/p", "ada@cleanslate.example")
		e["protoPayload"].(map[string]any)["serviceData"] = map[string]any{"policyDelta": map[string]any{"bindingDeltas": deltas}}
		return e
	}
	delta := func(action, role string) any { return map[string]any{"action": action, "role": role} }
	role := func(permissions ...any) Entry {
		e := audit("iam.googleapis.com", "google.iam.admin.v1.UpdateRole", "projects/p/roles/x", "ada@cleanslate.example")
		e["protoPayload"].(map[string]any)["request"] = map[string]any{"role": map[string]any{"included_permissions": permissions}}
		return e
	}
	firestore := func(method, database string) Entry {
		return audit("firestore.googleapis.com", "google.firestore.admin.v1.FirestoreAdmin."+method, "projects/p/databases/"+database, "ada@cleanslate.example")
	}
	for _, tt := range []struct {
		name  string
		entry Entry
		want  bool
	}{
		{"an export of the vault", firestore("ExportDocuments", "vault"), true},
		{"a backup schedule of the vault", firestore("CreateBackupSchedule", "vault"), true},
		{"an export of the other database", firestore("ExportDocuments", "(default)"), false},
		{"an import into the vault", firestore("ImportDocuments", "vault"), false},
		{"an owner more", grant(delta("ADD", "roles/viewer"), delta("ADD", "roles/owner")), true},
		{"one of the newer basic roles", grant(delta("ADD", "roles/admin")), true},
		{"another", grant(delta("ADD", "roles/writer")), true},
		{"one that only reads", grant(delta("ADD", "roles/reader")), false},
		{"who may export", grant(delta("ADD", "roles/datastore.importExportAdmin")), true},
		{"a viewer more", grant(delta("ADD", "roles/viewer")), false},
		{"an owner less", grant(delta("REMOVE", "roles/owner")), false},
		{"a role that clones", role("datastore.entities.get", "datastore.databases.clone"), true},
		{"a role that reads", role("datastore.entities.get"), false},
	} {
		if got := matches(t, filter, tt.entry); got != tt.want {
			t.Errorf("%s: %v", tt.name, got)
		}
	}
}

// TestEveryLogFilterIsKnown reads every filter over logs in terraform and in the runbooks, and checks that each is
// about fields.
func TestEveryLogFilterIsKnown(t *testing.T) {
	t.Parallel()
	locals := make(map[string]string)
	for _, text := range sources(t) {
		localsIn(text, locals)
	}
	found := 0
	for name, text := range sources(t) {
		for _, m := range regexp.MustCompile(`\bfilter\s*= ("(?:[^"\\]|\\.)*")`).FindAllStringSubmatch(text, -1) {
			if strings.Contains(m[1], "metric.type") || strings.Contains(m[1], "select_slo") || strings.Contains(m[1], "not_by_openers") || strings.Contains(m[1], "attributes.") {
				continue // Cloud Monitoring's or Pub/Sub's language, or tested above
			}
			found++
			filter, err := resolve(m[1], locals)
			if err == nil {
				_, err = ParseFilter(filter)
			}
			if err != nil {
				t.Errorf("terraform/%s: %v", name, err)
			}
		}
	}
	if found < 6 {
		t.Errorf("only %d filters", found)
	}
	queries, err := Queries("../runbooks")
	if err != nil {
		t.Fatal(err)
	}
	if len(queries) < 12 {
		t.Errorf("only %d filters in the runbooks: %q", len(queries), queries)
	}
	for _, q := range queries {
		if _, err := ParseFilter(q.Filter); err != nil {
			t.Errorf("%s: %v", q.Runbook, err)
		}
	}
	for quoted, want := range map[string]string{
		`"a=\"${module.join.name}\" AND ${local.b}"`: `a="join" AND c`, `"${local.none}"`: "", `"${var.x}"`: "",
	} {
		got, err := resolve(quoted, map[string]string{"b": strconv.Quote("c")})
		if (err != nil) != (want == "") || want != "" && got != want {
			t.Errorf("%s is %q, %v", quoted, got, err)
		}
	}
}
