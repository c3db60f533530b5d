package store

import (
	"context"
	"iter"
	"slices"
	"time"

	"cloud.google.com/go/firestore"

	"github.com/cleanslate-edu/cleanslate/shared/domain"
	"github.com/cleanslate-edu/cleanslate/shared/seal"
)

type requestDoc struct {
	Org        string      `firestore:"org"`
	Kind       string      `firestore:"kind"`
	From       string      `firestore:"from"`
	Locale     string      `firestore:"locale"`
	State      string      `firestore:"state"`
	ReceivedAt time.Time   `firestore:"receivedAt"`
	VerifiedAt time.Time   `firestore:"verifiedAt,omitempty"`
	Content    []byte      `firestore:"content"` // sealed
	CodeHash   []byte      `firestore:"codeHash,omitempty"`
	CodeAt     time.Time   `firestore:"codeAt,omitempty"`
	CodeTries  int         `firestore:"codeTries,omitempty"`
	CodeMailed []time.Time `firestore:"codeMailed,omitempty"`
	Mail       string      `firestore:"mail,omitempty"`

	Queue requestQueueDoc `firestore:"queue"`
}

func requestDocOf(r domain.Request) requestDoc {
	return requestDoc{
		Org: r.Org, Kind: string(r.Kind), From: string(r.From), Locale: r.Locale, State: string(r.State), ReceivedAt: r.ReceivedAt,
		VerifiedAt: r.VerifiedAt, Content: r.Content, CodeHash: r.Code.Hash, CodeAt: r.Code.SentAt, CodeTries: r.Code.Tries, CodeMailed: r.Code.Mailed, Mail: r.Mail,
		Queue: requestQueueDocOf(r.Queue),
	}
}

func requestOf(snap *firestore.DocumentSnapshot) (domain.Request, error) {
	var d requestDoc
	if err := snap.DataTo(&d); err != nil {
		return domain.Request{}, wrap("decoding a request", err)
	}
	return domain.Request{
		ID: snap.Ref.ID, Org: d.Org, Kind: domain.RequestKind(d.Kind), From: domain.Requester(d.From), Locale: d.Locale,
		State: domain.RequestState(d.State), ReceivedAt: d.ReceivedAt, VerifiedAt: d.VerifiedAt, Content: d.Content,
		Code: domain.RequestCode{Hash: d.CodeHash, SentAt: d.CodeAt, Tries: d.CodeTries, Mailed: d.CodeMailed}, Mail: d.Mail,
		Queue: requestQueueOf(d.Queue),
	}, nil
}

func (s *Store) requests() *firestore.CollectionRef { return s.db.Collection(seal.Requests) }

func (s *Store) request(id string) *firestore.DocumentRef { return s.db.Doc(seal.RequestPath(id)) }

// ErrRequestsFull refuses a request when a school has had too many in a day, or too many of
// which nobody knows who makes them.
var ErrRequestsFull = domain.Problem(domain.ErrConflict, "requests-full",
	"This school can't take more requests here today. Write to its contact for privacy, whom its privacy page names, or come back tomorrow.")

// An Incoming is a request as it comes in, with the mail of its code and the keyed hashes
// of the address that the mail goes to: of today and of the day before, which is empty if
// that day has no key.
type Incoming struct {
	Request   domain.Request
	Mail      domain.RequestMail
	Today     string
	Yesterday string
}

// ReceiveRequest stores a new request or, for one that is there and isn't verified, its new
// code, unless the last one was made just now. Where no mail may go to the address the code
// reaches nobody: all is stored as if it did, so that nobody learns who else was mailed,
// but for what would be sent. It returns the id of the mail to publish: that of the last
// one if nothing was stored. An org that isn't there, or is being erased, is ErrNotFound,
// and one that took too many requests today ErrRequestsFull.
func (s *Store) ReceiveRequest(ctx context.Context, in Incoming, now time.Time) (mail string, err error) {
	ctx, cancel := within(ctx)
	defer cancel()
	err = s.turns.transact(ctx, s.db, s.org(in.Request.Org).Path, func(_ context.Context, tx *firestore.Transaction) error {
		r, m := in.Request, in.Mail
		o, err := s.orgIn(tx, r.Org)
		if err != nil {
			return err
		}
		if o.State != domain.OrgActive && o.State != domain.OrgLeft {
			return domain.ErrNotFound
		}
		snap, there, err := look(tx, s.request(r.ID))
		if err != nil {
			return err
		}
		if there {
			if r, err = requestOf(snap); err != nil {
				return err
			}
			if mail = r.Mail; !r.TakesCode(now) {
				return nil
			}
		} else if full, err := s.requestsFull(tx, r.Org, now); err != nil || full {
			if full {
				return ErrRequestsFull
			}
			return err
		}
		before, err := s.mailed(tx, in.Yesterday)
		if err != nil {
			return err
		}
		today, err := s.mailed(tx, in.Today)
		if err != nil {
			return err
		}
		if domain.MayMail(slices.Concat(before, today), now) {
			today = append(today, now)
		} else {
			m.State, m.Wrapped = domain.NoticeNotRequired, nil
		}
		r.Code, r.Mail, mail = in.Request.Code, m.ID, m.ID
		for _, w := range []write{
			sets(s.request(r.ID), requestDocOf(r)),
			sets(s.requestMail(m.ID), requestMailDocOf(m)),
			sets(s.addressee(in.Today), addresseeDoc{Sent: today, At: now}),
		} {
			if err := w(tx); err != nil {
				return err
			}
		}
		return nil
	})
	return mail, wrap("storing a request", err)
}

