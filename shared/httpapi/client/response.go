package client

import (
	"encoding/json"
	"fmt"
	"net/http"
	"strconv"
	"strings"
	"time"
)

// A Response is one whose body has been read.
type Response struct {
	Request Request
	Status  int
	Header  http.Header
	Body    []byte
}

// JSON decodes the response.
func (r *Response) JSON(v any) error {
	if err := json.Unmarshal(r.Body, v); err != nil {
		return fmt.Errorf("%s: %w in %.1000s", r.Request, err, r.Body)
	}
	return nil
}

// Err returns nil for a success, and a *[Problem] for anything else.
func (r *Response) Err() error {
	if r.Status < 300 {
		return nil
	}
	p := r.Problem()
	return &p
}

// Problem returns what the problem document says. All but the status is empty if the
// response isn't one.
func (r *Response) Problem() Problem {
	p := Problem{}
	if json.Unmarshal(r.Body, &p) != nil || !strings.HasPrefix(p.Type, "/problems/") {
		p = Problem{}
	}
	p.Type, p.Status = strings.TrimPrefix(p.Type, "/problems/"), r.Status
	if seconds, err := strconv.Atoi(r.Header.Get("Retry-After")); err == nil {
		p.RetryAfter = time.Duration(seconds) * time.Second
	}
	return p
}

// A Problem is what the server says when it refuses.
type Problem struct {
	Status        int
	Type          string // "not-found"
	Title, Detail string
	Errors        []struct{ Pointer, Detail string }
	RetryAfter    time.Duration `json:"-"`
}

// Error returns the problem's status, type and detail.
func (p *Problem) Error() string {
	text := strings.TrimSpace(fmt.Sprint(p.Status, " ", p.Type))
	if p.Detail != "" {
		text += ": " + p.Detail
	}
	return text
}

// Pointers returns the parts of the request that the problem is about.
func (p *Problem) Pointers() (all []string) {
	for _, e := range p.Errors {
		all = append(all, e.Pointer)
	}
	return all
}
