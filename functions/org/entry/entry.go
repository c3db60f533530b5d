// Package entry makes a Cloud Function of package org: it registers the handler
// with the functions framework and wires it from the environment.
package entry

import (
	"context"
	"crypto/rand"
	"net/http"
	"time"

	"github.com/GoogleCloudPlatform/functions-framework-go/functions"

	"github.com/cleanslate-edu/cleanslate/functions/org"
	"github.com/cleanslate-edu/cleanslate/shared/auth"
	"github.com/cleanslate-edu/cleanslate/shared/environ"
	"github.com/cleanslate-edu/cleanslate/shared/httpapi"
	"github.com/cleanslate-edu/cleanslate/shared/kms"
	"github.com/cleanslate-edu/cleanslate/shared/lazy"
	"github.com/cleanslate-edu/cleanslate/shared/lifecycle"
	"github.com/cleanslate-edu/cleanslate/shared/publish"
	"github.com/cleanslate-edu/cleanslate/shared/store"
	"github.com/cleanslate-edu/cleanslate/shared/trace"
)

func init() {
	environ.SetLogger()
	tracer := trace.Start("org", environ.Version().Version, environ.ProjectID(), environ.TraceRatio())
	functions.HTTP("Org", tracer.Handler("org", httpapi.Lazy("org", environ.Version(), build)).ServeHTTP)
}

func build(ctx context.Context, opened *lazy.Opened) (http.Handler, error) {
	var env environ.Reader
	project, receiptKey := env.Get(environ.Project), env.Get(environ.KMSReceiptKey)
	issuer, audience := env.Get(environ.Auth0Domain), env.Get(environ.Auth0Audience)
	operator, contactKey, orgKey := env.Get(environ.OperatorOrg), env.Get(environ.KMSContactKey), env.Get(environ.KMSOrgKey)
	invitationKey := env.Get(environ.KMSInvitationKey)
	if err := env.Err(); err != nil {
		return nil, err
	}
	tokens, err := auth.New(auth.Config{Issuer: auth.IssuerURL(issuer), Audience: audience})
	if err != nil {
		return nil, err
	}
	db, err := store.Open(ctx, project)
	if err != nil {
		return nil, err
	}
	opened.Add(db.Close)
	vault, err := store.OpenVault(ctx, project)
	if err != nil {
		return nil, err
	}
	opened.Add(vault.Close)
	audits, err := store.OpenAudit(ctx, project)
	if err != nil {
		return nil, err
	}
	opened.Add(audits.Close)
	out, err := publish.Dial(ctx, project)
	if err != nil {
		return nil, err
	}
	opened.Add(out.Close)
	keys, err := kms.Dial(ctx)
	if err != nil {
		return nil, err
	}
	opened.Add(keys.Close)
	return org.New(org.Deps{
		Store: db, Vault: vault, Audit: audits, ContactKeys: keys.Key(contactKey), OrgKeys: keys.Key(orgKey), Invitations: keys.Key(invitationKey), Lifecycle: lifecycle.New(db, vault, audits, time.Now, rand.Reader), Publisher: out,
		Signer: keys.Signer(receiptKey), Tokens: tokens, Operator: operator, Clock: time.Now, Rand: rand.Reader,
	}), nil
}
