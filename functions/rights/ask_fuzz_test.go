package rights

import (
	"encoding/json"
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"

	"github.com/cleanslate-edu/cleanslate/shared/domain"
)

// FuzzAsking cleans and checks what anybody sends as a request to a school: what is taken is
// what people at the school can read safely, and cleaning it again changes nothing.
func FuzzAsking(f *testing.F) {
	for _, s := range []string{
		`{"org":"org_north","kind":"delete","from":"parent","email":"parent@mail.example","text":"Please.\r\n\r\nAll of it.","about":{"alias":"Ada","code":"kx wqpt","from":"2026-11-02","to":"2026-11-06"},"locale":"fr"}`,
		`{"kind":"know","from":"other","email":" a@mail.example\n","text":" \t x\u202e \u200b","about":{"alias":"=1+1\u0000","from":"2026-02-30"},"locale":"en"}`,
		`{"kind":"port","from":"student","email":"a@b@mail.example","text":"\r","about":{"to":"9999-12-31"},"locale":"de"}`,
	} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		var in asking
		if json.Unmarshal([]byte(s), &in) != nil {
			return
		}
		c := in.content()
		again := asking{Email: c.Email, Text: c.Text, About: &about{c.About.Alias, c.About.Code, c.About.From, c.About.To}}
		if other := again.content(); other != c {
			t.Errorf("%+v is cleaned once more to %+v", c, other)
		}
		if len(domain.CheckRequest(domain.Request{Kind: in.Kind, From: in.From, Locale: in.Locale}, c)) > 0 {
			return
		}
		if !domain.IsAddress(c.Email) || c.Text == "" || utf8.RuneCountInString(c.Text) > domain.RequestTextMax {
			t.Errorf("taken: %+v", c)
		}
		for _, text := range []string{strings.NewReplacer("\n", "", "\t", "").Replace(c.Text), c.About.Alias, c.About.Code, c.About.From, c.About.To} {
			if !utf8.ValidString(text) || strings.ContainsFunc(text, unicode.IsControl) || strings.ContainsAny(text, "\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069") {
				t.Errorf("taken: %q", text)
			}
		}
	})
}
