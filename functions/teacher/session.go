package teacher

import (
	"bytes"
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"math/rand/v2"
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
	"github.com/cleanslate-edu/cleanslate/shared/seal"
	"github.com/cleanslate-edu/cleanslate/shared/store"
)

func (h *handler) writeSession(w http.ResponseWriter, r *http.Request, who domain.Principal, status int, s *domain.Session) error {
	v, err := h.lessons.View(r.Context(), s, who)
	if err != nil {
		return err
	}
	httpapi.WriteJSON(w, status, v)
	return nil
}

// liveStates are the states of sessions that are not deleted.
var liveStates = []domain.State{domain.Draft, domain.Open, domain.Paused, domain.Closed}

// sessionsScan is about how many sessions one call looks through for those that match.
const sessionsScan = 1000

func (h *handler) listSessions(w http.ResponseWriter, r *http.Request, who domain.Principal) error {
	size, token, err := httpapi.Page(r, pageSize, httpapi.PageSizeMax)
	if err != nil {
		return err
	}
	q := store.SessionQuery{Org: who.Org, Teacher: who.Member(), States: liveStates}
	if who.May(domain.OrgAdmin) {
		q.Teacher = ""
	}
	state := domain.State(r.URL.Query().Get("state"))
	switch state {
	case "":
	case domain.Closed:
		// By the clock, or by somebody.
		q.States = []domain.State{domain.Open, domain.Paused, domain.Closed}
	case domain.Draft, domain.Open, domain.Paused, domain.Deleted:
		q.States = []domain.State{state}
	default:
		return domain.Invalid(domain.FieldError{Pointer: "/state", Detail: "The state must be draft, open, paused, closed or deleted."})
	}
	matches, err := sessionMatch(r.URL.Query())
	if err != nil {
		return err
	}
	ctx, cancel := context.WithTimeout(r.Context(), timeout)
	defer cancel()
	var items []*lesson.Session
	for seen := 0; ; {
		var sessions []*domain.Session
		sessions, token, err = h.Store.Sessions(ctx, q, size-len(items), token)
		if err != nil {
			return err
		}
		seen += len(sessions)
		for _, s := range sessions {
			if !matches(s) {
				continue
			}
			v, err := h.lessons.View(ctx, s, who)
			if err != nil {
				return err
			}
			if state != "" && v.State != state || v.State == domain.Deleted && !h.Clock().Before(*v.RestorableUntil) {
				continue
			}
			items = append(items, v)
		}
		if token == "" || len(items) == size || seen >= sessionsScan {
			break
		}
	}
	httpapi.WriteList(w, items, token)
	return nil
}

// sessionMatch returns whether a session is one of those that a list is narrowed to: by a part
// of the title, whatever its case, and by the question set.
func sessionMatch(query url.Values) (func(*domain.Session) bool, error) {
	fold := domain.Normalizer(norm.NFKC.String).Fold
	title, set := query.Get("q"), query.Get("questionSetId")
	if utf8.RuneCountInString(title) > domain.TitleMax {
		return nil, domain.Invalid(domain.FieldError{Pointer: "/q", Detail: fmt.Sprintf("A title has at most %d characters. Search for fewer.", domain.TitleMax)})
	}
	if set != "" && !domain.IsID(set) {
		return nil, domain.Invalid(domain.FieldError{Pointer: "/questionSetId", Detail: "This is no question set's id."})
	}
	title = fold(title)
	return func(s *domain.Session) bool {
		return (set == "" || s.Set.Set == set) && (title == "" || strings.Contains(fold(s.Title), title))
	}, nil
}

type createSession struct {
	QuestionSetID string          `json:"questionSetId"`
	Mode          domain.Mode     `json:"mode"`
	Feedback      domain.Feedback `json:"feedback"`
	ClosesAt      *time.Time      `json:"closesAt"`
	Shuffle       bool            `json:"shuffle"`
	// Title is the set's where it is empty.
	Title string `json:"title,omitempty"`
}

