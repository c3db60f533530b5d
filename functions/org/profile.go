package org

import (
	"context"
	"net/http"

	"github.com/cleanslate-edu/cleanslate/shared/domain"
	"github.com/cleanslate-edu/cleanslate/shared/httpapi"
	"github.com/cleanslate-edu/cleanslate/shared/profile"
)

type mailChoice struct {
	News    bool `json:"news"`
	Service bool `json:"service"`
}

// A profileView is what members say about themselves. Only they see all of it.
type profileView struct {
	Name   string     `json:"name"`
	Email  string     `json:"email,omitempty"`
	Locale string     `json:"locale"`
	Mail   mailChoice `json:"mail"`
}

var errNoProfile = domain.Problem(domain.ErrNotFound, "no-profile",
	"You haven't said yet how colleagues see you. Store a profile with your name and language.")

func (h *handler) getProfile(w http.ResponseWriter, r *http.Request, who domain.Principal) error {
	m, err := h.Store.Member(r.Context(), who.Org, who.Member())
	if err != nil {
		return notThere(err)
	}
	p, err := profile.Open(r.Context(), h.Vault, h.OrgKeys, m)
	if err != nil {
		return err
	}
	if p.Name == "" {
		return errNoProfile
	}
	httpapi.WriteJSON(w, http.StatusOK, profileView{p.Name, p.Email, p.Locale, mailChoice{m.Mail.News, m.Mail.Service}})
	return nil
}

// putProfile stores what a member says about themselves. Whoever had deleted their
// profile is active again. They are written to at no address but the one that the identity
// provider has verified to be theirs. Which mail they want is only changed if it is said: a
// page that was open since they left a newsletter doesn't take that back.
func (h *handler) putProfile(w http.ResponseWriter, r *http.Request, who domain.Principal) error {
	var in struct {
		Name   string      `json:"name"`
		Email  string      `json:"email"`
		Locale string      `json:"locale"`
		Mail   *mailChoice `json:"mail"`
	}
	if err := httpapi.Decode(w, r, httpapi.BodyLimit, &in); err != nil {
		return err
	}
	p := domain.Profile{Name: in.Name, Email: in.Email, Locale: in.Locale}
	if !domain.Unfit(p.Name) {
		p.Name = domain.CleanLine(p.Name)
	}
	wrong := p.Check()
	if in.Email != "" && domain.IsAddress(in.Email) && !who.Confirmed(in.Email) {
		wrong = append(wrong, domain.FieldError{Pointer: "/email", Detail: "Only the address that you sign in with can be written to, once the sign-in service has confirmed it. If it has changed, sign out and in again; or leave it out."})
	}
	mail := (*domain.MailChoice)(in.Mail)
	if in.Email == "" {
		if mail != nil && *mail != (domain.MailChoice{}) {
			wrong = append(wrong, domain.FieldError{Pointer: "/email", Detail: "Enter the address to which that mail shall go, or choose none."})
		}
		mail = new(domain.MailChoice)
	}
	if len(wrong) > 0 {
		return domain.Invalid(wrong...)
	}
	chosen, err := h.setProfile(r.Context(), who, p, mail)
	if err != nil {
		return err
	}
	httpapi.WriteJSON(w, http.StatusOK, profileView{p.Name, p.Email, p.Locale, mailChoice(chosen)})
	return nil
}

// setProfile seals and stores a profile. A deletion at the same moment may destroy the key
// in between: then it is sealed again, with another, so that what is acknowledged is there.
func (h *handler) setProfile(ctx context.Context, who domain.Principal, p domain.Profile, mail *domain.MailChoice) (domain.MailChoice, error) {
	for {
		sealed, err := profile.Seal(ctx, h.Vault, h.OrgKeys, h.Rand, who.Org, who.Member(), p)
		if err != nil {
			return domain.MailChoice{}, err
		}
		chosen, err := h.Store.SetProfile(ctx, who.Org, who.Member(), sealed, mail)
		if err != nil {
			return domain.MailChoice{}, err
		}
		m := domain.Member{ID: who.Member(), Org: who.Org, State: domain.MemberActive, Profile: sealed}
		stored, err := profile.Open(ctx, h.Vault, h.OrgKeys, m)
		if err != nil || stored == p {
			return chosen, err
		}
	}
}

// deleteProfile erases what a member said about themselves, keys first, and deactivates
// them until they store a profile again (promise P23).
func (h *handler) deleteProfile(w http.ResponseWriter, r *http.Request, who domain.Principal) error {
	if err := h.Vault.DeleteMemberKey(r.Context(), who.Org, who.Member(), h.Clock()); err != nil {
		return err
	}
	if err := h.Store.Deactivate(r.Context(), who.Org, who.Member()); err != nil {
		return err
	}
	w.WriteHeader(http.StatusNoContent)
	return nil
}
