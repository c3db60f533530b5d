package org

import (
	"context"
	"errors"
	"html/template"
	"mime"
	"net/http"
	"strings"
	"time"

	"github.com/cleanslate-edu/cleanslate/shared/domain"
	"github.com/cleanslate-edu/cleanslate/shared/httpapi"
	"github.com/cleanslate-edu/cleanslate/shared/profile"
	"github.com/cleanslate-edu/cleanslate/shared/seal"
)

// oneClickBody is how much a mail program sends to leave a newsletter at most, in bytes.
const oneClickBody = 4 << 10

var errOneClick = domain.Invalid(domain.FieldError{Pointer: "/List-Unsubscribe", Detail: `Mail programs send List-Unsubscribe=One-Click (RFC 8058).`})

// unsubscribe leaves mail of one kind for whoever has the token from such a mail: a mail
// program by one click (RFC 8058), or the page that the mail links to. The reply is the same
// whatever the token. It can't be undone with one: an old mail may be in anybody's hands.
func (h *handler) unsubscribe(w http.ResponseWriter, r *http.Request) error {
	began := time.Now()
	token, err := tokenIn(w, r)
	if err != nil {
		return err
	}
	if err := h.leaveMail(r.Context(), token); err != nil && !errors.Is(err, domain.ErrNotFound) {
		return err
	}
	httpapi.Settle(r.Context(), began)
	w.WriteHeader(http.StatusNoContent)
	return nil
}

func tokenIn(w http.ResponseWriter, r *http.Request) (string, error) {
	kind, _, _ := mime.ParseMediaType(r.Header.Get("Content-Type"))
	if kind != "application/x-www-form-urlencoded" && kind != "multipart/form-data" {
		var in struct {
			Token string `json:"token"`
		}
		err := httpapi.Decode(w, r, oneClickBody, &in)
		return in.Token, err
	}
	r.Body = http.MaxBytesReader(w, r.Body, oneClickBody)
	var err error
	if kind == "multipart/form-data" {
		err = r.ParseMultipartForm(oneClickBody) // #nosec G120 -- bounded above
	} else {
		err = r.ParseForm()
	}
	if err != nil || r.PostForm.Get("List-Unsubscribe") != "One-Click" {
		return "", errOneClick
	}
	return r.URL.Query().Get("token"), nil
}

// leaveMail leaves mail of a token's kind for its member, once it is entered in the audit: who
// has the token may be anybody to whom the mail was passed on.
func (h *handler) leaveMail(ctx context.Context, token string) error {
	if len(token) > domain.MailTokenMax {
		return domain.ErrNotFound
	}
	s, err := profile.SubscriptionOf(ctx, h.Vault, h.OrgKeys, token)
	if err != nil {
		return err
	}
	m, err := h.Store.Member(ctx, s.Org, s.Member)
	if err != nil || !m.MayLeaveMail(s.Kind) {
		return err
	}
	if err := h.openings.Note(ctx, domain.Opening{
		Org: s.Org, Member: s.Member, Role: domain.RoleMember, Act: domain.ActLeaveMail, Purpose: domain.PurposeOwn,
		Path:   seal.OrgPath(s.Org) + "/" + seal.Members, // whose it is says the actor, to whoever may know
		Counts: domain.Opened{Members: 1},
	}); err != nil {
		return err
	}
	return h.Store.LeaveMail(ctx, s.Org, s.Member, s.Kind)
}

// showUnsubscribe leads whoever opens the address for mail programs in a browser to the page: only a
// POST leaves anything, since programs that look at links open them.
func (h *handler) showUnsubscribe(w http.ResponseWriter, r *http.Request) error {
	page := "/unsubscribe"
	if token := r.URL.Query().Get("token"); token != "" && len(token) <= domain.MailTokenMax && strings.Trim(token, tokenLetters) == "" {
		page += "#" + token
	}
	var html strings.Builder
	if err := leads.Execute(&html, page); err != nil {
		return errors.New("writing a page failed")
	}
	w.Header().Set("Content-Type", "text/html; charset=utf-8")
	w.Write([]byte(html.String()))
	return nil
}

// tokenLetters are those of base64url: nothing else gets into an address.
const tokenLetters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"

// leads is a page without a script, which the API's Content-Security-Policy doesn't allow.
var leads = template.Must(template.New("leads").Parse(`<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<meta http-equiv="refresh" content="0; url={{.}}">
<title>cleanslate</title>
<p><a href="{{.}}">Leave the newsletter</a>
<p lang="de"><a href="{{.}}">Newsletter abbestellen</a>
<p lang="fr"><a href="{{.}}">Quitter la lettre d’information</a>
<p lang="es"><a href="{{.}}">Dejar el boletín</a>
</html>
`))
