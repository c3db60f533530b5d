package main

import (
	"encoding/json"
	"net"
	"net/http"
	"strings"
	"time"

	"github.com/cleanslate-edu/cleanslate/emulators/mail"
)

// onlyLocal rejects requests for other hosts. They come from a web page whose name was pointed at this machine (DNS
// rebinding), and which could then read the responses.
func onlyLocal(h http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		host, _, err := net.SplitHostPort(r.Host)
		if err != nil {
			host = strings.Trim(r.Host, "[]")
		}
		if ip := net.ParseIP(host); host != "localhost" && (ip == nil || !ip.IsLoopback()) {
			writeJSON(w, http.StatusForbidden, map[string]string{"error": "ask for 127.0.0.1 or localhost: nothing else is served here"})
			return
		}
		h.ServeHTTP(w, r)
	})
}

// newManage returns the handler of the management address: the captured mail, the clock, and the scheduled topics. It
// obeys no web page, of whatever origin.
func newManage(c *clock, m *mail.Server, s *scheduler) http.Handler {
	mux := http.NewServeMux()
	mux.HandleFunc("GET /healthz", func(w http.ResponseWriter, r *http.Request) {
		writeJSON(w, http.StatusOK, map[string]string{"status": "ok"})
	})
	if m != nil {
		mux.Handle("/mail", m)
	}
	mux.HandleFunc("GET /clock", func(w http.ResponseWriter, r *http.Request) { writeClock(w, c) })
	mux.HandleFunc("POST /clock", func(w http.ResponseWriter, r *http.Request) {
		var in struct {
			Advance string     `json:"advance"`
			Set     *time.Time `json:"set"`
		}
		d := json.NewDecoder(http.MaxBytesReader(w, r.Body, 1<<10))
		d.DisallowUnknownFields()
		if err := d.Decode(&in); err != nil || (in.Advance == "") == (in.Set == nil) {
			writeJSON(w, http.StatusBadRequest, map[string]string{"error": `send {"advance":"4320h"} or {"set":"2027-01-31T12:00:00Z"}`})
			return
		}
		if in.Set != nil {
			c.set(*in.Set)
			writeClock(w, c)
			return
		}
		by, err := time.ParseDuration(in.Advance)
		if err != nil {
			writeJSON(w, http.StatusBadRequest, map[string]string{"error": `advance by a duration such as "36h" or "15m"`})
			return
		}
		c.advance(by)
		writeClock(w, c)
	})
	mux.HandleFunc("POST /tick/{topic}", func(w http.ResponseWriter, r *http.Request) {
		topic := r.PathValue("topic")
		if _, ok := schedules[topic]; !ok {
			writeJSON(w, http.StatusNotFound, map[string]string{"error": "no such scheduled topic; there are retention-tick and breach-tick"})
			return
		}
		id, err := s.publish(r.Context(), topic)
		if err != nil {
			writeJSON(w, http.StatusServiceUnavailable, map[string]string{"error": "Pub/Sub can't be reached"})
			return
		}
		writeJSON(w, http.StatusAccepted, map[string]string{"messageId": id})
	})
	fromPages := http.NewCrossOriginProtection()
	fromPages.SetDenyHandler(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		writeJSON(w, http.StatusForbidden, map[string]string{"error": "this is for commands, not for web pages"})
	}))
	return fromPages.Handler(mux)
}

func writeClock(w http.ResponseWriter, c *clock) {
	writeJSON(w, http.StatusOK, map[string]time.Time{"now": c.now().UTC()})
}

func writeJSON(w http.ResponseWriter, status int, v any) {
	w.Header().Set("Content-Type", "application/json")
	w.WriteHeader(status)
	json.NewEncoder(w).Encode(v)
}
