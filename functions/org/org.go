// Package org serves a school's own affairs: what it is and its agreements, who its
// people are, what parents consent to and the codes that stand for it, its policy and the
// versions of it, what its records of processing are made of, the plan of what ends when and
// what would if somebody left, what was handed over under legal process, legal holds, formal
// erasures and their receipts, who opened what, orphans, which exist in one database only, and
// the archives of everything that other functions make and hand out.
//
// Administrators' pages call it with an access token of the identity provider;
// teachers' pages, for their own profile, for what the audit says of them and to leave, to
// erase one student of a session of their own and for receipts;
// the operator's, to add schools, to change them, to end their contracts, to announce
// a change of ownership and to write newsletters; anybody, for what a school promises,
// promised and will promise, and for the keys that verify receipts; and mail programs, to
// leave a newsletter.
//
// It opens whom to write to at a school, and what its people said about themselves.
// Because it destroys, it opens nothing else: no key that opens what a student wrote may
// reach it. It must never show anybody's address but to themselves, never act beyond the
// caller's org, but for the operator's people on schools, never erase what a hold
// protects, and never log an id, a name or the reference of a case.
package org

import (
	"context"
	"crypto/ed25519"
	"errors"
	"io"
	"iter"
	"net/http"
	"time"

	"github.com/cleanslate-edu/cleanslate/shared/audit"
	"github.com/cleanslate-edu/cleanslate/shared/auth"
	"github.com/cleanslate-edu/cleanslate/shared/cache"
	"github.com/cleanslate-edu/cleanslate/shared/contact"
	"github.com/cleanslate-edu/cleanslate/shared/domain"
	"github.com/cleanslate-edu/cleanslate/shared/httpapi"
	"github.com/cleanslate-edu/cleanslate/shared/invitee"
	"github.com/cleanslate-edu/cleanslate/shared/lifecycle"
	"github.com/cleanslate-edu/cleanslate/shared/profile"
	"github.com/cleanslate-edu/cleanslate/shared/store"
)

// Deps is what the function needs.
type Deps struct {
	Store       Store
	Vault       Vault
	Audit       Audit
	ContactKeys contact.Wrapper // the Cloud KMS key of contacts
	OrgKeys     profile.Wrapper // the Cloud KMS key of members
	Invitations invitee.Wrapper // the Cloud KMS key of invitations: wraps alone
	Lifecycle   *lifecycle.Lifecycle
	Publisher   lifecycle.Publisher
	Signer      Signer // of receipts
	Tokens      auth.Tokens
	Clock       domain.Clock
	Rand        io.Reader
	Operator    string // the operator's own org, whose people may span orgs
}

