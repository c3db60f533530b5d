// Package org serves a school's own affairs: its policy, the plan of what ends when,
// legal holds, formal erasures and their receipts, and orphans, which exist in one
// database only.
//
// Administrators' pages call it with an access token of the identity provider;
// teachers' pages, to erase one student of a session of their own and for receipts;
// and anybody, for what a school promises and for the keys that verify receipts.
//
// Because it destroys, it opens nothing: no key that opens what a student wrote may
// reach it. It must never act beyond the caller's org, never erase what a hold
// protects, and never log an id, a name or the reference of a case.
package org

import (
	"context"
	"crypto/ed25519"
	"errors"
	"io"
	"net/http"
	"time"

	"github.com/cleanslate-edu/cleanslate/shared/auth"
	"github.com/cleanslate-edu/cleanslate/shared/domain"
	"github.com/cleanslate-edu/cleanslate/shared/httpapi"
	"github.com/cleanslate-edu/cleanslate/shared/lifecycle"
	"github.com/cleanslate-edu/cleanslate/shared/store"
)

// Deps is what the function needs.
type Deps struct {
	Store     Store
	Vault     Vault
	Lifecycle *lifecycle.Lifecycle
	Publisher lifecycle.Publisher
	Signer    Signer // of receipts
	Tokens    auth.Tokens
	Clock     domain.Clock
	Rand      io.Reader
	Operator  string // the operator's own org, whose people may span orgs
}

// Store is what the function needs of the database.
type Store interface {
	Org(ctx context.Context, id string) (domain.Org, error)
	Member(ctx context.Context, org, id string) (domain.Member, error)
	CreateMember(ctx context.Context, m domain.Member) error
	Session(ctx context.Context, sid string) (*domain.Session, error)
	QuestionSet(ctx context.Context, org, id string) (store.QuestionSet, error)

	SetPolicy(ctx context.Context, org string, p domain.Policy, revision int, now time.Time) (domain.Policy, error)
	Stop(ctx context.Context, org string) (store.Stop, error)
	ChangeStop(ctx context.Context, org string, change func(*store.Stop) error) error
	Receipt(ctx context.Context, id string) (store.StoredReceipt, error)
	Receipts(ctx context.Context, org string, size int, token string) ([]store.StoredReceipt, string, error)
	Orphans(ctx context.Context, org string, size int, token string) ([]store.Orphan, string, error)
}

// Vault is what the function needs of the vault beside what Lifecycle does there.
type Vault interface {
	Boxes(ctx context.Context, sid, pid string) (store.Boxes, error)
}

// A Signer knows the keys that verify its signatures.
type Signer interface {
	PublicKeys(ctx context.Context) ([]ed25519.PublicKey, error)
}

// timeout bounds a request.
const timeout = 60 * time.Second

// pageSize is how many items a page of a list usually has.
const pageSize = 50

type handler struct {
	Deps
	authorizer auth.Authorizer
}

// New returns the function's handler.
func New(d Deps) http.Handler {
	h := &handler{Deps: d}
	h.authorizer = auth.Authorizer{Tokens: d.Tokens, Clock: d.Clock, Member: func(ctx context.Context, org, id string) (domain.Member, error) {
		return auth.Enter(ctx, d.Store, org, id)
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
	for _, route := range []struct {
		pattern string
		need    auth.Need
		handle  func(http.ResponseWriter, *http.Request, domain.Principal) error
	}{
		{"GET /v1/policy", auth.Need{May: teaches}, h.getPolicy},
		{"PUT /v1/policy", auth.Need{May: administers, SecondFactor: true}, h.putPolicy},
		{"GET /v1/retention/plan", auth.Need{May: administers}, h.getPlan},
		{"POST /v1/retention/confirm", auth.Need{May: operates, SecondFactor: true}, h.confirm},
		{"GET /v1/holds", auth.Need{May: administers}, h.listHolds},
		{"POST /v1/holds", auth.Need{May: administers, SecondFactor: true}, h.placeHold},
		{"DELETE /v1/holds/{id}", auth.Need{May: administers, SecondFactor: true}, h.releaseHold},
		{"GET /v1/erasures", auth.Need{May: administers}, h.listErasures},
		{"POST /v1/erasures", auth.Need{May: administers, SecondFactor: true}, h.requestErasure},
		{"DELETE /v1/sessions/{sid}/participants/{pid}", auth.Need{May: erases, SecondFactor: true}, h.eraseParticipant},
		{"GET /v1/receipts", auth.Need{May: erases}, h.listReceipts},
		{"GET /v1/receipts/{id}", auth.Need{May: erases}, h.getReceipt},
		{"GET /v1/receipts/blocks", auth.Need{May: erases}, h.listBlocks},
		{"GET /v1/orphans", auth.Need{May: operates}, h.listOrphans},
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
	serve("GET /v1/receipts/keys", h.listKeys)
	return httpapi.Wrap("org", mux, httpapi.Options{})
}

var (
	teaches     = auth.Any(domain.SessionsWrite, domain.ResultsRead, domain.OrgAdmin)
	erases      = auth.Any(domain.DataDelete, domain.OrgAdmin)
	administers = auth.Any(domain.OrgAdmin)
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
