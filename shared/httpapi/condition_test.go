package httpapi

import (
	"net/http"
	"testing"
)

// conditions are values of If-Match and If-None-Match, and whether they name
// revision 3 by the strong and by the weak comparison.
var conditions = []struct {
	header       []string
	strong, weak bool
}{
	{[]string{`"3"`}, true, true},
	{[]string{` "3" `}, true, true},
	{[]string{`W/"3"`}, false, true},
	{[]string{`"2"`}, false, false},
	{[]string{`"03"`}, false, false},
	{[]string{`3`}, false, false},
	{[]string{`'3'`}, false, false},
	{[]string{`"three"`}, false, false},
	{[]string{`"1", "2", "3"`}, true, true},
	{[]string{`"1","3"`}, true, true},
	{[]string{`"1", W/"3"`}, false, true},
	{[]string{`W/"3", "3"`}, true, true},
	{[]string{`, "3",`}, true, true},
	{[]string{`"1", "2"`}, false, false},
	{[]string{`"1"`, `"3"`}, true, true},
	{[]string{`*`}, true, true},
	{[]string{`"*"`}, false, false},
	{[]string{`"1", *`}, false, false},
	{[]string{``}, false, false},
}

func TestIfMatch(t *testing.T) {
	t.Parallel()
	for _, c := range conditions {
		if got := IfMatch(&http.Request{Header: http.Header{"If-Match": c.header}})(3); got != c.strong {
			t.Errorf("If-Match: %q lets revision 3 be changed: %t", c.header, got)
		}
	}
	if !IfMatch(&http.Request{})(3) {
		t.Error("without If-Match nothing can be changed")
	}
}

func TestIfNoneMatch(t *testing.T) {
	t.Parallel()
	for _, c := range conditions {
		for _, etag := range []string{`"3"`, `W/"3"`} {
			if got := IfNoneMatch(&http.Request{Header: http.Header{"If-None-Match": c.header}}, etag); got != c.weak {
				t.Errorf("If-None-Match: %q is there already as %s: %t", c.header, etag, got)
			}
		}
	}
	if IfNoneMatch(&http.Request{}, `"3"`) {
		t.Error("without If-None-Match it is there already")
	}
}
