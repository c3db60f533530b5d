package main_test

import (
	"context"
	"crypto/rand"
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"io"
	"net/http"
	"net/http/cookiejar"
	"net/url"
	"regexp"
	"strings"
	"sync"
	"testing"
	"time"

	api "github.com/cleanslate-edu/cleanslate/shared/httpapi/client"
	"github.com/cleanslate-edu/cleanslate/shared/httpapi/contract"
)

const audience = "https://api.cleanslate.local"

// A client makes requests to the stack and checks them against the API
// contract.
type client struct {
	t        *testing.T
	stack    *process
	contract *contract.Validator
	api      *api.Client
	token    string
	key      string
	broken   bool // the request breaks the contract on purpose
}

func newClient(t *testing.T, s *process) *client {
	v := contract.New(t)
	return &client{t: t, stack: s, contract: v, api: &api.Client{Origin: s.origin, HTTP: &http.Client{
		Transport: v.RoundTripper(&http.Transport{MaxIdleConnsPerHost: 64}), Timeout: 30 * time.Second,
	}}}
}

// as returns a client that sends a token.
func (c client) as(token string) *client { c.token = token; return &c }

// with returns a client that sends an Idempotency-Key.
func (c client) with(key string) *client { c.key = key; return &c }

// bad returns a client whose requests break the contract on purpose.
func (c client) bad() *client { c.broken = true; return &c }

// A reply is a response whose body has been read.
type reply struct {
	t      *testing.T
	status int
	header http.Header
	body   []byte
}

type object = map[string]any

// do makes a request. It may be called from any goroutine.
func (c *client) do(method, path string, body any) *reply {
	c.t.Helper()
	return c.send(api.Request{Method: method, Path: path, Body: body})
}

// send makes a request with the client's token and key.
func (c *client) send(r api.Request) *reply {
	c.t.Helper()
	ctx := c.t.Context()
	if c.broken {
		ctx = contract.Bad(ctx)
	}
	r.Token, r.Key = c.token, c.key
	resp, err := c.api.Send(ctx, r)
	if err != nil {
		c.t.Error(err)
		return &reply{t: c.t}
	}
	return &reply{c.t, resp.Status, resp.Header, resp.Body}
}

// want makes a request that must be answered with this status.
func (c *client) want(status int, as *client, method, path string, body any) *reply {
	c.t.Helper()
	r := as.do(method, path, body)
	if r.status != status {
		c.t.Errorf("%s %s: status %d, want %d\n%.1000s", method, path, r.status, status, r.body)
	}
	return r
}

// into decodes a response.
func (r *reply) into(v any) {
	r.t.Helper()
	if err := json.Unmarshal(r.body, v); err != nil {
		r.t.Errorf("%v in %.1000s", err, r.body)
	}
}

// problem returns the last part of a problem document's type.
func (r *reply) problem() string {
	var p struct{ Type string }
	r.into(&p)
	return strings.TrimPrefix(p.Type, "/problems/")
}

type tokens struct {
	AccessToken  string `json:"access_token"`
	RefreshToken string `json:"refresh_token"`
	IDToken      string `json:"id_token"`
	ExpiresIn    int    `json:"expires_in"`
}

func postForm(t *testing.T, address string, form url.Values) (int, tokens) {
	t.Helper()
	resp, err := http.PostForm(address, form)
	if err != nil {
		t.Fatal(err)
	}
	defer resp.Body.Close()
	var got tokens
	if err := json.NewDecoder(resp.Body).Decode(&got); err != nil {
		t.Fatal(err)
	}
	return resp.StatusCode, got
}

// passwordGrant signs a demo user in as scripts do.
func passwordGrant(t *testing.T, s *process, user string) string {
	t.Helper()
	return s.token(t, api.PasswordGrant{User: user})
}

