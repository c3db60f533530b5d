package functiontest_test

import (
	"bytes"
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"io"
	"maps"
	"path"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"google.golang.org/grpc/codes"

	"github.com/cleanslate-edu/cleanslate/functions/functiontest"
	"github.com/cleanslate-edu/cleanslate/shared/cache"
	"github.com/cleanslate-edu/cleanslate/shared/httpapi"
	"github.com/cleanslate-edu/cleanslate/shared/httpapi/contract"
	"github.com/cleanslate-edu/cleanslate/shared/store"
)

var every = flag.Bool("every", false, "let every call fail in every way, not each in one")

// ways are how a call can fail. Of the first ones a client may hope that they pass.
var ways = []struct {
	code   codes.Code
	passes bool
}{
	{codes.Unavailable, true},
	{codes.DeadlineExceeded, true},
	{codes.Aborted, true},
	{codes.ResourceExhausted, true},
	{codes.PermissionDenied, false},
	{codes.Internal, false},
}

// TestFaults makes every request of the OpenAPI document, and lets each call that it makes to Firestore, Cloud
// KMS and Pub/Sub fail, before its effect and after it. What is acknowledged must be stored as if nothing had
// failed; what isn't must be a clear error, and the same request again must lead where it would have led.
func TestFaults(t *testing.T) {
	if testing.Short() {
		t.Skip("takes more than a minute")
	}
	who := readMatrix(t)
	for _, op := range operations(t) {
		t.Run(op.String(), func(t *testing.T) {
			t.Parallel()
			testFaults(t, op, who[op.String()])
		})
	}
}

// A trial is one request of an operation in a school of its own.
type trial struct {
	t      *testing.T
	s      *functiontest.School
	faults functiontest.Faults
	p      *place
	method string
	path   string
	stream bool
	q      functiontest.Request
	before map[string]string
}

func newTrial(t *testing.T, op operation, row map[string]string, o functiontest.Options) *trial {
	t.Helper()
	tr := &trial{t: t, method: op.method, stream: strings.HasSuffix(op.path, "/stream")}
	if o.Instances == 0 {
		o.Faults = &tr.faults
	}
	tr.s = functiontest.New(t, o)
	tr.p = newPlace(t, tr.s, nil, op)
	request := requests[op.String()]
	tr.path = tr.p.fill(named(op.path) + request.query)
	if op.body {
		tr.q.Body = tr.p.fill(request.body)
	}
	if request.key || takes(t, op, "Idempotency-Key") {
		tr.q.Key = functiontest.NewKey()
	}
	for _, c := range columns {
		if strings.HasPrefix(row[c.name], "2") && c.name != "other student" {
			tr.q.Token = c.token(tr.p, nil)
			break
		}
	}
	if op.scheme == "parent" { // no column's
		tr.q.Token = tr.p.have("parentSecret")
	}
	if op.scheme == "requester" { // no column's
		tr.q.Token = tr.p.have("requestSecret")
	}
	if takes(t, op, "If-Match") { // who changes something says what, or it's changed twice
		what := tr.path
		if op.method == "POST" {
			what = path.Dir(what)
		}
		tag := httpapi.ETag(0) // of an agreement, which stands in a list only, as it was seeded
		if !strings.Contains(what, "/agreements/") {
			tag = tr.s.Do("GET", what, functiontest.Request{Token: tr.q.Token}).Want(200).Header.Get("ETag")
		}
		tr.q.Header = map[string]string{"If-Match": tag}
	}
	tr.before = documents(t, tr.s)
	return tr
}

// takes reports whether an operation knows a header.
func takes(t *testing.T, op operation, header string) bool {
	t.Helper()
	doc, err := contract.Document()
	if err != nil {
		t.Fatal(err)
	}
	for _, p := range doc.Paths.Value(op.path).GetOperation(op.method).Parameters {
		if p.Value.Name == header {
			return true
		}
	}
	return false
}

// patience is how long a request may take whose calls fail: as long as one call of the store, or the beginning of a
// stream, which is twice as long, and some more on a busy machine.
const patience = 3 * store.Deadline

// send makes the request and returns the status, the problem's slug and the headers' Retry-After.
func (tr *trial) send() (status int, slug, retryAfter string) {
	tr.t.Helper()
	began := time.Now()
	defer func() {
		if took := time.Since(began); took > patience {
			tr.t.Errorf("%s %s took %v", tr.method, tr.path, took)
		}
	}()
	if tr.stream {
		status, slug, _ = tr.p.peek(tr.path, tr.q.Token)
		return status, slug, "?"
	}
	reply, err := tr.s.Try(tr.t.Context(), tr.method, tr.path, tr.q)
	if errors.Is(err, io.ErrUnexpectedEOF) && strings.HasSuffix(tr.path, "/archive") {
		return 503, "unavailable", "?" // what had begun was cut off, which tells a client as much
	}
	if err != nil {
		tr.t.Fatal(err)
	}
	return reply.Status, reply.Problem(), reply.Header.Get("Retry-After")
}

