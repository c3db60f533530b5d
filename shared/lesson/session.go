package lesson

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"time"

	"github.com/cleanslate-edu/cleanslate/shared/domain"
	"github.com/cleanslate-edu/cleanslate/shared/httpapi"
	"github.com/cleanslate-edu/cleanslate/shared/seal"
)

// A Session is one as its teachers see it.
type Session struct {
	ID              string          `json:"id"`
	Code            *string         `json:"code"`    // null once nobody can join any more
	JoinURL         *string         `json:"joinUrl"` // likewise
	Title           string          `json:"title"`
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
	RestorableUntil *time.Time      `json:"restorableUntil"`
	Version         int             `json:"version"`
}

// An Owner is the teacher who created the session.
type Owner struct {
	Person
	You bool `json:"you"`
}

// A Person is a teacher as other teachers of the session see them. Nobody else
// sees them, and nobody sees their e-mail (promise P14).
type Person struct {
	ID   string  `json:"id"`
	Name *string `json:"name"`
}

// View returns s as one of its teachers sees it.
func (r *Reader) View(ctx context.Context, s *domain.Session, who domain.Principal) (*Session, error) {
	now := r.Clock()
	v := &Session{
		ID: s.ID, Title: s.Title, State: s.StateAt(now), Mode: s.Mode, Feedback: s.Feedback,
		Shuffle: s.Shuffle, Locked: s.Locked, CurrentQuestion: httpapi.TextOrNull(s.CurrentQuestion),
		QuestionCount: s.QuestionCount, Owner: Owner{r.person(ctx, s.Org, s.Owner), s.Owner == who.Member()},
		CoTeachers: make([]Person, len(s.CoTeachers)),
		ClosesAt:   httpapi.TimeOrNull(s.ClosesAt), CreatedAt: s.CreatedAt.UTC(), ClosedAt: httpapi.TimeOrNull(s.ClosedAt),
		Version: s.VersionAt(now),
	}
	for i, id := range s.CoTeachers {
		v.CoTeachers[i] = r.person(ctx, s.Org, id)
	}
	if v.State == domain.Open || v.State == domain.Paused {
		v.Code = &s.Code
		url := r.Origin + "/j/" + s.Code
		v.JoinURL = &url
	}
	if s.State == domain.Deleted {
		org, err := r.Org(ctx, s.Org)
		if err != nil {
			return nil, err
		}
		v.DeletedAt = httpapi.TimeOrNull(s.DeletedAt)
		v.RestorableUntil = httpapi.TimeOrNull(s.RestorableUntil(org.Policy))
	}
	return v, nil
}

func (r *Reader) person(ctx context.Context, org, id string) Person {
	name, err := r.names.Get(ctx, org+"/"+id)
	if err != nil || name == "" {
		// The rest is useful without a name.
		return Person{ID: id}
	}
	return Person{id, &name}
}

// loadName opens a member's name; it is empty if they never entered one.
func (r *Reader) loadName(ctx context.Context, key string) (string, error) {
	org, id, _ := strings.Cut(key, "/")
	m, err := r.Store.Member(ctx, org, id)
	if err != nil || len(m.Profile) == 0 {
		return "", err
	}
	wrapped, err := r.Vault.MemberKey(ctx, id)
	if errors.Is(err, domain.ErrNotFound) {
		return "", nil // erased
	}
	if err != nil {
		return "", err
	}
	raw, err := r.OrgKeys.Unwrap(ctx, seal.MemberKeyPath(id), wrapped.Wrapped)
	if err != nil {
		return "", fmt.Errorf("unwrapping a member key: %w", err)
	}
	k, err := seal.ParseKey(raw)
	if err != nil {
		return "", err
	}
	var p domain.Profile
	if err := k.OpenJSON(seal.MemberPath(org, id), seal.Profile, m.Profile, &p); err != nil {
		return "", err
	}
	return p.Name, nil
}
