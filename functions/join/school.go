package join

import (
	"context"
	"errors"
	"net/http"
	"time"

	"github.com/cleanslate-edu/cleanslate/shared/domain"
	"github.com/cleanslate-edu/cleanslate/shared/httpapi"
)

// getSchool says whose session a code joins, to a device on which a parent refuses some
// school's: before anything of a student is sent. It knows the codes that a join knows.
func (j *joins) getSchool(w http.ResponseWriter, r *http.Request) {
	ctx, cancel := context.WithTimeout(r.Context(), timeout)
	defer cancel()
	began := time.Now()
	org, err := j.schoolOf(ctx, r.PathValue("code"))
	if errors.Is(err, errCode) {
		httpapi.Settle(ctx, began)
	}
	if err != nil {
		httpapi.WriteError(w, r, err)
		return
	}
	httpapi.WriteJSON(w, http.StatusOK, struct {
		Org string `json:"org"`
	}{org})
}

func (j *joins) schoolOf(ctx context.Context, typed string) (string, error) {
	code, ok := domain.ParseCode(typed)
	if !ok {
		return "", errCode
	}
	s, _, err := j.find(ctx, code)
	if err == nil && s.Locked {
		err = errCode
	}
	if err != nil {
		return "", err
	}
	return s.Org, nil
}
