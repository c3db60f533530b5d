package org

import (
	"context"
	"net/http"
	"time"

	"github.com/cleanslate-edu/cleanslate/shared/domain"
	"github.com/cleanslate-edu/cleanslate/shared/events"
	"github.com/cleanslate-edu/cleanslate/shared/httpapi"
	"github.com/cleanslate-edu/cleanslate/shared/lifecycle"
)

type subject struct {
	Kind        domain.SubjectKind `json:"kind"`
	Session     string             `json:"session,omitempty"`
	Participant string             `json:"participant,omitempty"`
	QuestionSet string             `json:"questionSet,omitempty"`
	Member      string             `json:"member,omitempty"`
}

func subjectView(s domain.Subject) subject {
	v := subject{Kind: s.Kind, Session: s.Session}
	switch s.Kind {
	case domain.SubjectParticipant:
		v.Participant = s.ID
	case domain.SubjectQuestionSet:
		v.QuestionSet = s.ID
	case domain.SubjectMember:
		v.Member = s.ID
	}
	return v
}

type erasureView struct {
	ID          string               `json:"id"`
	Subject     subject              `json:"subject"`
	Rule        domain.Rule          `json:"rule"`
	Ground      domain.ErasureGround `json:"ground,omitempty"`
	RequestedAt time.Time            `json:"requestedAt"`
	Begun       bool                 `json:"begun"` // keys are gone: there is no way back
}

// listErasures lists erasures that are under way or stopped by a hold.
func (h *handler) listErasures(w http.ResponseWriter, r *http.Request, who domain.Principal) error {
	size, token, err := httpapi.Page(r, pageSize, httpapi.PageSizeMax)
	if err != nil {
		return err
	}
	erasures, next, err := h.Vault.ErasurePage(r.Context(), who.Org, size, token)
	if err != nil {
		return err
	}
	items := make([]erasureView, len(erasures))
	for i, e := range erasures {
		items[i] = erasureView{e.ID, subjectView(e.Subject), e.Rule, e.Ground, e.RequestedAt.UTC(), e.Destroying}
	}
	httpapi.WriteList(w, items, next)
	return nil
}

// requestErasure accepts a formal request: no restore window, hidden at once,
// erased as soon as no legal hold stops it.
func (h *handler) requestErasure(w http.ResponseWriter, r *http.Request, who domain.Principal) error {
	var in struct {
		Subject subject              `json:"subject"`
		Ground  domain.ErasureGround `json:"ground"`
		Org     string               `json:"org"` // typed again to erase a whole org
	}
	if err := httpapi.Decode(w, r, httpapi.BodyLimit, &in); err != nil {
		return err
	}
	s := domain.Subject{
		Kind: in.Subject.Kind, Org: who.Org, Session: in.Subject.Session,
		ID: in.Subject.Participant + in.Subject.QuestionSet + in.Subject.Member,
	}
	var wrong []domain.FieldError
	if !s.Valid() || subjectView(s) != in.Subject {
		wrong = append(wrong, domain.FieldError{Pointer: "/subject", Detail: "Name the kind, and the ids that it needs and no others."})
	}
	if !domain.IsErasureGround(in.Ground) {
		wrong = append(wrong, domain.FieldError{Pointer: "/ground", Detail: `The ground is "data-subject", "school", "parent" or "no-consent".`})
	}
	if s.Kind == domain.SubjectOrg && in.Org != who.Org || s.Kind != domain.SubjectOrg && in.Org != "" {
		wrong = append(wrong, domain.FieldError{Pointer: "/org", Detail: "To erase everything of your org, repeat its id here; for anything else leave it out."})
	}
	if len(wrong) > 0 {
		return domain.Invalid(wrong...)
	}
	if err := h.exists(r.Context(), who, s); err != nil {
		return err
	}
	if err := h.mayErase(r.Context(), s, in.Ground); err != nil {
		return err
	}
	return h.erase(w, r, s, in.Ground)
}

// erase carries out a formal request, or has retention do so.
func (h *handler) erase(w http.ResponseWriter, r *http.Request, s domain.Subject, ground domain.ErasureGround) error {
	out, err := h.request(r.Context(), s, ground)
	if err != nil {
		return err
	}
	httpapi.WriteErasure(w, out.State(), out.Receipt)
	return nil
}

