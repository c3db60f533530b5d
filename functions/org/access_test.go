package org_test

import (
	"testing"

	"github.com/cleanslate-edu/cleanslate/functions/functiontest"
	"github.com/cleanslate-edu/cleanslate/shared/domain"
)

var (
	teaches     = []string{domain.SessionsWrite, domain.ResultsRead, domain.OrgAdmin}
	erases      = []string{domain.DataDelete, domain.OrgAdmin}
	administers = []string{domain.OrgAdmin}
	operates    = []string{domain.OrgAdmin, domain.PlatformIncidents}
)

var routes = []functiontest.Route{
	{Method: "GET", Path: "/v1/policy", Status: 200, May: teaches, Org: true},
	{Method: "DELETE", Path: "/v1/policy/announced", Status: 409, Slug: "nothing-announced", May: administers, Factor: true, Org: true},
	{Method: "PUT", Path: "/v1/policy", Body: shorter, Status: 200, May: administers, Factor: true, Org: true},
	{Method: "GET", Path: "/v1/policy/history", Status: 200, May: teaches, Org: true},
	{Method: "GET", Path: "/v1/retention/plan", Status: 200, May: administers, Org: true},
	{Method: "GET", Path: "/v1/departures?kind=org", Status: 200, May: administers, Org: true},
	{Method: "POST", Path: "/v1/retention/confirm", Body: `{"what": "cap", "waiting": 4}`, Status: 409, Slug: "nothing-to-confirm", May: administers, Factor: true, Org: true},
	{Method: "GET", Path: "/v1/holds", Status: 200, May: administers, Org: true},
	{Method: "POST", Path: "/v1/holds", Body: `{"name": "Case 1", "session": "{sid}", "until": "{soon}"}`, Status: 201, May: administers, Factor: true, Org: true},
	{Method: "DELETE", Path: "/v1/holds/{pid}", Status: 404, Slug: "not-found", May: administers, Factor: true, Org: true},
	{Method: "GET", Path: "/v1/disclosures", Status: 200, May: administers, Org: true},
	{Method: "PATCH", Path: "/v1/disclosures/{pid}", Body: `{}`, Status: 404, Slug: "not-found", May: administers, Factor: true, Org: true},
	{Method: "GET", Path: "/v1/erasures", Status: 200, May: administers, Org: true},
	{Method: "POST", Path: "/v1/erasures", Body: `{"subject": {"kind": "participant", "session": "{sid}", "participant": "{pid}"}, "ground": "school"}`, Status: 202, May: administers, Factor: true, Org: true},
	{Method: "DELETE", Path: "/v1/sessions/{sid}/participants/{pid}", Status: 202, May: erases, Factor: true, Owner: true},
	{Method: "GET", Path: "/v1/receipts", Status: 200, May: erases, Org: true},
	{Method: "GET", Path: "/v1/receipts/{pid}", Status: 404, Slug: "not-found", May: erases, Org: true},
	{Method: "GET", Path: "/v1/receipts/blocks", Status: 200, May: erases, Org: true},
	{Method: "GET", Path: "/v1/org", Status: 200, May: administers, Org: true},
	{Method: "PATCH", Path: "/v1/org", Body: `{"language": "fr", "contacts": {"office": "office@north.example"}}`, Status: 200, May: administers, Factor: true, Org: true},
	{Method: "GET", Path: "/v1/records", Status: 200, May: administers, Org: true},
	{Method: "GET", Path: "/v1/org/agreements", Status: 200, May: administers, Org: true},
	{Method: "GET", Path: "/v1/org/changes", Status: 200, May: administers, Org: true},
	{Method: "GET", Path: "/v1/org/members", Status: 200, May: administers, Org: true},
	{Method: "POST", Path: "/v1/org/members", Body: `{"email": "new@north.example", "role": "teacher"}`, Status: 202, May: administers, Factor: true, Org: true},
	{Method: "PATCH", Path: "/v1/org/members/{member}", Body: `{"state": "active"}`, Status: 200, May: administers, Factor: true, Org: true},
	{Method: "DELETE", Path: "/v1/org/members/{pid}", Status: 404, Slug: "not-found", May: administers, Factor: true, Org: true},
	{Method: "GET", Path: "/v1/org/invitations", Status: 200, May: administers, Org: true},
	{Method: "DELETE", Path: "/v1/org/invitations/{pid}", Status: 404, Slug: "not-found", May: administers, Factor: true, Org: true},
	{Method: "GET", Path: "/v1/orphans", Status: 200, May: operates, Org: true},
}

func TestAccess(t *testing.T) {
	t.Parallel()
	functiontest.TestAccess(t, routes)
}
