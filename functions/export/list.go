package export

import (
	"context"
	"encoding/json"
	"time"

	"github.com/cleanslate-edu/cleanslate/shared/archive"
	"github.com/cleanslate-edu/cleanslate/shared/domain"
	"github.com/cleanslate-edu/cleanslate/shared/store"
)

// values returns a page of a list of e's, from where e stands, and where the next begins.
func (h *handler) values(ctx context.Context, e domain.Export, org domain.Org) (values []any, next string, err error) {
	now := h.Clock().UTC()
	switch e.Stage {
	case domain.ExportSchool:
		return []any{schoolOf(org, now)}, "", nil
	case domain.ExportPolicies:
		return page(ctx, e, h.Store.PolicyVersions, policyOf)
	case domain.ExportChanges:
		return page(ctx, e, h.Store.Changes, func(c domain.Change) any { return changeOf(c, e.Org) })
	case domain.ExportMembers:
		return page(ctx, e, h.Store.MemberPage, func(m domain.Member) any {
			if m.State == domain.MemberErased || m.State == domain.MemberErasing {
				return nil
			}
			return archive.Member{ID: m.ID, Role: m.Role, State: string(m.State), Week: m.Week}
		})
	case domain.ExportTexts:
		return page(ctx, e, h.Store.ConsentTexts, func(t domain.ConsentText) any {
			return consentText{t.N, t.At.UTC(), t.Text}
		})
	case domain.ExportCodes:
		return page(ctx, e, h.Store.ConsentCodePage, func(c domain.ConsentCode) any {
			return consentCode{c.Ref(), c.For, c.Label, c.Uses, c.Version, c.MadeAt.UTC(), c.EndsAt.UTC(), c.Ended}
		})
	case domain.ExportSets:
		// What a set holds is read when the archive is handed out, if it is there still.
		sets, next, err := h.Store.QuestionSets(ctx, store.QuestionSetQuery{Org: e.Org}, domain.ExportListSize, e.Token)
		for _, s := range sets {
			values = append(values, archive.Set{ID: s.ID})
		}
		return values, next, err
	case domain.ExportRequests:
		return page(ctx, e, func(ctx context.Context, org string, size int, token string) ([]domain.Request, string, error) {
			return h.Store.QueuedRequests(ctx, org, "", size, token)
		}, func(r domain.Request) any {
			if r.Over(now) {
				return nil
			}
			return requestOf(r, now)
		})
	case domain.ExportIncidents:
		return page(ctx, e, h.Store.Incidents, func(i *domain.Incident) any { return incidentOf(i, e.Org) })
	case domain.ExportDisclosures:
		all, err := h.Store.Disclosures(ctx, e.Org)
		for _, d := range all {
			if d.Visible(now) { // what a school mustn't be told of isn't in its archive
				values = append(values, disclosureOf(d))
			}
		}
		return values, "", err
	case domain.ExportHolds:
		all, err := h.Vault.Holds(ctx, e.Org)
		for _, d := range all {
			values = append(values, hold{d.ID, d.Kind.Shown(), d.Session, d.Name, d.PlacedAt.UTC(), d.Until.UTC(), d.EndsAt().UTC()})
		}
		return values, "", err
	case domain.ExportTransfers:
		all, err := h.Store.Transfers(ctx, e.Org)
		for i := range all {
			values = append(values, transferOf(&all[i], now))
		}
		return values, "", err
	case domain.ExportReceipts:
		return page(ctx, e, h.Store.Receipts, func(r store.StoredReceipt) any { return json.RawMessage(r.Body) })
	case domain.ExportAudit:
		entries, next, err := h.Audit.Entries(ctx, store.AuditQuery{Org: e.Org}, domain.ExportListSize, e.Token)
		for _, a := range entries {
			values = append(values, json.RawMessage(a.Body))
		}
		return values, next, err
	}
	return nil, "", nil
}

// page returns a page of a list as what is archived of it. What is nothing is left out.
func page[T any](ctx context.Context, e domain.Export, list func(ctx context.Context, org string, size int, token string) ([]T, string, error), archived func(T) any) (values []any, next string, err error) {
	all, next, err := list(ctx, e.Org, domain.ExportListSize, e.Token)
	if err != nil {
		return nil, "", err
	}
	for _, v := range all {
		if a := archived(v); a != nil {
			values = append(values, a)
		}
	}
	return values, next, nil
}

type school struct {
	ID         string      `json:"id"`
	Name       string      `json:"name"`
	Country    string      `json:"country"`
	Region     string      `json:"region,omitempty"`
	Timezone   string      `json:"timezone"`
	Language   string      `json:"language,omitempty"`
	Holidays   []string    `json:"holidays,omitempty"`
	At         time.Time   `json:"at"` // as of when
	Policy     policyFacts `json:"policy"`
	Agreements []agreement `json:"agreements"`
}

