package answer

import (
	"context"
	"fmt"
	"io"
	"runtime"
	"sync"
	"time"

	"github.com/cleanslate-edu/cleanslate/shared/domain"
)

// A batcher writes records as chunks of their sessions' logs. Alone, a
// request's records are written at once; while a session's chunk is on its way
// to Firestore the next one fills (group commit). It is safe for concurrent use.
type batcher struct {
	write func(ctx context.Context, sid, id string, records []domain.Record) (time.Time, error)

	mu      sync.Mutex
	rand    io.Reader
	logs    map[string]*sessionLog
	waiting int // bytes in all chunks that aren't stored yet
}

// A sessionLog is what waits to be appended to one session's log.
type sessionLog struct {
	chunks  []*chunk // in order; only the last one fills
	writers int
	last    int // records in the chunk before
}

type chunk struct {
	records []domain.Record
	bytes   int
	until   time.Time     // when it must be stored, or is given up
	done    chan struct{} // closed when at and err are set
	at      time.Time
	err     error
}

const (
	// writersMax is how many chunks of one session may be on their way at
	// once. More than one is used only when full chunks wait.
	writersMax = 4
	// waitingMax bounds the memory of what waits. Past it requests are refused, and
	// clients retry.
	waitingMax = 64 << 20
	// chunkTimeout bounds the time from a chunk's first record until it is stored, and so
	// how long a request waits. Past it the student is told to try again.
	chunkTimeout = 10 * time.Second
	// recordOverhead is what a record takes in a chunk beside its response:
	// two ids, the revision and the names of the fields, rounded up.
	recordOverhead = 128
)

func newBatcher(write func(context.Context, string, string, []domain.Record) (time.Time, error), rand io.Reader) *batcher {
	return &batcher{write: write, rand: rand, logs: make(map[string]*sessionLog)}
}

// add appends the records of one request to a session's log, in one chunk, and
// returns the time that Firestore stamped on it, after chunkTimeout at most. After an error
// nobody may be told that the records are stored, though they may be.
//
// It doesn't watch whether the client leaves: the records are stored all the same, and
// watching would cost each request more than leaving saves now and then.
func (b *batcher) add(sid string, records []domain.Record) (time.Time, error) {
	size := 0
	for i := range records {
		size += len(records[i].Sealed) + recordOverhead
	}
	b.mu.Lock()
	if b.waiting+size > waitingMax {
		b.mu.Unlock()
		return time.Time{}, fmt.Errorf("batching answers: too many wait: %w", domain.ErrUnavailable)
	}
	b.waiting += size
	log := b.logs[sid]
	if log == nil {
		log = new(sessionLog)
		b.logs[sid] = log
	}
	c := log.filling(len(records), size)
	c.records = append(c.records, records...)
	c.bytes += size
	if log.writers == 0 || len(log.chunks) > 1 && log.writers < writersMax {
		log.writers++
		go b.writeAll(sid, log, log.next())
	}
	b.mu.Unlock()

	<-c.done
	return c.at, c.err
}

// filling returns the chunk that has room for this many more records of this size.
func (l *sessionLog) filling(records, size int) *chunk {
	if n := len(l.chunks); n > 0 {
		c := l.chunks[n-1]
		if len(c.records)+records <= domain.ChunkRecordsMax && c.bytes+size <= domain.ChunkBytesMax {
			return c
		}
	}
	// The next chunk has about as many records as the last.
	c := &chunk{records: make([]domain.Record, 0, l.last), until: time.Now().Add(chunkTimeout), done: make(chan struct{})}
	l.chunks = append(l.chunks, c)
	return c
}

// next takes the chunk whose turn it is, or nil if none waits.
func (l *sessionLog) next() *chunk {
	if len(l.chunks) == 0 {
		return nil
	}
	c := l.chunks[0]
	l.chunks = l.chunks[1:]
	l.last = len(c.records)
	return c
}

// writeAll writes a chunk of a session and then, one after the other, those that
// wait.
func (b *batcher) writeAll(sid string, log *sessionLog, c *chunk) {
	for c != nil {
		c.at, c.err = b.writeOne(sid, c)
		close(c.done)
		// Answers that have arrived, but whose requests haven't had the processor
		// yet, are in time for the next chunk.
		runtime.Gosched()
		b.mu.Lock()
		b.waiting -= c.bytes
		if c = log.next(); c == nil {
			if log.writers--; log.writers == 0 {
				delete(b.logs, sid)
			}
		}
		b.mu.Unlock()
	}
}

func (b *batcher) writeOne(sid string, c *chunk) (time.Time, error) {
	b.mu.Lock()
	id, err := domain.NewID(b.rand)
	b.mu.Unlock()
	if err != nil {
		return time.Time{}, err
	}
	ctx, cancel := context.WithDeadline(context.Background(), c.until)
	defer cancel()
	return b.write(ctx, sid, id, c.records)
}
