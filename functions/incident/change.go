package incident

import (
	"bytes"
	"context"
	"crypto/sha256"
	"errors"
	"maps"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/cleanslate-edu/cleanslate/shared/contact"
	"github.com/cleanslate-edu/cleanslate/shared/domain"
	"github.com/cleanslate-edu/cleanslate/shared/httpapi"
	"github.com/cleanslate-edu/cleanslate/shared/notice"
	"github.com/cleanslate-edu/cleanslate/shared/seal"
)

type patchRequest struct {
	State         *domain.IncidentState    `json:"state"`
	Title         *string                  `json:"title"`
	OccurredFrom  *time.Time               `json:"occurredFrom"`
	OccurredUntil httpapi.Field[time.Time] `json:"occurredUntil"`
	DiscoveredAt  *time.Time               `json:"discoveredAt"`
	AwareAt       *time.Time               `json:"awareAt"`
	ClockReason   *string                  `json:"clockReason"`
	Categories    []domain.Category        `json:"categories"`
	Scope         *scopeRequest            `json:"scope"`
	KeysInReach   *domain.Reach            `json:"keysInReach"`
	Risk          *domain.Risk             `json:"risk"`
	Texts         map[string]notice.Texts  `json:"texts"`
	Contact       *notice.Contact          `json:"contact"`
	Recount       bool                     `json:"recount"`
	RenewFreeze   bool                     `json:"renewFreeze"`
}

// patch changes what is known of an incident, or its state. Each change is an entry
// of the timeline; the texts themselves are not in it.
func (h *handler) patch(w http.ResponseWriter, r *http.Request, who caller) error {
	var in patchRequest
	if err := httpapi.Decode(w, r, httpapi.BodyLimit, &in); err != nil {
		return err
	}
	old, err := h.managed(r, who)
	if err != nil {
		return err
	}
	keys := contact.New(h.Vault, h.ContactKeys)
	p := &patching{handler: h, who: who, in: in, checker: checker{now: h.Clock().UTC()}, keys: keys}
	if err := p.check(r.Context(), old); err != nil {
		return err
	}
	i, err := h.change(r, who, func(i *domain.Incident) ([]domain.Entry, error) { return p.apply(r.Context(), i) })
	if err != nil {
		return err
	}
	return h.write(w, r, http.StatusOK, keys, who, i)
}

// patching is one PATCH.
type patching struct {
	*handler
	checker
	who   caller
	in    patchRequest
	keys  *contact.Keys
	scope *domain.Scope
}

// check validates what doesn't depend on the incident's stored state.
func (p *patching) check(ctx context.Context, i *domain.Incident) error {
	in := p.in
	if in.Title != nil {
		p.title(in.Title)
	}
	from, until := i.OccurredFrom, i.OccurredUntil
	if in.OccurredFrom != nil {
		from = *in.OccurredFrom
	}
	if in.OccurredUntil.Sent {
		until = value(in.OccurredUntil.Value)
	}
	p.window(from, until)
	if in.DiscoveredAt != nil {
		p.past(*in.DiscoveredAt, "/discoveredAt")
	}
	if in.AwareAt != nil {
		p.past(*in.AwareAt, "/awareAt")
	}
	if in.DiscoveredAt != nil || in.AwareAt != nil {
		if in.ClockReason == nil {
			in.ClockReason = new(string)
		}
		p.line(in.ClockReason, domain.ClockReasonMax, "/clockReason",
			"A correction of a clock needs a reason: one line, at most 200 characters. The register shows it.")
	}
	if in.Categories != nil {
		p.categories(in.Categories)
	}
	p.judgement(or(in.KeysInReach, i.KeysInReach), or(in.Risk, i.Risk))
	p.texts(in.Texts)
	if in.Contact != nil {
		p.contact(in.Contact)
	}
	if in.Scope != nil {
		s, err := p.handler.scope(ctx, &p.checker, p.who, *in.Scope)
		if err != nil {
			return err
		}
		p.scope = &s
	}
	if in.State != nil {
		p.want(*in.State == domain.IncidentScoping || *in.State == domain.IncidentNotifying, "/state",
			"An incident can be moved to scoping or notifying. To close it, use its close route.")
	}
	return p.err()
}

