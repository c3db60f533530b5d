package notice

import (
	"strings"

	"github.com/cleanslate-edu/cleanslate/shared/domain"
)

// OfRequest writes to a school's office that somebody's request came in, or that the time
// to answer one runs out. It says nothing of who asks, or what about.
func OfRequest(school domain.Org, l domain.Letter) (Content, error) {
	w, err := newWriter(school)
	if err != nil {
		return Content{}, err
	}
	about := data{"Org": school.Name, "Percent": l.Percent, "Due": w.time(l.DueAt), "Clause": requestSource(l.Clause), "Request": l.Request}
	kind := "request-late"
	switch {
	case l.Clause == "":
		kind = "request-new"
	case l.Percent >= 100:
		kind = "request-missed"
	}
	return w.lay(page{
		Title: w.say("subject-"+kind, about), Intro: []string{w.say(kind, about), w.say("request-open", about)}, Signed: w.say("signed-letter", about),
	})
}

// OfRequestNews tells whoever asked a school for something, in their language, that their
// page has news, and not what: mail is read by others.
func OfRequestNews(o domain.Org, kind domain.RequestMailKind, language string) (Content, error) {
	o.Timezone = "UTC" // nothing in it has a time
	w, err := writerIn(o, language)
	if err != nil {
		return Content{}, err
	}
	about := data{"Org": o.Name}
	return w.lay(page{
		Title: w.say("subject-request-news", about), Intro: []string{w.say("request-news-"+string(kind), about), w.say("request-news-link", about)},
		Signed: w.say("signed-announcement", about),
	})
}

// requestSource returns where a clause about requests stands.
func requestSource(id string) string {
	for _, c := range domain.RequestClauses() {
		if c.ID == id {
			return c.Source
		}
	}
	return id
}

// Answer writes a school's decision about a request for whoever made it, in their language:
// what was asked, what was decided, on which ground something was refused, the school's own
// words, and what can be done about a refusal (GDPR art. 12(4); 34 CFR § 99.21 and 99.63).
func Answer(school domain.Org, r domain.Request, d domain.Decision, ground, words string) (domain.RequestAnswer, error) {
	w, err := writerIn(school, r.Locale)
	if err != nil {
		return domain.RequestAnswer{}, err
	}
	about := data{"Org": school.Name, "Received": w.day(r.ReceivedAt), "What": w.say("asked-"+string(r.Kind), nil), "Contact": school.Policy.PrivacyContact}
	text := []string{w.say("answer-asked", about), w.say("answer-"+string(d), about)}
	for _, g := range school.RefusalGrounds(r.Kind) {
		if g.ID == ground {
			text = append(text, w.say("answer-ground", data{"Ground": w.say("ground-"+g.ID, nil), "Source": g.Source}))
		}
	}
	text = append(text, paragraphs(words)...)
	if d != domain.DecisionRefused {
		text = append(text, w.say("answer-next", about))
	}
	if d != domain.DecisionGranted {
		switch {
		case school.UnderGDPR():
			text = append(text, w.say("answer-complaint", about))
		case school.Country == "US":
			text = append(text, w.say("answer-hearing", about))
		}
	}
	text = append(text, w.say("answer-contact", about))
	return domain.RequestAnswer{
		Language: w.language, Subject: w.say("subject-answer-"+string(d), about), Text: strings.Join(text, "\n\n"), Words: words,
	}, w.err
}
