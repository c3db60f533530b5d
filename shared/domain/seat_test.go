package domain_test

import (
	"fmt"
	"testing"

	"github.com/cleanslate-edu/cleanslate/shared/domain"
)

// What several requests restrict stays so until the last of them is lifted, and a seat has
// room for so many and no more.
func TestRestrictions(t *testing.T) {
	t.Parallel()
	var s domain.Seat
	for range 2 {
		if !s.Restrict("a") || !s.Restrict("b") || s.Restricted != "a b" {
			t.Fatalf("restricted by %q", s.Restricted)
		}
	}
	s.Lift("c")
	s.Lift("a")
	if s.Restricted != "b" {
		t.Errorf("one is lifted: %q", s.Restricted)
	}
	s.Lift("b")
	s.Lift("b")
	if s != (domain.Seat{}) {
		t.Errorf("all are lifted: %+v", s)
	}
	for i := range domain.RestrictionsMax {
		if !s.Restrict(fmt.Sprint(i)) {
			t.Errorf("no room for %d", i)
		}
	}
	if s.Restrict("more") || !s.Restrict("0") {
		t.Error("there is room for more than there may be, or none for one that is there")
	}
}
