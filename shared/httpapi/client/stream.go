package client

import (
	"bufio"
	"encoding/json"
	"io"
	"iter"
	"strings"
)

// eventMax limits one event in bytes: the snapshot of the largest lesson fits.
const eventMax = 64 << 20

// An Event is one server-sent event.
type Event struct {
	Name string
	Data json.RawMessage
}

// Events returns the events of a stream until it ends, and then the error that ended
// it, if any. Comments are left out.
func Events(stream io.Reader) iter.Seq2[Event, error] {
	return func(yield func(Event, error) bool) {
		var e Event
		lines := bufio.NewScanner(stream)
		lines.Buffer(nil, eventMax)
		for lines.Scan() {
			if lines.Text() == "" {
				if e.Name != "" && !yield(e, nil) {
					return
				}
				e = Event{}
			}
			switch name, value, _ := strings.Cut(lines.Text(), ": "); name {
			case "event":
				e.Name = value
			case "data":
				e.Data = json.RawMessage(value)
			}
		}
		if err := lines.Err(); err != nil {
			yield(Event{}, err)
		}
	}
}
