// Package contract checks HTTP traffic against the OpenAPI document of package httpapi.
// Tests call it, functions never do: it is slow, keeps bodies in memory and prints them
// when they don't match.
package contract

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"mime"
	"net/http"
	"net/mail"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"

	"github.com/getkin/kin-openapi/openapi3"
	"github.com/getkin/kin-openapi/openapi3filter"
	"github.com/getkin/kin-openapi/routers"
	"github.com/getkin/kin-openapi/routers/gorillamux"

	"github.com/cleanslate-edu/cleanslate/shared/httpapi"
)

// A Validator checks requests, responses and events, and remembers what it saw.
// It is safe for concurrent use.
type Validator struct {
	tb     testing.TB
	doc    *openapi3.T
	router routers.Router

	mu   sync.Mutex
	seen map[string]bool
}

// New makes a Validator that fails tb with whatever differs from the document.
func New(tb testing.TB) *Validator {
	tb.Helper()
	doc, err := load()
	if err != nil {
		tb.Fatalf("contract: %v", err)
	}
	router, err := routes()
	if err != nil {
		tb.Fatalf("contract: %v", err)
	}
	return &Validator{tb: tb, doc: doc, router: router, seen: make(map[string]bool)}
}

// Document returns the OpenAPI document, for tests that walk through it. It isn't theirs to change.
func Document() (*openapi3.T, error) { return load() }

// load reads the document once.
var load = sync.OnceValues(func() (*openapi3.T, error) {
	loader := openapi3.NewLoader()
	doc, err := loader.LoadFromData(httpapi.OpenAPIDocument)
	if err != nil {
		return nil, err
	}
	return doc, doc.Validate(context.Background(), openapi3.IsOpenAPI31OrLater(), openapi3.EnableSchemaFormatValidation())
})

// routes builds the document's router once: a Validator of its own for each of a thousand tests is cheap then.
var routes = sync.OnceValues(func() (routers.Router, error) {
	doc, err := load()
	if err != nil {
		return nil, err
	}
	return gorillamux.NewRouter(doc)
})

type badKey struct{}

// Bad marks a request as one that breaks the contract on purpose. Only the
// response to it is checked.
func Bad(ctx context.Context) context.Context { return context.WithValue(ctx, badKey{}, true) }

// RoundTripper checks every request below /v1/ that goes through it and every
// response that comes back. JSON bodies are read whole; all others, such as
// event streams, pass through as they come.
func (v *Validator) RoundTripper(next http.RoundTripper) http.RoundTripper {
	return roundTripper(func(r *http.Request) (*http.Response, error) {
		if !strings.HasPrefix(r.URL.Path, "/v1/") || r.Method == http.MethodHead {
			return next.RoundTrip(r)
		}
		in, r, err := v.request(r)
		if err != nil {
			return nil, err
		}
		resp, err := next.RoundTrip(r)
		if err != nil {
			return nil, err
		}
		return resp, v.response(in, resp)
	})
}

type roundTripper func(*http.Request) (*http.Response, error)

func (f roundTripper) RoundTrip(r *http.Request) (*http.Response, error) { return f(r) }

// formats are those that the library doesn't check by itself.
var formats = map[string]openapi3.StringFormatValidator{
	"email": openapi3.NewCallbackValidator(func(s string) error {
		_, err := mail.ParseAddress(s)
		return err
	}),
	"uri": openapi3.NewCallbackValidator(func(s string) error {
		u, err := url.Parse(s)
		if err == nil && !u.IsAbs() {
			err = errors.New("not absolute")
		}
		return err
	}),
	"uri-reference": openapi3.NewCallbackValidator(func(s string) error {
		_, err := url.Parse(s)
		return err
	}),
}

