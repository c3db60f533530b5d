package client_test

import (
	"context"
	"errors"
	"io"
	"net/http"
	"net/http/httptest"
	"net/url"
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/cleanslate-edu/cleanslate/shared/httpapi/client"
)

// serve returns a client of a server.
func serve(t *testing.T, handle http.HandlerFunc) *client.Client {
	t.Helper()
	server := httptest.NewServer(handle)
	t.Cleanup(server.Close)
	return &client.Client{Origin: server.URL}
}

func TestRequest(t *testing.T) {
	t.Parallel()
	json := http.Header{"Content-Type": {"application/json"}}
	for _, tt := range []struct {
		request client.Request
		line    string
		header  http.Header
		body    string
	}{
		{client.Request{Path: "/v1/me?x=1"}, "GET /v1/me?x=1", nil, ""},
		{client.Request{Method: "DELETE", Path: "/v1/me", Token: "t"}, "DELETE /v1/me", http.Header{"Authorization": {"Bearer t"}}, ""},
		{client.Request{Method: "PUT", Path: "/", Key: "k", Match: `"3"`, Body: `{"a":`}, "PUT /",
			http.Header{"Content-Type": json["Content-Type"], "Idempotency-Key": {"k"}, "If-Match": {`"3"`}}, `{"a":`},
		{client.Request{Method: "POST", Path: "/", Body: []byte("x")}, "POST /", json, "x"},
		{client.Request{Method: "POST", Path: "/", Body: "x", Token: "t", Header: map[string]string{"Content-Type": "text/plain", "Authorization": "none", "Accept": "text/html"}}, "POST /",
			http.Header{"Content-Type": {"text/plain"}, "Authorization": {"none"}, "Accept": {"text/html"}}, "x"},
		{client.Join("BCDFGH", "Ada", "k"), "POST /v1/join", http.Header{"Content-Type": json["Content-Type"], "Idempotency-Key": {"k"}}, `{"alias":"Ada","code":"BCDFGH"}`},
		{client.Answers("t", client.Answer{Question: "q1", Revision: 2, Response: []string{"a"}}), "POST /v1/answers",
			http.Header{"Content-Type": json["Content-Type"], "Authorization": {"Bearer t"}}, `{"answers":[{"questionId":"q1","revision":2,"response":["a"]}]}`},
	} {
		c := serve(t, func(w http.ResponseWriter, r *http.Request) {
			body, _ := io.ReadAll(r.Body)
			for _, name := range []string{"User-Agent", "Accept-Encoding", "Content-Length"} {
				r.Header.Del(name)
			}
			if line := r.Method + " " + r.RequestURI; line != tt.line || string(body) != tt.body || len(r.Header)+len(tt.header) > 0 && !reflect.DeepEqual(r.Header, tt.header) {
				t.Errorf("%s: sent as %s %v %s, want %v %s", tt.line, line, r.Header, body, tt.header, tt.body)
			}
			w.Header().Set("X", "y")
			w.WriteHeader(http.StatusAccepted)
			io.WriteString(w, `{"n":1}`)
		})
		resp, err := c.Send(t.Context(), tt.request)
		if err != nil {
			t.Fatal(err)
		}
		var got struct{ N int }
		if err := resp.JSON(&got); err != nil || got.N != 1 || resp.Status != http.StatusAccepted || resp.Header.Get("X") != "y" || resp.Err() != nil {
			t.Errorf("%s: %+v, %v, %v", tt.line, resp, got, err)
		}
	}
}

func TestRefusal(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		header, body string
		want         client.Problem
		text         string
	}{
		{"", `{"type":"/problems/invalid","status":1,"title":"T","detail":"D","errors":[{"pointer":"/a","detail":"E"}]}`,
			client.Problem{Status: 422, Type: "invalid", Title: "T", Detail: "D", Errors: []struct{ Pointer, Detail string }{{"/a", "E"}}}, "POST /x: 422 invalid: D"},
		{"7", `{"type":"/problems/busy"}`, client.Problem{Status: 422, Type: "busy", RetryAfter: 7 * time.Second}, "POST /x: 422 busy"},
		{"soon", "<html>", client.Problem{Status: 422}, "POST /x: 422"},
		{"", `{"type":"about:blank","detail":"D"}`, client.Problem{Status: 422}, "POST /x: 422"},
	} {
		c := serve(t, func(w http.ResponseWriter, _ *http.Request) {
			if tt.header != "" {
				w.Header().Set("Retry-After", tt.header)
			}
			w.WriteHeader(http.StatusUnprocessableEntity)
			io.WriteString(w, tt.body)
		})
		err := c.Do(t.Context(), client.Request{Method: "POST", Path: "/x"}, nil)
		var got *client.Problem
		if !errors.As(err, &got) || !reflect.DeepEqual(*got, tt.want) || err.Error() != tt.text {
			t.Errorf("%s: %v, %+v", tt.body, err, got)
		}
	}
}

