// Package entry makes a Cloud Function of package breach: it registers the
// handler with the functions framework and wires it from the environment.
package entry

import (
	"context"
	"time"
	_ "time/tzdata" // deadlines are local; the cloud's image has no time zones

	"github.com/GoogleCloudPlatform/functions-framework-go/functions"
	cloudevents "github.com/cloudevents/sdk-go/v2"

	"github.com/cleanslate-edu/cleanslate/functions/breach"
	"github.com/cleanslate-edu/cleanslate/shared/environ"
	"github.com/cleanslate-edu/cleanslate/shared/events"
	"github.com/cleanslate-edu/cleanslate/shared/kms"
	"github.com/cleanslate-edu/cleanslate/shared/lazy"
	"github.com/cleanslate-edu/cleanslate/shared/publish"
	"github.com/cleanslate-edu/cleanslate/shared/store"
	"github.com/cleanslate-edu/cleanslate/shared/trace"
)

func init() {
	environ.SetLogger()
	tracer := trace.Start("breach", environ.Version().Version, environ.ProjectID(), environ.TraceRatio())
	handle := tracer.Delivery("breach", events.Guard("breach", build))
	functions.CloudEvent("Breach", func(ctx context.Context, e cloudevents.Event) error { return handle(ctx, e.Data()) })
}

func build(ctx context.Context, opened *lazy.Opened) (events.Handler, error) {
	var env environ.Reader
	project, contactKey := env.Get(environ.Project), env.Get(environ.KMSContactKey)
	operator := env.Get(environ.OperatorOrg)
	if err := env.Err(); err != nil {
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
	publisher, err := publish.Dial(ctx, project)
	if err != nil {
		return nil, err
	}
	opened.Add(publisher.Close)
	return breach.New(breach.Deps{
		Store: db, Vault: vault, ContactKeys: keys.Key(contactKey), Publisher: publisher, Operator: operator, Clock: time.Now,
	}), nil
}
