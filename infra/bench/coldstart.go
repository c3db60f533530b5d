package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"time"

	"github.com/cleanslate-edu/cleanslate/functions/process"
)

// coldStart measures the time from exec to the first successful response: of a
// function that says hello, and of answer, which has recorded an answer by then.
func (b *bench) coldStart(ctx context.Context) ([]row, error) {
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
	hello, err := b.baseline(ctx, "Hello")
	if err != nil {
		return nil, err
	}
	answer, err := process.Build(ctx, b.dir, "answer")
	if err != nil {
		return nil, err
	}
	_, _, token := l.student()
	request := post("/v1/answers", token, "", answerTo("q1"))
	var ratios, first, second []float64
	for round := range 8*b.rounds + 1 {
		h, err := firstAnswer(ctx, hello, nil, post("/", "", "", "{}"))
		if err != nil {
			return nil, err
		}
		a, err := firstAnswer(ctx, answer, variables(firestore.addr), request)
		if err != nil {
			return nil, err
		}
		if round == 0 {
			continue // the files weren't in memory yet
		}
		ratios = append(ratios, a.Seconds()/h.Seconds())
		first = append(first, h.Seconds()*1e3)
		second = append(second, a.Seconds()*1e3)
	}
	rows := []row{within("cold start of answer ÷ framework hello, exec to first success", ratios, 2.2,
		fmt.Sprintf("%.1f ms ÷ %.1f ms", median(second), median(first)),
		"what the first student waits for a new instance, beside what the cloud takes to start it")}

	p, err := answer.Start(ctx, process.Options{Env: variables(firestore.addr)})
	if err != nil {
		return nil, err
	}
	defer p.Stop()
	c, err := dial(p.URL())
	if err != nil {
		return nil, err
	}
	defer c.Close()
	if err := c.send(request); err != nil {
		return nil, err
	}
	resident, err := memory(p)
	if err != nil {
		return nil, err
	}
	file, err := os.Stat(answer.Path)
	if err != nil {
		return nil, err
	}
	return append(rows, info("answer: resident memory after its first answer", fmt.Sprintf("%.1f MiB", float64(resident)/(1<<20)),
		fmt.Sprintf("binary %.1f MiB", float64(file.Size())/(1<<20)), "of the 512 MiB that an instance has")), nil
}

// firstAnswer starts a program and returns the time until it responded.
func firstAnswer(ctx context.Context, p *process.Program, env []string, request []byte) (time.Duration, error) {
	began := time.Now()
	r, err := p.Start(ctx, process.Options{Env: env})
	if err != nil {
		return 0, err
	}
	defer r.Kill()
	c, err := dial(r.URL())
	if err != nil {
		return 0, err
	}
	err = c.send(request)
	return time.Since(began), errors.Join(err, c.Close())
}
