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
// program by one click (RFC 8058), or the page that the mail links to, which can also undo it.
// The reply is the same whatever the token.
func (h *handler) unsubscribe(w http.ResponseWriter, r *http.Request) error {
	began := time.Now()
	token, wanted, err := subscriptionIn(w, r)
	if err != nil {
		return err
	}
	if err := h.subscribe(r.Context(), token, wanted); err != nil && !errors.Is(err, domain.ErrNotFound) {
		return err
	}
	httpapi.Settle(r.Context(), began)
	w.WriteHeader(http.StatusNoContent)
	return nil
}

// subscriptionIn returns the token of a request, and whether it undoes leaving.
func subscriptionIn(w http.ResponseWriter, r *http.Request) (token string, wanted bool, err error) {
	kind, _, _ := mime.ParseMediaType(r.Header.Get("Content-Type"))
	if kind != "application/x-www-form-urlencoded" && kind != "multipart/form-data" {
		var in struct {
			Token string `json:"token"`
			Undo  bool   `json:"undo"`
		}
		err := httpapi.Decode(w, r, oneClickBody, &in)
		return in.Token, in.Undo, err
	}
	r.Body = http.MaxBytesReader(w, r.Body, oneClickBody)
	if kind == "multipart/form-data" {
		err = r.ParseMultipartForm(oneClickBody) // #nosec G120 -- bounded above
	} else {
		err = r.ParseForm()
	}
	if err != nil || r.PostForm.Get("List-Unsubscribe") != "One-Click" {
		return "", false, errOneClick
	}
	return r.URL.Query().Get("token"), false, nil
}

// subscribe changes whether a token's member wants mail of its kind, once it is entered in the
// audit: who has it may be anybody to whom the mail was passed on.
func (h *handler) subscribe(ctx context.Context, token string, wanted bool) error {
	if len(token) > domain.MailTokenMax {
		return domain.ErrNotFound
	}
	s, err := profile.SubscriptionOf(ctx, h.Vault, h.OrgKeys, token)
	if err != nil {
		return err
	}
	m, err := h.Store.Member(ctx, s.Org, s.Member)
	if err != nil || m.State != domain.MemberActive || m.Mail.Wants(s.Kind) == wanted {
		return err
	}
	if wanted {
		// Mail goes to nobody who has taken their address back.
		p, err := profile.Open(ctx, h.Vault, h.OrgKeys, m)
		if err != nil || p.Email == "" {
			return err
		}
	}
	act := domain.ActLeaveMail
	if wanted {
		act = domain.ActTakeMail
	}
	if err := h.openings.Note(ctx, domain.Opening{
		Org: s.Org, Member: s.Member, Role: domain.RoleMember, Act: act, Purpose: domain.PurposeOwn, Path: seal.MemberPath(s.Org, s.Member),
		Counts: domain.Opened{Members: 1},
	}); err != nil {
		return err
	}
	_, err = h.Store.ChooseMail(ctx, s.Org, s.Member, s.Kind, wanted)
	return err
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
