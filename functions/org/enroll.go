package org

import (
	"errors"
	"net/http"
	"time"

	"github.com/cleanslate-edu/cleanslate/shared/contact"
	"github.com/cleanslate-edu/cleanslate/shared/domain"
	"github.com/cleanslate-edu/cleanslate/shared/httpapi"
)

type schoolSummary struct {
	ID      string          `json:"id"`
	Name    string          `json:"name"`
	Country string          `json:"country"`
	Region  string          `json:"region"`
	State   domain.OrgState `json:"state"`
	EndsAt  *time.Time      `json:"endsAt"`
}

// listSchools lists all orgs, those that were erased too: a tombstone has no name.
func (h *handler) listSchools(w http.ResponseWriter, r *http.Request, _ domain.Principal) error {
	size, token, err := httpapi.Page(r, pageSize, httpapi.PageSizeMax)
	if err != nil {
		return err
	}
	orgs, next, err := h.Store.OrgPage(r.Context(), size, token)
	if err != nil {
		return err
	}
	items := make([]schoolSummary, len(orgs))
	for i, o := range orgs {
		items[i] = schoolSummary{o.ID, o.Name, o.Country, o.Region, o.State, httpapi.TimeOrNull(o.ContractEnd())}
	}
	httpapi.WriteList(w, items, next)
	return nil
}

var errSchoolExists = domain.Problem(domain.ErrConflict, "school-exists",
	"A school with this id is there already. Change it, or check the id at the identity provider.")

// addSchool adds a school that has an organization at the identity provider. Nothing
// can be collected until it has an agreement.
func (h *handler) addSchool(w http.ResponseWriter, r *http.Request, who domain.Principal) error {
	key, err := httpapi.IdempotencyKey(r, false)
	if err != nil {
		return err
	}
	var in struct {
		ID       string   `json:"id"`
		Name     string   `json:"name"`
		Country  string   `json:"country"`
		Region   string   `json:"region"`
		Timezone string   `json:"timezone"`
		Language string   `json:"language"`
		Contacts contacts `json:"contacts"`
		Holidays []string `json:"holidays"`
		Policy   struct {
			Kept            string   `json:"kept"`
			Restore         string   `json:"restore"`
			Purposes        []string `json:"purposes"`
			Clause          string   `json:"clause"`
			MaxParticipants int      `json:"maxParticipants"`
		} `json:"policy"`
	}
	if err := httpapi.Decode(w, r, httpapi.BodyLimit, &in); err != nil {
		return err
	}
	now := h.Clock().UTC().Truncate(time.Microsecond)
	terms, wrong := policy{
		in.Policy.Kept, in.Policy.Restore, in.Policy.Purposes, in.Policy.Clause, in.Contacts.Privacy, in.Policy.MaxParticipants,
	}.parse()
	terms.Since = now
	for i := range wrong {
		wrong[i].Pointer = "/policy" + wrong[i].Pointer
	}
	o := domain.Org{
		ID: in.ID, Name: domain.CleanLine(in.Name), Country: in.Country, Region: in.Region, Timezone: in.Timezone, Language: in.Language,
		Holidays: in.Holidays, State: domain.OrgActive, Policy: terms, Revision: 1,
	}
	c := contact.Contact{Email: in.Contacts.Office, Incident: in.Contacts.Incident}
	if !domain.IsOrg(o.ID) {
		wrong = append(wrong, domain.FieldError{Pointer: "/id", Detail: `Give the organization's id at the identity provider, such as "org_4aB7…".`})
	}
	wrong = withoutRepeated(append(append(wrong, o.Check()...), checkContacts(o, c)...))
	if len(wrong) > 0 {
		return domain.Invalid(wrong...)
	}
	if key != "" {
		o.Created = domain.CreatedID("org/"+o.ID, who.Org, who.Member(), key)
	}
	there, err := h.Store.Org(r.Context(), o.ID)
	if err == nil {
		return h.sameSchool(w, r, o, there)
	}
	if !errors.Is(err, domain.ErrNotFound) {
		return err
	}
	sealed, err := h.sealContact(r.Context(), o.ID, c)
	if err != nil {
		return err
	}
	entry := h.change(who, domain.ChangeAdded, "", nil)
	entry.N = 1
	err = h.Store.CreateOrg(r.Context(), o, sealed, entry)
	if errors.Is(err, domain.ErrConflict) { // another request was faster
		if there, err = h.Store.Org(r.Context(), o.ID); err == nil {
			return h.sameSchool(w, r, o, there)
		}
	}
	if err != nil {
		return err
	}
	h.writeSchool(w, http.StatusCreated, o, c)
	return nil
}

// sameSchool answers the repetition of a request that added a school, and refuses any
// other.
func (h *handler) sameSchool(w http.ResponseWriter, r *http.Request, o, there domain.Org) error {
	if o.Created == "" || o.Created != there.Created {
		return errSchoolExists
	}
	if there.Revision == 1 && (o.Country != there.Country || o.Name != there.Name) {
		return httpapi.ErrKeyReused
	}
	there, c, err := h.school(r.Context(), o.ID)
	if err != nil {
		return err
	}
	h.writeSchool(w, http.StatusCreated, there, c)
	return nil
}

// withoutRepeated leaves of several faults with the same pointer the first.
func withoutRepeated(wrong []domain.FieldError) (once []domain.FieldError) {
	seen := make(map[string]bool)
	for _, f := range wrong {
		// Policy.Check knows the address of privacy under a name of its own.
		if f.Pointer == "/policy/contact" {
			f.Pointer = "/contacts/privacy"
		}
		if !seen[f.Pointer] {
			once = append(once, f)
		}
		seen[f.Pointer] = true
	}
	return once
}
