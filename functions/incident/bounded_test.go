package incident_test

import (
	"fmt"
	"testing"

	"github.com/cleanslate-edu/cleanslate/functions/breachtest"
	"github.com/cleanslate-edu/cleanslate/shared/domain"
)

// What one person reports in a day has an end, whoever has their password; what was reported
// is found again, others report what happens meanwhile, and so do they a day later.
func TestReportsAreBounded(t *testing.T) {
	t.Parallel()
	w := breachtest.New(t)
	report := func(key int) breachtest.Call {
		return breachtest.Call{As: breachtest.Grace, Key: fmt.Sprintf("report-number-%022d", key), Body: breachtest.Body(func(o object) { o["drill"] = true })}
	}
	for k := range domain.IncidentsRate {
		w.Ask("POST", "/v1/incidents", report(k), nil)
	}
	w.Refused("POST", "/v1/incidents", report(-1), 409, "too-many-incidents")
	w.Ask("POST", "/v1/incidents", report(0), nil)
	another := report(-1)
	another.As = breachtest.Alan
	w.Ask("POST", "/v1/incidents", another, nil)
	w.Advance(domain.IncidentsRateTime)
	w.Ask("POST", "/v1/incidents", report(-1), nil)
}
