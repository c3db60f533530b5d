package domain

import (
	"encoding/json"
	"math/rand/v2"
	"slices"
	"strings"
	"unicode/utf8"
)

// The limits of a word cloud, and what it has where its author says nothing.
const (
	CloudWordsMax   = 10
	CloudWordMax    = 50 // characters
	DefaultMaxWords = 3
)

// cloudKind asks for words for a word cloud. It is never scored.
//
//	response  ["sea","ship"], 1 to MaxWords words of at most CloudWordMax characters
//	counted   by word as Fold writes it, once for each student
type cloudKind struct{ keyless }

func (cloudKind) fields() []string { return []string{"maxWords"} }

func (cloudKind) normalize(q *Question, f *faults, at string) {
	if q.MaxWords == 0 {
		q.MaxWords = DefaultMaxWords
	}
	if q.MaxWords < 1 || q.MaxWords > CloudWordsMax {
		f.add(at+"/maxWords", "Allow 1 to %d words.", CloudWordsMax)
	}
}

func (cloudKind) split(q *Question, p *PaperQuestion, _ *KeyEntry, _ *rand.Rand) {
	p.MaxWords = q.MaxWords
}

func (cloudKind) join(p *PaperQuestion, _ *KeyEntry, q *Question) { q.MaxWords = p.MaxWords }

func (cloudKind) check(q *PaperQuestion, raw []byte) ([]byte, string) {
	words, ok := decodeStrings(raw)
	switch {
	case !ok:
		return nil, ProblemShape
	case len(words) == 0:
		return nil, ProblemEmpty
	case len(words) > q.MaxWords:
		return nil, ProblemTooMany
	}
	for i, w := range words {
		w = strings.TrimSpace(w)
		switch {
		case !isText(w):
			return nil, ProblemShape
		case blank(w):
			return nil, ProblemEmpty
		case utf8.RuneCountInString(w) > CloudWordMax:
			return nil, ProblemTooLong
		}
		words[i] = w
	}
	return encodeJSON(words), ""
}

func (cloudKind) names(_ *PaperQuestion, response json.RawMessage, n Normalizer) (names []string, long bool) {
	words, _ := decodeStrings(response)
	for _, w := range words {
		if w = n.Fold(w); w != "" && !slices.Contains(names, w) {
			names = append(names, w)
		}
	}
	return names, false
}

func (cloudKind) words(response json.RawMessage) []string {
	words, _ := decodeStrings(response)
	return words
}

func (cloudKind) zeros(*PaperQuestion) map[string]int { return nil }

func (cloudKind) cell(_ *PaperQuestion, response json.RawMessage) any {
	words, _ := decodeStrings(response)
	return strings.Join(words, "; ")
}
