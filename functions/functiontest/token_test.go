package functiontest_test

import (
	"crypto"
	"crypto/hmac"
	"crypto/rand"
	"crypto/rsa"
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"strings"
	"testing"
	"time"

	"github.com/cleanslate-edu/cleanslate/emulators/auth0"
	"github.com/cleanslate-edu/cleanslate/functions/functiontest"
	"github.com/cleanslate-edu/cleanslate/shared/seal"
	"github.com/cleanslate-edu/cleanslate/shared/ticket"
)

// TestNoOtherWayIn tries every operation that requires a token with what isn't a valid one, or isn't sent as one.
func TestNoOtherWayIn(t *testing.T) {
	t.Parallel()
	s := functiontest.New(t, functiontest.Options{})
	p := &place{t: t, s: s, files: functiontest.Grace, has: make(map[string]string)}
	access, student := p.with(functiontest.Ada, everything...), p.student()
	forged := map[string][]string{"teacher": forgedAccess(t, p, access), "participant": forgedTickets(t, p, student)}
	for _, op := range operations(t) {
		if op.scheme == "" {
			continue
		}
		good := map[string]string{"teacher": access, "participant": student.Token, "requester": p.have("requestSecret"), "parent": p.have("parentSecret")}[op.scheme]
		path := p.fill(named(op.path))
		try := func(what, path string, header map[string]string) {
			t.Helper()
			r := functiontest.Request{Header: header, Bad: true}
			if op.body {
				r.Body = p.fill(requests[op.String()].body)
			}
			reply := s.Do(op.method, path, r)
			if op.scheme == "requester" && reply.Status == 404 {
				return // what isn't the secret is a link that leads nowhere
			}
			if reply.Status != 401 || reply.Header.Get("WWW-Authenticate") == "" {
				t.Errorf("%s, %s: %d\n%.500s", op, what, reply.Status, reply.Body)
			}
		}
		for _, token := range forged[op.scheme] {
			try("a forged token", path, map[string]string{"Authorization": "Bearer " + token})
		}
		for _, header := range []string{
			"", "Bearer", "Bearer ", good, "Basic " + good, "Token " + good, "Bearer=" + good, "Bearer, " + good, "Bearer " + good + ", Bearer " + good,
			"Bearer \"" + good + "\"", "Bearer " + good + " " + good, "DPoP " + good, "Basic " + base64.StdEncoding.EncodeToString([]byte("token:"+good)),
		} {
			try("the header "+strings.ReplaceAll(header, good, "TOKEN"), path, map[string]string{"Authorization": header})
		}
		for _, name := range []string{"Cookie", "X-Authorization", "Proxy-Authorization", "X-Forwarded-Authorization", "X-Access-Token"} {
			try("in "+name, path, map[string]string{name: "Bearer " + good})
		}
		for _, name := range []string{"access_token", "token", "authorization", "bearer"} {
			try("in the query as "+name, path+"?"+name+"="+good, nil)
		}
		try("claimed by headers", path, map[string]string{
			"X-Goog-Authenticated-User-Email": functiontest.Ada, "X-Forwarded-User": functiontest.Ada, "X-User": functiontest.MemberID(functiontest.Ada),
			"X-Apigateway-Api-Userinfo": base64.URLEncoding.EncodeToString([]byte(`{"sub":"auth0|ada"}`)), "X-Forwarded-For": "127.0.0.1",
		})
	}
}

