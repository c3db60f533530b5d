package teacher

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"log/slog"
	"net/http"
	"slices"
	"sync"
	"time"

	"github.com/cleanslate-edu/cleanslate/shared/domain"
	"github.com/cleanslate-edu/cleanslate/shared/store"
)

const (
	// streamLife ends a stream before the platform cuts it (60 minutes).
	streamLife = 55 * time.Minute
	// streamBegin bounds the wait for the listeners' first updates.
	streamBegin = 20 * time.Second
	// streamTick is how often a stream looks at the clock.
	streamTick = time.Second
	// streamGather is how long updates are gathered into one event, so that a
	// burst of answers is a few events a second.
	streamGather = 150 * time.Millisecond
	// streamBeat is how often an idle stream sends a sign of life.
	streamBeat = 15 * time.Second
	// streamWrite bounds the writing of one event to a slow reader.
	streamWrite = 30 * time.Second
)

// errStreamEnd ends a stream that has done its work.
var errStreamEnd = errors.New("the stream has ended")

// A stream shows one board to one teacher while it changes, as server-sent
// events (WHATWG HTML, 9.2).
type stream struct {
	desk    *desk
	who     domain.Principal
	board   *board
	writer  http.ResponseWriter
	control *http.ResponseController
	shown   string // the session as the last event had it
	until   time.Time
	beat    time.Time // when something was last written, by the system's clock
}

// An update is what one of the listeners reports.
type update struct {
	session      *domain.Session
	participants []store.ParticipantChange
	seats        []store.SeatChange
	chunks       []domain.Chunk
	err          error

	// first is set in a listener's first update, which holds what was stored
	// before and is waited for.
	first bool
}

// streamResults shows results as they arrive. Every connection begins with a
// snapshot, so that reconnecting is resuming. The stream ends when the token
// does, when its holder is no longer a member or a teacher of the session, when
// the session is deleted, or after 55 minutes.
func (t *desk) streamResults(w http.ResponseWriter, r *http.Request, who domain.Principal) error {
	s, err := t.session(r, who)
	if err != nil {
		return err
	}
	b, err := t.newBoard(r.Context(), s)
	if err != nil {
		return err
	}
	ctx, cancel := context.WithCancel(r.Context())
	defer cancel()
	st := &stream{
		desk: t, who: who, board: b, writer: w, control: http.NewResponseController(w),
		until: t.Clock().Add(streamLife),
	}
	if who.Expiry.Before(st.until) {
		st.until = who.Expiry
	}
	w.Header().Set("Content-Type", "text/event-stream")
	w.Header().Set("X-Accel-Buffering", "no")
	err = st.run(ctx, st.listen(ctx))
	ended := err == nil || errors.Is(err, errStreamEnd)
	if !ended && ctx.Err() == nil {
		// The alert "live-view" counts this line (terraform/service/failures.tf): once a
		// stream has begun, its status says 200.
		slog.WarnContext(ctx, "a live view failed", "alert", "live-view", "begun", st.shown != "", "error", err.Error())
	}
	if ended || st.shown != "" {
		// Once the stream has begun, an error can only end it: the page
		// reconnects and is told then.
		return nil
	}
	return err
}

// listen starts the listeners, which send their updates on one channel until ctx
// ends.
func (st *stream) listen(ctx context.Context) <-chan update {
	t, sid := st.desk, st.board.session.ID
	out := make(chan update)
	tell := func(n update) bool {
		select {
		case out <- n:
			return n.err == nil
		case <-ctx.Done():
			return false
		}
	}
	awaited := st.board.session.HasSeats
	seats := sync.OnceFunc(func() {
		go func() {
			first := awaited
			for c, err := range t.Store.WatchSeats(ctx, sid) {
				if !tell(update{seats: c, err: err, first: first}) {
					return
				}
				first = false
			}
		}()
	})
	if awaited {
		seats()
	}
	go func() {
		for s, err := range t.Store.WatchSession(ctx, sid) {
			if err == nil && s.HasSeats {
				seats() // its first
			}
			if !tell(update{session: s, err: err}) {
				return
			}
		}
	}()
	go func() {
		for m, err := range t.Store.WatchMember(ctx, st.who.Org, st.who.Member()) {
			if err == nil && m.State != domain.MemberActive {
				err = errStreamEnd
			}
			if err != nil && !tell(update{err: err}) {
				return
			}
		}
	}()
	go func() {
		first := true
		for p, err := range t.Store.WatchParticipants(ctx, sid) {
			if !tell(update{participants: p, err: err, first: first}) {
				return
			}
			first = false
		}
	}()
	go func() {
		first := true
		for c, err := range t.Store.WatchChunks(ctx, sid) {
			if !tell(update{chunks: c, err: err, first: first}) {
				return
			}
			first = false
		}
	}()
	return out
}

