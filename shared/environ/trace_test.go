package environ

import "testing"

func TestTraceRatio(t *testing.T) {
	for value, want := range map[string]float64{"": 0, "0": 0, "0.01": 0.01, "1": 1, "1.5": 0, "-1": 0, "NaN": 0, "many": 0} {
		t.Setenv(Traces, value)
		if got := TraceRatio(); got != want {
			t.Errorf("%q is %v, want %v", value, got, want)
		}
	}
}
