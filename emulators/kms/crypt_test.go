package kms_test

import (
	"bytes"
	"errors"
	"hash/crc32"
	"strings"
	"sync/atomic"
	"testing"

	"cloud.google.com/go/kms/apiv1/kmspb"
	"google.golang.org/grpc/codes"
	"google.golang.org/protobuf/types/known/wrapperspb"

	"github.com/cleanslate-edu/cleanslate/emulators/kms"
)

func crc(b []byte) *wrapperspb.Int64Value {
	return wrapperspb.Int64(int64(crc32.Checksum(b, crc32.MakeTable(crc32.Castagnoli))))
}

func wrongCRC(b []byte) *wrapperspb.Int64Value {
	return wrapperspb.Int64(crc(b).Value ^ 1)
}

func TestEncryptChecksums(t *testing.T) {
	t.Parallel()
	_, c, _ := startWithKey(t, kms.Options{})
	plaintext, aad := []byte("plaintext"), []byte("path")
	tests := []struct {
		what           string
		plaintext, aad *wrapperspb.Int64Value
		refused        string // the field that KMS names
	}{
		{"none sent", nil, nil, ""},
		{"both", crc(plaintext), crc(aad), ""},
		{"plaintext's only", crc(plaintext), nil, ""},
		{"additional data's only", nil, crc(aad), ""},
		{"plaintext's wrong", wrongCRC(plaintext), crc(aad), "plaintext"},
		{"additional data's wrong", crc(plaintext), wrongCRC(aad), "additional_authenticated_data"},
		{"out of range", wrapperspb.Int64(crc(plaintext).Value + 1<<32), nil, "plaintext"},
		{"IEEE instead of Castagnoli", wrapperspb.Int64(int64(crc32.ChecksumIEEE(plaintext))), nil, "plaintext"},
	}
	for _, tt := range tests {
		resp, err := c.Encrypt(t.Context(), &kmspb.EncryptRequest{
			Name: key, Plaintext: plaintext, PlaintextCrc32C: tt.plaintext,
			AdditionalAuthenticatedData: aad, AdditionalAuthenticatedDataCrc32C: tt.aad,
		})
		if tt.refused != "" {
			wantCode(t, tt.what, err, codes.InvalidArgument)
			text := "The checksum in field " + tt.refused + "_crc32c did not match the data in field " + tt.refused + "."
			if err == nil || !strings.Contains(err.Error(), text) {
				t.Errorf("%s: %v, want %q", tt.what, err, text)
			}
			continue
		}
		if err != nil {
			t.Errorf("%s: %v", tt.what, err)
			continue
		}
		if resp.VerifiedPlaintextCrc32C != (tt.plaintext != nil) || resp.VerifiedAdditionalAuthenticatedDataCrc32C != (tt.aad != nil) {
			t.Errorf("%s: verified plaintext: %t, additional data: %t", tt.what, resp.VerifiedPlaintextCrc32C, resp.VerifiedAdditionalAuthenticatedDataCrc32C)
		}
		if resp.CiphertextCrc32C.GetValue() != crc(resp.Ciphertext).Value {
			t.Errorf("%s: the ciphertext's checksum is wrong", tt.what)
		}
	}
}

