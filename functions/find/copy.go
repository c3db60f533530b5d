package find

import (
	"context"
	"errors"

	"github.com/cleanslate-edu/cleanslate/shared/domain"
	"github.com/cleanslate-edu/cleanslate/shared/seal"
	"github.com/cleanslate-edu/cleanslate/shared/store"
)

// copies stores for the requester what opens the copies that were granted: of each student the
// key, sealed under that of the search. Nothing that they wrote is opened here, or copied.
// Somebody who was erased meanwhile is left out.
func (h *handler) copies(ctx context.Context, id string) error {
	f, err := h.Store.Find(ctx, id)
	if errors.Is(err, domain.ErrNotFound) {
		return nil // it is over
	}
	if err != nil || !f.CopiedAt.IsZero() {
		return err
	}
	r, err := h.Store.Request(ctx, f.Request)
	if errors.Is(err, domain.ErrNotFound) || err == nil && !f.Copies(&r) {
		return nil
	}
	if err != nil {
		return err
	}
	key, err := h.key(ctx, f)
	if errors.Is(err, domain.ErrNotFound) {
		return nil
	}
	if err != nil {
		return err
	}
	var granted []domain.Meant
	if err := key.OpenJSON(seal.FindPath(f.ID), seal.Granted, f.Granted, &granted); err != nil {
		return err
	}
	for _, m := range granted {
		if err := h.copy(ctx, f, key, m); err != nil && !errors.Is(err, domain.ErrNotFound) {
			return err
		}
	}
	_, err = h.Store.ChangeFind(ctx, f.ID, func(f *domain.Find) (bool, error) {
		f.CopiedAt = h.Clock().UTC()
		return true, nil
	})
	if errors.Is(err, domain.ErrNotFound) {
		return nil
	}
	return err
}

// copy stores one student's key for the requester. Of somebody who was erased there is none:
// domain.ErrNotFound.
func (h *handler) copy(ctx context.Context, f domain.Find, key seal.Key, m domain.Meant) error {
	wrapped, err := h.Vault.SessionKey(ctx, m.Session)
	if err != nil {
		return err
	}
	boxes, err := h.Vault.Boxes(ctx, m.Session, m.Participant)
	if err != nil {
		return err
	}
	if boxes.Erased {
		return domain.ErrNotFound
	}
	path := seal.ParticipantPath(m.Session, m.Participant)
	if err := h.openings.Note(ctx, domain.Opening{
		Org: f.Org, Member: f.By, Role: domain.RoleRights, Act: domain.ActCopy, Path: path, Purpose: domain.PurposeRequest,
		Counts: domain.Opened{Participants: 1},
	}); err != nil {
		return err
	}
	private, err := h.private(ctx, m.Session, wrapped)
	if err != nil {
		return err
	}
	theirs, err := private.OpenBox(path, boxes.Session)
	if err != nil {
		return domain.ErrNotFound // teachers can't open it either
	}
	id := domain.RequestCopyID(f.ID, m.Participant)
	return h.Vault.CreateRequestCopy(ctx, store.RequestCopy{
		ID: id, Org: f.Org, Find: f.ID, Session: m.Session, Participant: m.Participant,
		Key: key.Seal(seal.CopyPath(id), seal.FindKey, theirs.Bytes()),
	})
}
