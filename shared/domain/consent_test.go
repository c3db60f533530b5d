package domain_test

import (
	"crypto/rand"
	"math"
	"strings"
	"testing"
	"time"

	"github.com/cleanslate-edu/cleanslate/shared/domain"
)

func TestBasis(t *testing.T) {
	t.Parallel()
	signed := time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC)
	now := signed.AddDate(0, 1, 0)
	agreement := func(id string, kind domain.AgreementKind, consent domain.ConsentBasis, age int) domain.Agreement {
		return domain.Agreement{ID: id, Kind: kind, SignedAt: signed, EndsAt: signed.AddDate(2, 0, 0), Consent: consent, AgeLine: age}
	}
	school := agreement("school", domain.AgreementService, domain.ConsentSchool, 13)
	over := agreement("over", domain.AgreementStudents, domain.ConsentParents, 13)
	over.EndsAt = now
	begins := agreement("begins", domain.AgreementStudents, domain.ConsentParents, 13)
	begins.BeginsAt = now.AddDate(0, 1, 0)
	for _, tt := range []struct {
		name       string
		agreements []domain.Agreement
		want       domain.Basis // its zero value: none
	}{
		{"none", nil, domain.Basis{}},
		{"the school's", []domain.Agreement{school}, domain.Basis{Agreement: "school", Consent: domain.ConsentSchool}},
		{"not said", []domain.Agreement{agreement("old", domain.AgreementService, "", 0)}, domain.Basis{Agreement: "old", Consent: domain.ConsentSchool}},
		{"none is needed", []domain.Agreement{agreement("a", domain.AgreementService, domain.ConsentPublic, 0)}, domain.Basis{Agreement: "a", Consent: domain.ConsentPublic}},
		{"each parent's", []domain.Agreement{agreement("a", domain.AgreementService, domain.ConsentParents, 16)}, domain.Basis{Agreement: "a", Consent: domain.ConsentParents, AgeLine: 16}},
		{"by another one", []domain.Agreement{school, agreement("b", domain.AgreementStudents, domain.ConsentParents, 14)}, domain.Basis{Agreement: "school", Consent: domain.ConsentParents, AgeLine: 14}},
		{"by an amendment", []domain.Agreement{agreement("b", domain.AgreementAmendment, domain.ConsentParents, 14), school}, domain.Basis{Agreement: "school", Consent: domain.ConsentParents, AgeLine: 14}},
		{"by an amendment alone", []domain.Agreement{agreement("b", domain.AgreementAmendment, domain.ConsentParents, 14)}, domain.Basis{}},
		{"the higher age", []domain.Agreement{agreement("a", domain.AgreementService, domain.ConsentParents, 14), agreement("b", domain.AgreementStudents, domain.ConsentParents, 18)}, domain.Basis{Agreement: "a", Consent: domain.ConsentParents, AgeLine: 18}},
		{"one knows no age", []domain.Agreement{agreement("a", domain.AgreementService, domain.ConsentParents, 14), agreement("b", domain.AgreementStudents, domain.ConsentParents, 0)}, domain.Basis{Agreement: "a", Consent: domain.ConsentParents}},
		{"over", []domain.Agreement{school, over}, domain.Basis{Agreement: "school", Consent: domain.ConsentSchool}},
		{"to begin", []domain.Agreement{school, begins}, domain.Basis{Agreement: "school", Consent: domain.ConsentSchool}},
	} {
		o := domain.Org{State: domain.OrgActive, Agreements: tt.agreements}
		got, ok := o.Basis(now)
		if got != tt.want || ok != (tt.want.Agreement != "") || got.Wanted() != (got.Consent == domain.ConsentParents) {
			t.Errorf("%s: %+v, %v", tt.name, got, ok)
		}
		if id, ok := o.Agreement(now); id != got.Agreement || ok != (id != "") {
			t.Errorf("%s: agreement %q, %v", tt.name, id, ok)
		}
		if age := o.AgeSaid(got); age != 0 {
			t.Errorf("%s: of age from %d, which the school doesn't allow", tt.name, age)
		}
		o.OfAge = true
		if age := o.AgeSaid(got); age != tt.want.AgeLine {
			t.Errorf("%s: of age from %d", tt.name, age)
		}
		o.LeftAt = now
		if _, ok := o.Basis(now); ok {
			t.Errorf("%s: a basis after the contract's end", tt.name)
		}
	}
	for name, wants := range map[string]bool{"school": false, "over": false, "begins": true} {
		o := domain.Org{State: domain.OrgActive}
		for _, a := range []domain.Agreement{school, over, begins} {
			if a.ID == name {
				o.Agreements = []domain.Agreement{a}
			}
		}
		if got := o.WantsConsent(now); got != wants {
			t.Errorf("%s: a consent is wanted: %v", name, got)
		}
	}
}

