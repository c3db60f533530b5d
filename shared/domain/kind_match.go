package domain

import (
	"encoding/json"
	"math/rand/v2"
	"slices"
	"strconv"
	"strings"
)

// matchKind asks for a target for each option.
//
//	correct   {"a":"2","b":"1"}; left out, the first option belongs to the
//	          first target, and so on
//	response  {"a":"2"}: not all options need be there, and a target may be there
//	          twice; {} takes the answer back
//	counted   by pair, such as "a:1"
//
// A response earns the share of options that have their target.
type matchKind struct{ plain }

func (matchKind) fields() []string { return []string{"options", "targets", "correct"} }

func (matchKind) normalize(q *Question, f *faults, at string) {
	if q.Targets == nil && q.Correct != nil {
		f.ids(at+"/options", len(q.Options), func(i int) *string { return &q.Options[i].ID }, letters)
		q.splitTargets(f, at)
	}
	q.normalizeOptions(f, at, ItemsMax)
	q.refuseOptionExtras(f, at)
	if n := len(q.Targets); n < OptionsMin || n > ItemsMax {
		f.add(at+"/targets", "Give %d to %d targets.", OptionsMin, ItemsMax)
	}
	f.ids(at+"/targets", len(q.Targets), func(i int) *string { return &q.Targets[i].ID }, digits)
	for i, t := range q.Targets {
		f.text(at+"/targets/"+strconv.Itoa(i)+"/text", t.Text, 1, OptionTextMax)
	}
	f.distinct(at+"/options", len(q.Options), func(i int) string { return q.Options[i].Text })
	f.distinct(at+"/targets", len(q.Targets), func(i int) string { return q.Targets[i].Text })

	if q.Correct == nil && len(q.Targets) == len(q.Options) {
		pairs := make(map[string]string, len(q.Options))
		for i := range q.Options {
			pairs[q.Options[i].ID] = q.Targets[i].ID
		}
		q.Correct = mustMarshal(pairs)
	}
	if q.Correct == nil {
		f.add(at+"/correct", `Say which target belongs to which option, such as {"a":"2","b":"1"}.`)
	}
}

// splitTargets takes apart a question that has both sides in its options: the
// keys of correct name the left side, and all other options are targets.
func (q *Question) splitTargets(f *faults, at string) {
	pairs, ok := decodePairs(q.Correct)
	if !ok {
		return // key says so
	}
	for _, to := range pairs {
		if _, both := pairs[to]; both {
			f.add(at+"/correct", "An option can't be on both sides. Match each to one that isn't matched itself.")
			return
		}
	}
	var left []Option
	for _, o := range q.Options {
		if _, ok := pairs[o.ID]; ok {
			left = append(left, o)
		} else {
			q.Targets = append(q.Targets, Item{ID: o.ID, Text: o.Text})
		}
	}
	q.Options = left
}

func (matchKind) key(q *Question, f *faults, at string) (k Key) {
	pairs, ok := decodePairs(q.Correct)
	if !ok {
		f.add(at, `Give each option's target, each option once, such as {"a":"2","b":"1"}.`)
		return k
	}
	matched := 0
	for _, o := range q.Options {
		to, ok := pairs[o.ID]
		if ok && slices.ContainsFunc(q.Targets, func(t Item) bool { return t.ID == to }) {
			matched++
		}
	}
	if matched != len(q.Options) || matched != len(pairs) {
		f.add(at, "Match every option to a target by id, and include nothing else.")
	}
	k.Match = pairs
	return k
}

func (matchKind) correct(k *Key) json.RawMessage  { return mustMarshal(k.Match) }
func (matchKind) solution(k *Key) json.RawMessage { return mustMarshal(k.Match) }

// split shuffles both sides and gives them new ids, since both order and ids may
// tell what belongs together.
func (matchKind) split(q *Question, p *PaperQuestion, k *KeyEntry, r *rand.Rand) {
	var left, right map[string]string
	p.Options, left = reletter(p.Options, letters, r)
	p.Targets, right = reletter(q.Targets, digits, r)
	match := make(map[string]string, len(k.Match))
	for o, t := range k.Match {
		match[left[o]] = right[t]
	}
	k.Match = match
}

func (matchKind) join(p *PaperQuestion, _ *KeyEntry, q *Question) { q.Targets = p.Targets }

func (matchKind) check(q *PaperQuestion, raw []byte) ([]byte, string) {
	pairs, ok := decodePairs(raw)
	if !ok {
		return nil, ProblemShape
	}
	matched := 0
	canonical := []byte{'{'}
	for i := range q.Options {
		to, ok := pairs[q.Options[i].ID]
		if !ok {
			continue
		}
		if indexItem(q.Targets, to) < 0 {
			return nil, ProblemOption
		}
		if matched++; matched > 1 {
			canonical = append(canonical, ',')
		}
		// Ids need no escaping.
		canonical = append(canonical, '"')
		canonical = append(canonical, q.Options[i].ID...)
		canonical = append(canonical, `":"`...)
		canonical = append(canonical, to...)
		canonical = append(canonical, '"')
	}
	if matched != len(pairs) {
		return nil, ProblemOption
	}
	return append(canonical, '}'), ""
}

func (matchKind) share(k *KeyEntry, response json.RawMessage, _ Normalizer) float64 {
	pairs, _ := decodePairs(response)
	right := 0
	for option, target := range k.Match {
		if pairs[option] == target {
			right++
		}
	}
	return float64(right) / float64(len(k.Match))
}

func (matchKind) names(_ *PaperQuestion, response json.RawMessage, _ Normalizer) (names []string, long bool) {
	pairs, _ := decodePairs(response)
	for option, target := range pairs {
		names = append(names, option+":"+target)
	}
	return names, false
}

// zeros is empty: there would be as many pairs as options times targets.
func (matchKind) zeros(*PaperQuestion) map[string]int { return map[string]int{} }

func (matchKind) cell(q *PaperQuestion, response json.RawMessage) any {
	pairs, _ := decodePairs(response)
	var parts []string
	for _, o := range q.Options {
		if target, ok := pairs[o.ID]; ok {
			parts = append(parts, o.Text+" → "+itemText(q.Targets, target))
		}
	}
	return strings.Join(parts, "; ")
}

func (matchKind) gift(q *Question) (string, bool) {
	var pairs map[string]string
	if len(q.Correct) > 0 && json.Unmarshal(q.Correct, &pairs) != nil {
		return "", false
	}
	texts, used := make(map[string]string), make(map[string]bool)
	for _, t := range q.Targets {
		texts[t.ID] = t.Text
	}
	for _, to := range pairs {
		used[to] = true
	}
	var lines []string
	for _, o := range q.Options {
		if strings.Contains(o.Text, "->") {
			return "", false // it would end there
		}
		lines = append(lines, "="+giftAnswer(o.Text)+" -> "+giftText(texts[pairs[o.ID]]))
	}
	for _, t := range q.Targets {
		if !used[t.ID] {
			lines = append(lines, "= -> "+giftText(t.Text))
		}
	}
	return giftBlock(lines), true
}
