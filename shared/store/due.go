package store

import (
	"context"
	"errors"
	"iter"
	"time"

	"cloud.google.com/go/firestore"
	"cloud.google.com/go/firestore/apiv1/firestorepb"

	"github.com/cleanslate-edu/cleanslate/shared/domain"
)

// What the planner reads. Facts are stored and due dates computed, so each
// query is narrowed by a bound of the fact, and the rules decide.

// queryTime bounds a query that reads page after page.
const queryTime = 5 * time.Minute

// Orgs returns every org, tombstones included.
func (s *Store) Orgs(ctx context.Context) iter.Seq2[domain.Org, error] {
	return list(ctx, s.db.Collection("orgs").Query, "listing orgs", orgOf)
}

// SessionsUntil returns an org's sessions in one of the states whose field, a
// time, is at most until; the earliest first. A zero until gives all.
func (s *Store) SessionsUntil(ctx context.Context, org, field string, until time.Time, states ...domain.State) iter.Seq2[*domain.Session, error] {
	in := make([]any, len(states))
	for i, state := range states {
		in[i] = string(state)
	}
	q := s.db.Collection("sessions").Where("org", "==", org).Where("state", "in", in)
	if !until.IsZero() {
		q = q.Where(field, "<=", until).OrderBy(field, firestore.Asc)
	}
	return list(ctx, q, "listing sessions that may be due", sessionOf)
}

// CountSessions counts an org's sessions, whatever their state.
func (s *Store) CountSessions(ctx context.Context, org string) (int, error) {
	return count(ctx, s.db.Collection("sessions").Where("org", "==", org), "counting sessions")
}

func count(ctx context.Context, q firestore.Query, doing string) (int, error) {
	ctx, cancel := within(ctx)
	defer cancel()
	const alias = "n"
	result, err := q.NewAggregationQuery().WithCount(alias).Get(ctx)
	if err != nil {
		return 0, wrap(doing, err)
	}
	n, ok := result[alias].(*firestorepb.Value)
	if !ok {
		return 0, errors.New(doing + ": no count in the answer")
	}
	return int(n.GetIntegerValue()), nil
}

// A SetFact is what the planner needs of a question set.
type SetFact struct {
	ID        string
	Title     string
	DeletedAt time.Time // zero: not deleted
}

// QuestionSetFacts returns an org's question sets that were deleted by until, or,
// with all, every one.
func (s *Store) QuestionSetFacts(ctx context.Context, org string, until time.Time, all bool) iter.Seq2[SetFact, error] {
	q := s.questionSets(org).Select("title", "deleted", "deletedAt")
	if !all {
		q = q.Where("deleted", "==", true).Where("deletedAt", "<=", until).OrderBy("deletedAt", firestore.Asc)
	}
	return list(ctx, q, "listing question sets that may be due", func(snap *firestore.DocumentSnapshot) (SetFact, error) {
		var d questionSetDoc
		if err := snap.DataTo(&d); err != nil {
			return SetFact{}, wrap("decoding a question set", err)
		}
		return SetFact{snap.Ref.ID, d.Title, d.DeletedAt}, nil
	})
}

// Members returns an org's members, tombstones included.
func (s *Store) Members(ctx context.Context, org string) iter.Seq2[domain.Member, error] {
	return list(ctx, s.org(org).Collection("members").Query, "listing members", func(snap *firestore.DocumentSnapshot) (domain.Member, error) {
		return memberOf(org, snap)
	})
}

func list[T any](ctx context.Context, q firestore.Query, doing string, decode func(*firestore.DocumentSnapshot) (T, error)) iter.Seq2[T, error] {
	return func(yield func(T, error) bool) {
		ctx, cancel := context.WithTimeout(ctx, queryTime)
		defer cancel()
		for snap, err := range documents(q.Documents(ctx)) {
			var v T
			if err == nil {
				v, err = decode(snap)
			}
			if !yield(v, wrap(doing, err)) || err != nil {
				return
			}
		}
	}
}

