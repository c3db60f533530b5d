package auth

import (
	"context"
	"encoding/json"
	"errors"
	"math"
	"strconv"
	"time"
)

// The most permissions that a token may hold, and the longest in bytes.
const (
	permissionsMax = 64
	permissionMax  = 128
)

// claims are those of an access token that the validator doesn't know.
type claims struct {
	mfaClaim string // the name of the claim

	org         string
	permissions []string
	mfaAt       time.Time
	address     string
}

// UnmarshalJSON implements [json.Unmarshaler].
func (c *claims) UnmarshalJSON(b []byte) error {
	var all map[string]json.RawMessage
	if err := json.Unmarshal(b, &all); err != nil {
		return errors.New("the claims are no object")
	}
	if err := c.read(all, "org_id", &c.org); err != nil {
		return err
	}
	if err := c.read(all, "permissions", &c.permissions); err != nil {
		return err
	}
	if len(c.permissions) > permissionsMax {
		return errors.New("too many permissions")
	}
	for _, p := range c.permissions {
		if len(p) > permissionMax {
			return errors.New("a permission is too long")
		}
	}
	c.mfaAt = parseMFA(all[c.mfaClaim])
	if json.Unmarshal(all[AddressClaim], &c.address) != nil {
		c.address = "" // whatever else it is counts as none
	}
	return nil
}

func (c *claims) read(all map[string]json.RawMessage, name string, v any) error {
	if raw, ok := all[name]; ok && json.Unmarshal(raw, v) != nil {
		return errors.New("the claim " + name + " has the wrong type")
	}
	return nil
}

// Validate implements the validator's CustomClaims. Whatever needs the clock is checked
// elsewhere.
func (c *claims) Validate(context.Context) error { return nil }

// maxSeconds is the year 10000. A claim in milliseconds is beyond it.
const maxSeconds = 253402300800

// parseMFA reads the time of the second factor: seconds since 1970 as a number
// or a string, or RFC 3339. Whatever else it is counts as no second factor.
func parseMFA(raw json.RawMessage) time.Time {
	var seconds float64
	var text string
	switch {
	case json.Unmarshal(raw, &text) == nil && text != "":
		t, err := time.Parse(time.RFC3339, text)
		if err == nil {
			return t.UTC()
		}
		if seconds, err = strconv.ParseFloat(text, 64); err != nil {
			return time.Time{}
		}
	case json.Unmarshal(raw, &seconds) != nil:
		return time.Time{}
	}
	if !(seconds > 0 && seconds < maxSeconds) {
		return time.Time{}
	}
	whole, fraction := math.Modf(seconds)
	return time.Unix(int64(whole), int64(fraction*1e9)).UTC()
}
