package trace

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"
	"time"

	"go.opentelemetry.io/contrib/instrumentation/google.golang.org/grpc/otelgrpc"
	"go.opentelemetry.io/otel/attribute"
	"go.opentelemetry.io/otel/codes"
	sdk "go.opentelemetry.io/otel/sdk/trace"
	"go.opentelemetry.io/otel/sdk/trace/tracetest"
	"go.opentelemetry.io/otel/trace"

	"github.com/cleanslate-edu/cleanslate/shared/httpapi"
	"github.com/cleanslate-edu/cleanslate/shared/logging"
)

// start returns a tracer and what has been sent so far.
func start(t *testing.T, ratio float64) (*Tracer, func() tracetest.SpanStubs) {
	t.Helper()
	kept := tracetest.NewInMemoryExporter()
	tracer := New(Options{Service: "test", Version: "v1", Project: "school", Ratio: ratio, Exporter: kept})
	t.Cleanup(func() { tracer.provider.Shutdown(context.WithoutCancel(t.Context())) })
	return tracer, func() tracetest.SpanStubs {
		t.Helper()
		if err := tracer.Send(t.Context()); err != nil {
			t.Error(err)
		}
		return kept.GetSpans()
	}
}

const (
	theirs  = "0af7651916cd43dd8448eb211c80319c"
	sampled = "00-" + theirs + "-00f067aa0ba902b7-01"
)

func request(method, target, traceparent string) *http.Request {
	r := httptest.NewRequest(method, target, nil)
	if traceparent != "" {
		r.Header.Set("Traceparent", traceparent)
	}
	return r
}

// A request's span has the route's pattern, how it ended, its place in the trace of
// the cloud's front end, and nothing else.
func TestHandler(t *testing.T) {
	tracer, sent := start(t, 1)
	mux := http.NewServeMux()
	mux.HandleFunc("GET /v1/things/{id}", func(w http.ResponseWriter, r *http.Request) {
		slog.InfoContext(r.Context(), "inside")
		if r.PathValue("id") == "panic" {
			panic("canary")
		}
	})
	mux.HandleFunc("GET /v1/broken", func(w http.ResponseWriter, r *http.Request) {
		httpapi.WriteError(w, r, errors.New("canary"))
	})
	mux.HandleFunc("GET /v1/cut", func(w http.ResponseWriter, r *http.Request) {
		fmt.Fprint(w, "half")
		http.NewResponseController(w).Flush()
		panic(http.ErrAbortHandler)
	})
	var lines bytes.Buffer
	old := slog.Default()
	slog.SetDefault(logging.New(&lines, logging.Options{Project: "school"}))
	defer slog.SetDefault(old)
	h := tracer.Handler("shelf", httpapi.Wrap("shelf", mux, httpapi.Options{}))
	for _, target := range []string{"/v1/things/canary?q=canary", "/v1/things/panic", "/v1/broken", "/v1/canary", "/v1/cut"} {
		r := request("GET", target, sampled)
		r.Header.Set("User-Agent", "canary")
		r.Header.Set("Tracestate", "k=canary")
		func() {
			defer func() { recover() }()
			h.ServeHTTP(httptest.NewRecorder(), r)
		}()
	}
	var got []string
	spans := sent()
	for _, s := range spans {
		got = append(got, fmt.Sprint(s.Name, " ", s.Status.Code, " ", len(s.Attributes)))
		if s.SpanContext.TraceID().String() != theirs || s.Parent.SpanID().String() != "00f067aa0ba902b7" || s.SpanKind != trace.SpanKindServer {
			t.Errorf("%s isn't the front end's: %v", s.Name, s)
		}
		if strings.Contains(fmt.Sprintf("%+v", s), "canary") {
			t.Errorf("%+v", s)
		}
	}
	want := []string{"GET /v1/things/{id} Unset 3", "GET /v1/things/{id} Error 3", "GET /v1/broken Error 3", "shelf Unset 2", "shelf Error 1"}
	if fmt.Sprint(got) != fmt.Sprint(want) {
		t.Errorf("spans %q, want %q", got, want)
	}
	// Lines name the span, so that either leads to the other.
	var line map[string]any
	if err := json.NewDecoder(&lines).Decode(&line); err != nil {
		t.Fatal(err)
	}
	if line["logging.googleapis.com/trace"] != "projects/school/traces/"+theirs || line["logging.googleapis.com/spanId"] != spans[0].SpanContext.SpanID().String() {
		t.Errorf("line %v", line)
	}
}

