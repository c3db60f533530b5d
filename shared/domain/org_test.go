package domain_test

import (
	"strings"
	"testing"
	"time"

	"github.com/cleanslate-edu/cleanslate/shared/domain"
)

// Without an agreement in force nothing may be collected (promise P30).
func TestAgreement(t *testing.T) {
	t.Parallel()
	from := time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC)
	to := time.Date(2027, 1, 1, 0, 0, 0, 0, time.UTC)
	org := domain.Org{State: domain.OrgActive, Agreements: []domain.Agreement{{ID: "a1", SignedAt: from, EndsAt: to}, {ID: "a2", SignedAt: to.AddDate(1, 0, 0)}}}
	for _, tt := range []struct {
		now  time.Time
		want string
	}{
		{from.Add(-1), ""}, {from, "a1"}, {to.Add(-1), "a1"}, {to, ""}, {to.AddDate(1, 0, 0), "a2"}, {to.AddDate(50, 0, 0), "a2"},
	} {
		if id, ok := org.Agreement(tt.now); id != tt.want || ok != (tt.want != "") {
			t.Errorf("at %v: %q, %v, want %q", tt.now, id, ok, tt.want)
		}
	}
	for _, state := range []domain.OrgState{domain.OrgLeft, "", "paused"} {
		org.State = state
		if id, ok := org.Agreement(from); ok {
			t.Errorf("an org in state %q has agreement %q", state, id)
		}
	}
	if id, ok := (domain.Org{State: domain.OrgActive}).Agreement(from); ok {
		t.Errorf("an org with nothing on file has agreement %q", id)
	}
}

func TestParticipantCap(t *testing.T) {
	t.Parallel()
	for policy, want := range map[int]int{0: domain.DefaultMaxParticipants, -1: domain.DefaultMaxParticipants, 1: 1, 20000: 20000} {
		if got := (domain.Org{Policy: domain.Policy{MaxParticipants: policy}}).ParticipantCap(); got != want {
			t.Errorf("with %d in the policy %d may join, want %d", policy, got, want)
		}
	}
}

func TestIsOrg(t *testing.T) {
	t.Parallel()
	for s, want := range map[string]bool{
		"org_north": true, "org_aBc123": true, "a": true, "org-north": true, strings.Repeat("a", 64): true,
		"": false, strings.Repeat("a", 65): false, "a/b": false, "..": false, "org north": false, "org_nörd": false, "%2e": false, "__x__": false, "_org": false, "-": false, "org_": true, "a\x00": false,
		"azAZ09_-": true, "a`": false, "a{": false, "a@": false, "a[": false, "a/": false, "a:": false,
	} {
		if domain.IsOrg(s) != want {
			t.Errorf("IsOrg(%q) is %v", s, !want)
		}
	}
}
