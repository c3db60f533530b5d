package lifecycle

import (
	"context"
	"errors"

	"github.com/cleanslate-edu/cleanslate/shared/domain"
	"github.com/cleanslate-edu/cleanslate/shared/events"
)

// Archives is where the objects of schools' archives are, in a folder for each.
type Archives interface {
	Folders(ctx context.Context, found func(id string) error) error
	Delete(ctx context.Context, id string) (objects int, err error)
}

// WithArchives has ticks end schools' archives as well.
func (l *Lifecycle) WithArchives(a Archives) *Lifecycle {
	l.archives = a
	return l
}

// exports ends the archives of schools whose time is over, or that somebody ended, keys
// first; so it does where nobody knows of one any more, because its school was erased or a
// database restored. Those that stand still go on. One that fails keeps no other, and the
// next tick tries it again, and goes on with those for which there was no time.
func (l *Lifecycle) exports(ctx context.Context, out Publisher) error {
	if l.archives == nil {
		return nil
	}
	// What has objects or a key has been known for longer: whoever isn't known afterwards is
	// over.
	var keys, folders []string
	for r, err := range l.vault.ExportRefs(ctx) {
		if err != nil {
			return err
		}
		keys = append(keys, r.ID)
	}
	if err := l.archives.Folders(ctx, func(id string) error {
		folders = append(folders, id)
		return nil
	}); err != nil {
		return err
	}
	now := l.now()
	known, over := make(map[string]bool), make(map[string]bool)
	var expired []string
	var work [][]byte
	var errs []error
	for e, err := range l.store.AllExports(ctx) {
		if err != nil {
			return errors.Join(append(errs, err)...) // what isn't listed isn't over
		}
		known[e.ID], over[e.ID] = true, e.Over(now)
		switch {
		case !now.Before(e.ExpiresAt()):
			expired = append(expired, e.ID)
		case e.State == domain.ExportRunning && !now.Before(e.MovedAt.Add(domain.ExportStalls)):
			work = append(work, events.ExportJob{Export: e.ID, Page: e.Page}.Encode())
		}
	}
	left := make(map[string]bool)
	end := func(id string, how func() error) {
		if known[id] && !over[id] {
			return
		}
		if late(ctx) {
			left[id] = true
			return
		}
		if err := how(); err != nil {
			left[id] = true
			errs = append(errs, err)
		}
	}
	for _, id := range keys {
		end(id, func() error { return l.vault.DeleteExportKey(ctx, id) })
	}
	for _, id := range folders {
		end(id, func() error {
			_, err := l.archives.Delete(ctx, id)
			return err
		})
	}
	for _, id := range expired {
		if !left[id] {
			errs = append(errs, l.store.DeleteExport(ctx, id))
		}
	}
	if len(work) > 0 {
		errs = append(errs, out.Send(ctx, events.ExportWork, work...))
	}
	return errors.Join(errs...)
}
