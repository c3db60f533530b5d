package lifecycle

import (
	"errors"
	"testing"
	"time"

	"github.com/cleanslate-edu/cleanslate/shared/domain"
)

// finals returns what a dry run says each subject becomes in the end; a subject that stays has none.
func finals(d Departure) map[domain.Subject]domain.State {
	all := make(map[domain.Subject]domain.State)
	for _, item := range d.Items {
		if n := len(item.Steps); n > 0 && item.Steps[n-1].Hold == "" {
			all[item.Subject] = item.Steps[n-1].To
		}
	}
	return all
}

// What the dry run of a teacher's leaving says is what happens when they leave: to their sessions and sets, to those
// they only share, and to what a hold keeps. Looking changes nothing.
func TestDepartureOfAMember(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	ctx, signer := t.Context(), newSigner(t)
	member, other := w.member(), w.id()
	own := w.session(1, 1, func(s *domain.Session) { s.Owner = member })
	held := w.session(1, 1, func(s *domain.Session) { s.Owner = member })
	taught := w.session(1, 1, func(s *domain.Session) { s.Owner, s.CoTeachers = other, []string{member} })
	apart := w.session(1, 1, func(s *domain.Session) { s.Owner = other })
	shared, mine := w.id(), w.id()
	w.put("(default)", []write{
		{"orgs/" + north + "/questionSets/" + shared, map[string]any{"owner": member, "shared": "school", "title": "Shared", "deleted": false}},
		{"orgs/" + north + "/questionSets/" + mine, map[string]any{"owner": member, "shared": "none", "title": "Mine", "deleted": false}},
	})
	hold, err := w.PlaceHold(ctx, domain.Hold{ID: w.id(), Org: north, Kind: domain.HoldLegal, Session: held.ID, Name: "Case", PlacedAt: w.time, Until: domain.AddMonths(w.time, 30)})
	w.must(err)
	org, err := w.data.Org(ctx, north)
	w.must(err)
	before := w.dump()
	subject := domain.Subject{Kind: domain.SubjectMember, Org: north, ID: member}
	until := domain.AddMonths(w.time, 12)
	d, err := w.Depart(ctx, org, subject, w.time, until, 100)
	w.must(err)
	if after := w.dump(); len(after) != len(before) {
		t.Errorf("looking changed something: %d documents, %d before", len(after), len(before))
	}
	said, rest := finals(d), make(map[domain.Subject]domain.Stay)
	for _, item := range d.Items {
		rest[item.Subject] = item.Stays
		for _, s := range item.Steps {
			if s.Rule.Promise(item.Subject.Kind) == "" {
				t.Errorf("%+v is by no promise", s)
			}
		}
	}
	set := func(id string) domain.Subject {
		return domain.Subject{Kind: domain.SubjectQuestionSet, Org: north, ID: id}
	}
	if said[ofSession(own.ID)] != domain.Erased || said[set(mine)] != domain.Erased || said[subject] != domain.Erased {
		t.Errorf("of what is theirs it says %v", said)
	}
	if rest[ofSession(taught.ID)] != domain.StaysColleagues || rest[set(shared)] != domain.StaysSchool {
		t.Errorf("of what is others' it says %v", rest)
	}
	if _, ok := rest[ofSession(apart.ID)]; ok {
		t.Error("it speaks of what has nothing to do with them")
	}
	stopped := false
	for _, item := range d.Items {
		for _, s := range item.Steps {
			stopped = stopped || item.Subject == ofSession(held.ID) && s.Hold == hold.ID
		}
	}
	if !stopped {
		t.Errorf("it doesn't say what is held: %+v", d.Items)
	}

	// Now they leave.
	out, err := w.Erase(ctx, domain.Erasure{Subject: subject, Rule: domain.RuleFormal, Ground: domain.GroundSchool})
	if err != nil || out.Receipt == nil {
		t.Fatal(out, err)
	}
	end := w.time
	for ; end.Before(until); end = end.AddDate(0, 0, 20) {
		w.time = end
		w.work(w.tick(signer))
	}
	w.time = until
	w.work(w.tick(signer))
	for sid, want := range map[string]domain.State{own.ID: domain.Erased, held.ID: domain.Deleted} {
		if s, err := w.data.Session(ctx, sid); err != nil || s.State != want {
			t.Errorf("a session became %v, %v; want %s", s, err, want)
		}
	}
	if back, err := w.data.IsBack(ctx, set(mine)); back || err != nil {
		t.Errorf("their own set is there: %v", err)
	}
	if back, err := w.data.IsBack(ctx, set(shared)); !back || err != nil {
		t.Errorf("the school's set is gone: %v", err)
	}
}

// The dry run of a contract's end is the planner's: everything is deleted on the day, erased after its window, and the
// org a year later.
func TestDepartureOfAnOrg(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	ctx := t.Context()
	s := w.session(1, 1)
	org, err := w.data.Org(ctx, north)
	w.must(err)
	on := w.time.AddDate(0, 0, 3)
	d, err := w.Depart(ctx, org, domain.Subject{Kind: domain.SubjectOrg, Org: north}, on, domain.AddMonths(on, 13), 100)
	w.must(err)
	said := finals(d)
	if said[ofSession(s.ID)] != domain.Erased || said[domain.Subject{Kind: domain.SubjectOrg, Org: north}] != domain.Erased {
		t.Errorf("it says %v", said)
	}
	for _, item := range d.Items {
		for _, step := range item.Steps {
			if step.At.Before(on) || step.Rule == domain.RuleContract && !step.Due.Equal(domain.OrgKept.After(on)) {
				t.Errorf("%+v", step)
			}
		}
	}
	if d, err := w.Depart(ctx, org, domain.Subject{Kind: domain.SubjectOrg, Org: north}, on, domain.AddMonths(on, 13), 1); err != nil || !d.Truncated {
		t.Errorf("more than it may look at: %+v, %v", d, err)
	}
}

// A student's going takes what is theirs; what the school and the others entered stays as long as it would.
func TestDepartureOfAStudent(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	ctx := t.Context()
	s := w.session(2, 1)
	org, err := w.data.Org(ctx, north)
	w.must(err)
	student := domain.Subject{Kind: domain.SubjectParticipant, Org: north, Session: s.ID, ID: w.participants(s.ID)[0]}
	on := w.time.Add(time.Hour)
	d, err := w.Depart(ctx, org, student, on, domain.AddMonths(on, 24), 100)
	w.must(err)
	if len(d.Items) != 2 || finals(d)[student] != domain.Erased || !d.Items[0].Steps[0].At.Equal(on) || d.Items[1].Stays != domain.StaysOthers || len(d.Items[1].Steps) == 0 {
		t.Errorf("it says %+v", d.Items)
	}
	for _, gone := range []domain.Subject{
		{Kind: domain.SubjectParticipant, Org: north, Session: s.ID, ID: w.id()}, {Kind: domain.SubjectParticipant, Org: north, Session: w.id(), ID: student.ID},
		{Kind: domain.SubjectMember, Org: north, ID: w.id()},
	} {
		if _, err := w.Depart(ctx, org, gone, on, on, 100); !errors.Is(err, domain.ErrNotFound) {
			t.Errorf("who isn't there: %v", err)
		}
	}
	other := org
	other.ID = "org_south"
	student.Org = other.ID
	if _, err := w.Depart(ctx, other, student, on, on, 100); !errors.Is(err, domain.ErrNotFound) {
		t.Errorf("another school's student: %v", err)
	}
}
