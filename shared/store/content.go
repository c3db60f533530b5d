package store

import (
	"context"

	"cloud.google.com/go/firestore"

	"github.com/cleanslate-edu/cleanslate/shared/domain"
)

// The documents below sessions/{sid}/content, which never change.
const (
	paper     = "paper"
	answerKey = "answerKey"
)

func (s *Store) content(sid, name string) *firestore.DocumentRef {
	return s.session(sid).Collection("content").Doc(name)
}

// Paper reads a session's paper, which never changes.
func (s *Store) Paper(ctx context.Context, sid string) (*domain.Paper, error) {
	b, err := s.contentJSON(ctx, sid, paper)
	if err != nil {
		return nil, err
	}
	return domain.ParsePaper(b)
}

// AnswerKey reads a session's answer key, which never changes.
func (s *Store) AnswerKey(ctx context.Context, sid string) (*domain.AnswerKey, error) {
	b, err := s.contentJSON(ctx, sid, answerKey)
	if err != nil {
		return nil, err
	}
	return domain.ParseAnswerKey(b)
}

func (s *Store) contentJSON(ctx context.Context, sid, name string) ([]byte, error) {
	ctx, cancel := within(ctx)
	defer cancel()
	snap, err := get(ctx, s.content(sid, name))
	if err != nil {
		return nil, wrap("reading a session's "+name, err)
	}
	var d struct {
		JSON []byte `firestore:"json"`
	}
	if err := snap.DataTo(&d); err != nil {
		return nil, wrap("decoding a session's "+name, err)
	}
	return d.JSON, nil
}
