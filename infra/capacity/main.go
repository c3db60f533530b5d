// Command capacity works out what a burst of answers needs: instances, Firestore
// documents, reads and money. It simulates arrivals over instances and each
// instance's group commit, and prints the tables of infra/capacity.md.
//
//	capacity [-seed 1] [-write infra/capacity.md] [-write-costs infra/cost.md]
//	capacity -students 1000 [-region europe-west3] [-several] [-lessons 10]
//
// With -write and -write-costs it puts the tables between the markers in those
// documents; with -students it prints what a month costs. It reads no environment
// and calls nothing.
package main

import (
	"flag"
	"fmt"
	"os"
	"regexp"
)

func main() {
	seed := flag.Uint64("seed", 1, "seed of the random numbers")
	write := flag.String("write", "", "document to write the tables into")
	writeCosts := flag.String("write-costs", "", "document to write the sums into")
	students := flag.Int("students", 0, "print what a month costs with so many students")
	region := flag.String("region", "europe-west3", "region whose prices count")
	several := flag.Bool("several", false, "the databases are in several regions: eur3, nam5")
	lessons := flag.Float64("lessons", 10, "lessons of each student in a month")
	flag.Parse()
	if flag.NArg() > 0 || *students < 0 || *lessons <= 0 {
		flag.Usage()
		os.Exit(2)
	}
	var err error
	switch {
	case *students > 0:
		err = printCosts(*region, *several, *students, *lessons)
	case *writeCosts != "":
		var all []table
		if all, err = costTables(); err == nil {
			err = rewrite(*writeCosts, all)
		}
	default:
		err = run(*seed, *write)
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, "capacity:", err)
		os.Exit(1)
	}
}

func run(seed uint64, file string) error {
	all := tables(seed)
	if file == "" {
		for _, t := range all {
			fmt.Printf("## %s\n\n%s\n", t.name, t.text)
		}
		return nil
	}
	return rewrite(file, all)
}

func printCosts(region string, several bool, students int, lessons float64) error {
	p, err := pricesIn(region, several)
	if err != nil {
		return err
	}
	u := usual(students)
	u.Lessons = lessons
	fmt.Print(costTable(p, u))
	return nil
}

// rewrite fills the tables into a document.
func rewrite(file string, all []table) error {
	old, err := os.ReadFile(file)
	if err != nil {
		return err
	}
	document, err := fill(old, all)
	if err != nil {
		return fmt.Errorf("filling %s: %w", file, err)
	}
	return os.WriteFile(file, document, 0o666)
}

// A table is one of the document's tables, as Markdown.
type table struct{ name, text string }

// marked matches a table in the document: its name and its current text.
var marked = regexp.MustCompile(`(?s)<!-- table ([a-z-]+) -->\n(.*?)<!-- end -->\n`)

// fill puts each table at its marker in the document. Every table has exactly
// one.
func fill(document []byte, all []table) ([]byte, error) {
	places := make(map[string]int)
	for _, m := range marked.FindAllSubmatch(document, -1) {
		places[string(m[1])]++
	}
	texts := make(map[string]string)
	for _, t := range all {
		if places[t.name] != 1 {
			return nil, fmt.Errorf("table %s has %d markers, want one", t.name, places[t.name])
		}
		texts[t.name] = t.text
	}
	if len(places) != len(all) {
		return nil, fmt.Errorf("%d markers for %d tables", len(places), len(all))
	}
	return marked.ReplaceAllFunc(document, func(m []byte) []byte {
		name := marked.FindSubmatch(m)[1]
		return fmt.Appendf(nil, "<!-- table %s -->\n%s<!-- end -->\n", name, texts[string(name)])
	}), nil
}
