package mail_test

import (
	"bufio"
	"bytes"
	"context"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"math/big"
	"net"
	"slices"
	"strings"
	"testing"
	"time"

	sink "github.com/cleanslate-edu/cleanslate/emulators/mail"
	"github.com/cleanslate-edu/cleanslate/shared/domain"
	"github.com/cleanslate-edu/cleanslate/shared/mail"
)

var now = time.Date(2026, 11, 20, 14, 5, 6, 0, time.UTC)

// certificate makes one for 127.0.0.1, and what trusts it.
func certificate(t *testing.T) (server, client *tls.Config) {
	t.Helper()
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	c := &x509.Certificate{
		SerialNumber: big.NewInt(1), NotBefore: time.Now().Add(-time.Hour), NotAfter: time.Now().Add(time.Hour),
		IPAddresses: []net.IP{net.IPv4(127, 0, 0, 1)}, IsCA: true, BasicConstraintsValid: true,
	}
	der, err := x509.CreateCertificate(rand.Reader, c, c, key.Public(), key)
	if err != nil {
		t.Fatal(err)
	}
	parsed, err := x509.ParseCertificate(der)
	if err != nil {
		t.Fatal(err)
	}
	roots := x509.NewCertPool()
	roots.AddCert(parsed)
	return &tls.Config{Certificates: []tls.Certificate{{Certificate: [][]byte{der}, PrivateKey: key}}}, &tls.Config{RootCAs: roots}
}

// serve starts a sink; wrap may put TLS around its listener.
func serve(t *testing.T, o sink.Options, wrap func(net.Listener) net.Listener) (*sink.Server, string) {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	host := l.Addr().String()
	if wrap != nil {
		l = wrap(l)
	}
	s := sink.New(o)
	go s.Serve(l)
	t.Cleanup(func() { s.Close() })
	return s, host
}

func config(host string) mail.Config {
	return mail.Config{
		Host: host, Security: mail.None, From: "privacy@cleanslate.example", FromName: "cleanslate", Timeout: 5 * time.Second,
		Clock: func() time.Time { return now },
	}
}

func sender(t *testing.T, c mail.Config) *mail.Sender {
	t.Helper()
	s, err := mail.New(c)
	if err != nil {
		t.Fatal(err)
	}
	return s
}

func message() mail.Message {
	return mail.Message{
		ID: "onswg4tforpw63dmmfzgk2lomm", To: "office@north.example", Language: "de",
		Subject: "Ihre Daten: was geschehen ist – und mehr", Text: "Zeile eins\n" + strings.Repeat("lang ", 400) + "\n.\nEnde: ä\n", HTML: "<p>Ende: ä</p>",
	}
}

