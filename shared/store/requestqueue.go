package store

import (
	"context"
	"iter"
	"reflect"
	"time"

	"cloud.google.com/go/firestore"

	"github.com/cleanslate-edu/cleanslate/shared/domain"
)

// requestQueueDoc is what a school has done about a request, in its document.
type requestQueueDoc struct {
	Clocks     []requestClockDoc   `firestore:"clocks"`
	Identity   string              `firestore:"identity,omitempty"`
	IdentityAt time.Time           `firestore:"identityAt,omitempty"`
	Extension  string              `firestore:"extension,omitempty"`
	ExtendedAt time.Time           `firestore:"extendedAt,omitempty"`
	Decision   string              `firestore:"decision,omitempty"`
	Ground     string              `firestore:"ground,omitempty"`
	DecidedAt  time.Time           `firestore:"decidedAt,omitempty"`
	Answer     []byte              `firestore:"answer,omitempty"` // sealed
	Receipts   []string            `firestore:"receipts"`
	DoneAt     time.Time           `firestore:"doneAt,omitempty"`
	Forwards   []requestForwardDoc `firestore:"forwards"`
	Find       string              `firestore:"find,omitempty"`
	Correction []byte              `firestore:"correction,omitempty"` // sealed
	LiftableAt time.Time           `firestore:"liftableAt,omitempty"`
	LiftedAt   time.Time           `firestore:"liftedAt,omitempty"`
	RenewedAt  time.Time           `firestore:"renewedAt,omitempty"`
	Scope      []byte              `firestore:"scope,omitempty"` // sealed
	Revision   int                 `firestore:"revision"`
	Timeline   []requestEntryDoc   `firestore:"timeline"`
}

type requestClockDoc struct {
	Clause    string    `firestore:"clause"`
	Source    string    `firestore:"source"`
	StartsAt  time.Time `firestore:"startsAt"`
	Deadline  time.Time `firestore:"deadline"`
	Escalated int       `firestore:"escalated"`
	MissedAt  time.Time `firestore:"missedAt,omitempty"`
	LongestAt time.Time `firestore:"longestAt,omitempty"`
	Extended  bool      `firestore:"extended"`
	MetAt     time.Time `firestore:"metAt,omitempty"`
}

// requestEntryDoc is an entry of a request's timeline: as there are few, they are in the
// request's document.
type requestEntryDoc struct {
	N          int               `firestore:"n"`
	At         time.Time         `firestore:"at"`
	RecordedAt time.Time         `firestore:"recordedAt"`
	Actor      string            `firestore:"actor"`
	Kind       domain.EntryKind  `firestore:"kind"`
	Facts      map[string]string `firestore:"facts"`
	Note       []byte            `firestore:"note,omitempty"`
	Prev       []byte            `firestore:"prev,omitempty"`
	Hash       []byte            `firestore:"hash"`
}

type requestForwardDoc struct {
	From string    `firestore:"from"`
	To   string    `firestore:"to"`
	At   time.Time `firestore:"at"`
}

func requestQueueDocOf(q domain.RequestQueue) requestQueueDoc {
	d := requestQueueDoc{
		Identity: string(q.Identity), IdentityAt: q.IdentityAt, Extension: string(q.Extension), ExtendedAt: q.ExtendedAt,
		Decision: string(q.Decision), Ground: q.Ground, DecidedAt: q.DecidedAt, Answer: q.Answer, Receipts: q.Receipts, DoneAt: q.DoneAt,
		Find: q.Find, Correction: q.Correction, LiftableAt: q.LiftableAt, LiftedAt: q.LiftedAt, RenewedAt: q.RenewedAt, Scope: q.Scope, Revision: q.Revision,
	}
	for _, e := range q.Timeline {
		d.Timeline = append(d.Timeline, requestEntryDoc(e))
	}
	for _, c := range q.Clocks {
		d.Clocks = append(d.Clocks, requestClockDoc{c.Clause, c.Source, c.StartsAt, c.Deadline, c.Escalated, c.MissedAt, c.LongestAt, c.Extended, c.MetAt})
	}
	for _, f := range q.Forwards {
		d.Forwards = append(d.Forwards, requestForwardDoc(f))
	}
	return d
}

func requestQueueOf(d requestQueueDoc) domain.RequestQueue {
	q := domain.RequestQueue{
		Identity: domain.IdentityCheck(d.Identity), IdentityAt: d.IdentityAt, Extension: domain.ExtensionGround(d.Extension), ExtendedAt: d.ExtendedAt,
		Decision: domain.Decision(d.Decision), Ground: d.Ground, DecidedAt: d.DecidedAt, Answer: d.Answer, Receipts: d.Receipts, DoneAt: d.DoneAt,
		Find: d.Find, Correction: d.Correction, LiftableAt: d.LiftableAt, LiftedAt: d.LiftedAt, RenewedAt: d.RenewedAt, Scope: d.Scope, Revision: d.Revision,
	}
	for _, e := range d.Timeline {
		q.Timeline = append(q.Timeline, domain.Entry(e))
	}
	for _, c := range d.Clocks {
		q.Clocks = append(q.Clocks, domain.RequestClock{
			Clause: c.Clause, Source: c.Source, Countdown: domain.Countdown{StartsAt: c.StartsAt, Deadline: c.Deadline, Escalated: c.Escalated, MissedAt: c.MissedAt},
			LongestAt: c.LongestAt, Extended: c.Extended, MetAt: c.MetAt,
		})
	}
	for _, f := range d.Forwards {
		q.Forwards = append(q.Forwards, domain.RequestForward(f))
	}
	return q
}

