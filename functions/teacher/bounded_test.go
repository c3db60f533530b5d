package teacher_test

import (
	"crypto/rand"
	"sync"
	"testing"

	"github.com/cleanslate-edu/cleanslate/functions/functiontest"
	"github.com/cleanslate-edu/cleanslate/shared/domain"
	"github.com/cleanslate-edu/cleanslate/shared/store"
)

// What one teacher makes has an end, whoever has their password; others go on, and what was
// made before is found again.
func TestWhatATeacherMakesIsBounded(t *testing.T) {
	t.Parallel()
	s := functiontest.New(t, functiontest.Options{})
	ada := functiontest.MemberID(functiontest.Ada)
	many := func(n int, put func() error) {
		var all sync.WaitGroup
		for range 16 {
			all.Go(func() {
				for range n/16 + 1 {
					if err := put(); err != nil {
						t.Error(err)
						return
					}
				}
			})
		}
		all.Wait()
	}
	set := `{"title": "T", "questions": [{"kind": "cloud", "prompt": "?"}]}`
	post := func(email, path, key string, body any) *functiontest.Reply {
		return s.Do("POST", path, functiontest.Request{Token: s.Token(email), Key: key, Body: body})
	}
	key := functiontest.NewKey()
	var made struct{ ID string }
	post(functiontest.Ada, "/v1/question-sets", key, set).Want(201).JSON(&made)
	many(domain.QuestionSetsMax, func() error {
		return s.Store.CreateQuestionSet(t.Context(), functiontest.North, store.QuestionSet{ID: s.NewID(), Holding: domain.Holding{Owner: ada}, Title: "T"})
	})
	post(functiontest.Ada, "/v1/question-sets", "", set).WantProblem(409, "too-many-question-sets")
	post(functiontest.Ada, "/v1/question-sets/"+made.ID+"/copy", "", nil).WantProblem(409, "too-many-question-sets")
	post(functiontest.Ada, "/v1/question-sets", key, set).Want(201)
	post(functiontest.Mary, "/v1/question-sets", "", set).Want(201)

	open := map[string]any{"questionSetId": made.ID, "mode": "self-paced", "feedback": "none"}
	post(functiontest.Ada, "/v1/sessions", key, open).Want(201)
	many(domain.SessionsRate, func() error {
		code, err := domain.NewCode(rand.Reader)
		if err != nil {
			return err
		}
		return s.Store.CreateSession(t.Context(), &domain.Session{
			ID: s.NewID(), Org: functiontest.North, Owner: ada, Title: "T", Code: code, State: domain.Open, CreatedAt: s.Clock.Now().UTC(),
		}, []byte("{}"), []byte("{}"))
	})
	post(functiontest.Ada, "/v1/sessions", "", open).WantProblem(409, "too-many-sessions")
	post(functiontest.Ada, "/v1/sessions", key, open).Want(201)
	s.Clock.Advance(domain.SessionsRateTime)
	post(functiontest.Ada, "/v1/sessions", "", open).Want(201)
}
