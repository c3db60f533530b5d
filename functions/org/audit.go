package org

import (
	"context"
	"encoding/base64"
	"encoding/hex"
	"encoding/json"
	"net/http"
	"net/url"
	"slices"
	"time"

	"github.com/cleanslate-edu/cleanslate/shared/chain"
	"github.com/cleanslate-edu/cleanslate/shared/domain"
	"github.com/cleanslate-edu/cleanslate/shared/httpapi"
	"github.com/cleanslate-edu/cleanslate/shared/store"
)

// actorsAge is how old the list of who is whom in an audit may be, actorsKept of how many
// orgs an instance keeps it.
const (
	actorsAge  = time.Minute
	actorsKept = 100
)

type auditView struct {
	Entry  json.RawMessage `json:"entry"` // byte for byte what the hash is of
	SHA256 string          `json:"sha256"`
	Block  *int            `json:"block"`  // of the chain; null until it is sealed
	Member *string         `json:"member"` // who it was; null: nobody who is a member now
	Name   *string         `json:"name"`   // theirs, as colleagues see it
}

// loadActors returns an org's current members by what its audit names them.
func (h *handler) loadActors(ctx context.Context, org string) (map[string]string, error) {
	actors := make(map[string]string)
	for m, err := range h.Store.Members(ctx, org) {
		if err != nil {
			return nil, err
		}
		if m.State == domain.MemberErased {
			continue
		}
		actor, err := h.openings.Actor(ctx, org, m.ID)
		if err != nil {
			return nil, err
		}
		actors[actor] = m.ID
	}
	return actors, nil
}

// auditQuery returns which entries are asked for.
func auditQuery(org string, q url.Values) (store.AuditQuery, error) {
	want := store.AuditQuery{Org: org, Actor: q.Get("actor"), Purpose: domain.Purpose(q.Get("purpose"))}
	var wrong []domain.FieldError
	at := func(name string) (t time.Time) {
		if s := q.Get(name); s != "" {
			var err error
			if t, err = time.Parse(time.RFC3339, s); err != nil || t.UTC().Year() < 2000 || t.UTC().Year() > 9999 {
				wrong = append(wrong, domain.FieldError{Pointer: "/" + name, Detail: "Give a time such as 2026-11-15T00:00:00Z."})
			}
		}
		return t
	}
	want.From, want.To = at("from"), at("to")
	if len(wrong) == 0 && !want.From.IsZero() && !want.To.IsZero() && !want.From.Before(want.To) {
		wrong = append(wrong, domain.FieldError{Pointer: "/to", Detail: "The end must be after the beginning."})
	}
	if want.Actor != "" {
		if b, err := hex.DecodeString(want.Actor); err != nil || len(b) != 32 {
			wrong = append(wrong, domain.FieldError{Pointer: "/actor", Detail: "Give an actor as an entry names them."})
		}
	}
	if want.Purpose != "" && !slices.Contains(domain.Purposes(), want.Purpose) {
		wrong = append(wrong, domain.FieldError{Pointer: "/purpose", Detail: "The purpose must be teaching, oversight, incident, erasure, subject-request, school-export or research."})
	}
	if len(wrong) > 0 {
		return want, domain.Invalid(wrong...)
	}
	return want, nil
}

// listAudit lists who opened what in the org, the latest first.
func (h *handler) listAudit(w http.ResponseWriter, r *http.Request, who domain.Principal) error {
	size, token, err := httpapi.Page(r, pageSize, httpapi.PageSizeMax)
	if err != nil {
		return err
	}
	want, err := auditQuery(who.Org, r.URL.Query())
	if err != nil {
		return err
	}
	entries, next, err := h.Audit.Entries(r.Context(), want, size, token)
	if err != nil {
		return err
	}
	items := auditViews(entries)
	for i, e := range entries {
		if e.Actor == "" {
			continue
		}
		actors, err := h.actors.Get(r.Context(), who.Org)
		if err != nil {
			return err
		}
		if member, ok := actors[e.Actor]; ok {
			items[i].Member, items[i].Name = &member, h.names.Of(r.Context(), who.Org, member)
		}
	}
	httpapi.WriteList(w, items, next)
	return nil
}

// auditViews returns entries as they are stored, which names nobody.
func auditViews(entries []store.StoredEntry) []auditView {
	items := make([]auditView, len(entries))
	for i, e := range entries {
		items[i] = auditView{Entry: e.Body, SHA256: chain.Hash(e.Body)}
		if e.Block > 0 {
			items[i].Block = &entries[i].Block
		}
	}
	return items
}

// listAuditBlocks returns the signed chain of the org's audit with the entries. It begins
// with the first block that is kept still.
func (h *handler) listAuditBlocks(w http.ResponseWriter, r *http.Request, who domain.Principal) error {
	blocks, next, err := blockPage(r, who.Org, h.Lifecycle.ExportAudit)
	if err != nil {
		return err
	}
	type sealed struct {
		Block     string   `json:"block"`     // base64 of the bytes that are signed
		Signature string   `json:"signature"` // base64
		Entries   []string `json:"entries"`   // base64 of their bytes, in the block's order
	}
	items := make([]sealed, len(blocks))
	for i, b := range blocks {
		items[i] = sealed{base64.StdEncoding.EncodeToString(b.Block), base64.StdEncoding.EncodeToString(b.Signature), encodeAll(b.Records)}
	}
	httpapi.WriteList(w, items, next)
	return nil
}
