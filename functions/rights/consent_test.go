package rights_test

import (
	"archive/zip"
	"bytes"
	"io"
	"strings"
	"testing"
	"time"

	"github.com/cleanslate-edu/cleanslate/functions/functiontest"
)

// A student sees on what basis their data was collected: who consented, when, and to which
// version of the school's text; in the copy as well.
func TestMeShowsTheConsent(t *testing.T) {
	t.Parallel()
	s := functiontest.New(t, functiontest.Options{Org: functiontest.ParentsConsent})
	s.PutConsent("Yes.", false)
	s.PutConsent("Yes, please.", false)
	l := s.Open(functiontest.Start{})
	ada := l.JoinWith("Ada", s.IssueConsent(0).Code)
	type me struct {
		Participant struct {
			Consent *struct {
				Ground  string
				At      time.Time
				Version int
			}
		}
	}
	check := func(what string, got me) {
		t.Helper()
		if c := got.Participant.Consent; c == nil || c.Ground != "parents" || c.Version != 2 || time.Since(c.At).Abs() > time.Minute {
			t.Errorf("%s: %+v", what, c)
		}
	}
	var got me
	s.Do("GET", "/v1/me", functiontest.Request{Token: ada.Token}).Want(200).JSON(&got)
	check("shown", got)
	var renamed struct{ Consent *struct{ Version int } }
	s.Do("PATCH", "/v1/me", functiontest.Request{Token: ada.Token, Body: `{"alias": "Ada L."}`}).Want(200).JSON(&renamed)
	if renamed.Consent == nil || renamed.Consent.Version != 2 {
		t.Errorf("renamed: %+v", renamed.Consent)
	}
	for language, said := range map[string]string{"en": "version 2 of the text", "de": "Fassung 2 des Textes", "fr": "version 2 du texte", "es": "versión 2 del texto"} {
		r := s.Do("GET", "/v1/me/export", functiontest.Request{Token: ada.Token, Header: map[string]string{"Accept-Language": language}}).Want(200)
		z, err := zip.NewReader(bytes.NewReader(r.Body), int64(len(r.Body)))
		if err != nil {
			t.Fatal(err)
		}
		var all strings.Builder
		for _, f := range z.File {
			in, err := f.Open()
			if err != nil {
				t.Fatal(err)
			}
			if _, err := io.Copy(&all, in); err != nil {
				t.Fatal(err)
			}
		}
		if !strings.Contains(all.String(), said) || !strings.Contains(all.String(), `"ground": "parents"`) {
			t.Errorf("%s: the copy doesn't say %q", language, said)
		}
	}
	// Where none was wanted, none is shown.
	plain := functiontest.New(t, functiontest.Options{})
	var none me
	plain.Do("GET", "/v1/me", functiontest.Request{Token: plain.Open(functiontest.Start{}).Join("Ada").Token}).Want(200).JSON(&none)
	if none.Participant.Consent != nil {
		t.Errorf("a consent that nobody gave: %+v", none.Participant.Consent)
	}
}
