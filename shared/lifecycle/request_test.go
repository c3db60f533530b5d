package lifecycle

import (
	"context"
	"errors"
	"testing"
	"time"

	"github.com/cleanslate-edu/cleanslate/shared/domain"
	"github.com/cleanslate-edu/cleanslate/shared/events"
	"github.com/cleanslate-edu/cleanslate/shared/store"
)

// request stores a request to an org as it comes in, with its keys, and returns its id.
func (w *world) request(org string, at time.Time) string {
	w.t.Helper()
	ctx := w.t.Context()
	r := domain.Request{ID: w.id(), Org: org, State: domain.RequestUnverified, ReceivedAt: at, Content: []byte("sealed"), Code: domain.RequestCode{SentAt: at}}
	w.must(w.vault.CreateRequestBoxes(ctx, r.ID, store.RequestBoxes{Org: org, School: []byte("sealed"), Requester: []byte("sealed")}))
	for _, err := range []error{
		w.vault.CreateRequestKeys(ctx, org, keyOf()), w.vault.CreateAddressKey(ctx, []byte("key"), at),
	} {
		if !errors.Is(err, domain.ErrConflict) {
			w.must(err)
		}
	}
	mail := domain.RequestMail{ID: w.id(), Org: org, Request: r.ID, MadeAt: at, Wrapped: []byte("wrapped"), Attempts: domain.Attempts{State: domain.NoticeQueued}}
	_, err := w.data.ReceiveRequest(ctx, store.Incoming{Request: r, Mail: mail, Today: w.id()}, at)
	w.must(err)
	return r.ID
}

// keyed reports whether anybody could still read a request.
func (w *world) keyed(id string) bool {
	w.t.Helper()
	_, err := w.vault.RequestBoxes(w.t.Context(), id)
	if err != nil && !errors.Is(err, domain.ErrNotFound) {
		w.t.Fatal(err)
	}
	return err == nil
}

func (w *world) there(id string) bool {
	w.t.Helper()
	_, err := w.data.Request(w.t.Context(), id)
	if err != nil && !errors.Is(err, domain.ErrNotFound) {
		w.t.Fatal(err)
	}
	return err == nil
}

// A request that nobody verified is gone after three days, with its mail, and a verified one
// after three years. What counts mails to an address is gone after a day.
func TestRequestsEnd(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	signer := newSigner(t)
	never, verified := w.request(north, w.time), w.request(north, w.time)
	_, err := w.data.ChangeRequest(t.Context(), verified, func(r *domain.Request) (bool, error) {
		r.State, r.VerifiedAt = domain.RequestOpen, w.time
		return true, nil
	})
	w.must(err)
	begun := w.time
	count := func(collection string) (n int) {
		t.Helper()
		docs, err := w.client("(default)").Collection(collection).Documents(t.Context()).GetAll()
		w.must(err)
		return len(docs)
	}
	for _, at := range []struct {
		after                         time.Duration
		never, verified               bool
		addressees, mails, hashingKey int
	}{
		{domain.RequestDay - time.Second, true, true, 2, 2, 1},
		{domain.RequestDay, true, true, 0, 2, 1},
		{2 * domain.RequestDay, true, true, 0, 2, 0},
		{domain.RequestUnverifiedKept - time.Second, true, true, 0, 2, 0},
		{domain.RequestUnverifiedKept, false, true, 0, 1, 0},
		{domain.RequestMailKept + time.Second, false, true, 0, 0, 0},
		{domain.RequestKept.After(begun).Sub(begun) - time.Second, false, true, 0, 0, 0},
		{domain.RequestKept.After(begun).Sub(begun), false, false, 0, 0, 0},
	} {
		w.time = begun.Add(at.after)
		w.work(w.tick(signer))
		keys, err := w.client("vault").Collection("addressKeys").Documents(t.Context()).GetAll()
		w.must(err)
		for id, want := range map[string]bool{never: at.never, verified: at.verified} {
			if w.there(id) != want || w.keyed(id) != want {
				t.Errorf("after %v: a request is there: %v, its keys: %v, want %v", at.after, w.there(id), w.keyed(id), want)
			}
		}
		if a, m := count("addressees"), count("requestMails"); a != at.addressees || m != at.mails || len(keys) != at.hashingKey {
			t.Errorf("after %v: %d addressees, %d mails, %d keys that hash; want %+v", at.after, a, m, len(keys), at)
		}
	}
}

