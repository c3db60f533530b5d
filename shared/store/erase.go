package store

import (
	"context"
	"slices"
	"time"

	"cloud.google.com/go/firestore"

	"github.com/cleanslate-edu/cleanslate/shared/domain"
	"github.com/cleanslate-edu/cleanslate/shared/wire"
)

// MarkErasing hides the data of an erasure for good, in one transaction with
// checking whether it is still due: not restored, not kept longer by another
// policy. Due is false for an erasure by expiry that isn't. A formal one always
// is.
func (s *Store) MarkErasing(ctx context.Context, e *domain.Erasure, now time.Time) (due bool, err error) {
	ctx, cancel := within(ctx)
	defer cancel()
	if e.Subject.Kind == domain.SubjectParticipant {
		err = s.withSeats(ctx, e.Subject.Session, func() error { return s.markParticipant(ctx, e) })
		return true, wrap("marking what is to be erased", err)
	}
	err = s.turns.transact(ctx, s.db, s.db.Doc(erasurePath(e.ID)).Path, func(_ context.Context, tx *firestore.Transaction) error {
		due = true
		var changes []write
		org, err := s.orgIn(tx, e.Subject.Org)
		if err != nil {
			return err
		}
		switch e.Subject.Kind {
		case domain.SubjectSession:
			changes, due, err = s.markSession(tx, e, &org, now)
		case domain.SubjectQuestionSet:
			changes, due, err = s.markQuestionSet(tx, e, &org, now)
		case domain.SubjectMember:
			changes, due, err = s.markState(tx, e, s.member(e.Subject.Org, e.Subject.ID), string(domain.MemberErasing), string(domain.MemberErased))
		case domain.SubjectOrg:
			if _, ok := org.Step(nil, now, now); !ok && org.State != domain.OrgErasing && !forced(e) {
				due = false
				return nil
			}
			changes, due, err = s.markState(tx, e, s.org(e.Subject.Org), string(domain.OrgErasing), string(domain.OrgErased))
		}
		if err != nil || !due {
			return err
		}
		return s.markWith(tx, e, changes)
	})
	return due, wrap("marking what is to be erased", err)
}

// markParticipant is MarkErasing for one student, who may be one of a whole class
// that erases itself: it writes nothing that is written for another as well.
func (s *Store) markParticipant(ctx context.Context, e *domain.Erasure) error {
	return s.turns.transact(ctx, s.db, s.db.Doc(erasurePath(e.ID)).Path, func(_ context.Context, tx *firestore.Transaction) error {
		put, err := s.seatIn(tx, e.Subject.Session, e.Subject.ID, func(seat *domain.Seat) {
			seat.Erased, seat.ByParent = true, e.Ground == domain.GroundParent
		})
		if err != nil {
			return err
		}
		return s.markWith(tx, e, []write{put})
	})
}

// markWith makes changes that hide what is to be erased, together with the copy
// of the erasure.
func (s *Store) markWith(tx *firestore.Transaction, e *domain.Erasure, changes []write) error {
	// A worker that was overtaken must not bring the copy back that
	// FinishErasure deleted together with storing the receipt.
	_, done, err := look(tx, s.db.Doc(receiptPath(e.Receipt)))
	if err != nil {
		return err
	}
	if !done {
		changes = append(changes, sets(s.db.Doc(erasurePath(e.ID)), erasureDocOf(e)))
	}
	for _, w := range changes {
		if err := w(tx); err != nil {
			return err
		}
	}
	return nil
}

// forced reports whether an erasure goes on whatever the facts are by now.
func forced(e *domain.Erasure) bool { return e.Formal() || e.Destroying }

func (s *Store) markSession(tx *firestore.Transaction, e *domain.Erasure, org *domain.Org, now time.Time) (changes []write, due bool, err error) {
	snap, there, err := look(tx, s.session(e.Subject.Session))
	if err != nil || !there {
		return nil, forced(e), err
	}
	session, err := sessionOf(snap)
	if err != nil {
		return nil, false, err
	}
	if session.Org != e.Subject.Org {
		return nil, false, nil
	}
	if session.State == domain.Erasing || session.State == domain.Erased {
		return nil, true, nil
	}
	// An org that is being erased takes everything with it.
	if !forced(e) && org.State != domain.OrgErasing {
		step, ok := session.NextStep(org)
		if !ok || step.To != domain.Erased || step.Due.After(now) {
			return nil, false, nil
		}
	}
	old := *session
	session.Take(domain.Step{To: domain.Erasing}, now)
	put, err := s.putSession(tx, &old, session)
	return []write{put}, true, err
}

