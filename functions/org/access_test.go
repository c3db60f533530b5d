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
	{Method: "PUT", Path: "/v1/policy", Body: shorter, Status: 200, May: administers, Factor: true, Org: true},
	{Method: "GET", Path: "/v1/retention/plan", Status: 200, May: administers, Org: true},
	{Method: "POST", Path: "/v1/retention/confirm", Body: `{"what": "cap", "waiting": 4}`, Status: 409, Slug: "nothing-to-confirm", May: administers, Factor: true, Org: true},
	{Method: "GET", Path: "/v1/holds", Status: 200, May: administers, Org: true},
	{Method: "POST", Path: "/v1/holds", Body: `{"name": "Case 1", "session": "{sid}", "until": "{soon}"}`, Status: 201, May: administers, Factor: true, Org: true},
	{Method: "DELETE", Path: "/v1/holds/{pid}", Status: 404, Slug: "not-found", May: administers, Factor: true, Org: true},
	{Method: "GET", Path: "/v1/erasures", Status: 200, May: administers, Org: true},
	{Method: "POST", Path: "/v1/erasures", Body: `{"subject": {"kind": "participant", "session": "{sid}", "participant": "{pid}"}, "ground": "school"}`, Status: 202, May: administers, Factor: true, Org: true},
	{Method: "DELETE", Path: "/v1/sessions/{sid}/participants/{pid}", Status: 202, May: erases, Factor: true, Owner: true},
	{Method: "GET", Path: "/v1/receipts", Status: 200, May: erases, Org: true},
	{Method: "GET", Path: "/v1/receipts/{pid}", Status: 404, Slug: "not-found", May: erases, Org: true},
	{Method: "GET", Path: "/v1/receipts/blocks", Status: 200, May: erases, Org: true},
	{Method: "GET", Path: "/v1/orphans", Status: 200, May: operates, Org: true},
}

func TestAccess(t *testing.T) {
	t.Parallel()
	functiontest.TestAccess(t, routes)
}
