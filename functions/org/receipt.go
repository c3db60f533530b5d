package org

import (
	"cmp"
	"context"
	"crypto/x509"
	"encoding/base64"
	"encoding/json"
	"encoding/pem"
	"errors"
	"html/template"
	"net/http"
	"strconv"
	"strings"
	"time"

	"github.com/cleanslate-edu/cleanslate/shared/chain"
	"github.com/cleanslate-edu/cleanslate/shared/domain"
	"github.com/cleanslate-edu/cleanslate/shared/httpapi"
	"github.com/cleanslate-edu/cleanslate/shared/lifecycle"
	"github.com/cleanslate-edu/cleanslate/shared/store"
)

type receiptView struct {
	Receipt json.RawMessage `json:"receipt"` // byte for byte what the hash is of
	SHA256  string          `json:"sha256"`
	Block   *int            `json:"block"` // of the chain; null until it is sealed
}

func receiptViewOf(r store.StoredReceipt) receiptView {
	v := receiptView{Receipt: r.Body, SHA256: chain.Hash(r.Body)}
	if r.Block > 0 {
		v.Block = &r.Block
	}
	return v
}

func (h *handler) listReceipts(w http.ResponseWriter, r *http.Request, who domain.Principal) error {
	return h.showReceipts(w, r, who.Org)
}

// listSchoolReceipts lists a school's receipts for the operator, who keeps them when the
// school has left and is erased itself: they hold nothing personal.
func (h *handler) listSchoolReceipts(w http.ResponseWriter, r *http.Request, _ domain.Principal) error {
	if _, err := h.everOrg(r.Context(), r.PathValue("org")); err != nil {
		return err
	}
	return h.showReceipts(w, r, r.PathValue("org"))
}

// everOrg reads an org, be it that a tombstone is left of it.
func (h *handler) everOrg(ctx context.Context, id string) (domain.Org, error) {
	if !domain.IsOrg(id) {
		return domain.Org{}, errNotFound
	}
	o, err := h.Store.Org(ctx, id)
	return o, notThere(err)
}

func (h *handler) showReceipts(w http.ResponseWriter, r *http.Request, org string) error {
	size, token, err := httpapi.Page(r, pageSize, httpapi.PageSizeMax)
	if err != nil {
		return err
	}
	receipts, next, err := h.Store.Receipts(r.Context(), org, size, token)
	if err != nil {
		return err
	}
	items := make([]receiptView, len(receipts))
	for i, receipt := range receipts {
		items[i] = receiptViewOf(receipt)
	}
	httpapi.WriteList(w, items, next)
	return nil
}

func (h *handler) getReceipt(w http.ResponseWriter, r *http.Request, who domain.Principal) error {
	return h.showReceipt(w, r, who.Org)
}

func (h *handler) getSchoolReceipt(w http.ResponseWriter, r *http.Request, _ domain.Principal) error {
	return h.showReceipt(w, r, r.PathValue("org"))
}

// showReceipt returns a receipt of an org, as JSON or as a page that a school can print and
// file.
func (h *handler) showReceipt(w http.ResponseWriter, r *http.Request, of string) error {
	id := r.PathValue("id")
	if !domain.IsID(id) {
		return errNotFound
	}
	receipt, err := h.Store.Receipt(r.Context(), id)
	if err != nil {
		return notThere(err)
	}
	if receipt.Org != of {
		return errNotFound
	}
	w.Header().Set("Vary", "Accept")
	if accept := r.Header.Get("Accept"); !strings.Contains(accept, "text/html") {
		httpapi.WriteJSON(w, http.StatusOK, receiptViewOf(receipt))
		return nil
	}
	org, err := h.everOrg(r.Context(), of)
	if err != nil {
		return err
	}
	var page strings.Builder
	if err := certificate.Execute(&page, struct {
		store.StoredReceipt
		School, Hash string
	}{receipt, cmp.Or(org.Name, of), chain.Hash(receipt.Body)}); err != nil {
		return errors.New("writing a certificate failed")
	}
	w.Header().Set("Content-Type", "text/html; charset=utf-8")
	w.Write([]byte(page.String()))
	return nil
}

func day(t time.Time) string { return t.UTC().Format("2 January 2006, 15:04:05 UTC") }