func (in *createSession) check(now time.Time) error {
	var wrong []domain.FieldError
	if in.Title != "" {
		title, problem := domain.ParseTitle(in.Title)
		in.Title = title
		wrong = append(wrong, problem...)
	}
	switch in.Mode {
	case domain.SelfPaced, domain.TeacherPaced:
	default:
		wrong = append(wrong, domain.FieldError{Pointer: "/mode", Detail: `The mode must be "self-paced" or "teacher-paced".`})
	}
	switch in.Feedback {
	case domain.FeedbackNone, domain.FeedbackImmediate, domain.FeedbackAfterClose:
	default:
		wrong = append(wrong, domain.FieldError{Pointer: "/feedback", Detail: `The feedback must be "none", "immediate" or "after-close".`})
	}
	if problem := checkClosesAt(in.ClosesAt, now); problem != nil {
		wrong = append(wrong, *problem)
	}
	if len(wrong) > 0 {
		return domain.Invalid(wrong...)
	}
	return nil
}

// checkClosesAt refuses a closing time past the end of the code's reservation.
func checkClosesAt(at *time.Time, now time.Time) *domain.FieldError {
	switch {
	case at == nil:
		return nil
	case !at.After(now):
		return &domain.FieldError{Pointer: "/closesAt", Detail: "The closing time must be in the future."}
	case at.Sub(now) > domain.OpenMax:
		return &domain.FieldError{Pointer: "/closesAt", Detail: "The closing time must be within a year."}
	}
	return nil
}

var errSessions = domain.Problem(domain.ErrConflict, "too-many-sessions",
	"You have opened 500 sessions within 24 hours. Go on with one of them, or wait until the first is older.")

func (h *handler) createSession(w http.ResponseWriter, r *http.Request, who domain.Principal) error {
	ctx, cancel := context.WithTimeout(r.Context(), timeout)
	defer cancel()
	key, err := httpapi.IdempotencyKey(r, false)
	if err != nil {
		return err
	}
	var in createSession
	if err := httpapi.Decode(w, r, httpapi.BodyLimit, &in); err != nil {
		return err
	}
	now := h.Clock().UTC()
	request, err := json.Marshal(in)
	if err != nil {
		return errors.New("encoding a request failed")
	}
	sid, err := who.NewID(h.Rand, "session", key)
	if err != nil {
		return err
	}
	if key != "" {
		// A retry is answered before anything else is checked: what was
		// valid then, such as closesAt, may be in the past now.
		s, err := h.Store.Session(ctx, sid)
		if err == nil {
			return h.writeCreated(w, r, who, s, digest(request))
		}
		if !errors.Is(err, domain.ErrNotFound) {
			return err
		}
	}
	if err := in.check(now); err != nil {
		return err
	}
	n, err := h.Store.CountSessionsOf(ctx, who.Org, who.Member(), now.Add(-domain.SessionsRateTime))
	if err != nil {
		return err
	}
	if n >= domain.SessionsRate {
		return errSessions
	}
	org, err := h.Store.Org(ctx, who.Org)
	if err != nil {
		return err
	}
	if _, ok := org.Agreement(now); !ok {
		return domain.Problem(domain.ErrConflict, "agreement-missing",
			"Your school has no agreement in force under which data may be collected here. Ask an administrator of your school.")
	}
	stored, err := h.questionSet(r, who, in.QuestionSetID)
	if err != nil {
		return err
	}
	// Whoever only reads what is opened can't make the key.
	if err := h.openings.Ready(ctx, who.Org); err != nil {
		return err
	}
	s := &domain.Session{
		ID: sid, Org: who.Org, Owner: who.Member(), Title: cmp.Or(in.Title, stored.Title), Mode: in.Mode, Feedback: in.Feedback,
		Shuffle: in.Shuffle, State: domain.Open, Version: 1, QuestionCount: stored.QuestionCount,
		Set:       domain.SetVersion{Set: stored.ID, Version: stored.Revision},
		CreatedAt: now, Request: digest(request),
	}
	if in.ClosesAt != nil {
		s.ClosesAt = in.ClosesAt.UTC()
	}
	paper, answerKey, err := h.split(stored)
	if err != nil {
		return err
	}
	if s.PublicKey, err = h.sessionKeys(ctx, sid); err != nil {
		return err
	}
	if err := h.open(ctx, s, paper, answerKey); err != nil && !errors.Is(err, domain.ErrConflict) {
		return err
	}
	// Read back: on a conflict, another try with the same key was first.
	if s, err = h.Store.Session(ctx, sid); err != nil {
		return err
	}
	return h.writeCreated(w, r, who, s, digest(request))
}

