package teacher

import (
	"bytes"
	"errors"
	"net/http"
	"slices"
	"time"

	"github.com/cleanslate-edu/cleanslate/shared/domain"
	"github.com/cleanslate-edu/cleanslate/shared/httpapi"
	"github.com/cleanslate-edu/cleanslate/shared/lesson"
)

// Co-teachers are invited by a link that the owner passes on, so that nobody needs
// a directory of colleagues.

const (
	// invitationLife is how long an invitation can be accepted.
	invitationLife = 24 * time.Hour
	// coTeachersMax bounds the co-teachers of a session.
	coTeachersMax = 20
)

var errInvitation = domain.Problem(domain.ErrNotFound, "unknown-invitation",
	"This invitation isn't for you, or is no longer open. Ask the teacher who sent it for a new one.")

type invitation struct {
	Token     string    `json:"token"`
	URL       string    `json:"url"`
	ExpiresAt time.Time `json:"expiresAt"`
}

// inviteCoTeacher makes an invitation, which replaces an earlier one. Its token is
// the session's id and a secret of 128 bits, of which only a hash is kept.
func (h *handler) inviteCoTeacher(w http.ResponseWriter, r *http.Request, who domain.Principal) error {
	key, err := httpapi.IdempotencyKey(r, false)
	if err != nil {
		return err
	}
	sid := r.PathValue("sid")
	if !domain.IsID(sid) {
		return lesson.ErrNotFound
	}
	salt, err := domain.NewID(h.Rand)
	if err != nil {
		return err
	}
	tokenOf := func(salt string) (string, error) {
		secret, err := who.NewID(h.Rand, "invitation/"+sid+"/"+salt, key)
		return sid + secret, err
	}
	fresh, err := tokenOf(salt)
	if err != nil {
		return err
	}
	made := domain.Invitation{Hash: digest([]byte(fresh)), Salt: salt, ExpiresAt: h.storedNow().Add(invitationLife)}
	var token string
	s, err := h.change(r, who, mayOwn, func(s *domain.Session) error {
		if open := s.Invitation; open.Salt != "" && h.Clock().Before(open.ExpiresAt) {
			if token, err = tokenOf(open.Salt); err != nil {
				return err
			}
			if bytes.Equal(open.Hash, digest([]byte(token))) {
				return nil // a retry
			}
		}
		token, s.Invitation = fresh, made
		return nil
	})
	if err != nil {
		return err
	}
	// Behind the '#', so that no server on the way sees it.
	httpapi.WriteJSON(w, http.StatusCreated, invitation{token, h.Origin + "/teach/co-teach#" + token, s.Invitation.ExpiresAt.UTC()})
	return nil
}

func (h *handler) becomeCoTeacher(w http.ResponseWriter, r *http.Request, who domain.Principal) error {
	var in struct {
		Token string `json:"token"`
	}
	if err := httpapi.Decode(w, r, httpapi.BodyLimit, &in); err != nil {
		return err
	}
	if len(in.Token) != 2*domain.IDLength {
		return errInvitation
	}
	now := h.Clock()
	r.SetPathValue("sid", in.Token[:domain.IDLength])
	s, err := h.change(r, who, mayFollowInvitation, func(s *domain.Session) error {
		if s.TaughtBy(who.Member()) {
			return nil
		}
		if !bytes.Equal(s.Invitation.Hash, digest([]byte(in.Token))) {
			return errInvitation
		}
		if !now.Before(s.Invitation.ExpiresAt) {
			return domain.Problem(domain.ErrGone, "invitation-expired",
				"The invitation has expired. Ask the teacher who sent it for a new one.")
		}
		if len(s.CoTeachers) >= coTeachersMax {
			return wrongState("The session already has the most co-teachers it can have.")
		}
		// It is good for one person, once: it must not bring back somebody who was
		// removed.
		s.CoTeachers, s.Invitation = append(s.CoTeachers, who.Member()), domain.Invitation{}
		return nil
	})
	if errors.Is(err, domain.ErrNotFound) {
		return errInvitation
	}
	if err != nil {
		return err
	}
	return h.writeSession(w, r, who, http.StatusOK, s)
}

// mayFollowInvitation admits members of the org; the token decides the rest.
func mayFollowInvitation(who domain.Principal, s *domain.Session) error {
	if s.Org != who.Org || s.Hidden() {
		return errInvitation
	}
	return nil
}

// removeCoTeacher removes a co-teacher. The owner may, and so may the co-teacher.
func (h *handler) removeCoTeacher(w http.ResponseWriter, r *http.Request, who domain.Principal) error {
	member := r.PathValue("member")
	if !domain.IsID(member) {
		return lesson.ErrNotFound
	}
	_, err := h.change(r, who, mayTeach, func(s *domain.Session) error {
		if !who.Owns(s) && member != who.Member() {
			return errNotOwner
		}
		s.CoTeachers = slices.DeleteFunc(s.CoTeachers, func(id string) bool { return id == member })
		return nil
	})
	if err != nil {
		return err
	}
	w.WriteHeader(http.StatusNoContent)
	return nil
}
