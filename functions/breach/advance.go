package breach

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"log/slog"
	"maps"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/cleanslate-edu/cleanslate/shared/contact"
	"github.com/cleanslate-edu/cleanslate/shared/domain"
	"github.com/cleanslate-edu/cleanslate/shared/events"
	"github.com/cleanslate-edu/cleanslate/shared/notice"
	"github.com/cleanslate-edu/cleanslate/shared/seal"
)

// errChanged reports that the incident's texts changed after they were opened.
var errChanged = errors.New("the incident was changed meanwhile")

// advance brings the notices about one org up to date: clocks, contents,
// escalations, missed deadlines. All of it is one transaction. What is to be sent
// is published after it, and again at every tick until it is sent, so that a lost
// message does no harm.
func (h *handler) advance(ctx context.Context, id, org string) error {
	const attempts = 5
	for range attempts {
		i, err := h.Store.Incident(ctx, id)
		if err != nil {
			return err
		}
		p, err := h.newPlan(ctx, i, org)
		if err != nil {
			return err
		}
		_, err = h.Store.ChangeNotices(ctx, id, org, p.run)
		if errors.Is(err, errChanged) {
			continue
		}
		if err != nil {
			return fmt.Errorf("advancing the notices: %w", err)
		}
		p.warn(ctx)
		return h.publish(ctx, events.NotifyMail, p.mails)
	}
	return fmt.Errorf("%w: an incident keeps changing", domain.ErrUnavailable)
}

// A plan decides what happens to the notices about one org. Everything it needs has been
// read and opened before, so that it can run in a transaction.
type plan struct {
	now       time.Time
	org       domain.Org
	calendar  domain.Calendar
	clauses   []domain.Clause
	narrative notice.Narrative
	sealed    []byte // the narrative as it was opened
	reporter  mailbox
	school    mailbox

	// The result of run.
	incident *domain.Incident
	notices  map[string]*domain.Notice
	made     []string // ids, in the order in which they were made
	changed  map[string]bool
	entries  []domain.Entry
	mails    [][]byte
	running  map[string]int // by clause, how much of its time is gone while a notice waits, in percent
}

// A mailbox is an address with the key under which notices to it are sealed. It is
// empty if there is no address or its key was erased.
type mailbox struct {
	org     string
	key     seal.Key
	address string
}

func (h *handler) newPlan(ctx context.Context, i *domain.Incident, org string) (*plan, error) {
	p := &plan{now: h.Clock().UTC(), sealed: i.Narrative}
	var err error
	p.org, err = h.Store.Org(ctx, org)
	if errors.Is(err, domain.ErrNotFound) {
		p.org = domain.Org{ID: org, Name: org, Timezone: "UTC"}
	} else if err != nil {
		return nil, err
	}
	if p.org.Timezone == "" {
		p.org.Timezone = "UTC" // of an erased org a tombstone is left
	}
	if p.calendar, err = p.org.Calendar(); err != nil {
		return nil, err
	}
	// Those in force when the incident was reported: an agreement that is
	// changed afterwards must not move a running clock.
	p.clauses = append(p.org.Clauses(i.Clocks.Reported), domain.ForTeachers())

	keys := contact.New(h.Vault, h.ContactKeys)
	var reporter notice.Reporter
	path := seal.IncidentPath(i.ID)
	err = keys.Open(ctx, i.Org, path, seal.Narrative, i.Narrative, &p.narrative)
	if err == nil {
		err = keys.Open(ctx, i.Org, path, seal.Reporter, i.Reporter, &reporter)
	}
	switch {
	case errors.Is(err, domain.ErrNotFound):
		// The key is erased with its org. The clocks go on; the texts are
		// missing.
	case err != nil:
		return nil, err
	default:
		p.reporter = mailbox{org: i.Org, address: reporter.Email}
		if p.reporter.key, err = keys.Key(ctx, i.Org); err != nil {
			return nil, err
		}
	}
	p.school, err = h.schoolOf(ctx, keys, org)
	return p, err
}

// schoolOf opens the address of an org for notices of a breach.
func (h *handler) schoolOf(ctx context.Context, keys *contact.Keys, org string) (mailbox, error) {
	return h.mailboxOf(ctx, keys, org, contact.Contact.ForIncidents)
}

// mailboxOf opens one of an org's addresses.
func (h *handler) mailboxOf(ctx context.Context, keys *contact.Keys, org string, which func(contact.Contact) string) (mailbox, error) {
	sealed, err := h.Store.OrgContact(ctx, org)
	var c contact.Contact
	if err == nil {
		c, err = keys.Of(ctx, org, sealed)
	}
	if errors.Is(err, domain.ErrNotFound) {
		return mailbox{}, nil
	}
	if err != nil {
		return mailbox{}, err
	}
	key, err := keys.Key(ctx, org)
	return mailbox{org, key, which(c)}, err
}