func or[T any](p *T, v T) T {
	if p != nil {
		return *p
	}
	return v
}

func (p *patching) apply(ctx context.Context, i *domain.Incident) ([]domain.Entry, error) {
	if i.State == domain.IncidentClosed {
		return nil, errClosed
	}
	in := p.in
	var entries []domain.Entry
	changed := make(map[string]string)
	recount := in.Recount
	set := func(name, value string) { changed[name] = value }

	if in.OccurredFrom != nil && !in.OccurredFrom.Equal(i.OccurredFrom) {
		i.OccurredFrom, recount = in.OccurredFrom.UTC(), true
		set("occurredFrom", stamp(i.OccurredFrom))
	}
	if until := value(in.OccurredUntil.Value); in.OccurredUntil.Sent && !until.Equal(i.OccurredUntil) {
		i.OccurredUntil, recount = until.UTC(), true
		set("occurredUntil", stamp(i.OccurredUntil))
	}
	if in.Categories != nil && !slices.Equal(in.Categories, i.Categories) {
		i.Categories, recount = in.Categories, true
		set("categories", names(i.Categories))
	}
	if in.KeysInReach != nil && *in.KeysInReach != i.KeysInReach {
		i.KeysInReach, recount = *in.KeysInReach, true
		set("keysInReach", string(i.KeysInReach))
	}
	if in.Risk != nil && *in.Risk != i.Risk {
		i.Risk = *in.Risk
		set("risk", string(i.Risk))
	}
	if p.scope != nil {
		for _, org := range i.Scope.AllOrgs() {
			if !slices.Contains(p.scope.AllOrgs(), org) {
				return nil, domain.Invalid(domain.FieldError{Pointer: "/scope",
					Detail: "A scope can only be widened, because the clocks of everyone in it are running. Include all the orgs it already has."})
			}
		}
		i.Scope, recount = *p.scope, true
		set("orgs", strings.Join(i.Scope.AllOrgs(), ", "))
		if i.Freezes == 0 {
			i.Freeze(p.now)
		}
	}
	if in.Title != nil || in.Texts != nil || in.Contact != nil {
		if err := p.rewrite(ctx, i, func(n *notice.Narrative) {
			n.Title = or(in.Title, n.Title)
			n.Contact = or(in.Contact, n.Contact)
			n.Texts = merge(n.Texts, in.Texts)
		}); err != nil {
			return nil, err
		}
		set("texts", "rewritten")
	}
	if recount {
		i.Affected = nil // what was counted before doesn't hold
		i.AffectedRun++
		set("recount", strconv.Itoa(i.AffectedRun))
	}
	if len(changed) > 0 {
		entries = append(entries, p.entry(p.who, domain.EntryChanged, time.Time{}, changed))
	}
	if in.RenewFreeze && i.Freeze(p.now) {
		entries = append(entries, p.entry(p.who, domain.EntryFrozen, time.Time{}, map[string]string{"round": strconv.Itoa(i.Freezes)}))
	}
	for _, clock := range []struct {
		name string
		at   *time.Time
		to   *time.Time
	}{{"discovered", &i.Clocks.Discovered, in.DiscoveredAt}, {"aware", &i.Clocks.Aware, in.AwareAt}} {
		if clock.to == nil || clock.to.Equal(*clock.at) {
			continue
		}
		facts := map[string]string{"clock": clock.name, "from": stamp(*clock.at), "to": stamp(*clock.to), "reason": *in.ClockReason}
		*clock.at = clock.to.UTC()
		entries = append(entries, p.entry(p.who, domain.EntryClock, time.Time{}, facts))
	}
	if in.State != nil && *in.State != i.State {
		if !i.State.CanBecome(*in.State) {
			return nil, domain.Problem(domain.ErrConflict, "wrong-state",
				"An incident goes from reported to scoping to notifying, and not back. It is %s.", i.State)
		}
		if i.State == domain.IncidentReported {
			i.AffectedRun++
			i.Freeze(p.now)
		}
		i.State = *in.State
		entries = append(entries, p.entry(p.who, domain.EntryState, time.Time{}, map[string]string{"state": string(i.State)}))
	}
	return entries, nil
}

