package trace

import (
	"context"
	"log/slog"
	"slices"
	"time"

	"go.opentelemetry.io/contrib/instrumentation/google.golang.org/grpc/otelgrpc"
	"go.opentelemetry.io/otel/attribute"
	sdk "go.opentelemetry.io/otel/sdk/trace"
	"golang.org/x/time/rate"
	"google.golang.org/grpc/status"
)

// scopes are the instrumentations whose spans are sent: what names a span is a
// constant in their code, or a route's pattern. A Google library's status and events
// quote its errors, which name documents, so that they aren't sent.
var scopes = []string{
	scope,
	otelgrpc.ScopeName,    // a call: "google.firestore.v1.Firestore/Commit"
	"cloud.google.com/go", // of a library's method: "cloud.google.com/go/firestore.DocumentRef.Get"
}

// attributes are the keys that are sent. None of their values can hold an id.
var attributes = []attribute.Key{
	"faas.name", "http.route", "http.response.status_code",
	"rpc.system.name", "rpc.method", "rpc.response.status_code",
}

// A reducer exports what may be known outside of each span. It logs its failures and
// returns none.
type reducer struct {
	sdk.SpanExporter
	said rate.Sometimes
	lost int // since it was said
}

func (r *reducer) ExportSpans(ctx context.Context, spans []sdk.ReadOnlySpan) error {
	kept := make([]sdk.ReadOnlySpan, 0, len(spans))
	for _, s := range spans {
		if slices.Contains(scopes, s.InstrumentationScope().Name) {
			kept = append(kept, reduced{s})
		}
	}
	if len(kept) == 0 {
		return nil
	}
	if err := r.SpanExporter.ExportSpans(ctx, kept); err != nil {
		r.lost += len(kept) // the SDK exports one batch at a time
		r.said.Interval = time.Minute
		r.said.Do(func() {
			slog.Warn("spans were not sent", "lost", r.lost, "code", status.Code(err).String())
			r.lost = 0
		})
	}
	return nil
}

// A reduced span has no events, no links, no error's text, and the attributes that
// are listed.
type reduced struct{ sdk.ReadOnlySpan }

func (r reduced) Attributes() []attribute.KeyValue {
	return slices.DeleteFunc(slices.Clone(r.ReadOnlySpan.Attributes()), func(a attribute.KeyValue) bool {
		return !slices.Contains(attributes, a.Key)
	})
}

func (reduced) Events() []sdk.Event { return nil }

func (reduced) Links() []sdk.Link { return nil }

func (r reduced) Status() sdk.Status { return sdk.Status{Code: r.ReadOnlySpan.Status().Code} }
