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

	"github.com/GoogleCloudPlatform/functions-framework-go/functions"
)

func init() {
	functions.HTTP("Hello", func(w http.ResponseWriter, _ *http.Request) { io.WriteString(w, "hello\n") })
	functions.HTTP("NoOp", noOp)
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
