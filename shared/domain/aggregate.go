package domain

import (
	"cmp"
	"maps"
	"slices"
)

// The rule for every count of students that leaves their school or reaches the operator
// (promises P36, P39 and P40). Whatever a table says about its students follows from one
// division of them for each question into groups, none of which is smaller than GroupMin
// people. So there is nothing in what it says of a question that could be subtracted from
// something else in it to arrive at fewer: a group that is too small is shown together with
// others, as what is left, and what is left isn't shown. No session is in two tables (see
// Transfer.Claims). The same class may be, in two months or of two versions of a set: nobody
// is known from one session to the next.

const (
	// GroupMin is how many people a group has at least.
	GroupMin = 10
	// GroupStep is what counts are rounded to a multiple of, so that one student more or less
	// rarely shows.
	GroupStep = 5
)

// A Crowd counts students by the id of the session that they were in.
type Crowd map[string]int

// Add counts so many students of a session.
func (c Crowd) Add(session string, n int) {
	if n > 0 {
		c[session] += n
	}
}

// Students returns how many students are in c.
func (c Crowd) Students() int {
	n := 0
	for _, of := range c {
		n += of
	}
	return n
}

// People returns how many people are in c at least. Nobody is known from one session to the
// next, and two teachers may have the same class: the largest session counts.
func (c Crowd) People() int {
	most := 0
	for _, n := range c {
		most = max(most, n)
	}
	return most
}

// Large reports whether c may be shown as a group.
func (c Crowd) Large() bool { return c.People() >= GroupMin }

// Rounded returns a count as it is shown: the nearest multiple of GroupStep.
func Rounded(n int) int { return (n + GroupStep/2) / GroupStep * GroupStep }

// A Group is some of the students of a table, divided again or not: those within are all of
// them, each in one group.
type Group struct {
	Name     string
	Students Crowd
	Within   []Group
}

// A Share is a group as a table shows it. Students and Percent follow from rounded counts.
type Share struct {
	Name     string  `json:"name"`
	Students int     `json:"students"`
	Percent  int     `json:"percent"` // of the table's
	Within   []Share `json:"within,omitempty"`
}

// Shares returns what a table shows of its students, who are divided into groups, and how
// many there are, rounded. If they are too few it shows nothing, and the number is 0.
func Shares(students Crowd, groups []Group) (number int, shares []Share) {
	if !students.Large() {
		return 0, nil
	}
	number = Rounded(students.Students())
	return number, split(groups, number, number)
}

// split returns what is shown of groups that are rounded to sum together, of all in the table.
func split(groups []Group, sum, all int) []Share {
	shown, rest := visible(groups)
	counts := make([]int, 0, len(shown)+1)
	for _, g := range shown {
		counts = append(counts, g.Students.Students())
	}
	counts = apportion(append(counts, rest.Students()), sum)
	shares := make([]Share, len(shown))
	for i, g := range shown {
		shares[i] = Share{
			Name: g.Name, Students: counts[i], Percent: (100*counts[i] + all/2) / all, Within: split(g.Within, counts[i], all),
		}
	}
	if len(shares) == 0 {
		return nil
	}
	return shares
}

// visible returns the groups that may be shown, and who is in none of them: nobody, or a group
// that is large enough by itself. If one is too small, the smallest of the others goes with
// it until that is so. A group that is everybody isn't shown: it says of each of them what
// they did.
func visible(groups []Group) (shown []Group, rest Crowd) {
	rest = make(Crowd)
	hide := func(g Group) {
		for session, n := range g.Students {
			rest.Add(session, n)
		}
	}
	for _, g := range groups {
		switch {
		case len(g.Students) == 0:
		case g.Students.Large():
			shown = append(shown, g)
		default:
			hide(g)
		}
	}
	for len(rest) > 0 && !rest.Large() && len(shown) > 0 {
		least := 0
		for i := range shown {
			if cmp.Or(cmp.Compare(shown[i].Students.Students(), shown[least].Students.Students()), cmp.Compare(shown[i].Name, shown[least].Name)) < 0 {
				least = i
			}
		}
		hide(shown[least])
		shown = slices.Delete(shown, least, least+1)
	}
	if len(rest) == 0 && len(shown) == 1 {
		return nil, maps.Clone(shown[0].Students)
	}
	return shown, rest
}

// apportion rounds counts to multiples of GroupStep with the given sum, which is one, by
// largest remainder: each to one of the two next to it.
func apportion(counts []int, sum int) []int {
	rounded := make([]int, len(counts))
	order := make([]int, len(counts))
	for i, n := range counts {
		rounded[i], order[i] = n-n%GroupStep, i
		sum -= rounded[i]
	}
	slices.SortStableFunc(order, func(a, b int) int { return cmp.Compare(counts[b]%GroupStep, counts[a]%GroupStep) })
	for _, i := range order[:min(len(order), max(0, sum/GroupStep))] {
		rounded[i] += GroupStep
	}
	return rounded
}
