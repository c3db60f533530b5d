package store

import (
	"context"
	"iter"
	"time"

	"cloud.google.com/go/firestore"

	"github.com/cleanslate-edu/cleanslate/shared/domain"
	"github.com/cleanslate-edu/cleanslate/shared/wire"
)

// What the planner reads. Facts are stored and due dates computed, so each
// query is narrowed by a bound of the fact, and the rules decide.

// SessionsIn returns an org's sessions in one of the states.
func (s *Store) SessionsIn(ctx context.Context, org string, states ...domain.State) iter.Seq2[*domain.Session, error] {
	return list(ctx, s.sessionsIn(org, states), "listing sessions", sessionOf)
}

// SessionsDeletedBy returns an org's deleted sessions that were first deleted by
// until, the earliest first.
func (s *Store) SessionsDeletedBy(ctx context.Context, org string, until time.Time) iter.Seq2[*domain.Session, error] {
	return s.sessionsUntil(ctx, org, "firstDeletedAt", until, domain.Deleted)
}

// SessionsClosingBy returns an org's live sessions that are to close by until, the
// earliest first.
func (s *Store) SessionsClosingBy(ctx context.Context, org string, until time.Time) iter.Seq2[*domain.Session, error] {
	return s.sessionsUntil(ctx, org, "closesAt", until, domain.Open, domain.Paused)
}

// SessionsEndedBy returns an org's closed sessions that ended by until, the
// earliest first.
func (s *Store) SessionsEndedBy(ctx context.Context, org string, until time.Time) iter.Seq2[*domain.Session, error] {
	return s.sessionsUntil(ctx, org, "endedAt", until, domain.Closed)
}

// SessionsEnded returns an org's closed sessions that ended from begin on, before end, the
// earliest first; with a set, only those of it.
func (s *Store) SessionsEnded(ctx context.Context, org, set string, begin, end time.Time) iter.Seq2[*domain.Session, error] {
	q := s.sessionsIn(org, []domain.State{domain.Closed}).Where("endedAt", ">=", begin).Where("endedAt", "<", end)
	if set != "" {
		q = q.Where("questionSet", "==", set)
	}
	return list(ctx, q.OrderBy("endedAt", firestore.Asc), "listing sessions that ended", sessionOf)
}

// CountEnded returns how many of an org's closed sessions ended from begin on, before end.
func (s *Store) CountEnded(ctx context.Context, org string, begin, end time.Time) (int, error) {
	q := s.sessionsIn(org, []domain.State{domain.Closed}).Where("endedAt", ">=", begin).Where("endedAt", "<", end)
	return count(ctx, q.OrderBy("endedAt", firestore.Asc), "counting sessions that ended")
}

// AnyEnded reports whether one of an org's closed sessions ended from begin on, before end.
func (s *Store) AnyEnded(ctx context.Context, org string, begin, end time.Time) (bool, error) {
	q := s.sessionsIn(org, []domain.State{domain.Closed}).Where("endedAt", ">=", begin).Where("endedAt", "<", end)
	for _, err := range list(ctx, q.OrderBy("endedAt", firestore.Asc).Limit(1), "looking for sessions that ended", sessionOf) {
		return err == nil, err
	}
	return false, nil
}

// SessionsCreatedBy returns an org's drafts and live sessions that were created by
// until, the earliest first.
func (s *Store) SessionsCreatedBy(ctx context.Context, org string, until time.Time) iter.Seq2[*domain.Session, error] {
	return s.sessionsUntil(ctx, org, "createdAt", until, domain.Draft, domain.Open, domain.Paused)
}

func (s *Store) sessionsUntil(ctx context.Context, org, field string, until time.Time, states ...domain.State) iter.Seq2[*domain.Session, error] {
	q := s.sessionsIn(org, states).Where(field, "<=", until).OrderBy(field, firestore.Asc)
	return list(ctx, q, "listing sessions that may be due", sessionOf)
}

func (s *Store) sessionsIn(org string, states []domain.State) firestore.Query {
	in := make([]any, len(states))
	for i, state := range states {
		in[i] = string(state)
	}
	return s.sessions().Where("org", "==", org).Where("state", "in", in)
}

