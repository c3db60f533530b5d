package contract

import (
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"

	"github.com/getkin/kin-openapi/openapi3"

	"github.com/cleanslate-edu/cleanslate/shared/domain"
)

func TestDocument(t *testing.T) {
	t.Parallel()
	doc := New(t).doc
	for path, item := range doc.Paths.Map() {
		for method, op := range item.Operations() {
			name := method + " " + path
			if op.OperationID == "" || op.Summary == "" || op.Security == nil {
				t.Errorf("%s: no operationId, summary or security", name)
			}
			if path == "/v1/openapi.yaml" {
				continue
			}
			want := []string{"500", "503"}
			if len(*op.Security) > 0 {
				want = append(want, "401")
			}
			for _, s := range *op.Security {
				if s["teacher"] != nil {
					want = append(want, "403")
				}
			}
			if strings.Contains(path, "{") {
				want = append(want, "404")
			}
			if op.RequestBody != nil {
				want = append(want, "400", "413", "415", "422")
			}
			for _, status := range want {
				if op.Responses.Value(status) == nil {
					t.Errorf("%s: no response %s", name, status)
				}
			}
			for status, r := range op.Responses.Map() {
				if status[0] >= '4' && r.Value.Content["application/problem+json"] == nil {
					t.Errorf("%s: %s isn't a problem document", name, status)
				}
				if status[0] == '2' && status != "204" && len(r.Value.Content) == 0 {
					t.Errorf("%s: %s has no content", name, status)
				}
			}
		}
	}
}

// The document knows the kinds of question that the domain knows, and says of each
// what its key, its response and its counts look like.
func TestKinds(t *testing.T) {
	t.Parallel()
	schemas := New(t).doc.Components.Schemas
	var listed []domain.Kind
	for _, v := range schemas["Kind"].Value.Enum {
		listed = append(listed, domain.Kind(v.(string)))
	}
	if !slices.Equal(listed, domain.Kinds()) {
		t.Errorf("the document has the kinds %q, the domain %q", listed, domain.Kinds())
	}
	for name, text := range map[string]string{
		"Response":       schemas["Response"].Value.Description,
		"Correct":        schemas["Correct"].Value.Description,
		"QuestionCounts": schemas["QuestionCounts"].Value.Properties["counts"].Value.Description,
	} {
		for _, kind := range domain.Kinds() {
			if !strings.Contains(text, "`"+string(kind)+"`") {
				t.Errorf("%s says nothing of %s", name, kind)
			}
		}
	}
}

// Every response names the request's id in its headers or says that a cache may
// keep it.
func TestResponsesHaveRequestIDs(t *testing.T) {
	t.Parallel()
	doc := New(t).doc
	kept := 0
	for path, item := range doc.Paths.Map() {
		for method, op := range item.Operations() {
			for status, r := range op.Responses.Map() {
				cache := r.Value.Headers["Cache-Control"]
				if cache != nil {
					kept++
				}
				if (r.Value.Headers["X-Request-Id"] != nil) == (cache != nil) {
					t.Errorf("%s %s %s: X-Request-Id or Cache-Control, one of them", method, path, status)
				}
			}
		}
	}
	if kept < 5 {
		t.Errorf("only %d responses may be kept", kept)
	}
}

// An object in the document either lists all its fields or says what any
// further one looks like.
func TestObjectsAreClosed(t *testing.T) {
	t.Parallel()
	doc := New(t).doc
	objects := 0
	walkSchemas(doc, func(at string, s *openapi3.Schema) {
		if !s.Type.Includes("object") {
			if s.Type == nil && s.AnyOf == nil {
				t.Errorf("%s: takes anything", at)
			}
			return
		}
		objects++
		closed := s.AdditionalProperties.Has != nil && !*s.AdditionalProperties.Has
		if !closed && s.AdditionalProperties.Schema == nil {
			t.Errorf("%s: takes any further field", at)
		}
		for _, name := range s.Required {
			if s.Properties[name] == nil {
				t.Errorf("%s: requires %s, which it doesn't have", at, name)
			}
		}
	})
	if objects < 30 {
		t.Errorf("only %d objects found: the search is broken", objects)
	}
}

