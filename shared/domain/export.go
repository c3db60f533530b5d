package domain

import (
	"slices"
	"time"
)

// An Export is an archive of everything of a school, for its administrators. It is made in
// the background, page by page, as sealed objects in Cloud Storage, and ends a week after it
// was asked for at the latest.
type Export struct {
	ID      string
	Org     string
	By      string // who asked for it, by their member id
	State   ExportState
	AskedAt time.Time
	MovedAt time.Time // when it last got on
	DoneAt  time.Time // zero: it isn't

	Page     int         // which is next, from 0
	Stage    ExportStage // that it is about
	Token    string      // where it begins in that stage's list
	Total    int         // sessions that there were when the making began
	Sessions int         // that are in it so far
	Bytes    int         // of all objects so far
	Cut      bool        // it ended early, at ExportPagesMax
	Parts    []ExportPart
}

// An ExportState is how an archive stands.
type ExportState string

const (
	ExportRunning ExportState = "running"
	ExportDone    ExportState = "done"
	ExportEnded   ExportState = "ended" // by a person, before its time
)

// ExportStates lists all states.
var ExportStates = []ExportState{ExportRunning, ExportDone, ExportEnded}

// An ExportStage is one list of what a school has.
type ExportStage string

const (
	ExportSchool      ExportStage = "school"
	ExportPolicies    ExportStage = "policies"
	ExportChanges     ExportStage = "changes"
	ExportMembers     ExportStage = "members"
	ExportTexts       ExportStage = "consent-texts"
	ExportCodes       ExportStage = "consent-codes"
	ExportSets        ExportStage = "question-sets"
	ExportLessons     ExportStage = "sessions"
	ExportRequests    ExportStage = "requests"
	ExportIncidents   ExportStage = "incidents"
	ExportDisclosures ExportStage = "disclosures"
	ExportHolds       ExportStage = "holds"
	ExportTransfers   ExportStage = "transfers"
	ExportReceipts    ExportStage = "receipts"
	ExportAudit       ExportStage = "audit"
)

// ExportStages lists all stages, in the order in which they are made. Sessions come last, the
// latest of them first: an archive that is cut lacks the oldest, and no other list.
var ExportStages = []ExportStage{
	ExportSchool, ExportPolicies, ExportChanges, ExportMembers, ExportTexts, ExportCodes, ExportSets, ExportRequests,
	ExportIncidents, ExportDisclosures, ExportHolds, ExportTransfers, ExportReceipts, ExportAudit, ExportLessons,
}

// Limits of an archive.
const (
	// ExportKept is how long an archive is kept after it was asked for. An hourly tick ends
	// it, so that no object of it is older than a week: whatever is erased after it went into
	// an archive has left the archive when it has left the backups.
	ExportKept = 7*24*time.Hour - 2*time.Hour
	// ExportStalls is after how long without progress retention has it go on.
	ExportStalls = time.Hour
	// ExportPageSize is how many sessions one message adds, ExportListSize how many of
	// anything else.
	ExportPageSize = 10
	ExportListSize = 500
	ExportPagesMax = 2000
	// ExportsADay is how many a school may ask for within a day.
	ExportsADay = 5
)

// An ExportPart is what one page added: objects that are named by its page and by the try
// that wrote them, so that one that was cut off leaves nothing that counts.
type ExportPart struct {
	Page    int
	Try     string
	Stage   ExportStage
	Objects int
}

// An ExportPage is what making one page leads to.
type ExportPage struct {
	Page     int
	Try      string
	Objects  int
	Sessions int
	Bytes    int
	Next     string // where the stage goes on; empty: it is through
	Total    int    // of sessions, with the first page
}

var (
	// ErrExportRunning refuses a second archive beside one that is being made.
	ErrExportRunning = Problem(ErrConflict, "export-running",
		"An archive is being made. Wait until it is ready, or end it.")
	// ErrExports refuses more of them than one day allows.
	ErrExports = Problem(ErrConflict, "too-many-exports",
		"So many archives were asked for within a day that no other can be. Use one of them, or come back tomorrow.")
	// ErrExportUnfinished refuses to hand out what isn't ready.
	ErrExportUnfinished = Problem(ErrConflict, "export-unfinished",
		"The archive isn't ready yet. Wait until it is.")
)

// CheckExports returns an error unless a school that has these archives may ask for another.
func CheckExports(all []Export, now time.Time) error {
	today := 0
	for _, e := range all {
		if e.State == ExportRunning && !e.Over(now) {
			return ErrExportRunning
		}
		if now.Before(e.AskedAt.Add(24 * time.Hour)) {
			today++
		}
	}
	if today >= ExportsADay {
		return ErrExports
	}
	return nil
}

// ExpiresAt returns when e ends at the latest.
func (e *Export) ExpiresAt() time.Time { return e.AskedAt.Add(ExportKept) }

// Over reports whether e mustn't be read any more, and its objects and key go.
func (e *Export) Over(now time.Time) bool {
	return e.State == ExportEnded || !now.Before(e.ExpiresAt())
}

// Advance records a page, unless it was recorded before. It reports whether e changed.
func (e *Export) Advance(p ExportPage, now time.Time) bool {
	if e.State != ExportRunning || e.Page != p.Page {
		return false
	}
	e.Parts = append(e.Parts, ExportPart{p.Page, p.Try, e.Stage, p.Objects})
	e.Page, e.Token, e.MovedAt = e.Page+1, p.Next, now
	e.Sessions += p.Sessions
	e.Bytes += p.Bytes
	if p.Page == 0 {
		e.Total = p.Total
	}
	if p.Next == "" {
		if i := slices.Index(ExportStages, e.Stage) + 1; i < len(ExportStages) {
			e.Stage = ExportStages[i]
		} else {
			e.State, e.DoneAt = ExportDone, now
		}
	}
	if e.State == ExportRunning && e.Page >= ExportPagesMax {
		e.State, e.DoneAt, e.Cut = ExportDone, now, true
	}
	return true
}

// PartsOf returns the parts of a stage, in order.
func (e *Export) PartsOf(stage ExportStage) (parts []ExportPart) {
	for _, p := range e.Parts {
		if p.Stage == stage {
			parts = append(parts, p)
		}
	}
	return parts
}
