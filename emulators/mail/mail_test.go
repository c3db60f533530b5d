package mail

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"encoding/json"
	"errors"
	"fmt"
	"math/big"
	"net"
	"net/http"
	"net/http/httptest"
	"net/smtp"
	"net/textproto"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"
)

var receivedAt = time.Date(2031, 5, 6, 7, 8, 9, 0, time.UTC)

// start serves on loopback and returns the address.
func start(t *testing.T, o Options) (*Server, string) {
	t.Helper()
	o.Now = func() time.Time { return receivedAt }
	s := New(o)
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	served := make(chan error, 1)
	go func() { served <- s.Serve(l) }()
	t.Cleanup(func() {
		if err := s.Close(); err != nil {
			t.Errorf("Close: %v", err)
		}
		if err := <-served; err != nil {
			t.Errorf("Serve: %v", err)
		}
	})
	return s, l.Addr().String()
}

func crlf(s string) []byte { return []byte(strings.ReplaceAll(s, "\n", "\r\n")) }

// wantCode checks for an SMTP refusal.
func wantCode(t *testing.T, err error, code int, text string) {
	t.Helper()
	var e *textproto.Error
	if !errors.As(err, &e) || e.Code != code || !strings.Contains(e.Msg, text) {
		t.Errorf("error %v, want %d %q", err, code, text)
	}
}

const full = `From: Office <office@school.example>
To: ada@north.example
Subject: =?utf-8?q?Gr=C3=BC=C3=9Fe?= from =?iso-8859-1?q?Z=FCrich?=
MIME-Version: 1.0
Content-Type: multipart/mixed; boundary=outer

--outer
Content-Type: multipart/alternative; boundary="in ner"

--in ner
Content-Type: text/plain; charset=UTF-8
Content-Transfer-Encoding: quoted-printable

Gr=C3=BC=C3=9Fe =
and more
second line
--in ner
Content-Type: text/html; charset=utf-8
Content-Transfer-Encoding: base64

PHA+R3LDvMOfZTwv
cD4=
--in ner--
--outer
Content-Type: text/plain
Content-Disposition: attachment; filename=notes.txt

not the text
--outer--
`

func TestReceive(t *testing.T) {
	t.Parallel()
	s, addr := start(t, Options{})
	if err := smtp.SendMail(addr, nil, "bounce@school.example", []string{"ada@north.example", "bcc@north.example"}, crlf(full)); err != nil {
		t.Fatal(err)
	}
	messages := s.Messages()
	if len(messages) != 1 {
		t.Fatalf("%d messages, want 1", len(messages))
	}
	m := messages[0]
	if m.ID != "1" || !m.ReceivedAt.Equal(receivedAt) || m.From != "bounce@school.example" ||
		!slices.Equal(m.To, []string{"ada@north.example", "bcc@north.example"}) || m.Problem != "" {
		t.Errorf("envelope %+v", m)
	}
	if m.Subject != "Grüße from Zürich" || m.Text != "Grüße and more\nsecond line" || m.HTML != "<p>Grüße</p>" {
		t.Errorf("subject %q, text %q, html %q", m.Subject, m.Text, m.HTML)
	}
	if !slices.Equal(m.Header["From"], []string{"Office <office@school.example>"}) || m.Raw != string(crlf(full)) {
		t.Errorf("header %v, raw %q", m.Header, m.Raw)
	}
}

func TestParse(t *testing.T) {
	t.Parallel()
	deep := strings.Builder{}
	for i := range maxDepth + 2 {
		fmt.Fprintf(&deep, "Content-Type: multipart/mixed; boundary=b%d\n\n--b%d\n", i, i)
	}
	for name, tc := range map[string]struct {
		raw, text, html, problem string
	}{
		"plain":             {"Subject: x\n\nHello\n..dot\n", "Hello\n..dot\n", "", ""},
		"html alone":        {"Content-Type: text/html; charset=utf-8\n\n<p>ü\n", "", "<p>ü\n", ""},
		"latin 1":           {"Content-Type: text/plain; charset=ISO-8859-1\n\nZ\xfcrich", "Zürich", "", ""},
		"no body":           {"Subject: x\n\n", "", "", ""},
		"no header":         {"just words", "", "", "header"},
		"charset forgotten": {"Subject: x\n\nZürich", "Zürich", "", "us-ascii"},
		"wrong charset":     {"Content-Type: text/plain; charset=utf-8\n\nZ\xfcrich", "Z\xfcrich", "", "utf-8"},
		"unknown charset":   {"Content-Type: text/plain; charset=klingon\n\nqo'", "qo'", "", "klingon"},
		"unknown encoding":  {"Content-Transfer-Encoding: uuencode\n\nx", "", "", "uuencode"},
		"bad base64":        {"Content-Transfer-Encoding: base64\n\n!!!!", "", "", "base64"},
		"bad type":          {"Content-Type: text/;;\n\nx", "", "", "Content-Type"},
		"bad subject":       {"Subject: =?klingon?q?x?=\n\nx", "x", "", "klingon"},
		"unclosed parts":    {"Content-Type: multipart/mixed; boundary=b\n\n--b\n\nkept", "kept", "", "EOF"},
		"too deep":          {deep.String(), "", "", "deep"},
		"too many": {"Content-Type: multipart/mixed; boundary=b\n\n" + strings.Repeat("--b\nContent-Type: image/png\n\n\n", maxParts+1) + "--b--\n",
			"", "", "parts"},
	} {
		m := Message{Raw: string(crlf(tc.raw))}
		m.parse()
		if m.Text != tc.text || m.HTML != tc.html || (m.Problem == "") != (tc.problem == "") || !strings.Contains(m.Problem, tc.problem) {
			t.Errorf("%s: text %q, html %q, problem %q", name, m.Text, m.HTML, m.Problem)
		}
	}
}

