package auth

import (
	"bytes"
	"context"
	"crypto"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/hmac"
	"crypto/rand"
	"crypto/rsa"
	"crypto/sha256"
	"crypto/x509"
	"encoding/base64"
	"encoding/json"
	"encoding/pem"
	"errors"
	"log/slog"
	"maps"
	"math/big"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/cleanslate-edu/cleanslate/shared/domain"
)

const audience = "https://api.cleanslate.local"

// start is far from the system's clock, so that a test that looks at the wrong
// one fails.
var start = time.Date(2031, 3, 14, 9, 26, 53, 0, time.UTC)

// Keys are expensive to make: all tests share these.
var rsaKeys = sync.OnceValue(func() (keys [3]*rsa.PrivateKey) {
	for i := range keys {
		k, err := rsa.GenerateKey(rand.Reader, 2048)
		if err != nil {
			panic(err)
		}
		keys[i] = k
	}
	return keys
})

// An issuer is an identity provider reduced to its key set.
type issuer struct {
	*httptest.Server
	fetches atomic.Int32 // of the key set

	mu   sync.Mutex
	keys map[string]*rsa.PublicKey
	// answer, if set, answers the request for the key set.
	answer http.HandlerFunc
	jwks   string // its address in the discovery document; empty: the true one
}

func newIssuer(t *testing.T) *issuer {
	i := &issuer{keys: map[string]*rsa.PublicKey{"k0": &rsaKeys()[0].PublicKey}}
	mux := http.NewServeMux()
	mux.HandleFunc("GET /.well-known/openid-configuration", func(w http.ResponseWriter, r *http.Request) {
		i.mu.Lock()
		at := i.jwks
		i.mu.Unlock()
		if at == "" {
			at = i.URL + "/.well-known/jwks.json"
		}
		json.NewEncoder(w).Encode(map[string]string{"issuer": i.URL + "/", "jwks_uri": at})
	})
	mux.HandleFunc("GET /.well-known/jwks.json", func(w http.ResponseWriter, r *http.Request) {
		i.fetches.Add(1)
		i.mu.Lock()
		answer, keys := i.answer, maps.Clone(i.keys)
		i.mu.Unlock()
		if answer != nil {
			answer(w, r)
			return
		}
		list := []map[string]string{}
		for id, k := range keys {
			list = append(list, jwk(id, k))
		}
		json.NewEncoder(w).Encode(map[string]any{"keys": list})
	})
	i.Server = httptest.NewServer(mux)
	t.Cleanup(i.Close)
	return i
}

func jwk(id string, k *rsa.PublicKey) map[string]string {
	return map[string]string{"kty": "RSA", "use": "sig", "alg": "RS256", "kid": id,
		"n": b64(k.N.Bytes()), "e": b64(big.NewInt(int64(k.E)).Bytes())}
}

func (i *issuer) set(change func(*issuer)) {
	i.mu.Lock()
	defer i.mu.Unlock()
	change(i)
}

// down makes the issuer answer with errors.
func (i *issuer) down() {
	i.set(func(i *issuer) {
		i.answer = func(w http.ResponseWriter, r *http.Request) { http.Error(w, `{"error":"down"}`, http.StatusBadGateway) }
	})
}

func (i *issuer) up() { i.set(func(i *issuer) { i.answer = nil }) }

// A clock is moved by hand.
type clock struct{ ns atomic.Int64 }

func newClock() *clock {
	c := new(clock)
	c.ns.Store(start.UnixNano())
	return c
}

func (c *clock) now() time.Time          { return time.Unix(0, c.ns.Load()).UTC() }
func (c *clock) advance(d time.Duration) { c.ns.Add(int64(d)) }

func (i *issuer) verifier(t *testing.T, c domain.Clock) *Verifier {
	t.Helper()
	v, err := New(Config{Issuer: i.URL + "/", Audience: audience, Clock: c})
	if err != nil {
		t.Fatal(err)
	}
	return v
}

