package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"slices"
	"time"

	"github.com/cleanslate-edu/cleanslate/emulators/auth0"
	"github.com/cleanslate-edu/cleanslate/shared/domain"
	"github.com/cleanslate-edu/cleanslate/shared/kms"
	"github.com/cleanslate-edu/cleanslate/shared/profile"
	"github.com/cleanslate-edu/cleanslate/shared/seal"
	"github.com/cleanslate-edu/cleanslate/shared/store"
)

const (
	client      = "cleanslate-web"
	audience    = "https://api.cleanslate.local"
	mfaClaim    = "https://cleanslate/mfa_at"
	addrClaim   = "https://cleanslate/address_sha256"
	closedClaim = "https://cleanslate/mfa_closed"
	operatorOrg = "org_operator"
	westOrg     = "org_west" // where each parent has to consent
	password    = "demo"     // of every demo user and of the operator's application; the stand-in is for loopback only
)

var (
	teach = []string{domain.SessionsWrite, domain.ResultsRead, domain.DataDelete}
	lead  = append(append([]string{}, teach...), domain.OrgAdmin, domain.IncidentsManage, domain.RightsManage)

	// demoRoles are those of terraform/foundation/auth0.tf.
	demoRoles = []auth0.Role{
		{ID: roleTeacher, Name: "teacher", Permissions: teach},
		{ID: roleAdministrator, Name: "administrator", Permissions: lead},
		{ID: roleOperator, Name: "operator", Permissions: []string{domain.PlatformIncidents, domain.PlatformOrgs, domain.OrgAdmin, domain.RightsManage}},
	}
)

// Ids of demo roles and of a way to sign in, and the application that manages accounts.
const (
	roleTeacher       = "rol_teacher"
	roleAdministrator = "rol_administrator"
	roleOperator      = "rol_operator"
	connection        = "con_password" // a way to sign in
	manager           = "cleanslate-identity"
)

// newcomer has an account and has never signed in.
const newcomer = "auth0|mary"

// demoUsers are the people of the demo orgs.
var demoUsers = []auth0.User{
	{Sub: "auth0|ada", Email: "ada@north.example", Name: "Ada North", Password: password, Locale: "en", Org: "org_north", OrgName: "North School", Roles: []string{roleTeacher}},
	{Sub: "auth0|linus", Email: "linus@north.example", Name: "Linus North", Password: password, Locale: "de", Org: "org_north", OrgName: "North School", Roles: []string{roleTeacher}},
	{Sub: "auth0|emmy", Email: "emmy@north.example", Name: "Emmy North", Password: password, Locale: "fr", Org: "org_north", OrgName: "North School", Roles: []string{roleTeacher}, NoFactor: true},
	{Sub: newcomer, Email: "mary@north.example", Name: "Mary North", Password: password, Locale: "en", Org: "org_north", OrgName: "North School", Roles: []string{roleTeacher}},
	{Sub: "auth0|grace", Email: "grace@north.example", Name: "Grace North", Password: password, Locale: "en", Org: "org_north", OrgName: "North School", Roles: []string{roleAdministrator}},
	{Sub: "auth0|alan", Email: "alan@south.example", Name: "Alan South", Password: password, Locale: "es", Org: "org_south", OrgName: "South Academy", Roles: []string{roleAdministrator}},
	{Sub: "auth0|rosa", Email: "rosa@west.example", Name: "Rosa West", Password: password, Locale: "en", Org: westOrg, OrgName: "West School", Roles: []string{roleAdministrator}},
	{Sub: "auth0|ops", Email: "ops@cleanslate.example", Name: "Cleanslate Operations", Password: password, Locale: "en", Org: operatorOrg, OrgName: "cleanslate", Roles: []string{roleOperator}},
}

type demoOrg struct {
	domain.Org
	contact string
}