type policyFacts struct {
	KeptMonths      int      `json:"keptMonths"`
	KeptDays        int      `json:"keptDays"`
	RestoreMonths   int      `json:"restoreMonths"`
	RestoreDays     int      `json:"restoreDays"`
	MaxParticipants int      `json:"maxParticipants"`
	Purposes        []string `json:"purposes"`
	Clause          string   `json:"clause,omitempty"`
	Contact         string   `json:"contact,omitempty"`
}

func factsOf(p domain.Policy) policyFacts {
	return policyFacts{p.KeptMonths, p.KeptDays, p.RestoreMonths, p.RestoreDays, p.MaxParticipants, p.Purposes, p.Clause, p.PrivacyContact}
}

type agreement struct {
	ID        string               `json:"id"`
	Kind      domain.AgreementKind `json:"kind"`
	Number    string               `json:"number,omitempty"`
	Parties   []string             `json:"parties"`
	SignedAt  *time.Time           `json:"signedAt"`
	BeginsAt  *time.Time           `json:"beginsAt"`
	EndsAt    *time.Time           `json:"endsAt"`
	Exhibits  []exhibit            `json:"exhibits"`
	Clauses   []domain.ClauseTerm  `json:"clauses"`
	Retention string               `json:"retention,omitempty"`
	AgeLine   int                  `json:"ageLine,omitempty"`
	Consent   domain.ConsentBasis  `json:"consent,omitempty"`
}

type exhibit struct {
	Name   string `json:"name"`
	SHA256 string `json:"sha256"`
	Where  string `json:"where"`
}

// orNull returns a time, or nothing for none.
func orNull(t time.Time) *time.Time {
	if t.IsZero() {
		return nil
	}
	t = t.UTC()
	return &t
}

func schoolOf(o domain.Org, now time.Time) school {
	s := school{
		ID: o.ID, Name: o.Name, Country: o.Country, Region: o.Region, Timezone: o.Timezone, Language: o.Language, Holidays: o.Holidays, At: now,
		Policy: factsOf(o.Policy), Agreements: []agreement{},
	}
	for _, a := range o.Agreements {
		v := agreement{
			a.ID, a.Kind, a.Number, a.Parties, orNull(a.SignedAt), orNull(a.BeginsAt), orNull(a.EndsAt), []exhibit{}, a.Clauses, a.Retention, a.AgeLine, a.Consent,
		}
		for _, x := range a.Exhibits {
			v.Exhibits = append(v.Exhibits, exhibit(x))
		}
		s.Agreements = append(s.Agreements, v)
	}
	return s
}

type policy struct {
	Version     int                 `json:"version"`
	PublishedAt *time.Time          `json:"publishedAt"`
	From        *time.Time          `json:"from"`
	Until       *time.Time          `json:"until"`
	WithdrawnAt *time.Time          `json:"withdrawnAt"`
	Ground      domain.PolicyGround `json:"ground,omitempty"`
	Policy      policyFacts         `json:"policy"`
}

func policyOf(v domain.PolicyVersion) any {
	return policy{v.N, orNull(v.PublishedAt), orNull(v.From), orNull(v.Until), orNull(v.WithdrawnAt), v.Ground, factsOf(v.Policy)}
}

type change struct {
	N      int               `json:"n"`
	At     time.Time         `json:"at"`
	By     string            `json:"by"`            // school, operator or system
	Who    string            `json:"who,omitempty"` // of the school's people
	What   domain.ChangeKind `json:"what"`
	About  string            `json:"about,omitempty"`
	Fields []changed         `json:"fields"`
}

type changed struct {
	Name   string `json:"name"`
	Before string `json:"before"`
	After  string `json:"after"`
}

func changeOf(c domain.Change, org string) any {
	v := change{N: c.N, At: c.At.UTC(), By: "operator", What: c.What, About: c.About, Fields: []changed{}}
	switch c.Org {
	case "":
		v.By = "system"
	case org:
		v.By, v.Who = "school", c.Who
	}
	for _, f := range c.Fields {
		v.Fields = append(v.Fields, changed(f))
	}
	return v
}

type consentText struct {
	Version int       `json:"version"`
	At      time.Time `json:"at"`
	Text    string    `json:"text"`
}

type consentCode struct {
	Ref     string            `json:"ref"`
	For     domain.ConsentFor `json:"for"`
	Label   string            `json:"label,omitempty"`
	Uses    int               `json:"uses"`
	Version int               `json:"version"`
	MadeAt  time.Time         `json:"madeAt"`
	EndsAt  time.Time         `json:"endsAt"`
	Ended   bool              `json:"ended"`
}

