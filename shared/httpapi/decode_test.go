package httpapi

import (
	"context"
	"encoding/json"
	"errors"
	"io"
	"net/http/httptest"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/cleanslate-edu/cleanslate/shared/domain"
)

type body struct {
	Code    string            `json:"code"`
	Count   int32             `json:"count,omitempty"`
	Size    uint8             `json:"size"`
	Ratio   float64           `json:"ratio"`
	Ok      bool              `json:"ok"`
	At      time.Time         `json:"at"`
	Until   *time.Time        `json:"until"`
	Locked  *bool             `json:"locked"`
	Current Field[string]     `json:"current"`
	Ends    Field[time.Time]  `json:"ends"`
	Free    json.RawMessage   `json:"free"`
	Any     any               `json:"any"`
	Items   []item            `json:"items"`
	Pairs   map[string]string `json:"pairs"`
	Kind    domain.Kind       `json:"kind"`
	Secret  string            `json:"-"`
	embedded
}

type item struct {
	ID string `json:"id"`
}

type embedded struct {
	Deep string `json:"deep"`
}

// marker stands wherever a body has a value of its own: no answer may repeat it.
const marker = "Ada-Lovelace"

func TestDecodeRefuses(t *testing.T) {
	t.Parallel()
	nested := func(n int) string {
		return `{"free":` + strings.Repeat("[", n-1) + strings.Repeat("]", n-1) + "}"
	}
	for _, tt := range []struct {
		name string
		body string
		kind error
		at   []string // pointers
	}{
		{"empty", "", domain.ErrMalformed, nil},
		{"space", " \n", domain.ErrMalformed, nil},
		{"no JSON", marker, domain.ErrMalformed, nil},
		{"cut short", `{"code":"` + marker, domain.ErrMalformed, nil},
		{"trailing data", `{"code":"` + marker + `"} {}`, domain.ErrMalformed, nil},
		{"trailing comma", `{"code":"` + marker + `",}`, domain.ErrMalformed, nil},
		{"trailing comma in a list", `{"items":[{},]}`, domain.ErrMalformed, nil},
		{"single quotes", `{'code':'x'}`, domain.ErrMalformed, nil},
		{"comment", `{/**/}`, domain.ErrMalformed, nil},
		{"NUL", "{}\x00", domain.ErrMalformed, nil},
		{"byte order mark", "\ufeff{}", domain.ErrMalformed, nil},
		{"control character", "{\"code\":\"a\nb\"}", domain.ErrMalformed, nil},
		{"invalid UTF-8", "{\"code\":\"\xff" + marker + "\"}", domain.ErrMalformed, nil},
		{"overlong UTF-8", "{\"code\":\"\xc0\xaf\"}", domain.ErrMalformed, nil},
		{"invalid UTF-8 in a free value", "{\"free\":{\"\xff\":1}}", domain.ErrMalformed, nil},
		{"lone surrogate", `{"code":"\ud800"}`, domain.ErrMalformed, nil},
		{"lone low surrogate", `{"code":"\udc00x"}`, domain.ErrMalformed, nil},
		{"reversed surrogates", `{"code":"\udc00\ud800"}`, domain.ErrMalformed, nil},
		{"bad escape", `{"code":"\x41"}`, domain.ErrMalformed, nil},
		{"short escape", `{"code":"\u00"}`, domain.ErrMalformed, nil},
		{"leading zero", `{"count":01}`, domain.ErrMalformed, nil},
		{"plus", `{"count":+1}`, domain.ErrMalformed, nil},
		{"bare fraction", `{"ratio":.5}`, domain.ErrMalformed, nil},
		{"open fraction", `{"ratio":1.}`, domain.ErrMalformed, nil},
		{"open exponent", `{"ratio":1e}`, domain.ErrMalformed, nil},
		{"NaN", `{"ratio":NaN}`, domain.ErrMalformed, nil},
		{"nested too deeply", nested(maxDepth + 1), domain.ErrMalformed, nil},
		{"nested without end", strings.Repeat("[", 60000), domain.ErrMalformed, nil},
		{"twice", `{"code":"a","code":"b"}`, domain.ErrMalformed, nil},
		{"twice, escaped", `{"code":"a","\u0063ode":"b"}`, domain.ErrMalformed, nil},
		{"twice in a free value", `{"free":{"x":1,"y":2,"x":3}}`, domain.ErrMalformed, nil},
		{"twice among many", `{"pairs":{` + manyNames(40) + `,"n3":""}}`, domain.ErrMalformed, nil},
		{"twice, unknown", `{"x":1,"x":2}`, domain.ErrMalformed, nil},

		{"null", "null", domain.ErrInvalid, []string{""}},
		{"list", "[]", domain.ErrInvalid, []string{""}},
		{"text", `"` + marker + `"`, domain.ErrInvalid, []string{""}},
		{"unknown field", `{"email":"` + marker + `"}`, domain.ErrInvalid, []string{"/email"}},
		{"unknown field's pointer is escaped", `{"a/b~c":1}`, domain.ErrInvalid, []string{"/a~1b~0c"}},
		{"unknown long field", `{"items":[{"` + strings.Repeat(marker, 10) + `":1}]}`, domain.ErrInvalid, []string{"/items/0"}},
		{"another case", `{"Code":"x"}`, domain.ErrInvalid, []string{"/Code"}},
		{"untagged", `{"Secret":"x","private":"y"}`, domain.ErrInvalid, []string{"/Secret", "/private"}},
		{"several", `{"code":1,"items":[{"id":"a"},{"id":2,"more":[{"x":1}]}],"ok":"` + marker + `"}`, domain.ErrInvalid,
			[]string{"/code", "/items/1/id", "/items/1/more", "/ok"}},
		{"null for text", `{"code":null}`, domain.ErrInvalid, []string{"/code"}},
		{"null for a list", `{"items":null}`, domain.ErrInvalid, []string{"/items"}},
		{"object for text", `{"code":{"x":"` + marker + `"}}`, domain.ErrInvalid, []string{"/code"}},
		{"list for an object", `{"items":[[]]}`, domain.ErrInvalid, []string{"/items/0"}},
		{"fraction for an integer", `{"count":1.0}`, domain.ErrInvalid, []string{"/count"}},
		{"exponent for an integer", `{"count":1e2}`, domain.ErrInvalid, []string{"/count"}},
		{"too large an integer", `{"count":2147483648}`, domain.ErrInvalid, []string{"/count"}},
		{"negative natural", `{"size":-1}`, domain.ErrInvalid, []string{"/size"}},
		{"too large a natural", `{"size":256}`, domain.ErrInvalid, []string{"/size"}},
		{"too large a number", `{"ratio":1e999}`, domain.ErrInvalid, []string{"/ratio"}},
		{"too large a number in a free value", `{"any":1e999}`, domain.ErrInvalid, []string{"/any"}},
		{"text for a number", `{"ratio":"1"}`, domain.ErrInvalid, []string{"/ratio"}},
		{"no time", `{"at":"` + marker + `"}`, domain.ErrInvalid, []string{"/at"}},
		{"no such day", `{"until":"2026-02-30T00:00:00Z"}`, domain.ErrInvalid, []string{"/until"}},
		{"time without zone", `{"ends":"2026-02-03T00:00:00"}`, domain.ErrInvalid, []string{"/ends"}},
		{"escaped time", `{"at":"2026-02-03T00:00:00\u005a"}`, domain.ErrInvalid, []string{"/at"}},
		{"number for a field", `{"current":1}`, domain.ErrInvalid, []string{"/current"}},
		{"number in a map", `{"pairs":{"a":"b","c":1}}`, domain.ErrInvalid, []string{"/pairs/c"}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			var v body
			r := httptest.NewRequest("POST", "/", strings.NewReader(tt.body))
			r.Header.Set("Content-Type", "application/json")
			err := Decode(httptest.NewRecorder(), r, BodyLimit, &v)
			if !errors.Is(err, tt.kind) {
				t.Fatalf("error %v, want %v", err, tt.kind)
			}
			p, _ := problemOf(err)
			text, _ := json.Marshal(p)
			if strings.Contains(string(text), marker) {
				t.Errorf("the problem quotes the body: %s", text)
			}
			var at []string
			for _, e := range p.Errors {
				at = append(at, e.Pointer)
			}
			if !slices.Equal(at, tt.at) {
				t.Errorf("pointers %q, want %q", at, tt.at)
			}
		})
	}
}

