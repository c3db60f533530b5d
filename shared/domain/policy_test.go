package domain_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/cleanslate-edu/cleanslate/shared/domain"
)

// A policy is accepted at each of its limits, and refused just past it.
func TestPolicyLimits(t *testing.T) {
	t.Parallel()
	policy := func(change func(*domain.Policy)) (refused []string) {
		p := domain.Policy{KeptDays: 30, RestoreMonths: 6, PrivacyContact: "privacy@north.example", Purposes: []string{"teaching"}, Clause: "7"}
		change(&p)
		for _, f := range p.Check() {
			refused = append(refused, f.Pointer)
		}
		return refused
	}
	kept := func(months, days int) func(*domain.Policy) {
		return func(p *domain.Policy) { p.KeptMonths, p.KeptDays = months, days }
	}
	restored := func(months, days int) func(*domain.Policy) {
		return func(p *domain.Policy) { p.RestoreMonths, p.RestoreDays = months, days }
	}
	most := func(n int) func(*domain.Policy) { return func(p *domain.Policy) { p.MaxParticipants = n } }
	purposes := func(n, length int) func(*domain.Policy) {
		return func(p *domain.Policy) { p.Purposes = slices.Repeat([]string{strings.Repeat("x", length)}, n) }
	}
	for what, c := range map[string]struct{ taken, refused func(*domain.Policy) }{
		"/kept a day, and none":                  {kept(0, 1), kept(0, 0)},
		"/kept a month, and a negative one":      {kept(1, 0), kept(-1, 90)},
		"/kept ten years, and a month more":      {kept(120, 0), kept(121, 0)},
		"/kept ten years, and with days":         {kept(119, 59), kept(119, 60)},
		"/kept as many days, and more":           {kept(0, 3629), kept(0, 3630)},
		"/kept months less days":                 {kept(2, 0), kept(2, -1)},
		"/restore six months, and a seventh":     {restored(6, 0), restored(7, 0)},
		"/restore 181 days, and one more":        {restored(0, 181), restored(0, 182)},
		"/restore both, and one more":            {restored(5, 26), restored(5, 27)},
		"/restore no days, and some":             {restored(6, 0), restored(6, 1)},
		"/maxParticipants the default, and less": {most(0), most(-1)},
		"/maxParticipants 20,000, and one more":  {most(20_000), most(20_001)},
		"/purposes one, and none":                {purposes(1, 1), purposes(0, 1)},
		"/purposes ten, and one more":            {purposes(10, 1), purposes(11, 1)},
		"/purposes of a line, and longer":        {purposes(1, 100), purposes(1, 101)},
	} {
		pointer, _, _ := strings.Cut(what, " ")
		if got := policy(c.taken); len(got) != 0 {
			t.Errorf("%s: refused for %v", what, got)
		}
		if got := policy(c.refused); !slices.Equal(got, []string{pointer}) {
			t.Errorf("%s: refused for %v, want %s", what, got, pointer)
		}
	}
}