func (s *Store) markQuestionSet(tx *firestore.Transaction, e *domain.Erasure, org *domain.Org, now time.Time) ([]write, bool, error) {
	ref := s.questionSets(e.Subject.Org).Doc(e.Subject.ID)
	snap, there, err := look(tx, ref)
	if err != nil || !there {
		return nil, true, err // gone already: the receipt is what is left to do
	}
	set, err := questionSetOf(snap)
	if err != nil {
		return nil, false, err
	}
	if set.Erasing {
		return nil, true, nil
	}
	if !forced(e) {
		final := !set.DeletedAt.IsZero() && len(domain.QuestionSetSteps(org, e.Subject.ID, set.DeletedAt, nil, now, now)) > 0
		if !final {
			return nil, false, nil
		}
	}
	return []write{func(tx *firestore.Transaction) error {
		return tx.Update(ref, []firestore.Update{{Path: "deleted", Value: true}, {Path: "erasing", Value: true}})
	}}, true, nil
}

// markState sets the state of a member or an org. There is nothing to erase if it doesn't
// exist or is a tombstone already.
func (s *Store) markState(tx *firestore.Transaction, e *domain.Erasure, ref *firestore.DocumentRef, state, last string) ([]write, bool, error) {
	snap, there, err := look(tx, ref)
	if err != nil || !there {
		return nil, e.Destroying, err
	}
	if at, _ := snap.DataAt("state"); at == last {
		return nil, e.Destroying, nil
	}
	return []write{func(tx *firestore.Transaction) error {
		return tx.Update(ref, []firestore.Update{{Path: "state", Value: state}})
	}}, true, nil
}

// tombstone is what is left of a session: nothing personal.
type tombstone struct {
	Org       string    `firestore:"org"`
	State     string    `firestore:"state"`
	EndedAt   time.Time `firestore:"endedAt"`
	Answers   int       `firestore:"erasedAnswers"`
	Documents int       `firestore:"erasedDocuments"`
}

// EraseDocuments deletes a page of the documents of an erasure whose keys are
// gone. More says that documents are left; quiet is false while a request that
// was under way when the session ended may still write: nothing is finished
// before, and the next tick comes back to it. Rest is that of DestroyKeys, of its own.
func (s *Store) EraseDocuments(ctx context.Context, e *domain.Erasure, rest *Rest, now time.Time) (more, quiet bool, err error) {
	if err := rest.next(ctx, s.documents(e.Subject)); err != nil {
		return false, false, err
	}
	ctx, cancel := within(ctx)
	defer cancel()
	err = s.turns.transact(ctx, s.db, s.db.Doc(erasurePath(e.ID)).Path, func(_ context.Context, tx *firestore.Transaction) error {
		more, quiet = false, true
		var page []write
		var err error
		switch e.Subject.Kind {
		case domain.SubjectSession:
			page, more, quiet, err = s.eraseSession(tx, e.Subject, rest, now)
		case domain.SubjectParticipant:
			page = append(page, deletes(s.participants(e.Subject.Session).Doc(e.Subject.ID)),
				deletes(s.consents().Doc(domain.ConsentID(e.Subject.Session, e.Subject.ID))))
		case domain.SubjectQuestionSet:
			page = append(page, deletes(s.questionSets(e.Subject.Org).Doc(e.Subject.ID)))
		case domain.SubjectMember:
			page, more, err = s.eraseMember(tx, e.Subject, now)
		case domain.SubjectOrg:
			page, more, err = s.eraseOrg(tx, e.Subject, rest)
		}
		if err != nil {
			return err
		}
		for _, w := range page {
			if err := w(tx); err != nil {
				return err
			}
		}
		return nil
	})
	if err == nil {
		rest.erased(more)
	}
	return more, quiet, wrap("deleting documents", err)
}

// largeCost is how many small documents a large one counts as in a page: a chunk may
// have half a megabyte, and a transaction has to read it to count what is in it.
const largeCost = 20

