package domain

import (
	"cmp"
	"fmt"
	"slices"
	"time"
)

// A Transfer is what a school hands over for research or statistics: which body gets it, what
// for, on whose word, and what it is made of (promise P39). It is recorded before anything is
// counted. The tables are kept until EndsAt; what stays says in words what they were, and by
// its hash which.
type Transfer struct {
	ID        string
	Org       string
	Recipient string // the body that gets it
	Purpose   string // in words
	Ground    string // what the school decided it on, in words
	From, To  Month  // by the school's clocks, both included: when the sessions ended
	// Begin and End are when those months were by the school's clocks as it was authorized: a
	// zone that changes later moves no session into another transfer.
	Begin, End time.Time
	Sets       []string
	// Parts are what there was of those sets when it was authorized, Done how many of them are
	// counted.
	Parts []SetVersion
	Done  int

	Who          string // member id of who authorized it
	AuthorizedAt time.Time
	EndsAt       time.Time // when it can't be counted or saved any more
	CountedAt    time.Time // when counting began
	MadeAt       time.Time // zero: not all is counted
	CSV, JSON    string    // SHA-256 of either file, in hexadecimal
	Words        string    // what the files say
	SavedAt      time.Time // when it was first saved to be handed over, zero if never
	SavedBy      string    // member id
	WithdrawnAt  time.Time
	GoneAt       time.Time // when its tables were deleted
}

const (
	TransferLineMax    = 100 // characters of the recipient
	TransferTextMax    = 500 // characters of the purpose and of the ground each
	TransferMonthsMax  = 12
	TransferSetsMax    = 50  // that are named
	TransferPartsMax   = 100 // versions of sets
	TransferDaysMax    = 30  // from the authorization to its end
	TransferSessionMax = 200 // of one version of a set: a request counts them in its time
	// TransferFresh is how long after counting began the files are first saved at the latest:
	// those who refuse it, are restricted or erased later aren't in them.
	TransferFresh = time.Hour
	// TransferReadMax is how many sessions of a school are looked through for one transfer.
	TransferReadMax = 10_000
	// TransfersMax is how many stand on record, TransfersDayMax how many may be authorized in
	// TransfersTime.
	TransfersMax    = 200
	TransfersDayMax = 10
	TransfersTime   = 24 * time.Hour
	// TransferWaits is how long after a month its sessions may be counted, as UsageWaits.
	TransferWaits = UsageWaits
)

// A TransferState says how far a transfer is.
type TransferState string

const (
	TransferAuthorized TransferState = "authorized" // not all is counted
	TransferReady      TransferState = "ready"
	TransferSaved      TransferState = "saved" // by the school, to be handed over
	TransferWithdrawn  TransferState = "withdrawn"
	TransferEnded      TransferState = "ended" // without having been saved
)

// TransferStates lists all states.
var TransferStates = []TransferState{TransferAuthorized, TransferReady, TransferSaved, TransferWithdrawn, TransferEnded}

// State returns t's state at a time.
func (t *Transfer) State(now time.Time) TransferState {
	switch {
	case !t.WithdrawnAt.IsZero():
		return TransferWithdrawn
	case !t.SavedAt.IsZero():
		return TransferSaved
	case !now.Before(t.EndsAt):
		return TransferEnded
	case !t.MadeAt.IsZero() && !t.Stale(now):
		return TransferReady
	}
	return TransferAuthorized
}

// Over reports whether nothing of t may be counted or saved any more: what is kept of its
// tables goes.
func (t *Transfer) Over(now time.Time) bool {
	return !t.WithdrawnAt.IsZero() || !now.Before(t.EndsAt)
}

// Stale reports whether what was counted of t, and wasn't saved, is too old to leave.
func (t *Transfer) Stale(now time.Time) bool {
	return t.SavedAt.IsZero() && !t.CountedAt.IsZero() && now.Sub(t.CountedAt) > TransferFresh
}

// Restart has t counted from the beginning. Each of its tables is counted again, in the place
// of the one that there is.
func (t *Transfer) Restart() {
	t.Done, t.CountedAt, t.MadeAt = 0, time.Time{}, time.Time{}
	t.Forget()
}

