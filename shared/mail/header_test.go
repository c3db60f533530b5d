package mail

import (
	"errors"
	"slices"
	"testing"
	"time"

	gomail "github.com/wneessen/go-mail"

	"github.com/cleanslate-edu/cleanslate/shared/promise"
)

// The relay gets what is published that it gets (promise P38), and a message with more isn't sent.
func TestMailHasOnlyListedFields(t *testing.T) {
	t.Parallel()
	vendors, err := promise.ReadVendors()
	if err != nil {
		t.Fatal(err)
	}
	if relay, _ := vendors.Vendor("relay"); !slices.Equal(relay.Parameters, headers) {
		t.Errorf("mails have %q, and vendors.yaml says %q", headers, relay.Parameters)
	}
	s, err := New(Config{Host: "127.0.0.1:25", Security: None, From: "privacy@cleanslate.example", FromName: "cleanslate", Clock: time.Now})
	if err != nil {
		t.Fatal(err)
	}
	for _, html := range []string{"", "<p>Text</p>"} {
		msg, err := s.compose(Message{ID: "x", To: "head@north.example", Language: "de", Subject: "Grüße", Text: "Text", HTML: html})
		if err != nil {
			t.Fatal(err)
		}
		if err := listed(msg); err != nil {
			t.Errorf("a whole message: %v", err)
		}
		msg.SetGenHeader(gomail.HeaderXMailer, "go-mail")
		if err := listed(msg); !errors.Is(err, errUnlisted) {
			t.Errorf("with a header more: %v", err)
		}
	}
}
