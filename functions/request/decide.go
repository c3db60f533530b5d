package request

import (
	"net/http"
	"slices"
	"strings"
	"time"

	"github.com/cleanslate-edu/cleanslate/shared/domain"
	"github.com/cleanslate-edu/cleanslate/shared/httpapi"
	"github.com/cleanslate-edu/cleanslate/shared/notice"
	"github.com/cleanslate-edu/cleanslate/shared/seal"
)

// identify notes how the school knows who asks: what was seen, and nothing of it.
func (h *handler) identify(w http.ResponseWriter, r *http.Request, who domain.Principal) error {
	var in struct {
		How domain.IdentityCheck `json:"how"`
	}
	if err := httpapi.Decode(w, r, httpapi.BodyLimit, &in); err != nil {
		return err
	}
	if !slices.Contains(domain.IdentityChecks, in.How) {
		return domain.Invalid(domain.FieldError{Pointer: "/how", Detail: "Say how you know who asks: known, document, on-file, account, details or failed."})
	}
	o, err := h.open(r, who)
	if err != nil {
		return err
	}
	if err := h.work(r, who, o, "", func(q *domain.Request, now time.Time) ([]domain.Entry, error) {
		return q.Identify(in.How, who.Member(), now)
	}); err != nil {
		return err
	}
	return h.show(w, r, who, o)
}

// extend extends the time for the answer as far as the clauses let it be, and tells the
// requester. Asking for it twice is harmless.
func (h *handler) extend(w http.ResponseWriter, r *http.Request, who domain.Principal) error {
	var in struct {
		Ground domain.ExtensionGround `json:"ground"`
	}
	if err := httpapi.Decode(w, r, httpapi.BodyLimit, &in); err != nil {
		return err
	}
	if !slices.Contains(domain.ExtensionGrounds, in.Ground) {
		return domain.Invalid(domain.FieldError{Pointer: "/ground", Detail: "The ground is complexity or number-of-requests. The law knows no other."})
	}
	o, err := h.open(r, who)
	if err != nil {
		return err
	}
	if err := h.work(r, who, o, domain.RequestMailExtended, func(q *domain.Request, now time.Time) ([]domain.Entry, error) {
		if q.Queue.Extension == in.Ground && q.State != domain.RequestDone && !slices.ContainsFunc(q.Queue.Clocks, func(c domain.RequestClock) bool { return c.Extends(now) }) {
			return nil, nil
		}
		return q.Extend(in.Ground, who.Member(), now)
	}); err != nil {
		return err
	}
	return h.show(w, r, who, o)
}

// A deciding is a decision as it is sent.
type deciding struct {
	Decision domain.Decision `json:"decision"`
	Ground   string          `json:"ground,omitempty"`
	Text     string          `json:"text"`
	// Correction is what is to be read beside the work of those who are meant.
	Correction string `json:"correction,omitempty"`

	// What was seen of the search when it was decided.
	Find  string   `json:"find,omitempty"`
	Meant []string `json:"meant,omitempty"`
}

// answer reads a decision about a request, and writes what the requester will read.
func (h *handler) answer(w http.ResponseWriter, r *http.Request, who domain.Principal) (in deciding, o *opened, a domain.RequestAnswer, err error) {
	if err = httpapi.Decode(w, r, httpapi.BodyLimit, &in); err != nil {
		return in, nil, a, err
	}
	if o, err = h.open(r, who); err != nil {
		return in, nil, a, err
	}
	lines := strings.NewReplacer("\r\n", "\n", "\r", "\n")
	in.Text, in.Correction = strings.TrimSpace(lines.Replace(in.Text)), strings.TrimSpace(lines.Replace(in.Correction))
	if wrong := o.CheckDecision(o.org, in.Decision, in.Ground, in.Text, in.Correction); len(wrong) > 0 {
		return in, nil, a, domain.Invalid(wrong...)
	}
	a, err = notice.Answer(o.org, o.Request, in.Decision, in.Ground, in.Text)
	return in, o, a, err
}