func demoOrgs(now time.Time) []demoOrg {
	org := func(id, name, country, timezone, domainName string, keptDays int) demoOrg {
		return demoOrg{domain.Org{
			ID: id, Name: name, Country: country, Timezone: timezone, State: domain.OrgActive,
			Policy: domain.Policy{KeptDays: keptDays, RestoreMonths: 6, PrivacyContact: "privacy@" + domainName, Purposes: []string{"teaching", "assessment"}, Clause: "Data processing agreement, section 7", Since: now.AddDate(-1, 0, 0)},
			Agreements: []domain.Agreement{{
				ID: "agreement-1", Kind: domain.AgreementService, Number: "DPA-17", Parties: []string{name, "cleanslate"},
				SignedAt: now.AddDate(-1, 0, 0), EndsAt: now.AddDate(3, 0, 0), Retention: "Section 7", AgeLine: 16, Consent: domain.ConsentSchool,
			}},
		}, "office@" + domainName}
	}
	south := org("org_south", "South Academy", "US", "America/New_York", "south.example", 365)
	south.Region = "US-NY"
	south.Agreements[0].Clauses = []domain.ClauseTerm{
		{ID: domain.ClauseNDPA, Within: &domain.Within{Count: 48, Unit: domain.Hours}, Source: "agreement-1, § 7, with NDPA v1 art. V § 4"},
		{ID: domain.ClauseNY2D}, {ID: domain.ClauseSOPPASchool}, {ID: domain.ClauseSOPPAParents},
	}
	west := org(westOrg, "West School", "IE", "Europe/Dublin", "west.example", 180)
	west.Agreements[0].Consent = domain.ConsentParents
	operator := org(operatorOrg, "cleanslate", "DE", "Europe/Berlin", "cleanslate.example", 30)
	operator.Agreements[0].EndsAt = time.Time{}
	return []demoOrg{
		org("org_north", "North School", "DE", "Europe/Berlin", "north.example", 180),
		south,
		west,
		operator,
	}
}

// A seeder stores the demo orgs with their people and a question set each. It
// leaves alone what exists already.
type seeder struct {
	store   *store.Store
	vault   *store.Vault
	org     *kms.Key
	contact *kms.Key
	rand    io.Reader
	now     time.Time
}

func (s *seeder) seed(ctx context.Context) error {
	for _, o := range demoOrgs(s.now) {
		if err := s.seedOrg(ctx, o); err != nil {
			return fmt.Errorf("seeding %s: %w", o.ID, err)
		}
	}
	for _, u := range demoUsers {
		if u.Sub == newcomer {
			continue
		}
		if err := s.seedMember(ctx, u); err != nil {
			return fmt.Errorf("seeding the members of %s: %w", u.Org, err)
		}
	}
	if err := s.seedConsent(ctx); err != nil {
		return fmt.Errorf("seeding what parents consent to: %w", err)
	}
	return nil
}

// demoConsentCode is what a parent of West School's class 7b was given, who consents.
const demoConsentCode = "WXYWXYWXYWXYWXYW"

// seedConsent stores what the parents of West School consent to, and a code for a class.
func (s *seeder) seedConsent(ctx context.Context) error {
	now := s.now.UTC().Truncate(time.Microsecond)
	text := domain.ConsentText{Text: "My child may answer questions in lessons with cleanslate, under a name that they choose.", At: now}
	stored := false
	if _, err := s.store.SetConsent(ctx, westOrg, func(o *domain.Org) (*domain.ConsentText, *domain.Change, error) {
		if stored = o.ConsentVersion > 0; stored {
			return nil, nil, nil
		}
		return &text, &domain.Change{At: now, What: domain.ChangeConsentText, Fields: domain.ChangedConsent(*o, "", text.Text, false)}, nil
	}); err != nil || stored {
		return err
	}
	code := domain.ConsentCode{
		ID: domain.ConsentCodeID(westOrg, demoConsentCode), Org: westOrg, For: domain.ConsentForClass, Label: "7b", Uses: 30, Version: 1,
		MadeAt: now, EndsAt: now.AddDate(1, 0, 0),
	}
	entry := domain.Change{At: now, What: domain.ChangeConsentIssued, Fields: code.Facts(1, time.UTC)}
	return s.store.CreateConsentCodes(ctx, westOrg, []domain.ConsentCode{code}, entry)
}

// unlessThere ignores a conflict.
func unlessThere(err error) error {
	if errors.Is(err, domain.ErrConflict) {
		return nil
	}
	return err
}

