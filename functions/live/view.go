package live

import (
	"context"
	"encoding/json"
	"errors"
	"iter"
	"net/http"
	"sync/atomic"
	"time"

	"github.com/cleanslate-edu/cleanslate/shared/domain"
	"github.com/cleanslate-edu/cleanslate/shared/lesson"
)

const (
	// viewLife ends a view before the platform cuts it (60 minutes).
	viewLife = 55 * time.Minute
	// viewTick is how often a view looks at the clock.
	viewTick = time.Second
	// viewBeat is how often an idle view sends a keep-alive.
	viewBeat = 15 * time.Second
	// viewWrite bounds a write to a slow reader.
	viewWrite = 30 * time.Second
	// newcomerPause is how often watchMember looks again for a member who isn't stored
	// yet.
	newcomerPause = 10 * time.Second
)

// errEnd ends a view that has done its work.
var errEnd = errors.New("the view has ended")

// A view shows a board to one teacher while it changes, as server-sent events.
type view struct {
	hub   *hub
	board *board // set by hub.join
	who   domain.Principal
	ctx   context.Context
	end   context.CancelCauseFunc
	audience
	writer  http.ResponseWriter
	control *http.ResponseController
	until   time.Time
	begun   bool      // something was written
	beat    time.Time // when something was last written, by the system's clock

	audited audited

	step  *step
	shown string       // the session as the last event had it
	taken atomic.Int64 // bytes of the steps that were written
}

func newView(h *hub, w http.ResponseWriter, r *http.Request, who domain.Principal, a audience) *view {
	v := &view{hub: h, who: who, audience: a, writer: w, control: http.NewResponseController(w), until: h.Clock().Add(viewLife)}
	v.ctx, v.end = context.WithCancelCause(r.Context())
	if who.Expiry.Before(v.until) {
		v.until = who.Expiry
	}
	return v
}

func (v *view) cancel() { v.end(errEnd) }

// drop ends a view at once, even in the middle of a write to a slow reader.
func (v *view) drop(why error) {
	v.end(why)
	v.control.SetWriteDeadline(time.Unix(1, 0))
}

// run shows the board until the view ends. The error is never nil.
func (v *view) run() error {
	b := v.board
	go v.watchMember()
	select {
	case <-v.ctx.Done():
		return v.why()
	case <-b.ready:
	}
	if err := b.failure(); err != nil {
		return err
	}
	if v.counts {
		return v.showCounts()
	}
	if err := v.snapshot(); err != nil {
		return err
	}
	tick := time.NewTicker(viewTick)
	defer tick.Stop()
	for {
		var err error
		select {
		case <-v.ctx.Done():
			return v.why()
		case <-b.ctx.Done():
			if err = b.failure(); err == nil {
				err = errEnd
			}
		case <-tick.C:
			err = v.tick()
		case <-v.step.more:
			err = v.take()
		}
		if err != nil {
			return err
		}
	}
}

// why returns why the view's context has ended.
func (v *view) why() error {
	if err := context.Cause(v.ctx); !errors.Is(err, context.Canceled) {
		return err
	}
	return errEnd // the page has gone
}

// watchMember ends the view of somebody who is no longer a member, or whose role no longer
// has all that their token says: what they may see then, they are told when they connect again.
func (v *view) watchMember() {
	for v.ctx.Err() == nil {
		stored := false
		for m, err := range v.hub.Store.WatchMember(v.ctx, v.who.Org, v.who.Member()) {
			if !stored && errors.Is(err, domain.ErrNotFound) {
				break // they never came before
			}
			stored = true
			if err == nil && (m.State != domain.MemberActive || len(m.Narrow(v.who.Permissions)) < len(v.who.Permissions)) {
				err = errEnd
			}
			if err != nil {
				v.end(err)
				return
			}
		}
		select {
		case <-v.ctx.Done():
		case <-time.After(newcomerPause):
		}
	}
}

