package promise

import (
	"encoding/json"
	"os/exec"
	"path"
	"reflect"
	"regexp"
	"slices"
	"strings"
	"testing"

	"go.yaml.in/yaml/v3"
)

// dependencies returns the modules and npm packages that anything here uses, by the
// file that names them.
func dependencies(t *testing.T) map[string][]string {
	t.Helper()
	all := make(map[string][]string)
	files := repository(t, "go.mod", "go.sum", "web/package-lock.json", "infra/terraform-check/go.mod")
	for name, text := range files {
		if path.Base(name) != "package-lock.json" {
			for line := range strings.Lines(text) {
				if m := regexp.MustCompile(`^\s*(?:require )?([\w.-]+\.[\w.-]+/\S+) v`).FindStringSubmatch(line); m != nil {
					all[name] = append(all[name], m[1])
				}
			}
			continue
		}
		var lock struct{ Packages map[string]json.RawMessage }
		if err := json.Unmarshal([]byte(text), &lock); err != nil {
			t.Fatal(err)
		}
		for p := range lock.Packages {
			if p != "" {
				all[name] = append(all[name], strings.TrimPrefix(p, "node_modules/"))
			}
		}
	}
	if len(all["go.mod"]) < 20 || len(all["web/package-lock.json"]) < 20 {
		t.Fatalf("%d modules and %d npm packages: this test doesn't recognize them any more", len(all["go.mod"]), len(all["web/package-lock.json"]))
	}
	return all
}

// none reports dependencies whose name has one of the words in it.
func none(t *testing.T, what string, words *regexp.Regexp) {
	t.Helper()
	for file, names := range dependencies(t) {
		for _, name := range names {
			if words.MatchString(strings.ToLower(name)) {
				t.Errorf("%s uses %s: %s", file, name, what)
			}
		}
	}
}

// finds says that a pattern finds what it is for and passes what is harmless, without
// which "nothing was found" says nothing.
func finds(t *testing.T, pattern *regexp.Regexp, bad, good []string) {
	t.Helper()
	for _, s := range bad {
		if !pattern.MatchString(s) {
			t.Errorf("%q isn't found", s)
		}
	}
	for _, s := range good {
		if pattern.MatchString(s) {
			t.Errorf("%q is found", s)
		}
	}
}

// resources are the kinds of things that Terraform makes, with the files that make them.
func resources(t *testing.T) map[string]string {
	t.Helper()
	all := make(map[string]string)
	for name, text := range repository(t, "terraform/*.tf") {
		for _, m := range regexp.MustCompile(`(?m)^resource "(\w+)"`).FindAllStringSubmatch(text, -1) {
			all[m[1]] = name
		}
	}
	return all
}

var (
	advertises = regexp.MustCompile(`(^|[/@._-])(ads?|adsense|admob|advert\w*|doubleclick|gtag|tag-?manager|facebook|pixel|criteo|taboola|outbrain|mailchimp|sendinblue|braze|hubspot|onesignal|marketing)($|[/._-])`)
	analyses   = regexp.MustCompile(`(^|[/@._-])(analytics?|ga4|mixpanel|amplitude|segment|hotjar|matomo|piwik|posthog|plausible|heap|fullstory|logrocket|sentry|bugsnag|datadog\w*|newrelic|clarity|web-vitals|countly|statsig|launchdarkly|bigquery|looker|snowflake)($|[/._-])`)
	passesOn   = regexp.MustCompile(`^google_(bigquery|analytics|data_|dataflow|dataplex|datastream|storage_transfer|pubsub_lite|looker|healthcare|discovery_engine|vertex|dialogflow)|_data_exchange`)
	studies    = regexp.MustCompile(`(?i)research|statisti|aggregat|dataset|cohort|benchmark|survey|study|studies|forschung|recherche|investigaci[oó]n`)
	sells      = regexp.MustCompile(`(^|[/@._-])(stripe|paypal|adyen|braintree|paddle|chargebee|recurly|liveramp|marketplace|analyticshub|data-?exchange|data-?broker)($|[/._-])`)
)

