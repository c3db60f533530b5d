package main

import (
	"context"
	"crypto/rand"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"log/slog"
	"net/http"
	"os"
	"path/filepath"
	"slices"
	"sync"
	"sync/atomic"
	"syscall"
	"time"

	"github.com/cleanslate-edu/cleanslate/emulators/firestore"
	"github.com/cleanslate-edu/cleanslate/shared/events"
	"github.com/cleanslate-edu/cleanslate/shared/ticket"
)

// A keeper keeps the stack's data in a folder, from one run to the next:
//
//	data.json    the ticket secret, the clock's offset, and which export is the last complete one
//	kms.json     the keys of the Cloud KMS stand-in, which writes the file itself
//	export-…/    Firestore's databases
//
// An export becomes the last one by the rename of data.json, once it is complete and on disk. So a crash, a full disk
// or a dying emulator costs only what was written since the last export.
//
// Mail and sign-ins are not kept, nor are Pub/Sub's messages: the scheduled functions publish again what was in
// progress.
type keeper struct {
	dir   string
	lock  *os.File
	clock *clock
	host  string // of Firestore; "" until its data is restored

	exporting sync.RWMutex // held for reading by whatever may write, so that both exports show the same moment
	changed   atomic.Bool  // since the last export
	data      data
}

type data struct {
	Format       int           `json:"format"`
	TicketSecret []byte        `json:"ticketSecret"`
	Moved        time.Duration `json:"clockMoved"`
	Export       string        `json:"export,omitempty"` // folder; "" before the first
}

const (
	dataFormat    = 1
	exportEvery   = 10 * time.Second
	exportTimeout = 2 * time.Minute
)

// databases are exported in this order: if a key and what it opens were written between the two, the key would be in
// the export, and not the other way round.
var databases = []struct{ id, folder string }{{"(default)", "default"}, {"vault", "vault"}, {"audit", "audit"}}

// openKeeper locks the folder, creating it if necessary, and reads its contents.
func openKeeper(dir string, c *clock) (_ *keeper, err error) {
	if dir, err = filepath.Abs(dir); err != nil {
		return nil, err
	}
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return nil, err
	}
	k := &keeper{dir: dir, clock: c}
	if k.lock, err = os.Open(dir); err != nil {
		return nil, err
	}
	defer func() {
		if err != nil {
			k.lock.Close()
		}
	}()
	if err := syscall.Flock(int(k.lock.Fd()), syscall.LOCK_EX|syscall.LOCK_NB); err != nil {
		return nil, fmt.Errorf("%s is in use by another stack: stop it, or choose another folder (%w)", dir, err)
	}
	b, err := os.ReadFile(filepath.Join(dir, "data.json"))
	if errors.Is(err, fs.ErrNotExist) {
		return k, k.create()
	}
	if err != nil {
		return nil, err
	}
	if err := json.Unmarshal(b, &k.data); err != nil {
		return nil, fmt.Errorf("reading %s: %w", filepath.Join(dir, "data.json"), err)
	}
	if k.data.Format != dataFormat || len(k.data.TicketSecret) != ticket.SecretSize {
		return nil, fmt.Errorf("%s holds no data that this version can read: choose another folder", dir)
	}
	c.offset.Store(int64(k.data.Moved))
	return k, nil
}

// create starts afresh in an empty folder.
func (k *keeper) create() error {
	entries, err := os.ReadDir(k.dir)
	if err != nil {
		return err
	}
	if len(entries) > 0 {
		return fmt.Errorf("%s contains other files: choose an empty folder", k.dir)
	}
	k.data = data{Format: dataFormat, TicketSecret: make([]byte, ticket.SecretSize)}
	if _, err := rand.Read(k.data.TicketSecret); err != nil {
		return err
	}
	return k.save(k.data)
}

// keys returns the file of the Cloud KMS stand-in.
func (k *keeper) keys() string { return filepath.Join(k.dir, "kms.json") }

// save replaces data.json, completely or not at all.
func (k *keeper) save(d data) error {
	b, err := json.MarshalIndent(d, "", "\t")
	if err != nil {
		return err
	}
	name := filepath.Join(k.dir, "data.json")
	if err := os.WriteFile(name+".new", b, 0o600); err != nil {
		return err
	}
	if err := syncFile(name + ".new"); err != nil {
		return err
	}
	if err := os.Rename(name+".new", name); err != nil {
		return err
	}
	return k.lock.Sync() // the folder
}

