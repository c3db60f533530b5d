package domain_test

import (
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"testing"
	"time"

	"pgregory.net/rapid"

	"github.com/cleanslate-edu/cleanslate/shared/domain"
)

// crowd is one of so many students of one session.
func crowd(n int) domain.Crowd {
	c := make(domain.Crowd)
	c.Add("s", n)
	return c
}

// groupsOf divides a session's students by counts, named a, b, c, …
func groupsOf(counts ...int) (whole domain.Crowd, groups []domain.Group) {
	sum := 0
	for i, n := range counts {
		sum += n
		groups = append(groups, domain.Group{Name: string(rune('a' + i)), Students: crowd(n)})
	}
	return crowd(sum), groups
}

func said(number int, shares []domain.Share) string {
	s := fmt.Sprint(number)
	for _, share := range shares {
		s += fmt.Sprintf(" %s:%d", share.Name, share.Students)
	}
	return s
}

func TestShares(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		counts []int
		want   string
	}{
		{[]int{9}, "0"},
		{[]int{5, 4}, "0"},
		{[]int{10}, "10"},       // what all did, each of them did
		{[]int{30, 0, 0}, "30"}, // likewise
		{[]int{25, 5}, "30"},    // 5 follow from 30 less 25
		{[]int{21, 9}, "30"},    // likewise
		{[]int{20, 10}, "30 a:20 b:10"},
		{[]int{13, 19}, "30 a:10 b:20"}, // the parts add up
		{[]int{20, 7, 5}, "30 a:20"},    // twelve are left
		{[]int{20, 12, 3}, "35 a:20"},   // three go with the smallest of the others
		{[]int{12, 11, 10, 9}, "40 a:10 b:10"},
		{[]int{0, 40, 20, 0}, "60 b:40 c:20"}, // nobody is no group
		{[]int{102, 99, 9}, "210 a:100"},
	} {
		whole, groups := groupsOf(tt.counts...)
		if got := said(domain.Shares(whole, groups)); got != tt.want {
			t.Errorf("%v: %q, want %q", tt.counts, got, tt.want)
		}
	}
}

// A class that comes back isn't twice as many people, and neither is one that has two teachers: nobody is known from one session to
// the next.
func TestPeople(t *testing.T) {
	t.Parallel()
	c := make(domain.Crowd)
	c.Add("ada monday", 7)
	c.Add("linus tuesday", 6)
	if c.Students() != 13 || c.People() != 7 || c.Large() {
		t.Errorf("%d students, %d people", c.Students(), c.People())
	}
	if n, shares := domain.Shares(c, []domain.Group{{Name: "a", Students: c}}); n != 0 || shares != nil {
		t.Errorf("a class of seven is shown: %s", said(n, shares))
	}
	if u := domain.NewUsage("org", "2026-11", c, 2, 130, time.Now()); !u.Few || u.Students+u.Sessions+u.Answers != 0 {
		t.Errorf("a small school with two teachers is shown: %+v", u)
	}
	c.Add("ada monday", 3)
	if !c.Large() {
		t.Error("ten people aren't enough")
	}
}

// drawGroups draws a division of students, within which some are divided again.
func drawGroups(t *rapid.T, depth int, label string) (groups []domain.Group) {
	for i := range rapid.IntRange(0, 5).Draw(t, label+" groups") {
		g := domain.Group{Name: fmt.Sprint(label, i), Students: make(domain.Crowd)}
		if depth > 0 && rapid.Bool().Draw(t, "divided") {
			g.Within = drawGroups(t, depth-1, g.Name)
			for _, part := range g.Within {
				for session, n := range part.Students {
					g.Students.Add(session, n)
				}
			}
		} else {
			for range rapid.IntRange(0, 4).Draw(t, "sessions") {
				session := rapid.SampledFrom([]string{"1", "2", "3", "4", "5"}).Draw(t, "session")
				g.Students.Add(session, rapid.IntRange(0, 15).Draw(t, "students"))
			}
		}
		groups = append(groups, g)
	}
	return groups
}

