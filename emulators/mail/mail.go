// Package mail is an SMTP server that delivers nothing: it keeps what it
// receives in memory and shows it.
//
// The local stack and tests use it in place of a mail provider. It speaks SMTP
// through github.com/emersion/go-smtp, with STARTTLS and AUTH PLAIN if
// configured, and can be told to reject addresses and to be slow. It knows
// nothing about the product that sends.
//
// It must never relay a message and never log one.
package mail

import (
	"context"
	"crypto/subtle"
	"crypto/tls"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"log"
	"net"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"sync"
	"time"

	"github.com/emersion/go-sasl"
	"github.com/emersion/go-smtp"
)

const (
	defaultMaxMessages = 1_000
	defaultMaxBytes    = 1 << 20
	maxTotalBytes      = 64 << 20 // of all kept messages, as sent
	maxRecipients      = 100      // of one message, RFC 5321 section 4.5.3.1.8
	idleTimeout        = time.Minute
)

// Options configure a Server. The zero value accepts mail without TLS and from
// anyone.
type Options struct {
	MaxMessages int   // how many to keep, 1,000 if zero. The oldest make room, also beyond 64 MiB in total
	MaxBytes    int64 // of one message, headers included; 1 MiB if zero

	Now func() time.Time // clock of Message.ReceivedAt; time.Now if nil

	TLS *tls.Config // offers STARTTLS if set

	// Username and Password, if set, are required by AUTH PLAIN; with TLS set,
	// only after STARTTLS.
	Username, Password string
}

// Message is one message as it was handed over.
type Message struct {
	ID         string              `json:"id"` // "1", "2", … in order of arrival
	ReceivedAt time.Time           `json:"receivedAt"`
	From       string              `json:"from"`              // of the envelope
	To         []string            `json:"to"`                // of the envelope
	Subject    string              `json:"subject"`           // encoded words decoded
	Header     map[string][]string `json:"header"`            // as sent, canonical names
	Text       string              `json:"text"`              // the first text/plain part, decoded, lines ending in \n
	HTML       string              `json:"html"`              // the first text/html part, likewise
	Raw        string              `json:"raw"`               // all of it as sent
	Problem    string              `json:"problem,omitempty"` // why it could not be read in full
}

// Server is an SMTP server and, for viewing its messages, an http.Handler.
type Server struct {
	opts Options
	smtp *smtp.Server
	done context.Context // ends with Close
	end  context.CancelFunc

	mu        sync.Mutex
	listeners []net.Listener
	messages  []Message
	bytes     int // of Raw in messages
	received  int // since the start
	refused   map[string]*smtp.SMTPError
	delay     time.Duration
}

// New returns a server that accepts no mail before Serve.
func New(o Options) *Server {
	if o.MaxMessages <= 0 {
		o.MaxMessages = defaultMaxMessages
	}
	if o.MaxBytes <= 0 {
		o.MaxBytes = defaultMaxBytes
	}
	if o.Now == nil {
		o.Now = time.Now
	}
	s := &Server{opts: o, refused: make(map[string]*smtp.SMTPError)}
	s.done, s.end = context.WithCancel(context.Background())
	s.smtp = smtp.NewServer(smtp.BackendFunc(func(*smtp.Conn) (smtp.Session, error) {
		return &session{server: s}, nil
	}))
	s.smtp.Domain = "localhost"
	s.smtp.TLSConfig = o.TLS
	s.smtp.AllowInsecureAuth = o.TLS == nil
	s.smtp.EnableSMTPUTF8 = true
	s.smtp.MaxMessageBytes = o.MaxBytes
	s.smtp.MaxRecipients = maxRecipients
	s.smtp.ReadTimeout = idleTimeout
	s.smtp.WriteTimeout = idleTimeout
	s.smtp.ErrorLog = log.New(io.Discard, "", 0)
	return s
}

// Serve accepts mail from l until Close, which makes it return nil. It closes
// l.
func (s *Server) Serve(l net.Listener) error {
	s.mu.Lock()
	s.listeners = append(s.listeners, l)
	s.mu.Unlock()
	defer l.Close()
	if s.done.Err() != nil {
		return nil
	}
	err := s.smtp.Serve(l)
	if s.done.Err() != nil {
		return nil
	}
	return fmt.Errorf("mail: accepting connections: %w", err)
}

// Close ends Serve and cuts all connections. Messages stay readable.
func (s *Server) Close() error {
	s.end()
	err := s.smtp.Close()
	// A listener added while smtp was closing is not among those that it
	// closed.
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, l := range s.listeners {
		l.Close()
	}
	s.listeners = nil
	if err == nil || errors.Is(err, smtp.ErrServerClosed) || errors.Is(err, net.ErrClosed) {
		return nil
	}
	return fmt.Errorf("mail: closing: %w", err)
}

