package events_test

import (
	"bytes"
	"encoding/json"
	"errors"
	"testing"

	"github.com/cleanslate-edu/cleanslate/shared/domain"
	"github.com/cleanslate-edu/cleanslate/shared/events"
)

// Whatever comes through Pub/Sub is a message or poison, never a panic, and work names
// ids only.
func FuzzDecode(f *testing.F) {
	envelope := func(data []byte) []byte {
		b, err := json.Marshal(map[string]any{"message": map[string]any{"data": data, "messageId": "1", "attributes": map[string]string{"a": "b"}}})
		if err != nil {
			f.Fatal(err)
		}
		return b
	}
	for _, data := range [][]byte{
		nil, []byte("{}"), events.BreachJob{Incident: id, Org: "org_north", Run: 1}.Encode(), events.Mail{Incident: id, Notice: id}.Encode(),
		events.FormalErasure(domain.Subject{Kind: domain.SubjectParticipant, Org: "org_north", Session: id, ID: id}),
		bytes.Repeat([]byte("x"), events.DataMax+1),
	} {
		f.Add(envelope(data), data)
	}
	f.Add([]byte(`{"message":{"data":"!"}}`), []byte(`{"incident":"../x"}`))
	f.Add([]byte(`{"message":null}`), []byte("\xff"))
	f.Fuzz(func(t *testing.T, body, data []byte) {
		messages := []events.Message{{Data: data}}
		if m, err := events.Decode(body); err == nil {
			messages = append(messages, m)
			if len(m.Data) > events.DataMax {
				t.Errorf("a payload of %d bytes passes", len(m.Data))
			}
		} else if !errors.Is(err, events.ErrPoison) {
			t.Errorf("%q: %v", body, err)
		}
		for _, m := range messages {
			if w, err := events.ParseRetention(m); err == nil && !w.Tick && !w.Work.Subject.Valid() || err != nil && !errors.Is(err, events.ErrPoison) {
				t.Errorf("%q: %+v, %v", m.Data, w, err)
			}
			if w, err := events.ParseBreach(m); err == nil && !w.Tick && !domain.IsID(w.Work.Incident) || err != nil && !errors.Is(err, events.ErrPoison) {
				t.Errorf("%q: %+v, %v", m.Data, w, err)
			}
			if w, err := events.ParseMail(m); err == nil && !(domain.IsID(w.Incident) && domain.IsID(w.Notice)) || err != nil && !errors.Is(err, events.ErrPoison) {
				t.Errorf("%q: %+v, %v", m.Data, w, err)
			}
		}
	})
}