func TestBounds(t *testing.T) {
	t.Parallel()
	s, addr := start(t, Options{MaxMessages: 2, MaxBytes: 2000})
	send := func(body string) error {
		return smtp.SendMail(addr, nil, "a@x.example", []string{"b@x.example"}, crlf("Subject: s\n\n"+body))
	}
	for i := range 3 {
		if err := send(fmt.Sprint(i)); err != nil {
			t.Fatal(err)
		}
	}
	wantCode(t, send(strings.Repeat("0123456789\n", 300)), 552, "size")
	var got []string
	for _, m := range s.Messages() {
		got = append(got, m.ID+" "+strings.TrimSpace(m.Text))
	}
	if !slices.Equal(got, []string{"2 1", "3 2"}) {
		t.Errorf("kept %q, want the last two", got)
	}

	big := New(Options{})
	for range 3 {
		big.keep(Message{Raw: strings.Repeat("x", maxTotalBytes/2)})
	}
	if n := len(big.Messages()); n != 2 {
		t.Errorf("%d large messages kept, want 2", n)
	}
}

func TestRefuse(t *testing.T) {
	t.Parallel()
	s, addr := start(t, Options{})
	send := func(to ...string) error {
		return smtp.SendMail(addr, nil, "a@x.example", to, crlf("Subject: s\n\nx"))
	}
	s.Refuse("Gone@x.example", 550, "No such\r\n250 user")
	s.Refuse("busy@x.example", 451, "Later")
	wantCode(t, send("gone@X.example"), 550, "No such 250 user")
	wantCode(t, send("fine@x.example", "busy@x.example"), 451, "Later")
	if n := len(s.Messages()); n != 0 {
		t.Errorf("%d messages kept of refused ones", n)
	}
	s.Refuse("gone@x.example", 0, "")
	if err := send("gone@x.example"); err != nil {
		t.Error(err)
	}
	defer func() {
		if recover() == nil {
			t.Error("a refusal with a code of success passed")
		}
	}()
	s.Refuse("gone@x.example", 250, "")
}

func TestDelay(t *testing.T) {
	t.Parallel()
	s, addr := start(t, Options{})
	const delay = 50 * time.Millisecond
	s.Delay(delay)
	began := time.Now()
	if err := smtp.SendMail(addr, nil, "a@x.example", []string{"b@x.example"}, crlf("Subject: s\n\nx")); err != nil {
		t.Fatal(err)
	}
	if took := time.Since(began); took < delay {
		t.Errorf("took %v, want at least %v", took, delay)
	}

	// Close does not wait, and the sender is not told that it worked.
	s.Delay(time.Hour)
	sent := make(chan error, 1)
	go func() {
		sent <- smtp.SendMail(addr, nil, "a@x.example", []string{"b@x.example"}, crlf("Subject: s\n\nx"))
	}()
	time.Sleep(delay)
	if err := s.Close(); err != nil {
		t.Error(err)
	}
	if err := <-sent; err == nil {
		t.Error("sent although the server closed")
	}
	if n := len(s.Messages()); n != 1 {
		t.Errorf("%d messages, want the first", n)
	}
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	if err := s.Serve(l); err != nil {
		t.Errorf("Serve after Close: %v", err)
	}
}

// certificate makes a self-signed one for 127.0.0.1.
func certificate(t *testing.T) (server, client *tls.Config) {
	t.Helper()
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	template := &x509.Certificate{
		SerialNumber: big.NewInt(1),
		NotAfter:     time.Now().Add(time.Hour),
		IPAddresses:  []net.IP{net.IPv4(127, 0, 0, 1)},
	}
	der, err := x509.CreateCertificate(rand.Reader, template, template, key.Public(), key)
	if err != nil {
		t.Fatal(err)
	}
	cert, err := x509.ParseCertificate(der)
	if err != nil {
		t.Fatal(err)
	}
	roots := x509.NewCertPool()
	roots.AddCert(cert)
	return &tls.Config{Certificates: []tls.Certificate{{Certificate: [][]byte{der}, PrivateKey: key}}},
		&tls.Config{RootCAs: roots, ServerName: "127.0.0.1"}
}

