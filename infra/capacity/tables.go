package main

import (
	"fmt"
	"math"
	"strconv"
	"strings"
	"time"

	"github.com/cleanslate-edu/cleanslate/shared/domain"
)

// tables computes every table of the document.
func tables(seed uint64) []table {
	all := scenarios(seed)
	return []table{
		{"settings", settingsTable()},
		{"batching", batching(seed)},
		{"waiting", waiting(seed)},
		{"concurrency", concurrency(seed)},
		{"burst", burst(seed)},
		{"scenarios", scenarioTable(all)},
		{"ramp", rampTable(all)},
		{"money", moneyTable(all)},
		{"join", joinTable()},
		{"wait", waitTable()},
	}
}

// markdown formats a table whose first row holds the headings.
func markdown(rows [][]string) string {
	var b strings.Builder
	for i, row := range rows {
		b.WriteString("| " + strings.Join(row, " | ") + " |\n")
		if i == 0 {
			b.WriteString("|" + strings.Repeat("---|", len(row)) + "\n")
		}
	}
	return b.String()
}

// fixed is a fleet that neither grows nor fills up.
func fixed(instances int) Fleet { return Fleet{Min: instances, Max: instances, Concurrency: 1000} }

var (
	commits = []time.Duration{5, 10, 20, 50, 100} // milliseconds
	fleets  = []int{1, 2, 4, 8, 16}
)

// school is a session of 1,000.
func school(over time.Duration) Load { return Load{Students: 1000, Sessions: 1, Arrive: within(over)} }

// batching shows documents per answer, by commit time, load and instances.
func batching(seed uint64) string {
	head := []string{"1,000 answers", "a commit takes"}
	for _, n := range fleets {
		head = append(head, plural(n, "instance"))
	}
	rows := [][]string{head}
	for _, over := range []time.Duration{time.Second / 4, 5 * time.Second, time.Minute} {
		for _, c := range commits {
			row := []string{"over " + seconds(over), fmt.Sprintf("%d ms", c)}
			for _, n := range fleets {
				r := Simulate(seed, school(over), fixed(n), cost(c*time.Millisecond))
				row = append(row, fmt.Sprintf("%.3f", r.DocumentsPerAnswer()))
			}
			rows = append(rows, row)
		}
	}
	return markdown(rows)
}

// waiting shows how long students wait, in commits.
func waiting(seed uint64) string {
	rows := [][]string{{"a commit takes", "median", "p99", "p99 ÷ commit", "documents per answer", "1 ÷ 200 C", "1 ÷ (200 C + exp(−200 C))"}}
	for _, c := range commits {
		commit := c * time.Millisecond
		r := Simulate(seed, school(5*time.Second), fixed(1), cost(commit))
		x := 200 * commit.Seconds()
		rows = append(rows, []string{
			fmt.Sprintf("%d ms", c), ms(r.P50), ms(r.P99), fmt.Sprintf("%.1f", r.P99.Seconds()/commit.Seconds()),
			fmt.Sprintf("%.3f", r.DocumentsPerAnswer()), fmt.Sprintf("%.3f", min(1, 1/x)), fmt.Sprintf("%.3f", expected(x)),
		})
	}
	return markdown(rows)
}

// concurrency shows the effect of how many requests an instance gets at once: a
// quarter of a million students in classes, enough to fill instances.
func concurrency(seed uint64) string {
	rows := [][]string{{"concurrency", "a commit takes", "instances", "busiest processor", "commits at once, of an instance", "p99", "refused"}}
	load := Load{Students: 250_000, Sessions: 250_000 / classSize, Arrive: minute}
	for _, commit := range []Cost{regional, multiRegion} {
		for _, n := range []int{80, 250, 500, 1000} {
			fleet := Fleet{Min: 4, Max: 100, Concurrency: n, Start: coldStart}
			r := Simulate(seed, load, fleet, commit)
			rows = append(rows, []string{
				fmt.Sprint(n), ms(commit.Commit), fmt.Sprint(r.Instances), percent(r.PeakProcessor), fmt.Sprint(r.PeakCommits), ms(r.P99), thousands(r.Refused),
			})
		}
	}
	return markdown(rows)
}

