package promise

import (
	_ "embed"
	"errors"
	"fmt"
)

// Privacy is privacy.yaml.
type Privacy struct {
	Page      map[string]Text   `yaml:"page"`
	Policy    map[string]Text   `yaml:"policy"` // of a school's page
	Said      map[string][]Text `yaml:"said"`   // paragraphs
	Regions   map[string]Text   `yaml:"regions"`
	Bases     map[string]Text   `yaml:"bases"`
	Countries map[string]struct {
		Basis     string `yaml:"basis"`
		Authority string `yaml:"authority"`
		URL       string `yaml:"url"`
	} `yaml:"countries"` // "*": any other
	Storage []struct {
		What Text     `yaml:"what"`
		Code []string `yaml:"code"`
	} `yaml:"storage"`
}

//go:embed privacy.yaml
var privacy []byte

// ReadPrivacy returns what the pages about privacy say.
func ReadPrivacy() (*Privacy, error) {
	var p Privacy
	if err := decode(privacy, &p); err != nil {
		return nil, fmt.Errorf("reading the texts about privacy: %w", err)
	}
	var wrong []error
	for _, texts := range []map[string]Text{p.Page, p.Policy, p.Regions, p.Bases} {
		for name, t := range texts {
			if err := t.check(); err != nil {
				wrong = append(wrong, fmt.Errorf("%s: %w", name, err))
			}
		}
	}
	for name, texts := range p.Said {
		for _, t := range texts {
			if err := t.check(); err != nil {
				wrong = append(wrong, fmt.Errorf("said.%s: %w", name, err))
			}
		}
	}
	for code, c := range p.Countries {
		if p.Bases[c.Basis] == nil || c.Authority == "" || c.URL == "" {
			wrong = append(wrong, fmt.Errorf("%s: say on which basis, and which authority it has", code))
		}
	}
	if _, ok := p.Countries["*"]; !ok {
		wrong = append(wrong, errors.New("say what holds for any other country"))
	}
	for _, s := range p.Storage {
		if err := s.What.check(); err != nil {
			wrong = append(wrong, err)
		}
	}
	return &p, errors.Join(wrong...)
}
