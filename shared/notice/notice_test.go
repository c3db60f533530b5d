package notice

import (
	"maps"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/cleanslate-edu/cleanslate/shared/domain"
)

var at = time.Date(2026, 11, 20, 14, 5, 0, 0, time.UTC)

// whole returns an input with every part.
func whole(t *testing.T, language string, c domain.Clause, country string) Input {
	t.Helper()
	return Input{
		Incident: &domain.Incident{
			ID: "onswg4tforpw63dmmfzgk2lomm", OccurredFrom: at, OccurredUntil: at.Add(time.Hour),
			Clocks:     domain.Clocks{Reported: at, Discovered: at, Aware: at, Confirmed: at},
			Categories: domain.Categories,
			Delays:     []domain.Delay{{Ground: domain.DelayLawEnforcement, Authority: "AUTHORITY", From: at, Until: at.Add(time.Hour)}},
			Affected:   []domain.Affected{{Org: "org", People: 1234, Records: 56789, Readable: true, Erased: domain.ErasedSince{Receipts: 1, People: 77, Records: 88}}},
		},
		Narrative: Narrative{Title: "TITLE", Contact: Contact{Name: "CONTACT", Email: "privacy@cleanslate.example", Phone: "+49 30 1"}, Texts: map[string]Texts{
			"en": {Nature: "NATURE", Consequences: "CONSEQUENCES", Measures: "MEASURES", Recommendations: "RECOMMENDATIONS", Investigation: "INVESTIGATION", Reasons: "REASONS"},
		}},
		Org:    domain.Org{ID: "org", Name: "North School", Country: country, Language: language, Timezone: "Europe/Berlin"},
		Clause: c, Channel: domain.ChannelMail, Deadline: at.Add(72 * time.Hour), Late: true,
	}
}

var name = regexp.MustCompile(`\{\{define "([^"]+)"\}\}(.*)\{\{end\}\}`)

// Every language says the same things with the same facts in them.
func TestLanguagesAreComplete(t *testing.T) {
	t.Parallel()
	phrases := func(l string) map[string]string {
		b, err := files.ReadFile("language/" + l + ".tmpl")
		if err != nil {
			t.Fatal(err)
		}
		all := make(map[string]string)
		for _, m := range name.FindAllStringSubmatch(string(b), -1) {
			if all[m[1]] != "" || m[2] == "" {
				t.Errorf("%s: %s is empty or there twice", l, m[1])
			}
			all[m[1]] = m[2]
		}
		return all
	}
	fact := regexp.MustCompile(`\{\{\.[A-Za-z]+\}\}`)
	facts := func(s string) []string {
		all := fact.FindAllString(s, -1)
		slices.Sort(all)
		return slices.Compact(all)
	}
	english := phrases("en")
	if len(english) < 60 {
		t.Fatalf("%d phrases found: the search is broken", len(english))
	}
	for _, l := range Languages[1:] {
		other := phrases(l)
		for n := range maps.Keys(english) {
			if other[n] == "" {
				t.Errorf("%s lacks %s", l, n)
			} else if !slices.Equal(facts(other[n]), facts(english[n])) {
				t.Errorf("%s: %s tells %v, want %v", l, n, facts(other[n]), facts(english[n]))
			} else if other[n] == english[n] && !strings.HasPrefix(n, "subject-update") {
				t.Errorf("%s: %s is English", l, n)
			}
		}
		if len(other) != len(english) {
			t.Errorf("%s has %d phrases, English %d", l, len(other), len(english))
		}
	}
}