// run computes what happens to the notices. It has no effects and may run more than once.
func (p *plan) run(i *domain.Incident, notices []domain.Notice) ([]domain.Notice, []domain.Entry, error) {
	if !bytes.Equal(i.Narrative, p.sealed) {
		return nil, nil, errChanged
	}
	p.incident, p.notices, p.changed, p.entries, p.mails = i, make(map[string]*domain.Notice), make(map[string]bool), nil, nil
	p.made, p.running = nil, make(map[string]int)
	for _, n := range notices {
		p.made = append(p.made, n.ID)
		p.notices[n.ID] = &n
	}
	if i.State != domain.IncidentClosed {
		if err := p.firsts(); err != nil {
			return nil, nil, err
		}
		if err := p.updates(); err != nil {
			return nil, nil, err
		}
		if err := p.watch(); err != nil {
			return nil, nil, err
		}
	}
	var changed []domain.Notice
	for _, id := range p.made {
		n := p.notices[id]
		p.log(n)
		if p.changed[id] {
			changed = append(changed, *n)
		}
		if n.State == domain.NoticeQueued || n.State == domain.NoticeDeferred && !p.now.Before(n.NextAttempt) {
			p.mails = append(p.mails, events.Mail{Incident: i.ID, Notice: id}.Encode())
		}
	}
	return changed, p.entries, nil
}

// find returns the notice with the id, making it where there is none.
func (p *plan) find(c domain.Clause, channel domain.Channel, kind domain.NoticeKind, number int) (n *domain.Notice, isNew bool) {
	id := domain.NoticeID(p.incident.ID, c.ID, p.org.ID, channel, kind, number)
	if n, ok := p.notices[id]; ok {
		return n, false
	}
	n = &domain.Notice{
		ID: id, Incident: p.incident.ID, Org: p.org.ID, Kind: kind, Channel: channel, Clause: c, Delivery: domain.Delivery{Attempts: domain.Attempts{State: domain.NoticeWaiting}},
	}
	if kind == domain.NoticeEscalation {
		n.Percent = number
	} else {
		n.Update = number
	}
	p.notices[id] = n
	p.made = append(p.made, id)
	p.changed[id] = true
	return n, true
}

// firsts brings the first notice of every clause and channel up to date. A clause
// that counts from another's notice comes after it.
func (p *plan) firsts() error {
	for _, c := range p.clauses {
		for _, channel := range c.Channels() {
			if channel == domain.ChannelMembers && !p.begun(c) {
				continue
			}
			n, _ := p.find(c, channel, domain.NoticeFirst, 0)
			if err := p.first(n); err != nil {
				return err
			}
		}
	}
	// Without an address, or after a bounce, the notice is made public.
	for _, id := range p.made {
		n := p.notices[id]
		if n.Kind != domain.NoticeFirst || n.Channel != domain.ChannelMail || n.State != domain.NoticeFailed {
			continue
		}
		instead, _ := p.find(n.Clause, domain.ChannelPublic, domain.NoticeFirst, 0)
		if err := p.first(instead); err != nil {
			return err
		}
	}
	return nil
}

// begun reports whether members are to be told under a clause, now or because they were
// to be before.
func (p *plan) begun(c domain.Clause) bool {
	if _, there := p.notices[domain.NoticeID(p.incident.ID, c.ID, p.org.ID, domain.ChannelMembers, domain.NoticeFirst, 0)]; there {
		return true
	}
	start, _ := p.incident.Deadline(c, p.calendar, domain.Delivered(p.all()))
	return !start.IsZero() && p.incident.State == domain.IncidentNotifying && p.incident.Applies(c, p.org.ID)
}

func (p *plan) first(n *domain.Notice) error {
	if n.State == domain.NoticeNotRequired && !n.DoneAt.IsZero() {
		return nil // there was nobody to write to
	}
	if applies := p.incident.Applies(n.Clause, p.org.ID); n.State == domain.NoticeNotRequired {
		if !applies {
			return nil
		}
		p.set(n, domain.NoticeWaiting)
	} else if !applies && (n.State == domain.NoticeWaiting || n.State == domain.NoticeIncomplete || n.State == domain.NoticeQueued) {
		p.set(n, domain.NoticeNotRequired)
		return nil
	}
	if n.State.Delivered() {
		return nil // it was in time, or late, by the clock of then
	}
	start, deadline := p.incident.Deadline(n.Clause, p.calendar, domain.Delivered(p.all()))
	if !n.StartsAt.Equal(start) || !n.Deadline.Equal(deadline) {
		n.StartsAt, n.Deadline = start, deadline
		p.changed[n.ID] = true
	}
	if start.IsZero() || n.State != domain.NoticeWaiting && n.State != domain.NoticeIncomplete {
		return nil
	}
	return p.write(n)
}

