package store

import (
	"encoding/base64"
	"errors"
	"testing"
	"time"

	"github.com/cleanslate-edu/cleanslate/shared/domain"
)

// A page token may come back altered: it becomes a query only if a list could have
// returned it.
func FuzzPageToken(f *testing.F) {
	id := domain.Nobody
	for _, s := range []string{
		`{"At":"2026-09-01T08:00:00Z","ID":"` + id + `"}`, `{"At":"0001-01-01T00:00:00Z","ID":"` + id + `"}`, `{"At":"9999-12-31T23:59:59-23:59","ID":"` + id + `"}`,
		`{"ID":"../x"}`, `{"ID":"` + id + `"}{}`, `[]`, `null`, ``,
	} {
		f.Add(base64.RawURLEncoding.EncodeToString([]byte(s)), true)
		f.Add(base64.RawURLEncoding.EncodeToString([]byte(s)), false)
	}
	f.Add("=", false)
	f.Fuzz(func(t *testing.T, token string, timed bool) {
		after, err := parsePageToken(token, timed)
		if err != nil {
			if !errors.Is(err, domain.ErrMalformed) || after != (cursor{}) {
				t.Errorf("%q: %+v, %v", token, after, err)
			}
			return
		}
		if again, err := parsePageToken(pageToken(after), timed); err != nil || again.ID != after.ID || !again.At.Equal(after.At) {
			t.Errorf("%q is %+v, which is %+v, %v", token, after, again, err)
		}
	})
}

// A forged chunk is read record by record or refused whole, and folds to the same
// whatever the order.
func FuzzChunk(f *testing.F) {
	f.Add([]byte("a1xa2yb1z"), 3, 3, 3, 3)
	f.Add([]byte(""), 0, 0, 0, 0)
	f.Add([]byte("a1x"), 1, 1, 1, 0)
	f.Add([]byte("a\xffxa\x00y"), 2, 2, 2, 2)
	f.Fuzz(func(t *testing.T, b []byte, participants, questions, revisions, responses int) {
		var d chunkDoc
		d.At = time.Unix(0, int64(len(b))).UTC()
		for i := 0; i+2 < len(b); i += 3 {
			n := i / 3
			if n < participants {
				d.Records.Participants = append(d.Records.Participants, string(b[i:i+1]))
			}
			if n < questions {
				d.Records.Questions = append(d.Records.Questions, string(b[i+2:i+3]))
			}
			if n < revisions {
				d.Records.Revisions = append(d.Records.Revisions, int(int8(b[i+1])))
			}
			if n < responses {
				d.Records.Responses = append(d.Records.Responses, b[i:i+3])
			}
		}
		c, err := d.chunk("c")
		r := &d.Records
		n := len(r.Participants)
		if same := len(r.Questions) == n && len(r.Revisions) == n && len(r.Responses) == n; same != (err == nil) || err == nil && len(c.Records) != n {
			t.Fatalf("lists of %d, %d, %d, %d: %d records, %v", n, len(r.Questions), len(r.Revisions), len(r.Responses), len(c.Records), err)
		}
		half := domain.Chunk{ID: "b", At: c.At, Records: c.Records[len(c.Records)/2:]}
		forward, backward := fold(c, half), fold(half, c, half)
		if len(forward) != len(backward) {
			t.Fatalf("%d records count, or %d in another order", len(forward), len(backward))
		}
		for k, w := range forward {
			if v := backward[k]; v.Revision != w.Revision || string(v.Sealed) != string(w.Sealed) {
				t.Fatalf("%v: %v counts, or %v in another order", k, w, v)
			}
		}
	})
}

func fold(chunks ...domain.Chunk) map[[2]string]domain.Winner {
	var l domain.Log
	l.Limit = domain.Volume{Records: 3, Bytes: 20}
	counts := make(map[[2]string]domain.Winner)
	for _, c := range chunks {
		for _, w := range l.Add(c) {
			counts[[2]string{w.Participant, w.Question}] = w
		}
	}
	return counts
}
