package org

import (
	"context"
	"net/http"
	"slices"
	"time"

	"github.com/cleanslate-edu/cleanslate/shared/domain"
	"github.com/cleanslate-edu/cleanslate/shared/httpapi"
	"github.com/cleanslate-edu/cleanslate/shared/store"
)

// A telling says whether somebody was told of a disclosure. Its day is by UTC.
type telling struct {
	State domain.TellingState `json:"state"`
	On    *string             `json:"on"`
	Until *time.Time          `json:"until"`
}

func tellingView(t domain.Telling) telling {
	return telling{t.State, httpapi.TextOrNull(domain.Day(t.On, time.UTC)), httpapi.TimeOrNull(t.Until)}
}

// parse returns what a caller says; what can't be read is left to Check.
func (t telling) parse() domain.Telling {
	d := domain.Telling{State: t.State}
	if t.State == domain.ToldOf && t.On != nil {
		d.On, _ = domain.ParseDay(*t.On, time.UTC)
	}
	if t.State == domain.TellForbidden && t.Until != nil {
		d.Until = t.Until.UTC().Truncate(time.Microsecond)
	}
	return d
}

type disclosure struct {
	ID         string                  `json:"id"`
	By         string                  `json:"by"`  // school or operator
	Who        *string                 `json:"who"` // member id, to those of their own org
	Ground     domain.DisclosureGround `json:"ground"`
	Authority  string                  `json:"authority"`
	Reference  string                  `json:"reference"`
	Decider    string                  `json:"decider"`
	Categories []domain.Category       `json:"categories"`
	Session    *string                 `json:"session"` // null: of the whole school
	On         string                  `json:"on"`
	RecordedAt time.Time               `json:"recordedAt"`
	School     telling                 `json:"school"`
	People     telling                 `json:"people"`
	Hold       *disclosureHold         `json:"hold"` // of several, the one that ends last
}

// A disclosureHold is what keeps the data that was handed over.
type disclosureHold struct {
	ID     string    `json:"id"`
	EndsAt time.Time `json:"endsAt"`
	Stands bool      `json:"stands"`
}

func (h *handler) disclosureView(d domain.Disclosure, holds []domain.Hold, who domain.Principal) disclosure {
	v := disclosure{
		ID: d.ID, By: "school", Ground: d.Ground, Authority: d.Authority, Reference: d.Reference, Decider: d.Decider,
		Categories: d.Categories, Session: httpapi.TextOrNull(d.Session), On: domain.Day(d.On, time.UTC), RecordedAt: d.RecordedAt.UTC(),
		School: tellingView(d.School), People: tellingView(d.People),
	}
	by := d.Org
	if d.Operator {
		v.By, by = "operator", h.Operator
	}
	if by == who.Org {
		v.Who = httpapi.TextOrNull(d.Who)
	}
	for _, hold := range holds {
		if hold.Disclosure == d.ID && (v.Hold == nil || hold.EndsAt().After(v.Hold.EndsAt)) {
			v.Hold = &disclosureHold{hold.ID, hold.EndsAt().UTC(), hold.Stands(h.Clock())}
		}
	}
	return v
}

func (h *handler) listDisclosures(w http.ResponseWriter, r *http.Request, who domain.Principal) error {
	return h.showDisclosures(w, r, who.Org, false, who)
}

func (h *handler) listSchoolDisclosures(w http.ResponseWriter, r *http.Request, who domain.Principal) error {
	o, err := h.org(r.Context(), r.PathValue("org"))
	if err != nil {
		return err
	}
	return h.showDisclosures(w, r, o.ID, true, who)
}

// A lostDisclosure is what is left of one that an older "(default)" doesn't have: the operator
// finds what it holds, and can release it as if the disclosure were there.
type lostDisclosure struct {
	ID   string `json:"id"` // of the disclosure
	Hold hold   `json:"hold"`
}

// showDisclosures lists what a reader may see of an org's: its own people all but what they
// mustn't be told of, the operator's people what they recorded themselves, and what they hold
// for one that is lost.
func (h *handler) showDisclosures(w http.ResponseWriter, r *http.Request, org string, operator bool, who domain.Principal) error {
	all, err := h.Store.Disclosures(r.Context(), org)
	if err != nil {
		return err
	}
	holds, err := h.Lifecycle.Holds(r.Context(), org)
	if err != nil {
		return err
	}
	items := make([]disclosure, 0, len(all))
	for _, d := range all {
		if h.showsDisclosure(&d, who) {
			items = append(items, h.disclosureView(d, holds, who))
		}
	}
	if !operator {
		httpapi.WriteList(w, items, "")
		return nil
	}
	lost := []lostDisclosure{}
	for _, held := range holds {
		known := slices.ContainsFunc(all, func(d domain.Disclosure) bool { return d.ID == held.Disclosure })
		if held.Kind == domain.HoldProcess && held.Stands(h.Clock()) && !known {
			lost = append(lost, lostDisclosure{held.Disclosure, h.holdView(held)})
		}
	}
	httpapi.WriteJSON(w, http.StatusOK, struct {
		Items []disclosure     `json:"items"`
		Lost  []lostDisclosure `json:"lost"`
		Next  *string          `json:"nextPageToken"`
	}{items, lost, nil})
	return nil
}

