package notice

import (
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/cleanslate-edu/cleanslate/shared/domain"
)

// A PolicyChange is one thing that differs between two policies, in words.
type PolicyChange struct {
	What  string            // kept, restore, purposes, clause, contact or maxParticipants
	Words map[string]string // by language
}

// PolicyChanges returns what a version of a policy changes, in an order that doesn't
// depend on when it is asked for. Where nothing was published before it is that.
func PolicyChanges(v domain.PolicyVersion) ([]PolicyChange, error) {
	var all []PolicyChange
	for _, l := range Languages {
		w := &writer{language: l, phrases: languages[l], location: time.UTC}
		lines := w.policyChanges(v)
		if w.err != nil {
			return nil, w.err
		}
		for i, c := range lines {
			if len(all) == i {
				all = append(all, PolicyChange{c.what, make(map[string]string)})
			}
			all[i].Words[l] = c.words
		}
	}
	return all, nil
}

type changeLine struct{ what, words string }

func (w *writer) policyChanges(v domain.PolicyVersion) (lines []changeLine) {
	if v.Before == nil {
		return []changeLine{{"first", w.say("change-first", nil)}}
	}
	before, after := *v.Before, v.Policy
	add := func(what, phrase string, d data) { lines = append(lines, changeLine{what, w.say(phrase, d)}) }
	if before.Kept() != after.Kept() {
		add("kept", "change-kept", data{"Before": w.period(before.Kept()), "After": w.period(after.Kept())})
	}
	if was, is := before.Restore(), after.Restore(); was != is {
		d := data{"Before": w.period(was), "After": w.period(is)}
		switch (domain.Period{}) {
		case is:
			add("restore", "change-restore-none", d)
		case was:
			add("restore", "change-restore-new", d)
		default:
			add("restore", "change-restore", d)
		}
	}
	for _, p := range after.Purposes {
		if !slices.Contains(before.Purposes, p) {
			add("purposes", "change-purpose-added", data{"Purpose": p})
		}
	}
	for _, p := range before.Purposes {
		if !slices.Contains(after.Purposes, p) {
			add("purposes", "change-purpose-removed", data{"Purpose": p})
		}
	}
	if before.Clause != after.Clause {
		add("clause", "change-clause", data{"Before": before.Clause, "After": after.Clause})
	}
	if before.PrivacyContact != after.PrivacyContact {
		add("contact", "change-contact", data{"Before": before.PrivacyContact, "After": after.PrivacyContact})
	}
	if before.MaxParticipants != after.MaxParticipants {
		was, is := domain.Org{Policy: before}, domain.Org{Policy: after}
		add("maxParticipants", "change-participants", data{"Before": strconv.Itoa(was.ParticipantCap()), "After": strconv.Itoa(is.ParticipantCap())})
	}
	return lines
}

// period writes a period in words, such as "1 year and 6 months".
func (w *writer) period(p domain.Period) string {
	var text string
	for _, part := range []struct {
		n    int
		unit string
	}{{p.Months / 12, "years"}, {p.Months % 12, "months"}, {p.Days, "days"}} {
		if part.n == 0 && (part.unit != "days" || text != "") {
			continue
		}
		s := w.say("period-"+part.unit, data{"N": part.n})
		if text != "" {
			s = w.say("period-and", data{"A": text, "B": s})
		}
		text = s
	}
	return text
}

// day writes the org's day at which t is, as people of the language do.
func (w *writer) day(t time.Time) string {
	t = t.In(w.location)
	months := strings.Fields(w.say("months", nil))
	return w.say("date", data{"Day": t.Day(), "Month": months[t.Month()-1], "Year": t.Year()})
}

// writerIn returns a writer in the given language or, if that is none, in the org's.
func writerIn(o domain.Org, language string) (*writer, error) {
	if slices.Contains(Languages, language) {
		o.Language = language
	}
	return newWriter(o)
}

// OfPolicy writes to the people of an org that its policy changes or, if the version was
// withdrawn, that it doesn't. An empty language is the org's.
func OfPolicy(o domain.Org, v domain.PolicyVersion, language string) (Content, error) {
	w, err := writerIn(o, language)
	if err != nil {
		return Content{}, err
	}
	about := data{"Org": o.Name, "Date": w.day(v.From), "Published": w.day(v.PublishedAt)}
	kind := "policy"
	switch {
	case !v.WithdrawnAt.IsZero():
		kind = "policy-withdrawn"
	case v.Ground != "":
		kind = "policy-now"
	}
	p := page{
		Title: w.say("subject-"+kind, about), Intro: []string{w.say("intro-"+kind, about)},
		Signed: w.say("signed-announcement", about), After: []string{w.say("policy-contact", data{"Contact": o.Policy.PrivacyContact})},
	}
	if v.WithdrawnAt.IsZero() {
		changes := section{Heading: w.say("heading-changes", nil)}
		for _, c := range w.policyChanges(v) {
			changes.List = append(changes.List, c.words)
		}
		p.Sections = []section{changes, {Heading: w.say("heading-choice", nil), Paragraphs: []string{w.say("policy-choice", nil)}}}
	}
	return w.lay(p)
}

// OfOwnership writes to the people of an org that the service gets another owner or, if
// that was withdrawn, that it doesn't. An empty language is the org's.
func OfOwnership(o domain.Org, c domain.Ownership, language string) (Content, error) {
	w, err := writerIn(o, language)
	if err != nil {
		return Content{}, err
	}
	w.location = time.UTC // by which its day is set
	p := w.ownership(c)
	p.Signed = w.say("signed-announcement", data{"Org": o.Name})
	return w.lay(p)
}

func (w *writer) ownership(c domain.Ownership) page {
	about := data{"Date": w.day(c.On), "Owner": c.Owner, "Country": c.Country}
	if !c.WithdrawnAt.IsZero() {
		return page{Title: w.say("subject-ownership-withdrawn", about), Intro: []string{w.say("intro-ownership-withdrawn", about)}}
	}
	return page{
		Title: w.say("subject-ownership", about), Intro: []string{w.say("intro-ownership", about)},
		Sections: []section{{Heading: w.say("heading-ownership-choice", nil), Paragraphs: []string{c.Choice[w.language], w.say("ownership-choice", about)}}},
	}
}

// PublicOwnership returns what stands on every page about a change of ownership, in every
// language.
func PublicOwnership(c domain.Ownership) ([]domain.PublicNotice, error) {
	var all []domain.PublicNotice
	for _, l := range Languages {
		w := &writer{language: l, phrases: languages[l], location: time.UTC}
		p := w.ownership(c)
		text := slices.Clone(p.Intro)
		for _, s := range p.Sections {
			text = append(append(text, "# "+s.Heading), s.Paragraphs...)
		}
		if w.err != nil {
			return nil, w.err
		}
		all = append(all, domain.PublicNotice{
			Language: l, Title: p.Title, Text: strings.Join(text, "\n\n"), PublishedAt: c.PublishedAt, Until: domain.OwnershipShown.After(c.On),
		})
	}
	return all, nil
}
