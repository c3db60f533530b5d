package chain

import (
	"bytes"
	"crypto/ed25519"
	"crypto/rand"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"
)

// made is a chain of four blocks of three records.
func made(t *testing.T, private ed25519.PrivateKey, org string) (blocks []Signed, records [][][]byte) {
	t.Helper()
	previous := ""
	for n := range 4 {
		b := Block{Format: 1, Org: org, Number: n + 1, Previous: previous, SealedAt: time.Unix(int64(n), 0).UTC(), Key: KeyID(private.Public().(ed25519.PublicKey))}
		var shown [][]byte
		for i := range 3 {
			r := fmt.Appendf(nil, `{"id":"%d.%d"}`, n, i)
			shown = append(shown, r)
			b.Records = append(b.Records, Record{ID: fmt.Sprintf("%d.%d", n, i), Hash: Hash(r)})
		}
		raw, err := b.Encode()
		if err != nil {
			t.Fatal(err)
		}
		previous = Hash(raw)
		blocks = append(blocks, Signed{raw, ed25519.Sign(private, raw)})
		records = append(records, shown)
	}
	return blocks, records
}

func TestVerify(t *testing.T) {
	t.Parallel()
	public, private, err := ed25519.GenerateKey(rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	_, other, err := ed25519.GenerateKey(rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	resign := func(b *Signed, key ed25519.PrivateKey) { b.Signature = ed25519.Sign(key, b.Block) }
	for _, tt := range []struct {
		name   string
		change func(blocks *[]Signed, records *[][][]byte)
		want   string // in the first fault; empty: none
	}{
		{"whole", func(*[]Signed, *[][][]byte) {}, ""},
		{"a record removed", func(_ *[]Signed, r *[][][]byte) { (*r)[1] = slices.Delete((*r)[1], 1, 2) }, "record 1.1: removed"},
		{"a record changed", func(_ *[]Signed, r *[][][]byte) { (*r)[2][0] = []byte(`{"id":"2.9"}`) }, "record 2.0: removed or changed"},
		{"records reordered", func(_ *[]Signed, r *[][][]byte) { (*r)[0][0], (*r)[0][1] = (*r)[0][1], (*r)[0][0] }, "record 0.0: moved"},
		{"a record added", func(_ *[]Signed, r *[][][]byte) { (*r)[0] = append((*r)[0], []byte("{}")) }, "never sealed"},
		{"a record moved to another block", func(_ *[]Signed, r *[][][]byte) {
			(*r)[1] = append((*r)[1], (*r)[0][2])
			(*r)[0] = (*r)[0][:2]
		}, "record 0.2: removed"},
		{"a block removed", func(b *[]Signed, r *[][][]byte) {
			*b, *r = slices.Delete(*b, 1, 2), slices.Delete(*r, 1, 2)
		}, "block 2: it says that it is block 3"},
		{"the first block removed", func(b *[]Signed, r *[][][]byte) { *b, *r = (*b)[1:], (*r)[1:] }, "block 1: it says that it is block 2"},
		{"blocks reordered", func(b *[]Signed, r *[][][]byte) {
			(*b)[1], (*b)[2] = (*b)[2], (*b)[1]
			(*r)[1], (*r)[2] = (*r)[2], (*r)[1]
		}, "block 2: it says that it is block 3"},
		{"a block changed", func(b *[]Signed, _ *[][][]byte) {
			(*b)[1].Block = bytes.Replace((*b)[1].Block, []byte("1.0"), []byte("1.7"), 1)
		}, "block 2: the signature"},
		{"a block changed and signed by somebody else", func(b *[]Signed, _ *[][][]byte) {
			(*b)[1].Block = bytes.Replace((*b)[1].Block, []byte("1.0"), []byte("1.7"), 1)
			resign(&(*b)[1], other)
		}, "block 2: the signature"},
		{"a block changed and signed by the signer", func(b *[]Signed, _ *[][][]byte) {
			(*b)[1].Block = bytes.Replace((*b)[1].Block, []byte("1.0"), []byte("1.7"), 1)
			resign(&(*b)[1], private)
		}, "block 3: it doesn't follow"},
		{"a block of another org", func(b *[]Signed, r *[][][]byte) {
			foreign, _ := made(t, private, "org_other")
			(*b)[3] = foreign[3]
		}, "block 4: it doesn't follow"},
		{"an unknown key", func(b *[]Signed, _ *[][][]byte) {
			(*b)[0].Block = bytes.Replace((*b)[0].Block, []byte(KeyID(public)), []byte("0123456789abcdef"), 1)
		}, "isn't among those given"},
		{"rubbish", func(b *[]Signed, _ *[][][]byte) { (*b)[0].Block = []byte("x") }, "not a block"},
		{"a field too many", func(b *[]Signed, _ *[][][]byte) {
			(*b)[0].Block = bytes.Replace((*b)[0].Block, []byte(`{"format"`), []byte(`{"x":1,"format"`), 1)
		}, "not a block"},
		{"records of no block", func(_ *[]Signed, r *[][][]byte) { *r = append(*r, [][]byte{[]byte("{}")}) }, "belong to no block"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			blocks, records := made(t, private, "org_north")
			_, whole := Verify(blocks, records, map[string]ed25519.PublicKey{KeyID(public): public})
			tt.change(&blocks, &records)
			faults, head := Verify(blocks, records, map[string]ed25519.PublicKey{KeyID(public): public})
			if tt.want == "" {
				if len(faults) != 0 || head != whole || head == "" {
					t.Errorf("faults %v, head %s", faults, head)
				}
				return
			}
			if len(faults) == 0 {
				t.Fatal("nothing found")
			}
			if got := faults[0].Error(); !strings.Contains(got, tt.want) {
				t.Errorf("first fault %q, want %q; all: %v", got, tt.want, faults)
			}
		})
	}
}

// That the end was cut off can't be seen in the chain, but in the head.
func TestHead(t *testing.T) {
	t.Parallel()
	public, private, err := ed25519.GenerateKey(rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	blocks, records := made(t, private, "org_north")
	keys := map[string]ed25519.PublicKey{KeyID(public): public}
	_, whole := Verify(blocks, records, keys)
	faults, head := Verify(blocks[:3], records[:3], keys)
	if len(faults) != 0 || head == whole {
		t.Errorf("faults %v, head %s of the whole %s", faults, head, whole)
	}
}

// What a verifier reads may be forged: signed by the right key or not, it is checked and
// never trusted by accident.
func FuzzVerify(f *testing.F) {
	// The same in each of the processes that fuzz.
	private := ed25519.NewKeyFromSeed(make([]byte, ed25519.SeedSize))
	public := private.Public().(ed25519.PublicKey)
	keys := map[string]ed25519.PublicKey{KeyID(public): public}
	b := Block{Format: 1, Org: "org_north", Number: 1, SealedAt: time.Unix(0, 0).UTC(), Key: KeyID(public), Records: []Record{{ID: "r", Hash: Hash([]byte("record"))}}}
	raw, err := b.Encode()
	if err != nil {
		f.Fatal(err)
	}
	f.Add(raw, []byte("record"))
	f.Add(raw, []byte("another"))
	f.Add(bytes.Replace(raw, []byte(`"number":1`), []byte(`"number":-1`), 1), []byte("record"))
	f.Add([]byte(`{"format":1}`), []byte{})
	f.Add([]byte("{"), []byte{})
	f.Fuzz(func(t *testing.T, block, record []byte) {
		records := [][][]byte{{record}}
		if faults, _ := Verify([]Signed{{block, make([]byte, ed25519.SignatureSize)}}, records, keys); len(faults) == 0 {
			t.Errorf("%q passes without a signature", block)
		}
		faults, head := Verify([]Signed{{block, ed25519.Sign(private, block)}}, records, keys)
		parsed, err := Parse(block)
		if head != Hash(block) || err != nil && len(faults) == 0 {
			t.Errorf("%q: head %s, faults %v, %v", block, head, faults, err)
		}
		if len(faults) == 0 && (len(parsed.Records) != 1 || parsed.Records[0].Hash != Hash(record)) {
			t.Errorf("%q passes for %q", block, record)
		}
	})
}