// claims are those of a good token at now.
func (i *issuer) claims(now time.Time) map[string]any {
	return map[string]any{
		"iss": i.URL + "/", "sub": "auth0|ada", "aud": []string{audience, i.URL + "/userinfo"}, "azp": "cleanslate-web",
		"iat": now.Unix(), "exp": now.Add(time.Hour).Unix(),
		"org_id": "org_north", "permissions": []string{"sessions:write", "results:read"}, "scope": "openid",
		MFAClaim: now.Add(-time.Minute).Unix(),
	}
}

func b64(b []byte) string { return base64.RawURLEncoding.EncodeToString(b) }

func input(header, claims map[string]any) string {
	h, _ := json.Marshal(header)
	c, _ := json.Marshal(claims)
	return b64(h) + "." + b64(c)
}

func sign(key *rsa.PrivateKey, in string) string {
	digest := sha256.Sum256([]byte(in))
	sig, err := rsa.SignPKCS1v15(nil, key, crypto.SHA256, digest[:])
	if err != nil {
		panic(err)
	}
	return in + "." + b64(sig)
}

func token(key int, kid string, claims map[string]any) string {
	return sign(rsaKeys()[key], input(map[string]any{"alg": "RS256", "typ": "at+jwt", "kid": kid}, claims))
}

func TestVerify(t *testing.T) {
	t.Parallel()
	i, c := newIssuer(t), newClock()
	got, err := i.verifier(t, c.now).Verify(t.Context(), token(0, "k0", i.claims(c.now())))
	if err != nil {
		t.Fatal(err)
	}
	if got.Subject != "auth0|ada" || got.Org != "org_north" || !got.May(domain.ResultsRead) || got.May(domain.OrgAdmin) ||
		!got.Expiry.Equal(start.Add(time.Hour)) || !got.MFAAt.Equal(start.Add(-time.Minute)) {
		t.Errorf("got %+v", got)
	}
	if err := got.RequireSecondFactor(c.now()); err != nil {
		t.Error(err)
	}
}

func TestVerifyClaims(t *testing.T) {
	t.Parallel()
	i, c := newIssuer(t), newClock()
	v := i.verifier(t, c.now)
	at := func(d time.Duration) int64 { return start.Add(d).Unix() }
	many := slices.Repeat([]string{"x"}, permissionsMax+1)
	for _, tt := range []struct {
		name  string
		claim string
		value any // nil: left out
		want  error
	}{
		{"one audience", "aud", audience, nil},
		{"other audience", "aud", "https://api.example", domain.ErrUnauthenticated},
		{"no audience", "aud", nil, domain.ErrUnauthenticated},
		{"audience in part", "aud", audience + "/x", domain.ErrUnauthenticated},
		{"other issuer", "iss", "https://tenant.example/", domain.ErrUnauthenticated},
		{"issuer without slash", "iss", i.URL, domain.ErrUnauthenticated},
		{"no issuer", "iss", nil, domain.ErrUnauthenticated},
		{"no expiry", "exp", nil, domain.ErrUnauthenticated},
		{"expiry zero", "exp", 0, domain.ErrUnauthenticated},
		{"expiry negative", "exp", -1, domain.ErrUnauthenticated},
		{"expiry far beyond", "exp", 1e300, domain.ErrUnauthenticated},
		{"expiry as text", "exp", "soon", domain.ErrUnauthenticated},
		{"just expired, within the leeway", "exp", at(-time.Minute), nil},
		{"expired", "exp", at(-61 * time.Second), domain.ErrUnauthenticated},
		{"not yet, within the leeway", "nbf", at(time.Minute), nil},
		{"not yet", "nbf", at(61 * time.Second), domain.ErrUnauthenticated},
		{"issued in the future, within the leeway", "iat", at(time.Minute), nil},
		{"issued in the future", "iat", at(61 * time.Second), domain.ErrUnauthenticated},
		{"not issued", "iat", nil, nil},
		{"no subject", "sub", nil, domain.ErrUnauthenticated},
		{"empty subject", "sub", "", domain.ErrUnauthenticated},
		{"long subject", "sub", strings.Repeat("s", 256), domain.ErrUnauthenticated},
		{"subject as number", "sub", 1, domain.ErrUnauthenticated},
		{"no org", "org_id", nil, domain.ErrForbidden},
		{"empty org", "org_id", "", domain.ErrForbidden},
		{"org with a slash", "org_id", "org/../x", domain.ErrForbidden},
		{"org that Firestore keeps to itself", "org_id", "__x__", domain.ErrForbidden},
		{"org that is a path", "org_id", "org_north/members/x", domain.ErrForbidden},
		{"escaped org", "org_id", "org_north%2Fmembers", domain.ErrForbidden},
		{"org of dots", "org_id", "..", domain.ErrForbidden},
		{"long org", "org_id", strings.Repeat("o", 65), domain.ErrForbidden},
		{"org as list", "org_id", []string{"org_north"}, domain.ErrUnauthenticated},
		{"no permissions", "permissions", nil, nil},
		{"permissions as text", "permissions", "org:admin", domain.ErrUnauthenticated},
		{"too many permissions", "permissions", many, domain.ErrUnauthenticated},
		{"long permission", "permissions", []string{strings.Repeat("p", permissionMax+1)}, domain.ErrUnauthenticated},
		{"no second factor", MFAClaim, nil, nil},
		{"odd second factor", MFAClaim, map[string]any{}, nil},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			claims := i.claims(start)
			claims[tt.claim] = tt.value
			if tt.value == nil {
				delete(claims, tt.claim)
			}
			p, err := v.Verify(t.Context(), token(0, "k0", claims))
			if tt.want == nil && err != nil || !errors.Is(err, tt.want) {
				t.Errorf("error %v, want %v", err, tt.want)
			}
			if err != nil && p.Subject != "" {
				t.Errorf("a refused token speaks for %+v", p)
			}
		})
	}
}