func manyNames(n int) string {
	var b strings.Builder
	for i := range n {
		if i > 0 {
			b.WriteByte(',')
		}
		b.WriteString(`"n` + string(rune('0'+i%10)) + strings.Repeat("x", i/10) + `":""`)
	}
	return b.String()
}

func TestDecodeListsFewErrors(t *testing.T) {
	t.Parallel()
	err := Unmarshal(nil, []byte(`{"items":[`+strings.Repeat(`1,`, 1000)+`1]}`), new(body))
	if e, ok := errors.AsType[*domain.Error](err); !ok || len(e.Fields) != maxFieldErrors {
		t.Errorf("got %v", err)
	}
}

func TestDecode(t *testing.T) {
	t.Parallel()
	const text = ` {"code":"\u0041d\ud83d\ude00\n\"é","count":-2147483648,"size":255,"ratio":-1.5e-3,"ok":true,
		"at":"2026-09-01T08:00:00Z","until":null,"locked":false,"current":null,"ends":"2026-09-01T10:00:00+02:00",
		"free":{"a":[1,{"b":null}]},"any":[1,"x"],"items":[{"id":"a"},{}],"pairs":{"a":"2"},"kind":"choice","deep":"d"} `
	var v body
	r := httptest.NewRequest("POST", "/", strings.NewReader(text))
	r.Header.Set("Content-Type", `Application/JSON; charset="UTF-8"`)
	if err := Decode(httptest.NewRecorder(), r, BodyLimit, &v); err != nil {
		t.Fatal(err)
	}
	if v.Code != "Ad😀\n\"é" || v.Count != -2147483648 || v.Size != 255 || v.Ratio != -1.5e-3 || !v.Ok || v.At.IsZero() ||
		v.Until != nil || v.Locked == nil || *v.Locked || string(v.Free) != `{"a":[1,{"b":null}]}` || v.Any == nil ||
		len(v.Items) != 2 || v.Items[0].ID != "a" || v.Pairs["a"] != "2" || v.Kind != domain.KindChoice || v.Deep != "d" {
		t.Errorf("got %+v", v)
	}
	if !v.Current.Sent || v.Current.Value != nil {
		t.Errorf("null: got %+v", v.Current)
	}
	if !v.Ends.Sent || v.Ends.Value == nil || !v.Ends.Value.Equal(v.At) {
		t.Errorf("value: got %+v", v.Ends)
	}
	v = body{}
	if err := Unmarshal(nil, []byte("{}"), &v); err != nil || v.Current.Sent {
		t.Errorf("absent: got %+v, %v", v.Current, err)
	}
}

