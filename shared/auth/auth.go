// Package auth verifies the access tokens that Auth0 issues to teachers and
// administrators.
//
// The functions behind a sign-in call it. It returns whom a token speaks for and what it
// grants; whether that person is still a member, and of what, Enter asks the store. It
// must never log a token or a claim, accept a token that it can't verify, or trust a key
// that doesn't come from the issuer.
package auth

import (
	"context"
	"errors"
	"fmt"
	"net"
	"net/http"
	"net/url"
	"strings"
	"time"

	"github.com/auth0/go-jwt-middleware/v2/validator"
	"gopkg.in/go-jose/go-jose.v2"

	"github.com/cleanslate-edu/cleanslate/shared/domain"
)

// MFAClaim is the claim in which an Auth0 Action puts the time of the second
// factor.
const MFAClaim = "https://cleanslate/mfa_at"

// AddressClaim is the claim in which an Auth0 Action puts domain.AddressDigest of an e-mail
// address that it has verified.
const AddressClaim = "https://cleanslate/address_sha256"

const (
	// leeway is by how much the issuer's clock and ours may differ.
	leeway = time.Minute

	// unlimited is a leeway that switches the library's own check of times off,
	// for a clock that was moved: it knows the system's clock only.
	unlimited = 100 * 365 * 24 * time.Hour

	tokenMax = 8 << 10 // characters; Auth0's are below 2,000
)

// Config says whose tokens are accepted.
type Config struct {
	// Issuer is the issuer's URL with the slash at its end, such as
	// IssuerURL returns. It is https unless the host is a loopback address.
	Issuer string

	// Audience is the API's identifier at the issuer.
	Audience string

	// MFAClaim is the claim that holds the time of the second factor, as
	// seconds since 1970 or in RFC 3339. Empty: MFAClaim.
	MFAClaim string

	// Clock replaces the system's clock in tests and in the local stack.
	Clock domain.Clock

	// Client fetches the issuer's keys. Nil: http.DefaultClient. Its limits
	// of time, size and place are set here.
	Client *http.Client
}

// IssuerURL makes an issuer's URL of the domain that Auth0 shows, such as
// "tenant.eu.auth0.com", or of a URL.
func IssuerURL(tenant string) string {
	if !strings.Contains(tenant, "://") {
		tenant = "https://" + tenant
	}
	return strings.TrimRight(tenant, "/") + "/"
}

// A Verifier verifies access tokens. It is safe for concurrent use.
type Verifier struct {
	validator *validator.Validator
	keys      *keySet
	now       domain.Clock
}

// New makes a Verifier. It fetches nothing yet.
func New(c Config) (*Verifier, error) {
	issuer, err := url.Parse(c.Issuer)
	switch {
	case err != nil || issuer.Host == "" || !strings.HasSuffix(c.Issuer, "/"):
		return nil, errors.New("auth: the issuer must be a URL that ends with a slash")
	case issuer.Scheme != "https" && !(issuer.Scheme == "http" && isLoopback(issuer.Hostname())):
		return nil, errors.New("auth: the issuer must be https, or a loopback address")
	case c.Audience == "":
		return nil, errors.New("auth: the audience is empty")
	}
	if c.MFAClaim == "" {
		c.MFAClaim = MFAClaim
	}
	skew, now := leeway, domain.Clock(time.Now)
	if c.Clock != nil {
		skew, now = unlimited, c.Clock
	}
	v := &Verifier{keys: newKeySet(issuer, c.Client, now), now: now}
	v.validator, err = validator.New(keysOf, validator.RS256, c.Issuer, []string{c.Audience},
		validator.WithAllowedClockSkew(skew),
		validator.WithCustomClaims(func() validator.CustomClaims { return &claims{mfaClaim: c.MFAClaim} }))
	if err != nil {
		return nil, fmt.Errorf("auth: %w", err)
	}
	return v, nil
}

func isLoopback(host string) bool {
	ip := net.ParseIP(host)
	return host == "localhost" || ip != nil && ip.IsLoopback()
}

