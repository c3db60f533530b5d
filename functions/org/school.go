package org

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"slices"
	"time"

	"github.com/cleanslate-edu/cleanslate/shared/contact"
	"github.com/cleanslate-edu/cleanslate/shared/domain"
	"github.com/cleanslate-edu/cleanslate/shared/httpapi"
	"github.com/cleanslate-edu/cleanslate/shared/seal"
)

type contacts struct {
	Office   string `json:"office"`
	Privacy  string `json:"privacy"`  // published
	Incident string `json:"incident"` // empty: the office's
}

type clauseView struct {
	ID       string          `json:"id"`
	Audience domain.Audience `json:"audience"`
	Starts   domain.Start    `json:"starts"`
	Within   domain.Within   `json:"within"`
	Target   bool            `json:"target"`
	Source   string          `json:"source"`
	Words    string          `json:"words"`
}

func clauseViews(all []domain.Clause) []clauseView {
	views := make([]clauseView, len(all))
	for i, c := range all {
		views[i] = clauseView{c.ID, c.Audience, c.Starts, c.Within, c.Target, c.Source, c.Words}
	}
	return views
}

// A schoolView is what its administrators and the operator see of a school.
type schoolView struct {
	ID       string          `json:"id"`
	Name     string          `json:"name"`
	Country  string          `json:"country"`
	Region   string          `json:"region"`
	Timezone string          `json:"timezone"`
	Language string          `json:"language"`
	State    domain.OrgState `json:"state"`
	EndsAt   *time.Time      `json:"endsAt"` // the contract; null: it has no end yet
	Contacts contacts        `json:"contacts"`
	Holidays []string        `json:"holidays"`
	Clauses  []clauseView    `json:"clauses"` // that bind towards it
	Offered  []clauseView    `json:"offered"` // built in, of its country and state
}

func (h *handler) schoolView(o domain.Org, c contact.Contact) schoolView {
	return schoolView{
		ID: o.ID, Name: o.Name, Country: o.Country, Region: o.Region, Timezone: o.Timezone, Language: o.Language, State: o.State,
		EndsAt: httpapi.TimeOrNull(o.ContractEnd()), Contacts: contacts{c.Email, o.Policy.PrivacyContact, c.Incident},
		Holidays: append([]string{}, o.Holidays...), Clauses: clauseViews(o.Clauses(h.Clock())), Offered: clauseViews(o.OfferedClauses()),
	}
}

// school reads an org that isn't a tombstone, with its contact.
func (h *handler) school(ctx context.Context, id string) (domain.Org, contact.Contact, error) {
	o, err := h.org(ctx, id)
	if err != nil {
		return o, contact.Contact{}, err
	}
	c, err := h.contactOf(ctx, contact.New(h.Vault, h.ContactKeys), id)
	return o, c, err
}

// org reads an org that isn't being erased or a tombstone.
func (h *handler) org(ctx context.Context, id string) (domain.Org, error) {
	if !domain.IsOrg(id) {
		return domain.Org{}, errNotFound
	}
	o, err := h.Store.Org(ctx, id)
	if err == nil && o.State != domain.OrgActive && o.State != domain.OrgLeft {
		err = errNotFound
	}
	return o, notThere(err)
}

// contactOf opens the contact of an org. One that none was stored for is empty.
func (h *handler) contactOf(ctx context.Context, keys *contact.Keys, id string) (contact.Contact, error) {
	sealed, err := h.Store.OrgContact(ctx, id)
	if errors.Is(err, domain.ErrNotFound) {
		return contact.Contact{}, nil
	}
	if err != nil {
		return contact.Contact{}, err
	}
	c, err := keys.Of(ctx, id, sealed)
	if errors.Is(err, domain.ErrNotFound) {
		return contact.Contact{}, nil // the key was erased
	}
	return c, err
}

func (h *handler) writeSchool(w http.ResponseWriter, status int, o domain.Org, c contact.Contact) {
	w.Header().Set("ETag", httpapi.ETag(o.Revision))
	httpapi.WriteJSON(w, status, h.schoolView(o, c))
}

func (h *handler) getOrg(w http.ResponseWriter, r *http.Request, who domain.Principal) error {
	return h.showSchool(w, r, who.Org)
}

func (h *handler) getSchool(w http.ResponseWriter, r *http.Request, _ domain.Principal) error {
	return h.showSchool(w, r, r.PathValue("org"))
}

func (h *handler) showSchool(w http.ResponseWriter, r *http.Request, id string) error {
	o, c, err := h.school(r.Context(), id)
	if err != nil {
		return err
	}
	h.writeSchool(w, http.StatusOK, o, c)
	return nil
}

type contactsPatch struct {
	Office   *string `json:"office"`
	Privacy  *string `json:"privacy"`
	Incident *string `json:"incident"`
}

// A schoolPatch is what may be changed of a school. Absent members stay as they are.
type schoolPatch struct {
	Name     *string        `json:"name"`
	Country  *string        `json:"country"`
	Region   *string        `json:"region"`
	Timezone *string        `json:"timezone"`
	Language *string        `json:"language"`
	Contacts *contactsPatch `json:"contacts"`
	Holidays *[]string      `json:"holidays"`
}

