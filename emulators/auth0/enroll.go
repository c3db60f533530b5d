package auth0

import (
	"maps"
	"time"
)

// Names in a user's app_metadata, as the tenant's Actions have them.
const (
	enrollUntil = "enrollUntil" // until when the user may set up a second factor, RFC 3339
	factorTold  = "factorTold"  // when the user was told of it
)

const longestRelease = 24 * time.Hour

// account is what changes about a user.
type account struct {
	factor   bool // has a second factor
	signIns  int
	metadata map[string]any // app_metadata
}

func newAccount(u User) *account {
	a := &account{factor: !u.NoFactor, metadata: make(map[string]any)}
	if a.factor {
		a.metadata[factorTold] = true
	}
	return a
}

// released reports whether the account may set up a second factor because
// somebody who may has said so.
func (a *account) released(now time.Time) bool {
	text, _ := a.metadata[enrollUntil].(string)
	until, err := time.Parse(time.RFC3339, text)
	return err == nil && now.Before(until) && until.Sub(now) <= longestRelease
}

// invitation is one into an organization, good once.
type invitation struct {
	id, ticket string
	user       *User // as a member; one without an account gets it by accepting
	org, email string
	roles      []string
	made       time.Time
	metadata   map[string]any // app_metadata, for the account of whoever accepts it
}

// factor decides what a sign-in makes of the second factor that a person would
// give, as the tenant's Actions do. A password alone never sets one up: that
// takes a first sign-in by invitation, or a release. The caller holds p.mu.
func (p *Provider) factor(req *signIn, user *User, would bool, now time.Time) (given, closed bool) {
	a := p.accounts[user.Sub]
	a.signIns++
	switch {
	case a.factor:
		given = would
	case req.invitation != "" && a.signIns == 1, req.step && a.released(now):
		given = would
		a.factor = would
	default:
		closed = req.step
	}
	return given && p.told(a, user, now), closed
}

// told tells a user of their new second factor, once, and reports whether they
// know of it. The caller holds p.mu.
func (p *Provider) told(a *account, user *User, now time.Time) bool {
	if a.metadata[factorTold] != nil {
		return true
	}
	if p.opts.Enrolled != nil && p.opts.Enrolled(*user) != nil {
		return false
	}
	a.metadata[factorTold] = now.Format(time.RFC3339)
	delete(a.metadata, enrollUntil)
	return true
}

// Metadata returns a user's app_metadata.
func (p *Provider) Metadata(sub string) map[string]any {
	p.mu.Lock()
	defer p.mu.Unlock()
	if a := p.accounts[sub]; a != nil {
		return maps.Clone(a.metadata)
	}
	return nil
}
