package incident

import (
	"cmp"
	"context"
	"maps"
	"net/http"
	"slices"
	"time"

	"github.com/cleanslate-edu/cleanslate/shared/contact"
	"github.com/cleanslate-edu/cleanslate/shared/domain"
	"github.com/cleanslate-edu/cleanslate/shared/httpapi"
	"github.com/cleanslate-edu/cleanslate/shared/notice"
)

// pageSize is how many items a page of a list usually has.
const pageSize = 50

type incidentView struct {
	ID            string                  `json:"id"`
	Org           string                  `json:"org"`
	Title         string                  `json:"title"`
	Drill         bool                    `json:"drill"`
	State         domain.IncidentState    `json:"state"`
	Outcome       *domain.Outcome         `json:"outcome"`
	Clocks        clocksView              `json:"clocks"`
	OccurredFrom  time.Time               `json:"occurredFrom"`
	OccurredUntil *time.Time              `json:"occurredUntil"`
	Categories    []domain.Category       `json:"categories"`
	Scope         scopeView               `json:"scope"`
	KeysInReach   domain.Reach            `json:"keysInReach"`
	Risk          domain.Risk             `json:"risk"`
	Affected      *totals                 `json:"affected"` // null: not computed yet
	Delays        []domain.Delay          `json:"delays"`
	Updates       int                     `json:"updates"`
	Texts         map[string]notice.Texts `json:"texts"`
	Contact       *notice.Contact         `json:"contact"`  // null for a school that it concerns
	Reporter      *notice.Reporter        `json:"reporter"` // likewise
	ClosedAt      *time.Time              `json:"closedAt"`
	Revision      int                     `json:"revision"`
	ReadOnly      bool                    `json:"readOnly"` // the part of a school that didn't file it
	Names         map[string]string       `json:"names"`    // of the orgs, by id
}

type clocksView struct {
	ReportedAt   time.Time  `json:"reportedAt"`
	DiscoveredAt *time.Time `json:"discoveredAt"`
	AwareAt      *time.Time `json:"awareAt"`
	ConfirmedAt  *time.Time `json:"confirmedAt"`
}

type scopeView struct {
	Orgs     []string `json:"orgs"`
	Sessions []string `json:"sessions"`
}

// totals are the sums of an affected list.
type totals struct {
	Orgs        int                `json:"orgs"`
	Sessions    int                `json:"sessions"`
	People      int                `json:"people"`
	Records     int                `json:"records"`
	ErasedSince domain.ErasedSince `json:"erasedSince"`
	Readable    bool               `json:"readable"`
	Complete    bool               `json:"complete"` // false: some orgs are still being counted
}

func totalsOf(i *domain.Incident) *totals {
	if len(i.Affected) == 0 {
		return nil
	}
	t := &totals{Orgs: len(i.Affected), Complete: true}
	for _, a := range i.Affected {
		t.Sessions += a.Sessions
		t.People += a.People
		t.Records += a.Records
		t.ErasedSince.Receipts += a.Erased.Receipts
		t.ErasedSince.People += a.Erased.People
		t.ErasedSince.Records += a.Erased.Records
		t.Readable = t.Readable || a.Readable
	}
	for _, org := range i.Scope.AllOrgs() {
		a, _ := i.AffectedOf(org)
		t.Complete = t.Complete && a.Run == i.AffectedRun
	}
	return t
}

