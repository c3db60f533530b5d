// Package notice writes what people at a school are told: the notices of a breach, under
// the headings that the law or the agreement behind each clause requires, and the
// announcements of changes of a policy or of the service's owner.
//
// incident calls it to show what would be sent and what is public, breach to write
// notices, so that both are the same; notify to write announcements, org to say the same
// on pages. It must never write a notice that lacks a required part: it says which part is
// missing instead.
package notice

import (
	"bytes"
	"embed"
	"errors"
	"fmt"
	html "html/template"
	"slices"
	"strconv"
	"strings"
	text "text/template"
	"time"

	"github.com/cleanslate-edu/cleanslate/shared/domain"
)

// Languages lists the languages in which notices are written.
var Languages = []string{"en", "de", "fr", "es"}

//go:embed language/*.tmpl layout.html.tmpl layout.txt.tmpl
var files embed.FS

var (
	languages  = parseLanguages()
	htmlLayout = html.Must(html.ParseFS(files, "layout.html.tmpl"))
	textLayout = text.Must(text.ParseFS(files, "layout.txt.tmpl"))
)

func parseLanguages() map[string]*text.Template {
	all := make(map[string]*text.Template)
	for _, l := range Languages {
		all[l] = text.Must(text.New(l).Option("missingkey=error").ParseFS(files, "language/"+l+".tmpl"))
	}
	return all
}

// LanguageOf returns the language of an org's notices.
func LanguageOf(o domain.Org) string { return o.Speaks() }

// A Narrative is what people wrote about an incident. It is sealed.
type Narrative struct {
	Title   string           `json:"title"`
	Texts   map[string]Texts `json:"texts"` // by language
	Contact Contact          `json:"contact"`
}

// Texts are the parts of a notice that only a person can write. Paragraphs are
// separated by empty lines.
type Texts struct {
	Nature          string `json:"nature,omitempty"`
	Consequences    string `json:"consequences,omitempty"`
	Measures        string `json:"measures,omitempty"`
	Recommendations string `json:"recommendations,omitempty"`
	Investigation   string `json:"investigation,omitempty"`
	Reasons         string `json:"reasons,omitempty"` // why a notice is late
}

// A Contact is who answers questions about an incident (GDPR art. 33(3)(b)).
type Contact struct {
	Name  string `json:"name"`
	Email string `json:"email"`
	Phone string `json:"phone,omitempty"`
}

// A Reporter is who filed an incident. It is sealed.
type Reporter struct {
	Name  string `json:"name"`
	Email string `json:"email"`
}

// In returns the texts in a language; a missing one is taken from the first other
// language that has it, since a notice in a foreign language is better than none.
func (n Narrative) In(language string) Texts {
	t := n.Texts[language]
	for _, l := range Languages {
		other := n.Texts[l]
		for _, f := range []struct{ to, from *string }{
			{&t.Nature, &other.Nature}, {&t.Consequences, &other.Consequences}, {&t.Measures, &other.Measures},
			{&t.Recommendations, &other.Recommendations}, {&t.Investigation, &other.Investigation}, {&t.Reasons, &other.Reasons},
		} {
			if *f.to == "" {
				*f.to = *f.from
			}
		}
	}
	return t
}

// An Input is what a notice is written from.
type Input struct {
	Incident  *domain.Incident
	Narrative Narrative
	Org       domain.Org // whose data it is about
	Clause    domain.Clause
	Channel   domain.Channel
	Deadline  time.Time
	Late      bool // the deadline passed
	Update    int  // of an update: its number
}

// InputOf returns what a notice is written from at now, to be shown or sent.
func InputOf(i *domain.Incident, narrative Narrative, org domain.Org, n *domain.Notice, now time.Time) Input {
	return Input{
		Incident: i, Narrative: narrative, Org: org, Clause: n.Clause, Channel: n.Channel, Deadline: n.Deadline,
		Late: n.Late(now), Update: n.Update,
	}
}

// A Content is a notice as it is sent.
type Content struct {
	Language string `json:"language"`
	Subject  string `json:"subject"`
	Text     string `json:"text"`
	HTML     string `json:"html"`
}

