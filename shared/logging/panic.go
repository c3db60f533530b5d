package logging

import (
	"context"
	"fmt"
	"log/slog"
	"runtime"
	"strings"
)

// Panic logs that a function panicked with v, which the deferred function that
// calls Panic has just recovered. The line has v's type and the stack, in the
// form that Error Reporting reads
// (https://cloud.google.com/error-reporting/docs/formatting-error-messages), and
// neither v itself nor any argument of a call: they may be what a student wrote.
func Panic(ctx context.Context, logger *slog.Logger, function string, v any) {
	kind := fmt.Sprintf("%T", v)
	logger.LogAttrs(ctx, Critical, "panic",
		slog.String("function", function),
		slog.String("type", kind),
		slog.String("@type", "type.googleapis.com/google.devtools.clouderrorreporting.v1beta1.ReportedErrorEvent"),
		slog.String("stack_trace", "panic: "+kind+"\n\ngoroutine 1 [running]:\n"+stack()))
}

// stack returns the calls that led to the panic, innermost first, as
// [runtime/debug.Stack] has them but without arguments.
func stack() string {
	var pcs [64]uintptr
	// Without Callers, stack, Panic and the function that recovered.
	frames := runtime.CallersFrames(pcs[:runtime.Callers(4, pcs[:])])
	var b strings.Builder
	for {
		f, more := frames.Next()
		if !strings.HasPrefix(f.Function, "runtime.") {
			fmt.Fprintf(&b, "%s(...)\n\t%s:%d +0x%x\n", f.Function, f.File, f.Line, f.PC-f.Entry)
		}
		if !more {
			return b.String()
		}
	}
}
