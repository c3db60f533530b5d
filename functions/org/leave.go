package org

import (
	"net/http"
	"time"

	"github.com/cleanslate-edu/cleanslate/shared/domain"
	"github.com/cleanslate-edu/cleanslate/shared/httpapi"
)

// leaveMax is how many subjects a dry run counts.
const leaveMax = 5000

// A departure is what the end of a contract brings about.
type departure struct {
	On           string          `json:"on"` // the last day of the contract
	State        domain.OrgState `json:"state"`
	Sessions     int             `json:"sessions"`     // that are deleted
	QuestionSets int             `json:"questionSets"` // that are deleted
	Held         int             `json:"held"`         // of either
	Truncated    bool            `json:"truncated"`    // there are more than were counted
	Restore      string          `json:"restore"`      // for how long a deletion can be undone
	ErasedAt     time.Time       `json:"erasedAt"`     // everything that remains
}

var errOperatorStays = domain.Problem(domain.ErrConflict, "operators-own",
	"This is the operator's own organization. It has no contract that could end.")

// leave records that a school's contract has ended: nobody can join its lessons any
// longer, the next tick of retention deletes its sessions and question sets, and twelve
// months after the end everything else is erased (promise P26). A dry run changes
// nothing.
func (h *handler) leave(w http.ResponseWriter, r *http.Request, who domain.Principal) error {
	dryRun := false
	switch r.URL.Query().Get("dryRun") {
	case "":
	case "true":
		dryRun = true
	default:
		return domain.Problem(domain.ErrInvalid, "invalid", "dryRun is true, or left out.")
	}
	var in struct {
		On string `json:"on"`
	}
	if err := httpapi.Decode(w, r, httpapi.BodyLimit, &in); err != nil {
		return err
	}
	o, err := h.org(r.Context(), r.PathValue("org"))
	if err != nil {
		return err
	}
	now, zone := h.Clock().UTC(), zoneOf(o)
	day, err := domain.ParseDay(in.On, zone)
	if err != nil || day.After(now) || day.Before(now.AddDate(-1, 0, 0)) {
		return domain.Invalid(domain.FieldError{
			Pointer: "/on", Detail: "Give the last day of the contract, such as 2027-07-31: today, or within the last year. For a later one, set the end of the agreement.",
		})
	}
	if o.ID == h.Operator {
		return errOperatorStays
	}
	if o.State != domain.OrgActive {
		return errEnded
	}
	at := domain.DayAfter(day, zone)
	if at.After(now) {
		at = now
	}
	after := o
	after.State, after.LeftAt = domain.OrgLeft, at
	plan, err := h.Lifecycle.Plan(r.Context(), after, now, leaveMax)
	if err != nil {
		return err
	}
	out := departure{On: in.On, State: o.State, Truncated: plan.Truncated, Restore: o.Policy.Restore().String(), ErasedAt: domain.OrgKept.After(at).UTC()}
	for _, s := range plan.Steps {
		switch {
		case s.Hold != "":
			out.Held++
		case s.To == domain.Deleted && s.Subject.Kind == domain.SubjectSession:
			out.Sessions++
		case s.To == domain.Deleted && s.Subject.Kind == domain.SubjectQuestionSet:
			out.QuestionSets++
		}
	}
	if !dryRun {
		entry := h.change(who, domain.ChangeEnded, "", []domain.FieldChange{{Name: "ends", After: in.On}})
		if err := h.Store.EndContract(r.Context(), o.ID, at, entry, nil); err != nil {
			return err
		}
		out.State = domain.OrgLeft
	}
	httpapi.WriteJSON(w, http.StatusOK, out)
	return nil
}