// A delivery is a trace of its own.
func TestDelivery(t *testing.T) {
	tracer, sent := start(t, 1)
	var lines bytes.Buffer
	log := logging.New(&lines, logging.Options{Project: "school"})
	handle := tracer.Delivery("shelf", func(ctx context.Context, data []byte) error {
		log.InfoContext(logging.WithRequest(ctx, &logging.Request{ID: "1"}), "inside")
		if len(data) > 0 {
			return errors.New("canary")
		}
		return nil
	})
	if handle(t.Context(), nil) != nil || handle(t.Context(), []byte("canary")) == nil {
		t.Error("what a delivery returns is lost")
	}
	spans := sent()
	if len(spans) != 2 || spans[0].Status.Code != codes.Unset || spans[1].Status != (sdk.Status{Code: codes.Error}) || spans[0].Parent.IsValid() ||
		spans[0].SpanContext.TraceID() == spans[1].SpanContext.TraceID() || spans[0].SpanKind != trace.SpanKindConsumer || spans[0].Name != "shelf" {
		t.Errorf("spans %+v", spans)
	}
	if !strings.Contains(lines.String(), spans[0].SpanContext.TraceID().String()) {
		t.Errorf("lines %s", &lines)
	}
}

// Whatever a library records, what is sent holds names that are constants, and the
// listed attributes.
func TestOnlyWhatIsListedIsSent(t *testing.T) {
	tracer, sent := start(t, 1)
	const canary = "canary"
	ctx, root := tracer.begin(t.Context(), "shelf", trace.SpanKindServer)
	other := trace.NewSpanContext(trace.SpanContextConfig{TraceID: root.SpanContext().TraceID(), SpanID: trace.SpanID{1}, TraceFlags: 1})
	for _, from := range []string{otelgrpc.ScopeName, "cloud.google.com/go", scope, "somebody/else's"} {
		_, s := tracer.provider.Tracer(from).Start(ctx, "google.firestore.v1.Firestore/Commit",
			trace.WithAttributes(attribute.String("rpc.method", "Commit"), attribute.String("gcp.resource.destination.id", canary), attribute.String(canary, canary),
				attribute.String("server.address", canary), attribute.String("url.path", canary), attribute.String("client.address", canary)),
			trace.WithLinks(trace.Link{SpanContext: other, Attributes: []attribute.KeyValue{attribute.String("a", canary)}}))
		s.AddEvent(canary)
		s.RecordError(errors.New(canary))
		s.SetStatus(codes.Error, canary)
		s.End()
	}
	tracer.end(root)
	spans := sent()
	if len(spans) != 4 {
		t.Errorf("%d spans, want three children and their parent", len(spans))
	}
	for _, s := range spans[:3] {
		if len(s.Attributes) != 1 || s.Status != (sdk.Status{Code: codes.Error}) || len(s.Events) > 0 || len(s.Links) > 0 {
			t.Errorf("%+v", s)
		}
	}
	if text := fmt.Sprintf("%+v", spans); strings.Contains(text, canary) {
		t.Error(text)
	}
}

// What is sampled is what the front end marked, a part of what has no trace, and
// calls within.
func TestSampling(t *testing.T) {
	for _, tt := range []struct {
		name  string
		ratio float64
		mark  string
		begun int // of 100
	}{
		{"marked", 1e-9, sampled, 10},
		{"not marked", 0.5, strings.TrimSuffix(sampled, "1") + "0", 0},
		{"no trace, a small part", 1e-9, "", 0},
		{"no trace, nearly all", 0.9999999, "", 10},
		{"no trace, all", 1, "", 100},
		{"marked, all", 1, sampled, 100},
	} {
		tracer, sent := start(t, tt.ratio)
		h := tracer.Handler("shelf", http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			_, s := tracer.provider.Tracer(otelgrpc.ScopeName).Start(r.Context(), "a call", trace.WithSpanKind(trace.SpanKindClient))
			s.End()
		}))
		for range 100 {
			h.ServeHTTP(httptest.NewRecorder(), request("GET", "/", tt.mark))
		}
		// One more may begin while the loop runs.
		if n := len(sent()); n < 2*tt.begun || n > 2*tt.begun+2*boolInt(tt.begun == 10) {
			t.Errorf("%s: %d spans of 100 requests, want %d", tt.name, n, 2*tt.begun)
		}
	}
	// A call outside a request begins no trace.
	tracer, sent := start(t, 1)
	_, s := tracer.provider.Tracer(otelgrpc.ScopeName).Start(t.Context(), "a call", trace.WithSpanKind(trace.SpanKindClient))
	s.End()
	if n := len(sent()); n > 0 {
		t.Errorf("%d spans outside of a request", n)
	}
}

