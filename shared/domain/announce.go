package domain

import (
	"slices"
	"time"
)

// PolicyNotice is how long before it comes into force a policy that takes something from
// people is announced at least (promise P51), NoticeMax how long at most.
var (
	PolicyNotice = Period{Days: 14}
	NoticeMax    = Period{Months: 12}
)

// How many versions of a policy may be published within PolicyRateTime. Each may be
// mailed to everybody at a school.
const (
	PolicyRate     = 10
	PolicyRateTime = 30 * 24 * time.Hour
)

// An Announced is a policy that is published and isn't in force yet.
type Announced struct {
	Policy
	From time.Time // when it comes into force
}

// A PolicyVersion is a policy as it was published.
type PolicyVersion struct {
	N           int // by which an org's versions are counted from 1
	Policy      Policy
	Before      *Policy      // that was in force then; nil: none was
	PublishedAt time.Time    // zero: with the org, nobody knows when
	From        time.Time    // since when it is in force, or when it comes into force
	Until       time.Time    // when another one took its place; zero: none did
	WithdrawnAt time.Time    // before it came into force; zero: it wasn't
	Ground      PolicyGround // why it needed no notice; empty: it had notice, or took nothing
	Who         string       // member id
}

// A PolicyGround is a reason for which a policy that takes something comes into force at
// once.
type PolicyGround string

// GroundChild is that a child's data has to be erased (promise P29).
const GroundChild PolicyGround = "child-erasure"

// Takes reports whether after takes something from people that before promised them: that
// what they entered, or what was deleted, is kept exactly so long, or for these purposes
// only. Whatever is less than was promised to somebody counts: less time for who wants to
// look something up or to restore it, more for who wants it forgotten.
func (p Policy) Takes(after Policy) bool {
	if p.Kept() != after.Kept() || p.Restore() != after.Restore() {
		return true
	}
	return slices.ContainsFunc(after.Purposes, func(s string) bool { return !slices.Contains(p.Purposes, s) })
}

// Lengthens reports whether after keeps anything longer than p does, or for more.
func (p Policy) Lengthens(after Policy) bool {
	more := slices.ContainsFunc(after.Purposes, func(s string) bool { return !slices.Contains(p.Purposes, s) })
	return more || !after.Kept().Within(p.Kept()) || !after.Restore().Within(p.Restore())
}

// Within reports whether p never ends later than q.
func (p Period) Within(q Period) bool {
	for month := range 48 { // with a leap year
		for _, day := range []int{1, 15, 28, 29, 30, 31} {
			start := time.Date(2023, time.Month(1+month), day, 0, 0, 0, 0, time.UTC)
			if p.After(start).After(q.After(start)) {
				return false
			}
		}
	}
	return true
}

// SameTerms reports whether two policies say the same.
func (p Policy) SameTerms(q Policy) bool {
	return p.Kept() == q.Kept() && p.Restore() == q.Restore() && p.MaxParticipants == q.MaxParticipants &&
		p.PrivacyContact == q.PrivacyContact && p.Clause == q.Clause && slices.Equal(p.Purposes, q.Purposes)
}

// PolicyFrom returns when a policy that is published at now with that notice comes into
// force: with a day of the school's.
func PolicyFrom(now time.Time, notice Period, zone *time.Location) time.Time {
	if notice == (Period{}) {
		return now
	}
	at := notice.After(now)
	if day := at.In(zone); day.Hour() == 0 && day.Minute() == 0 && day.Second() == 0 && day.Nanosecond() == 0 {
		return at
	}
	return DayAfter(at, zone)
}

var (
	errPolicyAnnounced = Problem(ErrConflict, "policy-announced",
		"A change of the policy is announced already. Withdraw it first, or wait until it is in force.")
	errNothingAnnounced = Problem(ErrConflict, "nothing-announced",
		"No change of the policy is announced. It may be in force by now, or have been withdrawn: reload the page.")
)

// Publish makes p, of which Check finds nothing wrong, o's policy at once, or announces it
// for a later time. It returns the new version and, where that is in force at once, the
// earlier one.
func (o *Org) Publish(p Policy, from, now time.Time, ground PolicyGround, who string) ([]PolicyVersion, error) {
	versions := o.ComeIntoForce(now)
	if o.Announced != nil {
		return nil, errPolicyAnnounced
	}
	o.PolicyVersions++
	n, before := o.PolicyVersions, o.Policy
	p.Version, p.Since, p.Revision, p.FinalUntil = n, from, before.Revision+1, before.FinalAt(now)
	v := PolicyVersion{N: n, Policy: p, Before: &before, PublishedAt: now, From: from, Ground: ground, Who: who}
	if before.Takes(p) {
		o.Mailing = appendOnce(o.Mailing, Announcing{Kind: AnnouncePolicy, N: n})
	}
	if from.After(now) {
		o.Announced = &Announced{Policy: p, From: from}
		o.Policy.Revision++ // whoever saw the old state must not overwrite the new one
		return append(versions, v), nil
	}
	o.Policy = p
	return append(versions, o.ended(before, now), v), nil
}

