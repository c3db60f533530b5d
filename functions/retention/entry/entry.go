// Package entry makes a Cloud Function of package retention: it registers the
// handler with the functions framework and wires it from the environment.
package entry

import (
	"context"
	"crypto/rand"
	"time"

	"github.com/GoogleCloudPlatform/functions-framework-go/functions"
	cloudevents "github.com/cloudevents/sdk-go/v2"

	"github.com/cleanslate-edu/cleanslate/functions/retention"
	"github.com/cleanslate-edu/cleanslate/shared/bucket"
	"github.com/cleanslate-edu/cleanslate/shared/environ"
	"github.com/cleanslate-edu/cleanslate/shared/events"
	"github.com/cleanslate-edu/cleanslate/shared/kms"
	"github.com/cleanslate-edu/cleanslate/shared/lazy"
	"github.com/cleanslate-edu/cleanslate/shared/lifecycle"
	"github.com/cleanslate-edu/cleanslate/shared/publish"
	"github.com/cleanslate-edu/cleanslate/shared/store"
	"github.com/cleanslate-edu/cleanslate/shared/trace"
)

func init() {
	environ.SetLogger()
	tracer := trace.Start("retention", environ.Version().Version, environ.ProjectID(), environ.TraceRatio())
	handle := tracer.Delivery("retention", events.Guard("retention", build))
	functions.CloudEvent("Retention", func(ctx context.Context, e cloudevents.Event) error { return handle(ctx, e.Data()) })
}

func build(ctx context.Context, opened *lazy.Opened) (events.Handler, error) {
	var env environ.Reader
	project, receiptKey, archives := env.Get(environ.Project), env.Get(environ.KMSReceiptKey), env.Get(environ.Archives)
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
	objects, err := bucket.Dial(ctx, archives)
	if err != nil {
		return nil, err
	}
	life := lifecycle.New(db, vault, audits, time.Now, rand.Reader).WithArchives(objects)
	return retention.New(retention.Deps{
		Lifecycle: life, Publisher: out, Signer: keys.Signer(receiptKey),
	}), nil
}
