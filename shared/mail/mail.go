// Package mail hands one e-mail at a time to a provider's SMTP relay.
//
// notify calls it. It distinguishes what was accepted, what was refused for good, what
// may be accepted later, and what is unknown: a connection that ended after the message
// was out and before the reply was in. It must never log or put into an error an address,
// a subject, a word of a message or what a server said, which may quote any of them.
package mail

import (
	"context"
	"crypto/tls"
	"errors"
	"fmt"
	"net"
	"net/url"
	"strconv"
	"strings"
	"time"
	"unicode"

	gomail "github.com/wneessen/go-mail"

	"github.com/cleanslate-edu/cleanslate/shared/domain"
)

// Security says how the connection is protected.
type Security string

const (
	StartTLS Security = "starttls" // upgraded before anything is said (RFC 3207); the usual port is 587
	TLS      Security = "tls"      // from the first byte (RFC 8314); 465
	None     Security = "none"     // loopback only
)

// A Config says which server mail goes through.
type Config struct {
	Host               string // "smtp.provider.example:587"
	Security           Security
	Username, Password string // both empty: no authentication
	From               string // the sender's address; bounces go there
	FromName           string
	Roots              *tls.Config   // nil: the system's; tests bring their own certificate
	Timeout            time.Duration // of a whole attempt; 0: one minute
	Clock              domain.Clock
}

const defaultTimeout = time.Minute

// A Sender sends mail. It is safe for concurrent use.
type Sender struct {
	config Config
	host   string
	port   int
	domain string // of From, for message ids
}

// New checks a configuration and returns a Sender. It doesn't connect.
func New(c Config) (*Sender, error) {
	host, port, err := net.SplitHostPort(c.Host)
	if err != nil || host == "" {
		return nil, errors.New("mail: the host must be one such as smtp.provider.example:587")
	}
	n, err := strconv.ParseUint(port, 10, 16)
	if err != nil || n == 0 {
		return nil, errors.New("mail: the port must be a number")
	}
	switch c.Security {
	case StartTLS, TLS:
	case None:
		if ip := net.ParseIP(host); host != "localhost" && (ip == nil || !ip.IsLoopback()) {
			return nil, errors.New("mail: without TLS the host must be a loopback address")
		}
	default:
		return nil, errors.New("mail: the security must be starttls, tls or none")
	}
	if !domain.IsAddress(c.From) || unfitForHeader(c.FromName, subjectMax) {
		return nil, errors.New("mail: the sender's address can't be used")
	}
	if (c.Username == "") != (c.Password == "") {
		return nil, errors.New("mail: a user name needs a password and vice versa")
	}
	if c.Timeout == 0 {
		c.Timeout = defaultTimeout
	}
	return &Sender{config: c, host: host, port: int(n), domain: c.From[strings.LastIndexByte(c.From, '@')+1:]}, nil
}

// A Message is one e-mail to one recipient.
type Message struct {
	// ID makes the Message-ID, the same for every attempt, so that a recipient can
	// recognize a duplicate.
	ID       string
	To       string
	Language string
	Subject  string
	Text     string
	HTML     string
	// Unsubscribe is the address at which the recipient leaves such mail by one click (RFC 8058);
	// empty for what can't be left.
	Unsubscribe string
}

// Limits of a message.
const (
	// subjectMax leaves room in a line of 998 bytes (RFC 5322, section 2.1.1)
	// for a subject whose every byte is encoded in three.
	subjectMax = 300
	bodyMax    = 256 << 10
)

// oneClickMax is how long an address may be at which mail is left: it stands in one line.
const oneClickMax = 500

// isOneClick reports whether mail programs can leave mail at an address: RFC 8058 wants HTTPS,
// and on this machine there is none.
func isOneClick(address string) bool {
	u, err := url.Parse(address)
	if err != nil || len(address) > oneClickMax || u.Host == "" || u.Fragment != "" || strings.ContainsAny(address, "<>, ") || unfitForHeader(address, oneClickMax) {
		return false
	}
	ip := net.ParseIP(u.Hostname())
	return u.Scheme == "https" || u.Scheme == "http" && (u.Hostname() == "localhost" || ip != nil && ip.IsLoopback())
}

var errAddress = errors.New("the address can't be mailed to")

// unfitForHeader reports whether s can't be in a header: it holds a control
// character, which would begin another header, or is too long.
func unfitForHeader(s string, limit int) bool {
	return len(s) > limit || strings.ToValidUTF8(s, "") != s || strings.ContainsFunc(s, func(r rune) bool {
		return unicode.IsControl(r) || r == '\u2028' || r == '\u2029'
	})
}

// Check reports why a message can't be sent at all. The error names the part and
// quotes nothing.
func (m Message) Check() error {
	switch {
	case !domain.IsAddress(m.To):
		return errAddress
	case m.Subject == "" || unfitForHeader(m.Subject, subjectMax):
		return errors.New("the subject is empty, too long, or more than a line")
	case m.ID == "" || strings.Trim(m.ID, "abcdefghijklmnopqrstuvwxyz0123456789-") != "":
		return errors.New("the message has no usable id")
	case unfitForHeader(m.Language, 8):
		return errors.New("the language isn't a language tag")
	case m.Unsubscribe != "" && !isOneClick(m.Unsubscribe):
		return errors.New("the address to leave such mail can't be used")
	case m.Text == "" || len(m.Text) > bodyMax || len(m.HTML) > bodyMax || strings.ToValidUTF8(m.Text+m.HTML, "") != m.Text+m.HTML:
		return errors.New("the body is empty, too large or not UTF-8")
	}
	return nil
}

