package main

import (
	"context"
	"fmt"

	"github.com/cleanslate-edu/cleanslate/shared/httpapi/client"
)

// replyMax limits what is read of a reply, in bytes.
const replyMax = 4 << 20

// problem returns the name of the problem that the reply is, empty if it is none.
func problem(r *client.Response) string {
	if r.Header.Get("Content-Type") != "application/problem+json" {
		return ""
	}
	return r.Problem().Type
}

// send makes one request; in is sent as JSON unless it is nil.
func (s *smoke) send(ctx context.Context, method, path, token string, in any) (*client.Response, error) {
	r := client.Request{Method: method, Path: path, Token: token, Body: in}
	if in != nil {
		r.Key = client.NewKey()
	}
	return s.client.Send(ctx, r)
}

// want makes a request that must be answered with the status, and decodes the answer into out unless that is nil.
func (s *smoke) want(ctx context.Context, status int, method, path, token string, in, out any) error {
	r, err := s.send(ctx, method, path, token, in)
	if err != nil {
		return err
	}
	if r.Status != status {
		return fmt.Errorf("%s is answered %d %s, not %d", r.Request, r.Status, problem(r), status)
	}
	if out == nil {
		return nil
	}
	return r.JSON(out)
}