func TestParseMFA(t *testing.T) {
	t.Parallel()
	want := time.Date(2026, 9, 1, 8, 0, 0, 0, time.UTC)
	for raw, want := range map[string]time.Time{
		`1788249600`:                  want,
		`1788249600.5`:                want.Add(500 * time.Millisecond),
		`"1788249600"`:                want,
		`"2026-09-01T08:00:00Z"`:      want,
		`"2026-09-01T10:00:00+02:00"`: want,
		`"2026-09-01T08:00:00.000Z"`:  want,
		`1788249600000`:               {}, // milliseconds
		`0`:                           {},
		`-1`:                          {},
		`1e300`:                       {},
		`"NaN"`:                       {},
		`""`:                          {},
		`"yesterday"`:                 {},
		`true`:                        {},
		`null`:                        {},
		`[1788249600]`:                {},
		``:                            {},
	} {
		if got := parseMFA(json.RawMessage(raw)); !got.Equal(want) {
			t.Errorf("%s: %v, want %v", raw, got, want)
		}
	}
}

// Whatever the header says, only an RS256 signature by the issuer's key counts.
func TestVerifyAlgorithms(t *testing.T) {
	t.Parallel()
	i, c := newIssuer(t), newClock()
	v := i.verifier(t, c.now)
	claims := i.claims(start)
	public := &rsaKeys()[0].PublicKey
	der, err := x509.MarshalPKIXPublicKey(public)
	if err != nil {
		t.Fatal(err)
	}
	pemKey := pem.EncodeToMemory(&pem.Block{Type: "PUBLIC KEY", Bytes: der})
	hs := func(secret []byte) string {
		in := input(map[string]any{"alg": "HS256", "kid": "k0"}, claims)
		m := hmac.New(sha256.New, secret)
		m.Write([]byte(in))
		return in + "." + b64(m.Sum(nil))
	}
	ec, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	es := func() string {
		in := input(map[string]any{"alg": "ES256", "kid": "k0"}, claims)
		digest := sha256.Sum256([]byte(in))
		r, s, err := ecdsa.Sign(rand.Reader, ec, digest[:])
		if err != nil {
			t.Fatal(err)
		}
		return in + "." + b64(append(r.FillBytes(make([]byte, 32)), s.FillBytes(make([]byte, 32))...))
	}
	with := func(header map[string]any) string { return sign(rsaKeys()[0], input(header, claims)) }
	good := token(0, "k0", claims)
	head, rest, _ := strings.Cut(good, ".")
	payload, signature, _ := strings.Cut(rest, ".")
	admin := maps.Clone(claims)
	admin["permissions"] = []string{"org:admin"}
	for name, forged := range map[string]string{
		"HS256":                           hs([]byte("secret")),
		"HS256 with the RSA key's PEM":    hs(pemKey),
		"HS256 with the RSA key's DER":    hs(der),
		"HS256 with the modulus":          hs(public.N.Bytes()),
		"HS256 with an empty secret":      hs(nil),
		"ES256":                           es(),
		"none":                            input(map[string]any{"alg": "none"}, claims) + ".",
		"none with a signature":           input(map[string]any{"alg": "none", "kid": "k0"}, claims) + "." + signature,
		"no algorithm":                    with(map[string]any{"kid": "k0"}),
		"RS256 claimed in another case":   with(map[string]any{"alg": "rs256", "kid": "k0"}),
		"RS512 claimed":                   with(map[string]any{"alg": "RS512", "kid": "k0"}),
		"PS256 claimed":                   with(map[string]any{"alg": "PS256", "kid": "k0"}),
		"no key id":                       with(map[string]any{"alg": "RS256"}),
		"a key of its own":                sign(rsaKeys()[1], input(map[string]any{"alg": "RS256", "kid": "k0", "jwk": jwk("k0", &rsaKeys()[1].PublicKey)}, claims)),
		"critical header":                 with(map[string]any{"alg": "RS256", "kid": "k0", "crit": []string{"x"}, "x": 1}),
		"another key":                     token(1, "k0", claims),
		"claims of another token":         head + "." + b64(mustJSON(admin)) + "." + signature,
		"signature cut":                   good[:len(good)-4],
		"no signature":                    head + "." + payload + ".",
		"two parts":                       head + "." + payload,
		"four parts":                      good + ".x",
		"padding":                         good + "=",
		"JSON form":                       `{"protected":"` + head + `","payload":"` + payload + `","signature":"` + signature + `"}`,
		"empty":                           "",
		"dots":                            "..",
		"too long":                        token(0, "k0", map[string]any{"x": strings.Repeat("x", tokenMax)}),
		"claims that aren't an object":    sign(rsaKeys()[0], head+"."+b64([]byte(`["x"]`))),
		"claims that aren't JSON":         sign(rsaKeys()[0], head+"."+b64([]byte(`x`))),
		"header that isn't JSON":          sign(rsaKeys()[0], b64([]byte(`x`))+"."+payload),
		"non-ASCII":                       good + "é",
		"line break":                      good[:10] + "\n" + good[10:],
		"another token's header and body": input(map[string]any{"alg": "RS256", "kid": "k0"}, admin) + "." + signature,
	} {
		if _, err := v.Verify(t.Context(), forged); !errors.Is(err, domain.ErrUnauthenticated) {
			t.Errorf("%s: %v", name, err)
		} else if e, _ := errors.AsType[*domain.Error](err); e.Slug != "invalid-token" {
			t.Errorf("%s: %s", name, e.Slug)
		}
	}
	if _, err := v.Verify(t.Context(), good); err != nil {
		t.Errorf("the good one: %v", err)
	}
}

