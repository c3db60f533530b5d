package wire

import (
	"bytes"
	"math/rand/v2"
	"strings"
	"testing"

	"cloud.google.com/go/firestore/apiv1/firestorepb"
	"google.golang.org/protobuf/proto"

	"github.com/cleanslate-edu/cleanslate/shared/domain"
)

// asGenerated is Chunk by means of the generated code.
func asGenerated(database, name string, records []domain.Record) *firestorepb.CommitRequest {
	list := func(value func(r domain.Record) *firestorepb.Value) *firestorepb.Value {
		all := new(firestorepb.ArrayValue)
		for _, r := range records {
			all.Values = append(all.Values, value(r))
		}
		return &firestorepb.Value{ValueType: &firestorepb.Value_ArrayValue{ArrayValue: all}}
	}
	text := func(s string) *firestorepb.Value {
		return &firestorepb.Value{ValueType: &firestorepb.Value_StringValue{StringValue: s}}
	}
	lists := map[string]*firestorepb.Value{
		FieldParticipants: list(func(r domain.Record) *firestorepb.Value { return text(r.Participant) }),
		FieldQuestions:    list(func(r domain.Record) *firestorepb.Value { return text(r.Question) }),
		FieldRevisions: list(func(r domain.Record) *firestorepb.Value {
			return &firestorepb.Value{ValueType: &firestorepb.Value_IntegerValue{IntegerValue: int64(r.Revision)}}
		}),
		FieldResponses: list(func(r domain.Record) *firestorepb.Value {
			return &firestorepb.Value{ValueType: &firestorepb.Value_BytesValue{BytesValue: r.Sealed}}
		}),
	}
	return &firestorepb.CommitRequest{
		Database: database,
		Writes: []*firestorepb.Write{{
			Operation: &firestorepb.Write_Update{Update: &firestorepb.Document{
				Name: name,
				Fields: map[string]*firestorepb.Value{FieldRecords: {ValueType: &firestorepb.Value_MapValue{
					MapValue: &firestorepb.MapValue{Fields: lists}}}},
			}},
			UpdateTransforms: []*firestorepb.DocumentTransform_FieldTransform{{
				FieldPath: FieldAt,
				TransformType: &firestorepb.DocumentTransform_FieldTransform_SetToServerValue{
					SetToServerValue: firestorepb.DocumentTransform_FieldTransform_REQUEST_TIME,
				},
			}},
			CurrentDocument: &firestorepb.Precondition{ConditionType: &firestorepb.Precondition_Exists{Exists: false}},
		}},
	}
}

// someRecords returns records whose values have all lengths for which a length takes
// one, two or three bytes.
func someRecords(n, size int) []domain.Record {
	random := rand.New(rand.NewPCG(1, uint64(n)))
	records := make([]domain.Record, n)
	for i := range records {
		records[i] = domain.Record{
			Participant: strings.Repeat("p", 26), Question: strings.Repeat("q", random.IntN(200)),
			Revision: random.IntN(domain.RevisionMax + 1), Sealed: bytes.Repeat([]byte{byte(i)}, random.IntN(size)),
		}
	}
	return records
}

// What is sent is what the generated code would send.
func TestChunk(t *testing.T) {
	t.Parallel()
	const database, name = "projects/p/databases/(default)", "projects/p/databases/(default)/documents/sessions/s/answers/a"
	for n := range 50 {
		for _, size := range []int{1, 100, 300, 40_000} {
			records := someRecords(n, size)
			sent, err := proto.Marshal(Chunk(database, name, records))
			if err != nil {
				t.Fatal(err)
			}
			var got firestorepb.CommitRequest
			if err := proto.Unmarshal(sent, &got); err != nil {
				t.Fatalf("%d records: %v", n, err)
			}
			if want := asGenerated(database, name, records); !proto.Equal(&got, want) {
				t.Fatalf("%d records:\n%v\nwant\n%v", n, &got, want)
			}
			if whole, want := cap(writeOf(name, records)), len(sent)-proto.Size(&firestorepb.CommitRequest{Database: database}); whole != want {
				t.Errorf("%d records: room for %d bytes, not %d", n, whole, want)
			}
		}
	}
}

func BenchmarkChunk(b *testing.B) {
	const database, name = "projects/p/databases/(default)", "projects/p/databases/(default)/documents/sessions/s/answers/a"
	records := someRecords(30, 100)
	for method, commit := range map[string]func(string, string, []domain.Record) *firestorepb.CommitRequest{
		"Chunk": Chunk, "generated": asGenerated,
	} {
		b.Run(method, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				if _, err := proto.Marshal(commit(database, name, records)); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}
