package store

import (
	"time"

	"github.com/cleanslate-edu/cleanslate/shared/domain"
)

type agreementDoc struct {
	ID        string       `firestore:"id"`
	Kind      string       `firestore:"kind,omitempty"`
	Number    string       `firestore:"number,omitempty"`
	Parties   []string     `firestore:"parties,omitempty"`
	SignedAt  time.Time    `firestore:"signedAt"`
	BeginsAt  time.Time    `firestore:"beginsAt,omitempty"`
	EndsAt    time.Time    `firestore:"endsAt,omitempty"`
	Exhibits  []exhibitDoc `firestore:"exhibits,omitempty"`
	Clauses   []termDoc    `firestore:"clauses,omitempty"`
	Retention string       `firestore:"retention,omitempty"`
	AgeLine   int          `firestore:"ageLine,omitempty"`
	Consent   string       `firestore:"consent,omitempty"`
	Revision  int          `firestore:"revision,omitempty"`
}

type exhibitDoc struct {
	Name   string `firestore:"name"`
	SHA256 string `firestore:"sha256"`
	Where  string `firestore:"where"`
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
	Words    string               `firestore:"words,omitempty"`
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
	Words    string               `firestore:"words,omitempty"`
	Target   bool                 `firestore:"target,omitempty"`
	Risk     bool                 `firestore:"risk,omitempty"`
}

func agreementDocOf(a domain.Agreement) agreementDoc {
	d := agreementDoc{
		ID: a.ID, Kind: string(a.Kind), Number: a.Number, Parties: a.Parties, SignedAt: a.SignedAt, BeginsAt: a.BeginsAt, EndsAt: a.EndsAt,
		Retention: a.Retention, AgeLine: a.AgeLine, Consent: string(a.Consent), Revision: a.Revision,
	}
	for _, e := range a.Exhibits {
		d.Exhibits = append(d.Exhibits, exhibitDoc(e))
	}
	for _, t := range a.Clauses {
		c := termDoc{
			ID: t.ID, Audience: string(t.Audience), Starts: string(t.Starts), Requires: t.Requires, Form: string(t.Form),
			Delays: t.Delays, Source: t.Source, Words: t.Words,
		}
		if t.Within != nil {
			c.Count, c.Unit = t.Within.Count, string(t.Within.Unit)
		}
		d.Clauses = append(d.Clauses, c)
	}
	return d
}

func agreementOf(d agreementDoc) domain.Agreement {
	a := domain.Agreement{
		ID: d.ID, Kind: domain.AgreementKind(d.Kind), Number: d.Number, Parties: d.Parties, SignedAt: d.SignedAt, BeginsAt: d.BeginsAt,
		EndsAt: d.EndsAt, Retention: d.Retention, AgeLine: d.AgeLine, Consent: domain.ConsentBasis(d.Consent), Revision: d.Revision,
	}
	for _, e := range d.Exhibits {
		a.Exhibits = append(a.Exhibits, domain.Exhibit(e))
	}
	for _, c := range d.Clauses {
		t := domain.ClauseTerm{
			ID: c.ID, Audience: domain.Audience(c.Audience), Starts: domain.Start(c.Starts), Requires: c.Requires,
			Form: domain.Form(c.Form), Delays: c.Delays, Source: c.Source, Words: c.Words,
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
		Requires: c.Requires, Form: string(c.Form), Delays: c.Delays, Source: c.Source, Words: c.Words, Target: c.Target, Risk: c.Risk,
	}
}

func clauseOf(d clauseDoc) domain.Clause {
	return domain.Clause{
		ID: d.ID, Audience: domain.Audience(d.Audience), Starts: domain.Start(d.Starts),
		Within: domain.Within{Count: d.Count, Unit: domain.Unit(d.Unit)}, Requires: d.Requires, Form: domain.Form(d.Form),
		Delays: d.Delays, Source: d.Source, Words: d.Words, Target: d.Target, Risk: d.Risk,
	}
}
