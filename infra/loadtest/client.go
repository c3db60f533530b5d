package main

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"math/rand/v2"
	"net"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"syscall"
	"time"
)

const (
	// requestTimeout is above that of the functions, so that they can answer.
	requestTimeout = 20 * time.Second
	// tries is how often a request is sent before the student gives up.
	tries = 12
	// The pause before a request is sent again: random, up to a limit that
	// doubles.
	pauseFirst = 50 * time.Millisecond
	pauseMax   = 2 * time.Second
	// replyMax limits a reply: the results of the largest lesson fit.
	replyMax = 1 << 30
)

// newClient returns a client that keeps its connections, as browsers do.
func newClient(connections int) *http.Client {
	return &http.Client{
		Timeout: requestTimeout,
		Transport: &http.Transport{
			MaxConnsPerHost:     connections,
			MaxIdleConns:        connections,
			MaxIdleConnsPerHost: connections,
			DisableCompression:  true,
		},
		// A redirect might lead to another machine.
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
	}
}

// A request is sent until it is answered.
type request struct {
	method, path string
	token, key   string // Bearer token and Idempotency-Key
	body         []byte
}

// A refusal is an answer that retrying won't change.
type refusal struct {
	status  int
	problem string
}

func (r *refusal) Error() string { return fmt.Sprintf("%d %s", r.status, r.problem) }

// do sends a request again and again for as long as that can help, and decodes
// the answer.
func (l *lesson) do(ctx context.Context, r request, into any) error {
	for try, bound := 1, pauseFirst; ; try, bound = try+1, min(2*bound, pauseMax) {
		wait, err := l.once(ctx, r, into)
		if err == nil {
			return nil
		}
		var no *refusal
		if ctx.Err() != nil || errors.As(err, &no) || try == tries {
			return err
		}
		l.again.Add(1)
		select {
		case <-ctx.Done():
			return err
		case <-time.After(wait + rand.N(bound)):
		}
	}
}

// once sends a request once. After a transient error, wait is how long the
// server asks clients to wait.
func (l *lesson) once(ctx context.Context, r request, into any) (wait time.Duration, err error) {
	req, err := http.NewRequestWithContext(ctx, r.method, l.url+r.path, bytes.NewReader(r.body))
	if err != nil {
		return 0, err
	}
	if r.body != nil {
		req.Header.Set("Content-Type", "application/json")
	}
	if r.token != "" {
		req.Header.Set("Authorization", "Bearer "+r.token)
	}
	if r.key != "" {
		req.Header.Set("Idempotency-Key", r.key)
	}
	resp, err := l.client.Do(req)
	if err != nil {
		l.failures.add(kind(err))
		return 0, err
	}
	defer resp.Body.Close()
	body, err := io.ReadAll(io.LimitReader(resp.Body, replyMax))
	if err != nil {
		l.failures.add(kind(err))
		return 0, err
	}
	if resp.StatusCode < 300 {
		if into == nil {
			return 0, nil
		}
		if err := json.Unmarshal(body, into); err != nil {
			l.failures.add("not JSON")
			return 0, err
		}
		return 0, nil
	}
	var p struct{ Type string }
	json.Unmarshal(body, &p) // whatever it is, the status says enough
	no := &refusal{resp.StatusCode, strings.TrimPrefix(p.Type, "/problems/")}
	l.failures.add(no.Error())
	switch resp.StatusCode {
	case http.StatusTooManyRequests, http.StatusInternalServerError, http.StatusBadGateway, http.StatusServiceUnavailable, http.StatusGatewayTimeout:
		seconds, err := strconv.Atoi(resp.Header.Get("Retry-After"))
		if err != nil {
			seconds = 0
		}
		return time.Duration(min(seconds, 30)) * time.Second, fmt.Errorf("%d %s", no.status, no.problem)
	}
	return 0, no
}

// kind classifies a failed connection in a word.
func kind(err error) string {
	var timeout net.Error
	switch {
	case errors.Is(err, context.Canceled):
		return "interrupted"
	case errors.As(err, &timeout) && timeout.Timeout():
		return "timeout"
	case errors.Is(err, syscall.ECONNREFUSED):
		return "connection refused"
	case errors.Is(err, syscall.ECONNRESET), errors.Is(err, syscall.EPIPE), errors.Is(err, io.EOF), errors.Is(err, io.ErrUnexpectedEOF):
		return "connection broken"
	}
	return "connection failed"
}

// signIn returns a teacher's token by the password grant of the local stack's
// identity provider, whose address is in the web app's configuration.
func (l *lesson) signIn(ctx context.Context, o options) (string, error) {
	var config struct{ Auth0Domain, Auth0ClientID, Auth0Audience string }
	if err := l.do(ctx, request{method: "GET", path: "/config.json"}, &config); err != nil {
		return "", fmt.Errorf("reading %s/config.json: %w", l.url, err)
	}
	domain := config.Auth0Domain
	if !strings.Contains(domain, "://") {
		domain = "https://" + domain
	}
	if err := o.checkHost(domain); err != nil {
		return "", err
	}
	form := url.Values{
		"grant_type": {"password"}, "client_id": {config.Auth0ClientID}, "audience": {config.Auth0Audience},
		"username": {o.user}, "password": {o.password},
	}
	req, err := http.NewRequestWithContext(ctx, "POST", domain+"/oauth/token", strings.NewReader(form.Encode()))
	if err != nil {
		return "", err
	}
	req.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	resp, err := l.client.Do(req)
	if err != nil {
		return "", fmt.Errorf("signing in: %w", err)
	}
	defer resp.Body.Close()
	var out struct {
		AccessToken string `json:"access_token"`
	}
	if err := json.NewDecoder(io.LimitReader(resp.Body, 1<<20)).Decode(&out); err != nil || out.AccessToken == "" {
		return "", fmt.Errorf("signing in as %s: %s; if the deployment has no password grant, use -token", o.user, resp.Status)
	}
	return out.AccessToken, nil
}
