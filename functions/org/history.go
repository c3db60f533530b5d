package org

import (
	"net/http"
	"time"

	"github.com/cleanslate-edu/cleanslate/shared/domain"
	"github.com/cleanslate-edu/cleanslate/shared/httpapi"
	"github.com/cleanslate-edu/cleanslate/shared/notice"
)

type policyState string

const (
	policyInForce   policyState = "in-force"
	policyAnnounced policyState = "announced"
	policyEarlier   policyState = "earlier"
	policyWithdrawn policyState = "withdrawn"
)

type policyChange struct {
	What  string            `json:"what"`
	Words map[string]string `json:"words"` // by language
}

// A versionView is a policy as it was published.
type versionView struct {
	Version     int                 `json:"version"`
	State       policyState         `json:"state"`
	PublishedAt *time.Time          `json:"publishedAt"` // null: it isn't known
	From        *time.Time          `json:"from"`
	Until       *time.Time          `json:"until"`
	WithdrawnAt *time.Time          `json:"withdrawnAt"`
	Ground      domain.PolicyGround `json:"ground,omitempty"`
	Kept        string              `json:"kept"`
	Restore     string              `json:"restore"`
	Purposes    []string            `json:"purposes"`
	Clause      string              `json:"clause"`
	Contact     string              `json:"contact"`
	Changes     []policyChange      `json:"changes"`
}

func versionViewOf(v domain.PolicyVersion, now time.Time) (versionView, error) {
	p := policyOf(v.Policy)
	view := versionView{
		Version: v.N, State: policyInForce, PublishedAt: httpapi.TimeOrNull(v.PublishedAt), From: httpapi.TimeOrNull(v.From),
		Until: httpapi.TimeOrNull(v.Until), WithdrawnAt: httpapi.TimeOrNull(v.WithdrawnAt), Ground: v.Ground,
		Kept: p.Kept, Restore: p.Restore, Purposes: p.Purposes, Clause: p.Clause, Contact: p.Contact,
	}
	switch {
	case !v.WithdrawnAt.IsZero():
		view.State = policyWithdrawn
	case v.From.After(now):
		view.State = policyAnnounced
	case !v.Until.IsZero() && !v.Until.After(now):
		view.State = policyEarlier
	}
	var err error
	view.Changes, err = changesOf(v)
	return view, err
}

// changesOf returns what a version changes, in words.
func changesOf(v domain.PolicyVersion) ([]policyChange, error) {
	changes, err := notice.PolicyChanges(v)
	views := make([]policyChange, len(changes))
	for i, c := range changes {
		views[i] = policyChange(c)
	}
	return views, err
}

// historySize is how many versions a page of a history usually has. One holds its changes
// in four languages.
const historySize = 20

func (h *handler) getHistory(w http.ResponseWriter, r *http.Request, who domain.Principal) error {
	return h.showHistory(w, r, who.Org)
}

// getPublicHistory shows anyone which policies an org published.
func (h *handler) getPublicHistory(w http.ResponseWriter, r *http.Request) error {
	w.Header().Set("Cache-Control", publicMinute)
	err := h.showHistory(w, r, r.PathValue("org"))
	if err != nil {
		w.Header().Del("Cache-Control")
	}
	return err
}

// showHistory lists the versions of an org's policy, the latest first.
func (h *handler) showHistory(w http.ResponseWriter, r *http.Request, id string) error {
	size, token, err := httpapi.Page(r, historySize, httpapi.PageSizeMax)
	if err != nil {
		return err
	}
	org, err := h.org(r.Context(), id)
	if err != nil {
		return err
	}
	versions, next, err := h.Store.PolicyVersions(r.Context(), id, size, token)
	if err != nil {
		return err
	}
	now := h.Clock()
	org = org.At(now)
	items := make([]versionView, len(versions))
	for i, v := range versions {
		if v.N != org.Policy.Version && v.Until.IsZero() && v.WithdrawnAt.IsZero() && !v.From.After(now) {
			v.Until = org.Policy.Since // until the next tick notes it
		}
		if items[i], err = versionViewOf(v, now); err != nil {
			return err
		}
	}
	httpapi.WriteList(w, items, next)
	return nil
}
