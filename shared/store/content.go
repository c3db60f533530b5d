package store

import (
	"context"

	"cloud.google.com/go/firestore"

	"github.com/cleanslate-edu/cleanslate/shared/domain"
	"github.com/cleanslate-edu/cleanslate/shared/wire"
)

type contentDoc struct {
	JSON []byte `firestore:"json"`
}

func (s *Store) contents(sid string) *firestore.CollectionRef {
	return s.session(sid).Collection(wire.Content)
}

func (s *Store) content(sid, name string) *firestore.DocumentRef { return s.contents(sid).Doc(name) }

// Paper reads a session's paper, which never changes.
func (s *Store) Paper(ctx context.Context, sid string) (*domain.Paper, error) {
	b, err := s.contentJSON(ctx, sid, wire.Paper)
	if err != nil {
		return nil, err
	}
	return domain.ParsePaper(b)
}

// AnswerKey reads a session's answer key, which never changes.
func (s *Store) AnswerKey(ctx context.Context, sid string) (*domain.AnswerKey, error) {
	b, err := s.contentJSON(ctx, sid, wire.AnswerKey)
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
	var d contentDoc
	if err := snap.DataTo(&d); err != nil {
		return nil, wrap("decoding a session's "+name, err)
	}
	return d.JSON, nil
}
