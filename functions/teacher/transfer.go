package teacher

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"slices"
	"sync"
	"time"

	"golang.org/x/text/unicode/norm"

	"github.com/cleanslate-edu/cleanslate/shared/domain"
	"github.com/cleanslate-edu/cleanslate/shared/httpapi"
	"github.com/cleanslate-edu/cleanslate/shared/lesson"
	"github.com/cleanslate-edu/cleanslate/shared/seal"
	"github.com/cleanslate-edu/cleanslate/shared/sheet"
	"github.com/cleanslate-edu/cleanslate/shared/store"
)

// A transferView is what a school hands over for research, as its administrators see it.
type transferView struct {
	ID           string               `json:"id"`
	State        domain.TransferState `json:"state"`
	Recipient    string               `json:"recipient"`
	Purpose      string               `json:"purpose"`
	Ground       string               `json:"ground"`
	From         domain.Month         `json:"from"`
	To           domain.Month         `json:"to"`
	QuestionSets []string             `json:"questionSets"` // none: all
	Tables       int                  `json:"tables"`
	Counted      int                  `json:"counted"` // of them
	AuthorizedBy string               `json:"authorizedBy"`
	AuthorizedAt time.Time            `json:"authorizedAt"`
	EndsAt       time.Time            `json:"endsAt"`
	MadeAt       *time.Time           `json:"madeAt"`
	CSV          *string              `json:"csvSha256"`
	JSON         *string              `json:"jsonSha256"`
	Words        *string              `json:"words"`
	SavedAt      *time.Time           `json:"savedAt"`
	SavedBy      *string              `json:"savedBy"`
	WithdrawnAt  *time.Time           `json:"withdrawnAt"`
}

func (h *handler) transferView(t *domain.Transfer) transferView {
	v := transferView{
		ID: t.ID, State: t.State(h.Clock()), Recipient: t.Recipient, Purpose: t.Purpose, Ground: t.Ground, From: t.From, To: t.To,
		QuestionSets: t.Sets, Tables: len(t.Parts), Counted: t.Done, AuthorizedBy: t.Who, AuthorizedAt: t.AuthorizedAt.UTC(), EndsAt: t.EndsAt.UTC(),
		MadeAt: httpapi.TimeOrNull(t.MadeAt), CSV: httpapi.TextOrNull(t.CSV), JSON: httpapi.TextOrNull(t.JSON), Words: httpapi.TextOrNull(t.Words),
		SavedAt: httpapi.TimeOrNull(t.SavedAt), SavedBy: httpapi.TextOrNull(t.SavedBy), WithdrawnAt: httpapi.TimeOrNull(t.WithdrawnAt),
	}
	if v.QuestionSets == nil {
		v.QuestionSets = []string{}
	}
	return v
}

func (h *handler) listTransfers(w http.ResponseWriter, r *http.Request, who domain.Principal) error {
	all, err := h.Store.Transfers(r.Context(), who.Org)
	if err != nil {
		return err
	}
	items := make([]transferView, len(all))
	for i := range all {
		items[i] = h.transferView(&all[i])
	}
	httpapi.WriteList(w, items, "")
	return nil
}

// transfer reads one of the caller's school.
func (h *handler) transfer(r *http.Request, who domain.Principal) (domain.Transfer, error) {
	id := r.PathValue("id")
	if !domain.IsID(id) {
		return domain.Transfer{}, lesson.ErrNotFound
	}
	t, err := h.Store.Transfer(r.Context(), who.Org, id)
	return t, lesson.NotThere(err)
}

