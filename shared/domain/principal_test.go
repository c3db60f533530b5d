package domain_test

import (
	"errors"
	"strings"
	"testing"
	"time"

	"github.com/cleanslate-edu/cleanslate/shared/domain"
)

func TestMay(t *testing.T) {
	t.Parallel()
	p := domain.Principal{Permissions: []string{domain.ResultsRead, domain.OrgAdmin}}
	for permission, want := range map[string]bool{
		domain.ResultsRead: true, domain.OrgAdmin: true, domain.SessionsWrite: false, domain.DataDelete: false, "": false, "results": false,
	} {
		if p.May(permission) != want {
			t.Errorf("May(%q) is %v", permission, !want)
		}
	}
}

// The member id is a path: it depends on org and subject and shows neither.
func TestPrincipalMember(t *testing.T) {
	t.Parallel()
	p := domain.Principal{Org: "org_north", Subject: "auth0|ada"}
	id := p.Member()
	if !domain.IsID(id) || id != domain.MemberID("org_north", "auth0|ada") {
		t.Errorf("member id %q", id)
	}
	p.Org = "org_south"
	if p.Member() == id {
		t.Error("one subject is one member in two orgs")
	}
}

func TestRequireSecondFactor(t *testing.T) {
	t.Parallel()
	now := time.Date(2026, 8, 31, 12, 0, 0, 0, time.UTC)
	for _, tt := range []struct {
		name string
		at   time.Time
		ok   bool
	}{
		{"never", time.Time{}, false},
		{"just now", now, true},
		{"15 minutes ago", now.Add(-15 * time.Minute), true},
		{"a nanosecond more", now.Add(-15*time.Minute - 1), false},
		{"a clock one minute ahead", now.Add(time.Minute), true},
		{"a clock far ahead", now.Add(time.Minute + 1), false},
		{"before the year 1", time.Time{}.Add(-time.Hour), false},
	} {
		err := domain.Principal{MFAAt: tt.at}.RequireSecondFactor(now)
		if (err == nil) != tt.ok {
			t.Errorf("%s: %v", tt.name, err)
		}
		if err == nil {
			continue
		}
		var e *domain.Error
		if !errors.As(err, &e) || !errors.Is(err, domain.ErrUnauthenticated) ||
			!strings.HasPrefix(e.Challenge, `Bearer error="insufficient_user_authentication"`) || !strings.Contains(e.Challenge, `max_age="900"`) {
			t.Errorf("%s: the challenge isn't RFC 9470's: %+v", tt.name, e)
		}
	}
}
