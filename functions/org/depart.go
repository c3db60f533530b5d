package org

import (
	"context"
	"net/http"
	"time"

	"github.com/cleanslate-edu/cleanslate/shared/domain"
	"github.com/cleanslate-edu/cleanslate/shared/httpapi"
	"github.com/cleanslate-edu/cleanslate/shared/lifecycle"
)

type departureStep struct {
	To      domain.State `json:"to"`
	Rule    domain.Rule  `json:"rule"`
	Promise string       `json:"promise"` // its id in /promises.json
	Due     time.Time    `json:"due"`
	At      time.Time    `json:"at"`
	Hold    *string      `json:"hold"`
}

type departureItem struct {
	Subject subject         `json:"subject"`
	Title   *string         `json:"title"` // null: it has none, or is hidden
	Steps   []departureStep `json:"steps"` // none: it stays
	Stays   domain.Stay     `json:"stays,omitempty"`
	Promise string          `json:"promise,omitempty"` // by which it stays
}

type departureView struct {
	On        time.Time       `json:"on"`
	Until     time.Time       `json:"until"`
	Items     []departureItem `json:"items"`
	Truncated bool            `json:"truncated"`
}

func departureViewOf(d lifecycle.Departure) departureView {
	v := departureView{On: d.On.UTC(), Until: d.Until.UTC(), Items: make([]departureItem, len(d.Items)), Truncated: d.Truncated}
	for i, item := range d.Items {
		v.Items[i] = departureItem{Subject: subjectView(item.Subject), Title: httpapi.TextOrNull(item.Title), Steps: make([]departureStep, len(item.Steps)), Stays: item.Stays}
		if item.Stays != "" {
			v.Items[i].Promise = item.Stays.Promise()
		}
		for k, s := range item.Steps {
			v.Items[i].Steps[k] = departureStep{s.To, s.Rule, s.Rule.Promise(item.Subject.Kind), s.Due.UTC(), s.At.UTC(), httpapi.TextOrNull(s.Hold)}
		}
	}
	return v
}

// simulate shows what happens to a school's data if its contract ends, a member leaves or
// a student goes: a dry run that stores nothing.
func (h *handler) simulate(w http.ResponseWriter, r *http.Request, who domain.Principal) error {
	q, now := r.URL.Query(), h.Clock()
	var wrong []domain.FieldError
	at := func(name string, otherwise time.Time) time.Time {
		s := q.Get(name)
		if s == "" {
			return otherwise
		}
		t, err := time.Parse(time.RFC3339, s)
		if err != nil || t.After(domain.AddMonths(now, domain.PlanMonthsMax)) {
			wrong = append(wrong, domain.FieldError{Pointer: "/" + name, Detail: "Give a time such as 2027-01-31T00:00:00Z, within twenty years."})
			return otherwise
		}
		return t
	}
	on := at("on", now)
	until := at("until", domain.AddMonths(on, domain.DepartureMonths))
	s := domain.Subject{Kind: domain.SubjectKind(q.Get("kind")), Org: who.Org, Session: q.Get("session"), ID: q.Get("id")}
	switch s.Kind {
	case domain.SubjectOrg, domain.SubjectMember, domain.SubjectParticipant:
		if !s.Valid() {
			wrong = append(wrong, domain.FieldError{Pointer: "/id", Detail: "For a member give the id, for a participant session and id, for the org neither."})
		}
	default:
		wrong = append(wrong, domain.FieldError{Pointer: "/kind", Detail: "Who goes is org, member or participant."})
	}
	if len(wrong) > 0 {
		return domain.Invalid(wrong...)
	}
	v, err := h.depart(r.Context(), s, on, until)
	if err != nil {
		return err
	}
	httpapi.WriteJSON(w, http.StatusOK, v)
	return nil
}

// depart is a dry run of a departure.
func (h *handler) depart(ctx context.Context, s domain.Subject, on, until time.Time) (departureView, error) {
	org, err := h.org(ctx, s.Org)
	if err != nil {
		return departureView{}, err
	}
	d, err := h.Lifecycle.Depart(ctx, org, s, on, until, planMax)
	if err != nil {
		return departureView{}, notThere(err)
	}
	return departureViewOf(d), nil
}
