// Package entry makes a Cloud Function of package request: it registers the
// handler with the functions framework and wires it from the environment.
package entry

import (
	"context"
	"crypto/rand"
	"net/http"
	"time"
	_ "time/tzdata" // deadlines end with local days; the cloud's image has no time zones

	"github.com/GoogleCloudPlatform/functions-framework-go/functions"

	"github.com/cleanslate-edu/cleanslate/functions/request"
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
	tracer := trace.Start("request", environ.Version().Version, environ.ProjectID(), environ.TraceRatio())
	functions.HTTP("Request", tracer.Handler("request", httpapi.Lazy("request", environ.Version(), build)).ServeHTTP)
}

func build(ctx context.Context, opened *lazy.Opened) (http.Handler, error) {
	var env environ.Reader
	project, requestKey, mailKey := env.Get(environ.Project), env.Get(environ.KMSRequestKey), env.Get(environ.KMSMailKey)
	sessionKey := env.Get(environ.KMSSessionKey)
	issuer, audience := env.Get(environ.Auth0Domain), env.Get(environ.Auth0Audience)
	operator := env.Get(environ.OperatorOrg)
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
	keys, err := kms.Dial(ctx)
	if err != nil {
		return nil, err
	}
	opened.Add(keys.Close)
	publisher, err := publish.Dial(ctx, project)
	if err != nil {
		return nil, err
	}
	opened.Add(publisher.Close)
	return request.New(request.Deps{
		Store: db, Vault: vault, Audit: audits, RequestKeys: keys.Key(requestKey), MailKeys: keys.Key(mailKey), SessionKeys: keys.Key(sessionKey),
		Lifecycle: lifecycle.New(db, vault, nil, time.Now, rand.Reader), Publisher: publisher, Tokens: tokens,
		Operator: operator, Clock: time.Now, Rand: rand.Reader,
	}), nil
}
