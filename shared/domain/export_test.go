package domain

import (
	"errors"
	"testing"
	"time"
)

// A page counts once, stages follow each other, and the last one ends it.
func TestExportAdvances(t *testing.T) {
	t.Parallel()
	now := time.Date(2026, 9, 1, 8, 0, 0, 0, time.UTC)
	e := Export{State: ExportRunning, AskedAt: now, Stage: ExportStages[0]}
	if e.Advance(ExportPage{Page: 1}, now) {
		t.Error("a page from beyond counts")
	}
	if !e.Advance(ExportPage{Page: 0, Try: "a", Objects: 1, Total: 12, Bytes: 5}, now) || e.Stage != ExportStages[1] || e.Total != 12 {
		t.Errorf("%+v", e)
	}
	if e.Advance(ExportPage{Page: 0, Try: "b", Objects: 1}, now) || len(e.Parts) != 1 || e.Parts[0].Try != "a" {
		t.Errorf("a page counts twice: %+v", e)
	}
	for e.Stage != ExportLessons {
		e.Advance(ExportPage{Page: e.Page}, now)
	}
	e.Advance(ExportPage{Page: e.Page, Sessions: 10, Objects: 10, Next: "more"}, now)
	if e.Stage != ExportLessons || e.Token != "more" {
		t.Errorf("%+v", e)
	}
	e.Advance(ExportPage{Page: e.Page, Sessions: 2, Objects: 2}, now)
	if e.Sessions != 12 || e.Token != "" || len(e.PartsOf(ExportLessons)) != 2 {
		t.Errorf("%+v", e)
	}
	for e.State == ExportRunning {
		e.Advance(ExportPage{Page: e.Page}, now)
	}
	if e.State != ExportDone || e.Cut || !e.DoneAt.Equal(now) || e.Page != len(ExportStages)+1 {
		t.Errorf("%+v", e)
	}
	if e.Advance(ExportPage{Page: e.Page}, now) {
		t.Error("one that is ready goes on")
	}
	long := Export{State: ExportRunning, Stage: ExportLessons}
	for long.State == ExportRunning {
		long.Advance(ExportPage{Page: long.Page, Next: "more"}, now)
	}
	if long.Page != ExportPagesMax || !long.Cut {
		t.Errorf("%d pages, cut %v", long.Page, long.Cut)
	}
}

// An archive that is cut lacks sessions, and no other list.
func TestSessionsComeLast(t *testing.T) {
	t.Parallel()
	if ExportStages[len(ExportStages)-1] != ExportLessons {
		t.Errorf("%v", ExportStages)
	}
}

func TestCheckExports(t *testing.T) {
	t.Parallel()
	now := time.Date(2026, 9, 1, 8, 0, 0, 0, time.UTC)
	at := func(state ExportState, ago time.Duration) Export { return Export{State: state, AskedAt: now.Add(-ago)} }
	five := []Export{at(ExportDone, time.Hour), at(ExportEnded, time.Hour), at(ExportEnded, time.Hour), at(ExportDone, time.Hour), at(ExportDone, time.Hour)}
	for _, tt := range []struct {
		name string
		all  []Export
		want error
	}{
		{"none", nil, nil},
		{"one that is ready", []Export{at(ExportDone, time.Hour)}, nil},
		{"one that runs", []Export{at(ExportRunning, time.Hour)}, ErrExportRunning},
		{"one that ran for too long", []Export{at(ExportRunning, ExportKept)}, nil},
		{"five in a day", five, ErrExports},
		{"the first of them a day old", append([]Export{at(ExportDone, 24*time.Hour)}, five[1:]...), nil},
	} {
		if err := CheckExports(tt.all, now); !errors.Is(err, tt.want) {
			t.Errorf("%s: %v", tt.name, err)
		}
	}
}
