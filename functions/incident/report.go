package incident

import (
	"bytes"
	"context"
	"crypto/sha256"
	"errors"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"github.com/cleanslate-edu/cleanslate/shared/contact"
	"github.com/cleanslate-edu/cleanslate/shared/domain"
	"github.com/cleanslate-edu/cleanslate/shared/events"
	"github.com/cleanslate-edu/cleanslate/shared/httpapi"
	"github.com/cleanslate-edu/cleanslate/shared/notice"
	"github.com/cleanslate-edu/cleanslate/shared/seal"
)

type reportRequest struct {
	Title         string                  `json:"title"`
	Drill         bool                    `json:"drill"`
	OccurredFrom  time.Time               `json:"occurredFrom"`
	OccurredUntil *time.Time              `json:"occurredUntil"`
	DiscoveredAt  *time.Time              `json:"discoveredAt"`
	AwareAt       *time.Time              `json:"awareAt"`
	Categories    []domain.Category       `json:"categories"`
	Scope         scopeRequest            `json:"scope"`
	KeysInReach   domain.Reach            `json:"keysInReach"`
	Risk          domain.Risk             `json:"risk"`
	Texts         map[string]notice.Texts `json:"texts"`
	Contact       notice.Contact          `json:"contact"`
	Reporter      notice.Reporter         `json:"reporter"`
}

type scopeRequest struct {
	Orgs     []string `json:"orgs"`
	Sessions []string `json:"sessions"`
}

// A checker collects the faults of a request.
type checker struct {
	now  time.Time
	errs []domain.FieldError
}

func (c *checker) want(ok bool, pointer, detail string) {
	if !ok {
		c.errs = append(c.errs, domain.FieldError{Pointer: pointer, Detail: detail})
	}
}

func (c *checker) err() error {
	if len(c.errs) == 0 {
		return nil
	}
	return domain.Invalid(c.errs...)
}

// past checks an instant that must not be in the future.
func (c *checker) past(t time.Time, pointer string) {
	c.want(!t.After(c.now.Add(time.Minute)) && t.Year() >= 2000, pointer, "This must be a time in RFC 3339 that isn't in the future.")
}

func (c *checker) window(from, until time.Time) {
	c.past(from, "/occurredFrom")
	if !until.IsZero() {
		c.past(until, "/occurredUntil")
		c.want(!until.Before(from), "/occurredUntil", "The end can't be before the beginning. Use null while the exposure continues.")
	}
}

func (c *checker) categories(list []domain.Category) {
	unknown := slices.ContainsFunc(list, func(x domain.Category) bool { return !slices.Contains(domain.Categories, x) })
	once := len(slices.Compact(slices.Sorted(slices.Values(list)))) == len(list)
	c.want(len(list) > 0 && once && !unknown, "/categories",
		"Name at least one of aliases, answers, lessons, members, contacts and accounts, each once.")
}

func (c *checker) judgement(keys domain.Reach, risk domain.Risk) {
	switch keys {
	case domain.ReachUnknown, domain.ReachYes, domain.ReachNo:
	default:
		c.want(false, "/keysInReach", "Say yes, no or unknown.")
	}
	switch risk {
	case domain.RiskUndetermined, domain.RiskUnlikely, domain.RiskPossible, domain.RiskHigh:
	default:
		c.want(false, "/risk", "The risk must be undetermined, unlikely, possible or high.")
	}
}

func (c *checker) texts(texts map[string]notice.Texts) {
	for language, t := range texts {
		at := "/texts/" + language
		if !slices.Contains(notice.Languages, language) {
			c.want(false, "/texts", "The language must be en, de, fr or es.")
			continue
		}
		for name, s := range map[string]string{
			"nature": t.Nature, "consequences": t.Consequences, "measures": t.Measures,
			"recommendations": t.Recommendations, "investigation": t.Investigation, "reasons": t.Reasons,
		} {
			c.want(isText(s), at+"/"+name, "Use at most 4,000 characters of text, without control characters.")
		}
	}
}

func isText(s string) bool {
	return utf8.ValidString(s) && utf8.RuneCountInString(s) <= domain.NoticeTextMax && !strings.ContainsFunc(s, func(r rune) bool {
		return unicode.IsControl(r) && r != '\n' && r != '\t'
	})
}