// documents returns where the documents of a subject are that has many of them.
func (s *Store) documents(subject domain.Subject) []heap {
	switch subject.Kind {
	case domain.SubjectSession:
		participants, seats := s.participants(subject.Session), s.seats(subject.Session)
		contents, answers := s.contents(subject.Session), s.answers(subject.Session)
		return []heap{
			{participants, participants.Select(), 1},
			{seats, seats.Select(), 1},
			{contents, contents.Select(), largeCost},
			{answers, answers.Query, largeCost},
			{s.consents(), s.consents().Where("session", "==", subject.Session).Select(), 1},
		}
	case domain.SubjectOrg:
		sets, members, changes := s.questionSets(subject.Org), s.members(subject.Org), s.changes(subject.Org)
		invitees := s.invitees(subject.Org)
		policies, circulars, texts := s.policies(subject.Org), s.circulars(subject.Org), s.consentTexts(subject.Org)
		disclosures := s.disclosures(subject.Org)
		tombstones := s.sessions().Where("org", "==", subject.Org).Where("state", "==", string(domain.Erased))
		return []heap{
			{sets, sets.Select(), largeCost},
			{members, members.Select(), 1},
			{changes, changes.Select(), 1},
			{invitees, invitees.Select(), 1},
			{policies, policies.Select(), 1},
			{circulars, circulars.Select(), 1},
			{disclosures, disclosures.Select(), 1},
			{s.transfers(), s.transfers().Where("org", "==", subject.Org).Select(), 1},
			{s.transferTables(), s.transferTables().Where("org", "==", subject.Org).Select(), largeCost},
			{s.usages(), s.usages().Where("org", "==", subject.Org).Select(), 1},
			{texts, texts.Select(), 1},
			{s.sessions(), tombstones.Select(), 1},
			{s.letters(), s.letters().Where("org", "==", subject.Org).Select(), 1},
			{s.requests(), s.requests().Where("org", "==", subject.Org).Select(), 1},
			{s.requestMails(), s.requestMails().Where("org", "==", subject.Org).Select(), 1},
			{s.finds(), s.finds().Where("org", "==", subject.Org).Select(), largeCost},
			{s.exports(), s.exports().Where("org", "==", subject.Org).Select(), largeCost},
			{s.consentCodes(), s.consentCodes().Where("org", "==", subject.Org).Select(), 1},
			{s.consents(), s.consents().Where("org", "==", subject.Org).Select(), 1},
		}
	}
	return nil
}

func (s *Store) eraseSession(tx *firestore.Transaction, subject domain.Subject, rest *Rest, now time.Time) (page []write, more, quiet bool, err error) {
	ref := s.session(subject.Session)
	snap, there, err := look(tx, ref)
	if err != nil {
		return nil, false, false, err
	}
	t := tombstone{Org: subject.Org}
	if there {
		if err := snap.DataTo(&t); err != nil {
			return nil, false, false, wrap("decoding a session", err)
		}
		if t.State != string(domain.Erasing) && t.State != string(domain.Erased) {
			return nil, false, false, ErrAgain
		}
	}
	heaps := s.documents(subject)
	found, more, err := rest.page(tx, heaps)
	if err != nil {
		return nil, false, false, err
	}
	for i, snaps := range found {
		for _, snap := range snaps {
			page = append(page, deletes(snap.Ref))
			if heaps[i].in.ID != wire.Answers {
				continue
			}
			// What can't be read goes uncounted: it isn't kept for that.
			if chunk, err := chunkOf(snap); err == nil {
				t.Answers += len(chunk.Records)
			}
		}
	}
	quiet = !t.EndedAt.Add(domain.LateWrites).After(now)
	t.Documents += len(page)
	switch {
	case !more && quiet && t.State != string(domain.Erased):
		t.State = string(domain.Erased)
		t.Documents++
		page = append(page, sets(ref, t))
	case len(page) > 0:
		page = append(page, func(tx *firestore.Transaction) error {
			return tx.Update(ref, []firestore.Update{
				{Path: "erasedAnswers", Value: t.Answers}, {Path: "erasedDocuments", Value: t.Documents},
			})
		})
	}
	return page, more, quiet, nil
}

// eraseMember removes a member from the sessions that they co-teach, deletes those that
// they own (promise P26), takes their question sets from them, and leaves a tombstone.
func (s *Store) eraseMember(tx *firestore.Transaction, subject domain.Subject, now time.Time) (page []write, more bool, err error) {
	const few = 50
	snaps, err := tx.Documents(s.sessions().Where("org", "==", subject.Org).
		Where("teachers", "array-contains", subject.ID).Limit(few)).GetAll()
	if err != nil {
		return nil, false, err
	}
	for _, snap := range snaps {
		session, err := sessionOf(snap)
		if err != nil {
			return nil, false, err
		}
		old := *session
		session.Leave(subject.ID, now)
		put := func(tx *firestore.Transaction) error { // the document counts what was erased
			d := sessionDocOf(session)
			return tx.Update(s.session(session.ID), []firestore.Update{
				{Path: "owner", Value: d.Owner}, {Path: "coTeachers", Value: d.CoTeachers}, {Path: "teachers", Value: d.Teachers},
			})
		}
		if old.State != domain.Erasing {
			if put, err = s.putSession(tx, &old, session); err != nil {
				return nil, false, err
			}
		}
		page = append(page, put)
	}
	theirs, err := tx.Documents(s.questionSets(subject.Org).Where("owner", "==", subject.ID).
		Select("owner", "shared", "deletedAt", "erasing").Limit(few)).GetAll()
	if err != nil {
		return nil, false, err
	}
	for _, snap := range theirs {
		set, err := questionSetOf(snap)
		if err != nil {
			return nil, false, err
		}
		set.Leave(now)
		d := questionSetDocOf(set)
		changes := []firestore.Update{
			{Path: "owner", Value: d.Owner}, {Path: "readers", Value: d.Readers}, {Path: "deleted", Value: d.Deleted},
		}
		if !d.DeletedAt.IsZero() {
			changes = append(changes, firestore.Update{Path: "deletedAt", Value: d.DeletedAt})
		}
		page = append(page, func(tx *firestore.Transaction) error { return tx.Update(snap.Ref, changes) })
	}
	if len(snaps) == few || len(theirs) == few {
		return page, true, nil
	}
	ref := s.member(subject.Org, subject.ID)
	gone := domain.Member{State: domain.MemberErased}
	gone.Want() // the account at the identity provider goes too
	return append(page, sets(ref, memberDocOf(gone))), false, nil
}

