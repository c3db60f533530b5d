package domain_test

import (
	"testing"
	"time"

	"github.com/cleanslate-edu/cleanslate/shared/domain"
)

// Its owner and administrators change a set; colleagues read what is shared. When its owner leaves, what was shared is the
// school's, and the rest is in the trash.
func TestHolding(t *testing.T) {
	t.Parallel()
	now := time.Date(2026, 9, 1, 8, 0, 0, 0, time.UTC)
	ada := domain.Principal{Subject: "ada", Org: "org_north", Permissions: []string{domain.SessionsWrite}}
	grace := domain.Principal{Subject: "grace", Org: "org_north", Permissions: []string{domain.OrgAdmin}}
	linus := domain.Principal{Subject: "linus", Org: "org_north", Permissions: []string{domain.SessionsWrite}}
	for _, shared := range []domain.Sharing{domain.SharedWithNobody, domain.SharedWithSchool} {
		h := domain.Holding{Owner: ada.Member(), Shared: shared}
		if !ada.OwnsSet(&h) || !ada.ReadsSet(&h) || !grace.OwnsSet(&h) || linus.OwnsSet(&h) || linus.ReadsSet(&h) != (shared == domain.SharedWithSchool) {
			t.Errorf("%s: who may what", shared)
		}
		h.Leave(now)
		if h.Owner != domain.Nobody || h.Hidden() != (shared == domain.SharedWithNobody) || h.Shared != shared || ada.OwnsSet(&h) || !grace.OwnsSet(&h) {
			t.Errorf("%s, after its owner left: %+v", shared, h)
		}
	}
	h := domain.Holding{Owner: ada.Member()}
	h.Delete(now)
	h.Delete(now.Add(time.Hour))
	if !h.DeletedAt.Equal(now) {
		t.Errorf("deleted twice: %+v", h)
	}
	if h.Restore(); h.Hidden() {
		t.Errorf("restored: %+v", h)
	}
}