// requestsFull reports whether an org takes no more requests today.
func (s *Store) requestsFull(tx *firestore.Transaction, org string, now time.Time) (bool, error) {
	snaps, err := tx.Documents(s.today(org, now)).GetAll()
	if err != nil {
		return false, err
	}
	var states []domain.RequestState
	for _, snap := range snaps {
		r, err := requestOf(snap)
		if err != nil {
			return false, err
		}
		states = append(states, r.State)
	}
	return domain.RequestsFull(states), nil
}

// today returns what an org received in the last domain.RequestDay.
func (s *Store) today(org string, now time.Time) firestore.Query {
	return s.requests().Where("org", "==", org).Where("receivedAt", ">", now.Add(-domain.RequestDay)).Select("state").Limit(domain.RequestsADay)
}

// RequestsFull is what ReceiveRequest finds out, as of now.
func (s *Store) RequestsFull(ctx context.Context, org string, now time.Time) (bool, error) {
	var states []domain.RequestState
	for r, err := range list(ctx, s.today(org, now), "counting requests", requestOf) {
		if err != nil {
			return false, err
		}
		states = append(states, r.State)
	}
	return domain.RequestsFull(states), nil
}

// mailed returns when mails went to the address with the given hash, on the day of that.
func (s *Store) mailed(tx *firestore.Transaction, hash string) ([]time.Time, error) {
	if hash == "" {
		return nil, nil
	}
	snap, there, err := look(tx, s.addressee(hash))
	if err != nil || !there {
		return nil, err
	}
	d, err := addresseeOf(snap)
	return d.Sent, err
}

// Request reads a request.
func (s *Store) Request(ctx context.Context, id string) (domain.Request, error) {
	ctx, cancel := within(ctx)
	defer cancel()
	snap, err := get(ctx, s.request(id))
	if err != nil {
		return domain.Request{}, wrap("reading a request", err)
	}
	return requestOf(snap)
}

// ChangeRequest changes a request in a transaction, and returns it as it is then; nothing
// is stored unless change says so. Change may run more than once.
func (s *Store) ChangeRequest(ctx context.Context, id string, change func(*domain.Request) (changed bool, err error)) (domain.Request, error) {
	ctx, cancel := within(ctx)
	defer cancel()
	var r domain.Request
	err := s.turns.transact(ctx, s.db, s.request(id).Path, func(_ context.Context, tx *firestore.Transaction) error {
		snap, err := tx.Get(s.request(id))
		if err != nil {
			return err
		}
		if r, err = requestOf(snap); err != nil {
			return err
		}
		changed, err := change(&r)
		if err != nil || !changed {
			return err
		}
		return tx.Set(s.request(id), requestDocOf(r))
	})
	return r, wrap("changing a request", err)
}

// OldRequests returns requests that were received before the given times: those that were
// never verified, and the others.
func (s *Store) OldRequests(ctx context.Context, unverified, verified time.Time) iter.Seq2[domain.Request, error] {
	return func(yield func(domain.Request, error) bool) {
		for _, q := range []firestore.Query{
			s.requests().Where("state", "==", string(domain.RequestUnverified)).Where("receivedAt", "<=", unverified),
			s.requests().Where("receivedAt", "<=", verified),
		} {
			for r, err := range list(ctx, q, "looking for requests whose time is over", requestOf) {
				if !yield(r, err) {
					return
				}
			}
		}
	}
}

// MissingRequests returns those of the given requests that aren't there.
func (s *Store) MissingRequests(ctx context.Context, ids []string) (missing []string, err error) {
	for page := range slices.Chunk(ids, erasePage) {
		refs := make([]*firestore.DocumentRef, len(page))
		for i, id := range page {
			refs[i] = s.request(id)
		}
		ctx, cancel := within(ctx)
		snaps, err := s.db.GetAll(ctx, refs)
		cancel()
		if err != nil {
			return nil, wrap("looking for requests", err)
		}
		for i, snap := range snaps {
			if !snap.Exists() {
				missing = append(missing, page[i])
			}
		}
	}
	return missing, nil
}

// EndRequest deletes a request whose keys are gone, with the mails about it, of which
// somebody who asks for another code for days has more than one transaction takes.
func (s *Store) EndRequest(ctx context.Context, id string) error {
	if _, err := deletePage(ctx, s.db, s.requestMails().Where("request", "==", id), "deleting the mails of a request"); err != nil {
		return err
	}
	ctx, cancel := within(ctx)
	defer cancel()
	err := s.turns.transact(ctx, s.db, s.request(id).Path, func(_ context.Context, tx *firestore.Transaction) error {
		mails, err := tx.Documents(s.requestMails().Where("request", "==", id).Select().Limit(erasePage)).GetAll()
		if err != nil {
			return err
		}
		for _, m := range mails {
			if err := tx.Delete(m.Ref); err != nil {
				return err
			}
		}
		return tx.Delete(s.request(id))
	})
	return wrap("deleting a request", err)
}
