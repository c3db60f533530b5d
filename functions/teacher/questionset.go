package teacher

import (
	"bytes"
	"cmp"
	"context"
	"crypto/sha256"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"

	"github.com/cleanslate-edu/cleanslate/shared/domain"
	"github.com/cleanslate-edu/cleanslate/shared/httpapi"
	"github.com/cleanslate-edu/cleanslate/shared/lesson"
	"github.com/cleanslate-edu/cleanslate/shared/store"
)

// pageSize is how many items a page of a list usually has.
const pageSize = 50

type questionSetSummary struct {
	ID              string         `json:"id"`
	Title           string         `json:"title"`
	Folder          string         `json:"folder"` // empty: in none
	Tags            []string       `json:"tags"`
	Revision        int            `json:"revision"`
	QuestionCount   int            `json:"questionCount"`
	UpdatedAt       time.Time      `json:"updatedAt"`
	Owner           *lesson.Owner  `json:"owner"` // null: the school
	Shared          domain.Sharing `json:"shared"`
	DeletedAt       *time.Time     `json:"deletedAt"`
	RestorableUntil *time.Time     `json:"restorableUntil"`
}

type questionSetView struct {
	ID        string            `json:"id"`
	Title     string            `json:"title"`
	Folder    string            `json:"folder"`
	Tags      []string          `json:"tags"`
	Revision  int               `json:"revision"`
	UpdatedAt time.Time         `json:"updatedAt"`
	Owner     *lesson.Owner     `json:"owner"`
	Shared    domain.Sharing    `json:"shared"`
	Questions []domain.Question `json:"questions"`
}

// setOwner returns the owner of a set as the caller sees them.
func (h *handler) setOwner(ctx context.Context, who domain.Principal, q *store.QuestionSet) *lesson.Owner {
	if q.Owner == domain.Nobody {
		return nil
	}
	return &lesson.Owner{Person: h.lessons.Person(ctx, who.Org, q.Owner), You: q.Owner == who.Member()}
}

// questionSetQuery reads which sets a list is to have: the caller's own and those that
// are shared with the school; an administrator's are all of the school. In the trash
// are those that the caller may restore.
func questionSetQuery(query url.Values, who domain.Principal) (q store.QuestionSetQuery, title string, err error) {
	q = store.QuestionSetQuery{Org: who.Org, Owner: who.Member(), School: true}
	var wrong []domain.FieldError
	switch query.Get("owner") {
	case "":
	case "me":
		q.School = false
	case "school":
		q.Owner = ""
	default:
		wrong = append(wrong, domain.FieldError{Pointer: "/owner", Detail: `The owner must be "me" or "school".`})
	}
	switch query.Get("state") {
	case "":
	case string(domain.Deleted):
		q.Deleted = true
		q.Owner, q.School = who.Member(), false
	default:
		wrong = append(wrong, domain.FieldError{Pointer: "/state", Detail: `The state must be "deleted", or left out.`})
	}
	if who.May(domain.OrgAdmin) && query.Get("owner") != "me" {
		q.Owner, q.School = "", false
	}
	title = query.Get("q")
	if utf8.RuneCountInString(title) > domain.TitleMax {
		wrong = append(wrong, domain.FieldError{Pointer: "/q", Detail: fmt.Sprintf("A title has at most %d characters. Search for fewer.", domain.TitleMax)})
	}
	if len(wrong) > 0 {
		return q, "", domain.Invalid(wrong...)
	}
	return q, title, nil
}

