package lifecycle

import (
	"context"
	"errors"
	"maps"
	"slices"
	"strings"

	"github.com/cleanslate-edu/cleanslate/shared/domain"
	"github.com/cleanslate-edu/cleanslate/shared/events"
)

// A ConsentErasure is how far erasing got what was collected without a consent, or under one
// that was taken back.
type ConsentErasure struct {
	Students int    // of whom something was held
	Erased   int    // with a receipt
	Held     int    // hidden, until a legal hold ends
	Waiting  int    // hidden; the next tick goes on
	Next     string // the id to go on after; empty: all was seen
}

// erase erases one student.
func (done *ConsentErasure) erase(ctx context.Context, l *Lifecycle, org, sid, pid string) error {
	out, err := l.Request(ctx, domain.Subject{Kind: domain.SubjectParticipant, Org: org, Session: sid, ID: pid}, domain.GroundNoConsent)
	if err != nil {
		return err
	}
	done.Students++
	switch {
	case out.Receipt != nil:
		done.Erased++
		// A join that was under way may have recorded it again.
		return l.store.EndConsent(ctx, sid, pid)
	case out.Hold != nil:
		done.Held++
	default:
		done.Waiting++
	}
	return nil
}

// EraseUnder erases what was collected under a code, of at most domain.ConsentErasedOnce
// students after the id of a consent, as formal erasures with a receipt each. The code has to
// be over, so that none comes after.
func (l *Lifecycle) EraseUnder(ctx context.Context, code domain.ConsentCode, after string) (done ConsentErasure, err error) {
	all, err := l.store.ConsentsUnder(ctx, code.ID, after, domain.ConsentErasedOnce)
	if err != nil {
		return done, err
	}
	for _, c := range all {
		if late(ctx) {
			done.Next = after
			return done, nil
		}
		if err := done.erase(ctx, l, c.Org, c.Session, c.Participant); err != nil {
			return done, err
		}
		after = c.ID()
	}
	if len(all) == domain.ConsentErasedOnce {
		done.Next = after
		return done, nil
	}
	left, err := l.store.CountConsents(ctx, code.ID)
	if err != nil || left > 0 {
		return done, err
	}
	return done, l.store.ConsentErased(ctx, code.ID)
}

// lackingPage is how many sessions are read at once to find what was collected without basis.
const lackingPage = 50

// EraseLacking erases what was collected without basis, in an org's sessions after the given
// id, by its agreements as they stand now: as formal erasures with a receipt each. It ends after
// domain.ConsentErasedOnce students, or when its time is over, perhaps in the middle of a
// session: then after is its id, a slash and the id of the last student. With dry it counts,
// and erases nothing.
func (l *Lifecycle) EraseLacking(ctx context.Context, org domain.Org, after string, dry bool) (done ConsentErasure, err error) {
	looked := false // at a session: each request comes to one at least
	if sid, pid, amid := strings.Cut(after, "/"); amid {
		after, looked = sid, true
		s, err := l.store.Session(ctx, sid)
		if err != nil && !errors.Is(err, domain.ErrNotFound) {
			return done, err
		}
		if err == nil && s.Org == org.ID {
			if err := done.session(ctx, l, &org, sid, pid, dry); err != nil || done.Next != "" {
				return done, err
			}
		}
	}
	for {
		var page []*domain.Session
		for s, err := range l.store.SessionsJoined(ctx, org.ID, after, lackingPage) {
			if err != nil {
				return done, err
			}
			page = append(page, s)
		}
		for _, s := range page {
			if looked && (late(ctx) || done.Students >= domain.ConsentErasedOnce) {
				done.Next = after
				return done, nil
			}
			if err := done.session(ctx, l, &org, s.ID, "", dry); err != nil || done.Next != "" {
				return done, err
			}
			after, looked = s.ID, true
		}
		if len(page) < lackingPage {
			return done, nil
		}
	}
}

// session erases, in one session, what was collected without basis of the participants after
// the given id. Next is empty if it came to the last. Those who are held stay where they are:
// only going on after them comes to an end.
func (done *ConsentErasure) session(ctx context.Context, l *Lifecycle, org *domain.Org, sid, after string, dry bool) error {
	lacking, err := l.lacking(ctx, org, sid)
	if err != nil {
		return err
	}
	if dry {
		for _, pid := range lacking {
			if pid > after {
				done.Students++
			}
		}
		return nil
	}
	for _, pid := range lacking {
		if pid <= after {
			continue
		}
		if err := done.erase(ctx, l, org.ID, sid, pid); err != nil {
			return err
		}
		if pid != lacking[len(lacking)-1] && (late(ctx) || done.Students >= domain.ConsentErasedOnce) {
			done.Next = sid + "/" + pid
			return nil
		}
	}
	return nil
}

// lacking returns the participants of a session whose data has no basis, by id.
func (l *Lifecycle) lacking(ctx context.Context, org *domain.Org, sid string) (lacking []string, err error) {
	joined, err := l.store.Joined(ctx, sid)
	if err != nil || len(joined) == 0 {
		return nil, err
	}
	var consented map[string]bool
	for _, pid := range slices.Sorted(maps.Keys(joined)) {
		if !org.Lacks(joined[pid], false) {
			continue
		}
		if consented == nil {
			if consented, err = l.store.Consented(ctx, sid); err != nil {
				return nil, err
			}
		}
		if org.Lacks(joined[pid], consented[pid]) {
			lacking = append(lacking, pid)
		}
	}
	return lacking, nil
}

// withdrawnMax is how many students under a code one tick asks to have erased; the next one
// goes on.
const withdrawnMax = 5000

// withdrawn goes on where a request to erase what was collected under a code was cut off, or a
// hold was in its way: it records a formal erasure of each student that is left, which hides
// them, and publishes it. Once nothing is left the code is done with.
func (l *Lifecycle) withdrawn(ctx context.Context, org string, out Publisher) error {
	for code, err := range l.store.ConsentsErasing(ctx, org) {
		if err != nil {
			return err
		}
		left, err := l.store.ConsentsUnder(ctx, code.ID, "", withdrawnMax)
		if err != nil {
			return err
		}
		var work [][]byte
		for _, c := range left {
			if late(ctx) {
				break
			}
			s := domain.Subject{Kind: domain.SubjectParticipant, Org: org, Session: c.Session, ID: c.Participant}
			asked, err := l.Ask(ctx, s, domain.GroundNoConsent)
			switch {
			case err != nil:
				return err
			case asked.Receipt != nil: // a join that was under way recorded it again
				if err := l.store.EndConsent(ctx, c.Session, c.Participant); err != nil {
					return err
				}
			case asked.More:
				work = append(work, events.FormalErasure(s))
			}
		}
		for some := range slices.Chunk(work, sendPage) {
			if err := out.Send(ctx, events.RetentionWork, some...); err != nil {
				return err
			}
		}
		if len(left) == 0 {
			if err := l.store.ConsentErased(ctx, code.ID); err != nil {
				return err
			}
		}
	}
	return nil
}