// Messages returns the kept messages, oldest first.
func (s *Server) Messages() []Message {
	s.mu.Lock()
	defer s.mu.Unlock()
	return slices.Clone(s.messages)
}

// Clear forgets all messages.
func (s *Server) Clear() {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.messages, s.bytes = nil, 0
}

// Refuse makes the server reject mail to an address, compared without regard to
// case, with an SMTP reply code from 400 to 599. Code 0 ends that.
func (s *Server) Refuse(address string, code int, message string) {
	if code != 0 && (code < 400 || code > 599) {
		panic(fmt.Sprintf("mail: Refuse with code %d, want 400 to 599", code))
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	delete(s.refused, strings.ToLower(address))
	if code != 0 {
		message = strings.Join(strings.Fields(message), " ") // one line: a reply is one
		s.refused[strings.ToLower(address)] = &smtp.SMTPError{Code: code, Message: message}
	}
}

// Delay makes the server wait for d before it accepts each message.
func (s *Server) Delay(d time.Duration) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.delay = d
}

// ServeHTTP responds to GET with the messages as a JSON list, oldest first, and
// to DELETE by forgetting them.
func (s *Server) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	switch r.Method {
	case http.MethodGet, http.MethodHead:
		w.Header().Set("Content-Type", "application/json")
		w.Header().Set("Cache-Control", "no-store")
		_ = json.NewEncoder(w).Encode(append([]Message{}, s.Messages()...))
	case http.MethodDelete:
		s.Clear()
		w.WriteHeader(http.StatusNoContent)
	default:
		w.Header().Set("Allow", "GET, HEAD, DELETE")
		http.Error(w, "use GET to list messages or DELETE to forget them", http.StatusMethodNotAllowed)
	}
}

func (s *Server) keep(m Message) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.received++
	m.ID = strconv.Itoa(s.received)
	s.messages = append(s.messages, m)
	s.bytes += len(m.Raw)
	for len(s.messages) > s.opts.MaxMessages || s.bytes > maxTotalBytes && len(s.messages) > 1 {
		s.bytes -= len(s.messages[0].Raw)
		s.messages = slices.Delete(s.messages, 0, 1)
	}
}

// session is one connection's dialogue.
type session struct {
	server   *Server
	signedIn bool
	from     string
	to       []string
}

var _ smtp.AuthSession = (*session)(nil)

func (c *session) AuthMechanisms() []string {
	if c.server.opts.Username == "" {
		return nil
	}
	return []string{sasl.Plain}
}

func (c *session) Auth(mechanism string) (sasl.Server, error) {
	o := c.server.opts
	switch {
	case o.Username == "":
		return nil, smtp.ErrAuthUnsupported
	case mechanism != sasl.Plain:
		return nil, smtp.ErrAuthUnknownMechanism
	}
	return sasl.NewPlainServer(func(_, username, password string) error {
		if subtle.ConstantTimeCompare([]byte(username), []byte(o.Username))&
			subtle.ConstantTimeCompare([]byte(password), []byte(o.Password)) == 0 {
			return smtp.ErrAuthFailed
		}
		c.signedIn = true
		return nil
	}), nil
}

func (c *session) Mail(from string, _ *smtp.MailOptions) error {
	if c.server.opts.Username != "" && !c.signedIn {
		// RFC 4954 section 6
		return &smtp.SMTPError{Code: 530, EnhancedCode: smtp.EnhancedCode{5, 7, 0}, Message: "Authentication required"}
	}
	c.from = from
	return nil
}

func (c *session) Rcpt(to string, _ *smtp.RcptOptions) error {
	c.server.mu.Lock()
	refusal := c.server.refused[strings.ToLower(to)]
	c.server.mu.Unlock()
	if refusal != nil {
		return refusal
	}
	c.to = append(c.to, to)
	return nil
}

func (c *session) Data(r io.Reader) error {
	raw, err := io.ReadAll(r)
	if err != nil {
		return err
	}
	s := c.server
	s.mu.Lock()
	delay := s.delay
	s.mu.Unlock()
	if delay > 0 {
		select {
		case <-time.After(delay):
		case <-s.done.Done():
			return &smtp.SMTPError{Code: 421, EnhancedCode: smtp.EnhancedCode{4, 3, 2}, Message: "Closing"}
		}
	}
	m := Message{ReceivedAt: s.opts.Now().UTC(), From: c.from, To: slices.Clone(c.to), Raw: string(raw)}
	m.parse()
	s.keep(m)
	return nil
}

func (c *session) Reset() { c.from, c.to = "", nil }

func (c *session) Logout() error { return nil }