// Every clause's notice says all that it requires, in every language, as text
// and as HTML, and is refused, naming the part, when any is missing.
func TestNoticesSayWhatTheyMust(t *testing.T) {
	t.Parallel()
	says := map[domain.Part]string{
		domain.PartNature: "NATURE", domain.PartPeople: "1234", domain.PartRecords: "56789", domain.PartContact: "privacy@cleanslate.example",
		domain.PartConsequences: "CONSEQUENCES", domain.PartMeasures: "MEASURES", domain.PartRecommendations: "RECOMMENDATIONS",
		domain.PartInvestigation: "INVESTIGATION", domain.PartOccurred: "2026-11-20 15:05 CET", domain.PartDiscovered: "2026-11-20 15:05 CET",
		domain.PartReasons: "REASONS",
	}
	lacking := map[domain.Part]func(*Input){
		domain.PartNature:          func(in *Input) { in.Narrative.Texts = without(in, func(t *Texts) { t.Nature = "" }) },
		domain.PartConsequences:    func(in *Input) { in.Narrative.Texts = without(in, func(t *Texts) { t.Consequences = "" }) },
		domain.PartMeasures:        func(in *Input) { in.Narrative.Texts = without(in, func(t *Texts) { t.Measures = "" }) },
		domain.PartRecommendations: func(in *Input) { in.Narrative.Texts = without(in, func(t *Texts) { t.Recommendations = "" }) },
		domain.PartInvestigation:   func(in *Input) { in.Narrative.Texts = without(in, func(t *Texts) { t.Investigation = "" }) },
		domain.PartReasons:         func(in *Input) { in.Narrative.Texts = without(in, func(t *Texts) { t.Reasons = "" }) },
		domain.PartContact:         func(in *Input) { in.Narrative.Contact.Email = "" },
		domain.PartCategories:      func(in *Input) { in.Incident.Categories = nil },
		domain.PartPeople:          func(in *Input) { in.Incident.Affected = nil },
		domain.PartRecords:         func(in *Input) { in.Incident.Affected = nil },
		domain.PartOccurred:        func(in *Input) { in.Incident.OccurredFrom = time.Time{} },
		domain.PartDiscovered:      func(in *Input) { in.Incident.Clocks.Discovered = time.Time{} },
	}
	for _, c := range domain.Clauses() {
		country := "DE"
		if c.Countries != nil && !slices.Contains(c.Countries, country) {
			country = "US"
		}
		for _, l := range Languages {
			in := whole(t, l, c, country)
			got, missing, err := Render(in)
			if err != nil || missing != nil {
				t.Errorf("%s, %s: %v, %v", c.ID, l, missing, err)
				continue
			}
			if got.Language != l || !strings.Contains(got.HTML, `<html lang="`+l+`">`) {
				t.Errorf("%s: in %q, want %q", c.ID, got.Language, l)
			}
			for _, p := range c.Parts(country, true) {
				if p == domain.PartCategories {
					continue // below
				}
				for form, body := range map[string]string{"text": got.Text, "html": got.HTML} {
					if !strings.Contains(strings.ReplaceAll(body, "&#43;", "+"), says[p]) {
						t.Errorf("%s, %s: the %s doesn't say %s\n%s", c.ID, l, form, p, body)
					}
				}
			}
			for _, category := range domain.Categories {
				var phrase strings.Builder
				languages[l].ExecuteTemplate(&phrase, "category-"+string(category), nil)
				if !strings.Contains(got.Text, phrase.String()) {
					t.Errorf("%s, %s: doesn't say %s", c.ID, l, category)
				}
			}
			if strings.Contains(got.Text, "DRILL") || strings.Contains(got.Subject, "DRILL") {
				t.Errorf("%s, %s: marked as a drill", c.ID, l)
			}
		}
		for _, p := range c.Parts(country, true) {
			in := whole(t, "en", c, country)
			lacking[p](&in)
			got, missing, err := Render(in)
			if err != nil || !slices.Contains(missing, p) || got != (Content{}) {
				t.Errorf("%s without %s: missing %v, %v", c.ID, p, missing, err)
			}
		}
	}
}

func without(in *Input, change func(*Texts)) map[string]Texts {
	texts := in.Narrative.Texts["en"]
	change(&texts)
	return map[string]Texts{"en": texts}
}

// The five headings of Cal. Civ. Code § 1798.82(d)(1), in its order and words.
func TestUSHeadings(t *testing.T) {
	t.Parallel()
	for _, id := range []string{domain.ClausePlatform, domain.ClauseNDPA} {
		i := slices.IndexFunc(domain.Clauses(), func(c domain.Clause) bool { return c.ID == id })
		got, _, err := Render(whole(t, "en", domain.Clauses()[i], "US"))
		if err != nil {
			t.Fatal(err)
		}
		rest := got.Text
		for _, h := range []string{"What Happened", "What Information Was Involved", "What We Are Doing", "What You Can Do", "For More Information"} {
			_, after, ok := strings.Cut(rest, "# "+h+"\n")
			if !ok || !strings.Contains(got.HTML, ">"+h+"</h2>") {
				t.Fatalf("%s: no heading %q after the ones before\n%s", id, h, got.Text)
			}
			rest = after
		}
		if !strings.HasPrefix(got.Subject, "Notice of Data Breach") {
			t.Errorf("%s: subject %q", id, got.Subject)
		}
	}
}

func TestDrillIsMarked(t *testing.T) {
	t.Parallel()
	for _, l := range Languages {
		in := whole(t, l, domain.Clauses()[0], "DE")
		in.Incident.Drill = true
		got, _, err := Render(in)
		if err != nil {
			t.Fatal(err)
		}
		if !strings.HasPrefix(got.Subject, "DRILL") || strings.Count(got.Text, "DRILL. ") != 2 || strings.Count(got.HTML, "<strong>DRILL.</strong>") != 2 {
			t.Errorf("%s: %q\n%s", l, got.Subject, got.Text)
		}
		mail, err := Escalation(in, domain.NoticeIncomplete, nil, 75)
		if err != nil || !strings.HasPrefix(mail.Subject, "DRILL") {
			t.Errorf("%s: escalation %q, %v", l, mail.Subject, err)
		}
	}
}

