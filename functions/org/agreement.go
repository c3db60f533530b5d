package org

import (
	"cmp"
	"context"
	"net/http"
	"reflect"
	"slices"
	"time"

	"github.com/cleanslate-edu/cleanslate/shared/domain"
	"github.com/cleanslate-edu/cleanslate/shared/httpapi"
)

type exhibit struct {
	Name   string `json:"name"`
	SHA256 string `json:"sha256"`
	Where  string `json:"where"`
}

// An agreementView gives days by the school's calendar, the last one included.
type agreementView struct {
	ID        string               `json:"id"`
	Kind      domain.AgreementKind `json:"kind"`
	Number    string               `json:"number"`
	Parties   []string             `json:"parties"`
	Signed    string               `json:"signed"`
	Begins    string               `json:"begins"`
	Ends      *string              `json:"ends"` // null: only in the operator's own org
	Exhibits  []exhibit            `json:"exhibits"`
	Clauses   []domain.ClauseTerm  `json:"clauses"`
	Retention string               `json:"retention"`
	AgeLine   int                  `json:"ageLine"`
	Consent   domain.ConsentBasis  `json:"consent"`
	InForce   bool                 `json:"inForce"`
	Revision  int                  `json:"revision"`  // as in the ETag
	Announced []announcement       `json:"announced"` // that it ends, the first first
}

// An announcement is a letter that an agreement ends.
type announcement struct {
	Days    int                `json:"days"` // before the end
	Ends    string             `json:"ends"` // the last day, as it was then
	To      domain.Office      `json:"to"`
	State   domain.NoticeState `json:"state"`
	MadeAt  time.Time          `json:"madeAt"`
	SentAt  *time.Time         `json:"sentAt"`  // null: it wasn't, or isn't yet
	Problem bool               `json:"problem"` // nobody knows whether it arrived, or it didn't
}

// announced returns what was announced of an org's agreements, by agreement.
func (h *handler) announced(ctx context.Context, o domain.Org) (map[string][]announcement, error) {
	zone := zoneOf(o)
	all := make(map[string][]announcement)
	for l, err := range h.Store.Letters(ctx, o.ID) {
		if err != nil {
			return nil, err
		}
		if l.Kind != domain.LetterEnding {
			continue
		}
		a := announcement{Days: l.Days, Ends: domain.LastDay(l.EndsAt, zone), To: l.To, State: l.State, MadeAt: l.MadeAt.UTC()}
		if l.State.Delivered() {
			a.SentAt = httpapi.TimeOrNull(l.DoneAt)
		}
		a.Problem = l.State == domain.NoticeFailed || l.State == domain.NoticeUnknown
		all[l.Agreement] = append(all[l.Agreement], a)
	}
	for _, list := range all {
		slices.SortFunc(list, func(a, b announcement) int {
			return cmp.Or(a.MadeAt.Compare(b.MadeAt), cmp.Compare(b.To, a.To))
		})
	}
	return all, nil
}

// zoneOf returns the clock by which an org's days begin.
func zoneOf(o domain.Org) *time.Location {
	zone, err := time.LoadLocation(o.Timezone)
	if err != nil {
		return time.UTC
	}
	return zone
}

func (h *handler) agreementView(o domain.Org, a domain.Agreement, announced map[string][]announcement) agreementView {
	zone := zoneOf(o)
	v := agreementView{
		ID: a.ID, Kind: a.Kind, Number: a.Number, Parties: append([]string{}, a.Parties...), Signed: domain.Day(a.SignedAt, zone),
		Begins: domain.Day(a.From(), zone), Ends: httpapi.TextOrNull(domain.LastDay(a.EndsAt, zone)), Exhibits: make([]exhibit, len(a.Exhibits)),
		Clauses: append([]domain.ClauseTerm{}, a.Clauses...), Retention: a.Retention, AgeLine: a.AgeLine, Consent: a.Consent,
		InForce: o.State == domain.OrgActive && a.InForce(h.Clock()), Revision: a.Revision, Announced: append([]announcement{}, announced[a.ID]...),
	}
	for i, e := range a.Exhibits {
		v.Exhibits[i] = exhibit(e)
	}
	return v
}

func (h *handler) listAgreements(w http.ResponseWriter, r *http.Request, who domain.Principal) error {
	return h.showAgreements(w, r, who.Org)
}

func (h *handler) listSchoolAgreements(w http.ResponseWriter, r *http.Request, _ domain.Principal) error {
	return h.showAgreements(w, r, r.PathValue("org"))
}

