package functiontest_test

import (
	"cmp"
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/cleanslate-edu/cleanslate/emulators/auth0"
	"github.com/cleanslate-edu/cleanslate/functions/functiontest"
	"github.com/cleanslate-edu/cleanslate/shared/cache"
	"github.com/cleanslate-edu/cleanslate/shared/domain"
	"github.com/cleanslate-edu/cleanslate/shared/httpapi/client"
	"github.com/cleanslate-edu/cleanslate/shared/httpapi/contract"
	"github.com/cleanslate-edu/cleanslate/shared/store"
)

var update = flag.Bool("update", false, "write what the functions answer to infra/security-matrix.md; read the diff before you commit it")

const matrixFile = "../../infra/security-matrix.md"

var everything = []string{
	domain.SessionsWrite, domain.ResultsRead, domain.DataDelete, domain.OrgAdmin, domain.IncidentsManage, domain.RightsManage, domain.PlatformIncidents, domain.PlatformOrgs,
}

// columns are who makes the requests. Where not said otherwise, they have every permission that there is and gave a
// second factor just now: what is refused isn't refused for lack of those.
var columns = []struct {
	name  string
	token func(p *place, lacking []string) string
}{
	{"no token", func(p *place, _ []string) string { return "" }},
	{"student", func(p *place, _ []string) string { return p.student().Token }},
	{"other student", func(p *place, _ []string) string { return p.other.Token }},
	{"owner", func(p *place, _ []string) string {
		return p.with(functiontest.Ada, domain.SessionsWrite, domain.ResultsRead, domain.DataDelete)
	}},
	{"co-teacher", func(p *place, _ []string) string {
		return p.with(functiontest.Linus, domain.SessionsWrite, domain.ResultsRead, domain.DataDelete)
	}},
	{"colleague", func(p *place, _ []string) string {
		return p.with(functiontest.Mary, domain.SessionsWrite, domain.ResultsRead, domain.DataDelete)
	}},
	{"administrator", func(p *place, _ []string) string {
		return p.with(functiontest.Grace, domain.SessionsWrite, domain.ResultsRead, domain.DataDelete, domain.OrgAdmin, domain.IncidentsManage, domain.RightsManage)
	}},
	{"other school", func(p *place, _ []string) string {
		return p.with(functiontest.Alan, domain.SessionsWrite, domain.ResultsRead, domain.DataDelete)
	}},
	{"other school's administrator", func(p *place, _ []string) string { return p.with(functiontest.Alan, everything...) }},
	{"operator", func(p *place, _ []string) string { return p.with(functiontest.Ops, everything...) }},
	{"without the permission", func(p *place, lacking []string) string { return p.with(functiontest.Ada, lacking...) }},
	{"no second factor", func(p *place, _ []string) string {
		return p.s.TokenWith(functiontest.Ada, auth0.TokenOptions{NoMFA: true, Permissions: everything})
	}},
	{removed, func(p *place, _ []string) string { return p.with(functiontest.Ada, everything...) }},
}

const (
	removed  = "removed member"
	readOnly = "403 read-only" // who has the permission is let in, and only to read
	opens    = "each of these permissions is enough"
)