func (h *handler) listQuestionSets(w http.ResponseWriter, r *http.Request, who domain.Principal) error {
	size, token, err := httpapi.Page(r, pageSize, httpapi.PageSizeMax)
	if err != nil {
		return err
	}
	query, title, err := questionSetQuery(r.URL.Query(), who)
	if err != nil {
		return err
	}
	ctx, cancel := context.WithTimeout(r.Context(), timeout)
	defer cancel()
	org, err := h.lessons.Org(ctx, who.Org)
	if err != nil {
		return err
	}
	fold := domain.Normalizer(norm.NFKC.String).Fold
	title = fold(title)
	query.Match = func(q *store.QuestionSet) bool {
		gone := q.Erasing || query.Deleted && !h.Clock().Before(org.RestorableUntil(q.DeletedAt))
		has := func(s string) bool { return strings.Contains(fold(s), title) }
		return !gone && (has(q.Title) || has(q.Folder) || slices.ContainsFunc(q.Tags, has))
	}
	sets, next, err := h.Store.QuestionSets(ctx, query, size, token)
	if err != nil {
		return err
	}
	items := make([]questionSetSummary, len(sets))
	for i := range sets {
		q := &sets[i]
		items[i] = questionSetSummary{
			ID: q.ID, Title: q.Title, Folder: q.Folder, Tags: append([]string{}, q.Tags...), Revision: q.Revision, QuestionCount: q.QuestionCount, UpdatedAt: q.UpdatedAt,
			Owner: h.setOwner(ctx, who, q), Shared: q.Shared,
		}
		if query.Deleted {
			items[i].DeletedAt, items[i].RestorableUntil = httpapi.TimeOrNull(q.DeletedAt), httpapi.TimeOrNull(org.RestorableUntil(q.DeletedAt))
		}
	}
	httpapi.WriteList(w, items, next)
	return nil
}

