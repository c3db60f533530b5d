package store

import (
	"context"
	"time"

	"cloud.google.com/go/firestore"

	"github.com/cleanslate-edu/cleanslate/shared/domain"
	"github.com/cleanslate-edu/cleanslate/shared/seal"
	"github.com/cleanslate-edu/cleanslate/shared/wire"
)

type sessionDoc struct {
	Org             string        `firestore:"org"`
	Owner           string        `firestore:"owner"`
	CoTeachers      []string      `firestore:"coTeachers"`
	Teachers        []string      `firestore:"teachers"` // owner and co-teachers: what a list is queried by
	Title           string        `firestore:"title"`
	Code            string        `firestore:"code"`
	GivenCode       string        `firestore:"givenCode,omitempty"`
	Mode            string        `firestore:"mode"`
	Feedback        string        `firestore:"feedback"`
	Shuffle         bool          `firestore:"shuffle"`
	State           string        `firestore:"state"`
	Locked          bool          `firestore:"locked"`
	PublicKey       []byte        `firestore:"publicKey"`
	HasSeats        bool          `firestore:"hasSeats"`
	CurrentQuestion string        `firestore:"currentQuestion"`
	Shown           []string      `firestore:"shown"`
	Version         int           `firestore:"version"`
	QuestionCount   int           `firestore:"questionCount"`
	QuestionSet     string        `firestore:"questionSet,omitempty"`
	SetVersion      int           `firestore:"setVersion,omitempty"`
	Invitation      invitationDoc `firestore:"invitation"`
	Request         []byte        `firestore:"request,omitempty"`
	CreatedAt       time.Time     `firestore:"createdAt"`
	ClosesAt        time.Time     `firestore:"closesAt,omitempty"`
	ClosedAt        time.Time     `firestore:"closedAt,omitempty"`
	EndedAt         time.Time     `firestore:"endedAt"`
	ActiveAt        time.Time     `firestore:"activeAt,omitempty"`
	DeletedAt       time.Time     `firestore:"deletedAt,omitempty"`
	FirstDeletedAt  time.Time     `firestore:"firstDeletedAt,omitempty"`
}

type invitationDoc struct {
	Hash      []byte    `firestore:"hash,omitempty"`
	Salt      string    `firestore:"salt,omitempty"`
	ExpiresAt time.Time `firestore:"expiresAt,omitempty"`
}

func sessionDocOf(s *domain.Session) sessionDoc {
	return sessionDoc{
		Org: s.Org, Owner: s.Owner, CoTeachers: s.CoTeachers,
		Teachers: append([]string{s.Owner}, s.CoTeachers...),
		Title:    s.Title, Code: s.Code, GivenCode: s.GivenCode, Mode: string(s.Mode), Feedback: string(s.Feedback),
		Shuffle: s.Shuffle, State: string(s.State), Locked: s.Locked, PublicKey: s.PublicKey,
		HasSeats: s.HasSeats, CurrentQuestion: s.CurrentQuestion, Shown: s.Shown, Version: s.Version,
		QuestionCount: s.QuestionCount, QuestionSet: s.Set.Set, SetVersion: s.Set.Version,
		Invitation: invitationDoc(s.Invitation), Request: s.Request,
		CreatedAt: s.CreatedAt, ClosesAt: s.ClosesAt, ClosedAt: s.ClosedAt,
		EndedAt: s.EndedAt, ActiveAt: s.ActiveAt, DeletedAt: s.DeletedAt, FirstDeletedAt: s.FirstDeletedAt,
	}
}

func sessionOf(snap *firestore.DocumentSnapshot) (*domain.Session, error) {
	var d sessionDoc
	if err := snap.DataTo(&d); err != nil {
		return nil, wrap("decoding a session", err)
	}
	return &domain.Session{
		ID: snap.Ref.ID, Org: d.Org, Owner: d.Owner, CoTeachers: d.CoTeachers,
		Title: d.Title, Code: d.Code, GivenCode: d.GivenCode, Mode: domain.Mode(d.Mode), Feedback: domain.Feedback(d.Feedback),
		Shuffle: d.Shuffle, State: domain.State(d.State), Locked: d.Locked, PublicKey: d.PublicKey,
		HasSeats: d.HasSeats, CurrentQuestion: d.CurrentQuestion, Shown: d.Shown, Version: d.Version,
		QuestionCount: d.QuestionCount, Set: domain.SetVersion{Set: d.QuestionSet, Version: d.SetVersion},
		Invitation: domain.Invitation(d.Invitation), Request: d.Request,
		CreatedAt: d.CreatedAt, ClosesAt: d.ClosesAt, ClosedAt: d.ClosedAt,
		EndedAt: d.EndedAt, ActiveAt: d.ActiveAt, DeletedAt: d.DeletedAt, FirstDeletedAt: d.FirstDeletedAt,
		ReadAt: snap.ReadTime,
	}, nil
}