// Keys whose request was never stored, or was erased before the vault was restored, are
// destroyed by the next round, and no others.
func TestRequestBoxesWithoutRequest(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	whole, lost := w.request(north, w.time), w.id()
	w.must(w.vault.CreateRequestBoxes(t.Context(), lost, store.RequestBoxes{Org: north}))
	late := w.id()
	for _, id := range []string{whole, late} {
		w.must(w.vault.ForwardRequestKey(t.Context(), id, "org_south", []byte("sealed")))
	}
	forwarded := func(id string) error {
		_, err := w.vault.ForwardedRequestKey(t.Context(), id, "org_south")
		return err
	}
	w.must(w.requestBoxes(t.Context()))
	if !w.keyed(whole) || !w.keyed(lost) {
		t.Error("keys are destroyed while their request may be on its way")
	}
	w.orphanAge = 0
	w.tick(newSigner(t))
	if !w.keyed(whole) || w.keyed(lost) {
		t.Errorf("a request keeps its keys: %v; keys without request are left: %v", w.keyed(whole), w.keyed(lost))
	}
	if forwarded(whole) != nil || !errors.Is(forwarded(late), domain.ErrNotFound) {
		t.Errorf("forwarded: a request's: %v; one that was erased meanwhile: %v", forwarded(whole), forwarded(late))
	}
}

// Somebody who asked for another code every ten minutes until the request's time was over leaves nothing either.
func TestRequestOfManyCodesEnds(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	id, begun := w.request(north, w.time), w.time
	again := int(domain.RequestUnverifiedKept / domain.RequestMailEvery)
	for n := 1; n < again; n++ {
		at := begun.Add(time.Duration(n) * domain.RequestMailEvery)
		r := domain.Request{ID: id, Org: north, Code: domain.RequestCode{SentAt: at}}
		mail := domain.RequestMail{ID: w.id(), Org: north, Request: id, MadeAt: at}
		_, err := w.data.ReceiveRequest(t.Context(), store.Incoming{Request: r, Mail: mail, Today: "address"}, at)
		w.must(err)
	}
	w.time = begun.Add(domain.RequestUnverifiedKept)
	w.work(w.tick(newSigner(t)))
	left, err := w.client("(default)").Collection("requestMails").Documents(t.Context()).GetAll()
	w.must(err)
	if len(left) > 0 || w.there(id) {
		t.Errorf("of %d mails %d are left; the request is there: %v", again, len(left), w.there(id))
	}
}

// However an erasure is cut off, the keys are gone first, and the next tick ends it.
func TestRequestErasureIsCutOff(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	id := w.request(north, w.time)
	w.time = w.time.Add(domain.RequestUnverifiedKept)
	w.must(w.vault.DeleteRequestBoxes(t.Context(), id))
	if !w.there(id) {
		t.Fatal("the request goes with its keys")
	}
	for range 2 {
		w.must(w.requests(context.Background()))
	}
	if w.there(id) || w.keyed(id) {
		t.Error("the request is still there")
	}
}

// lookFor stores a search for whom a request is about, with its key, as the request's last,
// and returns its id.
func (w *world) lookFor(request string) string {
	w.t.Helper()
	ctx := w.t.Context()
	f := domain.Find{ID: w.id(), Org: north, Request: request, State: domain.FindRunning, AskedAt: w.time, MovedAt: w.time, Query: []byte("sealed")}
	w.must(w.vault.CreateFindKey(ctx, f.ID, store.FindKey{Org: north, Request: request, Own: []byte("sealed"), Wrapped: []byte("wrapped")}))
	var state domain.RequestState
	_, err := w.data.ChangeRequest(ctx, request, func(r *domain.Request) (bool, error) {
		state, r.State = r.State, domain.RequestOpen // only then it is in a queue
		return true, nil
	})
	w.must(err)
	_, err = w.data.WorkOnFound(ctx, request, "", &f, func(r *domain.Request, _ *domain.Find) ([]domain.Entry, []domain.RequestMail, error) {
		r.State, r.Queue.Find = state, f.ID
		return nil, nil, nil
	})
	w.must(err)
	return f.ID
}

