package org

import (
	"net/http"
	"time"

	"github.com/cleanslate-edu/cleanslate/shared/domain"
	"github.com/cleanslate-edu/cleanslate/shared/httpapi"
	"github.com/cleanslate-edu/cleanslate/shared/store"
)

type orphan struct {
	ID      string           `json:"id"`
	Session string           `json:"session"`
	Kind    store.OrphanKind `json:"kind"`
	Count   int              `json:"count"`
	FoundAt time.Time        `json:"foundAt"`
}

// listOrphans lists what exists in one database only. Orphans of no known org are shown
// to the operator.
func (h *handler) listOrphans(w http.ResponseWriter, r *http.Request, who domain.Principal) error {
	size, token, err := httpapi.Page(r, pageSize, httpapi.PageSizeMax)
	if err != nil {
		return err
	}
	org := who.Org
	if who.Operates(h.Operator) {
		org = ""
	}
	orphans, next, err := h.Store.Orphans(r.Context(), org, size, token)
	if err != nil {
		return err
	}
	items := make([]orphan, len(orphans))
	for i, found := range orphans {
		items[i] = orphan{found.ID, found.Session, found.Kind, found.Count, found.FoundAt.UTC()}
	}
	httpapi.WriteList(w, items, next)
	return nil
}
