package environ

import (
	"log/slog"
	"os"
	"strconv"
)

// TraceRatio returns which part of what is handled is to be traced, 0 to 1. What
// can't be read is logged, and means none.
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
