package rights

import (
	"errors"
	"net/http"
	"slices"
	"time"

	"github.com/cleanslate-edu/cleanslate/shared/domain"
	"github.com/cleanslate-edu/cleanslate/shared/events"
	"github.com/cleanslate-edu/cleanslate/shared/httpapi"
	"github.com/cleanslate-edu/cleanslate/shared/requestmail"
	"github.com/cleanslate-edu/cleanslate/shared/seal"
	"github.com/cleanslate-edu/cleanslate/shared/ticket"
)

// errCopyGone is the same for what was never granted, is erased, or whose time is over.
var errCopyGone = domain.Problem(domain.ErrGone, "gone",
	"This copy can't be saved any more: its seven days are over, or what it is of was erased.")

var errCopyCodes = domain.Problem(domain.ErrConflict, "too-many-codes",
	"Five codes were mailed within a day, and no more are today. Come back tomorrow, or ask the school to give you another week.")

// copiesOf returns the students of whom the requester can save a copy.
func copiesOf(r domain.Request, key seal.Key, now time.Time) ([]string, error) {
	ids := []string{}
	if !now.Before(r.CopiesUntil()) {
		return ids, nil
	}
	var meant []domain.Meant
	if err := key.OpenJSON(seal.RequestPath(r.ID), seal.Scope, r.Queue.Scope, &meant); err != nil {
		return nil, err
	}
	for _, m := range meant {
		ids = append(ids, m.Participant)
	}
	return ids, nil
}

// copyCode has a code mailed to the requester, with which they save a copy: whoever has only
// the link has no copy. At most one goes out in ten minutes, with the same reply, and five in a
// day: whoever has the link could use up the tries of each.
func (h *handler) copyCode(w http.ResponseWriter, r *http.Request) error {
	request, key, err := h.own(r)
	if err != nil {
		return err
	}
	ctx, now := r.Context(), h.Clock().UTC()
	if !now.Before(request.CopiesUntil()) {
		return errCopyGone
	}
	if !request.TakesCopyCode(now) {
		w.WriteHeader(http.StatusNoContent) // and no key is used for what isn't sent
		return nil
	}
	if request.CopyCodesOver(now) {
		return errCopyCodes
	}
	var c domain.RequestContent
	if err := key.OpenJSON(seal.RequestPath(request.ID), seal.Content, request.Content, &c); err != nil {
		return err
	}
	code, err := domain.NewRequestCode(h.Rand)
	if err != nil {
		return err
	}
	secret, _ := httpapi.Bearer(r)
	m := domain.RequestMail{
		Org: request.Org, Request: request.ID, Kind: domain.RequestMailCopy, Locale: request.Locale, MadeAt: now, Until: now.Add(domain.RequestCodeValid),
		Attempts: domain.Attempts{State: domain.NoticeQueued},
	}
	if m.ID, err = domain.NewID(h.Rand); err != nil {
		return err
	}
	if m.Wrapped, err = requestmail.Wrap(ctx, h.MailKeys, m.ID, requestmail.Envelope{To: c.Email, Code: code}); err != nil {
		return err
	}
	stored, err := h.Store.MailCode(ctx, m, func(r *domain.Request) bool {
		if !r.MailCopyCode(domain.HashRequestCode(secret, r.ID, code), now) {
			return false
		}
		r.Mail = m.ID
		return true
	})
	if errors.Is(err, domain.ErrNotFound) {
		return errLink
	}
	if err != nil {
		return err
	}
	if stored {
		// Should the message be lost, the next tick finds the mail.
		_ = h.Publisher.Send(ctx, events.NotifyMail, events.Mail{RequestMail: m.ID}.Encode())
	}
	w.WriteHeader(http.StatusNoContent)
	return nil
}

// copy is the export of everything held about a student, for whoever asked their school for
// it: with the link to the request and the code from the mail.
func (h *handler) copy(w http.ResponseWriter, r *http.Request) error {
	var in struct {
		Code        string `json:"code"`
		Participant string `json:"participant"`
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
	if err := h.enterCopy(r, request.ID, domain.HashRequestCode(secret, request.ID, code)); err != nil {
		return err
	}
	s, err := h.copied(r, request, key, in.Participant)
	if err != nil {
		return err
	}
	return h.save(w, r, s)
}

// enterCopy tries a code for copies. A wrong one is counted before that is said.
func (h *handler) enterCopy(r *http.Request, id string, hash []byte) error {
	var result domain.CodeResult
	_, err := h.Store.ChangeRequest(r.Context(), id, func(q *domain.Request) (changed bool, err error) {
		result, changed = q.EnterCopy(hash, h.Clock().UTC())
		return changed, nil
	})
	switch {
	case errors.Is(err, domain.ErrNotFound):
		return errLink
	case err != nil:
		return err
	case result == domain.CodeWrong:
		return errCodeWrong
	case result == domain.CodeOver:
		return errCodeOver
	}
	return nil
}

// copied returns the student of a granted copy, whose key lies under that of the request's
// search, and that under the request's own.
func (h *handler) copied(r *http.Request, request domain.Request, key seal.Key, participant string) (*subject, error) {
	ids, err := copiesOf(request, key, h.Clock())
	if err != nil {
		return nil, err
	}
	if !slices.Contains(ids, participant) {
		return nil, errCopyGone
	}
	ctx := r.Context()
	gone := func(err error) error {
		if errors.Is(err, domain.ErrNotFound) {
			return errCopyGone
		}
		return err
	}
	keys, err := h.Vault.FindKey(ctx, request.Queue.Find)
	if err != nil {
		return nil, gone(err)
	}
	raw, err := key.Open(seal.FindPath(request.Queue.Find), seal.FindKey, keys.Own)
	if err != nil {
		return nil, err
	}
	search, err := seal.ParseKey(raw)
	if err != nil {
		return nil, err
	}
	id := domain.RequestCopyID(request.Queue.Find, participant)
	granted, err := h.Vault.RequestCopy(ctx, id)
	if err != nil {
		return nil, gone(err)
	}
	if raw, err = search.Open(seal.CopyPath(id), seal.FindKey, granted.Key); err != nil {
		return nil, err
	}
	s := &subject{Ticket: ticket.Ticket{Session: granted.Session, Participant: participant}}
	if s.Key, err = seal.ParseKey(raw); err != nil {
		return nil, err
	}
	if s.session, err = h.Store.Session(ctx, granted.Session); err != nil {
		return nil, gone(err)
	}
	if s.session.State == domain.Erasing || s.session.State == domain.Erased {
		return nil, errCopyGone // a hold may keep it: hidden all the same
	}
	if s, err = h.open(ctx, s, errCopyGone); errors.Is(err, errErased) {
		return nil, errCopyGone
	}
	return s, err
}