func view(o opened, who caller, names map[string]string) incidentView {
	v := incidentView{
		ID: o.ID, Org: o.Org, Title: o.narrative.Title, Drill: o.Drill, State: o.State,
		Clocks: clocksView{
			ReportedAt: o.Clocks.Reported.UTC(), DiscoveredAt: httpapi.TimeOrNull(o.Clocks.Discovered),
			AwareAt: httpapi.TimeOrNull(o.Clocks.Aware), ConfirmedAt: httpapi.TimeOrNull(o.Clocks.Confirmed),
		},
		OccurredFrom: o.OccurredFrom.UTC(), OccurredUntil: httpapi.TimeOrNull(o.OccurredUntil), Categories: o.Categories,
		Scope:       scopeView{Orgs: append([]string{}, o.Scope.Orgs...), Sessions: []string{}},
		KeysInReach: o.KeysInReach, Risk: o.Risk, Affected: totalsOf(o.Incident), Delays: append([]domain.Delay{}, o.Delays...),
		Updates: o.Update, Texts: o.narrative.Texts, ClosedAt: httpapi.TimeOrNull(o.ClosedAt), Revision: o.Revision,
		ReadOnly: !who.manages(o.Incident), Names: make(map[string]string),
	}
	if !v.ReadOnly {
		v.Contact, v.Reporter = &o.narrative.Contact, &o.reporter
	}
	for _, org := range append(o.Scope.AllOrgs(), o.Org) {
		if name := names[org]; name != "" {
			v.Names[org] = name
		}
	}
	if o.Outcome != "" {
		v.Outcome = &o.Outcome
	}
	if v.Texts == nil {
		v.Texts = map[string]notice.Texts{}
	}
	for _, s := range o.Scope.Sessions {
		v.Scope.Sessions = append(v.Scope.Sessions, s.ID)
	}
	for k := range v.Delays {
		v.Delays[k].From, v.Delays[k].Until = v.Delays[k].From.UTC(), v.Delays[k].Until.UTC()
	}
	return v
}

// write shows an incident, or the caller's part of it.
func (h *handler) write(w http.ResponseWriter, r *http.Request, status int, keys *contact.Keys, who caller, i *domain.Incident) error {
	v, err := h.incidentView(r.Context(), keys, who, i)
	if err != nil {
		return err
	}
	w.Header().Set("ETag", httpapi.ETag(i.Revision))
	httpapi.WriteJSON(w, status, v)
	return nil
}

func (h *handler) incidentView(ctx context.Context, keys *contact.Keys, who caller, i *domain.Incident) (incidentView, error) {
	i, err := h.shown(ctx, who, i)
	if err != nil {
		return incidentView{}, err
	}
	names, err := h.names(ctx, i)
	if err != nil {
		return incidentView{}, err
	}
	o, err := open(ctx, keys, i)
	return view(o, who, names), err
}

func (h *handler) list(w http.ResponseWriter, r *http.Request, who caller) error {
	size, token, err := httpapi.Page(r, pageSize, httpapi.PageSizeMax)
	if err != nil {
		return err
	}
	org := who.Org
	if who.operator {
		org = ""
	}
	all, next, err := h.Store.Incidents(r.Context(), org, size, token)
	if err != nil {
		return err
	}
	for k, i := range all {
		if all[k], err = h.shown(r.Context(), who, i); err != nil {
			return err
		}
	}
	names, err := h.names(r.Context(), all...)
	if err != nil {
		return err
	}
	keys := contact.New(h.Vault, h.ContactKeys)
	items := make([]incidentView, len(all))
	for k, i := range all {
		o, err := open(r.Context(), keys, i)
		if err != nil {
			return err
		}
		if err := h.reach(r.Context(), who, cmp.Or(who.part(i), i.Org), i, domain.ActIncidents, domain.Opened{}); err != nil {
			return err
		}
		items[k] = view(o, who, names)
	}
	httpapi.WriteList(w, items, next)
	return nil
}

func (h *handler) get(w http.ResponseWriter, r *http.Request, who caller) error {
	i, err := h.incident(r, who)
	if err != nil {
		return err
	}
	if err := h.reach(r.Context(), who, cmp.Or(who.part(i), i.Org), i, domain.ActIncident, domain.Opened{}); err != nil {
		return err
	}
	return h.write(w, r, http.StatusOK, contact.New(h.Vault, h.ContactKeys), who, i)
}

type groupView struct {
	ID          string            `json:"id"`
	Org         string            `json:"org"`
	Kind        domain.GroupKind  `json:"kind"`
	Session     *string           `json:"session"`
	Receipt     *string           `json:"receipt"`
	People      int               `json:"people"`
	Records     int               `json:"records"`
	Categories  []domain.Category `json:"categories"`
	Sealed      bool              `json:"sealed"`
	KeysInReach bool              `json:"keysInReach"`
	Readable    bool              `json:"readable"`
}

