package domain

import (
	"bytes"
	"crypto/sha256"
	"encoding/binary"
	"fmt"
	"maps"
	"slices"
	"time"
)

// An Entry is one line of the timeline of an incident or of a request. Entries are added and never
// changed: each holds the hash of the one before.
type Entry struct {
	N          int       // 1, 2, …
	At         time.Time // when it happened
	RecordedAt time.Time
	Actor      string // member id, or the function that did it
	Kind       EntryKind
	Facts      map[string]string // plain: nothing personal
	Note       []byte            // sealed under the contact key of the incident's org; empty: none
	Prev, Hash []byte
}

// EntryKind says what an entry is about.
type EntryKind string

const (
	EntryReported  EntryKind = "reported"
	EntryState     EntryKind = "state"
	EntryChanged   EntryKind = "changed"
	EntryClock     EntryKind = "clock"
	EntryDelay     EntryKind = "delay"
	EntryUpdate    EntryKind = "update"
	EntryAffected  EntryKind = "affected"
	EntryFrozen    EntryKind = "frozen"
	EntryUnfrozen  EntryKind = "unfrozen"
	EntryNotice    EntryKind = "notice" // one was made, or its delivery took a turn
	EntryEscalated EntryKind = "escalated"
	EntryMet       EntryKind = "met"
	EntryMissed    EntryKind = "missed"
	EntryResolved  EntryKind = "resolved" // a person said what happened to a notice

	// Of requests alone.
	EntryReceived  EntryKind = "received"
	EntryIdentity  EntryKind = "identity" // how the requester was identified
	EntryExtended  EntryKind = "extended"
	EntryForwarded EntryKind = "forwarded"
	EntrySearched  EntryKind = "searched" // for whom it is about
	EntryRenewed   EntryKind = "renewed"  // the time for copies
	EntryLifting   EntryKind = "lifting"  // the requester is told that a restriction is to be lifted
	EntryLifted    EntryKind = "lifted"   // a restriction
	EntryMarked    EntryKind = "marked"   // who is meant of those who were found
	EntryDecided   EntryKind = "decided"
	EntryDone      EntryKind = "done"
)

// hash is SHA-256 over the entry's parts, each with its length before it, so
// that nothing can move from one into another. Times are cut to the microseconds
// that Firestore keeps.
func (e *Entry) hash() []byte {
	h := sha256.New()
	part := func(b []byte) {
		var n [8]byte
		binary.BigEndian.PutUint64(n[:], uint64(len(b)))
		h.Write(n[:])
		h.Write(b)
	}
	part([]byte("cleanslate timeline 1"))
	part(binary.BigEndian.AppendUint64(nil, uint64(e.N))) // #nosec G115 -- a position, from 1
	part(binary.BigEndian.AppendUint64(nil, uint64(e.At.UnixMicro())))
	part(binary.BigEndian.AppendUint64(nil, uint64(e.RecordedAt.UnixMicro())))
	part([]byte(e.Actor))
	part([]byte(e.Kind))
	for _, name := range slices.Sorted(maps.Keys(e.Facts)) {
		part([]byte(name))
		part([]byte(e.Facts[name]))
	}
	part(e.Note)
	part(e.Prev)
	return h.Sum(nil)
}

// Append numbers and chains the entries that come next on i's timeline.
func (i *Incident) Append(entries []Entry) []Entry { return appendTo(&i.Entries, &i.Head, entries) }

// appendTo numbers and chains the entries that come next on a timeline that has n, of which
// the last has the hash head.
func appendTo(n *int, head *[]byte, entries []Entry) []Entry {
	chained := make([]Entry, len(entries))
	for k, e := range entries {
		*n++
		e.N, e.Prev = *n, *head
		e.At, e.RecordedAt = e.At.UTC().Truncate(time.Microsecond), e.RecordedAt.UTC().Truncate(time.Microsecond)
		e.Hash = e.hash()
		*head, chained[k] = e.Hash, e
	}
	return chained
}

// A Chain verifies a timeline entry by entry, so that a long one need not be in
// memory. The zero Chain is at the beginning.
type Chain struct {
	n    int
	head []byte
}

// Add takes the next entry. The error says which entry was changed, removed or
// moved.
func (c *Chain) Add(e Entry) error {
	switch {
	case e.N != c.n+1:
		return fmt.Errorf("entry %d is missing: %d stands in its place", c.n+1, e.N)
	case !bytes.Equal(e.Prev, c.head):
		return fmt.Errorf("entry %d does not follow the one before it", e.N)
	case !bytes.Equal(e.Hash, e.hash()):
		return fmt.Errorf("entry %d was changed", e.N)
	}
	c.n, c.head = e.N, e.Hash
	return nil
}

// End checks that no entry is missing at the end: the incident knows how many
// there are and the hash of the last.
func (c *Chain) End(i *Incident) error { return c.end(i.Entries, i.Head) }

func (c *Chain) end(n int, head []byte) error {
	if c.n != n || !bytes.Equal(c.head, head) {
		return fmt.Errorf("the timeline ends at entry %d and should end at %d", c.n, n)
	}
	return nil
}

// VerifyTimeline checks a whole timeline.
func VerifyTimeline(i *Incident, entries []Entry) error {
	var c Chain
	for _, e := range entries {
		if err := c.Add(e); err != nil {
			return err
		}
	}
	return c.End(i)
}
