package domain

import (
	"encoding/json"
	"maps"
	"slices"
	"strconv"
	"strings"
)

// A Table is what is handed over of the sessions of one version of a question set, by the rule
// of Shares. It has neither a text that anybody wrote nor an id of a session, a teacher or a
// student.
type Table struct {
	SetVersion
	Students  int             `json:"students"` // rounded; 0: too few, and then there are no questions
	Questions []TableQuestion `json:"questions"`
}

// A TableQuestion is how students answered one question. There are no means and no medians:
// those say something of a few students beside the shares.
type TableQuestion struct {
	Number int     `json:"number"` // in the set, from 1
	Kind   Kind    `json:"kind"`
	Shares []Share `json:"groups"`
}

// The groups of students by how they answered a question. Those who picked from what every
// session offers under the same names are divided again, by what they picked.
const (
	GroupRight      = "right"
	GroupPartly     = "partly"
	GroupWrong      = "wrong"
	GroupUnscored   = "answered" // and can't be right or wrong
	GroupUnanswered = "unanswered"
	GroupUnasked    = "not asked" // the session ended before it came

	// PickPrefix begins the name of a group that picked the same: an option by its place, from
	// 1, as its id is a text that somebody wrote.
	PickPrefix = "picked "
)

// A Sample counts how the students of some sessions of one version of a question set answered.
// It is not safe for concurrent use.
type Sample struct {
	version   SetVersion
	paper     *Paper
	normalize Normalizer
	students  Crowd
	counts    []map[string]map[string]Crowd // of each question, by how it was answered, then by what was picked
}

// NewSample starts to count.
func NewSample(v SetVersion, n Normalizer) *Sample {
	return &Sample{version: v, normalize: n, students: make(Crowd)}
}

// Takes reports whether sessions with this paper are of the same questions as those before.
func (s *Sample) Takes(p *Paper) bool {
	if s.paper == nil {
		s.paper = p
		s.counts = make([]map[string]map[string]Crowd, len(p.Questions))
		for i := range s.counts {
			s.counts[i] = make(map[string]map[string]Crowd)
		}
	}
	return slices.EqualFunc(s.paper.Questions, p.Questions, func(a, b PaperQuestion) bool {
		return a.ID == b.ID && a.Kind == b.Kind && slices.EqualFunc(a.Options, b.Options, func(a, b Item) bool { return a.ID == b.ID })
	})
}

// An Answer is a response with its score; without a response, there is none.
type Answer struct {
	Unasked  bool // the question wasn't shown
	Response json.RawMessage
	Score    Score
}

// Add counts one student of a session, whose answers are in the order of the paper.
func (s *Sample) Add(session string, answer func(question int) Answer) {
	s.students.Add(session, 1)
	for i := range s.paper.Questions {
		how, picked := s.groupOf(&s.paper.Questions[i], answer(i))
		if s.counts[i][how] == nil {
			s.counts[i][how] = make(map[string]Crowd)
		}
		if s.counts[i][how][picked] == nil {
			s.counts[i][how][picked] = make(Crowd)
		}
		s.counts[i][how][picked].Add(session, 1)
	}
}

// groupOf returns how a question was answered, and what was picked, if that has a name in
// every session.
func (s *Sample) groupOf(q *PaperQuestion, a Answer) (how, picked string) {
	switch {
	case a.Unasked:
		return GroupUnasked, ""
	case len(a.Response) == 0:
		return GroupUnanswered, ""
	}
	names, long := q.Kind.rules().names(q, a.Response, s.normalize)
	switch {
	case len(names) == 0 && !long:
		return GroupUnanswered, "" // taken back
	case !a.Score.Scored:
		how = GroupUnscored
	case a.Score.Correct:
		how = GroupRight
	case a.Score.Points > 0:
		how = GroupPartly
	default:
		how = GroupWrong
	}
	if offered := q.Kind.rules().zeros(q); len(offered) > 0 {
		picked = strings.Join(places(q, names), ",")
	}
	return how, picked
}

// places returns the options of those ids by their places, in that order. What has no options
// is as it is: numbers, true and false.
func places(q *PaperQuestion, names []string) []string {
	if len(q.Options) == 0 {
		return names
	}
	var all []string
	for i := range q.Options {
		if slices.Contains(names, q.Options[i].ID) {
			all = append(all, strconv.Itoa(i+1))
		}
	}
	return all
}

// Students returns who is counted.
func (s *Sample) Students() Crowd { return s.students }

// Table returns what may be handed over.
func (s *Sample) Table() Table {
	t := Table{SetVersion: s.version, Questions: []TableQuestion{}}
	if !s.students.Large() {
		return t
	}
	for i := range s.paper.Questions {
		q := TableQuestion{Number: i + 1, Kind: s.paper.Questions[i].Kind}
		if t.Students, q.Shares = Shares(s.students, groups(s.counts[i])); q.Shares == nil {
			q.Shares = []Share{}
		}
		t.Questions = append(t.Questions, q)
	}
	return t
}

// groups returns the groups of one question, in a fixed order. What can't be right or wrong is
// divided by what was picked at once.
func groups(counts map[string]map[string]Crowd) []Group {
	var all []Group
	for _, how := range []string{GroupRight, GroupPartly, GroupWrong, GroupUnscored, GroupUnanswered, GroupUnasked} {
		g := Group{Name: how, Students: make(Crowd)}
		for _, picked := range slices.Sorted(maps.Keys(counts[how])) {
			crowd := counts[how][picked]
			for session, n := range crowd {
				g.Students.Add(session, n)
			}
			if picked != "" {
				g.Within = append(g.Within, Group{Name: PickPrefix + picked, Students: crowd})
			}
		}
		if how == GroupUnscored && len(g.Within) > 0 {
			all = append(all, g.Within...)
			continue
		}
		all = append(all, g)
	}
	return all
}
