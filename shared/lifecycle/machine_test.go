package lifecycle

import (
	"errors"
	"flag"
	"slices"
	"testing"
	"time"

	"pgregory.net/rapid"

	"github.com/cleanslate-edu/cleanslate/shared/domain"
	"github.com/cleanslate-edu/cleanslate/shared/events"
)

// A school is what a model knows of an org: what people did, and what they must be able to rely on.
type school struct {
	w        *world
	signer   testSigner
	lessons  []*lesson
	holds    []domain.Hold
	messages [][]byte // all that were ever published: each may come again, at any time, in any order
}

type lesson struct {
	id           string
	state        domain.State // Open, Closed, Deleted; whether it is erased is read from the vault
	ended        time.Time
	firstDeleted time.Time
	asked        bool // formally
	gone         bool // its key is destroyed
	pupils       []*pupil
}

type pupil struct {
	id          string
	asked, gone bool
}

// TestRetentionMachine lets teachers, students and the school do what they can, holds come and go, months pass,
// and retention's messages come twice, late and out of order. Nothing that a hold protects is destroyed, nothing
// earlier than it may be, nothing later than the next quiet hour, and each erasure leaves one receipt.
//
//	go test ./shared/lifecycle -run RetentionMachine -rapid.checks=2000 -rapid.steps=60
func TestRetentionMachine(t *testing.T) {
	t.Parallel()
	if checks := flag.Lookup("rapid.checks"); checks.Value.String() == checks.DefValue {
		checks.Value.Set("8") // each is a world of its own
	}
	signer := newSigner(t)
	rapid.Check(t, func(r *rapid.T) {
		m := &school{w: newWorld(t), signer: signer}
		m.open(r)
		r.Repeat(map[string]func(*rapid.T){
			"open":           m.open,
			"close":          func(r *rapid.T) { m.teach(r, domain.Closed, domain.Open) },
			"delete":         func(r *rapid.T) { m.teach(r, domain.Deleted, domain.Open, domain.Closed) },
			"restore":        m.restore,
			"hold":           m.hold,
			"release":        m.release,
			"ask":            m.ask,
			"student leaves": m.leave,
			"tick":           m.tick,
			"deliver":        m.deliver,
			"wait":           m.wait,
			"quiet hours":    m.quiet,
			"":               m.check,
		})
	})
}

func (m *school) pick(r *rapid.T) *lesson {
	return m.lessons[rapid.IntRange(0, len(m.lessons)-1).Draw(r, "lesson")]
}

func (m *school) open(r *rapid.T) {
	if len(m.lessons) == 3 {
		r.Skip("three are enough")
	}
	s := m.w.session(2, 1)
	l := &lesson{id: s.ID, state: domain.Open}
	for _, pid := range m.w.participants(s.ID) {
		l.pupils = append(l.pupils, &pupil{id: pid})
	}
	m.lessons = append(m.lessons, l)
}

var errNotNow = errors.New("not in this state")

// teach moves a session on at a teacher's request, who may do so from some states.
func (m *school) teach(r *rapid.T, to domain.State, from ...domain.State) {
	l := m.pick(r)
	can := slices.Contains(from, l.state) && !l.asked && !l.gone
	err := m.w.change(l.id, func(s *domain.Session) error {
		if !slices.Contains(from, s.State) {
			return errNotNow
		}
		s.Take(domain.Step{To: to}, m.w.now())
		return nil
	})
	if can != (err == nil) {
		r.Fatalf("%s from %s, asked %v, gone %v: %v", to, l.state, l.asked, l.gone, err)
	}
	if can {
		m.moved(l, to)
	}
}

// moved records the time of a move by the model's clock.
func (m *school) moved(l *lesson, to domain.State) {
	l.state = to
	if l.ended.IsZero() {
		l.ended = m.w.now()
	}
	if to == domain.Deleted && l.firstDeleted.IsZero() {
		l.firstDeleted = m.w.now()
	}
}