// A SetFact is what the planner needs of a question set.
type SetFact struct {
	ID        string
	Title     string    // empty while it is being erased
	DeletedAt time.Time // zero: not deleted
}

// QuestionSetFacts returns an org's question sets that were deleted by until, or,
// with all, every one.
func (s *Store) QuestionSetFacts(ctx context.Context, org string, until time.Time, all bool) iter.Seq2[SetFact, error] {
	q := s.questionSets(org).Select("title", "deletedAt", "erasing")
	if !all {
		q = q.Where("deleted", "==", true).Where("deletedAt", "<=", until).OrderBy("deletedAt", firestore.Asc)
	}
	return list(ctx, q, "listing question sets that may be due", func(snap *firestore.DocumentSnapshot) (SetFact, error) {
		var d questionSetDoc
		if err := snap.DataTo(&d); err != nil {
			return SetFact{}, wrap("decoding a question set", err)
		}
		if d.Erasing {
			d.Title = ""
		}
		return SetFact{snap.Ref.ID, d.Title, d.DeletedAt}, nil
	})
}

// TakeStep closes or deletes a session if the step is still due at now, in one
// transaction with checking whether it is.
func (s *Store) TakeStep(ctx context.Context, step domain.Step, now time.Time) (taken bool, err error) {
	ctx, cancel := within(ctx)
	defer cancel()
	err = s.turns.transact(ctx, s.db, s.session(step.Subject.Session).Path, func(_ context.Context, tx *firestore.Transaction) error {
		taken = false
		snap, there, err := look(tx, s.session(step.Subject.Session))
		if err != nil || !there {
			return err
		}
		session, err := sessionOf(snap)
		if err != nil || session.Org != step.Subject.Org {
			return err
		}
		org, err := s.orgIn(tx, session.Org)
		if err != nil {
			return err
		}
		next, ok := session.NextStep(&org)
		if !ok || next.To != step.To || next.Due.After(now) {
			return nil
		}
		old := *session
		session.Take(next, now)
		taken = true
		put, err := s.putSession(tx, &old, session)
		if err != nil {
			return err
		}
		return put(tx)
	})
	return taken, wrap("taking a step", err)
}

// LastActivity returns when somebody last joined a session or answered in it, zero if
// nobody did. It reads the whole session except its contents.
func (s *Store) LastActivity(ctx context.Context, sid string) (time.Time, error) {
	var last time.Time
	for _, c := range []struct {
		query firestore.Query
		field string
	}{
		{s.participants(sid).Select("joinedAt"), "joinedAt"},
		{s.answers(sid).Select(wire.FieldAt), wire.FieldAt},
	} {
		for at, err := range list(ctx, c.query, "reading a session's activity", func(snap *firestore.DocumentSnapshot) (time.Time, error) {
			v, err := snap.DataAt(c.field)
			at, _ := v.(time.Time)
			return at, err
		}) {
			if err != nil {
				return last, err
			}
			if at.After(last) {
				last = at
			}
		}
	}
	return last, nil
}

// SetActive records when a session was last active, unless that is known.
func (s *Store) SetActive(ctx context.Context, sid string, at time.Time) error {
	ctx, cancel := within(ctx)
	defer cancel()
	_, err := s.session(sid).Update(ctx, []firestore.Update{{Path: "activeAt", Value: at}})
	return wrap("noting a session's activity", err)
}

// SessionsOf returns the sessions that a member of an org owns or teaches.
func (s *Store) SessionsOf(ctx context.Context, org, member string) iter.Seq2[*domain.Session, error] {
	q := s.sessions().Where("org", "==", org).Where("teachers", "array-contains", member)
	return list(ctx, q, "listing a member's sessions", sessionOf)
}

// QuestionSetsOf returns the question sets that a member of an org owns, without what is in
// them.
func (s *Store) QuestionSetsOf(ctx context.Context, org, member string) iter.Seq2[QuestionSet, error] {
	q := s.questionSets(org).Where("owner", "==", member).Select("owner", "shared", "title", "deletedAt", "erasing")
	return list(ctx, q, "listing a member's question sets", questionSetOf)
}