func mustJSON(v any) []byte {
	b, err := json.Marshal(v)
	if err != nil {
		panic(err)
	}
	return b
}

// Without an injected clock the library checks times as well.
func TestVerifySystemClock(t *testing.T) {
	t.Parallel()
	i := newIssuer(t)
	v := i.verifier(t, nil)
	now := time.Now()
	if _, err := v.Verify(t.Context(), token(0, "k0", i.claims(now))); err != nil {
		t.Error(err)
	}
	old := token(0, "k0", i.claims(now.Add(-2*time.Hour)))
	if _, err := v.Verify(t.Context(), old); !errors.Is(err, domain.ErrUnauthenticated) {
		t.Errorf("expired: %v", err)
	}
	keys, err := v.keys.usable(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	if _, err := v.validate(t.Context(), keys, old); err == nil {
		t.Error("the library takes an expired token")
	}
}

func TestUnknownKeyID(t *testing.T) {
	t.Parallel()
	i, c := newIssuer(t), newClock()
	v := i.verifier(t, c.now)
	check := func(tok string, ok bool, fetches int32) {
		t.Helper()
		_, err := v.Verify(t.Context(), tok)
		if ok != (err == nil) || !ok && !errors.Is(err, domain.ErrUnauthenticated) {
			t.Errorf("error %v, want success %t", err, ok)
		}
		if got := i.fetches.Load(); got != fetches {
			t.Errorf("%d fetches, want %d", got, fetches)
		}
	}
	good := token(0, "k0", i.claims(start))
	rotated := token(1, "k1", i.claims(start))
	check(good, true, 1)

	// A forged key id causes one fetch per cooldown, however often it comes.
	c.advance(cooldown)
	for range 10 {
		check(token(1, "forged", i.claims(start)), false, 2)
	}
	c.advance(cooldown - 1)
	check(token(1, "forged", i.claims(start)), false, 2)

	// The issuer has a new key: it is found once the cooldown is over.
	i.set(func(i *issuer) { i.keys["k1"] = &rsaKeys()[1].PublicKey })
	check(rotated, false, 2)
	c.advance(1)
	check(rotated, true, 3)
	check(good, true, 3)

	// The old key is withdrawn: no token signed with it is accepted once the keys are
	// due.
	i.set(func(i *issuer) { delete(i.keys, "k0") })
	check(good, true, 3)
	c.advance(freshFor)
	check(good, false, 4)
	check(rotated, true, 4)

	// A key id may be reused for another key.
	i.set(func(i *issuer) { i.keys["k1"] = &rsaKeys()[2].PublicKey })
	c.advance(cooldown)
	check(token(2, "k1", i.claims(start)), true, 5)
	check(rotated, false, 5)
}

func TestTokensOfOtherKindsMakeNoFetch(t *testing.T) {
	t.Parallel()
	i, c := newIssuer(t), newClock()
	v := i.verifier(t, c.now)
	if _, err := v.Verify(t.Context(), token(0, "k0", i.claims(start))); err != nil {
		t.Fatal(err)
	}
	c.advance(2 * cooldown)
	for _, tok := range []string{"", "a.b.c", token(0, "k0", i.claims(start.Add(-3*time.Hour))),
		input(map[string]any{"alg": "none"}, i.claims(start)) + ".", strings.Repeat("x", 1<<20)} {
		if _, err := v.Verify(t.Context(), tok); !errors.Is(err, domain.ErrUnauthenticated) {
			t.Errorf("%.20s: %v", tok, err)
		}
	}
	if got := i.fetches.Load(); got != 1 {
		t.Errorf("%d fetches, want 1", got)
	}
}

func TestIssuerAway(t *testing.T) {
	t.Parallel()
	i, c := newIssuer(t), newClock()
	v := i.verifier(t, c.now)
	verify := func() error {
		_, err := v.Verify(t.Context(), token(0, "k0", i.claims(c.now())))
		return err
	}
	if err := verify(); err != nil {
		t.Fatal(err)
	}
	i.down()

	c.advance(freshFor)
	for range 5 {
		if err := verify(); err != nil {
			t.Fatal(err)
		}
	}
	if got := i.fetches.Load(); got != 2 {
		t.Errorf("%d fetches, want 2: one that failed, and none within the cooldown", got)
	}
	c.advance(usableFor - freshFor - 1)
	if err := verify(); err != nil {
		t.Fatalf("just before the keys are too old: %v", err)
	}
	c.advance(time.Second)
	before := i.fetches.Load()
	for range 5 {
		if err := verify(); !errors.Is(err, domain.ErrUnavailable) {
			t.Fatalf("with keys too old: %v", err)
		}
	}
	if got := i.fetches.Load() - before; got != 1 {
		t.Errorf("%d fetches, want 1", got)
	}
	i.up()
	c.advance(patience)
	if err := verify(); err != nil {
		t.Fatalf("after the issuer came back: %v", err)
	}

	// A clock that is set back makes the keys suspect, not immortal.
	i.down()
	c.advance(-time.Hour)
	if err := verify(); !errors.Is(err, domain.ErrUnavailable) {
		t.Fatalf("with keys from the future: %v", err)
	}
}

func TestNoKeys(t *testing.T) {
	t.Parallel()
	weak, err := rsa.GenerateKey(rand.Reader, 1024)
	if err != nil {
		t.Fatal(err)
	}
	ec := map[string]string{"kty": "EC", "crv": "P-256", "kid": "k0", "x": b64(make([]byte, 32)), "y": b64(make([]byte, 32))}
	otherUse := jwk("k0", &rsaKeys()[0].PublicKey)
	otherUse["use"] = "enc"
	otherAlg := jwk("k0", &rsaKeys()[0].PublicKey)
	otherAlg["alg"] = "RS512"
	set := func(keys ...map[string]string) http.HandlerFunc {
		return func(w http.ResponseWriter, r *http.Request) { json.NewEncoder(w).Encode(map[string]any{"keys": keys}) }
	}
	for name, answer := range map[string]http.HandlerFunc{
		"error with a body": func(w http.ResponseWriter, r *http.Request) { http.Error(w, `{"keys":[]}`, 500) },
		"error with good keys": func(w http.ResponseWriter, r *http.Request) {
			w.WriteHeader(404)
			set(jwk("k0", &rsaKeys()[0].PublicKey))(w, r)
		},
		"redirect": func(w http.ResponseWriter, r *http.Request) {
			http.Redirect(w, r, "/.well-known/other.json", http.StatusFound)
		},
		"empty set":     set(),
		"no JSON":       func(w http.ResponseWriter, r *http.Request) { w.Write([]byte("<html>")) },
		"empty":         func(w http.ResponseWriter, r *http.Request) {},
		"weak key":      set(jwk("k0", &weak.PublicKey)),
		"symmetric key": set(map[string]string{"kty": "oct", "kid": "k0", "k": b64([]byte("secret"))}),
		"other curve":   set(ec),
		"other use":     set(otherUse),
		"other alg":     set(otherAlg),
		"too large": func(w http.ResponseWriter, r *http.Request) {
			w.Write([]byte(`{"pad":"` + strings.Repeat("x", fetchLimit) + `",`))
			w.Write(mustJSON(map[string]any{"keys": []any{jwk("k0", &rsaKeys()[0].PublicKey)}})[1:])
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			i, c := newIssuer(t), newClock()
			i.set(func(i *issuer) { i.answer = answer })
			if _, err := i.verifier(t, c.now).Verify(t.Context(), token(0, "k0", i.claims(start))); !errors.Is(err, domain.ErrUnavailable) {
				t.Errorf("got %v", err)
			}
		})
	}
}

