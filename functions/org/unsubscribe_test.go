package org_test

import (
	"bytes"
	"encoding/base64"
	"strings"
	"testing"
	"time"

	"github.com/cleanslate-edu/cleanslate/functions/functiontest"
	"github.com/cleanslate-edu/cleanslate/shared/domain"
	"github.com/cleanslate-edu/cleanslate/shared/profile"
	"github.com/cleanslate-edu/cleanslate/shared/store"
)

// tokenFor returns what a newsletter of a kind to a member has to leave it by.
func tokenFor(t *testing.T, s *functiontest.School, email string, kind domain.MailKind) string {
	t.Helper()
	m, err := s.Store.Member(t.Context(), functiontest.North, functiontest.MemberID(email))
	if err != nil {
		t.Fatal(err)
	}
	_, token, err := profile.OpenFor(t.Context(), s.Vault, s.Members, m, kind)
	if err != nil || token == "" {
		t.Fatalf("no token: %v", err)
	}
	return token
}

// click is what a mail program sends by RFC 8058.
func click(s *functiontest.School, token string) *functiontest.Reply {
	return s.Do("POST", "/v1/unsubscribe?token="+token, functiontest.Request{
		Body: "List-Unsubscribe=One-Click", Header: map[string]string{"Content-Type": "application/x-www-form-urlencoded"},
	})
}

// One click leaves one kind of mail at once and no other, and is entered in the audit, which says to nobody by itself who it was. No
// token takes it back.
func TestUnsubscribe(t *testing.T) {
	t.Parallel()
	s := functiontest.New(t, functiontest.Options{})
	choose(s, functiontest.Ada, `{"news": true, "service": true}`)
	choose(s, functiontest.Linus, `{"news": true, "service": true}`)
	news, service := tokenFor(t, s, functiontest.Ada, domain.MailNews), tokenFor(t, s, functiontest.Ada, domain.MailService)
	chosen := func(email string) domain.MailChoice {
		m, err := s.Store.Member(t.Context(), functiontest.North, functiontest.MemberID(email))
		if err != nil {
			t.Fatal(err)
		}
		return m.Mail
	}
	for range 2 { // again is harmless
		click(s, news).Want(204)
	}
	if got := chosen(functiontest.Ada); got != (domain.MailChoice{Service: true}) {
		t.Errorf("left: %+v", got)
	}
	s.Do("POST", "/v1/unsubscribe", functiontest.Request{Body: object{"token": news, "undo": true}, Bad: true}).WantProblem(422, "invalid")
	s.Do("POST", "/v1/unsubscribe", functiontest.Request{Body: object{"token": news}}).Want(204)
	if got := chosen(functiontest.Ada); got != (domain.MailChoice{Service: true}) {
		t.Errorf("taken up by a link: %+v", got)
	}
	choose(s, functiontest.Ada, `{"news": true, "service": true}`)
	s.Do("POST", "/v1/unsubscribe", functiontest.Request{Body: object{"token": service}}).Want(204)
	const part = "x"
	s.Do("POST", "/v1/unsubscribe?token="+news, functiontest.Request{
		Body:   "--" + part + "\r\nContent-Disposition: form-data; name=\"List-Unsubscribe\"\r\n\r\nOne-Click\r\n--" + part + "--\r\n",
		Header: map[string]string{"Content-Type": "multipart/form-data; boundary=" + part},
	}).Want(204)
	if got := chosen(functiontest.Ada); got != (domain.MailChoice{}) {
		t.Errorf("both left: %+v", got)
	}
	if got := chosen(functiontest.Linus); got != (domain.MailChoice{News: true, Service: true}) {
		t.Errorf("somebody else's choice: %+v", got)
	}
	entries := string(s.Do("GET", "/v1/profile/audit", functiontest.Request{Token: s.Token(functiontest.Ada)}).Want(200).Body)
	if left := strings.Count(entries, `"leave-mail"`); left != 3 {
		t.Errorf("%d entries of leaving: %s", left, entries)
	}
	all, _, err := s.Audit.Entries(t.Context(), store.AuditQuery{Org: functiontest.North}, 100, "")
	if err != nil || len(all) < 3 {
		t.Fatalf("%d entries, %v", len(all), err)
	}
	for _, e := range all {
		for _, email := range []string{functiontest.Ada, functiontest.Linus, functiontest.Grace} {
			if strings.Contains(string(e.Body), functiontest.MemberID(email)) {
				t.Errorf("an entry names %s beside the hash: %s", email, e.Body)
			}
		}
	}
	if strings.Contains(entries, news) || strings.Contains(entries, service) {
		t.Error("the audit holds a token")
	}

	// It dies with the member's key.
	choose(s, functiontest.Ada, `{"news": true, "service": true}`)
	s.Do("DELETE", "/v1/profile", functiontest.Request{Token: s.Token(functiontest.Ada)}).Want(204)
	choose(s, functiontest.Ada, `{"news": true, "service": true}`)
	click(s, news).Want(204)
	if got := chosen(functiontest.Ada); !got.News {
		t.Error("a token of a key that was destroyed is good")
	}
}