// Forget removes what the files of t would have been: they never left.
func (t *Transfer) Forget() { t.CSV, t.JSON, t.Words = "", "", "" }

// Count takes down that the nth part of t was counted, which began at began. It reports false
// if that was done already.
func (t *Transfer) Count(n int, began, now time.Time) (bool, error) {
	if t.Over(now) {
		return false, ErrTransferOver
	}
	if t.Done != n {
		return false, nil
	}
	t.Done++
	if t.CountedAt.IsZero() || began.Before(t.CountedAt) {
		t.CountedAt = began
	}
	return true, nil
}

// Claims reports whether what t is made of may be in no other transfer: it was handed over, or
// may yet be, as by a request that began in time. Had two of them sessions in common, one could
// be subtracted from the other.
func (t *Transfer) Claims(now time.Time) bool {
	switch t.State(now) {
	case TransferWithdrawn:
		return false
	case TransferEnded:
		return now.Before(t.EndsAt.Add(TransferFresh))
	}
	return true
}

// Overlaps reports whether t and o may have a session in common: each is of one version of a
// set, and ended at one time.
func (t *Transfer) Overlaps(o *Transfer) bool {
	if !t.Begin.Before(o.End) || !o.Begin.Before(t.End) {
		return false
	}
	return slices.ContainsFunc(t.Parts, func(v SetVersion) bool { return slices.Contains(o.Parts, v) })
}

var (
	// ErrTransferOverlaps refuses to hand over twice what may have changed by a few students.
	ErrTransferOverlaps = Problem(ErrConflict, "transfer-overlaps",
		"Some of this was handed over before, or is about to be. Two files of the same sessions could be subtracted from each other. Choose other months or question sets, or pass on the file that there is.")
	// ErrTransfers refuses to authorize another transfer today.
	ErrTransfers = Problem(ErrConflict, "too-many-transfers",
		"10 transfers were authorized within a day. Wait until tomorrow, or choose more months or question sets for one.")
	// ErrTransfersAll refuses to authorize another transfer ever.
	ErrTransfersAll = Problem(ErrConflict, "too-many-transfers",
		"200 transfers stand on record, and there can't be more: a record stays.")
	// ErrTransferOver refuses what is too late.
	ErrTransferOver = Problem(ErrConflict, "transfer-over",
		"This transfer was withdrawn, or its time is over. Authorize another one.")
	// ErrTransferUnfinished refuses to save what isn't counted yet.
	ErrTransferUnfinished = Problem(ErrConflict, "transfer-unfinished",
		"Not all is counted yet. Go on counting, then save the files.")
	// ErrTransferSaved refuses to withdraw what is out.
	ErrTransferSaved = Problem(ErrConflict, "transfer-saved",
		"The files were saved, so they may have been handed over. That stays on record.")
	// ErrTransferEmpty refuses a transfer of nothing.
	ErrTransferEmpty = Problem(ErrConflict, "transfer-empty",
		"No session of these question sets ended in these months, or all of them are deleted. Choose other months or question sets.")
	// ErrTransferLarge refuses a transfer that takes too long to count.
	ErrTransferLarge = Problem(ErrConflict, "transfer-too-large",
		"These are more than 100 versions of question sets, or more than 200 sessions of one of them. Choose fewer months or question sets.")
	// ErrTransferMonths refuses months of which too many sessions would be looked through.
	ErrTransferMonths = Problem(ErrConflict, "transfer-too-large",
		"More than 10,000 sessions of the school ended in these months. Choose fewer months.")
)

// MayAuthorize returns an error unless t may be authorized beside those that are.
func MayAuthorize(t *Transfer, all []Transfer, now time.Time) error {
	today := 0
	for i := range all {
		if now.Sub(all[i].AuthorizedAt) < TransfersTime {
			today++
		}
		if all[i].Claims(now) && t.Overlaps(&all[i]) {
			return ErrTransferOverlaps
		}
	}
	if len(all) >= TransfersMax {
		return ErrTransfersAll
	}
	if today >= TransfersDayMax {
		return ErrTransfers
	}
	return nil
}