func TestKeysOnAnotherHost(t *testing.T) {
	t.Parallel()
	i, other, c := newIssuer(t), newIssuer(t), newClock()
	i.set(func(i *issuer) { i.jwks = other.URL + "/.well-known/jwks.json" })
	if _, err := i.verifier(t, c.now).Verify(t.Context(), token(0, "k0", i.claims(start))); !errors.Is(err, domain.ErrUnavailable) || other.fetches.Load() != 0 {
		t.Errorf("got %v, %d fetches", err, other.fetches.Load())
	}
}

// A herd that finds no keys, or only old ones, causes one fetch, and all of it gets in.
func TestHerd(t *testing.T) {
	t.Parallel()
	i, c := newIssuer(t), newClock()
	v := i.verifier(t, c.now)
	herd := func(tok string, fetches int32) {
		t.Helper()
		hold := make(chan struct{})
		i.set(func(i *issuer) {
			keys := maps.Clone(i.keys)
			i.answer = func(w http.ResponseWriter, r *http.Request) {
				<-hold
				list := []any{}
				for id, k := range keys {
					list = append(list, jwk(id, k))
				}
				json.NewEncoder(w).Encode(map[string]any{"keys": list})
			}
		})
		var wg sync.WaitGroup
		for range 100 {
			wg.Go(func() {
				if _, err := v.Verify(t.Context(), tok); err != nil {
					t.Error(err)
				}
			})
		}
		time.Sleep(20 * time.Millisecond) // most of the herd is waiting by now; the rest must do as well
		close(hold)
		wg.Wait()
		if got := i.fetches.Load(); got != fetches {
			t.Errorf("%d fetches, want %d", got, fetches)
		}
	}
	herd(token(0, "k0", i.claims(start)), 1)
	i.set(func(i *issuer) { i.keys = map[string]*rsa.PublicKey{"k1": &rsaKeys()[1].PublicKey} })
	c.advance(cooldown)
	herd(token(1, "k1", i.claims(start)), 2)
}