// requests are how each operation of the OpenAPI document is called when whoever calls it may. Names in
// braces stand for what the place has.
var requests = map[string]struct {
	query  string
	body   string
	key    bool         // requires an Idempotency-Key
	before func(*place) // what must have happened
}{
	"POST /v1/join":                                    {body: `{"code": "{code}", "alias": "Bo"}`, key: true},
	"POST /v1/rejoin":                                  {body: `{"secret": "{secret}", "code": "{code}"}`},
	"POST /v1/requests":                                {body: `{"org": "{org}", "kind": "know", "from": "parent", "email": "a@mail.example", "text": "What is held?", "locale": "en"}`, key: true},
	"POST /v1/requests/{id}/verify":                    {body: `{"code": "{requestCode}"}`},
	"GET /v1/requests/{id}":                            {before: verified},
	"POST /v1/requests/{id}/code":                      {before: copied},
	"POST /v1/requests/{id}/copy":                      {body: `{"code": "{copyCode}", "participant": "{copied}"}`, before: copied},
	"POST /v1/requests/{id}/identify":                  {body: `{"how": "known"}`, before: verified},
	"POST /v1/requests/{id}/find":                      {body: `{"alias": "Ada"}`, before: verified},
	"POST /v1/requests/{id}/found":                     {body: `{"find": "{find}", "meant": [], "excluded": []}`, before: searched},
	"POST /v1/requests/{id}/extend":                    {body: `{"ground": "complexity"}`, before: verified},
	"POST /v1/requests/{id}/preview":                   {body: `{"decision": "granted", "text": "Yes."}`, before: verified},
	"POST /v1/requests/{id}/decide":                    {body: `{"decision": "refused", "ground": "nothing-held", "text": "No."}`, before: verified},
	"POST /v1/requests/{id}/complete":                  {body: `{"receipts": []}`, before: granted},
	"POST /v1/requests/{id}/lift":                      {before: restricted},
	"POST /v1/requests/{id}/renew":                     {before: copied},
	"POST /v1/requests/{id}/forward":                   {body: `{"to": "operator"}`, before: verified},
	"PATCH /v1/me":                                     {body: `{"alias": "Ada L."}`},
	"PUT /v1/me/refusals":                              {query: "?session={sid}", body: `{"collection": true, "disclosure": true}`},
	"GET /v1/sessions/{sid}/solutions":                 {before: closed},
	"POST /v1/answers":                                 {body: `{"answers": [{"questionId": "scale", "revision": 1, "response": 4}]}`},
	"POST /v1/question-sets":                           {body: `{"title": "T", "questions": [{"kind": "cloud", "prompt": "?"}]}`},
	"POST /v1/question-sets/{id}/restore":              {before: discarded},
	"PUT /v1/question-sets/{id}":                       {body: `{"title": "T", "questions": [{"kind": "cloud", "prompt": "?"}]}`},
	"POST /v1/sessions":                                {body: `{"questionSetId": "{set}", "mode": "self-paced", "feedback": "none"}`},
	"PATCH /v1/sessions/{sid}":                         {body: `{"locked": true}`},
	"POST /v1/sessions/{sid}/restore":                  {before: deleted},
	"GET /v1/sessions/{sid}/changes":                   {query: "?after=0&wait=1"},
	"GET /v1/sessions/{sid}/export":                    {query: "?format=json"},
	"PUT /v1/sessions/{sid}/grades":                    {body: `{"grades": [{"participantId": "{pid}", "questionId": "text", "revision": 1, "points": 1}]}`},
	"POST /v1/co-teachers":                             {body: `{"token": "{invitation}"}`},
	"PUT /v1/profile":                                  {body: `{"name": "Ada", "locale": "en", "mail": {"news": false, "service": false}}`},
	"PUT /v1/policy":                                   {body: `{"kept": "P10D", "restore": "P1M", "purposes": ["teaching"], "clause": "Section 7", "contact": "privacy@north.example", "maxParticipants": 0}`},
	"DELETE /v1/policy/announced":                      {before: announced},
	"POST /v1/ownerships":                              {body: `{"owner": "New Owner AG", "country": "CH", "on": "{inTwoMonths}", "choice": {"en": "a", "de": "b", "fr": "c", "es": "d"}}`},
	"POST /v1/newsletters":                             {body: `{"kind": "news", "subject": {"en": "a"}, "text": {"en": "b"}}`, key: true},
	"POST /v1/unsubscribe":                             {body: `{"token": "x"}`},
	"GET /v1/departures":                               {query: "?kind=org"},
	"POST /v1/retention/confirm":                       {body: `{"what": "cap", "waiting": 4}`, before: stopped},
	"PATCH /v1/org":                                    {body: `{"language": "fr"}`},
	"PUT /v1/org/consent":                              {body: `{"text": "Our child may answer."}`},
	"POST /v1/org/consent/erase":                       {body: `{"dryRun": true}`},
	"POST /v1/org/consent-codes":                       {body: `{"for": "class", "label": "7b", "uses": 30, "ends": "{inTwoMonths}"}`, before: consenting},
	"POST /v1/org/consent-codes/{id}/erase":            {body: `{"dryRun": true}`},
	"POST /v1/org/members":                             {body: `{"email": "new@north.example", "role": "teacher"}`},
	"PATCH /v1/org/members/{memberId}":                 {body: `{"state": "suspended"}`},
	"POST /v1/orgs/{org}/members":                      {body: `{"email": "new@north.example", "role": "administrator"}`},
	"POST /v1/orgs":                                    {body: `{"id": "org_{pid}", "name": "East", "country": "DE", "timezone": "Europe/Berlin", "contacts": {"office": "o@east.example", "privacy": "p@east.example", "incident": ""}, "policy": {"kept": "P6M", "restore": "P6M", "purposes": ["teaching"], "clause": "7", "maxParticipants": 0}}`},
	"POST /v1/organizations":                           {body: `{"name": "East"}`},
	"PATCH /v1/orgs/{org}":                             {body: `{"language": "fr"}`},
	"POST /v1/orgs/{org}/agreements":                   {body: `{"kind": "service", "number": "1", "parties": ["A", "B"], "signed": "2026-01-01", "ends": "2035-01-01", "consent": "school"}`},
	"PATCH /v1/orgs/{org}/agreements/{id}":             {body: `{"kind": "service", "number": "1", "parties": ["A", "B"], "ends": "2035-01-01", "consent": "school"}`},
	"POST /v1/orgs/{org}/leave":                        {query: "?dryRun=true", body: `{"on": "{yesterday}"}`},
	"POST /v1/org/exports":                             {before: unarchived},
	"DELETE /v1/org/exports/{id}":                      {before: archived},
	"GET /v1/org/exports/{id}/archive":                 {before: archived},
	"POST /v1/disclosures":                             {body: disclosed, key: true},
	"PATCH /v1/disclosures/{id}":                       {body: `{"people": {"state": "forbidden", "until": "{soon}"}}`, before: disclosedBySchool},
	"POST /v1/orgs/{org}/disclosures":                  {body: disclosed, key: true},
	"PATCH /v1/orgs/{org}/disclosures/{id}":            {body: `{"people": {"state": "forbidden", "until": "{soon}"}}`, before: disclosedByOperator},
	"DELETE /v1/orgs/{org}/disclosures/{id}/hold":      {before: disclosedByOperator},
	"POST /v1/transfers":                               {body: `{"recipient": "Institute", "purpose": "Fractions", "ground": "Agreement", "from": "{lastMonth}", "to": "{lastMonth}", "questionSets": ["{endedSet}"], "endsAt": "{soon}"}`, key: true, before: ended},
	"GET /v1/transfers/{id}/file":                      {query: "?format=json", before: counted},
	"POST /v1/holds":                                   {body: `{"name": "Case 1", "session": "{sid}", "until": "{soon}"}`},
	"POST /v1/erasures":                                {body: `{"subject": {"kind": "participant", "session": "{sid}", "participant": "{pid}"}, "ground": "school"}`},
	"POST /v1/incidents":                               {body: report},
	"PATCH /v1/incidents/{id}":                         {body: `{"title": "A bucket"}`},
	"POST /v1/incidents/{id}/confirm":                  {body: `{}`},
	"POST /v1/incidents/{id}/updates":                  {body: `{"texts": {"en": {"nature": "One more log."}}}`, before: notifying},
	"POST /v1/incidents/{id}/delay":                    {body: `{"ground": "law-enforcement", "authority": "State police", "until": "{soon}"}`},
	"POST /v1/incidents/{id}/close":                    {body: `{"outcome": "no-breach", "reason": "It was a false alarm of the monitor."}`},
	"GET /v1/incidents/{id}/notices/{notice}/preview":  {before: notifying},
	"POST /v1/incidents/{id}/notices/{notice}/resolve": {body: `{"resolution": "sent"}`, before: unknown},
}

// disclosed is what was handed over under legal process, and is held.
const disclosed = `{"ground": "warrant", "authority": "District court", "reference": "Case 1", "decider": "Head teacher", "categories": ["answers"], "session": "{sid}", "on": "{yesterday}", "people": {"state": "not-yet"}, "hold": "{soon}"}`

// disclosedBySchool and disclosedByOperator record it, past the limit for a day.
func disclosedBySchool(p *place)   { p.disclose(false) }
func disclosedByOperator(p *place) { p.disclose(true) }