// affected lists the groups of affected people, with totals.
func (h *handler) affected(w http.ResponseWriter, r *http.Request, who caller) error {
	i, err := h.incident(r, who)
	if err != nil {
		return err
	}
	size, token, err := httpapi.Page(r, pageSize, httpapi.PageSizeMax)
	if err != nil {
		return err
	}
	groups, next, err := h.Store.Groups(r.Context(), i.ID, who.part(i), i.AffectedRun, size, token)
	if err != nil {
		return err
	}
	org := cmp.Or(who.part(i), i.Org)
	if i, err = h.shown(r.Context(), who, i); err != nil {
		return err
	}
	out := struct {
		Items         []groupView       `json:"items"`
		NextPageToken *string           `json:"nextPageToken"`
		Totals        *totals           `json:"totals"`
		Orgs          []domain.Affected `json:"orgs"`
	}{Items: make([]groupView, len(groups)), Totals: totalsOf(i), Orgs: append([]domain.Affected{}, i.Affected...)}
	if next != "" {
		out.NextPageToken = &next
	}
	if err := h.reachAffected(r.Context(), who, org, i, groups); err != nil {
		return err
	}
	for k, g := range groups {
		out.Items[k] = groupView{
			ID: g.ID, Org: g.Org, Kind: g.Kind, Session: text(g.Session), Receipt: text(g.Receipt), People: g.People, Records: g.Records,
			Categories: g.Categories, Sealed: g.Sealed, KeysInReach: g.KeysInReach, Readable: g.Readable(),
		}
	}
	for k := range out.Orgs {
		out.Orgs[k].At = out.Orgs[k].At.UTC()
	}
	httpapi.WriteJSON(w, http.StatusOK, out)
	return nil
}

// reachAffected enters in the audit of each school that groups are of, or of org where
// there are none, that they are about to be read.
func (h *handler) reachAffected(ctx context.Context, who caller, org string, i *domain.Incident, groups []domain.AffectedGroup) error {
	counts := map[string]domain.Opened{}
	for _, g := range groups {
		n := counts[g.Org]
		n.Participants += g.People
		n.Answers += g.Records
		counts[g.Org] = n
	}
	if len(counts) == 0 {
		counts[org] = domain.Opened{}
	}
	for _, org := range slices.Sorted(maps.Keys(counts)) {
		if err := h.reach(ctx, who, org, i, domain.ActAffected, counts[org]); err != nil {
			return err
		}
	}
	return nil
}

func text(s string) *string {
	if s == "" {
		return nil
	}
	return &s
}

// publicNotices returns the public notices in force.
func (h *handler) publicNotices(w http.ResponseWriter, r *http.Request) error {
	all, err := h.public.Get(r.Context(), "")
	if err != nil {
		return err
	}
	type item struct {
		ID          string    `json:"id"`
		Language    string    `json:"language"`
		Title       string    `json:"title"`
		Text        string    `json:"text"`
		PublishedAt time.Time `json:"publishedAt"`
		Until       time.Time `json:"until"`
		Group       string    `json:"group,omitempty"` // those of the same say the same in other languages
	}
	items := []item{}
	now := h.Clock()
	add := func(id string, p *domain.PublicNotice, group string) {
		if !now.Before(p.PublishedAt) && now.Before(p.Until) {
			items = append(items, item{id, p.Language, p.Title, p.Text, p.PublishedAt.UTC(), p.Until.UTC(), group})
		}
	}
	for _, n := range all.notices {
		add(n.ID, n.Public, "")
	}
	for _, c := range all.ownerships {
		texts, err := notice.PublicOwnership(c)
		if err != nil {
			return err
		}
		for i := range texts {
			add(domain.NoticeID(c.ID, "", "", domain.ChannelPublic, domain.NoticeFirst, i), &texts[i], c.ID)
		}
	}
	w.Header().Set("Cache-Control", "public, max-age=60")
	httpapi.WriteList(w, items, "")
	return nil
}
