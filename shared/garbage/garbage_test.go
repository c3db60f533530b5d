package garbage

import (
	"runtime/debug"
	"testing"
)

func TestInit(t *testing.T) {
	if was := debug.SetGCPercent(Percent); was != Percent {
		t.Errorf("the next collection is after %d %%, want %d", was, Percent)
	}
}
