package org

import (
	"fmt"
	"net/http"
	"time"

	"github.com/cleanslate-edu/cleanslate/shared/domain"
	"github.com/cleanslate-edu/cleanslate/shared/events"
	"github.com/cleanslate-edu/cleanslate/shared/httpapi"
	"github.com/cleanslate-edu/cleanslate/shared/seal"
)

// An exportView is an archive of the school as its administrators see it.
type exportView struct {
	ID        string             `json:"id"`
	State     domain.ExportState `json:"state"`
	AskedAt   time.Time          `json:"askedAt"`
	DoneAt    *time.Time         `json:"doneAt"`
	ExpiresAt time.Time          `json:"expiresAt"`
	Done      int                `json:"done"`  // sessions that are in it
	Total     int                `json:"total"` // that there were; 0: they aren't counted yet
	Bytes     int                `json:"bytes"` // that are stored, sealed
	Cut       bool               `json:"cut"`   // not everything is in it
	You       bool               `json:"you"`   // asked for it
}

func exportViewOf(e domain.Export, who domain.Principal) exportView {
	return exportView{
		e.ID, e.State, e.AskedAt.UTC(), httpapi.TimeOrNull(e.DoneAt), e.ExpiresAt().UTC(), e.Sessions, max(e.Total, e.Sessions), e.Bytes, e.Cut,
		e.By == who.Member(),
	}
}

// listExports lists the school's archives, the latest first.
func (h *handler) listExports(w http.ResponseWriter, r *http.Request, who domain.Principal) error {
	all, err := h.Store.Exports(r.Context(), who.Org)
	if err != nil {
		return err
	}
	items := []exportView{}
	for _, e := range all {
		if !e.Over(h.Clock()) {
			items = append(items, exportViewOf(e, who))
		}
	}
	httpapi.WriteList(w, items, "")
	return nil
}

// beginExport has everything of the school made into an archive (promise P21), in the
// background: the function export does it. Who asked is entered in the audit first.
func (h *handler) beginExport(w http.ResponseWriter, r *http.Request, who domain.Principal) error {
	key, err := httpapi.IdempotencyKey(r, false)
	if err != nil {
		return err
	}
	id, err := who.NewID(h.Rand, "export", key)
	if err != nil {
		return err
	}
	ctx := r.Context()
	if _, err := h.org(ctx, who.Org); err != nil {
		return err
	}
	now := h.Clock().UTC()
	if err := h.openings.Note(ctx, domain.Opening{
		Org: who.Org, Member: who.Member(), Role: domain.RoleAdministrator, Act: domain.ActArchive, Path: seal.ExportPath(id), Purpose: domain.PurposeExport,
	}); err != nil {
		return err
	}
	e, err := h.Store.CreateExport(ctx, domain.Export{
		ID: id, Org: who.Org, By: who.Member(), State: domain.ExportRunning, AskedAt: now, MovedAt: now, Stage: domain.ExportStages[0],
	}, func(all []domain.Export) error { return domain.CheckExports(all, now) })
	if err != nil {
		return notThere(err)
	}
	if e.State == domain.ExportRunning {
		// If the message is lost, a tick has it go on.
		if err := h.Publisher.Send(ctx, events.ExportWork, events.ExportJob{Export: e.ID, Page: e.Page}.Encode()); err != nil {
			return fmt.Errorf("publishing an archive: %w (%v)", domain.ErrUnavailable, err)
		}
	}
	httpapi.WriteJSON(w, http.StatusAccepted, exportViewOf(e, who))
	return nil
}

// endExport ends an archive before its time: its key goes at once, what is stored of it with
// the next tick.
func (h *handler) endExport(w http.ResponseWriter, r *http.Request, who domain.Principal) error {
	ctx, id := r.Context(), r.PathValue("id")
	if !domain.IsID(id) {
		return errNotFound
	}
	e, err := h.Store.Export(ctx, id)
	if err != nil {
		return notThere(err)
	}
	if e.Org != who.Org {
		return errNotFound
	}
	if _, err := h.Store.ChangeExport(ctx, id, func(e *domain.Export) (bool, error) {
		changed := e.State != domain.ExportEnded
		e.State, e.Parts = domain.ExportEnded, nil
		return changed, nil
	}); err != nil {
		return notThere(err)
	}
	if err := h.Vault.DeleteExportKey(ctx, id); err != nil {
		return err
	}
	w.WriteHeader(http.StatusNoContent)
	return nil
}
