package live

import (
	"archive/zip"
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"iter"
	"log/slog"
	"net/http"
	"strings"
	"time"

	"github.com/cleanslate-edu/cleanslate/shared/archive"
	"github.com/cleanslate-edu/cleanslate/shared/auth"
	"github.com/cleanslate-edu/cleanslate/shared/domain"
	"github.com/cleanslate-edu/cleanslate/shared/httpapi"
	"github.com/cleanslate-edu/cleanslate/shared/lesson"
	"github.com/cleanslate-edu/cleanslate/shared/logging"
	"github.com/cleanslate-edu/cleanslate/shared/seal"
	"github.com/cleanslate-edu/cleanslate/shared/sheet"
)

// Objects is where the parts of schools' archives are.
type Objects interface {
	Open(ctx context.Context, name string) (io.ReadCloser, error)
}

const (
	// archivesAtOnce is how many archives an instance hands out at a time: each has one
	// session opened, and lessons that go on come first.
	archivesAtOnce = 2
	// archiveLife is how long handing one out may take.
	archiveLife = 50 * time.Minute
	// archiveWrite is how long a client may take to read what was written to it.
	archiveWrite = time.Minute
	// rowsMax is how many rows of a table are encoded at once.
	rowsMax = 1000
	// roomTick is how often one that waits for memory looks again, roomWait for how long:
	// browsers give up on a download that stands still for much longer.
	roomTick = time.Second
	roomWait = 2 * time.Minute
)

// errArchives refuses an archive while an instance hands out as many as it may, or has no
// memory for one more session.
var errArchives = domain.Problem(domain.ErrUnavailable, "unavailable",
	"Too much is being handed out right now. Wait as long as the Retry-After header says, then try again.")

// serveArchive hands out the archive of a school that the path names, opened piece by piece
// while it is read.
func (h *hub) serveArchive(w http.ResponseWriter, r *http.Request) {
	token, _ := httpapi.Bearer(r)
	who, err := h.authorizer.Authorize(r.Context(), token, auth.Need{May: auth.Any(domain.OrgAdmin), SecondFactor: true})
	if err == nil {
		err = h.handOut(w, r, who)
	}
	if err != nil {
		httpapi.WriteError(w, r, err)
	}
}

// A takeout is one archive while it is handed out.
type takeout struct {
	*hub
	ctx    context.Context
	who    domain.Principal
	of     domain.Export
	key    *seal.ExportKey
	words  *archiveWords
	zip    *zip.Writer
	now    time.Time
	people map[string]*archive.Member // by their ids, and as the school's audit names them
}

func (h *hub) handOut(w http.ResponseWriter, r *http.Request, who domain.Principal) error {
	id := r.PathValue("id")
	if !domain.IsID(id) {
		return lesson.ErrNotFound
	}
	ctx, cancel := context.WithTimeout(r.Context(), archiveLife)
	defer cancel()
	e, err := h.Store.Export(ctx, id)
	if err != nil {
		return lesson.NotThere(err)
	}
	now := h.Clock().UTC()
	if e.Org != who.Org || e.Over(now) {
		return lesson.ErrNotFound
	}
	if e.State != domain.ExportDone {
		return domain.ErrExportUnfinished
	}
	select {
	case h.archives <- struct{}{}:
		defer func() { <-h.archives }()
	default:
		return errArchives
	}
	key, err := h.archiveKey(ctx, id)
	if err != nil {
		return err
	}
	if err := h.openings.Note(ctx, domain.Opening{
		Org: e.Org, Member: who.Member(), Role: domain.RoleAdministrator, Act: domain.ActArchive, Path: seal.ExportPath(id), Purpose: domain.PurposeExport,
	}); err != nil {
		return err
	}
	language := sheet.Language(r.Header.Get("Accept-Language"))
	header := w.Header()
	header.Set("Content-Type", "application/zip")
	header.Set("Cache-Control", "no-store")
	header.Set("Content-Disposition", `attachment; filename="cleanslate-school-`+e.AskedAt.UTC().Format(time.DateOnly)+`.zip"`)
	out := &patient{w: w, control: http.NewResponseController(w)}
	t := &takeout{hub: h, ctx: ctx, who: who, of: e, key: key, words: archiveWordsIn(language), now: now, zip: zip.NewWriter(out)}
	err = t.write()
	if err == nil {
		return nil
	}
	if r.Context().Err() == nil {
		slog.WarnContext(ctx, "handing out an archive failed", "alert", "live-view", "begun", out.begun, logging.Error(err))
	}
	if !out.begun {
		header.Del("Content-Disposition")
		return err
	}
	// What has begun can only be cut off: the client must not take it for whole.
	out.control.SetWriteDeadline(time.Unix(1, 0))
	return nil
}

