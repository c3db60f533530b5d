package org

import (
	"context"
	"net/http"
	"strings"
	"time"

	"github.com/cleanslate-edu/cleanslate/shared/domain"
	"github.com/cleanslate-edu/cleanslate/shared/httpapi"
	"github.com/cleanslate-edu/cleanslate/shared/lifecycle"
)

// A consentView is on what data of a school's students may be collected now, and what their
// parents consent to where they have to.
type consentView struct {
	Basis     *domain.ConsentBasis `json:"basis"`     // null: nothing may be collected
	Agreement *string              `json:"agreement"` // the id of the one that says so
	AgeLine   int                  `json:"ageLine"`   // from which no parent has to consent; 0: not said
	Wanted    bool                 `json:"wanted"`    // each parent's consent is, now or by an agreement to begin
	Version   int                  `json:"version"`   // of the text; 0: there is none
	Text      string               `json:"text"`
	At        *time.Time           `json:"at"` // when it was stored
	OfAge     bool                 `json:"ofAge"`
}

func (h *handler) getConsent(w http.ResponseWriter, r *http.Request, who domain.Principal) error {
	o, err := h.org(r.Context(), who.Org)
	if err != nil {
		return err
	}
	return h.writeConsent(w, r, o)
}

func (h *handler) writeConsent(w http.ResponseWriter, r *http.Request, o domain.Org) error {
	now := h.Clock()
	v := consentView{Wanted: o.WantsConsent(now), Version: o.ConsentVersion, OfAge: o.OfAge}
	if b, ok := o.Basis(now); ok {
		v.Basis, v.Agreement, v.AgeLine = &b.Consent, &b.Agreement, b.AgeLine
	}
	if o.ConsentVersion > 0 {
		text, err := h.Store.ConsentText(r.Context(), o.ID, o.ConsentVersion)
		if err != nil {
			return err
		}
		v.Text, v.At = text.Text, httpapi.TimeOrNull(text.At)
	}
	w.Header().Set("ETag", httpapi.ETag(o.ConsentVersion))
	httpapi.WriteJSON(w, http.StatusOK, v)
	return nil
}

// putConsent stores what parents consent to. Another text is another version: who consented
// did so to theirs.
func (h *handler) putConsent(w http.ResponseWriter, r *http.Request, who domain.Principal) error {
	var in struct {
		Text  string `json:"text"`
		OfAge bool   `json:"ofAge"`
	}
	if err := httpapi.Decode(w, r, httpapi.BodyLimit, &in); err != nil {
		return err
	}
	ctx := r.Context()
	o, err := h.org(ctx, who.Org)
	if err != nil {
		return err
	}
	in.Text = strings.TrimSpace(in.Text)
	now := h.Clock().UTC().Truncate(time.Microsecond)
	basis, _ := o.Basis(now)
	if wrong := domain.CheckConsentText(in.Text, in.OfAge, basis); len(wrong) > 0 {
		return domain.Invalid(wrong...)
	}
	match := httpapi.IfMatch(r)
	var last domain.ConsentText
	if o.ConsentVersion > 0 {
		if last, err = h.Store.ConsentText(ctx, o.ID, o.ConsentVersion); err != nil {
			return err
		}
	}
	o, err = h.Store.SetConsent(ctx, who.Org, func(o *domain.Org) (*domain.ConsentText, *domain.Change, error) {
		if !match(o.ConsentVersion) || o.ConsentVersion != last.N {
			return nil, nil, domain.ErrPrecondition
		}
		entry := h.change(who, domain.ChangeConsentText, "", nil)
		var text *domain.ConsentText
		if in.Text != last.Text {
			text = &domain.ConsentText{Text: in.Text, At: now}
		}
		entry.Fields = domain.ChangedConsent(*o, last.Text, in.Text, in.OfAge)
		if len(entry.Fields) == 0 {
			return nil, nil, nil
		}
		o.OfAge = in.OfAge
		return text, &entry, nil
	})
	if err != nil {
		return notThere(err)
	}
	return h.writeConsent(w, r, o)
}

type consentTextView struct {
	Version int       `json:"version"`
	Text    string    `json:"text"`
	At      time.Time `json:"at"`
}

