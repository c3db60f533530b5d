package seal

import (
	"bytes"
	"crypto/rand"
	"crypto/sha256"
	"errors"
	"strings"
	"testing"
)

const path = "sessions/s/participants/p"

func newKey(t testing.TB) Key {
	t.Helper()
	k, err := NewKey(rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	return k
}

func TestFieldOpensOnlyInItsPlace(t *testing.T) {
	k, other := newKey(t), newKey(t)
	sealed := k.Seal(path, "answers/q1/1", []byte("true"))
	got, err := k.Open(path, "answers/q1/1", sealed)
	if err != nil || string(got) != "true" {
		t.Fatalf("Open = %q, %v", got, err)
	}
	wrongVersion := bytes.Clone(sealed)
	wrongVersion[0]++
	for name, open := range map[string]func() ([]byte, error){
		"another revision":    func() ([]byte, error) { return k.Open(path, "answers/q1/2", sealed) },
		"another participant": func() ([]byte, error) { return k.Open("sessions/s/participants/x", "answers/q1/1", sealed) },
		"another key":         func() ([]byte, error) { return other.Open(path, "answers/q1/1", sealed) },
		"unknown version":     func() ([]byte, error) { return k.Open(path, "answers/q1/1", wrongVersion) },
		"empty":               func() ([]byte, error) { return k.Open(path, "answers/q1/1", nil) },
		"cut":                 func() ([]byte, error) { return k.Open(path, "answers/q1/1", sealed[:20]) },
		"zero key":            func() ([]byte, error) { return Key{}.Open(path, "answers/q1/1", sealed) },
	} {
		if got, err := open(); !errors.Is(err, ErrOpen) {
			t.Errorf("%s: opened %q, %v; want ErrOpen", name, got, err)
		}
	}
	for i := range sealed {
		damaged := bytes.Clone(sealed)
		damaged[i] ^= 1
		if _, err := k.Open(path, "answers/q1/1", damaged); !errors.Is(err, ErrOpen) {
			t.Errorf("bit flipped in byte %d: %v; want ErrOpen", i, err)
		}
	}
}

func TestLengthTellsLittle(t *testing.T) {
	k := newKey(t)
	overhead := 1 + 12 + 16
	for _, c := range []struct{ plain, sealed int }{
		{0, 64}, {4, 64}, {5, 64}, {63, 64}, {64, 128}, {127, 128}, {128, 256}, {8000, 8192}, {8192, 16384},
	} {
		b := bytes.Repeat([]byte{0x80}, c.plain) // worst case: looks like padding
		sealed := k.Seal(path, "f", b)
		if len(sealed) != c.sealed+overhead {
			t.Errorf("%d bytes sealed to %d, want %d", c.plain, len(sealed), c.sealed+overhead)
		}
		got, err := k.Open(path, "f", sealed)
		if err != nil || !bytes.Equal(got, b) {
			t.Errorf("%d bytes came back as %d, %v", c.plain, len(got), err)
		}
	}
	if bytes.Equal(k.Seal(path, "f", nil), k.Seal(path, "f", nil)) {
		t.Error("sealing twice gave the same bytes")
	}
}

func TestBoxOpensOnlyForTheSession(t *testing.T) {
	sk, err := NewSessionKey()
	if err != nil {
		t.Fatal(err)
	}
	pub, err := ParsePublicKey(sk.Public().Bytes())
	if err != nil {
		t.Fatal(err)
	}
	key := newKey(t)
	box, err := pub.Box(path, key)
	if err != nil {
		t.Fatal(err)
	}
	raw, err := sk.Bytes()
	if err != nil {
		t.Fatal(err)
	}
	again, err := ParseSessionKey(raw)
	if err != nil {
		t.Fatal(err)
	}
	got, err := again.OpenBox(path, box)
	if err != nil || !bytes.Equal(got.Bytes(), key.Bytes()) {
		t.Fatalf("OpenBox gave another key, or %v", err)
	}
	other, err := NewSessionKey()
	if err != nil {
		t.Fatal(err)
	}
	wrongVersion := bytes.Clone(box)
	wrongVersion[0]++
	for name, open := range map[string]func() (Key, error){
		"another path":    func() (Key, error) { return sk.OpenBox(path+"x", box) },
		"another session": func() (Key, error) { return other.OpenBox(path, box) },
		"unknown version": func() (Key, error) { return sk.OpenBox(path, wrongVersion) },
		"cut":             func() (Key, error) { return sk.OpenBox(path, box[:100]) },
		"empty":           func() (Key, error) { return sk.OpenBox(path, nil) },
	} {
		if _, err := open(); !errors.Is(err, ErrOpen) {
			t.Errorf("%s: %v; want ErrOpen", name, err)
		}
	}
}

func TestRejoinBoxOpensOnlyWithItsSecret(t *testing.T) {
	const secret = "0123456789012345678901"
	key, digest := newKey(t), sha256.Sum256([]byte("body"))
	box, err := BoxForRejoin(secret, path, key, digest)
	if err != nil {
		t.Fatal(err)
	}
	gotKey, gotDigest, err := OpenForRejoin(secret, path, box)
	if err != nil || gotDigest != digest || !bytes.Equal(gotKey.Bytes(), key.Bytes()) {
		t.Fatalf("OpenForRejoin gave something else, or %v", err)
	}
	for name, open := range map[string]func() error{
		"another secret": func() error { _, _, err := OpenForRejoin(strings.ToUpper(secret)+"x", path, box); return err },
		"another path":   func() error { _, _, err := OpenForRejoin(secret, path+"x", box); return err },
		"empty":          func() error { _, _, err := OpenForRejoin(secret, path, nil); return err },
	} {
		if err := open(); !errors.Is(err, ErrOpen) {
			t.Errorf("%s: %v; want ErrOpen", name, err)
		}
	}
}

func TestParseRefusesWrongSizes(t *testing.T) {
	for _, n := range []int{0, 16, 31, 33} {
		if _, err := ParseKey(make([]byte, n)); err == nil {
			t.Errorf("ParseKey took %d bytes", n)
		}
		if _, err := ParseSessionKey(make([]byte, n)); err == nil {
			t.Errorf("ParseSessionKey took %d bytes", n)
		}
		if _, err := ParsePublicKey(make([]byte, n)); err == nil {
			t.Errorf("ParsePublicKey took %d bytes", n)
		}
	}
	if _, err := NewKey(bytes.NewReader(nil)); err == nil {
		t.Error("NewKey made a key of nothing")
	}
}

// fixed returns a key that is the same in each of the processes that fuzz.
func fixed(f *testing.F, b byte) Key {
	k, err := ParseKey(bytes.Repeat([]byte{b}, KeySize))
	if err != nil {
		f.Fatal(err)
	}
	return k
}

// Any input is allowed; only what was sealed may be opened.
func FuzzOpen(f *testing.F) {
	k := fixed(f, 1)
	sealed := k.Seal(path, "f", []byte("x"))
	f.Add(sealed)
	f.Add(sealed[:len(sealed)-1])
	f.Add([]byte{version})
	f.Fuzz(func(t *testing.T, b []byte) {
		if got, err := k.Open(path, "f", b); err == nil && string(got) != "x" || err != nil && !errors.Is(err, ErrOpen) {
			t.Errorf("opened %q, %v", got, err)
		}
	})
}

func FuzzUnpad(f *testing.F) {
	for _, s := range []string{"", "x", strings.Repeat("x", padMin-1), strings.Repeat("\x80", padMin), strings.Repeat("\x00", padMin)} {
		f.Add([]byte(s))
		f.Add(pad([]byte(s)))
	}
	f.Fuzz(func(t *testing.T, b []byte) {
		if got, err := unpad(pad(b)); err != nil || !bytes.Equal(got, b) {
			t.Errorf("%q came back as %q, %v", b, got, err)
		}
		if got, err := unpad(b); err == nil && (len(got) >= len(b) || !bytes.HasPrefix(b, got)) {
			t.Errorf("%q gives %q", b, got)
		}
	})
}

// A value that was sealed for one place opens at no other, however the two are
// spelled: path and field can't run into each other.
func FuzzPlace(f *testing.F) {
	k := newKey(f)
	f.Add("sessions/s", "alias", "sessions/s", "alias")
	f.Add("sessions/s/participants/p", "answers/q1/1", "sessions/s/participants/p", "answers/q1/11")
	f.Add("a", "b", "", "a#b")
	f.Fuzz(func(t *testing.T, path, field, otherPath, otherField string) {
		if strings.ContainsRune(path+field+otherPath+otherField, '#') {
			return // neither ever holds one
		}
		_, err := k.Open(otherPath, otherField, k.Seal(path, field, []byte("x")))
		if same := path == otherPath && field == otherField; same != (err == nil) {
			t.Errorf("sealed for %q %q, opened for %q %q: %v", path, field, otherPath, otherField, err)
		}
	})
}

func FuzzOpenBox(f *testing.F) {
	sk, err := ParseSessionKey(bytes.Repeat([]byte{1}, 32))
	if err != nil {
		f.Fatal(err)
	}
	k := fixed(f, 2)
	box, err := sk.Public().Box(path, k)
	if err != nil {
		f.Fatal(err)
	}
	f.Add(box)
	f.Add(box[:len(box)-1])
	f.Add([]byte{version})
	f.Fuzz(func(t *testing.T, b []byte) {
		// Whoever has the public key can make a box, but no fuzzer does by chance.
		if got, err := sk.OpenBox(path, b); err == nil && !bytes.Equal(got.Bytes(), k.Bytes()) {
			t.Error("opened a box that nobody made")
		}
	})
}

// The secret of a rejoin box is a header that a stranger chooses.
func FuzzOpenForRejoin(f *testing.F) {
	secret, k := strings.Repeat("s", 22), fixed(f, 3)
	box, err := BoxForRejoin(secret, path, k, sha256.Sum256(nil))
	if err != nil {
		f.Fatal(err)
	}
	f.Add(secret, box)
	f.Add(secret, box[:40])
	f.Add("", []byte{version})
	f.Fuzz(func(t *testing.T, s string, b []byte) {
		if got, _, err := OpenForRejoin(s, path, b); err == nil && (s != secret || !bytes.Equal(got.Bytes(), k.Bytes())) {
			t.Errorf("secret %q opens a box that was made under another", s)
		}
	})
}

func FuzzParsePublicKey(f *testing.F) {
	sk, err := ParseSessionKey(bytes.Repeat([]byte{1}, 32))
	if err != nil {
		f.Fatal(err)
	}
	f.Add(sk.Public().Bytes())
	f.Add(make([]byte, len(sk.Public().Bytes())))
	f.Add([]byte{})
	f.Fuzz(func(t *testing.T, b []byte) {
		k, err := ParsePublicKey(b)
		if err == nil && !bytes.Equal(k.Bytes(), b) {
			t.Error("a key comes back as another")
		}
	})
}

// A school's key for requests comes back from Cloud KMS, and boxes from the vault.
func FuzzOpenRequest(f *testing.F) {
	school, err := NewRequestKey()
	if err != nil {
		f.Fatal(err)
	}
	raw, err := school.Bytes()
	if err != nil {
		f.Fatal(err)
	}
	k := fixed(f, 4)
	box, err := BoxForSchool(school.Public(), "id", k)
	if err != nil {
		f.Fatal(err)
	}
	f.Add(raw, box)
	f.Add(raw[:len(raw)-1], box[:len(box)-1])
	f.Add([]byte{}, []byte{version})
	f.Fuzz(func(t *testing.T, raw, b []byte) {
		if got, err := school.OpenBox("id", b); err == nil && !bytes.Equal(got.Bytes(), k.Bytes()) {
			t.Error("opened a box that nobody made")
		}
		other, err := ParseRequestKey(raw)
		if err != nil {
			return
		}
		if again, err := other.Bytes(); err != nil || !bytes.Equal(again, raw) {
			t.Errorf("a key comes back as another: %v", err)
		}
		if got, err := other.OpenBox("id", box); err == nil && !bytes.Equal(got.Bytes(), k.Bytes()) {
			t.Error("opened a box of another school's")
		}
	})
}

func BenchmarkSeal(b *testing.B) {
	k := newKey(b)
	b.ReportAllocs()
	for b.Loop() {
		k.Seal(path, "answers/q1/1", []byte(`"a"`))
	}
}

func BenchmarkBox(b *testing.B) {
	k := newKey(b)
	sk, err := NewSessionKey()
	if err != nil {
		b.Fatal(err)
	}
	pub := sk.Public()
	b.ReportAllocs()
	for b.Loop() {
		if _, err := pub.Box(path, k); err != nil {
			b.Fatal(err)
		}
	}
}
