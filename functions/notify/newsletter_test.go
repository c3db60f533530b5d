package notify_test

import (
	"net/url"
	"slices"
	"strings"
	"testing"

	"github.com/cleanslate-edu/cleanslate/functions/breachtest"
	"github.com/cleanslate-edu/cleanslate/shared/domain"
	"github.com/cleanslate-edu/cleanslate/shared/events"
)

// A newsletter goes once to those members who chose its kind, each in a language that it is written in, with a way to leave it
// by one click that is theirs alone (RFC 8058); not to the school's own addresses, nor to anybody who didn't choose it.
func TestNewsletter(t *testing.T) {
	t.Parallel()
	w := breachtest.New(t)
	n := domain.Newsletter{
		ID: breachtest.NewID(t), Kind: domain.MailNews, WrittenAt: w.Clock(), StartedAt: w.Clock(),
		Subject: map[string]string{"en": "What is new", "fr": "Les nouveautés"}, Text: map[string]string{"en": "First.\n\nSecond.", "fr": "Premier.\n\nSecond."},
	}
	w.Must(w.Store.ChangeNewsletters(t.Context(), func([]domain.Newsletter) (*domain.Newsletter, error) { return &n, nil }))
	member := func(address, locale string, choice domain.MailChoice) {
		id := w.Member(breachtest.North, said(address, locale))
		_, err := w.Store.ChangeMember(t.Context(), breachtest.North, id, func(m *domain.Member) error {
			m.Mail = choice
			return nil
		})
		w.Must(err)
	}
	both := domain.MailChoice{News: true, Service: true}
	member("english@north.example", "en", both)
	member("french@north.example", "fr", domain.MailChoice{News: true})
	member("german@north.example", "de", both) // not written in theirs
	member("service@north.example", "en", domain.MailChoice{Service: true})
	member("none@north.example", "en", domain.MailChoice{})
	about := domain.Announcing{Kind: domain.AnnounceNewsletter, ID: n.ID}
	w.Must(w.Store.ChangeMailing(t.Context(), breachtest.North, func(o *domain.Org) bool { return o.TellNewsletters([]domain.Announcing{about}) }))
	for range 2 {
		w.Must(w.Bus.Send(t.Context(), events.NotifyMail, events.Announce(breachtest.North, about)))
		w.Settle()
	}
	var to []string
	links := make(map[string]bool)
	for _, m := range w.Mail.Messages() {
		to = append(to, m.To...)
		if want := map[bool]string{true: "Les nouveautés", false: "What is new"}[m.To[0] == "french@north.example"]; m.Subject != want {
			t.Errorf("%v: %s", m.To, m.Subject)
		}
		if got := m.Header["List-Unsubscribe-Post"]; !slices.Equal(got, []string{"List-Unsubscribe=One-Click"}) {
			t.Errorf("List-Unsubscribe-Post: %q", got)
		}
		list := m.Header["List-Unsubscribe"]
		if len(list) != 1 || !strings.HasPrefix(list[0], "<"+breachtest.Origin+"/v1/unsubscribe?token=") || !strings.HasSuffix(list[0], ">") {
			t.Fatalf("List-Unsubscribe: %q", list)
		}
		u, err := url.Parse(strings.Trim(list[0], "<>"))
		w.Must(err)
		token := u.Query().Get("token")
		if page := breachtest.Origin + "/unsubscribe#" + token; len(token) != 43 || !strings.Contains(strings.Join(strings.Fields(m.Text), " "), page) || !strings.Contains(m.HTML, `<a href="`+page+`">`) {
			t.Errorf("the mail has no %s:\n%s", page, m.Text)
		}
		if links[token] {
			t.Error("two people have one link")
		}
		links[token] = true
		for _, personal := range append(m.To, "north", "Somebody") {
			if strings.Contains(token, personal) {
				t.Errorf("the link holds %q", personal)
			}
		}
	}
	slices.Sort(to)
	if !slices.Equal(to, []string{"english@north.example", "french@north.example", "german@north.example"}) {
		t.Errorf("sent to %v", to)
	}
	if left := mailing(t, w); len(left) != 0 {
		t.Errorf("left to be sent: %v", left)
	}
}

// What people must be told has no way to be left: an announcement goes to those who chose nothing, too.
func TestWhatMustBeToldCannotBeLeft(t *testing.T) {
	t.Parallel()
	w := breachtest.New(t)
	w.Member(breachtest.North, said("none@north.example", "en"))
	w.Must(w.Bus.Send(t.Context(), events.NotifyMail, events.Announce(breachtest.North, publish(t, w))))
	w.Settle()
	found := false
	for _, m := range w.Mail.Messages() {
		found = found || m.To[0] == "none@north.example"
		if m.Header["List-Unsubscribe"] != nil || m.Header["List-Unsubscribe-Post"] != nil || strings.Contains(m.Text, "unsubscribe") {
			t.Errorf("%v can be left: %v", m.To, m.Header)
		}
	}
	if !found {
		t.Error("whoever chose no mail wasn't told of new rules")
	}
}

// One that is no longer on record is sent to nobody, and asked for no longer.
func TestNewsletterThatIsGone(t *testing.T) {
	t.Parallel()
	w := breachtest.New(t)
	about := domain.Announcing{Kind: domain.AnnounceNewsletter, ID: breachtest.NewID(t)}
	w.Must(w.Store.ChangeMailing(t.Context(), breachtest.North, func(o *domain.Org) bool { return o.TellNewsletters([]domain.Announcing{about}) }))
	w.Must(w.Bus.Send(t.Context(), events.NotifyMail, events.Announce(breachtest.North, about)))
	w.Settle()
	if left := mailing(t, w); len(left) != 0 || len(w.Mail.Messages()) != 0 {
		t.Errorf("left: %v, sent %d", left, len(w.Mail.Messages()))
	}
}
