package domain_test

import (
	"testing"
	"time"

	"github.com/cleanslate-edu/cleanslate/shared/domain"
)

var noon = time.Date(2026, 8, 31, 12, 0, 0, 0, time.UTC)

var states = []domain.State{
	domain.Draft, domain.Open, domain.Paused, domain.Closed, domain.Deleted, domain.Erasing, domain.Erased,
}

// Only what is open or paused is closed by the clock, at the very instant.
func TestStateAt(t *testing.T) {
	t.Parallel()
	for _, state := range states {
		s := domain.Session{State: state, ClosesAt: noon, Version: 7}
		if got := s.StateAt(noon.Add(-1)); got != state {
			t.Errorf("%s is %s before its end", state, got)
		}
		if got := s.VersionAt(noon.Add(-1)); got != 14 {
			t.Errorf("%s has version %d before its end", state, got)
		}
		want, version := state, 14
		if state == domain.Open || state == domain.Paused {
			want, version = domain.Closed, 15
		}
		if got := s.StateAt(noon); got != want {
			t.Errorf("%s is %s at its end, want %s", state, got, want)
		}
		if got := s.VersionAt(noon); got != version {
			t.Errorf("%s has version %d at its end, want %d", state, got, version)
		}
		s.ClosesAt = time.Time{}
		if got := s.StateAt(noon.AddDate(100, 0, 0)); got != state {
			t.Errorf("%s without an end becomes %s", state, got)
		}
	}
}

// Every state that students see in turn has a version above the one before, also
// when the end is moved after the session has closed by the clock.
func TestVersionAtRises(t *testing.T) {
	t.Parallel()
	s := domain.Session{State: domain.Open, ClosesAt: noon, Version: 1}
	open := s.VersionAt(noon.Add(-1))
	closed := s.VersionAt(noon)
	s.ClosesAt, s.Version = noon.Add(time.Hour), s.Version+1
	reopened := s.VersionAt(noon)
	closedAgain := s.VersionAt(noon.Add(time.Hour))
	s.State, s.Version = domain.Closed, s.Version+1
	byHand := s.VersionAt(noon.Add(time.Hour))
	if !(open < closed && closed < reopened && reopened < closedAgain && closedAgain < byHand) {
		t.Errorf("versions %d, %d, %d, %d, %d", open, closed, reopened, closedAgain, byHand)
	}
}

func TestCanBecome(t *testing.T) {
	t.Parallel()
	allowed := map[[2]domain.State]bool{
		{domain.Draft, domain.Draft}: true, {domain.Draft, domain.Open}: true,
		{domain.Open, domain.Open}: true, {domain.Open, domain.Paused}: true, {domain.Open, domain.Closed}: true,
		{domain.Paused, domain.Open}: true, {domain.Paused, domain.Paused}: true, {domain.Paused, domain.Closed}: true,
		{domain.Closed, domain.Closed}: true,
	}
	for _, from := range append(states, "", "unknown") {
		for _, to := range append(states, "", "unknown") {
			if got := from.CanBecome(to); got != allowed[[2]domain.State{from, to}] {
				t.Errorf("%q to %q: %v", from, to, got)
			}
		}
	}
}

func TestSettled(t *testing.T) {
	t.Parallel()
	var none time.Time
	const grace, open = domain.CloseGrace, time.Duration(-1)
	for name, c := range map[string]struct {
		state                    domain.State
		closedAt, readAt, closes time.Time
		now                      time.Time
		want                     time.Duration
	}{
		"open":                             {domain.Open, none, noon, none, noon, open},
		"paused":                           {domain.Paused, none, noon, none, noon, open},
		"closed just now":                  {domain.Closed, noon, noon, none, noon, grace},
		"closed, and answers still count":  {domain.Closed, noon, noon.Add(grace), none, noon.Add(grace), 1},
		"closed, and no answer counts":     {domain.Closed, noon, noon.Add(grace + 1), none, noon.Add(grace), 0},
		"closed, by a clock that is ahead": {domain.Closed, noon, noon.Add(time.Second), none, noon.Add(time.Hour), grace - time.Second + 1},
		"closed before its end":            {domain.Closed, noon, noon.Add(time.Second), noon.Add(time.Hour), noon.Add(time.Second), grace - time.Second + 1},
		"its end is to come":               {domain.Open, none, noon, noon.Add(1), noon, open},
		"its end has come":                 {domain.Open, none, noon, noon, noon, grace},
		"its end came a moment ago":        {domain.Open, none, noon, noon, noon.Add(grace - 1), 1},
		"its end has passed":               {domain.Open, none, noon, noon, noon.Add(grace), 0},
		"closed long after its end":        {domain.Closed, noon.Add(time.Hour), noon.Add(time.Hour), noon, noon.Add(time.Hour), 0},
		"deleted":                          {domain.Deleted, noon, noon.Add(time.Hour), noon, noon.Add(time.Hour), open},
	} {
		s := domain.Session{State: c.state, ClosedAt: c.closedAt, ReadAt: c.readAt, ClosesAt: c.closes}
		got, closed := s.SettlesIn(c.now)
		if !closed {
			got = open
		}
		if got != c.want {
			t.Errorf("%s: %v, want %v", name, got, c.want)
		}
	}
}

