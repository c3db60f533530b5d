package mail

import (
	"bytes"
	"encoding/base64"
	"errors"
	"fmt"
	"io"
	"mime"
	"mime/multipart"
	"mime/quotedprintable"
	"net/mail"
	"strings"
	"unicode/utf8"
)

// Limits on what one message may make the parser do.
const (
	maxParts = 100
	maxDepth = 10 // of multiparts in multiparts
)

// parse fills in what follows from Raw. What can't be parsed is left empty and
// explained in Problem: a sink that dropped it would hide a sender's mistake.
func (m *Message) parse() {
	m.Header = map[string][]string{}
	msg, err := mail.ReadMessage(strings.NewReader(m.Raw))
	if err != nil {
		m.Problem = fmt.Sprintf("header: %v", err)
		return
	}
	m.Header = msg.Header
	m.Subject, err = new(mime.WordDecoder).DecodeHeader(msg.Header.Get("Subject"))
	parts := 0
	if err = errors.Join(err, m.parsePart(msg.Header.Get, msg.Body, &parts, 0)); err != nil {
		m.Problem = err.Error()
	}
}

// parsePart parses one part, whose header get returns, and the parts within it.
func (m *Message) parsePart(get func(string) string, body io.Reader, parts *int, depth int) error {
	if *parts++; *parts > maxParts || depth > maxDepth {
		return fmt.Errorf("more than %d parts, or more than %d deep", maxParts, maxDepth)
	}
	contentType := get("Content-Type")
	if contentType == "" {
		contentType = "text/plain" // RFC 2045 section 5.2
	}
	kind, params, err := mime.ParseMediaType(contentType)
	if err != nil {
		return fmt.Errorf("Content-Type %q: %w", contentType, err)
	}
	if strings.HasPrefix(kind, "multipart/") {
		r := multipart.NewReader(body, params["boundary"])
		for {
			part, err := r.NextRawPart()
			if err == io.EOF {
				return nil
			}
			if err != nil {
				return fmt.Errorf("%s: %w", kind, err)
			}
			if err := m.parsePart(part.Header.Get, part, parts, depth+1); err != nil {
				return err
			}
		}
	}
	var into *string
	switch kind {
	case "text/plain":
		into = &m.Text
	case "text/html":
		into = &m.HTML
	}
	disposition, _, _ := mime.ParseMediaType(get("Content-Disposition"))
	if into == nil || *into != "" || disposition == "attachment" {
		return nil
	}
	text, err := decodeText(body, get("Content-Transfer-Encoding"), params["charset"])
	*into = text
	if err != nil {
		return fmt.Errorf("%s: %w", kind, err)
	}
	return nil
}

func decodeText(body io.Reader, encoding, charset string) (string, error) {
	switch strings.ToLower(strings.TrimSpace(encoding)) {
	case "", "7bit", "8bit", "binary":
	case "quoted-printable":
		body = quotedprintable.NewReader(body)
	case "base64":
		body = base64.NewDecoder(base64.StdEncoding, body)
	default:
		return "", fmt.Errorf("unknown Content-Transfer-Encoding %q", encoding)
	}
	b, err := io.ReadAll(body)
	text := string(bytes.ReplaceAll(b, []byte("\r\n"), []byte("\n")))
	if err != nil {
		return text, err
	}
	switch strings.ToLower(charset) {
	case "", "us-ascii": // the default, RFC 2045 section 5.2
		if strings.ContainsFunc(text, func(r rune) bool { return r >= utf8.RuneSelf }) {
			return text, errors.New("holds more than us-ascii, but says no other charset")
		}
		return text, nil
	case "utf-8":
		if !utf8.ValidString(text) {
			return text, errors.New("is not utf-8")
		}
		return text, nil
	case "iso-8859-1":
		var s strings.Builder
		for _, c := range []byte(text) {
			s.WriteRune(rune(c))
		}
		return s.String(), nil
	}
	return text, fmt.Errorf("unknown charset %q", charset)
}
