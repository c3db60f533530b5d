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
	// people is what tells who was found, by the participant's id, but for those who were
	// erased since.
	people map[string]domain.FoundPerson
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
	if s.found, err = s.open(&f); err != nil {
		return nil, err
	}
	return s, h.openPeople(ctx, s)
}

// openPeople opens who was found, each with a key of their own under that of the search.
func (h *handler) openPeople(ctx context.Context, s *search) error {
	ids := make([]string, len(s.found))
	for i, f := range s.found {
		ids[i] = domain.FoundID(s.ID, f.Participant)
	}
	keys, err := h.Vault.FoundKeys(ctx, ids)
	if err != nil {
		return err
	}
	s.people = make(map[string]domain.FoundPerson)
	for i, f := range s.found {
		sealed, there := keys[ids[i]]
		if !there {
			continue
		}
		path := seal.FoundKeyPath(ids[i])
		raw, err := s.key.Open(path, seal.FindKey, sealed)
		if err != nil {
			return err
		}
		key, err := seal.ParseKey(raw)
		if err != nil {
			return err
		}
		var p domain.FoundPerson
		if err := key.OpenJSON(path, seal.Found, f.About, &p); err != nil {
			return err
		}
		s.people[f.Participant] = p
	}
	return nil
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
	// Find is the last search that was seen, whose place this one takes with its marks;
	// empty: there was none.
	Find string `json:"find,omitempty"`
}

// is reports whether a search is already what is asked for.
func (s *search) is(in finding, begin, end time.Time) bool {
	return s != nil && s.query.Alias == in.Alias && s.Teacher == in.Teacher && s.From.Equal(begin) && s.To.Equal(end)
}

// find has the org's sessions looked through for whom a request is about, in the
// background: the function find does it. It takes the place of an earlier search, if that is
// the one that was seen. Asked again while the same search runs, or without having seen it,
// it goes on with that.
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
	if !before.is(in, begin, end) || before.State != domain.FindRunning && before.ID == in.Find {
		if before.id() != in.Find {
			return domain.ErrPrecondition
		}
		f := domain.Find{
			Org: o.Org, Request: o.ID, By: who.Member(), Teacher: in.Teacher, From: begin, To: end, State: domain.FindRunning,
		}
		if before, err = h.begin(ctx, o, f, domain.FindQuery{Alias: in.Alias}); err != nil {
			return err
		}
		if err := h.workFound(r, who, o, "", "", &before.Find, func(q *domain.Request, _ *domain.Find, now time.Time) ([]domain.Entry, error) {
			if q.Queue.Find != o.Queue.Find {
				return nil, domain.ErrPrecondition // somebody else began one meanwhile
			}
			return q.Search(before.ID, who.Member(), now)
		}); err != nil {
			return err // its key goes with a tick
		}
	}
	// If the message is lost, a tick has the search go on.
	if err := h.Publisher.Send(ctx, events.FindWork, events.FindJob{Find: before.ID, Page: before.Page}.Encode()); err != nil {
		return fmt.Errorf("publishing a search: %w (%v)", domain.ErrUnavailable, err)
	}
	return h.showAs(w, r, who, o, http.StatusAccepted)
}

// begin makes a new search and stores its key; the search itself is stored together with
// its request, so that of several that begin at once one is stored, as it was accepted. Its
// id follows from how often the request was changed, so that a try that was cut off leaves
// nothing beside the next.
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
	return &search{Find: f, key: key, query: query}, nil
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
		Find     string   `json:"find"`
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
	s, err := h.findOf(r.Context(), o)
	if err != nil {
		return err
	}
	if err := h.workFound(r, who, o, "", s.id(), nil, func(q *domain.Request, f *domain.Find, now time.Time) ([]domain.Entry, error) {
		if q.State != domain.RequestOpen {
			return nil, domain.ErrRequestDecided
		}
		if err := s.seen(o, q, f, in.Find); err != nil {
			return nil, err
		}
		if f == nil || f.State != domain.FindDone {
			return nil, domain.ErrFindUnfinished
		}
		found, err := s.open(f)
		if err != nil {
			return nil, err
		}
		if changed, err := domain.MarkFound(found, in.Meant, in.Excluded); err != nil || !changed {
			return nil, err
		}
		if f.Found, err = s.key.SealJSON(seal.FindPath(f.ID), seal.Found, found); err != nil {
			return nil, err
		}
		return q.Mark(found, who.Member(), now)
	}); err != nil {
		return err
	}
	return h.show(w, r, who, o)
}

// seen returns domain.ErrPrecondition unless the last search for q, which is f, is the one
// that was read with o and that the caller says to have seen.
func (s *search) seen(o *opened, q *domain.Request, f *domain.Find, id string) error {
	if id != s.id() || q.Queue.Find != o.Queue.Find || (s == nil) != (f == nil) {
		return domain.ErrPrecondition
	}
	return nil
}

// id returns the id of a search; empty: there is none.
func (s *search) id() string {
	if s == nil {
		return ""
	}
	return s.ID
}

var errCorrection = domain.Invalid(domain.FieldError{Pointer: "/correction",
	Detail: "Say what is to be read beside the work of those whom you marked as meant; leave it out if you marked nobody."})

// scope returns whom a decision is about, sealed with the request: who is marked as meant,
// which has to be whom the decider saw. Where somebody was searched for, nothing is granted
// before the search is through and everybody who was found is marked.
func (o *opened) scope(s *search, q *domain.Request, f *domain.Find, in deciding) (scope domain.RequestScope, err error) {
	if in.Decision == domain.DecisionRefused || q.State != domain.RequestOpen {
		return scope, nil
	}
	if err := s.seen(o, q, f, in.Find); err != nil {
		return scope, err
	}
	var meant []domain.Meant
	if f != nil {
		if f.State != domain.FindDone {
			return scope, domain.ErrFindUnfinished
		}
		found, err := s.open(f)
		if err != nil {
			return scope, err
		}
		if meant, err = domain.MeantOf(found, s.people); err != nil {
			return scope, err
		}
	}
	if !domain.SameMeant(meant, in.Meant) {
		return scope, domain.ErrPrecondition
	}
	if q.Kind == domain.RequestCorrect && (in.Correction == "") != (len(meant) == 0) {
		return scope, errCorrection
	}
	if len(meant) == 0 {
		return scope, nil
	}
	path := seal.RequestPath(o.ID)
	scope.Meant = len(meant)
	if in.Correction != "" {
		scope.Correction = o.key.Seal(path, seal.Correction, []byte(in.Correction))
	}
	scope.Sealed, err = o.key.SealJSON(path, seal.Scope, meant)
	return scope, err
}
