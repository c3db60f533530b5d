package main

import (
	"context"
	"crypto/rand"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"os"
	"slices"
	"sync/atomic"
	"time"

	emulator "github.com/cleanslate-edu/cleanslate/emulators/firestore"
	"github.com/cleanslate-edu/cleanslate/emulators/kms"
	"github.com/cleanslate-edu/cleanslate/functions/teacher"
	"github.com/cleanslate-edu/cleanslate/shared/domain"
	keys "github.com/cleanslate-edu/cleanslate/shared/kms"
	"github.com/cleanslate-edu/cleanslate/shared/seal"
	"github.com/cleanslate-edu/cleanslate/shared/store"
)

const (
	resultsStudents  = 1000
	resultsQuestions = 20
	kmsKey           = "projects/" + project + "/locations/europe-west3/keyRings/bench/cryptoKeys/session"
)

// results measures what it takes to show a teacher a thousand students' answers
// to twenty questions, against opening the same boxes and fields and nothing else.
func (b *bench) results(ctx context.Context) ([]row, error) {
	firestore, err := emulator.Start(ctx, emulator.Options{Benchmark: true, Heap: "2g"})
	if err != nil {
		return nil, err
	}
	defer firestore.Stop()
	l, err := newLesson(ctx, firestore.Host(), resultsQuestions)
	if err != nil {
		return nil, err
	}
	defer l.close()
	server, err := kms.New(kms.Options{Now: time.Now, Rand: rand.Reader})
	if err != nil {
		return nil, err
	}
	defer server.Stop()
	if err := server.EnsureKey(kmsKey); err != nil {
		return nil, err
	}
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return nil, err
	}
	go server.Serve(listener)
	if err := os.Setenv("KMS_EMULATOR_HOST", listener.Addr().String()); err != nil {
		return nil, err
	}
	wrap, err := keys.Dial(ctx)
	if err != nil {
		return nil, err
	}
	defer wrap.Close()
	class, err := l.fill(ctx, wrap.Key(kmsKey))
	if err != nil {
		return nil, err
	}
	who := domain.Principal{Subject: "ada", Org: l.session.Org, Permissions: []string{domain.OrgAdmin}, Expiry: time.Now().Add(time.Hour)}
	counted := &counting{Store: l.store}
	handler := teacher.New(teacher.Deps{
		Store: counted, Vault: countingVault{l.vault, counted}, Audit: l.audit, SessionKeys: wrap.Key(kmsKey), OrgKeys: wrap.Key(kmsKey),
		Tokens: anyone{who}, Clock: time.Now, Rand: rand.Reader,
	})
	var ratios, ours, raws []float64
	var reads, calls int
	for round := range b.rounds + 1 {
		raw, err := class.rawTime(l)
		if err != nil {
			return nil, err
		}
		counted.documents.Store(0)
		_, decrypts := server.Calls()
		before := ownTime()
		w := httptest.NewRecorder()
		r := httptest.NewRequestWithContext(ctx, "GET", "/v1/sessions/"+l.session.ID+"/results", nil)
		r.Header.Set("Authorization", "Bearer x")
		handler.ServeHTTP(w, r)
		took := (ownTime() - before).Seconds()
		if w.Code != http.StatusOK {
			body, _ := io.ReadAll(w.Body)
			return nil, fmt.Errorf("results: %d %s", w.Code, body)
		}
		after := 0
		if _, after = server.Calls(); round == 0 {
			continue // the member was provisioned
		}
		reads, calls = int(counted.documents.Load()), after-decrypts
		ratios, ours, raws = append(ratios, took/raw), append(ours, took*1e3), append(raws, raw*1e3)
	}
	figure := fmt.Sprintf("results of %d students × %d questions: ", resultsStudents, resultsQuestions)
	return []row{
		below(figure+"document reads", float64(reads), 3000, "", "what Firestore charges for opening the results of a large lesson"),
		below(figure+"calls of Cloud KMS", float64(calls), 1, "", "one key opens a lesson, however many took part"),
		within(figure+"processor time ÷ that of opening alone", ratios, 3,
			fmt.Sprintf("%.0f ms ÷ %.0f ms", median(ours), median(raws)), "how long a teacher waits for the results of a large lesson"),
	}, nil
}

// A class is everything sealed in a session.
type class struct {
	boxes map[string][]byte // by participant
	log   []domain.Record
}