// eraseOrg deletes what is left of an org when its sessions and members are
// erased: question sets, its history, letters, codes of consent, and the tombstones. Its own stays.
func (s *Store) eraseOrg(tx *firestore.Transaction, subject domain.Subject, rest *Rest) (page []write, more bool, err error) {
	org := subject.Org
	snap, _, err := look(tx, s.org(org))
	if err != nil {
		return nil, false, err
	}
	t := tombstone{Org: org}
	if n, ok := snap.Data()["erasedDocuments"].(int64); ok {
		t.Documents = int(n)
	}
	found, more, err := rest.page(tx, s.documents(subject))
	if err != nil {
		return nil, false, err
	}
	for _, snap := range slices.Concat(found...) {
		page = append(page, deletes(snap.Ref))
	}
	state, _ := snap.Data()["state"].(string)
	t.Documents += len(page)
	switch {
	case !more && state != string(domain.OrgErased):
		t.State = string(domain.OrgErased)
		page = append(page, deletes(s.db.Doc(stopPath(org))), sets(s.org(org), t))
	case len(page) > 0:
		page = append(page, func(tx *firestore.Transaction) error {
			return tx.Update(s.org(org), []firestore.Update{{Path: "erasedDocuments", Value: t.Documents}})
		})
	}
	return page, more, nil
}

// Erased returns what the tombstone of a session or an org counts, and when the session
// ended.
func (s *Store) Erased(ctx context.Context, subject domain.Subject) (c domain.Counted, endedAt time.Time, err error) {
	ctx, cancel := within(ctx)
	defer cancel()
	ref := s.org(subject.Org)
	if subject.Kind == domain.SubjectSession {
		ref = s.session(subject.Session)
	}
	snap, err := ref.Get(ctx)
	if err != nil {
		return c, endedAt, wrap("reading a tombstone", err)
	}
	var t tombstone
	if err := snap.DataTo(&t); err != nil {
		return c, endedAt, wrap("decoding a tombstone", err)
	}
	return domain.Counted{Answers: t.Answers, Documents: t.Documents}, t.EndedAt, nil
}

// FinishErasure stores the copy of a receipt, and forgets the copy of the erasure, whose
// id is given.
func (s *Store) FinishErasure(ctx context.Context, id string, r StoredReceipt) error {
	ctx, cancel := within(ctx)
	defer cancel()
	err := s.turns.transact(ctx, s.db, s.db.Doc(erasurePath(id)).Path, func(_ context.Context, tx *firestore.Transaction) error {
		for _, w := range []write{
			sets(s.db.Doc(receiptPath(r.ID)), receiptDocOf(r)),
			deletes(s.db.Doc(erasurePath(id))),
		} {
			if err := w(tx); err != nil {
				return err
			}
		}
		return nil
	})
	return wrap("finishing an erasure", err)
}

// IsBack reports whether documents of an erased subject exist. An invalid subject has
// none that can be found.
func (s *Store) IsBack(ctx context.Context, subject domain.Subject) (bool, error) {
	if !subject.Valid() {
		return false, nil
	}
	ref, last := s.org(subject.Org), string(domain.OrgErased)
	switch subject.Kind {
	case domain.SubjectParticipant:
		return has(ctx, s.participants(subject.Session).Doc(subject.ID), s.db)
	case domain.SubjectQuestionSet:
		return has(ctx, s.questionSets(subject.Org).Doc(subject.ID), s.db)
	case domain.SubjectMember:
		ref, last = s.member(subject.Org, subject.ID), string(domain.MemberErased)
	case domain.SubjectSession:
		n, err := s.CountDocuments(ctx, subject.Session)
		if n > 0 || err != nil {
			return n > 0, err
		}
		ref, last = s.session(subject.Session), string(domain.Erased)
	}
	ctx, cancel := within(ctx)
	defer cancel()
	snaps, err := s.db.GetAll(ctx, []*firestore.DocumentRef{ref})
	if err != nil {
		return false, wrap("checking whether something is there", err)
	}
	return snaps[0].Exists() && snaps[0].Data()["state"] != last, nil
}
