package join

import (
	"context"
	"sync/atomic"
)

// A room counts a session's participants without a document that everybody
// would have to write: what Firestore counted, at most a second ago, and who
// came through this instance since. Several instances may together let in a few
// more than the cap, namely those who join within that second.
type room struct{ taken atomic.Int64 }

func (j *joins) countRoom(ctx context.Context, sid string) (*room, error) {
	n, err := j.store.CountParticipants(ctx, sid)
	if err != nil {
		return nil, err
	}
	var r room
	r.taken.Store(int64(n))
	return &r, nil
}

// take takes a seat, if one is left.
func (r *room) take(seats int) bool {
	if r.taken.Add(1) <= int64(seats) {
		return true
	}
	r.leave()
	return false
}

// leave gives a seat back.
func (r *room) leave() { r.taken.Add(-1) }