var (
	errInvalid = domain.Problem(domain.ErrUnauthenticated, "invalid-token",
		"The token isn't valid or has expired. Sign in again.")
	errNoOrg = domain.Problem(domain.ErrForbidden, "organization-required",
		"You are signed in without a school. Sign in again and choose your school.")
	errUnavailable = domain.Problem(domain.ErrUnavailable, "unavailable",
		"Your sign-in can't be checked at the moment. Try again in a few seconds.")
)

// Verify returns the principal that the token stands for. The error is of kind
// domain.ErrUnauthenticated if the token isn't valid, domain.ErrForbidden if it is
// but wasn't issued for an organization, and domain.ErrUnavailable if the issuer's
// keys can't be fetched.
func (v *Verifier) Verify(ctx context.Context, token string) (domain.Principal, error) {
	if !isCompact(token) {
		return domain.Principal{}, errInvalid
	}
	keys, err := v.keys.usable(ctx)
	if err != nil {
		return domain.Principal{}, fmt.Errorf("%w: %w", errUnavailable, err)
	}
	valid, err := v.validate(ctx, keys, token)
	if isUnverified(err) {
		// The issuer may have a new key.
		newer, ended := v.keys.newer(ctx, keys)
		if ended != nil {
			return domain.Principal{}, fmt.Errorf("%w: %w", errUnavailable, ended)
		}
		if newer != keys {
			valid, err = v.validate(ctx, newer, token)
		}
	}
	if err != nil {
		return domain.Principal{}, errInvalid
	}
	return v.principal(valid)
}

// isCompact reports whether the token has the compact form of a JWS (RFC 7515,
// section 7.1): the library would also take the JSON form.
func isCompact(token string) bool {
	if len(token) > tokenMax {
		return false
	}
	dots := 0
	for _, c := range []byte(token) {
		switch {
		case c == '.':
			dots++
		case 'a' <= c && c <= 'z', 'A' <= c && c <= 'Z', '0' <= c && c <= '9', c == '-', c == '_':
		default:
			return false
		}
	}
	return dots == 2
}

type keysKey struct{}

// keysOf is the validator's key function: the keys are those that Verify chose.
func keysOf(ctx context.Context) (any, error) { return ctx.Value(keysKey{}), nil }

func (v *Verifier) validate(ctx context.Context, keys *jose.JSONWebKeySet, token string) (*validator.ValidatedClaims, error) {
	valid, err := v.validator.ValidateToken(context.WithValue(ctx, keysKey{}, keys), token)
	if err != nil {
		return nil, err
	}
	return valid.(*validator.ValidatedClaims), nil
}

// isUnverified reports whether none of the keys made the signature: the right
// key id with another key, or a key id that isn't there.
func isUnverified(err error) bool {
	return errors.Is(err, jose.ErrCryptoFailure) || errors.Is(err, jose.ErrUnsupportedKeyType)
}

// subjectMax is the longest subject, in bytes.
const subjectMax = 255

func (v *Verifier) principal(valid *validator.ValidatedClaims) (domain.Principal, error) {
	r, c := valid.RegisteredClaims, valid.CustomClaims.(*claims)
	now := v.now()
	expiry := time.Unix(r.Expiry, 0)
	switch {
	case r.Expiry <= 0 || r.Expiry >= maxSeconds || now.Add(-leeway).After(expiry),
		r.NotBefore != 0 && now.Add(leeway).Before(time.Unix(r.NotBefore, 0)),
		r.IssuedAt != 0 && now.Add(leeway).Before(time.Unix(r.IssuedAt, 0)),
		r.Subject == "" || len(r.Subject) > subjectMax:
		return domain.Principal{}, errInvalid
	case !domain.IsOrg(c.org):
		return domain.Principal{}, errNoOrg
	}
	return domain.Principal{
		Subject:     r.Subject,
		Org:         c.org,
		Permissions: c.permissions,
		MFAAt:       c.mfaAt,
		Address:     c.address,
		Expiry:      expiry,
	}, nil
}
