package join

import (
	"context"
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"time"

	"github.com/cleanslate-edu/cleanslate/shared/domain"
	"github.com/cleanslate-edu/cleanslate/shared/httpapi"
)

var errNoSession = domain.Problem(domain.ErrNotFound, "not-found", "There is no such session. Join one with its code.")

type state struct {
	State           domain.State          `json:"state"`
	CurrentQuestion *string               `json:"currentQuestion"`
	Question        *domain.PaperQuestion `json:"question,omitempty"`
	ClosesAt        *time.Time            `json:"closesAt"`
	Version         int                   `json:"version"`
}

// getState returns the state of the session. Every student asks for it every few
// seconds, so it may be cached for one.
func (j *joins) getState(w http.ResponseWriter, r *http.Request) {
	body, err := j.state(r)
	if err != nil {
		httpapi.WriteError(w, r, err)
		return
	}
	sum := sha256.Sum256(body)
	etag := `"` + base64.RawURLEncoding.EncodeToString(sum[:12]) + `"`
	h := w.Header()
	h.Set("Cache-Control", "public, max-age=1")
	h.Set("ETag", etag)
	if httpapi.IfNoneMatch(r, etag) {
		w.WriteHeader(http.StatusNotModified)
		return
	}
	h.Set("Content-Type", "application/json")
	w.Write(body) // #nosec G705 -- JSON, and a student who has left needs no error
}

func (j *joins) state(r *http.Request) ([]byte, error) {
	s, err := j.session(r)
	if err != nil {
		return nil, err
	}
	now := j.clock()
	out := state{
		State: s.StateAt(now), CurrentQuestion: httpapi.TextOrNull(s.CurrentQuestion),
		ClosesAt: httpapi.TimeOrNull(s.ClosesAt), Version: s.VersionAt(now),
	}
	if s.CurrentQuestion != "" {
		paper, err := j.papers.Get(r.Context(), s.ID)
		if err != nil {
			return nil, err
		}
		out.Question, _ = paper.Question(s.CurrentQuestion)
	}
	body, err := json.Marshal(out)
	if err != nil {
		return nil, fmt.Errorf("encoding a session's state: %w", err)
	}
	return append(body, '\n'), nil
}

// session returns the session that the path names, unless its data is hidden.
func (j *joins) session(r *http.Request) (*session, error) {
	return shown(r, j.sessions.Get)
}

// shown is session with the reader as a parameter.
func shown(r *http.Request, read func(context.Context, string) (*session, error)) (*session, error) {
	sid := r.PathValue("sid")
	if !domain.IsID(sid) {
		return nil, errNoSession
	}
	s, err := read(r.Context(), sid)
	if errors.Is(err, domain.ErrNotFound) {
		return nil, errNoSession
	}
	if err != nil {
		return nil, err
	}
	switch s.State {
	case domain.Open, domain.Paused, domain.Closed:
		return s, nil
	}
	return nil, errNoSession
}