func (h *handler) showAgreements(w http.ResponseWriter, r *http.Request, id string) error {
	o, err := h.org(r.Context(), id)
	if err != nil {
		return err
	}
	items, err := h.agreements(r.Context(), o)
	if err != nil {
		return err
	}
	httpapi.WriteList(w, items, "")
	return nil
}

// agreements returns a school's agreements, the one that ends last first.
func (h *handler) agreements(ctx context.Context, o domain.Org) ([]agreementView, error) {
	announced, err := h.announced(ctx, o)
	if err != nil {
		return nil, err
	}
	all := slices.Clone(o.Agreements)
	slices.SortStableFunc(all, func(a, b domain.Agreement) int { return b.EndsAt.Compare(a.EndsAt) })
	items := make([]agreementView, len(all))
	for i, a := range all {
		items[i] = h.agreementView(o, a, announced)
	}
	return items, nil
}

// getSchoolAgreement returns one agreement of a school, with the ETag that a change of it
// may be bound to.
func (h *handler) getSchoolAgreement(w http.ResponseWriter, r *http.Request, _ domain.Principal) error {
	o, err := h.org(r.Context(), r.PathValue("org"))
	if err != nil {
		return err
	}
	i := slices.IndexFunc(o.Agreements, func(a domain.Agreement) bool { return a.ID == r.PathValue("id") })
	if i < 0 {
		return errNotFound
	}
	return h.writeAgreement(w, r, http.StatusOK, o, o.Agreements[i])
}

func (h *handler) writeAgreement(w http.ResponseWriter, r *http.Request, status int, o domain.Org, a domain.Agreement) error {
	announced, err := h.announced(r.Context(), o)
	if err != nil {
		return err
	}
	w.Header().Set("ETag", httpapi.ETag(a.Revision))
	httpapi.WriteJSON(w, status, h.agreementView(o, a, announced))
	return nil
}

// An agreementPatch is what may be said of an agreement. Absent members stay as they
// are.
type agreementPatch struct {
	Kind      *domain.AgreementKind `json:"kind"`
	Number    *string               `json:"number"`
	Parties   *[]string             `json:"parties"`
	Signed    *string               `json:"signed"`
	Begins    *string               `json:"begins"`
	Ends      *string               `json:"ends"`
	Exhibits  *[]exhibit            `json:"exhibits"`
	Clauses   *[]domain.ClauseTerm  `json:"clauses"`
	Retention *string               `json:"retention"`
	AgeLine   *int                  `json:"ageLine"`
	Consent   *domain.ConsentBasis  `json:"consent"`
}

// apply changes a as p says, and returns what is wrong with the result.
func (p agreementPatch) apply(a *domain.Agreement, zone *time.Location, now time.Time) []domain.FieldError {
	var wrong []domain.FieldError
	day := func(pointer string, from *string, to *time.Time, last bool) {
		if from == nil {
			return
		}
		t, err := domain.ParseDay(*from, zone)
		if err != nil {
			wrong = append(wrong, domain.FieldError{Pointer: pointer, Detail: "Give a day such as 2026-08-01."})
			return
		}
		if last {
			t = domain.DayAfter(t, zone)
		}
		*to = t
	}
	day("/signed", p.Signed, &a.SignedAt, false)
	day("/begins", p.Begins, &a.BeginsAt, false)
	day("/ends", p.Ends, &a.EndsAt, true)
	if p.Kind != nil {
		a.Kind = *p.Kind
	}
	for _, f := range []struct{ from, to *string }{{p.Number, &a.Number}, {p.Retention, &a.Retention}} {
		if f.from != nil {
			*f.to = domain.CleanLine(*f.from)
		}
	}
	if p.Parties != nil {
		a.Parties = nil
		for _, party := range *p.Parties {
			a.Parties = append(a.Parties, domain.CleanLine(party))
		}
	}
	if p.Exhibits != nil {
		a.Exhibits = nil
		for _, e := range *p.Exhibits {
			a.Exhibits = append(a.Exhibits, domain.Exhibit{Name: domain.CleanLine(e.Name), SHA256: e.SHA256, Where: domain.CleanLine(e.Where)})
		}
	}
	if p.Clauses != nil {
		a.Clauses = *p.Clauses
	}
	if p.AgeLine != nil {
		a.AgeLine = *p.AgeLine
	}
	if p.Consent != nil {
		a.Consent = *p.Consent
	}
	for _, f := range a.Check() {
		if !slices.ContainsFunc(wrong, func(w domain.FieldError) bool { return w.Pointer == f.Pointer }) {
			wrong = append(wrong, f)
		}
	}
	if a.SignedAt.After(now) {
		wrong = append(wrong, domain.FieldError{Pointer: "/signed", Detail: "An agreement is filed once it is signed."})
	}
	if a.From().After(domain.LatestBeginning(now)) {
		wrong = append(wrong, domain.FieldError{Pointer: "/begins", Detail: "An agreement begins within 10 years. File a later one when its time is nearer."})
	}
	return wrong
}