func TestDecrypt(t *testing.T) {
	t.Parallel()
	s, c, _ := startWithKey(t, kms.Options{})
	other := ring + "/cryptoKeys/other"
	if err := s.EnsureKey(other); err != nil {
		t.Fatal(err)
	}
	plaintext, aad := []byte("plaintext"), []byte("path")
	enc, err := c.Encrypt(t.Context(), &kmspb.EncryptRequest{Name: key, Plaintext: plaintext, AdditionalAuthenticatedData: aad})
	if err != nil {
		t.Fatal(err)
	}
	good := enc.Ciphertext
	if bytes.Contains(good, plaintext) {
		t.Error("the ciphertext holds the plaintext")
	}
	flip := func(i int) []byte {
		b := bytes.Clone(good)
		b[i] ^= 1
		return b
	}
	const (
		invalid  = "Decryption failed: the ciphertext is invalid."
		wrongKey = "Decryption failed: verify that 'name' refers to the correct CryptoKey."
		checksum = "did not match the data in field"
	)
	tests := []struct {
		what          string
		name          string
		ciphertext    []byte
		aad           []byte
		ciphertextSum *wrapperspb.Int64Value
		aadSum        *wrapperspb.Int64Value
		refused       string
	}{
		{"without checksums", key, good, aad, nil, nil, ""},
		{"with checksums", key, good, aad, crc(good), crc(aad), ""},
		{"ciphertext's checksum wrong", key, good, aad, wrongCRC(good), nil, checksum},
		{"additional data's checksum wrong", key, good, aad, nil, wrongCRC(aad), checksum},
		{"other additional data", key, good, []byte("path2"), nil, nil, invalid},
		{"no additional data", key, good, nil, nil, nil, invalid},
		{"another key", other, good, aad, nil, nil, wrongKey},
		{"format byte", key, flip(0), aad, nil, nil, invalid},
		{"key version", key, flip(1), aad, nil, nil, wrongKey},
		{"nonce", key, flip(17), aad, nil, nil, invalid},
		{"body", key, flip(30), aad, nil, nil, invalid},
		{"tag", key, flip(len(good) - 1), aad, nil, nil, invalid},
		{"cut short", key, good[:len(good)-1], aad, nil, nil, invalid},
		{"nearly nothing", key, good[:10], aad, nil, nil, invalid},
		{"nothing", key, nil, aad, nil, nil, invalid},
	}
	for _, tt := range tests {
		resp, err := c.Decrypt(t.Context(), &kmspb.DecryptRequest{
			Name: tt.name, Ciphertext: tt.ciphertext, CiphertextCrc32C: tt.ciphertextSum,
			AdditionalAuthenticatedData: tt.aad, AdditionalAuthenticatedDataCrc32C: tt.aadSum,
		})
		if tt.refused != "" {
			wantCode(t, tt.what, err, codes.InvalidArgument)
			if err == nil || !strings.Contains(err.Error(), tt.refused) {
				t.Errorf("%s: %v, want %q", tt.what, err, tt.refused)
			}
			continue
		}
		if err != nil || !bytes.Equal(resp.Plaintext, plaintext) || resp.PlaintextCrc32C.GetValue() != crc(plaintext).Value {
			t.Errorf("%s: %v, %v", tt.what, resp, err)
		}
	}
}

func TestSizeLimits(t *testing.T) {
	t.Parallel()
	_, c, _ := startWithKey(t, kms.Options{})
	tests := []struct {
		plaintext, aad int
		want           codes.Code
	}{
		{0, 0, codes.OK},
		{64 << 10, 64 << 10, codes.OK},
		{64<<10 + 1, 0, codes.InvalidArgument},
		{1, 64<<10 + 1, codes.InvalidArgument},
	}
	for _, tt := range tests {
		plaintext, aad := make([]byte, tt.plaintext), make([]byte, tt.aad)
		enc, err := c.Encrypt(t.Context(), &kmspb.EncryptRequest{Name: key, Plaintext: plaintext, AdditionalAuthenticatedData: aad})
		wantCode(t, "Encrypt", err, tt.want)
		if err != nil {
			continue
		}
		dec, err := c.Decrypt(t.Context(), &kmspb.DecryptRequest{Name: key, Ciphertext: enc.Ciphertext, AdditionalAuthenticatedData: aad})
		if err != nil || !bytes.Equal(dec.Plaintext, plaintext) {
			t.Errorf("%d and %d bytes: %v, or other bytes", tt.plaintext, tt.aad, err)
		}
	}
	_, err := c.Decrypt(t.Context(), &kmspb.DecryptRequest{Name: key, Ciphertext: make([]byte, 128<<10)})
	wantCode(t, "Decrypt of too much", err, codes.InvalidArgument)
	_, err = c.Decrypt(t.Context(), &kmspb.DecryptRequest{Name: key, AdditionalAuthenticatedData: make([]byte, 128<<10)})
	wantCode(t, "Decrypt with too much additional data", err, codes.InvalidArgument)
}

// dryReader runs out of random bytes when told.
type dryReader struct{ dry atomic.Bool }

func (r *dryReader) Read(p []byte) (int, error) {
	if r.dry.Load() {
		return 0, errors.New("dry")
	}
	for i := range p {
		p[i] = byte(i)
	}
	return len(p), nil
}

func TestNothingIsMadeWithoutRandomness(t *testing.T) {
	t.Parallel()
	r := new(dryReader)
	_, c, _ := startWithKey(t, kms.Options{Rand: r})
	r.dry.Store(true)
	_, err := c.Encrypt(t.Context(), &kmspb.EncryptRequest{Name: key, Plaintext: []byte("x")})
	wantCode(t, "Encrypt", err, codes.Internal)
	_, err = c.CreateCryptoKeyVersion(t.Context(), &kmspb.CreateCryptoKeyVersionRequest{Parent: key})
	wantCode(t, "CreateCryptoKeyVersion", err, codes.Internal)
	wantAll(t, 0, c.ListCryptoKeyVersions(t.Context(), &kmspb.ListCryptoKeyVersionsRequest{Parent: key}).Next, []string{version1})
}
