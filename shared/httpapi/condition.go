package httpapi

import (
	"net/http"
	"strconv"
	"strings"
)

// ETag returns the entity tag of a revision.
func ETag(revision int) string { return `"` + strconv.Itoa(revision) + `"` }

// IfMatch returns whether a change may be made to a revision, as r's If-Match
// header has it (RFC 9110, section 13.1.1): to any without the header or with
// "*", else to those that it lists. The comparison is strong: a weak tag names
// no revision that could be changed.
func IfMatch(r *http.Request) func(revision int) bool {
	header := r.Header.Values("If-Match")
	if len(header) == 0 {
		return func(int) bool { return true }
	}
	return func(revision int) bool { return lists(strings.Join(header, ","), ETag(revision)) }
}

// IfNoneMatch reports whether r has the representation with the tag already
// (RFC 9110, section 13.1.2). The comparison is weak: a tag that a cache on the
// way has weakened is still that one's.
func IfNoneMatch(r *http.Request, etag string) bool {
	header := strings.Join(r.Header.Values("If-None-Match"), ",")
	return lists(strings.ReplaceAll(header, "W/", ""), strings.TrimPrefix(etag, "W/"))
}

// lists reports whether a header is "*" or lists the tag. Our tags have no comma
// in them, so that a foreign one that has is cut into parts that are none of ours.
func lists(header, etag string) bool {
	if strings.TrimSpace(header) == "*" {
		return true
	}
	for tag := range strings.SplitSeq(header, ",") {
		if strings.TrimSpace(tag) == etag {
			return true
		}
	}
	return false
}