// restore imports the last export into Firestore, which must be empty.
func (k *keeper) restore(ctx context.Context, host string) error {
	for _, db := range databases {
		if k.data.Export == "" {
			break
		}
		metadata := firestore.Metadata(filepath.Join(k.dir, k.data.Export, db.folder))
		if err := firestore.Import(ctx, host, project, db.id, metadata); err != nil {
			return fmt.Errorf("reading the data in %s: %w", k.dir, err)
		}
	}
	k.host = host
	return k.tidy()
}

// run exports at intervals until ctx is done.
func (k *keeper) run(ctx context.Context) {
	for pause := exportEvery; ; {
		select {
		case <-ctx.Done():
			return
		case <-time.After(pause):
		}
		if !k.changed.Load() {
			continue
		}
		k.exporting.Lock()
		began := time.Now()
		err := k.export()
		pause = max(exportEvery, 20*time.Since(began)) // so that exports of much data don't block writing all the time
		k.exporting.Unlock()
		if err != nil {
			slog.Error("the data could not be saved", "error", err)
		}
	}
}

// close exports for the last time, unless the previous run's data wasn't restored. Nothing can write any more: the
// event handlers block until the process ends.
func (k *keeper) close() error {
	k.exporting.Lock()
	defer k.lock.Close()
	if k.host == "" {
		return nil
	}
	return k.export()
}

// export writes the databases. The caller holds k.exporting.
func (k *keeper) export() (err error) {
	ctx, cancel := context.WithTimeout(context.Background(), exportTimeout)
	defer cancel()
	k.changed.Store(false)
	defer func() {
		if err != nil {
			k.changed.Store(true)
			err = fmt.Errorf("saving the data in %s: %w", k.dir, err)
		}
	}()
	dir, err := os.MkdirTemp(k.dir, "export-")
	if err != nil {
		return err
	}
	d := k.data
	d.Export, d.Moved = filepath.Base(dir), time.Duration(k.clock.offset.Load())
	for _, db := range databases {
		if _, err := firestore.Export(ctx, k.host, project, db.id, filepath.Join(dir, db.folder)); err != nil {
			return errors.Join(err, os.RemoveAll(dir))
		}
	}
	err = filepath.WalkDir(dir, func(path string, _ fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		return syncFile(path)
	})
	if err == nil {
		err = k.save(d)
	}
	if err != nil {
		return errors.Join(err, os.RemoveAll(dir))
	}
	k.data = d
	return k.tidy()
}

// tidy removes all exports but the last complete one.
func (k *keeper) tidy() error {
	exports, err := filepath.Glob(filepath.Join(k.dir, "export-*"))
	if err != nil {
		return err
	}
	for _, dir := range exports {
		if filepath.Base(dir) != k.data.Export {
			if err := os.RemoveAll(dir); err != nil {
				return err
			}
		}
	}
	return nil
}

// syncFile flushes a file or a folder to disk.
func syncFile(name string) error {
	f, err := os.Open(name)
	if err != nil {
		return err
	}
	defer f.Close()
	return f.Sync()
}

// change marks that something may be written, until the function that it returns is called. It waits for an export in
// progress.
func (k *keeper) change() (done func()) {
	k.exporting.RLock()
	k.changed.Store(true)
	return k.exporting.RUnlock
}

// requests makes h wait for exports, except for read-only requests.
func (k *keeper) requests(h http.Handler) http.Handler {
	if k == nil {
		return h
	}
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if !slices.Contains([]string{http.MethodGet, http.MethodHead, http.MethodOptions}, r.Method) {
			defer k.change()()
		}
		h.ServeHTTP(w, r)
	})
}

// events makes the handlers wait for exports.
func (k *keeper) events(handlers map[string]events.Handler) map[string]events.Handler {
	if k == nil {
		return handlers
	}
	waiting := make(map[string]events.Handler)
	for topic, h := range handlers {
		waiting[topic] = func(ctx context.Context, m events.Message) error {
			defer k.change()()
			return h(ctx, m)
		}
	}
	return waiting
}