var (
	errEnded = domain.Problem(domain.ErrConflict, "contract-ended",
		"The school's contract has ended. Its agreements stay as they were.")
	errTooManyAgreements = domain.Problem(domain.ErrConflict, "too-many-agreements",
		"A school has at most 20 agreements. Change one of them.")
	errLargeAgreements = domain.Problem(domain.ErrConflict, "agreements-too-large",
		"A school's agreements take at most 512 KiB together. Shorten the texts of their clauses, or leave out exhibits.")
	errWouldEnd = domain.Invalid(domain.FieldError{
		Pointer: "/ends", Detail: "With this the contract would be over. To end it, record its end, which shows first what follows.",
	})
)

func (h *handler) addAgreement(w http.ResponseWriter, r *http.Request, who domain.Principal) error {
	key, err := httpapi.IdempotencyKey(r, false)
	if err != nil {
		return err
	}
	org := r.PathValue("org")
	id, err := who.NewID(h.Rand, "agreement/"+org, key)
	if err != nil {
		return err
	}
	var in agreementPatch
	if err := httpapi.Decode(w, r, httpapi.BodyLimit, &in); err != nil {
		return err
	}
	return h.putAgreement(w, r, who, id, in, true)
}

func (h *handler) patchAgreement(w http.ResponseWriter, r *http.Request, who domain.Principal) error {
	var in agreementPatch
	if err := httpapi.Decode(w, r, httpapi.BodyLimit, &in); err != nil {
		return err
	}
	return h.putAgreement(w, r, who, r.PathValue("id"), in, false)
}

func (h *handler) putAgreement(w http.ResponseWriter, r *http.Request, who domain.Principal, id string, p agreementPatch, add bool) error {
	org := r.PathValue("org")
	if _, err := h.org(r.Context(), org); err != nil {
		return err
	}
	now, match := h.Clock(), httpapi.IfMatch(r)
	var stored domain.Agreement
	o, err := h.Store.ChangeOrg(r.Context(), org, func(o *domain.Org) ([]byte, *domain.Change, error) {
		if o.State != domain.OrgActive {
			return nil, nil, errEnded
		}
		zone, what := zoneOf(*o), domain.ChangeAmended
		i := slices.IndexFunc(o.Agreements, func(a domain.Agreement) bool { return a.ID == id })
		old := domain.Agreement{ID: id}
		switch {
		case i < 0 && !add:
			return nil, nil, errNotFound
		case i < 0 && len(o.Agreements) >= domain.AgreementsMax:
			return nil, nil, errTooManyAgreements
		case i < 0:
			what = domain.ChangeAgreement
		default:
			old = o.Agreements[i]
		}
		if !add && !match(old.Revision) {
			return nil, nil, domain.ErrPrecondition
		}
		a := old
		if add {
			a = domain.Agreement{ID: id, Revision: old.Revision}
		}
		if wrong := p.apply(&a, zone, now); len(wrong) > 0 {
			return nil, nil, domain.Invalid(wrong...)
		}
		fields := a.ChangedFacts(old, zone)
		if add && i >= 0 {
			if len(fields) > 0 {
				return nil, nil, httpapi.ErrKeyReused
			}
			stored = old
			return nil, nil, nil
		}
		if len(fields) == 0 && reflect.DeepEqual(a.Clauses, old.Clauses) {
			stored = old
			return nil, nil, nil
		}
		a.Revision++
		stored = a
		if i < 0 {
			o.Agreements = append(o.Agreements, a)
		} else {
			o.Agreements[i] = a
		}
		if o.Ends(now) {
			return nil, nil, errWouldEnd
		}
		if o.AgreementsSize() > domain.AgreementsSizeMax {
			return nil, nil, errLargeAgreements
		}
		entry := h.change(who, what, id, fields)
		return nil, &entry, nil
	})
	if err != nil {
		return notThere(err)
	}
	status := http.StatusOK
	if add {
		status = http.StatusCreated
	}
	return h.writeAgreement(w, r, status, o, stored)
}