// write fills in a notice and releases it, if notifying was ordered and nothing is
// missing.
func (p *plan) write(n *domain.Notice) error {
	in := p.input(n)
	missing := notice.Missing(in)
	if !equalParts(missing, n.Missing) {
		n.Missing = missing
		p.changed[n.ID] = true
	}
	if p.incident.State != domain.IncidentNotifying {
		return nil
	}
	if len(missing) > 0 {
		p.set(n, domain.NoticeIncomplete)
		return nil
	}
	content, _, err := notice.Render(in)
	if err != nil {
		return err
	}
	n.Revision = p.incident.Revision
	if n.Channel == domain.ChannelPublic && !p.incident.Drill {
		p.post(n, content)
		return nil
	}
	return p.queue(n, content)
}

// queue seals a notice for its recipient. In a drill that is its owner.
func (p *plan) queue(n *domain.Notice, c notice.Content) error {
	if n.ToMembers() && !p.incident.Drill {
		p.set(n, domain.NoticeQueued) // notify writes to each in their language
		return nil
	}
	to := p.school
	if p.incident.Drill || n.Kind == domain.NoticeEscalation {
		to = p.reporter
	}
	if to.address == "" {
		n.DoneAt, n.Result = p.now, "no address"
		p.set(n, domain.NoticeFailed)
		return nil
	}
	path := seal.NoticePath(n.Incident, n.ID)
	content, err := encode(c)
	if err != nil {
		return err
	}
	recipient, err := encode(contact.Contact{Email: to.address})
	if err != nil {
		return err
	}
	n.KeyOrg = to.org
	n.Recipient = to.key.Seal(path, seal.Recipient, recipient)
	n.Content = to.key.Seal(path, seal.Content, content)
	p.set(n, domain.NoticeQueued)
	return nil
}

// post makes a notice public at once.
func (p *plan) post(n *domain.Notice, c notice.Content) {
	until := p.now.AddDate(0, 0, domain.PublicDays)
	n.Public = &domain.PublicNotice{Language: c.Language, Title: c.Subject, Text: c.Text, PublishedAt: p.now, Until: until}
	n.DoneAt = p.now
	p.set(n, domain.NoticePublished)
	if until.After(p.incident.PublicUntil) {
		p.incident.PublicUntil = until
	}
}

// updates makes the notices of the last update, for everyone who was notified
// before.
func (p *plan) updates() error {
	number := p.incident.Update
	if number == 0 {
		return nil
	}
	for _, id := range p.made {
		told := p.notices[id]
		if told.Kind != domain.NoticeFirst || told.Revision >= p.incident.UpdateRevision {
			continue
		}
		switch told.State {
		case domain.NoticeWaiting, domain.NoticeIncomplete, domain.NoticeNotRequired, domain.NoticeFailed:
			continue // the first notice will say it, or the public one does
		}
		n, isNew := p.find(told.Clause, told.Channel, domain.NoticeUpdate, number)
		if n.State != domain.NoticeWaiting && n.State != domain.NoticeIncomplete {
			continue
		}
		n.Deadline, n.StartsAt = time.Time{}, time.Time{}
		if err := p.write(n); err != nil {
			return err
		}
		if isNew && n.State == domain.NoticePublished && told.Public != nil && told.Public.Until.After(p.now) {
			told.Public.Until = p.now // the update stands in its place
			p.changed[told.ID] = true
		}
	}
	return nil
}

// watch checks every clock and warns the incident's owner when one runs out.
func (p *plan) watch() error {
	for _, id := range p.made {
		n := p.notices[id]
		if n.Lapse(p.now) {
			p.changed[id] = true
		}
		instead := time.Time{}
		if public, ok := p.notices[domain.NoticeID(p.incident.ID, n.Clause.ID, p.org.ID, domain.ChannelPublic, domain.NoticeFirst, 0)]; ok && public.State.Delivered() {
			instead = public.DoneAt
		}
		a := n.Watch(p.incident.Stopped(n.Clause, p.now), instead, p.now)
		p.running[n.Clause.ID] = max(p.running[n.Clause.ID], a.Running)
		facts := func(name, value string) map[string]string {
			return map[string]string{"deadline": n.Deadline.UTC().Format(time.RFC3339), "state": string(n.State), name: value}
		}
		if a.Percent > 0 {
			p.changed[id] = true
			p.enter(n, domain.EntryEscalated, p.now, facts("percent", strconv.Itoa(a.Percent)))
		}
		if a.Missed {
			p.changed[id] = true
			p.enter(n, domain.EntryMissed, n.Deadline, facts("target", strconv.FormatBool(n.Clause.Target)))
			a.Percent = 100
		}
		// A missed deadline still needs its reasons.
		if a.Missed && (n.State == domain.NoticeIncomplete || n.State == domain.NoticeWaiting) && !n.StartsAt.IsZero() {
			n.Missing = notice.Missing(p.input(n))
		}
		if a.Percent == 0 || n.State.Delivered() {
			continue
		}
		if err := p.escalate(n, a.Percent); err != nil {
			return err
		}
	}
	return nil
}

