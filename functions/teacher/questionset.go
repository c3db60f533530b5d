package teacher

import (
	"bytes"
	"crypto/sha256"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"time"

	"github.com/cleanslate-edu/cleanslate/shared/domain"
	"github.com/cleanslate-edu/cleanslate/shared/httpapi"
	"github.com/cleanslate-edu/cleanslate/shared/lesson"
	"github.com/cleanslate-edu/cleanslate/shared/store"
)

// pageSize is how many items a page of a list usually has.
const pageSize = 50

type questionSetSummary struct {
	ID            string    `json:"id"`
	Title         string    `json:"title"`
	Revision      int       `json:"revision"`
	QuestionCount int       `json:"questionCount"`
	UpdatedAt     time.Time `json:"updatedAt"`
}

type questionSetView struct {
	ID        string            `json:"id"`
	Title     string            `json:"title"`
	Revision  int               `json:"revision"`
	UpdatedAt time.Time         `json:"updatedAt"`
	Questions []domain.Question `json:"questions"`
}

func (h *handler) listQuestionSets(w http.ResponseWriter, r *http.Request, who domain.Principal) error {
	size, token, err := httpapi.Page(r, pageSize, httpapi.PageSizeMax)
	if err != nil {
		return err
	}
	sets, next, err := h.Store.QuestionSets(r.Context(), who.Org, size, token)
	if err != nil {
		return err
	}
	items := make([]questionSetSummary, len(sets))
	for i, q := range sets {
		items[i] = questionSetSummary{q.ID, q.Title, q.Revision, q.QuestionCount, q.UpdatedAt}
	}
	httpapi.WriteList(w, items, next)
	return nil
}

// decodeQuestionSet reads, checks and completes a set.
func decodeQuestionSet(w http.ResponseWriter, r *http.Request) (store.QuestionSet, error) {
	var in domain.QuestionSet
	if err := httpapi.Decode(w, r, httpapi.QuestionSetLimit, &in); err != nil {
		return store.QuestionSet{}, err
	}
	if err := in.Normalize(); err != nil {
		return store.QuestionSet{}, err
	}
	content, err := json.Marshal(in)
	if err != nil {
		return store.QuestionSet{}, errors.New("encoding a question set failed")
	}
	if len(content) > domain.QuestionSetMax {
		return store.QuestionSet{}, domain.Problem(domain.ErrTooLarge, "too-large",
			"The question set is larger than 512 KiB. Split it into several.")
	}
	return store.QuestionSet{Title: in.Title, QuestionCount: len(in.Questions), Content: content}, nil
}

func parseQuestionSet(q store.QuestionSet) (*domain.QuestionSet, error) {
	var set domain.QuestionSet
	if err := json.Unmarshal(q.Content, &set); err != nil {
		return nil, errors.New("decoding a stored question set failed")
	}
	if err := set.Normalize(); err != nil {
		return nil, fmt.Errorf("a stored question set isn't valid any more: %w", err)
	}
	return &set, nil
}

func writeQuestionSet(w http.ResponseWriter, status int, q store.QuestionSet) error {
	set, err := parseQuestionSet(q)
	if err != nil {
		return err
	}
	w.Header().Set("ETag", httpapi.ETag(q.Revision))
	httpapi.WriteJSON(w, status, questionSetView{q.ID, q.Title, q.Revision, q.UpdatedAt, set.Questions})
	return nil
}

func (h *handler) createQuestionSet(w http.ResponseWriter, r *http.Request, who domain.Principal) error {
	key, err := httpapi.IdempotencyKey(r, false)
	if err != nil {
		return err
	}
	q, err := decodeQuestionSet(w, r)
	if err != nil {
		return err
	}
	if q.ID, err = who.NewID(h.Rand, "questionSet", key); err != nil {
		return err
	}
	q.Request = digest(q.Content)
	q.Revision, q.UpdatedAt = 1, h.storedNow()
	err = h.Store.CreateQuestionSet(r.Context(), who.Org, q)
	if key != "" && errors.Is(err, domain.ErrConflict) {
		// The first attempt succeeded: this is a retry, or a mistake.
		request := q.Request
		if q, err = h.Store.QuestionSet(r.Context(), who.Org, q.ID); err == nil && !bytes.Equal(q.Request, request) {
			err = httpapi.ErrKeyReused
		}
	}
	if err != nil {
		return lesson.NotThere(err)
	}
	w.Header().Set("Location", "/v1/question-sets/"+q.ID)
	return writeQuestionSet(w, http.StatusCreated, q)
}

// storedNow returns the time as Firestore keeps it, so that the first response
// and later ones agree.
func (h *handler) storedNow() time.Time { return h.Clock().UTC().Truncate(time.Microsecond) }

func digest(b []byte) []byte {
	sum := sha256.Sum256(b)
	return sum[:]
}

func (h *handler) getQuestionSet(w http.ResponseWriter, r *http.Request, who domain.Principal) error {
	q, err := h.questionSet(r, who, r.PathValue("id"))
	if err != nil {
		return err
	}
	return writeQuestionSet(w, http.StatusOK, q)
}

func (h *handler) questionSet(r *http.Request, who domain.Principal, id string) (store.QuestionSet, error) {
	if !domain.IsID(id) {
		return store.QuestionSet{}, lesson.ErrNotFound
	}
	q, err := h.Store.QuestionSet(r.Context(), who.Org, id)
	return q, lesson.NotThere(err)
}

func (h *handler) putQuestionSet(w http.ResponseWriter, r *http.Request, who domain.Principal) error {
	id := r.PathValue("id")
	if !domain.IsID(id) {
		return lesson.ErrNotFound
	}
	q, err := decodeQuestionSet(w, r)
	if err != nil {
		return err
	}
	q.ID, q.UpdatedAt = id, h.storedNow()
	q, err = h.Store.ReplaceQuestionSet(r.Context(), who.Org, q, httpapi.IfMatch(r))
	if err != nil {
		return lesson.NotThere(err)
	}
	return writeQuestionSet(w, http.StatusOK, q)
}

func (h *handler) deleteQuestionSet(w http.ResponseWriter, r *http.Request, who domain.Principal) error {
	id := r.PathValue("id")
	if !domain.IsID(id) {
		return lesson.ErrNotFound
	}
	if err := h.Store.DeleteQuestionSet(r.Context(), who.Org, id, h.Clock().UTC()); err != nil {
		return lesson.NotThere(err)
	}
	w.WriteHeader(http.StatusNoContent)
	return nil
}
