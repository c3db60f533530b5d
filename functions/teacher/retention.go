package teacher

import (
	"context"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode"

	"github.com/cleanslate-edu/cleanslate/shared/domain"
	"github.com/cleanslate-edu/cleanslate/shared/httpapi"
	"github.com/cleanslate-edu/cleanslate/shared/store"
)

// How an org's data ends: its policy, what is due, holds, formal erasures, and
// their receipts.

// Records is what these routes need of the database beside sessions.
type Records interface {
	SetPolicy(ctx context.Context, org string, p domain.Policy, revision int, now time.Time) (domain.Policy, error)
	Stop(ctx context.Context, org string) (store.Stop, error)
	ChangeStop(ctx context.Context, org string, change func(*store.Stop) error) error
	Receipt(ctx context.Context, id string) (store.StoredReceipt, error)
	Receipts(ctx context.Context, org string, size int, token string) ([]store.StoredReceipt, string, error)
	Orphans(ctx context.Context, org string, size int, token string) ([]store.Orphan, string, error)
}

var (
	admin      = []string{domain.OrgAdmin}
	erases     = []string{domain.DataDelete, domain.OrgAdmin}
	operations = []string{domain.OrgAdmin, domain.PlatformIncidents}
)

func (t *desk) serveRetention(mux *http.ServeMux) {
	for _, r := range []struct {
		pattern    string
		permission []string
		factor     bool
		handle     func(http.ResponseWriter, *http.Request, caller) error
	}{
		{"GET /v1/policy", reads, false, t.getPolicy},
		{"PUT /v1/policy", admin, true, t.putPolicy},
		{"GET /v1/retention/plan", admin, false, t.getPlan},
		{"POST /v1/retention/confirm", operations, true, t.confirm},
		{"GET /v1/holds", admin, false, t.listHolds},
		{"POST /v1/holds", admin, true, t.placeHold},
		{"DELETE /v1/holds/{id}", admin, true, t.releaseHold},
		{"GET /v1/erasures", admin, false, t.listErasures},
		{"POST /v1/erasures", admin, true, t.requestErasure},
		{"GET /v1/receipts", erases, false, t.listReceipts},
		{"GET /v1/receipts/{id}", erases, false, t.getReceipt},
		{"GET /v1/receipts/blocks", erases, false, t.listBlocks},
		{"GET /v1/orphans", operations, false, t.listOrphans},
	} {
		mux.HandleFunc(r.pattern, func(w http.ResponseWriter, req *http.Request) {
			ctx, cancel := context.WithTimeout(req.Context(), timeout)
			defer cancel()
			req = req.WithContext(ctx)
			who, err := t.authorize(req, r.permission, r.factor)
			if err == nil {
				err = r.handle(w, req, who)
			}
			if err != nil {
				httpapi.WriteError(w, req, err)
			}
		})
	}
	for pattern, handle := range map[string]func(http.ResponseWriter, *http.Request) error{
		"GET /v1/orgs/{org}/privacy": t.getPrivacy,
		"GET /v1/receipts/keys":      t.listKeys,
	} {
		mux.HandleFunc(pattern, func(w http.ResponseWriter, req *http.Request) {
			ctx, cancel := context.WithTimeout(req.Context(), timeout)
			defer cancel()
			if err := handle(w, req.WithContext(ctx)); err != nil {
				httpapi.WriteError(w, req, err)
			}
		})
	}
}

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
	w.Header().Set("ETag", `"`+strconv.Itoa(p.Revision)+`"`)
	httpapi.WriteJSON(w, http.StatusOK, policyOf(p))
}

func (t *desk) getPolicy(w http.ResponseWriter, r *http.Request, who caller) error {
	org, err := t.Store.Org(r.Context(), who.Org)
	if err != nil {
		return err
	}
	writePolicy(w, org.Policy)
	return nil
}

// putPolicy changes the org's policy. A shorter one applies to what exists from
// the next tick on; a longer one brings nothing back that was erased.
func (t *desk) putPolicy(w http.ResponseWriter, r *http.Request, who caller) error {
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
	org, err := t.Store.Org(r.Context(), who.Org)
	if err != nil {
		return err
	}
	revision := org.Policy.Revision
	if match := r.Header.Get("If-Match"); match != "" && !httpapi.ETagMatches(match, `"`+strconv.Itoa(revision)+`"`) {
		return domain.ErrPrecondition
	}
	if p, err = t.Store.SetPolicy(r.Context(), who.Org, p, revision, t.Clock()); err != nil {
		return err
	}
	writePolicy(w, p)
	return nil
}