// certificate is plain HTML without styles: it prints well, and the API's
// Content-Security-Policy allows no more.
var certificate = template.Must(template.New("certificate").Funcs(template.FuncMap{
	"day":  day,
	"rule": func(r domain.Rule) string { return ruleTexts[r] },
}).Parse(`<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<title>Certificate of erasure</title>
<h1>Certificate of erasure</h1>
<p>{{.School}}</p>
<table>
<tr><th align="left">What was erased<td>{{if eq .Kind "session"}}one session with everything in it{{else if eq .Kind "participant"}}all that one student left in a session{{else if eq .Kind "questionSet"}}one question set{{else if eq .Kind "member"}}the account of one member of staff{{else}}everything of the school{{end}}
{{with .Session}}<tr><th align="left">Session<td><code>{{.}}</code>
{{end}}{{with .Participant}}<tr><th align="left">Participant<td><code>{{.}}</code>
{{end}}{{with .QuestionSet}}<tr><th align="left">Question set<td><code>{{.}}</code>
{{end}}<tr><th align="left">Students<td>{{.Counts.Participants}}
<tr><th align="left">Answers<td>{{.Counts.Answers}}
<tr><th align="left">Documents<td>{{.Counts.Documents}}
<tr><th align="left">Why<td>{{rule .Rule}}{{with .Ground}} ({{.}}){{end}}{{with .Clause}}; {{.}}{{end}}
<tr><th align="left">Requested or due<td>{{day .RequestedAt}}
<tr><th align="left">Keys destroyed<td>{{day .KeysDeletedAt}}
<tr><th align="left">Documents deleted<td>{{day .ErasedAt}}
{{if .KeysGoneAt.IsZero}}{{else}}<tr><th align="left">Keys gone everywhere<td>{{day .KeysGoneAt}}
{{end}}<tr><th align="left">Documents out of every backup<td>{{with .PlainUntil}}{{day .}}{{else}}once the session's log is rewritten without this student: another receipt then says when{{end}}
<tr><th align="left">Irrecoverable from<td><strong>{{day .IrrecoverableAt}}</strong>
<tr><th align="left">Receipt<td><code>{{.ID}}</code>
{{with .Follows}}<tr><th align="left">Completes receipt<td><code>{{.}}</code>
{{end}}<tr><th align="left">SHA-256<td><code>{{.Hash}}</code>
<tr><th align="left">Block of the signed chain<td>{{if .Block}}{{.Block}}{{else}}not sealed yet: look again in an hour{{end}}
</table>
<p>From the moment at which the keys were destroyed, what they sealed could not be read any more. To bring it back takes
both the sealed data and its key: from the time called irrecoverable one of them is gone everywhere, and nobody can bring it
back, not from a backup and not with an administrator's help.</p>
</html>
`))

var ruleTexts = map[domain.Rule]string{
	domain.RuleWindow:   "the time in which the deletion could be undone was over",
	domain.RulePolicy:   "kept as long as the school's policy says",
	domain.RuleContract: "twelve months after the school's contract ended",
	domain.RuleFormal:   "a formal request for erasure",
	domain.RuleLeft:     "the school's contract ended",
}

// blocksMax is how many blocks one page holds.
const blocksMax = 20

// listBlocks returns the signed chain of the org's receipts with the receipts, as
// infra/verify-receipts reads it.
func (h *handler) listBlocks(w http.ResponseWriter, r *http.Request, who domain.Principal) error {
	blocks, next, err := blockPage(r, who.Org, h.Lifecycle.Export)
	if err != nil {
		return err
	}
	type sealed struct {
		Block     string   `json:"block"`     // base64 of the bytes that are signed
		Signature string   `json:"signature"` // base64
		Receipts  []string `json:"receipts"`  // base64 of their bytes, in the block's order
	}
	items := make([]sealed, len(blocks))
	for i, b := range blocks {
		items[i] = sealed{base64.StdEncoding.EncodeToString(b.Block), base64.StdEncoding.EncodeToString(b.Signature), encodeAll(b.Records)}
	}
	httpapi.WriteList(w, items, next)
	return nil
}

// blockPage returns the page of an org's chain that is asked for, and the token of the next.
func blockPage(r *http.Request, org string, export func(ctx context.Context, org string, first, limit int) ([]lifecycle.SealedBlock, error)) (blocks []lifecycle.SealedBlock, next string, err error) {
	_, token, err := httpapi.Page(r, blocksMax, blocksMax)
	if err != nil {
		return nil, "", err
	}
	first := 1
	if token != "" {
		if first, err = strconv.Atoi(token); err != nil || first < 1 {
			return nil, "", domain.Problem(domain.ErrMalformed, "page-token", "The page token doesn't belong to this list. Start from the first page.")
		}
	}
	blocks, err = export(r.Context(), org, first, blocksMax)
	if err != nil {
		return nil, "", err
	}
	if len(blocks) == blocksMax {
		next = strconv.Itoa(blocks[len(blocks)-1].Number + 1)
	}
	return blocks, next, nil
}

func encodeAll(records [][]byte) []string {
	all := make([]string, len(records))
	for i, b := range records {
		all[i] = base64.StdEncoding.EncodeToString(b)
	}
	return all
}

// listKeys returns the public keys that verify the chain's blocks, including those
// from before a rotation.
func (h *handler) listKeys(w http.ResponseWriter, r *http.Request) error {
	keys, err := h.Signer.PublicKeys(r.Context())
	if err != nil {
		return err
	}
	type item struct {
		ID  string `json:"id"`
		PEM string `json:"pem"`
	}
	items := make([]item, len(keys))
	for i, key := range keys {
		der, err := x509.MarshalPKIXPublicKey(key)
		if err != nil {
			return errors.New("encoding a public key failed")
		}
		items[i] = item{chain.KeyID(key), string(pem.EncodeToMemory(&pem.Block{Type: "PUBLIC KEY", Bytes: der}))}
	}
	w.Header().Set("Cache-Control", "public, max-age=3600")
	httpapi.WriteList(w, items, "")
	return nil
}
