// Package trace records what some requests and deliveries spend their time on, and
// sends that to Cloud Trace, by OpenTelemetry.
//
// The entries of the functions that don't serve bursts call it, and the local stack.
// The functions of bursts must not link it: what they do is measured, not traced.
//
// A span holds a route's pattern or the name of a call to one of Google's services,
// how long it took and how it ended (see reduce). It must never hold an id, a path, a
// query, an address, a user agent or an error's text. A delivery is a trace of its
// own: a message names no trace, so that nothing joins an erasure to the request that
// asked for it.
//
// Tracing must never fail a request or keep it waiting. What ends is queued, the
// queue is bounded, and nobody waits until it is sent. The cloud gives an instance
// little processor time between requests, so that a timer is of no use: spans are
// sent while the next request is served, and when the instance is taken down. An
// instance that is frozen while it sends may lose them.
package trace

import (
	"context"
	"fmt"
	"net/http"
	"os"
	"os/signal"
	"sync/atomic"
	"syscall"
	"time"

	"go.opentelemetry.io/otel"
	"go.opentelemetry.io/otel/attribute"
	"go.opentelemetry.io/otel/codes"
	"go.opentelemetry.io/otel/sdk/resource"
	sdk "go.opentelemetry.io/otel/sdk/trace"
	"go.opentelemetry.io/otel/trace"

	"github.com/cleanslate-edu/cleanslate/shared/logging"
)

// scope is the name of our own spans' instrumentation.
const scope = "github.com/cleanslate-edu/cleanslate/shared/trace"

const (
	// queued is how many spans wait to be sent; what is more is lost.
	queued = 2048
	// sendTime bounds one sending.
	sendTime = 30 * time.Second
	// endTime is how long an instance that is taken down still sends. The cloud
	// gives it ten seconds.
	endTime = 5 * time.Second
	// never is the timer of the queue, which is emptied without one.
	never = 24 * time.Hour
)

// Start makes the calls to Google's services within sampled requests and deliveries
// recorded, and sends spans to Cloud Trace, or to the receiver that
// TRACE_EMULATOR_HOST names, until the cloud takes the instance down. It is called
// once in a process. Without a ratio nothing is traced, and it returns nil.
func Start(service, version, project string, ratio float64) *Tracer {
	t := New(Options{Service: service, Version: version, Project: project, Ratio: ratio, Exporter: &remote{host: os.Getenv("TRACE_EMULATOR_HOST")}})
	if t != nil {
		t.sendAtEnd()
	}
	return t
}

// Options of New.
type Options struct {
	Service  string  // the function's name
	Version  string  // of the service
	Project  string  // the Google Cloud project whose traces they are
	Ratio    float64 // of the deliveries and requests without a trace that are sampled, 0 to 1
	Exporter sdk.SpanExporter
}

// A Tracer begins spans. A nil Tracer traces nothing.
type Tracer struct {
	provider *sdk.TracerProvider
	tracer   trace.Tracer
	waiting  atomic.Bool // there are spans to send
	sending  atomic.Bool
}

// New is Start for another receiver, and leaves the end to its caller (see Send).
func New(o Options) *Tracer {
	if o.Ratio <= 0 {
		return nil
	}
	t := &Tracer{provider: sdk.NewTracerProvider(
		sdk.WithSampler(newSampler(o.Ratio)),
		sdk.WithResource(resource.NewSchemaless(
			attribute.String("service.name", o.Service),
			attribute.String("service.version", o.Version),
			attribute.String("gcp.project_id", o.Project), // Cloud Trace requires it
		)),
		sdk.WithBatcher(&reducer{SpanExporter: o.Exporter}, sdk.WithMaxQueueSize(queued), sdk.WithBatchTimeout(never), sdk.WithExportTimeout(sendTime)),
	)}
	t.tracer = t.provider.Tracer(scope)
	// reducer says what failed.
	otel.SetErrorHandler(otel.ErrorHandlerFunc(func(error) {}))
	otel.SetTracerProvider(t.provider)
	return t
}

