package functiontest_test

import (
	"encoding/json"
	"net/url"
	"strings"
	"testing"

	"github.com/getkin/kin-openapi/openapi3"

	"github.com/cleanslate-edu/cleanslate/functions/functiontest"
	"github.com/cleanslate-edu/cleanslate/shared/httpapi/contract"
)

// oddTimes and oddDays are the first and the last that can be written, those that are beyond in UTC, and those that some
// years don't have. Firestore knows the years 1 to 9999, and so does JSON.
var (
	oddTimes = []string{
		"9999-12-31T23:59:59Z", "9999-12-31T23:59:59.999999999-23:59", "0000-01-01T00:00:00Z", "0000-01-01T00:00:00+23:59",
		"0001-01-01T00:00:00Z", "1969-12-31T23:59:59Z", "2028-02-29T00:00:00Z", "2027-02-29T00:00:00Z", "2016-12-31T23:59:60Z",
	}
	oddDays = []string{"9999-12-31", "9999-12-30", "0000-01-01", "0001-01-01", "1969-12-31", "2028-02-29", "2027-02-29"}
)

// A moment is a time or a day that a request can name.
type moment struct {
	pointer string // in the body; otherwise the name of a query's parameter
	query   bool
	odd     []string
}

// moments returns those of an operation.
func moments(op *openapi3.Operation) (all []moment) {
	for _, p := range op.Parameters {
		if p.Value.In == "query" {
			for _, m := range momentsOf(p.Value.Schema.Value, p.Value.Name) {
				m.query = true
				all = append(all, m)
			}
		}
	}
	if op.RequestBody != nil {
		all = append(all, momentsOf(op.RequestBody.Value.Content.Get("application/json").Schema.Value, "")...)
	}
	return all
}

func momentsOf(s *openapi3.Schema, pointer string) (all []moment) {
	switch {
	case s.Format == "date-time":
		all = append(all, moment{pointer: pointer, odd: oddTimes})
	case s.Format == "date", strings.HasPrefix(s.Pattern, "^[0-9]{4}-[0-9]{2}-[0-9]{2}"):
		all = append(all, moment{pointer: pointer, odd: oddDays})
	}
	for name, p := range s.Properties {
		all = append(all, momentsOf(p.Value, pointer+"/"+name)...)
	}
	if s.Items != nil {
		all = append(all, momentsOf(s.Items.Value, pointer+"/*")...)
	}
	for _, list := range []openapi3.SchemaRefs{s.AnyOf, s.OneOf, s.AllOf} {
		for _, p := range list {
			all = append(all, momentsOf(p.Value, pointer)...)
		}
	}
	return all
}

// put returns v with x at a pointer.
func put(v any, pointer, x string) any {
	name, rest, _ := strings.Cut(strings.TrimPrefix(pointer, "/"), "/")
	if rest != "" {
		rest = "/" + rest
	}
	switch {
	case pointer == "":
		return x
	case name == "*":
		return []any{put(nil, rest, x)}
	}
	object, _ := v.(map[string]any)
	if object == nil {
		object = make(map[string]any)
	}
	object[name] = put(object[name], rest, x)
	return object
}

// TestOddTimes sends in each field and each parameter that takes a time or a day, alone and together with each other one,
// whatever can be written there. It may be refused, and is never a fault.
func TestOddTimes(t *testing.T) {
	t.Parallel()
	doc, err := contract.Document()
	if err != nil {
		t.Fatal(err)
	}
	seen := 0
	for _, op := range operations(t) {
		all := moments(doc.Paths.Value(op.path).GetOperation(op.method))
		seen += len(all)
		if len(all) == 0 {
			continue
		}
		t.Run(op.name(), func(t *testing.T) {
			t.Parallel()
			s := functiontest.New(t, functiontest.Options{})
			p := newPlace(t, s, nil, op)
			as := functiontest.Grace
			if strings.HasPrefix(op.path, "/v1/orgs") || strings.HasPrefix(op.path, "/v1/organizations") || strings.HasPrefix(op.path, "/v1/ownerships") || strings.HasPrefix(op.path, "/v1/newsletters") {
				as = functiontest.Ops
			}
			q := requests[op.name()]
			for i, a := range all {
				for _, b := range all[i:] {
					for k := range a.odd {
						query, _ := url.ParseQuery(strings.TrimPrefix(q.query, "?"))
						var body any
						if op.body {
							if err := json.Unmarshal([]byte(p.fill(q.body)), &body); err != nil {
								t.Fatal(err)
							}
						}
						for _, m := range []moment{b, a} {
							switch y := m.odd[k%len(m.odd)]; {
							case m.query:
								query.Set(m.pointer, y)
							default:
								body = put(body, m.pointer, y)
							}
						}
						r := functiontest.Request{Token: p.with(as, everything...), Body: body, Bad: true}
						if q.key {
							r.Key = functiontest.NewKey()
						}
						path := p.fill(named(op.path)) + "?" + query.Encode()
						if reply := s.Do(op.method, path, r); reply.Status >= 500 {
							t.Errorf("%s with %v: %d\n%.300s", path, body, reply.Status, reply.Body)
						}
					}
				}
			}
		})
	}
	if seen < 20 {
		t.Errorf("only %d times and days were found in requests", seen)
	}
}