// found reports whether a search is there, and whether anybody could still read it.
func (w *world) found(id string) (there, keyed bool) {
	w.t.Helper()
	_, err := w.data.Find(w.t.Context(), id)
	_, keyErr := w.vault.FindKey(w.t.Context(), id)
	for _, err := range []error{err, keyErr} {
		if err != nil && !errors.Is(err, domain.ErrNotFound) {
			w.t.Fatal(err)
		}
	}
	return err == nil, keyErr == nil
}

// What was found is gone a week after its request is done, or an hour after somebody
// searched again; however that is cut off, the key is gone first.
func TestSearchesEnd(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	signer := newSigner(t)
	ctx := t.Context()
	request := w.request(north, w.time)
	change := func(change func(r *domain.Request)) {
		_, err := w.data.ChangeRequest(ctx, request, func(r *domain.Request) (bool, error) { change(r); return true, nil })
		w.must(err)
	}
	change(func(r *domain.Request) { r.State, r.VerifiedAt = domain.RequestOpen, w.time })
	first := w.lookFor(request)
	last := w.lookFor(request)
	check := func(when string, wantFirst, wantLast bool) {
		t.Helper()
		w.work(w.tick(signer))
		for id, want := range map[string]bool{first: wantFirst, last: wantLast} {
			if there, keyed := w.found(id); there != want || keyed != want {
				t.Errorf("%s: a search is there: %v, its key: %v, want %v", when, there, keyed, want)
			}
		}
	}
	begun := w.time
	check("at once", true, true)
	w.time = begun.Add(domain.FindStalls - time.Second)
	check("before the hour", true, true)
	w.time = begun.Add(domain.FindStalls)
	check("after the hour", false, true)
	w.time = begun.Add(domain.FindLongest - time.Second)
	check("months later", false, true)
	done := w.time
	change(func(r *domain.Request) { r.State, r.Queue.DoneAt = domain.RequestDone, done })
	w.time = done.Add(domain.FindKept - time.Second)
	check("before the week", false, true)
	w.time = done.Add(domain.FindKept)
	// Cut off between the two.
	w.must(w.vault.DeleteFindKey(ctx, last))
	check("after the week", false, false)
	// One whose request is never done ends all the same, whatever was decided.
	never := w.lookFor(request)
	change(func(r *domain.Request) { r.State, r.Queue.DoneAt = domain.RequestDecided, time.Time{} })
	begun = w.time
	for _, c := range []struct {
		after time.Duration
		want  bool
	}{{domain.FindLongest - time.Second, true}, {domain.FindLongest, false}} {
		w.time = begun.Add(c.after)
		w.work(w.tick(signer))
		if there, keyed := w.found(never); there != c.want || keyed != c.want {
			t.Errorf("%v after it was begun a search is there: %v, its key: %v, want %v", c.after, there, keyed, c.want)
		}
	}
}

// A search that stands still, since its message was lost, goes on with the next tick after
// an hour, as long as its request is open.
func TestSearchesGoOn(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	request := w.request(north, w.time)
	id := w.lookFor(request)
	begun := w.time
	published := func() (jobs []events.FindJob) {
		t.Helper()
		var out collect
		w.must(w.finds(t.Context(), &out))
		for _, data := range out.finds {
			job, err := events.ParseFind(events.Message{Data: data})
			w.must(err)
			jobs = append(jobs, job)
		}
		return jobs
	}
	state := func(s domain.RequestState) {
		_, err := w.data.ChangeRequest(t.Context(), request, func(r *domain.Request) (bool, error) { r.State = s; return true, nil })
		w.must(err)
	}
	state(domain.RequestOpen)
	if got := published(); got != nil {
		t.Errorf("at once: %v", got)
	}
	w.time = begun.Add(domain.FindStalls)
	if got := published(); len(got) != 1 || got[0] != (events.FindJob{Find: id}) {
		t.Errorf("after an hour: %v", got)
	}
	state(domain.RequestDecided)
	if got := published(); got != nil {
		t.Errorf("once it is decided: %v", got)
	}
}

// Keys whose search was never stored, or was erased before the vault was restored, are
// destroyed by the next round, and no others.
func TestFindKeysWithoutSearch(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	whole, lost := w.lookFor(w.request(north, w.time)), w.id()
	w.must(w.vault.CreateFindKey(t.Context(), lost, store.FindKey{Org: north}))
	w.must(w.findKeys(t.Context()))
	if _, keyed := w.found(lost); !keyed {
		t.Error("a key is destroyed while its search may be on its way")
	}
	w.orphanAge = 0
	w.must(w.findKeys(t.Context()))
	if _, keyed := w.found(lost); keyed {
		t.Error("a key without search is left")
	}
	if _, keyed := w.found(whole); !keyed {
		t.Error("a search lost its key")
	}
}