func TestAuthAndTLS(t *testing.T) {
	t.Parallel()
	serverTLS, clientTLS := certificate(t)
	for name, tc := range map[string]struct {
		options  Options
		startTLS bool
		password string // empty: no AUTH
		code     int    // 0: accepted
		text     string
	}{
		"plain":                    {Options{}, false, "", 0, ""},
		"STARTTLS offered":         {Options{TLS: serverTLS}, true, "", 0, ""},
		"signed in":                {Options{Username: "u", Password: "secret"}, false, "secret", 0, ""},
		"wrong password":           {Options{Username: "u", Password: "secret"}, false, "guess", 535, "failed"},
		"not signed in":            {Options{Username: "u", Password: "secret"}, false, "", 530, "Authentication"},
		"signed in by TLS":         {Options{TLS: serverTLS, Username: "u", Password: "secret"}, true, "secret", 0, ""},
		"not signed in by TLS":     {Options{TLS: serverTLS, Username: "u", Password: "secret"}, true, "", 530, "Authentication"},
		"signing in without TLS":   {Options{TLS: serverTLS, Username: "u", Password: "secret"}, false, "secret", 523, ""},
		"signing in without a use": {Options{}, false, "secret", 502, "not supported"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s, addr := start(t, tc.options)
			c, err := smtp.Dial(addr)
			if err != nil {
				t.Fatal(err)
			}
			defer c.Close()
			if offered, _ := c.Extension("STARTTLS"); offered != (tc.options.TLS != nil) {
				t.Errorf("STARTTLS offered: %v", offered)
			}
			if tc.startTLS {
				if err := c.StartTLS(clientTLS); err != nil {
					t.Fatal(err)
				}
			}
			err = func() error {
				if tc.password != "" {
					if err := c.Auth(smtp.PlainAuth("", "u", tc.password, "127.0.0.1")); err != nil {
						return err
					}
				}
				if err := c.Mail("a@x.example"); err != nil {
					return err
				}
				if err := c.Rcpt("b@x.example"); err != nil {
					return err
				}
				w, err := c.Data()
				if err != nil {
					return err
				}
				if _, err := w.Write(crlf("Subject: s\n\nx")); err != nil {
					return err
				}
				return w.Close()
			}()
			kept := len(s.Messages())
			if tc.code != 0 {
				wantCode(t, err, tc.code, tc.text)
			} else if err != nil {
				t.Error(err)
			}
			if want := 1; tc.code != 0 && kept != 0 || tc.code == 0 && kept != want {
				t.Errorf("%d messages kept", kept)
			}
		})
	}
}

func TestHTTP(t *testing.T) {
	t.Parallel()
	s, addr := start(t, Options{})
	web := httptest.NewServer(s)
	defer web.Close()
	do := func(method string) (int, string, []map[string]any) {
		t.Helper()
		req, _ := http.NewRequest(method, web.URL, nil)
		resp, err := http.DefaultClient.Do(req)
		if err != nil {
			t.Fatal(err)
		}
		defer resp.Body.Close()
		var list []map[string]any
		if method == http.MethodGet {
			if err := json.NewDecoder(resp.Body).Decode(&list); err != nil {
				t.Fatal(err)
			}
			if list == nil {
				t.Error("null in place of an empty list")
			}
		}
		return resp.StatusCode, resp.Header.Get("Allow"), list
	}
	if status, _, list := do(http.MethodGet); status != http.StatusOK || len(list) != 0 {
		t.Errorf("at first %d %v", status, list)
	}
	if err := smtp.SendMail(addr, nil, "a@x.example", []string{"b@x.example"}, crlf("Subject: s\n\nx")); err != nil {
		t.Fatal(err)
	}
	_, _, list := do(http.MethodGet)
	if len(list) != 1 || list[0]["id"] != "1" || list[0]["receivedAt"] != "2031-05-06T07:08:09Z" || list[0]["subject"] != "s" ||
		list[0]["html"] != "" || list[0]["to"].([]any)[0] != "b@x.example" {
		t.Errorf("list %v", list)
	}
	if status, _, _ := do(http.MethodDelete); status != http.StatusNoContent {
		t.Errorf("DELETE: %d", status)
	}
	if _, _, list := do(http.MethodGet); len(list) != 0 {
		t.Errorf("after DELETE %v", list)
	}
	if status, allow, _ := do(http.MethodPost); status != http.StatusMethodNotAllowed || allow == "" {
		t.Errorf("POST: %d, Allow %q", status, allow)
	}
}

func TestConcurrent(t *testing.T) {
	t.Parallel()
	s, addr := start(t, Options{MaxMessages: 5})
	var wg sync.WaitGroup
	for range 4 {
		wg.Go(func() {
			for range 5 {
				if err := smtp.SendMail(addr, nil, "a@x.example", []string{"b@x.example"}, crlf("Subject: s\n\nx")); err != nil {
					t.Error(err)
				}
				s.Messages()
				s.Refuse("c@x.example", 550, "no")
			}
		})
	}
	wg.Wait()
	if m := s.Messages(); len(m) != 5 || m[4].ID != "20" {
		t.Errorf("%d messages, want the last 5 of 20", len(m))
	}
}
