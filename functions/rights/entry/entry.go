// Package entry makes a Cloud Function of package rights: it registers the
// handler with the functions framework and wires it from the environment.
package entry

import (
	"context"
	"crypto/rand"
	"net/http"
	"time"

	"github.com/GoogleCloudPlatform/functions-framework-go/functions"

	"github.com/cleanslate-edu/cleanslate/functions/rights"
	"github.com/cleanslate-edu/cleanslate/shared/environ"
	"github.com/cleanslate-edu/cleanslate/shared/httpapi"
	"github.com/cleanslate-edu/cleanslate/shared/kms"
	"github.com/cleanslate-edu/cleanslate/shared/lazy"
	"github.com/cleanslate-edu/cleanslate/shared/lifecycle"
	"github.com/cleanslate-edu/cleanslate/shared/publish"
	"github.com/cleanslate-edu/cleanslate/shared/store"
	"github.com/cleanslate-edu/cleanslate/shared/ticket"
	"github.com/cleanslate-edu/cleanslate/shared/trace"
)

func init() {
	environ.SetLogger()
	tracer := trace.Start("rights", environ.Version().Version, environ.ProjectID(), environ.TraceRatio())
	functions.HTTP("Rights", tracer.Handler("rights", httpapi.Lazy("rights", environ.Version(), build)).ServeHTTP)
}

func build(ctx context.Context, opened *lazy.Opened) (http.Handler, error) {
	var env environ.Reader
	project, requestKey, mailKey := env.Get(environ.Project), env.Get(environ.KMSRequestKey), env.Get(environ.KMSMailKey)
	current, previous := env.TicketSecrets()
	if err := env.Err(); err != nil {
		return nil, err
	}
	tickets, err := ticket.New(current, previous...)
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
	keys, err := kms.Dial(ctx)
	if err != nil {
		return nil, err
	}
	opened.Add(keys.Close)
	out, err := publish.Dial(ctx, project)
	if err != nil {
		return nil, err
	}
	opened.Add(out.Close)
	return rights.New(rights.Deps{
		Store: db, Vault: vault, Lifecycle: lifecycle.New(db, vault, nil, time.Now, rand.Reader), Publisher: out, Tickets: tickets,
		RequestKeys: keys.Key(requestKey), MailKeys: keys.Key(mailKey), Clock: time.Now, Rand: rand.Reader,
	}), nil
}
