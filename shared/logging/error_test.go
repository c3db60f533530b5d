package logging

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"testing"
)

type caused struct{ error }

func (caused) LogCause() string { return "kms" }

// An error's line names what caused it, however deep that is.
func TestErrorNamesItsCause(t *testing.T) {
	t.Parallel()
	away := errors.New("away")
	for _, tt := range []struct {
		err         error
		text, cause string
	}{
		{away, "away", ""},
		{fmt.Errorf("opening: %w", caused{away}), "opening: away", "kms"},
		{errors.Join(away, fmt.Errorf("sealing: %w", caused{away})), "away\nsealing: away", "kms"},
	} {
		var b bytes.Buffer
		New(&b, Options{}).Warn("failed", Error(tt.err))
		var line struct{ Error, Cause string }
		if err := json.Unmarshal(b.Bytes(), &line); err != nil || line.Error != tt.text || line.Cause != tt.cause {
			t.Errorf("%v is logged as %s (%v)", tt.err, b.Bytes(), err)
		}
	}
}