// Missing returns the required parts that the notice lacks.
func Missing(in Input) []domain.Part {
	t := in.Narrative.In(LanguageOf(in.Org))
	i := in.Incident
	_, counted := i.AffectedOf(in.Org.ID)
	has := map[domain.Part]bool{
		domain.PartNature:          t.Nature != "",
		domain.PartCategories:      len(i.Categories) > 0,
		domain.PartPeople:          counted,
		domain.PartRecords:         counted,
		domain.PartContact:         in.Narrative.Contact.Name != "" && in.Narrative.Contact.Email != "",
		domain.PartConsequences:    t.Consequences != "",
		domain.PartMeasures:        t.Measures != "",
		domain.PartRecommendations: t.Recommendations != "",
		domain.PartInvestigation:   t.Investigation != "",
		domain.PartOccurred:        !i.OccurredFrom.IsZero(),
		domain.PartDiscovered:      !i.Clocks.Discovered.IsZero(),
		domain.PartReasons:         t.Reasons != "",
	}
	var missing []domain.Part
	for _, p := range in.Clause.Parts(in.Org.Country, in.Late) {
		if !has[p] {
			missing = append(missing, p)
		}
	}
	return missing
}

// A page is what the layouts show.
type page struct {
	Language, Subject, Title, Drill, Signed string
	Before, Intro, After                    []string // paragraphs
	Sections                                []section
	Leave                                   string // the address at which mail like this is left; empty: it can't be
}

type section struct {
	Heading    string
	Paragraphs []string
	List       []string
}

// Render writes a notice. If required parts are missing it returns these and no
// content.
func Render(in Input) (c Content, missing []domain.Part, err error) {
	if missing = Missing(in); len(missing) > 0 {
		return Content{}, missing, nil
	}
	w, err := newWriter(in.Org)
	if err != nil {
		return Content{}, nil, err
	}
	form := in.Clause.FormFor(in.Org.Country)
	org := data{"Org": in.Org.Name}
	p := page{
		Title:    w.say("subject-"+string(form), org),
		Intro:    []string{w.say("intro-"+string(form), org)},
		Sections: w.sections(in, form),
		Signed:   w.say("signed", data{"Org": in.Org.Name, "Incident": in.Incident.ID}),
	}
	if in.Update > 0 {
		p.Title = w.say("subject-update", data{"Update": in.Update, "Subject": p.Title})
		p.Intro = append([]string{w.say("intro-update", data{"Update": in.Update})}, p.Intro...)
	}
	if in.Channel == domain.ChannelMail {
		deadline := data{"Org": in.Org.Name, "Deadline": w.time(in.Deadline)}
		switch in.Clause.Audience {
		case domain.AudienceAuthority:
			p.Before = []string{w.say("pass-authority", deadline)}
		case domain.AudienceAffected, domain.AudiencePeople:
			p.Before = []string{w.say("pass-people", org)}
		case domain.AudienceParents:
			p.Before = []string{w.say("pass-parents", deadline)}
		}
	}
	switch form {
	case domain.FormController, domain.FormSOPPA, domain.FormParents:
		p.After = []string{w.say("close-"+string(form), org)}
	}
	if in.Incident.Drill {
		p.Drill = w.say("drill", data{"Recipient": w.say("recipient-"+string(in.Channel), org)})
	}
	c, err = w.lay(p)
	return c, nil, err
}

// Escalation writes the warning to an incident's owner that percent of a clause's
// time has passed. At 100 the deadline has passed and the notice isn't out.
func Escalation(in Input, state domain.NoticeState, missing []domain.Part, percent int) (Content, error) {
	w, err := newWriter(in.Org)
	if err != nil {
		return Content{}, err
	}
	about := data{
		"Clause": in.Clause.ID, "Source": in.Clause.Source, "Org": in.Org.Name, "State": string(state),
		"Percent": percent, "Deadline": w.time(in.Deadline),
	}
	kind := "escalation"
	if percent >= 100 {
		kind = "missed"
	}
	p := page{
		Title: w.say("subject-"+kind, about), Intro: []string{w.say(kind, about)},
		Signed: w.say("signed", data{"Org": in.Org.Name, "Incident": in.Incident.ID}),
	}
	if len(missing) > 0 {
		var names []string
		for _, part := range missing {
			names = append(names, string(part))
		}
		p.Intro = append(p.Intro, w.say("missing", data{"Parts": strings.Join(names, ", ")}))
	}
	if in.Incident.Drill {
		p.Drill = w.say("drill", data{"Recipient": in.Narrative.Contact.Name})
	}
	return w.lay(p)
}

// ToTeachers writes to a teacher of an org in the given language or, if that is none, in the
// org's. It says what happened in general words: nothing of what students entered, and no
// session by its title.
func ToTeachers(i *domain.Incident, org domain.Org, n *domain.Notice, language string, now time.Time) (Content, error) {
	if slices.Contains(Languages, language) {
		org.Language = language
	}
	c, _, err := Render(InputOf(i, Narrative{}, org, n, now))
	return c, err
}

// A writer writes in one language and one time zone.
type writer struct {
	language string
	phrases  *text.Template
	location *time.Location
	err      error
}

