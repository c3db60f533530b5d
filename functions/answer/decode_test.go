package answer

import (
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"reflect"
	"strings"
	"testing"

	"github.com/cleanslate-edu/cleanslate/shared/httpapi"
)

// What the quick reader takes, it must take for what httpapi takes it for.
func FuzzDecode(f *testing.F) {
	for _, s := range []string{
		`{"answers":[{"questionId":"q1","revision":1,"response":"a"}]}`,
		` { "answers" : [ { "response" : true , "revision" : 50 , "questionId" : "q1" } , {"questionId":"q2","revision":2,"response":-0.5} ] } `,
		`{"answers":[{"questionId":"q1","revision":01,"response":00}]}`,
		`{"answers":[{"questionId":"q1","questionId":"q2","revision":1,"response":1e9}]}`,
		`{"answers":[{"questionId":"q\u0031","revision":1,"response":["a"]}]}`,
		`{"answers":[]}`, `{"answers":null}`, `{"answers":[{}]}`, `{}`, ``, `{"answers":[{"questionId":"q1","revision":1,"response":"a"}]}x`,
		`{"answers":[{"questionId":"q1","revision":1,"response":.5}],"more":1}`,
		`{"answers":[{"questionId":"q1","revision":1,"response":tru}]}`,
	} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, body string) {
		p := plain{[]byte(body)}
		quick, ok := p.request()
		if !ok {
			return
		}
		var slow request
		if err := httpapi.Unmarshal(nil, []byte(body), &slow); err != nil {
			t.Fatalf("the quick reader takes %q: %v", body, err)
		}
		if !reflect.DeepEqual(quick, slow.Answers) {
			t.Errorf("%q: quick %+v, slow %+v", body, quick, slow.Answers)
		}
	})
}

func TestDecodeTakesThePlainFormQuickly(t *testing.T) {
	for _, body := range []string{
		`{"answers":[{"questionId":"q1","revision":1,"response":"a"}]}`,
		`{"answers":[{"questionId":"q1","revision":1,"response":true},{"questionId":"q2","revision":12,"response":-3.25}]}`,
	} {
		p := plain{[]byte(body)}
		if _, ok := p.request(); !ok {
			t.Errorf("%s is left to the slow reader", body)
		}
	}
	r := httptest.NewRequest("POST", "/v1/answers", strings.NewReader(`{"answers":[{"questionId":"ö","revision":1,"response":{"a":"1"}}]}`))
	r.Header.Set("Content-Type", "application/json")
	var in request
	if err := decode(httptest.NewRecorder(), r, &in); err != nil || in.Answers[0].QuestionID != "ö" || string(in.Answers[0].Response) != `{"a":"1"}` {
		t.Errorf("got %+v, %v", in, err)
	}
}

func TestWriteIsJSON(t *testing.T) {
	yes := true
	want := response{Results: []result{
		{QuestionID: "q1", Revision: 1, Status: recorded},
		{QuestionID: `q"\ö<`, Revision: 2, Status: rejected, Problem: problemClosed},
		{QuestionID: "q2", Revision: 1, Status: recorded, Feedback: &feedback{Correct: &yes, Solution: json.RawMessage(`"a"`)}},
	}}
	w := httptest.NewRecorder()
	write(w, &want)
	var got response
	if err := json.Unmarshal(w.Body.Bytes(), &got); err != nil {
		t.Fatal(err)
	}
	if w.Code != http.StatusOK || w.Header().Get("Content-Type") != "application/json" || !reflect.DeepEqual(got, want) {
		t.Errorf("got %d %s", w.Code, w.Body)
	}
}