// Nothing here can show an advertisement (promise P34).
func TestNoAdvertising(t *testing.T) {
	t.Parallel()
	finds(t, advertises, []string{"react-adsense", "@types/facebook-pixel", "github.com/x/admob", "google-tag-manager", "doubleclick"},
		[]string{"preact", "github.com/go-logr/logr", "uqr", "@auth0/auth0-spa-js", "esbuild/linux-loong64", "loader-utils", "thread"})
	none(t, "no advertisement and no promotion may reach a student", advertises)
	for name, text := range repository(t, "web/src/*.ts", "web/src/*.tsx", "web/*.html", "web/teach/*.html", "web/public/*", "web/first/*") {
		if found := regexp.MustCompile(`(?i)<(iframe|ins|embed|object)\b|adsbygoogle|\butm_\w+|affiliate|[?&]ref=|sponsored`).FindString(text); found != "" {
			t.Errorf("%s has %q: no advertisement may reach a student", name, found)
		}
	}
}

// No address but this service's own and Auth0's is ever called from a page, whoever asks for
// it (promises P34, P48).
func TestBrowsersCallNobodyElse(t *testing.T) {
	t.Parallel()
	text := repository(t, "terraform/service/web.tf")["terraform/service/web.tf"]
	_, text, ok := strings.Cut(text, "content_security_policy = join(")
	text, _, end := strings.Cut(text, "])")
	if !ok || !end {
		t.Fatal("terraform/service/web.tf has its policy in a form that this test doesn't recognize")
	}
	directives := make(map[string]bool)
	for _, m := range regexp.MustCompile(`"([a-z-]+) ([^"]*)"`).FindAllStringSubmatch(text, -1) {
		directives[m[1]] = true
		if m[1] == "require-trusted-types-for" || m[1] == "trusted-types" {
			continue
		}
		for _, source := range strings.Fields(m[2]) {
			switch {
			case source == "'none'" || source == "'self'" || strings.HasPrefix(source, "'sha256-"):
			case source == "data:" && m[1] == "img-src":
			case source == "${local.auth0_origin}" && (m[1] == "connect-src" || m[1] == "frame-src"):
			default:
				t.Errorf("%s lets pages call %s", m[1], source)
			}
		}
	}
	for _, d := range []string{"default-src", "script-src", "connect-src", "img-src", "frame-src", "form-action"} {
		if !directives[d] {
			t.Errorf("the policy doesn't say %s", d)
		}
	}
	loads := regexp.MustCompile(`(src|srcSet|poster|action|data)=["'{\x60]+https?:|<link[^>]+href=["']https?:|@import\s+["'](https?:)?//|url\(\s*["']?https?:`)
	finds(t, loads, []string{`<img src="https://x.example/a.png">`, `<link rel="stylesheet" href="https://x.example/a.css">`, `background: url(https://x.example/a.png)`},
		[]string{`<a href="https://x.example/">`, `<script type="module" src="/src/main.tsx">`})
	for name, text := range repository(t, "web/src/*.ts", "web/src/*.tsx", "web/src/*.css", "web/*.html", "web/teach/*.html", "web/first/*", "web/public/*.js") {
		if found := loads.FindString(text); found != "" {
			t.Errorf("%s loads from elsewhere: %s", name, found)
		}
	}
}

// Nothing is handed to anyone but those who work for the operator, and nobody pays here (promise P37).
// That nothing leaves otherwise shows TestCallsGoToVendors.
func TestNothingIsSold(t *testing.T) {
	t.Parallel()
	finds(t, sells, []string{"github.com/stripe/stripe-go", "@paypal/react", "cloud.google.com/go/bigquery/analyticshub"}, []string{"preact", "github.com/anishathalye/porcupine"})
	none(t, "personal data is never sold", sells)
	finds(t, passesOn, []string{"google_bigquery_dataset", "google_storage_transfer_job", "google_bigquery_analytics_hub_data_exchange"}, []string{"google_storage_bucket", "google_pubsub_topic"})
	for kind, file := range resources(t) {
		if passesOn.MatchString(kind) {
			t.Errorf("%s makes a %s: data would have a way out", file, kind)
		}
	}
	for name, text := range repository(t, "terraform/*.tf") {
		if found := regexp.MustCompile(`bigquery_config|cloud_storage_config|push_endpoint\s*=\s*"https?://[^$]`).FindString(text); found != "" {
			t.Errorf("%s sends messages out of the project: %s", name, found)
		}
	}
	if n := len(readVendors(t).Vendors); n != 3 {
		t.Errorf("%d companies get something: say in this test what the new one does, and why it isn't a sale", n)
	}
}