// archiveKey opens the key of an archive.
func (h *hub) archiveKey(ctx context.Context, id string) (*seal.ExportKey, error) {
	k, err := h.Vault.ExportKey(ctx, id)
	if err != nil {
		return nil, lesson.NotThere(err)
	}
	raw, err := h.SessionKeys.Unwrap(ctx, seal.ExportPath(id), k.Wrapped)
	if err != nil {
		return nil, fmt.Errorf("unwrapping an archive's key: %w", err)
	}
	return seal.ParseExportKey(raw)
}

// still returns an error unless the archive stands and its reader may have it: handing it out
// takes longer than either is sure to last.
func (t *takeout) still() error {
	e, err := t.Store.Export(t.ctx, t.of.ID)
	if err != nil {
		return lesson.NotThere(err)
	}
	if e.Org != t.of.Org || e.State != domain.ExportDone || e.Over(t.Clock()) {
		return lesson.ErrNotFound
	}
	again := auth.Authorizer{Tokens: held{t.who, t.Clock}, Clock: t.Clock, Member: func(ctx context.Context, p domain.Principal) (domain.Member, error) {
		return auth.Look(ctx, t.Store, p.Org, p.Member())
	}}
	_, err = again.Authorize(t.ctx, "held", auth.Need{May: auth.Any(domain.OrgAdmin)})
	return err
}

// held is a token that was verified when handing out began.
type held struct {
	who   domain.Principal
	clock domain.Clock
}

func (h held) Verify(context.Context, string) (domain.Principal, error) {
	if !h.clock().Before(h.who.Expiry) {
		return domain.Principal{}, domain.ErrUnauthenticated
	}
	return h.who, nil
}

// patient gives a client a time for each piece that it reads.
type patient struct {
	w       http.ResponseWriter
	control *http.ResponseController
	begun   bool
}

func (p *patient) Write(b []byte) (int, error) {
	p.begun = true
	p.control.SetWriteDeadline(time.Now().Add(archiveWrite))
	return p.w.Write(b)
}

// write writes all files.
func (t *takeout) write() error {
	if err := t.text("README.txt", t.words.readme(&t.of)); err != nil {
		return err
	}
	if err := t.meet(); err != nil {
		return err
	}
	for _, write := range []func() error{
		func() error { return t.one(domain.ExportSchool, "school.json") },
		func() error { return t.json(domain.ExportPolicies, "policy-history.json", nil) },
		func() error { return t.json(domain.ExportChanges, "changes.json", t.changed) },
		t.members,
		func() error { return t.json(domain.ExportTexts, "consent-texts.json", nil) },
		func() error { return t.json(domain.ExportCodes, "consent-codes.json", nil) },
		t.sets,
		t.allLessons,
		t.requests,
		t.incidents,
		func() error { return t.json(domain.ExportDisclosures, "disclosures.json", nil) },
		func() error { return t.json(domain.ExportHolds, "holds.json", nil) },
		func() error { return t.json(domain.ExportTransfers, "transfers.json", nil) },
		t.receipts,
		t.audited,
	} {
		if err := write(); err != nil {
			return err
		}
	}
	return t.zip.Close()
}