// Store is what the function needs of the database.
type Store interface {
	Org(ctx context.Context, id string) (domain.Org, error)
	OrgContact(ctx context.Context, id string) ([]byte, error)
	OrgPage(ctx context.Context, size int, token string) ([]domain.Org, string, error)
	CreateOrg(ctx context.Context, o domain.Org, contact []byte, changes ...domain.Change) error
	ChangeOrg(ctx context.Context, id string, change func(o *domain.Org) (contact []byte, c *domain.Change, err error)) (domain.Org, error)
	EndContract(ctx context.Context, org string, at time.Time, by domain.Change, check func(domain.Org) error) error
	Changes(ctx context.Context, org string, size int, token string) ([]domain.Change, string, error)
	Member(ctx context.Context, org, id string) (domain.Member, error)
	Members(ctx context.Context, org string) iter.Seq2[domain.Member, error]
	CreateMember(ctx context.Context, m domain.Member) error
	NoteActivity(ctx context.Context, m domain.Member, week string, role domain.Role) error
	SetProfile(ctx context.Context, org, id string, sealed []byte, choice *domain.MailChoice) (domain.MailChoice, error)
	Deactivate(ctx context.Context, org, id string) error
	MemberPage(ctx context.Context, org string, size int, token string) ([]domain.Member, string, error)
	MarkLeaving(ctx context.Context, org, id string, role domain.Role, entry domain.Change) error
	Succeeded(ctx context.Context, org, id string, role domain.Role) (bool, error)
	ChangePerson(ctx context.Context, org, id string, change func(*domain.Member) ([]domain.Change, error)) (domain.Member, error)
	Invitee(ctx context.Context, org, id string) (domain.Invitee, error)
	Invitees(ctx context.Context, org string) ([]domain.Invitee, error)
	CreateInvitee(ctx context.Context, i domain.Invitee, check func(all []domain.Invitee) error, entries ...domain.Change) error
	Withdraw(ctx context.Context, org, id string, entry domain.Change) (domain.Invitee, error)
	Organization(ctx context.Context, id string) (domain.Organization, error)
	CreateOrganization(ctx context.Context, o domain.Organization, check func(n int) error) error
	Session(ctx context.Context, sid string) (*domain.Session, error)
	Seat(ctx context.Context, sid, pid string) (domain.Seat, error)
	Seats(ctx context.Context, sid string, after time.Time) (map[string]domain.Seat, error)
	QuestionSet(ctx context.Context, org, id string) (store.QuestionSet, error)

	ChangePolicy(ctx context.Context, org string, change func(o *domain.Org, back *domain.PolicyVersion) ([]domain.PolicyVersion, error)) (domain.Org, error)
	PolicyVersions(ctx context.Context, org string, size int, token string) ([]domain.PolicyVersion, string, error)
	Disclosures(ctx context.Context, org string) ([]domain.Disclosure, error)
	ChangeDisclosures(ctx context.Context, org string, change func(all []domain.Disclosure) (*domain.Disclosure, error)) error
	Usage(ctx context.Context, first, last domain.Month, size int, token string) ([]domain.Usage, string, error)
	Newsletters(ctx context.Context) ([]domain.Newsletter, error)
	ChangeNewsletters(ctx context.Context, change func(all []domain.Newsletter) (*domain.Newsletter, error)) error
	CountWanting(ctx context.Context, kind domain.MailKind) (int, error)
	LeaveMail(ctx context.Context, org, id string, kind domain.MailKind) error
	Ownerships(ctx context.Context) ([]domain.Ownership, error)
	ChangeOwnerships(ctx context.Context, change func(all []domain.Ownership) (*domain.Ownership, error)) error
	Stop(ctx context.Context, org string) (store.Stop, error)
	ChangeStop(ctx context.Context, org string, change func(*store.Stop) error) error
	Receipt(ctx context.Context, id string) (store.StoredReceipt, error)
	Receipts(ctx context.Context, org string, size int, token string) ([]store.StoredReceipt, string, error)
	Letters(ctx context.Context, org string) iter.Seq2[domain.Letter, error]
	Orphans(ctx context.Context, org string, size int, token string) ([]store.Orphan, string, error)

	ConsentText(ctx context.Context, org string, n int) (domain.ConsentText, error)
	ConsentTexts(ctx context.Context, org string, size int, token string) ([]domain.ConsentText, string, error)
	SetConsent(ctx context.Context, org string, change func(o *domain.Org) (text *domain.ConsentText, entry *domain.Change, err error)) (domain.Org, error)
	ConsentCode(ctx context.Context, id string) (domain.ConsentCode, error)
	ConsentCodes(ctx context.Context, ids []string) ([]domain.ConsentCode, error)
	ConsentCodePage(ctx context.Context, org string, size int, token string) ([]domain.ConsentCode, string, error)
	CountConsentCodes(ctx context.Context, org string, now time.Time) (int, error)
	CreateConsentCodes(ctx context.Context, org string, all []domain.ConsentCode, entry domain.Change) error
	EndConsentCode(ctx context.Context, org, id string, now time.Time, erase bool, entry domain.Change) (domain.ConsentCode, error)
	CountConsents(ctx context.Context, code string) (int, error)
	Enter(ctx context.Context, org string, entry domain.Change) error

	CreateExport(ctx context.Context, e domain.Export, check func(all []domain.Export) error) (domain.Export, error)
	Export(ctx context.Context, id string) (domain.Export, error)
	Exports(ctx context.Context, org string) ([]domain.Export, error)
	ChangeExport(ctx context.Context, id string, change func(*domain.Export) (changed bool, err error)) (domain.Export, error)
}

// Vault is what the function needs of the vault beside what Lifecycle does there.
type Vault interface {
	contact.Vault
	profile.KeyMaker
	DeleteMemberKey(ctx context.Context, org, id string, now time.Time) error
	DeleteExportKey(ctx context.Context, id string) error
	Boxes(ctx context.Context, sid, pid string) (store.Boxes, error)
	ErasurePage(ctx context.Context, org string, size int, token string) ([]*domain.Erasure, string, error)
	audit.Vault
}

