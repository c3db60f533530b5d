package answerlog

import (
	"errors"
	"time"

	"github.com/cleanslate-edu/cleanslate/shared/domain"
	"github.com/cleanslate-edu/cleanslate/shared/wire"
)

// sessionFrom decodes a session that was read at the given time, as package store does
// (TestLogReadsAsStore there).
func sessionFrom(id string, d *wire.Document, at time.Time) *domain.Session {
	invitation := &wire.Document{Fields: wire.Read(d, "invitation", wire.Fields)}
	text := func(name string) string { return wire.Read(d, name, wire.Text) }
	texts := func(name string) []string { return wire.Read(d, name, wire.List(wire.Text)) }
	when := func(name string) time.Time { return wire.Read(d, name, wire.Time) }
	s := &domain.Session{
		ID: id, Org: text("org"), Owner: text("owner"), CoTeachers: texts("coTeachers"),
		Title: text("title"), Code: text("code"), GivenCode: text("givenCode"), Mode: domain.Mode(text("mode")), Feedback: domain.Feedback(text("feedback")),
		Shuffle: wire.Read(d, "shuffle", wire.Bool), State: domain.State(text("state")),
		Locked: wire.Read(d, "locked", wire.Bool), PublicKey: wire.Read(d, "publicKey", wire.Bytes),
		HasSeats: wire.Read(d, "hasSeats", wire.Bool), CurrentQuestion: text("currentQuestion"), Shown: texts("shown"),
		Version: wire.Read(d, "version", wire.Int), QuestionCount: wire.Read(d, "questionCount", wire.Int),
		Set: domain.SetVersion{Set: text("questionSet"), Version: wire.Read(d, "setVersion", wire.Int)},
		Invitation: domain.Invitation{
			Hash: wire.Read(invitation, "hash", wire.Bytes), Salt: wire.Read(invitation, "salt", wire.Text),
			ExpiresAt: wire.Read(invitation, "expiresAt", wire.Time),
		},
		Request: wire.Read(d, "request", wire.Bytes), CreatedAt: when("createdAt"), ClosesAt: when("closesAt"),
		ClosedAt: when("closedAt"), EndedAt: when("endedAt"), ActiveAt: when("activeAt"),
		DeletedAt: when("deletedAt"), FirstDeletedAt: when("firstDeletedAt"),
		ReadAt: at,
	}
	d.Err = errors.Join(d.Err, invitation.Err)
	return s
}
