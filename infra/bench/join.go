package main

import (
	"context"
	"fmt"
	"sync/atomic"
)

// join measures the processor time of a join against its floor, on a Firestore that
// responds at once.
func (b *bench) join(ctx context.Context) ([]row, error) {
	s, err := b.newSetting(ctx, "join")
	if err != nil {
		return nil, err
	}
	defer s.stop()
	l := s.lesson
	empty := post("/", "", "", answerTo("q1"))
	var n atomic.Int64
	next := func(int) []byte {
		i := n.Add(1)
		return post("/v1/join", "", fmt.Sprintf("bench-%020d", i),
			fmt.Sprintf(`{"code":%q,"alias":"Student %d","locale":"en"}`, l.session.Code, i))
	}
	const connections = 16
	var costs, noOps, boxes, creates, ratios []float64
	for round := range b.rounds + 1 {
		base, err := b.cost(ctx, s.noOp, connections, func(int) []byte { return empty })
		if err != nil {
			return nil, err
		}
		cost, err := b.cost(ctx, s.function, connections, next)
		if err != nil {
			return nil, err
		}
		box, err := l.twoBoxes()
		if err != nil {
			return nil, err
		}
		create := 0.0
		for _, database := range []string{"vault", "(default)"} {
			request, err := s.firestore.lastOf(database)
			if err != nil {
				return nil, err
			}
			one, err := s.floor.commit(request, connections)
			if err != nil {
				return nil, err
			}
			create += one
		}
		if round > 0 {
			costs, noOps, boxes, creates = append(costs, cost), append(noOps, base), append(boxes, box), append(creates, create)
			ratios = append(ratios, cost/(base+box+create))
		}
	}
	return []row{within("join ÷ its floor", ratios, 1.3,
		fmt.Sprintf("%.0f µs ÷ (no-op endpoint %.0f + two boxes %.0f + two creates %.0f)", median(costs), median(noOps), median(boxes), median(creates)),
		"how many students an instance lets in at once when a lesson begins")}, nil
}
