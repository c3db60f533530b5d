package incident

import (
	"bytes"
	"cmp"
	"context"
	"crypto/sha256"
	_ "embed"
	"encoding/base64"
	"errors"
	"html/template"
	"net/http"
	"strconv"
	"strings"
	"time"

	"github.com/cleanslate-edu/cleanslate/shared/contact"
	"github.com/cleanslate-edu/cleanslate/shared/domain"
	"github.com/cleanslate-edu/cleanslate/shared/httpapi"
	"github.com/cleanslate-edu/cleanslate/shared/seal"
)

type entryView struct {
	N          int               `json:"n"`
	At         time.Time         `json:"at"`
	RecordedAt time.Time         `json:"recordedAt"`
	Actor      string            `json:"actor"`
	Kind       domain.EntryKind  `json:"kind"`
	Facts      map[string]string `json:"facts"`
	Note       *string           `json:"note"`
	Hash       []byte            `json:"hash"` // null in a school's part
}

func entryOf(ctx context.Context, keys *contact.Keys, i *domain.Incident, e domain.Entry) (entryView, error) {
	v := entryView{N: e.N, At: e.At.UTC(), RecordedAt: e.RecordedAt.UTC(), Actor: e.Actor, Kind: e.Kind, Facts: e.Facts, Hash: e.Hash}
	if v.Facts == nil {
		v.Facts = map[string]string{}
	}
	if len(e.Note) == 0 {
		return v, nil
	}
	var note string
	err := keys.Open(ctx, i.Org, seal.TimelinePath(i.ID, e.N), seal.Note, e.Note, &note)
	if errors.Is(err, domain.ErrNotFound) {
		return v, nil // the key is erased
	}
	v.Note = &note
	return v, err
}

// entries iterates over an incident's whole timeline and verifies its chain. It
// yields the chain's fault, if any, after the last entry.
func (h *handler) entries(ctx context.Context, i *domain.Incident, each func(domain.Entry) error) (verified bool, err error) {
	const page = 300
	var chain domain.Chain
	verified = true
	for after := 0; after < i.Entries; {
		all, err := h.Store.Timeline(ctx, i.ID, after, page)
		if err != nil {
			return false, err
		}
		if len(all) == 0 {
			break
		}
		for _, e := range all {
			after = max(after+1, e.N)
			if e.N > i.Entries {
				continue // added while we read
			}
			verified = verified && chain.Add(e) == nil
			if err := each(e); err != nil {
				return false, err
			}
		}
	}
	return verified && chain.End(i) == nil, nil
}

// timeline shows a page of the timeline, and whether the whole of it verifies.
func (h *handler) timeline(w http.ResponseWriter, r *http.Request, who caller) error {
	i, err := h.incident(r, who)
	if err != nil {
		return err
	}
	size, token, err := httpapi.Page(r, pageSize, httpapi.PageSizeMax)
	if err != nil {
		return err
	}
	after := 0
	if token != "" {
		if after, err = strconv.Atoi(token); err != nil || after < 0 {
			return domain.Problem(domain.ErrMalformed, "page-token", "The page token doesn't belong to this list. Start from the first page.")
		}
	}
	if err := h.reach(r.Context(), who, cmp.Or(who.part(i), i.Org), i, domain.ActTimeline, domain.Opened{}); err != nil {
		return err
	}
	org := who.part(i)
	part, err := h.shown(r.Context(), who, i)
	if err != nil {
		return err
	}
	out := struct {
		Items         []entryView `json:"items"`
		NextPageToken *string     `json:"nextPageToken"`
		Verified      bool        `json:"verified"`
	}{Items: []entryView{}}
	keys := contact.New(h.Vault, h.ContactKeys)
	seen := 0 // how many entries there are for the caller
	out.Verified, err = h.entries(r.Context(), i, func(e domain.Entry) error {
		if org != "" {
			var mine bool
			if e, mine = ownEntry(e, part, org); !mine {
				return nil
			}
			e.N = seen + 1
		}
		if seen++; seen <= after || len(out.Items) == size {
			return nil
		}
		v, err := entryOf(r.Context(), keys, i, e)
		out.Items = append(out.Items, v)
		return err
	})
	if err != nil {
		return err
	}
	if n := after + len(out.Items); len(out.Items) == size && n < seen {
		out.NextPageToken = text(strconv.Itoa(n))
	}
	httpapi.WriteJSON(w, http.StatusOK, out)
	return nil
}

