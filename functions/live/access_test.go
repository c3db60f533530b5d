package live_test

import (
	"context"
	"fmt"
	"testing"

	"github.com/cleanslate-edu/cleanslate/functions/functiontest"
	"github.com/cleanslate-edu/cleanslate/functions/live"
	"github.com/cleanslate-edu/cleanslate/shared/domain"
	"github.com/cleanslate-edu/cleanslate/shared/kms"
)

func TestAccess(t *testing.T) {
	t.Parallel()
	functiontest.TestAccess(t, []functiontest.Route{
		{Method: "GET", Path: "/v1/sessions/{sid}/results/stream", Status: 200, May: []string{domain.ResultsRead, domain.OrgAdmin}, Stream: true},
	})
}

// A member who is seen here first is let in, but not stored.
func TestNewcomer(t *testing.T) {
	t.Parallel()
	s := functiontest.New(t, functiontest.Options{})
	l := s.Open(functiontest.Start{})
	st := l.Watch(s.Token(functiontest.Grace))
	new(page).next(t, st, "snapshot")
	if _, err := s.Store.Member(t.Context(), functiontest.North, functiontest.MemberID(functiontest.Grace)); err == nil {
		t.Error("a view stored a member")
	}
}

// away is a database that can't be reached for some reads.
type away struct {
	live.Store
	member, session bool
}

func (a *away) Member(ctx context.Context, org, id string) (domain.Member, error) {
	if a.member {
		return domain.Member{}, domain.ErrUnavailable
	}
	return a.Store.Member(ctx, org, id)
}

func (a *away) Session(ctx context.Context, sid string) (*domain.Session, error) {
	if a.session {
		return nil, domain.ErrUnavailable
	}
	return a.Store.Session(ctx, sid)
}

// A caller who can't be looked up is neither let in nor turned away, but told to retry.
func TestWithoutDatabase(t *testing.T) {
	t.Parallel()
	for _, a := range []*away{{member: true}, {session: true}} {
		s := functiontest.New(t, functiontest.Options{Live: func(d *live.Deps) { a.Store, d.Store = d.Store, a }})
		r := s.Do("GET", "/v1/sessions/"+s.NewID()+"/results/stream", functiontest.Request{Token: s.Token(functiontest.Ada)})
		if r.Status != 503 || r.Problem() != "unavailable" || r.Header.Get("Retry-After") == "" {
			t.Errorf("%+v: %d %s", *a, r.Status, r.Body)
		}
	}
}

// noKeys is a Cloud KMS that can't be reached.
type noKeys struct{}

func (noKeys) Unwrap(context.Context, string, []byte) ([]byte, error) {
	return nil, fmt.Errorf("unwrapping: %w", kms.ErrUnavailable)
}

func TestWithoutKMS(t *testing.T) {
	t.Parallel()
	s := functiontest.New(t, functiontest.Options{Live: func(d *live.Deps) { d.SessionKeys = noKeys{} }})
	l := s.Open(functiontest.Start{})
	if r := l.As(functiontest.Ada, "GET", "/results/stream", nil).WantProblem(503, "unavailable"); r.Header.Get("Retry-After") == "" {
		t.Errorf("%v", r.Header)
	}
}
