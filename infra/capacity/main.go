// Command capacity works out what a burst of answers needs: instances, Firestore
// documents, reads and money. It simulates arrivals over instances and each
// instance's group commit, and prints the tables of infra/capacity.md.
//
//	capacity [-seed 1] [-write infra/capacity.md]
//
// With -write it puts the tables into the document, between its markers. It
// reads no environment and calls nothing.
package main

import (
	"flag"
	"fmt"
	"os"
	"regexp"
)

func main() {
	seed := flag.Uint64("seed", 1, "of the random numbers")
	write := flag.String("write", "", "put the tables into this document")
	flag.Parse()
	if flag.NArg() > 0 {
		flag.Usage()
		os.Exit(2)
	}
	if err := run(*seed, *write); err != nil {
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

// A table is one of the document's, as Markdown.
type table struct{ name, text string }

// marked matches a table in the document: its name, and what stands there now.
var marked = regexp.MustCompile(`(?s)<!-- table ([a-z-]+) -->\n(.*?)<!-- end -->\n`)

// fill puts each table where the document names it. Every table has one place.
func fill(document []byte, all []table) ([]byte, error) {
	places := make(map[string]int)
	for _, m := range marked.FindAllSubmatch(document, -1) {
		places[string(m[1])]++
	}
	texts := make(map[string]string)
	for _, t := range all {
		if places[t.name] != 1 {
			return nil, fmt.Errorf("table %s has %d places", t.name, places[t.name])
		}
		texts[t.name] = t.text
	}
	if len(places) != len(all) {
		return nil, fmt.Errorf("%d places for %d tables", len(places), len(all))
	}
	return marked.ReplaceAllFunc(document, func(m []byte) []byte {
		name := marked.FindSubmatch(m)[1]
		return fmt.Appendf(nil, "<!-- table %s -->\n%s<!-- end -->\n", name, texts[string(name)])
	}), nil
}