// authorizeTransfer records that the caller's school hands something over, before anything
// of it is counted.
func (h *handler) authorizeTransfer(w http.ResponseWriter, r *http.Request, who domain.Principal) error {
	ctx, cancel := context.WithTimeout(r.Context(), timeout)
	defer cancel()
	key, err := httpapi.IdempotencyKey(r, true)
	if err != nil {
		return err
	}
	id, err := who.NewID(h.Rand, "transfer", key)
	if err != nil {
		return err
	}
	var in struct {
		Recipient    string    `json:"recipient"`
		Purpose      string    `json:"purpose"`
		Ground       string    `json:"ground"`
		From         string    `json:"from"`
		To           string    `json:"to"`
		QuestionSets []string  `json:"questionSets"`
		EndsAt       time.Time `json:"endsAt"`
	}
	if err := httpapi.Decode(w, r, httpapi.BodyLimit, &in); err != nil {
		return err
	}
	t := domain.Transfer{
		ID: id, Org: who.Org, Recipient: domain.CleanLine(in.Recipient), Purpose: domain.CleanLine(in.Purpose), Ground: domain.CleanLine(in.Ground),
		From: domain.Month(in.From), To: domain.Month(in.To), Sets: in.QuestionSets, Who: who.Member(),
		AuthorizedAt: h.storedNow(), EndsAt: in.EndsAt.UTC().Truncate(time.Microsecond),
	}
	// A retry is answered before anything else is checked, which may have changed since.
	switch made, err := h.Store.Transfer(ctx, who.Org, id); {
	case err == nil:
		return h.writeTransfer(w, http.StatusCreated, made, t)
	case !errors.Is(err, domain.ErrNotFound):
		return err
	}
	o, err := h.Store.Org(ctx, who.Org)
	if err != nil {
		return err
	}
	if wrong := t.Check(o, t.AuthorizedAt); len(wrong) > 0 {
		return domain.Invalid(wrong...)
	}
	t.SetPeriod(o)
	sessions, n := make(map[domain.SetVersion]int), 0
	for s, err := range h.Store.SessionsEnded(ctx, who.Org, "", t.Begin, t.End) {
		if n++; n > domain.TransferReadMax && err == nil {
			err = domain.ErrTransferMonths
		}
		if err != nil {
			return err
		}
		sessions[s.Set]++
	}
	if err := t.Divide(sessions); err != nil {
		return err
	}
	made := t
	if err := h.Store.AuthorizeTransfer(ctx, who.Org, func(all []domain.Transfer) (*domain.Transfer, error) {
		if i := slices.IndexFunc(all, func(o domain.Transfer) bool { return o.ID == id }); i >= 0 {
			made = all[i]
			return nil, nil
		}
		made = t
		return &t, domain.MayAuthorize(&t, all, t.AuthorizedAt)
	}); err != nil {
		return err
	}
	return h.writeTransfer(w, http.StatusCreated, made, t)
}

// writeTransfer answers with what was made of a request, now or at an earlier try.
func (h *handler) writeTransfer(w http.ResponseWriter, status int, made, asked domain.Transfer) error {
	if made.Recipient != asked.Recipient || made.Purpose != asked.Purpose || made.Ground != asked.Ground || made.From != asked.From ||
		made.To != asked.To || !slices.Equal(made.Sets, asked.Sets) || !made.EndsAt.Equal(asked.EndsAt) {
		return httpapi.ErrKeyReused
	}
	httpapi.WriteJSON(w, status, h.transferView(&made))
	return nil
}

// countTransfer counts the next table of a transfer. Between two requests nothing is kept but
// tables that may leave the school: what a part of one would say may be about few.
func (h *handler) countTransfer(w http.ResponseWriter, r *http.Request, who domain.Principal) error {
	ctx, cancel := context.WithTimeout(r.Context(), timeout)
	defer cancel()
	t, err := h.transfer(r, who)
	if err != nil {
		return err
	}
	if t.Over(h.Clock()) {
		return domain.ErrTransferOver
	}
	if t.Stale(h.Clock()) {
		if t, err = h.Store.ChangeTransfer(ctx, who.Org, t.ID, func(t *domain.Transfer) error {
			if t.Stale(h.Clock()) {
				t.Restart()
			}
			return nil
		}); err != nil {
			return err
		}
	}
	if n := t.Done; n < len(t.Parts) {
		began := h.storedNow()
		table, err := h.count(ctx, who, &t, t.Parts[n])
		if err != nil {
			return err
		}
		if t, err = h.Store.AddTransferTable(ctx, store.TransferTable{Org: who.Org, Transfer: t.ID, N: n, Table: table}, func(t *domain.Transfer) (bool, error) {
			return t.Count(n, began, h.Clock())
		}); err != nil {
			return err
		}
	}
	return httpapi.Large(ctx, w, who.Member(), func() ([]byte, error) {
		if t.Done == len(t.Parts) && t.MadeAt.IsZero() {
			if t, err = h.finishTransfer(ctx, t); err != nil {
				return nil, err
			}
		}
		body, err := json.Marshal(h.transferView(&t))
		if err != nil {
			return nil, errors.New("encoding a transfer failed")
		}
		return body, nil
	}, func() error {
		w.Header().Set("Content-Type", "application/json")
		return nil
	})
}

// countedAtOnce is how many sessions are opened at a time to be counted.
const countedAtOnce = 3