// Every way to a provider: STARTTLS and implicit TLS, with and without signing in.
func TestSend(t *testing.T) {
	t.Parallel()
	server, client := certificate(t)
	implicit := func(l net.Listener) net.Listener { return tls.NewListener(l, server) }
	for name, tt := range map[string]struct {
		options  sink.Options
		wrap     func(net.Listener) net.Listener
		security mail.Security
		user     string
		pass     string
		want     domain.Sent
	}{
		"in plain, on loopback":         {sink.Options{}, nil, mail.None, "", "", domain.SentAccepted},
		"STARTTLS":                      {sink.Options{TLS: server}, nil, mail.StartTLS, "", "", domain.SentAccepted},
		"STARTTLS and AUTH":             {sink.Options{TLS: server, Username: "u", Password: "p"}, nil, mail.StartTLS, "u", "p", domain.SentAccepted},
		"implicit TLS":                  {sink.Options{}, implicit, mail.TLS, "", "", domain.SentAccepted},
		"implicit TLS and AUTH":         {sink.Options{Username: "u", Password: "p"}, implicit, mail.TLS, "u", "p", domain.SentAccepted},
		"a server without STARTTLS":     {sink.Options{}, nil, mail.StartTLS, "", "", domain.SentTemporary},
		"TLS to a server that has none": {sink.Options{}, nil, mail.TLS, "", "", domain.SentTemporary},
		"a wrong password":              {sink.Options{TLS: server, Username: "u", Password: "p"}, nil, mail.StartTLS, "u", "x", domain.SentTemporary},
		"without the password":          {sink.Options{TLS: server, Username: "u", Password: "p"}, nil, mail.StartTLS, "", "", domain.SentTemporary},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s, host := serve(t, tt.options, tt.wrap)
			c := config(host)
			c.Security, c.Roots, c.Username, c.Password = tt.security, client, tt.user, tt.pass
			sent, result := sender(t, c).Send(t.Context(), message())
			if sent != tt.want {
				t.Fatalf("%s (%s), want %s", sent, result, tt.want)
			}
			all := s.Messages()
			if (len(all) == 1) != (tt.want == domain.SentAccepted) {
				t.Fatalf("%d messages arrived", len(all))
			}
			if len(all) == 0 {
				return
			}
			m := all[0]
			if want := message(); m.Problem != "" || m.Subject != want.Subject || m.Text != want.Text || m.HTML != want.HTML || m.To[0] != want.To || m.From != c.From {
				t.Errorf("arrived as %+v", m)
			}
			for line := range strings.SplitSeq(m.Raw, "\r\n") {
				if len(line) > 998 || strings.Contains(line, "\n") {
					t.Errorf("a line of %d bytes, or with a bare line feed", len(line))
				}
			}
			for h, want := range map[string]string{"Message-Id": "<onswg4tforpw63dmmfzgk2lomm@cleanslate.example>", "Date": "Fri, 20 Nov 2026 14:05:06 +0000", "Auto-Submitted": "auto-generated", "Content-Language": "de"} {
				if got := m.Header[h]; len(got) != 1 || got[0] != want {
					t.Errorf("%s: %q, want %q", h, got, want)
				}
			}
		})
	}
}

// A self-signed certificate isn't trusted.
func TestUntrustedCertificate(t *testing.T) {
	t.Parallel()
	server, _ := certificate(t)
	s, host := serve(t, sink.Options{TLS: server}, nil)
	c := config(host)
	c.Security = mail.StartTLS
	if sent, _ := sender(t, c).Send(t.Context(), message()); sent != domain.SentTemporary || len(s.Messages()) != 0 {
		t.Errorf("%s, %d messages", sent, len(s.Messages()))
	}
}

func TestRefusals(t *testing.T) {
	t.Parallel()
	s, host := serve(t, sink.Options{}, nil)
	from := sender(t, config(host))
	for code, want := range map[int]domain.Sent{550: domain.SentRefused, 552: domain.SentRefused, 421: domain.SentTemporary, 451: domain.SentTemporary} {
		s.Refuse("office@north.example", code, "no such user <office@north.example>")
		sent, result := from.Send(t.Context(), message())
		if sent != want || !strings.HasPrefix(result, map[bool]string{true: "5", false: "4"}[code >= 500]) || strings.Contains(result, "@") {
			t.Errorf("%d: %s %q, want %s", code, sent, result, want)
		}
	}
	if n := len(s.Messages()); n != 0 {
		t.Errorf("%d messages arrived", n)
	}
}

// script is a server that says one line to each command and hangs up after the
// last; after "354" it reads the message first.
func script(t *testing.T, lines ...string) string {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { l.Close() })
	over := t.Context().Done()
	go func() {
		c, err := l.Accept()
		if err != nil {
			return
		}
		defer c.Close()
		c.SetDeadline(time.Now().Add(time.Minute))
		r := bufio.NewReader(c)
		for i, line := range lines {
			if i > 0 {
				if _, err := r.ReadString('\n'); err != nil {
					return
				}
			}
			if strings.HasPrefix(lines[max(i-1, 0)], "354") {
				for {
					if text, err := r.ReadString('\n'); err != nil || text == ".\r\n" {
						break
					}
				}
			}
			if line == "hang" {
				<-over
				return
			}
			if line == "" {
				return
			}
			c.Write([]byte(line + "\r\n"))
		}
	}()
	return l.Addr().String()
}

