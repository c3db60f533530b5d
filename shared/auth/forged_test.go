package auth

import (
	"bytes"
	"crypto"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/hmac"
	"crypto/rand"
	"crypto/rsa"
	"encoding/base64"
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/cleanslate-edu/cleanslate/shared/domain"
)

// refuse fails the test unless the token is refused as invalid.
func refuse(t *testing.T, v *Verifier, name, token string) {
	t.Helper()
	p, err := v.Verify(t.Context(), token)
	if e, ok := errors.AsType[*domain.Error](err); !errors.Is(err, domain.ErrUnauthenticated) || !ok || e.Slug != "invalid-token" {
		t.Errorf("%s: %v", name, err)
	}
	if p.Subject != "" || p.Org != "" || p.Permissions != nil {
		t.Errorf("%s: refused, but speaks for %+v", name, p)
	}
}

// A signature that is right in everything but the algorithm doesn't count, even if the issuer's own key made it.
func TestOtherAlgorithmsOfTheIssuersKey(t *testing.T) {
	t.Parallel()
	i, c := newIssuer(t), newClock()
	v := i.verifier(t, c.now)
	key := rsaKeys()[0]
	hashes := map[string]crypto.Hash{"256": crypto.SHA256, "384": crypto.SHA384, "512": crypto.SHA512}
	digest := func(h crypto.Hash, in string) []byte {
		d := h.New()
		d.Write([]byte(in))
		return d.Sum(nil)
	}
	for size, h := range hashes {
		for _, family := range []string{"RS", "PS", "ES", "HS"} {
			alg := family + size
			if alg == "RS256" {
				continue
			}
			in := input(map[string]any{"alg": alg, "typ": "at+jwt", "kid": "k0"}, i.claims(start))
			var sig []byte
			var err error
			switch family {
			case "RS":
				sig, err = rsa.SignPKCS1v15(nil, key, h, digest(h, in))
			case "PS":
				sig, err = rsa.SignPSS(rand.Reader, key, h, digest(h, in), &rsa.PSSOptions{SaltLength: rsa.PSSSaltLengthEqualsHash})
			case "ES":
				curve := map[string]elliptic.Curve{"256": elliptic.P256(), "384": elliptic.P384(), "512": elliptic.P521()}[size]
				var ec *ecdsa.PrivateKey
				if ec, err = ecdsa.GenerateKey(curve, rand.Reader); err == nil {
					n := (curve.Params().BitSize + 7) / 8
					r, s, e := ecdsa.Sign(rand.Reader, ec, digest(h, in))
					if err = e; err == nil {
						sig = append(r.FillBytes(make([]byte, n)), s.FillBytes(make([]byte, n))...)
					}
				}
			case "HS":
				m := hmac.New(h.New, mustJSON(map[string]any{"keys": []any{jwk("k0", &key.PublicKey)}})) // what anybody can fetch
				m.Write([]byte(in))
				sig = m.Sum(nil)
			}
			if err != nil {
				t.Fatal(err)
			}
			refuse(t, v, alg, in+"."+b64(sig))
			// The same signature under a header that says RS256.
			refuse(t, v, alg+" said to be RS256", input(map[string]any{"alg": "RS256", "typ": "at+jwt", "kid": "k0"}, i.claims(start))+"."+b64(sig))
		}
	}
	for _, alg := range []any{"none", "None", "NONE", "nOnE", "", " RS256", "RS256 ", "EdDSA", "RSA-OAEP", "dir", 256, nil, []string{"RS256"}, map[string]any{"RS256": true}} {
		in := input(map[string]any{"alg": alg, "typ": "at+jwt", "kid": "k0"}, i.claims(start))
		refuse(t, v, fmt.Sprintf("alg %#v, signed", alg), sign(key, in))
		refuse(t, v, fmt.Sprintf("alg %#v, not signed", alg), in+".")
	}
}