// What is handed over for research or statistics goes through the school's administrator, and nobody else (promises P39, P40): those
// who work for the operator do no such work, nothing carries data to where it would be done, and what is counted for a school its
// administrators alone can have. That nothing leaves otherwise shows TestCallsGoToVendors.
func TestResearchIsTheSchools(t *testing.T) {
	t.Parallel()
	finds(t, studies, []string{"/v1/research/datasets", "Statistical evaluation", "Wertet für die Forschung aus"}, []string{"/v1/sessions/{sid}/results", "Delivers notices about incidents"})
	for _, v := range readVendors(t).Vendors {
		for _, text := range append(v.Fields, v.What, v.Where) {
			for _, said := range text {
				if found := studies.FindString(said); found != "" {
					t.Errorf("%s: %q: say who authorises it, and what is taken out before", v.ID, said)
				}
			}
		}
	}
	for p, item := range paths(t) {
		if studies.MatchString(p) {
			t.Errorf("%s: data would be handed over for research", p)
		}
		if !strings.HasPrefix(p, "/v1/transfers") {
			continue
		}
		for method, operation := range item.(map[string]any) {
			if method != "parameters" && !reflect.DeepEqual(operation.(map[string]any)["security"], []any{map[string]any{"teacher": []any{"org:admin"}}}) {
				t.Errorf("%s %s is for others than a school's administrators", method, p)
			}
		}
	}
	for kind, file := range resources(t) {
		if passesOn.MatchString(kind) {
			t.Errorf("%s makes a %s: data would have a way out", file, kind)
		}
	}
}

// Who wants news is looked at in the few places that store it, leave it or send it, all of which have a test; and no text that
// is sent to everybody asks anybody to subscribe to anything (promise P35).
func TestNewslettersGoToThoseWhoChose(t *testing.T) {
	t.Parallel()
	choice := regexp.MustCompile(`Mail\.(News|Service)\b|Mail\.Wants\(|Mail\.Leave\(|\.(May)?LeaveMail\(|"news"`)
	finds(t, choice, []string{"if m.Mail.News {", `firestore:"news"`, "m.Mail.Wants(kind)"}, []string{"h.newsworthy()", "Newsletter", "store.News[domain.Chunk]"})
	places := []string{"functions/notify/addressee.go", "functions/org/profile.go", "functions/org/unsubscribe.go", "shared/domain/newsletter.go", "shared/store/member.go", "shared/store/newsletter.go"}
	found := make(map[string]bool)
	for name, text := range repository(t, "functions/*.go", "shared/*.go") {
		if strings.HasSuffix(name, "_test.go") || !choice.MatchString(text) {
			continue
		}
		found[name] = true
		if !slices.Contains(places, name) {
			t.Errorf("%s looks at who wants news: is there a way to leave what it sends, by one click?", name)
		}
	}
	for _, name := range places {
		if !found[name] {
			t.Errorf("%s doesn't look at who wants news any more: is that intended?", name)
		}
	}
	// Nothing else that is sent speaks of one.
	action := regexp.MustCompile(`(?s)\{\{.*?\}\}`)
	word := regexp.MustCompile(`(?i)newsletter|unsubscribe|rundbrief|lettre d.information|bolet[ií]n`)
	finds(t, word, []string{"Subscribe to our newsletter", "Unsubscribe", "lettre d’information", "boletín"}, []string{"Your school's rules change", "brief"})
	for name, text := range repository(t, "*.tmpl") {
		if found := word.FindString(action.ReplaceAllString(text, "")); found != "" {
			t.Errorf("%s has %q: a newsletter needs a way to leave it by one click", name, found)
		}
	}
	// What mail says of leaving, newsletters alone say.
	for name, text := range repository(t, "shared/notice/*.go") {
		if strings.Contains(text, `"leave-"`) != (name == "shared/notice/newsletter.go") {
			t.Errorf("%s: only a newsletter can be left", name)
		}
	}
}

