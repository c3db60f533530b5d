package lesson

import (
	"context"
	"time"

	"github.com/cleanslate-edu/cleanslate/shared/domain"
	"github.com/cleanslate-edu/cleanslate/shared/httpapi"
)

// A Session is one as its teachers see it.
type Session struct {
	ID              string          `json:"id"`
	Code            *string         `json:"code"`    // null once nobody can join any more
	JoinURL         *string         `json:"joinUrl"` // likewise
	Title           string          `json:"title"`
	QuestionSetID   string          `json:"questionSetId"` // it may be gone
	State           domain.State    `json:"state"`
	Mode            domain.Mode     `json:"mode"`
	Feedback        domain.Feedback `json:"feedback"`
	Shuffle         bool            `json:"shuffle"`
	Locked          bool            `json:"locked"`
	CurrentQuestion *string         `json:"currentQuestion"`
	QuestionCount   int             `json:"questionCount"`
	Owner           Owner           `json:"owner"`
	CoTeachers      []Person        `json:"coTeachers"`
	ClosesAt        *time.Time      `json:"closesAt"`
	CreatedAt       time.Time       `json:"createdAt"`
	ClosedAt        *time.Time      `json:"closedAt"`
	DeletedAt       *time.Time      `json:"deletedAt"`
	KeptUntil       *time.Time      `json:"keptUntil,omitempty"` // of a closed session: when the policy deletes it
	RestorableUntil *time.Time      `json:"restorableUntil"`
	Version         int             `json:"version"`
}

// An Owner is the teacher who created a session or a question set.
type Owner struct {
	Person
	You bool `json:"you"`
}

// A Person is a teacher as the other teachers of a session see them, and the colleagues
// with whom they share a question set. Nobody else sees them, and nobody sees their
// e-mail (promise P14).
type Person struct {
	ID   string  `json:"id"`
	Name *string `json:"name"`
}

// View returns s as one of its teachers sees it.
func (r *Reader) View(ctx context.Context, s *domain.Session, who domain.Principal) (*Session, error) {
	return r.view(ctx, s, who, func(id string) Person { return r.Person(ctx, s.Org, id) })
}

// Nameless is View without the teachers' names, for which it opens nothing.
func (r *Reader) Nameless(ctx context.Context, s *domain.Session, who domain.Principal) (*Session, error) {
	return r.view(ctx, s, who, func(id string) Person { return Person{ID: id} })
}

func (r *Reader) view(ctx context.Context, s *domain.Session, who domain.Principal, person func(id string) Person) (*Session, error) {
	now := r.Clock()
	v := &Session{
		ID: s.ID, Title: s.Title, QuestionSetID: s.Set.Set, State: s.StateAt(now), Mode: s.Mode, Feedback: s.Feedback,
		Shuffle: s.Shuffle, Locked: s.Locked, CurrentQuestion: httpapi.TextOrNull(s.CurrentQuestion),
		QuestionCount: s.QuestionCount, Owner: Owner{person(s.Owner), s.Owner == who.Member()},
		CoTeachers: make([]Person, len(s.CoTeachers)),
		ClosesAt:   httpapi.TimeOrNull(s.ClosesAt), CreatedAt: s.CreatedAt.UTC(), ClosedAt: httpapi.TimeOrNull(s.ClosedAt),
		Version: s.VersionAt(now),
	}
	for i, id := range s.CoTeachers {
		v.CoTeachers[i] = person(id)
	}
	if v.State == domain.Open || v.State == domain.Paused {
		v.Code = &s.Code
		url := r.Origin + "/j/" + s.Code
		v.JoinURL = &url
	}
	if v.State == domain.Closed || s.State == domain.Deleted {
		org, err := r.Org(ctx, s.Org)
		if err != nil {
			return nil, err
		}
		if s.State != domain.Deleted {
			v.KeptUntil = httpapi.TimeOrNull(s.KeptUntil(&org))
			return v, nil
		}
		v.DeletedAt = httpapi.TimeOrNull(s.DeletedAt)
		v.RestorableUntil = httpapi.TimeOrNull(s.RestorableUntil(&org))
	}
	return v, nil
}

// Person returns a member as colleagues see them.
func (r *Reader) Person(ctx context.Context, org, id string) Person {
	return Person{id, r.names.Of(ctx, org, id)}
}