func (s *Store) sessions() *firestore.CollectionRef { return s.db.Collection(seal.Sessions) }

func (s *Store) session(sid string) *firestore.DocumentRef { return s.db.Doc(seal.SessionPath(sid)) }

// CreateSession stores a new session, its code, its paper and its answer key,
// all or nothing. It is ErrConflict when the session is there already,
// ErrCodeTaken when only the code is.
func (s *Store) CreateSession(ctx context.Context, session *domain.Session, paperJSON, keyJSON []byte) error {
	ctx, cancel := within(ctx)
	defer cancel()
	err := s.turns.transact(ctx, s.db, s.session(session.ID).Path, func(_ context.Context, tx *firestore.Transaction) error {
		snaps, err := tx.GetAll([]*firestore.DocumentRef{s.session(session.ID), s.code(session.Code)})
		if err != nil {
			return err
		}
		if snaps[0].Exists() {
			return domain.ErrConflict
		}
		if snaps[1].Exists() {
			holder, err := codeHolder(snaps[1])
			if err != nil {
				return err
			}
			if holder != "" {
				return ErrCodeTaken
			}
		}
		if err := tx.Create(s.session(session.ID), sessionDocOf(session)); err != nil {
			return err
		}
		if err := tx.Set(s.code(session.Code), codeDocOf(session)); err != nil {
			return err
		}
		if err := tx.Create(s.content(session.ID, wire.Paper), contentDoc{paperJSON}); err != nil {
			return err
		}
		return tx.Create(s.content(session.ID, wire.AnswerKey), contentDoc{keyJSON})
	})
	return wrap("creating a session", err)
}

// Session reads a session, whatever its state.
func (s *Store) Session(ctx context.Context, sid string) (*domain.Session, error) {
	ctx, cancel := within(ctx)
	defer cancel()
	snap, err := get(ctx, s.session(sid))
	if err != nil {
		return nil, wrap("reading a session", err)
	}
	return sessionOf(snap)
}

// UpdateSession changes a session in a transaction: it reads it, lets change alter it,
// and stores what came out. change's own error is returned and changes nothing. Change
// may run more than once.
//
// A session that becomes closed or deleted gives up its code, and its ClosedAt is set by
// Firestore's clock; the returned session has it.
func (s *Store) UpdateSession(ctx context.Context, sid string, change func(*domain.Session) error) (*domain.Session, error) {
	ctx, cancel := within(ctx)
	defer cancel()
	ref := s.session(sid)
	err := s.turns.transact(ctx, s.db, ref.Path, func(_ context.Context, tx *firestore.Transaction) error {
		snap, err := tx.Get(ref)
		if err != nil {
			return err
		}
		session, err := sessionOf(snap)
		if err != nil {
			return err
		}
		old := *session
		if err := change(session); err != nil {
			return err
		}
		put, err := s.putSession(tx, &old, session)
		if err != nil {
			return err
		}
		return put(tx)
	})
	if err != nil {
		return nil, wrap("changing a session", err)
	}
	return s.Session(ctx, sid)
}

// putSession returns the write that stores a changed session and, where that
// changes too, its code. A session outlives its code by up to the time until the
// next tick: by then the code may be another's, and is left alone.
func (s *Store) putSession(tx *firestore.Transaction, old, session *domain.Session) (write, error) {
	live := func(state domain.State) bool { return state == domain.Open || state == domain.Paused }
	closes := live(old.State) && !live(session.State) && session.ClosedAt.IsZero()
	moves := live(session.State) && !session.ClosesAt.Equal(old.ClosesAt)
	code, own := session.Code, false
	if (closes || moves) && code != "" {
		snap, there, err := look(tx, s.code(code))
		if err != nil {
			return nil, err
		}
		own = moves // if it isn't there, it is put back
		if there {
			holder, err := codeHolder(snap)
			if err != nil {
				return nil, err
			}
			own = holder == session.ID
		}
	}
	if closes {
		session.Code = ""
	}
	return func(tx *firestore.Transaction) error {
		ref := s.session(session.ID)
		if err := tx.Set(ref, sessionDocOf(session)); err != nil {
			return err
		}
		if closes {
			if err := tx.Update(ref, []firestore.Update{{Path: "closedAt", Value: firestore.ServerTimestamp}}); err != nil {
				return err
			}
		}
		switch {
		case closes && own:
			return tx.Update(s.code(code), []firestore.Update{
				{Path: "session", Value: ""}, {Path: "expiry", Value: firestore.ServerTimestamp},
			})
		case moves && own:
			return tx.Set(s.code(code), codeDocOf(session))
		}
		return nil
	}, nil
}

