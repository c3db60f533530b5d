package request

import (
	"errors"
	"net/http"
	"slices"
	"time"

	"github.com/cleanslate-edu/cleanslate/shared/domain"
	"github.com/cleanslate-edu/cleanslate/shared/httpapi"
	"github.com/cleanslate-edu/cleanslate/shared/seal"
)

type clockView struct {
	Clause    string            `json:"clause"`
	Source    string            `json:"source"`
	StartsAt  time.Time         `json:"startsAt"`
	DueAt     time.Time         `json:"dueAt"`
	State     domain.ClockState `json:"state"`
	Escalated int               `json:"escalated"` // percent of the time of which the school was warned
	Extended  bool              `json:"extended"`
	LongestAt *time.Time        `json:"longestAt"` // null: the time can't be extended
	Extends   bool              `json:"extends"`   // it can be now
}

// A queuedView is a request in the list: nothing of it is opened.
type queuedView struct {
	ID         string                  `json:"id"`
	Kind       domain.RequestKind      `json:"kind"`
	From       domain.Requester        `json:"from"`
	Locale     string                  `json:"locale"`
	State      domain.RequestState     `json:"state"`
	ReceivedAt time.Time               `json:"receivedAt"`
	VerifiedAt time.Time               `json:"verifiedAt"`
	Clocks     []clockView             `json:"clocks"`
	Identity   *domain.IdentityCheck   `json:"identity"` // null: nothing is noted
	Extension  *domain.ExtensionGround `json:"extension"`
	Decision   *domain.Decision        `json:"decision"`
	Ground     *string                 `json:"ground"`
	DecidedAt  *time.Time              `json:"decidedAt"`
	DoneAt     *time.Time              `json:"doneAt"`
	Receipts   []string                `json:"receipts"`
	KeptUntil  time.Time               `json:"keptUntil"`
	Revision   int                     `json:"revision"`
}

type requestView struct {
	queuedView
	Email    string        `json:"email"`
	Text     string        `json:"text"`
	About    aboutView     `json:"about"`
	Answer   *answerView   `json:"answer"` // null: it isn't decided
	Forwards []forwardView `json:"forwards"`
	Timeline []entryView   `json:"timeline"`
	Verified bool          `json:"verified"` // the timeline is as it was written

	Find     *findView     `json:"find"`     // null: nobody was searched for, or what was found is gone
	Erasures []erasureView `json:"erasures"` // that the decision led to
	Copy     *copyView     `json:"copy"`     // null: the decision led to none, or it is gone

	Correction  *correctionView  `json:"correction"`  // null: the decision led to none
	Restriction *restrictionView `json:"restriction"` // null: the decision led to none

	// What may be done about it.
	Grounds []groundView `json:"grounds"` // on which it may be refused
	Forward *forwardTo   `json:"forward"` // where it may be forwarded; null: nowhere
}

type aboutView struct {
	Alias string `json:"alias,omitempty"`
	Code  string `json:"code,omitempty"`
	From  string `json:"from,omitempty"`
	To    string `json:"to,omitempty"`
}

type answerView struct {
	Language string `json:"language"`
	Subject  string `json:"subject"`
	Text     string `json:"text"`
}

// A findView is a search for whom a request is about.
type findView struct {
	ID       string           `json:"id"`
	State    domain.FindState `json:"state"`
	Alias    string           `json:"alias"`
	Teacher  *string          `json:"teacher"`
	From     *time.Time       `json:"from"`
	To       *time.Time       `json:"to"` // exclusive
	AskedAt  time.Time        `json:"askedAt"`
	Sessions int              `json:"sessions"` // that were looked through
	Older    bool             `json:"older"`    // there are older ones, and they weren't
	Full     bool             `json:"full"`     // it ended early, since so many were found
	Found    []foundView      `json:"found"`
}

type foundView struct {
	ID       string            `json:"id"`
	Session  string            `json:"session"`
	Title    string            `json:"title"`
	Code     string            `json:"code"`
	Alias    string            `json:"alias"`
	JoinedAt *time.Time        `json:"joinedAt"`
	Answers  int               `json:"answers"`
	Mark     *domain.FoundMark `json:"mark"`   // null: nobody said yet
	Erased   bool              `json:"erased"` // since they were marked: nobody can tell any more who it was
}

// view shows a search; nil if there is none, or it is there for copies alone.
func (s *search) view() *findView {
	if s == nil || s.query == (domain.FindQuery{}) {
		return nil
	}
	v := &findView{
		s.ID, s.State, s.query.Alias, orNull(s.Teacher), httpapi.TimeOrNull(s.From), httpapi.TimeOrNull(s.To), s.AskedAt.UTC(), s.Sessions, s.Older, s.Full,
		[]foundView{},
	}
	for _, f := range s.found {
		p, there := s.people[f.Participant]
		if there || f.Mark == domain.FoundMeant {
			v.Found = append(v.Found, foundView{f.Participant, f.Session, p.Title, p.Code, p.Alias, httpapi.TimeOrNull(p.JoinedAt), p.Answers, orNull(f.Mark), !there})
		}
	}
	return v
}

type groundView struct {
	ID     string `json:"id"`
	Source string `json:"source"`
}

type forwardView struct {
	From     string    `json:"from"`
	FromName string    `json:"fromName"`
	To       string    `json:"to"`
	ToName   string    `json:"toName"`
	At       time.Time `json:"at"`
}

type entryView struct {
	N          int               `json:"n"`
	At         time.Time         `json:"at"`
	RecordedAt time.Time         `json:"recordedAt"`
	Actor      string            `json:"actor"` // a member's id, or the function
	Kind       domain.EntryKind  `json:"kind"`
	Facts      map[string]string `json:"facts"`
}

