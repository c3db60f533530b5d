package trace

import (
	sdk "go.opentelemetry.io/otel/sdk/trace"
	"go.opentelemetry.io/otel/trace"
	"golang.org/x/time/rate"
)

// A sampler decides which traces are recorded. The cloud's front end marks one request in
// ten seconds of an instance, and those for which a client asks, up to ten a second:
// those are recorded, and a fraction of requests and deliveries without a trace. Calls to
// Google's services are recorded within such a request only. Since the mark may be a
// client's, an instance begins at most one trace a second, some at once; a ratio of 1
// records everything.
type sampler struct {
	roots sdk.Sampler // of what has no trace
	limit *rate.Limiter
}

func newSampler(ratio float64) *sampler {
	s := &sampler{sdk.TraceIDRatioBased(ratio), rate.NewLimiter(1, 10)}
	if ratio >= 1 {
		s.limit.SetLimit(rate.Inf)
	}
	return s
}

func (s *sampler) ShouldSample(p sdk.SamplingParameters) sdk.SamplingResult {
	parent := trace.SpanContextFromContext(p.ParentContext)
	wanted := parent.IsSampled()
	if !parent.IsValid() || parent.IsRemote() {
		begins := p.Kind == trace.SpanKindServer || p.Kind == trace.SpanKindConsumer
		if !parent.IsValid() {
			wanted = s.roots.ShouldSample(p).Decision == sdk.RecordAndSample
		}
		wanted = begins && wanted && s.limit.Allow()
	}
	if wanted {
		return sdk.SamplingResult{Decision: sdk.RecordAndSample}
	}
	return sdk.SamplingResult{Decision: sdk.Drop}
}

func (s *sampler) Description() string { return "cleanslate" }
