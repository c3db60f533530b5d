package events_test

import (
	"errors"
	"reflect"
	"testing"

	"github.com/cleanslate-edu/cleanslate/shared/domain"
	"github.com/cleanslate-edu/cleanslate/shared/events"
)

func TestParseRetention(t *testing.T) {
	t.Parallel()
	if got, err := events.ParseRetention(events.Message{}); err != nil || !got.Tick || got.Plan != nil {
		t.Errorf("no data is a tick: %+v, %v", got, err)
	}
	for _, p := range []events.Plan{{}, {Org: "org_north"}, {Org: "org_north", Usage: "2026-11"}, {Org: "org_north", Newsletters: []string{"newsletter-" + id}}} {
		got, err := events.ParseRetention(events.Message{Data: p.Encode()})
		if err != nil || got.Tick || got.Plan == nil || !reflect.DeepEqual(*got.Plan, p) {
			t.Errorf("%+v came back as %+v, %v", p, got, err)
		}
	}
	w := events.Work{Subject: domain.Subject{Kind: domain.SubjectSession, Org: "org_north", Session: id}, To: domain.Erased, Rule: domain.RuleWindow}
	if got, err := events.ParseRetention(events.Message{Data: w.Encode()}); err != nil || got.Tick || got.Plan != nil || got.Work != w {
		t.Errorf("%+v came back as %+v, %v", w, got, err)
	}
	for _, bad := range []string{
		`{`, `null`, `[]`, `{}`, `"x"`, `{"plan":null}`, `{"plan":"org_north"}`, `{"plan":{"org":"a/b"}}`, `{"plan":{"who":"me"}}`, `{"plan":{}}{}`,
		`{"plan":{"usage":"2026-11"}}`, `{"plan":{"org":"org_north","usage":"2026"}}`, `{"plan":{"org":"org_north","usage":"2026-11","ownership":"x"}}`,
		`{"plan":{"newsletters":["newsletter-` + id + `"]}}`, `{"plan":{"org":"org_north","newsletters":["ownership-` + id + `"]}}`, `{"plan":{"org":"org_north","newsletters":["newsletter-` + id + `-withdrawn"]}}`,
		`{"plan":{},"to":"erased"}`, `{"plan":{"org":"org_north"},"subject":{"kind":"session","org":"org_north","session":"` + id + `"},"to":"erased","rule":"window"}`,
		`{"subject":{"kind":"session","org":"org_north","session":"` + id + `"},"to":"open","rule":"window"}`,
		`{"subject":{"kind":"session","org":"org_north","session":"x"},"to":"erased","rule":"window"}`,
	} {
		if got, err := events.ParseRetention(events.Message{Data: []byte(bad)}); !errors.Is(err, events.ErrPoison) {
			t.Errorf("%s: %+v, %v", bad, got, err)
		}
	}
}