// Send makes one attempt. The result is the server's reply code or a fixed
// text.
func (s *Sender) Send(ctx context.Context, m Message) (sent domain.Sent, result string) {
	if err := m.Check(); err != nil {
		return domain.SentRefused, err.Error()
	}
	msg, err := s.compose(m)
	if err == nil {
		err = listed(msg)
	}
	if err != nil {
		return domain.SentRefused, "the message can't be composed"
	}
	ctx, cancel := context.WithTimeout(ctx, s.config.Timeout)
	defer cancel()
	client, err := s.client(ctx)
	if err != nil {
		return domain.SentTemporary, "the configuration can't be used"
	}
	conn, err := client.DialToSMTPClientWithContext(ctx)
	if err != nil {
		// Not reached, no TLS, or not signed in: that is ours to fix, not
		// the recipient's fault.
		return domain.SentTemporary, "the mail server can't be reached"
	}
	defer conn.Close()
	// A context that ends cuts the connection: the library looks at it only
	// while it dials.
	stop := context.AfterFunc(ctx, func() { conn.Close() })
	defer stop()
	err = client.SendWithSMTPClient(conn, msg)
	if msg.IsDelivered() {
		conn.Quit()
		return domain.SentAccepted, "250"
	}
	return judge(err)
}

// judge returns what a failed attempt means.
func judge(err error) (domain.Sent, string) {
	var e *gomail.SendError
	if !errors.As(err, &e) {
		return domain.SentUnknown, "no reply"
	}
	code := e.ErrorCode()
	result := strings.TrimSpace(strconv.Itoa(code) + " " + e.EnhancedStatusCode())
	switch e.Reason {
	case gomail.ErrSMTPRcptTo, gomail.ErrSMTPData, gomail.ErrSMTPDataClose:
		switch {
		case code >= 500:
			return domain.SentRefused, result
		case code >= 400:
			return domain.SentTemporary, result
		case e.Reason == gomail.ErrSMTPDataClose:
			// The whole message was out and no reply came.
			return domain.SentUnknown, "no reply"
		}
	}
	// The end of the message was not sent yet, so that no server may deliver it (RFC
	// 5321, section 4.1.1.4). A reply to MAIL FROM is about us.
	if code == 0 {
		result = "the connection ended"
	}
	return domain.SentTemporary, result
}

func (s *Sender) compose(m Message) (*gomail.Msg, error) {
	msg := gomail.NewMsg(gomail.WithNoDefaultUserAgent(), gomail.WithEncoding(gomail.EncodingQP))
	if err := msg.FromFormat(s.config.FromName, s.config.From); err != nil {
		return nil, err
	}
	if err := msg.To(m.To); err != nil {
		return nil, err
	}
	msg.Subject(m.Subject)
	msg.SetMessageIDWithValue(m.ID + "@" + s.domain)
	msg.SetDateWithValue(s.config.Clock())
	if m.Language != "" {
		msg.SetGenHeader(gomail.HeaderContentLang, m.Language)
	}
	// No vacation replies (RFC 3834).
	msg.SetGenHeader("Auto-Submitted", "auto-generated")
	if m.Unsubscribe != "" {
		msg.SetGenHeader(gomail.HeaderListUnsubscribe, "<"+m.Unsubscribe+">")
		msg.SetGenHeader(gomail.HeaderListUnsubscribePost, "List-Unsubscribe=One-Click")
	}
	msg.SetBodyString(gomail.TypeTextPlain, m.Text)
	if m.HTML != "" {
		msg.AddAlternativeString(gomail.TypeTextHTML, m.HTML)
	}
	return msg, nil
}

func (s *Sender) client(ctx context.Context) (*gomail.Client, error) {
	timeout := s.config.Timeout
	if deadline, ok := ctx.Deadline(); ok {
		timeout = min(timeout, max(time.Until(deadline), time.Second))
	}
	config := &tls.Config{}
	if s.config.Roots != nil {
		config = s.config.Roots.Clone()
	}
	config.ServerName, config.MinVersion = s.host, tls.VersionTLS12
	options := []gomail.Option{
		gomail.WithPort(s.port), gomail.WithTimeout(timeout), gomail.WithTLSConfig(config), gomail.WithHELO(s.domain),
		gomail.WithoutNoop(), gomail.WithoutRset(),
	}
	switch s.config.Security {
	case StartTLS:
		options = append(options, gomail.WithTLSPolicy(gomail.TLSMandatory))
	case TLS:
		options = append(options, gomail.WithSSL())
	default:
		options = append(options, gomail.WithTLSPolicy(gomail.NoTLS))
	}
	if s.config.Username != "" {
		options = append(options, gomail.WithSMTPAuth(gomail.SMTPAuthAutoDiscover),
			gomail.WithUsername(s.config.Username), gomail.WithPassword(s.config.Password))
	}
	client, err := gomail.NewClient(s.host, options...)
	if err != nil {
		return nil, fmt.Errorf("configuring SMTP: %w", err)
	}
	return client, nil
}
