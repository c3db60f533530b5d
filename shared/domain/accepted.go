package domain

import (
	"bytes"
	"encoding/json"
	"io"
	"strconv"
)

// AcceptedMax is how many texts or numbers one question may accept.
const AcceptedMax = 50

// elements returns the elements of a list, or the one element that isn't in a
// list.
func elements(raw json.RawMessage) (list []json.RawMessage, listed bool) {
	if json.Unmarshal(raw, &list) == nil {
		return list, true
	}
	return []json.RawMessage{raw}, false
}

func pointerTo(at string, i int, listed bool) string {
	if listed {
		return at + "/" + strconv.Itoa(i)
	}
	return at
}

// decodeStrict decodes an object, refusing fields that v doesn't have.
func decodeStrict(raw []byte, v any) bool {
	if len(raw) == 0 || raw[0] != '{' {
		return false
	}
	d := json.NewDecoder(bytes.NewReader(raw))
	d.DisallowUnknownFields()
	if d.Decode(v) != nil {
		return false
	}
	_, err := d.Token()
	return err == io.EOF
}

// weight checks the weight of an accepted text or number. 100 is what it has
// without one.
func (f *faults) weight(at string, w *float64) *float64 {
	switch {
	case w == nil || *w == 100:
		return nil
	case !(*w >= 0 && *w < 100):
		f.add(at+"/weight", "A weight is a percentage from 0 to 100.")
	}
	return w
}

func fraction(weight *float64) float64 {
	if weight == nil {
		return 1
	}
	return *weight / 100
}