// narrativeMax is how many bytes a sealed narrative may have: it stands in the incident's
// document, which has room for a MiB. All texts of the greatest length fit, unless they
// consist of characters that take six bytes each.
const narrativeMax = 768 << 10

var errLongTexts = domain.Invalid(domain.FieldError{
	Pointer: "/texts", Detail: "The texts take too much room together. Shorten them, or leave out what isn't letters.",
})

// rewrite changes the sealed narrative.
func (p *patching) rewrite(ctx context.Context, i *domain.Incident, change func(*notice.Narrative)) error {
	return rewrite(ctx, p.keys, i, change)
}

func rewrite(ctx context.Context, keys *contact.Keys, i *domain.Incident, change func(*notice.Narrative)) error {
	path := seal.IncidentPath(i.ID)
	var n notice.Narrative
	if err := keys.Open(ctx, i.Org, path, seal.Narrative, i.Narrative, &n); err != nil {
		return err
	}
	change(&n)
	sealed, err := keys.Seal(ctx, i.Org, path, seal.Narrative, n)
	if err == nil && len(sealed) > narrativeMax {
		err = errLongTexts
	}
	if err == nil {
		i.Narrative = sealed
	}
	return err
}

// merge overlays new texts on old ones; an empty new text keeps the old one.
func merge(old, changes map[string]notice.Texts) map[string]notice.Texts {
	all := maps.Clone(old)
	if all == nil {
		all = make(map[string]notice.Texts)
	}
	for language, c := range changes {
		t := all[language]
		for _, f := range []struct{ to, from *string }{
			{&t.Nature, &c.Nature}, {&t.Consequences, &c.Consequences}, {&t.Measures, &c.Measures},
			{&t.Recommendations, &c.Recommendations}, {&t.Investigation, &c.Investigation}, {&t.Reasons, &c.Reasons},
		} {
			if *f.from != "" {
				*f.to = *f.from
			}
		}
		all[language] = t
	}
	return all
}

// confirm records that it was determined to be a breach.
func (h *handler) confirm(w http.ResponseWriter, r *http.Request, who caller) error {
	var in struct {
		ConfirmedAt *time.Time `json:"confirmedAt"`
	}
	if err := httpapi.Decode(w, r, httpapi.BodyLimit, &in); err != nil {
		return err
	}
	c := &checker{now: h.Clock().UTC()}
	at := c.now
	if in.ConfirmedAt != nil {
		at = in.ConfirmedAt.UTC()
		c.past(at, "/confirmedAt")
	}
	if err := c.err(); err != nil {
		return err
	}
	i, err := h.change(r, who, func(i *domain.Incident) ([]domain.Entry, error) {
		switch {
		case i.State == domain.IncidentClosed:
			return nil, errClosed
		case !i.Clocks.Confirmed.IsZero() && (in.ConfirmedAt == nil || at.Equal(i.Clocks.Confirmed)):
			return nil, nil // a retry
		case !i.Clocks.Confirmed.IsZero() && at.After(i.Clocks.Confirmed):
			return nil, domain.Problem(domain.ErrConflict, "conflict",
				"It is already confirmed. The time can only be moved back.")
		}
		i.Clocks.Confirmed = at
		return []domain.Entry{h.entry(who, domain.EntryClock, at, map[string]string{"clock": "confirmed", "to": stamp(at)})}, nil
	})
	if err != nil {
		return err
	}
	return h.write(w, r, http.StatusOK, contact.New(h.Vault, h.ContactKeys), who, i)
}