// Nobody looks at how teachers use this: no tool for it, no query, no metric or trace by person. What is counted is counted by school
// and month, and what is stored of it has no field for anybody (promise P36).
// What a log line may hold shows TestLogAttributes of ./functions.
func TestUsageIsBySchool(t *testing.T) {
	t.Parallel()
	finds(t, analyses, []string{"posthog-js", "@sentry/browser", "github.com/segment/analytics-go", "@vercel/analytics", "cloud.google.com/go/bigquery"},
		[]string{"preact", "vitest", "github.com/felixge/httpsnoop"})
	none(t, "usage would be evaluated, and must be pseudonymised first", analyses)
	person := regexp.MustCompile(`(?i)member|teacher|actor|user|email|owner|session|participant|org\b`)
	for name, text := range repository(t, "terraform/*.tf") {
		for _, m := range regexp.MustCompile(`(?s)label_extractors = \{(.*?)\}`).FindAllStringSubmatch(text, -1) {
			if found := person.FindString(m[1]); found != "" {
				t.Errorf("%s counts by %s", name, found)
			}
		}
	}
	for p := range paths(t) {
		if p != "/v1/usage" && regexp.MustCompile(`usage|statistics|analytics|metrics|telemetry|activity`).MatchString(p) {
			t.Errorf("%s: usage would be evaluated", p)
		}
	}
	const stored = "shared/store/usage.go"
	fields := regexp.MustCompile(`firestore:"(\w+)`).FindAllStringSubmatch(repository(t, stored)[stored], -1)
	var names []string
	for _, m := range fields {
		names = append(names, m[1])
	}
	if want := []string{"org", "month", "few", "students", "sessions", "answers", "countedAt"}; !slices.Equal(names, want) {
		t.Errorf("%s stores %q of a school's month: say in this test why nobody can be told by it", stored, names)
	}
}