var options = &openapi3filter.Options{
	AuthenticationFunc:                openapi3filter.NoopAuthenticationFunc,
	IncludeResponseStatus:             true,
	MultiError:                        true,
	RejectWhenRequestBodyNotSpecified: true,
	SkipSettingDefaults:               true,
	SchemaValidationOptions:           []openapi3.SchemaValidationOption{openapi3.WithStringFormatValidators(formats)},
}

// request checks r and returns what its response is checked with, and a request
// to send on.
func (v *Validator) request(r *http.Request) (*openapi3filter.RequestValidationInput, *http.Request, error) {
	send := r
	if r.Body != nil {
		body, err := io.ReadAll(r.Body)
		r.Body.Close()
		if err != nil {
			return nil, nil, err
		}
		send = r.Clone(r.Context())
		send.Body = io.NopCloser(bytes.NewReader(body))
		r = r.Clone(r.Context())
		r.Body = io.NopCloser(bytes.NewReader(body))
	}
	bad := r.Context().Value(badKey{}) != nil
	in := &openapi3filter.RequestValidationInput{Request: r, Options: options}
	var err error
	in.Route, in.PathParams, err = v.router.FindRoute(r)
	switch {
	case bad:
	case err != nil:
		v.tb.Errorf("contract: %s %s is not in the document: %v", r.Method, r.URL.Path, err)
	default:
		if err := openapi3filter.ValidateRequest(r.Context(), in); err != nil {
			v.tb.Errorf("contract: request %s %s: %s", r.Method, in.Route.Path, short(err))
		}
	}
	return in, send, nil
}

// response checks resp and puts back what it read of it.
func (v *Validator) response(in *openapi3filter.RequestValidationInput, resp *http.Response) error {
	method, path := in.Request.Method, in.Request.URL.Path
	mediaType, _, _ := mime.ParseMediaType(resp.Header.Get("Content-Type"))
	isJSON := mediaType == "application/json" || mediaType == "application/problem+json"
	var body []byte
	if isJSON {
		var err error
		body, err = io.ReadAll(resp.Body)
		resp.Body.Close()
		if err != nil {
			return err
		}
		resp.Body = io.NopCloser(bytes.NewReader(body))
	}
	for _, fault := range requestID(resp, mediaType, body) {
		v.tb.Errorf("contract: response %d of %s %s: %s", resp.StatusCode, method, path, fault)
	}
	if in.Route == nil {
		// Nothing in the document: all that can be said is what an error looks like.
		if mediaType != "application/problem+json" {
			v.tb.Errorf("contract: %s %s: %d comes as %q, not as a problem document", method, path, resp.StatusCode, mediaType)
			return nil
		}
		if err := v.visit("Problem", body); err != nil {
			v.tb.Errorf("contract: response %d of %s %s: %s\nbody: %.2000s", resp.StatusCode, method, path, short(err), body)
		}
		return nil
	}
	path = in.Route.Path
	v.mu.Lock()
	v.seen[visit(method, path, strconv.Itoa(resp.StatusCode))] = true
	v.mu.Unlock()

	if !isJSON {
		if documented := in.Route.Operation.Responses.Status(resp.StatusCode); documented != nil {
			content := documented.Value.Content
			if len(content) == 0 && mediaType != "" || len(content) > 0 && content.Get(mediaType) == nil {
				v.tb.Errorf("contract: %s %s: %d comes as %q, which the document doesn't have", method, path, resp.StatusCode, mediaType)
			}
		}
	}
	opts := *options
	opts.ExcludeResponseBody = !isJSON
	out := &openapi3filter.ResponseValidationInput{
		RequestValidationInput: in,
		Status:                 resp.StatusCode,
		Header:                 resp.Header,
		Options:                &opts,
	}
	out.SetBodyBytes(body)
	if err := openapi3filter.ValidateResponse(in.Request.Context(), out); err != nil {
		v.tb.Errorf("contract: response %d of %s %s: %s\nbody: %.2000s", resp.StatusCode, method, path, short(err), body)
	}
	if status, ok := statusOf(mediaType, body); ok && status != resp.StatusCode {
		v.tb.Errorf("contract: %s %s: the problem document says %d, the response %d", method, path, status, resp.StatusCode)
	}
	return nil
}

