package sheet

import "golang.org/x/text/language"

// Languages are those in which exports are written.
var Languages = []string{"en", "de", "fr", "es"}

var matcher = language.NewMatcher([]language.Tag{language.English, language.German, language.French, language.Spanish})

// Language returns which of Languages an Accept-Language header (RFC 9110, 12.5.4) prefers: English, if it asks for none
// of them or isn't one.
func Language(accept string) string {
	_, i := language.MatchStrings(matcher, accept)
	return Languages[i]
}