// snapshot shows everything that is on the board. The board changes while that is
// being written: the view goes on from the step at which it began.
func (v *view) snapshot() error {
	b := v.board
	c, s := b.now()
	l := c.(*results)
	if !lesson.MaySee(v.who, s) {
		return errEnd
	}
	session, err := v.hub.lessons.View(v.ctx, s, v.who)
	if err != nil {
		return err
	}
	next, stop := iter.Pull2(l.Results(session))
	defer stop()
	// The first piece fixes who is in the snapshot.
	b.mu.Lock()
	changed := b.contents != c
	v.step = b.last
	may := lesson.MaySee(v.who, v.step.session) // it may have changed meanwhile
	piece, err, more := next()
	b.mu.Unlock()
	if !may {
		return errEnd
	}
	if changed {
		return v.snapshot()
	}
	if err := v.enter(); err != nil {
		return err
	}
	v.taken.Store(v.step.end)
	v.shown = fingerprint(session)
	for begin := "event: snapshot\ndata: "; more; begin = "" {
		if err != nil {
			return errors.New("encoding a snapshot failed")
		}
		if err := v.write([]byte(begin), piece); err != nil {
			return err
		}
		b.mu.Lock()
		piece, err, more = next()
		may = lesson.MaySee(v.who, b.last.session)
		refilled := b.contents != c
		b.mu.Unlock()
		if refilled {
			return errEnd // what a slow reader is shown is kept for nobody else
		}
		// A slow reader sees no more than others.
		if !may || v.ctx.Err() != nil || !v.hub.Clock().Before(v.until) {
			return errEnd
		}
	}
	if err := v.write([]byte("\n\n")); err != nil {
		return err
	}
	return v.showSession()
}

// tick ends the view when its time has come, and shows that the session's has.
func (v *view) tick() error {
	if _, s := v.board.now(); !v.hub.Clock().Before(v.until) || !lesson.MaySee(v.who, s) {
		return errEnd
	}
	if err := v.hourly(); err != nil {
		return err
	}
	if err := v.showSession(); err != nil {
		return err
	}
	return v.stay()
}

// stay keeps an idle connection alive.
func (v *view) stay() error {
	if time.Since(v.beat) < viewBeat {
		return nil
	}
	return v.write([]byte(": still here\n\n"))
}

// take shows the next step.
func (v *view) take() error {
	v.step = v.step.next
	if !lesson.MaySee(v.who, v.step.session) {
		return errEnd
	}
	if v.step.restart {
		return v.snapshot()
	}
	if len(v.step.bytes) > 0 {
		if err := v.write(v.step.bytes); err != nil {
			return err
		}
	}
	v.taken.Store(v.step.end)
	return v.showSession()
}

// showSession sends the session if it differs from what was last sent.
func (v *view) showSession() error {
	s := v.step.session
	session, err := v.hub.lessons.View(v.ctx, s, v.who)
	if err != nil {
		return err
	}
	now := fingerprint(session)
	if now == v.shown {
		return nil
	}
	v.shown = now
	var e events
	e.session(session, v.step.maxScore)
	if e.err != nil {
		return e.err
	}
	return v.write(e.bytes)
}

func fingerprint(s *lesson.Session) string {
	b, err := json.Marshal(s)
	if err != nil {
		panic(err) // strings, numbers and times
	}
	return string(b)
}

// write writes events, or a part of one, and flushes them.
func (v *view) write(parts ...[]byte) error {
	if !v.begun {
		v.begun = true
		v.writer.Header().Set("Content-Type", "text/event-stream")
		v.writer.Header().Set("X-Accel-Buffering", "no")
	}
	v.beat = time.Now()
	v.control.SetWriteDeadline(v.beat.Add(viewWrite))
	if v.ctx.Err() != nil {
		return errEnd // drop may have set its deadline just before
	}
	for _, b := range parts {
		if _, err := v.writer.Write(b); err != nil {
			return errEnd
		}
	}
	if err := v.control.Flush(); err != nil {
		return errEnd
	}
	return nil
}