// getPrivacy shows anyone what an org's policy in force says.
func (t *desk) getPrivacy(w http.ResponseWriter, r *http.Request) error {
	org, err := t.Store.Org(r.Context(), r.PathValue("org"))
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

type subject struct {
	Kind        domain.SubjectKind `json:"kind"`
	Session     string             `json:"session,omitempty"`
	Participant string             `json:"participant,omitempty"`
	QuestionSet string             `json:"questionSet,omitempty"`
	Member      string             `json:"member,omitempty"`
}

func subjectView(s domain.Subject) subject {
	v := subject{Kind: s.Kind, Session: s.Session}
	switch s.Kind {
	case domain.SubjectParticipant:
		v.Participant = s.ID
	case domain.SubjectQuestionSet:
		v.QuestionSet = s.ID
	case domain.SubjectMember:
		v.Member = s.ID
	}
	return v
}

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

// getPlan shows what retention does until a date, by the planner itself with
// that date as its clock. With kept and restore it shows what it would do under
// a policy that isn't in force yet, so that whoever is about to shorten one sees
// what goes.
func (t *desk) getPlan(w http.ResponseWriter, r *http.Request, who caller) error {
	at := t.Clock()
	if s := r.URL.Query().Get("at"); s != "" {
		var err error
		if at, err = time.Parse(time.RFC3339, s); err != nil || at.After(domain.AddMonths(t.Clock(), 240)) {
			return domain.Problem(domain.ErrInvalid, "invalid", `at is a time such as 2027-01-31T00:00:00Z, within twenty years.`)
		}
	}
	org, err := t.Store.Org(r.Context(), who.Org)
	if err != nil {
		return err
	}
	if org.Policy, err = wouldBe(org.Policy, r.URL.Query()); err != nil {
		return err
	}
	p, err := t.Lifecycle.Plan(r.Context(), org, at, planMax)
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
	stopped, err := t.Store.Stop(r.Context(), who.Org)
	if err != nil {
		return err
	}
	if stopped.Waiting > 0 {
		out.Stopped = &stop{stopped.Waiting, stopped.Since.UTC()}
	}
	paused, err := t.Lifecycle.Paused(r.Context())
	if err != nil {
		return err
	}
	out.Paused = paused != ""
	httpapi.WriteJSON(w, http.StatusOK, out)
	return nil
}

// wouldBe is p with the periods that a query names in place of its own.
func wouldBe(p domain.Policy, q url.Values) (domain.Policy, error) {
	given := false
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
			return p, domain.Problem(domain.ErrInvalid, "invalid", "%s: %s", name, notPeriod)
		}
		*into[0], *into[1] = period.Months, period.Days
	}
	for _, wrong := range p.Check() {
		if given && (wrong.Pointer == "/kept" || wrong.Pointer == "/restore") {
			return p, domain.Problem(domain.ErrInvalid, "invalid", "%s", wrong.Detail)
		}
	}
	return p, nil
}

// confirmLife is how long a confirmation is good for.
const confirmLife = 24 * time.Hour

// confirm lets retention go on where it stopped for a person to look: past its
// cap, which an administrator confirms, or after a restore, which the operator
// does.
func (t *desk) confirm(w http.ResponseWriter, r *http.Request, who caller) error {
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
			return errForbidden
		}
		err := t.Store.ChangeStop(r.Context(), who.Org, func(s *store.Stop) error {
			if s.Waiting == 0 || in.Waiting != s.Waiting {
				return domain.Problem(domain.ErrConflict, "nothing-to-confirm",
					"As many as you confirm aren't what waits. Look at the plan again.")
			}
			s.Confirmed, s.ConfirmedUntil = in.Waiting, t.Clock().UTC().Add(confirmLife)
			return nil
		})
		if err != nil {
			return err
		}
	case "restore":
		if !who.Operates(t.Operator) {
			return errForbidden
		}
		if err := t.Lifecycle.Confirm(r.Context()); err != nil {
			return err
		}
	default:
		return domain.Invalid(domain.FieldError{Pointer: "/what", Detail: `Confirm "cap" or "restore".`})
	}
	w.WriteHeader(http.StatusNoContent)
	return nil
}

type hold struct {
	ID       string          `json:"id"`
	Kind     domain.HoldKind `json:"kind"`
	Session  *string         `json:"session"` // null: everything of the org
	Name     string          `json:"name"`
	PlacedAt time.Time       `json:"placedAt"`
	Until    time.Time       `json:"until"`
	EndsAt   time.Time       `json:"endsAt"`
	Stands   bool            `json:"stands"`
}

func (t *desk) holdView(h domain.Hold) hold {
	return hold{h.ID, h.Kind, httpapi.TextOrNull(h.Session), h.Name, h.PlacedAt.UTC(), h.Until.UTC(), h.EndsAt().UTC(), h.Stands(t.Clock())}
}