// burst shows a school that answers at the same moment, with an instance
// running and with none.
func burst(seed uint64) string {
	rows := [][]string{{"1,000 answers in 0.25 s", "concurrency", "instances before", "after", "documents per answer", "median", "p99"}}
	for _, sessions := range []int{1, 1000 / classSize} {
		for _, n := range []int{80, 250, 500, 1000} {
			for _, warm := range []int{0, 1} {
				fleet := Fleet{Min: warm, Max: settings.Max, Concurrency: n, Start: coldStart}
				r := Simulate(seed, Load{1000, sessions, within(time.Second / 4)}, fleet, multiRegion)
				rows = append(rows, []string{
					plural(sessions, "session"), fmt.Sprint(n), fmt.Sprint(warm), fmt.Sprint(r.Instances),
					fmt.Sprintf("%.3f", r.DocumentsPerAnswer()), ms(r.P50), ms(r.P99),
				})
			}
		}
	}
	return markdown(rows)
}

const (
	classSize  = 30
	sessionMax = domain.DefaultMaxParticipants
)

// A scenario is students who all answer within the same minute.
type scenario struct {
	name     string
	students int
	sessions int
	fleet    Fleet
	result   Result
}

func scenarios(seed uint64) []scenario {
	all := []scenario{
		{"school, in classes", 1000, 1000 / classSize, settings, Result{}},
		{"school, one session", 1000, 1, settings, Result{}},
		{"district, in classes", 50_000, 50_000 / classSize, settings, Result{}},
		{"district, sessions of 5,000", 50_000, 50_000 / sessionMax, settings, Result{}},
		{"national, in classes, as delivered", 2_000_000, 2_000_000 / classSize, settings, Result{}},
		{"national, in classes, prepared", 2_000_000, 2_000_000 / classSize, nationwide, Result{}},
		{"national, sessions of 5,000, prepared", 2_000_000, 2_000_000 / sessionMax, nationwide, Result{}},
	}
	for i := range all {
		s := &all[i]
		s.result = Simulate(seed, Load{s.students, s.sessions, minute}, s.fleet, multiRegion)
	}
	return all
}

func scenarioTable(all []scenario) string {
	rows := [][]string{{"who", "sessions", "instances", "answers a second, peak", "documents per answer", "documents a second, peak",
		"of one session", "reads per answer", "reads a second, peak", "median", "p99", "refused"}}
	for _, s := range all {
		r := &s.result
		rows = append(rows, []string{
			s.name, thousands(s.sessions), fmt.Sprintf("%d → %d", s.fleet.Min, r.Instances), thousands(r.PeakAnswers),
			fmt.Sprintf("%.2f", r.DocumentsPerAnswer()), thousands(r.PeakDocuments), thousands(r.PeakOfOneSession),
			fmt.Sprintf("%.2f", float64(r.SessionReads+r.PaperReads)/float64(r.Answers)), thousands(r.PeakReads), ms(r.P50), ms(r.P99), thousands(r.Refused),
		})
	}
	return markdown(rows)
}

func rampTable(all []scenario) string {
	rows := [][]string{{"who", "documents a second, peak", "times 500", "ramp by the rule", "writes to warm up", "their cost, with deletes", "below 500 a second without one, over"}}
	for _, s := range all {
		peak := s.result.PeakDocuments
		takes, operations := ramp(peak)
		rows = append(rows, []string{
			s.name, thousands(peak), fmt.Sprintf("%.1f", float64(peak)/rampStart), fmt.Sprintf("%.0f min", takes.Minutes()), thousands(int(operations)), dollars(operations * (priceWrite + priceDelete)),
			fmt.Sprintf("%.0f min", max(1, float64(s.result.Documents)/rampStart/60)),
		})
	}
	return markdown(rows)
}