// preview shows what the requester would read, in their language. Nothing is stored.
func (h *handler) preview(w http.ResponseWriter, r *http.Request, who domain.Principal) error {
	_, _, a, err := h.answer(w, r, who)
	if err != nil {
		return err
	}
	httpapi.WriteJSON(w, http.StatusOK, answerView{a.Language, a.Subject, a.Text})
	return nil
}

// decide decides a request about those whom the decider saw marked, and tells the requester.
// What is granted is still to be done,
// and who is meant begins to be erased where that was asked for; what is refused is done
// with that. Sending the same decision again is harmless.
func (h *handler) decide(w http.ResponseWriter, r *http.Request, who domain.Principal) error {
	in, o, a, err := h.answer(w, r, who)
	if err != nil {
		return err
	}
	s, err := h.findOf(r.Context(), o)
	if err != nil {
		return err
	}
	path := seal.RequestPath(o.ID)
	sealed, err := o.key.SealJSON(path, seal.Answered, a)
	if err != nil {
		return err
	}
	if err := h.workFound(r, who, o, domain.RequestMailDecided, s.id(), nil, func(q *domain.Request, f *domain.Find, now time.Time) ([]domain.Entry, error) {
		var before domain.RequestAnswer
		if q.Queue.Decision == in.Decision && q.Queue.Ground == in.Ground &&
			o.key.OpenJSON(path, seal.Answered, q.Queue.Answer, &before) == nil && before.Words == a.Words {
			corrected, err := o.correctionOf(q)
			if err != nil {
				return nil, err
			}
			if corrected == in.Correction {
				return nil, nil
			}
		}
		scope, err := o.scope(s, q, f, in)
		if err != nil {
			return nil, err
		}
		return q.Decide(in.Decision, in.Ground, sealed, scope, who.Member(), now)
	}); err != nil {
		return err
	}
	if err := h.erase(r.Context(), o); err != nil {
		return err // the same decision, sent again, asks for what is left
	}
	if err := h.restrict(r.Context(), o); err != nil {
		return err
	}
	if err := h.copy(r.Context(), o); err != nil {
		return err
	}
	return h.show(w, r, who, o)
}

// complete records that what was decided is done, names the receipts of what was erased for
// it, and tells the requester. Those of the erasures that the decision led to are named
// without being listed, and all of them have to be there.
func (h *handler) complete(w http.ResponseWriter, r *http.Request, who domain.Principal) error {
	var in struct {
		Receipts []string `json:"receipts"`
	}
	if err := httpapi.Decode(w, r, httpapi.BodyLimit, &in); err != nil {
		return err
	}
	if len(in.Receipts) > domain.RequestReceiptsMax {
		return domain.Invalid(domain.FieldError{Pointer: "/receipts", Detail: "Name at most 100 receipts."})
	}
	o, err := h.open(r, who)
	if err != nil {
		return err
	}
	for _, id := range in.Receipts {
		unknown := domain.Invalid(domain.FieldError{Pointer: "/receipts", Detail: "One of these is no receipt of your school. Copy the number from the page of the receipt."})
		if !domain.IsID(id) {
			return unknown
		}
		receipt, err := h.Store.Receipt(r.Context(), id)
		if err == nil && receipt.Org != who.Org {
			err = domain.ErrNotFound
		}
		if err != nil {
			return notThere(err, unknown)
		}
	}
	if err := h.restrict(r.Context(), o); err != nil {
		return err // should a crash have come between a decision and that
	}
	if err := h.copied(r, who, o); err != nil {
		return err
	}
	own, err := h.receipts(r.Context(), o)
	if err != nil {
		return err
	}
	in.Receipts = slices.Concat(in.Receipts, own)
	slices.Sort(in.Receipts)
	in.Receipts = slices.Compact(in.Receipts)
	if err := h.work(r, who, o, domain.RequestMailDone, func(q *domain.Request, now time.Time) ([]domain.Entry, error) {
		if q.State == domain.RequestDone && q.Queue.Decision != domain.DecisionRefused && slices.Equal(q.Queue.Receipts, in.Receipts) {
			return nil, nil
		}
		return q.Complete(in.Receipts, who.Member(), now)
	}); err != nil {
		return err
	}
	return h.show(w, r, who, o)
}