func (h *handler) writeCreated(w http.ResponseWriter, r *http.Request, who domain.Principal, s *domain.Session, request []byte) error {
	if !bytes.Equal(s.Request, request) {
		return httpapi.ErrKeyReused
	}
	if s.Hidden() {
		return lesson.ErrNotFound
	}
	w.Header().Set("Location", "/v1/sessions/"+s.ID)
	return h.writeSession(w, r, who, http.StatusCreated, s)
}

// split makes a session's own paper and answer key from a question set.
func (h *handler) split(stored store.QuestionSet) (paper, answerKey []byte, err error) {
	set, err := parseQuestionSet(stored)
	if err != nil {
		return nil, nil, err
	}
	var seed [32]byte
	if _, err := io.ReadFull(h.Rand, seed[:]); err != nil {
		return nil, nil, fmt.Errorf("shuffling a paper: %w", err)
	}
	p, k := set.Split(rand.New(rand.NewChaCha8(seed))) // #nosec G404 -- ChaCha8 under a seed from the random source
	if paper, err = json.Marshal(p); err == nil {
		answerKey, err = json.Marshal(k)
	}
	if err != nil {
		return nil, nil, errors.New("encoding a paper failed")
	}
	return paper, answerKey, nil
}

// sessionKeys makes a session's key pair, stores the private key wrapped in the
// vault, and returns the public key. Repeated, it returns the first one made.
func (h *handler) sessionKeys(ctx context.Context, sid string) ([]byte, error) {
	private, err := seal.NewSessionKey()
	if err != nil {
		return nil, err
	}
	raw, err := private.Bytes()
	if err != nil {
		return nil, err
	}
	wrapped, err := h.SessionKeys.Wrap(ctx, seal.SessionPath(sid), raw)
	if err != nil {
		return nil, fmt.Errorf("wrapping a session key: %w", err)
	}
	k := store.WrappedKey{Wrapped: wrapped, PublicKey: private.Public().Bytes()}
	err = h.Vault.CreateSessionKey(ctx, sid, k)
	if errors.Is(err, domain.ErrConflict) {
		k, err = h.Vault.SessionKey(ctx, sid)
	}
	return k.PublicKey, err
}

// open stores a new session under a code that no other live session has.
func (h *handler) open(ctx context.Context, s *domain.Session, paper, answerKey []byte) error {
	for range 10 {
		var err error
		if s.Code, err = domain.NewCode(h.Rand); err != nil {
			return err
		}
		s.GivenCode = s.Code
		err = h.Store.CreateSession(ctx, s, paper, answerKey)
		if !errors.Is(err, store.ErrCodeTaken) {
			return err
		}
	}
	return fmt.Errorf("finding a free code: %w", domain.ErrUnavailable)
}

func (h *handler) getSession(w http.ResponseWriter, r *http.Request, who domain.Principal) error {
	s, err := h.session(r, who)
	if err != nil {
		return err
	}
	return h.writeSession(w, r, who, http.StatusOK, s)
}

type patchSession struct {
	Title           *string                  `json:"title"`
	State           *domain.State            `json:"state"`
	Locked          *bool                    `json:"locked"`
	CurrentQuestion httpapi.Field[string]    `json:"currentQuestion"`
	ClosesAt        httpapi.Field[time.Time] `json:"closesAt"`
}

