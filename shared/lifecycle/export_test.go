package lifecycle

import (
	"context"
	"errors"
	"maps"
	"slices"
	"testing"
	"time"

	"github.com/cleanslate-edu/cleanslate/shared/domain"
	"github.com/cleanslate-edu/cleanslate/shared/events"
	"github.com/cleanslate-edu/cleanslate/shared/store"
)

// folders are a bucket's, with how many objects each has: a thousand worlds have no server
// each. functions/export is tested with the real part.
type folders struct {
	objects map[string]int
	fault   error // of deleting
}

func (f *folders) Folders(_ context.Context, found func(string) error) error {
	for _, id := range slices.Sorted(maps.Keys(f.objects)) {
		if err := found(id); err != nil {
			return err
		}
	}
	return nil
}

func (f *folders) Delete(_ context.Context, id string) (int, error) {
	if f.fault != nil {
		return 0, f.fault
	}
	n := f.objects[id]
	delete(f.objects, id)
	return n, nil
}

// archive stores an archive that was asked for now, with its key and objects.
func (w *world) archive(org, by string) string {
	w.t.Helper()
	e := domain.Export{ID: w.id(), Org: org, By: by, State: domain.ExportRunning, AskedAt: w.time, MovedAt: w.time, Stage: domain.ExportStages[0]}
	_, err := w.data.CreateExport(w.t.Context(), e, func([]domain.Export) error { return nil })
	w.must(err)
	w.must(w.vault.CreateExportKey(w.t.Context(), e.ID, store.ExportKey{Org: org, Public: []byte("public"), Wrapped: []byte("wrapped")}))
	if w.folders.objects == nil {
		w.folders.objects = make(map[string]int)
	}
	w.folders.objects[e.ID] = 3
	return e.ID
}

// archived reports what is left of an archive.
func (w *world) archived(id string) (there, keyed, stored bool) {
	w.t.Helper()
	_, err := w.data.Export(w.t.Context(), id)
	_, keyErr := w.vault.ExportKey(w.t.Context(), id)
	for _, err := range []error{err, keyErr} {
		if err != nil && !errors.Is(err, domain.ErrNotFound) {
			w.t.Fatal(err)
		}
	}
	return err == nil, keyErr == nil, w.folders.objects[id] > 0
}

func (w *world) endExport(id string) {
	_, err := w.data.ChangeExport(w.t.Context(), id, func(e *domain.Export) (bool, error) { e.State = domain.ExportEnded; return true, nil })
	w.must(err)
}

// A week after it was asked for an archive is gone, whether or not it was ever ready; one
// that was ended is so at once, but for its entry, by which a day's are counted. No object is
// older than the time for which backups are kept: what was erased since has left both.
func TestArchivesEnd(t *testing.T) {
	t.Parallel()
	if domain.ExportKept+time.Hour > 7*24*time.Hour {
		t.Error("an archive outlasts a backup")
	}
	w := newWorld(t)
	begun := w.time
	running, ready, ended := w.archive(north, "x"), w.archive(north, "x"), w.archive(north, "x")
	_, err := w.data.ChangeExport(t.Context(), ready, func(e *domain.Export) (bool, error) { e.State = domain.ExportDone; return true, nil })
	w.must(err)
	w.endExport(ended)
	check := func(when, id string, want ...bool) {
		t.Helper()
		there, keyed, stored := w.archived(id)
		if !slices.Equal([]bool{there, keyed, stored}, want) {
			t.Errorf("%s: there %v, a key %v, objects %v", when, there, keyed, stored)
		}
	}
	tick := func() { w.must(w.exports(t.Context(), &collect{})) }
	w.folders.fault = errors.New("down")
	if err := w.exports(t.Context(), &collect{}); err == nil {
		t.Error("what failed is told to nobody")
	}
	check("ended, and its objects can't be deleted", ended, true, false, true)
	w.folders.fault = nil
	tick()
	check("ended", ended, true, false, false)
	w.time = begun.Add(domain.ExportKept - time.Second)
	tick()
	check("running, before the week", running, true, true, true)
	check("ready, before the week", ready, true, true, true)
	w.time = begun.Add(domain.ExportKept)
	w.folders.fault = errors.New("down")
	if err := w.exports(t.Context(), &collect{}); err == nil {
		t.Error("what failed is told to nobody")
	}
	check("after the week, and its objects can't be deleted", ready, true, false, true)
	w.folders.fault = nil
	tick()
	for _, id := range []string{running, ready, ended} {
		check("after the week", id, false, false, false)
	}
}