// requestID says what is wrong with the request's id, which the document can't
// say of all responses: those that a cache may keep have none, all others have
// one, and a problem document repeats it.
func requestID(resp *http.Response, mediaType string, body []byte) (faults []string) {
	id := resp.Header.Get(httpapi.RequestID)
	kept := resp.Header.Get("Cache-Control") != "no-store"
	switch {
	case kept && id != "":
		faults = append(faults, "a cache would keep "+httpapi.RequestID)
	case !kept && id == "":
		faults = append(faults, "it has no "+httpapi.RequestID)
	}
	if mediaType == "application/problem+json" {
		var p struct{ RequestID string }
		if err := json.Unmarshal(body, &p); err == nil && p.RequestID != id {
			faults = append(faults, fmt.Sprintf("the problem document has the requestId %q, the header %q", p.RequestID, id))
		}
	}
	return faults
}

func statusOf(mediaType string, body []byte) (int, bool) {
	var p struct{ Status int }
	return p.Status, mediaType == "application/problem+json" && json.Unmarshal(body, &p) == nil && p.Status != 0
}

// Event checks the data of one server-sent event of the results stream.
func (v *Validator) Event(name string, data []byte) {
	op := v.doc.Paths.Value("/v1/sessions/{sid}/results/stream").Get
	events, _ := op.Extensions["x-events"].(map[string]any)
	schema, ok := events[name].(string)
	if !ok {
		v.tb.Errorf("contract: the stream has no event called %q", name)
		return
	}
	if err := v.visit(schema, data); err != nil {
		v.tb.Errorf("contract: event %s: %s\n%.2000s", name, short(err), data)
	}
}

// visit checks JSON text against one of the document's schemas.
func (v *Validator) visit(schema string, text []byte) error {
	ref := v.doc.Components.Schemas[schema]
	if ref == nil {
		return fmt.Errorf("the document has no schema called %q", schema)
	}
	var value any
	if err := json.Unmarshal(text, &value); err != nil {
		return err
	}
	return ref.Value.VisitJSON(value, visitOptions...)
}

var visitOptions = []openapi3.SchemaValidationOption{
	openapi3.EnableJSONSchema2020(),
	openapi3.MultiErrors(),
	openapi3.WithStringFormatValidators(formats),
}

// short returns where and why, without the schemas and values that the library's errors
// repeat.
func short(err error) string {
	switch e := err.(type) {
	case openapi3.MultiError:
		parts := make([]string, len(e))
		for i, err := range e {
			parts[i] = short(err)
		}
		return strings.Join(parts, "; ")
	case *openapi3.SchemaError:
		return fmt.Sprintf("at /%s: %s", strings.Join(e.JSONPointer(), "/"), e.Reason)
	case *openapi3filter.RequestError:
		if e.Err != nil && e.Parameter != nil {
			return fmt.Sprintf("parameter %s: %s", e.Parameter.Name, short(e.Err))
		}
		if e.Err != nil {
			return short(e.Err)
		}
	case *openapi3filter.ResponseError:
		if e.Err != nil {
			return e.Reason + ": " + short(e.Err)
		}
	}
	return err.Error()
}

func visit(method, path, status string) string { return method + " " + path + " " + status }

// Unvisited lists the document's operations and statuses that no response has had so far,
// such as "GET /v1/sessions 403".
func (v *Validator) Unvisited() []string {
	v.mu.Lock()
	defer v.mu.Unlock()
	var list []string
	for path, item := range v.doc.Paths.Map() {
		for method, op := range item.Operations() {
			for status := range op.Responses.Map() {
				if s := visit(method, path, status); !v.seen[s] {
					list = append(list, s)
				}
			}
		}
	}
	slices.Sort(list)
	return list
}
