// Package answer records students' answers in bursts.
//
// Students' pages call it with the token that join gave them. It seals each
// response with the key inside the token, batches what it is serving at
// this moment into chunks of the session's answer log, and says "recorded" when
// Firestore has the chunk.
//
// It must never say so before, never open what a student wrote, never read the
// answer log or the vault, and never log a token, a response or an id.
package answer

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"sync/atomic"
	"time"

	"github.com/cleanslate-edu/cleanslate/shared/cache"
	"github.com/cleanslate-edu/cleanslate/shared/domain"
	"github.com/cleanslate-edu/cleanslate/shared/httpapi"
	"github.com/cleanslate-edu/cleanslate/shared/ticket"
)

// Deps is what the function needs.
type Deps struct {
	Store   Store
	Tickets Tickets
	Clock   domain.Clock
	Rand    io.Reader
}

// Store is what the function needs of the database.
type Store interface {
	Session(ctx context.Context, sid string) (*domain.Session, error)
	Seats(ctx context.Context, sid string, after time.Time) (map[string]domain.Seat, error)
	Paper(ctx context.Context, sid string) (*domain.Paper, error)
	AnswerKey(ctx context.Context, sid string) (*domain.AnswerKey, error)
	AppendChunk(ctx context.Context, sid, id string, records []domain.Record) (at time.Time, err error)
}

// Tickets opens participant tokens.
type Tickets interface {
	Open(token string, now time.Time) (ticket.Ticket, error)
}

// What an instance caches: sessions with their seats, and papers, bounded in bytes;
// answer keys, bounded in number; and for how long it keeps documents that never change.
// A district's classes are more than a thousand sessions, and an answer whose paper isn't
// cached costs a read.
const (
	sessionsKept = 16 << 20
	papersKept   = 64 << 20
	keysKept     = 200
	contentAge   = 10 * time.Minute
)

// Requests being served are bounded too, since each holds memory while it waits for
// a Firestore that hangs. Past the bound they are turned away, to be retried: 8,000
// of the usual size, or 900 of the largest.
const (
	servingMax = 64 << 20
	// requestOverhead is what a request takes besides its body: a goroutine
	// and the buffers of its connection.
	requestOverhead = 8 << 10
)

type answers struct {
	store    Store
	tickets  Tickets
	clock    domain.Clock
	sessions *cache.Cache[*cachedSession]
	papers   *cache.Cache[*domain.Paper]
	keys     *cache.Cache[*domain.AnswerKey]
	log      *batcher
	budgets  *budgets
	serving  atomic.Int64 // bytes, by the measure of servingMax
}

// New returns the function's handler. It serves POST /v1/answers.
func New(d Deps) http.Handler {
	a := &answers{
		store:   d.Store,
		tickets: d.Tickets,
		clock:   d.Clock,
		papers:  cache.New(d.Clock, contentAge, papersKept, d.Store.Paper).Weigh((*domain.Paper).Size),
		keys:    cache.New(d.Clock, contentAge, keysKept, d.Store.AnswerKey),
		log:     newBatcher(d.Store.AppendChunk, d.Rand),
		budgets: newBudgets(),
	}
	a.sessions = cache.NewIncremental(d.Clock, cache.Age, sessionsKept, a.loadSession).Weigh((*cachedSession).size)
	return httpapi.Wrap("answer", a.routes(), httpapi.Options{Counts: true})
}

// routes has one route. What the mux would do for nearly every request is told here at a
// glance; it gets what is left.
func (a *answers) routes() http.Handler {
	const path, pattern = "/v1/answers", "POST /v1/answers"
	mux := http.NewServeMux()
	mux.HandleFunc(pattern, a.post)
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.Method == http.MethodPost && r.URL.Path == path && r.URL.RawPath == "" {
			r.Pattern = pattern
			a.post(w, r)
			return
		}
		mux.ServeHTTP(w, r)
	})
}

type request struct {
	Answers []item `json:"answers"`
}

