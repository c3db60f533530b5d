package httpapi

import (
	"encoding/json"
	"fmt"
	"net/http"
	"strconv"
)

// WriteJSON answers with v as JSON. What can't be written as JSON is answered
// as an internal error.
func WriteJSON(w http.ResponseWriter, status int, v any) {
	body, err := json.Marshal(v)
	if err != nil {
		// The error may quote a value; its type says enough.
		WriteError(w, nil, fmt.Errorf("writing %T as JSON failed", v))
		return
	}
	write(w, status, jsonType, body)
}

// WriteBody answers with body, which is JSON already.
func WriteBody(w http.ResponseWriter, status int, body []byte) { write(w, status, jsonType, body) }

// WriteList answers 200 with one page of a list. An empty next is the last page's.
func WriteList[T any](w http.ResponseWriter, items []T, next string) {
	list := struct {
		Items         []T     `json:"items"`
		NextPageToken *string `json:"nextPageToken"`
	}{Items: items}
	if items == nil {
		list.Items = []T{}
	}
	if next != "" {
		list.NextPageToken = &next
	}
	WriteJSON(w, http.StatusOK, list)
}

// Header values that all responses share; never changed.
var (
	jsonType    = []string{"application/json"}
	problemType = []string{"application/problem+json"}
)

func write(w http.ResponseWriter, status int, contentType []string, body []byte) {
	h := w.Header()
	h["Content-Type"] = contentType
	h["Content-Length"] = []string{strconv.Itoa(len(body))}
	w.WriteHeader(status)
	w.Write(body) // an error means that the client is gone; net/http drops the body of a HEAD
}