// What opens a copy, and what a search found of somebody, goes with the student's key, or
// the session's, and isn't made for who was erased; a replay destroys what an older vault
// brings back of it.
func TestCopiesGoWithTheKey(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	ctx := t.Context()
	s := w.session(3, 1)
	pids := w.participants(s.ID)
	find := w.lookFor(w.request(north, w.time))
	key := func(id, pid string) store.RequestCopy {
		return store.RequestCopy{ID: id, Org: north, Find: find, Session: s.ID, Participant: pid, Key: []byte("sealed")}
	}
	give := func(pid string) error {
		err := w.vault.CreateRequestCopy(ctx, key(domain.RequestCopyID(find, pid), pid))
		_, other := w.vault.CreateFoundKey(ctx, store.FoundKey(key(domain.FoundID(find, pid), pid)))
		if (err == nil) != (other == nil) {
			t.Errorf("of one it is %v, of the other %v", err, other)
		}
		return err
	}
	has := func(pid string) bool {
		_, err := w.vault.RequestCopy(ctx, domain.RequestCopyID(find, pid))
		if err != nil && !errors.Is(err, domain.ErrNotFound) {
			t.Fatal(err)
		}
		found, other := w.vault.FoundKeys(ctx, []string{domain.FoundID(find, pid)})
		w.must(other)
		if (err == nil) != (len(found) == 1) {
			t.Errorf("a copy can be opened: %v, what was found: %v", err == nil, len(found) == 1)
		}
		return err == nil
	}
	for _, pid := range pids {
		w.must(give(pid))
		w.must(give(pid)) // again
	}
	if kept, err := w.vault.CreateFoundKey(ctx, store.FoundKey{ID: domain.FoundID(find, pids[0]), Session: s.ID, Participant: pids[0], Key: []byte("other")}); err != nil || string(kept.Key) != "sealed" {
		t.Errorf("a key that is there is replaced: %+v, %v", kept, err)
	}
	subject := domain.Subject{Kind: domain.SubjectParticipant, Org: north, Session: s.ID, ID: pids[0]}
	if out, err := w.Erase(ctx, domain.Erasure{Subject: subject, Rule: domain.RuleFormal, Ground: domain.GroundSubject}); err != nil || out.Receipt == nil {
		t.Fatal(out, err)
	}
	if has(pids[0]) || !has(pids[1]) {
		t.Errorf("one is erased: theirs is there: %v, the other's %v", has(pids[0]), has(pids[1]))
	}
	if err := give(pids[0]); !errors.Is(err, domain.ErrNotFound) {
		t.Errorf("of who was erased: %v", err)
	}
	old := map[string]any{"org": north, "find": find, "session": s.ID, "participant": pids[0]}
	w.put("vault", []write{{"requestCopies/" + domain.RequestCopyID(find, pids[0]), old}, {"foundKeys/" + domain.FoundID(find, pids[0]), old}})
	w.must((&replayer{Lifecycle: w.Lifecycle}).destroyAgain(ctx, subject))
	if has(pids[0]) || !has(pids[1]) {
		t.Error("what an older vault brought back is there, or the other's isn't")
	}
	w.must(w.vault.DeleteFindKey(ctx, find))
	if has(pids[1]) {
		t.Error("the search's key is gone, and not what it opens")
	}
	w.must(give(pids[2]))
	w.must(w.change(s.ID, func(s *domain.Session) error { s.Take(domain.Step{To: domain.Closed}, w.time); return nil }))
	w.time = w.time.Add(domain.LateWrites)
	whole := domain.Subject{Kind: domain.SubjectSession, Org: north, Session: s.ID}
	if out, err := w.Erase(ctx, domain.Erasure{Subject: whole, Rule: domain.RuleFormal, Ground: domain.GroundSchool}); err != nil || out.Receipt == nil {
		t.Fatal(out, err)
	}
	if has(pids[2]) {
		t.Error("the session's key is gone, and not what was found in it")
	}
}
