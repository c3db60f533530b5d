package main

import (
	"fmt"
	"io"
	"os"
	"strings"
	"text/tabwriter"
)

// show writes the rows for a terminal and reports whether no budget failed. One
// that lies within the noise hasn't failed, nor does it hold.
func show(w io.Writer, m machine, rows []row) (ok bool, err error) {
	fmt.Fprintf(w, "%s\n\n", m)
	t := tabwriter.NewWriter(w, 0, 0, 3, ' ', 0)
	fmt.Fprintln(t, "figure\tbudget\t\tmeasured\thalf of the rounds\t")
	ok, unsure := true, false
	for _, r := range rows {
		ok = ok && r.verdict != fail
		unsure = unsure || r.verdict == noisy
		fmt.Fprintf(t, "%s\t%s\t%s\t%s\t%s\t%s\n", r.figure, r.budget, r.verdict, r.value, r.spread, r.detail)
	}
	if err := t.Flush(); err != nil {
		return false, err
	}
	if unsure {
		_, err = fmt.Fprintln(w, "\nnoisy: over budget by less than the rounds differ. Measure again when the machine is quiet.")
	}
	return ok, err
}

// markdown returns the rows as the document has them.
func markdown(m machine, rows []row) string {
	var b strings.Builder
	fmt.Fprintf(&b, "Measured on %s: %s.\n\n", m.day, m)
	b.WriteString("| figure | budget | measured | half of the rounds | | what it means |\n|---|---|---|---|---|---|\n")
	for _, r := range rows {
		value := r.value
		if r.detail != "" {
			value += " (" + r.detail + ")"
		}
		v := string(r.verdict)
		if r.verdict == fail || r.verdict == noisy {
			v = "**" + v + "**"
		}
		fmt.Fprintf(&b, "| %s | %s | %s | %s | %s | %s |\n", r.figure, r.budget, value, r.spread, v, r.means)
	}
	return b.String()
}

// The table's place in the document.
const (
	begin = "<!-- measured by make bench -->\n"
	end   = "<!-- end -->\n"
)

// fill puts the text between the document's markers.
func fill(document, text string) (string, error) {
	before, rest, ok := strings.Cut(document, begin)
	_, after, closed := strings.Cut(rest, end)
	if !ok || !closed || strings.Contains(after, begin) {
		return "", fmt.Errorf("it doesn't have one pair of the markers %q and %q", strings.TrimSpace(begin), strings.TrimSpace(end))
	}
	return before + begin + text + end + after, nil
}

// rewrite puts the text into the document in a file.
func rewrite(file, text string) error {
	old, err := os.ReadFile(file)
	if err != nil {
		return err
	}
	document, err := fill(string(old), text)
	if err != nil {
		return fmt.Errorf("filling %s: %w", file, err)
	}
	return os.WriteFile(file, []byte(document), 0o666) // #nosec G306 -- a document of the source tree
}