// registerMax bounds the notices and entries in a register entry: it is one
// page for people. All of them are in the lists.
const registerMax = 2000

// A registerEntry is what GDPR art. 33(5) requires to be documented: the facts of a
// breach, its effects and the remedial action taken.
type registerEntry struct {
	Incident  incidentView      `json:"incident"`
	Affected  []domain.Affected `json:"affected"`
	Notices   []noticeView      `json:"notices"`
	Timeline  []entryView       `json:"timeline"`
	Verified  bool              `json:"verified"`
	PrintedAt time.Time         `json:"printedAt"`
}

//go:embed register.html.tmpl
var registerHTML string

var registerPage = template.Must(template.New("register").Funcs(template.FuncMap{
	"when": func(v any) string {
		switch t := v.(type) {
		case time.Time:
			return t.UTC().Format("2006-01-02 15:04:05 MST")
		case *time.Time:
			if t != nil {
				return t.UTC().Format("2006-01-02 15:04:05 MST")
			}
		}
		return "–"
	},
	// An org's id stands beside its name: names change, and two may be alike.
	"org": func(id string, names map[string]string) string {
		if names[id] == "" {
			return id
		}
		return names[id] + " (" + id + ")"
	},
}).Parse(registerHTML))

// register returns the entry of the breach register as JSON, or as a page that
// prints well with ?format=html.
func (h *handler) register(w http.ResponseWriter, r *http.Request, who caller) error {
	format := r.URL.Query().Get("format")
	if format != "" && format != "json" && format != "html" {
		return domain.Invalid(domain.FieldError{Pointer: "/format", Detail: "The format is json or html."})
	}
	i, err := h.incident(r, who)
	if err != nil {
		return err
	}
	org := who.part(i)
	if err := h.reach(r.Context(), who, cmp.Or(org, i.Org), i, domain.ActRegister, domain.Opened{}); err != nil {
		return err
	}
	part, err := h.shown(r.Context(), who, i)
	if err != nil {
		return err
	}
	keys := contact.New(h.Vault, h.ContactKeys)
	v, err := h.incidentView(r.Context(), keys, who, i)
	if err != nil {
		return err
	}
	out := registerEntry{Incident: v, Affected: append([]domain.Affected{}, part.Affected...), Notices: []noticeView{}, Timeline: []entryView{}, PrintedAt: h.Clock().UTC()}
	for k := range out.Affected {
		out.Affected[k].At = out.Affected[k].At.UTC()
	}
	for n, err := range h.Store.Notices(r.Context(), i.ID, org) {
		if err != nil {
			return err
		}
		if len(out.Notices) < registerMax && (org == "" || ownNotice(n, org)) {
			out.Notices = append(out.Notices, h.noticeView(i, n, who))
		}
	}
	out.Verified, err = h.entries(r.Context(), i, func(e domain.Entry) error {
		if org != "" {
			var mine bool
			if e, mine = ownEntry(e, part, org); !mine {
				return nil
			}
			e.N = len(out.Timeline) + 1
		}
		if len(out.Timeline) == registerMax {
			return nil
		}
		v, err := entryOf(r.Context(), keys, i, e)
		out.Timeline = append(out.Timeline, v)
		return err
	})
	if err != nil {
		return err
	}
	if format != "html" {
		httpapi.WriteJSON(w, http.StatusOK, out)
		return nil
	}
	var page bytes.Buffer
	if err := registerPage.Execute(&page, out); err != nil {
		return errors.New("writing the register entry failed")
	}
	header := w.Header()
	header.Set("Content-Type", "text/html; charset=utf-8")
	// The page has its own style and loads and runs nothing else.
	header.Set("Content-Security-Policy", "default-src 'none'; style-src 'sha256-"+registerStyle+"'; frame-ancestors 'none'")
	header.Set("Content-Disposition", `inline; filename="register-`+i.ID+`.html"`)
	w.Write(page.Bytes())
	return nil
}

// registerStyle is the SHA-256 of the page's style, which the browser checks.
var registerStyle = func() string {
	_, after, _ := strings.Cut(registerHTML, "<style>")
	style, _, _ := strings.Cut(after, "</style>")
	sum := sha256.Sum256([]byte(style))
	return base64.StdEncoding.EncodeToString(sum[:])
}()