func (s *process) token(t *testing.T, g api.PasswordGrant) string {
	t.Helper()
	g.Issuer, g.Audience = s.vars["AUTH0_DOMAIN"], audience
	token, err := g.Token(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	return token
}

var (
	stateField = regexp.MustCompile(`name="state" value="([^"]+)"`)
	userButton = regexp.MustCompile(`name="user" value="([^"]+)"><strong>([^<]+)</strong>`)
)

// signIn signs a teacher in as the web app does: authorization code with PKCE,
// by the login page.
func signIn(t *testing.T, s *process, name string) tokens {
	t.Helper()
	jar, err := cookiejar.New(nil)
	if err != nil {
		t.Fatal(err)
	}
	browser := &http.Client{Jar: jar, CheckRedirect: func(r *http.Request, _ []*http.Request) error {
		if strings.HasPrefix(r.URL.String(), s.origin) {
			return http.ErrUseLastResponse
		}
		return nil
	}}
	verifier := rand.Text() + rand.Text()
	challenge := sha256.Sum256([]byte(verifier))
	redirect, state := s.origin+"/teach/", rand.Text()
	domain := s.vars["AUTH0_DOMAIN"]
	resp, err := browser.Get(domain + "/authorize?" + url.Values{
		"response_type": {"code"}, "client_id": {"cleanslate-web"}, "redirect_uri": {redirect}, "state": {state}, "nonce": {rand.Text()},
		"scope": {"openid profile email offline_access"}, "audience": {audience}, "organization": {"org_north"},
		"code_challenge": {base64.RawURLEncoding.EncodeToString(challenge[:])}, "code_challenge_method": {"S256"},
	}.Encode())
	if err != nil {
		t.Fatal(err)
	}
	page, err := io.ReadAll(resp.Body)
	resp.Body.Close()
	if err != nil {
		t.Fatal(err)
	}
	form := url.Values{"mfa": {"done"}}
	if m := stateField.FindSubmatch(page); m != nil {
		form.Set("state", string(m[1]))
	}
	for _, m := range userButton.FindAllSubmatch(page, -1) {
		if string(m[2]) == name {
			form.Set("user", string(m[1]))
		}
	}
	if !form.Has("state") || !form.Has("user") {
		t.Fatalf("the login page has no button for %s:\n%s", name, page)
	}
	if resp, err = browser.PostForm(domain+"/u/login", form); err != nil {
		t.Fatal(err)
	}
	resp.Body.Close()
	back, err := resp.Location()
	if err != nil || !strings.HasPrefix(back.String(), redirect) || back.Query().Get("state") != state {
		t.Fatalf("signing in leads to %v, %v", back, err)
	}
	status, got := postForm(t, domain+"/oauth/token", url.Values{
		"grant_type": {"authorization_code"}, "client_id": {"cleanslate-web"}, "redirect_uri": {redirect},
		"code": {back.Query().Get("code")}, "code_verifier": {verifier},
	})
	if status != http.StatusOK || got.AccessToken == "" || got.RefreshToken == "" || got.IDToken == "" {
		t.Fatalf("the code returns status %d, %+v", status, got)
	}
	return got
}

// A board is a session's results, kept up to date through the stream as the web
// app does.
type board struct {
	t    *testing.T
	end  context.CancelFunc
	done chan struct{} // closed at the end of the stream

	mu           sync.Mutex
	events       map[string]int
	session      object
	participants map[string]object
	questions    map[string]object
}

// watch opens the stream of a session's results.
func (c *client) watch(sid string) *board {
	c.t.Helper()
	ctx, cancel := context.WithCancel(c.t.Context())
	endless := api.Client{Origin: c.stack.origin, HTTP: &http.Client{Transport: c.api.HTTP.Transport}} // no limit in time
	resp, err := endless.Open(ctx, api.Request{Path: "/v1/sessions/" + sid + "/results/stream", Token: c.token})
	if err != nil {
		c.t.Fatal(err)
	}
	if resp.StatusCode != http.StatusOK {
		body, _ := io.ReadAll(resp.Body)
		c.t.Fatalf("the stream: %s %s", resp.Status, body)
	}
	b := &board{t: c.t, end: cancel, done: make(chan struct{}), events: make(map[string]int)}
	go func() {
		defer close(b.done)
		defer resp.Body.Close()
		for e, err := range api.Events(resp.Body) {
			if err != nil {
				return // the connection has ended
			}
			c.contract.Event(e.Name, e.Data)
			b.apply(e.Name, e.Data)
		}
	}()
	return b
}

func (b *board) apply(event string, data []byte) {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.events[event]++
	var e struct {
		ID                      string
		Session, Participant    object
		Participants, Questions []object
		Items                   []struct {
			ParticipantID, QuestionID string
			Answer                    object
			Score                     float64
		}
	}
	if err := json.Unmarshal(data, &e); err != nil {
		b.t.Errorf("event %s: %v", event, err)
		return
	}
	switch event {
	case "snapshot":
		b.session, b.participants, b.questions = e.Session, make(map[string]object), make(map[string]object)
		for _, p := range e.Participants {
			b.participants[p["id"].(string)] = p
		}
	case "session":
		b.session = e.Session
	case "participantJoined":
		b.participants[e.Participant["id"].(string)] = e.Participant
	case "participantErased":
		delete(b.participants, e.ID)
	case "answers":
		for _, i := range e.Items {
			p := b.participants[i.ParticipantID]
			p["answers"].(object)[i.QuestionID] = i.Answer
			p["score"] = i.Score
		}
	}
	for _, q := range e.Questions {
		b.questions[q["id"].(string)] = q
	}
}

// snapshot returns the board in the form of the results.
func (b *board) snapshot() (session object, participants, questions map[string]object) {
	b.mu.Lock()
	defer b.mu.Unlock()
	// A copy, since the stream continues.
	text, err := json.Marshal([]any{b.session, b.participants, b.questions})
	if err != nil {
		b.t.Error(err)
	}
	var parts []json.RawMessage
	if json.Unmarshal(text, &parts) != nil || json.Unmarshal(parts[0], &session) != nil ||
		json.Unmarshal(parts[1], &participants) != nil || json.Unmarshal(parts[2], &questions) != nil {
		b.t.Error("the board can't be copied")
	}
	return session, participants, questions
}

func (b *board) seen(event string) int {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.events[event]
}

// eventually waits until something holds.
func eventually(t *testing.T, what string, holds func() bool) {
	t.Helper()
	for began := time.Now(); !holds(); time.Sleep(10 * time.Millisecond) {
		if time.Since(began) > time.Minute {
			t.Fatalf("gave up after a minute waiting until %s", what)
		}
	}
}
