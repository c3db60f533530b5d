package main

import (
	"math/rand/v2"
	"slices"
	"time"

	"github.com/cleanslate-edu/cleanslate/shared/cache"
	"github.com/cleanslate-edu/cleanslate/shared/domain"
)

// A Load is students who each answer once.
type Load struct {
	Students int
	Sessions int // the students are spread evenly over them
	// Arrive draws when a student answers.
	Arrive func(*rand.Rand) time.Duration
}

// A Fleet is the instances of answer and their limits.
type Fleet struct {
	Min, Max    int
	Concurrency int           // requests that an instance gets at once
	Start       time.Duration // from the decision for another instance to its first request
}

// A Cost is how long things take.
type Cost struct {
	Commit time.Duration // of Firestore, on average
	Spread float64       // the share of a commit's time that is exponential, not constant
	Read   time.Duration // of Firestore, constant

	// Processor time.
	Answer time.Duration // per request
	Chunk  time.Duration // per commit
	Miss   time.Duration // to read a session or its paper
}

// A Result is the outcome of a Load.
type Result struct {
	Answers, Refused int
	Documents        int
	SessionReads     int
	PaperReads       int
	Instances        int // started by the end

	PeakAnswers       int // arrivals in one second
	PeakDocuments     int // in one second, of the database
	PeakOfOneSession  int // documents in one second
	PeakReads         int // in one second
	PeakInFlight      int // requests, of all instances
	PeakCommits       int // at once, of one instance
	P50, P99, Longest time.Duration
	Processor         time.Duration // of all instances
	PeakProcessor     float64       // the busiest second of an instance, as a share of one processor
	Busy              time.Duration // of all instances: while they serve a request
}

// DocumentsPerAnswer returns the figure that the performance budget limits.
func (r *Result) DocumentsPerAnswer() float64 { return float64(r.Documents) / float64(r.Answers) }

const (
	// writersMax is the batcher's (functions/answer): how many chunks of a
	// session an instance writes at once while full ones wait. A test compares
	// the simulation with the function itself.
	writersMax = 4
	// recordBytes is what a typical answer takes in a chunk: 64 bytes padded
	// and sealed, and the batcher's overhead.
	recordBytes = 93 + 128

	// papersKept is how many papers of 20 questions an instance caches in its
	// 64 MiB (functions/answer), for longer than a simulation lasts. It caches
	// sessions for cache.Age.
	papersKept = 5000

	// Cloud Run's autoscaler, as documented: every five seconds it compares
	// the last minute with 60 % of the processor and of the concurrency.
	scaleEvery  = 5 * time.Second
	scaleTarget = 0.6
	// patience is how long a request waits for an instance before it is
	// rejected with 429.
	patience = 10 * time.Second
)

type instance struct {
	inFlight  int
	free      time.Duration // when its processor becomes idle
	busySince time.Duration
	of        []place // by session
	papers    []int32 // sessions whose paper is cached
	commits   int

	second     int64         // of the clock, which used refers to
	used, most time.Duration // processor time in this second, and in the busiest
	used5      time.Duration // since the autoscaler's last check
}

// A place is what an instance holds of one session.
type place struct {
	log            sessionLog
	session, paper time.Duration // when reading it began; zero if it isn't cached
}

// A sessionLog is what the batcher holds of one session.
type sessionLog struct {
	chunks  []*chunk
	writers int
}

type chunk struct {
	arrived []time.Duration
	bytes   int
}

type simulation struct {
	load  Load
	fleet Fleet
	cost  Cost
	rand  *rand.Rand
	now   time.Duration

	instances []*instance
	starting  int
	waiting   []request // without an instance, in order of arrival
	events    events
	latencies []time.Duration
	result    Result

	arrivals, documents, reads rate
	ofSession                  []rate
	inFlight                   int
	next                       int // arrival
}

type request struct {
	arrived time.Duration
	session int32
}

// A rate counts what happens in each second.
type rate struct {
	second    int64
	now, most int
}

func (r *rate) add(now time.Duration) {
	if s := int64(now / time.Second); s != r.second {
		r.second, r.now = s, 0
	}
	r.now++
	r.most = max(r.most, r.now)
}

