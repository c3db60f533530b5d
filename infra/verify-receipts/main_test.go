package main

import (
	"crypto/ed25519"
	"crypto/rand"
	"crypto/x509"
	"encoding/json"
	"encoding/pem"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/cleanslate-edu/cleanslate/shared/chain"
	"github.com/cleanslate-edu/cleanslate/shared/domain"
)

type item struct {
	Block     []byte   `json:"block"`
	Signature []byte   `json:"signature"`
	Receipts  [][]byte `json:"receipts"`
}

// receipt returns a receipt of a session, or what change makes of it.
func receipt(t *testing.T, id string, change func(*domain.Receipt)) []byte {
	t.Helper()
	r := domain.NewReceipt(&domain.Erasure{
		Receipt: id, Subject: domain.Subject{Kind: domain.SubjectSession, Org: "org_north"}, KeysDeletedAt: time.Unix(0, 0),
	}, domain.Counted{}, time.Unix(0, 0), time.Unix(60, 0))
	if change != nil {
		change(&r)
	}
	b, err := json.Marshal(r)
	if err != nil {
		t.Fatal(err)
	}
	return b
}

func TestContradictions(t *testing.T) {
	t.Parallel()
	of := func(id string, when int64, lastTicket time.Time) domain.Receipt {
		return domain.NewReceipt(&domain.Erasure{
			Receipt: id, Subject: domain.Subject{Kind: domain.SubjectParticipant, Org: "org_north", Session: "s", ID: "p"}, KeysDeletedAt: time.Unix(when, 0),
		}, domain.Counted{}, lastTicket, time.Unix(when, 0))
	}
	student := of("student", 0, time.Unix(0, 0))
	next := student.FollowUp(time.Unix(1000, 0))
	encode := func(r domain.Receipt) []byte {
		b, err := json.Marshal(r)
		if err != nil {
			t.Fatal(err)
		}
		return b
	}
	for _, c := range []struct {
		name  string
		given [][]byte
		want  int
	}{
		{"a session's", [][]byte{receipt(t, "r", nil)}, 0},
		{"keys' time although the documents go first", [][]byte{receipt(t, "r", func(r *domain.Receipt) { r.IrrecoverableAt = r.KeysGoneAt })}, 1},
		{"earlier than both", [][]byte{receipt(t, "r", func(r *domain.Receipt) { r.IrrecoverableAt = r.IrrecoverableAt.Add(-time.Second) })}, 1},
		{"an unknown format", [][]byte{receipt(t, "r", func(r *domain.Receipt) { r.Format = 3 })}, 1},
		{"rubbish", [][]byte{[]byte("{")}, 1},
		{"a student's", [][]byte{encode(student)}, 0},
		{"and what completes it", [][]byte{encode(student), encode(next)}, 0},
		{"alone", [][]byte{encode(next)}, 1},
		{"of another student", [][]byte{encode(student), receipt(t, "r", func(r *domain.Receipt) { *r = next; r.Participant = "q" })}, 1},
	} {
		if got := contradictions([][][]byte{c.given}); len(got) != c.want {
			t.Errorf("%s: %v", c.name, got)
		}
	}
}

// What was signed before receipts had a second format still verifies.
func TestFormat1(t *testing.T) {
	t.Parallel()
	var out strings.Builder
	whole, err := run(&out, "testdata/format1/keys.json", "", []string{"testdata/format1/blocks.json"})
	if err != nil || !whole || !strings.Contains(out.String(), "whole: 2 blocks with 3 receipts, head ") {
		t.Errorf("%v, %v, %s", whole, err, &out)
	}
}

func TestRun(t *testing.T) {
	t.Parallel()
	public, private, err := ed25519.GenerateKey(rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	der, err := x509.MarshalPKIXPublicKey(public)
	if err != nil {
		t.Fatal(err)
	}
	var items []item
	previous := ""
	for n := 1; n <= 3; n++ {
		b := chain.Block{Format: 1, Org: "org_north", Number: n, Previous: previous, SealedAt: time.Unix(0, 0).UTC(), Key: chain.KeyID(public)}
		var bodies [][]byte
		for i := range 2 {
			body := receipt(t, fmt.Sprintf("r%d%d", n, i), nil)
			bodies = append(bodies, body)
			b.Records = append(b.Records, chain.Record{ID: fmt.Sprintf("r%d%d", n, i), Hash: chain.Hash(body)})
		}
		raw, err := b.Encode()
		if err != nil {
			t.Fatal(err)
		}
		previous = chain.Hash(raw)
		items = append(items, item{raw, ed25519.Sign(private, raw), bodies})
	}
	head := previous
	write := func(dir, name string, v any) string {
		t.Helper()
		b, err := json.Marshal(v)
		if err != nil {
			t.Fatal(err)
		}
		file := filepath.Join(dir, name)
		if err := os.WriteFile(file, b, 0o600); err != nil {
			t.Fatal(err)
		}
		return file
	}
	for _, tt := range []struct {
		name   string
		change func([]item) []item
		head   string
		whole  bool
		want   string
	}{
		{"whole", func(l []item) []item { return l }, head, true, "whole: 3 blocks with 6 receipts, head " + head},
		{"removed", func(l []item) []item { l[1].Receipts = l[1].Receipts[:1]; return l }, "", false, "block 2, record r21: removed or changed"},
		{"changed", func(l []item) []item { l[0].Receipts[0] = receipt(t, "r99", nil); return l }, "", false, "block 1, record r10: removed or changed"},
		{"reordered", func(l []item) []item { slices.Reverse(l[2].Receipts); return l }, "", false, "block 3, record r30: moved"},
		{"a block removed", func(l []item) []item { return slices.Delete(l, 0, 1) }, "", false, "block 1: it says that it is block 2"},
		{"cut off", func(l []item) []item { return l[:2] }, head, false, "the given head isn't in this chain"},
	} {
		dir := t.TempDir()
		var copied []item
		b, _ := json.Marshal(items)
		json.Unmarshal(b, &copied)
		copied = tt.change(copied)
		keys := write(dir, "keys.json", map[string]any{"nextPageToken": nil, "items": []any{map[string]string{
			"id": chain.KeyID(public), "pem": string(pem.EncodeToMemory(&pem.Block{Type: "PUBLIC KEY", Bytes: der})),
		}}})
		one := write(dir, "1.json", map[string]any{"items": copied[:1], "nextPageToken": "2"})
		two := write(dir, "2.json", map[string]any{"items": copied[1:], "nextPageToken": nil})
		var out strings.Builder
		whole, err := run(&out, keys, tt.head, []string{one, two})
		if err != nil || whole != tt.whole || !strings.Contains(out.String(), tt.want) {
			t.Errorf("%s: %v, %v, %s", tt.name, whole, err, &out)
		}
	}
	var out strings.Builder
	if _, err := run(&out, write(t.TempDir(), "keys.json", map[string]any{"items": []any{}}), "", nil); err == nil {
		t.Error("without a key nothing can be verified")
	}
}
