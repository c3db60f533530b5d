package teacher

import (
	"context"
	"net/http"

	"github.com/cleanslate-edu/cleanslate/shared/domain"
	"github.com/cleanslate-edu/cleanslate/shared/httpapi"
)

func (t *desk) getResults(w http.ResponseWriter, r *http.Request, who domain.Principal) error {
	ctx, cancel := context.WithTimeout(r.Context(), timeout)
	defer cancel()
	v, err := t.results(r.WithContext(ctx), who)
	if err != nil {
		return err
	}
	httpapi.WriteJSON(w, http.StatusOK, v)
	return nil
}

func (t *desk) results(r *http.Request, who domain.Principal) (*resultsView, error) {
	s, err := t.session(r, who)
	if err != nil {
		return nil, err
	}
	b, err := t.load(r.Context(), s)
	if err != nil {
		return nil, err
	}
	session, err := t.view(r.Context(), s, who)
	if err != nil {
		return nil, err
	}
	return b.results(session), nil
}
