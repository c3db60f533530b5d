package org

import (
	"net/http"

	"github.com/cleanslate-edu/cleanslate/shared/domain"
	"github.com/cleanslate-edu/cleanslate/shared/httpapi"
)

type policy struct {
	Kept            string   `json:"kept"`
	Restore         string   `json:"restore"`
	Purposes        []string `json:"purposes"`
	Clause          string   `json:"clause"`
	Contact         string   `json:"contact"`
	MaxParticipants int      `json:"maxParticipants"`
}

const notPeriod = `Give an ISO 8601 duration of years, months, weeks and days, such as "P6M" or "P30D".`

func policyOf(p domain.Policy) policy {
	return policy{
		Kept: p.Kept().String(), Restore: p.Restore().String(), Purposes: append([]string{}, p.Purposes...),
		Clause: p.Clause, Contact: p.PrivacyContact, MaxParticipants: p.MaxParticipants,
	}
}

func writePolicy(w http.ResponseWriter, p domain.Policy) {
	w.Header().Set("ETag", httpapi.ETag(p.Revision))
	httpapi.WriteJSON(w, http.StatusOK, policyOf(p))
}

func (h *handler) getPolicy(w http.ResponseWriter, r *http.Request, who domain.Principal) error {
	org, err := h.Store.Org(r.Context(), who.Org)
	if err != nil {
		return err
	}
	writePolicy(w, org.Policy)
	return nil
}

// putPolicy changes the org's policy. A shorter one applies to existing data from
// the next tick on; a longer one brings back nothing that was erased.
func (h *handler) putPolicy(w http.ResponseWriter, r *http.Request, who domain.Principal) error {
	var in policy
	if err := httpapi.Decode(w, r, httpapi.BodyLimit, &in); err != nil {
		return err
	}
	var wrong []domain.FieldError
	period := func(pointer, s string) domain.Period {
		p, err := domain.ParsePeriod(s)
		if err != nil {
			wrong = append(wrong, domain.FieldError{Pointer: pointer, Detail: notPeriod})
		}
		return p
	}
	in.Clause = domain.CleanLine(in.Clause)
	for i, purpose := range in.Purposes {
		in.Purposes[i] = domain.CleanLine(purpose)
	}
	kept, restore := period("/kept", in.Kept), period("/restore", in.Restore)
	p := domain.Policy{
		KeptMonths: kept.Months, KeptDays: kept.Days, RestoreMonths: restore.Months, RestoreDays: restore.Days,
		MaxParticipants: in.MaxParticipants, PrivacyContact: in.Contact, Purposes: in.Purposes, Clause: in.Clause,
	}
	if len(wrong) == 0 {
		wrong = p.Check()
	}
	if len(wrong) > 0 {
		return domain.Invalid(wrong...)
	}
	org, err := h.Store.Org(r.Context(), who.Org)
	if err != nil {
		return err
	}
	revision := org.Policy.Revision
	if !httpapi.IfMatch(r)(revision) {
		return domain.ErrPrecondition
	}
	if p, err = h.Store.SetPolicy(r.Context(), who.Org, p, revision, h.Clock()); err != nil {
		return err
	}
	writePolicy(w, p)
	return nil
}

// getPrivacy shows anyone the org's policy in force.
func (h *handler) getPrivacy(w http.ResponseWriter, r *http.Request) error {
	id := r.PathValue("org")
	if !domain.IsOrg(id) {
		return errNotFound
	}
	org, err := h.Store.Org(r.Context(), id)
	if err != nil {
		return notThere(err)
	}
	if org.State == domain.OrgErasing || org.State == domain.OrgErased {
		return errNotFound
	}
	p := policyOf(org.Policy)
	w.Header().Set("Cache-Control", "public, max-age=60")
	httpapi.WriteJSON(w, http.StatusOK, struct {
		Name          string   `json:"name"`
		Kept          string   `json:"kept"`
		RestoreWindow string   `json:"restoreWindow"`
		Purposes      []string `json:"purposes"`
		Clause        string   `json:"clause"`
		VisibleTo     []string `json:"visibleTo"`
		Contact       string   `json:"contact"`
	}{org.Name, p.Kept, p.Restore, p.Purposes, p.Clause, []string{"teachers", "school-admins"}, p.Contact})
	return nil
}
