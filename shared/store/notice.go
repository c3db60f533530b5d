package store

import (
	"context"
	"iter"
	"time"

	"cloud.google.com/go/firestore"

	"github.com/cleanslate-edu/cleanslate/shared/domain"
	"github.com/cleanslate-edu/cleanslate/shared/seal"
)

type noticeDoc struct {
	Org           string     `firestore:"org"`
	Kind          string     `firestore:"kind"`
	Update        int        `firestore:"update"`
	Percent       int        `firestore:"percent"`
	Channel       string     `firestore:"channel"`
	Clause        clauseDoc  `firestore:"clause"`
	StartsAt      time.Time  `firestore:"startsAt,omitempty"`
	Deadline      time.Time  `firestore:"deadline,omitempty"`
	Escalated     int        `firestore:"escalated"`
	MissedAt      time.Time  `firestore:"missedAt,omitempty"`
	Missing       []string   `firestore:"missing"`
	KeyOrg        string     `firestore:"keyOrg"`
	Recipient     []byte     `firestore:"recipient"` // sealed
	Content       []byte     `firestore:"content"`   // sealed
	Public        *publicDoc `firestore:"public,omitempty"`
	Told          *toldDoc   `firestore:"told,omitempty"`
	Logged        string     `firestore:"logged"`
	LoggedAttempt int        `firestore:"loggedAttempt"`
	Revision      int        `firestore:"revision"`
	attemptsDoc
}

// toldDoc counts what happened to letters, and names nobody.
type toldDoc struct {
	Sent    int `firestore:"sent"`
	Failed  int `firestore:"failed"`
	Unknown int `firestore:"unknown"`
	Without int `firestore:"without"`
}

// publicDoc isn't sealed: everybody may read it.
type publicDoc struct {
	Language    string    `firestore:"language"`
	Title       string    `firestore:"title"`
	Text        string    `firestore:"text"`
	PublishedAt time.Time `firestore:"publishedAt"`
	Until       time.Time `firestore:"until"`
}

func noticeDocOf(n domain.Notice) noticeDoc {
	d := noticeDoc{
		Org: n.Org, Kind: string(n.Kind), Update: n.Update, Percent: n.Percent, Channel: string(n.Channel), Clause: clauseDocOf(n.Clause),
		attemptsDoc: attemptsDocOf(n.Attempts), StartsAt: n.StartsAt, Deadline: n.Deadline, Escalated: n.Escalated, MissedAt: n.MissedAt,
		KeyOrg: n.KeyOrg, Recipient: n.Recipient, Content: n.Content, Logged: string(n.Logged), LoggedAttempt: n.LoggedAttempt, Revision: n.Revision,
	}
	for _, p := range n.Missing {
		d.Missing = append(d.Missing, string(p))
	}
	if n.Public != nil {
		p := publicDoc(*n.Public)
		d.Public = &p
	}
	if n.Told != (domain.Told{}) {
		told := toldDoc(n.Told)
		d.Told = &told
	}
	return d
}

func noticeOf(incident string, snap *firestore.DocumentSnapshot) (domain.Notice, error) {
	var d noticeDoc
	if err := snap.DataTo(&d); err != nil {
		return domain.Notice{}, wrap("decoding a notice", err)
	}
	n := domain.Notice{
		ID: snap.Ref.ID, Incident: incident, Org: d.Org, Kind: domain.NoticeKind(d.Kind), Update: d.Update, Percent: d.Percent,
		Channel: domain.Channel(d.Channel), Clause: clauseOf(d.Clause), StartsAt: d.StartsAt,
		Deadline: d.Deadline, Escalated: d.Escalated, MissedAt: d.MissedAt, Delivery: domain.Delivery{
			Attempts: attemptsOf(d.attemptsDoc), KeyOrg: d.KeyOrg, Recipient: d.Recipient, Content: d.Content,
		},
		Logged: domain.NoticeState(d.Logged), LoggedAttempt: d.LoggedAttempt, Revision: d.Revision,
	}
	for _, p := range d.Missing {
		n.Missing = append(n.Missing, domain.Part(p))
	}
	if d.Public != nil {
		p := domain.PublicNotice(*d.Public)
		n.Public = &p
	}
	if d.Told != nil {
		n.Told = domain.Told(*d.Told)
	}
	return n, nil
}

