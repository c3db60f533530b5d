package environ

import (
	"log/slog"
	"os"
	"strconv"
)

// TraceRatio returns the fraction of requests and messages to trace, 0 to 1. A value that
// can't be read is logged and means none.
func TraceRatio() float64 {
	s := os.Getenv(Traces)
	if s == "" {
		return 0
	}
	ratio, err := strconv.ParseFloat(s, 64)
	if err != nil || !(ratio >= 0 && ratio <= 1) {
		slog.Error("the ratio of traces can't be read", "variable", Traces)
		return 0
	}
	return ratio
}