// final is when a deletion can't be undone any more: the same day and time six months later, or the last of that month.
func (l *lesson) final() time.Time {
	at := l.firstDeleted
	until := time.Date(at.Year(), at.Month()+6, 1, at.Hour(), at.Minute(), at.Second(), at.Nanosecond(), time.UTC)
	last := until.AddDate(0, 1, -1).Day()
	return until.AddDate(0, 0, min(at.Day(), last)-1)
}

func (m *school) restore(r *rapid.T) {
	l := m.pick(r)
	can := l.state == domain.Deleted && !l.asked && !l.gone && m.w.now().Before(l.final())
	org := m.org()
	err := m.w.change(l.id, func(s *domain.Session) error {
		if s.State != domain.Deleted || !m.w.now().Before(s.RestorableUntil(&org)) {
			return errNotNow
		}
		s.State, s.DeletedAt = domain.Closed, time.Time{}
		return nil
	})
	if can != (err == nil) {
		r.Fatalf("restoring what is %s until %v at %v: %v", l.state, l.final(), m.w.now(), err)
	}
	if can {
		l.state = domain.Closed
	}
}

func (m *school) org() domain.Org {
	o, err := m.w.data.Org(m.w.t.Context(), north)
	m.w.must(err)
	return o
}

func (m *school) hold(r *rapid.T) {
	if len(m.holds) == 4 {
		r.Skip("four are enough")
	}
	h := domain.Hold{
		ID: m.w.id(), Org: north, Name: "Case", PlacedBy: "x", PlacedAt: m.w.now(),
		Kind:  rapid.SampledFrom([]domain.HoldKind{domain.HoldLegal, domain.HoldLegal, domain.HoldIncident}).Draw(r, "kind"),
		Until: m.w.now().AddDate(0, 0, rapid.SampledFrom([]int{1, 40, 400}).Draw(r, "days")),
	}
	if rapid.Bool().Draw(r, "one lesson only") {
		h.Session = m.pick(r).id
	}
	placed, err := m.w.PlaceHold(m.w.t.Context(), h)
	if err == nil && rapid.Bool().Draw(r, "twice") {
		placed, err = m.w.PlaceHold(m.w.t.Context(), h)
	}
	m.w.must(err)
	m.holds = append(m.holds, placed)
}

func (m *school) release(r *rapid.T) {
	if len(m.holds) == 0 {
		r.Skip("there is none")
	}
	h := &m.holds[rapid.IntRange(0, len(m.holds)-1).Draw(r, "hold")]
	_, err := m.w.ReleaseHold(m.w.t.Context(), north, h.ID, domain.HoldLegal)
	if over := domain.HoldKept.After(h.EndsAt()); errors.Is(err, domain.ErrNotFound) && !m.w.now().Before(over) {
		return // it ended so long ago that it isn't on record any more
	}
	if (h.Kind == domain.HoldLegal) != (err == nil) {
		r.Fatalf("releasing a %s hold: %v", h.Kind, err)
	}
	if err == nil && h.ReleasedAt.IsZero() {
		h.ReleasedAt = m.w.now()
	}
}

// held reports whether a hold protects something of a lesson now.
func (m *school) held(l *lesson, formal bool) bool {
	now := m.w.now()
	for _, h := range m.holds {
		stands := now.Before(h.Until) && (h.ReleasedAt.IsZero() || now.Before(h.ReleasedAt))
		if stands && (h.Session == "" || h.Session == l.id) && (h.Kind == domain.HoldLegal || !formal) {
			return true
		}
	}
	return false
}

func (m *school) ask(r *rapid.T) {
	l := m.pick(r)
	out, err := m.w.Request(m.w.t.Context(), ofSession(l.id), domain.GroundSchool)
	m.w.must(err)
	if held := m.held(l, true); !l.gone && held != (out.Hold != nil) {
		r.Fatalf("held %v: %+v", held, out)
	}
	l.asked = true
	if l.ended.IsZero() {
		l.ended = m.w.now()
	}
	if s, err := m.w.data.Session(m.w.t.Context(), l.id); err != nil || !s.Hidden() {
		r.Fatalf("the school asked for it to be erased, and it is %s, %v", s.State, err)
	}
	m.publish(r, events.FormalErasure(ofSession(l.id)))
}