func (s *seeder) seedOrg(ctx context.Context, o demoOrg) error {
	key, err := seal.NewKey(s.rand)
	if err != nil {
		return err
	}
	path := seal.ContactKeyPath(o.ID)
	wrapped, err := s.contact.Wrap(ctx, path, key.Bytes())
	if err != nil {
		return err
	}
	if err := s.vault.CreateContactKey(ctx, o.ID, store.WrappedKey{Wrapped: wrapped}); err != nil {
		return unlessThere(err)
	}
	contact, err := json.Marshal(map[string]string{"email": o.contact})
	if err != nil {
		return err
	}
	if err := s.store.CreateOrg(ctx, o.Org, key.Seal(seal.OrgPath(o.ID), seal.Contact, contact)); err != nil {
		return unlessThere(err)
	}
	set := demoQuestions()
	if err := set.Normalize(); err != nil {
		return err
	}
	content, err := json.Marshal(set)
	if err != nil {
		return err
	}
	owner := demoUsers[slices.IndexFunc(demoUsers, func(u auth0.User) bool { return u.Org == o.ID })]
	return unlessThere(s.store.CreateQuestionSet(ctx, o.ID, store.QuestionSet{
		ID:      domain.CreatedID("questionSet", o.ID, "", "seed"),
		Holding: domain.Holding{Owner: domain.MemberID(o.ID, owner.Sub), Shared: domain.SharedWithSchool},
		Title:   set.Title, QuestionCount: len(set.Questions), UpdatedAt: s.now.UTC(), Content: content,
	}))
}

func (s *seeder) seedMember(ctx context.Context, u auth0.User) error {
	id := domain.MemberID(u.Org, u.Sub)
	if _, err := s.store.Member(ctx, u.Org, id); !errors.Is(err, domain.ErrNotFound) {
		return err
	}
	said := domain.Profile{Name: u.Name, Email: u.Email, Locale: u.Locale}
	sealed, err := profile.Seal(ctx, s.vault, s.org, s.rand, u.Org, id, said)
	if err != nil {
		return err
	}
	return unlessThere(s.store.CreateMember(ctx, domain.Member{ID: id, Org: u.Org, State: domain.MemberActive, Role: demoRole(u), Profile: sealed}))
}

// demoRole returns the role in which a demo user is a member.
func demoRole(u auth0.User) domain.Role {
	for _, r := range demoRoles {
		if slices.Contains(u.Roles, r.ID) {
			return domain.Role(r.Name)
		}
	}
	return domain.RoleTeacher
}

// demoQuestions returns a question set with every kind in it.
func demoQuestions() *domain.QuestionSet {
	options := func(texts ...string) (list []domain.Option) {
		for _, t := range texts {
			list = append(list, domain.Option{Text: t})
		}
		return list
	}
	items := func(texts ...string) (list []domain.Item) {
		for _, t := range texts {
			list = append(list, domain.Item{Text: t})
		}
		return list
	}
	raw := func(s string) json.RawMessage { return json.RawMessage(s) }
	return &domain.QuestionSet{Title: "Oceans and rivers", Questions: []domain.Question{
		{Kind: domain.KindChoice, Prompt: "Which is the largest ocean?", Options: options("Atlantic", "Indian", "Pacific", "Arctic"), Correct: raw(`"c"`), Explanation: "The Pacific covers about a third of the Earth."},
		{Kind: domain.KindChoices, Prompt: "Which of these rivers flow into the North Sea?", Options: options("Rhine", "Elbe", "Danube", "Rhône"), Correct: raw(`["a","b"]`)},
		{Kind: domain.KindTrueFalse, Prompt: "Ice floats on water.", Correct: raw(`true`)},
		{Kind: domain.KindText, Prompt: "What is water that falls from clouds called?", Correct: raw(`["rain","rainfall","precipitation"]`)},
		{Kind: domain.KindNumber, Prompt: "At how many degrees Celsius does fresh water freeze?", Correct: raw(`0`), Tolerance: 0.5},
		{Kind: domain.KindOrder, Prompt: "Put these in order, from the smallest to the largest.", Options: options("Puddle", "Pond", "Lake", "Ocean")},
		{Kind: domain.KindMatch, Prompt: "Which river belongs to which city?", Options: options("Seine", "Thames", "Tiber"), Targets: items("Paris", "London", "Rome")},
		{Kind: domain.KindScale, Prompt: "How sure do you feel about this topic?", Scale: &domain.Scale{Min: 1, Max: 5, MinLabel: "Not at all", MaxLabel: "Very"}},
		{Kind: domain.KindCloud, Prompt: "Which words come to mind when you think of the sea?", MaxWords: 3},
	}}
}
