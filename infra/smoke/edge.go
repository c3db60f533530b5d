package main

import (
	"bufio"
	"context"
	"crypto/tls"
	"errors"
	"fmt"
	"net"
	"net/http"
	"strings"
	"time"

	"github.com/cleanslate-edu/cleanslate/shared/httpapi/client"
)

// days is how long a certificate must still be good: Google renews it a month before its end.
const days = 20

// public are the functions that people's requests reach.
var public = []string{"answer", "incident", "join", "live", "org", "request", "rights", "teacher", "watch"}

// edgeSteps returns what can be seen without signing in. What only TLS has is left out on the local stack.
func (s *smoke) edgeSteps() []step {
	steps := []step{
		{"the page is there, with its headers", s.page},
		{"the page knows where to sign in", s.config},
		{"the API's headers, and a problem as JSON", s.problems},
		{"one version is running", s.versions},
		{"a body that doesn't come is refused", s.slowBody},
	}
	if s.base.Scheme == "https" {
		steps = append(steps, step{"the certificate is good", s.certificate}, step{"nothing older than TLS 1.2 is spoken", s.oldTLS})
		if s.base.Port() == "" {
			steps = append(steps, step{"plain HTTP leads to HTTPS", s.redirect})
		}
	}
	return steps
}

// headers checks those that every response has.
func (s *smoke) headers(r *client.Response) error {
	var errs []error
	want := map[string]string{"X-Content-Type-Options": "nosniff", "Referrer-Policy": "no-referrer"}
	for name, value := range want {
		if got := r.Header.Get(name); got != value {
			errs = append(errs, fmt.Errorf("%s is %q, not %q", name, got, value))
		}
	}
	policy := r.Header.Get("Content-Security-Policy")
	if !strings.Contains(policy, "default-src 'none'") || !strings.Contains(policy, "frame-ancestors 'none'") || strings.Contains(policy, "unsafe") {
		errs = append(errs, fmt.Errorf("Content-Security-Policy is %q", policy))
	}
	if age := r.Header.Get("Strict-Transport-Security"); s.base.Scheme == "https" && !strings.HasPrefix(age, "max-age=63072000") {
		errs = append(errs, fmt.Errorf("Strict-Transport-Security is %q", age))
	}
	return errors.Join(errs...)
}

func (s *smoke) page(ctx context.Context) error {
	for _, path := range []string{"/", "/teach/", "/j/KXWQPT", "/privacy"} {
		r, err := s.send(ctx, "GET", path, "", nil)
		if err != nil {
			return err
		}
		if r.Status != http.StatusOK || !strings.HasPrefix(r.Header.Get("Content-Type"), "text/html") || len(r.Body) == 0 {
			return fmt.Errorf("GET %s is answered %d with %s", path, r.Status, r.Header.Get("Content-Type"))
		}
		if err := s.headers(r); err != nil {
			return fmt.Errorf("GET %s: %w", path, err)
		}
	}
	return nil
}

func (s *smoke) config(ctx context.Context) error {
	c, err := s.readConfig(ctx)
	if err == nil && (c.Auth0Domain == "" || c.Auth0ClientID == "" || c.Auth0Audience == "") {
		err = fmt.Errorf("config.json lacks something: %+v", c)
	}
	return err
}

func (s *smoke) problems(ctx context.Context) error {
	for path, want := range map[string]string{"/v1/sessions": "not-authenticated", "/v1/me": "not-authenticated", "/v1/incidents": "not-authenticated", "/v1/policy": "not-authenticated", "/v1/no/such/route": "not-found"} {
		r, err := s.send(ctx, "GET", path, "", nil)
		if err != nil {
			return err
		}
		if problem(r) != want {
			return fmt.Errorf("GET %s is answered %d %q, not %s", path, r.Status, problem(r), want)
		}
		if err := s.headers(r); err != nil {
			return fmt.Errorf("GET %s: %w", path, err)
		}
		if r.Header.Get("Cache-Control") != "no-store" {
			return fmt.Errorf("GET %s may be kept: %q", path, r.Header.Get("Cache-Control"))
		}
	}
	return nil
}

