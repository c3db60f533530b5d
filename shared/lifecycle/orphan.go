package lifecycle

import (
	"context"
	"errors"
	"sync"
	"time"

	"github.com/cleanslate-edu/cleanslate/shared/domain"
	"github.com/cleanslate-edu/cleanslate/shared/store"
)

const (
	// sweepPage is how many sessions are compared between the databases before the
	// place is noted, and sweepAtOnce how many of them at once.
	sweepPage, sweepAtOnce = 200, 16
	// sweepEvery is how often all sessions are gone through. A key that is lost can
	// be brought back for seven days, by the vault's point-in-time recovery: what
	// misses it is found while there is time for a person to act.
	sweepEvery = 3 * 24 * time.Hour
	// sweepAgain is how long after a failure the next round begins.
	sweepAgain = 6 * time.Hour
	// orphanAge is how old a key must be before its other half is missed:
	// joining and creating a session write the vault first.
	orphanAge = time.Hour
)

// search goes on with the round through all sessions, or begins one, with the requests, if the last
// began sweepEvery ago, until it is through or the deadline is near. The next tick goes on.
func (l *Lifecycle) search(ctx context.Context, page int) error {
	if late(ctx) {
		return nil
	}
	state, err := l.store.RetentionState(ctx)
	if err != nil {
		return err
	}
	if state.Sweep == "" && l.now().Sub(state.Swept) < sweepEvery {
		return nil
	}
	var failed error
	if state.Sweep == "" {
		failed = errors.Join(l.requestBoxes(ctx), l.findKeys(ctx))
	}
	for {
		more, err := l.Sweep(ctx, page)
		if err != nil {
			failed = err
		}
		if !more || late(ctx) {
			return failed
		}
	}
}

// Sweep compares the next n sessions between the two databases, from where the last
// sweep ended, and records what has lost its other half. It reports whether there are
// more; after the last it begins again. It erases nothing: a person decides. A session
// that can't be compared keeps it from no other: it goes on, with an error, and the next
// round begins sooner.
func (l *Lifecycle) Sweep(ctx context.Context, n int) (more bool, err error) {
	state, err := l.store.RetentionState(ctx)
	if err != nil {
		return false, err
	}
	data, err := l.store.SessionRefs(ctx, state.Sweep, n)
	if err != nil {
		return false, err
	}
	keys, err := l.vault.SessionKeyRefs(ctx, state.Sweep, n)
	if err != nil {
		return false, err
	}
	// Beyond the end of the shorter full page the other database hasn't been
	// looked at.
	end := ""
	if len(data) == n {
		end = data[n-1].ID
	}
	if len(keys) == n && (end == "" || keys[n-1].ID < end) {
		end = keys[n-1].ID
	}
	pairs := make(map[string]*pair)
	at := func(id string) *pair {
		if pairs[id] == nil {
			pairs[id] = &pair{id: id}
		}
		return pairs[id]
	}
	for i, d := range data {
		at(d.ID).data = &data[i]
	}
	for i, k := range keys {
		at(k.ID).key = &keys[i]
	}
	// Recorded orphans of which nothing is left have been settled.
	noted, err := l.store.OrphanedSessions(ctx, state.Sweep, end)
	if err != nil {
		return false, err
	}
	known := make(map[string]bool)
	for _, id := range noted {
		at(id)
		known[id] = true
	}
	errs := make(chan error, len(pairs))
	slots := make(chan struct{}, sweepAtOnce)
	// Notes are few, and as transactions they would contend.
	var noting sync.Mutex
	for _, p := range pairs {
		if end != "" && p.id > end {
			errs <- nil
			continue
		}
		slots <- struct{}{}
		go func() {
			defer func() { <-slots }()
			orphans, err := l.compare(ctx, p)
			if err == nil && (len(orphans) > 0 || known[p.id]) {
				noting.Lock()
				err = l.store.SetOrphans(ctx, p.id, orphans)
				noting.Unlock()
			}
			errs <- err
		}()
	}
	var failed error
	for range pairs {
		if err := <-errs; err != nil {
			failed = err
		}
	}
	begins, now := state.Sweep == "", l.now()
	_, err = l.store.ChangeRetentionState(ctx, func(s *store.RetentionState) {
		s.Sweep = end
		if begins {
			s.Swept = now
		}
		if failed != nil {
			s.Swept = now.Add(sweepAgain - sweepEvery)
		}
	})
	if err != nil {
		return false, err
	}
	return end != "", failed
}

// A pair is one session in both databases; either half may be missing.
type pair struct {
	id   string
	data *store.SessionRef
	key  *store.KeyRef
}

func (l *Lifecycle) compare(ctx context.Context, p *pair) (orphans []store.Orphan, err error) {
	org := ""
	if p.data != nil {
		org = p.data.Org
	}
	found := func(kind store.OrphanKind, n int) {
		s := domain.Subject{Kind: domain.SubjectKind(kind), Session: p.id}
		orphans = append(orphans, store.Orphan{
			ID: s.ErasureID(), Org: org, Session: p.id, Kind: kind, Count: n, FoundAt: l.now(),
		})
	}
	switch {
	case p.data == nil && p.key == nil:
		return nil, nil
	case p.data != nil && p.data.State == domain.Erasing:
		return nil, nil // on its way
	case p.data == nil && p.key.Age < l.orphanAge:
		return nil, nil
	case p.data == nil:
		found(store.OrphanKey, 1)
		return orphans, nil
	case p.data.State == domain.Erased:
		n, err := l.store.CountDocuments(ctx, p.id)
		if err != nil {
			return nil, err
		}
		if n > 0 {
			found(store.OrphanDocuments, n)
		}
		boxes, err := l.vault.CountLiveBoxes(ctx, p.id)
		if err != nil {
			return nil, err
		}
		codes, err := l.vault.CountParentCodes(ctx, p.id)
		if err != nil {
			return nil, err
		}
		boxes += codes
		if p.key != nil {
			boxes++
		}
		if boxes > 0 {
			found(store.OrphanBoxes, boxes)
		}
		return orphans, nil
	}
	if p.key == nil {
		found(store.OrphanSession, 1)
	}
	without, keys, err := l.unpaired(ctx, p.id)
	if err != nil {
		return nil, err
	}
	if without > 0 {
		found(store.OrphanParticipants, without)
	}
	if keys > 0 {
		found(store.OrphanBoxes, keys)
	}
	return orphans, nil
}

// unpaired counts the participants of a session who have no key, and the keys
// that belong to no participant. It reads them one by one only where their
// numbers differ.
func (l *Lifecycle) unpaired(ctx context.Context, sid string) (without, keys int, err error) {
	n, err := l.store.CountParticipants(ctx, sid)
	if err != nil {
		return 0, 0, err
	}
	if m, err := l.vault.CountLiveBoxes(ctx, sid); err != nil || m == n {
		return 0, 0, err
	}
	boxes, err := l.vault.LiveBoxes(ctx, sid)
	if err != nil {
		return 0, 0, err
	}
	left := make(map[string]store.KeyRef, len(boxes))
	for _, b := range boxes {
		left[b.ID] = b
	}
	for id, err := range l.store.ParticipantIDs(ctx, sid) {
		if err != nil {
			return 0, 0, err
		}
		if _, ok := left[id]; !ok {
			without++
		}
		delete(left, id)
	}
	for _, b := range left {
		if b.Age >= l.orphanAge {
			keys++
		}
	}
	return without, keys, nil
}