// While one request fetches keys that are due, the others don't wait.
func TestDueKeysHoldUpOneRequestOnly(t *testing.T) {
	t.Parallel()
	i, c := newIssuer(t), newClock()
	v := i.verifier(t, c.now)
	tok := token(0, "k0", i.claims(start))
	if _, err := v.Verify(t.Context(), tok); err != nil {
		t.Fatal(err)
	}
	begun, hold := make(chan struct{}), make(chan struct{})
	i.set(func(i *issuer) {
		i.answer = func(w http.ResponseWriter, r *http.Request) {
			close(begun)
			<-hold
			http.Error(w, "", http.StatusServiceUnavailable)
		}
	})
	c.advance(freshFor)
	first := make(chan error, 1)
	go func() { _, err := v.Verify(t.Context(), tok); first <- err }()
	<-begun
	for range 3 {
		if _, err := v.Verify(t.Context(), tok); err != nil {
			t.Error(err)
		}
	}
	select {
	case <-first:
		t.Error("the first didn't wait")
	default:
	}
	close(hold)
	if err := <-first; err != nil {
		t.Error(err)
	}
}

// A caller that stops waiting neither ends the fetch for the others nor gets in.
func TestWaiterLeaves(t *testing.T) {
	t.Parallel()
	i, c := newIssuer(t), newClock()
	v := i.verifier(t, c.now)
	begun, hold := make(chan struct{}), make(chan struct{})
	i.set(func(i *issuer) {
		i.answer = func(w http.ResponseWriter, r *http.Request) {
			close(begun)
			<-hold
			json.NewEncoder(w).Encode(map[string]any{"keys": []any{jwk("k0", &rsaKeys()[0].PublicKey)}})
		}
	})
	tok := token(0, "k0", i.claims(start))
	ctx, cancel := context.WithCancel(t.Context())
	left := make(chan error, 1)
	go func() { _, err := v.Verify(ctx, tok); left <- err }()
	<-begun
	stayed := make(chan error, 1)
	go func() { _, err := v.Verify(t.Context(), tok); stayed <- err }()
	cancel()
	if err := <-left; !errors.Is(err, domain.ErrUnavailable) || !errors.Is(err, context.Canceled) {
		t.Errorf("left: %v", err)
	}
	close(hold)
	if err := <-stayed; err != nil {
		t.Errorf("stayed: %v", err)
	}
	if got := i.fetches.Load(); got != 1 {
		t.Errorf("%d fetches, want 1", got)
	}
}