func sum(groups []domain.Group) domain.Crowd {
	all := make(domain.Crowd)
	for _, g := range groups {
		for session, n := range g.Students {
			all.Add(session, n)
		}
	}
	return all
}

// atoms are the smallest sets of students that somebody arrives at who subtracts whatever is shown
// from whatever else is: the groups that are shown and not divided, and what is left of each
// that is.
func atoms(t *rapid.T, of domain.Crowd, shares []domain.Share, groups []domain.Group) (all []domain.Crowd) {
	rest := maps.Clone(of)
	for _, share := range shares {
		i := slices.IndexFunc(groups, func(g domain.Group) bool { return g.Name == share.Name })
		if i < 0 {
			t.Fatalf("%s is shown, and isn't there", share.Name)
		}
		for session, n := range groups[i].Students {
			if rest[session] -= n; rest[session] == 0 {
				delete(rest, session)
			}
		}
		all = append(all, atoms(t, groups[i].Students, share.Within, groups[i].Within)...)
	}
	if len(rest) > 0 {
		all = append(all, rest)
	}
	return all
}

// Nobody gets at fewer than ten people by subtracting what a table shows from what it shows,
// even if nothing were rounded (promise P40).
func TestNothingToSubtract(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		groups := drawGroups(t, 2, "g")
		whole := sum(groups)
		number, shares := domain.Shares(whole, groups)
		if whole.Large() != (number > 0) || number == 0 && shares != nil {
			t.Fatalf("%d people, and %s is shown", whole.People(), said(number, shares))
		}
		if number == 0 {
			return
		}
		for _, atom := range atoms(t, whole, shares, groups) {
			if !atom.Large() {
				t.Fatalf("%d people follow from %s of %v", atom.People(), said(number, shares), groups)
			}
		}
		var check func(of, number int, shares []domain.Share, groups []domain.Group)
		check = func(of, total int, shares []domain.Share, groups []domain.Group) {
			left := total
			for _, share := range shares {
				left -= share.Students
				g := groups[slices.IndexFunc(groups, func(g domain.Group) bool { return g.Name == share.Name })]
				n := g.Students.Students()
				if share.Students%domain.GroupStep != 0 || share.Students < domain.GroupMin || share.Students <= n-domain.GroupStep || share.Students >= n+domain.GroupStep {
					t.Fatalf("%d students are shown as %d", n, share.Students)
				}
				if n == of {
					t.Fatalf("%s is everybody", share.Name)
				}
				check(n, share.Students, share.Within, g.Within)
			}
			if left < 0 {
				t.Fatalf("the parts are %d more than the whole", -left)
			}
		}
		check(whole.Students(), number, shares, groups)
	})
}

// Whoever knows the rule, and tries every class that could be behind a table, can't tell how many
// are in a group that is too small: several numbers lead to the same table.
func TestSmallGroupsStayUnknown(t *testing.T) {
	t.Parallel()
	const groups, largest = 3, 38
	behind := make(map[string][groups]map[int]bool) // a table: the numbers that each group may have
	var all [][groups]int
	for a := range largest {
		for b := range largest - a {
			for c := range largest - a - b {
				counts := [groups]int{a, b, c}
				whole, division := groupsOf(counts[:]...)
				table := said(domain.Shares(whole, division))
				possible, ok := behind[table]
				if !ok {
					possible = [groups]map[int]bool{{}, {}, {}}
					behind[table] = possible
				}
				for i, n := range counts {
					possible[i][n] = true
				}
				all = append(all, counts)
			}
		}
	}
	for _, counts := range all {
		if counts[0]+counts[1]+counts[2] > largest-domain.GroupStep {
			continue // tables of larger classes aren't all among those that were tried
		}
		whole, division := groupsOf(counts[:]...)
		table := said(domain.Shares(whole, division))
		for i, n := range counts {
			if n > 0 && n < domain.GroupMin && len(behind[table][i]) < domain.GroupStep {
				t.Fatalf("%v: from %q it follows that group %d is of %v", counts, table, i, slices.Sorted(maps.Keys(behind[table][i])))
			}
		}
	}
}

