// Package chain makes append-only records provable: blocks of records, each
// block holding the hashes of its records and of the block before it, signed
// with Ed25519.
//
// The sealer in package lifecycle makes blocks, infra/verify-receipts checks them
// offline. The package does no input or output and holds no key: the caller signs. It
// must never be given anything personal, since a chain can't be erased from.
package chain

import (
	"bytes"
	"crypto/ed25519"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"time"
)

// A Block is one link of an org's chain.
type Block struct {
	Format   int       `json:"format"` // 1
	Org      string    `json:"org"`
	Number   int       `json:"number"`   // from 1
	Previous string    `json:"previous"` // hash of the block before, empty for the first
	SealedAt time.Time `json:"sealedAt"`
	Key      string    `json:"key"` // id of the public key that verifies the signature
	Records  []Record  `json:"records"`
}

// A Record is one record of a block: its id, and the SHA-256 of its bytes in
// hexadecimal.
type Record struct {
	ID   string `json:"id"`
	Hash string `json:"sha256"`
}

// BlockMax is how many records a block holds at most.
const BlockMax = 200

// Signed is a block as it is stored: the bytes that were signed, and the signature.
type Signed struct {
	Block     []byte `json:"block"`
	Signature []byte `json:"signature"`
}

// Hash returns the SHA-256 of b in hexadecimal.
func Hash(b []byte) string {
	sum := sha256.Sum256(b)
	return hex.EncodeToString(sum[:])
}

// KeyID names a public key: the first 16 hexadecimal digits of its SHA-256.
func KeyID(key ed25519.PublicKey) string { return Hash(key)[:16] }

// Encode returns the bytes of b that are signed.
func (b *Block) Encode() ([]byte, error) {
	return json.Marshal(b)
}

// Parse reads a block's bytes.
func Parse(raw []byte) (*Block, error) {
	var b Block
	d := json.NewDecoder(bytes.NewReader(raw))
	d.DisallowUnknownFields()
	if err := d.Decode(&b); err != nil || b.Format != 1 {
		return nil, errors.New("not a block of format 1")
	}
	return &b, nil
}

// A Fault is something that Verify finds wrong.
type Fault struct {
	Block  int    // its number; 0: none in particular
	Record string // the record's id, if it is about one
	What   string
}

func (f Fault) Error() string {
	switch {
	case f.Record != "":
		return fmt.Sprintf("block %d, record %s: %s", f.Block, f.Record, f.What)
	case f.Block != 0:
		return fmt.Sprintf("block %d: %s", f.Block, f.What)
	}
	return f.What
}

// Verify checks a whole chain, from its first block: signatures, order, and the
// records, whose bytes are given block by block as they are shown. It returns
// all faults, none if the chain is intact, and the hash of its last block. Only
// by comparing that hash with one kept elsewhere can a chain whose end was cut off
// be told from a whole one.
func Verify(blocks []Signed, records [][][]byte, keys map[string]ed25519.PublicKey) (faults []Fault, head string) {
	org := ""
	for i, signed := range blocks {
		n := i + 1
		fault := func(record, format string, args ...any) {
			faults = append(faults, Fault{n, record, fmt.Sprintf(format, args...)})
		}
		b, err := Parse(signed.Block)
		if err != nil {
			fault("", "%v", err)
			head = Hash(signed.Block)
			continue
		}
		if key := keys[b.Key]; len(key) != ed25519.PublicKeySize {
			fault("", "its key %q isn't among those given", b.Key)
		} else if !ed25519.Verify(key, signed.Block, signed.Signature) {
			fault("", "the signature doesn't fit: the block was changed or made by somebody else")
		}
		if b.Number != n {
			fault("", "it says that it is block %d: a block is missing or in another place", b.Number)
		}
		if b.Previous != head {
			fault("", "it doesn't follow the block before it: one was removed, changed or moved")
		}
		if org == "" {
			org = b.Org
		} else if b.Org != org {
			fault("", "it belongs to another org")
		}
		head = Hash(signed.Block)
		var shown [][]byte
		if i < len(records) {
			shown = records[i]
		}
		faults = append(faults, verifyRecords(b, shown)...)
	}
	if len(records) > len(blocks) {
		faults = append(faults, Fault{What: "there are records that belong to no block"})
	}
	return faults, head
}

func verifyRecords(b *Block, shown [][]byte) (faults []Fault) {
	at := make(map[string]int, len(shown)) // by hash
	for i, r := range shown {
		at[Hash(r)] = i
	}
	used := 0
	for i, want := range b.Records {
		j, ok := at[want.Hash]
		switch {
		case !ok:
			faults = append(faults, Fault{b.Number, want.ID, "removed or changed"})
		case j != i:
			used++
			faults = append(faults, Fault{b.Number, want.ID, fmt.Sprintf("moved from place %d to %d", i+1, j+1)})
		default:
			used++
		}
	}
	if used < len(shown) {
		faults = append(faults, Fault{Block: b.Number, What: fmt.Sprintf("%d records are shown that were never sealed in this form", len(shown)-used)})
	}
	return faults
}