func TestUpdatesAndEscalations(t *testing.T) {
	t.Parallel()
	for _, l := range Languages {
		in := whole(t, l, domain.Clauses()[0], "DE")
		in.Update = 3
		got, _, err := Render(in)
		if err != nil || !strings.Contains(got.Subject, "3") {
			t.Errorf("%s: %q, %v", l, got.Subject, err)
		}
		for _, percent := range []int{50, 100} {
			got, err := Escalation(in, domain.NoticeIncomplete, []domain.Part{domain.PartMeasures}, percent)
			if err != nil || !strings.Contains(got.Text, "measures") || !strings.Contains(got.Text, "2026-11-23 15:05 CET") || (percent == 50) != strings.Contains(got.Subject, "50") {
				t.Errorf("%s, %d: %v\n%s", l, percent, err, got.Text)
			}
		}
	}
}

// What people wrote is text, whatever it looks like.
func TestTextIsText(t *testing.T) {
	t.Parallel()
	in := whole(t, "en", domain.Clauses()[0], "DE")
	const attack = `<script>alert(1)</script> {{.Org}} "quoted" <img src=x onerror=alert(1)>`
	in.Narrative.Texts = map[string]Texts{"en": {Nature: attack, Consequences: "c", Measures: "m", Reasons: "r"}}
	in.Org.Name = `"><b>North`
	got, missing, err := Render(in)
	if err != nil || missing != nil {
		t.Fatal(missing, err)
	}
	if strings.Contains(got.HTML, "<script") || strings.Contains(got.HTML, "<img") || strings.Contains(got.HTML, "<b>") {
		t.Errorf("HTML passes through:\n%s", got.HTML)
	}
	if !strings.Contains(got.Text, attack) {
		t.Errorf("the text is changed:\n%s", got.Text)
	}
}

func TestLanguageOf(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct{ country, language, want string }{
		{"DE", "", "de"}, {"AT", "", "de"}, {"FR", "", "fr"}, {"MX", "", "es"}, {"US", "", "en"}, {"JP", "", "en"},
		{"US", "es", "es"}, {"CH", "fr", "fr"}, {"DE", "tlh", "de"},
	} {
		if got := LanguageOf(domain.Org{Country: tt.country, Language: tt.language}); got != tt.want {
			t.Errorf("%s %s: %s, want %s", tt.country, tt.language, got, tt.want)
		}
	}
}

// A text in another language is better than none.
func TestTextsFallBack(t *testing.T) {
	t.Parallel()
	n := Narrative{Texts: map[string]Texts{"de": {Nature: "N de"}, "en": {Nature: "N en", Measures: "M en"}}}
	if got := n.In("de"); got.Nature != "N de" || got.Measures != "M en" {
		t.Errorf("de: %+v", got)
	}
	if got := n.In("fr"); got.Nature != "N en" {
		t.Errorf("fr: %+v", got)
	}
}

func TestUnknownTimeZone(t *testing.T) {
	t.Parallel()
	in := whole(t, "en", domain.Clauses()[0], "DE")
	in.Org.Timezone = "Mars/Olympus"
	if _, _, err := Render(in); err == nil {
		t.Error("a notice with times that nobody can place")
	}
}

// What teachers are told names their school and whom to ask, in each language, and nothing that a person wrote about the
// incident. A language that isn't one of ours is the org's.
func TestToTeachers(t *testing.T) {
	t.Parallel()
	in := whole(t, "de", domain.ForTeachers(), "DE")
	n := domain.Notice{Org: "org", Channel: domain.ChannelMembers, Clause: in.Clause}
	for _, contact := range []string{"privacy@north.example", ""} {
		in.Org.Policy.PrivacyContact = contact
		for _, l := range append(Languages, "xx") {
			c, err := ToTeachers(in.Incident, in.Org, &n, l, at)
			want := l
			if l == "xx" {
				want = "de"
			}
			if err != nil || c.Language != want {
				t.Fatalf("in %q, want %q: %v", c.Language, want, err)
			}
			for _, text := range []string{c.Text, c.HTML} {
				if strings.Count(text, "North School") < 3 || !strings.Contains(text, in.Incident.ID) || !strings.Contains(text, contact) || !strings.Contains(text, "2026-11-20 15:05 CET") {
					t.Errorf("%s doesn't say enough:\n%s", l, text)
				}
				for _, secret := range []string{"NATURE", "TITLE", "CONSEQUENCES", "CONTACT", "AUTHORITY", "1234"} {
					if strings.Contains(text, secret) {
						t.Errorf("%s says %s", l, secret)
					}
				}
			}
		}
	}
	in.Incident.Drill = true
	if c, err := ToTeachers(in.Incident, in.Org, &n, "en", at); err != nil || !strings.HasPrefix(c.Subject, "DRILL") {
		t.Errorf("%q, %v", c.Subject, err)
	}
	if wrong := domain.CheckClauses([]domain.ClauseTerm{{ID: domain.ClauseTeachers}}, "/clauses"); len(wrong) != 1 {
		t.Errorf("an agreement may change it: %v", wrong)
	}
}
