package live

import (
	"bytes"
	"net/url"
	"time"

	"github.com/cleanslate-edu/cleanslate/shared/domain"
	"github.com/cleanslate-edu/cleanslate/shared/lesson"
)

// An audience is whom a view is for. A counts view is a projector's: it is sent no
// name, and of answers only how many there are, and how a class answered the one
// question whose results are shown.
type audience struct {
	counts   bool
	question string // whose results are shown; empty: they are hidden
}

func audienceOf(q url.Values) (a audience, err error) {
	switch view := q.Get("view"); view {
	case "":
	case "counts":
		a.counts = true
	default:
		return a, domain.Invalid(domain.FieldError{Pointer: "/view", Detail: "The view must be counts, or left out."})
	}
	a.question = q.Get("question")
	if a.question != "" && !a.counts {
		return a, domain.Invalid(domain.FieldError{Pointer: "/question", Detail: "Only with view=counts can a question be chosen."})
	}
	return a, nil
}

// opens reports whether what students wrote is opened for the view.
func (a audience) opens() bool { return !a.counts || a.question != "" }

// showCounts sends what there is to count whenever it has changed. Each event has
// everything, so that a slow reader misses none by missing some.
func (v *view) showCounts() error {
	tick := time.NewTicker(viewTick)
	defer tick.Stop()
	var shown []byte
	for {
		event, more, err := v.countNow()
		if err == nil {
			err = v.enter()
		}
		if err == nil {
			err = v.hourly()
		}
		if err != nil {
			return err
		}
		if !bytes.Equal(event, shown) {
			shown = event
			err = v.write(event)
		} else {
			err = v.stay()
		}
		if err != nil {
			return err
		}
		select {
		case <-v.ctx.Done():
			return v.why()
		case <-v.board.ctx.Done():
			if err = v.board.failure(); err == nil {
				err = errEnd
			}
			return err
		case <-tick.C:
		case <-more:
		}
	}
}

// countNow returns the event that shows what there is to count, and what is closed when
// it may have changed.
func (v *view) countNow() (event []byte, more <-chan struct{}, err error) {
	b := v.board
	b.mu.Lock()
	data, err := b.contents.counts(v.question)
	last := b.last
	b.mu.Unlock()
	switch {
	case err != nil:
		return nil, nil, err
	case !v.hub.Clock().Before(v.until) || !lesson.MaySee(v.who, last.session):
		return nil, nil, errEnd
	}
	if data.Session, err = v.hub.lessons.Nameless(v.ctx, last.session, v.who); err != nil {
		return nil, nil, err
	}
	var e events
	e.send("counts", data)
	return e.bytes, last.more, e.err
}
