package org

import (
	"context"
	"log/slog"
	"net/http"
	"time"

	"github.com/cleanslate-edu/cleanslate/shared/domain"
	"github.com/cleanslate-edu/cleanslate/shared/events"
	"github.com/cleanslate-edu/cleanslate/shared/httpapi"
	"github.com/cleanslate-edu/cleanslate/shared/logging"
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

// A policyView is the policy in force, with the change of it that is announced.
type policyView struct {
	policy
	Version   int            `json:"version"`
	Since     *time.Time     `json:"since"` // null: it isn't known
	Announced *announcedView `json:"announced,omitempty"`
}

type announcedView struct {
	policy
	Version int            `json:"version"`
	From    time.Time      `json:"from"` // when it comes into force
	Changes []policyChange `json:"changes"`
}

func announcedOf(o domain.Org) (*announcedView, error) {
	if o.Announced == nil {
		return nil, nil
	}
	changes, err := changesOf(domain.PolicyVersion{Policy: o.Announced.Policy, Before: &o.Policy})
	return &announcedView{policyOf(o.Announced.Policy), o.Announced.Version, o.Announced.From.UTC(), changes}, err
}

func policyViewOf(o domain.Org) (policyView, error) {
	announced, err := announcedOf(o)
	return policyView{policyOf(o.Policy), o.Policy.Version, httpapi.TimeOrNull(o.Policy.Since), announced}, err
}

func (h *handler) writePolicy(w http.ResponseWriter, o domain.Org) error {
	o = o.At(h.Clock())
	view, err := policyViewOf(o)
	if err != nil {
		return err
	}
	w.Header().Set("ETag", httpapi.ETag(o.Policy.Revision))
	httpapi.WriteJSON(w, http.StatusOK, view)
	return nil
}

func (h *handler) getPolicy(w http.ResponseWriter, r *http.Request, who domain.Principal) error {
	org, err := h.Store.Org(r.Context(), who.Org)
	if err != nil {
		return err
	}
	return h.writePolicy(w, org)
}

// parse returns the policy that in says, and what is wrong with it.
func (in policy) parse() (domain.Policy, []domain.FieldError) {
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
	return p, wrong
}

var (
	errTooManyVersions = domain.Problem(domain.ErrConflict, "too-many-policies",
		"The policy was changed 10 times within 30 days. Wait until the first of these changes is older.")
	errGround = domain.FieldError{
		Pointer: "/ground", Detail: "For a child's erasure only what keeps everything as long or shorter, and for no other purpose, comes into force at once.",
	}
	errNotice = domain.FieldError{
		Pointer: "/notice", Detail: "Give the notice as a duration such as P14D, of at most P1Y. A change of how long or what for data is kept needs at least P14D.",
	}
)

// putPolicy publishes a policy. One that takes something from people is announced, and
// comes into force after its notice (promise P51); any other is in force at once. It holds
// for existing data; a longer one brings back nothing that was erased.
func (h *handler) putPolicy(w http.ResponseWriter, r *http.Request, who domain.Principal) error {
	var in struct {
		policy
		Notice string              `json:"notice"` // before it comes into force; empty: what it needs
		Ground domain.PolicyGround `json:"ground"` // on which it needs none
	}
	if err := httpapi.Decode(w, r, httpapi.BodyLimit, &in); err != nil {
		return err
	}
	p, wrong := in.policy.parse()
	if in.Ground != "" && in.Ground != domain.GroundChild {
		wrong = append(wrong, errGround)
	}
	notice, err := domain.ParsePeriod(in.Notice)
	if in.Notice != "" && err != nil || !notice.Within(domain.NoticeMax) || in.Notice != "" && in.Ground != "" {
		wrong = append(wrong, errNotice)
	}
	if len(wrong) > 0 {
		return domain.Invalid(wrong...)
	}
	now, match := h.Clock().UTC().Truncate(time.Microsecond), httpapi.IfMatch(r)
	org, err := h.Store.ChangePolicy(r.Context(), who.Org, func(o *domain.Org, back *domain.PolicyVersion) ([]domain.PolicyVersion, error) {
		seen := o.At(now) // what its ETag was of
		if !match(seen.Policy.Revision) {
			return nil, domain.ErrPrecondition
		}
		if a := seen.Announced; a == nil && seen.Policy.SameTerms(p) || a != nil && a.SameTerms(p) {
			return nil, nil // it was published already
		}
		// A child's erasure waits for nothing; each can only shorten what the one before left.
		if back != nil && in.Ground == "" && now.Sub(back.PublishedAt) < domain.PolicyRateTime {
			return nil, errTooManyVersions
		}
		takes, need := seen.Policy.Takes(p), notice
		switch {
		case in.Ground != "" && (!takes || seen.Policy.Lengthens(p)):
			return nil, domain.Invalid(errGround)
		case in.Ground == "" && takes && in.Notice == "":
			need = domain.PolicyNotice
		case in.Ground == "" && takes && !domain.PolicyNotice.Within(notice):
			return nil, domain.Invalid(errNotice)
		}
		return o.Publish(p, domain.PolicyFrom(now, need, zoneOf(*o)), now, in.Ground, who.Member())
	})
	if err != nil {
		return notThere(err)
	}
	h.mail(r.Context(), org)
	return h.writePolicy(w, org)
}

// withdrawPolicy takes back the announced policy. Who was told of it is told of that.
func (h *handler) withdrawPolicy(w http.ResponseWriter, r *http.Request, who domain.Principal) error {
	now := h.Clock().UTC().Truncate(time.Microsecond)
	org, err := h.Store.ChangePolicy(r.Context(), who.Org, func(o *domain.Org, _ *domain.PolicyVersion) ([]domain.PolicyVersion, error) {
		return o.Withdraw(now)
	})
	if err != nil {
		return notThere(err)
	}
	h.mail(r.Context(), org)
	return h.writePolicy(w, org)
}

// mail asks for what an org's people are yet to be sent. Without it the next tick of
// retention does, so that a failure keeps nothing from being published.
func (h *handler) mail(ctx context.Context, o domain.Org) {
	var messages [][]byte
	for _, a := range o.Mailing {
		messages = append(messages, events.Announce(o.ID, a))
	}
	if len(messages) == 0 {
		return
	}
	if err := h.Publisher.Send(ctx, events.NotifyMail, messages...); err != nil {
		slog.WarnContext(ctx, "an announcement waits for the next tick", logging.Error(err))
	}
}

// publicMinute is for how long caches may keep what everybody may read.
const publicMinute = "public, max-age=60"

// getPrivacy shows anyone the org's policy in force, and what is announced.
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
	org = org.At(h.Clock())
	p := policyOf(org.Policy)
	announced, err := announcedOf(org)
	if err != nil {
		return err
	}
	owner, err := h.shownOwnership(r.Context())
	if err != nil {
		return err
	}
	w.Header().Set("Cache-Control", publicMinute)
	httpapi.WriteJSON(w, http.StatusOK, struct {
		Name          string   `json:"name"`
		Country       string   `json:"country"`
		Kept          string   `json:"kept"`
		RestoreWindow string   `json:"restoreWindow"`
		Purposes      []string `json:"purposes"`
		Clause        string   `json:"clause"`
		VisibleTo     []string `json:"visibleTo"`
		Contact       string   `json:"contact"`

		Version   int            `json:"version"`
		Since     *time.Time     `json:"since"` // null: it isn't known
		Announced *announcedView `json:"announced,omitempty"`
		Ownership *ownershipView `json:"ownership,omitempty"`
	}{
		org.Name, org.Country, p.Kept, p.Restore, p.Purposes, p.Clause, []string{"teachers", "school-admins"}, p.Contact,
		org.Policy.Version, httpapi.TimeOrNull(org.Policy.Since), announced, owner,
	})
	return nil
}