// Where the connection ends decides what can be known.
func TestBrokenConnections(t *testing.T) {
	t.Parallel()
	for name, tt := range map[string]struct {
		lines []string
		want  domain.Sent
	}{
		"at once":                   {[]string{""}, domain.SentTemporary},
		"busy":                      {[]string{"421 busy"}, domain.SentTemporary},
		"after EHLO":                {[]string{"220 x", ""}, domain.SentTemporary},
		"at MAIL":                   {[]string{"220 x", "250 x", ""}, domain.SentTemporary},
		"the sender is refused":     {[]string{"220 x", "250 x", "550 no", ""}, domain.SentTemporary},
		"at RCPT":                   {[]string{"220 x", "250 x", "250 ok", ""}, domain.SentTemporary},
		"the recipient is refused":  {[]string{"220 x", "250 x", "250 ok", "550 no", ""}, domain.SentRefused},
		"at DATA":                   {[]string{"220 x", "250 x", "250 ok", "250 ok", ""}, domain.SentTemporary},
		"after the message":         {[]string{"220 x", "250 x", "250 ok", "250 ok", "354 go", ""}, domain.SentUnknown},
		"silent after the message":  {[]string{"220 x", "250 x", "250 ok", "250 ok", "354 go", "hang"}, domain.SentUnknown},
		"the message is refused":    {[]string{"220 x", "250 x", "250 ok", "250 ok", "354 go", "554 spam"}, domain.SentRefused},
		"the message, for now":      {[]string{"220 x", "250 x", "250 ok", "250 ok", "354 go", "452 full"}, domain.SentTemporary},
		"taken, then it hangs up":   {[]string{"220 x", "250 x", "250 ok", "250 ok", "354 go", "250 ok", ""}, domain.SentAccepted},
		"it talks something else":   {[]string{"HTTP/1.1 400 Bad Request"}, domain.SentTemporary},
		"silent from the beginning": {[]string{"hang"}, domain.SentTemporary},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			c := config(script(t, tt.lines...))
			c.Timeout = time.Minute
			if slices.Contains(tt.lines, "hang") {
				c.Timeout = 3 * time.Second // until then it has come to where it hangs
			}
			if sent, result := sender(t, c).Send(t.Context(), message()); sent != tt.want {
				t.Errorf("%s (%s), want %s", sent, result, tt.want)
			}
		})
	}
}

func TestCanceled(t *testing.T) {
	t.Parallel()
	ctx, cancel := context.WithCancel(t.Context())
	defer cancel()
	s, host := serve(t, sink.Options{}, func(l net.Listener) net.Listener { return listener{l, cancel} })
	s.Delay(time.Minute)
	began := time.Now()
	if sent, _ := sender(t, config(host)).Send(ctx, message()); sent != domain.SentUnknown || time.Since(began) > 30*time.Second {
		t.Errorf("%s after %v: the message was out, nobody can know", sent, time.Since(began))
	}
}

// A listener calls read when a whole message has come in.
type listener struct {
	net.Listener
	read func()
}

func (l listener) Accept() (net.Conn, error) {
	c, err := l.Listener.Accept()
	return &conn{Conn: c, read: l.read}, err
}

type conn struct {
	net.Conn
	read func()
	last []byte
}

func (c *conn) Read(b []byte) (int, error) {
	n, err := c.Conn.Read(b)
	const end = "\r\n.\r\n"
	c.last = append(c.last, b[:n]...)
	if bytes.Contains(c.last, []byte(end)) {
		c.read()
	}
	c.last = c.last[max(0, len(c.last)-len(end)+1):]
	return n, err
}

