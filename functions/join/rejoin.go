package join

import (
	"context"
	"errors"
	"net/http"
	"time"

	"github.com/cleanslate-edu/cleanslate/shared/domain"
	"github.com/cleanslate-edu/cleanslate/shared/httpapi"
)

// errSecret is the same whatever is wrong with a secret, a code or the session, so that
// guessing reveals nothing.
var errSecret = domain.Problem(domain.ErrNotFound, "unknown-secret",
	"No open session with this code knows this secret. Check the code and the words, or ask your teacher.")

type rejoinRequest struct {
	Secret  string `json:"secret"`
	Code    string `json:"code"`
	Session string `json:"session"`
}

// rejoin lets a participant continue on another device, with the secret of their join:
// its Idempotency-Key. Nothing is created, and a locked session lets them in.
func (j *joins) rejoin(w http.ResponseWriter, r *http.Request) (*response, error) {
	var in rejoinRequest
	if err := httpapi.Decode(w, r, httpapi.BodyLimit, &in); err != nil {
		return nil, err
	}
	if err := in.check(); err != nil {
		return nil, err
	}
	began := time.Now()
	out, err := j.reenter(r.Context(), &in)
	if errors.Is(err, errCode) || errors.Is(err, domain.ErrNotFound) {
		httpapi.Settle(r.Context(), began)
		return nil, errSecret
	}
	return out, err
}

func (in *rejoinRequest) check() error {
	var wrong []domain.FieldError
	if !httpapi.IsIdempotencyKey(in.Secret) {
		wrong = append(wrong, domain.FieldError{Pointer: "/secret", Detail: "Send the Idempotency-Key of the join: 22 to 128 visible ASCII characters."})
	}
	if (in.Code == "") == (in.Session == "") {
		wrong = append(wrong, domain.FieldError{Pointer: "/code", Detail: "Name the session by its code or by its id, and not by both."})
	}
	if len(wrong) > 0 {
		return domain.Invalid(wrong...)
	}
	return nil
}

// reenter returns what a join returns, to somebody who joined before. Whatever can't be
// found is ErrNotFound.
func (j *joins) reenter(ctx context.Context, in *rejoinRequest) (*response, error) {
	s, org, err := j.named(ctx, in)
	if err != nil {
		return nil, err
	}
	pid := domain.ParticipantID(s.ID, in.Secret)
	key, _, err := j.openRejoin(ctx, s, pid, in.Secret)
	if err != nil {
		return nil, err
	}
	// A join that failed halfway left a key and no participant: nobody would see the answers.
	if _, err := j.store.Participant(ctx, s.ID, pid); err != nil {
		return nil, err
	}
	if s.StateAt(j.clock()) == domain.Paused {
		return nil, errPaused
	}
	return j.welcome(ctx, s, org, pid, key)
}

// named returns the session that a request names, and its org.
func (j *joins) named(ctx context.Context, in *rejoinRequest) (*session, domain.Org, error) {
	if in.Session != "" {
		if !domain.IsID(in.Session) {
			return nil, domain.Org{}, errCode
		}
		return j.running(ctx, in.Session)
	}
	code, ok := domain.ParseCode(in.Code)
	if !ok {
		return nil, domain.Org{}, errCode
	}
	return j.find(ctx, code)
}
