package promise

import (
	"regexp"
	"slices"
	"strings"
	"testing"
)

// block returns a Terraform block of a file.
func block(t *testing.T, file, head string) string {
	t.Helper()
	text := repository(t, file)[file]
	_, text, ok := strings.Cut(text, head+" {\n")
	text, _, end := strings.Cut(text, "\n}\n")
	if !ok || !end {
		t.Fatalf("%s has no %s in a form that this test recognizes", file, head)
	}
	return text
}

func says(t *testing.T, what, text string, patterns ...string) {
	t.Helper()
	for _, p := range patterns {
		if !regexp.MustCompile(p).MatchString(text) {
			t.Errorf("%s doesn't say %s", what, p)
		}
	}
}

// From the browser to the database nothing goes in the clear (promise P44).
func TestConnectionsAreEncrypted(t *testing.T) {
	t.Parallel()
	const edge = "terraform/service/loadbalancer.tf"
	says(t, "the TLS policy", block(t, edge, `resource "google_compute_ssl_policy" "this"`), `profile\s+= "MODERN"`, `min_tls_version = "TLS_1_2"`)
	says(t, "the HTTPS proxy", block(t, edge, `resource "google_compute_target_https_proxy" "this"`), `ssl_policy\s+= google_compute_ssl_policy\.this\.id`)
	says(t, "plain HTTP", block(t, edge, `resource "google_compute_target_http_proxy" "redirect"`), `url_map = google_compute_url_map\.redirect\.id`)
	redirect := block(t, edge, `resource "google_compute_url_map" "redirect"`)
	says(t, "plain HTTP", redirect, `https_redirect\s+= true`)
	if strings.Contains(redirect, "service") {
		t.Error("plain HTTP reaches a backend")
	}
	text := repository(t, edge, "terraform/service/web.tf")
	all := text[edge] + text["terraform/service/web.tf"]
	backends := regexp.MustCompile(`(?s)resource "google_compute_backend_(?:service|bucket)" "\w+" \{.*?\n\}`).FindAllString(all, -1)
	if len(backends) < 3 {
		t.Fatalf("%d backends", len(backends))
	}
	for _, b := range backends {
		says(t, "a backend", b, `custom_response_headers.*local\.transport_security`)
	}
	says(t, "a function", repository(t, "terraform/modules/function/main.tf")["terraform/modules/function/main.tf"], `"ALLOW_INTERNAL_AND_GCLB" : "ALLOW_INTERNAL_ONLY"`)
	says(t, "the mail relay's setting", block(t, "terraform/foundation/variables.tf", `variable "smtp"`), `\["starttls", "tls"\]`)

	// Without TLS only towards an emulator, of which no deployment is told.
	for name, text := range repository(t, "functions/*.go", "shared/*.go") {
		if strings.HasSuffix(name, "_test.go") || !regexp.MustCompile(`insecure\.NewCredentials\(\)|InsecureSkipVerify:\s*true`).MatchString(text) {
			continue
		}
		if !slices.Contains([]string{"shared/kms/kms.go", "shared/wire/dial.go", "shared/trace/remote.go"}, name) {
			t.Errorf("%s connects without TLS", name)
		}
	}
	for name, text := range repository(t, "terraform/*.tf") {
		if found := regexp.MustCompile(`\w*EMULATOR_HOST|OTEL_\w+|"http://[^"]+"`).FindString(text); found != "" {
			t.Errorf("%s: %s", name, found)
		}
	}
}

// A copy of the data every day, kept as long as receipts say (promise P46).
func TestBackupsAreDaily(t *testing.T) {
	t.Parallel()
	says(t, "the backup", block(t, "terraform/foundation/firestore.tf", `resource "google_firestore_backup_schedule" "kept"`),
		`for_each = toset\(\["\(default\)", "audit"\]\)`, `database\s+= local\.databases\[each\.key\]`, `retention = "604800s"`, `daily_recurrence \{\}`)
}

// A deployment tells the pages where it is, and they have words for it (promise P46).
func TestPlaceIsStated(t *testing.T) {
	t.Parallel()
	p, err := ReadPrivacy()
	if err != nil {
		t.Fatal(err)
	}
	says(t, "config.json", block(t, "terraform/foundation/web.tf", `resource "google_storage_bucket_object" "config"`),
		`operator\s+= var\.operator\.display_name`, `region\s+= var\.region`, `databases\s+= var\.firestore_location`)
	named := 0
	for name, text := range repository(t, "terraform/foundation/*.tf", "terraform/foundation/env/*.tfvars") {
		for _, m := range regexp.MustCompile(`(?ms)^(?:region|firestore_location)\s+= "([^"]+)"|variable "(?:region|firestore_location)" \{.*?default\s+= "([^"]+)"`).FindAllStringSubmatch(text, -1) {
			named++
			if place := m[1] + m[2]; p.Regions[place] == nil {
				t.Errorf("%s: privacy.yaml has no words for %s", name, place)
			}
		}
	}
	if named < 2 {
		t.Errorf("%d places: this test doesn't recognize them any more", named)
	}
}

// What students call leaves no line at the edge, and what staff call leaves one for 30 days (promise P55).
func TestEdgeLogs(t *testing.T) {
	t.Parallel()
	const file = "terraform/foundation/logging.tf"
	text := repository(t, file)[file]
	m := regexp.MustCompile(`(?m)^  logged = \[(.*)\]$`).FindStringSubmatch(text)
	if m == nil {
		t.Fatal("logging.tf has its list in a form that this test doesn't recognize")
	}
	for _, students := range []string{"answer", "join", "rights", "watch"} {
		if strings.Contains(m[1], `"`+students+`"`) {
			t.Errorf("requests to %s, which students call, are logged with their address", students)
		}
	}
	says(t, "logging.tf", text, `edge\s+= \{ days = 30,`, `filter\s+= local\.staff_logs`, `filter = local\.edge_logs`, `log_id\(\\"run\.googleapis\.com/requests\\"\)`)
	const edge = "terraform/service/loadbalancer.tf"
	says(t, "a function's backend", block(t, edge, `resource "google_compute_backend_service" "function"`), `enable\s+= contains\(local\.foundation\.logged, each\.key\)`)
	says(t, "a cached backend", block(t, edge, `resource "google_compute_backend_service" "cached"`), `enable = false`)
}