// decodeQuestionSet reads, checks and completes a set. Where the request doesn't say
// whether it is shared, Shared is empty.
func decodeQuestionSet(w http.ResponseWriter, r *http.Request) (store.QuestionSet, error) {
	var in struct {
		domain.QuestionSet
		Shared *domain.Sharing `json:"shared"`
	}
	if err := httpapi.Decode(w, r, httpapi.QuestionSetLimit, &in); err != nil {
		return store.QuestionSet{}, err
	}
	if err := in.Normalize(); err != nil {
		return store.QuestionSet{}, err
	}
	q := store.QuestionSet{Title: in.Title, Filing: in.Filing, QuestionCount: len(in.Questions)}
	if in.Shared != nil {
		if q.Shared = *in.Shared; !domain.IsSharing(q.Shared) {
			return store.QuestionSet{}, domain.Invalid(domain.FieldError{Pointer: "/shared", Detail: `A set is shared with "none" or with the "school".`})
		}
	}
	var err error
	if q.Content, err = json.Marshal(in.QuestionSet); err != nil {
		return store.QuestionSet{}, errors.New("encoding a question set failed")
	}
	if len(q.Content) > domain.QuestionSetMax {
		return store.QuestionSet{}, domain.Problem(domain.ErrTooLarge, "too-large",
			"The question set is larger than 512 KiB. Split it into several.")
	}
	return q, nil
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

func (h *handler) writeQuestionSet(w http.ResponseWriter, r *http.Request, who domain.Principal, status int, q store.QuestionSet) error {
	set, err := parseQuestionSet(q)
	if err != nil {
		return err
	}
	ctx, cancel := context.WithTimeout(r.Context(), timeout)
	defer cancel()
	w.Header().Set("ETag", httpapi.ETag(q.Revision))
	httpapi.WriteJSON(w, status, questionSetView{
		ID: q.ID, Title: q.Title, Folder: set.Folder, Tags: append([]string{}, set.Tags...), Revision: q.Revision, UpdatedAt: q.UpdatedAt,
		Owner: h.setOwner(ctx, who, &q), Shared: q.Shared, Questions: set.Questions,
	})
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
	q.Request = digest(fmt.Appendf(nil, "%s\x00%s", q.Shared, q.Content))
	q.Shared = cmp.Or(q.Shared, domain.SharedWithNobody)
	return h.makeQuestionSet(w, r, who, key, q)
}

var errQuestionSets = domain.Problem(domain.ErrConflict, "too-many-question-sets",
	"You have 2,000 question sets, those in the trash included. Change one of them, or wait until the trash is emptied.")

// writeMadeOr answers with what an earlier try with the key made; if there is none, it
// returns an error.
func (h *handler) writeMadeOr(w http.ResponseWriter, r *http.Request, who domain.Principal, key string, q store.QuestionSet, none error) error {
	if key == "" {
		return none
	}
	made, err := h.Store.QuestionSet(r.Context(), who.Org, q.ID)
	if errors.Is(err, domain.ErrNotFound) {
		return none
	}
	if err != nil {
		return err
	}
	return h.writeMade(w, r, who, made, q.Request)
}

// makeQuestionSet stores a new set of the caller's. With a key, an earlier try may have.
func (h *handler) makeQuestionSet(w http.ResponseWriter, r *http.Request, who domain.Principal, key string, q store.QuestionSet) error {
	q.Owner, q.Revision, q.UpdatedAt = who.Member(), 1, h.storedNow()
	n, err := h.Store.CountQuestionSets(r.Context(), who.Org, q.Owner)
	if err != nil {
		return err
	}
	if n >= domain.QuestionSetsMax {
		return h.writeMadeOr(w, r, who, key, q, errQuestionSets)
	}
	err = h.Store.CreateQuestionSet(r.Context(), who.Org, q)
	if key != "" && errors.Is(err, domain.ErrConflict) {
		// The first attempt succeeded: this is a retry, or a mistake.
		made, err := h.Store.QuestionSet(r.Context(), who.Org, q.ID)
		if err != nil {
			return lesson.NotThere(err)
		}
		return h.writeMade(w, r, who, made, q.Request)
	}
	if err != nil {
		return lesson.NotThere(err)
	}
	return h.writeMade(w, r, who, q, q.Request)
}

// writeMade answers a request that made a set, now or at an earlier try.
func (h *handler) writeMade(w http.ResponseWriter, r *http.Request, who domain.Principal, q store.QuestionSet, request []byte) error {
	if !bytes.Equal(q.Request, request) {
		return httpapi.ErrKeyReused
	}
	if q.Hidden() {
		return lesson.ErrNotFound
	}
	w.Header().Set("Location", "/v1/question-sets/"+q.ID)
	return h.writeQuestionSet(w, r, who, http.StatusCreated, q)
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
	return h.writeQuestionSet(w, r, who, http.StatusOK, q)
}

// questionSet reads a set that the caller may read and that isn't deleted.
func (h *handler) questionSet(r *http.Request, who domain.Principal, id string) (store.QuestionSet, error) {
	if !domain.IsID(id) {
		return store.QuestionSet{}, lesson.ErrNotFound
	}
	q, err := h.Store.QuestionSet(r.Context(), who.Org, id)
	if err == nil && (q.Hidden() || !who.ReadsSet(&q.Holding)) {
		err = lesson.ErrNotFound
	}
	return q, lesson.NotThere(err)
}

// changeQuestionSet changes a set in a transaction that checks the caller's rights.
func (h *handler) changeQuestionSet(r *http.Request, who domain.Principal, change func(*store.QuestionSet) error) (store.QuestionSet, error) {
	id := r.PathValue("id")
	if !domain.IsID(id) {
		return store.QuestionSet{}, lesson.ErrNotFound
	}
	q, err := h.Store.ChangeQuestionSet(r.Context(), who.Org, id, func(q *store.QuestionSet) error {
		if !who.OwnsSet(&q.Holding) {
			if q.Hidden() || !who.ReadsSet(&q.Holding) {
				return lesson.ErrNotFound
			}
			return errNotSetOwner
		}
		return change(q)
	})
	return q, lesson.NotThere(err)
}

var errNotSetOwner = domain.Problem(domain.ErrForbidden, "not-owner",
	"Only the owner of the question set or an administrator of your school can do this. Make a copy to change it.")

func (h *handler) putQuestionSet(w http.ResponseWriter, r *http.Request, who domain.Principal) error {
	in, err := decodeQuestionSet(w, r)
	if err != nil {
		return err
	}
	match, now := httpapi.IfMatch(r), h.storedNow()
	q, err := h.changeQuestionSet(r, who, func(q *store.QuestionSet) error {
		switch {
		case q.Hidden():
			return lesson.ErrNotFound
		case !match(q.Revision):
			return domain.ErrPrecondition
		}
		q.Title, q.Filing, q.QuestionCount, q.Content = in.Title, in.Filing, in.QuestionCount, in.Content
		q.Shared = cmp.Or(in.Shared, q.Shared)
		q.Revision, q.UpdatedAt = q.Revision+1, now
		return nil
	})
	if err != nil {
		return err
	}
	return h.writeQuestionSet(w, r, who, http.StatusOK, q)
}