// Many verify while keys rotate and the clock moves; valid tokens of a key that was never
// withdrawn are always accepted.
func TestRotationInFlight(t *testing.T) {
	t.Parallel()
	i, c := newIssuer(t), newClock()
	v := i.verifier(t, c.now)
	tok := token(0, "k0", i.claims(start))
	stop := make(chan struct{})
	var wg sync.WaitGroup
	for range 4 {
		wg.Go(func() {
			for {
				select {
				case <-stop:
					return
				default:
				}
				if _, err := v.Verify(t.Context(), tok); err != nil {
					t.Error(err)
					return
				}
			}
		})
	}
	for range 20 {
		i.set(func(i *issuer) { i.keys["k1"] = &rsaKeys()[1].PublicKey })
		c.advance(cooldown)
		v.Verify(t.Context(), token(1, "k1", i.claims(start)))
		i.set(func(i *issuer) { delete(i.keys, "k1") })
		c.advance(cooldown)
		v.Verify(t.Context(), token(2, "k2", i.claims(start)))
	}
	close(stop)
	wg.Wait()
}

func TestIssuerHangs(t *testing.T) {
	t.Parallel()
	i, c := newIssuer(t), newClock()
	i.set(func(i *issuer) { i.answer = func(w http.ResponseWriter, r *http.Request) { <-r.Context().Done() } })
	v := i.verifier(t, c.now)
	v.keys.timeout = 50 * time.Millisecond
	if _, err := v.Verify(t.Context(), token(0, "k0", i.claims(start))); !errors.Is(err, domain.ErrUnavailable) {
		t.Errorf("got %v", err)
	}
	// The next fetch is not held up by the one that failed.
	i.up()
	c.advance(patience)
	v.keys.timeout = fetchTimeout
	if _, err := v.Verify(t.Context(), token(0, "k0", i.claims(start))); err != nil {
		t.Error(err)
	}
}

