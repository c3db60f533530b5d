package domain

import (
	"regexp"
	"slices"
	"strings"
	"time"
)

// Limits of what an org says about itself.
const (
	OrgNameMax  = 100 // characters
	HolidaysMax = 400
	TimezoneMax = 64 // bytes
)

// Languages lists the languages in which the product speaks to people.
var Languages = []string{"en", "de", "fr", "es"}

var (
	countryForm = regexp.MustCompile(`^[A-Z]{2}$`)
	regionForm  = regexp.MustCompile(`^[A-Z]{2}-[A-Z0-9]{1,3}$`)
)

// usRegions are the states, the district and the territories of the United States, whose
// laws differ.
var usRegions = strings.Fields(`AL AK AZ AR CA CO CT DE FL GA HI ID IL IN IA KS KY LA ME MD MA MI MN MS MO MT NE NV NH NJ NM NY
	NC ND OH OK OR PA RI SC SD TN TX UT VT VA WA WV WI WY DC AS GU MP PR UM VI`)

// Check returns what is wrong with what o says about itself, with the pointers of the
// API; its policy and its agreements have checks of their own.
func (o Org) Check() []FieldError {
	var wrong []FieldError
	bad := func(pointer, detail string) { wrong = append(wrong, FieldError{pointer, detail}) }
	if !IsLine(o.Name, OrgNameMax) {
		bad("/name", "Name the school in one line of 1 to 100 characters.")
	}
	if !countryForm.MatchString(o.Country) {
		bad("/country", `Give the country's two capital letters, such as "DE".`)
	}
	state, inCountry := strings.CutPrefix(o.Region, o.Country+"-")
	switch {
	case o.Country == "US" && (!inCountry || !slices.Contains(usRegions, state)):
		bad("/region", `Give the state, such as "US-NY": the law on breaches differs by state.`)
	case o.Region != "" && (!inCountry || !regionForm.MatchString(o.Region)):
		bad("/region", `Give the state or province by ISO 3166-2 with its country, such as "CA-ON", or none.`)
	}
	if _, err := time.LoadLocation(o.Timezone); err != nil || o.Timezone == "" || len(o.Timezone) > TimezoneMax || o.Timezone == "Local" {
		bad("/timezone", "Give a known time zone, such as Europe/Berlin.")
	}
	if o.Language != "" && !slices.Contains(Languages, o.Language) {
		bad("/language", "The language is en, de, fr or es; empty means the country's.")
	}
	if len(o.Holidays) > HolidaysMax {
		bad("/holidays", "There can be at most 400 holidays. Remove those that are long past.")
	}
	for i, day := range o.Holidays {
		if _, err := time.Parse(time.DateOnly, day); err != nil || i > 0 && day <= o.Holidays[i-1] {
			bad("/holidays", "Give each day once, such as 2026-11-27, the earliest first.")
			break
		}
	}
	return wrong
}