type data map[string]any

func newWriter(o domain.Org) (*writer, error) {
	location, err := time.LoadLocation(o.Timezone)
	if err != nil {
		return nil, errors.New("writing a notice: the org's time zone is unknown")
	}
	l := LanguageOf(o)
	return &writer{language: l, phrases: languages[l], location: location}, nil
}

// say returns a phrase. An error is kept for lay.
func (w *writer) say(name string, d data) string {
	var b strings.Builder
	if err := w.phrases.ExecuteTemplate(&b, name, d); err != nil && w.err == nil {
		// The error may quote the data.
		w.err = fmt.Errorf("writing a notice: the phrase %s in %s can't be written", name, w.language)
	}
	return b.String()
}

// time formats an instant in the same way for every language.
func (w *writer) time(t time.Time) string {
	if t.IsZero() {
		return "–"
	}
	return t.In(w.location).Format("2006-01-02 15:04 MST")
}

func (w *writer) lay(p page) (Content, error) {
	p.Language, p.Subject = w.language, p.Title
	if p.Drill != "" {
		p.Subject = "DRILL: " + p.Title
	}
	p.Subject = cut(p.Subject)
	var plain, rich bytes.Buffer
	if w.err == nil {
		w.err = errors.Join(textLayout.Execute(&plain, p), htmlLayout.Execute(&rich, p))
	}
	if w.err != nil {
		return Content{}, w.err
	}
	return Content{Language: w.language, Subject: p.Subject, Text: strings.TrimSpace(plain.String()) + "\n", HTML: rich.String()}, nil
}

// SubjectMax is how long a subject may be, in bytes: package mail sends no longer one. A
// school's name in a script of three bytes a character can be as long by itself.
const SubjectMax = 300

// cut shortens a subject to SubjectMax at the end of a character.
func cut(s string) string {
	if len(s) <= SubjectMax {
		return s
	}
	return strings.ToValidUTF8(s[:SubjectMax-len("…")], "") + "…"
}

// sections returns a form's headings with the text under them, in the form's
// order.
func (w *writer) sections(in Input, form domain.Form) []section {
	plain := func(names ...string) []section { return w.under("plain-", in, form, names) }
	formal := func(names ...string) []section { return w.under("formal-", in, form, names) }
	switch form {
	case domain.FormPeople:
		return plain("nature", "categories", "consequences", "measures", "recommendations", "contact")
	case domain.FormUSState, domain.FormNDPA:
		return plain("nature", "categories", "measures", "recommendations", "contact")
	case domain.FormParents:
		return plain("nature", "categories", "recommendations", "contact")
	case domain.FormNY2D:
		return formal("nature", "occurred", "discovered", "categories", "people", "records", "protection", "investigation", "measures", "reasons", "contact")
	case domain.FormTeachers:
		return w.teachers(in)
	case domain.FormSOPPA:
		return formal("nature", "occurred", "discovered", "categories", "people", "records", "protection", "consequences", "measures", "reasons", "contact")
	}
	return formal("nature", "occurred", "discovered", "categories", "people", "records", "protection", "consequences", "measures",
		"recommendations", "investigation", "reasons", "delay", "contact")
}

// teachers fills the sections of the form for teachers, for which nobody has to write
// anything.
func (w *writer) teachers(in Input) []section {
	about := data{"Org": in.Org.Name, "Contact": in.Org.Policy.PrivacyContact, "Incident": in.Incident.ID}
	what := section{Heading: w.say("plain-nature", nil), Paragraphs: []string{w.say("teachers-nature", about), w.occurred(in)}}
	which := section{Heading: w.say("plain-categories", nil)}
	for _, c := range in.Incident.Categories {
		if c.InSessions() {
			which.List = append(which.List, w.say("category-"+string(c), nil))
		}
	}
	if a, counted := in.Incident.AffectedOf(in.Org.ID); counted {
		which.Paragraphs = []string{w.protection(a)}
	}
	return []section{
		what, which,
		{Heading: w.say("plain-measures", nil), Paragraphs: []string{w.say("teachers-school", about)}},
		{Heading: w.say("plain-recommendations", nil), List: []string{w.say("teachers-wait", about), w.say("teachers-keep", about), w.say("teachers-nothing", about)}},
		{Heading: w.say("plain-contact", nil), Paragraphs: []string{w.say("teachers-contact", about)}},
	}
}

func (w *writer) under(set string, in Input, form domain.Form, names []string) []section {
	var all []section
	for _, name := range names {
		s := section{Heading: w.say(set+name, nil)}
		if set == "plain-" {
			w.plain(&s, in, form, name)
		} else {
			w.formal(&s, in, name)
		}
		if len(s.Paragraphs)+len(s.List) > 0 {
			all = append(all, s)
		}
	}
	return all
}

