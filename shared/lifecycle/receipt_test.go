package lifecycle

import (
	"strings"
	"testing"
	"time"

	raw "cloud.google.com/go/firestore"

	"github.com/cleanslate-edu/cleanslate/shared/domain"
)

// The receipts of a school that was erased, and their chain, are kept for ten calendar years and then gone from both
// databases, that of the school last; those of a school that is there are kept, and so are those of one whose own receipt
// isn't stored yet.
func TestReceiptsEnd(t *testing.T) {
	t.Parallel()
	const south, going = "org_south", "org_going"
	w := newWorld(t)
	ctx, signer := t.Context(), newSigner(t)
	w.time = time.Date(2028, 2, 29, 12, 0, 0, 0, time.UTC)
	for _, id := range []string{south, going} {
		w.must(w.data.CreateOrg(ctx, domain.Org{ID: id, Revision: 1, Timezone: "UTC", State: domain.OrgActive, Policy: domain.Policy{KeptDays: 30}}, nil))
	}
	put := func(org, id string, kind domain.SubjectKind) {
		t.Helper()
		r, err := w.vault.PutReceipt(ctx, domain.Receipt{Format: 2, ID: id, Org: org, Kind: kind, ErasedAt: w.time, KeysGoneAt: w.time, PlainUntil: &w.time, IrrecoverableAt: w.time})
		w.must(err)
		w.must(w.data.FinishErasure(ctx, id, r))
	}
	for _, org := range []string{north, south, going} {
		for _, kind := range []domain.SubjectKind{domain.SubjectSession, domain.SubjectParticipant, domain.SubjectQuestionSet, domain.SubjectMember} {
			put(org, w.id(), kind)
		}
		if org != going {
			put(org, domain.Subject{Kind: domain.SubjectOrg, Org: org}.ErasureID(), domain.SubjectOrg)
		}
	}
	for _, org := range []string{south, going} {
		if _, err := w.client("(default)").Doc("orgs/"+org).Update(ctx, []raw.Update{{Path: "state", Value: "erased"}}); err != nil {
			t.Fatal(err)
		}
	}
	count := func(org string) (n int) {
		for path, doc := range w.dump() {
			if strings.Contains(path, " chains/"+org) || strings.Contains(path, " receipts/") && strings.Contains(doc, `"`+org+`"`) {
				n++
			}
		}
		return n
	}
	w.time = w.time.Add(time.Hour)
	w.tick(signer)
	whole := map[string]int{north: 2 * 7, south: 2 * 7, going: 2 * 6} // receipts, a chain and a block, in both
	for org, want := range whole {
		if n := count(org); n != want {
			t.Errorf("at first %s has %d documents, want %d", org, n, want)
		}
	}
	// 29 February 2028 and ten years: 28 February 2038.
	for _, tt := range []struct {
		at   time.Time
		left int
	}{
		{time.Date(2038, 2, 28, 11, 59, 59, 0, time.UTC), whole[south]},
		{time.Date(2038, 2, 28, 12, 0, 0, 0, time.UTC), 0},
		{time.Date(2038, 2, 28, 13, 0, 0, 0, time.UTC), 0},
	} {
		w.time = tt.at
		w.tick(signer)
		if n := count(south); n != tt.left {
			t.Errorf("at %v there are %d documents, want %d", tt.at, n, tt.left)
		}
	}
	for _, org := range []string{north, going} {
		if n := count(org); n != whole[org] {
			t.Errorf("of %s, which isn't erased, %d documents are left, want %d", org, n, whole[org])
		}
	}
}