// What was collected has a basis by the agreements as they stand now: one that is corrected
// takes it away, except where a consent is on record.
func TestLacks(t *testing.T) {
	t.Parallel()
	signed := time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC)
	o := domain.Org{State: domain.OrgActive, Agreements: []domain.Agreement{{ID: "a", SignedAt: signed, EndsAt: signed.AddDate(1, 0, 0)}}}
	during, before, after := signed.AddDate(0, 1, 0), signed.Add(-time.Second), signed.AddDate(1, 0, 0)
	for _, consented := range []bool{false, true} {
		if o.Lacks(during, consented) || !o.Lacks(before, consented) || !o.Lacks(after, consented) {
			t.Errorf("consented %v: lacks %v, %v, %v", consented, o.Lacks(during, consented), o.Lacks(before, consented), o.Lacks(after, consented))
		}
	}
	o.Agreements[0].Consent = domain.ConsentParents
	if !o.Lacks(during, false) || o.Lacks(during, true) {
		t.Error("each parent's consent makes the difference where it is wanted")
	}
}

func TestConsentCodes(t *testing.T) {
	t.Parallel()
	seed := domain.ConsentSeed("org_north", "m", "key")
	seen := make(map[string]bool)
	for n := range domain.ConsentIssueMax {
		code := domain.NewConsentCode(seed, n)
		if code != domain.NewConsentCode(seed, n) {
			t.Fatal("another code for the same request")
		}
		if len(code) != domain.ConsentCodeLength || strings.Trim(code, domain.CodeAlphabet) != "" || seen[code] {
			t.Fatalf("code %q", code)
		}
		seen[code] = true
	}
	code := domain.NewConsentCode(seed, 0)
	for _, other := range [][3]string{{"org_south", "m", "key"}, {"org_north", "n", "key"}, {"org_north", "m", "yek"}} {
		if domain.NewConsentCode(domain.ConsentSeed(other[0], other[1], other[2]), 0) == code {
			t.Errorf("%v: the same code", other)
		}
	}
	typed := strings.ToLower(code[:4] + " " + code[4:8] + "-" + code[8:12] + "–" + code[12:])
	if got, ok := domain.ParseConsentCode(typed); !ok || got != code {
		t.Errorf("%q: %q, %v", typed, got, ok)
	}
	for _, bad := range []string{"", code[:15], code + "B", code[:15] + "1", strings.Repeat(" ", 65)} {
		if got, ok := domain.ParseConsentCode(bad); ok {
			t.Errorf("%q is read as %q", bad, got)
		}
	}
	if domain.ConsentCodeID("org_north", code) == domain.ConsentCodeID("org_south", code) {
		t.Error("a code is another school's as well")
	}
	if _, err := domain.NewCode(rand.Reader); err != nil {
		t.Error(err)
	}
}

// What the comment of ConsentCodeLength says of guessing.
func TestConsentCodesCantBeGuessed(t *testing.T) {
	t.Parallel()
	const instances, concurrent, perSecond = 1000, 80, 10 // one refusal takes 100 ms
	tries := float64(instances*concurrent*perSecond) * float64(domain.ConsentDaysMax*24*60*60)
	chance := tries * domain.ConsentCodesMax / math.Pow(float64(len(domain.CodeAlphabet)), domain.ConsentCodeLength)
	if tries > 3e13 || chance > 0.003 {
		t.Errorf("%.2g tries find a code with a probability of %.2g", tries, chance)
	}
}

func TestConsentCodeHolds(t *testing.T) {
	t.Parallel()
	now := time.Date(2026, 9, 1, 8, 0, 0, 0, time.UTC)
	c := domain.ConsentCode{ID: "mfrggzdfmztwq2lknnwg23tpoa", Org: "org_north", EndsAt: now.Add(time.Second)}
	erasing := c
	erasing.Erase = true
	ended := c
	ended.Ended = true // a join that began before asks with an earlier time
	if ended.Holds("org_north", now) {
		t.Error("an ended code holds")
	}
	if !c.Holds("org_north", now) || c.Holds("org_south", now) || c.Holds("org_north", c.EndsAt) || erasing.Holds("org_north", now) {
		t.Errorf("holds: %v %v %v %v", c.Holds("org_north", now), c.Holds("org_south", now), c.Holds("org_north", c.EndsAt), erasing.Holds("org_north", now))
	}
	if c.Ref() != "MFRGGZ" {
		t.Errorf("ref %q", c.Ref())
	}
}

func TestCheckConsentText(t *testing.T) {
	t.Parallel()
	line := domain.Basis{Agreement: "a", Consent: domain.ConsentParents, AgeLine: 16}
	for _, tt := range []struct {
		name, text string
		ofAge      bool
		basis      domain.Basis
		pointer    string // of the one fault; empty: none
	}{
		{"fine", "Yes.", false, domain.Basis{}, ""},
		{"of age", "Yes.", true, line, ""},
		{"of age without an age", "Yes.", true, domain.Basis{Agreement: "a", Consent: domain.ConsentParents}, "/ofAge"},
		{"empty", "", false, line, "/text"},
		{"the longest", strings.Repeat("ä", domain.ConsentTextMax), false, line, ""},
		{"longer", strings.Repeat("ä", domain.ConsentTextMax+1), false, line, "/text"},
		{"not UTF-8", "\xff", false, line, "/text"},
	} {
		wrong := domain.CheckConsentText(tt.text, tt.ofAge, tt.basis)
		if len(wrong) > 1 || len(wrong) == 1 && wrong[0].Pointer != tt.pointer || len(wrong) == 0 && tt.pointer != "" {
			t.Errorf("%s: %v", tt.name, wrong)
		}
	}
}