// Whoever was suspended may be let back, and leaves newsletters meanwhile; whoever is being erased gets none.
func TestUnsubscribeOfSuspended(t *testing.T) {
	t.Parallel()
	s := functiontest.New(t, functiontest.Options{})
	id := functiontest.MemberID(functiontest.Ada)
	choose(s, functiontest.Ada, `{"news": true, "service": true}`) // the first request makes the member
	for state, left := range map[domain.MemberState]bool{domain.MemberActive: true, domain.MemberRevoked: true, domain.MemberErasing: false, domain.MemberErased: false} {
		if err := s.Store.SetMemberState(t.Context(), functiontest.North, id, domain.MemberActive); err != nil {
			t.Fatal(err)
		}
		choose(s, functiontest.Ada, `{"news": true, "service": true}`)
		token := tokenFor(t, s, functiontest.Ada, domain.MailNews)
		if err := s.Store.SetMemberState(t.Context(), functiontest.North, id, state); err != nil {
			t.Fatal(err)
		}
		click(s, token).Want(204)
		if m, err := s.Store.Member(t.Context(), functiontest.North, id); err != nil || m.Mail != (domain.MailChoice{News: !left, Service: true}) || m.State != state {
			t.Errorf("%s: %+v, %v", state, m, err)
		}
	}
}

// Nobody learns from a reply, or its time, which tokens there are; what isn't a mail program's or the page's changes nothing.
func TestUnsubscribeRefusesNobodyApart(t *testing.T) {
	t.Parallel()
	s := functiontest.New(t, functiontest.Options{})
	choose(s, functiontest.Ada, `{"news": true, "service": true}`)
	good := tokenFor(t, s, functiontest.Ada, domain.MailNews)
	raw, err := base64.RawURLEncoding.DecodeString(good)
	if err != nil {
		t.Fatal(err)
	}
	forged := bytes.Clone(raw)
	forged[len(forged)-1] ^= 1
	alike := ""
	for name, token := range map[string]string{
		"none": "", "another": functiontest.NewKey(), "a member's with another end": base64.RawURLEncoding.EncodeToString(forged), "half": good[:len(good)/2],
		"twice": good + good, "padded": good + "=", "a long one": strings.Repeat("A", 90), "good": good,
	} {
		began := time.Now()
		r := click(s, token).Want(204)
		if took := time.Since(began); took < 100*time.Millisecond {
			t.Errorf("%s: answered after %v", name, took)
		}
		if alike == "" {
			alike = r.Alike()
		}
		if r.Alike() != alike {
			t.Errorf("%s: %s, others %s", name, r.Alike(), alike)
		}
	}
	choose(s, functiontest.Ada, `{"news": true, "service": true}`)
	post := func(kind, body string) *functiontest.Reply {
		return s.Do("POST", "/v1/unsubscribe?token="+good, functiontest.Request{Body: body, Bad: true, Header: map[string]string{"Content-Type": kind}})
	}
	post("application/x-www-form-urlencoded", "").WantProblem(422, "invalid")
	post("application/x-www-form-urlencoded", "List-Unsubscribe=Yes").WantProblem(422, "invalid")
	post("application/x-www-form-urlencoded", "List-Unsubscribe=One-Click&x="+strings.Repeat("x", 5000)).WantProblem(422, "invalid")
	post("multipart/form-data; boundary=x", "--x--").WantProblem(422, "invalid")
	post("text/plain", "List-Unsubscribe=One-Click").WantProblem(415, "unsupported-media-type")
	post("application/json", `{"token": 1}`).WantProblem(422, "invalid")
	// Whoever looks at links opens them: that changes nothing, and leads to the page.
	for token, want := range map[string]string{good: "/unsubscribe#" + good, "": "/unsubscribe", "%0a%22x": "/unsubscribe", "%3Cscript%3E": "/unsubscribe"} {
		body := string(s.Do("GET", "/v1/unsubscribe?token="+token, functiontest.Request{}).Want(200).Body)
		if strings.Count(body, `href="`+want+`"`) != 4 || !strings.Contains(body, `content="0; url=`+want+`"`) || strings.Contains(body, "<script") {
			t.Errorf("it doesn't lead to %s: %s", want, body)
		}
	}
	m, err := s.Store.Member(t.Context(), functiontest.North, functiontest.MemberID(functiontest.Ada))
	if err != nil || !m.Mail.News {
		t.Errorf("left without a click: %+v, %v", m.Mail, err)
	}
}
