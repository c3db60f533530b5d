package live

import (
	"context"
	"log/slog"
	"time"

	"github.com/cleanslate-edu/cleanslate/shared/domain"
	"github.com/cleanslate-edu/cleanslate/shared/logging"
	"github.com/cleanslate-edu/cleanslate/shared/seal"
)

const (
	// entryEvery is how often what a view was shown is entered while it is open.
	entryEvery = time.Hour
	// entryTime bounds the last entry of a view, whose page may have gone.
	entryTime = 10 * time.Second
)

// An audited view is what of it stands in the org's audit.
type audited struct {
	at     time.Time     // of the last entry; zero: nothing may be shown
	counts domain.Opened // what had been shown by then
}

// enter enters that the view begins to show what is on a board. It is called before the
// first byte, and does nothing where that is done, or where nothing is opened for the view.
func (v *view) enter() error {
	if !v.audited.at.IsZero() {
		return nil
	}
	c, _ := v.board.now()
	if r, ok := c.(*results); ok {
		return v.note(v.ctx, domain.ActStream, r.Opened)
	}
	return nil
}

// sum enters how much the view has shown by now, if that is more or less than by the last
// entry.
func (v *view) sum(ctx context.Context) error {
	c, _ := v.board.now()
	if r, ok := c.(*results); ok && !v.audited.at.IsZero() {
		return v.note(ctx, domain.ActStreamed, r.Opened)
	}
	return nil
}

// hourly is sum once an hour.
func (v *view) hourly() error {
	if v.audited.at.IsZero() || v.hub.Clock().Sub(v.audited.at) < entryEvery {
		return nil
	}
	return v.sum(v.ctx)
}

// last is sum for a view that has ended. What it showed can't be taken back: that this
// stands nowhere is for people to know.
func (v *view) last(ctx context.Context) {
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), entryTime)
	defer cancel()
	if err := v.sum(ctx); err != nil {
		slog.WarnContext(ctx, "how much a live view showed couldn't be entered in the audit", "alert", "live-view", "begun", v.begun, logging.Error(err))
	}
}

func (v *view) note(ctx context.Context, act domain.Act, count func() domain.Opened) error {
	b := v.board
	b.mu.Lock()
	counts, s := count(), b.last.session
	b.mu.Unlock()
	now := v.hub.Clock()
	if act == domain.ActStream || counts != v.audited.counts {
		if err := v.hub.openings.Note(ctx, domain.OfSession(v.who, s, seal.SessionPath(b.sid), act, counts)); err != nil {
			return err
		}
	}
	v.audited = audited{now, counts}
	return nil
}
