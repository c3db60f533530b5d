// Package client makes requests to the HTTP API, as the web app does: bearer tokens,
// JSON, problem documents, event streams.
//
// Tests, demos and the load tool call it. It knows the API's conventions and how to join,
// answer and sign in, and nothing else about the product. It never sends a request twice,
// since only its caller knows what that means, and no function may link it.
package client

import (
	"bytes"
	"cmp"
	"context"
	"crypto/rand"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"strings"
)

// bodyMax is the usual limit of a response, in bytes: the results of the largest lesson fit.
const bodyMax = 1 << 30

// A Client makes requests to one origin. It may be used by many goroutines.
type Client struct {
	Origin string       // "http://127.0.0.1:8080"
	HTTP   *http.Client // nil: http.DefaultClient
	Limit  int64        // of a response, in bytes; zero: 1 GiB
}

// A Request is one request.
type Request struct {
	Method string            // empty: GET
	Path   string            // with its query
	Token  string            // sent as bearer token
	Key    string            // sent as Idempotency-Key
	Match  string            // sent as If-Match
	Body   any               // sent as JSON; a string or bytes as they stand
	Header map[string]string // added last
}

// NewKey makes an Idempotency-Key.
func NewKey() string { return rand.Text() }

// Do makes a request that must succeed, and decodes the response into into unless
// that is nil. The error is a *[Problem] if the server refused.
func (c *Client) Do(ctx context.Context, r Request, into any) error {
	resp, err := c.Send(ctx, r)
	if err != nil {
		return err
	}
	if err := resp.Err(); err != nil {
		return fmt.Errorf("%s: %w", r, err)
	}
	if into == nil {
		return nil
	}
	return resp.JSON(into)
}

// Send makes a request and returns the response, whatever its status.
func (c *Client) Send(ctx context.Context, r Request) (*Response, error) {
	resp, err := c.Open(ctx, r)
	if err != nil {
		return nil, err
	}
	defer resp.Body.Close()
	body, err := io.ReadAll(io.LimitReader(resp.Body, cmp.Or(c.Limit, bodyMax)))
	if err != nil {
		return nil, fmt.Errorf("%s: reading the response: %w", r, err)
	}
	return &Response{Request: r, Status: resp.StatusCode, Header: resp.Header, Body: body}, nil
}

// Open makes a request and returns the response before its body, which the caller
// reads, as with [Events], and closes.
func (c *Client) Open(ctx context.Context, r Request) (*http.Response, error) {
	req, err := r.HTTP(ctx, c.Origin)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", r, err)
	}
	resp, err := cmp.Or(c.HTTP, http.DefaultClient).Do(req)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", r, err)
	}
	return resp, nil
}

// String returns the request's method and path.
func (r Request) String() string { return cmp.Or(r.Method, "GET") + " " + r.Path }

// HTTP returns the request as net/http sends it.
func (r Request) HTTP(ctx context.Context, origin string) (*http.Request, error) {
	var body io.Reader
	switch b := r.Body.(type) {
	case nil:
	case string:
		body = strings.NewReader(b)
	case []byte:
		body = bytes.NewReader(b)
	default:
		text, err := json.Marshal(b)
		if err != nil {
			return nil, err
		}
		body = bytes.NewReader(text)
	}
	req, err := http.NewRequestWithContext(ctx, r.Method, origin+r.Path, body)
	if err != nil {
		return nil, err
	}
	set := func(name, value string) {
		if value != "" {
			req.Header.Set(name, value)
		}
	}
	if body != nil {
		set("Content-Type", "application/json")
	}
	if r.Token != "" {
		set("Authorization", "Bearer "+r.Token)
	}
	set("Idempotency-Key", r.Key)
	set("If-Match", r.Match)
	for name, value := range r.Header {
		req.Header.Set(name, value)
	}
	return req, nil
}