// update issues later findings to everybody who was notified before (GDPR
// art. 33(4)).
func (h *handler) update(w http.ResponseWriter, r *http.Request, who caller) error {
	key, err := httpapi.IdempotencyKey(r, false)
	if err != nil {
		return err
	}
	body, err := httpapi.ReadBody(w, r, httpapi.BodyLimit)
	if err != nil {
		return err
	}
	var in struct {
		Texts   map[string]notice.Texts `json:"texts"`
		Contact *notice.Contact         `json:"contact"`
	}
	if err := httpapi.Unmarshal(w, body, &in); err != nil {
		return err
	}
	c := &checker{now: h.Clock().UTC()}
	c.want(len(in.Texts) > 0, "/texts", "Say what is new, in at least one language.")
	c.texts(in.Texts)
	if in.Contact != nil {
		c.contact(in.Contact)
	}
	if err := c.err(); err != nil {
		return err
	}
	var request []byte
	if key != "" {
		sum := sha256.Sum256(append([]byte(key+"\x00"), body...))
		request = sum[:]
	}
	keys := contact.New(h.Vault, h.ContactKeys)
	i, err := h.change(r, who, func(i *domain.Incident) ([]domain.Entry, error) {
		switch {
		case i.State == domain.IncidentClosed:
			return nil, errClosed
		case i.State != domain.IncidentNotifying:
			return nil, domain.Problem(domain.ErrConflict, "wrong-state",
				"Nobody has been notified yet. Change the incident itself: its notices will say so.")
		case request != nil && bytes.Equal(request, i.UpdateKey):
			return nil, nil // a retry
		}
		if err := rewrite(r.Context(), keys, i, func(n *notice.Narrative) {
			n.Texts = merge(n.Texts, in.Texts)
			n.Contact = or(in.Contact, n.Contact)
		}); err != nil {
			return nil, err
		}
		i.Update++
		i.UpdateRevision, i.UpdateKey = i.Revision+1, request
		return []domain.Entry{h.entry(who, domain.EntryUpdate, time.Time{}, map[string]string{"number": strconv.Itoa(i.Update)})}, nil
	})
	if err != nil {
		return err
	}
	return h.write(w, r, http.StatusCreated, keys, who, i)
}

// delaysMax bounds how many delays an incident has.
const delaysMax = 20

// delay stops the clauses that allow its ground, and no others.
func (h *handler) delay(w http.ResponseWriter, r *http.Request, who caller) error {
	var in struct {
		Ground    domain.DelayGround `json:"ground"`
		Authority string             `json:"authority"`
		Until     time.Time          `json:"until"`
	}
	if err := httpapi.Decode(w, r, httpapi.BodyLimit, &in); err != nil {
		return err
	}
	now := h.Clock().UTC().Truncate(time.Microsecond)
	c := &checker{now: now}
	c.want(slices.Contains(domain.DelayGrounds, in.Ground), "/ground", "The ground must be law-enforcement, determining-scope or restoring-integrity.")
	c.line(&in.Authority, domain.AuthorityMax, "/authority", "Name the office that asked for it, not a person: one line, at most 200 characters.")
	c.want(in.Until.After(now) && !in.Until.After(now.Add(domain.DelayMax)), "/until", "A delay must end within 180 days. Record another if more time is needed.")
	if err := c.err(); err != nil {
		return err
	}
	old, err := h.managed(r, who)
	if err != nil {
		return err
	}
	d := domain.Delay{Ground: in.Ground, Authority: in.Authority, From: now, Until: in.Until.UTC()}
	stopped, err := h.stopped(r.Context(), old, d)
	if err != nil {
		return err
	}
	if len(stopped) == 0 {
		return domain.Problem(domain.ErrConflict, "nothing-to-delay",
			"No clause that applies to this incident allows a delay on this ground.")
	}
	i, err := h.change(r, who, func(i *domain.Incident) ([]domain.Entry, error) {
		switch {
		case i.State == domain.IncidentClosed:
			return nil, errClosed
		case len(i.Delays) >= delaysMax:
			return nil, domain.Problem(domain.ErrConflict, "conflict", "The incident already has the most delays it can have.")
		case slices.ContainsFunc(i.Delays, func(x domain.Delay) bool {
			return x.Ground == d.Ground && x.Authority == d.Authority && x.Until.Equal(d.Until)
		}):
			return nil, nil // a retry
		}
		i.Delays = append(i.Delays, d)
		return []domain.Entry{h.entry(who, domain.EntryDelay, now, map[string]string{
			"ground": string(d.Ground), "authority": d.Authority, "until": stamp(d.Until), "clauses": strings.Join(stopped, ", "),
		})}, nil
	})
	if err != nil {
		return err
	}
	return h.write(w, r, http.StatusOK, contact.New(h.Vault, h.ContactKeys), who, i)
}

