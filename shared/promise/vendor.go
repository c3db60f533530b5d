package promise

import (
	_ "embed"
	"errors"
	"fmt"

	"go.yaml.in/yaml/v3"
)

// A Name is one for all languages, or a text.
type Name struct {
	One  string
	Text Text
}

// UnmarshalYAML reads either form.
func (n *Name) UnmarshalYAML(node *yaml.Node) error {
	if node.Kind == yaml.ScalarNode {
		return node.Decode(&n.One)
	}
	return node.Decode(&n.Text)
}

// In returns the name in a language.
func (n Name) In(language string) string {
	if n.One != "" {
		return n.One
	}
	return n.Text[language]
}

func (n Name) check() error {
	if n.One != "" {
		return nil
	}
	return n.Text.check()
}

// A Vendor is a company that works for the operator.
type Vendor struct {
	ID         string   `yaml:"id"`
	Name       Name     `yaml:"name"`
	What       Text     `yaml:"what"`
	Fields     []Text   `yaml:"fields"`     // all that it gets
	Parameters []string `yaml:"parameters"` // the same by the names that programs know, where one checks them
	Where      Text     `yaml:"where"`
	Since      Text     `yaml:"since"`
	Agreement  Name     `yaml:"agreement"`
	Transfer   Text     `yaml:"transfer"`
	Calls      []string `yaml:"calls"` // packages and files that call it
}

// Vendors is vendors.yaml.
type Vendors struct {
	Page    map[string]Text `yaml:"page"`
	Vendors []Vendor        `yaml:"vendors"`
}

//go:embed vendors.yaml
var vendors []byte

// ReadVendors returns the companies that work for the operator.
func ReadVendors() (*Vendors, error) {
	var v Vendors
	if err := decode(vendors, &v); err != nil {
		return nil, fmt.Errorf("reading the vendors: %w", err)
	}
	var wrong []error
	for _, v := range v.Vendors {
		for what, err := range map[string]error{
			"name": v.Name.check(), "what": v.What.check(), "where": v.Where.check(), "since": v.Since.check(),
			"agreement": v.Agreement.check(), "transfer": v.Transfer.check(),
		} {
			if err != nil {
				wrong = append(wrong, fmt.Errorf("%s: %s: %w", v.ID, what, err))
			}
		}
		for _, f := range v.Fields {
			if err := f.check(); err != nil {
				wrong = append(wrong, fmt.Errorf("%s: fields: %w", v.ID, err))
			}
		}
		if v.ID == "" || len(v.Fields) == 0 || len(v.Calls) == 0 {
			wrong = append(wrong, fmt.Errorf("%s: say what it gets, and where it is called", v.ID))
		}
	}
	return &v, errors.Join(wrong...)
}

// Vendor returns the one with the id.
func (v *Vendors) Vendor(id string) (Vendor, bool) {
	for _, one := range v.Vendors {
		if one.ID == id {
			return one, true
		}
	}
	return Vendor{}, false
}
