package answerlog

import (
	"regexp"
	"testing"
	"time"

	"cloud.google.com/go/firestore/apiv1/firestorepb"
	"google.golang.org/protobuf/proto"

	"github.com/cleanslate-edu/cleanslate/shared/wire"
)

// anotherType is all that an error says of a document.
var anotherType = regexp.MustCompile(`^(decoding a document: its field [a-zA-Z]+ has another type\n?)+$`)

// FuzzDocument decodes whatever may come over the wire as a session, a seat and a chunk's
// time: it is read whole or refused, and the error holds nothing of it.
func FuzzDocument(f *testing.F) {
	at := time.Date(2026, 12, 1, 8, 0, 0, 0, time.UTC)
	list := &firestorepb.Value{ValueType: &firestorepb.Value_ArrayValue{ArrayValue: &firestorepb.ArrayValue{Values: []*firestorepb.Value{wire.TextValue("q1"), wire.BoolValue(true)}}}}
	null := &firestorepb.Value{ValueType: &firestorepb.Value_NullValue{}}
	for _, fields := range []map[string]*firestorepb.Value{
		{"org": wire.TextValue("org_north"), "state": wire.TextValue("open"), "closesAt": wire.TimeValue(at), "locked": wire.BoolValue(true)},
		{"org": wire.BytesValue([]byte("org_north")), "shown": list, "version": null, "publicKey": {}},
		{"invitation": {ValueType: &firestorepb.Value_MapValue{MapValue: &firestorepb.MapValue{Fields: map[string]*firestorepb.Value{"hash": wire.TextValue("x"), "expiresAt": {}}}}}},
		{"erased": wire.BoolValue(true), "timeFactor": {ValueType: &firestorepb.Value_IntegerValue{IntegerValue: 2}}, "flooded": wire.TextValue("yes")},
		{wire.FieldAt: wire.TimeValue(at)},
		{"json": wire.BytesValue([]byte(`{"questions":[{}]}`))},
	} {
		b, err := proto.Marshal(&firestorepb.Document{Name: "n", Fields: fields})
		if err != nil {
			f.Fatal(err)
		}
		f.Add(b)
		f.Add(b[:len(b)-1])
	}
	f.Fuzz(func(t *testing.T, b []byte) {
		var doc firestorepb.Document
		if proto.Unmarshal(b, &doc) != nil {
			return
		}
		session, seat := &wire.Document{Fields: doc.Fields}, &wire.Document{Fields: doc.Fields}
		s := sessionFrom("id", session, at)
		wire.Seat(seat)
		for _, err := range []error{session.Err, seat.Err} {
			if err != nil && !anotherType.MatchString(err.Error()) {
				t.Errorf("the error says %q", err)
			}
		}
		if s.ID != "id" || !s.ReadAt.Equal(at) {
			t.Errorf("a session of another name or time: %+v", s)
		}
		if v := doc.Fields["org"]; session.Err == nil && s.Org != v.GetStringValue() {
			t.Errorf("the org %v is read as %q", v, s.Org)
		}
		stamped, err := chunkTime(doc.Fields[wire.FieldAt])
		if v := doc.Fields[wire.FieldAt].GetTimestampValue(); (v == nil) != (err != nil) || err == nil && !stamped.Equal(v.AsTime()) {
			t.Errorf("the time %v is read as %v, %v", v, stamped, err)
		}
	})
}