// patchOrg changes what a school knows best: whom to write to, in which language, and
// when nobody is there. What its agreements were made with, the operator changes.
func (h *handler) patchOrg(w http.ResponseWriter, r *http.Request, who domain.Principal) error {
	var in struct {
		Language *string        `json:"language"`
		Contacts *contactsPatch `json:"contacts"`
		Holidays *[]string      `json:"holidays"`
	}
	if err := httpapi.Decode(w, r, httpapi.BodyLimit, &in); err != nil {
		return err
	}
	return h.changeSchool(w, r, who, who.Org, schoolPatch{Language: in.Language, Contacts: in.Contacts, Holidays: in.Holidays})
}

func (h *handler) patchSchool(w http.ResponseWriter, r *http.Request, who domain.Principal) error {
	var in schoolPatch
	if err := httpapi.Decode(w, r, httpapi.BodyLimit, &in); err != nil {
		return err
	}
	return h.changeSchool(w, r, who, r.PathValue("org"), in)
}

func (p schoolPatch) apply(o *domain.Org, c *contact.Contact) {
	if p.Name != nil {
		o.Name = domain.CleanLine(*p.Name)
	}
	for _, f := range []struct{ from, to *string }{{p.Country, &o.Country}, {p.Region, &o.Region}, {p.Timezone, &o.Timezone}, {p.Language, &o.Language}} {
		if f.from != nil {
			*f.to = *f.from
		}
	}
	if p.Holidays != nil {
		o.Holidays = *p.Holidays
	}
	if p.Contacts != nil {
		for _, f := range []struct{ from, to *string }{
			{p.Contacts.Office, &c.Email}, {p.Contacts.Privacy, &o.Policy.PrivacyContact}, {p.Contacts.Incident, &c.Incident},
		} {
			if f.from != nil {
				*f.to = *f.from
			}
		}
	}
}

// checkContacts returns what is wrong with a school's contacts.
func checkContacts(o domain.Org, c contact.Contact) (wrong []domain.FieldError) {
	for _, f := range []struct {
		name, address string
		needed        bool
	}{{"office", c.Email, true}, {"privacy", o.Policy.PrivacyContact, true}, {"incident", c.Incident, false}} {
		if (f.needed || f.address != "") && !domain.IsAddress(f.address) {
			wrong = append(wrong, domain.FieldError{Pointer: "/contacts/" + f.name, Detail: "Enter the plain e-mail address of a role, such as office@school.example."})
		}
	}
	return wrong
}

// errMoved says that somebody else changed the school meanwhile.
var errMoved = errors.New("the school changed meanwhile")

func (h *handler) changeSchool(w http.ResponseWriter, r *http.Request, who domain.Principal, id string, p schoolPatch) error {
	for {
		err := h.tryChange(w, r, who, id, p)
		switch {
		case !errors.Is(err, errMoved):
			return err
		case r.Header.Get("If-Match") != "":
			return domain.ErrPrecondition
		case r.Context().Err() != nil:
			return fmt.Errorf("changing a school: %w", domain.ErrUnavailable)
		}
	}
}

// tryChange changes a school as it was read, or returns errMoved.
func (h *handler) tryChange(w http.ResponseWriter, r *http.Request, who domain.Principal, id string, p schoolPatch) error {
	ctx := r.Context()
	old, before, err := h.school(ctx, id)
	if err != nil {
		return err
	}
	if !httpapi.IfMatch(r)(old.Revision) {
		return domain.ErrPrecondition
	}
	o, after := old, before
	p.apply(&o, &after)
	wrong, was := o.Check(), checkContacts(old, before)
	for _, f := range checkContacts(o, after) {
		if !slices.Contains(was, f) { // one that was never given is asked for, when it is given
			wrong = append(wrong, f)
		}
	}
	if len(wrong) > 0 {
		return domain.Invalid(wrong...)
	}
	entry := h.change(who, domain.ChangeEdited, "", o.ChangedFacts(old))
	if after.Email != before.Email {
		entry.Fields = append(entry.Fields, domain.FieldChange{Name: domain.FieldOffice})
	}
	if after.Incident != before.Incident {
		entry.Fields = append(entry.Fields, domain.FieldChange{Name: domain.FieldIncident})
	}
	if len(entry.Fields) == 0 {
		h.writeSchool(w, http.StatusOK, old, before)
		return nil
	}
	sealed, err := h.sealContact(ctx, id, after)
	if err != nil {
		return err
	}
	o, err = h.Store.ChangeOrg(ctx, id, func(o *domain.Org) ([]byte, *domain.Change, error) {
		if o.Revision != old.Revision {
			return nil, nil, errMoved
		}
		was := *o
		p.apply(o, new(contact.Contact))
		if was.Timezone != o.Timezone {
			o.Agreements = o.Rezoned(zoneOf(was), zoneOf(*o))
		}
		return sealed, &entry, nil
	})
	if err != nil {
		return notThere(err)
	}
	h.writeSchool(w, http.StatusOK, o, after)
	return nil
}

// sealContact seals a contact under the org's contact key, making that where there is
// none.
func (h *handler) sealContact(ctx context.Context, org string, c contact.Contact) ([]byte, error) {
	keys := contact.New(h.Vault, h.ContactKeys)
	if _, err := keys.Ensure(ctx, org, h.Rand); err != nil {
		return nil, err
	}
	return keys.Seal(ctx, org, seal.OrgPath(org), seal.Contact, c)
}

func (h *handler) change(who domain.Principal, what domain.ChangeKind, about string, fields []domain.FieldChange) domain.Change {
	return domain.Change{At: h.Clock().UTC(), Who: who.Member(), Org: who.Org, What: what, About: about, Fields: fields}
}
