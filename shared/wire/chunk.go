package wire

import (
	"cloud.google.com/go/firestore/apiv1/firestorepb"
	"google.golang.org/protobuf/encoding/protowire"

	"github.com/cleanslate-edu/cleanslate/shared/domain"
)

// The fields of a chunk document, and those of its records: one list each, all
// of one length, which is a third smaller than a list of records and cheaper to
// write and to read.
const (
	FieldAt           = "at"
	FieldRecords      = "records"
	FieldParticipants = "participants"
	FieldQuestions    = "questions"
	FieldRevisions    = "revisions"
	FieldResponses    = "responses"
)

// The numbers of the fields of Firestore's messages that make a chunk
// (google/firestore/v1: firestore.proto, write.proto, document.proto).
const (
	commitWrites                                                = 2
	writeUpdate, writePrecondition, writeTransforms             = 1, 4, 7
	preconditionExists                                          = 1
	transformField, transformServerValue                        = 1, 2
	documentName, documentFields                                = 1, 2
	entryKey, entryValue                                        = 1, 2 // of any map
	valueInteger, valueMap, valueArray, valueString, valueBytes = 2, 6, 9, 17, 18
	mapFields                                                   = 1
	arrayValues                                                 = 1
)

// Chunk returns the commit that creates the chunk called name with the given records
// and the time of the commit.
//
// It encodes the commit itself, into one piece of memory. It runs for every chunk of a
// burst, and the generated code would take an object or two for each of a record's values,
// and then longer to walk through them than to send them.
func Chunk(database, name string, records []domain.Record) *firestorepb.CommitRequest {
	request := &firestorepb.CommitRequest{Database: database}
	// What a message doesn't know is sent as it is.
	request.ProtoReflect().SetUnknown(writeOf(name, records))
	return request
}

// writeOf returns the field of a commit that holds its one write.
func writeOf(name string, records []domain.Record) []byte {
	lists := listsOf(records)
	size := 0
	for i := range lists {
		size += lengthDelimited(mapFields, lists[i].entry())
	}
	recordsEntry := entrySize(FieldRecords, lengthDelimited(valueMap, size))
	document := lengthDelimited(documentName, len(name)) + lengthDelimited(documentFields, recordsEntry)
	precondition := protowire.SizeTag(preconditionExists) + protowire.SizeVarint(0)
	transform := lengthDelimited(transformField, len(FieldAt)) +
		protowire.SizeTag(transformServerValue) + protowire.SizeVarint(uint64(firestorepb.DocumentTransform_FieldTransform_REQUEST_TIME))
	write := lengthDelimited(writeUpdate, document) + lengthDelimited(writePrecondition, precondition) + lengthDelimited(writeTransforms, transform)

	b := make([]byte, 0, lengthDelimited(commitWrites, write))
	b = appendHead(b, commitWrites, write)
	b = appendHead(b, writeUpdate, document)
	b = appendText(b, documentName, name)
	b = appendHead(b, documentFields, recordsEntry)
	b = appendText(b, entryKey, FieldRecords)
	b = appendHead(b, entryValue, lengthDelimited(valueMap, size))
	b = appendHead(b, valueMap, size)
	for i := range lists {
		b = lists[i].append(b, records)
	}
	b = appendHead(b, writePrecondition, precondition)
	b = protowire.AppendTag(b, preconditionExists, protowire.VarintType)
	b = protowire.AppendVarint(b, 0) // it doesn't
	b = appendHead(b, writeTransforms, transform)
	b = appendText(b, transformField, FieldAt)
	b = protowire.AppendTag(b, transformServerValue, protowire.VarintType)
	return protowire.AppendVarint(b, uint64(firestorepb.DocumentTransform_FieldTransform_REQUEST_TIME))
}

// A column is one of the lists that a chunk keeps its records in.
type column struct {
	name   string
	size   int // of all values, each with its head
	length func(*domain.Record) int
	value  func([]byte, *domain.Record) []byte
}

func listsOf(records []domain.Record) [4]column {
	lists := [...]column{
		{
			name:   FieldParticipants,
			length: func(r *domain.Record) int { return lengthDelimited(valueString, len(r.Participant)) },
			value:  func(b []byte, r *domain.Record) []byte { return appendText(b, valueString, r.Participant) },
		},
		{
			name:   FieldQuestions,
			length: func(r *domain.Record) int { return lengthDelimited(valueString, len(r.Question)) },
			value:  func(b []byte, r *domain.Record) []byte { return appendText(b, valueString, r.Question) },
		},
		{
			name: FieldRevisions,
			length: func(r *domain.Record) int {
				return protowire.SizeTag(valueInteger) + protowire.SizeVarint(uint64(r.Revision))
			}, // #nosec G115 -- it comes back as it was
			value: func(b []byte, r *domain.Record) []byte {
				return protowire.AppendVarint(protowire.AppendTag(b, valueInteger, protowire.VarintType), uint64(r.Revision)) // #nosec G115 -- as above
			},
		},
		{
			name:   FieldResponses,
			length: func(r *domain.Record) int { return lengthDelimited(valueBytes, len(r.Sealed)) },
			value: func(b []byte, r *domain.Record) []byte {
				return protowire.AppendBytes(protowire.AppendTag(b, valueBytes, protowire.BytesType), r.Sealed)
			},
		},
	}
	for i := range lists {
		for j := range records {
			lists[i].size += lengthDelimited(arrayValues, lists[i].length(&records[j]))
		}
	}
	return lists
}

// entry returns the size of the list's entry in the map of lists.
func (c *column) entry() int { return entrySize(c.name, lengthDelimited(valueArray, c.size)) }

// append appends the list's entry.
func (c *column) append(b []byte, records []domain.Record) []byte {
	b = appendHead(b, mapFields, c.entry())
	b = appendText(b, entryKey, c.name)
	b = appendHead(b, entryValue, lengthDelimited(valueArray, c.size))
	b = appendHead(b, valueArray, c.size)
	for i := range records {
		b = appendHead(b, arrayValues, c.length(&records[i]))
		b = c.value(b, &records[i])
	}
	return b
}

// entrySize returns the size of a map's entry whose value has the given size.
func entrySize(key string, value int) int {
	return lengthDelimited(entryKey, len(key)) + lengthDelimited(entryValue, value)
}

// lengthDelimited returns the size of a field that holds so many bytes.
func lengthDelimited(field protowire.Number, n int) int {
	return protowire.SizeTag(field) + protowire.SizeBytes(n)
}

// appendHead appends what stands before a field's n bytes.
func appendHead(b []byte, field protowire.Number, n int) []byte {
	return protowire.AppendVarint(protowire.AppendTag(b, field, protowire.BytesType), uint64(n)) // #nosec G115 -- a length
}

func appendText(b []byte, field protowire.Number, s string) []byte {
	return protowire.AppendString(protowire.AppendTag(b, field, protowire.BytesType), s)
}