// plain fills the sections of the forms for people, which gather several parts
// under one heading.
func (w *writer) plain(s *section, in Input, form domain.Form, name string) {
	w.formal(s, in, name)
	t := in.Narrative.In(w.language)
	switch name {
	case "nature":
		s.Paragraphs = append(s.Paragraphs, w.occurred(in), w.say("discovered", data{"At": w.time(in.Incident.Clocks.Discovered)}))
		if in.Late {
			s.Paragraphs = append(s.Paragraphs, paragraphs(t.Reasons)...)
		}
		delays := w.delays(in)
		if form == domain.FormNDPA && len(delays) == 0 {
			delays = []string{w.say("delay-none", nil)} // NDPA art. V § 4(1)(iv)
		}
		s.Paragraphs = append(s.Paragraphs, delays...)
	case "categories":
		if a, counted := in.Incident.AffectedOf(in.Org.ID); counted {
			if form == domain.FormNDPA {
				s.Paragraphs = append(s.Paragraphs, w.say("numbers", data{"People": a.People, "Records": a.Records}))
			}
			s.Paragraphs = append(s.Paragraphs, w.protection(a))
		}
	case "measures":
		s.Paragraphs = append(s.Paragraphs, paragraphs(t.Investigation)...)
	}
}

// formal fills the sections that hold one part each.
func (w *writer) formal(s *section, in Input, name string) {
	i, t := in.Incident, in.Narrative.In(w.language)
	a, counted := i.AffectedOf(in.Org.ID)
	switch name {
	case "nature":
		s.Paragraphs = paragraphs(t.Nature)
	case "occurred":
		s.Paragraphs = []string{w.occurred(in)}
	case "discovered":
		s.Paragraphs = []string{w.say("discovered", data{"At": w.time(i.Clocks.Discovered)})}
		if !i.Clocks.Aware.IsZero() {
			s.Paragraphs = append(s.Paragraphs, w.say("aware", data{"At": w.time(i.Clocks.Aware)}))
		}
	case "categories":
		for _, c := range i.Categories {
			s.List = append(s.List, w.say("category-"+string(c), nil))
		}
	case "people", "records":
		if !counted {
			return
		}
		n := a.People
		if name == "records" {
			n = a.Records
		}
		s.Paragraphs = []string{w.say("number", data{"N": strconv.Itoa(n)})}
		if name == "records" && a.Erased.Receipts > 0 {
			s.Paragraphs = append(s.Paragraphs, w.say("erased", data{"People": a.Erased.People, "Records": a.Erased.Records}))
		}
	case "protection":
		if counted {
			s.Paragraphs = []string{w.protection(a)}
		}
	case "consequences":
		s.Paragraphs = paragraphs(t.Consequences)
	case "measures":
		s.Paragraphs = paragraphs(t.Measures)
	case "recommendations":
		s.Paragraphs = paragraphs(t.Recommendations)
	case "investigation":
		s.Paragraphs = paragraphs(t.Investigation)
	case "reasons":
		if in.Late {
			s.Paragraphs = paragraphs(t.Reasons)
		}
	case "delay":
		s.Paragraphs = w.delays(in)
	case "contact":
		c := in.Narrative.Contact
		s.Paragraphs = []string{strings.Trim(c.Name+", "+c.Email+", "+c.Phone, ", ")}
	}
}

func (w *writer) occurred(in Input) string {
	from := w.time(in.Incident.OccurredFrom)
	if until := in.Incident.OccurredUntil; !until.IsZero() {
		return w.say("between", data{"From": from, "Until": w.time(until)})
	}
	return w.say("since", data{"From": from})
}

func (w *writer) protection(a domain.Affected) string {
	if a.Readable {
		return w.say("readable", nil)
	}
	return w.say("unreadable", nil)
}

func (w *writer) delays(in Input) []string {
	var all []string
	for _, d := range in.Incident.Delays {
		if d.Stops(in.Clause) {
			all = append(all, w.say("delay-"+string(d.Ground), data{
				"From": w.time(d.From), "Until": w.time(d.Until), "Authority": d.Authority,
			}))
		}
	}
	return all
}

// paragraphs splits a text at its empty lines.
func paragraphs(s string) []string {
	var all []string
	for p := range strings.SplitSeq(strings.ReplaceAll(s, "\r\n", "\n"), "\n\n") {
		if p = strings.TrimSpace(p); p != "" {
			all = append(all, p)
		}
	}
	return all
}