func (t *desk) listHolds(w http.ResponseWriter, r *http.Request, who caller) error {
	holds, err := t.Lifecycle.Holds(r.Context(), who.Org)
	if err != nil {
		return err
	}
	slices.SortFunc(holds, func(x, y domain.Hold) int { return y.PlacedAt.Compare(x.PlacedAt) })
	items := make([]hold, len(holds))
	for i, h := range holds {
		items[i] = t.holdView(h)
	}
	httpapi.WriteList(w, items, "")
	return nil
}

// placeHold places a legal hold. What it covers isn't erased while it stands,
// not by a formal request either.
func (t *desk) placeHold(w http.ResponseWriter, r *http.Request, who caller) error {
	id, err := t.createdID(r, "hold", who)
	if err != nil {
		return err
	}
	var in struct {
		Session *string   `json:"session"`
		Name    string    `json:"name"`
		Until   time.Time `json:"until"`
	}
	if err := httpapi.Decode(w, r, httpapi.BodyLimit, &in); err != nil {
		return err
	}
	now := t.Clock().UTC()
	var wrong []domain.FieldError
	if n := len([]rune(in.Name)); n < 1 || n > 100 || in.Name != strings.TrimSpace(in.Name) || strings.ContainsFunc(in.Name, unicode.IsControl) {
		wrong = append(wrong, domain.FieldError{Pointer: "/name", Detail: "Give the reference of the case in one line of 1 to 100 characters, and no person's name."})
	}
	if !in.Until.After(now) || in.Until.After(domain.HoldMax.After(now)) {
		wrong = append(wrong, domain.FieldError{Pointer: "/until", Detail: "A hold ends within 24 months. It can be placed again before it does."})
	}
	if len(wrong) > 0 {
		return domain.Invalid(wrong...)
	}
	h := domain.Hold{ID: id, Org: who.Org, Kind: domain.HoldLegal, Name: in.Name, PlacedBy: who.member, PlacedAt: now, Until: in.Until}
	if in.Session != nil {
		if err := t.orgSession(r.Context(), who, *in.Session); err != nil {
			return err
		}
		h.Session = *in.Session
	}
	placed, err := t.Lifecycle.PlaceHold(r.Context(), h)
	if err != nil {
		return err
	}
	if placed.Org != h.Org || placed.Name != h.Name || placed.Session != h.Session {
		return errReused
	}
	httpapi.WriteJSON(w, http.StatusCreated, t.holdView(placed))
	return nil
}

// createdID derives the id of what a request creates from its Idempotency-Key,
// or makes one.
func (t *desk) createdID(r *http.Request, kind string, who caller) (string, error) {
	key, err := httpapi.IdempotencyKey(r, false)
	if err != nil {
		return "", err
	}
	if key == "" {
		return domain.NewID(t.Rand)
	}
	return domain.CreatedID(kind, who.Org, who.member, key), nil
}

// orgSession looks for a session of the caller's org that isn't erased.
func (t *desk) orgSession(ctx context.Context, who caller, sid string) error {
	if !domain.IsID(sid) {
		return errNotFound
	}
	s, err := t.Store.Session(ctx, sid)
	if err != nil {
		return notThere(err)
	}
	if s.Org != who.Org || s.State == domain.Erased {
		return errNotFound
	}
	return nil
}

func (t *desk) releaseHold(w http.ResponseWriter, r *http.Request, who caller) error {
	id := r.PathValue("id")
	if !domain.IsID(id) {
		return errNotFound
	}
	h, err := t.Lifecycle.ReleaseHold(r.Context(), who.Org, id)
	if err != nil {
		return notThere(err)
	}
	httpapi.WriteJSON(w, http.StatusOK, t.holdView(h))
	return nil
}

type erasureView struct {
	ID          string               `json:"id"`
	Subject     subject              `json:"subject"`
	Rule        domain.Rule          `json:"rule"`
	Ground      domain.ErasureGround `json:"ground,omitempty"`
	RequestedAt time.Time            `json:"requestedAt"`
	Begun       bool                 `json:"begun"` // keys are gone: there is no way back
}

// listErasures lists the erasures that are on their way, or that a hold stops.
func (t *desk) listErasures(w http.ResponseWriter, r *http.Request, who caller) error {
	erasures, err := t.Lifecycle.Erasures(r.Context(), who.Org)
	if err != nil {
		return err
	}
	items := make([]erasureView, len(erasures))
	for i, e := range erasures {
		items[i] = erasureView{e.ID, subjectView(e.Subject), e.Rule, e.Ground, e.RequestedAt.UTC(), e.Destroying}
	}
	httpapi.WriteList(w, items, "")
	return nil
}

