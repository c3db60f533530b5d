package main

import (
	"context"
	"fmt"

	"github.com/cleanslate-edu/cleanslate/functions/process"
)

// answer measures the processor time of an answer against that of a function
// that does nothing, on a Firestore that responds at once.
func (b *bench) answer(ctx context.Context) ([]row, error) {
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
	noOp, err := b.baseline(ctx, "NoOp")
	if err != nil {
		return nil, err
	}
	answer, err := process.Build(ctx, b.dir, "answer")
	if err != nil {
		return nil, err
	}
	nothing, err := noOp.Start(ctx, process.Options{})
	if err != nil {
		return nil, err
	}
	defer nothing.Stop()
	function, err := answer.Start(ctx, process.Options{Env: variables(firestore.addr)})
	if err != nil {
		return nil, err
	}
	defer function.Stop()

	const most = 512
	// Enough students that none uses up their budget.
	requests := make([][]byte, 16*most)
	for i := range requests {
		_, _, token := l.student()
		requests[i] = post("/v1/answers", token, "", answerTo("q1"))
	}
	var rows []row
	for _, connections := range []int{64, most} {
		sent := make([]int, connections)
		next := func(connection int) []byte {
			sent[connection]++
			return requests[(connection+sent[connection]*connections)%len(requests)]
		}
		var ratios, chunks, costs []float64
		// The first round warms up.
		for round := range b.rounds + 1 {
			base, err := b.cost(ctx, nothing, connections, next)
			if err != nil {
				return nil, err
			}
			commits, records := firestore.commits.Load(), firestore.records.Load()
			cost, err := b.cost(ctx, function, connections, next)
			if err != nil {
				return nil, err
			}
			if round == 0 {
				continue
			}
			ratios = append(ratios, cost/base)
			costs = append(costs, cost)
			chunks = append(chunks, float64(firestore.records.Load()-records)/float64(firestore.commits.Load()-commits))
		}
		rows = append(rows, below(fmt.Sprintf("answer ÷ no-op endpoint, processor time, %d connections", connections),
			median(ratios), 1.5, fmt.Sprintf("%.1f µs, %.0f answers a document, %s", median(costs), median(chunks), spread(ratios))))
	}
	return rows, nil
}

// cost loads a function for a round and returns its processor time per request,
// in µs.
func (b *bench) cost(ctx context.Context, p *process.Process, connections int, next func(int) []byte) (float64, error) {
	before, err := processorTime(p)
	if err != nil {
		return 0, err
	}
	n, err := load(ctx, p.URL(), connections, b.seconds, next)
	if err != nil {
		return 0, err
	}
	after, err := processorTime(p)
	if err != nil {
		return 0, err
	}
	return float64((after - before).Nanoseconds()) / 1e3 / float64(n), nil
}