// queued are the states of the requests that an org sees.
var queued = []any{string(domain.RequestOpen), string(domain.RequestDecided), string(domain.RequestDone)}

// QueuedRequests lists the requests in an org's queue, those in the given state unless it is
// empty, the latest first. It returns at most size of them, without what is sealed and their
// timelines, and the token of the next page, which is empty on the last.
func (s *Store) QueuedRequests(ctx context.Context, org string, state domain.RequestState, size int, token string) ([]domain.Request, string, error) {
	in := queued
	if state != "" {
		in = []any{string(state)}
	}
	q := s.requests().Where("org", "==", org).Where("state", "in", in).
		OrderBy("receivedAt", firestore.Desc).OrderBy(firestore.DocumentID, firestore.Desc).
		Select("org", "kind", "from", "locale", "state", "receivedAt", "verifiedAt", "queue.clocks", "queue.identity", "queue.extension",
			"queue.decision", "queue.ground", "queue.decidedAt", "queue.doneAt", "queue.receipts", "queue.revision")
	return latest(ctx, q, size, token, "listing requests", requestOf, func(v domain.Request) cursor { return cursor{v.ReceivedAt, v.ID} })
}

// OpenRequests returns the ids of the requests of all orgs whose clocks run: they are
// verified and not done.
func (s *Store) OpenRequests(ctx context.Context) iter.Seq2[string, error] {
	q := s.requests().Where("state", "in", []any{string(domain.RequestOpen), string(domain.RequestDecided)}).Select()
	return list(ctx, q, "listing open requests", idOf)
}

// WorkOnRequest changes a request in an org's queue, adds to its timeline, and stores the
// mails to the requester that go with it, in one transaction. A request that isn't in any
// queue is domain.ErrNotFound. Change may run more than once; its own error is returned and
// changes nothing.
func (s *Store) WorkOnRequest(ctx context.Context, id string, change func(*domain.Request) ([]domain.Entry, []domain.RequestMail, error)) (domain.Request, error) {
	return s.WorkOnFound(ctx, id, "", nil, func(r *domain.Request, _ *domain.Find) ([]domain.Entry, []domain.RequestMail, error) {
		return change(r)
	})
}

// WorkOnFound is WorkOnRequest together with a search for whom the request is about, which
// change may change too: nil if find is empty, or the search is gone. Begun is stored as
// a new search if change makes it that of the request; nil: there is none.
func (s *Store) WorkOnFound(ctx context.Context, id, find string, begun *domain.Find, change func(*domain.Request, *domain.Find) ([]domain.Entry, []domain.RequestMail, error)) (domain.Request, error) {
	ctx, cancel := within(ctx)
	defer cancel()
	var after domain.Request
	err := s.turns.transact(ctx, s.db, s.request(id).Path, func(_ context.Context, tx *firestore.Transaction) error {
		snap, err := tx.Get(s.request(id))
		if err != nil {
			return err
		}
		r, err := requestOf(snap)
		if err != nil {
			return err
		}
		if !r.Queued() {
			return domain.ErrNotFound
		}
		before := requestDocOf(r)
		var f *domain.Find
		var searched findDoc
		if find != "" {
			snap, there, err := look(tx, s.find(find))
			if err != nil {
				return err
			}
			if there {
				read, err := findOf(snap)
				if err != nil {
					return err
				}
				f, searched = &read, findDocOf(read)
			}
		}
		entries, mails, err := change(&r, f)
		if err == nil {
			err = r.Note(entries)
		}
		if err != nil {
			return err
		}
		after = r
		for _, m := range mails {
			if err := tx.Create(s.requestMail(m.ID), requestMailDocOf(m)); err != nil {
				return err
			}
		}
		if f != nil {
			if doc := findDocOf(*f); !reflect.DeepEqual(doc, searched) {
				if err := tx.Set(s.find(find), doc); err != nil {
					return err
				}
			}
		}
		if begun != nil && r.Queue.Find == begun.ID {
			if err := tx.Create(s.find(begun.ID), findDocOf(*begun)); err != nil {
				return err
			}
		}
		doc := requestDocOf(r)
		if reflect.DeepEqual(doc, before) {
			return nil
		}
		return tx.Set(snap.Ref, doc)
	})
	return after, wrap("working on a request", err)
}
