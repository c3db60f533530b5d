package org_test

import (
	"testing"
	"time"

	"github.com/cleanslate-edu/cleanslate/functions/functiontest"
	"github.com/cleanslate-edu/cleanslate/shared/domain"
)

type records struct {
	At     time.Time
	School struct {
		Name     string
		Contacts struct{ Office, Privacy string }
	}
	Policy struct {
		Kept      string
		Purposes  []string
		Announced *struct{ Kept string }
	}
	Agreements []struct {
		Number  string
		InForce bool
	}
	Terms map[string]string
}

// What the records are made of follows the policy and the agreements, and names every
// length of time by the constant that the functions keep to.
func TestRecords(t *testing.T) {
	t.Parallel()
	s := functiontest.New(t, functiontest.Options{})
	get := func() records {
		return read[records](t, s.Do("GET", "/v1/records", functiontest.Request{Token: s.Token(functiontest.Grace)}).Want(200))
	}
	before := get()
	if before.Policy.Kept != "P180D" || before.Policy.Announced != nil || before.School.Name != functiontest.North || s.Clock.Now().Sub(before.At).Abs() > time.Minute {
		t.Errorf("at first: %+v", before)
	}
	s.Do("PUT", "/v1/policy", functiontest.Request{Token: s.Token(functiontest.Grace), Body: shorter}).Want(200)
	if r := get(); r.Policy.Kept != "P180D" || r.Policy.Announced == nil || r.Policy.Announced.Kept != "P10D" {
		t.Errorf("with a policy announced: %+v", r.Policy)
	}
	s.Clock.Advance(16 * 24 * time.Hour)
	if r := get(); r.Policy.Kept != "P10D" || r.Policy.Announced != nil {
		t.Errorf("with that in force: %+v", r.Policy)
	}

	s.Do("PATCH", "/v1/org", functiontest.Request{Token: s.Token(functiontest.Grace), Body: `{"contacts": {"office": "new@north.example"}}`}).Want(200)
	if r := get(); r.School.Contacts.Office != "new@north.example" || r.School.Contacts.Privacy == "" {
		t.Errorf("contacts: %+v", r.School.Contacts)
	}
	had := len(before.Agreements)
	s.Do("POST", "/v1/orgs/"+functiontest.North+"/agreements", functiontest.Request{Token: s.Token(functiontest.Ops), Key: functiontest.NewKey(), Body: agreed(s, 400)}).Want(201)
	if r := get(); len(r.Agreements) != had+1 || r.Agreements[0].Number != "NDPA-1" && r.Agreements[1].Number != "NDPA-1" {
		t.Errorf("agreements: %+v", r.Agreements)
	}

	for name, want := range map[string]domain.Period{
		"audit": domain.AuditKept, "incident": domain.IncidentKept, "hold": domain.HoldKept, "org": domain.OrgKept, "letter": domain.LetterKept,
		"backup": {Days: 7}, "ticket": {Days: 14}, "invitation": {Days: 7}, "restoreMax": {Months: domain.RestoreMonthsMax},
	} {
		if before.Terms[name] != want.String() {
			t.Errorf("%s: %s, want %s", name, before.Terms[name], want)
		}
	}
}
