package notify_test

import (
	"strings"
	"testing"
	"time"

	"github.com/cleanslate-edu/cleanslate/functions/breachtest"
	"github.com/cleanslate-edu/cleanslate/shared/domain"
	"github.com/cleanslate-edu/cleanslate/shared/events"
	"github.com/cleanslate-edu/cleanslate/shared/requestmail"
	"github.com/cleanslate-edu/cleanslate/shared/store"
)

const parent = "parent@mail.example"

// asked stores a request with a mail to an address, as rights does, and returns the mail's id.
func asked(t *testing.T, w *breachtest.World, to, locale string, change func(*domain.RequestMail)) string {
	t.Helper()
	now := w.Clock()
	m := domain.RequestMail{
		ID: breachtest.NewID(t), Org: breachtest.North, Request: breachtest.NewID(t), Kind: domain.RequestMailCode, Locale: locale, MadeAt: now,
		Until: now.Add(domain.RequestCodeValid), Attempts: domain.Attempts{State: domain.NoticeQueued},
	}
	var err error
	m.Wrapped, err = requestmail.Wrap(t.Context(), w.Envelopes, m.ID, requestmail.Envelope{To: to, Code: "01234567"})
	w.Must(err)
	if change != nil {
		change(&m)
	}
	r := domain.Request{ID: m.Request, Org: breachtest.North, Locale: locale, State: domain.RequestUnverified, ReceivedAt: now, Content: []byte("sealed"), Code: domain.RequestCode{SentAt: now}}
	_, err = w.Store.ReceiveRequest(t.Context(), store.Incoming{Request: r, Mail: m, Today: breachtest.NewID(t)}, now)
	w.Must(err)
	return m.ID
}

func mailOf(t *testing.T, w *breachtest.World, id string) domain.RequestMail {
	t.Helper()
	m, err := w.Store.ChangeRequestMail(t.Context(), id, func(*domain.RequestMail) bool { return false })
	w.Must(err)
	return m
}

func deliver(t *testing.T, w *breachtest.World, id string) {
	t.Helper()
	w.Must(w.Bus.Send(t.Context(), events.NotifyMail, events.Mail{RequestMail: id}.Encode()))
	w.Settle()
}

// The code for a copy goes out as the one that verifies an address does, and says what it is for.
func TestCopyCodeIsMailed(t *testing.T) {
	t.Parallel()
	w := breachtest.New(t)
	for language, says := range map[string]string{"en": "To save it, enter this code", "de": "Geben Sie dort dafür diesen Code ein", "fr": "Pour l’enregistrer", "es": "Para guardarla"} {
		to := "copy-" + language + "-" + parent
		deliver(t, w, asked(t, w, to, language, func(m *domain.RequestMail) { m.Kind = domain.RequestMailCopy }))
		sent := false
		for _, m := range w.Mail.Messages() {
			sent = sent || len(m.To) == 1 && m.To[0] == to && strings.Contains(m.Text, says) && strings.Contains(m.Text, "0123 4567")
		}
		if !sent {
			t.Errorf("%s: no such mail", language)
		}
	}
}

// The code goes out once, in the requester's language, and says nothing but what to do with it. Then the address is
// forgotten.
func TestRequesterIsMailed(t *testing.T) {
	t.Parallel()
	w := breachtest.New(t)
	says := map[string]string{"en": "enter this code", "de": "geben Sie dort diesen Code ein", "fr": "saisissez ce code", "es": "introduzca este código"}
	ids := make(map[string]string)
	for language := range says {
		ids[asked(t, w, language+"-"+parent, language, nil)] = language
	}
	for id := range ids {
		for range 3 {
			deliver(t, w, id)
		}
		if m := mailOf(t, w, id); m.State != domain.NoticeSent || len(m.Wrapped) > 0 || m.Attempt != 1 {
			t.Errorf("%+v", m)
		}
	}
	mails := w.Mail.Messages()
	if len(mails) != len(says) {
		t.Errorf("%d mails", len(mails))
	}
	for _, m := range mails {
		language, _, _ := strings.Cut(m.To[0], "-")
		if !strings.Contains(m.Text, says[language]) || !strings.Contains(m.Text, "0123 4567") || !strings.Contains(m.Subject, "North School") || m.Problem != "" {
			t.Errorf("%s: %s\n%s\n%s", language, m.Subject, m.Text, m.Problem)
		}
		if strings.Contains(m.Subject+m.Text, "http") || strings.Contains(m.Subject, "0123") {
			t.Errorf("%s: a link, or a code in the subject:\n%s\n%s", language, m.Subject, m.Text)
		}
	}
}