func TestNothingIsLogged(t *testing.T) {
	var logs bytes.Buffer
	old := slog.Default()
	slog.SetDefault(slog.New(slog.NewTextHandler(&logs, &slog.HandlerOptions{Level: slog.LevelDebug})))
	defer slog.SetDefault(old)
	i, c := newIssuer(t), newClock()
	v := i.verifier(t, c.now)
	for _, tok := range []string{token(0, "k0", i.claims(start)), token(1, "k0", i.claims(start)), "forged.forged.forged"} {
		_, err := v.Verify(t.Context(), tok)
		if err != nil && (strings.Contains(err.Error(), tok) || strings.Contains(err.Error(), "ada")) {
			t.Errorf("the error holds the token: %v", err)
		}
	}
	if logs.Len() > 0 {
		t.Errorf("logged %s", &logs)
	}
}

func TestNew(t *testing.T) {
	t.Parallel()
	for issuer, ok := range map[string]bool{
		"https://tenant.eu.auth0.com/": true,
		"http://127.0.0.1:9000/":       true,
		"http://localhost:9000/":       true,
		"http://[::1]:9000/":           true,
		"https://tenant.eu.auth0.com":  false,
		"http://tenant.eu.auth0.com/":  false,
		"ftp://127.0.0.1/":             false,
		"tenant.eu.auth0.com/":         false,
		"https:///":                    false,
		"":                             false,
	} {
		if _, err := New(Config{Issuer: issuer, Audience: audience}); (err == nil) != ok {
			t.Errorf("%q: %v", issuer, err)
		}
	}
	if _, err := New(Config{Issuer: "https://x.example/"}); err == nil {
		t.Error("no audience is taken")
	}
}

func TestIssuerURL(t *testing.T) {
	t.Parallel()
	for in, want := range map[string]string{
		"tenant.eu.auth0.com":          "https://tenant.eu.auth0.com/",
		"https://tenant.eu.auth0.com":  "https://tenant.eu.auth0.com/",
		"https://tenant.eu.auth0.com/": "https://tenant.eu.auth0.com/",
		"http://127.0.0.1:9000":        "http://127.0.0.1:9000/",
	} {
		if got := IssuerURL(in); got != want {
			t.Errorf("%q: %q, want %q", in, got, want)
		}
	}
}

func BenchmarkVerify(b *testing.B) {
	c := newClock()
	i := &issuer{Server: &httptest.Server{URL: "http://127.0.0.1:1"}}
	v, err := New(Config{Issuer: i.URL + "/", Audience: audience, Clock: c.now})
	if err != nil {
		b.Fatal(err)
	}
	v.keys.fetched = c.now()
	if err := json.Unmarshal(mustJSON(map[string]any{"keys": []any{jwk("k0", &rsaKeys()[0].PublicKey)}}), &v.keys.keys); err != nil {
		b.Fatal(err)
	}
	tok := token(0, "k0", i.claims(start))
	b.ReportAllocs()
	for b.Loop() {
		if _, err := v.Verify(b.Context(), tok); err != nil {
			b.Fatal(err)
		}
	}
}