// No student leaves an address, one function sends mail, and none of its recipients is a student; no page may notify
// either (promise P33).
func TestNobodyWritesToStudents(t *testing.T) {
	t.Parallel()
	var api struct {
		Components struct {
			Schemas map[string]struct{ Properties map[string]any }
		}
	}
	if err := yaml.Unmarshal([]byte(repository(t, "shared/httpapi/openapi.yaml")["shared/httpapi/openapi.yaml"]), &api); err != nil {
		t.Fatal(err)
	}
	address := regexp.MustCompile(`(?i)mail|phone|address|contact|push|endpoint|messenger`)
	for _, name := range []string{"JoinRequest", "AnswersRequest", "AnswerRequest"} {
		s, ok := api.Components.Schemas[name]
		if !ok || len(s.Properties) == 0 {
			t.Errorf("the contract has no %s: name here what students send", name)
		}
		for p := range s.Properties {
			if address.MatchString(p) {
				t.Errorf("%s has %s: a student would leave an address", name, p)
			}
		}
	}

	out, err := exec.Command("go", "list", "-C", root, "-f", "{{.ImportPath}} {{.Deps}}", "./functions/.../entry").CombinedOutput()
	if err != nil {
		t.Fatalf("%v: %s", err, out)
	}
	var mails []string
	for line := range strings.Lines(string(out)) {
		name, deps, _ := strings.Cut(line, " ")
		if strings.Contains(deps, "/shared/mail") {
			mails = append(mails, path.Base(path.Dir(name)))
		}
	}
	if !slices.Equal(mails, []string{"notify"}) {
		t.Errorf("%q send mail: say in this test whom they write to", mails)
	}
	// Whom a notice is for: schools, authorities and people by way of their school.
	known := map[string]bool{"authority": true, "people": true, "controller": true, "us-state": true, "ndpa": true, "ny-2d": true, "soppa": true, "parents": true, "update": true, "escalation": true, "missed": true}
	known["teachers"] = true // of the sessions that an incident concerns, by the addresses in their profiles
	// Whom an announcement is for: the addresses that a school named, and those that its members gave.
	for _, announced := range []string{"policy", "policy-now", "policy-withdrawn", "ownership", "ownership-withdrawn", "ending", "farewell"} {
		known[announced] = true
	}
	// For whoever asks a school for something, at the address that they gave for that, and on their own page.
	for _, requester := range []string{"request-code", "request-news", "answer-granted", "answer-partly", "answer-refused"} {
		known[requester] = true
	}
	// For the office of the school that has to answer.
	for _, office := range []string{"request-new", "request-late", "request-missed"} {
		known[office] = true
	}
	const templates = "shared/notice/language/en.tmpl"
	for _, m := range regexp.MustCompile(`\{\{define "(subject|pass)-([\w-]+)"\}\}(.*?)\{\{end\}\}`).FindAllStringSubmatch(repository(t, templates)[templates], -1) {
		if !known[m[2]] {
			t.Errorf("there is a notice for %q: say in this test whom it is sent to", m[2])
		}
		if m[1] == "pass" && !strings.HasPrefix(m[3], "To {{.Org}}:") {
			t.Errorf("the notice for %q doesn't go to the school", m[2])
		}
	}
	for name, text := range repository(t, "web/src/*.ts", "web/src/*.tsx", "web/public/*.js", "web/first/*.js") {
		if found := regexp.MustCompile(`PushManager|pushManager|showNotification|Notification\.requestPermission|new Notification\(|\bperiodicSync\b`).FindString(text); found != "" {
			t.Errorf("%s has %s: a student would be contacted", name, found)
		}
	}
}

// asks finds what a message says that wants credentials, cards or id numbers, in the four languages.
var asks = regexp.MustCompile(`(?i)pass(word|phrase|code)|passwo?rt|kennwort|mot de passe|contraseña|\bPINs?\b|one-time code|verification code|bestätigungscode|code de vérification|código de verificación|` +
	`credit card|debit card|card number|kreditkarte|kartennummer|carte (bancaire|de crédit)|numéro de carte|tarjeta|\bCVV\b|\bIBAN\b|bank account|bankkonto|compte bancaire|cuenta bancaria|` +
	`social security|passport number|identity (card|number)|sozialversicherung|ausweis(nummer)?|personalausweis|numéro (de sécurité sociale|d.identité)|\bDNI\b|número de (identidad|la seguridad social)|` +
	`(sign|log) in (here|below|to confirm)|verify your (account|identity)|confirm your (account|identity)|hier anmelden|bestätigen Sie Ihr Konto|connectez-vous ici|vérifiez votre (compte|identité)|inicie sesión aquí|verifique su (cuenta|identidad)`)

// No message that leaves asks for any of it (promise P07): neither the templates of notices, nor Auth0's mails, nor a form.
func TestNoMessageAsksForCredentials(t *testing.T) {
	t.Parallel()
	finds(t, asks, []string{
		"Please reply with your password.", "Bitte senden Sie uns Ihr Passwort.", "Indiquez votre mot de passe.", "Envíe su contraseña.",
		"Enter your credit card number", "Ihre Kartennummer", "votre numéro de carte", "el número de su tarjeta", "your social security number", "Nummer Ihres Personalausweises", "su DNI",
		"Sign in here to confirm", "Verify your account",
	}, []string{"Your data: what happened and what you can do", "consumer reporting agencies", "We became aware of the breach", "adaptiert"})
	mails := repository(t, "*.tmpl")
	for name, text := range repository(t, "shared/mail/*.go", "shared/notice/*.go", "functions/notify/*.go", "functions/breach/*.go", "terraform/foundation/auth0/*.js") {
		// Texts that are sent stand in templates, and in Auth0's Actions, whose mails stand in them.
		if strings.HasSuffix(name, "second-factor.js") || strings.HasSuffix(name, ".html") {
			mails[name] = text
		}
	}
	notices := 0
	for name, text := range mails {
		if strings.HasPrefix(name, "shared/notice/language/") {
			notices++
		}
		if strings.HasSuffix(name, ".tmpl") {
			if found := asks.FindString(text); found != "" {
				t.Errorf("%s asks for something that no message may: %q", name, found)
			}
			if found := regexp.MustCompile(`(?i)<(form|input|textarea|button|script)\b`).FindString(text); found != "" {
				t.Errorf("%s has %s: nothing can be entered in a message", name, found)
			}
		}
	}
	if notices != len(Languages) {
		t.Errorf("notices in %d languages were looked at", notices)
	}
}

