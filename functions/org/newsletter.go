package org

import (
	"maps"
	"net/http"
	"slices"
	"strings"
	"time"

	"github.com/cleanslate-edu/cleanslate/shared/domain"
	"github.com/cleanslate-edu/cleanslate/shared/httpapi"
	"github.com/cleanslate-edu/cleanslate/shared/store"
)

type newsletterView struct {
	ID          string            `json:"id"`
	Kind        domain.MailKind   `json:"kind"`
	Subject     map[string]string `json:"subject"` // by language
	Text        map[string]string `json:"text"`
	WrittenAt   time.Time         `json:"writtenAt"`
	StartsAt    time.Time         `json:"startsAt"` // at the earliest
	StartedAt   *time.Time        `json:"startedAt"`
	CancelledAt *time.Time        `json:"cancelledAt"`
}

func newsletterViewOf(n domain.Newsletter) newsletterView {
	return newsletterView{
		n.ID, n.Kind, n.Subject, n.Text, n.WrittenAt.UTC(), n.WrittenAt.Add(domain.NewsletterDelay).UTC(), httpapi.TimeOrNull(n.StartedAt),
		httpapi.TimeOrNull(n.CancelledAt),
	}
}

// listNewsletters lists the newsletters on record, the latest first.
func (h *handler) listNewsletters(w http.ResponseWriter, r *http.Request, _ domain.Principal) error {
	all, err := h.Store.Newsletters(r.Context())
	if err != nil {
		return err
	}
	items := make([]newsletterView, len(all))
	for i, n := range all {
		items[i] = newsletterViewOf(n)
	}
	httpapi.WriteList(w, items, "")
	return nil
}

// countRecipients says how many members of all schools chose mail of each kind. Not all of them
// may have an address still.
func (h *handler) countRecipients(w http.ResponseWriter, r *http.Request, _ domain.Principal) error {
	counts := make(map[domain.MailKind]int)
	for _, kind := range domain.MailKinds {
		n, err := h.Store.CountWanting(r.Context(), kind)
		if err != nil {
			return err
		}
		counts[kind] = n
	}
	httpapi.WriteJSON(w, http.StatusOK, counts)
	return nil
}

var errNewsletterOver = domain.Problem(domain.ErrConflict, "newsletter-over",
	"It is being sent by now, or was cancelled. Reload the page.")

// writeNewsletter stores a newsletter, which a tick of retention sends, once, to those members
// of all schools who chose its kind.
func (h *handler) writeNewsletter(w http.ResponseWriter, r *http.Request, who domain.Principal) error {
	key, err := httpapi.IdempotencyKey(r, true)
	if err != nil {
		return err
	}
	id, err := who.NewID(h.Rand, "newsletter", key)
	if err != nil {
		return err
	}
	var in struct {
		Kind    domain.MailKind   `json:"kind"`
		Subject map[string]string `json:"subject"`
		Text    map[string]string `json:"text"`
	}
	if err := httpapi.Decode(w, r, httpapi.BodyLimit, &in); err != nil {
		return err
	}
	now := h.Clock().UTC().Truncate(time.Microsecond)
	n := domain.Newsletter{ID: id, Kind: in.Kind, Subject: make(map[string]string), Text: make(map[string]string), WrittenAt: now, Who: who.Member()}
	for l, s := range in.Subject {
		n.Subject[l] = domain.CleanLine(s)
	}
	for l, s := range in.Text {
		n.Text[l] = strings.TrimSpace(s)
	}
	if wrong := n.Check(); len(wrong) > 0 {
		return domain.Invalid(wrong...)
	}
	var stored domain.Newsletter
	err = h.Store.ChangeNewsletters(r.Context(), func(all []domain.Newsletter) (*domain.Newsletter, error) {
		if i := slices.IndexFunc(all, func(o domain.Newsletter) bool { return o.ID == id }); i >= 0 {
			if stored = all[i]; stored.Kind != n.Kind || !maps.Equal(stored.Subject, n.Subject) || !maps.Equal(stored.Text, n.Text) {
				return nil, httpapi.ErrKeyReused
			}
			return nil, nil
		}
		if !domain.MayWrite(all, now) {
			return nil, store.ErrNewsletters
		}
		stored = n
		return &n, nil
	})
	if err != nil {
		return err
	}
	httpapi.WriteJSON(w, http.StatusCreated, newsletterViewOf(stored))
	return nil
}

// cancelNewsletter cancels one before it starts.
func (h *handler) cancelNewsletter(w http.ResponseWriter, r *http.Request, _ domain.Principal) error {
	id, now := r.PathValue("id"), h.Clock().UTC().Truncate(time.Microsecond)
	err := h.Store.ChangeNewsletters(r.Context(), func(all []domain.Newsletter) (*domain.Newsletter, error) {
		i := slices.IndexFunc(all, func(n domain.Newsletter) bool { return n.ID == id })
		if i < 0 {
			return nil, errNotFound
		}
		n := all[i]
		if !n.Waits() {
			return nil, errNewsletterOver
		}
		n.CancelledAt = now
		return &n, nil
	})
	if err != nil {
		return err
	}
	w.WriteHeader(http.StatusNoContent)
	return nil
}