// line cleans a line and checks it.
func (c *checker) line(s *string, most int, pointer, detail string) {
	*s = domain.CleanLine(*s)
	c.want(domain.IsLine(*s, most), pointer, detail)
}

func (c *checker) title(s *string) {
	c.line(s, domain.IncidentTitleMax, "/title", "Enter a title: one line, at most 200 characters.")
}

func (c *checker) person(pointer string, name *string, email string) {
	c.line(name, domain.ContactNameMax, pointer+"/name", "Enter a name: one line, at most 100 characters.")
	c.want(domain.IsAddress(email), pointer+"/email", "Enter one plain e-mail address, such as privacy@school.example.")
}

func (c *checker) contact(x *notice.Contact) {
	c.person("/contact", &x.Name, x.Email)
	if x.Phone != "" {
		c.line(&x.Phone, domain.PhoneMax, "/contact/phone", "Use one line of at most 40 characters.")
	}
}

// scope determines whose data is affected, within what the caller may name.
func (h *handler) scope(ctx context.Context, c *checker, who caller, in scopeRequest) (domain.Scope, error) {
	s := domain.Scope{Orgs: slices.Compact(slices.Sorted(slices.Values(in.Orgs)))}
	if len(in.Orgs) == 0 && len(in.Sessions) == 0 && !who.operator {
		s.Orgs = []string{who.Org}
	}
	c.want(len(s.Orgs)+len(in.Sessions) > 0, "/scope", "Name the orgs or sessions that are affected.")
	if len(in.Orgs) > domain.ScopeOrgsMax || len(in.Sessions) > domain.ScopeSessionsMax {
		c.want(false, "/scope", "Name at most 100 orgs and 200 sessions. File another incident for the rest.")
		return s, nil
	}
	for k, org := range s.Orgs {
		known := domain.IsOrg(org) && (who.operator || org == who.Org)
		if known && org != who.Org {
			_, err := h.Store.Org(ctx, org)
			if err != nil && !errors.Is(err, domain.ErrNotFound) {
				return s, err
			}
			known = err == nil
		}
		// What doesn't exist and what belongs to others look alike.
		c.want(known, "/scope/orgs/"+strconv.Itoa(k), "There is no such org, or you have no access to it.")
	}
	for k, id := range slices.Compact(slices.Sorted(slices.Values(in.Sessions))) {
		at := "/scope/sessions/" + strconv.Itoa(k)
		if !domain.IsID(id) {
			c.want(false, at, "There is no such session, or you have no access to it.")
			continue
		}
		session, err := h.Store.Session(ctx, id)
		if errors.Is(err, domain.ErrNotFound) || err == nil && !who.operator && session.Org != who.Org {
			c.want(false, at, "There is no such session, or you have no access to it.")
			continue
		}
		if err != nil {
			return s, err
		}
		s.Sessions = append(s.Sessions, domain.ScopedSession{Org: session.Org, ID: id})
	}
	c.want(len(s.AllOrgs()) <= domain.ScopeOrgsMax, "/scope", "The sessions belong to more than 100 orgs. File another incident for the rest.")
	return s, nil
}