// Every body has an example, every example fits its schema, and it does no
// longer once a field is added or a required one is taken away.
func TestExamples(t *testing.T) {
	t.Parallel()
	doc := New(t).doc
	var examples int
	tried := make(map[string]bool) // schemas that were shown to be strict
	try := func(at string, ref *openapi3.SchemaRef, example any) {
		if example == nil || ref == nil {
			return
		}
		examples++
		text, err := json.Marshal(example)
		if err != nil {
			t.Fatal(err)
		}
		var value any
		if err := json.Unmarshal(text, &value); err != nil {
			t.Fatal(err)
		}
		if err := ref.Value.VisitJSON(value, visitOptions...); err != nil {
			t.Errorf("%s: %s", at, short(err))
		}
		if tried[ref.Ref] {
			return
		}
		tried[ref.Ref] = ref.Ref != ""
		broken(t, at, ref.Value, ref.Value, value, func() any {
			var copied any
			json.Unmarshal(text, &copied)
			return copied
		}, nil)
	}
	for path, item := range doc.Paths.Map() {
		for method, op := range item.Operations() {
			at := method + " " + path
			if op.RequestBody != nil {
				for _, mt := range op.RequestBody.Value.Content {
					try(at, mt.Schema, mt.Example)
					if mt.Example == nil {
						t.Errorf("%s: no example", at)
					}
				}
			}
			for status, r := range op.Responses.Map() {
				for mediaType, mt := range r.Value.Content {
					try(at+" "+status, mt.Schema, mt.Example)
					if mediaType == "application/json" && mt.Example == nil && mt.Schema.Value.Example == nil {
						t.Errorf("%s %s: no example", at, status)
					}
				}
			}
		}
	}
	for name, s := range doc.Components.Schemas {
		try(name, s, s.Value.Example)
	}
	if examples < 30 {
		t.Errorf("only %d examples", examples)
	}
}

// broken walks value together with the schema s of the part at path, and shows
// that root refuses the whole once that part has a field too many or too few.
func broken(t *testing.T, at string, root, s *openapi3.Schema, value any, fresh func() any, path []any) {
	t.Helper()
	switch value := value.(type) {
	case map[string]any:
		if s.AdditionalProperties.Schema != nil {
			for name, member := range value {
				broken(t, at, root, s.AdditionalProperties.Schema.Value, member, fresh, append(slices.Clone(path), name))
			}
			return
		}
		refuse := func(what string, change func(map[string]any)) {
			whole := fresh()
			change(find(whole, path).(map[string]any))
			if root.VisitJSON(whole, visitOptions...) == nil {
				t.Errorf("%s: %v %s is accepted", at, path, what)
			}
		}
		if len(s.AnyOf) > 0 {
			return
		}
		refuse("with a field too many", func(m map[string]any) { m["unheardOf"] = "x" })
		for _, name := range s.Required {
			refuse("without "+name, func(m map[string]any) { delete(m, name) })
		}
		for name, member := range value {
			if !nullable(s.Properties[name].Value) {
				refuse(name+" null", func(m map[string]any) { m[name] = nil })
			}
			broken(t, at, root, s.Properties[name].Value, member, fresh, append(slices.Clone(path), name))
		}
	case []any:
		for i, e := range value {
			if s.Items != nil {
				broken(t, at, root, s.Items.Value, e, fresh, append(slices.Clone(path), i))
			}
		}
	}
}

// nullable reports whether a schema takes null.
func nullable(s *openapi3.Schema) bool {
	return s.Type.Includes("null") || slices.ContainsFunc(s.AnyOf, func(a *openapi3.SchemaRef) bool { return nullable(a.Value) })
}

func find(v any, path []any) any {
	for _, step := range path {
		switch step := step.(type) {
		case string:
			v = v.(map[string]any)[step]
		case int:
			v = v.([]any)[step]
		}
	}
	return v
}

func walkSchemas(doc *openapi3.T, f func(at string, s *openapi3.Schema)) {
	var walk func(at string, ref *openapi3.SchemaRef)
	walk = func(at string, ref *openapi3.SchemaRef) {
		if ref == nil || ref.Ref != "" && strings.Contains(at, "/") {
			return // visited where it is declared
		}
		s := ref.Value
		f(at, s)
		for _, name := range slices.Sorted(maps.Keys(s.Properties)) {
			walk(at+"/"+name, s.Properties[name])
		}
		walk(at+"/items", s.Items)
		walk(at+"/additional", s.AdditionalProperties.Schema)
		for i, a := range s.AnyOf {
			walk(fmt.Sprintf("%s/anyOf/%d", at, i), a)
		}
	}
	for name, s := range doc.Components.Schemas {
		walk(name, s)
	}
	for path, item := range doc.Paths.Map() {
		for method, op := range item.Operations() {
			for _, p := range op.Parameters {
				walk(method+path+"/"+p.Value.Name, p.Value.Schema)
			}
			if op.RequestBody != nil {
				for _, mt := range op.RequestBody.Value.Content {
					walk(method+path+"/body", mt.Schema)
				}
			}
			for status, r := range op.Responses.Map() {
				for _, mt := range r.Value.Content {
					walk(method+path+"/"+status, mt.Schema)
				}
			}
		}
	}
}
