// Package entry makes a Cloud Function of package notify: it registers the
// handler with the functions framework and wires it from the environment.
package entry

import (
	"context"
	"time"

	"github.com/GoogleCloudPlatform/functions-framework-go/functions"
	cloudevents "github.com/cloudevents/sdk-go/v2"

	"github.com/cleanslate-edu/cleanslate/functions/notify"
	"github.com/cleanslate-edu/cleanslate/shared/environ"
	"github.com/cleanslate-edu/cleanslate/shared/events"
	"github.com/cleanslate-edu/cleanslate/shared/kms"
	"github.com/cleanslate-edu/cleanslate/shared/lazy"
	"github.com/cleanslate-edu/cleanslate/shared/mail"
	"github.com/cleanslate-edu/cleanslate/shared/publish"
	"github.com/cleanslate-edu/cleanslate/shared/store"
	"github.com/cleanslate-edu/cleanslate/shared/trace"
)

func init() {
	environ.SetLogger()
	tracer := trace.Start("notify", environ.Version().Version, environ.ProjectID(), environ.TraceRatio())
	handle := tracer.Delivery("notify", events.Guard("notify", build))
	functions.CloudEvent("Notify", func(ctx context.Context, e cloudevents.Event) error { return handle(ctx, e.Data()) })
}

func build(ctx context.Context, opened *lazy.Opened) (events.Handler, error) {
	var env environ.Reader
	project, contactKey, orgKey, mailKey := env.Get(environ.Project), env.Get(environ.KMSContactKey), env.Get(environ.KMSOrgKey), env.Get(environ.KMSMailKey)
	origin := env.Get(environ.Origin)
	config := mail.Config{
		Host: env.Get(environ.SMTPHost), Security: mail.Security(env.Get(environ.SMTPSecurity)),
		Username: env.Optional(environ.SMTPUsername), Password: env.Optional(environ.SMTPPassword),
		From: env.Get(environ.SMTPFrom), FromName: "cleanslate", Clock: time.Now,
	}
	if err := env.Err(); err != nil {
		return nil, err
	}
	sender, err := mail.New(config)
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
	publisher, err := publish.Dial(ctx, project)
	if err != nil {
		return nil, err
	}
	opened.Add(publisher.Close)
	return notify.New(notify.Deps{
		Store: db, Vault: vault, ContactKeys: keys.Key(contactKey), OrgKeys: keys.Key(orgKey), MailKeys: keys.Key(mailKey),
		Mail: sender, Publisher: publisher, Clock: time.Now, Origin: origin,
	}), nil
}
