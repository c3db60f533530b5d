package rights

import (
	"bytes"
	_ "embed"
	"html/template"
	"strconv"
	"strings"
	"time"

	"github.com/cleanslate-edu/cleanslate/shared/domain"
)

//go:embed page.html.tmpl
var pageSource string

var pageTemplate = template.Must(template.New("page").Option("missingkey=error").Parse(pageSource))

// page returns the export for people: a page that loads nothing and runs nothing.
func (w *words) page(held *holding, rows []row, now time.Time) ([]byte, error) {
	type line struct {
		Number                  int // 0: not the first of its question
		Prompt, Response, Saved string
		Points                  string // empty: none, or not known
	}
	p := &held.Participant
	view := struct {
		*words
		Lang                           string
		Alias, Title                   string
		JoinedAt, RenamedAt            string
		Acts                           [][2]string // what a parent did, and when
		Basis, KeptUntil, Email, Score string
		Consented                      string // empty: none was wanted
		Correction                     string // empty: none
		IsRestricted                   bool
		Made                           string
		Lines                          []line
		Grades                         []line
		Receipts                       []string
	}{
		words: w, Lang: w.lang, Alias: p.Alias, Title: held.Session.Title, JoinedAt: moment(p.JoinedAt), Basis: p.ConsentBasis,
		KeptUntil: w.UntilOpen, Email: held.Contact, Made: moment(now), IsRestricted: held.Restricted,
	}
	if held.Correction != nil {
		view.Correction = held.Correction.Text
	}
	if p.RenamedAt != nil {
		view.RenamedAt = moment(*p.RenamedAt)
	}
	if held.ParentCodeAt != nil {
		view.Acts = append(view.Acts, [2]string{w.ParentCode, moment(*held.ParentCodeAt)})
	}
	for i, at := range []time.Time{
		held.Parent.CorrectedAt, held.Parent.CollectionRefusedAt, held.Parent.CollectionLiftedAt,
		held.Parent.DisclosureRefusedAt, held.Parent.DisclosureLiftedAt,
	} {
		if !at.IsZero() {
			view.Acts = append(view.Acts, [2]string{w.ParentActs[i], moment(at)})
		}
	}
	if c := p.Consent; c != nil {
		view.Consented = w.consented(*c)
	}
	if held.KeptUntil != nil {
		view.KeptUntil = moment(*held.KeptUntil)
	}
	if held.Results != nil {
		view.Score = w.of(held.Results.Score, held.Results.MaxScore)
	}
	prompts := make(map[string]string)
	last := ""
	for i := range rows {
		r := &rows[i]
		l := line{Response: r.response()}
		switch {
		case r.question == nil:
			l.Prompt = r.answer.QuestionID
		case r.question.ID != last:
			last = r.question.ID
			l.Number, l.Prompt = r.number, r.question.Prompt
			prompts[last] = l.Prompt
		}
		if r.answer != nil {
			l.Saved = moment(r.answer.ReceivedAt)
		}
		if r.result != nil && r.result.Points != nil {
			l.Points = w.of(*r.result.Points, r.result.MaxPoints)
		}
		view.Lines = append(view.Lines, l)
	}
	for _, g := range held.Grades {
		prompt := prompts[g.QuestionID]
		if prompt == "" {
			prompt = g.QuestionID
		}
		view.Grades = append(view.Grades, line{Prompt: prompt, Points: w.number(g.Points)})
	}
	for _, r := range held.Receipts {
		view.Receipts = append(view.Receipts, r.ID)
	}
	var b bytes.Buffer
	err := pageTemplate.Execute(&b, view)
	return b.Bytes(), err
}

// moment writes a time so that it is read alike everywhere.
func moment(t time.Time) string { return t.UTC().Format("2006-01-02 15:04:05 UTC") }

// consented says who consented, when, and to which version of the school's text.
func (w *words) consented(c consentView) string {
	who := w.ByParents
	if c.Ground == domain.ConsentOfAge {
		who = w.OfAge
	}
	return strings.NewReplacer("{at}", moment(c.At), "{version}", strconv.Itoa(c.Version)).Replace(who)
}

func (w *words) number(n float64) string {
	return strings.Replace(strconv.FormatFloat(n, 'f', -1, 64), ".", w.decimal, 1)
}

// of says how many points of how many.
func (w *words) of(n, most float64) string {
	return strings.NewReplacer("{n}", w.number(n), "{of}", w.number(most)).Replace(w.PointsOf)
}

func (w *words) yesOrNo(yes bool) string {
	if yes {
		return w.Yes
	}
	return w.No
}
