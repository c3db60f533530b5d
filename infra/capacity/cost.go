package main

import (
	"fmt"
	"math"
	"slices"
	"strings"
)

// Prices are list prices in US dollars, without free quotas. None was looked up when this
// was written: infra/cost.md names the page of each, and when to check it.
type Prices struct {
	Region string
	Tier   int // of Cloud Run

	CPU, Memory, Idle   float64 // Cloud Run: a vCPU second, a GiB second, either of an instance that waits
	Write, Read, Delete float64 // Firestore: a document
	Storage             float64 // Firestore: a GiB, a month; of point-in-time recovery too
	Backup              float64 // Firestore: a GiB, a month
	Egress              float64 // a GiB to the internet
}

// Prices that are the same everywhere.
const (
	priceForwarding = 0.025          // up to five rules, an hour
	pricePolicy     = 5.0            // Cloud Armor, a month
	priceRule       = 1.0            // Cloud Armor, a month
	priceLookup     = 0.0075 / 10000 // CDN
	priceBalanced   = 0.012          // load balancer: a GiB, either way
	priceVersion    = 0.06           // of a key or a secret, a month
	priceCondition  = 0.10           // of an alert, a month
	priceSeries     = 0.35 / 1e6     // a time series that an alert reads
	priceLogs       = 0.50           // a GiB
	priceLogsKept   = 0.01           // a GiB, each month after the first
	priceSpan       = 0.20 / 1e6     // Cloud Trace
	hours           = 730.0          // of a month
)

// firestoreBase are Firestore's prices in Oregon; elsewhere they are a multiple.
var firestoreBase = Prices{Write: 0.09 / 100_000, Read: 0.03 / 100_000, Delete: 0.01 / 100_000, Storage: 0.15, Backup: 0.03}

// regions are those whose price level is assumed: Cloud Run's tier, Firestore's
// multiple of Oregon, a GiB of egress.
var regions = map[string]struct {
	tier      int
	firestore float64
	egress    float64
}{
	"europe-west1": {1, 1.1, 0.12}, // Belgium
	"europe-west3": {2, 1.3, 0.12}, // Frankfurt
	"europe-west4": {1, 1.1, 0.12}, // Netherlands
	"europe-west6": {2, 1.4, 0.12}, // Zürich
	"europe-west9": {1, 1.2, 0.12}, // Paris
	"us-central1":  {1, 1.0, 0.12}, // Iowa
	"us-west1":     {1, 1.0, 0.12}, // Oregon
}

// pricesIn returns the prices of a region; several says that the databases are in
// more than one.
func pricesIn(region string, several bool) (Prices, error) {
	r, ok := regions[region]
	if !ok {
		var known []string
		for name := range regions {
			known = append(known, name)
		}
		slices.Sort(known)
		return Prices{}, fmt.Errorf("the prices of %q aren't known; those of %s are", region, strings.Join(known, ", "))
	}
	factor := r.firestore
	if several {
		factor = 2 // as of Oregon, in eur3 and nam5
	}
	p := firestoreBase
	p.Region, p.Tier, p.Egress = region, r.tier, r.egress
	p.Write, p.Read, p.Delete, p.Storage = p.Write*factor, p.Read*factor, p.Delete*factor, p.Storage*factor
	p.CPU, p.Memory, p.Idle = priceCPU, priceMemory, priceIdle
	if r.tier == 2 {
		p.CPU, p.Memory, p.Idle = 0.0000336, 0.0000035, 0.0000035
	}
	return p, nil
}

// A Use is what a month looks like.
type Use struct {
	Students  int
	Lessons   float64 // of each student
	Class     float64 // students in a lesson
	Questions float64
	Minutes   float64 // of a lesson
	Paced     float64 // part of the lessons that a teacher paces, whose students poll
	Kept      float64 // months until it is erased
}

func usual(students int) Use {
	return Use{Students: students, Lessons: 10, Class: 30, Questions: 20, Minutes: 40, Paced: 0.5, Kept: 6}
}

// Fixed costs. infra/deployment compares forwarding rules, policies, rules and minimum
// instances with Terraform, and Terraform's tests the conditions.
const (
	forwarding = 4
	policies   = 9
	rules      = 21
	awake      = 3  // minimum instances
	conditions = 91 // of alerts
	versions   = 18 // of keys and secrets, on average of a year
)

// An item is a line of the sum.
type item struct {
	what, how string
	dollars   float64
}