// requestOf returns what a request's list says of it. What the requester wrote is theirs,
// and isn't opened for who may administer the school but not decide requests.
func requestOf(r domain.Request, now time.Time) archive.Request {
	q := r.Queue
	v := archive.Request{
		ID: r.ID, Kind: r.Kind, From: r.From, State: r.State, ReceivedAt: r.ReceivedAt.UTC(), VerifiedAt: orNull(r.VerifiedAt), Identity: q.Identity,
		Extension: q.Extension, Decision: q.Decision, Ground: q.Ground, DecidedAt: orNull(q.DecidedAt), DoneAt: orNull(q.DoneAt), Receipts: append([]string{}, q.Receipts...),
		Clocks: []archive.Clock{},
	}
	for _, c := range q.Clocks {
		v.Clocks = append(v.Clocks, archive.Clock{Clause: c.Clause, Source: c.Source, StartsAt: c.StartsAt.UTC(), DueAt: c.Deadline.UTC(), State: c.State(now)})
	}
	return v
}

// incidentOf returns the facts of an incident as far as they concern one school. What was
// written about it is sealed, and not for everybody who administers.
func incidentOf(i *domain.Incident, org string) archive.Incident {
	v := archive.Incident{
		ID: i.ID, Drill: i.Drill, State: i.State, ReportedAt: i.Clocks.Reported.UTC(), DiscoveredAt: orNull(i.Clocks.Discovered), AwareAt: orNull(i.Clocks.Aware),
		ConfirmedAt: orNull(i.Clocks.Confirmed), OccurredFrom: orNull(i.OccurredFrom), OccurredUntil: orNull(i.OccurredUntil), Categories: i.Categories,
		KeysInReach: i.KeysInReach, Risk: i.Risk, Outcome: i.Outcome, ClosedAt: orNull(i.ClosedAt), Own: i.Org == org,
	}
	if a, known := i.AffectedOf(org); known {
		v.Sessions, v.People, v.Records = a.Sessions, a.People, a.Records
	}
	return v
}

type hold struct {
	ID       string          `json:"id"`
	Kind     domain.HoldKind `json:"kind"`
	Session  string          `json:"session,omitempty"` // empty: everything of the school
	Name     string          `json:"name"`
	PlacedAt time.Time       `json:"placedAt"`
	Until    time.Time       `json:"until"`
	EndsAt   time.Time       `json:"endsAt"`
}

type disclosure struct {
	ID         string                  `json:"id"`
	By         string                  `json:"by"` // school or operator
	Ground     domain.DisclosureGround `json:"ground"`
	Authority  string                  `json:"authority"`
	Reference  string                  `json:"reference"`
	Decider    string                  `json:"decider"`
	Categories []domain.Category       `json:"categories"`
	Session    string                  `json:"session,omitempty"`
	On         string                  `json:"on"`
	RecordedAt time.Time               `json:"recordedAt"`
	School     telling                 `json:"school"`
	People     telling                 `json:"people"`
}

// A transfer is what the school handed over for research, or was about to.
type transfer struct {
	ID           string               `json:"id"`
	State        domain.TransferState `json:"state"`
	Recipient    string               `json:"recipient"`
	Purpose      string               `json:"purpose"`
	Ground       string               `json:"ground"`
	From         domain.Month         `json:"from"`
	To           domain.Month         `json:"to"`
	QuestionSets []string             `json:"questionSets"` // none: all
	AuthorizedBy string               `json:"authorizedBy"`
	AuthorizedAt time.Time            `json:"authorizedAt"`
	CSV          string               `json:"csvSha256,omitempty"`
	JSON         string               `json:"jsonSha256,omitempty"`
	Words        string               `json:"words,omitempty"`
	SavedAt      *time.Time           `json:"savedAt"`
	SavedBy      string               `json:"savedBy,omitempty"`
}

func transferOf(t *domain.Transfer, now time.Time) transfer {
	return transfer{
		t.ID, t.State(now), t.Recipient, t.Purpose, t.Ground, t.From, t.To, t.Sets, t.Who, t.AuthorizedAt.UTC(), t.CSV, t.JSON, t.Words,
		orNull(t.SavedAt), t.SavedBy,
	}
}

type telling struct {
	State domain.TellingState `json:"state"`
	On    *time.Time          `json:"on"`
	Until *time.Time          `json:"until"`
}

func tellingOf(t domain.Telling) telling { return telling{t.State, orNull(t.On), orNull(t.Until)} }

func disclosureOf(d domain.Disclosure) disclosure {
	v := disclosure{
		d.ID, "school", d.Ground, d.Authority, d.Reference, d.Decider, d.Categories, d.Session, domain.Day(d.On, time.UTC), d.RecordedAt.UTC(),
		tellingOf(d.School), tellingOf(d.People),
	}
	if d.Operator {
		v.By = "operator"
	}
	return v
}
