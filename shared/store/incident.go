package store

import (
	"context"
	"iter"
	"reflect"
	"time"

	"cloud.google.com/go/firestore"

	"github.com/cleanslate-edu/cleanslate/shared/domain"
	"github.com/cleanslate-edu/cleanslate/shared/seal"
)

type incidentDoc struct {
	Org           string        `firestore:"org"`
	Owner         string        `firestore:"owner"`
	Drill         bool          `firestore:"drill"`
	State         string        `firestore:"state"`
	Clocks        clocksDoc     `firestore:"clocks"`
	OccurredFrom  time.Time     `firestore:"occurredFrom"`
	OccurredUntil time.Time     `firestore:"occurredUntil,omitempty"`
	Categories    []string      `firestore:"categories"`
	Orgs          []string      `firestore:"orgs"`
	Sessions      []scopedDoc   `firestore:"sessions"`
	KeysInReach   string        `firestore:"keysInReach"`
	Risk          string        `firestore:"risk"`
	Delays        []delayDoc    `firestore:"delays"`
	Update        int           `firestore:"update"`
	UpdateRev     int           `firestore:"updateRevision"`
	UpdateKey     []byte        `firestore:"updateKey,omitempty"`
	Outcome       string        `firestore:"outcome"`
	ClosedAt      time.Time     `firestore:"closedAt,omitempty"`
	Reporter      []byte        `firestore:"reporter"`  // sealed
	Narrative     []byte        `firestore:"narrative"` // sealed
	Affected      []affectedDoc `firestore:"affected"`
	AffectedRun   int           `firestore:"affectedRun"`
	Freezes       int           `firestore:"freezes"`
	FrozenAt      time.Time     `firestore:"frozenAt,omitempty"`
	PublicUntil   time.Time     `firestore:"publicUntil,omitempty"`
	Revision      int           `firestore:"revision"`
	Entries       int           `firestore:"entries"`
	Head          []byte        `firestore:"head"`
	Request       []byte        `firestore:"request,omitempty"`
	ReportedAt    time.Time     `firestore:"reportedAt"` // what lists are ordered by
	Concerned     []string      `firestore:"concerned"`  // orgs in whose lists it stands
}

type clocksDoc struct {
	Reported   time.Time `firestore:"reported"`
	Discovered time.Time `firestore:"discovered,omitempty"`
	Aware      time.Time `firestore:"aware,omitempty"`
	Confirmed  time.Time `firestore:"confirmed,omitempty"`
}

type scopedDoc struct {
	Org string `firestore:"org"`
	ID  string `firestore:"id"`
}

type delayDoc struct {
	Ground    string    `firestore:"ground"`
	Authority string    `firestore:"authority"`
	From      time.Time `firestore:"from"`
	Until     time.Time `firestore:"until"`
}

type affectedDoc struct {
	Org      string    `firestore:"org"`
	Sessions int       `firestore:"sessions"`
	People   int       `firestore:"people"`
	Records  int       `firestore:"records"`
	Erased   erasedDoc `firestore:"erased"`
	Readable bool      `firestore:"readable"`
	Run      int       `firestore:"run"`
	At       time.Time `firestore:"at"`
}

type erasedDoc struct {
	Receipts int `firestore:"receipts"`
	People   int `firestore:"people"`
	Records  int `firestore:"records"`
}

func incidentDocOf(i *domain.Incident) incidentDoc {
	d := incidentDoc{
		Org: i.Org, Owner: i.Owner, Drill: i.Drill, State: string(i.State), Clocks: clocksDoc(i.Clocks),
		OccurredFrom: i.OccurredFrom, OccurredUntil: i.OccurredUntil, Orgs: i.Scope.Orgs, KeysInReach: string(i.KeysInReach),
		Risk: string(i.Risk), Update: i.Update, UpdateRev: i.UpdateRevision, UpdateKey: i.UpdateKey, Outcome: string(i.Outcome), ClosedAt: i.ClosedAt, Reporter: i.Reporter,
		Narrative: i.Narrative, AffectedRun: i.AffectedRun, Freezes: i.Freezes, FrozenAt: i.FrozenAt, PublicUntil: i.PublicUntil, Revision: i.Revision,
		Entries: i.Entries, Head: i.Head, Request: i.Request, ReportedAt: i.Clocks.Reported,
		Concerned: i.Concerned(),
	}
	for _, c := range i.Categories {
		d.Categories = append(d.Categories, string(c))
	}
	for _, s := range i.Scope.Sessions {
		d.Sessions = append(d.Sessions, scopedDoc(s))
	}
	for _, x := range i.Delays {
		d.Delays = append(d.Delays, delayDoc{string(x.Ground), x.Authority, x.From, x.Until})
	}
	for _, a := range i.Affected {
		d.Affected = append(d.Affected, affectedDoc{a.Org, a.Sessions, a.People, a.Records, erasedDoc(a.Erased), a.Readable, a.Run, a.At})
	}
	return d
}