// month returns what a month of use costs, item by item.
func month(p Prices, u Use) []item {
	joins := float64(u.Students) * u.Lessons
	lessons := joins / u.Class
	answers := joins * u.Questions
	// An answer alone is a document, in a burst a tenth of one.
	written := 2*joins + 6*lessons + 0.4*answers
	// A session once a second at most while it lasts; chunks and participants when
	// results are looked at, twice.
	read := lessons*u.Minutes*60/2 + 2*(2*joins+0.4*answers)
	// Twenty days of six hours: how many lessons share an instance of teacher.
	shared := math.Min(80, math.Max(1, lessons*u.Minutes/(20*6*60)))
	streams := lessons * u.Minutes * 60 / shared
	// 50 ms of each request, shared by three.
	serving := (joins + answers) * 0.05 / 3
	polls := u.Paced * joins * u.Minutes * 60 / 3
	behind := polls / 10 // past the edge's cache
	requests := joins + answers + 60*lessons + behind
	// A page and its files for each who joins, a few hundred bytes for each request,
	// results once a second for the teacher at first, later what changes.
	out := gib(joins*100e3 + requests*1500 + polls*700 + lessons*3e6)
	in := gib(requests*1000 + polls*500)
	// A chunk has 250 bytes for an answer, a participant 3 KB with key and indexes, a
	// session 50 KB.
	stored := gib(answers*250+joins*3000+lessons*50e3) * u.Kept
	recovery := gib(answers*250+joins*3000+lessons*50e3) * 7 / 30 * 2 // what was written in a week, old and new
	logs := gib(lessons*60*1000+lessons*10*2000) + 0.5                // staff's requests, keys, what functions say
	instance := p.CPU + memoryGiB*p.Memory
	// Of staff's requests one in ten seconds of each instance that serves.
	traces := math.Min(60*lessons, 20*6*3600/10*math.Max(1, lessons*u.Minutes/(20*6*60)/shared))

	return []item{
		{"load balancer, rules", "$0.025 × 730 h", priceForwarding * hours},
		{"load balancer, data", fmt.Sprintf("%.1f GiB", in+out), (in + out) * priceBalanced},
		{"egress", fmt.Sprintf("%.1f GiB", out), out * p.Egress},
		{"CDN", fmt.Sprintf("%.2f M lookups", polls/1e6), polls * priceLookup},
		{"Cloud Armor", fmt.Sprintf("%d policies, %d rules, %.2f M requests", policies, rules, (requests+polls)/1e6), policies*pricePolicy + rules*priceRule + (requests+polls)*priceArmor},
		{"Cloud Run, waiting", fmt.Sprintf("%d instances", awake), awake * hours * 3600 * (p.Idle + memoryGiB*p.Idle)},
		{"Cloud Run, requests", fmt.Sprintf("%.2f M", requests/1e6), requests*priceRequest + (serving+behind*0.01)*instance},
		{"Cloud Run, teachers watching", fmt.Sprintf("%.2f M s, shared by %.0f", streams/1e6, shared), streams * instance},
		{"Firestore, documents", fmt.Sprintf("%.2f M written, %.2f M read", written/1e6, read/1e6), written*(p.Write+p.Delete) + read*p.Read},
		{"Firestore, storage", fmt.Sprintf("%.2f GiB", stored), stored * p.Storage},
		{"Firestore, point-in-time recovery", fmt.Sprintf("%.2f GiB", recovery), recovery * p.Storage},
		{"Firestore, seven backups", fmt.Sprintf("%.2f GiB", 7*stored), 7 * stored * p.Backup},
		{"Cloud KMS and secrets", fmt.Sprintf("%d versions, %.0f operations", versions, 3*lessons), versions*priceVersion + 3*lessons*priceKMS},
		{"logs", fmt.Sprintf("%.2f GiB, audit kept for three years", logs), logs*priceLogs + logs/2*35*priceLogsKept},
		{"alerts", fmt.Sprintf("%d conditions, each reads 2 series twice a minute", conditions), conditions * (priceCondition + 2*hours*120*priceSeries)},
		{"traces", fmt.Sprintf("%.2f M spans", spans*traces/1e6), spans * traces * priceSpan},
		{"images, builds, schedules, messages", "", 2},
	}
}

// spans is how many a traced request has, about.
const spans = 15

// idle returns what a month costs in which nothing happens.
func idle(p Prices) []item {
	waits := awake * hours * 3600 * (p.Idle + memoryGiB*p.Idle)
	return []item{
		{fmt.Sprintf("load balancer, %d forwarding rules", forwarding), "$0.025 × 730 h", priceForwarding * hours},
		{fmt.Sprintf("Cloud Armor, %d policies with %d rules", policies, rules), fmt.Sprintf("%d × $5 + %d × $1", policies, rules), policies*pricePolicy + rules*priceRule},
		{"minimum instances (not in dev)", fmt.Sprintf("%d × %.2f M s × ($%.7f + 0.5 × $%.7f)", awake, hours*3600/1e6, p.Idle, p.Idle), waits},
		{"keys and secrets, at first", "7 × $0.06 + 2 × $0.06", 9 * priceVersion},
		{"alerts", fmt.Sprintf("%d conditions, each reads 2 series twice a minute", conditions), conditions * (priceCondition + 2*hours*120*priceSeries)},
		{"images (5 of each function), scheduler, logs, ticks (3,600 messages)", "about", 1},
	}
}