// sampleOf counts a session of which each student gave one of the responses to a choice.
func sampleOf(responses ...string) domain.Table { return sampleIn(map[string][]string{"s": responses}) }

// unasked is instead of a response where the question wasn't shown.
const unasked = "unasked"

// sampleIn counts sessions.
func sampleIn(sessions map[string][]string) domain.Table {
	set := domain.QuestionSet{Title: "T", Questions: []domain.Question{{
		ID: "q", Kind: "choice", Prompt: "?", Correct: json.RawMessage(`"a"`), Options: []domain.Option{{ID: "a", Text: "A"}, {ID: "Bo-Diddley", Text: "B"}, {ID: "c", Text: "C"}},
	}}}
	if err := set.Normalize(); err != nil {
		panic(err)
	}
	paper, key := set.Split(source(1))
	s := domain.NewSample(domain.SetVersion{Set: "set", Version: 2}, nfkc)
	s.Takes(&paper)
	entry, _ := key.Question("q")
	for session, responses := range sessions {
		for _, r := range responses {
			s.Add(session, func(int) domain.Answer {
				switch r {
				case "":
					return domain.Answer{}
				case unasked:
					return domain.Answer{Unasked: true}
				}
				return domain.Answer{Response: json.RawMessage(r), Score: entry.Score(json.RawMessage(r), nfkc)}
			})
		}
	}
	return s.Table()
}

func times(n int, r string) []string { return slices.Repeat([]string{r}, n) }

// A table has the shares of how a question was answered, and of what was picked, whose id may be a name; of nine students it has nothing.
func TestTable(t *testing.T) {
	t.Parallel()
	got := string(mustJSON(sampleOf(slices.Concat(times(20, `"a"`), times(12, `"Bo-Diddley"`), times(11, `"c"`), times(10, ""))...)))
	want := `{"questionSet":"set","version":2,"students":55,"questions":[{"number":1,"kind":"choice","groups":[` +
		`{"name":"right","students":20,"percent":36},{"name":"wrong","students":25,"percent":45,"within":[{"name":"picked 2","students":15,"percent":27},{"name":"picked 3","students":10,"percent":18}]},` +
		`{"name":"unanswered","students":10,"percent":18}]}]}`
	if got != want {
		t.Errorf("%s, want\n%s", got, want)
	}
	if got := string(mustJSON(sampleOf(times(9, `"a"`)...))); got != `{"questionSet":"set","version":2,"students":0,"questions":[]}` {
		t.Errorf("of nine students: %s", got)
	}
	if got := string(mustJSON(sampleOf(times(10, `"a"`)...))); got != `{"questionSet":"set","version":2,"students":10,"questions":[{"number":1,"kind":"choice","groups":[]}]}` {
		t.Errorf("of ten who did the same: %s", got)
	}
}

// Where two teachers ask the questions of one set, it may be of the same seven students.
func TestTableOfTwoTeachers(t *testing.T) {
	t.Parallel()
	got := sampleIn(map[string][]string{"ada": times(7, `"a"`), "linus": slices.Concat(times(3, `"a"`), times(4, `"c"`))})
	if got.Students != 0 || len(got.Questions) != 0 {
		t.Errorf("of seven students: %s", mustJSON(got))
	}
}

// Whose session ended before a question came didn't leave it unanswered.
func TestTableOfWhatWasNotAsked(t *testing.T) {
	t.Parallel()
	got := string(mustJSON(sampleIn(map[string][]string{"ada": slices.Concat(times(20, `"a"`), times(10, "")), "linus": times(15, unasked)})))
	want := `{"questionSet":"set","version":2,"students":45,"questions":[{"number":1,"kind":"choice","groups":[` +
		`{"name":"right","students":20,"percent":44},{"name":"unanswered","students":10,"percent":22},{"name":"not asked","students":15,"percent":33}]}]}`
	if got != want {
		t.Errorf("%s, want\n%s", got, want)
	}
}
