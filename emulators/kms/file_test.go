package kms_test

import (
	"bytes"
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"cloud.google.com/go/kms/apiv1/kmspb"
	"google.golang.org/grpc/codes"

	"github.com/cleanslate-edu/cleanslate/emulators/kms"
)

func TestStateSurvivesARestart(t *testing.T) {
	t.Parallel()
	clock := newClock()
	o := kms.Options{File: filepath.Join(t.TempDir(), "kms.json"), Now: clock.now}
	_, c, stop := startWithKey(t, o)
	ctx := t.Context()
	first := encrypt(t, c, key, "first").Ciphertext
	if _, err := c.CreateCryptoKeyVersion(ctx, &kmspb.CreateCryptoKeyVersionRequest{Parent: key}); err != nil {
		t.Fatal(err)
	}
	if _, err := c.UpdateCryptoKeyPrimaryVersion(ctx, &kmspb.UpdateCryptoKeyPrimaryVersionRequest{Name: key, CryptoKeyVersionId: "2"}); err != nil {
		t.Fatal(err)
	}
	second := encrypt(t, c, key, "second").Ciphertext
	if _, err := c.DestroyCryptoKeyVersion(ctx, &kmspb.DestroyCryptoKeyVersionRequest{Name: version1}); err != nil {
		t.Fatal(err)
	}
	before := getKey(t, c, key)
	stop()

	info, err := os.Stat(o.File)
	if err != nil || info.Mode().Perm() != 0o600 {
		t.Fatalf("the state file: %v, %v, want mode 0600", info.Mode(), err)
	}
	material := secrets(t, o.File)[version1]
	if len(material) != 32 {
		t.Fatalf("version 1 has %d bytes of key material in the file, want 32", len(material))
	}

	_, c, stop = start(t, o)
	after := getKey(t, c, key)
	if before.String() != after.String() {
		t.Errorf("the key was\n%v\nand is now\n%v", before, after)
	}
	wantPlaintext(t, c, second, "second", true)
	_, err = decrypt(ctx, c, first)
	wantCode(t, "decrypting with the version to be destroyed", err, codes.FailedPrecondition)
	stop()

	// The time of its destruction comes while no server runs.
	clock.advance(30 * day)
	_, c, stop = start(t, o)
	wantPlaintext(t, c, second, "second", true)
	if s := getVersion(t, c, version1).State; s != kmspb.CryptoKeyVersion_DESTROYED {
		t.Errorf("version 1 is %s, want DESTROYED", s)
	}
	stop()
	if m, ok := secrets(t, o.File)[version1]; !ok || len(m) != 0 {
		t.Error("the destroyed version's material is still in the file")
	}
	left, err := filepath.Glob(filepath.Dir(o.File) + "/*")
	if err != nil || len(left) != 2 {
		t.Errorf("left behind: %q, want the state and its lock", left)
	}
}

// secrets returns the key material in a state file by version.
func secrets(t *testing.T, name string) map[string][]byte {
	t.Helper()
	b, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	var state struct {
		CryptoKeys []struct {
			Versions []struct {
				Version struct{ Name string }
				Secret  []byte
			}
		}
	}
	if err := json.Unmarshal(b, &state); err != nil {
		t.Fatal(err)
	}
	m := make(map[string][]byte)
	for _, k := range state.CryptoKeys {
		for _, v := range k.Versions {
			m[v.Version.Name] = v.Secret
		}
	}
	return m
}

func TestOneServerForAFile(t *testing.T) {
	t.Parallel()
	o := kms.Options{File: filepath.Join(t.TempDir(), "kms.json")}
	s, _, stop := startWithKey(t, o)
	if _, err := kms.New(o); err == nil || !strings.Contains(err.Error(), "another server") {
		t.Errorf("a second server for the file: %v, want a refusal", err)
	}
	stop()
	if err := s.EnsureKey(ring + "/cryptoKeys/late"); err == nil {
		t.Error("a stopped server made a key")
	}
	start(t, o)
}

func TestDamagedFileIsRefusedAndKept(t *testing.T) {
	t.Parallel()
	good := filepath.Join(t.TempDir(), "kms.json")
	_, _, stop := startWithKey(t, kms.Options{File: good})
	stop()
	b, err := os.ReadFile(good)
	if err != nil {
		t.Fatal(err)
	}
	replace := func(from, to string) []byte {
		if !bytes.Contains(b, []byte(from)) {
			t.Fatalf("the state file has no %s", from)
		}
		return bytes.ReplaceAll(b, []byte(from), []byte(to))
	}
	tests := map[string][]byte{
		"empty":                   {},
		"cut short":               b[:len(b)/2],
		"two states":              append(bytes.Clone(b), b...),
		"another format":          replace(`"format": 1`, `"format": 2`),
		"unknown field":           replace(`"primary": 1`, `"primary": 1, "x": 1`),
		"primary out of range":    replace(`"primary": 1`, `"primary": 2`),
		"state without its time":  replace(`"ENABLED"`, `"DESTROY_SCHEDULED"`),
		"material of a destroyed": replace(`"ENABLED"`, `"DESTROYED"`),
		"ring is missing":         replace(`keyRings/r"`, `keyRings/x"`),
		"version's name":          replace(`cryptoKeyVersions/1`, `cryptoKeyVersions/2`),
		"purpose":                 replace(`"ENCRYPT_DECRYPT"`, `"MAC"`),
	}
	for what, content := range tests {
		name := filepath.Join(t.TempDir(), "kms.json")
		if err := os.WriteFile(name, content, 0o600); err != nil {
			t.Fatal(err)
		}
		// Twice: the refusal must not leave the file locked either.
		for range 2 {
			if _, err := kms.New(kms.Options{File: name}); err == nil || !strings.Contains(err.Error(), name) || strings.Contains(err.Error(), "locking") {
				t.Errorf("%s: %v, want an error that names the file", what, err)
			}
		}
		if after, err := os.ReadFile(name); err != nil || !bytes.Equal(after, content) {
			t.Errorf("%s: the file was changed: %v", what, err)
		}
	}
	if _, err := kms.New(kms.Options{File: filepath.Join(t.TempDir(), "no", "such", "kms.json")}); err == nil {
		t.Error("a file in a directory that does not exist was accepted")
	}
}

// TestNothingIsServedThatIsNotKept takes the file's directory away, so that saving fails.
func TestNothingIsServedThatIsNotKept(t *testing.T) {
	t.Parallel()
	dir := filepath.Join(t.TempDir(), "state")
	if err := os.Mkdir(dir, 0o700); err != nil {
		t.Fatal(err)
	}
	o := kms.Options{File: filepath.Join(dir, "kms.json")}
	_, c, stop := startWithKey(t, o)
	old := encrypt(t, c, key, "old").Ciphertext

	if err := os.Rename(dir, dir+".away"); err != nil {
		t.Fatal(err)
	}
	_, err := c.CreateCryptoKeyVersion(t.Context(), &kmspb.CreateCryptoKeyVersionRequest{Parent: key})
	wantCode(t, "CreateCryptoKeyVersion", err, codes.Internal)
	_, err = c.Encrypt(t.Context(), &kmspb.EncryptRequest{Name: version2, Plaintext: []byte("x")})
	wantCode(t, "Encrypt with a version that is not kept", err, codes.Internal)

	if err := os.Rename(dir+".away", dir); err != nil {
		t.Fatal(err)
	}
	fresh := encrypt(t, c, version2, "new").Ciphertext
	stop()
	_, c, _ = start(t, o)
	wantPlaintext(t, c, old, "old", true)
	wantPlaintext(t, c, fresh, "new", false)
}
