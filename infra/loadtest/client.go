package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"math/rand/v2"
	"net"
	"net/http"
	"strings"
	"syscall"
	"time"

	"github.com/cleanslate-edu/cleanslate/shared/httpapi/client"
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
	// retryAfterMax is the longest pause that a server is granted.
	retryAfterMax = 30 * time.Second
)

// newHTTP returns an HTTP client that keeps its connections, as browsers do.
func newHTTP(connections int) *http.Client {
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

// do sends a request again and again for as long as that can help, and decodes
// the response.
func (l *lesson) do(ctx context.Context, r client.Request, into any) error {
	for try, bound := 1, pauseFirst; ; try, bound = try+1, min(2*bound, pauseMax) {
		wait, again, err := l.once(ctx, r, into)
		if err == nil || ctx.Err() != nil || !again || try == tries {
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

// once sends a request once. After an error, again says whether another try may
// help, and wait how long the server asks clients to wait before it.
func (l *lesson) once(ctx context.Context, r client.Request, into any) (wait time.Duration, again bool, err error) {
	resp, err := l.api.Send(ctx, r)
	if err != nil {
		l.failures.add(kind(err))
		return 0, true, err
	}
	if err := resp.Err(); err != nil {
		p := resp.Problem()
		l.failures.add(fmt.Sprintf("%d %s", p.Status, p.Type))
		switch p.Status {
		case http.StatusTooManyRequests, http.StatusInternalServerError, http.StatusBadGateway, http.StatusServiceUnavailable, http.StatusGatewayTimeout:
			return min(p.RetryAfter, retryAfterMax), true, err
		}
		return 0, false, err
	}
	if into == nil || resp.Status == http.StatusNoContent {
		return 0, false, nil
	}
	if err := resp.JSON(into); err != nil {
		l.failures.add("not JSON")
		return 0, true, err
	}
	return 0, false, nil
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
	if err := l.do(ctx, client.Request{Path: "/config.json"}, &config); err != nil {
		return "", fmt.Errorf("reading %s/config.json: %w", l.url, err)
	}
	domain := config.Auth0Domain
	if !strings.Contains(domain, "://") {
		domain = "https://" + domain
	}
	if err := o.checkHost(domain); err != nil {
		return "", err
	}
	token, err := client.PasswordGrant{
		Issuer: domain, Audience: config.Auth0Audience, ClientID: config.Auth0ClientID, User: o.user, Password: o.password, HTTP: l.api.HTTP,
	}.Token(ctx)
	if err != nil {
		return "", fmt.Errorf("%w; if the deployment has no password grant, use -token", err)
	}
	return token, nil
}