func (p *place) disclose(operator bool) {
	p.t.Helper()
	now := p.s.Clock.Now().UTC()
	d := domain.Disclosure{
		ID: p.s.NewID(), Org: functiontest.North, Ground: domain.GroundWarrant, Authority: "District court", Reference: "Case 1", Decider: "Head teacher",
		Categories: []domain.Category{domain.CategoryAnswers}, Session: p.have("sid"), On: now.Add(-time.Hour), Operator: operator, Who: "x", RecordedAt: now,
		School: domain.Telling{State: domain.ToldOf, On: now.Add(-time.Hour)}, People: domain.Telling{State: domain.NotYetTold},
	}
	if err := p.s.Store.ChangeDisclosures(p.t.Context(), d.Org, func([]domain.Disclosure) (*domain.Disclosure, error) { return &d, nil }); err != nil {
		p.t.Fatal(err)
	}
	hold := domain.Hold{ID: p.s.NewID(), Org: d.Org, Kind: domain.HoldProcess, Session: d.Session, Name: "Case 1", PlacedAt: now, Until: now.Add(time.Hour), Disclosure: d.ID}
	if _, err := p.s.Vault.PlaceHold(p.t.Context(), hold); err != nil {
		p.t.Fatal(err)
	}
	p.has["disclosure"] = d.ID
}

// ended has a lesson of a question set of its own that ended two months ago.
func ended(p *place) {
	p.t.Helper()
	l := p.s.Open(functiontest.Start{Questions: fmt.Sprintf(`{"title": %q, "questions": [{"kind": "cloud", "prompt": "?"}]}`, p.s.NewID())})
	l.Join("Ada")
	at, _ := p.lastMonth().In(time.UTC)
	d, err := p.s.Store.UpdateSession(p.t.Context(), l.ID, func(d *domain.Session) error {
		d.State, d.EndedAt = domain.Closed, at
		return nil
	})
	if err != nil {
		p.t.Fatal(err)
	}
	p.has["endedSet"] = d.Set.Set
}

// lastMonth is one that has been over for long.
func (p *place) lastMonth() domain.Month {
	return domain.MonthOf(p.s.Clock.Now(), time.UTC).Plus(-2)
}

// counted has a transfer of it, all of which is counted.
func counted(p *place) {
	p.s.Do("POST", "/v1/transfers/"+p.have("transfer")+"/tables", functiontest.Request{Token: p.with(functiontest.Grace, everything...)}).Want(200)
}

// operators says of an operation that it is about what the operator filed, and that concerns the school.
const operators = "the operator's"

const report = `{"title": "A bucket was public", "drill": false, "occurredFrom": "{before}", "categories": ["aliases", "answers"],
	"scope": {"orgs": ["{org}"], "sessions": []}, "keysInReach": "yes", "risk": "high",
	"texts": {"en": {"nature": "A bucket.", "consequences": "None.", "measures": "Closed.", "recommendations": "None.", "investigation": "Ongoing.", "reasons": "Late logs."}},
	"contact": {"name": "Office", "email": "privacy@north.example", "phone": "+49 30 1"}, "reporter": {"name": "Grace", "email": "grace@north.example"}}`

func closed(p *place) {
	p.lesson().As(functiontest.Ada, "PATCH", "", `{"state": "closed"}`).Want(200)
	p.s.Clock.Advance(4 * time.Second) // answers may be under way for so long
}

// unarchived ends the archives that other rows asked for.
func unarchived(p *place) {
	for _, org := range []string{functiontest.North, functiontest.South, functiontest.Operator} {
		all, err := p.s.Store.Exports(p.t.Context(), org)
		if err != nil {
			p.t.Fatal(err)
		}
		for _, e := range all {
			if err := p.s.Store.DeleteExport(p.t.Context(), e.ID); err != nil {
				p.t.Fatal(err)
			}
		}
	}
}

// archived has an archive of the school made.
func archived(p *place) {
	unarchived(p)
	var made struct{ ID string }
	p.s.Do("POST", "/v1/org/exports", functiontest.Request{Token: p.with(functiontest.Grace, everything...)}).Want(202).JSON(&made)
	p.s.Archive(p.t.Context())
	p.has["export"] = made.ID
}

func discarded(p *place) {
	p.s.Do("DELETE", "/v1/question-sets/"+p.have("set"), functiontest.Request{Token: p.with(functiontest.Ada, everything...)}).Want(200)
}

// announced has every school announce a shorter policy.
func announced(p *place) {
	for _, org := range []string{functiontest.North, functiontest.South, functiontest.Operator} {
		_, err := p.s.Store.ChangePolicy(p.t.Context(), org, func(o *domain.Org, _ *domain.PolicyVersion) ([]domain.PolicyVersion, error) {
			if o.Announced != nil { // by another row's turn
				return nil, nil
			}
			shorter, now := o.Policy, p.s.Clock.Now()
			shorter.KeptDays--
			return o.Publish(shorter, now.AddDate(0, 0, 15), now, "", "x")
		})
		if err != nil {
			p.t.Fatal(err)
		}
	}
}

// consenting files an agreement with every school that will want each parent's consent, and stores a text to consent to.
func consenting(p *place) {
	for _, org := range []string{functiontest.North, functiontest.South, functiontest.Operator} {
		_, err := p.s.Store.ChangeOrg(p.t.Context(), org, func(o *domain.Org) ([]byte, *domain.Change, error) {
			if o.WantsConsent(p.s.Clock.Now()) { // by another row's turn
				return nil, nil, nil
			}
			o.Agreements = append(o.Agreements, domain.Agreement{
				ID: "consent", Kind: domain.AgreementAmendment, SignedAt: p.s.Clock.Now(), BeginsAt: p.s.Clock.Now().AddDate(5, 0, 0), Consent: domain.ConsentParents,
			})
			return nil, &domain.Change{At: p.s.Clock.Now(), What: domain.ChangeAgreement}, nil
		})
		if err != nil {
			p.t.Fatal(err)
		}
		if _, err := p.s.Store.SetConsent(p.t.Context(), org, func(*domain.Org) (*domain.ConsentText, *domain.Change, error) {
			return &domain.ConsentText{Text: "Our child may answer.", At: p.s.Clock.Now()}, &domain.Change{At: p.s.Clock.Now(), What: domain.ChangeConsentText}, nil
		}); err != nil {
			p.t.Fatal(err)
		}
	}
}

func deleted(p *place) { p.lesson().As(functiontest.Ada, "DELETE", "", nil).Want(200) }

// verified has the request's code entered, so that it is in the school's queue.
func verified(p *place) {
	id := p.have("request")
	p.s.Do("POST", "/v1/requests/"+id+"/verify", functiontest.Request{Token: p.have("requestSecret"), Body: `{"code": "` + p.have("requestCode") + `"}`}).Want(200)
}