// stopped returns the clauses that a delay stops.
func (h *handler) stopped(ctx context.Context, i *domain.Incident, d domain.Delay) ([]string, error) {
	var all []string
	for _, id := range i.Scope.AllOrgs() {
		org, err := h.Store.Org(ctx, id)
		if errors.Is(err, domain.ErrNotFound) {
			continue
		}
		if err != nil {
			return nil, err
		}
		for _, c := range org.Clauses(i.Clocks.Reported) {
			if d.Stops(c) && i.Applies(c, id) {
				all = append(all, c.ID)
			}
		}
	}
	slices.Sort(all)
	return slices.Compact(all), nil
}

// close ends an incident: the freeze is lifted and the register entry is final.
func (h *handler) close(w http.ResponseWriter, r *http.Request, who caller) error {
	var in struct {
		Outcome domain.Outcome `json:"outcome"`
		Reason  string         `json:"reason"`
	}
	if err := httpapi.Decode(w, r, httpapi.BodyLimit, &in); err != nil {
		return err
	}
	c := &checker{now: h.Clock().UTC()}
	switch in.Outcome {
	case domain.OutcomeNotified, domain.OutcomeNoBreach, domain.OutcomeNotRequired:
	default:
		c.want(false, "/outcome", "The outcome must be notified, no-breach or notice-not-required.")
	}
	c.want(utf8.RuneCountInString(strings.TrimSpace(in.Reason)) >= domain.ClosingReasonMin && isText(in.Reason), "/reason",
		"Say in 10 to 4,000 characters what was found and done, and why any notice was late or not needed: the register keeps it.")
	if err := c.err(); err != nil {
		return err
	}
	old, err := h.managed(r, who)
	if err != nil {
		return err
	}
	if old.State != domain.IncidentClosed {
		if err := h.checkClosable(r.Context(), old, in.Outcome); err != nil {
			return err
		}
	}
	keys := contact.New(h.Vault, h.ContactKeys)
	i, err := h.change(r, who, func(i *domain.Incident) ([]domain.Entry, error) {
		if i.State == domain.IncidentClosed {
			if i.Outcome == in.Outcome {
				return nil, nil // a retry
			}
			return nil, errClosed
		}
		e := h.entry(who, domain.EntryState, time.Time{}, map[string]string{"state": string(domain.IncidentClosed), "outcome": string(in.Outcome)})
		// The entry's number is known only inside this transaction.
		var err error
		if e.Note, err = keys.Seal(r.Context(), i.Org, seal.TimelinePath(i.ID, i.Entries+1), seal.Note, in.Reason); err != nil {
			return nil, err
		}
		i.State, i.Outcome, i.ClosedAt = domain.IncidentClosed, in.Outcome, e.At
		return []domain.Entry{e}, nil
	})
	if err != nil {
		return err
	}
	return h.write(w, r, http.StatusOK, keys, who, i)
}

// checkClosable returns what must still happen before an incident can be closed.
// Clauses whose event never occurred don't count.
func (h *handler) checkClosable(ctx context.Context, i *domain.Incident, outcome domain.Outcome) error {
	if outcome == domain.OutcomeNotified && i.State != domain.IncidentNotifying {
		return domain.Problem(domain.ErrConflict, "wrong-state", "Nobody has been notified yet. Move the incident to notifying first, or close it with another outcome.")
	}
	open := make(map[string]bool)
	for n, err := range h.Store.Notices(ctx, i.ID, "") {
		if err != nil {
			return err
		}
		switch {
		case n.State == domain.NoticeUnknown || n.State == domain.NoticeSending:
		case outcome != domain.OutcomeNotified && (n.State == domain.NoticeWaiting || n.State == domain.NoticeIncomplete):
			continue // the person says that it isn't needed, and why
		case !n.State.Open() || n.Kind != domain.NoticeFirst || n.StartsAt.IsZero():
			continue
		}
		open[n.Clause.ID+" ("+string(n.State)+")"] = true
	}
	if len(open) > 0 {
		return domain.Problem(domain.ErrConflict, "notices-open",
			"Some notices are still open: %s. Complete them, resolve them or wait for them, then close.", strings.Join(slices.Sorted(maps.Keys(open)), ", "))
	}
	return nil
}