func (m *school) leave(r *rapid.T) {
	l := m.pick(r)
	p := l.pupils[rapid.IntRange(0, 1).Draw(r, "student")]
	who := participant(p.id, l.id)
	out, err := m.w.Ask(m.w.t.Context(), who, domain.GroundSubject)
	if l.gone && errors.Is(err, domain.ErrNotFound) {
		return
	}
	m.w.must(err)
	if held := m.held(l, true); !p.gone && !l.gone && held != (out.Hold != nil) {
		r.Fatalf("held %v: %+v", held, out)
	}
	p.asked = true
	m.publish(r, events.FormalErasure(who))
}

func (m *school) publish(r *rapid.T, messages ...[]byte) {
	m.messages = append(m.messages, messages...)
}

func (m *school) tick(r *rapid.T) {
	var out collect
	m.w.must(m.w.Tick(m.w.t.Context(), &out))
	m.publish(r, out.sent...)
}

// deliver delivers any message, perhaps not for the first time.
func (m *school) deliver(r *rapid.T) {
	if len(m.messages) == 0 {
		r.Skip("there is none")
	}
	m.carry(r, m.messages[rapid.IntRange(0, len(m.messages)-1).Draw(r, "message")])
}

func (m *school) carry(r *rapid.T, message []byte) {
	in, err := events.ParseRetention(events.Message{Data: message})
	m.w.must(err)
	switch ctx := m.w.t.Context(); {
	case in.Work != (events.Work{}):
		for more := true; more; {
			more, err = m.w.Do(ctx, in.Work)
			m.w.must(err)
		}
	case in.Plan.Org != "":
		var out collect
		m.w.must(m.w.TickOrg(ctx, *in.Plan, &out, m.signer))
		m.publish(r, out.sent...)
	default:
		m.w.must(m.w.TickRest(ctx, &collect{}))
	}
	m.look(r)
}

func (m *school) wait(r *rapid.T) {
	m.w.time = m.w.time.Add(rapid.SampledFrom([]time.Duration{
		time.Second, time.Hour, 24 * time.Hour, 29 * 24 * time.Hour, 31 * 24 * time.Hour, 181 * 24 * time.Hour, 400 * 24 * time.Hour,
	}).Draw(r, "time"))
}

// quiet lets three hours pass in which every message arrives. After them nothing is left to do.
func (m *school) quiet(r *rapid.T) {
	for range 3 {
		m.w.time = m.w.time.Add(time.Hour)
		before := len(m.messages)
		m.tick(r)
		for i := before; i < len(m.messages); i++ { // plans publish more
			m.carry(r, m.messages[i])
		}
	}
	m.messages = nil
	for _, l := range m.lessons {
		if l.gone {
			continue
		}
		hour := m.w.now().Add(-3 * time.Hour)
		switch held := m.held(l, false); {
		case l.asked && !m.held(l, true):
			r.Fatalf("the school asked for it to be erased, nothing holds it, and it is there: %+v", *l)
		case l.state == domain.Deleted && !hour.Before(l.final()) && !held:
			r.Fatalf("deleted at %v, and still there: %+v", l.firstDeleted, *l)
		case l.state == domain.Closed && !l.asked && !hour.Before(l.ended.AddDate(0, 0, 30)) && !held:
			r.Fatalf("ended at %v, and not deleted: %+v", l.ended, *l)
		}
		for _, p := range l.pupils {
			if p.asked && !p.gone && !m.held(l, true) {
				r.Fatalf("a student asked to be erased, nothing holds them, and they are there")
			}
		}
	}
}