func incidentOf(snap *firestore.DocumentSnapshot) (*domain.Incident, error) {
	var d incidentDoc
	if err := snap.DataTo(&d); err != nil {
		return nil, wrap("decoding an incident", err)
	}
	i := &domain.Incident{
		ID: snap.Ref.ID, Org: d.Org, Owner: d.Owner, Drill: d.Drill, State: domain.IncidentState(d.State), Clocks: domain.Clocks(d.Clocks),
		OccurredFrom: d.OccurredFrom, OccurredUntil: d.OccurredUntil, Scope: domain.Scope{Orgs: d.Orgs},
		KeysInReach: domain.Reach(d.KeysInReach), Risk: domain.Risk(d.Risk), Update: d.Update, UpdateRevision: d.UpdateRev, UpdateKey: d.UpdateKey, Outcome: domain.Outcome(d.Outcome),
		ClosedAt: d.ClosedAt, Reporter: d.Reporter, Narrative: d.Narrative, AffectedRun: d.AffectedRun, Freezes: d.Freezes, FrozenAt: d.FrozenAt, PublicUntil: d.PublicUntil,
		Revision: d.Revision, Entries: d.Entries, Head: d.Head, Request: d.Request,
	}
	for _, c := range d.Categories {
		i.Categories = append(i.Categories, domain.Category(c))
	}
	for _, s := range d.Sessions {
		i.Scope.Sessions = append(i.Scope.Sessions, domain.ScopedSession(s))
	}
	for _, x := range d.Delays {
		i.Delays = append(i.Delays, domain.Delay{Ground: domain.DelayGround(x.Ground), Authority: x.Authority, From: x.From, Until: x.Until})
	}
	for _, a := range d.Affected {
		i.Affected = append(i.Affected, domain.Affected{
			Org: a.Org, Sessions: a.Sessions, People: a.People, Records: a.Records, Erased: domain.ErasedSince(a.Erased), Readable: a.Readable, Run: a.Run, At: a.At,
		})
	}
	return i, nil
}

func (s *Store) incidents() *firestore.CollectionRef { return s.db.Collection(seal.Incidents) }

func (s *Store) incident(id string) *firestore.DocumentRef { return s.db.Doc(seal.IncidentPath(id)) }

// CreateIncident stores a new incident with the first entries of its timeline.
// Where one with the id is already, it is ErrConflict.
func (s *Store) CreateIncident(ctx context.Context, i *domain.Incident, entries ...domain.Entry) error {
	ctx, cancel := within(ctx)
	defer cancel()
	err := s.turns.transact(ctx, s.db, s.incident(i.ID).Path, func(_ context.Context, tx *firestore.Transaction) error {
		made := *i
		made.Entries, made.Head = 0, nil
		if err := s.append(tx, &made, entries); err != nil {
			return err
		}
		return tx.Create(s.incident(i.ID), incidentDocOf(&made))
	})
	return wrap("creating an incident", err)
}

// Incident reads an incident.
func (s *Store) Incident(ctx context.Context, id string) (*domain.Incident, error) {
	ctx, cancel := within(ctx)
	defer cancel()
	snap, err := get(ctx, s.incident(id))
	if err != nil {
		return nil, wrap("reading an incident", err)
	}
	return incidentOf(snap)
}

// ChangeIncident changes an incident and adds to its timeline in one transaction; nothing
// is ever added to a timeline otherwise. Change may run more than once; its own error is
// returned and changes nothing.
func (s *Store) ChangeIncident(ctx context.Context, id string, change func(*domain.Incident) ([]domain.Entry, error)) (*domain.Incident, error) {
	return s.changeIncident(ctx, id, "", func(i *domain.Incident, _ []domain.Notice) ([]domain.Notice, []domain.Entry, error) {
		entries, err := change(i)
		return nil, entries, err
	})
}