func boolInt(b bool) int {
	if b {
		return 1
	}
	return 0
}

func TestNoTracing(t *testing.T) {
	tracer := New(Options{Service: "test"})
	if tracer != nil {
		t.Fatal("traces without a ratio")
	}
	h := http.NewServeMux()
	if tracer.Handler("test", h) != http.Handler(h) {
		t.Error("the handler is wrapped")
	}
	called := false
	if tracer.Delivery("test", func(context.Context, []byte) error { called = true; return nil })(t.Context(), nil) != nil || !called {
		t.Error("the delivery isn't made")
	}
	if err := tracer.Send(t.Context()); err != nil {
		t.Error(err)
	}
}

// hanging is a receiver that answers nothing, until it fails.
type hanging struct {
	sdk.SpanExporter
	mu     sync.Mutex
	called int
}

func (h *hanging) ExportSpans(ctx context.Context, _ []sdk.ReadOnlySpan) error {
	h.mu.Lock()
	h.called++
	h.mu.Unlock()
	<-ctx.Done()
	return errors.New("canary")
}

// A receiver that hangs and then fails keeps no request waiting, however many spans there
// are; what doesn't fit in the queue is lost, and an occasional line says so.
func TestReceiverHangs(t *testing.T) {
	receiver := &hanging{SpanExporter: tracetest.NewInMemoryExporter()}
	tracer := New(Options{Service: "test", Ratio: 1, Exporter: receiver})
	h := tracer.Handler("shelf", http.NotFoundHandler())
	began := time.Now()
	for range 3 * queued {
		h.ServeHTTP(httptest.NewRecorder(), request("GET", "/", ""))
	}
	if took := time.Since(began); took > 10*time.Second {
		t.Errorf("%d requests took %v", 3*queued, took)
	}
	receiver.mu.Lock()
	defer receiver.mu.Unlock()
	if receiver.called != 1 {
		t.Errorf("%d sendings at once", receiver.called)
	}
}

// Its failures are an occasional line, with a count and a code.
func TestReceiverFails(t *testing.T) {
	var lines bytes.Buffer
	old := slog.Default()
	slog.SetDefault(logging.New(&lines, logging.Options{}))
	defer slog.SetDefault(old)
	receiver := &hanging{SpanExporter: tracetest.NewInMemoryExporter()}
	r := &reducer{SpanExporter: receiver}
	gone, cancel := context.WithCancel(t.Context())
	cancel()
	spans := tracetest.SpanStubs{{Name: "canary"}, {Name: "canary"}}
	for i := range spans {
		spans[i].InstrumentationScope.Name = scope
	}
	for range 3 {
		if err := r.ExportSpans(gone, spans.Snapshots()); err != nil {
			t.Error(err)
		}
	}
	if text := lines.String(); strings.Count(text, "\n") != 1 || !strings.Contains(text, `"lost":2,"code":"Unknown"`) || strings.Contains(text, "canary") {
		t.Errorf("lines %s", text)
	}
	if r.lost != 4 {
		t.Errorf("%d to be said", r.lost)
	}
}

// Spans are sent while the next request is served, without a timer.
func TestSentWithTheNextRequest(t *testing.T) {
	kept := tracetest.NewInMemoryExporter()
	tracer := New(Options{Service: "test", Ratio: 1, Exporter: kept})
	h := tracer.Handler("shelf", http.NotFoundHandler())
	h.ServeHTTP(httptest.NewRecorder(), request("GET", "/", ""))
	h.ServeHTTP(httptest.NewRecorder(), request("GET", "/", strings.TrimSuffix(sampled, "1")+"0"))
	for range 1000 {
		if len(kept.GetSpans()) == 1 {
			return
		}
		time.Sleep(10 * time.Millisecond)
	}
	t.Error("nothing is sent")
}
