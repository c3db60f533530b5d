package main

import (
	"bufio"
	"context"
	"fmt"
	"io"
	"os"
	"strings"
	"time"

	"github.com/cleanslate-edu/cleanslate/shared/domain"
	"github.com/cleanslate-edu/cleanslate/shared/store"
)

// A named code is one of an org by what the school's page and history call it.
type namedCode struct{ org, ref string }

// codesMax is how many codes one file names at most.
const codesMax = 10_000

// readCodes reads lines with an org's id and a code's name each, such as "org_north K7F2QA".
func readCodes(path string) ([]namedCode, error) {
	f, err := os.Open(path) // #nosec G304 -- the operator names it
	if err != nil {
		return nil, err
	}
	defer f.Close()
	var all []namedCode
	lines := bufio.NewScanner(f)
	for n := 1; lines.Scan(); n++ {
		fields := strings.Fields(lines.Text())
		if len(fields) == 0 {
			continue
		}
		if len(fields) != 2 || len(all) == codesMax {
			return nil, fmt.Errorf("line %d: want an org's id and the name of one of its codes, and at most %d lines", n, codesMax)
		}
		all = append(all, namedCode{fields[0], strings.ToUpper(fields[1])})
	}
	return all, lines.Err()
}

// endCodes ends again the codes of consent that an older "(default)" takes for good. A line
// that names none which holds is told by its number.
func endCodes(ctx context.Context, db *store.Store, path string, now time.Time, out io.Writer) error {
	named, err := readCodes(path)
	if err != nil {
		return fmt.Errorf("reading the codes: %w", err)
	}
	holding := make(map[namedCode][]string)
	orgs := make(map[string]bool)
	for _, c := range named {
		if orgs[c.org] {
			continue
		}
		orgs[c.org] = true
		for token, last := "", false; !last; {
			page, next, err := db.ConsentCodePage(ctx, c.org, 100, token)
			if err != nil {
				return err
			}
			for _, code := range page {
				if code.Holds(c.org, now) {
					key := namedCode{c.org, code.Ref()}
					holding[key] = append(holding[key], code.ID)
				}
			}
			token, last = next, next == ""
		}
	}
	ended := 0
	for i, c := range named {
		ids := holding[c]
		if len(ids) == 0 {
			fmt.Fprintf(out, "code %d of the file: the school has none of this name that holds\n", i+1)
		}
		for _, id := range ids {
			entry := domain.Change{At: now, What: domain.ChangeConsentEnded, Fields: []domain.FieldChange{{Name: "code", After: c.ref}}}
			if _, err := db.EndConsentCode(ctx, c.org, id, now, false, entry); err != nil {
				return fmt.Errorf("ending code %d of the file: %w", i+1, err)
			}
			ended++
		}
		delete(holding, c)
	}
	fmt.Fprintf(out, "%d codes of consent were ended\n", ended)
	return nil
}
