package functiontest

import (
	"context"
	"encoding/json"
	"io"
	"net/http"
	"time"

	"github.com/cleanslate-edu/cleanslate/shared/httpapi/client"
)

// A Stream is a lesson's results as they arrive.
type Stream struct {
	school *School
	events chan Event
	cancel context.CancelFunc
}

// An Event is one server-sent event.
type Event = client.Event

// Watch opens the stream of a lesson's results. It ends with the test.
func (l *Lesson) Watch(token string) *Stream {
	l.School.tb.Helper()
	return l.watch(token, "")
}

// WatchCounts opens the stream as a projector does that shows the results of a question,
// or with an empty id hides them all.
func (l *Lesson) WatchCounts(token, question string) *Stream {
	l.School.tb.Helper()
	if question != "" {
		question = "&question=" + question
	}
	return l.watch(token, "?view=counts"+question)
}

func (l *Lesson) watch(token, query string) *Stream {
	s := l.School
	s.tb.Helper()
	ctx, cancel := context.WithCancel(context.Background())
	s.tb.Cleanup(cancel)
	resp, err := s.client.Open(ctx, client.Request{Path: l.Path("/results/stream" + query), Token: token})
	if err != nil {
		s.tb.Fatal(err)
	}
	return l.stream(resp, cancel)
}

// WatchLater is Watch once a view of others that was closed has gone, which the function takes a moment to notice.
func (l *Lesson) WatchLater(token string) *Stream {
	s := l.School
	s.tb.Helper()
	ctx, cancel := context.WithCancel(context.Background())
	s.tb.Cleanup(cancel)
	for began := time.Now(); ; time.Sleep(50 * time.Millisecond) {
		resp, err := s.client.Open(ctx, client.Request{Path: l.Path("/results/stream"), Token: token})
		if err != nil {
			s.tb.Fatal(err)
		}
		if resp.StatusCode != 409 || time.Since(began) > time.Minute {
			return l.stream(resp, cancel)
		}
		resp.Body.Close()
	}
}

func (l *Lesson) stream(resp *http.Response, cancel context.CancelFunc) *Stream {
	s := l.School
	s.tb.Helper()
	if resp.StatusCode != 200 || resp.Header.Get("Content-Type") != "text/event-stream" {
		body, _ := io.ReadAll(resp.Body)
		s.tb.Fatalf("the stream: %d %s %s", resp.StatusCode, resp.Header.Get("Content-Type"), body)
	}
	st := &Stream{school: s, events: make(chan Event, 1000), cancel: cancel}
	go func() {
		defer resp.Body.Close()
		defer close(st.events)
		for e, err := range client.Events(resp.Body) {
			if err != nil {
				return // the connection has ended
			}
			st.events <- e
		}
	}()
	return st
}

// Close disconnects.
func (st *Stream) Close() { st.cancel() }

// Next waits for the next event and checks it against the contract. It reports false at
// the end of the stream.
func (st *Stream) Next() (Event, bool) {
	st.school.tb.Helper()
	select {
	case e, ok := <-st.events:
		if ok {
			st.school.Contract.Event(e.Name, e.Data)
		}
		return e, ok
	case <-time.After(15 * time.Second):
		st.school.tb.Fatal("nothing came over the stream for 15 seconds")
		return Event{}, false
	}
}

// Want returns the data of the next event, which must have this name.
func (st *Stream) Want(name string, v any) {
	st.school.tb.Helper()
	e, ok := st.Next()
	if !ok || e.Name != name {
		st.school.tb.Fatalf("the stream has %q %.500s, want %q", e.Name, e.Data, name)
	}
	if err := json.Unmarshal(e.Data, v); err != nil {
		st.school.tb.Fatal(err)
	}
}

// WantEnd waits for the end of the stream, which may have sessions events
// before it.
func (st *Stream) WantEnd() {
	st.school.tb.Helper()
	for {
		e, ok := st.Next()
		if !ok {
			return
		}
		if e.Name != "session" {
			st.school.tb.Fatalf("the stream has %q, want its end", e.Name)
		}
	}
}