// ended returns a version that another one replaces.
func (o *Org) ended(p Policy, at time.Time) PolicyVersion {
	return PolicyVersion{N: p.Version, Policy: p, From: p.Since, Until: at}
}

// Readdress makes versions of a change of the address for questions about privacy, which
// was the given one before: it takes nothing from anybody, and holds for the announced
// policy as well.
func (o *Org) Readdress(before string, now time.Time, who string) []PolicyVersion {
	versions := o.ComeIntoForce(now)
	old, p := o.Policy, o.Policy
	old.PrivacyContact = before
	o.PolicyVersions++
	p.Version, p.Since = o.PolicyVersions, now
	p.Revision++
	o.Policy = p
	if o.Announced != nil {
		a := *o.Announced
		a.PrivacyContact = p.PrivacyContact
		o.Announced = &a
	}
	return append(versions, o.ended(old, now), PolicyVersion{N: p.Version, Policy: p, Before: &old, PublishedAt: now, From: now, Who: who})
}

// Withdraw takes back the announced policy.
func (o *Org) Withdraw(now time.Time) ([]PolicyVersion, error) {
	if versions := o.ComeIntoForce(now); versions != nil || o.Announced == nil {
		return nil, errNothingAnnounced
	}
	v := PolicyVersion{N: o.Announced.Version, Policy: o.Announced.Policy, From: o.Announced.From, WithdrawnAt: now}
	o.Mailing = slices.DeleteFunc(o.Mailing, func(a Announcing) bool { return a.Kind == AnnouncePolicy && a.N == v.N })
	if o.Policy.Takes(v.Policy) {
		o.Mailing = appendOnce(o.Mailing, Announcing{Kind: AnnouncePolicy, N: v.N, Withdrawn: true})
	}
	o.Announced = nil
	o.Policy.Revision++
	return []PolicyVersion{v}, nil
}

// ComeIntoForce makes the announced policy o's policy if its time has come by now, and
// returns the version that it replaced; nil: nothing happened.
func (o *Org) ComeIntoForce(now time.Time) []PolicyVersion {
	a := o.Announced
	if a == nil || a.From.After(now) {
		return nil
	}
	before := o.Policy
	p := a.Policy
	p.Revision, p.FinalUntil = before.Revision+1, before.FinalAt(a.From)
	o.Policy, o.Announced = p, nil
	return []PolicyVersion{o.ended(before, a.From)}
}

// At returns o with the policy that is in force at the given time. A tick of retention
// stores that; until then who shows a policy, or the time that follows from one, asks here.
func (o Org) At(now time.Time) Org {
	o.ComeIntoForce(now)
	return o
}

// ends returns when something ends whose end follows from the policy: by the one in
// force, unless that leaves it to the time of the announced one. It is zero if neither
// says.
func (o *Org) ends(by func(Policy) time.Time) time.Time {
	end, a := by(o.Policy), o.Announced
	if a == nil || !end.IsZero() && end.Before(a.From) {
		return end
	}
	p := a.Policy
	p.FinalUntil = o.Policy.FinalAt(a.From)
	if end = by(p); !end.IsZero() && end.Before(a.From) {
		return a.From
	}
	return end
}

// RestorableUntil returns when a deletion at the given time becomes final in o.
func (o *Org) RestorableUntil(deletedAt time.Time) time.Time {
	return o.ends(func(p Policy) time.Time { return p.RestorableUntil(deletedAt) })
}

// LatestEnd bounds the ends of sessions that o's policies delete by at: it narrows a
// query, and the steps decide. It is zero where nothing is deleted.
func (o *Org) LatestEnd(at time.Time) time.Time {
	return o.latest(at, func(p Policy) time.Time {
		if !p.KeptIsValid() {
			return time.Time{}
		}
		return p.LatestEnd(at)
	})
}

// LatestDeletion bounds the deletions that o's policies make final by at.
func (o *Org) LatestDeletion(at time.Time) time.Time {
	return o.latest(at, func(p Policy) time.Time { return p.LatestDeletion(at) })
}

func (o *Org) latest(at time.Time, by func(Policy) time.Time) time.Time {
	end := by(o.Policy)
	if a := o.Announced; a != nil && !a.From.After(at) {
		if t := by(a.Policy); t.After(end) {
			return t
		}
	}
	return end
}