// effect returns what the request changed, in a form that is the same in every trial: what is random in it, and
// times, stand as what they are.
func (tr *trial) effect() string {
	tr.t.Helper()
	after := documents(tr.t, tr.s)
	var lines []string
	for name, doc := range after {
		if tr.before[name] != doc {
			lines = append(lines, plain(tr.t, name)+" "+plainDocument(tr.t, doc))
		}
	}
	for name := range tr.before {
		if _, ok := after[name]; !ok {
			lines = append(lines, plain(tr.t, name)+" is gone")
		}
	}
	slices.Sort(lines)
	// Whoever asks twice is noted twice, and an answer that is in the log twice counts once.
	return strings.Join(slices.CompactFunc(lines, func(a, b string) bool {
		return a == b && (strings.Contains(a, "/audit/") || strings.Contains(a, "/answers/"))
	}), "\n")
}

var (
	random = regexp.MustCompile(`\b[A-Za-z0-9_-]{21,}|\b[A-Z2-9]{6}\b`) // ids, keys, and the codes and references of six
	times  = regexp.MustCompile(`\d{4}-\d\d-\d\dT[\d:.]+Z`)
)

func plain(t *testing.T, name string) string {
	t.Helper()
	_, path, ok := strings.Cut(name, "/databases/")
	if !ok {
		t.Fatalf("a document is called %s", name)
	}
	return random.ReplaceAllString(path, "*")
}

func plainDocument(t *testing.T, doc string) string {
	t.Helper()
	var d struct{ Fields map[string]any }
	if err := json.Unmarshal([]byte(doc), &d); err != nil {
		t.Fatal(err)
	}
	var b bytes.Buffer
	for _, k := range slices.Sorted(maps.Keys(d.Fields)) {
		if k == "version" { // counts what was done again, too
			continue
		}
		v, err := json.Marshal(plainValue(d.Fields[k]))
		if err != nil {
			t.Fatal(err)
		}
		fmt.Fprintf(&b, "%s=%s ", k, v)
	}
	return b.String()
}

func plainValue(v any) any {
	switch v := v.(type) {
	case map[string]any:
		out := make(map[string]any)
		for k, inner := range v {
			switch k {
			case "bytesValue":
				inner = "bytes"
			case "timestampValue":
				inner = "time"
			case "arrayValue": // none and an empty one are the same
				if array, ok := inner.(map[string]any); ok && len(array) == 0 {
					k, inner = "nullValue", nil
				}
			}
			out[random.ReplaceAllString(k, "*")] = plainValue(inner)
		}
		return out
	case []any:
		out := make([]any, len(v))
		for i := range v {
			out[i] = plainValue(v[i])
		}
		return out
	case string:
		return times.ReplaceAllString(random.ReplaceAllString(v, "*"), "time")
	}
	return v
}

func testFaults(t *testing.T, op operation, row map[string]string) {
	clean := newTrial(t, op, row, functiontest.Options{})
	clean.faults.Arm(functiontest.Fault{})
	want, slug, _ := clean.send()
	calls := clean.faults.Disarm()
	if want >= 300 {
		t.Fatalf("without a fault: %d %s", want, slug)
	}
	effect := clean.effect()
	for i := range calls {
		for _, after := range []bool{false, true} {
			for w, way := range ways {
				if !*every && (w != i%len(ways) || after != ((i+len(op.path))%2 == 1)) {
					continue
				}
				for _, lasting := range []bool{false, true} {
					if lasting && (!*every || way.passes) { // a client would wait for what passes
						continue
					}
					x := functiontest.Fault{Call: i + 1, After: after, Lasting: lasting, Code: way.code}
					what := fmt.Sprintf("call %d, %s, after its effect %v, lasting %v, %v", i+1, calls[i], after, lasting, way.code)
					testFault(t, newTrial(t, op, row, functiontest.Options{}), x, what, way.passes, want, effect)
				}
			}
		}
	}
	t.Logf("%d calls", len(calls))
}

func testFault(t *testing.T, tr *trial, x functiontest.Fault, what string, passes bool, want int, effect string) {
	t.Helper()
	tr.faults.Arm(x)
	status, slug, retryAfter := tr.send()
	tr.faults.Disarm()
	got := tr.effect()
	switch {
	case status < 300:
		if status != want {
			t.Errorf("%s: %d, want %d", what, status, want)
		}
		if got != effect {
			t.Errorf("%s: acknowledged with %d, but not so: it left\n%s\nwant\n%s", what, status, got, effect)
		}
		return
	case status == 503 && slug == "unavailable" && retryAfter != "":
	case status == 500 && slug == "internal" && !passes:
	default:
		t.Errorf("%s: %d %q, Retry-After %q: not what went wrong", what, status, slug, retryAfter)
	}
	tr.s.Clock.Advance(cache.Age) // a failure is remembered for as long
	again, slug, _ := tr.send()
	if got := tr.effect(); got != effect {
		t.Errorf("%s: %d, and the same request again %d %q left\n%s\nwant\n%s", what, status, again, slug, got, effect)
	}
	if again != want && (again < 400 || again >= 500) {
		t.Errorf("%s: %d, and the same request again %d %q, want %d", what, status, again, slug, want)
	}
}
