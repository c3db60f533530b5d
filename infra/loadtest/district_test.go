package main

import (
	"bytes"
	"io"
	"net/http"
	"os"
	"regexp"
	"strconv"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"cloud.google.com/go/firestore/apiv1/firestorepb"
	"google.golang.org/protobuf/proto"
	"google.golang.org/protobuf/types/known/timestamppb"
)

// built keeps the functions that the first test builds for the next.
var built string

// classes is a district that takes seconds.
func classes(t *testing.T) (options, *bytes.Buffer) {
	t.Helper()
	t.Chdir("../..") // where terraform/ is
	var out bytes.Buffer
	return options{
		documents: true,
		url:       os.Getenv("CLEANSLATE_URL"), password: "demo", sessions: 4, students: 4, questions: 2, views: 2, connections: 16,
		dir: built, joining: 500 * time.Millisecond, pace: 2 * time.Second, change: 0.3, seed: 1, progress: io.Discard, out: &out,
	}, &out
}

func TestDistrict(t *testing.T) {
	o, out := classes(t)
	if err := run(t.Context(), o); err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	for _, want := range []string{
		"4 sessions × 4 students, teacher-paced, 2 questions", "joins          16 ", "of 16 students are stored with the right content, and every view showed them",
	} {
		if !strings.Contains(out.String(), want) {
			t.Errorf("%q is not in\n%s", want, out)
		}
	}
	for _, name := range driven {
		// How many instances, requests at once, requests; two times; memory; documents read.
		line := regexp.MustCompile(`(?m)^` + name + ` +\d+ +\d+ +\d+ +\S+ ms +\S+ ms +\d+ MiB +(\d+) `).FindStringSubmatch(out.String())
		if line == nil {
			t.Errorf("nothing about %s in\n%s", name, out)
			continue
		}
		// At least each of the 4 sessions was read.
		if n, err := strconv.Atoi(line[1]); err != nil || n < 4 {
			t.Errorf("%s read %s documents (%v)", name, line[1], err)
		}
	}
}

// forgetful acknowledges one answer without storing it.
type forgetful struct {
	http.RoundTripper
	n *atomic.Int32
}

func (f forgetful) RoundTrip(r *http.Request) (*http.Response, error) {
	if r.URL.Path != "/v1/answers" || f.n.Add(1) != 5 {
		return f.RoundTripper.RoundTrip(r)
	}
	body, err := io.ReadAll(r.Body)
	if err != nil {
		return nil, err
	}
	w := &reply{header: make(http.Header)}
	recorded(nil, w, body)
	return &http.Response{StatusCode: http.StatusOK, Header: w.header, Body: io.NopCloser(&w.Buffer), Request: r}, nil
}

// A reply is what a handler writes.
type reply struct {
	bytes.Buffer
	header http.Header
}

func (r *reply) Header() http.Header { return r.header }
func (r *reply) WriteHeader(int)     {}

func TestDistrictSeesALostAnswer(t *testing.T) {
	o, out := classes(t)
	o.views, o.change = 0, 0
	o.between = func(to http.RoundTripper) http.RoundTripper { return forgetful{to, new(atomic.Int32)} }
	if err := run(t.Context(), o); err == nil || err.Error() != "1 things are missing or wrong" || !strings.Contains(out.String(), "was acknowledged and is missing") {
		t.Errorf("%v\n%s", err, out)
	}
}

func TestDocumentsOfACall(t *testing.T) {
	t.Parallel()
	message := func(m proto.Message) []byte {
		b, err := proto.Marshal(m)
		if err != nil {
			t.Fatal(err)
		}
		return b
	}
	document := func(name string, second int64) *firestorepb.Document {
		return &firestorepb.Document{Name: name, UpdateTime: &timestamppb.Timestamp{Seconds: second}}
	}
	change := func(d *firestorepb.Document) []byte {
		return message(&firestorepb.ListenResponse{ResponseType: &firestorepb.ListenResponse_DocumentChange{DocumentChange: &firestorepb.DocumentChange{Document: d}}})
	}
	for method, c := range map[string]struct {
		responses [][]byte
		want      int64
	}{
		"RunQuery": {[][]byte{message(&firestorepb.RunQueryResponse{Document: document("a", 1)}), message(&firestorepb.RunQueryResponse{SkippedResults: 3})}, 1},
		"BatchGetDocuments": {[][]byte{
			message(&firestorepb.BatchGetDocumentsResponse{Result: &firestorepb.BatchGetDocumentsResponse_Found{Found: document("a", 1)}}),
			message(&firestorepb.BatchGetDocumentsResponse{Result: &firestorepb.BatchGetDocumentsResponse_Missing{Missing: "b"}}),
		}, 2},
		"Listen": {[][]byte{
			change(document("a", 1)), change(document("b", 1)), change(document("a", 1)), change(document("a", 2)),
			message(&firestorepb.ListenResponse{ResponseType: &firestorepb.ListenResponse_TargetChange{TargetChange: &firestorepb.TargetChange{}}}),
		}, 3},
		"Commit": {[][]byte{message(&firestorepb.CommitResponse{WriteResults: make([]*firestorepb.WriteResult, 0)})}, 0},
	} {
		in, n := call{method: method}, int64(0)
		for _, r := range c.responses {
			n += in.documents(r)
		}
		if n != c.want {
			t.Errorf("%s: %d documents, want %d", method, n, c.want)
		}
	}
}

func TestPattern(t *testing.T) {
	t.Parallel()
	for path, want := range map[string]string{
		"/v1/join": "/v1/join", "/v1/sessions/{sid=*}/participants/{pid=*}": "/v1/sessions/{sid}/participants/{pid}", "/v1/{rest=**}": "/v1/{rest...}",
	} {
		if got := pattern(path); got != want {
			t.Errorf("%s: %s, want %s", path, got, want)
		}
	}
}
