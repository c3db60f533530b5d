package promise

import (
	_ "embed"
	"errors"
	"fmt"
	"regexp"
)

// Records is records.yaml: the words of the documents that a school files.
type Records struct {
	Documents  map[string]Text `yaml:"documents"`
	Words      map[string]Text `yaml:"words"`
	Levels     map[string]Text `yaml:"levels"`
	Facts      map[string]Text `yaml:"facts"` // what a blank asks for
	Controller []Text          `yaml:"controller"`
	Processor  []Text          `yaml:"processor"`
	Place      Text            `yaml:"place"`
	Activities []Activity      `yaml:"activities"`
	Security   []string        `yaml:"security"` // ids of promises
	Assessment []struct {
		Heading  Text     `yaml:"heading"`
		Texts    []Text   `yaml:"texts"`
		Promises []string `yaml:"promises"`
	} `yaml:"assessment"`
	Risks []struct {
		Risk       Text     `yaml:"risk"`
		Likelihood string   `yaml:"likelihood"`
		Severity   string   `yaml:"severity"`
		Promises   []string `yaml:"promises"`
		Left       Text     `yaml:"left"`
	} `yaml:"risks"`
	Decide struct {
		Heading Text   `yaml:"heading"`
		Texts   []Text `yaml:"texts"`
	} `yaml:"decide"`
}

// An Activity is one that a record of processing lists.
type Activity struct {
	ID         string   `yaml:"id"`
	Name       Text     `yaml:"name"`
	Purposes   Text     `yaml:"purposes"`
	Basis      string   `yaml:"basis"` // "country": as privacy.yaml says; empty: a blank
	People     Text     `yaml:"people"`
	Data       Text     `yaml:"data"`
	Recipients Text     `yaml:"recipients"`
	Vendors    []string `yaml:"vendors"`
	Kept       Name     `yaml:"kept"` // or the name of paragraphs of privacy.yaml
	Promises   []string `yaml:"promises"`
}

//go:embed records.yaml
var records []byte

// ReadRecords returns the words of the documents that a school files.
func ReadRecords() (*Records, error) {
	var r Records
	if err := decode(records, &r); err != nil {
		return nil, fmt.Errorf("reading the words of the records: %w", err)
	}
	var wrong []error
	for _, t := range r.texts() {
		if err := t.check(); err != nil {
			wrong = append(wrong, fmt.Errorf("%q: %w", t["en"], err))
		}
	}
	for _, risk := range r.Risks {
		if r.Levels[risk.Likelihood] == nil || r.Levels[risk.Severity] == nil {
			wrong = append(wrong, fmt.Errorf("%q: propose a level that there is", risk.Risk["en"]))
		}
	}
	return &r, errors.Join(wrong...)
}

// texts returns all that is said.
func (r *Records) texts() []Text {
	all := []Text{r.Place, r.Decide.Heading}
	for _, texts := range []map[string]Text{r.Documents, r.Words, r.Levels, r.Facts} {
		for _, t := range texts {
			all = append(all, t)
		}
	}
	all = append(all, r.Controller...)
	all = append(all, r.Processor...)
	all = append(all, r.Decide.Texts...)
	for _, a := range r.Activities {
		all = append(all, a.Name, a.Purposes, a.People, a.Data, a.Recipients)
		if a.Kept.One == "" {
			all = append(all, a.Kept.Text)
		}
	}
	for _, s := range r.Assessment {
		all = append(append(all, s.Heading), s.Texts...)
	}
	for _, risk := range r.Risks {
		all = append(all, risk.Risk, risk.Left)
	}
	return all
}

var factName = regexp.MustCompile(`\{(\w+)\}`)

// facts returns the names of the facts that a text fills in.
func facts(text string) []string {
	var names []string
	for _, m := range factName.FindAllStringSubmatch(text, -1) {
		names = append(names, m[1])
	}
	return names
}
