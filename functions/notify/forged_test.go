package notify_test

import (
	"strings"
	"testing"
	"time"

	"github.com/cleanslate-edu/cleanslate/functions/breachtest"
	"github.com/cleanslate-edu/cleanslate/shared/domain"
	notices "github.com/cleanslate-edu/cleanslate/shared/notice"
)

// Addresses that no profile could be stored with, in a profile that somebody put into the database with them, reach nobody,
// and keep nobody else's mail.
func TestForgedAddresses(t *testing.T) {
	t.Parallel()
	w := breachtest.New(t)
	sid := w.Session(breachtest.North, breachtest.Monday.Add(-48*time.Hour), 1, 1)
	forged := []string{
		"a@north.example\r\nBcc: victim@south.example", "victim@south.example, other@south.example", "<victim@south.example>", "a@north.example\x00", "\"a\"@north.example",
		strings.Repeat("a", 300) + "@north.example", "@", "a@localhost", "mailto:victim@south.example", "a@north.example>\r\nRCPT TO:<victim@south.example",
	}
	var all []string
	for _, address := range forged {
		all = append(all, w.Member(breachtest.North, domain.Profile{Name: "x\r\nBcc: victim@south.example", Email: address, Locale: "en\r\nX: y"}))
	}
	w.Teach(sid, w.Member(breachtest.North, said("fine@north.example", "en")), all...)
	i := notifying(t, w, nil)
	got := subjects(t, w)
	if len(got) != 1 || got["fine@north.example"] == "" {
		t.Errorf("told: %v", got)
	}
	if n := w.Notices(breachtest.Grace, i.ID)[toTeachers]; n.State != "sent" || n.Told.Sent != 1 || n.Told.Failed != len(forged) {
		t.Errorf("%+v, %+v", n, n.Told)
	}
}

// A school whose name is as long as it may be, in a script of three bytes a character, gets every notice, and so do its
// teachers.
func TestLongNames(t *testing.T) {
	t.Parallel()
	w := breachtest.New(t)
	_, err := w.Store.ChangeOrg(t.Context(), breachtest.North, func(o *domain.Org) ([]byte, *domain.Change, error) {
		o.Name = strings.Repeat("学", domain.OrgNameMax)
		return nil, &domain.Change{At: w.Clock(), Who: "x", What: domain.ChangeEdited}, nil
	})
	w.Must(err)
	w.Teach(w.Session(breachtest.North, breachtest.Monday.Add(-48*time.Hour), 1, 1), w.Member(breachtest.North, said("fine@north.example", "fr")))
	i := notifying(t, w, nil)
	for name, n := range w.Notices(breachtest.Grace, i.ID) {
		if n.State != "sent" && n.State != "published" && n.State != "not-required" {
			t.Errorf("%s is %s", name, n.State)
		}
	}
	for _, m := range w.Mail.Messages() {
		if m.Problem != "" || len(m.Subject) > notices.SubjectMax || !strings.Contains(m.Text, "学") {
			t.Errorf("%q: %s", m.Subject, m.Problem)
		}
	}
}