// warn tells those who run the service of clauses whose time runs out, at every
// tick until the notice is out: the alert "breach-clause" counts these lines by
// their fields (terraform/service/function_breach.tf).
func (p *plan) warn(ctx context.Context) {
	for _, clause := range slices.Sorted(maps.Keys(p.running)) {
		if percent := p.running[clause]; percent > 0 {
			slog.WarnContext(ctx, "a notice waits and its clause's time runs", "alert", "breach-clause", "incident", p.incident.ID, "clause", clause, "percent", percent, "drill", p.incident.Drill)
		}
	}
}

func (p *plan) escalate(about *domain.Notice, percent int) error {
	n, isNew := p.find(about.Clause, about.Channel, domain.NoticeEscalation, percent)
	if !isNew {
		return nil
	}
	content, err := notice.Escalation(p.input(about), about.State, about.Missing, percent)
	if err != nil {
		return err
	}
	return p.queue(n, content)
}

func (p *plan) input(n *domain.Notice) notice.Input {
	return notice.InputOf(p.incident, p.narrative, p.org, n, p.now)
}

func (p *plan) set(n *domain.Notice, state domain.NoticeState) {
	if n.State != state {
		n.State = state
		p.changed[n.ID] = true
	}
}

func (p *plan) all() []domain.Notice {
	all := make([]domain.Notice, len(p.made))
	for k, id := range p.made {
		all[k] = *p.notices[id]
	}
	return all
}

// log adds to the timeline what happened to a notice since its last entry. notify
// changes notices without touching the timeline, so that deliveries don't wait for
// one another.
func (p *plan) log(n *domain.Notice) {
	if n.State == n.Logged && n.Attempt == n.LoggedAttempt || n.State == domain.NoticeSending {
		return
	}
	at := p.now
	if !n.State.Open() && !n.DoneAt.IsZero() {
		at = n.DoneAt
	}
	facts := map[string]string{"state": string(n.State)}
	for name, value := range map[string]string{"result": n.Result, "missing": joinParts(n.Missing)} {
		if value != "" {
			facts[name] = value
		}
	}
	if n.ToMembers() && n.Attempt > 0 {
		facts["told"], facts["failed"] = strconv.Itoa(n.Told.Sent), strconv.Itoa(n.Told.Failed)
		facts["unknown"], facts["without"] = strconv.Itoa(n.Told.Unknown), strconv.Itoa(n.Told.Without)
	}
	if n.Attempt > 0 {
		facts["attempt"] = strconv.Itoa(n.Attempt)
	}
	if !n.Deadline.IsZero() {
		facts["deadline"] = n.Deadline.UTC().Format(time.RFC3339)
	}
	p.enter(n, domain.EntryNotice, at, facts)
	if n.State.Delivered() && n.Kind == domain.NoticeFirst && !n.Deadline.IsZero() && n.DoneAt.Before(n.Deadline) {
		p.enter(n, domain.EntryMet, n.DoneAt, map[string]string{"deadline": facts["deadline"]})
	}
	n.Logged, n.LoggedAttempt = n.State, n.Attempt
	p.changed[n.ID] = true
}

func (p *plan) enter(n *domain.Notice, kind domain.EntryKind, at time.Time, facts map[string]string) {
	facts["notice"], facts["clause"], facts["org"] = n.ID, n.Clause.ID, n.Org
	facts["channel"], facts["kind"] = string(n.Channel), string(n.Kind)
	p.entries = append(p.entries, domain.Entry{At: at, RecordedAt: p.now, Actor: actor, Kind: kind, Facts: facts})
}

func equalParts(a, b []domain.Part) bool { return joinParts(a) == joinParts(b) }

func joinParts(parts []domain.Part) string {
	names := make([]string, len(parts))
	for i, p := range parts {
		names[i] = string(p)
	}
	return strings.Join(names, ", ")
}
