package org_test

import (
	"fmt"
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/cleanslate-edu/cleanslate/functions/functiontest"
	"github.com/cleanslate-edu/cleanslate/shared/domain"
)

type usage struct {
	Org, Month                  string
	Students, Sessions, Answers *int
}

func usageOf(t *testing.T, s *functiontest.School, query string) []usage {
	t.Helper()
	var list struct{ Items []usage }
	s.Do("GET", "/v1/usage"+query, functiontest.Request{Token: s.Token(functiontest.Ops)}).Want(200).JSON(&list)
	return list.Items
}

// The operator learns how much a school used the service in a month: once, rounded, nothing of fewer than ten people, and
// nothing of whose parent refuses it. Nothing that is stored says which teacher it was, or which session (promise P36).
func TestUsageIsCounted(t *testing.T) {
	t.Parallel()
	s := functiontest.New(t, functiontest.Options{})
	lesson := func(by string, students int) *functiontest.Lesson {
		l := s.Open(functiontest.Start{By: by})
		for i := range students {
			l.Join(fmt.Sprint("Ada ", i)).Record("trueFalse", true)
		}
		return l
	}
	small := lesson(functiontest.Alan, 9)
	for range 2 { // the same nine again
		l := lesson(functiontest.Alan, 9)
		l.Patch(`{"state": "closed"}`)
	}
	small.Patch(`{"state": "closed"}`)
	large := lesson(functiontest.Ada, 12)
	refuses := large.Join("Bo")
	refuses.Record("trueFalse", true)
	var code struct{ Secret string }
	large.As(functiontest.Ada, "POST", "/participants/"+refuses.ID+"/parent-code", nil).Want(201).JSON(&code)
	s.Do("PUT", "/v1/me/refusals?session="+large.ID, functiontest.Request{Token: code.Secret, Body: `{"collection": false, "disclosure": true}`}).Want(200)
	large.Patch(`{"state": "closed"}`)
	month := domain.MonthOf(s.Clock.Now(), time.UTC)
	s.Tick(t.Context())
	if got := usageOf(t, s, ""); len(got) != 0 {
		t.Errorf("a month is counted before it is over: %+v", got)
	}
	_, end := month.In(time.UTC)
	s.Clock.Advance(end.Add(domain.UsageWaits + time.Minute).Sub(s.Clock.Now()))
	s.Tick(t.Context())
	got := usageOf(t, s, "")
	if len(got) != 2 {
		t.Fatalf("%+v", got)
	}
	for _, u := range got {
		switch u.Org {
		case functiontest.North:
			if u.Month != string(month) || u.Students == nil || *u.Students != 10 || *u.Sessions != 5 || *u.Answers != 10 {
				t.Errorf("%+v", u)
			}
		case functiontest.South:
			if u.Students != nil || u.Sessions != nil || u.Answers != nil {
				t.Errorf("nine students are counted: %+v", u)
			}
		}
	}

	// Counted once: who is erased later isn't missed.
	s.Do("DELETE", "/v1/me", functiontest.Request{Token: refuses.Token}).Want(202)
	s.Retain(t.Context())
	s.Tick(t.Context())
	// A message may come again, late, or about what isn't due or isn't there.
	for _, org := range []string{functiontest.North, functiontest.South, "org_gone"} {
		for _, m := range []domain.Month{month, month.Plus(1), month.Plus(-7)} {
			if err := s.Lifecycle.CountUsage(t.Context(), org, m); err != nil {
				t.Error(org, m, err)
			}
		}
	}
	if again := usageOf(t, s, ""); !reflect.DeepEqual(got, again) {
		t.Errorf("%+v, then %+v", got, again)
	}

	people := []string{functiontest.MemberID(functiontest.Ada), functiontest.MemberID(functiontest.Alan), large.ID, small.ID, refuses.ID}
	found := 0
	for path, document := range s.Documents(t.Context()) {
		if !strings.Contains(path, "/usage/") {
			continue
		}
		found++
		if slices.ContainsFunc(people, func(id string) bool { return strings.Contains(path+document, id) }) {
			t.Errorf("%s says who it was: %s", path, document)
		}
	}
	if found != 2 {
		t.Errorf("%d counts are stored", found)
	}

	for _, bad := range []string{"?to=2026", "?from=2026-13", "?from=2020-01&to=2023-01", "?from=2026-02&to=2026-01"} {
		s.Do("GET", "/v1/usage"+bad, functiontest.Request{Token: s.Token(functiontest.Ops), Bad: true}).WantProblem(422, "invalid")
	}
	if got := usageOf(t, s, "?from="+string(month.Plus(1))); len(got) != 0 {
		t.Errorf("another month has %+v", got)
	}
	for _, email := range []string{functiontest.Grace, functiontest.Ada} {
		s.Do("GET", "/v1/usage", functiontest.Request{Token: s.Token(email)}).WantProblem(403, "forbidden")
	}
}
