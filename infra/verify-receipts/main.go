// Command verify-receipts checks the chain of an org's erasure receipts, offline.
//
//	verify-receipts -keys keys.json blocks1.json [blocks2.json ...]
//
// keys.json is the response of GET /v1/receipts/keys, the other files are the
// pages of GET /v1/receipts/blocks, in order. It prints every receipt that was
// removed, changed or moved, or whose times contradict each other (a receipt of format
// 2 says that what was erased is irrecoverable when its keys or its documents are gone
// everywhere, whichever is earlier), and exits with 1 if there is one. Receipts of
// format 1 stay valid. It contacts no
// server: keep the public keys from a time when you trusted them.
//
// A chain whose end was cut off is still consistent. The last line of output
// names its head: pass the head that an earlier run printed (-head), which must
// still be in the chain.
package main

import (
	"bytes"
	"crypto/ed25519"
	"crypto/x509"
	"encoding/json"
	"encoding/pem"
	"errors"
	"flag"
	"fmt"
	"io"
	"maps"
	"os"
	"slices"

	"github.com/cleanslate-edu/cleanslate/shared/chain"
	"github.com/cleanslate-edu/cleanslate/shared/domain"
)

// sizeMax limits the size of a file.
const sizeMax = 256 << 20

func main() {
	keys := flag.String("keys", "", "file with the public keys (GET /v1/receipts/keys)")
	head := flag.String("head", "", "head that an earlier run printed; the chain must still contain it")
	flag.Parse()
	if *keys == "" || flag.NArg() == 0 {
		fmt.Fprintln(os.Stderr, "usage: verify-receipts -keys keys.json [-head HASH] blocks.json ...")
		os.Exit(2)
	}
	whole, err := run(os.Stdout, *keys, *head, flag.Args())
	if err != nil {
		fmt.Fprintln(os.Stderr, "verify-receipts:", err)
		os.Exit(2)
	}
	if !whole {
		os.Exit(1)
	}
}

// A page is the response of GET /v1/receipts/blocks.
type page struct {
	Items []struct {
		Block     []byte   `json:"block"`
		Signature []byte   `json:"signature"`
		Receipts  [][]byte `json:"receipts"`
	} `json:"items"`
	NextPageToken *string `json:"nextPageToken"`
}

// run reports whether the chain is whole, and prints what isn't.
func run(out io.Writer, keyFile, head string, files []string) (bool, error) {
	keys, err := readKeys(keyFile)
	if err != nil {
		return false, err
	}
	var blocks []chain.Signed
	var receipts [][][]byte
	more := false
	for _, name := range files {
		var p page
		if err := read(name, &p); err != nil {
			return false, err
		}
		for _, b := range p.Items {
			blocks = append(blocks, chain.Signed{Block: b.Block, Signature: b.Signature})
			receipts = append(receipts, b.Receipts)
		}
		more = p.NextPageToken != nil
	}
	faults, last := chain.Verify(blocks, receipts, keys)
	faults = append(faults, contradictions(receipts)...)
	for _, f := range faults {
		fmt.Fprintln(out, f.Error())
	}
	if head != "" && !contains(blocks, head) {
		faults = append(faults, chain.Fault{})
		fmt.Fprintln(out, "the given head isn't in this chain: blocks were cut off, or it is a different chain")
	}
	if more {
		fmt.Fprintln(out, "note: the last page says that there are more pages; fetch them too")
	}
	n := 0
	for _, r := range receipts {
		n += len(r)
	}
	if len(faults) > 0 {
		fmt.Fprintf(out, "NOT WHOLE: %d faults in %d blocks with %d receipts\n", len(faults), len(blocks), n)
		return false, nil
	}
	fmt.Fprintf(out, "whole: %d blocks with %d receipts, head %s\n", len(blocks), n, last)
	return true, nil
}

// contradictions returns the receipts that say what no receipt of their format does, and
// those that complete one that isn't there or say something else about it.
func contradictions(blocks [][][]byte) (faults []chain.Fault) {
	seen := make(map[string]domain.Receipt)
	places := make(map[string]int)
	for i, receipts := range blocks {
		for _, body := range receipts {
			var r domain.Receipt
			if err := json.Unmarshal(body, &r); err != nil || r.ID == "" {
				faults = append(faults, chain.Fault{Block: i + 1, What: "a receipt can't be read"})
				continue
			}
			seen[r.ID], places[r.ID] = r, i+1
			if !r.Consistent() {
				faults = append(faults, chain.Fault{Block: i + 1, Record: r.ID, What: "its times contradict each other, or its format is unknown here"})
			}
		}
	}
	for _, id := range slices.Sorted(maps.Keys(seen)) {
		r := seen[id]
		if r.Follows == "" {
			continue
		}
		first, ok := seen[r.Follows]
		if !ok || first.Org != r.Org || first.Session != r.Session || first.Participant != r.Participant ||
			!first.KeysGoneAt.Equal(r.KeysGoneAt) || r.IrrecoverableAt.After(first.IrrecoverableAt) {
			faults = append(faults, chain.Fault{Block: places[id], Record: id, What: "it completes a receipt that isn't there, or contradicts it"})
		}
	}
	return faults
}

func contains(blocks []chain.Signed, head string) bool {
	for _, b := range blocks {
		if chain.Hash(b.Block) == head {
			return true
		}
	}
	return false
}

func readKeys(name string) (map[string]ed25519.PublicKey, error) {
	var list struct {
		Items []struct {
			ID  string `json:"id"`
			PEM string `json:"pem"`
		} `json:"items"`
		NextPageToken *string `json:"nextPageToken"`
	}
	if err := read(name, &list); err != nil {
		return nil, err
	}
	keys := make(map[string]ed25519.PublicKey)
	for _, k := range list.Items {
		block, _ := pem.Decode([]byte(k.PEM))
		if block == nil {
			return nil, fmt.Errorf("%s: key %q isn't PEM-encoded", name, k.ID)
		}
		parsed, err := x509.ParsePKIXPublicKey(block.Bytes)
		if err != nil {
			return nil, fmt.Errorf("%s: key %q: %w", name, k.ID, err)
		}
		key, ok := parsed.(ed25519.PublicKey)
		if !ok || chain.KeyID(key) != k.ID {
			return nil, fmt.Errorf("%s: key %q isn't an Ed25519 key with that id", name, k.ID)
		}
		keys[k.ID] = key
	}
	if len(keys) == 0 {
		return nil, errors.New(name + " contains no key")
	}
	return keys, nil
}

func read(name string, v any) error {
	f, err := os.Open(name)
	if err != nil {
		return err
	}
	defer f.Close()
	b, err := io.ReadAll(io.LimitReader(f, sizeMax+1))
	if err != nil {
		return err
	}
	if len(b) > sizeMax {
		return fmt.Errorf("%s is larger than %d MiB", name, sizeMax>>20)
	}
	d := json.NewDecoder(bytes.NewReader(b))
	d.DisallowUnknownFields()
	if err := d.Decode(v); err != nil {
		return fmt.Errorf("%s isn't a response of the API: %w", name, err)
	}
	return nil
}