// Simulate applies the load to the fleet. The same seed yields the same result.
func Simulate(seed uint64, load Load, fleet Fleet, cost Cost) Result {
	s := &simulation{
		load: load, fleet: fleet, cost: cost, rand: rand.New(rand.NewPCG(seed, 0)), ofSession: make([]rate, load.Sessions),
		latencies: make([]time.Duration, 0, load.Students),
	}
	for range fleet.Min {
		s.grow()
	}
	arrivals := make([]request, load.Students)
	for i := range arrivals {
		// Zero means never, so nothing happens then.
		arrivals[i] = request{1 + load.Arrive(s.rand), int32(i % load.Sessions)}
	}
	slices.SortFunc(arrivals, func(a, b request) int { return int(a.arrived - b.arrived) })
	s.events.push(event{at: scaleEvery, what: scale})
	for s.next < len(arrivals) || s.inFlight+len(s.waiting) > 0 {
		if s.next < len(arrivals) && (len(s.events) == 0 || arrivals[s.next].arrived <= s.events[0].at) {
			s.now = arrivals[s.next].arrived
			s.arrive(arrivals[s.next])
			s.next++
			continue
		}
		s.happen(s.events.pop())
	}
	return s.finish()
}

func (s *simulation) finish() Result {
	r := &s.result
	r.Answers, r.Instances = len(s.latencies), len(s.instances)
	r.PeakAnswers, r.PeakDocuments, r.PeakReads = s.arrivals.most, s.documents.most, s.reads.most
	for _, rate := range s.ofSession {
		r.PeakOfOneSession = max(r.PeakOfOneSession, rate.most)
	}
	for _, i := range s.instances {
		r.PeakProcessor = max(r.PeakProcessor, i.most.Seconds(), i.used.Seconds())
	}
	if len(s.latencies) > 0 {
		slices.Sort(s.latencies)
		r.P50, r.P99 = s.latencies[len(s.latencies)/2], s.latencies[len(s.latencies)*99/100]
		r.Longest = s.latencies[len(s.latencies)-1]
	}
	return *r
}

// grow adds an instance.
func (s *simulation) grow() {
	s.instances = append(s.instances, &instance{of: make([]place, s.load.Sessions)})
}

// start orders up to so many further instances, within the maximum.
func (s *simulation) start(n int) {
	for n = min(n, s.fleet.Max-len(s.instances)-s.starting); n > 0; n-- {
		s.starting++
		s.events.push(event{at: s.now + s.fleet.Start, what: started})
	}
}

// arrive assigns a request to an instance, or queues it.
func (s *simulation) arrive(r request) {
	s.arrivals.add(s.now)
	if i := s.pick(); i != nil {
		s.serve(i, r)
		return
	}
	s.waiting = append(s.waiting, r)
	// A request that finds no room makes Cloud Run scale at once.
	room := s.starting * s.fleet.Concurrency
	s.start((len(s.waiting) - room + s.fleet.Concurrency - 1) / s.fleet.Concurrency)
}

// pick returns the less loaded of two instances at random, or any with room.
func (s *simulation) pick() *instance {
	if len(s.instances) == 0 {
		return nil
	}
	a, b := s.instances[s.rand.IntN(len(s.instances))], s.instances[s.rand.IntN(len(s.instances))]
	if b.inFlight < a.inFlight {
		a = b
	}
	if a.inFlight < s.fleet.Concurrency {
		return a
	}
	for _, i := range s.instances {
		if i.inFlight < s.fleet.Concurrency {
			return i
		}
	}
	return nil
}

func (s *simulation) serve(i *instance, r request) {
	if i.inFlight == 0 {
		i.busySince = s.now
	}
	i.inFlight++
	s.inFlight++
	s.result.PeakInFlight = max(s.result.PeakInFlight, s.inFlight)
	p := &i.of[r.session]
	cpu := s.cost.Answer
	// Session and paper are read in parallel; requests that come meanwhile wait
	// as well.
	if p.session == 0 || s.now-p.session >= cache.Age {
		p.session = s.now
		s.result.SessionReads++
		s.reads.add(s.now)
		cpu += s.cost.Miss
	}
	if p.paper == 0 {
		p.paper = s.now
		s.keepPaper(i, r.session)
		s.result.PaperReads++
		s.reads.add(s.now)
		cpu += s.cost.Miss
	}
	ready := max(s.compute(i, cpu), p.session+s.cost.Read, p.paper+s.cost.Read)
	if ready == s.now {
		s.batch(i, r)
		return
	}
	s.events.push(event{at: ready, what: read, instance: i, session: r.session, arrived: r.arrived})
}

// keepPaper caches a paper, evicting one at random if the cache is full.
func (s *simulation) keepPaper(i *instance, session int32) {
	if len(i.papers) < papersKept {
		i.papers = append(i.papers, session)
		return
	}
	n := s.rand.IntN(papersKept)
	i.of[i.papers[n]].paper = 0
	i.papers[n] = session
}

