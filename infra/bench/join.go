package main

import (
	"context"
	"fmt"
	"sync/atomic"

	"github.com/cleanslate-edu/cleanslate/functions/process"
	"github.com/cleanslate-edu/cleanslate/shared/seal"
)

// join measures the processor time of a join, on a Firestore that responds at
// once, against that of boxing a key, which every join has to do.
func (b *bench) join(ctx context.Context) ([]row, error) {
	firestore, err := newInstant()
	if err != nil {
		return nil, err
	}
	defer firestore.stop()
	l, err := newLesson(ctx, firestore.addr, 1)
	if err != nil {
		return nil, err
	}
	defer l.close()
	program, err := process.Build(ctx, b.dir, "join")
	if err != nil {
		return nil, err
	}
	p, err := program.Start(ctx, process.Options{Env: variables(firestore.addr)})
	if err != nil {
		return nil, err
	}
	defer p.Stop()
	var n atomic.Int64
	next := func(int) []byte {
		i := n.Add(1)
		return post("/v1/join", "", fmt.Sprintf("bench-%020d", i),
			fmt.Sprintf(`{"code":%q,"alias":"Student %d","locale":"en"}`, l.session.Code, i))
	}
	var costs, boxes, ratios []float64
	for round := range b.rounds + 1 {
		box, err := boxCost(l.private)
		if err != nil {
			return nil, err
		}
		cost, err := b.cost(ctx, p, 16, next)
		if err != nil {
			return nil, err
		}
		if round > 0 {
			costs, boxes, ratios = append(costs, cost), append(boxes, box), append(ratios, cost/box)
		}
	}
	// The budget is 400 µs on a machine that boxes a key in 156; only the ratio
	// of the two holds on every machine.
	return []row{below("join ÷ boxing its key, processor time", median(ratios), 400.0/156,
		fmt.Sprintf("%.0f µs ÷ %.0f µs, %s", median(costs), median(boxes), spread(ratios)))}, nil
}

// boxCost returns the processor time of one HPKE seal, in µs.
func boxCost(k *seal.SessionKey) (float64, error) {
	key, err := seal.ParseKey(make([]byte, seal.KeySize))
	if err != nil {
		return 0, err
	}
	public := k.Public()
	const times = 500
	before := ownTime()
	for range times {
		if _, err := public.Box("sessions/s/participants/p", key); err != nil {
			return 0, err
		}
	}
	return float64((ownTime() - before).Nanoseconds()) / 1e3 / times, nil
}
