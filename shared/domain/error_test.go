package domain_test

import (
	"encoding/json"
	"errors"
	"fmt"
	"testing"

	"github.com/cleanslate-edu/cleanslate/shared/domain"
)

// A wrapped Error keeps its kind, which decides on the status, and its fields.
func TestErrorsKeepTheirKind(t *testing.T) {
	t.Parallel()
	err := fmt.Errorf("opening session x: %w", domain.Problem(domain.ErrConflict, "paused", "Wait %d minutes.", 5))
	var e *domain.Error
	if !errors.Is(err, domain.ErrConflict) || errors.Is(err, domain.ErrNotFound) || !errors.As(err, &e) {
		t.Fatalf("%v lost its kind", err)
	}
	if e.Slug != "paused" || e.Detail != "Wait 5 minutes." || err.Error() != "opening session x: paused: Wait 5 minutes." {
		t.Errorf("got %+v, %q", e, err)
	}
	err = domain.Invalid(domain.FieldError{Pointer: "/title", Detail: "Too long."})
	if !errors.Is(err, domain.ErrInvalid) || !errors.As(err, &e) || len(e.Fields) != 1 {
		t.Fatalf("got %+v", err)
	}
	if b, _ := json.Marshal(e.Fields); string(b) != `[{"pointer":"/title","detail":"Too long."}]` {
		t.Errorf("fields are written %s", b)
	}
}