// forgedAccess returns access tokens that look like a good one.
func forgedAccess(t *testing.T, p *place, good string) []string {
	t.Helper()
	key, err := rsa.GenerateKey(rand.Reader, 2048)
	if err != nil {
		t.Fatal(err)
	}
	parts := strings.Split(good, ".")
	var header map[string]any
	raw, err := base64.RawURLEncoding.DecodeString(parts[0])
	if err == nil {
		err = json.Unmarshal(raw, &header)
	}
	if err != nil {
		t.Fatal(err)
	}
	head := func(alg string) string {
		header["alg"] = alg
		b, err := json.Marshal(header)
		if err != nil {
			t.Fatal(err)
		}
		return base64.RawURLEncoding.EncodeToString(b)
	}
	encode := base64.RawURLEncoding.EncodeToString
	rs := head("RS256") + "." + parts[1]
	digest := sha256.Sum256([]byte(rs))
	sig, err := rsa.SignPKCS1v15(rand.Reader, key, crypto.SHA256, digest[:])
	if err != nil {
		t.Fatal(err)
	}
	hs := head("HS256") + "." + parts[1]
	m := hmac.New(sha256.New, []byte("secret"))
	m.Write([]byte(hs))
	now := p.s.Clock.Now()
	return []string{
		rs + "." + encode(sig),
		hs + "." + encode(m.Sum(nil)),
		head("none") + "." + parts[1] + ".",
		parts[0] + "." + parts[1] + ".",
		parts[0] + "." + parts[1] + "." + parts[2][:len(parts[2])-8],
		p.s.TokenWith(functiontest.Ada, auth0.TokenOptions{Permissions: everything, Expiry: now.Add(-time.Hour)}),
		p.s.TokenWith(functiontest.Ada, auth0.TokenOptions{Permissions: everything, Audience: "https://api.example"}),
	}
}

// forgedTickets returns tickets that look like a student's.
func forgedTickets(t *testing.T, p *place, st *functiontest.Student) []string {
	t.Helper()
	good, err := p.s.Tickets.Open(st.Token, p.s.Clock.Now())
	if err != nil {
		t.Fatal(err)
	}
	secret := make([]byte, ticket.SecretSize)
	rand.Read(secret)
	other, err := ticket.New(secret)
	if err != nil {
		t.Fatal(err)
	}
	expired := good
	expired.Expiry = p.s.Clock.Now().Add(-time.Second)
	return []string{
		other.Issue(good),
		p.s.Tickets.Issue(expired),
		st.Token[:len(st.Token)-1],
		st.Token + "A",
		strings.ToUpper(st.Token),
		strings.Repeat("A", ticket.Length),
		strings.Repeat("=", ticket.Length),
	}
}

// Whoever holds the tickets' secret, and nothing else, can mint a ticket for a participant, but with a key of
// their own. It shows and erases nothing, and what it writes is nobody's answer.
func TestTicketWithAnotherKey(t *testing.T) {
	t.Parallel()
	s := functiontest.New(t, functiontest.Options{})
	l := s.Open(functiontest.Start{})
	st := l.Join("Ada")
	st.Record("scale", "4")
	minted, err := s.Tickets.Open(st.Token, s.Clock.Now())
	if err != nil {
		t.Fatal(err)
	}
	if minted.Key, err = seal.NewKey(rand.Reader); err != nil {
		t.Fatal(err)
	}
	token := s.Tickets.Issue(minted)
	for _, method := range []string{"GET", "DELETE"} {
		s.Do(method, "/v1/me", functiontest.Request{Token: token}).WantProblem(401, "invalid-token")
	}
	s.Do("POST", "/v1/answers", functiontest.Request{Token: token, Body: `{"answers": [{"questionId": "scale", "revision": 9, "response": 1}]}`}).Want(200)
	if got := l.Results().Of(t, st.ID).Answers["scale"]; got.Revision == 9 || string(got.Response) == "1" {
		t.Errorf("the results show what was written with another key: %s, revision %d", got.Response, got.Revision)
	}
	var me struct {
		Answers []struct{ Response json.RawMessage }
	}
	s.Do("GET", "/v1/me", functiontest.Request{Token: st.Token}).Want(200).JSON(&me)
	if len(me.Answers) != 1 || string(me.Answers[0].Response) != "4" {
		t.Errorf("the student is shown %s", me.Answers)
	}
}
