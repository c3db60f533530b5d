// Package entry makes a Cloud Function of package identity: it registers the
// handler with the functions framework and wires it from the environment.
package entry

import (
	"context"
	"strings"
	"time"

	"github.com/GoogleCloudPlatform/functions-framework-go/functions"
	cloudevents "github.com/cloudevents/sdk-go/v2"

	"github.com/cleanslate-edu/cleanslate/functions/identity"
	"github.com/cleanslate-edu/cleanslate/shared/account"
	"github.com/cleanslate-edu/cleanslate/shared/auth"
	"github.com/cleanslate-edu/cleanslate/shared/domain"
	"github.com/cleanslate-edu/cleanslate/shared/environ"
	"github.com/cleanslate-edu/cleanslate/shared/events"
	"github.com/cleanslate-edu/cleanslate/shared/kms"
	"github.com/cleanslate-edu/cleanslate/shared/lazy"
	"github.com/cleanslate-edu/cleanslate/shared/store"
	"github.com/cleanslate-edu/cleanslate/shared/trace"
)

func init() {
	environ.SetLogger()
	tracer := trace.Start("identity", environ.Version().Version, environ.ProjectID(), environ.TraceRatio())
	handle := tracer.Delivery("identity", events.Guard("identity", build))
	functions.CloudEvent("Identity", func(ctx context.Context, e cloudevents.Event) error { return handle(ctx, e.Data()) })
}

func build(ctx context.Context, opened *lazy.Opened) (events.Handler, error) {
	var env environ.Reader
	project, key := env.Get(environ.Project), env.Get(environ.KMSInvitationKey)
	config := account.Config{
		Issuer:   auth.IssuerURL(env.Get(environ.Auth0Domain)),
		ClientID: env.Get(environ.Auth0Manager), ClientSecret: env.Get(environ.Auth0Secret), App: env.Get(environ.Auth0Client),
		Roles: map[domain.Role]string{
			domain.RoleTeacher: env.Get(environ.Auth0Teacher), domain.RoleAdministrator: env.Get(environ.Auth0Administrator),
			domain.RoleOperator: env.Get(environ.Auth0Operator),
		},
		Connections: strings.Split(env.Get(environ.Auth0Connections), ","),
	}
	if err := env.Err(); err != nil {
		return nil, err
	}
	accounts, err := account.New(config)
	if err != nil {
		return nil, err
	}
	db, err := store.Open(ctx, project)
	if err != nil {
		return nil, err
	}
	opened.Add(db.Close)
	keys, err := kms.Dial(ctx)
	if err != nil {
		return nil, err
	}
	opened.Add(keys.Close)
	return identity.New(identity.Deps{Store: db, Addresses: keys.Key(key), Accounts: accounts, Clock: time.Now}), nil
}
