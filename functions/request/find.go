package request

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"time"

	"github.com/cleanslate-edu/cleanslate/shared/domain"
	"github.com/cleanslate-edu/cleanslate/shared/events"
	"github.com/cleanslate-edu/cleanslate/shared/httpapi"
	"github.com/cleanslate-edu/cleanslate/shared/seal"
	"github.com/cleanslate-edu/cleanslate/shared/store"
)

// A search is one with the key that opens it.
type search struct {
	domain.Find
	key   seal.Key
	query domain.FindQuery
	found []domain.Found
}

// findOf opens the search of a request: nil if there was none, or it is gone.
func (h *handler) findOf(ctx context.Context, o *opened) (*search, error) {
	if o.Queue.Find == "" {
		return nil, nil
	}
	f, err := h.Store.Find(ctx, o.Queue.Find)
	if errors.Is(err, domain.ErrNotFound) || err == nil && (f.Org != o.Org || f.Request != o.ID) {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	s := &search{Find: f}
	s.key, err = h.openFindKey(ctx, o, f.ID)
	if errors.Is(err, domain.ErrNotFound) {
		return nil, nil // it is being erased
	}
	if err != nil {
		return nil, err
	}
	if err := s.key.OpenJSON(seal.FindPath(f.ID), seal.FindQuery, f.Query, &s.query); err != nil {
		return nil, err
	}
	s.found, err = s.open(&f)
	return s, err
}

// open opens whom a search has found, as it is stored in f.
func (s *search) open(f *domain.Find) (found []domain.Found, err error) {
	if len(f.Found) > 0 {
		err = s.key.OpenJSON(seal.FindPath(f.ID), seal.Found, f.Found, &found)
	}
	return found, err
}

// A finding is a search as it is asked for.
type finding struct {
	Alias   string `json:"alias"`
	From    string `json:"from,omitempty"`
	To      string `json:"to,omitempty"`
	Teacher string `json:"teacher,omitempty"`
}

// find has the org's sessions looked through for whom a request is about, in the
// background: the function find does it. It takes the place of an earlier search. Asked
// again while the same search runs, it goes on with that.
func (h *handler) find(w http.ResponseWriter, r *http.Request, who domain.Principal) error {
	var in finding
	if err := httpapi.Decode(w, r, httpapi.BodyLimit, &in); err != nil {
		return err
	}
	in.Alias = domain.CleanLine(in.Alias)
	if wrong := domain.CheckFind(in.Alias, in.From, in.To, in.Teacher); len(wrong) > 0 {
		return domain.Invalid(wrong...)
	}
	o, err := h.open(r, who)
	if err != nil {
		return err
	}
	if o.State != domain.RequestOpen {
		return domain.ErrRequestDecided
	}
	begin, end, err := o.org.FindDays(in.From, in.To)
	if err != nil {
		return err
	}
	ctx := r.Context()
	before, err := h.findOf(ctx, o)
	if err != nil {
		return err
	}
	if before == nil || before.State != domain.FindRunning || before.query.Alias != in.Alias || before.Teacher != in.Teacher ||
		!before.From.Equal(begin) || !before.To.Equal(end) {
		f := domain.Find{
			Org: o.Org, Request: o.ID, By: who.Member(), Teacher: in.Teacher, From: begin, To: end, State: domain.FindRunning,
		}
		if before, err = h.begin(ctx, o, f, domain.FindQuery{Alias: in.Alias}); err != nil {
			return err
		}
		if err := h.work(r, who, o, "", func(q *domain.Request, now time.Time) ([]domain.Entry, error) {
			return q.Search(before.ID, who.Member(), now)
		}); err != nil {
			return err // what is stored goes with a tick
		}
	}
	// If the message is lost, a tick has the search go on.
	if err := h.Publisher.Send(ctx, events.FindWork, events.FindJob{Find: before.ID, Page: before.Page}.Encode()); err != nil {
		return fmt.Errorf("publishing a search: %w (%v)", domain.ErrUnavailable, err)
	}
	return h.showAs(w, r, who, o, http.StatusAccepted)
}

// begin stores a new search, its key first. Its id follows from how often the request was
// changed, so that a try that was cut off leaves nothing beside the next.
func (h *handler) begin(ctx context.Context, o *opened, f domain.Find, query domain.FindQuery) (*search, error) {
	f.ID = domain.FindID(o.ID, o.Queue.Revision)
	f.AskedAt = h.Clock().UTC()
	f.MovedAt = f.AskedAt
	key, err := h.findKey(ctx, o, f.ID)
	if err != nil {
		return nil, err
	}
	if f.Query, err = key.SealJSON(seal.FindPath(f.ID), seal.FindQuery, query); err != nil {
		return nil, err
	}
	return &search{Find: f, key: key, query: query}, h.Store.PutFind(ctx, f)
}

// findKey makes the key of a search, or returns the one that there is.
func (h *handler) findKey(ctx context.Context, o *opened, id string) (seal.Key, error) {
	key, err := seal.NewKey(h.Rand)
	if err != nil {
		return seal.Key{}, err
	}
	path := seal.FindPath(id)
	keys := store.FindKey{Org: o.Org, Request: o.ID, Own: o.key.Seal(path, seal.FindKey, key.Bytes())}
	if keys.Wrapped, err = h.SessionKeys.Wrap(ctx, path, key.Bytes()); err != nil {
		return seal.Key{}, err
	}
	err = h.Vault.CreateFindKey(ctx, id, keys)
	if errors.Is(err, domain.ErrConflict) {
		return h.openFindKey(ctx, o, id)
	}
	return key, err
}

// openFindKey opens the key of a search with that of its request.
func (h *handler) openFindKey(ctx context.Context, o *opened, id string) (seal.Key, error) {
	keys, err := h.Vault.FindKey(ctx, id)
	if err != nil {
		return seal.Key{}, err
	}
	raw, err := o.key.Open(seal.FindPath(id), seal.FindKey, keys.Own)
	if err != nil {
		return seal.Key{}, err
	}
	return seal.ParseKey(raw)
}

// mark notes who is meant of those who were found, and who is somebody else of that name.
// The others stay as they are.
func (h *handler) mark(w http.ResponseWriter, r *http.Request, who domain.Principal) error {
	var in struct {
		Meant    []string `json:"meant"`
		Excluded []string `json:"excluded"`
	}
	if err := httpapi.Decode(w, r, httpapi.BodyLimit, &in); err != nil {
		return err
	}
	o, err := h.open(r, who)
	if err != nil {
		return err
	}
	if o.State != domain.RequestOpen {
		return domain.ErrRequestDecided
	}
	s, err := h.findOf(r.Context(), o)
	if err != nil {
		return err
	}
	if s == nil || s.State != domain.FindDone {
		return domain.ErrFindUnfinished
	}
	if _, err := h.Store.ChangeFind(r.Context(), s.ID, func(f *domain.Find) (bool, error) {
		found, err := s.open(f)
		if err != nil {
			return false, err
		}
		if err := domain.MarkFound(found, in.Meant, in.Excluded); err != nil {
			return false, err
		}
		f.Found, err = s.key.SealJSON(seal.FindPath(f.ID), seal.Found, found)
		return true, err
	}); err != nil {
		return err
	}
	return h.show(w, r, who, o)
}

// scope returns whom a decision is about, sealed with the request: who is marked as meant.
// Where somebody was searched for, nothing is granted before the search is through and
// everybody who was found is marked.
func (h *handler) scope(ctx context.Context, o *opened, d domain.Decision) (domain.RequestScope, error) {
	if d == domain.DecisionRefused || o.State != domain.RequestOpen {
		return domain.RequestScope{}, nil
	}
	s, err := h.findOf(ctx, o)
	if err != nil || s == nil {
		return domain.RequestScope{}, err
	}
	if s.State != domain.FindDone {
		return domain.RequestScope{}, domain.ErrFindUnfinished
	}
	meant, err := domain.MeantOf(s.found)
	if err != nil || len(meant) == 0 {
		return domain.RequestScope{}, err
	}
	sealed, err := o.key.SealJSON(seal.RequestPath(o.ID), seal.Scope, meant)
	return domain.RequestScope{Sealed: sealed, Meant: len(meant)}, err
}
