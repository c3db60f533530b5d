package breachtest

import (
	"context"
	"iter"
	"sync"
	"time"

	"github.com/cleanslate-edu/cleanslate/functions/breach"
	"github.com/cleanslate-edu/cleanslate/functions/notify"
	"github.com/cleanslate-edu/cleanslate/shared/domain"
	"github.com/cleanslate-edu/cleanslate/shared/mail"
)

// A Fuse lets calls pass until a chosen one, and crashes before or after it.
type Fuse struct {
	Calls int // so far

	mu    sync.Mutex
	at    int // 1, 2, …; 0: never
	after bool
}

// around makes a call, or crashes instead of it or after it.
func (f *Fuse) around(call func() error) error {
	f.mu.Lock()
	f.Calls++
	crash := f.Calls == f.at
	f.mu.Unlock()
	if crash && !f.after {
		panic("before")
	}
	err := call()
	if crash {
		panic("after")
	}
	return err
}

// breakable is everything that breach and notify write to, through a fuse.
type breakable struct {
	breach.Store
	breach.Vault
	notices notify.Store
	out     breach.Publisher
	mail    notify.Sender
	fuse    *Fuse
}

func (b *breakable) ChangeIncident(ctx context.Context, id string, change func(*domain.Incident) ([]domain.Entry, error)) (i *domain.Incident, err error) {
	err = b.fuse.around(func() error { i, err = b.Store.ChangeIncident(ctx, id, change); return err })
	return i, err
}

func (b *breakable) ChangeNotices(ctx context.Context, id, org string, change func(*domain.Incident, []domain.Notice) ([]domain.Notice, []domain.Entry, error)) (i *domain.Incident, err error) {
	err = b.fuse.around(func() error { i, err = b.Store.ChangeNotices(ctx, id, org, change); return err })
	return i, err
}

func (b *breakable) PutGroups(ctx context.Context, id string, groups []domain.AffectedGroup) error {
	return b.fuse.around(func() error { return b.Store.PutGroups(ctx, id, groups) })
}

func (b *breakable) CopyHold(ctx context.Context, h domain.Hold) error {
	return b.fuse.around(func() error { return b.Store.CopyHold(ctx, h) })
}

func (b *breakable) PlaceHold(ctx context.Context, h domain.Hold) (placed domain.Hold, err error) {
	err = b.fuse.around(func() error { placed, err = b.Vault.PlaceHold(ctx, h); return err })
	return placed, err
}

func (b *breakable) ReleaseHold(ctx context.Context, org, id string, kind domain.HoldKind, now time.Time) (h domain.Hold, err error) {
	err = b.fuse.around(func() error { h, err = b.Vault.ReleaseHold(ctx, org, id, kind, now); return err })
	return h, err
}

func (b *breakable) ChangeNotice(ctx context.Context, incident, id string, change func(*domain.Notice) (bool, error)) (n domain.Notice, err error) {
	err = b.fuse.around(func() error { n, err = b.notices.ChangeNotice(ctx, incident, id, change); return err })
	return n, err
}

func (b *breakable) ChangeLetter(ctx context.Context, id string, change func(*domain.Letter, domain.Org) (bool, error)) (l domain.Letter, err error) {
	err = b.fuse.around(func() error { l, err = b.notices.ChangeLetter(ctx, id, change); return err })
	return l, err
}

func (b *breakable) Org(ctx context.Context, id string) (domain.Org, error) {
	return b.notices.Org(ctx, id)
}

func (b *breakable) OrgContact(ctx context.Context, id string) ([]byte, error) {
	return b.notices.OrgContact(ctx, id)
}

func (b *breakable) PolicyVersion(ctx context.Context, org string, n int) (domain.PolicyVersion, error) {
	return b.notices.PolicyVersion(ctx, org, n)
}

func (b *breakable) Ownership(ctx context.Context, id string) (domain.Ownership, error) {
	return b.notices.Ownership(ctx, id)
}

func (b *breakable) Newsletter(ctx context.Context, id string) (domain.Newsletter, error) {
	return b.notices.Newsletter(ctx, id)
}

func (b *breakable) Incident(ctx context.Context, id string) (*domain.Incident, error) {
	return b.notices.Incident(ctx, id)
}

func (b *breakable) Session(ctx context.Context, sid string) (*domain.Session, error) {
	return b.notices.Session(ctx, sid)
}

func (b *breakable) SessionsOf(ctx context.Context, org, member string) iter.Seq2[*domain.Session, error] {
	return b.notices.SessionsOf(ctx, org, member)
}

func (b *breakable) MemberPage(ctx context.Context, org string, size int, token string) ([]domain.Member, string, error) {
	return b.notices.MemberPage(ctx, org, size, token)
}

func (b *breakable) Circulars(ctx context.Context, org string, letters []domain.Circular) error {
	return b.notices.Circulars(ctx, org, letters)
}

func (b *breakable) ChangeCircular(ctx context.Context, l domain.Circular, change func(*domain.Circular) bool) (out domain.Circular, err error) {
	err = b.fuse.around(func() error { out, err = b.notices.ChangeCircular(ctx, l, change); return err })
	return out, err
}

func (b *breakable) ChangeRequestMail(ctx context.Context, id string, change func(*domain.RequestMail) bool) (m domain.RequestMail, err error) {
	err = b.fuse.around(func() error { m, err = b.notices.ChangeRequestMail(ctx, id, change); return err })
	return m, err
}

func (b *breakable) ChangeMailing(ctx context.Context, org string, change func(*domain.Org) bool) error {
	return b.fuse.around(func() error { return b.notices.ChangeMailing(ctx, org, change) })
}

// publisher and sender are types of their own: both have a method Send.
type publisher struct{ *breakable }

func (p publisher) Send(ctx context.Context, topic string, messages ...[]byte) error {
	return p.fuse.around(func() error { return p.out.Send(ctx, topic, messages...) })
}

type sender struct{ *breakable }

func (s sender) Send(ctx context.Context, m mail.Message) (sent domain.Sent, result string) {
	s.fuse.around(func() error { sent, result = s.mail.Send(ctx, m); return nil })
	return sent, result
}

// BreakAt puts a Fuse into the functions' writes and wires them.
func (w *World) BreakAt(at int, after bool) *Fuse {
	f := &Fuse{at: at, after: after}
	b := &breakable{Store: w.Store, Vault: w.Vault, notices: w.Store, out: w.Bus, mail: w.Notify.Mail, fuse: f}
	if s, ok := b.mail.(sender); ok {
		b.mail = s.mail
	}
	w.Breach.Store, w.Breach.Vault, w.Breach.Publisher = b, b, publisher{b}
	w.Notify.Store, w.Notify.Publisher, w.Notify.Mail = b, publisher{b}, sender{b}
	w.Wire()
	return f
}

// MailIDs counts mails by Message-ID: one for each notice.
func (w *World) MailIDs() map[string]int {
	got := make(map[string]int)
	for _, m := range w.Mail.Messages() {
		got[m.Header["Message-Id"][0]]++
	}
	return got
}
