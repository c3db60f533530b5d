package org

import (
	"net/http"
	"net/url"
	"time"

	"github.com/cleanslate-edu/cleanslate/shared/auth"
	"github.com/cleanslate-edu/cleanslate/shared/domain"
	"github.com/cleanslate-edu/cleanslate/shared/httpapi"
	"github.com/cleanslate-edu/cleanslate/shared/store"
)

type step struct {
	Subject subject      `json:"subject"`
	Title   *string      `json:"title"` // null: it has none, or is hidden already
	To      domain.State `json:"to"`
	Rule    domain.Rule  `json:"rule"`
	Due     time.Time    `json:"due"`
	At      time.Time    `json:"at"`
	Hold    *string      `json:"hold"`
}

type stop struct {
	Waiting int       `json:"waiting"`
	Since   time.Time `json:"since"`
}

// planMax is how many subjects a plan shows.
const planMax = 1000

// getPlan shows what retention will do by a date: it runs the planner with that
// date as its clock. With kept and restore it shows the plan under a policy that
// isn't in force yet, so that an administrator sees what a shorter one deletes.
func (h *handler) getPlan(w http.ResponseWriter, r *http.Request, who domain.Principal) error {
	at := h.Clock()
	if s := r.URL.Query().Get("at"); s != "" {
		var err error
		if at, err = time.Parse(time.RFC3339, s); err != nil || at.After(domain.AddMonths(h.Clock(), domain.PlanMonthsMax)) {
			return domain.Problem(domain.ErrInvalid, "invalid", `at is a time such as 2027-01-31T00:00:00Z, within twenty years.`)
		}
	}
	org, err := h.Store.Org(r.Context(), who.Org)
	if err != nil {
		return err
	}
	if org, err = wouldBe(org, r.URL.Query()); err != nil {
		return err
	}
	p, err := h.Lifecycle.Plan(r.Context(), org, at, planMax)
	if err != nil {
		return err
	}
	out := struct {
		At        time.Time `json:"at"`
		Items     []step    `json:"items"`
		Truncated bool      `json:"truncated"`
		Stopped   *stop     `json:"stopped"` // more is due than retention may begin by itself
		Paused    bool      `json:"paused"`
	}{At: p.At.UTC(), Items: make([]step, len(p.Steps)), Truncated: p.Truncated}
	for i, s := range p.Steps {
		out.Items[i] = step{subjectView(s.Subject), nil, s.To, s.Rule, s.Due.UTC(), s.At.UTC(), httpapi.TextOrNull(s.Hold)}
		switch s.Subject.Kind {
		case domain.SubjectSession:
			out.Items[i].Title = httpapi.TextOrNull(p.Titles[s.Subject.Session])
		case domain.SubjectQuestionSet:
			out.Items[i].Title = httpapi.TextOrNull(p.Titles[s.Subject.ID])
		}
	}
	stopped, err := h.Store.Stop(r.Context(), who.Org)
	if err != nil {
		return err
	}
	if stopped.Waiting > 0 {
		out.Stopped = &stop{stopped.Waiting, stopped.Since.UTC()}
	}
	paused, err := h.Lifecycle.Paused(r.Context())
	if err != nil {
		return err
	}
	out.Paused = paused != ""
	httpapi.WriteJSON(w, http.StatusOK, out)
	return nil
}

// wouldBe returns o with the periods that a query names in place of its policy's own, and
// nothing announced; without any as it is.
func wouldBe(o domain.Org, q url.Values) (domain.Org, error) {
	p, given := o.Policy, false
	for name, into := range map[string][2]*int{
		"kept": {&p.KeptMonths, &p.KeptDays}, "restore": {&p.RestoreMonths, &p.RestoreDays},
	} {
		s := q.Get(name)
		if s == "" {
			continue
		}
		given = true
		period, err := domain.ParsePeriod(s)
		if err != nil {
			return o, domain.Problem(domain.ErrInvalid, "invalid", "%s: %s", name, notPeriod)
		}
		*into[0], *into[1] = period.Months, period.Days
	}
	for _, wrong := range p.Check() {
		if given && (wrong.Pointer == "/kept" || wrong.Pointer == "/restore") {
			return o, domain.Problem(domain.ErrInvalid, "invalid", "%s", wrong.Detail)
		}
	}
	if given {
		o.Policy, o.Announced = p, nil
	}
	return o, nil
}

// confirmLife is how long a confirmation is valid.
const confirmLife = 24 * time.Hour

// confirm lets retention continue where it stopped for a person to look: at its
// cap, which an administrator confirms, or after a restore, which the operator
// confirms.
func (h *handler) confirm(w http.ResponseWriter, r *http.Request, who domain.Principal) error {
	var in struct {
		What    string `json:"what"`
		Waiting int    `json:"waiting"`
	}
	if err := httpapi.Decode(w, r, httpapi.BodyLimit, &in); err != nil {
		return err
	}
	switch in.What {
	case "cap":
		if !who.May(domain.OrgAdmin) {
			return auth.ErrForbidden
		}
		err := h.Store.ChangeStop(r.Context(), who.Org, func(s *store.Stop) error {
			if s.Waiting == 0 || in.Waiting != s.Waiting {
				return domain.Problem(domain.ErrConflict, "nothing-to-confirm",
					"More is waiting than you confirmed. Check the plan again and confirm the number it shows.")
			}
			s.Confirmed, s.ConfirmedUntil = in.Waiting, h.Clock().UTC().Add(confirmLife)
			return nil
		})
		if err != nil {
			return err
		}
	case "restore":
		if !who.Operates(h.Operator) {
			return auth.ErrForbidden
		}
		if err := h.Lifecycle.Confirm(r.Context()); err != nil {
			return err
		}
	default:
		return domain.Invalid(domain.FieldError{Pointer: "/what", Detail: `Confirm "cap" or "restore".`})
	}
	w.WriteHeader(http.StatusNoContent)
	return nil
}
