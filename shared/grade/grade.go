// Package grade seals and opens the grades that teachers give by hand. They are
// sealed under the student's key, so that they are erased with everything else
// of theirs.
//
// The functions that show results call it, and rights for the student
// themselves. It must never log a grade or put one into an error.
package grade

import (
	"github.com/cleanslate-edu/cleanslate/shared/domain"
	"github.com/cleanslate-edu/cleanslate/shared/seal"
)

// Seal seals a participant's grades by question.
func Seal(key seal.Key, sid, pid string, grades map[string]domain.Grade) ([]byte, error) {
	return key.SealJSON(seal.ParticipantPath(sid, pid), seal.Grades, grades)
}

// Open is the inverse of Seal. A participant without sealed grades has none; the
// map is never nil without an error.
func Open(key seal.Key, sid, pid string, sealed []byte) (map[string]domain.Grade, error) {
	grades := make(map[string]domain.Grade)
	if len(sealed) == 0 {
		return grades, nil
	}
	return grades, key.OpenJSON(seal.ParticipantPath(sid, pid), seal.Grades, sealed, &grades)
}
