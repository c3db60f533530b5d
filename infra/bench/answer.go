package main

import (
	"context"
	"fmt"

	"github.com/cleanslate-edu/cleanslate/functions/process"
)

// answer measures the processor time of an answer against its floor, and against
// that of a function that does nothing, on a Firestore that responds at once.
func (b *bench) answer(ctx context.Context) ([]row, error) {
	s, err := b.newSetting(ctx, "answer")
	if err != nil {
		return nil, err
	}
	defer s.stop()
	firestore, l := s.firestore, s.lesson
	waits, err := s.baseline(ctx, b, "Wait")
	if err != nil {
		return nil, err
	}
	_, _, token := l.student()

	var rows []row
	for _, connections := range []int{64, 512} {
		next := l.answers(8192, connections)
		var costs, chunks, noOps, waiting, crypto, shares, toFloor, toNoOp []float64
		// The first round warms up.
		for round := range b.rounds + 1 {
			nothing, err := b.cost(ctx, s.noOp, connections, next)
			if err != nil {
				return nil, err
			}
			wait, err := b.cost(ctx, waits, connections, next)
			if err != nil {
				return nil, err
			}
			commits, records := firestore.commits.Load(), firestore.records.Load()
			cost, err := b.cost(ctx, s.function, connections, next)
			if err != nil {
				return nil, err
			}
			sealing, err := l.openAndSeal(token)
			if err != nil {
				return nil, err
			}
			size := float64(firestore.records.Load()-records) / float64(firestore.commits.Load()-commits)
			chunk, n, err := firestore.chunkOf(size)
			if err != nil {
				return nil, err
			}
			// A few at once, so that the process doesn't fall asleep over
			// each, which a function that is busy doesn't either.
			commit, err := s.floor.commit(chunk, 4)
			if err != nil {
				return nil, err
			}
			if round == 0 {
				continue
			}
			share := commit / float64(n)
			costs, chunks = append(costs, cost), append(chunks, size)
			noOps, waiting = append(noOps, nothing), append(waiting, wait)
			crypto, shares = append(crypto, sealing), append(shares, share)
			toFloor, toNoOp = append(toFloor, cost/(wait+sealing+share)), append(toNoOp, cost/nothing)
		}
		at := fmt.Sprintf(", %d connections", connections)
		rows = append(rows,
			within("answer ÷ its floor"+at, toFloor, 1.15,
				fmt.Sprintf("%.1f µs ÷ (no-op endpoint that waits %.1f + ticket and seal %.1f + share of a commit of %.0f answers %.1f)",
					median(costs), median(waiting), median(crypto), median(chunks), median(shares)),
				"how much of an instance's processor an answer takes beyond what nobody can do without: what a burst costs"),
			againstNoOp("answer ÷ no-op endpoint"+at, toNoOp, median(noOps)))
	}
	return rows, nil
}

// againstNoOp returns the row of the ratio to the no-op endpoint. Sealing takes a
// slow processor longer than net/http's system calls, so that the ratio is held
// against a budget only where the processor is quick.
func againstNoOp(figure string, ratios []float64, noOp float64) row {
	r := within(figure, ratios, 1.5, fmt.Sprintf("no-op endpoint %.1f µs", noOp), "the same, beside a function that does nothing")
	if noOp > quickNoOp {
		r.budget, r.verdict = "", none
		r.detail += fmt.Sprintf("; no budget: above %d µs the processor isn't quick", quickNoOp)
	}
	return r
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