func noticesOf(incident string, snaps []*firestore.DocumentSnapshot) ([]domain.Notice, error) {
	notices := make([]domain.Notice, len(snaps))
	for i, snap := range snaps {
		var err error
		if notices[i], err = noticeOf(incident, snap); err != nil {
			return nil, err
		}
	}
	return notices, nil
}

func (s *Store) notices(incident string) *firestore.CollectionRef {
	return s.incident(incident).Collection(seal.Notices)
}

// Notices returns an incident's notices, those about one org unless that is empty.
func (s *Store) Notices(ctx context.Context, incident, org string) iter.Seq2[domain.Notice, error] {
	q := s.notices(incident).Query
	if org != "" {
		q = q.Where("org", "==", org)
	}
	return list(ctx, q, "listing notices", func(snap *firestore.DocumentSnapshot) (domain.Notice, error) {
		return noticeOf(incident, snap)
	})
}

// NoticePage returns at most size of an incident's notices, those about one org unless that
// is empty, by id, and the token of the next page, which is empty on the last.
func (s *Store) NoticePage(ctx context.Context, incident, org string, size int, token string) ([]domain.Notice, string, error) {
	q := s.notices(incident).Query
	if org != "" {
		q = q.Where("org", "==", org)
	}
	return page(ctx, q, size, token, "listing notices", func(snap *firestore.DocumentSnapshot) (domain.Notice, error) {
		return noticeOf(incident, snap)
	}, func(n domain.Notice) string { return n.ID })
}

// Notice reads one notice.
func (s *Store) Notice(ctx context.Context, incident, id string) (domain.Notice, error) {
	ctx, cancel := within(ctx)
	defer cancel()
	snap, err := get(ctx, s.notices(incident).Doc(id))
	if err != nil {
		return domain.Notice{}, wrap("reading a notice", err)
	}
	return noticeOf(incident, snap)
}

// ChangeNotice changes one notice in a transaction and returns it as change left
// it; nothing is stored unless change says so. Change may run more than once.
func (s *Store) ChangeNotice(ctx context.Context, incident, id string, change func(*domain.Notice) (changed bool, err error)) (domain.Notice, error) {
	ctx, cancel := within(ctx)
	defer cancel()
	ref := s.notices(incident).Doc(id)
	var n domain.Notice
	err := s.turns.transact(ctx, s.db, s.incident(incident).Path, func(_ context.Context, tx *firestore.Transaction) error {
		snap, err := tx.Get(ref)
		if err != nil {
			return err
		}
		if n, err = noticeOf(incident, snap); err != nil {
			return err
		}
		changed, err := change(&n)
		if err != nil || !changed {
			return err
		}
		return tx.Set(ref, noticeDocOf(n))
	})
	return n, wrap("changing a notice", err)
}

// PublicNoticesMax bounds how many public notices are shown at once.
const PublicNoticesMax = 50

// PublicNotices returns the public notices that are current at now, in no order,
// PublicNoticesMax at most.
func (s *Store) PublicNotices(ctx context.Context, now time.Time) ([]domain.Notice, error) {
	var all []domain.Notice
	incidents := s.incidents().Where("publicUntil", ">", now).Select()
	for id, err := range list(ctx, incidents, "listing public notices", idOf) {
		if err != nil {
			return nil, err
		}
		q := s.notices(id).Where("state", "==", string(domain.NoticePublished))
		for n, err := range list(ctx, q, "listing public notices", func(snap *firestore.DocumentSnapshot) (domain.Notice, error) {
			return noticeOf(id, snap)
		}) {
			if err != nil {
				return nil, err
			}
			if n.Public != nil && now.Before(n.Public.Until) {
				all = append(all, n)
			}
			if len(all) == PublicNoticesMax {
				return all, nil
			}
		}
	}
	return all, nil
}