// namesakesMax is how many sessions are looked at that had the same code, years apart.
const namesakesMax = 20

// SessionsGiven returns the sessions that were given a code, whatever their state: the one
// that has it now, and those of before.
func (s *Store) SessionsGiven(ctx context.Context, code string) ([]*domain.Session, error) {
	ctx, cancel := within(ctx)
	defer cancel()
	var all []*domain.Session
	q := s.sessions().Where("givenCode", "==", code).Limit(namesakesMax)
	for session, err := range list(ctx, q, "looking for sessions by their code", sessionOf) {
		if err != nil {
			return nil, err
		}
		all = append(all, session)
	}
	return all, nil
}

// A SessionQuery chooses sessions for a list.
type SessionQuery struct {
	Org     string
	Teacher string         // a member id; empty: every session of the org
	States  []domain.State // at least one
	From    time.Time      // when they were created at the earliest; zero: whenever
	To      time.Time      // before which they were created; zero: until now
}

// Sessions lists sessions, the latest first. It returns at most size of them and
// the token of the next page, which is empty on the last.
func (s *Store) Sessions(ctx context.Context, q SessionQuery, size int, token string) ([]*domain.Session, string, error) {
	ctx, cancel := within(ctx)
	defer cancel()
	query := s.sessionsIn(q.Org, q.States)
	if q.Teacher != "" {
		query = query.Where("teachers", "array-contains", q.Teacher)
	}
	if !q.From.IsZero() {
		query = query.Where("createdAt", ">=", q.From)
	}
	if !q.To.IsZero() {
		query = query.Where("createdAt", "<", q.To)
	}
	query = query.OrderBy("createdAt", firestore.Desc).OrderBy(firestore.DocumentID, firestore.Desc)
	return latest(ctx, query, size, token, "listing sessions", sessionOf, func(v *domain.Session) cursor { return cursor{v.CreatedAt, v.ID} })
}

// CountSessionsOf counts the sessions that a member of an org has opened, or teaches with
// somebody else, since the given time, unless they are erased.
func (s *Store) CountSessionsOf(ctx context.Context, org, teacher string, since time.Time) (int, error) {
	q := s.sessionsIn(org, []domain.State{domain.Draft, domain.Open, domain.Paused, domain.Closed, domain.Deleted, domain.Erasing}).
		Where("teachers", "array-contains", teacher).Where("createdAt", ">", since).OrderBy("createdAt", firestore.Desc)
	return count(ctx, q, "counting a teacher's sessions")
}

// CountSessions counts an org's sessions, whatever their state.
func (s *Store) CountSessions(ctx context.Context, org string) (int, error) {
	return count(ctx, s.sessions().Where("org", "==", org), "counting sessions")
}

// A SessionRef is as much of a session as the search for orphans needs.
type SessionRef struct {
	ID    string
	Org   string
	State domain.State
}

// SessionRefs returns sessions by id, those after the given one, tombstones
// included.
func (s *Store) SessionRefs(ctx context.Context, after string, n int) ([]SessionRef, error) {
	var refs []SessionRef
	q := pageByID(s.sessions().Select("org", "state"), after, n)
	for r, err := range list(ctx, q, "listing sessions", func(snap *firestore.DocumentSnapshot) (SessionRef, error) {
		org, _ := snap.Data()["org"].(string)
		state, _ := snap.Data()["state"].(string)
		return SessionRef{snap.Ref.ID, org, domain.State(state)}, nil
	}) {
		if err != nil {
			return nil, err
		}
		refs = append(refs, r)
	}
	return refs, nil
}

// CountDocuments counts the documents below a session.
func (s *Store) CountDocuments(ctx context.Context, sid string) (int, error) {
	sum := 0
	for _, c := range []string{seal.Participants, wire.Seats, wire.Content, wire.Answers} {
		n, err := count(ctx, s.session(sid).Collection(c).Query, "counting documents")
		if err != nil {
			return 0, err
		}
		sum += n
	}
	return sum, nil
}