func (h *handler) patchSession(w http.ResponseWriter, r *http.Request, who domain.Principal) error {
	var in patchSession
	if err := httpapi.Decode(w, r, httpapi.BodyLimit, &in); err != nil {
		return err
	}
	if in.Title == nil && !in.running() {
		return domain.Invalid(domain.FieldError{Pointer: "", Detail: "Set at least one of title, state, locked, currentQuestion and closesAt."})
	}
	if in.Title != nil {
		title, problem := domain.ParseTitle(*in.Title)
		if problem != nil {
			return domain.Invalid(problem...)
		}
		in.Title = &title
	}
	if in.State != nil && !slices.Contains([]domain.State{domain.Open, domain.Paused, domain.Closed}, *in.State) {
		return domain.Invalid(domain.FieldError{Pointer: "/state", Detail: `The state must be "open", "paused" or "closed".`})
	}
	if in.CurrentQuestion.Value != nil {
		// The paper never changes, so it needs no transaction.
		s, err := h.session(r, who)
		if err != nil {
			return err
		}
		paper, err := h.Store.Paper(r.Context(), s.ID)
		if err != nil {
			return err
		}
		if _, ok := paper.Question(*in.CurrentQuestion.Value); !ok {
			return domain.Invalid(domain.FieldError{Pointer: "/currentQuestion", Detail: "The session has no such question."})
		}
	}
	now := h.Clock().UTC()
	s, err := h.change(r, who, mayTeach, func(s *domain.Session) error { return in.apply(s, now) })
	if err != nil {
		return err
	}
	return h.writeSession(w, r, who, http.StatusOK, s)
}

func wrongState(format string, args ...any) error {
	return domain.Problem(domain.ErrConflict, "wrong-state", format, args...)
}

// running reports whether anything but the title is to change.
func (in *patchSession) running() bool {
	return in.State != nil || in.Locked != nil || in.CurrentQuestion.Sent || in.ClosesAt.Sent
}

// apply changes s as requested, or returns why it can't.
func (in *patchSession) apply(s *domain.Session, now time.Time) error {
	if in.Title != nil {
		s.Title = *in.Title
		if !in.running() {
			s.Version++
			return nil
		}
	}
	if s.StateAt(now) == domain.Closed {
		// Students may have seen the solutions, so it can't be opened again.
		if in.State == nil || *in.State != domain.Closed || in.Locked != nil || in.CurrentQuestion.Sent || in.ClosesAt.Sent {
			return wrongState("The session is closed and stays as it is. Start a new one.")
		}
		if s.State == domain.Closed {
			return nil // a retry
		}
	}
	if in.ClosesAt.Sent {
		if problem := checkClosesAt(in.ClosesAt.Value, now); problem != nil {
			return domain.Invalid(*problem)
		}
		s.ClosesAt = time.Time{}
		if in.ClosesAt.Value != nil {
			s.ClosesAt = in.ClosesAt.Value.UTC()
		}
	}
	if in.State != nil {
		if from := s.StateAt(now); !from.CanBecome(*in.State) {
			return wrongState("The session is %s and can't become %s. Start a new one.", from, *in.State)
		}
		s.State = *in.State
		if s.State == domain.Closed {
			s.End(now)
		}
	}
	if in.Locked != nil {
		s.Locked = *in.Locked
	}
	if in.CurrentQuestion.Sent {
		if s.Mode != domain.TeacherPaced {
			return wrongState("Only a teacher-paced session has a current question.")
		}
		s.CurrentQuestion = ""
		if q := in.CurrentQuestion.Value; q != nil {
			s.CurrentQuestion = *q
			if !slices.Contains(s.Shown, *q) {
				s.Shown = append(s.Shown, *q)
			}
		}
	}
	s.Version++
	return nil
}

// getPaper returns a session's questions together with their keys.
func (h *handler) getPaper(w http.ResponseWriter, r *http.Request, who domain.Principal) error {
	s, err := h.session(r, who)
	if err != nil {
		return err
	}
	paper, key, err := h.lessons.Content(r.Context(), s.ID)
	if err != nil {
		return err
	}
	httpapi.WriteJSON(w, http.StatusOK, struct {
		Questions []domain.Question `json:"questions"`
	}{domain.Join(paper, key)})
	return nil
}
