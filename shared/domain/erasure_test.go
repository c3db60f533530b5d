package domain_test

import (
	"encoding/json"
	"testing"
	"time"

	"github.com/cleanslate-edu/cleanslate/shared/domain"
)

// A receipt names when ciphertext and keys are gone, and the earlier of them, as nobody can bring back what lacks
// either.
func TestReceiptSaysWhenItIsOver(t *testing.T) {
	t.Parallel()
	keys := time.Date(2026, 9, 1, 8, 0, 0, 0, time.UTC)
	documents, ticket := keys.Add(time.Minute), keys.Add(-24*time.Hour)
	week := 7 * 24 * time.Hour
	day := func(t time.Time) *time.Time { return &t }
	id := domain.EncodeID([domain.IDBytes]byte{1})
	for _, c := range []struct {
		subject        domain.Subject
		ticket         time.Time
		keysGone, over time.Time
		plain          *time.Time
	}{
		{domain.Subject{Kind: domain.SubjectSession, Session: id}, ticket, ticket.Add(domain.TicketSecretLife), documents.Add(week), day(documents.Add(week))},
		{domain.Subject{Kind: domain.SubjectSession, Session: id}, keys.AddDate(-1, 0, 0), keys.Add(week), keys.Add(week), day(documents.Add(week))},
		{domain.Subject{Kind: domain.SubjectParticipant, Session: id, ID: id}, ticket, ticket.Add(domain.TicketSecretLife), ticket.Add(domain.TicketSecretLife), nil},
		{domain.Subject{Kind: domain.SubjectMember, ID: id}, time.Time{}, keys.Add(week), keys.Add(week), day(documents.Add(week))},
		{domain.Subject{Kind: domain.SubjectOrg}, time.Time{}, keys.Add(week), keys.Add(week), day(documents.Add(week))},
		// No key seals a set.
		{domain.Subject{Kind: domain.SubjectQuestionSet, ID: id}, time.Time{}, documents.Add(week), documents.Add(week), day(documents.Add(week))},
	} {
		r := domain.NewReceipt(&domain.Erasure{Receipt: "r", Subject: c.subject, KeysDeletedAt: keys}, domain.Counted{}, c.ticket, documents)
		if r.Format != 2 || !r.KeysGoneAt.Equal(c.keysGone) || !r.IrrecoverableAt.Equal(c.over) || (r.PlainUntil == nil) != (c.plain == nil) ||
			r.PlainUntil != nil && !r.PlainUntil.Equal(*c.plain) || !r.Consistent() || r.AwaitsRewrite() != (c.plain == nil) {
			t.Errorf("%s: %+v", c.subject.Kind, r)
		}
		if c.plain != nil {
			continue
		}
		later := documents.Add(30 * 24 * time.Hour)
		next := r.FollowUp(later)
		if next.ID == r.ID || next.Follows != r.ID || !next.PlainUntil.Equal(later.Add(week)) || !next.IrrecoverableAt.Equal(later.Add(week)) || !next.KeysGoneAt.Equal(r.KeysGoneAt) || !next.Consistent() || next.AwaitsRewrite() {
			t.Errorf("the receipt that follows: %+v", next)
		}
		if last := r.FollowUp(r.KeysGoneAt); !last.IrrecoverableAt.Equal(r.KeysGoneAt) {
			t.Errorf("rewritten late: %+v", last)
		}
	}
}

// The first format's receipts say nothing of a rewrite, and wait for none.
func TestAwaitsRewrite(t *testing.T) {
	t.Parallel()
	at := time.Date(2026, 9, 8, 8, 1, 0, 0, time.UTC)
	for _, tt := range []struct {
		r    domain.Receipt
		want bool
	}{
		{domain.Receipt{Format: 1, Kind: domain.SubjectParticipant}, false},
		{domain.Receipt{Format: 2, Kind: domain.SubjectParticipant}, true},
		{domain.Receipt{Format: 2, Kind: domain.SubjectParticipant, PlainUntil: &at}, false},
		{domain.Receipt{Format: 2, Kind: domain.SubjectSession}, false},
	} {
		if got := tt.r.AwaitsRewrite(); got != tt.want {
			t.Errorf("%+v: %v, want %v", tt.r, got, tt.want)
		}
	}
}

func TestReceiptsOfBothFormats(t *testing.T) {
	t.Parallel()
	for body, want := range map[string]bool{
		`{"format":1,"kind":"session","irrecoverableAt":"2027-02-28T09:00:00Z","plainUntil":"2026-09-08T08:01:00Z"}`:                                                       true,
		`{"format":1,"kind":"session","irrecoverableAt":"2027-02-28T09:00:00Z","plainUntil":"2026-09-08T08:01:00Z","keysGoneAt":"2027-02-28T09:00:00Z"}`:                   false,
		`{"format":2,"kind":"session","irrecoverableAt":"2026-09-08T08:01:00Z","plainUntil":"2026-09-08T08:01:00Z","keysGoneAt":"2027-02-28T09:00:00Z"}`:                   true,
		`{"format":2,"kind":"session","irrecoverableAt":"2027-02-28T09:00:00Z","plainUntil":"2026-09-08T08:01:00Z","keysGoneAt":"2027-02-28T09:00:00Z"}`:                   false,
		`{"format":2,"kind":"session","irrecoverableAt":"2027-02-28T09:00:00Z","plainUntil":null,"keysGoneAt":"2027-02-28T09:00:00Z"}`:                                     false,
		`{"format":2,"kind":"participant","irrecoverableAt":"2027-02-28T09:00:00Z","plainUntil":null,"keysGoneAt":"2027-02-28T09:00:00Z"}`:                                 true,
		`{"format":2,"kind":"participant","irrecoverableAt":"2026-09-08T08:01:00Z","plainUntil":"2026-09-08T08:01:00Z","keysGoneAt":"2027-02-28T09:00:00Z"}`:               false,
		`{"format":2,"kind":"participant","follows":"r","irrecoverableAt":"2026-09-08T08:01:00Z","plainUntil":"2026-09-08T08:01:00Z","keysGoneAt":"2027-02-28T09:00:00Z"}`: true,
		`{"format":3,"kind":"session","irrecoverableAt":"2026-09-08T08:01:00Z","plainUntil":"2026-09-08T08:01:00Z","keysGoneAt":"2027-02-28T09:00:00Z"}`:                   false,
	} {
		var r domain.Receipt
		if err := json.Unmarshal([]byte(body), &r); err != nil || r.Consistent() != want {
			t.Errorf("%s: %v, %v, want %v", body, r.Consistent(), err, want)
		}
	}
}
