package incident

import (
	"cmp"
	"context"
	"errors"
	"net/http"
	"strconv"
	"strings"
	"time"

	"github.com/cleanslate-edu/cleanslate/shared/contact"
	"github.com/cleanslate-edu/cleanslate/shared/domain"
	"github.com/cleanslate-edu/cleanslate/shared/events"
	"github.com/cleanslate-edu/cleanslate/shared/httpapi"
	"github.com/cleanslate-edu/cleanslate/shared/notice"
	"github.com/cleanslate-edu/cleanslate/shared/seal"
)

type noticeView struct {
	ID          string             `json:"id"`
	Org         string             `json:"org"`
	Kind        domain.NoticeKind  `json:"kind"`
	Number      int                `json:"number"` // of an update; the percent of an escalation
	Channel     domain.Channel     `json:"channel"`
	Clause      clauseView         `json:"clause"`
	State       domain.NoticeState `json:"state"`
	StartsAt    *time.Time         `json:"startsAt"`
	Deadline    *time.Time         `json:"deadline"`
	Stopped     bool               `json:"stopped"` // by a delay, now
	Escalated   int                `json:"escalated"`
	Missed      bool               `json:"missed"`
	Met         bool               `json:"met"`
	Missing     []domain.Part      `json:"missing"`
	Attempts    int                `json:"attempts"`
	LastAttempt *time.Time         `json:"lastAttempt"`
	NextAttempt *time.Time         `json:"nextAttempt"`
	DoneAt      *time.Time         `json:"doneAt"`
	Result      *string            `json:"result"`
	Told        *told              `json:"told"` // null: not to members, or nothing was tried
}

// told counts what happened to the letters to members.
type told struct {
	Sent    int `json:"sent"`
	Failed  int `json:"failed"`
	Unknown int `json:"unknown"`
	Without int `json:"without"`
}

type clauseView struct {
	ID       string          `json:"id"`
	Audience domain.Audience `json:"audience"`
	Starts   domain.Start    `json:"starts"`
	Within   domain.Within   `json:"within"`
	Target   bool            `json:"target"`
	Source   string          `json:"source"`
}

func (h *handler) noticeView(i *domain.Incident, n domain.Notice, who caller) noticeView {
	c := n.Clause
	v := noticeView{
		ID: n.ID, Org: n.Org, Kind: n.Kind, Number: n.Update + n.Percent, Channel: n.Channel,
		Clause: clauseView{c.ID, c.Audience, c.Starts, c.Within, c.Target, c.Source},
		State:  n.State, StartsAt: httpapi.TimeOrNull(n.StartsAt), Deadline: httpapi.TimeOrNull(n.Deadline), Stopped: i.Stopped(c, h.Clock()),
		Escalated: n.Escalated, Missed: !n.MissedAt.IsZero(), Missing: append([]domain.Part{}, n.Missing...), Attempts: n.Attempt,
		LastAttempt: httpapi.TimeOrNull(n.ClaimedAt), NextAttempt: httpapi.TimeOrNull(n.NextAttempt), DoneAt: httpapi.TimeOrNull(n.DoneAt), Result: text(n.Result),
	}
	if n.ToMembers() && n.Attempt > 0 {
		counts := told(n.Told)
		v.Told = &counts
	}
	if who.part(i) != "" {
		v.Missing, v.Escalated = []domain.Part{}, 0 // of the operator's draft
	}
	v.Met = n.State.Delivered() && !n.Deadline.IsZero() && n.DoneAt.Before(n.Deadline)
	return v
}

// notices lists the duties that follow from an incident and their state.
func (h *handler) notices(w http.ResponseWriter, r *http.Request, who caller) error {
	i, err := h.incident(r, who)
	if err != nil {
		return err
	}
	size, token, err := httpapi.Page(r, pageSize, httpapi.PageSizeMax)
	if err != nil {
		return err
	}
	org := who.part(i)
	page, next, err := h.Store.NoticePage(r.Context(), i.ID, org, size, token)
	if err != nil {
		return err
	}
	items := make([]noticeView, 0, len(page))
	for _, n := range page {
		if org == "" || ownNotice(n, org) {
			items = append(items, h.noticeView(i, n, who))
		}
	}
	httpapi.WriteList(w, items, next)
	return nil
}

// notice reads the notice that the path names.
func (h *handler) notice(r *http.Request, who caller) (*domain.Incident, domain.Notice, error) {
	i, err := h.incident(r, who)
	if err != nil {
		return nil, domain.Notice{}, err
	}
	id := r.PathValue("notice")
	if !domain.IsID(id) {
		return nil, domain.Notice{}, errNotFound
	}
	n, err := h.Store.Notice(r.Context(), i.ID, id)
	if org := who.part(i); errors.Is(err, domain.ErrNotFound) || err == nil && org != "" && !ownNotice(n, org) {
		return nil, domain.Notice{}, errNotFound
	}
	return i, n, err
}