// searched has somebody searched for, whom nobody finds.
func searched(p *place) {
	verified(p)
	p.s.Do("POST", "/v1/requests/"+p.have("request")+"/find", functiontest.Request{Token: p.with(functiontest.Grace, everything...), Body: `{"alias": "Nobody at all"}`}).Want(202)
	p.s.Search(p.t.Context())
	p.has["find"] = p.find(p.with(functiontest.Grace, everything...))
}

// find returns the request's last search.
func (p *place) find(token string) string {
	var v struct{ Find *struct{ ID string } }
	if p.s.Do("GET", "/v1/requests/"+p.have("request"), functiontest.Request{Token: token}).Want(200).JSON(&v); v.Find == nil {
		return ""
	}
	return v.Find.ID
}

// copied has a copy granted of a student, with a code.
func copied(p *place) {
	verified(p)
	p.has["copied"] = p.decided()
	p.s.Do("POST", "/v1/requests/"+p.have("request")+"/code", functiontest.Request{Token: p.have("requestSecret")}).Want(204)
	p.has["copyCode"] = p.s.CodeOf(p.t.Context(), p.have("request"))
	p.s.Clock.Advance(domain.RequestMailEvery)
}

// restricted has a student restricted.
func restricted(p *place) {
	p.asks("restrict")
	verified(p)
	p.decided()
}

// decided has the request granted about a student, and recorded as done. It returns the
// student's id.
func (p *place) decided() string {
	alias := p.s.NewID() // others may have been searched for before
	token, student := p.with(functiontest.Grace, everything...), p.s.Open(functiontest.Start{}).Join(alias)
	for _, step := range [][2]string{
		{"identify", `{"how": "known"}`}, {"find", `{"alias": "` + alias + `"}`}, {"found", `{"find": "{find}", "meant": ["` + student.ID + `"], "excluded": []}`},
		{"decide", `{"decision": "granted", "text": "Yes.", "find": "{find}", "meant": ["` + student.ID + `"]}`}, {"complete", `{"receipts": []}`},
	} {
		p.s.Search(p.t.Context())
		if r := p.s.Do("POST", "/v1/requests/"+p.have("request")+"/"+step[0], functiontest.Request{Token: token, Body: strings.ReplaceAll(step[1], "{find}", p.find(token))}); r.Status >= 300 {
			p.t.Fatalf("%s: %d", step[0], r.Status)
		}
	}
	return student.ID
}

// granted has it decided, so that it can be carried out.
func granted(p *place) {
	verified(p)
	for _, step := range [][2]string{{"identify", `{"how": "known"}`}, {"decide", `{"decision": "granted", "text": "Yes."}`}} {
		p.s.Do("POST", "/v1/requests/"+p.have("request")+"/"+step[0], functiontest.Request{Token: p.with(functiontest.Grace, everything...), Body: step[1]}).Want(200)
	}
}

// profiled stores a profile of everybody who may have one.
func profiled(p *place) {
	for _, email := range []string{functiontest.Ada, functiontest.Linus, functiontest.Mary, functiontest.Grace, functiontest.Alan, functiontest.Ops} {
		body := `{"name": "Ada", "locale": "en", "mail": {"news": false, "service": false}}`
		p.s.Do("PUT", "/v1/profile", functiontest.Request{Token: p.s.Token(email), Body: body}).Want(200)
	}
	p.s.Clock.Advance(cache.Age)
}

// back undoes that people have left, and gives them a colleague who administers the school, whom others could leave it to.
func back(p *place) {
	for org, emails := range map[string][]string{
		functiontest.North:    {functiontest.Ada, functiontest.Linus, functiontest.Mary, functiontest.Grace},
		functiontest.South:    {functiontest.Alan},
		functiontest.Operator: {functiontest.Ops},
	} {
		for _, email := range emails {
			_, err := p.s.Store.ChangeMember(p.t.Context(), org, functiontest.MemberID(email), func(m *domain.Member) error {
				m.State, m.Leaving = domain.MemberActive, false
				if email == functiontest.Grace {
					m.Role = domain.RoleAdministrator
				}
				return nil
			})
			if err != nil && !errors.Is(err, domain.ErrNotFound) {
				p.t.Fatal(err)
			}
		}
	}
	p.s.Clock.Advance(cache.Age)
}

func stopped(p *place) {
	for _, org := range []string{functiontest.North, functiontest.South, functiontest.Operator} {
		err := p.s.Store.ChangeStop(p.t.Context(), org, func(s *store.Stop) error {
			*s = store.Stop{Waiting: 4, Since: p.s.Clock.Now()}
			return nil
		})
		if err != nil {
			p.t.Fatal(err)
		}
	}
}

func notifying(p *place) {
	p.s.Do("PATCH", "/v1/org", functiontest.Request{Token: p.with(functiontest.Grace, everything...), Body: `{"contacts": {"office": "office@north.example"}}`}).Want(200)
	p.s.Do("PATCH", "/v1/incidents/"+p.have("incident"), functiontest.Request{Token: p.with(p.files, everything...), Body: `{"state": "notifying"}`}).Want(200)
	p.s.Look(p.t.Context())
}

// unknown leaves a notice of which nobody knows whether it was sent.
func unknown(p *place) {
	notice := p.have("notice")
	_, err := p.s.Store.ChangeNotices(p.t.Context(), p.have("incident"), functiontest.North, func(_ *domain.Incident, all []domain.Notice) ([]domain.Notice, []domain.Entry, error) {
		for _, n := range all {
			if n.ID == notice {
				n.State = domain.NoticeUnknown
				return []domain.Notice{n}, nil, nil
			}
		}
		return nil, nil, errors.New("there is no such notice")
	})
	if err != nil {
		p.t.Fatal(err)
	}
}

// A place is a school with one of everything that a request can be about, made when it is first needed.
type place struct {
	t     *testing.T
	s     *functiontest.School
	l     *functiontest.Lesson
	other *functiontest.Student // of another lesson
	st    *functiontest.Student
	files string // who reports incidents
	has   map[string]string
}

// with returns the token of a person who has these permissions.
func (p *place) with(email string, permissions ...string) string {
	if permissions == nil {
		permissions = []string{} // none, and not one's own
	}
	return p.s.TokenWith(email, auth0.TokenOptions{Permissions: permissions})
}

