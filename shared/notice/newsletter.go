package notice

import "github.com/cleanslate-edu/cleanslate/shared/domain"

// OfNewsletter writes a newsletter to a member of an org, in their language as far as it is
// written in that, with the page on which they leave it.
func OfNewsletter(o domain.Org, n domain.Newsletter, language, leave string) (Content, error) {
	if language == "" {
		language = o.Speaks()
	}
	o.Timezone = "UTC" // nothing in it has a time
	w, err := writerIn(o, n.In(language))
	if err != nil {
		return Content{}, err
	}
	return w.lay(page{
		Title: n.Subject[w.language], Intro: paragraphs(n.Text[w.language]), Signed: w.say("signed-newsletter", nil),
		After: []string{w.say("leave-"+string(n.Kind), data{"Org": o.Name})}, Leave: leave,
	})
}
