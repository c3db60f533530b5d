package mail

import (
	"bytes"
	"errors"
	"fmt"
	"net/mail"
	"slices"

	gomail "github.com/wneessen/go-mail"
)

// headers are all that a mail says beside its text: the relay gets nothing else.
// People can read them as parameters of the relay in shared/promise/vendors.yaml.
var headers = []string{
	"Auto-Submitted", "Content-Language", "Content-Transfer-Encoding", "Content-Type", "Date", "From", "List-Unsubscribe", "List-Unsubscribe-Post", "Message-Id", "Mime-Version", "Subject", "To",
}

var errUnlisted = errors.New("a header isn't one that the relay is to get")

// listed refuses a message with any other header (promise P38): one that a library adds
// of its own accord, for example.
func listed(msg *gomail.Msg) error {
	var b bytes.Buffer
	if _, err := msg.WriteTo(&b); err != nil {
		return fmt.Errorf("writing a message: %w", err)
	}
	m, err := mail.ReadMessage(&b)
	if err != nil {
		return fmt.Errorf("reading a message: %w", err)
	}
	for name := range m.Header {
		if !slices.Contains(headers, name) {
			return errUnlisted
		}
	}
	return nil
}