// run shows the listeners' updates until the stream ends. The error is never nil.
func (st *stream) run(ctx context.Context, reports <-chan update) error {
	if err := st.begin(ctx, reports); err != nil {
		return err
	}
	tick := time.NewTicker(streamTick)
	defer tick.Stop()
	for {
		var n update
		select {
		case <-ctx.Done():
			return errStreamEnd
		case <-tick.C:
			if err := st.tick(ctx); err != nil {
				return err
			}
			continue
		case n = <-reports:
		}
		gathered := time.After(streamGather)
		all := []update{n}
		for waiting := n.err == nil; waiting; {
			select {
			case <-ctx.Done():
				return errStreamEnd
			case <-gathered:
				waiting = false
			case n := <-reports:
				all = append(all, n)
				waiting = n.err == nil
			}
		}
		if err := st.show(ctx, all); err != nil {
			return err
		}
	}
}

// begin gathers what is stored already and sends it as the snapshot.
func (st *stream) begin(ctx context.Context, reports <-chan update) error {
	b := st.board
	var participants []store.ParticipantChange
	var seats []store.SeatChange
	var chunks []domain.Chunk
	late := time.After(streamBegin)
	missing := 2
	if b.session.HasSeats {
		missing++
	}
	for missing > 0 {
		select {
		case <-ctx.Done():
			return errStreamEnd
		case <-late:
			return fmt.Errorf("waiting for what to show first: %w", domain.ErrUnavailable)
		case n := <-reports:
			if n.err != nil {
				return n.err
			}
			if n.session != nil {
				b.session = n.session
			}
			participants = append(participants, n.participants...)
			seats = append(seats, n.seats...)
			chunks = append(chunks, n.chunks...)
			if n.first {
				missing--
			}
		}
	}
	if err := st.mayStay(); err != nil {
		return err
	}
	boxes, err := st.desk.Vault.AllBoxes(ctx, b.session.ID)
	if err != nil {
		return err
	}
	joined, left := sort(participants, seats)
	for _, pid := range left {
		b.leave(pid)
	}
	b.join(joined, boxes)
	for _, c := range chunks {
		b.add(c)
	}
	for w := range b.log.Winners {
		b.show(w)
	}
	st.desk.stopFloods(ctx, b)
	return st.snapshot(ctx)
}

// sort separates participants who joined or changed from those who left: erased,
// or to be erased and hidden at once, even under a hold. Nobody who left comes
// back, so the order of the two doesn't matter.
func sort(changes []store.ParticipantChange, seats []store.SeatChange) (joined []domain.Participant, left []string) {
	for _, c := range seats {
		if c.Erased {
			left = append(left, c.Participant)
		}
	}
	for _, c := range changes {
		if c.Removed {
			left = append(left, c.ID)
		} else {
			joined = append(joined, c.Participant)
		}
	}
	return joined, left
}

func (st *stream) snapshot(ctx context.Context) error {
	session, err := st.desk.view(ctx, st.board.session, st.who)
	if err != nil {
		return err
	}
	st.shown = fingerprint(session)
	return st.send("snapshot", st.board.results(session))
}

// mayStay ends the stream of a teacher who may no longer see the session.
func (st *stream) mayStay() error {
	if s := st.board.session; !st.who.Sees(s) || s.Hidden() {
		return errStreamEnd
	}
	return nil
}

// tick ends the stream or closes the session when its time has come.
func (st *stream) tick(ctx context.Context) error {
	if !st.desk.Clock().Before(st.until) {
		return errStreamEnd
	}
	if err := st.showSession(ctx); err != nil {
		return err
	}
	if time.Since(st.beat) < streamBeat {
		return nil
	}
	return st.write([]byte(": still here\n\n"))
}

// show brings the board up to date and sends what changed.
func (st *stream) show(ctx context.Context, all []update) error {
	b := st.board
	var participants []store.ParticipantChange
	var seats []store.SeatChange
	for _, n := range all {
		if n.err != nil {
			return n.err
		}
		if n.session != nil {
			b.follow(n.session)
		}
		participants = append(participants, n.participants...)
		seats = append(seats, n.seats...)
	}
	if err := st.mayStay(); err != nil {
		return err
	}
	if !domain.Counts(b.log.Latest(), b.session.ClosedAt) {
		// The close shows that something on the board came too late.
		return st.again(ctx)
	}
	joined, left := sort(participants, seats)
	changed := make(map[string]bool) // questions
	for _, pid := range left {
		questions, known := b.leave(pid)
		for _, q := range questions {
			changed[q] = true
		}
		if known {
			if err := st.send("participantErased", struct {
				ID string `json:"id"`
			}{pid}); err != nil {
				return err
			}
		}
	}
	added, regraded, err := st.join(ctx, joined)
	if err != nil {
		return err
	}
	var fresh []domain.Winner
	for _, n := range all {
		for _, c := range n.chunks {
			fresh = append(fresh, b.add(c)...)
		}
	}
	// Answers may arrive before the participants who gave them.
	if len(added) > 0 {
		fresh = append(fresh, b.waiting(added)...)
	}
	for _, p := range added {
		if err := st.send("participantJoined", struct {
			Participant *participantView `json:"participant"`
		}{&p.participantView}); err != nil {
			return err
		}
	}
	st.desk.stopFloods(ctx, b)
	if err := st.showAnswers(fresh, regraded, changed); err != nil {
		return err
	}
	return st.showSession(ctx)
}

