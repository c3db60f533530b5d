package main

import (
	"math"
	"math/rand/v2"
	"time"
)

// Assumptions. What the benchmark (make bench) measures is rounded up; what
// can't be measured here is taken from Google's documentation.
var (
	// regional and multiRegion are roughly what a commit takes in a database in
	// one region and in several.
	regional    = cost(20 * time.Millisecond)
	multiRegion = cost(50 * time.Millisecond)
)

func cost(commit time.Duration) Cost {
	return Cost{
		Commit: commit,
		Spread: 0.3, // the slowest of a hundred takes twice the mean
		Read:   commit / 2,
		Answer: 45 * time.Microsecond,
		Chunk:  50 * time.Microsecond,
		Miss:   150 * time.Microsecond,
	}
}

// coldStart is how long Cloud Run takes to place and start an instance; the
// function itself needs a hundredth of a second of it.
const coldStart = 2 * time.Second

// Joining: processor time within its budget, and the documents that each join
// creates, one in each database.
const (
	joinProcessor = 400 * time.Microsecond
	joinDocuments = 2
)

// How students answer.

// minute is a question to which most know the answer after 10 to 20 seconds, and
// all within a minute: a gamma distribution of shape 3 and mean 18 s.
func minute(r *rand.Rand) time.Duration {
	for {
		t := 6 * (r.ExpFloat64() + r.ExpFloat64() + r.ExpFloat64())
		if t < 60 {
			return time.Duration(t * float64(time.Second))
		}
	}
}

// peakOfMinute is the ratio of answers in minute's busiest second to the mean:
// the density at its mode, 12 s, times its length.
const peakOfMinute = 2.7

// within returns an even spread over d.
func within(d time.Duration) func(*rand.Rand) time.Duration {
	return func(r *rand.Rand) time.Duration { return time.Duration(r.Int64N(int64(d))) }
}

// The settings that Terraform has for answer.
var settings = Fleet{Min: 1, Max: 20, Concurrency: 500, Start: coldStart}

// nationwide is what they are raised to for a test that starts everywhere at
// once.
var nationwide = Fleet{Min: 60, Max: 100, Concurrency: 500, Start: coldStart}

// Those of join, live, teacher and watch are arithmetic: see capacity.md.
var (
	joinSettings    = Fleet{Min: 1, Max: 20, Concurrency: 200}
	joinNationwide  = Fleet{Min: 20, Max: 60, Concurrency: 200}
	liveSettings    = Fleet{Min: 0, Max: 30, Concurrency: 100}
	watchSettings   = Fleet{Min: 0, Max: 55, Concurrency: 1000}
	teacherSettings = Fleet{Min: 1, Max: 10, Concurrency: 80}
)

// Unit prices in US dollars without free quotas: Firestore Standard in one
// region of the United States, Cloud Run with request-based billing in a region
// of tier 1, Cloud KMS with software keys, Cloud Armor Standard. Multi-region
// databases cost twice as much.
const (
	priceWrite   = 0.09 / 100_000 // a document
	priceRead    = 0.03 / 100_000 // a document
	priceDelete  = 0.01 / 100_000 // a document
	priceCPU     = 0.000024       // a vCPU for a second, while it serves
	priceMemory  = 0.0000025      // a GiB for a second, while it serves
	priceIdle    = 0.0000025      // a vCPU for a second, of an idle minimum instance; memory costs the same either way
	priceRequest = 0.40 / 1_000_000
	priceArmor   = 0.75 / 1_000_000 // a request
	priceKMS     = 0.03 / 10_000    // an operation

	memoryGiB = 0.5 // of an instance
)

// money returns what serving a result costs.
func (r *Result) money() float64 {
	busy := r.Busy.Seconds()
	return float64(r.Documents)*priceWrite + float64(r.SessionReads+r.PaperReads)*priceRead +
		busy*(priceCPU+memoryGiB*priceMemory) + float64(r.Answers)*(priceRequest+priceArmor)
}

// Firestore's rule for new traffic: at most 500 operations a second at first,
// then 50 % more every five minutes.
const (
	rampStart  = 500
	rampFactor = 1.5
	rampEvery  = 5 * time.Minute
)

// ramp returns how long the rule takes to reach the given rate, and how many
// operations that is.
func ramp(rate int) (takes time.Duration, operations float64) {
	for at := float64(rampStart); at < float64(rate); at *= rampFactor {
		operations += at * rampEvery.Seconds()
		takes += rampEvery
	}
	return takes, math.Round(operations)
}