// preview shows exactly what was or would be sent, and names the parts that are
// missing.
func (h *handler) preview(w http.ResponseWriter, r *http.Request, who caller) error {
	i, n, err := h.notice(r, who)
	if err != nil {
		return err
	}
	if who.part(i) != "" && len(n.Content) == 0 && n.Public == nil && !(n.ToMembers() && n.State.Delivered()) {
		return errNotWritten
	}
	if err := h.reach(r.Context(), who, cmp.Or(who.part(i), i.Org), i, domain.ActNotice, domain.Opened{}); err != nil {
		return err
	}
	c, err := h.content(r.Context(), i, n)
	if err != nil {
		return err
	}
	httpapi.WriteJSON(w, http.StatusOK, struct {
		State domain.NoticeState `json:"state"`
		notice.Content
	}{n.State, c})
	return nil
}

// A draft is the operator's. A school reads what was written to it.
var errNotWritten = domain.Problem(domain.ErrConflict, "wrong-state",
	"This notice has not been sent yet. Read it here once it has.")

func (h *handler) content(ctx context.Context, i *domain.Incident, n domain.Notice) (notice.Content, error) {
	keys := contact.New(h.Vault, h.ContactKeys)
	var c notice.Content
	if len(n.Content) > 0 {
		err := keys.Open(ctx, n.KeyOrg, seal.NoticePath(i.ID, n.ID), seal.Content, n.Content, &c)
		return c, err
	}
	if p := n.Public; p != nil {
		return notice.Content{Language: p.Language, Subject: p.Title, Text: p.Text}, nil
	}
	o, err := open(ctx, keys, i)
	if err != nil {
		return c, err
	}
	org, err := h.Store.Org(ctx, n.Org)
	if err != nil {
		return c, err
	}
	c, missing, err := notice.Render(notice.InputOf(i, o.narrative, org, &n, h.Clock()))
	if len(missing) > 0 {
		return c, incomplete(missing, notice.LanguageOf(org))
	}
	return c, err
}

// incomplete names the missing parts of a notice by where they are filled in.
func incomplete(missing []domain.Part, language string) error {
	e := &domain.Error{
		Kind: domain.ErrInvalid, Slug: "notice-incomplete",
		Detail: "The notice can't be sent without: " + names(missing) + ". It goes out automatically once they are filled in.",
	}
	for _, p := range missing {
		pointer := "/texts/" + language + "/" + string(p)
		detail := "This part is required but empty."
		switch p {
		case domain.PartCategories:
			pointer = "/categories"
		case domain.PartContact:
			pointer = "/contact"
		case domain.PartOccurred:
			pointer = "/occurredFrom"
		case domain.PartDiscovered:
			pointer = "/discoveredAt"
		case domain.PartPeople, domain.PartRecords:
			pointer, detail = "/affected", "The affected list is still being computed. Try again in a minute."
		case domain.PartReasons:
			detail = "The deadline has passed: say why (GDPR art. 33(1))."
		}
		e.Fields = append(e.Fields, domain.FieldError{Pointer: pointer, Detail: strings.ToUpper(string(p[:1])) + string(p[1:]) + ": " + detail})
	}
	return e
}

// resolve records what only a person can know about a notice: whether an unknown one
// arrived, or that one bounced.
func (h *handler) resolve(w http.ResponseWriter, r *http.Request, who caller) error {
	var in struct {
		Resolution domain.Resolution `json:"resolution"`
	}
	if err := httpapi.Decode(w, r, httpapi.BodyLimit, &in); err != nil {
		return err
	}
	switch in.Resolution {
	case domain.ResolveSent, domain.ResolveNotSent, domain.ResolveBounced:
	default:
		return domain.Invalid(domain.FieldError{Pointer: "/resolution", Detail: "Say sent, not-sent or bounced."})
	}
	i, n, err := h.notice(r, who)
	if err == nil && !who.manages(i) {
		err = errReadOnly
	}
	if err != nil {
		return err
	}
	i, err = h.Store.ChangeNotices(r.Context(), i.ID, n.Org, func(i *domain.Incident, all []domain.Notice) ([]domain.Notice, []domain.Entry, error) {
		for _, x := range all {
			if x.ID != n.ID {
				continue
			}
			if i.State == domain.IncidentClosed {
				return nil, nil, errClosed
			}
			if err := x.Resolve(in.Resolution, h.Clock().UTC()); err != nil {
				return nil, nil, err
			}
			n = x
			return []domain.Notice{x}, []domain.Entry{h.entry(who, domain.EntryResolved, time.Time{}, map[string]string{
				"notice": x.ID, "clause": x.Clause.ID, "org": x.Org, "resolution": string(in.Resolution), "attempt": strconv.Itoa(x.Attempt),
			})}, nil
		}
		return nil, nil, errNotFound
	})
	if err != nil {
		return err
	}
	h.tell(r.Context(), events.BreachJob{Incident: i.ID, Org: n.Org})
	httpapi.WriteJSON(w, http.StatusOK, h.noticeView(i, n, who))
	return nil
}