// TakeStep closes or deletes a session if the step is still due at now, in one
// transaction with looking whether it is.
func (s *Store) TakeStep(ctx context.Context, step domain.Step, now time.Time) (taken bool, err error) {
	ctx, cancel := within(ctx)
	defer cancel()
	err = s.db.RunTransaction(ctx, func(_ context.Context, tx *firestore.Transaction) error {
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

// LastActivity is when somebody last joined a session or answered in it, zero if
// nobody did. It reads the whole session but for its contents.
func (s *Store) LastActivity(ctx context.Context, sid string) (time.Time, error) {
	var last time.Time
	for _, c := range []struct {
		query firestore.Query
		field string
	}{
		{s.participants(sid).Select("joinedAt"), "joinedAt"},
		{s.answers(sid).Select(fieldAt), fieldAt},
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

// SetActive notes when a session was last active, unless that is known.
func (s *Store) SetActive(ctx context.Context, sid string, at time.Time) error {
	ctx, cancel := within(ctx)
	defer cancel()
	_, err := s.session(sid).Update(ctx, []firestore.Update{{Path: "activeAt", Value: at}})
	return wrap("noting a session's activity", err)
}

// A RetentionState is how retention stands in one database. It is written to
// the vault first: where the two differ, one of them was restored.
type RetentionState struct {
	Epoch int `firestore:"epoch"` // rises by one with every tick
	// Pending is set in the vault between its own write and the other
	// database's, so that a crash isn't taken for a restore.
	Pending bool   `firestore:"pending"`
	Paused  string `firestore:"paused"` // why nothing is erased; empty: it is
	// Sweep is where the search for orphans goes on: a session's id.
	Sweep string `firestore:"sweep"`
}

const retentionState = "retention/state"

// RetentionState reads how retention stands.
func (s *Store) RetentionState(ctx context.Context) (RetentionState, error) {
	return readState(ctx, s.db)
}

// ChangeRetentionState changes how retention stands, in a transaction, and gives
// what it came to. Change may be called more than once.
func (s *Store) ChangeRetentionState(ctx context.Context, change func(*RetentionState)) (RetentionState, error) {
	return changeState(ctx, s.db, change)
}

// RetentionState reads how retention stands.
func (v *Vault) RetentionState(ctx context.Context) (RetentionState, error) {
	return readState(ctx, v.db)
}

// ChangeRetentionState changes how retention stands, in a transaction, and gives
// what it came to. Change may be called more than once.
func (v *Vault) ChangeRetentionState(ctx context.Context, change func(*RetentionState)) (RetentionState, error) {
	return changeState(ctx, v.db, change)
}

func readState(ctx context.Context, db *firestore.Client) (state RetentionState, err error) {
	ctx, cancel := within(ctx)
	defer cancel()
	snaps, err := db.GetAll(ctx, []*firestore.DocumentRef{db.Doc(retentionState)})
	if err == nil && snaps[0].Exists() {
		err = snaps[0].DataTo(&state)
	}
	return state, wrap("reading how retention stands", err)
}

func changeState(ctx context.Context, db *firestore.Client, change func(*RetentionState)) (state RetentionState, err error) {
	ctx, cancel := within(ctx)
	defer cancel()
	ref := db.Doc(retentionState)
	err = db.RunTransaction(ctx, func(_ context.Context, tx *firestore.Transaction) error {
		state = RetentionState{}
		snap, there, err := look(tx, ref)
		if err == nil && there {
			err = snap.DataTo(&state)
		}
		if err != nil {
			return err
		}
		change(&state)
		return tx.Set(ref, state)
	})
	return state, wrap("changing how retention stands", err)
}

// A Stop says that retention found more to do in an org than one tick may begin
// by itself, and what a person said to it.
type Stop struct {
	Waiting int       `firestore:"waiting"` // deletions and erasures
	Since   time.Time `firestore:"since,omitempty"`
	// Confirmed is how many may be begun until ConfirmedUntil.
	Confirmed      int       `firestore:"confirmed"`
	ConfirmedUntil time.Time `firestore:"confirmedUntil,omitempty"`
}

// Stop reads whether retention stopped in an org. Zero: it didn't.
func (s *Store) Stop(ctx context.Context, org string) (stop Stop, err error) {
	ctx, cancel := within(ctx)
	defer cancel()
	snaps, err := s.db.GetAll(ctx, []*firestore.DocumentRef{s.db.Doc("retention/" + org)})
	if err == nil && snaps[0].Exists() {
		err = snaps[0].DataTo(&stop)
	}
	return stop, wrap("reading a stop", err)
}

// ChangeStop changes an org's stop in a transaction.
func (s *Store) ChangeStop(ctx context.Context, org string, change func(*Stop) error) error {
	ctx, cancel := within(ctx)
	defer cancel()
	ref := s.db.Doc("retention/" + org)
	err := s.db.RunTransaction(ctx, func(_ context.Context, tx *firestore.Transaction) error {
		var stop Stop
		snap, there, err := look(tx, ref)
		if err == nil && there {
			err = snap.DataTo(&stop)
		}
		if err != nil {
			return err
		}
		if err := change(&stop); err != nil {
			return err
		}
		return tx.Set(ref, stop)
	})
	return wrap("changing a stop", err)
}

// SetPolicy changes an org's policy at now if its revision is still the given
// one, else it is ErrPrecondition. It gives the policy with its new revision.
func (s *Store) SetPolicy(ctx context.Context, org string, p domain.Policy, revision int, now time.Time) (domain.Policy, error) {
	ctx, cancel := within(ctx)
	defer cancel()
	err := s.db.RunTransaction(ctx, func(_ context.Context, tx *firestore.Transaction) error {
		snap, err := tx.Get(s.org(org))
		if err != nil {
			return err
		}
		o, err := orgOf(snap)
		if err != nil {
			return err
		}
		if o.Policy.Revision != revision {
			return domain.ErrPrecondition
		}
		p.Revision, p.FinalUntil = revision+1, o.Policy.FinalAt(now)
		return tx.Update(s.org(org), []firestore.Update{{Path: "policy", Value: policyDoc(p)}})
	})
	return p, wrap("changing a policy", err)
}

// EndContract notes that an active org's contract has ended. That of any other
// has ended already, and its date is never moved: it is ErrConflict.
func (s *Store) EndContract(ctx context.Context, org string, at time.Time) error {
	ctx, cancel := within(ctx)
	defer cancel()
	err := s.db.RunTransaction(ctx, func(_ context.Context, tx *firestore.Transaction) error {
		snap, err := tx.Get(s.org(org))
		if err != nil {
			return err
		}
		if o, err := orgOf(snap); err != nil || o.State != domain.OrgActive {
			return errors.Join(err, domain.ErrConflict)
		}
		return tx.Update(s.org(org), []firestore.Update{
			{Path: "state", Value: string(domain.OrgLeft)}, {Path: "leftAt", Value: at},
		})
	})
	return wrap("ending a contract", err)
}

// DeleteOldAudit deletes a page of an org's audit entries from before the given
// time and gives their number.
func (s *Store) DeleteOldAudit(ctx context.Context, org string, before time.Time) (int, error) {
	return deletePage(ctx, s.db, s.db.Collection("audit/"+org+"/entries").Where("at", "<", before), "deleting old audit entries")
}

// DeleteOldHolds deletes a page of holds that ended before the given time: the
// copies in "(default)".
func (s *Store) DeleteOldHolds(ctx context.Context, before time.Time) (int, error) {
	return deletePage(ctx, s.db, s.db.Collection("holds").Where("endsAt", "<", before), "deleting old holds")
}

// DeleteOldHolds deletes a page of holds that ended before the given time.
func (v *Vault) DeleteOldHolds(ctx context.Context, before time.Time) (int, error) {
	return deletePage(ctx, v.db, v.db.Collection("holds").Where("endsAt", "<", before), "deleting old holds")
}

func deletePage(ctx context.Context, db *firestore.Client, q firestore.Query, doing string) (int, error) {
	ctx, cancel := within(ctx)
	defer cancel()
	snaps, err := q.Select().Limit(erasePage).Documents(ctx).GetAll()
	if err != nil || len(snaps) == 0 {
		return 0, wrap(doing, err)
	}
	err = db.RunTransaction(ctx, func(_ context.Context, tx *firestore.Transaction) error {
		for _, snap := range snaps {
			if err := tx.Delete(snap.Ref); err != nil {
				return err
			}
		}
		return nil
	})
	return len(snaps), wrap(doing, err)
}