// showsDisclosure reports whether who may see d. What a school handed over is its own affair,
// and what the operator was forbidden to tell it isn't shown to it.
func (h *handler) showsDisclosure(d *domain.Disclosure, who domain.Principal) bool {
	if who.Org == d.Org && who.May(domain.OrgAdmin) {
		return d.Visible(h.Clock())
	}
	return d.Operator
}

// recordDisclosure records that data of the caller's school was handed over under legal
// process, and holds it where asked to.
func (h *handler) recordDisclosure(w http.ResponseWriter, r *http.Request, who domain.Principal) error {
	return h.enterDisclosure(w, r, who.Org, false, who)
}

// recordSchoolDisclosure is recordDisclosure for the operator, who was asked for a school's
// data.
func (h *handler) recordSchoolDisclosure(w http.ResponseWriter, r *http.Request, who domain.Principal) error {
	o, err := h.org(r.Context(), r.PathValue("org"))
	if err != nil {
		return err
	}
	return h.enterDisclosure(w, r, o.ID, true, who)
}

func (h *handler) enterDisclosure(w http.ResponseWriter, r *http.Request, org string, operator bool, who domain.Principal) error {
	key, err := httpapi.IdempotencyKey(r, true)
	if err != nil {
		return err
	}
	id, err := who.NewID(h.Rand, "disclosure/"+org, key)
	if err != nil {
		return err
	}
	var in struct {
		Ground     domain.DisclosureGround `json:"ground"`
		Authority  string                  `json:"authority"`
		Reference  string                  `json:"reference"`
		Decider    string                  `json:"decider"`
		Categories []domain.Category       `json:"categories"`
		Session    *string                 `json:"session"`
		On         string                  `json:"on"`
		School     *telling                `json:"school"`
		People     telling                 `json:"people"`
		Hold       *time.Time              `json:"hold"` // until when; null: nothing is held
	}
	if err := httpapi.Decode(w, r, httpapi.BodyLimit, &in); err != nil {
		return err
	}
	now := h.Clock().UTC().Truncate(time.Microsecond)
	d := domain.Disclosure{
		ID: id, Org: org, Ground: in.Ground, Authority: domain.CleanLine(in.Authority), Reference: domain.CleanLine(in.Reference),
		Decider: domain.CleanLine(in.Decider), Categories: in.Categories, Operator: operator, Who: who.Member(), RecordedAt: now,
		People: in.People.parse(),
	}
	d.On, _ = domain.ParseDay(in.On, time.UTC) // no day is refused below
	d.School = domain.Telling{State: domain.ToldOf, On: d.On}
	if in.School != nil && operator {
		d.School = in.School.parse()
	}
	if wrong := append(d.Check(now), checkHold(in.Hold, now)...); len(wrong) > 0 {
		return domain.Invalid(wrong...)
	}
	if in.Session != nil {
		if err := h.orgSession(r.Context(), domain.Principal{Org: org}, *in.Session); err != nil {
			return err
		}
		d.Session = *in.Session
	}
	err = h.Store.ChangeDisclosures(r.Context(), org, func(all []domain.Disclosure) (*domain.Disclosure, error) {
		if i := slices.IndexFunc(all, func(o domain.Disclosure) bool { return o.ID == id }); i >= 0 {
			if all[i].Reference != d.Reference || all[i].Session != d.Session || !all[i].On.Equal(d.On) {
				return nil, httpapi.ErrKeyReused
			}
			d = all[i] // which may have been changed since
			return nil, nil
		}
		if !domain.MayRecord(all, operator, now) {
			return nil, store.ErrDisclosures
		}
		return &d, nil
	})
	if err != nil {
		return err
	}
	var holds []domain.Hold
	if in.Hold != nil {
		placed, err := h.holdDisclosure(r.Context(), d, *in.Hold, who)
		if err != nil {
			return err
		}
		holds = append(holds, placed)
	}
	httpapi.WriteJSON(w, http.StatusCreated, h.disclosureView(d, holds, who))
	return nil
}

// holdDisclosure keeps from being erased what a disclosure is about. A request that comes
// again, because the first one got no further, finds the same hold.
func (h *handler) holdDisclosure(ctx context.Context, d domain.Disclosure, until time.Time, who domain.Principal) (domain.Hold, error) {
	until = until.UTC().Truncate(time.Microsecond)
	hold := domain.Hold{
		ID:  domain.CreatedID("hold", d.Org, d.ID, until.Format(time.RFC3339Nano)),
		Org: d.Org, Kind: domain.HoldLegal, Session: d.Session, Name: d.Reference,
		PlacedBy: who.Member(), PlacedAt: h.Clock().UTC(), Until: until, Disclosure: d.ID,
	}
	if d.Operator {
		hold.Kind = domain.HoldProcess
	}
	if !d.Visible(h.Clock()) {
		hold.Name = "Hold of the operator" // the reference would tell the school
	}
	return h.Lifecycle.PlaceHold(ctx, hold)
}

