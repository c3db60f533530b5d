// Package entry makes a Cloud Function of package live: it registers the handler
// with the functions framework and wires it from the environment.
package entry

import (
	"context"
	"crypto/rand"
	"net/http"
	"time"

	"github.com/GoogleCloudPlatform/functions-framework-go/functions"

	"github.com/cleanslate-edu/cleanslate/functions/live"
	"github.com/cleanslate-edu/cleanslate/shared/auth"
	"github.com/cleanslate-edu/cleanslate/shared/bucket"
	"github.com/cleanslate-edu/cleanslate/shared/environ"
	"github.com/cleanslate-edu/cleanslate/shared/httpapi"
	"github.com/cleanslate-edu/cleanslate/shared/kms"
	"github.com/cleanslate-edu/cleanslate/shared/lazy"
	"github.com/cleanslate-edu/cleanslate/shared/store"
	"github.com/cleanslate-edu/cleanslate/shared/trace"
)

func init() {
	environ.SetLogger()
	tracer := trace.Start("live", environ.Version().Version, environ.ProjectID(), environ.TraceRatio())
	functions.HTTP("Live", tracer.Handler("live", httpapi.Lazy("live", environ.Version(), build)).ServeHTTP)
}

func build(ctx context.Context, opened *lazy.Opened) (http.Handler, error) {
	var env environ.Reader
	project := env.Get(environ.Project)
	sessionKey, orgKey := env.Get(environ.KMSSessionKey), env.Get(environ.KMSOrgKey)
	issuer, audience := env.Get(environ.Auth0Domain), env.Get(environ.Auth0Audience)
	origin, archives := env.Get(environ.Origin), env.Get(environ.Archives)
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
	objects, err := bucket.Dial(ctx, archives)
	if err != nil {
		return nil, err
	}
	return live.New(live.Deps{
		Store: db, Vault: vault, Audit: audits, Tokens: tokens,
		SessionKeys: keys.Key(sessionKey), OrgKeys: keys.Key(orgKey),
		Objects: objects, Clock: time.Now, Rand: rand.Reader, Origin: origin,
	}), nil
}