func TestDecodeHeaders(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		contentType, encoding string
		ok                    bool
	}{
		{"application/json", "", true},
		{"application/json; charset=utf-8", "", true},
		{"application/json;charset=UTF-8", "identity", true},
		{"application/json; charset=latin1", "", false},
		{"application/json", "gzip", false},
		{"text/plain", "", false},
		{"application/x-www-form-urlencoded", "", false},
		{"application/problem+json", "", false},
		{"application/json;", "", true},
		{"", "", false},
		{";;", "", false},
	} {
		r := httptest.NewRequest("POST", "/", strings.NewReader("{}"))
		r.Header.Set("Content-Type", tt.contentType)
		if tt.encoding != "" {
			r.Header.Set("Content-Encoding", tt.encoding)
		}
		err := Decode(httptest.NewRecorder(), r, BodyLimit, new(body))
		if (err == nil) != tt.ok || err != nil && !errors.Is(err, domain.ErrMediaType) {
			t.Errorf("%q %q: %v", tt.contentType, tt.encoding, err)
		}
	}
}

func TestDecodeLimit(t *testing.T) {
	t.Parallel()
	text := func(n int) string { return `{"code":"` + strings.Repeat("x", n-11) + `"}` }
	for _, tt := range []struct {
		size    int
		chunked bool
		ok      bool
	}{
		{BodyLimit, false, true},
		{BodyLimit, true, true},
		{BodyLimit + 1, false, false},
		{BodyLimit + 1, true, false},
	} {
		var rd io.Reader = strings.NewReader(text(tt.size))
		if tt.chunked {
			rd = io.MultiReader(rd) // hides the length
		}
		r := httptest.NewRequest("POST", "/", rd)
		r.Header.Set("Content-Type", "application/json")
		err := Decode(httptest.NewRecorder(), r, BodyLimit, new(body))
		if (err == nil) != tt.ok || err != nil && !errors.Is(err, domain.ErrTooLarge) {
			t.Errorf("%d bytes, chunked %t: %v", tt.size, tt.chunked, err)
		}
	}
}