func (p *place) lesson() *functiontest.Lesson {
	if p.l == nil {
		p.l = p.s.Open(functiontest.Start{Feedback: domain.FeedbackAfterClose})
		if _, err := p.s.Store.UpdateSession(p.t.Context(), p.l.ID, func(d *domain.Session) error {
			d.CoTeachers = []string{functiontest.MemberID(functiontest.Linus)}
			return nil
		}); err != nil {
			p.t.Fatal(err)
		}
		p.has["sid"], p.has["code"] = p.l.ID, p.l.Code
	}
	return p.l
}

func (p *place) student() *functiontest.Student {
	if p.st == nil {
		p.st = p.lesson().Join("Ada")
		p.has["pid"] = p.st.ID
	}
	return p.st
}

// asks makes a request to the school.
func (p *place) asks(kind string) {
	var made struct{ ID, Secret string }
	key := functiontest.NewKey()
	p.s.Do("POST", "/v1/requests", functiontest.Request{Key: key, Body: `{"org": "org_north", "kind": "` + kind + `", "from": "parent", "email": "` + p.s.NewID() + `@mail.example", "text": "?", "locale": "en"}`}).Want(202).JSON(&made)
	p.has["request"], p.has["requestSecret"], p.has["requestCode"] = made.ID, made.Secret, p.s.CodeOf(p.t.Context(), made.ID)
}

// have returns one of the things that requests are about.
func (p *place) have(name string) string {
	p.t.Helper()
	if v, ok := p.has[name]; ok {
		return v
	}
	post := func(path, as, body string) string {
		var made struct{ ID, Token string }
		p.s.Do("POST", path, functiontest.Request{Token: p.with(as, everything...), Body: p.fill(body)}).Want(201).JSON(&made)
		return made.ID + made.Token
	}
	var v string
	switch name {
	case "org":
		v = functiontest.North
	case "memberId":
		// Whoever never came isn't a member, and who was erased at another's turn isn't let in once that is noticed.
		if r := p.s.Do("GET", "/v1/sessions", functiontest.Request{Token: p.with(functiontest.Linus, everything...)}); r.Status != 403 {
			r.Want(200)
		}
		v = functiontest.MemberID(functiontest.Linus)
	case "soon":
		return p.s.Clock.Now().Add(time.Hour).UTC().Format(time.RFC3339)
	case "inTwoMonths":
		return p.s.Clock.Now().UTC().AddDate(0, 2, 0).Format(time.DateOnly)
	case "export":
		archived(p)
		return p.has[name]
	case "ownership":
		v = p.s.NewID()
		if err := p.s.Store.ChangeOwnerships(p.t.Context(), func([]domain.Ownership) (*domain.Ownership, error) {
			return &domain.Ownership{ID: v, Owner: "New Owner AG", PublishedAt: p.s.Clock.Now(), On: p.s.Clock.Now().AddDate(0, 2, 0)}, nil
		}); err != nil {
			p.t.Fatal(err)
		}
	case "newsletter":
		v = p.s.NewID()
		if err := p.s.Store.ChangeNewsletters(p.t.Context(), func([]domain.Newsletter) (*domain.Newsletter, error) {
			return &domain.Newsletter{ID: v, Kind: domain.MailNews, Subject: map[string]string{"en": "a"}, Text: map[string]string{"en": "b"}, WrittenAt: p.s.Clock.Now()}, nil
		}); err != nil {
			p.t.Fatal(err)
		}
	case "yesterday":
		return p.s.Clock.Now().AddDate(0, 0, -1).UTC().Format(time.DateOnly)
	case "before":
		return p.s.Clock.Now().Add(-time.Hour).UTC().Format(time.RFC3339)
	case "sid", "code":
		p.lesson()
		return p.has[name]
	case "pid":
		return p.student().ID
	case "secret":
		return p.student().Key
	case "copied": // unless a copy is granted before
		v = p.s.NewID()
	case "copyCode":
		v = "01234567"
	case "parentSecret":
		var made struct{ Secret string }
		p.lesson().As(functiontest.Ada, "POST", "/participants/"+p.student().ID+"/parent-code", nil).Want(201).JSON(&made)
		v = made.Secret
	case "request", "requestSecret", "requestCode":
		p.asks("know")
		return p.has[name]
	case "find": // unless somebody is searched for before
		v = p.s.NewID()
	case "set":
		v = post("/v1/question-sets", functiontest.Ada, `{"shared": "school", `+strings.TrimSpace(functiontest.Questions)[1:])
	case "invitation":
		var made struct{ Token string }
		p.s.Do("POST", p.lesson().Path("/co-teachers/invitations"), functiontest.Request{Token: p.with(functiontest.Ada, everything...)}).Want(201).JSON(&made)
		v = made.Token
	case "invitee":
		var made struct{ ID string }
		p.s.Do("POST", "/v1/org/members", functiontest.Request{Token: p.with(functiontest.Grace, everything...), Body: `{"email": "x@north.example", "role": "teacher"}`}).Want(202).JSON(&made)
		v = made.ID
	case "consentCode":
		consenting(p)
		var made struct{ Items []struct{ ID string } }
		p.s.Do("POST", "/v1/org/consent-codes", functiontest.Request{Token: p.with(functiontest.Grace, everything...), Body: p.fill(`{"for": "child", "count": 1, "ends": "{inTwoMonths}"}`)}).Want(201).JSON(&made)
		v = made.Items[0].ID
	case "organization":
		var made struct{ ID string }
		p.s.Do("POST", "/v1/organizations", functiontest.Request{Token: p.with(functiontest.Ops, everything...), Body: `{"name": "East"}`}).Want(202).JSON(&made)
		v = made.ID
	case "hold":
		v = post("/v1/holds", functiontest.Grace, `{"name": "Case 1", "session": "{sid}", "until": "{soon}"}`)
	case "lastMonth":
		return string(p.lastMonth())
	case "endedSet":
		ended(p)
		return p.has[name]
	case "transfer":
		now := p.s.Clock.Now().UTC()
		d := domain.Transfer{
			ID: p.s.NewID(), Org: functiontest.North, Recipient: "Institute", Purpose: "Fractions", Ground: "Agreement", From: p.lastMonth(), To: p.lastMonth(),
			Parts: []domain.SetVersion{{Set: p.have("endedSet"), Version: 1}}, Who: functiontest.MemberID(functiontest.Grace),
			AuthorizedAt: now.Add(-domain.TransfersTime), EndsAt: now.Add(time.Hour), // past the limit for a day
		}
		if err := p.s.Store.AuthorizeTransfer(p.t.Context(), d.Org, func([]domain.Transfer) (*domain.Transfer, error) { return &d, nil }); err != nil {
			p.t.Fatal(err)
		}
		v = d.ID
	case "disclosure":
		p.disclose(false)
		return p.has[name]
	case "receipt":
		gone := p.s.Open(functiontest.Start{}).Join("Gone") // from a lesson that nothing holds
		p.s.Do("DELETE", "/v1/me", functiontest.Request{Token: gone.Token}).Want(202)
		p.s.Retain(p.t.Context())
		list, _, err := p.s.Store.Receipts(p.t.Context(), functiontest.North, 1, "")
		if err != nil || len(list) != 1 {
			p.t.Fatalf("receipts: %v, %v", list, err)
		}
		v = list[0].ID
	case "incident":
		v = post("/v1/incidents", p.files, report)
		p.s.Look(p.t.Context())
	case "notice":
		var list struct {
			Items []struct {
				ID, Channel string
				Clause      struct{ ID string }
			}
		}
		p.s.Do("GET", "/v1/incidents/"+p.have("incident")+"/notices", functiontest.Request{Token: p.with(functiontest.Grace, everything...)}).Want(200).JSON(&list)
		for _, n := range list.Items {
			if n.Channel == "mail" && n.Clause.ID == "gdpr-33-2" {
				v = n.ID
			}
		}
	}
	if v == "" {
		p.t.Fatalf("the place has no %s", name)
	}
	p.has[name] = v
	return v
}