func (t *takeout) file(name string) (io.Writer, error) {
	return t.zip.CreateHeader(&zip.FileHeader{Name: name, Method: zip.Deflate, Modified: t.now})
}

func (t *takeout) text(name, text string) error {
	f, err := t.file(name)
	if err == nil {
		_, err = io.WriteString(f, text)
	}
	return err
}

func (t *takeout) encoded(name string, v any) error {
	f, err := t.file(name)
	if err != nil {
		return err
	}
	encoder := json.NewEncoder(f)
	encoder.SetEscapeHTML(false)
	encoder.SetIndent("", "  ")
	if err := encoder.Encode(v); err != nil {
		return errors.New("encoding a file of an archive failed")
	}
	return nil
}

// open opens one object of the archive. What is returned as close ends reading it.
func (t *takeout) open(p domain.ExportPart, n int) (r *archive.Reader, end func(), err error) {
	if err := t.still(); err != nil {
		return nil, nil, err
	}
	name := archive.Name(t.of.ID, p.Page, p.Try, n)
	body, err := t.Objects.Open(t.ctx, name)
	if err != nil {
		return nil, nil, err
	}
	r, err = archive.NewReader(body, seal.ExportPath(name), t.key)
	if err != nil {
		body.Close()
		return nil, nil, err
	}
	return r, func() { body.Close() }, nil
}

// values returns the values of a list, as they were archived.
func (t *takeout) values(stage domain.ExportStage) iter.Seq2[json.RawMessage, error] {
	return func(yield func(json.RawMessage, error) bool) {
		for _, p := range t.of.PartsOf(stage) {
			for n := range p.Objects {
				if !t.object(p, n, yield) {
					return
				}
			}
		}
	}
}

func (t *takeout) object(p domain.ExportPart, n int, yield func(json.RawMessage, error) bool) (more bool) {
	r, end, err := t.open(p, n)
	if err != nil {
		return yield(nil, err)
	}
	defer end()
	decoder := json.NewDecoder(r)
	for {
		var raw json.RawMessage
		if err := decoder.Decode(&raw); errors.Is(err, io.EOF) {
			return true
		} else if err != nil {
			yield(nil, err)
			return false
		}
		if !yield(raw, nil) {
			return false
		}
	}
}

// one writes a list of one value as that.
func (t *takeout) one(stage domain.ExportStage, name string) error {
	for raw, err := range t.values(stage) {
		if err != nil {
			return err
		}
		return t.encoded(name, raw)
	}
	return nil
}

// json writes a list as JSON. Change may change a value, or leave it out.
func (t *takeout) json(stage domain.ExportStage, name string, change func(json.RawMessage) (any, error)) error {
	f, err := t.file(name)
	if err != nil {
		return err
	}
	before := "[\n"
	for raw, err := range t.values(stage) {
		if err != nil {
			return err
		}
		var v any = raw
		if change != nil {
			if v, err = change(raw); err != nil {
				return err
			}
			if v == nil {
				continue
			}
		}
		b, err := json.Marshal(v)
		if err != nil {
			return errors.New("encoding a file of an archive failed")
		}
		if _, err := f.Write(append([]byte(before), b...)); err != nil {
			return err
		}
		before = ",\n"
	}
	if before == "[\n" {
		_, err = io.WriteString(f, "[]\n")
	} else {
		_, err = io.WriteString(f, "\n]\n")
	}
	return err
}

// csv writes a list as a table, whose rows come from row: nil leaves a value out.
func (t *takeout) csv(stage domain.ExportStage, name string, header []string, row func(json.RawMessage) ([]any, error)) error {
	rows := func(yield func([]any, error) bool) {
		for raw, err := range t.values(stage) {
			var cells []any
			if err == nil {
				cells, err = row(raw)
			}
			if err == nil && cells == nil {
				continue
			}
			if !yield(cells, err) || err != nil {
				return
			}
		}
	}
	return t.table(name, header, rows)
}