// listConsentTexts lists what parents consented to, the latest first.
func (h *handler) listConsentTexts(w http.ResponseWriter, r *http.Request, who domain.Principal) error {
	size, token, err := httpapi.Page(r, pageSize, httpapi.PageSizeMax)
	if err != nil {
		return err
	}
	all, next, err := h.Store.ConsentTexts(r.Context(), who.Org, size, token)
	if err != nil {
		return err
	}
	items := make([]consentTextView, len(all))
	for i, t := range all {
		items[i] = consentTextView{t.N, t.Text, t.At.UTC()}
	}
	httpapi.WriteList(w, items, next)
	return nil
}

// A consentCodeView is what a school sees of a code: the code itself only when it is issued.
type consentCodeView struct {
	ID        string            `json:"id"`
	Ref       string            `json:"ref"`
	Code      string            `json:"code,omitempty"`
	For       domain.ConsentFor `json:"for"`
	Label     string            `json:"label"`
	Uses      int               `json:"uses"`
	Version   int               `json:"version"`
	MadeAt    time.Time         `json:"madeAt"`
	EndsAt    time.Time         `json:"endsAt"`
	Over      bool              `json:"over"`
	Erasing   bool              `json:"erasing"`
	Collected *int              `json:"collected,omitempty"` // of how many students something is held; absent: not counted
}

func (h *handler) consentCodeView(c domain.ConsentCode) consentCodeView {
	return consentCodeView{
		ID: c.ID, Ref: c.Ref(), For: c.For, Label: c.Label, Uses: c.Uses, Version: c.Version, MadeAt: c.MadeAt, EndsAt: c.EndsAt,
		Over: !c.Holds(c.Org, h.Clock()), Erasing: c.Erase,
	}
}

// listConsentCodes lists the codes of the school, the latest first, those that are over too.
func (h *handler) listConsentCodes(w http.ResponseWriter, r *http.Request, who domain.Principal) error {
	size, token, err := httpapi.Page(r, pageSize, httpapi.PageSizeMax)
	if err != nil {
		return err
	}
	all, next, err := h.Store.ConsentCodePage(r.Context(), who.Org, size, token)
	if err != nil {
		return err
	}
	items := make([]consentCodeView, len(all))
	for i, c := range all {
		items[i] = h.consentCodeView(c)
	}
	httpapi.WriteList(w, items, next)
	return nil
}

// consentCode reads a code of the caller's school.
func (h *handler) consentCode(ctx context.Context, who domain.Principal, id string) (domain.ConsentCode, error) {
	if !domain.IsID(id) {
		return domain.ConsentCode{}, errNotFound
	}
	c, err := h.Store.ConsentCode(ctx, id)
	if err == nil && c.Org != who.Org {
		err = errNotFound
	}
	return c, notThere(err)
}

// getConsentCode says of how many students something is held that was collected under a code.
func (h *handler) getConsentCode(w http.ResponseWriter, r *http.Request, who domain.Principal) error {
	c, err := h.consentCode(r.Context(), who, r.PathValue("id"))
	if err != nil {
		return err
	}
	n, err := h.Store.CountConsents(r.Context(), c.ID)
	if err != nil {
		return err
	}
	v := h.consentCodeView(c)
	v.Collected = &n
	httpapi.WriteJSON(w, http.StatusOK, v)
	return nil
}

var (
	errNotWanted = domain.Problem(domain.ErrConflict, "consent-not-wanted",
		"No agreement of your school wants each parent's consent, so that no code is needed.")
	errNoText = domain.Problem(domain.ErrConflict, "no-consent-text",
		"Say first what parents consent to: a code stands for their consent to that text.")
	errConsentCodes = domain.Problem(domain.ErrConflict, "too-many-consent-codes",
		"At most 5,000 of your school's codes hold at a time. End those that nobody needs, or issue one for a class.")
)

// A consentIssue is what codes are asked for: one for a class, or several for one child each.
type consentIssue struct {
	For   domain.ConsentFor `json:"for"`
	Label string            `json:"label"`
	Uses  int               `json:"uses"`
	Count int               `json:"count"`
	Ends  string            `json:"ends"`
}