func orNull[T comparable](v T) *T {
	var none T
	if v == none {
		return nil
	}
	return &v
}

// queuedViewOf shows a request as of now. Where breach hasn't started its clocks, they are
// shown as they will be.
func queuedViewOf(r domain.Request, o domain.Org, now time.Time) (queuedView, error) {
	if _, err := r.Begin(o, "", now); err != nil {
		return queuedView{}, err
	}
	q := r.Queue
	v := queuedView{
		ID: r.ID, Kind: r.Kind, From: r.From, Locale: r.Locale, State: r.State, ReceivedAt: r.ReceivedAt.UTC(), VerifiedAt: r.VerifiedAt.UTC(),
		Clocks: make([]clockView, len(q.Clocks)), Identity: orNull(q.Identity), Extension: orNull(q.Extension), Decision: orNull(q.Decision),
		Ground: orNull(q.Ground), DecidedAt: httpapi.TimeOrNull(q.DecidedAt), DoneAt: httpapi.TimeOrNull(q.DoneAt),
		Receipts: append([]string{}, q.Receipts...), KeptUntil: r.KeptUntil(), Revision: q.Revision,
	}
	for i, c := range q.Clocks {
		v.Clocks[i] = clockView{
			c.Clause, c.Source, c.StartsAt.UTC(), c.Deadline.UTC(), c.State(now), c.Escalated, c.Extended, httpapi.TimeOrNull(c.LongestAt),
			r.State != domain.RequestDone && c.Extends(now),
		}
	}
	return v, nil
}

// list shows the caller's queue. Nothing of what people wrote is opened for it.
func (h *handler) list(w http.ResponseWriter, r *http.Request, who domain.Principal) error {
	size, token, err := httpapi.Page(r, pageSize, httpapi.PageSizeMax)
	if err != nil {
		return err
	}
	state := domain.RequestState(r.URL.Query().Get("state"))
	if state != "" && !slices.Contains([]domain.RequestState{domain.RequestOpen, domain.RequestDecided, domain.RequestDone}, state) {
		return domain.Invalid(domain.FieldError{Pointer: "", Detail: "The state is open, decided or done."})
	}
	org, err := h.Store.Org(r.Context(), who.Org)
	if err != nil {
		return err
	}
	all, next, err := h.Store.QueuedRequests(r.Context(), who.Org, state, size, token)
	if err != nil {
		return err
	}
	items := make([]queuedView, 0, len(all))
	for _, request := range all {
		if request.Over(h.Clock()) {
			continue
		}
		v, err := queuedViewOf(request, org, h.Clock())
		if err != nil {
			return err
		}
		items = append(items, v)
	}
	httpapi.WriteList(w, items, next)
	return nil
}

func (h *handler) get(w http.ResponseWriter, r *http.Request, who domain.Principal) error {
	o, err := h.open(r, who)
	if err != nil {
		return err
	}
	return h.show(w, r, who, o)
}

// show writes an opened request, once that is entered in the audit.
func (h *handler) show(w http.ResponseWriter, r *http.Request, who domain.Principal, o *opened) error {
	return h.showAs(w, r, who, o, http.StatusOK)
}

func (h *handler) showAs(w http.ResponseWriter, r *http.Request, who domain.Principal, o *opened, status int) error {
	queued, err := queuedViewOf(o.Request, o.org, h.Clock())
	if err != nil {
		return err
	}
	q := o.Queue
	v := requestView{
		queuedView: queued, Email: o.content.Email, Text: o.content.Text, About: aboutView(o.content.About),
		Forwards: []forwardView{}, Timeline: make([]entryView, len(q.Timeline)), Verified: o.VerifyTimeline() == nil,
		Grounds: []groundView{},
	}
	for _, g := range o.org.RefusalGrounds(o.Kind) {
		v.Grounds = append(v.Grounds, groundView{g.ID, g.Source})
	}
	if len(q.Answer) > 0 {
		var a domain.RequestAnswer
		if err := o.key.OpenJSON(seal.RequestPath(o.ID), seal.Answered, q.Answer, &a); err != nil {
			return err
		}
		v.Answer = &answerView{a.Language, a.Subject, a.Text}
	}
	var ids []string
	for _, f := range q.Forwards {
		ids = append(ids, f.From, f.To)
	}
	slices.Sort(ids)
	names, err := h.Store.OrgNames(r.Context(), slices.Compact(ids))
	if err != nil {
		return err
	}
	for _, f := range q.Forwards {
		v.Forwards = append(v.Forwards, forwardView{f.From, names[f.From], f.To, names[f.To], f.At.UTC()})
	}
	for i, e := range q.Timeline {
		v.Timeline[i] = entryView{e.N, e.At.UTC(), e.RecordedAt.UTC(), e.Actor, e.Kind, e.Facts}
	}
	if o.State == domain.RequestOpen && len(q.Forwards) < domain.RequestForwardsMax {
		v.Forward = new(h.otherSide(who.Org))
	}
	found, err := h.findOf(r.Context(), o)
	if err != nil {
		return err
	}
	v.Find = found.view()
	if v.Copy, err = h.copyView(o, found); err != nil {
		return err
	}
	if v.Correction, err = o.correctionView(found); err != nil {
		return err
	}
	if v.Restriction, err = h.restrictionView(r.Context(), o); err != nil {
		return err
	}
	if v.Erasures, err = h.erasures(r.Context(), o); err != nil {
		return err
	}
	if err := h.note(r.Context(), who, o.ID); err != nil {
		return err
	}
	w.Header().Set("ETag", httpapi.ETag(q.Revision))
	httpapi.WriteJSON(w, status, v)
	return nil
}

// notThere turns what isn't there into what the caller is told.
func notThere(err error, told error) error {
	if errors.Is(err, domain.ErrNotFound) {
		return told
	}
	return err
}