// request makes a formal request, and has the others told that have a part in it.
func (h *handler) request(ctx context.Context, s domain.Subject, ground domain.ErasureGround) (lifecycle.Outcome, error) {
	out, err := h.Lifecycle.Request(ctx, s, ground)
	if err != nil {
		return out, err
	}
	if out.NotDue {
		return out, errNotFound
	}
	if s.Kind == domain.SubjectMember {
		// Under a hold, too, they lose their role at once. If the message is lost, their
		// state here still keeps them out.
		_ = h.Publisher.Send(ctx, events.IdentityWork, events.IdentityJob{Org: s.Org, Member: s.ID}.Encode())
	}
	if out.More {
		// If the message is lost, the next tick finds the request.
		_ = h.Publisher.Send(ctx, events.RetentionWork, events.FormalErasure(s))
	}
	return out, nil
}

// exists reports whether there is something to erase.
func (h *handler) exists(ctx context.Context, who domain.Principal, s domain.Subject) error {
	var err error
	switch s.Kind {
	case domain.SubjectSession:
		err = h.orgSession(ctx, who, s.Session)
	case domain.SubjectParticipant:
		if err = h.orgSession(ctx, who, s.Session); err == nil {
			err = h.joined(ctx, s.Session, s.ID)
		}
	case domain.SubjectQuestionSet:
		_, err = h.Store.QuestionSet(ctx, s.Org, s.ID)
	case domain.SubjectMember:
		err = h.member(ctx, s.ID, who)
	}
	return notThere(err)
}

var errRestricted = domain.Problem(domain.ErrConflict, "restricted",
	"What is meant is restricted, or has a student in it who is: it is kept for whoever asked for that (GDPR art. 18). Lift the restriction with their request first, or erase the student as they, or a parent, ask for it.")

// mayErase refuses to erase, at the school's word, what is kept since somebody asked for
// that. Those it is about may have it erased as ever.
func (h *handler) mayErase(ctx context.Context, s domain.Subject, ground domain.ErasureGround) error {
	switch s.Kind {
	case domain.SubjectParticipant:
		if ground == domain.GroundSubject || ground == domain.GroundParent {
			return nil
		}
		seat, err := h.Store.Seat(ctx, s.Session, s.ID)
		if err == nil && seat.Kept() {
			err = errRestricted
		}
		return err
	case domain.SubjectSession:
		seats, err := h.Store.Seats(ctx, s.Session, time.Time{})
		if err != nil {
			return err
		}
		for _, seat := range seats {
			if seat.Kept() {
				return errRestricted
			}
		}
	}
	return nil
}

// orgSession finds a session of the caller's org that isn't erased.
func (h *handler) orgSession(ctx context.Context, who domain.Principal, sid string) error {
	if !domain.IsID(sid) {
		return errNotFound
	}
	s, err := h.Store.Session(ctx, sid)
	if err != nil {
		return notThere(err)
	}
	if s.Org != who.Org || s.State == domain.Erased {
		return errNotFound
	}
	return nil
}

// joined reports whether a participant is or was in a session.
func (h *handler) joined(ctx context.Context, sid, pid string) error {
	_, err := h.Vault.Boxes(ctx, sid, pid)
	return notThere(err)
}

// eraseParticipant erases one student for good, without a restore window. By the time it
// responds, nothing of theirs can be opened any more; under a legal hold it is hidden.
// Only those who may delete the session may do it: a co-teacher, who may not even do what
// can be undone, must not do what can't.
func (h *handler) eraseParticipant(w http.ResponseWriter, r *http.Request, who domain.Principal) error {
	sid, pid := r.PathValue("sid"), r.PathValue("pid")
	if !domain.IsID(sid) || !domain.IsID(pid) {
		return errNotFound
	}
	s, err := h.Store.Session(r.Context(), sid)
	if err != nil {
		return notThere(err)
	}
	if !who.Sees(s) || s.Hidden() {
		return errNotFound
	}
	if !who.Owns(s) {
		return errNotOwner
	}
	if err := h.joined(r.Context(), s.ID, pid); err != nil {
		return err
	}
	subject := domain.Subject{Kind: domain.SubjectParticipant, Org: s.Org, Session: s.ID, ID: pid}
	if err := h.mayErase(r.Context(), subject, domain.GroundSchool); err != nil {
		return err
	}
	out, err := h.Lifecycle.Request(r.Context(), subject, domain.GroundSchool)
	if err != nil {
		return err
	}
	httpapi.WriteErasure(w, out.State(), out.Receipt)
	return nil
}