// sendAtEnd sends what is queued when the cloud takes the instance down, which it
// says by SIGTERM, and then lets the signal end the process as it would have.
func (t *Tracer) sendAtEnd() {
	terminated := make(chan os.Signal, 1)
	signal.Notify(terminated, syscall.SIGTERM)
	go func() {
		<-terminated
		ctx, cancel := context.WithTimeout(context.Background(), endTime)
		defer cancel()
		_ = t.Send(ctx)
		signal.Reset(syscall.SIGTERM)
		syscall.Kill(syscall.Getpid(), syscall.SIGTERM)
	}()
}

// Send sends what is queued and returns when that is done.
func (t *Tracer) Send(ctx context.Context) error {
	if t == nil {
		return nil
	}
	if err := t.provider.ForceFlush(ctx); err != nil {
		return fmt.Errorf("sending spans: %w", err)
	}
	return nil
}

// send begins to send what is queued, unless that is going on.
func (t *Tracer) send() {
	if !t.waiting.Load() || !t.sending.CompareAndSwap(false, true) {
		return
	}
	t.waiting.Store(false)
	go func() {
		defer t.sending.Store(false)
		ctx, cancel := context.WithTimeout(context.Background(), sendTime)
		defer cancel()
		_ = t.Send(ctx)
	}()
}

// begin begins a span of a request or a delivery, and makes the lines that are
// logged with its context part of it.
func (t *Tracer) begin(ctx context.Context, function string, kind trace.SpanKind) (context.Context, trace.Span) {
	t.send()
	ctx, span := t.tracer.Start(ctx, function, trace.WithSpanKind(kind), trace.WithAttributes(attribute.String("faas.name", function)))
	if span.IsRecording() {
		c := span.SpanContext()
		ctx = logging.WithSpan(ctx, logging.Span{Trace: c.TraceID().String(), ID: c.SpanID().String(), Sampled: true})
	}
	return ctx, span
}

func (t *Tracer) end(span trace.Span) {
	if !span.IsRecording() {
		return
	}
	span.End()
	t.waiting.Store(true)
}

// Handler traces the requests of the function called name.
func (t *Tracer) Handler(name string, next http.Handler) http.Handler {
	if t == nil {
		return next
	}
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		ctx, span := t.begin(parent(r), name, trace.SpanKindServer)
		if !span.IsRecording() {
			next.ServeHTTP(w, r)
			return
		}
		answer := &response{ResponseWriter: w, span: span, failed: true}
		defer func() {
			if answer.failed {
				span.SetStatus(codes.Error, "")
			}
			t.end(span)
		}()
		next.ServeHTTP(answer, r.WithContext(ctx))
	})
}

// parent returns a request's context, with the span that its headers name.
func parent(r *http.Request) context.Context {
	s, ok := logging.SpanOf(r.Header)
	if !ok || s.ID == "" {
		return r.Context()
	}
	// Both are hexadecimal and not zero.
	id, _ := trace.TraceIDFromHex(s.Trace)
	span, _ := trace.SpanIDFromHex(s.ID)
	return trace.ContextWithRemoteSpanContext(r.Context(), trace.NewSpanContext(trace.SpanContextConfig{
		TraceID: id, SpanID: span, TraceFlags: trace.TraceFlags(0).WithSampled(s.Sampled),
	}))
}

// A response is told by package httpapi how its request was answered.
type response struct {
	http.ResponseWriter
	span   trace.Span
	failed bool // or cut off
}

// Unwrap is for [http.ResponseController].
func (w *response) Unwrap() http.ResponseWriter { return w.ResponseWriter }

// Answered notes the pattern of the route, which names the span, and the status.
func (w *response) Answered(route string, status int) {
	if route != "" {
		w.span.SetName(route)
		w.span.SetAttributes(attribute.String("http.route", route))
	}
	w.span.SetAttributes(attribute.Int("http.response.status_code", status))
	w.failed = status >= http.StatusInternalServerError
}

// Delivery traces the handling of the messages of the function called name.
func (t *Tracer) Delivery(name string, handle func(context.Context, []byte) error) func(context.Context, []byte) error {
	if t == nil {
		return handle
	}
	return func(ctx context.Context, data []byte) error {
		ctx, span := t.begin(ctx, name, trace.SpanKindConsumer)
		defer t.end(span)
		err := handle(ctx, data)
		if err != nil {
			span.SetStatus(codes.Error, "")
		}
		return err
	}
}
