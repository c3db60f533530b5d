package store

import (
	"time"

	"github.com/cleanslate-edu/cleanslate/shared/domain"
)

type agreementDoc struct {
	ID       string    `firestore:"id"`
	SignedAt time.Time `firestore:"signedAt"`
	EndsAt   time.Time `firestore:"endsAt,omitempty"`
	Clauses  []termDoc `firestore:"clauses,omitempty"`
	Holidays []string  `firestore:"holidays,omitempty"`
}

// termDoc is what an agreement says about a clause.
type termDoc struct {
	ID       string               `firestore:"id"`
	Audience string               `firestore:"audience,omitempty"`
	Starts   string               `firestore:"starts,omitempty"`
	Count    int                  `firestore:"count,omitempty"` // 0: not said
	Unit     string               `firestore:"unit,omitempty"`
	Requires []domain.Part        `firestore:"requires,omitempty"`
	Form     string               `firestore:"form,omitempty"`
	Delays   []domain.DelayGround `firestore:"delays,omitempty"`
	Source   string               `firestore:"source,omitempty"`
}

type clauseDoc struct {
	ID       string               `firestore:"id"`
	Audience string               `firestore:"audience,omitempty"`
	Starts   string               `firestore:"starts,omitempty"`
	Count    int                  `firestore:"count,omitempty"`
	Unit     string               `firestore:"unit,omitempty"`
	Requires []domain.Part        `firestore:"requires,omitempty"`
	Form     string               `firestore:"form,omitempty"`
	Delays   []domain.DelayGround `firestore:"delays,omitempty"`
	Source   string               `firestore:"source,omitempty"`
	Target   bool                 `firestore:"target,omitempty"`
	Risk     bool                 `firestore:"risk,omitempty"`
}

func agreementDocOf(a domain.Agreement) agreementDoc {
	d := agreementDoc{ID: a.ID, SignedAt: a.SignedAt, EndsAt: a.EndsAt, Holidays: a.Holidays}
	for _, t := range a.Clauses {
		c := termDoc{
			ID: t.ID, Audience: string(t.Audience), Starts: string(t.Starts), Requires: t.Requires, Form: string(t.Form),
			Delays: t.Delays, Source: t.Source,
		}
		if t.Within != nil {
			c.Count, c.Unit = t.Within.Count, string(t.Within.Unit)
		}
		d.Clauses = append(d.Clauses, c)
	}
	return d
}

func agreementOf(d agreementDoc) domain.Agreement {
	a := domain.Agreement{ID: d.ID, SignedAt: d.SignedAt, EndsAt: d.EndsAt, Holidays: d.Holidays}
	for _, c := range d.Clauses {
		t := domain.ClauseTerm{
			ID: c.ID, Audience: domain.Audience(c.Audience), Starts: domain.Start(c.Starts), Requires: c.Requires,
			Form: domain.Form(c.Form), Delays: c.Delays, Source: c.Source,
		}
		if c.Count != 0 {
			t.Within = &domain.Within{Count: c.Count, Unit: domain.Unit(c.Unit)}
		}
		a.Clauses = append(a.Clauses, t)
	}
	return a
}

func clauseDocOf(c domain.Clause) clauseDoc {
	return clauseDoc{
		ID: c.ID, Audience: string(c.Audience), Starts: string(c.Starts), Count: c.Within.Count, Unit: string(c.Within.Unit),
		Requires: c.Requires, Form: string(c.Form), Delays: c.Delays, Source: c.Source, Target: c.Target, Risk: c.Risk,
	}
}

func clauseOf(d clauseDoc) domain.Clause {
	return domain.Clause{
		ID: d.ID, Audience: domain.Audience(d.Audience), Starts: domain.Start(d.Starts),
		Within: domain.Within{Count: d.Count, Unit: domain.Unit(d.Unit)}, Requires: d.Requires, Form: domain.Form(d.Form),
		Delays: d.Delays, Source: d.Source, Target: d.Target, Risk: d.Risk,
	}
}
