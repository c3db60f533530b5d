package teacher

import (
	"context"
	"errors"
	"net/http"

	"github.com/cleanslate-edu/cleanslate/shared/domain"
	"github.com/cleanslate-edu/cleanslate/shared/httpapi"
	"github.com/cleanslate-edu/cleanslate/shared/lesson"
	"github.com/cleanslate-edu/cleanslate/shared/seal"
)

type parentCode struct {
	// Secret is the code: 128 bits in base64url, as which it is stored nowhere.
	Secret string `json:"secret"`
	// Code is what to name the session by, with the secret's twelve words.
	Code string `json:"code"`
	// Language is the school's, in which the code is handed out.
	Language string `json:"language"`
}

// giveParentCode makes a code with which a parent sees, corrects, copies and erases what one
// student left in the session. It ends the one before. Only who may erase the student gives
// it out: the owner and administrators. That is entered in the audit first.
func (h *handler) giveParentCode(w http.ResponseWriter, r *http.Request, who domain.Principal) error {
	ctx, cancel := context.WithTimeout(r.Context(), timeout)
	defer cancel()
	key, err := httpapi.IdempotencyKey(r, false)
	if err != nil {
		return err
	}
	s, err := h.session(r, who)
	if err != nil {
		return err
	}
	if err := mayOwn(who, s); err != nil {
		return err
	}
	pid := r.PathValue("pid")
	if !domain.IsID(pid) {
		return lesson.ErrNotFound
	}
	org, err := h.lessons.Org(ctx, s.Org)
	if err != nil {
		return err
	}
	student, err := h.keyOf(ctx, s, pid)
	if err != nil {
		return err
	}
	made, err := who.NewID(h.Rand, "parent-code/"+s.ID+"/"+pid, key)
	if err != nil {
		return err
	}
	secret := domain.ParentSecret(made)
	id := domain.ParentCodeID(s.ID, secret)
	box, err := seal.BoxForParent(secret, s.ID, id, pid, student)
	if err != nil {
		return err
	}
	if err := h.enter(ctx, who, s, domain.ActParent, domain.Opened{Participants: 1}); err != nil {
		return err
	}
	if err := h.Vault.CreateParentCode(ctx, s.ID, pid, id, box, h.storedNow()); err != nil {
		return lesson.NotThere(err)
	}
	httpapi.WriteJSON(w, http.StatusCreated, parentCode{secret, s.GivenCode, org.Speaks()})
	return nil
}

// keyOf opens the key of one participant, unless their data was erased or is to be.
func (h *handler) keyOf(ctx context.Context, s *domain.Session, pid string) (seal.Key, error) {
	if s.HasSeats {
		seat, err := h.Store.Seat(ctx, s.ID, pid)
		if err != nil {
			return seal.Key{}, err
		}
		if seat.Erased {
			return seal.Key{}, lesson.ErrNotFound
		}
	}
	// A join that failed halfway left a key and nobody.
	if _, err := h.Store.Participant(ctx, s.ID, pid); err != nil {
		return seal.Key{}, lesson.NotThere(err)
	}
	b, err := h.lessons.Open(ctx, s)
	if err != nil {
		return seal.Key{}, err
	}
	boxes, err := h.Vault.BoxesOf(ctx, s.ID, []string{pid})
	if err != nil {
		return seal.Key{}, err
	}
	key, err := b.OpenBox(pid, boxes[pid].Session)
	if errors.Is(err, seal.ErrOpen) {
		return seal.Key{}, lesson.ErrNotFound // erased, or never there
	}
	return key, err
}
