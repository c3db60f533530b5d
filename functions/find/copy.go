package find

import (
	"context"
	"errors"
	"time"

	"github.com/cleanslate-edu/cleanslate/shared/domain"
	"github.com/cleanslate-edu/cleanslate/shared/seal"
	"github.com/cleanslate-edu/cleanslate/shared/store"
)

// granted carries out what was granted that needs the keys of those who are meant. For copies
// it stores for the requester what opens them: of each student the key, sealed under that of
// the search. A correction it seals beside each student's work. Nothing that they wrote is
// opened here, or copied. Somebody who was erased meanwhile is left out.
func (h *handler) granted(ctx context.Context, id string) error {
	f, err := h.Store.Find(ctx, id)
	if errors.Is(err, domain.ErrNotFound) {
		return nil // it is over
	}
	if err != nil || !f.CopiedAt.IsZero() {
		return err
	}
	r, err := h.Store.Request(ctx, f.Request)
	if errors.Is(err, domain.ErrNotFound) || err == nil && !f.Grants(&r) {
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
	var granted domain.Granting
	if err := key.OpenJSON(seal.FindPath(f.ID), seal.Granted, f.Granted, &granted); err != nil {
		return err
	}
	for _, m := range granted.Meant {
		if r.Corrects() {
			err = h.correct(ctx, f, m, granted.Correction, r.Queue.DecidedAt)
		} else {
			err = h.copy(ctx, f, key, m)
		}
		if err != nil && !errors.Is(err, domain.ErrNotFound) {
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
	theirs, err := h.theirs(ctx, f, m, domain.ActCopy)
	if err != nil {
		return err
	}
	id := domain.RequestCopyID(f.ID, m.Participant)
	return h.Vault.CreateRequestCopy(ctx, store.RequestCopy{
		ID: id, Org: f.Org, Find: f.ID, Session: m.Session, Participant: m.Participant,
		Key: key.Seal(seal.CopyPath(id), seal.FindKey, theirs.Bytes()),
	})
}

// correct stores what is to be read beside one student's work, sealed with their key.
func (h *handler) correct(ctx context.Context, f domain.Find, m domain.Meant, text string, decided time.Time) error {
	theirs, err := h.theirs(ctx, f, m, domain.ActCorrect)
	if err != nil {
		return err
	}
	path := seal.ParticipantPath(m.Session, m.Participant)
	return h.Store.Correct(ctx, m.Session, m.Participant, theirs.Seal(path, seal.Correction, []byte(text)), decided)
}

// theirs opens one student's key, once that is entered. Of somebody who was erased there is
// none: domain.ErrNotFound.
func (h *handler) theirs(ctx context.Context, f domain.Find, m domain.Meant, act domain.Act) (seal.Key, error) {
	wrapped, err := h.Vault.SessionKey(ctx, m.Session)
	if err != nil {
		return seal.Key{}, err
	}
	boxes, err := h.Vault.Boxes(ctx, m.Session, m.Participant)
	if err != nil {
		return seal.Key{}, err
	}
	if boxes.Erased {
		return seal.Key{}, domain.ErrNotFound
	}
	path := seal.ParticipantPath(m.Session, m.Participant)
	if err := h.openings.Note(ctx, domain.Opening{
		Org: f.Org, Member: f.By, Role: domain.RoleRights, Act: act, Path: path, Purpose: domain.PurposeRequest,
		Counts: domain.Opened{Participants: 1},
	}); err != nil {
		return seal.Key{}, err
	}
	private, err := h.private(ctx, m.Session, wrapped)
	if err != nil {
		return seal.Key{}, err
	}
	theirs, err := private.OpenBox(path, boxes.Session)
	if err != nil {
		return seal.Key{}, domain.ErrNotFound // teachers can't open it either
	}
	return theirs, nil
}
