package wire

import (
	"fmt"
	"time"

	"cloud.google.com/go/firestore/apiv1/firestorepb"
	"google.golang.org/protobuf/types/known/timestamppb"
)

// A Document is one as it comes over the wire, which Google's client can't decode. A field
// that isn't there, or is null, is zero; one of another type is an error.
type Document struct {
	Fields map[string]*firestorepb.Value
	Err    error // the first
}

// Read returns the field called name by get, which reports whether the value has
// its type.
func Read[T any](d *Document, name string, get func(*firestorepb.Value) (T, bool)) (v T) {
	f := d.Fields[name]
	if f == nil {
		return v
	}
	if _, null := f.ValueType.(*firestorepb.Value_NullValue); null {
		return v
	}
	v, ok := get(f)
	if !ok && d.Err == nil {
		d.Err = fmt.Errorf("decoding a document: its field %s has another type", name)
	}
	return v
}

// Text, Bytes, Bool, Int, Float, Time, List and Fields get what a value holds, for Read.
// Float takes whole numbers as well, and Fields gets a map's.

func Text(v *firestorepb.Value) (string, bool) {
	_, ok := v.ValueType.(*firestorepb.Value_StringValue)
	return v.GetStringValue(), ok
}

func Bytes(v *firestorepb.Value) ([]byte, bool) {
	_, ok := v.ValueType.(*firestorepb.Value_BytesValue)
	return v.GetBytesValue(), ok
}

func Bool(v *firestorepb.Value) (bool, bool) {
	_, ok := v.ValueType.(*firestorepb.Value_BooleanValue)
	return v.GetBooleanValue(), ok
}

func Int(v *firestorepb.Value) (int, bool) {
	_, ok := v.ValueType.(*firestorepb.Value_IntegerValue)
	return int(v.GetIntegerValue()), ok
}

func Float(v *firestorepb.Value) (float64, bool) {
	if n, ok := Int(v); ok {
		return float64(n), true
	}
	_, ok := v.ValueType.(*firestorepb.Value_DoubleValue)
	return v.GetDoubleValue(), ok
}

func Time(v *firestorepb.Value) (time.Time, bool) {
	_, ok := v.ValueType.(*firestorepb.Value_TimestampValue)
	return v.GetTimestampValue().AsTime(), ok
}

func List[T any](get func(*firestorepb.Value) (T, bool)) func(*firestorepb.Value) ([]T, bool) {
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

func Fields(v *firestorepb.Value) (map[string]*firestorepb.Value, bool) {
	_, ok := v.ValueType.(*firestorepb.Value_MapValue)
	return v.GetMapValue().GetFields(), ok
}

// TextValue, BytesValue, BoolValue and TimeValue make values.

func TextValue(s string) *firestorepb.Value {
	return &firestorepb.Value{ValueType: &firestorepb.Value_StringValue{StringValue: s}}
}

func BytesValue(b []byte) *firestorepb.Value {
	return &firestorepb.Value{ValueType: &firestorepb.Value_BytesValue{BytesValue: b}}
}

func BoolValue(b bool) *firestorepb.Value {
	return &firestorepb.Value{ValueType: &firestorepb.Value_BooleanValue{BooleanValue: b}}
}

func TimeValue(t time.Time) *firestorepb.Value {
	return &firestorepb.Value{ValueType: &firestorepb.Value_TimestampValue{TimestampValue: timestamppb.New(t)}}
}