// report files an incident. The platform's clock runs from this moment.
func (h *handler) report(w http.ResponseWriter, r *http.Request, who caller) error {
	key, err := httpapi.IdempotencyKey(r, false)
	if err != nil {
		return err
	}
	body, err := httpapi.ReadBody(w, r, httpapi.BodyLimit)
	if err != nil {
		return err
	}
	in := reportRequest{KeysInReach: domain.ReachUnknown, Risk: domain.RiskUndetermined}
	if err := httpapi.Unmarshal(w, body, &in); err != nil {
		return err
	}
	now := h.Clock().UTC().Truncate(time.Microsecond)
	c := &checker{now: now}
	c.title(&in.Title)
	c.window(in.OccurredFrom, value(in.OccurredUntil))
	c.categories(in.Categories)
	c.judgement(in.KeysInReach, in.Risk)
	c.texts(in.Texts)
	c.contact(&in.Contact)
	c.person("/reporter", &in.Reporter.Name, in.Reporter.Email)
	i := &domain.Incident{
		Org: who.Org, Owner: who.Member(), Drill: in.Drill, State: domain.IncidentReported,
		OccurredFrom: in.OccurredFrom.UTC(), OccurredUntil: value(in.OccurredUntil).UTC(), Categories: in.Categories,
		KeysInReach: in.KeysInReach, Risk: in.Risk, Revision: 1,
		// Unless the report says otherwise the clocks start now: too early is
		// the safer mistake.
		Clocks: domain.Clocks{Reported: now, Discovered: now, Aware: now},
	}
	if in.DiscoveredAt != nil {
		c.past(*in.DiscoveredAt, "/discoveredAt")
		i.Clocks.Discovered = in.DiscoveredAt.UTC()
	}
	if in.AwareAt != nil {
		c.past(*in.AwareAt, "/awareAt")
		i.Clocks.Aware = in.AwareAt.UTC()
	}
	if i.Scope, err = h.scope(r.Context(), c, who, in.Scope); err != nil {
		return err
	}
	if err := c.err(); err != nil {
		return err
	}
	sum := sha256.Sum256(body)
	i.Request = sum[:]
	// Without a key the report is its own: the same one again is a retry of
	// whoever couldn't tell whether the first was filed.
	if key == "" {
		i.ID = domain.CreatedID("report", who.Org, who.Member(), string(i.Request))
	} else {
		i.ID = domain.CreatedID("incident", who.Org, who.Member(), key)
	}

	if err := h.room(r.Context(), i, now); err != nil {
		return err
	}
	keys := contact.New(h.Vault, h.ContactKeys)
	if _, err := keys.Ensure(r.Context(), who.Org, h.Rand); err != nil {
		return err
	}
	path := seal.IncidentPath(i.ID)
	if i.Reporter, err = keys.Seal(r.Context(), who.Org, path, seal.Reporter, in.Reporter); err != nil {
		return err
	}
	narrative := notice.Narrative{Title: in.Title, Texts: in.Texts, Contact: in.Contact}
	if i.Narrative, err = keys.Seal(r.Context(), who.Org, path, seal.Narrative, narrative); err != nil {
		return err
	}
	facts := map[string]string{
		"drill": strconv.FormatBool(i.Drill), "occurredFrom": stamp(i.OccurredFrom), "discovered": stamp(i.Clocks.Discovered),
		"aware": stamp(i.Clocks.Aware), "orgs": strings.Join(i.Scope.AllOrgs(), ", "), "categories": names(i.Categories),
		"keysInReach": string(i.KeysInReach), "risk": string(i.Risk),
	}
	err = h.Store.CreateIncident(r.Context(), i, h.entry(who, domain.EntryReported, now, facts))
	if errors.Is(err, domain.ErrConflict) {
		// The first attempt succeeded: this is a retry, or a mistake.
		request := i.Request
		if i, err = h.Store.Incident(r.Context(), i.ID); err == nil && !bytes.Equal(i.Request, request) {
			err = httpapi.ErrKeyReused
		}
	}
	if err != nil {
		return err
	}
	h.tell(r.Context(), events.BreachJob{Incident: i.ID})
	if i, err = h.Store.Incident(r.Context(), i.ID); err != nil {
		return err
	}
	w.Header().Set("Location", "/v1/incidents/"+i.ID)
	return h.write(w, r, http.StatusCreated, keys, who, i)
}

func value(t *time.Time) time.Time {
	if t == nil {
		return time.Time{}
	}
	return *t
}

func stamp(t time.Time) string {
	if t.IsZero() {
		return ""
	}
	return t.UTC().Format(time.RFC3339)
}

func names[T ~string](list []T) string {
	all := make([]string, len(list))
	for i, v := range list {
		all[i] = string(v)
	}
	return strings.Join(all, ", ")
}

var errIncidents = domain.Problem(domain.ErrConflict, "too-many-incidents",
	"You have reported 100 incidents within 24 hours. Add what you know to one of them, or have a colleague report it.")

// room refuses a report by whoever has filed too many, unless it was filed before.
func (h *handler) room(ctx context.Context, i *domain.Incident, now time.Time) error {
	n, err := h.Store.CountIncidentsOf(ctx, i.Org, i.Owner, now.Add(-domain.IncidentsRateTime))
	if err != nil || n < domain.IncidentsRate {
		return err
	}
	_, err = h.Store.Incident(ctx, i.ID)
	if errors.Is(err, domain.ErrNotFound) {
		return errIncidents
	}
	return err
}
