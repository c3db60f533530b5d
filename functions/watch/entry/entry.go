// Package entry makes a Cloud Function of package watch: it registers the handler
// with the functions framework and wires it from the environment.
package entry

import (
	"context"
	"net/http"
	"time"

	"github.com/GoogleCloudPlatform/functions-framework-go/functions"

	"github.com/cleanslate-edu/cleanslate/functions/watch"
	"github.com/cleanslate-edu/cleanslate/shared/environ"
	"github.com/cleanslate-edu/cleanslate/shared/httpapi"
	"github.com/cleanslate-edu/cleanslate/shared/lazy"
	"github.com/cleanslate-edu/cleanslate/shared/store"
)

func init() {
	environ.SetLogger()
	functions.HTTP("Watch", httpapi.Lazy("watch", environ.Version(), build).ServeHTTP)
}

func build(ctx context.Context, opened *lazy.Opened) (http.Handler, error) {
	var env environ.Reader
	project := env.Get(environ.Project)
	if err := env.Err(); err != nil {
		return nil, err
	}
	db, err := store.Open(ctx, project)
	if err != nil {
		return nil, err
	}
	opened.Add(db.Close)
	return watch.New(watch.Deps{Store: db, Clock: time.Now}), nil
}
