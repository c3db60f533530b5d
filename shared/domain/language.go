package domain

import "slices"

// countries maps countries to the language in which their schools are spoken to; of all
// others it is English.
var countries = map[string]string{
	"AT": "de", "CH": "de", "DE": "de", "LI": "de", "LU": "fr", "BE": "fr", "FR": "fr", "MC": "fr",
	"ES": "es", "AR": "es", "BO": "es", "CL": "es", "CO": "es", "CR": "es", "CU": "es", "DO": "es", "EC": "es", "GT": "es",
	"HN": "es", "MX": "es", "NI": "es", "PA": "es", "PE": "es", "PY": "es", "SV": "es", "UY": "es", "VE": "es",
}

// Speaks returns the language of o, its own or its country's: one of Languages.
func (o *Org) Speaks() string {
	if slices.Contains(Languages, o.Language) {
		return o.Language
	}
	if l, ok := countries[o.Country]; ok {
		return l
	}
	return "en"
}