// One that stands still goes on with the next tick after an hour.
func TestArchivesGoOn(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	id := w.archive(north, "x")
	begun := w.time
	published := func() (jobs []events.ExportJob) {
		t.Helper()
		var out collect
		w.must(w.exports(t.Context(), &out))
		for _, data := range out.exports {
			job, err := events.ParseExport(events.Message{Data: data})
			w.must(err)
			jobs = append(jobs, job)
		}
		return jobs
	}
	if got := published(); got != nil {
		t.Errorf("at once: %v", got)
	}
	w.time = begun.Add(domain.ExportStalls)
	if got := published(); len(got) != 1 || got[0] != (events.ExportJob{Export: id}) {
		t.Errorf("after an hour: %v", got)
	}
	w.endExport(id)
	if got := published(); got != nil {
		t.Errorf("once it was ended: %v", got)
	}
}

// What nobody knows of any more goes: the archives of a school that was erased, and what an
// older vault or an older bucket brings back.
func TestArchivesOfNobody(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	whole, lost := w.archive(north, "x"), w.archive(north, "x")
	w.must(w.data.DeleteExport(t.Context(), lost))
	w.must(w.exports(t.Context(), &collect{}))
	if there, keyed, stored := w.archived(lost); there || keyed || stored {
		t.Error("something is left of what nobody knows of")
	}
	if there, keyed, stored := w.archived(whole); !there || !keyed || !stored {
		t.Error("a whole one is gone")
	}
	// An older vault brings back the key of one that was ended since.
	w.endExport(whole)
	w.must(w.exports(t.Context(), &collect{}))
	w.must(w.vault.CreateExportKey(t.Context(), whole, store.ExportKey{Org: north}))
	w.must(w.exports(t.Context(), &collect{}))
	if _, keyed, _ := w.archived(whole); keyed {
		t.Error("an older vault opens it again")
	}
}

// The school's erasure takes its archives: keys and what is known of them at once, objects
// with the next tick.
func TestArchivesGoWithTheSchool(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	id := w.archive(north, "x")
	w.time = w.time.Add(time.Hour)
	e := domain.Erasure{Subject: domain.Subject{Kind: domain.SubjectOrg, Org: north}, Rule: domain.RuleFormal, Ground: domain.GroundSchool}
	_, err := w.Erase(t.Context(), e)
	w.must(err)
	w.handOver()
	out, err := w.Erase(t.Context(), e)
	w.must(err)
	if out.Receipt == nil {
		t.Fatal("no receipt")
	}
	if there, keyed, _ := w.archived(id); there || keyed {
		t.Errorf("there %v, a key %v", there, keyed)
	}
	w.must(w.exports(t.Context(), &collect{}))
	if _, _, stored := w.archived(id); stored {
		t.Error("its objects are left")
	}
	// Nobody asks for another then.
	late := domain.Export{ID: w.id(), Org: north, State: domain.ExportRunning, AskedAt: w.time, MovedAt: w.time, Stage: domain.ExportStages[0]}
	if _, err := w.data.CreateExport(t.Context(), late, func([]domain.Export) error { return nil }); !errors.Is(err, domain.ErrNotFound) {
		t.Errorf("an erased school has an archive made: %v", err)
	}
}

// Where there is no time left, the next tick ends them.
func TestArchivesWaitForTime(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	id := w.archive(north, "x")
	w.time = w.time.Add(domain.ExportKept)
	short, cancel := context.WithTimeout(t.Context(), margin-time.Second)
	defer cancel()
	w.must(w.exports(short, &collect{}))
	if there, keyed, stored := w.archived(id); !there || !keyed || !stored {
		t.Errorf("there %v, a key %v, objects %v", there, keyed, stored)
	}
	w.must(w.exports(t.Context(), &collect{}))
	if there, keyed, stored := w.archived(id); there || keyed || stored {
		t.Errorf("there %v, a key %v, objects %v", there, keyed, stored)
	}
}
