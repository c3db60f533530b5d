package trace

import (
	"context"
	"fmt"
	"log/slog"
	"sync"

	"go.opentelemetry.io/otel/exporters/otlp/otlptrace/otlptracegrpc"
	sdk "go.opentelemetry.io/otel/sdk/trace"
	"google.golang.org/api/option"
	transport "google.golang.org/api/transport/grpc"
	"google.golang.org/grpc"
	"google.golang.org/grpc/credentials/insecure"
)

// remote sends spans to Cloud Trace by OTLP, the way that Google recommends
// (https://cloud.google.com/stackdriver/docs/instrumentation/migrate-to-otlp-endpoints),
// or without TLS to the host. It connects when there is something to send: a start
// doesn't wait for it.
type remote struct {
	host string // empty: Cloud Trace

	mu   sync.Mutex
	conn *grpc.ClientConn
	sdk.SpanExporter
}

func (r *remote) ExportSpans(ctx context.Context, spans []sdk.ReadOnlySpan) error {
	if err := r.connect(ctx); err != nil {
		return err
	}
	return r.SpanExporter.ExportSpans(ctx, spans)
}

func (r *remote) connect(ctx context.Context) error {
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.SpanExporter != nil {
		return nil
	}
	conn, err := r.dial(ctx)
	if err != nil {
		return fmt.Errorf("connecting to Cloud Trace: %w", err)
	}
	exporter, err := otlptracegrpc.New(ctx, otlptracegrpc.WithGRPCConn(conn), otlptracegrpc.WithTimeout(sendTime))
	if err != nil {
		conn.Close()
		return fmt.Errorf("preparing the export of spans: %w", err)
	}
	r.conn, r.SpanExporter = conn, exporter
	return nil
}

func (r *remote) dial(ctx context.Context) (*grpc.ClientConn, error) {
	if r.host != "" {
		return grpc.NewClient(r.host, grpc.WithTransportCredentials(insecure.NewCredentials()))
	}
	return transport.Dial(context.WithoutCancel(ctx),
		option.WithEndpoint("telemetry.googleapis.com:443"),
		option.WithScopes("https://www.googleapis.com/auth/trace.append"),
		option.WithTelemetryDisabled(), // its own calls are no spans
		option.WithLogger(slog.New(slog.DiscardHandler)),
	)
}

func (r *remote) Shutdown(ctx context.Context) error {
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.SpanExporter == nil {
		return nil
	}
	err := r.SpanExporter.Shutdown(ctx)
	r.conn.Close()
	return err
}