// table writes a table piece by piece.
func (t *takeout) table(name string, header []string, rows iter.Seq2[[]any, error]) error {
	f, err := t.file(name)
	if err != nil {
		return err
	}
	s := &sheet.Sheet{Header: header}
	begun := false
	flush := func() error {
		b := s.CSV(t.words.language)
		if begun {
			b = b[bytes.Index(b, []byte("\r\n"))+2:] // without the header
		}
		begun, s.Rows = true, s.Rows[:0]
		_, err := f.Write(b)
		return err
	}
	for cells, err := range rows {
		if err != nil {
			return err
		}
		if s.Rows = append(s.Rows, cells); len(s.Rows) == rowsMax {
			if err := flush(); err != nil {
				return err
			}
		}
	}
	return flush()
}

// person returns a member who is in the archive and a member still, with the name that they
// have now; nil otherwise.
func (t *takeout) person(raw json.RawMessage) (*archive.Member, error) {
	var m archive.Member
	if err := json.Unmarshal(raw, &m); err != nil {
		return nil, archive.ErrDamaged
	}
	stored, err := t.Store.Member(t.ctx, t.of.Org, m.ID)
	if errors.Is(err, domain.ErrNotFound) {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	if stored.State == domain.MemberErased || stored.State == domain.MemberErasing {
		return nil, nil
	}
	m.Name = t.lessons.Person(t.ctx, t.of.Org, m.ID).Name
	return &m, nil
}

// meet looks who the school's people are. That their names are opened is entered first.
func (t *takeout) meet() error {
	n := 0
	for _, err := range t.values(domain.ExportMembers) {
		if err != nil {
			return err
		}
		n++
	}
	if err := t.note(seal.OrgPath(t.of.Org), domain.Opened{Members: n}); err != nil {
		return err
	}
	t.people = make(map[string]*archive.Member)
	for raw, err := range t.values(domain.ExportMembers) {
		if err != nil {
			return err
		}
		m, err := t.person(raw)
		if err != nil {
			return err
		}
		if m == nil {
			continue
		}
		actor, err := t.openings.Actor(t.ctx, t.of.Org, m.ID)
		if err != nil {
			return err
		}
		t.people[m.ID], t.people[actor] = m, m
	}
	return nil
}

// members writes the school's people.
func (t *takeout) members() error {
	known := func(raw json.RawMessage) (*archive.Member, error) {
		var m archive.Member
		if err := json.Unmarshal(raw, &m); err != nil {
			return nil, archive.ErrDamaged
		}
		return t.people[m.ID], nil
	}
	if err := t.json(domain.ExportMembers, "members.json", func(raw json.RawMessage) (any, error) {
		if m, err := known(raw); m != nil || err != nil {
			return m, err
		}
		return nil, nil
	}); err != nil {
		return err
	}
	return t.csv(domain.ExportMembers, "members.csv", []string{"Id", "Name", "Role", "State", "Last active"}, func(raw json.RawMessage) ([]any, error) {
		m, err := known(raw)
		if m == nil || err != nil {
			return nil, err
		}
		return []any{m.ID, orNil(m.Name), string(m.Role), m.State, m.Week}, nil
	})
}

// named returns the id and the name of somebody who is a member still, from their id or from
// what the audit names them.
func (t *takeout) named(who string) *lesson.Person {
	m := t.people[who]
	if m == nil {
		return nil
	}
	return &lesson.Person{ID: m.ID, Name: m.Name}
}

// changed adds to a change who made it, and whom it is about.
func (t *takeout) changed(raw json.RawMessage) (any, error) {
	var c struct {
		N      int             `json:"n"`
		At     time.Time       `json:"at"`
		By     string          `json:"by"`
		Who    string          `json:"who,omitempty"`
		Member *lesson.Person  `json:"member"`
		What   string          `json:"what"`
		About  string          `json:"about,omitempty"`
		Person *lesson.Person  `json:"person"`
		Fields json.RawMessage `json:"fields"`
	}
	if err := json.Unmarshal(raw, &c); err != nil {
		return nil, archive.ErrDamaged
	}
	c.Member, c.Person = t.named(c.Who), t.named(c.About)
	return c, nil
}

func (t *takeout) note(path string, counts domain.Opened) error {
	return t.openings.Note(t.ctx, domain.Opening{
		Org: t.of.Org, Member: t.who.Member(), Role: domain.RoleAdministrator, Act: domain.ActArchive, Path: path, Purpose: domain.PurposeExport, Counts: counts,
	})
}

func orNil(s *string) any {
	if s == nil {
		return nil
	}
	return *s
}

func timeOrNil(at *time.Time) any {
	if at == nil {
		return nil
	}
	return at.Format(time.RFC3339)
}

// sets writes the question sets that are there still, as they are now.
func (t *takeout) sets() error {
	n := 0
	for raw, err := range t.values(domain.ExportSets) {
		var named archive.Set
		if err == nil && json.Unmarshal(raw, &named) != nil {
			err = archive.ErrDamaged
		}
		if err != nil {
			return err
		}
		stored, err := t.Store.QuestionSet(t.ctx, t.of.Org, named.ID)
		if errors.Is(err, domain.ErrNotFound) || err == nil && stored.Hidden() {
			continue
		}
		if err != nil {
			return err
		}
		var set domain.QuestionSet
		if err := json.Unmarshal(stored.Content, &set); err != nil {
			return errors.New("decoding a question set failed")
		}
		n++
		name := fmt.Sprintf("question-sets/%04d%s", n, slug(set.Title))
		if err := t.encoded(name+".json", struct {
			ID        string            `json:"id"`
			Owner     lesson.Person     `json:"owner"`
			UpdatedAt time.Time         `json:"updatedAt"`
			Shared    domain.Sharing    `json:"shared"`
			Title     string            `json:"title"`
			Folder    string            `json:"folder"`
			Tags      []string          `json:"tags"`
			Questions []domain.Question `json:"questions"`
		}{
			stored.ID, t.lessons.Person(t.ctx, t.of.Org, stored.Owner), stored.UpdatedAt.UTC(), stored.Shared, set.Title, set.Folder,
			append([]string{}, set.Tags...), set.Questions,
		}); err != nil {
			return err
		}
		text, missing := set.GIFT()
		if len(missing) > 0 {
			text = t.words.missing(missing) + text
		}
		if err := t.text(name+".gift", text); err != nil {
			return err
		}
	}
	return nil
}

// slug returns a part of a file's name that reminds of a title.
func slug(title string) string {
	var b strings.Builder
	for _, word := range strings.FieldsFunc(strings.ToLower(title), func(r rune) bool { return (r < 'a' || r > 'z') && (r < '0' || r > '9') }) {
		if b.Len()+len(word) > 40 {
			break
		}
		b.WriteString("-" + word)
	}
	return b.String()
}

// lessonRows writes each session in a folder of its own, and returns what the table says of it.
func (t *takeout) lessonRows(yield func([]any, error) bool) {
	for _, p := range t.of.PartsOf(domain.ExportLessons) {
		for n := range p.Objects {
			row, err := t.lesson(p, n)
			if err != nil || row != nil {
				if !yield(row, err) || err != nil {
					return
				}
			}
		}
	}
}

// allLessons writes the sessions, and a table of all.
func (t *takeout) allLessons() error {
	var rows [][]any
	for row, err := range t.lessonRows {
		if err != nil {
			return err
		}
		rows = append(rows, row)
	}
	return t.table("sessions.csv", []string{"Folder", "Id", "Title", "Teacher", "State", "Created", "Closed", "Questions", "Students", "Answers"}, func(yield func([]any, error) bool) {
		for _, row := range rows {
			if !yield(row, nil) {
				return
			}
		}
	})
}

// lesson writes what is left of one session: of one that was erased, or is in the trash, there
// is nothing, and of those in it who were neither.
func (t *takeout) lesson(p domain.ExportPart, n int) ([]any, error) {
	if err := wait(t.ctx, t.room, roomTick, roomWait); err != nil {
		return nil, err
	}
	r, end, err := t.open(p, n)
	if err != nil {
		return nil, err
	}
	defer end()
	s, err := t.Store.Session(t.ctx, r.Session)
	if errors.Is(err, domain.ErrNotFound) || err == nil && (s.Org != t.of.Org || s.Hidden()) {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	private, err := t.lessons.Private(t.ctx, s.ID)
	if errors.Is(err, domain.ErrNotFound) {
		return nil, nil // it was erased a moment ago
	}
	if err != nil {
		return nil, err
	}
	if err := r.Unlock(private); err != nil {
		return nil, err
	}
	decoder := json.NewDecoder(r)
	var copied archive.Lesson
	if err := decoder.Decode(&copied); err != nil {
		return nil, err
	}
	paper, key, err := copied.Questions()
	if err != nil {
		return nil, err
	}
	b := t.lessons.OpenCopy(s, paper, key, private)
	if err := t.lessons.FillCopy(t.ctx, b, copied.At, func(yield func(domain.Chunk, error) bool) {
		for {
			var c domain.Chunk
			if err := decoder.Decode(&c); errors.Is(err, io.EOF) {
				return
			} else if err != nil {
				yield(c, err)
				return
			}
			if !yield(c, nil) {
				return
			}
		}
	}); err != nil {
		return nil, err
	}
	if t.full() {
		return nil, errArchives
	}
	opened := b.Opened()
	// Nothing of it is shown that isn't entered.
	if err := t.note(seal.SessionPath(s.ID), opened); err != nil {
		return nil, err
	}
	view, err := t.lessons.View(t.ctx, s, t.who)
	if err != nil {
		return nil, err
	}
	all := b.Export(view, copied.At)
	folder := "sessions/" + s.CreatedAt.UTC().Format(time.DateOnly) + slug(s.Title) + "-" + s.ID[:8]
	if err := t.encoded(folder+"/session.json", all); err != nil {
		return nil, err
	}
	if err := t.text(folder+"/results.csv", string(b.Sheet(all.Participants).CSV(t.words.language))); err != nil {
		return nil, err
	}
	if err := t.consents(folder, b); err != nil {
		return nil, err
	}
	text, missing := (&domain.QuestionSet{Title: s.Title, Questions: all.Questions}).GIFT()
	if len(missing) > 0 {
		text = t.words.missing(missing) + text
	}
	if err := t.text(folder+"/questions.gift", text); err != nil {
		return nil, err
	}
	return []any{
		folder, s.ID, s.Title, orNil(view.Owner.Name), string(view.State), view.CreatedAt.Format(time.RFC3339), timeOrNil(view.ClosedAt),
		float64(len(all.Questions)), float64(opened.Participants), float64(opened.Answers),
	}, nil
}

// room reports whether there is memory for one session more, beside the boards: two thirds of
// what those may take aren't taken.
func (h *hub) room() bool { return !httpapi.HeapFull(h.Memory / 3 * 2) }

// wait waits until there is room, for so long at most.
func wait(ctx context.Context, room func() bool, every, most time.Duration) error {
	ctx, cancel := context.WithTimeout(ctx, most)
	defer cancel()
	for !room() {
		select {
		case <-ctx.Done():
			return errArchives
		case <-time.After(every):
		}
	}
	return nil
}

// consents writes under which consents those are in a session who are in it still.
func (t *takeout) consents(folder string, b *lesson.Board) error {
	all, err := t.Store.ConsentsOf(t.ctx, b.Session.ID)
	if err != nil {
		return err
	}
	type consent struct {
		Participant string               `json:"participant"`
		Ground      domain.ConsentGround `json:"ground"`
		At          time.Time            `json:"at"`
		Version     int                  `json:"version"` // of the text
	}
	var held []consent
	for _, c := range all {
		if b.Has(c.Participant) {
			held = append(held, consent{c.Participant, c.Ground, c.At.UTC(), c.Version})
		}
	}
	if len(held) == 0 {
		return nil
	}
	return t.encoded(folder+"/consents.json", held)
}

func (t *takeout) requests() error {
	if err := t.json(domain.ExportRequests, "requests.json", nil); err != nil {
		return err
	}
	return t.csv(domain.ExportRequests, "requests.csv", []string{"Id", "Kind", "From", "State", "Received", "Decision", "Ground", "Decided", "Done"}, func(raw json.RawMessage) ([]any, error) {
		var r archive.Request
		if err := json.Unmarshal(raw, &r); err != nil {
			return nil, archive.ErrDamaged
		}
		return []any{
			r.ID, string(r.Kind), string(r.From), string(r.State), r.ReceivedAt.Format(time.RFC3339), string(r.Decision), r.Ground, timeOrNil(r.DecidedAt), timeOrNil(r.DoneAt),
		}, nil
	})
}

func (t *takeout) incidents() error {
	if err := t.json(domain.ExportIncidents, "incidents.json", nil); err != nil {
		return err
	}
	return t.csv(domain.ExportIncidents, "incidents.csv", []string{"Id", "Drill", "State", "Reported", "Closed", "Sessions", "People", "Records"}, func(raw json.RawMessage) ([]any, error) {
		var i archive.Incident
		if err := json.Unmarshal(raw, &i); err != nil {
			return nil, archive.ErrDamaged
		}
		return []any{
			i.ID, fmt.Sprint(i.Drill), string(i.State), i.ReportedAt.Format(time.RFC3339), timeOrNil(i.ClosedAt), float64(i.Sessions), float64(i.People), float64(i.Records),
		}, nil
	})
}

func (t *takeout) receipts() error {
	if err := t.json(domain.ExportReceipts, "receipts.json", nil); err != nil {
		return err
	}
	return t.csv(domain.ExportReceipts, "receipts.csv", []string{"Id", "Kind", "Rule", "Ground", "Requested", "Keys deleted", "Erased", "Irrecoverable"}, func(raw json.RawMessage) ([]any, error) {
		var r domain.Receipt
		if err := json.Unmarshal(raw, &r); err != nil {
			return nil, archive.ErrDamaged
		}
		return []any{
			r.ID, string(r.Kind), string(r.Rule), string(r.Ground), r.RequestedAt.Format(time.RFC3339), r.KeysDeletedAt.Format(time.RFC3339),
			r.ErasedAt.Format(time.RFC3339), r.IrrecoverableAt.Format(time.RFC3339),
		}, nil
	})
}

func (t *takeout) audited() error {
	if err := t.json(domain.ExportAudit, "audit.json", func(raw json.RawMessage) (any, error) {
		var a domain.AuditEntry
		if err := json.Unmarshal(raw, &a); err != nil {
			return nil, archive.ErrDamaged
		}
		return struct {
			Entry  json.RawMessage `json:"entry"`
			Member *lesson.Person  `json:"member"`
		}{raw, t.named(a.Actor)}, nil
	}); err != nil {
		return err
	}
	return t.csv(domain.ExportAudit, "audit.csv", []string{"Id", "At", "Actor", "Member", "Name", "Role", "Act", "Path", "Purpose", "Students", "Answers", "Members"}, func(raw json.RawMessage) ([]any, error) {
		var a domain.AuditEntry
		if err := json.Unmarshal(raw, &a); err != nil {
			return nil, archive.ErrDamaged
		}
		var member, name any
		if p := t.named(a.Actor); p != nil {
			member, name = p.ID, orNil(p.Name)
		}
		return []any{
			a.ID, a.At.Format(time.RFC3339), a.Actor, member, name, string(a.Role), string(a.Act), a.Path, string(a.Purpose), float64(a.Counts.Participants),
			float64(a.Counts.Answers), float64(a.Counts.Members),
		}, nil
	})
}
