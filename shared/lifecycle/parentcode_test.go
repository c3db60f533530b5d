package lifecycle

import (
	"strings"
	"testing"
	"time"

	"github.com/cleanslate-edu/cleanslate/shared/domain"
	"github.com/cleanslate-edu/cleanslate/shared/store"
)

// A parent's code opens nothing once its student is erased, but still leads to the receipt; with
// the session it goes altogether. What an older vault brings back is found.
func TestParentCodesEndWithTheKey(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	ctx := t.Context()
	sid, _, students := w.lesson("Ada", "Bo")
	ada, bo := students[0], students[1]
	code := func(st student) (store.ParentCode, error) {
		return w.vault.ParentCode(ctx, sid, domain.ParentCodeID(sid, st.parent))
	}
	w.must(w.vault.CreateParentCode(ctx, sid, ada.pid, "older", []byte("box"), w.time))
	if _, err := code(ada); err == nil {
		t.Error("a code is good that a later one ended")
	}
	w.time = w.time.Add(time.Hour)
	subject := domain.Subject{Kind: domain.SubjectParticipant, Org: north, Session: sid, ID: ada.pid}
	if out, err := w.Erase(ctx, domain.Erasure{Subject: subject, Rule: domain.RuleFormal, Ground: domain.GroundParent}); err != nil || out.Receipt == nil || out.Receipt.Counts.Participants != 1 {
		t.Fatal(out, err)
	}
	for path, doc := range w.dump() {
		if strings.Contains(path, "/parentCodes/") && strings.Contains(doc, ada.pid) && (strings.Contains(doc, "box") || !strings.Contains(doc, `"erased":{"booleanValue":true}`)) {
			t.Errorf("%s has %s", path, doc)
		}
	}
	if last, err := w.vault.LastParentCode(ctx, sid, ada.pid); err != nil || !last.Erased || last.N != 2 {
		t.Errorf("%+v, %v", last, err)
	}
	if c, err := code(bo); err != nil || c.Erased || len(c.Box) == 0 {
		t.Errorf("of the other student %+v, %v", c, err)
	}
	if err := w.vault.CreateParentCode(ctx, sid, ada.pid, "late", []byte("box"), w.time); err == nil {
		t.Error("a code is given out for somebody who was erased")
	}

	restore := w.backUp("vault")
	if out, err := w.Erase(ctx, domain.Erasure{Subject: ofSession(sid), Rule: domain.RuleFormal, Ground: domain.GroundSchool}); err != nil || out.Receipt == nil || out.Receipt.Counts.Participants != 1 {
		t.Fatal(out, err)
	}
	if left := paths(w.dump(), "sessions/"+sid+"/parentCodes"); len(left) != 0 {
		t.Errorf("with the session erased there are %v", left)
	}
	restore()
	if _, err := w.Replay(ctx, Replay{}); err != nil {
		t.Fatal(err)
	}
	if n, err := w.vault.CountParentCodes(ctx, sid); n != 0 || err != nil {
		t.Errorf("after the replay there are %d codes, %v", n, err)
	}
	// One that comes back all the same is listed for a person.
	w.put("vault", []write{{"sessions/" + sid + "/parentCodes/back", map[string]any{"participant": bo.pid, "n": 1, "at": w.time, "box": []byte("box"), "erased": false}}})
	if _, err := w.Sweep(ctx, 100); err != nil {
		t.Fatal(err)
	}
	found := 0
	orphans, _, err := w.data.Orphans(ctx, north, 100, "")
	w.must(err)
	for _, o := range orphans {
		if o.Session == sid && o.Kind == store.OrphanBoxes {
			found = o.Count
		}
	}
	if found != 1 {
		t.Errorf("the sweep counts %d boxes", found)
	}
}
