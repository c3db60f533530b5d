package logging

import (
	"regexp"
	"testing"
)

// The headers are the client's: what a log line takes from them is hexadecimal and
// nothing else.
func FuzzSpanOf(f *testing.F) {
	f.Add("00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01", "")
	f.Add("cc-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01-more", "")
	f.Add("", "105445aa7843bc8bf206b12000100000/1;o=1")
	f.Add("", "105445AA7843BC8BF206B12000100000")
	f.Add("", "105445aa7843bc8bf206b1200010000\n/1")
	id, span := regexp.MustCompile(`^[0-9a-f]{32}$`), regexp.MustCompile(`^([0-9a-f]{16})?$`)
	f.Fuzz(func(t *testing.T, parent, google string) {
		got, ok := SpanOf(map[string][]string{"Traceparent": {parent}, "X-Cloud-Trace-Context": {google}})
		if ok && (!id.MatchString(got.Trace) || !span.MatchString(got.ID)) {
			t.Errorf("%q, %q: %+v", parent, google, got)
		}
	})
}