// idleTable is idle as Markdown.
func idleTable(p Prices) string {
	var b strings.Builder
	b.WriteString("| what | arithmetic | a month |\n|---|---|---:|\n")
	sum, waits := 0.0, 0.0
	for _, i := range idle(p) {
		sum += i.dollars
		if strings.HasPrefix(i.what, "minimum instances") {
			waits = i.dollars
		}
		fmt.Fprintf(&b, "| %s | %s | $%.2f |\n", i.what, i.how, i.dollars)
	}
	fmt.Fprintf(&b, "| **sum** | with / without minimum instances | **$%.0f / $%.0f** |\n", sum, sum-waits)
	return b.String()
}

// answersTable returns what a million answers cost, from lessons of 30 students and
// 20 questions in 40 minutes: from the least, in bursts, to the most, each alone.
func answersTable(p Prices) string {
	const answers, joins, lessons = 1e6, 50_000.0, 1e6 / (30 * 20)
	instance := p.CPU + memoryGiB*p.Memory
	var b strings.Builder
	b.WriteString("| what | counted | cost |\n|---|---|---:|\n")
	var least, most float64
	row := func(what, how string, low, high float64) {
		least, most = least+low, most+high
		cost := fmt.Sprintf("$%.2f", low)
		if high != low {
			cost += fmt.Sprintf(" – %.2f", high)
		}
		fmt.Fprintf(&b, "| %s | %s | %s |\n", what, how, cost)
	}
	written := func(each float64) float64 { return 2*joins + 6*lessons + each*answers }
	low, high := written(0.1), written(1)
	row("documents written", fmt.Sprintf("%.2f M (bursts) to %.2f M (every answer alone)", low/1e6, high/1e6), low*p.Write, high*p.Write)
	row("documents read: session once a second at most, chunks, students", "1.5 – 2.4 M", 1.5e6*p.Read, 2.4e6*p.Read)
	row("documents deleted in the end", fmt.Sprintf("%.2f – %.2f M", low/1e6, high/1e6), low*p.Delete, high*p.Delete)
	row("`answer`'s time: 50 ms each, waiting for the commit, if nobody shares it", fmt.Sprintf("50,000 s × $%.7f", instance), 50_000*instance, 50_000*instance)
	requests := answers + joins + 18*lessons
	row("requests that reach a function, with Cloud Armor", fmt.Sprintf("%.2f M × ($0.40 + $0.75)", requests/1e6), requests*(priceRequest+priceArmor), requests*(priceRequest+priceArmor))
	row("Cloud KMS: 3 operations a lesson", fmt.Sprintf("%.0f", 3*lessons), 3*lessons*priceKMS, 3*lessons*priceKMS)
	streams := lessons * 40 * 60
	row("teachers watching, ten to an instance", fmt.Sprintf("%.1f M s ÷ 10 × $%.7f", streams/1e6, instance), streams/10*instance, streams/10*instance)
	fmt.Fprintf(&b, "| **sum, self-paced** | | **$%.0f – %.0f** |\n", least, most)
	fmt.Fprintf(&b, "| teachers watching, each alone on an instance | %.1f M s | + $%.0f |\n", streams/1e6, streams*9/10*instance)
	polls := joins * 40 * 60 / 3
	behind := polls / 10
	fmt.Fprintf(&b, "| teacher-paced: polls every 3 s | %.0f M at the edge, %.0f M behind it | + $%.0f |\n", polls/1e6, behind/1e6,
		polls*(priceLookup+priceArmor)+behind*(priceRequest+0.01*instance))
	return b.String()
}

func gib(bytes float64) float64 { return bytes / (1 << 30) }

// costTable returns the sum of a month as Markdown.
func costTable(p Prices, u Use) string {
	var b strings.Builder
	b.WriteString("| what | counted | a month |\n|---|---|---:|\n")
	sum := 0.0
	for _, i := range month(p, u) {
		sum += i.dollars
		fmt.Fprintf(&b, "| %s | %s | $%.2f |\n", i.what, i.how, i.dollars)
	}
	fmt.Fprintf(&b, "| **sum** | for each student: $%.3f | **$%.2f** |\n", sum/float64(u.Students), sum)
	return b.String()
}

// costTables are those of infra/cost.md.
func costTables() ([]table, error) {
	p, err := pricesIn("europe-west3", false)
	if err != nil {
		return nil, err
	}
	return []table{
		{"idle", idleTable(p)}, {"answers", answersTable(p)},
		{"school", costTable(p, usual(1000))}, {"district", costTable(p, usual(50_000))},
	}, nil
}
