package domain

import (
	"cmp"
	"strings"
	"time"
)

// A Record is one answer in the log: who gave it, to which question, its revision,
// and the sealed response.
type Record struct {
	Participant string
	Question    string
	Revision    int
	Sealed      []byte
}

// RevisionMax is how many revisions an answer may have: the first and 49 changes.
const RevisionMax = 50

// AnswersMax is how many answers one request may hold.
const AnswersMax = 50

// A Chunk is one document of a session's answer log. It never changes but for the records
// of students who were erased, which leave it once the session is over.
type Chunk struct {
	ID      string
	At      time.Time // Firestore's clock when it was stored
	Records []Record
}

// ChunkRecordsMax and ChunkBytesMax close a chunk.
const (
	ChunkRecordsMax = 400
	ChunkBytesMax   = 512 << 10
)

// ChunkID makes the id of a chunk with the given records from a random one. It names the
// participant if all records are theirs: their answers can then be found without reading
// anyone else's, and don't slow anyone's down.
func ChunkID(records []Record, random string) string {
	for i := range records {
		if records[i].Participant != records[0].Participant {
			return SharedChunks + random
		}
	}
	if len(records) == 0 {
		return SharedChunks + random
	}
	return OwnChunks(records[0].Participant) + random
}

// SharedChunks is what the ids of chunks begin with that hold the records of
// several participants. No id of a participant begins so.
const SharedChunks = "0-"

// OwnChunks is what the ids of chunks begin with that hold the records of one
// participant only.
func OwnChunks(participant string) string { return participant + "-" }

// Without returns the records of c that are none of the participants', in their order.
func (c *Chunk) Without(participants map[string]bool) []Record {
	var kept []Record
	for _, r := range c.Records {
		if !participants[r.Participant] {
			kept = append(kept, r)
		}
	}
	return kept
}

// A Log is the answer log folded to what counts: for each participant and
// question the record with the highest revision, and among equal revisions the
// first in the log, ordered by time, chunk and position. Chunks may be added in
// any order and more than once. It keeps where the records that count stand, not
// what they hold. The zero Log is empty and ready.
type Log struct {
	winners map[recordKey]place
	names   map[string]string // of participants and questions, each kept once
	latest  time.Time

	// Limit is how much a participant may have written before Floods names
	// them; zero: as much as they like. It is set before the first chunk is added.
	Limit   Volume
	chunks  map[string]bool // that are in, with a limit
	volumes map[string]Volume
	floods  []string
}

type recordKey struct{ participant, question string }

// A Winner is a record that counts, and when it was stored.
type Winner struct {
	Record
	At time.Time
}

// A place is where a record of some revision stands in the log.
type place struct {
	at       time.Time
	chunk    string
	position int
	revision int
}

// beats reports whether a record at p counts rather than one at q.
func (p *place) beats(q *place) bool {
	return cmp.Or(cmp.Compare(q.revision, p.revision), p.at.Compare(q.at), cmp.Compare(p.chunk, q.chunk), cmp.Compare(p.position, q.position)) < 0
}

// Add folds a chunk into l and returns the records that count now and did not
// before.
func (l *Log) Add(c Chunk) []Winner {
	if l.winners == nil {
		l.winners, l.names = make(map[recordKey]place), make(map[string]string)
	}
	if c.At.After(l.latest) {
		l.latest = c.At
	}
	l.weigh(&c)
	var changed []Winner
	for i, r := range c.Records {
		k := recordKey{r.Participant, r.Question}
		p := place{at: c.At, chunk: c.ID, position: i, revision: r.Revision}
		old, ok := l.winners[k]
		if ok && !p.beats(&old) {
			continue
		}
		if !ok {
			k = recordKey{l.name(k.participant), l.name(k.question)}
		}
		l.winners[k] = p
		changed = append(changed, Winner{Record: r, At: c.At})
	}
	return changed
}

// name returns a string that equals s and is kept once, however many chunks it
// came with.
func (l *Log) name(s string) string {
	if known, ok := l.names[s]; ok {
		return known
	}
	s = strings.Clone(s)
	l.names[s] = s
	return s
}

// weigh counts what each participant wrote into a chunk, once.
func (l *Log) weigh(c *Chunk) {
	if l.Limit == (Volume{}) || l.chunks[c.ID] {
		return
	}
	if l.chunks == nil {
		l.chunks, l.volumes = make(map[string]bool), make(map[string]Volume)
	}
	l.chunks[c.ID] = true
	for i := range c.Records {
		r := &c.Records[i]
		before := l.volumes[r.Participant]
		after := before.Plus(1, len(r.Sealed))
		l.volumes[r.Participant] = after
		if after.Over(l.Limit) && !before.Over(l.Limit) {
			l.floods = append(l.floods, r.Participant)
		}
	}
}

// Floods are the participants who wrote more than the limit, in the order in which
// that was found.
func (l *Log) Floods() []string { return l.floods }

// Latest returns the time of the latest chunk.
func (l *Log) Latest() time.Time { return l.latest }