// join adds new participants and returns the answers whose grades changed.
func (st *stream) join(ctx context.Context, joined []domain.Participant) (added []*participant, regraded []answerKey, err error) {
	b := st.board
	var unknown []string
	for _, p := range joined {
		old := b.participants[p.ID]
		if old == nil {
			unknown = append(unknown, p.ID)
			continue
		}
		for _, question := range b.regrade(old, p) {
			regraded = append(regraded, answerKey{p.ID, question})
		}
	}
	if len(unknown) == 0 {
		return nil, regraded, nil
	}
	boxes, err := st.desk.Vault.BoxesOf(ctx, b.session.ID, unknown)
	if err != nil {
		return nil, nil, err
	}
	joined = slices.DeleteFunc(joined, func(p domain.Participant) bool { return b.participants[p.ID] != nil })
	return b.join(joined, boxes), regraded, nil
}

// waiting returns the logged answers of participants who were just added.
func (b *board) waiting(added []*participant) []domain.Winner {
	newcomer := make(map[string]bool, len(added))
	for _, p := range added {
		newcomer[p.ID] = true
	}
	var all []domain.Winner
	for w := range b.log.Winners {
		if newcomer[w.Participant] {
			all = append(all, w)
		}
	}
	return all
}

type answerKey struct{ participant, question string }

type answersEvent struct {
	Items     []answerItem            `json:"items"`
	Questions []domain.QuestionCounts `json:"questions"`
}

type answerItem struct {
	ParticipantID string      `json:"participantId"`
	QuestionID    string      `json:"questionId"`
	Answer        *answerView `json:"answer"`
	Score         float64     `json:"score"` // the participant's, with this answer
}

// showAnswers sends answers that are new or newly graded, and the counts that
// changed. Of an answer that changed twice in the meantime it sends the last.
func (st *stream) showAnswers(fresh []domain.Winner, regraded []answerKey, changed map[string]bool) error {
	b := st.board
	seen := make(map[answerKey]bool)
	for i := len(fresh) - 1; i >= 0; i-- {
		w := fresh[i]
		k := answerKey{w.Participant, w.Question}
		if !seen[k] && b.show(w) {
			seen[k] = true
		}
	}
	for _, k := range regraded {
		seen[k] = true
	}
	e := answersEvent{Items: make([]answerItem, 0, len(seen))}
	for k := range seen {
		changed[k.question] = true
		if p := b.participants[k.participant]; p != nil {
			e.Items = append(e.Items, answerItem{k.participant, k.question, p.Answers[k.question], p.Score})
		}
	}
	if len(changed) == 0 {
		return nil
	}
	e.Questions = b.counts(func(q string) bool { return changed[q] })
	return st.send("answers", e)
}

// again starts over with a new snapshot.
func (st *stream) again(ctx context.Context) error {
	b, err := st.desk.load(ctx, st.board.session)
	if err != nil {
		return err
	}
	st.board = b
	return st.snapshot(ctx)
}

// showSession sends the session if it differs from what was last sent.
func (st *stream) showSession(ctx context.Context) error {
	session, err := st.desk.view(ctx, st.board.session, st.who)
	if err != nil {
		return err
	}
	now := fingerprint(session)
	if now == st.shown {
		return nil
	}
	st.shown = now
	return st.send("session", struct {
		Session  *sessionView `json:"session"`
		MaxScore float64      `json:"maxScore"` // every participant's
	}{session, st.board.maxScore()})
}

func fingerprint(v *sessionView) string {
	b, err := json.Marshal(v)
	if err != nil {
		panic(err) // strings, numbers and times
	}
	return string(b)
}

func (st *stream) send(event string, data any) error {
	b, err := json.Marshal(data)
	if err != nil {
		return fmt.Errorf("encoding a %s event failed", event)
	}
	return st.write(fmt.Appendf(nil, "event: %s\ndata: %s\n\n", event, b))
}

func (st *stream) write(b []byte) error {
	st.beat = time.Now()
	st.control.SetWriteDeadline(st.beat.Add(streamWrite))
	if _, err := st.writer.Write(b); err != nil {
		return errStreamEnd
	}
	return st.control.Flush()
}
