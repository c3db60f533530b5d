package events_test

import (
	"errors"
	"testing"

	"github.com/cleanslate-edu/cleanslate/shared/events"
)

const id = "onswg4tforpw63dmmfzgk2lomm"

func TestParseBreach(t *testing.T) {
	t.Parallel()
	for _, w := range []events.BreachJob{{Incident: id}, {Incident: id, Org: "org_north"}, {Incident: id, Org: "org_north", Run: 3}} {
		got, err := events.ParseBreach(events.Message{Data: w.Encode()})
		if err != nil || got.Tick || got.Work != w {
			t.Errorf("%+v came back as %+v, %v", w, got, err)
		}
	}
	if got, err := events.ParseBreach(events.Message{}); err != nil || !got.Tick {
		t.Errorf("no data is a tick: %+v, %v", got, err)
	}
	for _, bad := range []string{
		`{`, `null`, `[]`, `{}`, `"x"`, `{"incident":"x"}`, `{"incident":"` + id + `","org":"a/b"}`, `{"incident":"` + id + `","run":1}`,
		`{"incident":"` + id + `","org":"o","run":-1}`, `{"incident":"` + id + `","who":"me"}`, `{"incident":"` + id + `"}{}`, "\xff",
	} {
		if got, err := events.ParseBreach(events.Message{Data: []byte(bad)}); !errors.Is(err, events.ErrPoison) {
			t.Errorf("%s: %+v, %v", bad, got, err)
		}
	}
}

func TestParseMail(t *testing.T) {
	t.Parallel()
	want := events.Mail{Incident: id, Notice: id}
	if got, err := events.ParseMail(events.Message{Data: want.Encode()}); err != nil || got != want {
		t.Errorf("%+v, %v", got, err)
	}
	for _, bad := range []string{``, `{`, `{}`, `{"incident":"` + id + `"}`, `{"incident":"` + id + `","notice":"../x"}`, `{"incident":"` + id + `","notice":"` + id + `","to":"a@b.c"}`} {
		if got, err := events.ParseMail(events.Message{Data: []byte(bad)}); !errors.Is(err, events.ErrPoison) {
			t.Errorf("%s: %+v, %v", bad, got, err)
		}
	}
}