// compute uses an instance's processor and returns when that is done.
func (s *simulation) compute(i *instance, d time.Duration) time.Duration {
	i.free = max(i.free, s.now) + d
	if second := int64(i.free / time.Second); second != i.second {
		i.most = max(i.most, i.used)
		i.second, i.used = second, 0
	}
	i.used += d
	i.used5 += d
	s.result.Processor += d
	return i.free
}

// batch mirrors the batcher's add.
func (s *simulation) batch(i *instance, r request) {
	log := &i.of[r.session].log
	var c *chunk
	if n := len(log.chunks); n > 0 {
		last := log.chunks[n-1]
		if len(last.arrived) < domain.ChunkRecordsMax && last.bytes+recordBytes <= domain.ChunkBytesMax {
			c = last
		}
	}
	if c == nil {
		c = new(chunk)
		log.chunks = append(log.chunks, c)
	}
	c.arrived = append(c.arrived, r.arrived)
	c.bytes += recordBytes
	if log.writers == 0 || len(log.chunks) > 1 && log.writers < writersMax {
		log.writers++
		s.commit(i, r.session)
	}
}

// commit sends the chunk whose turn it is.
func (s *simulation) commit(i *instance, session int32) {
	log := &i.of[session].log
	c := log.chunks[0]
	log.chunks = log.chunks[1:]
	i.commits++
	s.result.PeakCommits = max(s.result.PeakCommits, i.commits)
	took := float64(s.cost.Commit) * (1 - s.cost.Spread + s.cost.Spread*s.rand.ExpFloat64())
	done := s.compute(i, s.cost.Chunk) + time.Duration(took)
	s.events.push(event{at: done, what: committed, instance: i, session: session, chunk: c})
}

func (s *simulation) happen(e event) {
	s.now = e.at
	switch e.what {
	case read:
		s.batch(e.instance, request{e.arrived, e.session})
	case committed:
		s.committed(e)
	case started:
		s.starting--
		s.grow()
		s.admit()
	case scale:
		s.scale()
	}
}

func (s *simulation) committed(e event) {
	i := e.instance
	s.result.Documents++
	s.documents.add(s.now)
	s.ofSession[e.session].add(s.now)
	i.commits--
	for _, arrived := range e.chunk.arrived {
		s.latencies = append(s.latencies, s.now-arrived)
	}
	i.inFlight -= len(e.chunk.arrived)
	s.inFlight -= len(e.chunk.arrived)
	if i.inFlight == 0 {
		s.result.Busy += s.now - i.busySince
	}
	if log := &i.of[e.session].log; len(log.chunks) > 0 {
		s.commit(i, e.session)
	} else {
		log.writers--
		log.chunks = nil
	}
	s.admit()
}

// admit assigns waiting requests to instances that have room again.
func (s *simulation) admit() {
	for len(s.waiting) > 0 {
		r := s.waiting[0]
		if s.now-r.arrived > patience {
			s.waiting = s.waiting[1:]
			s.result.Refused++
			continue
		}
		i := s.pick()
		if i == nil {
			return
		}
		s.waiting = s.waiting[1:]
		s.serve(i, r)
	}
}

// scale is what the autoscaler does every few seconds.
func (s *simulation) scale() {
	s.events.push(event{at: s.now + scaleEvery, what: scale})
	var used time.Duration
	for _, i := range s.instances {
		used += i.used5
		i.used5 = 0
	}
	byRequests := float64(s.inFlight+len(s.waiting)) / (float64(s.fleet.Concurrency) * scaleTarget)
	byProcessor := used.Seconds() / scaleEvery.Seconds() / scaleTarget
	want := int(max(byRequests, byProcessor)) + 1
	s.start(want - len(s.instances) - s.starting)
}

// The kinds of events.
const (
	read = iota
	committed
	started
	scale
)

type event struct {
	at       time.Duration
	what     int
	instance *instance
	session  int32
	arrived  time.Duration
	chunk    *chunk
}

// events is a heap with the earliest event first. container/heap would spend
// most of a large simulation's time on interfaces.
type events []event

func (h *events) push(e event) {
	*h = append(*h, e)
	a := *h
	for i := len(a) - 1; i > 0; {
		parent := (i - 1) / 2
		if a[parent].at <= a[i].at {
			break
		}
		a[parent], a[i] = a[i], a[parent]
		i = parent
	}
}

func (h *events) pop() event {
	a := *h
	first, last := a[0], len(a)-1
	a[0] = a[last]
	a[last] = event{}
	a = a[:last]
	for i := 0; ; {
		least := i
		for _, child := range [...]int{2*i + 1, 2*i + 2} {
			if child < len(a) && a[child].at < a[least].at {
				least = child
			}
		}
		if least == i {
			break
		}
		a[least], a[i] = a[i], a[least]
		i = least
	}
	*h = a
	return first
}