// requestErasure takes a formal request: without a restore window, hidden at
// once, erased as soon as no legal hold stops it.
func (t *desk) requestErasure(w http.ResponseWriter, r *http.Request, who caller) error {
	var in struct {
		Subject subject              `json:"subject"`
		Ground  domain.ErasureGround `json:"ground"`
		Org     string               `json:"org"` // typed again to erase a whole org
	}
	if err := httpapi.Decode(w, r, httpapi.BodyLimit, &in); err != nil {
		return err
	}
	s := domain.Subject{
		Kind: in.Subject.Kind, Org: who.Org, Session: in.Subject.Session,
		ID: in.Subject.Participant + in.Subject.QuestionSet + in.Subject.Member,
	}
	var wrong []domain.FieldError
	if !s.Valid() || subjectView(s) != in.Subject {
		wrong = append(wrong, domain.FieldError{Pointer: "/subject", Detail: "Name the kind, and the ids that it needs and no others."})
	}
	if !domain.IsErasureGround(in.Ground) {
		wrong = append(wrong, domain.FieldError{Pointer: "/ground", Detail: `The ground is "data-subject", "school", "parent" or "no-consent".`})
	}
	if s.Kind == domain.SubjectOrg && in.Org != who.Org || s.Kind != domain.SubjectOrg && in.Org != "" {
		wrong = append(wrong, domain.FieldError{Pointer: "/org", Detail: "To erase everything of your org, repeat its id here; for anything else leave it out."})
	}
	if len(wrong) > 0 {
		return domain.Invalid(wrong...)
	}
	if err := t.exists(r.Context(), who, s); err != nil {
		return err
	}
	out, err := t.Lifecycle.Request(r.Context(), s, in.Ground)
	if err != nil {
		return err
	}
	if out.NotDue {
		return errNotFound
	}
	if out.More {
		// If it doesn't arrive, the next tick finds the request.
		_ = t.Publisher.Send(r.Context(), retentionTopic, workOf(s))
	}
	writeErasure(w, out.Receipt, out.Hold != nil)
	return nil
}

// exists looks whether there is something to erase.
func (t *desk) exists(ctx context.Context, who caller, s domain.Subject) error {
	var err error
	switch s.Kind {
	case domain.SubjectSession:
		err = t.orgSession(ctx, who, s.Session)
	case domain.SubjectParticipant:
		if err = t.orgSession(ctx, who, s.Session); err == nil {
			err = t.joined(ctx, s.Session, s.ID)
		}
	case domain.SubjectQuestionSet:
		_, err = t.Store.QuestionSet(ctx, s.Org, s.ID)
	case domain.SubjectMember:
		_, err = t.Store.Member(ctx, s.Org, s.ID)
	}
	return notThere(err)
}

// joined looks whether a participant is, or was, in a session.
func (t *desk) joined(ctx context.Context, sid, pid string) error {
	boxes, err := t.Vault.BoxesOf(ctx, sid, []string{pid})
	if err != nil {
		return err
	}
	if _, ok := boxes[pid]; !ok {
		return errNotFound
	}
	return nil
}

// writeErasure answers with how far an erasure came.
func writeErasure(w http.ResponseWriter, receipt *domain.Receipt, held bool) {
	out := struct {
		State           string     `json:"state"`
		ReceiptID       *string    `json:"receiptId"`
		IrrecoverableAt *time.Time `json:"irrecoverableAt"`
	}{State: "erasing"}
	switch {
	case receipt != nil:
		out.State, out.ReceiptID, out.IrrecoverableAt = "erased", &receipt.ID, &receipt.IrrecoverableAt
	case held:
		out.State = "held"
	}
	httpapi.WriteJSON(w, http.StatusAccepted, out)
}

type orphan struct {
	ID      string           `json:"id"`
	Session string           `json:"session"`
	Kind    store.OrphanKind `json:"kind"`
	Count   int              `json:"count"`
	FoundAt time.Time        `json:"foundAt"`
}

// listOrphans lists what one database holds and the other doesn't know of. Those
// that belong to no known org are the operator's to look at.
func (t *desk) listOrphans(w http.ResponseWriter, r *http.Request, who caller) error {
	size, token, err := httpapi.Page(r, pageSize, pageSizeMax)
	if err != nil {
		return err
	}
	org := who.Org
	if who.Operates(t.Operator) {
		org = ""
	}
	orphans, next, err := t.Store.Orphans(r.Context(), org, size, token)
	if err != nil {
		return err
	}
	items := make([]orphan, len(orphans))
	for i, o := range orphans {
		items[i] = orphan{o.ID, o.Session, o.Kind, o.Count, o.FoundAt.UTC()}
	}
	httpapi.WriteList(w, items, next)
	return nil
}
