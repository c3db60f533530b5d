package httpapi

import "time"

// TextOrNull returns what stands for s in JSON: null for the empty string.
func TextOrNull(s string) *string {
	if s == "" {
		return nil
	}
	return &s
}

// TimeOrNull returns what stands for t in JSON: null for the zero time, and UTC
// for any other.
func TimeOrNull(t time.Time) *time.Time {
	if t.IsZero() {
		return nil
	}
	t = t.UTC()
	return &t
}