type item struct {
	QuestionID string          `json:"questionId"`
	Revision   int             `json:"revision"`
	Response   json.RawMessage `json:"response"`
}

type response struct {
	Results []result `json:"results"`
}

type result struct {
	QuestionID string    `json:"questionId"`
	Revision   int       `json:"revision"`
	Status     string    `json:"status"`
	Problem    string    `json:"problem,omitempty"`
	Feedback   *feedback `json:"feedback,omitempty"`
}

const (
	recorded = "recorded"
	rejected = "rejected"
)

func (a *answers) post(w http.ResponseWriter, r *http.Request) {
	size := r.ContentLength
	if size < 0 || size > httpapi.BodyLimit {
		size = httpapi.BodyLimit
	}
	size += requestOverhead
	defer a.serving.Add(-size)
	if a.serving.Add(size) > servingMax {
		httpapi.WriteError(w, r, fmt.Errorf("serving answers: too many at once: %w", domain.ErrUnavailable))
		return
	}
	out, err := a.record(w, r)
	if err != nil {
		httpapi.WriteError(w, r, err)
		return
	}
	write(w, out)
}

func (a *answers) record(w http.ResponseWriter, r *http.Request) (*response, error) {
	token, ok := httpapi.Bearer(r)
	if !ok {
		return nil, domain.ErrUnauthenticated
	}
	now := a.clock()
	t, err := a.tickets.Open(token, now)
	if err != nil {
		return nil, errToken
	}
	var in request
	if err := decode(w, r, &in); err != nil {
		return nil, err
	}
	if n := len(in.Answers); n < 1 || n > domain.AnswersMax {
		return nil, domain.Invalid(domain.FieldError{Pointer: "/answers", Detail: "Send 1 to 50 answers at a time."})
	}
	ctx := r.Context()
	ad, err := a.admit(ctx, &t, now)
	if err != nil {
		return nil, err
	}
	out := &response{Results: make([]result, len(in.Answers))}
	records := make([]domain.Record, 0, len(in.Answers))
	for i := range in.Answers {
		it := &in.Answers[i]
		res := &out.Results[i]
		res.QuestionID, res.Revision, res.Status = it.QuestionID, it.Revision, recorded
		rec, problem, err := ad.check(ctx, it)
		if err != nil {
			return nil, err
		}
		if problem != "" {
			res.Status, res.Problem = rejected, problem
			continue
		}
		records = append(records, rec)
	}
	if len(records) == 0 {
		return out, nil
	}
	v := domain.Volume{Records: len(records)}
	for i := range records {
		v.Bytes += len(records[i].Sealed)
	}
	if !a.budgets.spend(t.Session, t.Participant, v, domain.AnswerBudget(len(ad.paper.Questions))) {
		return nil, errTooMany
	}
	at, err := a.log.add(t.Session, records)
	if err != nil {
		a.budgets.refund(t.Session, t.Participant, v)
		return nil, err
	}
	counts, err := a.counts(ctx, ad.session.Session, at)
	if err != nil {
		return nil, err
	}
	for i := range out.Results {
		res := &out.Results[i]
		switch {
		case res.Status != recorded:
		case !counts:
			res.Status, res.Problem = rejected, problemClosed
		case ad.key != nil:
			res.Feedback = ad.feedback(&in.Answers[i])
		}
	}
	return out, nil
}

// counts reports whether a record stored at the given time, and admitted by the
// given snapshot of the session, counts: the close rule of package domain.
func (a *answers) counts(ctx context.Context, admitted *domain.Session, at time.Time) (bool, error) {
	if !at.After(admitted.ReadAt.Add(domain.AckSlack)) {
		return true, nil
	}
	session, err := a.sessions.Reload(ctx, admitted.ID)
	if errors.Is(err, domain.ErrNotFound) {
		return false, nil
	}
	if err != nil {
		return false, err
	}
	return domain.Counts(at, session.ClosedAt), nil
}
