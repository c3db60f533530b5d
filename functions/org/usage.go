package org

import (
	"net/http"
	"time"

	"github.com/cleanslate-edu/cleanslate/shared/domain"
	"github.com/cleanslate-edu/cleanslate/shared/httpapi"
)

// A usageView is how much a school used the service in a month.
type usageView struct {
	Org      string       `json:"org"`
	Month    domain.Month `json:"month"`
	Students *int         `json:"students"` // null, like the others: fewer than ten people
	Sessions *int         `json:"sessions"`
	Answers  *int         `json:"answers"`
}

// listUsage lists for the operator how much the schools used the service, by month.
func (h *handler) listUsage(w http.ResponseWriter, r *http.Request, _ domain.Principal) error {
	size, token, err := httpapi.Page(r, pageSize, httpapi.PageSizeMax)
	if err != nil {
		return err
	}
	query := r.URL.Query()
	last := domain.MonthOf(h.Clock(), time.UTC)
	var wrong []domain.FieldError
	if s := query.Get("to"); s != "" {
		var ok bool
		if last, ok = domain.ParseMonth(s); !ok {
			wrong = append(wrong, domain.FieldError{Pointer: "/to", Detail: "Give the last month, such as 2026-11, or none."})
		}
	}
	first := last.Plus(1 - domain.UsageSpanMax)
	if s := query.Get("from"); s != "" && len(wrong) == 0 {
		var ok bool
		if first, ok = domain.ParseMonth(s); !ok || first > last || first.Until(last) > domain.UsageSpanMax {
			wrong = append(wrong, domain.FieldError{Pointer: "/from", Detail: "Give the first of at most 24 months, such as 2026-09, or none."})
		}
	}
	if len(wrong) > 0 {
		return domain.Invalid(wrong...)
	}
	all, next, err := h.Store.Usage(r.Context(), first, last, size, token)
	if err != nil {
		return err
	}
	items := make([]usageView, len(all))
	for i, u := range all {
		items[i] = usageView{Org: u.Org, Month: u.Month}
		if !u.Few {
			items[i].Students, items[i].Sessions, items[i].Answers = &u.Students, &u.Sessions, &u.Answers
		}
	}
	httpapi.WriteList(w, items, next)
	return nil
}