// Audit is what the function reads of the audit.
type Audit interface {
	audit.Entries
	Entries(ctx context.Context, q store.AuditQuery, size int, token string) ([]store.StoredEntry, string, error)
}

// A Signer knows the keys that verify its signatures.
type Signer interface {
	PublicKeys(ctx context.Context) ([]ed25519.PublicKey, error)
}

// timeout bounds a request.
const timeout = 60 * time.Second

// ownershipsAge is how old what public pages say about the owner may be.
const ownershipsAge = time.Minute

// pageSize is how many items a page of a list usually has.
const pageSize = 50

type handler struct {
	Deps
	authorizer auth.Authorizer
	openings   *audit.Log
	actors     *cache.Cache[map[string]string]
	names      *profile.Names
	ownerships *cache.Cache[[]domain.Ownership]
}

// New returns the function's handler.
func New(d Deps) http.Handler {
	h := &handler{Deps: d, openings: audit.New(d.Audit, audit.Making(d.Vault, d.Rand), d.Clock, d.Rand)}
	h.names = profile.NewNames(d.Store, d.Vault, d.OrgKeys, d.Clock)
	h.ownerships = cache.New(d.Clock, ownershipsAge, 1, func(ctx context.Context, _ string) ([]domain.Ownership, error) {
		return d.Store.Ownerships(ctx)
	})
	h.actors = cache.New(d.Clock, actorsAge, actorsKept, h.loadActors)
	h.authorizer = auth.Authorizer{Tokens: d.Tokens, Clock: d.Clock, Member: func(ctx context.Context, p domain.Principal) (domain.Member, error) {
		return auth.Enter(ctx, d.Store, p.Org, p.Member(), p.Role(), d.Clock())
	}}
	mux := http.NewServeMux()
	serve := func(pattern string, handle func(http.ResponseWriter, *http.Request) error) {
		mux.HandleFunc(pattern, func(w http.ResponseWriter, r *http.Request) {
			ctx, cancel := context.WithTimeout(r.Context(), timeout)
			defer cancel()
			r = r.WithContext(ctx)
			if err := handle(w, r); err != nil {
				httpapi.WriteError(w, r, err)
			}
		})
	}
	enrolls := func(p domain.Principal) bool { return p.Enrolls(h.Operator) }
	for _, route := range []struct {
		pattern string
		need    auth.Need
		handle  func(http.ResponseWriter, *http.Request, domain.Principal) error
	}{
		{"GET /v1/profile", auth.Need{May: anyone, Deactivated: true}, h.getProfile},
		{"PUT /v1/profile", auth.Need{May: anyone, Deactivated: true}, h.putProfile},
		{"DELETE /v1/profile", auth.Need{May: anyone, Deactivated: true}, h.deleteProfile},
		{"GET /v1/profile/departure", auth.Need{May: anyone, Deactivated: true}, h.simulateOwn},
		{"POST /v1/profile/leave", auth.Need{May: anyone, SecondFactor: true, Deactivated: true}, h.leaveOwn},
		{"GET /v1/profile/audit", auth.Need{May: anyone, SecondFactor: true, Deactivated: true}, h.listOwnAudit},
		{"GET /v1/policy", auth.Need{May: teaches}, h.getPolicy},
		{"PUT /v1/policy", auth.Need{May: administers, SecondFactor: true}, h.putPolicy},
		{"DELETE /v1/policy/announced", auth.Need{May: administers, SecondFactor: true}, h.withdrawPolicy},
		{"GET /v1/policy/history", auth.Need{May: teaches}, h.getHistory},
		{"GET /v1/newsletters", auth.Need{May: enrolls}, h.listNewsletters},
		{"POST /v1/newsletters", auth.Need{May: enrolls, SecondFactor: true}, h.writeNewsletter},
		{"GET /v1/newsletters/recipients", auth.Need{May: enrolls}, h.countRecipients},
		{"DELETE /v1/newsletters/{id}", auth.Need{May: enrolls, SecondFactor: true}, h.cancelNewsletter},
		{"GET /v1/ownerships", auth.Need{May: enrolls}, h.listOwnerships},
		{"POST /v1/ownerships", auth.Need{May: enrolls, SecondFactor: true}, h.announceOwnership},
		{"DELETE /v1/ownerships/{id}", auth.Need{May: enrolls, SecondFactor: true}, h.withdrawOwnership},
		{"GET /v1/retention/plan", auth.Need{May: administers}, h.getPlan},
		{"GET /v1/departures", auth.Need{May: administers}, h.simulate},
		{"POST /v1/retention/confirm", auth.Need{May: operates, SecondFactor: true}, h.confirm},
		{"GET /v1/holds", auth.Need{May: administers}, h.listHolds},
		{"POST /v1/holds", auth.Need{May: administers, SecondFactor: true}, h.placeHold},
		{"DELETE /v1/holds/{id}", auth.Need{May: administers, SecondFactor: true}, h.releaseHold},
		{"GET /v1/disclosures", auth.Need{May: administers}, h.listDisclosures},
		{"POST /v1/disclosures", auth.Need{May: administers, SecondFactor: true}, h.recordDisclosure},
		{"PATCH /v1/disclosures/{id}", auth.Need{May: administers, SecondFactor: true}, h.patchDisclosure},
		{"GET /v1/erasures", auth.Need{May: administers}, h.listErasures},
		{"POST /v1/erasures", auth.Need{May: administers, SecondFactor: true}, h.requestErasure},
		{"DELETE /v1/sessions/{sid}/participants/{pid}", auth.Need{May: erases, SecondFactor: true}, h.eraseParticipant},
		{"GET /v1/receipts", auth.Need{May: erases}, h.listReceipts},
		{"GET /v1/receipts/{id}", auth.Need{May: erases}, h.getReceipt},
		{"GET /v1/receipts/blocks", auth.Need{May: erases}, h.listBlocks},
		{"GET /v1/audit", auth.Need{May: administers}, h.listAudit},
		{"GET /v1/audit/blocks", auth.Need{May: administers}, h.listAuditBlocks},
		{"GET /v1/orphans", auth.Need{May: operates}, h.listOrphans},
		{"GET /v1/org", auth.Need{May: administers}, h.getOrg},
		{"PATCH /v1/org", auth.Need{May: administers, SecondFactor: true}, h.patchOrg},
		{"GET /v1/records", auth.Need{May: administers}, h.getRecords},
		{"GET /v1/org/agreements", auth.Need{May: administers}, h.listAgreements},
		{"GET /v1/org/members", auth.Need{May: administers}, h.listMembers},
		{"POST /v1/org/members", auth.Need{May: administers, SecondFactor: true}, h.invite},
		{"PATCH /v1/org/members/{memberId}", auth.Need{May: administers, SecondFactor: true}, h.patchMember},
		{"DELETE /v1/org/members/{memberId}", auth.Need{May: administers, SecondFactor: true}, h.eraseMember},
		{"GET /v1/org/invitations", auth.Need{May: administers}, h.listInvitees},
		{"DELETE /v1/org/invitations/{id}", auth.Need{May: administers, SecondFactor: true}, h.withdraw},
		{"GET /v1/org/consent", auth.Need{May: administers}, h.getConsent},
		{"PUT /v1/org/consent", auth.Need{May: administers, SecondFactor: true}, h.putConsent},
		{"GET /v1/org/consent/texts", auth.Need{May: administers}, h.listConsentTexts},
		{"POST /v1/org/consent/erase", auth.Need{May: administers, SecondFactor: true}, h.eraseWithoutConsent},
		{"GET /v1/org/consent-codes", auth.Need{May: administers}, h.listConsentCodes},
		{"POST /v1/org/consent-codes", auth.Need{May: administers, SecondFactor: true}, h.issueConsentCodes},
		{"GET /v1/org/consent-codes/{id}", auth.Need{May: administers}, h.getConsentCode},
		{"DELETE /v1/org/consent-codes/{id}", auth.Need{May: administers, SecondFactor: true}, h.endConsentCode},
		{"POST /v1/org/consent-codes/{id}/erase", auth.Need{May: administers, SecondFactor: true}, h.eraseUnderConsentCode},
		{"GET /v1/org/changes", auth.Need{May: administers}, h.listChanges},
		{"GET /v1/org/exports", auth.Need{May: administers}, h.listExports},
		{"POST /v1/org/exports", auth.Need{May: administers, SecondFactor: true}, h.beginExport},
		{"DELETE /v1/org/exports/{id}", auth.Need{May: administers, SecondFactor: true}, h.endExport},
		{"POST /v1/organizations", auth.Need{May: enrolls, SecondFactor: true}, h.organize},
		{"GET /v1/organizations/{id}", auth.Need{May: enrolls}, h.getOrganization},
		{"GET /v1/usage", auth.Need{May: enrolls}, h.listUsage},
		{"GET /v1/orgs", auth.Need{May: enrolls}, h.listSchools},
		{"POST /v1/orgs", auth.Need{May: enrolls, SecondFactor: true}, h.addSchool},
		{"GET /v1/orgs/{org}", auth.Need{May: enrolls}, h.getSchool},
		{"PATCH /v1/orgs/{org}", auth.Need{May: enrolls, SecondFactor: true}, h.patchSchool},
		{"GET /v1/orgs/{org}/agreements", auth.Need{May: enrolls}, h.listSchoolAgreements},
		{"POST /v1/orgs/{org}/agreements", auth.Need{May: enrolls, SecondFactor: true}, h.addAgreement},
		{"GET /v1/orgs/{org}/agreements/{id}", auth.Need{May: enrolls}, h.getSchoolAgreement},
		{"GET /v1/orgs/{org}/receipts", auth.Need{May: enrolls}, h.listSchoolReceipts},
		{"GET /v1/orgs/{org}/receipts/{id}", auth.Need{May: enrolls}, h.getSchoolReceipt},
		{"PATCH /v1/orgs/{org}/agreements/{id}", auth.Need{May: enrolls, SecondFactor: true}, h.patchAgreement},
		{"GET /v1/orgs/{org}/changes", auth.Need{May: enrolls}, h.listSchoolChanges},
		{"POST /v1/orgs/{org}/members", auth.Need{May: enrolls, SecondFactor: true}, h.inviteFirst},
		{"GET /v1/orgs/{org}/disclosures", auth.Need{May: enrolls}, h.listSchoolDisclosures},
		{"POST /v1/orgs/{org}/disclosures", auth.Need{May: enrolls, SecondFactor: true}, h.recordSchoolDisclosure},
		{"PATCH /v1/orgs/{org}/disclosures/{id}", auth.Need{May: enrolls, SecondFactor: true}, h.patchSchoolDisclosure},
		{"DELETE /v1/orgs/{org}/disclosures/{id}/hold", auth.Need{May: enrolls, SecondFactor: true}, h.releaseDisclosure},
		{"POST /v1/orgs/{org}/leave", auth.Need{May: enrolls, SecondFactor: true}, h.leave},
	} {
		serve(route.pattern, func(w http.ResponseWriter, r *http.Request) error {
			token, _ := httpapi.Bearer(r)
			who, err := h.authorizer.Authorize(r.Context(), token, route.need)
			if err != nil {
				return err
			}
			return route.handle(w, r, who)
		})
	}
	serve("GET /v1/orgs/{org}/privacy", h.getPrivacy)
	serve("GET /v1/orgs/{org}/privacy/history", h.getPublicHistory)
	serve("GET /v1/receipts/keys", h.listKeys)
	serve("GET /v1/unsubscribe", h.showUnsubscribe)
	serve("POST /v1/unsubscribe", h.unsubscribe)
	return httpapi.Wrap("org", mux, httpapi.Options{})
}

var (
	teaches     = auth.Any(domain.SessionsWrite, domain.ResultsRead, domain.OrgAdmin)
	erases      = auth.Any(domain.DataDelete, domain.OrgAdmin)
	administers = auth.Any(domain.OrgAdmin)
	anyone      = func(domain.Principal) bool { return true }
	operates    = auth.Any(domain.OrgAdmin, domain.PlatformIncidents)
)

var errNotFound = domain.Problem(domain.ErrNotFound, "not-found",
	"There is nothing here, or nothing you have access to. It may belong to someone else or have been deleted.")

var errNotOwner = domain.Problem(domain.ErrForbidden, "not-owner",
	"Only the teacher who created the session or an administrator of your school can erase a student. Ask one of them.")

func notThere(err error) error {
	if errors.Is(err, domain.ErrNotFound) {
		return errNotFound
	}
	return err
}
