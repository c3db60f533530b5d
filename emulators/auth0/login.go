package auth0

import (
	"embed"
	"errors"
	"html/template"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"time"
)

// sessionCookie holds a session's id. Cookies ignore ports: other servers on
// the same host see it too.
const sessionCookie = "auth0"

//go:embed login.html
var loginHTML string

var loginPage = template.Must(template.New("login").Parse(loginHTML))

//go:embed login.css web_message.js signed_out.html
var assets embed.FS

func showAsset(w http.ResponseWriter, r *http.Request) {
	setPolicy(w, pagePolicy)
	http.ServeFileFS(w, r, assets, r.PathValue("file"))
}

func loginURL(state string) string { return "/u/login?" + url.Values{"state": {state}}.Encode() }

// setPolicy allows a page what it needs and nothing else. The referrer stays
// within the provider; no referrer at all would make a form's Origin "null".
func setPolicy(w http.ResponseWriter, directives string) {
	h := w.Header()
	h.Set("Content-Security-Policy", "default-src 'none'; base-uri 'none'; img-src data:; "+directives)
	h.Set("Referrer-Policy", "same-origin")
}

const pagePolicy = "style-src 'self'; frame-ancestors 'none'"

// session returns the session of a request's cookie. The caller holds p.mu.
func (p *Provider) session(h http.Header, now time.Time) (s *session, id string) {
	c, err := (&http.Request{Header: h}).Cookie(sessionCookie)
	if err != nil {
		return nil, ""
	}
	s, _ = p.sessions.get(c.Value, now)
	if s != nil {
		if s.user = p.userBySub(s.user.Sub); s.user == nil {
			p.sessions.remove(c.Value) // the account is gone
			s = nil
		}
	}
	return s, c.Value
}

// showLogin lists the users who may sign in for the request.
func (p *Provider) showLogin(w http.ResponseWriter, r *http.Request) {
	state := r.URL.Query().Get("state")
	p.mu.Lock()
	req, ok := p.pending.get(state, p.now())
	p.mu.Unlock()
	if !ok {
		showError(w, expired)
		return
	}
	p.writeLogin(w, http.StatusOK, state, req, "")
}

const expired = "This sign-in has expired. Go back to the application and sign in again."

var errExpired = errors.New("auth0: the sign-in has expired")

// login accepts the choice and sends the browser back to the application.
func (p *Provider) login(w http.ResponseWriter, r *http.Request) {
	if err := r.ParseForm(); err != nil {
		showError(w, "The form could not be read. Go back and try again.")
		return
	}
	state := r.PostForm.Get("state")
	mfa := r.PostForm.Get("mfa") != ""
	p.mu.Lock()
	req, ok := p.pending.get(state, p.now())
	var user *User
	if ok {
		user = p.chosen(req, r.PostForm.Get("user"))
	}
	p.mu.Unlock()
	switch {
	case !ok:
		showError(w, expired)
		return
	case user == nil || !req.admits(user):
		p.writeLogin(w, http.StatusUnprocessableEntity, state, req, "Choose one of the people below.")
		return
	case req.step && !mfa:
		p.writeLogin(w, http.StatusUnprocessableEntity, state, req, "The application asks for a second factor.")
		return
	}
	cookie, location, err := p.signIn(r.Header, state, req, user, mfa)
	if errors.Is(err, errExpired) {
		showError(w, expired)
		return
	}
	if err != nil {
		http.Error(w, "internal error", http.StatusInternalServerError)
		return
	}
	http.SetCookie(w, cookie)
	http.Redirect(w, r, location, http.StatusFound)
}

// candidates returns who may sign in for a request: the users, and whoever gets an account
// by the invitation that it accepts.
func (p *Provider) candidates(req *signIn) []*User {
	all := p.people.all()
	if req.invitation == "" {
		return all
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	if i, ok := p.invitations.get(req.invitation, p.now()); ok {
		return []*User{i.user}
	}
	return nil
}

// chosen returns the user whom somebody chose on the login page, nil if nobody is called
// that. The caller holds p.mu.
func (p *Provider) chosen(req *signIn, sub string) *User {
	if i, ok := p.invitations.get(req.invitation, p.now()); ok && req.invitation != "" {
		if i.user.Sub == sub {
			return i.user
		}
		return nil
	}
	return p.userBySub(sub)
}

// signIn opens a session in place of the browser's old one, under a new id that
// nobody can have planted, and answers the request.
func (p *Provider) signIn(h http.Header, state string, req *signIn, user *User, mfa bool) (*http.Cookie, string, error) {
	p.mu.Lock()
	defer p.mu.Unlock()
	now := p.now()
	id, err := p.randomID(32)
	if err != nil {
		return nil, "", err
	}
	if req.invitation != "" {
		i, ok := p.invitations.take(req.invitation, now)
		if !ok {
			return nil, "", errExpired
		}
		user = p.accept(i)
	}
	given, closed := p.factor(req, user, mfa, now)
	s := &session{user: user, at: now, real: time.Now(), mfa: given, closed: closed}
	location, err := p.answerCode(req, s)
	if err != nil {
		return nil, "", err
	}
	_, old := p.session(h, now)
	p.sessions.remove(old)
	p.sessions.put(id, s, now)
	p.pending.remove(state)
	return p.cookie(id), location, nil
}

// cookie is sent only within the site, which includes other ports of 127.0.0.1.
func (p *Provider) cookie(value string) *http.Cookie {
	return &http.Cookie{
		Name: sessionCookie, Value: value, Path: "/",
		HttpOnly: true, SameSite: http.SameSiteLaxMode, Secure: strings.HasPrefix(p.base, "https:"),
	}
}

func (p *Provider) writeLogin(w http.ResponseWriter, status int, state string, req *signIn, problem string) {
	data := struct {
		State, Client, Org, Problem string
		Step, Invited               bool
		Users                       []*User
	}{State: state, Client: req.client.ID, Step: req.step, Invited: req.invitation != "", Problem: problem}
	for _, u := range p.candidates(req) {
		if !req.admits(u) {
			continue
		}
		if req.org != "" {
			data.Org = u.OrgName
		}
		if strings.EqualFold(u.Email, req.hint) {
			data.Users = slices.Insert(data.Users, 0, u)
		} else {
			data.Users = append(data.Users, u)
		}
	}
	// Browsers apply form-action to the redirect after a form, too.
	setPolicy(w, pagePolicy+"; form-action 'self' "+origin(req.redirectURI))
	writePage(w, status, loginPage, data)
}

// showError tells the user why the provider can't continue and what to do.
func showError(w http.ResponseWriter, problem string) {
	setPolicy(w, pagePolicy)
	writePage(w, http.StatusBadRequest, loginPage, map[string]any{"Problem": problem})
}

func writePage(w http.ResponseWriter, status int, page *template.Template, data any) {
	w.Header().Set("Content-Type", "text/html; charset=utf-8")
	w.WriteHeader(status)
	_ = page.Execute(w, data) // fails only if the browser is gone
}
