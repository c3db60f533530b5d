package notice

import (
	"time"

	"github.com/cleanslate-edu/cleanslate/shared/domain"
)

// OfRequestCode writes to whoever asks a school for something, in their language, with the
// code that verifies their address. It says neither what was asked for nor by whom, since
// anybody can enter somebody else's address.
func OfRequestCode(o domain.Org, code, language string) (Content, error) {
	o.Timezone = "UTC" // nothing in it has a time
	w, err := writerIn(o, language)
	if err != nil {
		return Content{}, err
	}
	about := data{"Org": o.Name, "Code": spaced(code), "Minutes": int(domain.RequestCodeValid / time.Minute)}
	return w.lay(page{
		Title:  w.say("subject-request-code", about),
		Intro:  []string{w.say("request-code", about), w.say("request-code-valid", about), w.say("request-code-not-you", about)},
		Signed: w.say("signed-announcement", about),
	})
}

// OfRequestCopy writes to whoever made a request, in their language, with the code that saves
// the copy that the school gives them. It says nothing of what was asked.
func OfRequestCopy(o domain.Org, code, language string) (Content, error) {
	o.Timezone = "UTC" // nothing in it has a time
	w, err := writerIn(o, language)
	if err != nil {
		return Content{}, err
	}
	about := data{"Org": o.Name, "Code": spaced(code), "Minutes": int(domain.RequestCodeValid / time.Minute)}
	return w.lay(page{
		Title:  w.say("subject-request-code", about),
		Intro:  []string{w.say("request-copy", about), w.say("request-copy-valid", about), w.say("request-copy-not-you", about)},
		Signed: w.say("signed-announcement", about),
	})
}

// spaced writes a code in two halves.
func spaced(code string) string {
	half := len(code) / 2
	return code[:half] + " " + code[half:]
}