// Pages ask a device for nothing (promise P53): what they may copy to the clipboard at a click needs no permission.
func TestNoDevicePermission(t *testing.T) {
	t.Parallel()
	permission := regexp.MustCompile(`geolocation|getUserMedia|mediaDevices|getDisplayMedia|requestPermission|requestMIDIAccess|navigator\.(bluetooth|usb|serial|hid|contacts|wakeLock|permissions|xr|credentials|storage\.persist)|clipboard\.read|requestDevice|queryLocalFonts|showOpenFilePicker|DeviceMotionEvent|DeviceOrientationEvent|IdleDetector|PaymentRequest|new Notification\(`)
	finds(t, permission, []string{"navigator.geolocation.watchPosition(x)", "navigator.mediaDevices.getUserMedia()", "navigator.clipboard.readText()"}, []string{"navigator.clipboard.writeText(url)", "navigator.languages"})
	for name, text := range repository(t, "web/src/*.ts", "web/src/*.tsx", "web/public/*.js", "web/first/*.js") {
		if found := permission.FindString(text); found != "" {
			t.Errorf("%s asks the device for %s: say why it is needed, or do without", name, found)
		}
	}
	text := repository(t, "terraform/service/web.tf")["terraform/service/web.tf"]
	for _, feature := range []string{"camera", "geolocation", "microphone", "payment", "usb"} {
		if !regexp.MustCompile(`"Permissions-Policy"\s*=\s*"[^"]*\b` + feature + `=\(\)`).MatchString(text) {
			t.Errorf("the header Permissions-Policy doesn't deny %s", feature)
		}
	}
}

// What a browser stores is what privacy.yaml tells people (promise P47).
func TestStorageIsListed(t *testing.T) {
	t.Parallel()
	p, err := ReadPrivacy()
	if err != nil {
		t.Fatal(err)
	}
	listed := make(map[string]bool)
	for _, s := range p.Storage {
		for _, c := range s.Code {
			listed[c] = false
		}
	}
	stores := regexp.MustCompile(`localStorage|sessionStorage|indexedDB|\bcaches\.|document\.cookie|cookieStore|serviceWorker\b|'@auth0/`)
	for name, text := range repository(t, "web/src/*.ts", "web/src/*.tsx", "web/public/*.js", "web/first/*.js") {
		if strings.HasSuffix(name, ".test.ts") || !stores.MatchString(text) {
			continue
		}
		if _, ok := listed[name]; !ok {
			t.Errorf("%s stores something that privacy.yaml doesn't tell people", name)
		}
		listed[name] = true
	}
	for name, used := range listed {
		if !used {
			t.Errorf("privacy.yaml says that %s stores something, and it doesn't", name)
		}
	}
}

// paths returns the paths of the API.
func paths(t *testing.T) map[string]any {
	t.Helper()
	var api struct{ Paths map[string]any }
	if err := yaml.Unmarshal([]byte(repository(t, "shared/httpapi/openapi.yaml")["shared/httpapi/openapi.yaml"]), &api); err != nil {
		t.Fatal(err)
	}
	if len(api.Paths) < 20 {
		t.Fatalf("%d paths", len(api.Paths))
	}
	return api.Paths
}
