package kms

import (
	"crypto/ed25519"
	"errors"
	"testing"

	"cloud.google.com/go/kms/apiv1/kmspb"

	emulator "github.com/cleanslate-edu/cleanslate/emulators/kms"
)

func TestSign(t *testing.T) {
	t.Parallel()
	server, client, _ := start(t, emulator.Options{})
	const receipt = ring + "/cryptoKeys/receipt"
	if err := server.EnsureSigningKey(receipt); err != nil {
		t.Fatal(err)
	}
	s := client.Signer(receipt + "/cryptoKeyVersions/1")
	public, err := s.PublicKey(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	signature, err := s.Sign(t.Context(), []byte("a block"))
	if err != nil {
		t.Fatal(err)
	}
	if !ed25519.Verify(public, []byte("a block"), signature) {
		t.Error("the signature doesn't verify")
	}
	for version, want := range map[string]error{
		receipt + "/cryptoKeyVersions/2": ErrRefused, session + "/cryptoKeyVersions/1": ErrRefused, receipt: nil,
	} {
		if _, err := client.Signer(version).Sign(t.Context(), []byte("x")); err == nil || want != nil && !errors.Is(err, want) {
			t.Errorf("%s: %v, want %v", version, err, want)
		}
		if _, err := client.Signer(version).PublicKey(t.Context()); err == nil || want != nil && !errors.Is(err, want) {
			t.Errorf("public key of %s: %v, want %v", version, err, want)
		}
	}
	// A new version signs from now on; what the one before signed still verifies.
	if _, err := client.kms.CreateCryptoKeyVersion(t.Context(), &kmspb.CreateCryptoKeyVersionRequest{Parent: receipt}); err != nil {
		t.Fatal(err)
	}
	second := client.Signer(receipt + "/cryptoKeyVersions/2")
	if keys, err := second.PublicKeys(t.Context()); err != nil || len(keys) != 2 || keys[0].Equal(public) || !keys[1].Equal(public) {
		t.Errorf("after a rotation: %v, %v", keys, err)
	}
	if _, err := client.kms.DestroyCryptoKeyVersion(t.Context(), &kmspb.DestroyCryptoKeyVersionRequest{Name: receipt + "/cryptoKeyVersions/1"}); err != nil {
		t.Fatal(err)
	}
	if keys, err := client.Signer(receipt + "/cryptoKeyVersions/2").PublicKeys(t.Context()); err != nil || len(keys) != 1 || keys[0].Equal(public) {
		t.Errorf("with the first version destroyed: %v, %v", keys, err)
	}
	if _, err := s.Sign(t.Context(), nil); err == nil {
		t.Error("nothing was signed")
	}
}
