package join

import (
	"context"
	"crypto/sha256"
	"encoding/base64"
	"net/http"

	"github.com/cleanslate-edu/cleanslate/shared/domain"
	"github.com/cleanslate-edu/cleanslate/shared/httpapi"
)

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
	var question *domain.PaperQuestion
	if s.CurrentQuestion != "" {
		paper, err := j.papers.Get(r.Context(), s.ID)
		if err != nil {
			return nil, err
		}
		question, _ = paper.Question(s.CurrentQuestion)
	}
	return httpapi.State(s.Session, question, j.clock())
}

// session returns the session that the path names, unless its data is hidden.
func (j *joins) session(r *http.Request) (*session, error) {
	return shown(r, j.sessions.Get)
}

// shown is session with the reader as a parameter.
func shown(r *http.Request, read func(context.Context, string) (*session, error)) (*session, error) {
	sid := r.PathValue("sid")
	if !domain.IsID(sid) {
		return nil, httpapi.ErrNoSession
	}
	s, err := read(r.Context(), sid)
	if err != nil {
		return nil, httpapi.Shown(nil, err)
	}
	return s, httpapi.Shown(s.Session, nil)
}
