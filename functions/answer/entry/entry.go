// Package entry makes a Cloud Function of package answer: it registers the
// handler with the functions framework and wires it from the environment.
package entry

import (
	"context"
	"crypto/rand"
	"net/http"
	"time"

	"github.com/GoogleCloudPlatform/functions-framework-go/functions"

	"github.com/cleanslate-edu/cleanslate/functions/answer"
	"github.com/cleanslate-edu/cleanslate/shared/answerlog"
	"github.com/cleanslate-edu/cleanslate/shared/environ"
	_ "github.com/cleanslate-edu/cleanslate/shared/garbage" // is collected less often
	"github.com/cleanslate-edu/cleanslate/shared/httpapi"
	"github.com/cleanslate-edu/cleanslate/shared/lazy"
	"github.com/cleanslate-edu/cleanslate/shared/ticket"
)

func init() {
	environ.SetLogger()
	functions.HTTP("Answer", httpapi.Lazy("answer", environ.Version(), build).ServeHTTP)
}

func build(ctx context.Context, opened *lazy.Opened) (http.Handler, error) {
	var env environ.Reader
	project := env.Get(environ.Project)
	current, previous := env.TicketSecrets()
	if err := env.Err(); err != nil {
		return nil, err
	}
	tickets, err := ticket.New(current, previous...)
	if err != nil {
		return nil, err
	}
	log, err := answerlog.Open(ctx, project)
	if err != nil {
		return nil, err
	}
	opened.Add(log.Close)
	return answer.New(answer.Deps{Store: log, Tickets: tickets, Clock: time.Now, Rand: rand.Reader}), nil
}
