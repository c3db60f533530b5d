// Package promise holds what this service promises the people who use it, which
// companies work for it, where a school's data lies, and the words of what schools file
// about it, each as data that the web app publishes: promises.yaml, vendors.yaml,
// privacy.yaml and records.yaml.
//
// Tests and infra/promises read them; the web app's build turns them into
// /promises.json, /vendors.json, /privacy.json and /records.json. No function may link this package:
// none needs YAML.
//
// A promise has an id, which code cites as "(promise P24)" and which never changes; a
// topic; its text in four languages, as a parent reads it; its sources, which are the
// policies that it comes from ("cleanslate" for our own); the code that keeps it; the
// tests that show it; and one of four states:
//
//   - kept: the whole behaviour is there, and each of its tests passes;
//   - absent: it is kept because there is nothing that could break it, and a test looks
//     for such a thing in code, dependencies, outgoing calls or texts;
//   - partly: something is there, and "missing" says what isn't;
//   - notYet: it isn't there. "missing" says what people have instead.
//
// Only a promise whose every test has passed may be called kept: infra/promises runs
// them, and shows one whose test fails or is skipped as not kept.
package promise

import (
	"bytes"
	_ "embed"
	"errors"
	"fmt"
	"strings"

	"go.yaml.in/yaml/v3"
)

// Languages are those of all texts.
var Languages = []string{"en", "de", "fr", "es"}

// A Text is something to read, by language.
type Text map[string]string

// check reports the languages that lack it.
func (t Text) check() error {
	for _, l := range Languages {
		if strings.TrimSpace(t[l]) == "" {
			return fmt.Errorf("the text in %q is missing", l)
		}
	}
	if len(t) != len(Languages) {
		return errors.New("there is a text in a language that nobody reads")
	}
	return nil
}

// A State says whether a promise is kept.
type State string

const (
	Kept   State = "kept"
	Absent State = "absent"
	Partly State = "partly"
	NotYet State = "notYet"
)

// Holds reports whether people may rely on it.
func (s State) Holds() bool { return s == Kept || s == Absent }

// A Test is one that shows a promise: of a Go package, or of one of the web app's files.
type Test struct {
	In   string `yaml:"in"` // "functions/join" or "web/e2e/student.test.ts"
	Name string `yaml:"name"`
}

// Web reports whether it is one of the web app's.
func (t Test) Web() bool { return strings.HasSuffix(t.In, ".ts") }

// Browser reports whether it drives a browser.
func (t Test) Browser() bool { return strings.HasPrefix(t.In, "web/e2e/") }

func (t Test) String() string { return t.In + " " + t.Name }

// A Promise is one of them.
type Promise struct {
	ID      string   `yaml:"id"`
	Topic   string   `yaml:"topic"`
	Text    Text     `yaml:"text"`
	Sources []string `yaml:"sources"`
	State   State    `yaml:"state"`
	Missing Text     `yaml:"missing"` // nil where nothing is
	Code    []string `yaml:"code"`    // files or folders, from the root of the repository
	Tests   []Test   `yaml:"tests"`
}

// A List is promises.yaml.
type List struct {
	Page     map[string]Text `yaml:"page"` // what else the public page says
	States   map[State]Text  `yaml:"states"`
	Topics   map[string]Text `yaml:"topics"`
	Promises []Promise       `yaml:"promises"`
}

//go:embed promises.yaml
var promises []byte

// Read returns the project's promises, checked as far as they can be alone.
func Read() (*List, error) { return parse(promises) }

func parse(text []byte) (*List, error) {
	var l List
	if err := decode(text, &l); err != nil {
		return nil, fmt.Errorf("reading the promises: %w", err)
	}
	return &l, l.check()
}

// decode refuses fields that v doesn't have.
func decode(text []byte, v any) error {
	d := yaml.NewDecoder(bytes.NewReader(text))
	d.KnownFields(true)
	return d.Decode(v)
}

func (l *List) check() error {
	var wrong []error
	fault := func(where, format string, a ...any) {
		wrong = append(wrong, fmt.Errorf("%s: "+format, append([]any{where}, a...)...))
	}
	for name, t := range l.Page {
		if err := t.check(); err != nil {
			fault("page."+name, "%w", err)
		}
	}
	for name, t := range l.Topics {
		if err := t.check(); err != nil {
			fault("topics."+name, "%w", err)
		}
	}
	for _, s := range []State{Kept, Absent, Partly, NotYet} {
		if err := l.States[s].check(); err != nil {
			fault("states."+string(s), "%w", err)
		}
	}
	for i, p := range l.Promises {
		if p.ID != fmt.Sprintf("P%02d", i+1) {
			fault(p.ID, "ids are P01, P02 and so on, without a gap: this is number %d", i+1)
		}
		if l.Topics[p.Topic] == nil {
			fault(p.ID, "there is no topic %q", p.Topic)
		}
		if err := p.Text.check(); err != nil {
			fault(p.ID, "%w", err)
		}
		if len(p.Sources) == 0 {
			fault(p.ID, "say which policy it comes from")
		}
		switch p.State {
		case Kept, Absent:
			if len(p.Tests) == 0 || len(p.Code) == 0 {
				fault(p.ID, "it is called kept, and no test or no code is named: name them, or say partly or notYet")
			}
			if p.Missing != nil {
				fault(p.ID, "it is called kept, and something is missing")
			}
		case Partly, NotYet:
			if err := p.Missing.check(); err != nil {
				fault(p.ID, "say what is missing: %w", err)
			}
		default:
			fault(p.ID, "its state is kept, absent, partly or notYet, not %q", p.State)
		}
		if p.State == NotYet && len(p.Tests) > 0 {
			fault(p.ID, "a test shows it: say kept or partly")
		}
	}
	return errors.Join(wrong...)
}