// fill stores participants and their answers, in chunks as a burst would.
func (l *lesson) fill(ctx context.Context, wrap *keys.Key) (*class, error) {
	private, err := l.private.Bytes()
	if err != nil {
		return nil, err
	}
	path := seal.SessionPath(l.session.ID)
	wrapped, err := wrap.Wrap(ctx, path, private)
	if err != nil {
		return nil, err
	}
	if err := l.vault.CreateSessionKey(ctx, l.session.ID, store.WrappedKey{Wrapped: wrapped, PublicKey: l.private.Public().Bytes()}); err != nil {
		return nil, err
	}
	c := &class{boxes: make(map[string][]byte)}
	public := l.private.Public()
	for i := range resultsStudents {
		pid, key, _ := l.student()
		path := seal.ParticipantPath(l.session.ID, pid)
		if c.boxes[pid], err = public.Box(path, key); err != nil {
			return nil, err
		}
		if err := l.vault.CreateBoxes(ctx, l.session.ID, pid, store.Boxes{Session: c.boxes[pid]}); err != nil {
			return nil, err
		}
		alias := key.Seal(path, seal.Alias, fmt.Append(nil, "Student ", i))
		if err := l.store.CreateParticipant(ctx, l.session.ID, domain.Participant{ID: pid, JoinedAt: time.Now(), ConsentBasis: "a", Alias: alias}); err != nil {
			return nil, err
		}
		for q := range resultsQuestions {
			question := fmt.Sprint("q", q+1)
			c.log = append(c.log, domain.Record{Participant: pid, Question: question, Revision: 1,
				Sealed: key.Seal(path, seal.Answer(question, 1), []byte(`"a"`))})
		}
	}
	// A tenth of the largest chunk: what a burst of this size fills.
	for records := range slices.Chunk(c.log, domain.ChunkRecordsMax/10) {
		if _, err := l.store.AppendChunk(ctx, l.session.ID, newID(), records); err != nil {
			return nil, err
		}
	}
	return c, nil
}

// rawTime returns the processor time of opening everything sealed, in seconds.
func (c *class) rawTime(l *lesson) (float64, error) {
	before := ownTime()
	open := make(map[string]seal.Key, len(c.boxes))
	for pid, box := range c.boxes {
		key, err := l.private.OpenBox(seal.ParticipantPath(l.session.ID, pid), box)
		if err != nil {
			return 0, err
		}
		open[pid] = key
	}
	for _, r := range c.log {
		if _, err := open[r.Participant].Open(seal.ParticipantPath(l.session.ID, r.Participant), seal.Answer(r.Question, r.Revision), r.Sealed); err != nil {
			return 0, err
		}
	}
	return (ownTime() - before).Seconds(), nil
}

// anyone accepts every token as one principal's.
type anyone struct{ who domain.Principal }

func (a anyone) Verify(context.Context, string) (domain.Principal, error) { return a.who, nil }

// A counting store counts the documents read for results.
type counting struct {
	*store.Store
	documents atomic.Int64
}

func (c *counting) Session(ctx context.Context, sid string) (*domain.Session, error) {
	c.documents.Add(1)
	return c.Store.Session(ctx, sid)
}

func (c *counting) Paper(ctx context.Context, sid string) (*domain.Paper, error) {
	c.documents.Add(1)
	return c.Store.Paper(ctx, sid)
}

func (c *counting) AnswerKey(ctx context.Context, sid string) (*domain.AnswerKey, error) {
	c.documents.Add(1)
	return c.Store.AnswerKey(ctx, sid)
}

func (c *counting) Participants(ctx context.Context, sid string) ([]domain.Participant, error) {
	all, err := c.Store.Participants(ctx, sid)
	c.documents.Add(int64(len(all)))
	return all, err
}

func (c *counting) Chunks(ctx context.Context, sid string) func(func(domain.Chunk, error) bool) {
	return func(yield func(domain.Chunk, error) bool) {
		for chunk, err := range c.Store.Chunks(ctx, sid) {
			c.documents.Add(1)
			if !yield(chunk, err) {
				return
			}
		}
	}
}

type countingVault struct {
	*store.Vault
	count *counting
}

func (v countingVault) SessionKey(ctx context.Context, sid string) (store.WrappedKey, error) {
	v.count.documents.Add(1)
	return v.Vault.SessionKey(ctx, sid)
}

func (v countingVault) AllBoxes(ctx context.Context, sid string) (map[string]store.Boxes, error) {
	all, err := v.Vault.AllBoxes(ctx, sid)
	v.count.documents.Add(int64(len(all)))
	return all, err
}
