package auth

import (
	"context"
	"crypto/rsa"
	"errors"
	"fmt"
	"log/slog"
	"net/http"
	"net/url"
	"sync"
	"time"

	"github.com/auth0/go-jwt-middleware/v2/jwks"
	"gopkg.in/go-jose/go-jose.v2"

	"github.com/cleanslate-edu/cleanslate/shared/domain"
)

const (
	// freshFor is how long fetched keys are used without refetching, and so how long a
	// withdrawn key is still trusted while the issuer can be reached.
	freshFor = 10 * time.Minute

	// usableFor is how long they are used while the issuer can't be reached.
	usableFor = 24 * time.Hour

	// cooldown is the minimum time between two fetches while there are keys to use, so
	// that forged tokens can't make us flood the issuer.
	cooldown = 30 * time.Second

	// patience is the same while there are none: nobody can be let in.
	patience = time.Second

	fetchTimeout = 5 * time.Second
	fetchLimit   = 256 << 10 // bytes of an answer; Auth0's have about 3,000
	rsaBitsMin   = 2048      // of a key's modulus (RFC 7518, section 3.3)
)

// A keySet holds the issuer's keys.
//
// The library's own caches aren't enough: its CachingProvider never looks for a key id
// that it doesn't have, and forgets its keys when one refresh fails.
type keySet struct {
	provider *jwks.Provider
	now      domain.Clock
	timeout  time.Duration // of a fetch

	mu      sync.Mutex
	keys    *jose.JSONWebKeySet // nil: none yet
	fetched time.Time           // when the fetch that brought keys began
	tried   time.Time           // when the last fetch began
	flight  *flight             // the fetch that is under way, or nil
}

// A flight is one fetch, shared by all callers that wait for it.
type flight struct {
	done chan struct{} // closed when keys and err are set
	keys *jose.JSONWebKeySet
	err  error
}

func newKeySet(issuer *url.URL, client *http.Client, now domain.Clock) *keySet {
	if client == nil {
		client = http.DefaultClient
	}
	next := client.Transport
	if next == nil {
		next = http.DefaultTransport
	}
	return &keySet{
		now:     now,
		timeout: fetchTimeout,
		provider: jwks.NewProvider(issuer, jwks.WithCustomClient(&http.Client{
			Transport:     fetcher{issuer: issuer, next: next},
			CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
		})),
	}
}

// usable returns the keys that may be used now. Fresh ones are returned at once. For
// older ones, the first caller refetches while the others use them, and so do all if the
// issuer is down. If there are none, all wait.
func (k *keySet) usable(ctx context.Context) (*jose.JSONWebKeySet, error) {
	k.mu.Lock()
	keys, inFlight := k.keys, k.flight != nil
	age := k.now().Sub(k.fetched)
	k.mu.Unlock()
	switch {
	case keys != nil && within(age, freshFor):
		return keys, nil
	case keys != nil && within(age, usableFor):
		if inFlight {
			return keys, nil
		}
		if fresh, err := k.refresh(ctx, cooldown); err == nil {
			return fresh, nil
		}
		return keys, nil
	}
	return k.refresh(ctx, patience)
}

// newer returns the keys that are newer than old, which a signature didn't fit, or old
// again when there are none. The error is the context's.
func (k *keySet) newer(ctx context.Context, old *jose.JSONWebKeySet) (*jose.JSONWebKeySet, error) {
	k.mu.Lock()
	keys := k.keys
	k.mu.Unlock()
	if keys != old {
		return keys, nil
	}
	if fresh, err := k.refresh(ctx, cooldown); err == nil {
		return fresh, nil
	}
	return old, ctx.Err()
}

var errTooSoon = errors.New("the last fetch of the issuer's keys was only a moment ago")

// refresh fetches the keys, or waits for the fetch that is under way. It doesn't
// when the last one began less than pause ago.
func (k *keySet) refresh(ctx context.Context, pause time.Duration) (*jose.JSONWebKeySet, error) {
	k.mu.Lock()
	f := k.flight
	if f == nil {
		now := k.now()
		if !k.tried.IsZero() && within(now.Sub(k.tried), pause) {
			k.mu.Unlock()
			return nil, errTooSoon
		}
		k.tried = now
		f = &flight{done: make(chan struct{})}
		k.flight = f
		go k.fetch(f, now) // #nosec G118 -- others wait for it, too
	}
	k.mu.Unlock()
	select {
	case <-f.done:
		return f.keys, f.err
	case <-ctx.Done():
		return nil, fmt.Errorf("waiting for the issuer's keys: %w", ctx.Err())
	}
}

// within reports whether a time is past, but not for longer than d. A clock that
// was set back makes it false, so that everything is checked again.
func within(since, d time.Duration) bool { return since >= 0 && since < d }

// fetch has a deadline of its own: many wait for it, and the one that began it
// may leave.
func (k *keySet) fetch(f *flight, began time.Time) {
	ctx, cancel := context.WithTimeout(context.Background(), k.timeout)
	defer cancel()
	keys, err := k.provider.KeyFunc(ctx)
	if err != nil {
		f.err = fmt.Errorf("fetching the issuer's keys: %w", err)
	} else if f.keys = verifying(keys.(*jose.JSONWebKeySet)); len(f.keys.Keys) == 0 {
		f.keys, f.err = nil, errors.New("fetching the issuer's keys: there is none for RS256")
	}
	if f.err != nil {
		// Nobody would notice while the old keys are usable, so the alert "sign-in"
		// counts this line (terraform/service/failures.tf).
		slog.Warn("the issuer's keys can't be fetched", "alert", "sign-in", "error", f.err.Error())
	}
	k.mu.Lock()
	if f.err == nil {
		k.keys, k.fetched = f.keys, began
	}
	k.flight = nil
	k.mu.Unlock()
	close(f.done)
}

// verifying returns the keys of the set that may verify an RS256 signature, so
// that no other kind of key ever meets a token.
func verifying(all *jose.JSONWebKeySet) *jose.JSONWebKeySet {
	set := new(jose.JSONWebKeySet)
	for _, key := range all.Keys {
		public, ok := key.Key.(*rsa.PublicKey)
		if ok && public.N.BitLen() >= rsaBitsMin &&
			(key.Use == "" || key.Use == "sig") && (key.Algorithm == "" || key.Algorithm == string(jose.RS256)) {
			set.Keys = append(set.Keys, key)
		}
	}
	return set
}

var errTells = errors.New("the issuer is asked for its keys and told nothing")

// A fetcher fetches from the issuer only, tells it nothing (promise P38), takes nothing
// but 200, since the library would read an error page as an empty set of keys, and reads
// no more than fetchLimit.
type fetcher struct {
	issuer *url.URL
	next   http.RoundTripper
}

func (f fetcher) RoundTrip(r *http.Request) (*http.Response, error) {
	if r.URL.Scheme != f.issuer.Scheme || r.URL.Host != f.issuer.Host {
		return nil, errors.New("the issuer's keys are on another host")
	}
	if r.Method != http.MethodGet || r.Body != nil && r.Body != http.NoBody || r.URL.RawQuery != "" || r.URL.User != nil || len(r.Header) > 0 {
		return nil, errTells
	}
	resp, err := f.next.RoundTrip(r)
	if err != nil {
		return nil, err
	}
	if resp.StatusCode != http.StatusOK {
		resp.Body.Close()
		return nil, fmt.Errorf("the issuer answered %d", resp.StatusCode)
	}
	resp.Body = http.MaxBytesReader(nil, resp.Body, fetchLimit)
	return resp, nil
}
