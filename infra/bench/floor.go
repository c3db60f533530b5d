package main

import (
	"context"
	"fmt"
	"time"

	"cloud.google.com/go/firestore/apiv1/firestorepb"
	"google.golang.org/protobuf/proto"

	"github.com/cleanslate-edu/cleanslate/functions/process"
	"github.com/cleanslate-edu/cleanslate/shared/seal"
)

// A setting is what an answer and a join are measured in: an open lesson in a Firestore
// that responds at once, the function, and what it is compared with.
type setting struct {
	firestore *instant
	lesson    *lesson
	function  *process.Process
	noOp      *process.Process // does nothing
	floor     *floor
	stops     []func()
}

// newSetting starts what the function called name is measured in.
func (b *bench) newSetting(ctx context.Context, name string) (s *setting, err error) {
	s = new(setting)
	defer func() {
		if err != nil {
			s.stop()
		}
	}()
	if s.firestore, err = newInstant(); err != nil {
		return s, err
	}
	s.stops = append(s.stops, s.firestore.stop)
	if s.lesson, err = newLesson(ctx, s.firestore.addr, 1); err != nil {
		return s, err
	}
	s.stops = append(s.stops, s.lesson.close)
	program, err := process.Build(ctx, b.dir, name)
	if err != nil {
		return s, err
	}
	if s.function, err = s.start(ctx, program, process.Options{Env: variables(s.firestore.addr)}); err != nil {
		return s, err
	}
	if s.noOp, err = s.baseline(ctx, b, "NoOp"); err != nil {
		return s, err
	}
	if s.floor, err = b.newFloor(ctx); err != nil {
		return s, err
	}
	s.stops = append(s.stops, s.floor.stop)
	return s, nil
}

// baseline starts a baseline function.
func (s *setting) baseline(ctx context.Context, b *bench, target string) (*process.Process, error) {
	program, err := b.baseline(ctx, target)
	if err != nil {
		return nil, err
	}
	return s.start(ctx, program, process.Options{})
}

func (s *setting) start(ctx context.Context, program *process.Program, o process.Options) (*process.Process, error) {
	p, err := program.Start(ctx, o)
	if err == nil {
		s.stops = append(s.stops, func() { p.Stop() })
	}
	return p, err
}

// stop ends everything, what began last first.
func (s *setting) stop() {
	for i := len(s.stops) - 1; i >= 0; i-- {
		s.stops[i]()
	}
}

// A floor measures, one by one, what a request can't do without: the framework's
// share is that of an endpoint that does nothing, and the rest is opened, sealed, boxed
// and committed here, with nothing around it. What a function takes beyond the sum is
// its own.
type floor struct {
	firestore *instant
	committer *process.Process
}

func (b *bench) newFloor(ctx context.Context) (*floor, error) {
	firestore, err := newInstant()
	if err != nil {
		return nil, err
	}
	firestore.forgets = true
	f := &floor{firestore: firestore}
	program, err := process.BuildPackage(ctx, b.dir, "infra/bench/baseline/commit", "Commit")
	if err == nil {
		f.committer, err = program.Start(ctx, process.Options{Env: variables(firestore.addr)})
	}
	if err != nil {
		firestore.stop()
		return nil, err
	}
	return f, nil
}

func (f *floor) stop() {
	f.committer.Stop()
	f.firestore.stop()
}

// commit returns the processor time of sending a commit that a function sent, in µs,
// where so many are sent at once.
func (f *floor) commit(request *firestorepb.CommitRequest, atOnce int) (float64, error) {
	body, err := proto.Marshal(request)
	if err != nil {
		return 0, err
	}
	c, err := dial(f.committer.URL())
	if err != nil {
		return 0, err
	}
	defer c.Close()
	const times = 1000
	before, err := processorTime(f.committer)
	if err != nil {
		return 0, err
	}
	if err := c.send(post(fmt.Sprintf("/?times=%d&atonce=%d", times, atOnce), "", "", string(body))); err != nil {
		return 0, err
	}
	after, err := processorTime(f.committer)
	if err != nil {
		return 0, err
	}
	return float64((after - before).Nanoseconds()) / 1e3 / times, nil
}

// own returns the processor time that this process takes to do something, in µs.
func own(do func() error) (float64, error) {
	const times = 2000
	before := ownTime()
	for range times {
		if err := do(); err != nil {
			return 0, err
		}
	}
	return float64((ownTime() - before).Nanoseconds()) / 1e3 / times, nil
}

// openAndSeal returns the processor time of opening a ticket and sealing one answer
// with the key inside it, in µs.
func (l *lesson) openAndSeal(token string) (float64, error) {
	return own(func() error {
		t, err := l.tickets.Open(token, time.Now())
		if err != nil {
			return err
		}
		t.Key.Seal(seal.ParticipantPath(t.Session, t.Participant), seal.Answer("q1", 1), []byte(`"a"`))
		return nil
	})
}

// twoBoxes returns the processor time of boxing a participant's key to the session
// and for a rejoin, in µs.
func (l *lesson) twoBoxes() (float64, error) {
	pid, key, _ := l.student()
	path := seal.ParticipantPath(l.session.ID, pid)
	public := l.private.Public()
	return own(func() error {
		if _, err := public.Box(path, key); err != nil {
			return err
		}
		_, err := seal.BoxForRejoin("bench-00000000000000000001", path, key, [32]byte{})
		return err
	})
}
