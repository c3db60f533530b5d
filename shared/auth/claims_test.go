package auth

import (
	"encoding/json"
	"testing"
	"time"
)

// Only the signature is verified before a token's claims are read: whatever they hold,
// there is no panic, no unbounded list, and no second factor at a time that isn't one.
func FuzzClaims(f *testing.F) {
	const mfa = "https://cleanslate/mfa_at"
	for _, s := range []string{
		`{}`, `null`, `[]`, `{"org_id":"org_north","permissions":["sessions:write"],"` + mfa + `":1788254400}`,
		`{"org_id":1}`, `{"permissions":"all"}`, `{"permissions":[null]}`,
		`{"` + mfa + `":"2026-09-01T08:00:00Z"}`, `{"` + mfa + `":"NaN"}`, `{"` + mfa + `":"1e400"}`, `{"` + mfa + `":1e300}`, `{"` + mfa + `":-0.5}`,
		`{"` + mfa + `":"9999-12-31T23:59:59-23:59"}`,
	} {
		f.Add([]byte(s))
	}
	f.Fuzz(func(t *testing.T, b []byte) {
		c := claims{mfaClaim: mfa}
		if json.Unmarshal(b, &c) != nil {
			return
		}
		if len(c.permissions) > permissionsMax {
			t.Errorf("%d permissions pass", len(c.permissions))
		}
		if at := c.mfaAt; !at.IsZero() && (at.Location() != time.UTC || at.Year() > 10000) {
			t.Errorf("%q: a second factor at %v", b, at)
		}
	})
}