// What isn't an answer is an error of another kind, and says which request failed.
func TestFailure(t *testing.T) {
	t.Parallel()
	c := serve(t, func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Path == "/broken" {
			w.Header().Set("Content-Length", "10")
			io.WriteString(w, "{")
			return
		}
		io.WriteString(w, "{")
	})
	var v any
	for path, want := range map[string]error{"/broken": io.ErrUnexpectedEOF, "/short": nil} {
		var p *client.Problem
		if err := c.Do(t.Context(), client.Request{Path: path}, &v); err == nil || errors.As(err, &p) || want != nil && !errors.Is(err, want) || !strings.HasPrefix(err.Error(), "GET "+path) {
			t.Errorf("%s: %v", path, err)
		}
	}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := c.Send(ctx, client.Request{Path: "/"}); !errors.Is(err, context.Canceled) {
		t.Errorf("canceled: %v", err)
	}
	if _, err := c.Send(t.Context(), client.Request{Path: "/", Body: func() {}}); err == nil || !strings.HasPrefix(err.Error(), "GET /: ") {
		t.Errorf("a body that isn't JSON: %v", err)
	}
}

func TestEvents(t *testing.T) {
	t.Parallel()
	stream := "event: a\ndata: {\"x\":\"y: z\"}\n\n: a comment\n\nevent: b\n: another\ndata: 1\n\ndata: of nothing\n\nevent: cut off\ndata: 2"
	var got []string
	for e, err := range client.Events(strings.NewReader(stream)) {
		if err != nil {
			t.Error(err)
		}
		got = append(got, e.Name+" "+string(e.Data))
	}
	if want := []string{`a {"x":"y: z"}`, "b 1"}; !slices.Equal(got, want) {
		t.Errorf("events %q, want %q", got, want)
	}
	for e, err := range client.Events(io.MultiReader(strings.NewReader("event: a\n\n"), failing{})) {
		if (e.Name == "a") == (err != nil) {
			t.Errorf("%+v, %v", e, err)
		}
	}
	for range client.Events(strings.NewReader(stream)) {
		break
	}
}

type failing struct{}

func (failing) Read([]byte) (int, error) { return 0, io.ErrUnexpectedEOF }

func TestPasswordGrant(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		grant client.PasswordGrant
		want  url.Values
	}{
		{client.PasswordGrant{Audience: "api", User: "ada"}, url.Values{"client_id": {"cleanslate-web"}, "password": {"demo"}}},
		{client.PasswordGrant{Audience: "api", User: "ada", ClientID: "c", Password: "p", NoMFA: true}, url.Values{"client_id": {"c"}, "password": {"p"}, "mfa": {"none"}}},
	} {
		tt.want["grant_type"], tt.want["audience"], tt.want["username"] = []string{"password"}, []string{"api"}, []string{"ada"}
		c := serve(t, func(w http.ResponseWriter, r *http.Request) {
			if r.ParseForm(); r.URL.Path != "/oauth/token" || !reflect.DeepEqual(r.PostForm, tt.want) {
				t.Errorf("%s %v, want %v", r.URL.Path, r.PostForm, tt.want)
			}
			io.WriteString(w, `{"access_token":"t"}`)
		})
		tt.grant.Issuer = c.Origin + "/"
		if token, err := tt.grant.Token(t.Context()); token != "t" || err != nil {
			t.Errorf("%q, %v", token, err)
		}
	}
	c := serve(t, func(w http.ResponseWriter, _ *http.Request) {
		http.Error(w, `{"error":"invalid_grant"}`, http.StatusForbidden)
	})
	if token, err := (client.PasswordGrant{Issuer: c.Origin, User: "ada"}).Token(t.Context()); token != "" || err == nil || err.Error() != "signing in as ada: 403 Forbidden" {
		t.Errorf("refused: %q, %v", token, err)
	}
}
