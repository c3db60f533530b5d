// Package baseline is what the benchmark compares the functions with: the least
// that a function built on the functions framework can do.
//
// The benchmark builds it in the same way as the functions. It must never do
// anything that they don't do too.
package baseline

import (
	"encoding/json"
	"io"
	"net/http"
	"runtime"
	"sync"

	"github.com/GoogleCloudPlatform/functions-framework-go/functions"
)

func init() {
	functions.HTTP("Hello", func(w http.ResponseWriter, _ *http.Request) { io.WriteString(w, "hello\n") })
	functions.HTTP("NoOp", noOp)
	functions.HTTP("Wait", wait)
}

// wait is noOp, but what it writes has to wait for another goroutine, as in every
// function that stores what several requests brought at once. Nothing is done meanwhile.
func wait(w http.ResponseWriter, r *http.Request) {
	noOp(waiting{w}, r)
}

type waiting struct{ http.ResponseWriter }

func (w waiting) Write(b []byte) (int, error) {
	<-together()
	return w.ResponseWriter.Write(b)
}

var company struct {
	sync.Mutex
	come chan struct{} // closed when those who have come so far may go on; nil: nobody waits
}

// together returns what the caller has to wait for, together with those who come before
// the processor is given to a goroutine that ends the waiting.
func together() <-chan struct{} {
	company.Lock()
	defer company.Unlock()
	if company.come == nil {
		company.come = make(chan struct{})
		go func() {
			runtime.Gosched() // who has arrived comes along
			company.Lock()
			defer company.Unlock()
			close(company.come)
			company.come = nil
		}()
	}
	return company.come
}

// noOp accepts the body that answer accepts and writes the body that answer
// writes, without any work in between.
func noOp(w http.ResponseWriter, r *http.Request) {
	var in struct {
		Answers []struct {
			QuestionID string          `json:"questionId"`
			Revision   int             `json:"revision"`
			Response   json.RawMessage `json:"response"`
		} `json:"answers"`
	}
	if err := json.NewDecoder(r.Body).Decode(&in); err != nil {
		http.Error(w, "malformed", http.StatusBadRequest)
		return
	}
	type result struct {
		QuestionID string `json:"questionId"`
		Revision   int    `json:"revision"`
		Status     string `json:"status"`
	}
	var out struct {
		Results []result `json:"results"`
	}
	for _, a := range in.Answers {
		out.Results = append(out.Results, result{a.QuestionID, a.Revision, "recorded"})
	}
	w.Header().Set("Content-Type", "application/json")
	json.NewEncoder(w).Encode(out)
}
