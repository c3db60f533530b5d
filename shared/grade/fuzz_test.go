package grade

import (
	"testing"

	"github.com/cleanslate-edu/cleanslate/shared/seal"
)

// Sealed grades are read back from a database that others may have written to.
func FuzzOpen(f *testing.F) {
	key, err := seal.ParseKey(make([]byte, seal.KeySize)) // the same in each of the processes that fuzz
	if err != nil {
		f.Fatal(err)
	}
	place := seal.ParticipantPath("s", "p")
	for _, s := range []string{`{"q1":{"points":2,"comment":"Good"}}`, `{}`, `null`, `[]`, `{"q1":null}`, `{"q1":{"points":"x"}}`, ""} {
		f.Add([]byte(s))
	}
	f.Fuzz(func(t *testing.T, plain []byte) {
		if _, err := Open(key, "s", "p", plain); err == nil && len(plain) > 0 {
			t.Errorf("opened %q, which was never sealed", plain)
		}
		if _, err := Open(key, "s", "other", key.Seal(place, seal.Grades, plain)); err == nil {
			t.Error("opened another student's grades")
		}
		if grades, err := Open(key, "s", "p", key.Seal(place, seal.Grades, plain)); err == nil && grades == nil && string(plain) != "null" {
			t.Errorf("%q: no map", plain)
		}
	})
}