// count opens the sessions of one part of a transfer, each entered in the audit before, and
// returns the table of it.
func (h *handler) count(ctx context.Context, who domain.Principal, t *domain.Transfer, part domain.SetVersion) (domain.Table, error) {
	select {
	case h.counting <- struct{}{}:
		defer func() { <-h.counting }()
	case <-ctx.Done():
		return domain.Table{}, domain.ErrUnavailable
	}
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	sample := domain.NewSample(part, norm.NFKC.String)
	var mu sync.Mutex
	var failed error
	fail := func(err error) {
		mu.Lock()
		defer mu.Unlock()
		if failed == nil {
			failed = err
		}
		cancel()
	}
	var counting sync.WaitGroup
	turns := make(chan struct{}, countedAtOnce)
	n := 0
	for s, err := range h.Store.SessionsEnded(ctx, who.Org, part.Set, t.Begin, t.End) {
		if err == nil && s.Set != part {
			continue
		}
		if n++; n > domain.TransferSessionMax && err == nil {
			err = domain.ErrTransferLarge
		}
		if err != nil {
			fail(err)
			break
		}
		turns <- struct{}{}
		counting.Go(func() {
			defer func() { <-turns }()
			b, err := h.openToCount(ctx, who, s)
			if err != nil {
				fail(err)
				return
			}
			mu.Lock()
			defer mu.Unlock()
			if b != nil {
				// After a restore, another version of the set may have had the same number:
				// those sessions are left out.
				b.Count(sample)
			}
		})
	}
	counting.Wait()
	if failed != nil {
		return domain.Table{}, failed
	}
	return sample.Table(), nil
}

// openToCount opens a session, once that is entered. It returns nil if nobody was there, or if
// it is being erased.
func (h *handler) openToCount(ctx context.Context, who domain.Principal, s *domain.Session) (*lesson.Board, error) {
	n, err := h.Store.CountParticipants(ctx, s.ID)
	if err != nil || n == 0 {
		return nil, err
	}
	if err := h.openings.Note(ctx, domain.Opening{
		Org: s.Org, Member: who.Member(), Role: domain.RoleAdministrator, Act: domain.ActCount, Path: seal.SessionPath(s.ID),
		Purpose: domain.PurposeResearch, Counts: domain.Opened{Participants: n},
	}); err != nil {
		return nil, err
	}
	b, err := h.lessons.Open(ctx, s)
	if err == nil {
		err = h.lessons.Fill(ctx, b, nil)
	}
	if errors.Is(err, domain.ErrNotFound) {
		return nil, nil
	}
	return b, err
}

// finishTransfer records what the files of a transfer are, now that all is counted.
func (h *handler) finishTransfer(ctx context.Context, t domain.Transfer) (domain.Transfer, error) {
	tables, err := h.Store.TransferTables(ctx, t.ID)
	if err != nil {
		return t, err
	}
	words := t.Describe(tables)
	files, err := encodeTransfer(&t, words, tables)
	if err != nil {
		return t, err
	}
	read := t.CountedAt
	return h.Store.ChangeTransfer(ctx, t.Org, t.ID, func(t *domain.Transfer) error {
		if t.MadeAt.IsZero() && t.Done == len(t.Parts) && t.CountedAt.Equal(read) {
			t.MadeAt, t.Words, t.CSV, t.JSON = h.storedNow(), words, hexDigest(files["csv"]), hexDigest(files["json"])
		}
		return nil
	})
}

func hexDigest(b []byte) string {
	sum := sha256.Sum256(b)
	return hex.EncodeToString(sum[:])
}

// A transferFile is what is handed over as JSON.
type transferFile struct {
	ID           string         `json:"id"` // of the school's record
	Recipient    string         `json:"recipient"`
	Purpose      string         `json:"purpose"`
	Ground       string         `json:"ground"`
	From         domain.Month   `json:"from"`
	To           domain.Month   `json:"to"`
	AuthorizedOn string         `json:"authorizedOn"`
	Words        string         `json:"words"`
	GroupMin     int            `json:"smallestGroup"`
	GroupStep    int            `json:"roundedTo"`
	Tables       []domain.Table `json:"tables"`
}