// What mustn't be sent, or is too late, or was damaged, isn't; what is refused for now is tried again while there is time.
func TestRequesterIsNotMailed(t *testing.T) {
	t.Parallel()
	w := breachtest.New(t)
	other, err := requestmail.Wrap(t.Context(), w.Envelopes, breachtest.NewID(t), requestmail.Envelope{To: parent, Code: "01234567"})
	w.Must(err)
	for name, c := range map[string]struct {
		change func(*domain.RequestMail)
		state  domain.NoticeState
	}{
		"not required":     {func(m *domain.RequestMail) { m.State, m.Wrapped = domain.NoticeNotRequired, nil }, domain.NoticeNotRequired},
		"forgotten":        {func(m *domain.RequestMail) { m.Wrapped = nil }, domain.NoticeQueued},
		"too late":         {func(m *domain.RequestMail) { m.Until = w.Clock() }, domain.NoticeFailed},
		"another mail's":   {func(m *domain.RequestMail) { m.Wrapped = other }, domain.NoticeFailed},
		"of no kind":       {func(m *domain.RequestMail) { m.Kind = "greeting" }, domain.NoticeFailed},
		"a school's, gone": {func(m *domain.RequestMail) { m.Org = "org_gone" }, domain.NoticeFailed},
	} {
		m := asked(t, w, parent, "en", c.change)
		deliver(t, w, m)
		if got := mailOf(t, w, m); got.State != c.state || len(got.Wrapped) > 0 {
			t.Errorf("%s: %s, wrapped %d bytes", name, got.State, len(got.Wrapped))
		}
	}
	deliver(t, w, breachtest.NewID(t)) // there is no such mail
	if mails := w.Mail.Messages(); len(mails) != 0 {
		t.Errorf("%d mails", len(mails))
	}

	w.Mail.Refuse(parent, 550, "no such user")
	refused := asked(t, w, parent, "en", nil)
	deliver(t, w, refused)
	if m := mailOf(t, w, refused); m.State != domain.NoticeFailed || len(m.Wrapped) > 0 {
		t.Errorf("refused for good: %+v", m)
	}
	w.Mail.Refuse(parent, 451, "later")
	later, never := asked(t, w, parent, "en", nil), asked(t, w, "never@mail.example", "en", nil)
	w.Mail.Refuse("never@mail.example", 451, "later")
	deliver(t, w, later)
	deliver(t, w, never)
	if m := mailOf(t, w, later); m.State != domain.NoticeDeferred || len(m.Wrapped) == 0 {
		t.Errorf("refused for now: %+v", m)
	}
	w.Mail.Refuse(parent, 0, "")
	for range 3 { // a message is lost: the tick has it sent
		w.Advance(15 * time.Minute)
		w.Tick()
	}
	if m := mailOf(t, w, later); m.State != domain.NoticeSent || len(m.Wrapped) > 0 {
		t.Errorf("later: %+v", m)
	}
	if m := mailOf(t, w, never); m.State != domain.NoticeFailed || len(m.Wrapped) > 0 {
		t.Errorf("until it was too late: %+v", m)
	}
}

// Cut off at any write, a code is mailed once, or nobody knows and it isn't mailed again; the address is forgotten.
func TestRequesterIsMailedOnce(t *testing.T) {
	t.Parallel()
	for at := 1; at <= 3; at++ {
		for _, after := range []bool{false, true} {
			w := breachtest.New(t)
			id := asked(t, w, parent, "en", nil)
			w.BreakAt(at, after)
			for range 4 {
				deliver(t, w, id)
			}
			w.BreakAt(0, false)
			for range 4 {
				w.Advance(15 * time.Minute)
				w.Tick()
			}
			m, n := mailOf(t, w, id), len(w.Mail.Messages())
			if n > 1 || len(m.Wrapped) > 0 || m.State != domain.NoticeSent && m.State != domain.NoticeUnknown || m.State == domain.NoticeSent && n != 1 {
				t.Errorf("cut off at %d, after its effect %v: %s, %d mails, wrapped %d bytes", at, after, m.State, n, len(m.Wrapped))
			}
		}
	}
}