// A header may name a key's address or contain a key. Neither is ever used.
func TestHeadersThatBringAKey(t *testing.T) {
	t.Parallel()
	var calls atomic.Int32
	trap := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		calls.Add(1)
		json.NewEncoder(w).Encode(map[string]any{"keys": []any{jwk("k0", &rsaKeys()[1].PublicKey), jwk("mine", &rsaKeys()[1].PublicKey)}})
	}))
	defer trap.Close()
	i, c := newIssuer(t), newClock()
	v := i.verifier(t, c.now)
	mine := jwk("mine", &rsaKeys()[1].PublicKey)
	for name, more := range map[string]map[string]any{
		"jku":             {"jku": trap.URL + "/jwks.json"},
		"x5u":             {"x5u": trap.URL + "/cert.pem"},
		"jku and kid":     {"jku": trap.URL + "/jwks.json", "kid": "mine"},
		"x5u and kid":     {"x5u": trap.URL + "/cert.pem", "kid": "mine"},
		"jwk":             {"jwk": mine},
		"jwk and kid":     {"jwk": mine, "kid": "mine"},
		"jwk, no kid":     {"jwk": mine, "kid": nil},
		"x5c":             {"x5c": []string{base64.StdEncoding.EncodeToString([]byte("no certificate"))}},
		"x5t":             {"x5t": b64([]byte("twenty bytes of hash"))},
		"kid is a URL":    {"kid": trap.URL + "/jwks.json"},
		"iss in header":   {"iss": trap.URL + "/"},
		"url":             {"url": trap.URL},
		"everything":      {"jku": trap.URL, "x5u": trap.URL, "jwk": mine, "kid": "mine"},
		"b64 unencoded":   {"b64": false, "crit": []string{"b64"}},
		"compressed":      {"zip": "DEF"},
		"another content": {"cty": "JWT"},
	} {
		header := map[string]any{"alg": "RS256", "typ": "at+jwt", "kid": "k0"}
		maps.Copy(header, more)
		// Signed with the key that the header brings.
		refuse(t, v, name, sign(rsaKeys()[1], input(header, i.claims(start))))
		c.advance(cooldown)
	}
	// The same in the claims.
	claims := i.claims(c.now())
	maps.Copy(claims, map[string]any{"jku": trap.URL, "iss": trap.URL + "/"})
	refuse(t, v, "the trap's claims", token(1, "k0", claims))
	if n := calls.Load(); n != 0 {
		t.Errorf("the trap was called %d times", n)
	}
}

func TestKeyIDs(t *testing.T) {
	t.Parallel()
	i, c := newIssuer(t), newClock()
	v := i.verifier(t, c.now)
	if _, err := v.Verify(t.Context(), token(0, "k0", i.claims(start))); err != nil {
		t.Fatal(err)
	}
	for _, kid := range []any{
		"", " k0", "k0 ", "K0", "k0\x00", "k0/../k0", "../../../../dev/null", "/dev/null", "file:///etc/passwd",
		"' OR '1'='1", "k0'; DROP TABLE keys; --", "k0\" UNION SELECT 'x", "${jndi:ldap://127.0.0.1/a}", "$(id)", "`id`", "%00", "*", ".*",
		strings.Repeat("k", 4000), "\u202ek0", 0, 1.5, true, nil, []string{"k0"}, map[string]any{"k0": 1},
	} {
		name := fmt.Sprintf("kid %.40q", fmt.Sprint(kid))
		header := map[string]any{"alg": "RS256", "typ": "at+jwt", "kid": kid}
		refuse(t, v, name+", another key", sign(rsaKeys()[1], input(header, i.claims(start))))
		refuse(t, v, name+", the issuer's key", sign(rsaKeys()[0], input(header, i.claims(start))))
	}
	if n := i.fetches.Load(); n != 1 {
		t.Errorf("%d fetches within the cooldown, want 1", n)
	}
}

func TestIssuerAndAudience(t *testing.T) {
	t.Parallel()
	i, c := newIssuer(t), newClock()
	v := i.verifier(t, c.now)
	for _, tt := range []struct {
		claim string
		value any
	}{
		{"iss", strings.ToUpper(i.URL) + "/"}, {"iss", i.URL + "//"}, {"iss", i.URL + "/?"}, {"iss", i.URL + "/#"}, {"iss", " " + i.URL + "/"},
		{"iss", i.URL + "/ "}, {"iss", "http://user@" + strings.TrimPrefix(i.URL, "http://") + "/"}, {"iss", i.URL + ".evil.example/"},
		{"iss", []string{i.URL + "/"}}, {"iss", map[string]any{}}, {"iss", 1}, {"iss", ""},
		{"aud", strings.ToUpper(audience)}, {"aud", audience + "/"}, {"aud", " " + audience}, {"aud", audience + "\x00"}, {"aud", audience[:len(audience)-1]},
		{"aud", []string{}}, {"aud", []string{i.URL + "/userinfo"}}, {"aud", []any{1}}, {"aud", []any{[]string{audience}}}, {"aud", map[string]any{audience: true}},
		{"aud", "*"}, {"aud", ""}, {"aud", []string{audience + "," + audience}},
	} {
		claims := i.claims(start)
		claims[tt.claim] = tt.value
		refuse(t, v, fmt.Sprintf("%s %v", tt.claim, tt.value), token(0, "k0", claims))
	}
}