// encodeTransfer returns the files of a transfer, by their format.
func encodeTransfer(t *domain.Transfer, words string, tables []domain.Table) (map[string][]byte, error) {
	asJSON, err := json.MarshalIndent(transferFile{
		ID: t.ID, Recipient: t.Recipient, Purpose: t.Purpose, Ground: t.Ground, From: t.From, To: t.To,
		AuthorizedOn: domain.Day(t.AuthorizedAt, time.UTC), Words: words, GroupMin: domain.GroupMin, GroupStep: domain.GroupStep, Tables: tables,
	}, "", "  ")
	if err != nil {
		return nil, errors.New("encoding tables failed")
	}
	s := sheet.Sheet{Header: []string{"Question set", "Version", "Question", "Kind", "Group", "Part of it", "Students", "Percent"}}
	for _, table := range tables {
		row := func(q *domain.TableQuestion, group, part any, students, percent int) {
			cells := []any{table.Set, float64(table.Version), nil, nil, group, part, float64(students), float64(percent)}
			if q != nil {
				cells[2], cells[3] = float64(q.Number), string(q.Kind)
			}
			s.Rows = append(s.Rows, cells)
		}
		if table.Students == 0 {
			s.Rows = append(s.Rows, []any{table.Set, float64(table.Version), nil, nil, "fewer than 10 people", nil, nil, nil})
			continue
		}
		row(nil, "all", nil, table.Students, 100)
		for i := range table.Questions {
			q := &table.Questions[i]
			for _, share := range q.Shares {
				row(q, share.Name, nil, share.Students, share.Percent)
				for _, part := range share.Within {
					row(q, share.Name, part.Name, part.Students, part.Percent)
				}
			}
		}
	}
	return map[string][]byte{"csv": s.CSV("en"), "json": asJSON}, nil
}

// saveTransfer returns one of the files of a transfer, for the caller to hand over, once that is
// on record.
func (h *handler) saveTransfer(w http.ResponseWriter, r *http.Request, who domain.Principal) error {
	ctx, cancel := context.WithTimeout(r.Context(), timeout)
	defer cancel()
	format := r.URL.Query().Get("format")
	contentType, ok := map[string]string{"csv": "text/csv; charset=utf-8", "json": "application/json"}[format]
	if !ok {
		return domain.Invalid(domain.FieldError{Pointer: "/format", Detail: "The format must be csv or json."})
	}
	t, err := h.transfer(r, who)
	if err != nil {
		return err
	}
	var saved domain.Transfer
	return httpapi.Large(ctx, w, who.Member(), func() ([]byte, error) {
		switch {
		case t.Over(h.Clock()):
			return nil, domain.ErrTransferOver
		case t.MadeAt.IsZero() || t.Stale(h.Clock()):
			return nil, domain.ErrTransferUnfinished
		}
		tables, err := h.Store.TransferTables(ctx, t.ID)
		if err != nil {
			return nil, err
		}
		files, err := encodeTransfer(&t, t.Words, tables)
		if err != nil {
			return nil, err
		}
		// Another version of this program may write them differently. What leaves is what is
		// on record, or nothing.
		if hexDigest(files["csv"]) != t.CSV || hexDigest(files["json"]) != t.JSON {
			return nil, errors.New("the files of a transfer aren't those on record")
		}
		return files[format], nil
	}, func() error {
		if err := h.openings.Note(ctx, domain.Opening{
			Org: who.Org, Member: who.Member(), Role: domain.RoleAdministrator, Act: domain.ActHandOver, Path: "transfers/" + t.ID,
			Purpose: domain.PurposeResearch,
		}); err != nil {
			return err
		}
		var err error
		read := t.CountedAt
		if saved, err = h.Store.ChangeTransfer(ctx, who.Org, t.ID, func(t *domain.Transfer) error {
			switch {
			case t.Over(h.Clock()):
				return domain.ErrTransferOver
			case t.MadeAt.IsZero() || t.Stale(h.Clock()) || !t.CountedAt.Equal(read):
				return domain.ErrTransferUnfinished
			}
			if t.SavedAt.IsZero() {
				t.SavedAt, t.SavedBy = h.storedNow(), who.Member()
			}
			return nil
		}); err != nil {
			return err
		}
		header := w.Header()
		header.Set("Content-Type", contentType)
		header.Set("Content-Disposition", fmt.Sprintf(`attachment; filename="statistics-%s-%s.%s"`, saved.From, saved.To, format))
		return nil
	})
}

// withdrawTransfer takes back what wasn't saved.
func (h *handler) withdrawTransfer(w http.ResponseWriter, r *http.Request, who domain.Principal) error {
	t, err := h.transfer(r, who)
	if err != nil {
		return err
	}
	if _, err := h.Store.ChangeTransfer(r.Context(), who.Org, t.ID, func(t *domain.Transfer) error {
		switch t.State(h.Clock()) {
		case domain.TransferSaved:
			return domain.ErrTransferSaved
		case domain.TransferAuthorized, domain.TransferReady:
			t.WithdrawnAt = h.storedNow()
			t.Forget()
		}
		return nil
	}); err != nil {
		return err
	}
	w.WriteHeader(http.StatusNoContent)
	return nil
}