// check brings in to its form, and returns when the codes end and what is wrong.
func (in *consentIssue) check(zone *time.Location, now time.Time) (ends time.Time, wrong []domain.FieldError) {
	bad := func(pointer, detail string) {
		wrong = append(wrong, domain.FieldError{Pointer: pointer, Detail: detail})
	}
	in.Label = domain.CleanLine(in.Label)
	switch in.For {
	case domain.ConsentForClass:
		if !domain.IsLine(in.Label, domain.ConsentLabelMax) {
			bad("/label", "Name the class in one line of 1 to 60 characters, and nobody in it.")
		}
		if in.Uses < 1 || in.Uses > domain.ConsentUsesMax {
			bad("/uses", "Say how many students may join a session with it: 1 to 100.")
		}
		if in.Count != 0 && in.Count != 1 {
			bad("/count", "A code for a class is issued alone.")
		}
		in.Count = 1
	case domain.ConsentForChild:
		if in.Label != "" {
			bad("/label", "A code for one child has no label: which child's it is stays with the school.")
		}
		if in.Uses != 0 && in.Uses != 1 {
			bad("/uses", "One child joins a session with it.")
		}
		if in.Count < 1 || in.Count > domain.ConsentIssueMax {
			bad("/count", "Say for how many children codes are issued: 1 to 100.")
		}
		in.Uses = 1
	default:
		bad("/for", `The code is for a "class" or a "child".`)
	}
	day, err := domain.ParseDay(in.Ends, zone)
	ends = domain.DayAfter(day, zone)
	if err != nil || !ends.After(now) || ends.After(now.AddDate(0, 0, domain.ConsentDaysMax)) {
		bad("/ends", "Give the last day on which the code holds, such as 2027-07-31: today at the earliest, 400 days ahead at the latest.")
	}
	return ends, wrong
}

// issueConsentCodes issues codes, which the response alone has: what is stored is their hash.
// The same request sent again returns the same ones.
func (h *handler) issueConsentCodes(w http.ResponseWriter, r *http.Request, who domain.Principal) error {
	ctx := r.Context()
	key, err := httpapi.IdempotencyKey(r, false)
	if err != nil {
		return err
	}
	var in consentIssue
	if err := httpapi.Decode(w, r, httpapi.BodyLimit, &in); err != nil {
		return err
	}
	o, err := h.org(ctx, who.Org)
	if err != nil {
		return err
	}
	now := h.Clock().UTC().Truncate(time.Microsecond)
	ends, wrong := in.check(zoneOf(o), now)
	if len(wrong) > 0 {
		return domain.Invalid(wrong...)
	}
	if key == "" {
		if key, err = domain.NewID(h.Rand); err != nil {
			return err
		}
	}
	seed := domain.ConsentSeed(o.ID, who.Member(), key)
	texts := make([]string, in.Count)
	all := make([]domain.ConsentCode, in.Count)
	for i := range all {
		texts[i] = domain.NewConsentCode(seed, i)
		all[i] = domain.ConsentCode{
			ID: domain.ConsentCodeID(o.ID, texts[i]), Org: o.ID, For: in.For, Label: in.Label, Uses: in.Uses, Version: o.ConsentVersion,
			MadeAt: now, EndsAt: ends,
		}
	}
	stored, err := h.issued(ctx, o, all, who)
	if err != nil {
		return err
	}
	items := make([]consentCodeView, len(stored))
	for i, c := range stored {
		items[i] = h.consentCodeView(c)
		items[i].Code = texts[i]
	}
	httpapi.WriteJSON(w, http.StatusCreated, struct {
		Items []consentCodeView `json:"items"`
	}{items})
	return nil
}

// issued stores codes unless they are there, and returns them as they are stored.
func (h *handler) issued(ctx context.Context, o domain.Org, all []domain.ConsentCode, who domain.Principal) ([]domain.ConsentCode, error) {
	ids := make([]string, len(all))
	for i, c := range all {
		ids[i] = c.ID
	}
	there, err := h.Store.ConsentCodes(ctx, ids)
	if err != nil {
		return nil, err
	}
	if len(there) > 0 { // the request was sent again
		a, b := there[0], all[0]
		if len(there) != len(all) || a.For != b.For || a.Label != b.Label || a.Uses != b.Uses {
			return nil, httpapi.ErrKeyReused
		}
		return there, nil
	}
	now := all[0].MadeAt
	if !o.WantsConsent(now) {
		return nil, errNotWanted
	}
	if o.ConsentVersion == 0 {
		return nil, errNoText
	}
	n, err := h.Store.CountConsentCodes(ctx, o.ID, now)
	if err != nil {
		return nil, err
	}
	if n+len(all) > domain.ConsentCodesMax {
		return nil, errConsentCodes
	}
	entry := h.change(who, domain.ChangeConsentIssued, "", all[0].Facts(len(all), zoneOf(o)))
	return all, h.Store.CreateConsentCodes(ctx, o.ID, all, entry)
}

