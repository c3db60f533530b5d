package live

import (
	"errors"
	"testing"
	"time"

	"github.com/cleanslate-edu/cleanslate/shared/domain"
)

// An archive waits for memory, but not forever.
func TestArchiveWaitsForRoom(t *testing.T) {
	t.Parallel()
	looks := 0
	if err := wait(t.Context(), func() bool { looks++; return looks == 3 }, time.Millisecond, time.Minute); err != nil || looks != 3 {
		t.Errorf("%v after %d looks", err, looks)
	}
	if err := wait(t.Context(), func() bool { return false }, time.Millisecond, 10*time.Millisecond); !errors.Is(err, domain.ErrUnavailable) {
		t.Error(err)
	}
}