// Times hold to the nanosecond at both ends of the leeway.
func TestTimesAtTheBoundary(t *testing.T) {
	t.Parallel()
	i, c := newIssuer(t), newClock()
	v := i.verifier(t, c.now)
	claims := i.claims(start)
	delete(claims, "iat")
	expiry := start.Add(time.Hour)
	claims["exp"], claims["nbf"] = expiry.Unix(), start.Unix()
	bounded := token(0, "k0", claims)
	delete(claims, "nbf")
	claims["iat"] = start.Unix()
	issued := token(0, "k0", claims)
	for _, tt := range []struct {
		name  string
		token string
		at    time.Time
		ok    bool
	}{
		{"a nanosecond too early", bounded, start.Add(-leeway - 1), false},
		{"as early as can be", bounded, start.Add(-leeway), true},
		{"at the start", bounded, start, true},
		{"at the expiry", bounded, expiry, true},
		{"as late as can be", bounded, expiry.Add(leeway), true},
		{"a nanosecond too late", bounded, expiry.Add(leeway + 1), false},
		{"a second too late", bounded, expiry.Add(leeway + time.Second), false},
		{"a year too late", bounded, expiry.AddDate(1, 0, 0), false},
		{"issued a nanosecond too far in the future", issued, start.Add(-leeway - 1), false},
		{"issued in the future, within the leeway", issued, start.Add(-leeway), true},
	} {
		c.ns.Store(tt.at.UnixNano())
		if _, err := v.Verify(t.Context(), tt.token); (err == nil) != tt.ok || err != nil && !errors.Is(err, domain.ErrUnauthenticated) {
			t.Errorf("%s: %v", tt.name, err)
		}
	}
}

// Duplicate or contradictory claims never admit more than one reading of a token.
func TestAmbiguousClaims(t *testing.T) {
	t.Parallel()
	i, c := newIssuer(t), newClock()
	v := i.verifier(t, c.now)
	head := b64([]byte(`{"alg":"RS256","typ":"at+jwt","kid":"k0"}`))
	good := string(mustJSON(i.claims(start)))
	expired := fmt.Sprint(start.Add(-time.Hour).Unix())
	for name, payload := range map[string]string{
		"an expiry that is past, and then not closed": strings.Replace(good, "{", `{"exp":`+expired+`,`, 1)[:len(good)],
		"a later expiry that is past":                 good[:len(good)-1] + `,"exp":` + expired + `}`,
		"in another case, past":                       strings.Replace(good, `"exp"`, `"EXP"`, 1),
		"two values":                                  good + good,
		"trailing text":                               good + "x",
		"not closed":                                  good[:len(good)-1],
		"an array around it":                          "[" + good + "]",
		"null":                                        "null",
		"another audience last":                       good[:len(good)-1] + `,"aud":"https://api.example"}`,
		"another issuer last":                         good[:len(good)-1] + `,"iss":"https://tenant.example/"}`,
		"no subject last":                             good[:len(good)-1] + `,"sub":""}`,
	} {
		refuse(t, v, name, sign(rsaKeys()[0], head+"."+b64([]byte(payload))))
	}
}

// Every bit of a good token counts.
func TestEveryBit(t *testing.T) {
	t.Parallel()
	i, c := newIssuer(t), newClock()
	v := i.verifier(t, c.now)
	good := token(0, "k0", i.claims(start))
	if _, err := v.Verify(t.Context(), good); err != nil {
		t.Fatal(err)
	}
	parts := strings.Split(good, ".")
	for n, part := range parts {
		raw, err := base64.RawURLEncoding.DecodeString(part)
		if err != nil {
			t.Fatal(err)
		}
		for bit := range 8 * len(raw) {
			flipped := bytes.Clone(raw)
			flipped[bit/8] ^= 1 << (bit % 8)
			forged := append([]string{}, parts...)
			forged[n] = b64(flipped)
			refuse(t, v, fmt.Sprintf("bit %d of part %d", bit, n), strings.Join(forged, "."))
		}
	}
	for n := range good {
		refuse(t, v, fmt.Sprintf("cut at %d", n), good[:n])
	}
}

// While the issuer is away, tokens of the keys that are known are good, and a flood of others makes at most
// one fetch in each cooldown.
func TestOutageUnderAFlood(t *testing.T) {
	t.Parallel()
	i, c := newIssuer(t), newClock()
	v := i.verifier(t, c.now)
	good := func() string { return token(0, "k0", i.claims(c.now())) }
	if _, err := v.Verify(t.Context(), good()); err != nil {
		t.Fatal(err)
	}
	i.down()
	before := i.fetches.Load()
	const rounds = 10
	for round := range rounds {
		c.advance(cooldown)
		for n := range 20 {
			refuse(t, v, "an unknown key", token(1, fmt.Sprintf("forged-%d-%d", round, n), i.claims(c.now())))
		}
		if _, err := v.Verify(t.Context(), good()); err != nil {
			t.Fatalf("in round %d a good token: %v", round, err)
		}
	}
	if n := i.fetches.Load() - before; n > rounds {
		t.Errorf("%d fetches in %d cooldowns", n, rounds)
	}
	// It is back, with a new key besides: both are good after the next cooldown.
	i.up()
	i.set(func(i *issuer) { i.keys["k1"] = &rsaKeys()[1].PublicKey })
	c.advance(cooldown)
	for kid, key := range map[string]int{"k0": 0, "k1": 1} {
		if _, err := v.Verify(t.Context(), token(key, kid, i.claims(c.now()))); err != nil {
			t.Errorf("%s: %v", kid, err)
		}
	}
}