// endConsentCode ends a code. What was collected under it stays: its consent was there.
func (h *handler) endConsentCode(w http.ResponseWriter, r *http.Request, who domain.Principal) error {
	c, err := h.consentCode(r.Context(), who, r.PathValue("id"))
	if err != nil {
		return err
	}
	if c, err = h.end(r.Context(), who, c, false); err != nil {
		return err
	}
	httpapi.WriteJSON(w, http.StatusOK, h.consentCodeView(c))
	return nil
}

func (h *handler) end(ctx context.Context, who domain.Principal, c domain.ConsentCode, erase bool) (domain.ConsentCode, error) {
	what := domain.ChangeConsentEnded
	if erase {
		what = domain.ChangeConsentErased
	}
	now := h.Clock().UTC().Truncate(time.Microsecond)
	c, err := h.Store.EndConsentCode(ctx, who.Org, c.ID, now, erase, h.change(who, what, "", []domain.FieldChange{{Name: "code", After: c.Ref()}}))
	return c, notThere(err)
}

// A consentErasure is what erasing did, or would do.
type consentErasure struct {
	DryRun   bool    `json:"dryRun"`
	Students int     `json:"students"` // of whom something is held
	Erased   int     `json:"erased"`
	Held     int     `json:"held"`    // hidden, until a legal hold ends
	Waiting  int     `json:"waiting"` // hidden, and erased by the next tick
	Next     *string `json:"next"`    // from where to go on; null: all was seen
}

func consentErasureOf(dry bool, e lifecycle.ConsentErasure) consentErasure {
	return consentErasure{dry, e.Students, e.Erased, e.Held, e.Waiting, httpapi.TextOrNull(e.Next)}
}

type eraseConsent struct {
	DryRun bool   `json:"dryRun"`
	After  string `json:"after"`
}

// read decodes in, which says from where to go on by an id, or two, or not at all.
func (in *eraseConsent) read(w http.ResponseWriter, r *http.Request) error {
	if err := httpapi.Decode(w, r, httpapi.BodyLimit, in); err != nil {
		return err
	}
	session, participant, amid := strings.Cut(in.After, "/")
	if in.After != "" && (!domain.IsID(session) || amid && !domain.IsID(participant)) {
		return domain.Invalid(domain.FieldError{Pointer: "/after", Detail: "Send what the last response has as next, or leave it out to begin."})
	}
	return nil
}

// eraseUnderConsentCode ends a code and erases everything that was collected under it, for
// good and at once (promise P29): a parent took their consent back, or never gave it. What
// this request doesn't come to, the next one does, and otherwise a tick of retention.
func (h *handler) eraseUnderConsentCode(w http.ResponseWriter, r *http.Request, who domain.Principal) error {
	var in eraseConsent
	if err := in.read(w, r); err != nil {
		return err
	}
	ctx := r.Context()
	c, err := h.consentCode(ctx, who, r.PathValue("id"))
	if err != nil {
		return err
	}
	if in.DryRun {
		n, err := h.Store.CountConsents(ctx, c.ID)
		if err != nil {
			return err
		}
		httpapi.WriteJSON(w, http.StatusOK, consentErasure{DryRun: true, Students: n})
		return nil
	}
	if c, err = h.end(ctx, who, c, true); err != nil {
		return err
	}
	done, err := h.Lifecycle.EraseUnder(ctx, c, in.After)
	if err != nil {
		return err
	}
	httpapi.WriteJSON(w, http.StatusOK, consentErasureOf(false, done))
	return nil
}

// eraseWithoutConsent erases what was collected without basis, by the agreements as they are
// on file now: in one that was corrected, each parent's consent may be what had to be there.
func (h *handler) eraseWithoutConsent(w http.ResponseWriter, r *http.Request, who domain.Principal) error {
	var in eraseConsent
	if err := in.read(w, r); err != nil {
		return err
	}
	ctx := r.Context()
	o, err := h.org(ctx, who.Org)
	if err != nil {
		return err
	}
	if !in.DryRun && in.After == "" {
		if err := h.Store.Enter(ctx, o.ID, h.change(who, domain.ChangeConsentErased, "", nil)); err != nil {
			return notThere(err)
		}
	}
	done, err := h.Lifecycle.EraseLacking(ctx, o, in.After, in.DryRun)
	if err != nil {
		return err
	}
	httpapi.WriteJSON(w, http.StatusOK, consentErasureOf(in.DryRun, done))
	return nil
}
