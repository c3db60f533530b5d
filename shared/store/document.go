package store

import (
	"fmt"
	"time"

	"cloud.google.com/go/firestore/apiv1/firestorepb"
	"google.golang.org/protobuf/types/known/timestamppb"
)

// A document is one as it comes over the wire, which the client's own layer can't
// decode. A field that isn't there, or is null, is zero; one of another type is an
// error.
type document struct {
	fields map[string]*firestorepb.Value
	err    error // the first
}

// read returns the field called name by get, which reports whether the value has
// its type.
func read[T any](d *document, name string, get func(*firestorepb.Value) (T, bool)) (v T) {
	f := d.fields[name]
	if f == nil {
		return v
	}
	if _, null := f.ValueType.(*firestorepb.Value_NullValue); null {
		return v
	}
	v, ok := get(f)
	if !ok && d.err == nil {
		d.err = fmt.Errorf("decoding a document: its field %s has another type", name)
	}
	return v
}

func asText(v *firestorepb.Value) (string, bool) {
	_, ok := v.ValueType.(*firestorepb.Value_StringValue)
	return v.GetStringValue(), ok
}

func asBytes(v *firestorepb.Value) ([]byte, bool) {
	_, ok := v.ValueType.(*firestorepb.Value_BytesValue)
	return v.GetBytesValue(), ok
}

func asBool(v *firestorepb.Value) (bool, bool) {
	_, ok := v.ValueType.(*firestorepb.Value_BooleanValue)
	return v.GetBooleanValue(), ok
}

func asInt(v *firestorepb.Value) (int, bool) {
	_, ok := v.ValueType.(*firestorepb.Value_IntegerValue)
	return int(v.GetIntegerValue()), ok
}

func asFloat(v *firestorepb.Value) (float64, bool) {
	if n, ok := asInt(v); ok {
		return float64(n), true
	}
	_, ok := v.ValueType.(*firestorepb.Value_DoubleValue)
	return v.GetDoubleValue(), ok
}

func asTime(v *firestorepb.Value) (time.Time, bool) {
	_, ok := v.ValueType.(*firestorepb.Value_TimestampValue)
	return v.GetTimestampValue().AsTime(), ok
}

func asList[T any](get func(*firestorepb.Value) (T, bool)) func(*firestorepb.Value) ([]T, bool) {
	return func(v *firestorepb.Value) ([]T, bool) {
		_, ok := v.ValueType.(*firestorepb.Value_ArrayValue)
		values := v.GetArrayValue().GetValues()
		list := make([]T, len(values))
		for i := range values {
			var one bool
			list[i], one = get(values[i])
			ok = ok && one
		}
		return list, ok
	}
}

func asFields(v *firestorepb.Value) (map[string]*firestorepb.Value, bool) {
	_, ok := v.ValueType.(*firestorepb.Value_MapValue)
	return v.GetMapValue().GetFields(), ok
}

func textValue(s string) *firestorepb.Value {
	return &firestorepb.Value{ValueType: &firestorepb.Value_StringValue{StringValue: s}}
}

func bytesValue(b []byte) *firestorepb.Value {
	return &firestorepb.Value{ValueType: &firestorepb.Value_BytesValue{BytesValue: b}}
}

func boolValue(b bool) *firestorepb.Value {
	return &firestorepb.Value{ValueType: &firestorepb.Value_BooleanValue{BooleanValue: b}}
}

func timeValue(t time.Time) *firestorepb.Value {
	return &firestorepb.Value{ValueType: &firestorepb.Value_TimestampValue{TimestampValue: timestamppb.New(t)}}
}