var braces = regexp.MustCompile(`\{(\w+)\}`)

func (p *place) fill(text string) string {
	return braces.ReplaceAllStringFunc(text, func(name string) string { return p.have(strings.Trim(name, "{}")) })
}

// named returns what an operation's {id} identifies.
func named(path string) string {
	return strings.NewReplacer("invitations/{id}", "invitations/{invitee}", "consent-codes/{id}", "consent-codes/{consentCode}", "exports/{id}", "exports/{export}", "organizations/{id}", "organizations/{organization}", "agreements/{id}", "agreements/agreement-1", "question-sets/{id}", "question-sets/{set}", "holds/{id}", "holds/{hold}", "ownerships/{id}", "ownerships/{ownership}", "newsletters/{id}", "newsletters/{newsletter}", "disclosures/{id}", "disclosures/{disclosure}", "transfers/{id}", "transfers/{transfer}",
		"receipts/{id}", "receipts/{receipt}", "incidents/{id}", "incidents/{incident}", "requests/{id}", "requests/{request}",
		"version/{function}", "version/teacher").Replace(path)
}

// An operation is one of the OpenAPI document's.
type operation struct {
	method, path string
	scheme       string // "teacher", "participant" or nothing
	body         bool
	of           string // whose thing it is about, where that isn't the school's
}

// name is what the document calls it.
func (o operation) name() string { return o.method + " " + o.path }

func (o operation) String() string {
	if o.of == "" {
		return o.name()
	}
	return o.name() + " (" + o.of + ")"
}

// operations returns all of the document's.
func operations(t *testing.T) (list []operation) {
	t.Helper()
	doc, err := contract.Document()
	if err != nil {
		t.Fatal(err)
	}
	for path, item := range doc.Paths.Map() {
		for method, op := range item.Operations() {
			o := operation{method: method, path: path, body: op.RequestBody != nil}
			for _, s := range *op.Security { // the first, where there are several
				for scheme := range s {
					o.scheme = cmp.Or(o.scheme, scheme)
				}
			}
			list = append(list, o)
		}
	}
	slices.SortFunc(list, func(a, b operation) int { return strings.Compare(a.path+" "+a.method, b.path+" "+b.method) })
	return list
}

// newPlace makes a place in which the operation can be carried out.
func newPlace(t *testing.T, s *functiontest.School, other *functiontest.Student, op operation) *place {
	t.Helper()
	p := &place{t: t, s: s, other: other, files: functiontest.Grace, has: make(map[string]string)}
	switch op.path {
	case "/v1/profile":
		profiled(p) // whoever deleted theirs can do nothing else
	case "/v1/profile/leave":
		back(p) // whoever left can do nothing else
	}
	if op.of == operators {
		p.files = functiontest.Ops
	}
	p.student()
	if before := requests[op.name()].before; before != nil {
		before(p)
	}
	p.fill(named(op.path) + requests[op.name()].body)
	return p
}

// ask makes the request of an operation and returns its outcome in the table's terms.
func (p *place) ask(op operation, token string) (cell string, status int, body []byte) {
	p.t.Helper()
	q := requests[op.name()]
	r := functiontest.Request{Token: token}
	if q.key {
		r.Key = functiontest.NewKey()
	}
	if op.body {
		r.Body = p.fill(q.body)
	}
	path := p.fill(named(op.path) + q.query)
	var slug string
	if strings.HasSuffix(op.path, "/stream") {
		status, slug, body = p.peek(path, token)
	} else {
		reply := p.s.Do(op.method, path, r)
		status, slug, body = reply.Status, reply.Problem(), reply.Body
	}
	cell = strconv.Itoa(status)
	if usual[status] != slug && slug != "invalid-token" {
		cell += " " + slug
	}
	return cell, status, body
}

// usual are the problems that a status alone stands for.
var usual = map[int]string{401: "not-authenticated", 403: "forbidden", 404: "not-found"}

// peek reads the head of a stream, or what is said instead.
func (p *place) peek(path, token string) (status int, slug string, body []byte) {
	p.t.Helper()
	ctx, cancel := context.WithTimeout(p.t.Context(), time.Minute)
	defer cancel()
	c := client.Client{Origin: p.s.URL}
	resp, err := c.Open(ctx, client.Request{Path: path, Token: token})
	if err != nil {
		p.t.Fatal(err)
	}
	defer resp.Body.Close()
	if resp.StatusCode == 200 {
		return 200, "", nil
	}
	if body, err = io.ReadAll(resp.Body); err != nil {
		p.t.Fatal(err)
	}
	said := client.Response{Status: resp.StatusCode, Header: resp.Header, Body: body}
	return said.Status, said.Problem().Type, body
}

// documents returns every document of both databases.
func documents(t *testing.T, s *functiontest.School) map[string]string {
	t.Helper()
	return s.Documents(t.Context())
}