// What would begin another header, or break a line's limit, is refused before a
// connection is made.
func TestRefusedMessages(t *testing.T) {
	t.Parallel()
	s, host := serve(t, sink.Options{}, nil)
	from := sender(t, config(host))
	for name, change := range map[string]func(*mail.Message){
		"a header in the subject":    func(m *mail.Message) { m.Subject = "Hello\r\nBcc: x@y.example" },
		"a line feed in the subject": func(m *mail.Message) { m.Subject = "Hello\nthere" },
		"a line separator":           func(m *mail.Message) { m.Subject = "Hello\u2028there" },
		"a long subject":             func(m *mail.Message) { m.Subject = strings.Repeat("x", 301) },
		"no subject":                 func(m *mail.Message) { m.Subject = "" },
		"a subject that isn't UTF-8": func(m *mail.Message) { m.Subject = "\xff" },
		"a header in the address":    func(m *mail.Message) { m.To += "\r\nBcc: x@y.example" },
		"two recipients":             func(m *mail.Message) { m.To += ", x@y.example" },
		"a header in the id":         func(m *mail.Message) { m.ID = "x>\r\nBcc: x@y.example" },
		"a header in the language":   func(m *mail.Message) { m.Language = "de\r\nX: y" },
		"no text":                    func(m *mail.Message) { m.Text = "" },
		"a huge text":                func(m *mail.Message) { m.Text = strings.Repeat("x", 256<<10+1) },
	} {
		m := message()
		change(&m)
		if sent, result := from.Send(t.Context(), m); sent != domain.SentRefused || strings.Contains(result, "@") {
			t.Errorf("%s: %s %q", name, sent, result)
		}
	}
	if n := len(s.Messages()); n != 0 {
		t.Errorf("%d messages arrived", n)
	}
	long := message()
	long.Subject = strings.Repeat("ä", 150) // 300 bytes
	if sent, result := from.Send(t.Context(), long); sent != domain.SentAccepted || s.Messages()[0].Subject != long.Subject {
		t.Errorf("the longest subject: %s %s", sent, result)
	}
}

func TestConfigurations(t *testing.T) {
	t.Parallel()
	for name, change := range map[string]func(*mail.Config){
		"no port":              func(c *mail.Config) { c.Host = "smtp.example" },
		"no host":              func(c *mail.Config) { c.Host = ":25" },
		"a port that is none":  func(c *mail.Config) { c.Host = "127.0.0.1:smtp" },
		"plain to the network": func(c *mail.Config) { c.Host = "smtp.example:25" },
		"no security":          func(c *mail.Config) { c.Security = "" },
		"no sender":            func(c *mail.Config) { c.From = "" },
		"a header in the name": func(c *mail.Config) { c.FromName = "x\r\nBcc: y" },
		"half a credential":    func(c *mail.Config) { c.Username = "u" },
	} {
		c := config("127.0.0.1:25")
		change(&c)
		if _, err := mail.New(c); err == nil {
			t.Errorf("%s: taken", name)
		}
	}
}

// Mail that can be left says so as RFC 8058 wants it, at an address of HTTPS or of this machine, and all other says nothing of it.
func TestOneClick(t *testing.T) {
	t.Parallel()
	server, host := serve(t, sink.Options{}, nil)
	s := sender(t, config(host))
	m := mail.Message{ID: "x", To: "ada@north.example", Language: "en", Subject: "News", Text: "Text", HTML: "<p>Text</p>"}
	long := "https://cleanslate.example/v1/unsubscribe?token=" + strings.Repeat("x", 90)
	for _, address := range []string{"", "https://cleanslate.example/v1/unsubscribe?token=a-b_c", long, "http://127.0.0.1:8080/v1/unsubscribe?token=x"} {
		m.Unsubscribe = address
		if sent, result := s.Send(t.Context(), m); sent != domain.SentAccepted {
			t.Fatalf("%s: %v, %s", address, sent, result)
		}
		all := server.Messages()
		h := all[len(all)-1].Header
		if address == "" {
			if h["List-Unsubscribe"] != nil || h["List-Unsubscribe-Post"] != nil {
				t.Errorf("it can't be left, and has %v", h)
			}
			continue
		}
		if got := h["List-Unsubscribe"]; !slices.Equal(got, []string{"<" + address + ">"}) {
			t.Errorf("List-Unsubscribe: %q", got)
		}
		if got := h["List-Unsubscribe-Post"]; !slices.Equal(got, []string{"List-Unsubscribe=One-Click"}) {
			t.Errorf("List-Unsubscribe-Post: %q", got)
		}
	}
	for _, bad := range []string{
		"http://cleanslate.example/x", "mailto:leave@cleanslate.example", "/v1/unsubscribe", "https:///x", "https://a.example/>,<https://b.example/",
		"https://a.example/\r\nBcc: x", "https://a.example/x#y", "https://a.example/" + strings.Repeat("x", 500), "https://a.example/a b",
	} {
		m.Unsubscribe = bad
		if sent, _ := s.Send(t.Context(), m); sent != domain.SentRefused {
			t.Errorf("%q: %v", bad, sent)
		}
	}
}
