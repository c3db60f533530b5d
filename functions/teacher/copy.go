package teacher

import (
	"errors"
	"net/http"

	"github.com/cleanslate-edu/cleanslate/shared/domain"
	"github.com/cleanslate-edu/cleanslate/shared/httpapi"
)

// copyQuestionSet makes the caller a set of their own out of one that they may read. The
// copy is shared with nobody. A retry gets the first copy, whatever became of the original.
func (h *handler) copyQuestionSet(w http.ResponseWriter, r *http.Request, who domain.Principal) error {
	key, err := httpapi.IdempotencyKey(r, false)
	if err != nil {
		return err
	}
	from := r.PathValue("id")
	id, err := who.NewID(h.Rand, "questionSet", key)
	if err != nil {
		return err
	}
	request := digest([]byte("copy\x00" + from))
	if key != "" {
		made, err := h.Store.QuestionSet(r.Context(), who.Org, id)
		if err == nil {
			return h.writeMade(w, r, who, made, request)
		}
		if !errors.Is(err, domain.ErrNotFound) {
			return err
		}
	}
	q, err := h.questionSet(r, who, from)
	if err != nil {
		return err
	}
	q.ID, q.Shared, q.Request = id, domain.SharedWithNobody, request
	return h.makeQuestionSet(w, r, who, key, q)
}
