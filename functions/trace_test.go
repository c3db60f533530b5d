package functions_test

import (
	"context"
	"maps"
	"net"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	receiver "go.opentelemetry.io/proto/otlp/collector/trace/v1"
	common "go.opentelemetry.io/proto/otlp/common/v1"
	otlp "go.opentelemetry.io/proto/otlp/trace/v1"
	"google.golang.org/grpc"
	"google.golang.org/protobuf/encoding/prototext"

	"github.com/cleanslate-edu/cleanslate/functions/process"
	"github.com/cleanslate-edu/cleanslate/shared/environ"
	"github.com/cleanslate-edu/cleanslate/shared/httpapi/client"
)

// A collector receives spans in the place of Cloud Trace.
type collector struct {
	receiver.UnimplementedTraceServiceServer
	addr string

	mu  sync.Mutex
	all []*otlp.ResourceSpans
}

func (c *collector) Export(_ context.Context, r *receiver.ExportTraceServiceRequest) (*receiver.ExportTraceServiceResponse, error) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.all = append(c.all, r.ResourceSpans...)
	return &receiver.ExportTraceServiceResponse{}, nil
}

func collect(t *testing.T) *collector {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	c := &collector{addr: l.Addr().String()}
	server := grpc.NewServer()
	receiver.RegisterTraceServiceServer(server, c)
	go server.Serve(l)
	t.Cleanup(server.Stop)
	return c
}

// spans returns what was received of a service, by name.
func (c *collector) spans(service string) map[string][]*otlp.Span {
	c.mu.Lock()
	defer c.mu.Unlock()
	spans := make(map[string][]*otlp.Span)
	for _, r := range c.all {
		if !slices.ContainsFunc(r.Resource.Attributes, func(a *common.KeyValue) bool {
			return a.Key == "service.name" && a.Value.GetStringValue() == service
		}) {
			continue
		}
		for _, s := range r.ScopeSpans {
			for _, span := range s.Spans {
				spans[span.Name] = append(spans[span.Name], span)
			}
		}
	}
	return spans
}

// Functions that don't serve bursts send spans with the names of routes and calls, and
// nothing of what requests and messages are about. Those of bursts send nothing, even if
// they are told to.
func TestTraces(t *testing.T) {
	l := newLesson(t)
	requests, messages := comparisons(l), deliveries(t)
	const canary = "canary"
	private := []string{
		canary, "documents/", "127.0.0.1", "org_", l.open.ID, l.closed.ID, l.deleted.ID, l.open.Code, l.set, l.ada, l.student.Token, l.student.ID, l.other.ID, l.gone.ID, "Berta", "water",
	}
	for _, name := range functionsOf(t, "HTTP", "CloudEvent") {
		t.Run(name, func(t *testing.T) {
			traces := collect(t)
			s := serve(t, name, append(environment(t, name), environ.Traces+"=1", "TRACE_EMULATOR_HOST="+traces.addr))
			for _, c := range requests[name] {
				c.Header = maps.Clone(c.Header)
				if c.Header == nil {
					c.Header = make(map[string]string)
				}
				maps.Copy(c.Header, map[string]string{"User-Agent": canary, "X-Forwarded-For": "192.0.2.7", "Tracestate": "k=" + canary, "Baggage": "k=" + canary})
				c.Path += map[bool]string{true: "&", false: "?"}[strings.Contains(c.Path, "?")] + "q=" + canary
				to(t, s.URL(), c.Request)
			}
			for _, m := range messages[name] {
				push(t, s.URL(), m.topic, m.data)
				push(t, s.URL(), m.topic, []byte(canary))
			}
			stop(t, s) // sends what is left
			spans := traces.spans(name)
			if slices.Contains(links["functions/"+name+"/entry"], module+"/shared/trace") {
				if len(traces.all) > 0 {
					t.Errorf("it is traced: %v", spans)
				}
				return
			}
			for _, line := range s.entries() {
				if payload(line)["message"] == "spans were not sent" {
					t.Errorf("line %v", line)
				}
			}
			begun := 0
			for spanName, all := range spans {
				for _, span := range all {
					if span.Kind == otlp.Span_SPAN_KIND_SERVER || span.Kind == otlp.Span_SPAN_KIND_CONSUMER {
						begun++
						if spanName != name && !strings.Contains(spanName, " /v1/") {
							t.Errorf("a request's span is called %q", spanName)
						}
					} else if len(span.ParentSpanId) == 0 {
						t.Errorf("%s is within no request", spanName)
					}
				}
			}
			if want := len(requests[name]) + 2*len(messages[name]); begun != want {
				t.Errorf("%d requests and messages are traced of %d: %v", begun, want, slices.Sorted(maps.Keys(spans)))
			}
			if !slices.ContainsFunc(slices.Collect(maps.Keys(spans)), func(s string) bool { return strings.HasPrefix(s, "cloud.google.com/go/firestore.") }) {
				t.Errorf("no call to Firestore is within a trace: %v", slices.Sorted(maps.Keys(spans)))
			}
			for _, r := range traces.all {
				text := prototext.Format(r)
				for _, p := range private {
					if i := strings.Index(text, p); i >= 0 {
						t.Errorf("%q is in a span: …%s…", p, text[max(0, i-200):min(len(text), i+100)])
					}
				}
			}
		})
	}
}

// A receiver that takes the connection and never answers keeps neither a request nor
// the end waiting for long.
func TestTracesAreNotReceived(t *testing.T) {
	t.Parallel()
	hole, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer hole.Close()
	p, err := program(t, "rights").Start(t.Context(), process.Options{
		Env: append(environment(t, "rights"), environ.Traces+"=1", "TRACE_EMULATOR_HOST="+hole.Addr().String()),
	})
	if err != nil {
		t.Fatal(err)
	}
	to(t, p.URL(), client.Request{Method: "GET", Path: "/v1/me"})
	began := time.Now()
	for range 200 {
		if r := to(t, p.URL(), client.Request{Method: "GET", Path: "/v1/me"}); r.status != 401 {
			t.Fatalf("%d %s", r.status, r.body)
		}
	}
	if took := time.Since(began); took > 10*time.Second {
		t.Errorf("200 requests took %v", took)
	}
	if err := p.Stop(); err != nil { // after ten seconds
		t.Error(err)
	}
}
