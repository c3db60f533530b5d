package main

import (
	"bytes"
	"context"
	"crypto/rand"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"strings"
)

// replyMax limits what is read of a reply.
const replyMax = 4 << 20

// A reply is what came back, whatever its status.
type reply struct {
	status int
	header http.Header
	body   []byte
}

// problem returns the name of the problem that the reply is, empty if it is none.
func (r *reply) problem() string {
	if r.header.Get("Content-Type") != "application/problem+json" {
		return ""
	}
	var p struct{ Type string }
	if json.Unmarshal(r.body, &p) != nil {
		return ""
	}
	return strings.TrimPrefix(p.Type, "/problems/")
}

// send makes one request; in is sent as JSON unless it is nil.
func (s *smoke) send(ctx context.Context, method, path, token string, in any) (*reply, error) {
	var body io.Reader
	if in != nil {
		b, err := json.Marshal(in)
		if err != nil {
			return nil, err
		}
		body = bytes.NewReader(b)
	}
	r, err := http.NewRequestWithContext(ctx, method, s.url+path, body)
	if err != nil {
		return nil, err
	}
	if in != nil {
		r.Header.Set("Content-Type", "application/json")
		r.Header.Set("Idempotency-Key", rand.Text())
	}
	if token != "" {
		r.Header.Set("Authorization", "Bearer "+token)
	}
	resp, err := s.client.Do(r)
	if err != nil {
		return nil, err
	}
	defer resp.Body.Close()
	got, err := io.ReadAll(io.LimitReader(resp.Body, replyMax))
	return &reply{resp.StatusCode, resp.Header, got}, err
}

// want makes a request that must be answered with the status, and decodes the answer into out unless that is nil.
func (s *smoke) want(ctx context.Context, status int, method, path, token string, in, out any) error {
	r, err := s.send(ctx, method, path, token, in)
	if err != nil {
		return err
	}
	if r.status != status {
		return fmt.Errorf("%s %s is answered %d %s, not %d", method, path, r.status, r.problem(), status)
	}
	if out == nil {
		return nil
	}
	if err := json.Unmarshal(r.body, out); err != nil {
		return fmt.Errorf("%s %s: %w", method, path, err)
	}
	return nil
}
