package request

import (
	"context"
	"errors"
	"net/http"
	"time"

	"github.com/cleanslate-edu/cleanslate/shared/domain"
	"github.com/cleanslate-edu/cleanslate/shared/httpapi"
	"github.com/cleanslate-edu/cleanslate/shared/requestkey"
	"github.com/cleanslate-edu/cleanslate/shared/seal"
)

// A forwardTo is where a request can be forwarded.
type forwardTo string

const (
	toSchool   forwardTo = "school"
	toOperator forwardTo = "operator"
)

// otherSide returns where an org's requests can be forwarded: schools' to the operator, and
// the operator's to a school (promise P19).
func (h *handler) otherSide(org string) forwardTo {
	if org == h.Operator {
		return toSchool
	}
	return toOperator
}

// forward passes a request on to who has to decide it, and tells the requester. From then on
// it is in the other queue, its key is boxed to that org, and its clauses count from the
// receipt, as before.
func (h *handler) forward(w http.ResponseWriter, r *http.Request, who domain.Principal) error {
	var in struct {
		To  forwardTo `json:"to"`
		Org string    `json:"org,omitempty"` // the school, where the operator forwards
	}
	if err := httpapi.Decode(w, r, httpapi.BodyLimit, &in); err != nil {
		return err
	}
	var wrong []domain.FieldError
	if in.To != h.otherSide(who.Org) {
		wrong = append(wrong, domain.FieldError{Pointer: "/to", Detail: "A school forwards to the operator, the operator to a school."})
	}
	if in.To == toSchool && (!domain.IsOrg(in.Org) || in.Org == h.Operator) || in.To != toSchool && in.Org != "" {
		wrong = append(wrong, domain.FieldError{Pointer: "/org", Detail: "Name the school if you forward to one, and no org otherwise."})
	}
	if len(wrong) > 0 {
		return domain.Invalid(wrong...)
	}
	if in.To == toOperator {
		in.Org = h.Operator
	}
	ctx := r.Context()
	o, err := h.open(r, who)
	if errors.Is(err, domain.ErrNotFound) && h.forwarded(ctx, r.PathValue("id"), who.Org, in.Org) {
		w.WriteHeader(http.StatusNoContent) // by the same request, sent before
		return nil
	}
	if err != nil {
		return err
	}
	to, err := h.Store.Org(ctx, in.Org)
	if err == nil && to.State != domain.OrgActive && to.State != domain.OrgLeft {
		err = domain.ErrNotFound
	}
	if err != nil {
		return notThere(err, domain.Invalid(domain.FieldError{Pointer: "/org", Detail: "There is no such school. Check its id."}))
	}
	if o.State != domain.RequestOpen {
		return domain.ErrNotForwarded
	}
	// The key first: without it nobody there could read the request.
	public, err := requestkey.Public(ctx, h.Vault, h.RequestKeys, to.ID)
	if err != nil {
		return err
	}
	box, err := seal.BoxForSchool(public, o.ID, o.key)
	if err != nil {
		return err
	}
	if err := h.Vault.ForwardRequestKey(ctx, o.ID, to.ID, box); err != nil {
		return err
	}
	if err := h.work(r, who, o, domain.RequestMailForwarded, func(q *domain.Request, now time.Time) ([]domain.Entry, error) {
		return q.Forward(to, who.Member(), now)
	}); err != nil && !(errors.Is(err, domain.ErrNotFound) && h.forwarded(ctx, o.ID, who.Org, in.Org)) {
		return err
	}
	w.WriteHeader(http.StatusNoContent) // it isn't the caller's to read any more
	return nil
}

// forwarded reports whether the last that was done about where a request is was to forward
// it from one org to the other.
func (h *handler) forwarded(ctx context.Context, id, from, to string) bool {
	if !domain.IsID(id) {
		return false
	}
	r, err := h.Store.Request(ctx, id)
	if err != nil || len(r.Queue.Forwards) == 0 {
		return false
	}
	last := r.Queue.Forwards[len(r.Queue.Forwards)-1]
	return r.Org == to && last.From == from && last.To == to
}