func TestDecodeBrokenBody(t *testing.T) {
	t.Parallel()
	broken := io.MultiReader(strings.NewReader(`{"code"`), errorReader{})
	r := httptest.NewRequest("POST", "/", broken)
	r.Header.Set("Content-Type", "application/json")
	if err := Decode(httptest.NewRecorder(), r, BodyLimit, new(body)); !errors.Is(err, domain.ErrMalformed) {
		t.Errorf("got %v", err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	r = httptest.NewRequest("POST", "/", errorReader{}).WithContext(ctx)
	r.Header.Set("Content-Type", "application/json")
	if err := Decode(httptest.NewRecorder(), r, BodyLimit, new(body)); !errors.Is(err, context.Canceled) {
		t.Errorf("got %v", err)
	}
}

type errorReader struct{}

func (errorReader) Read([]byte) (int, error) { return 0, errors.New("reset: " + marker) }

// The check refuses things that encoding/json accepts on purpose; the other way round
// would be a bug.
func FuzzCheck(f *testing.F) {
	for _, s := range []string{`{}`, `{"code":"a"}`, `{"free":[1,2.5e3,"\ud83d\ude00",null]}`, `[`, `{"a":1,"a":2}`, `"\u12"`, "\xff"} {
		f.Add([]byte(s))
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		c := checker{data: data}
		err := c.check(free)
		if err == nil && !json.Valid(data) {
			t.Errorf("took %q", data)
		}
		var v any
		if err == nil && json.Unmarshal(data, &v) == nil {
			again, _ := json.Marshal(v)
			c := checker{data: again}
			if err := c.check(free); err != nil {
				t.Errorf("refused %q", again)
			}
		}
		Unmarshal(nil, data, new(body)) // must not panic
	})
}

type answersBody struct {
	Answers []struct {
		QuestionID string          `json:"questionId"`
		Revision   int             `json:"revision"`
		Response   json.RawMessage `json:"response"`
	} `json:"answers"`
}

var answersText = []byte(`{"answers":[{"questionId":"q1","revision":1,"response":"a"},{"questionId":"q2","revision":1,"response":["a","c"]}]}`)

func BenchmarkDecode(b *testing.B) {
	b.ReportAllocs()
	for b.Loop() {
		if err := Unmarshal(nil, answersText, new(answersBody)); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkUnmarshal(b *testing.B) {
	b.ReportAllocs()
	for b.Loop() {
		if err := json.Unmarshal(answersText, new(answersBody)); err != nil {
			b.Fatal(err)
		}
	}
}