// look compares what there is with what may be gone, after retention has worked.
func (m *school) look(r *rapid.T) {
	ctx := m.w.t.Context()
	for _, l := range m.lessons {
		s, err := m.w.data.Session(ctx, l.id)
		m.w.must(err)
		if l.state == domain.Open && s.State == domain.Closed {
			m.moved(l, domain.Closed) // it lay idle
			l.ended = s.EndedAt
		}
		if (l.state == domain.Open || l.state == domain.Closed) && s.State == domain.Deleted {
			if due := l.ended.AddDate(0, 0, 30); m.w.now().Before(due) || m.held(l, false) {
				r.Fatalf("deleted at %v, which the policy does from %v, held %v", m.w.now(), due, m.held(l, false))
			}
			m.moved(l, domain.Deleted)
		}
		boxes, err := m.w.vault.AllBoxes(ctx, l.id)
		m.w.must(err)
		_, err = m.w.vault.SessionKey(ctx, l.id)
		if gone := errors.Is(err, domain.ErrNotFound); gone && !l.gone {
			formal := l.asked
			expired := l.state == domain.Deleted && !m.w.now().Before(l.final())
			if m.held(l, formal) || !formal && !expired {
				r.Fatalf("its key is gone: asked %v, %s, final at %v, now %v, held %v", l.asked, l.state, l.final(), m.w.now(), m.held(l, formal))
			}
			l.gone = true
		} else if !gone {
			m.w.must(err)
			if l.gone {
				r.Fatal("a destroyed key is back")
			}
		}
		for _, p := range l.pupils {
			b, there := boxes[p.id]
			gone := !there || b.Erased || len(b.Session) == 0
			if gone && !p.gone {
				if !l.gone && (!p.asked || m.held(l, true)) {
					r.Fatalf("a student's key is gone: asked %v, held %v", p.asked, m.held(l, true))
				}
				p.gone = true
			} else if !gone && (p.gone || l.gone) {
				r.Fatal("a student's destroyed key is back, or was left")
			}
		}
	}
}

// check holds after every step.
func (m *school) check(r *rapid.T) {
	m.look(r)
	ctx := m.w.t.Context()
	for _, l := range m.lessons {
		s, err := m.w.data.Session(ctx, l.id)
		m.w.must(err)
		if (s.Hidden() || l.gone) != (l.gone || l.asked || l.state == domain.Deleted) {
			r.Fatalf("it is %s, the model says %s, asked %v, gone %v", s.State, l.state, l.asked, l.gone)
		}
		if s.State != domain.Erased {
			continue
		}
		if !l.gone {
			r.Fatal("it is erased, and its key is there")
		}
		n, err := m.w.data.CountDocuments(ctx, l.id)
		m.w.must(err)
		if n > 0 || s.Title != "" || s.Owner != "" && s.Owner != domain.Nobody {
			r.Fatalf("it is erased, and %d documents are left, the title %q", n, s.Title)
		}
	}
	m.receipts(r)
}

// receipts checks that each finished erasure has one receipt, and what exists has none.
func (m *school) receipts(r *rapid.T) {
	list, _, err := m.w.data.Receipts(m.w.t.Context(), north, 100, "")
	m.w.must(err)
	count := make(map[string]int)
	for _, receipt := range list {
		if receipt.Follows == "" {
			count[receipt.Session+receipt.Participant]++
		}
		if !receipt.Consistent() || receipt.IrrecoverableAt.Before(receipt.KeysDeletedAt.Add(domain.BackupLife)) || receipt.ErasedAt.Before(receipt.KeysDeletedAt) {
			r.Fatalf("a receipt says %+v", receipt)
		}
	}
	for key, n := range count {
		if n > 1 {
			r.Fatalf("%d receipts for one erasure, %s", n, key)
		}
	}
	for _, l := range m.lessons {
		if count[l.id] > 0 && !l.gone {
			r.Fatal("there is a receipt for what is there")
		}
		for _, p := range l.pupils {
			if count[l.id+p.id] > 0 && !p.gone {
				r.Fatal("there is a receipt for a student who is there")
			}
		}
	}
}