// Check returns what is wrong with t as o's people entered it, by its JSON form.
func (t *Transfer) Check(o Org, now time.Time) (wrong []FieldError) {
	bad := func(pointer, detail string) { wrong = append(wrong, FieldError{pointer, detail}) }
	if !IsLine(t.Recipient, TransferLineMax) {
		bad("/recipient", "Name the body that gets it in one line of 1 to 100 characters, and no person.")
	}
	for _, text := range []struct{ pointer, text, detail string }{
		{"/purpose", t.Purpose, "Say what it is for in one line of 1 to 500 characters, and name no person."},
		{"/ground", t.Ground, "Say what the school decided this on, such as an agreement and its date, in one line of 1 to 500 characters, and name no person."},
	} {
		if !IsLine(text.text, TransferTextMax) {
			bad(text.pointer, text.detail)
		}
	}
	from, okFrom := ParseMonth(string(t.From))
	to, okTo := ParseMonth(string(t.To))
	if !okFrom {
		bad("/from", "Give the first month, such as 2026-09.")
	}
	if !okTo || okFrom && (to < from || from.Until(to) > TransferMonthsMax) {
		bad("/to", "Give the last month, such as 2026-11: not before the first one, and 12 months in all at most.")
	} else if _, end := to.In(o.Zone()); now.Before(end.Add(TransferWaits)) {
		bad("/to", "Only months that are over for a day can be handed over. Choose an earlier one.")
	}
	ids := slices.Compact(slices.Sorted(slices.Values(t.Sets)))
	if len(ids) != len(t.Sets) || len(ids) > TransferSetsMax || slices.ContainsFunc(ids, func(id string) bool { return !IsID(id) }) {
		bad("/questionSets", "Name at most 50 question sets by their ids, each once, or none for all.")
	}
	if !t.EndsAt.After(now) || t.EndsAt.After(now.AddDate(0, 0, TransferDaysMax)) {
		bad("/endsAt", "Say until when the files are to be saved: within 30 days.")
	}
	return wrong
}

// SetPeriod sets when the sessions of t ended: from Begin on, before End.
func (t *Transfer) SetPeriod(o Org) {
	t.Begin, _ = t.From.In(o.Zone())
	_, t.End = t.To.In(o.Zone())
}

// Divide sets the parts of t: what there is of its sets among sessions that ended in its time,
// given how many there are of each version.
func (t *Transfer) Divide(sessions map[SetVersion]int) error {
	t.Parts = nil
	for v, n := range sessions {
		if v.Set == "" || len(t.Sets) > 0 && !slices.Contains(t.Sets, v.Set) {
			continue
		}
		if n > TransferSessionMax || len(t.Parts) == TransferPartsMax {
			return ErrTransferLarge
		}
		t.Parts = append(t.Parts, v)
	}
	slices.SortFunc(t.Parts, func(a, b SetVersion) int { return cmp.Or(cmp.Compare(a.Set, b.Set), cmp.Compare(a.Version, b.Version)) })
	if len(t.Parts) == 0 {
		return ErrTransferEmpty
	}
	return nil
}

// Describe returns in words what the files of t say, which consist of tables.
func (t *Transfer) Describe(tables []Table) string {
	withheld, questions := 0, 0
	for _, table := range tables {
		if table.Students == 0 {
			withheld++
		}
		questions += len(table.Questions)
	}
	return fmt.Sprintf(
		"Of the sessions that ended from %s to %s, by version of a question set (%d, of which %d are left out because fewer than %d people took part) and by question (%d): "+
			"how many students there were, and which share was right, partly right, wrong, picked the same or didn't answer. "+
			"Groups of fewer than %d people are not shown, nor what they would follow from; counts are multiples of %d. "+
			"No text that anybody wrote, no name, no time, no session and no teacher.",
		t.From, t.To, len(tables), withheld, GroupMin, questions, GroupMin, GroupStep)
}