// TestMatrix makes every request of the OpenAPI document as everybody, over HTTP, and compares the outcomes with the
// table in infra/security-matrix.md, both ways. A refused request must leave both databases as they were, and nobody is
// shown anything of a school that isn't theirs.
func TestMatrix(t *testing.T) {
	if testing.Short() && !*update {
		t.Skip("takes more than half a minute")
	}
	t.Parallel()
	want, ops := readMatrix(t), operations(t)
	for _, op := range slices.Clone(ops) {
		if strings.HasPrefix(op.path, "/v1/incidents/{id}") {
			op.of = operators
			ops = append(ops, op)
		}
	}
	var mu sync.Mutex
	got := make(map[string]map[string]string)
	t.Run("rows", func(t *testing.T) {
		for _, op := range ops {
			t.Run(op.String(), func(t *testing.T) {
				t.Parallel()
				row := testRow(t, op, want[op.String()])
				mu.Lock()
				defer mu.Unlock()
				got[op.String()] = row
			})
		}
	})
	if *update && !t.Failed() {
		if err := os.WriteFile(matrixFile, []byte(matrix(ops, got)), 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	for name := range want {
		if !slices.ContainsFunc(ops, func(op operation) bool { return op.String() == name }) {
			t.Errorf("%s has a row for %s, which the OpenAPI document doesn't have", matrixFile, name)
		}
	}
	for name := range requests {
		if !slices.ContainsFunc(ops, func(op operation) bool { return op.name() == name }) {
			t.Errorf("there is a request for %s, which the OpenAPI document doesn't have", name)
		}
	}
}

func testRow(t *testing.T, op operation, want map[string]string) map[string]string {
	if op.body && requests[op.name()].body == "" {
		t.Fatal("say in requests what is sent")
	}
	if want == nil && !*update {
		t.Fatalf("%s has no row for it: who may do it? Run go test ./functions/functiontest -run Matrix -update, and read what that wrote", matrixFile)
	}
	s := functiontest.New(t, functiontest.Options{})
	other := s.Open(functiontest.Start{}).Join("Bea")
	// Everybody is known already: whoever comes for the first time becomes a member.
	for _, email := range []string{functiontest.Ada, functiontest.Linus, functiontest.Mary, functiontest.Grace, functiontest.Alan, functiontest.Ops} {
		s.Do("GET", "/v1/policy", functiontest.Request{Token: s.TokenWith(email, auth0.TokenOptions{Permissions: everything})}).Want(200)
	}
	p := newPlace(t, s, other, op)
	row := make(map[string]string)

	// Everyone who is refused asks at the same place, and must leave it as it is.
	refused := func(expected string) bool { return strings.HasPrefix(expected, "4") }
	ask := func(column, expected, token string, at *place) int {
		cell, status, body := at.ask(op, token)
		row[column] = cell
		if expected != "" && cell != expected && !*update {
			t.Errorf("%s: %s, want %s\n%.500s", column, cell, expected, body)
		}
		if leaks := at.leaks(op, column, body); status < 300 && leaks != "" {
			t.Errorf("%s: is shown the %s of another school\n%.500s", column, leaks, body)
		}
		return status
	}

	// Each permission alone, held by the owner. Some requests then get further than the table can tell: this finds only
	// which ones are refused for lack of a permission.
	var enough, lacking []string
	if op.scheme == "teacher" {
		for _, permission := range everything {
			at := p
			if op.method != "GET" && (*update || slices.Contains(strings.Split(want[opens], ", "), permission)) {
				at = newPlace(t, s, other, op)
			}
			if cell, status, body := at.ask(op, at.with(functiontest.Ada, permission)); status != 403 || cell == readOnly {
				enough = append(enough, permission)
				if status >= 300 && cell != readOnly {
					t.Errorf("with %s alone: %s\n%.500s", permission, cell, body)
				}
			} else {
				lacking = append(lacking, permission)
			}
		}
	}
	row[opens] = strings.Join(enough, ", ")
	if !*update && row[opens] != want[opens] {
		t.Errorf("%s: %q, want %q", opens, row[opens], want[opens])
	}

	if op.path == "/v1/profile/leave" {
		back(p) // whoever left can't be refused by what follows
	}
	before, published := documents(t, s), s.Published.Len()
	var later []int
	for i, c := range columns {
		switch {
		case c.name == removed:
		case op.method != "GET" && !refused(want[c.name]):
			later = append(later, i)
		default:
			if ask(c.name, want[c.name], c.token(p, lacking), p) < 300 && op.method != "GET" {
				t.Errorf("%s: carried out", c.name)
			}
		}
	}
	// Reading may be logged, which is a change.
	if after := documents(t, s); op.method != "GET" && !maps.Equal(before, after) {
		t.Errorf("a refused request changed\n%s", difference(before, after))
	}
	if n := s.Published.Len() - published; op.method != "GET" && n != 0 {
		t.Errorf("refused requests published %d messages", n)
	}
	for _, i := range later {
		at := newPlace(t, s, other, op)
		ask(columns[i].name, want[columns[i].name], columns[i].token(at, lacking), at)
	}

	if err := s.Store.SetMemberState(t.Context(), functiontest.North, functiontest.MemberID(functiontest.Ada), domain.MemberRevoked); err != nil {
		t.Fatal(err)
	}
	token := columns[len(columns)-1].token(p, nil)
	s.Clock.Advance(cache.Age)
	ask(removed, want[removed], token, p)
	checkRow(t, op, row)
	return row
}

// leaks returns what a response shows of the place to somebody from another school, who must see nothing of it.
func (p *place) leaks(op operation, column string, body []byte) string {
	foreign := strings.HasPrefix(column, "other ") || column == "operator" && !spans(op.path)
	if op.scheme == "" || !foreign {
		return ""
	}
	for _, name := range []string{"sid", "pid", "code", "set", "hold", "disclosure", "receipt", "incident", "notice", "memberId"} {
		if v := p.has[name]; v != "" && strings.Contains(string(body), v) {
			return name
		}
	}
	return ""
}

// spans reports whether the operator's people have a path to every school.
func spans(path string) bool {
	return strings.HasPrefix(path, "/v1/incidents") || strings.HasPrefix(path, "/v1/orgs") || strings.HasPrefix(path, "/v1/organizations") || strings.HasPrefix(path, "/v1/ownerships") || strings.HasPrefix(path, "/v1/newsletters")
}

// checkRow knows what holds for every row, whatever the table says.
func checkRow(t *testing.T, op operation, row map[string]string) {
	t.Helper()
	hidden := strings.Contains(op.path, "{")
	for column, cell := range row {
		if column == opens {
			continue
		}
		ok := cell[0] == '2'
		signedIn := column != "no token" && column != "student" && column != "other student"
		var fault string
		switch {
		case op.scheme == "" && !ok:
			fault = "what is public is refused"
		case op.scheme == "":
		case op.scheme == "participant" && (signedIn || column == "no token") && cell != "401":
			fault = "isn't a student"
		case (op.scheme == "requester" || op.scheme == "parent") && ok && (column != "administrator" || op.method != "GET"): // who decides requests reads them
			fault = "doesn't have the request's secret"
		case op.scheme == "teacher" && !signedIn && cell != "401":
			fault = "isn't signed in"
		case op.scheme == "teacher" && column == removed && cell != "403":
			fault = "isn't a member any more"
		case op.scheme == "teacher" && column == "without the permission" && cell != "403" && row[opens] != strings.Join(everything, ", "):
			fault = "lacks every permission that is enough"
		case op.scheme == "teacher" && strings.HasPrefix(column, "other ") && hidden && ok:
			fault = "is of another school"
		case op.scheme == "teacher" && column == "operator" && hidden && ok && !spans(op.path):
			fault = "operates the service, and has no business in a school"
		case column == "colleague" && ok && strings.HasPrefix(op.path, "/v1/sessions/"):
			fault = "doesn't teach this session"
		}
		if fault != "" {
			t.Errorf("%s: %s, but %s", column, cell, fault)
		}
	}
}

func difference(before, after map[string]string) string {
	var b strings.Builder
	for name, doc := range after {
		if before[name] != doc {
			fmt.Fprintf(&b, "%s: %.1000s\n", name, doc)
		}
	}
	for name := range before {
		if after[name] == "" {
			fmt.Fprintf(&b, "%s: gone\n", name)
		}
	}
	return b.String()
}

const matrixHead = `# Who may do what

Every operation of the API, asked for over HTTP by everybody, and the status that they get. The test
` + "`go test ./functions/functiontest -run Matrix`" + ` makes every request of this table and fails on any other status, on an operation
without a row, and on a row without an operation. It also fails if a refused request changes a document or publishes a
message, and if anybody is shown an id of another school. With ` + "`-update`" + ` it writes the table; read what that changed.

An operation on (the operator's) is about an incident that the operator filed and that concerns the school.

A status without a word is the usual one: 401 not signed in, 403 ` + "`forbidden`" + `, 404 ` + "`not-found`" + `.

| column | who |
|---|---|
| no token | anybody |
| student, other student | a participant of the session that is asked for; one of another session |
| owner | the teacher who opened the session, with the permissions of a teacher |
| co-teacher, colleague | a teacher who teaches the session too; one of the same school who doesn't |
| administrator | an administrator of the school, who also manages its incidents |
| other school, other school's administrator | a teacher of another school; somebody there with every permission there is |
| operator | somebody of the operator's own org, with every permission there is |
| without the permission | the owner, with every permission but those in the last column |
| no second factor | the owner, with every permission, who gave no second factor |
| removed member | the owner, with every permission and a token that is still good, after the school removed them |

`

// matrix writes the table.
func matrix(ops []operation, rows map[string]map[string]string) string {
	var b strings.Builder
	b.WriteString(matrixHead + "| operation |")
	names := make([]string, 0, len(columns)+1)
	for _, c := range columns {
		names = append(names, c.name)
	}
	names = append(names, opens)
	for _, name := range names {
		b.WriteString(" " + name + " |")
	}
	b.WriteString("\n|---|" + strings.Repeat("---|", len(names)) + "\n")
	for _, op := range ops {
		fmt.Fprintf(&b, "| `%s` |", op)
		for _, name := range names {
			b.WriteString(" " + rows[op.String()][name] + " |")
		}
		b.WriteString("\n")
	}
	return b.String()
}

// readMatrix reads it back.
func readMatrix(t *testing.T) map[string]map[string]string {
	t.Helper()
	text, err := os.ReadFile(matrixFile)
	if err != nil && !(*update && errors.Is(err, os.ErrNotExist)) {
		t.Fatal(err)
	}
	rows := make(map[string]map[string]string)
	var head []string
	for line := range strings.Lines(string(text)) {
		cells := strings.Split(strings.Trim(strings.TrimSpace(line), "|"), "|")
		for i := range cells {
			cells[i] = strings.TrimSpace(cells[i])
		}
		switch {
		case cells[0] == "operation":
			head = cells
		case head != nil && strings.HasPrefix(cells[0], "`"):
			if len(cells) != len(head) {
				t.Fatalf("the row of %s has %d cells, the head %d", cells[0], len(cells), len(head))
			}
			row := make(map[string]string)
			for i, cell := range cells[1:] {
				row[head[i+1]] = cell
			}
			rows[strings.Trim(cells[0], "`")] = row
		}
	}
	for _, c := range columns {
		if head != nil && !slices.Contains(head, c.name) {
			t.Fatalf("%s has no column %s", matrixFile, c.name)
		}
	}
	return rows
}

// A pattern of a router that the document doesn't have would have no row.
func TestEveryPatternIsInTheDocument(t *testing.T) {
	t.Parallel()
	documented := make(map[string]bool)
	for _, op := range operations(t) {
		documented[braces.ReplaceAllString(op.String(), "{}")] = true
	}
	pattern := regexp.MustCompile(`"((?:GET|HEAD|POST|PUT|PATCH|DELETE) /[^"]*)"`)
	found := map[string]bool{"GET /v1/version/{}": true} // httpapi.Version serves one path of it for each function
	for _, root := range []string{"..", "../../shared/httpapi"} {
		err := filepath.WalkDir(root, func(path string, e fs.DirEntry, err error) error {
			if err != nil || e.IsDir() || filepath.Ext(path) != ".go" || strings.HasSuffix(path, "_test.go") || strings.Contains(path, "functiontest") || strings.Contains(path, "contract") {
				return err
			}
			text, err := os.ReadFile(path)
			if err != nil {
				return err
			}
			for _, m := range pattern.FindAllStringSubmatch(string(text), -1) {
				if !strings.HasPrefix(m[1], "GET /problems/") {
					found[braces.ReplaceAllString(m[1], "{}")] = true
				}
			}
			return nil
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	for p := range found {
		if !documented[p] {
			t.Errorf("a router has %s, the OpenAPI document doesn't", p)
		}
	}
	for p := range documented {
		if !found[p] {
			t.Errorf("the OpenAPI document has %s, no router does", p)
		}
	}
}
