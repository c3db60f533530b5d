package rights

import (
	"context"
	"errors"
	"net/http"
	"time"

	"github.com/cleanslate-edu/cleanslate/shared/domain"
	"github.com/cleanslate-edu/cleanslate/shared/events"
	"github.com/cleanslate-edu/cleanslate/shared/httpapi"
	"github.com/cleanslate-edu/cleanslate/shared/seal"
)

var (
	// errLink is the same whether there is no such request or the secret isn't its own.
	errLink = domain.Problem(domain.ErrNotFound, "not-found",
		"This link belongs to no request. It may be cut off, or the request's time is over and it was erased.")
	errCodeWrong = domain.Problem(domain.ErrInvalid, "wrong-code",
		"That isn't the code from the mail. Check its eight digits. After five wrong ones it no longer works.")
	errCodeOver = domain.Problem(domain.ErrGone, "code-over",
		"The code no longer works: its 30 minutes are over, or it was entered wrongly five times. Have another one mailed.")
)

// A requestView is a request as whoever made it follows it.
type requestView struct {
	ID         string              `json:"id"`
	Org        string              `json:"org"`
	OrgName    string              `json:"orgName"`
	Contact    string              `json:"contact"`
	Kind       domain.RequestKind  `json:"kind"`
	From       domain.Requester    `json:"from"`
	State      domain.RequestState `json:"state"`
	Text       string              `json:"text"`
	About      about               `json:"about"`
	ReceivedAt time.Time           `json:"receivedAt"`
	VerifiedAt *time.Time          `json:"verifiedAt"` // null: no code was entered yet
	KeptUntil  time.Time           `json:"keptUntil"`

	DueAt    *time.Time    `json:"dueAt"` // the first deadline of the school; null: none runs
	Extended bool          `json:"extended"`
	Answer   *decisionView `json:"answer"`   // null: it isn't decided
	Receipts []string      `json:"receipts"` // of what was erased for it
	Copies   []string      `json:"copies"`   // ids of the students of whom a copy can be saved, with a code
	// CopiesUntil is until when that is possible; null: there are none.
	CopiesUntil *time.Time `json:"copiesUntil"`
	// Restricted says that data is kept and not used since the decision. It is to be lifted
	// from LiftableAt on; null: nobody said that it is.
	Restricted bool       `json:"restricted"`
	LiftableAt *time.Time `json:"liftableAt"`
}

// A decisionView is what the school decided, in the requester's language.
type decisionView struct {
	Language string `json:"language"`
	Subject  string `json:"subject"`
	Text     string `json:"text"`
}

// follow shows a request to whoever has its secret. Where they can be reached isn't shown:
// links are passed on.
func (h *handler) follow(w http.ResponseWriter, r *http.Request) error {
	request, key, err := h.own(r)
	if err != nil {
		return err
	}
	return h.showRequest(w, r, request, key)
}

func (h *handler) showRequest(w http.ResponseWriter, r *http.Request, request domain.Request, key seal.Key) error {
	var c domain.RequestContent
	if err := key.OpenJSON(seal.RequestPath(request.ID), seal.Content, request.Content, &c); err != nil {
		return err
	}
	org, err := h.Store.Org(r.Context(), request.Org)
	if err != nil {
		return err
	}
	view := requestView{
		ID: request.ID, Org: request.Org, OrgName: org.Name, Contact: org.At(h.Clock()).Policy.PrivacyContact,
		Kind: request.Kind, From: request.From, State: request.State, Text: c.Text, About: about(c.About),
		ReceivedAt: request.ReceivedAt.UTC(), VerifiedAt: httpapi.TimeOrNull(request.VerifiedAt), KeptUntil: request.KeptUntil(),
		Extended: request.Queue.Extension != "", Receipts: append([]string{}, request.Queue.Receipts...),
	}
	if request.Restricts() && request.Queue.LiftedAt.IsZero() {
		view.Restricted, view.LiftableAt = true, httpapi.TimeOrNull(request.Queue.LiftableAt)
	}
	if request.State == domain.RequestOpen || request.State == domain.RequestDecided {
		view.DueAt = httpapi.TimeOrNull(request.DueAt())
	}
	if view.Copies, err = copiesOf(request, key, h.Clock()); err != nil {
		return err
	}
	if len(view.Copies) > 0 {
		view.CopiesUntil = httpapi.TimeOrNull(request.CopiesUntil())
	}
	if sealed := request.Queue.Answer; len(sealed) > 0 {
		var a domain.RequestAnswer
		if err := key.OpenJSON(seal.RequestPath(request.ID), seal.Answered, sealed, &a); err != nil {
			return err
		}
		view.Answer = &decisionView{a.Language, a.Subject, a.Text}
	}
	httpapi.WriteJSON(w, http.StatusOK, view)
	return nil
}

// own returns the request that r names, if it comes with its secret, and the key that opens
// it.
func (h *handler) own(r *http.Request) (request domain.Request, key seal.Key, err error) {
	id := r.PathValue("id")
	secret, ok := httpapi.Bearer(r)
	if !ok {
		return request, key, domain.ErrUnauthenticated
	}
	if !domain.IsID(id) || !domain.IsID(secret) {
		return request, key, errLink
	}
	boxes, err := h.Vault.RequestBoxes(r.Context(), id)
	if errors.Is(err, domain.ErrNotFound) {
		return request, key, errLink
	}
	if err != nil {
		return request, key, err
	}
	if key, _, err = seal.OpenForRequester(secret, id, boxes.Requester); err != nil {
		return request, key, errLink
	}
	request, err = h.Store.Request(r.Context(), id)
	if errors.Is(err, domain.ErrNotFound) || err == nil && request.Over(h.Clock()) {
		return request, key, errLink
	}
	return request, key, err
}

// verify takes the code that was mailed to a requester. Sending the right one again is
// harmless.
func (h *handler) verify(w http.ResponseWriter, r *http.Request) error {
	var in struct {
		Code string `json:"code"`
	}
	if err := httpapi.Decode(w, r, httpapi.BodyLimit, &in); err != nil {
		return err
	}
	request, key, err := h.own(r)
	if err != nil {
		return err
	}
	code, ok := domain.ParseRequestCode(in.Code)
	if !ok {
		return domain.Invalid(domain.FieldError{Pointer: "/code", Detail: "The code has eight digits. Spaces don't matter."})
	}
	secret, _ := httpapi.Bearer(r)
	if request, err = h.enter(r.Context(), request.ID, domain.HashRequestCode(secret, request.ID, code)); err != nil {
		return err
	}
	// Should the message be lost, the next tick finds the request.
	_ = h.Publisher.Send(r.Context(), events.BreachWork, events.BreachJob{Request: request.ID}.Encode())
	return h.showRequest(w, r, request, key)
}

// enter tries a code. A wrong one is counted before that is said.
func (h *handler) enter(ctx context.Context, id string, hash []byte) (domain.Request, error) {
	var result domain.CodeResult
	request, err := h.Store.ChangeRequest(ctx, id, func(r *domain.Request) (changed bool, err error) {
		result, changed = r.Enter(hash, h.Clock().UTC())
		return changed, nil
	})
	switch {
	case errors.Is(err, domain.ErrNotFound):
		return request, errLink
	case err != nil:
		return request, err
	case result == domain.CodeWrong:
		return request, errCodeWrong
	case result == domain.CodeOver:
		return request, errCodeOver
	}
	return request, nil
}

// queue refuses whoever asks for a school's queue without an access token: those who have
// one are served by the function request.
func (h *handler) queue(http.ResponseWriter, *http.Request) error { return domain.ErrUnauthenticated }