// checkHold returns what is wrong with until when a disclosure holds; nil: it holds nothing.
func checkHold(until *time.Time, now time.Time) []domain.FieldError {
	if until == nil || until.After(now) && !until.After(domain.HoldMax.After(now)) {
		return nil
	}
	return []domain.FieldError{{Pointer: "/hold", Detail: "A hold ends within 24 months. It can be placed again before it does."}}
}

var errToldAlready = domain.Problem(domain.ErrConflict, "told-already",
	"It is on record that they were told. That can’t be taken back. Reload the page.")

// patchDisclosure notes that people were told of a disclosure to or by the caller's school,
// or until when that is forbidden, and places another hold.
func (h *handler) patchDisclosure(w http.ResponseWriter, r *http.Request, who domain.Principal) error {
	return h.noteTelling(w, r, who.Org, false, who)
}

// patchSchoolDisclosure is patchDisclosure for the operator, who also notes that the school
// was told.
func (h *handler) patchSchoolDisclosure(w http.ResponseWriter, r *http.Request, who domain.Principal) error {
	o, err := h.org(r.Context(), r.PathValue("org"))
	if err != nil {
		return err
	}
	return h.noteTelling(w, r, o.ID, true, who)
}

func (h *handler) noteTelling(w http.ResponseWriter, r *http.Request, org string, operator bool, who domain.Principal) error {
	id := r.PathValue("id")
	var in struct {
		School *telling   `json:"school"`
		People *telling   `json:"people"`
		Hold   *time.Time `json:"hold"` // until when it is held from now on
	}
	if err := httpapi.Decode(w, r, httpapi.BodyLimit, &in); err != nil {
		return err
	}
	now := h.Clock().UTC().Truncate(time.Microsecond)
	if wrong := checkHold(in.Hold, now); wrong != nil {
		return domain.Invalid(wrong...)
	}
	if in.School != nil && !operator {
		return domain.Invalid(domain.FieldError{Pointer: "/school", Detail: "Whoever was asked notes that: the operator."})
	}
	var d domain.Disclosure
	err := h.Store.ChangeDisclosures(r.Context(), org, func(all []domain.Disclosure) (*domain.Disclosure, error) {
		i := slices.IndexFunc(all, func(d domain.Disclosure) bool { return d.ID == id })
		if i < 0 || operator && !all[i].Operator || !operator && !all[i].Visible(now) {
			return nil, errNotFound
		}
		d = all[i]
		if in.Hold != nil && d.Operator != operator {
			return nil, errOthersHold
		}
		var wrong []domain.FieldError
		if in.School != nil {
			d.School = in.School.parse()
			wrong = d.CheckSchool(now)
		}
		if in.People != nil {
			d.People = in.People.parse()
			wrong = append(wrong, d.People.Check("/people", now)...)
		}
		if len(wrong) > 0 {
			return nil, domain.Invalid(wrong...)
		}
		if all[i].School.State == domain.ToldOf && d.School != all[i].School || all[i].People.State == domain.ToldOf && d.People != all[i].People {
			return nil, errToldAlready
		}
		return &d, nil
	})
	if err != nil {
		return err
	}
	if in.Hold != nil {
		placed, err := h.holdDisclosure(r.Context(), d, *in.Hold, who)
		if err != nil {
			return err
		}
		if !placed.Stands(h.Clock()) {
			return errHoldReleased
		}
	}
	holds, err := h.Lifecycle.Holds(r.Context(), org)
	if err != nil {
		return err
	}
	httpapi.WriteJSON(w, http.StatusOK, h.disclosureView(d, holds, who))
	return nil
}

var errHoldReleased = domain.Problem(domain.ErrConflict, "wrong-state",
	"A hold until exactly then was released. Give another day.")

var errOthersHold = domain.Problem(domain.ErrConflict, "wrong-state",
	"The operator recorded this. Place a hold of the school’s own among its holds.")

// releaseDisclosure ends what the operator's disclosure holds. A school releases its own
// among its holds.
func (h *handler) releaseDisclosure(w http.ResponseWriter, r *http.Request, _ domain.Principal) error {
	o, err := h.org(r.Context(), r.PathValue("org"))
	if err != nil {
		return err
	}
	holds, err := h.Lifecycle.Holds(r.Context(), o.ID)
	if err != nil {
		return err
	}
	found := false
	for _, hold := range holds {
		if hold.Disclosure != r.PathValue("id") || hold.Kind != domain.HoldProcess {
			continue
		}
		found = true
		// One that is released already may lack that in its copy.
		if _, err := h.Lifecycle.ReleaseHold(r.Context(), o.ID, hold.ID, hold.Kind); err != nil {
			return err
		}
	}
	if !found {
		return errNotFound
	}
	w.WriteHeader(http.StatusNoContent)
	return nil
}
