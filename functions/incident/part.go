package incident

import (
	"context"
	"maps"
	"net/http"
	"slices"

	"github.com/cleanslate-edu/cleanslate/shared/domain"
)

// manages reports whether the caller may change the incident and sees the whole of it.
func (c caller) manages(i *domain.Incident) bool { return c.operator || i.Org == c.Org }

// sees reports whether the caller may read something of the incident.
func (c caller) sees(i *domain.Incident) bool { return c.operator || i.Concerns(c.Org) }

// part returns the org to whose part of the incident the caller is limited: a school that
// the operator's report concerns. It is empty for whoever sees the whole.
func (c caller) part(i *domain.Incident) string {
	if c.manages(i) {
		return ""
	}
	return c.Org
}

var errReadOnly = domain.Problem(domain.ErrForbidden, "read-only",
	"The operator filed this incident, and only the operator can change it. Write to its contact, which each notice names.")

// managed is incident for who wants to change it.
func (h *handler) managed(r *http.Request, who caller) (*domain.Incident, error) {
	i, err := h.incident(r, who)
	if err == nil && !who.manages(i) {
		err = errReadOnly
	}
	return i, err
}

// shown returns what the caller may see of an incident: the whole, or their school's part.
func (h *handler) shown(ctx context.Context, who caller, i *domain.Incident) (*domain.Incident, error) {
	org := who.part(i)
	if org == "" {
		return i, nil
	}
	o, err := h.Store.Org(ctx, org)
	if err != nil {
		return nil, err
	}
	return ownPart(i, o), nil
}

// ownPart returns what an incident says of one org, and nothing of what was written for all
// or of any other: not who else is concerned, who reported it, or what it is called.
func ownPart(i *domain.Incident, o domain.Org) *domain.Incident {
	org, clauses := o.ID, o.Clauses(i.Clocks.Reported)
	part := *i
	part.Reporter, part.Narrative = nil, nil
	part.Scope, part.Affected, part.Delays = domain.Scope{}, nil, nil
	sessions, whole := i.Scope.SessionsOf(org)
	if whole {
		part.Scope.Orgs = []string{org}
	}
	for _, id := range sessions {
		part.Scope.Sessions = append(part.Scope.Sessions, domain.ScopedSession{Org: org, ID: id})
	}
	if a, known := i.AffectedOf(org); known {
		part.Affected = []domain.Affected{a}
	}
	for _, d := range i.Delays {
		if slices.ContainsFunc(clauses, func(c domain.Clause) bool { return d.Stops(c) && i.Applies(c, org) }) {
			part.Delays = append(part.Delays, d)
		}
	}
	return &part
}

// ownFacts are the facts of entries about the incident as a whole that a school may read.
// Reasons are the operator's words and may name others; its orgs are others' names.
var ownFacts = map[domain.EntryKind][]string{
	domain.EntryReported: {"drill", "occurredFrom", "discovered", "aware", "categories", "keysInReach", "risk"},
	domain.EntryState:    {"state", "outcome"},
	domain.EntryChanged:  {"occurredFrom", "occurredUntil", "categories", "keysInReach", "risk"},
	domain.EntryClock:    {"clock", "from", "to"},
	domain.EntryUpdate:   {"number"},
	domain.EntryFrozen:   {},
	domain.EntryUnfrozen: {},
}

// operatorsActor stands for the operator's people on what a school reads.
const operatorsActor = "operator"

// ownEntry returns what a school may read of an entry, and whether that is anything. The
// hash goes, since it would confirm a guess of what was left out, and so does the note.
func ownEntry(e domain.Entry, part *domain.Incident, org string) (domain.Entry, bool) {
	if e.Facts["kind"] == string(domain.NoticeEscalation) || e.Kind == domain.EntryEscalated {
		return e, false // warnings to whoever filed it
	}
	facts := make(map[string]string)
	switch {
	case e.Facts["org"] == org:
		facts = maps.Clone(e.Facts)
		delete(facts, "missing") // of the operator's drafts
	case e.Facts["org"] != "":
		return e, false
	case e.Kind == domain.EntryDelay:
		if !slices.ContainsFunc(part.Delays, func(d domain.Delay) bool {
			return string(d.Ground) == e.Facts["ground"] && d.Authority == e.Facts["authority"] && stamp(d.Until) == e.Facts["until"]
		}) {
			return e, false
		}
		for _, name := range []string{"ground", "authority", "until"} {
			facts[name] = e.Facts[name]
		}
	default:
		allowed, known := ownFacts[e.Kind]
		if !known {
			return e, false
		}
		for _, name := range allowed {
			if v, ok := e.Facts[name]; ok {
				facts[name] = v
			}
		}
		if e.Kind == domain.EntryChanged && len(facts) == 0 {
			return e, false // others were added, or a draft was rewritten
		}
	}
	if domain.IsID(e.Actor) {
		e.Actor = operatorsActor
	}
	e.Facts, e.Note, e.Hash, e.Prev = facts, nil, nil, nil
	return e, true
}

// ownNotice reports whether a notice is about the org and for it: warnings are for whoever
// filed the incident.
func ownNotice(n domain.Notice, org string) bool {
	return n.Org == org && n.Kind != domain.NoticeEscalation
}

// names returns the names of the orgs that incidents are shown with, by their ids. Of one
// that was erased nothing is left but its id.
func (h *handler) names(ctx context.Context, all ...*domain.Incident) (map[string]string, error) {
	var ids []string
	for _, i := range all {
		ids = append(append(ids, i.Org), i.Scope.AllOrgs()...)
	}
	slices.Sort(ids)
	return h.Store.OrgNames(ctx, slices.Compact(ids))
}
