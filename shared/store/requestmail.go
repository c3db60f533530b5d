package store

import (
	"context"
	"iter"
	"time"

	"cloud.google.com/go/firestore"

	"github.com/cleanslate-edu/cleanslate/shared/domain"
	"github.com/cleanslate-edu/cleanslate/shared/seal"
)

type requestMailDoc struct {
	Org     string    `firestore:"org"`
	Request string    `firestore:"request"`
	Kind    string    `firestore:"kind"`
	Locale  string    `firestore:"locale"`
	MadeAt  time.Time `firestore:"madeAt"`
	Until   time.Time `firestore:"until,omitempty"`
	Wrapped []byte    `firestore:"wrapped,omitempty"`
	attemptsDoc
}

func requestMailDocOf(m domain.RequestMail) requestMailDoc {
	return requestMailDoc{
		Org: m.Org, Request: m.Request, Kind: string(m.Kind), Locale: m.Locale, MadeAt: m.MadeAt, Until: m.Until, Wrapped: m.Wrapped,
		attemptsDoc: attemptsDocOf(m.Attempts),
	}
}

func requestMailOf(snap *firestore.DocumentSnapshot) (domain.RequestMail, error) {
	var d requestMailDoc
	if err := snap.DataTo(&d); err != nil {
		return domain.RequestMail{}, wrap("decoding a mail to a requester", err)
	}
	return domain.RequestMail{
		ID: snap.Ref.ID, Org: d.Org, Request: d.Request, Kind: domain.RequestMailKind(d.Kind), Locale: d.Locale, MadeAt: d.MadeAt,
		Until: d.Until, Wrapped: d.Wrapped, Attempts: attemptsOf(d.attemptsDoc),
	}, nil
}

func (s *Store) requestMails() *firestore.CollectionRef { return s.db.Collection(seal.RequestMails) }

func (s *Store) requestMail(id string) *firestore.DocumentRef {
	return s.db.Doc(seal.RequestMailPath(id))
}

// ChangeRequestMail changes a mail to a requester in a transaction, and returns it as it is
// then; nothing is stored unless change says so. Change may run more than once.
func (s *Store) ChangeRequestMail(ctx context.Context, id string, change func(*domain.RequestMail) (changed bool)) (domain.RequestMail, error) {
	ctx, cancel := within(ctx)
	defer cancel()
	var m domain.RequestMail
	err := s.turns.transact(ctx, s.db, s.requestMail(id).Path, func(_ context.Context, tx *firestore.Transaction) error {
		snap, err := tx.Get(s.requestMail(id))
		if err != nil {
			return err
		}
		if m, err = requestMailOf(snap); err != nil || !change(&m) {
			return err
		}
		return tx.Set(s.requestMail(id), requestMailDocOf(m))
	})
	return m, wrap("changing a mail to a requester", err)
}

// MailCode changes a request and stores a mail with a code to whoever made it, in one
// transaction; nothing is stored unless change says so. It reports whether it is. Change may
// run more than once.
func (s *Store) MailCode(ctx context.Context, m domain.RequestMail, change func(*domain.Request) (changed bool)) (stored bool, err error) {
	ctx, cancel := within(ctx)
	defer cancel()
	err = s.turns.transact(ctx, s.db, s.request(m.Request).Path, func(_ context.Context, tx *firestore.Transaction) error {
		snap, err := tx.Get(s.request(m.Request))
		if err != nil {
			return err
		}
		r, err := requestOf(snap)
		if err != nil {
			return err
		}
		if stored = change(&r); !stored {
			return nil
		}
		if err := tx.Create(s.requestMail(m.ID), requestMailDocOf(m)); err != nil {
			return err
		}
		return tx.Set(snap.Ref, requestDocOf(r))
	})
	return stored, wrap("storing a mail with a code", err)
}

// OpenRequestMails returns the ids of the mails to requesters of which something has yet to
// happen.
func (s *Store) OpenRequestMails(ctx context.Context) iter.Seq2[string, error] {
	q := s.requestMails().Where("state", "in", []any{
		string(domain.NoticeQueued), string(domain.NoticeSending), string(domain.NoticeDeferred),
	}).Select()
	return list(ctx, q, "listing mails to requesters", idOf)
}

// DeleteOldRequestMails deletes a page of mails that were made before the given time.
func (s *Store) DeleteOldRequestMails(ctx context.Context, before time.Time) (int, error) {
	return deletePage(ctx, s.db, s.requestMails().Where("madeAt", "<", before), "deleting old mails to requesters")
}
