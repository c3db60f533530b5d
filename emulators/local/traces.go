package main

import (
	"context"
	"encoding/json"
	"fmt"
	"os"
	"time"

	"go.opentelemetry.io/otel/codes"
	sdk "go.opentelemetry.io/otel/sdk/trace"

	"github.com/cleanslate-edu/cleanslate/shared/environ"
	"github.com/cleanslate-edu/cleanslate/shared/trace"
)

// startTraces writes spans to the file that the options name, if any, until stop. It comes before the clients whose calls
// are recorded.
func (s *stack) startTraces(ctx context.Context) error {
	if s.traces == "" {
		return nil
	}
	f, err := os.OpenFile(s.traces, os.O_CREATE|os.O_WRONLY|os.O_APPEND, 0o600)
	if err != nil {
		return fmt.Errorf("opening the file of traces: %w", err)
	}
	s.tracer = trace.New(trace.Options{Service: "local", Version: environ.Version().Version, Project: project, Ratio: 1, Exporter: &spanFile{f}})
	s.onStop(func() error {
		if err := s.tracer.Send(context.WithoutCancel(ctx)); err != nil {
			return err
		}
		return f.Close()
	})
	go func() {
		for every := time.NewTicker(time.Second); ; {
			select {
			case <-ctx.Done():
				return
			case <-every.C:
				s.tracer.Send(ctx)
			}
		}
	}()
	return nil
}

// A spanFile gets a JSON object for each span.
type spanFile struct{ file *os.File }

// A span is what the file holds of each span: its trace, parent and name, when it began, how long it took and whether
// it failed.
type span struct {
	Trace      string         `json:"trace"`
	Span       string         `json:"span"`
	Parent     string         `json:"parent,omitempty"`
	Name       string         `json:"name"`
	Start      time.Time      `json:"start"`
	MS         float64        `json:"ms"`
	Failed     bool           `json:"failed,omitempty"`
	Attributes map[string]any `json:"attributes,omitempty"`
}

func (f *spanFile) ExportSpans(_ context.Context, spans []sdk.ReadOnlySpan) error {
	lines := json.NewEncoder(f.file)
	for _, s := range spans {
		line := span{
			Trace: s.SpanContext().TraceID().String(), Span: s.SpanContext().SpanID().String(), Name: s.Name(),
			Start: s.StartTime().UTC(), MS: float64(s.EndTime().Sub(s.StartTime()).Microseconds()) / 1000,
			Failed: s.Status().Code == codes.Error, Attributes: make(map[string]any),
		}
		if s.Parent().IsValid() {
			line.Parent = s.Parent().SpanID().String()
		}
		for _, a := range s.Attributes() {
			line.Attributes[string(a.Key)] = a.Value.AsInterface()
		}
		if err := lines.Encode(line); err != nil {
			return err
		}
	}
	return nil
}

func (*spanFile) Shutdown(context.Context) error { return nil }