// ChangeNotices is ChangeIncident with the notices about one org, which change
// gets, and returns those that it made or altered.
func (s *Store) ChangeNotices(ctx context.Context, id, org string, change func(*domain.Incident, []domain.Notice) ([]domain.Notice, []domain.Entry, error)) (*domain.Incident, error) {
	return s.changeIncident(ctx, id, org, change)
}

func (s *Store) changeIncident(ctx context.Context, id, org string, change func(*domain.Incident, []domain.Notice) ([]domain.Notice, []domain.Entry, error)) (*domain.Incident, error) {
	ctx, cancel := within(ctx)
	defer cancel()
	ref := s.incident(id)
	var after *domain.Incident
	err := s.turns.transact(ctx, s.db, ref.Path, func(_ context.Context, tx *firestore.Transaction) error {
		snap, err := tx.Get(ref)
		if err != nil {
			return err
		}
		i, err := incidentOf(snap)
		if err != nil {
			return err
		}
		before := incidentDocOf(i)
		var notices []domain.Notice
		if org != "" {
			snaps, err := tx.Documents(s.notices(id).Where("org", "==", org)).GetAll()
			if err != nil {
				return err
			}
			if notices, err = noticesOf(id, snaps); err != nil {
				return err
			}
		}
		changed, entries, err := change(i, notices)
		if err != nil {
			return err
		}
		after = i
		for _, n := range changed {
			if err := tx.Set(s.notices(id).Doc(n.ID), noticeDocOf(n)); err != nil {
				return err
			}
		}
		if err := s.append(tx, i, entries); err != nil {
			return err
		}
		doc := incidentDocOf(i)
		if reflect.DeepEqual(doc, before) {
			return nil
		}
		return tx.Set(ref, doc)
	})
	return after, wrap("changing an incident", err)
}

// Incidents lists the incidents that concern an org, or all with an empty org, the
// latest first. It returns at most size of them and the token of the next page,
// which is empty on the last.
func (s *Store) Incidents(ctx context.Context, org string, size int, token string) ([]*domain.Incident, string, error) {
	q := s.incidents().Query
	if org != "" {
		q = q.Where("concerned", "array-contains", org)
	}
	q = q.OrderBy("reportedAt", firestore.Desc).OrderBy(firestore.DocumentID, firestore.Desc)
	return latest(ctx, q, size, token, "listing incidents", incidentOf, func(v *domain.Incident) cursor { return cursor{v.Clocks.Reported, v.ID} })
}

// CountIncidentsOf counts the incidents that a member of an org has reported since the given
// time.
func (s *Store) CountIncidentsOf(ctx context.Context, org, member string, since time.Time) (int, error) {
	q := s.incidents().Where("org", "==", org).Where("owner", "==", member).Where("reportedAt", ">", since).OrderBy("reportedAt", firestore.Desc)
	return count(ctx, q, "counting a member's incidents")
}

// OpenIncidents returns the ids of all incidents that aren't closed.
func (s *Store) OpenIncidents(ctx context.Context) iter.Seq2[string, error] {
	q := s.incidents().Where("state", "in", []any{
		string(domain.IncidentReported), string(domain.IncidentScoping), string(domain.IncidentNotifying),
	}).Select()
	return list(ctx, q, "listing open incidents", idOf)
}

// ClosedIncidents returns the ids of the incidents that were closed before a time.
func (s *Store) ClosedIncidents(ctx context.Context, before time.Time) iter.Seq2[string, error] {
	return list(ctx, s.incidents().Where("closedAt", "<", before).Select(), "listing closed incidents", idOf)
}

// DeleteIncident deletes an incident with everything below it, page by page. Repeating it
// is harmless.
func (s *Store) DeleteIncident(ctx context.Context, id string) error {
	for _, below := range []string{seal.Notices, affectedPath, seal.Timeline} {
		for {
			n, err := deletePage(ctx, s.db, s.incident(id).Collection(below).Query, "deleting an old incident")
			if err != nil {
				return err
			}
			if n == 0 {
				break
			}
		}
	}
	ctx, cancel := within(ctx)
	defer cancel()
	_, err := s.incident(id).Delete(ctx)
	return wrap("deleting an old incident", err)
}