// versions checks that every function runs the wanted version or, without one, that all
// run the same.
func (s *smoke) versions(ctx context.Context) error {
	want := s.version
	for _, name := range public {
		var v struct{ Version, Commit string }
		if err := s.want(ctx, http.StatusOK, "GET", "/v1/version/"+name, "", nil, &v); err != nil {
			return err
		}
		if want == "" {
			want = v.Version
		}
		if v.Version != want || v.Version == "" || v.Commit == "" {
			return fmt.Errorf("%s is %q (%s), not %q", name, v.Version, v.Commit, want)
		}
	}
	return nil
}

// slowBody announces a body but sends only the beginning: a client that holds connections this way must be cut off.
func (s *smoke) slowBody(ctx context.Context) error {
	conn, err := s.dial(ctx, nil)
	if err != nil {
		return err
	}
	defer conn.Close()
	if err := conn.SetDeadline(time.Now().Add(s.patience)); err != nil {
		return err
	}
	fmt.Fprintf(conn, "POST /v1/join HTTP/1.1\r\nHost: %s\r\nContent-Type: application/json\r\nContent-Length: 100\r\nIdempotency-Key: 00000000000000000000000000000000\r\n\r\n{", s.base.Host)
	resp, err := http.ReadResponse(bufio.NewReader(conn), nil)
	var late net.Error
	if errors.As(err, &late) && late.Timeout() {
		return fmt.Errorf("the connection is still open after %s", s.patience)
	}
	if err != nil {
		return nil // closed
	}
	resp.Body.Close()
	if resp.StatusCode < 400 {
		return fmt.Errorf("half a request is answered %s", resp.Status)
	}
	return nil
}

// dial opens a connection, over TLS unless it is the local stack.
func (s *smoke) dial(ctx context.Context, config *tls.Config) (net.Conn, error) {
	port := s.base.Port()
	if s.base.Scheme == "http" {
		return (&net.Dialer{Timeout: s.timeout}).DialContext(ctx, "tcp", net.JoinHostPort(s.base.Hostname(), port))
	}
	if port == "" {
		port = "443"
	}
	return (&tls.Dialer{Config: config, NetDialer: &net.Dialer{Timeout: s.timeout}}).DialContext(ctx, "tcp", net.JoinHostPort(s.base.Hostname(), port))
}

func (s *smoke) certificate(ctx context.Context) error {
	conn, err := s.dial(ctx, nil)
	if err != nil {
		return err
	}
	defer conn.Close()
	until := conn.(*tls.Conn).ConnectionState().PeerCertificates[0].NotAfter
	if left := time.Until(until); left < days*24*time.Hour {
		return fmt.Errorf("it ends on %s, in less than %d days", until.Format(time.DateOnly), days)
	}
	return nil
}

func (s *smoke) oldTLS(ctx context.Context) error {
	//nolint:gosec // An old version is asked for, and must be refused.
	conn, err := s.dial(ctx, &tls.Config{MinVersion: tls.VersionTLS10, MaxVersion: tls.VersionTLS11})
	if err != nil {
		return nil
	}
	conn.Close()
	return errors.New("TLS 1.1 is spoken")
}

func (s *smoke) redirect(ctx context.Context) error {
	r, err := http.NewRequestWithContext(ctx, "GET", "http://"+s.base.Host+"/", nil)
	if err != nil {
		return err
	}
	resp, err := s.client.HTTP.Do(r)
	if err != nil {
		return err
	}
	resp.Body.Close()
	if to := resp.Header.Get("Location"); resp.StatusCode != http.StatusMovedPermanently || !strings.HasPrefix(to, "https://"+s.base.Host) {
		return fmt.Errorf("it is answered %s, to %q", resp.Status, to)
	}
	return nil
}
