package main

import (
	"context"
	"fmt"

	"cloud.google.com/go/firestore"

	emulator "github.com/cleanslate-edu/cleanslate/emulators/firestore"
	"github.com/cleanslate-edu/cleanslate/shared/domain"
)

// chunk measures the client's processor time for storing answers as one chunk
// against one document per answer in a single BatchWrite, the cheapest way to
// write documents.
func (b *bench) chunk(ctx context.Context) ([]row, error) {
	server, err := emulator.Start(ctx, emulator.Options{Benchmark: true})
	if err != nil {
		return nil, err
	}
	defer server.Stop()
	l, err := newLesson(ctx, server.Host(), 1)
	if err != nil {
		return nil, err
	}
	defer l.close()
	client, err := firestore.NewClient(ctx, project)
	if err != nil {
		return nil, err
	}
	defer client.Close()
	records := someRecords(domain.ChunkRecordsMax)
	var ratios, ours, raws []float64
	for round := range 4 * b.rounds {
		before := ownTime()
		writer := client.BulkWriter(ctx)
		jobs := make([]*firestore.BulkWriterJob, len(records))
		for i, r := range records {
			if jobs[i], err = writer.Create(client.Doc("raw/"+newID()), r); err != nil {
				return nil, err
			}
		}
		writer.End()
		for _, j := range jobs {
			if _, err := j.Results(); err != nil {
				return nil, err
			}
		}
		raw := ownTime() - before
		before = ownTime()
		if _, err := l.store.AppendChunk(ctx, l.session.ID, newID(), records); err != nil {
			return nil, err
		}
		our := ownTime() - before
		if round < b.rounds {
			continue // warming up
		}
		n := float64(len(records))
		ratios = append(ratios, our.Seconds()/raw.Seconds())
		ours, raws = append(ours, our.Seconds()*1e6/n), append(raws, raw.Seconds()*1e6/n)
	}
	r := info(fmt.Sprintf("a chunk of %d answers ÷ raw BatchWrite of one document each, processor time", len(records)),
		fmt.Sprintf("%.2f", median(ratios)), fmt.Sprintf("%.1f µs ÷ %.1f µs an answer", median(ours), median(raws)),
		"what storing answers together saves an instance")
	r.spread = spread(ratios)
	return []row{r}, nil
}