// The close rule, at its edges: whatever is acknowledged at once, because a
// snapshot read at R was open, counts whenever the session was closed after R.
func TestCloseRule(t *testing.T) {
	t.Parallel()
	if !domain.Counts(noon, time.Time{}) {
		t.Error("an answer in a session that nobody closed doesn't count")
	}
	for offset, want := range map[time.Duration]bool{
		-time.Hour: true, 0: true, domain.CloseGrace: true, domain.CloseGrace + 1: false, time.Hour: false,
	} {
		if got := domain.Counts(noon.Add(offset), noon); got != want {
			t.Errorf("an answer %v after the close counts: %v", offset, got)
		}
	}
	read := noon
	for closed := time.Duration(0); closed < 5*time.Second; closed += 250 * time.Millisecond {
		for at := -time.Second; at <= domain.AckSlack; at += 250 * time.Millisecond {
			if !domain.Counts(read.Add(at), read.Add(closed)) {
				t.Errorf("acknowledged at R%+v and not counted after a close at R%+v", at, closed)
			}
		}
	}
}

// Restoring and deleting again doesn't move the final date, and no policy makes
// the window longer than six months (promise P24).
func TestRestorableUntil(t *testing.T) {
	t.Parallel()
	s := domain.Session{FirstDeletedAt: noon, DeletedAt: noon.AddDate(0, 3, 0)}
	for months, want := range map[int]string{
		0: "2026-08-31T12:00:00Z", 1: "2026-09-30T12:00:00Z", 6: "2027-02-28T12:00:00Z", 7: "2027-02-28T12:00:00Z", 1200: "2027-02-28T12:00:00Z",
	} {
		if got := s.RestorableUntil(&domain.Org{Policy: domain.Policy{KeptDays: 30, RestoreMonths: months}}).Format(time.RFC3339); got != want {
			t.Errorf("with %d months restorable until %s, want %s", months, got, want)
		}
	}
	if got := (&domain.Session{}).RestorableUntil(&domain.Org{Policy: domain.Policy{KeptDays: 30, RestoreMonths: 6}}); !got.IsZero() {
		t.Errorf("never deleted and restorable until %v", got)
	}
}

func TestSessionMembersAndQuestions(t *testing.T) {
	t.Parallel()
	s := domain.Session{
		Owner: "m1", CoTeachers: []string{"m2"},
		Mode: domain.TeacherPaced, CurrentQuestion: "q2", Shown: []string{"q1", "q2"},
	}
	if !s.TaughtBy("m1") || !s.TaughtBy("m2") || s.TaughtBy("m3") || s.TaughtBy("") {
		t.Error("TaughtBy")
	}
	if s.TakesAnswersTo("q1") || !s.TakesAnswersTo("q2") || s.TakesAnswersTo("q3") {
		t.Error("teacher-paced: TakesAnswersTo")
	}
	if !s.Shows("q1") || !s.Shows("q2") || s.Shows("q3") {
		t.Error("teacher-paced: Shows")
	}
	s.Mode = domain.SelfPaced
	if !s.TakesAnswersTo("q1") || !s.TakesAnswersTo("q3") || !s.Shows("q3") {
		t.Error("self-paced: all questions are shown and take answers")
	}
}

func TestTicketExpiry(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		closesAt, want time.Time
	}{
		{noon.Add(time.Hour), noon.Add(time.Hour + 14*24*time.Hour)},
		{time.Time{}, noon.Add((30 + 14) * 24 * time.Hour)},
	} {
		if got := (&domain.Session{ClosesAt: tt.closesAt}).TicketExpiry(noon); !got.Equal(tt.want) {
			t.Errorf("closing at %v the ticket ends at %v, want %v", tt.closesAt, got, tt.want)
		}
	}
}