func moneyTable(all []scenario) string {
	rows := [][]string{{"who", "documents", "reads", "processor seconds", "busy instance seconds", "KMS calls, a live view each session", "all of it", "a million answers"}}
	for _, s := range all {
		r := &s.result
		money := r.money() + float64(s.sessions)*priceKMS
		rows = append(rows, []string{
			s.name, thousands(r.Documents), thousands(r.SessionReads + r.PaperReads), fmt.Sprintf("%.1f", r.Processor.Seconds()), fmt.Sprintf("%.0f", r.Busy.Seconds()),
			thousands(s.sessions), dollars(money), dollars(money / float64(r.Answers) * 1e6),
		})
	}
	return markdown(rows)
}

// joinTable is arithmetic: joins are not batched.
func joinTable() string {
	rows := [][]string{{"who", "all join within", "joins a second, peak", "documents a second, peak", "processor seconds", "processors at 60 %, peak", "KMS calls", "cost"}}
	for _, s := range []struct {
		name     string
		students int
	}{{"school", 1000}, {"district", 50_000}, {"national", 2_000_000}} {
		for _, over := range []time.Duration{time.Minute, 15 * time.Minute} {
			peak := peakOfMinute * float64(s.students) / over.Seconds()
			processor := float64(s.students) * joinProcessor.Seconds()
			money := float64(s.students)*(joinDocuments*priceWrite+priceRequest+priceArmor) + processor*(priceCPU+memoryGiB*priceMemory)
			rows = append(rows, []string{
				s.name, fmt.Sprintf("%.0f min", over.Minutes()), thousands(int(peak)), thousands(int(joinDocuments * peak)), fmt.Sprintf("%.1f", processor),
				fmt.Sprintf("%.1f", peak*joinProcessor.Seconds()/scaleTarget), "0", dollars(money),
			})
		}
	}
	return markdown(rows)
}

// settingsTable returns the settings that Terraform has.
func settingsTable() string {
	const month = 365 * 24 * 3600 / 12
	rows := [][]string{{"function", "vCPU", "memory", "concurrency", "min", "max", "requests at once", "minimum instances cost a month"}}
	for _, f := range []struct {
		name  string
		fleet Fleet
	}{{"answer", settings}, {"join", joinSettings}, {"live", liveSettings}, {"teacher", teacherSettings}, {"watch", watchSettings}, {"answer, national test", nationwide}, {"join, national test", joinNationwide}} {
		idle := float64(f.fleet.Min) * month * (priceIdle + memoryGiB*priceMemory)
		rows = append(rows, []string{
			f.name, "1", fmt.Sprintf("%.0f MiB", memoryGiB*1024), fmt.Sprint(f.fleet.Concurrency), fmt.Sprint(f.fleet.Min), fmt.Sprint(f.fleet.Max),
			thousands(f.fleet.Concurrency * f.fleet.Max), dollars(idle),
		})
	}
	return markdown(rows)
}

// expected returns the documents per answer of one session at one instance with
// a constant commit time, when on average so many answers arrive at random
// during a commit: after a commit the next one begins at once if any have
// arrived, or else with the next answer.
func expected(perCommit float64) float64 { return 1 / (perCommit + math.Exp(-perCommit)) }

func plural(n int, what string) string {
	if n == 1 {
		return "1 " + what
	}
	return fmt.Sprint(n, " ", what, "s")
}

func seconds(d time.Duration) string {
	return strconv.FormatFloat(d.Seconds(), 'f', -1, 64) + " s"
}

// ms is rounded to two digits: the rest is noise.
func ms(d time.Duration) string {
	n := float64(d) / float64(time.Millisecond)
	step := math.Pow(10, math.Floor(math.Log10(max(n, 1)))-1)
	return thousands(int(math.Round(n/step)*step)) + " ms"
}

func percent(share float64) string { return fmt.Sprintf("%.0f %%", 100*share) }

func thousands(n int) string {
	s := strconv.Itoa(n)
	for i := len(s) - 3; i > 0; i -= 3 {
		s = s[:i] + "," + s[i:]
	}
	return s
}

func dollars(x float64) string {
	switch {
	case x == 0:
		return "$0"
	case x < 0.01:
		return fmt.Sprintf("$%.4f", x)
	case x < 10:
		return fmt.Sprintf("$%.2f", x)
	}
	return "$" + thousands(int(math.Round(x)))
}
