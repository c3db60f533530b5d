package org

import (
	"net/http"
	"time"

	"github.com/cleanslate-edu/cleanslate/shared/domain"
	"github.com/cleanslate-edu/cleanslate/shared/httpapi"
)

// terms are how long things are kept whatever a school's policy says, as ISO 8601
// durations.
type terms struct {
	Idle         string `json:"idle"`         // after which an open session is closed
	Draft        string `json:"draft"`        // after which a draft is deleted
	RestoreMax   string `json:"restoreMax"`   // of what is deleted, at most
	Ticket       string `json:"ticket"`       // of a student, after the close
	TicketSecret string `json:"ticketSecret"` // under which tickets are sealed
	Backup       string `json:"backup"`       // how far backups reach back
	Freeze       string `json:"freeze"`       // of an incident, unless renewed
	HoldMax      string `json:"holdMax"`      // of a hold, unless renewed
	Hold         string `json:"hold"`         // the record of a hold after its end
	Audit        string `json:"audit"`        // an entry of the audit
	Org          string `json:"org"`          // the school, after its contract
	Invitation   string `json:"invitation"`
	Letter       string `json:"letter"`
	Incident     string `json:"incident"`     // after the report or the close
	PublicNotice string `json:"publicNotice"` // on the public page
}

var recordTerms = terms{
	Idle: days(domain.IdleClose), Draft: days(domain.DraftLife), RestoreMax: domain.Period{Months: domain.RestoreMonthsMax}.String(),
	Ticket: days(domain.TicketLife), TicketSecret: days(domain.TicketSecretLife), Backup: days(domain.BackupLife),
	Freeze: domain.Period{Days: domain.FreezeDays}.String(), HoldMax: domain.Period{Months: domain.HoldMonthsMax}.String(),
	Hold: domain.HoldKept.String(), Audit: domain.AuditKept.String(), Org: domain.OrgKept.String(), Invitation: days(domain.InviteeKept),
	Letter: domain.LetterKept.String(), Incident: domain.IncidentKept.String(), PublicNotice: domain.Period{Days: domain.PublicDays}.String(),
}

func days(d time.Duration) string { return domain.Period{Days: int(d / (24 * time.Hour))}.String() }

// getRecords shows an administrator what the school's records of processing (GDPR art.
// 30) and the beginning of its impact assessment (art. 35) are made of. The page makes the
// documents: their words are published with what it says about privacy.
func (h *handler) getRecords(w http.ResponseWriter, r *http.Request, who domain.Principal) error {
	o, c, err := h.school(r.Context(), who.Org)
	if err != nil {
		return err
	}
	o = o.At(h.Clock())
	policy, err := policyViewOf(o)
	if err != nil {
		return err
	}
	agreements, err := h.agreements(r.Context(), o)
	if err != nil {
		return err
	}
	httpapi.WriteJSON(w, http.StatusOK, struct {
		At         time.Time       `json:"at"`
		School     schoolView      `json:"school"`
		Policy     policyView      `json:"policy"`
		Agreements []agreementView `json:"agreements"`
		Terms      terms           `json:"terms"`
	}{h.Clock().UTC(), h.schoolView(o, c), policy, agreements, recordTerms})
	return nil
}
