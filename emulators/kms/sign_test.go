package kms_test

import (
	"crypto/ed25519"
	"crypto/x509"
	"encoding/pem"
	"testing"

	"cloud.google.com/go/kms/apiv1/kmspb"
	"google.golang.org/grpc/codes"

	"github.com/cleanslate-edu/cleanslate/emulators/kms"
)

func TestSign(t *testing.T) {
	t.Parallel()
	_, c, _ := startWithKey(t, kms.Options{})
	ctx := t.Context()
	k, err := c.CreateCryptoKey(ctx, &kmspb.CreateCryptoKeyRequest{Parent: ring, CryptoKeyId: "receipts", CryptoKey: &kmspb.CryptoKey{
		Purpose:         kmspb.CryptoKey_ASYMMETRIC_SIGN,
		VersionTemplate: &kmspb.CryptoKeyVersionTemplate{Algorithm: kmspb.CryptoKeyVersion_EC_SIGN_ED25519},
	}})
	if err != nil {
		t.Fatal(err)
	}
	if k.Primary != nil {
		t.Error("a signing key has a primary version")
	}
	name := k.Name + "/cryptoKeyVersions/1"

	for _, format := range []kmspb.PublicKey_PublicKeyFormat{kmspb.PublicKey_PUBLIC_KEY_FORMAT_UNSPECIFIED, kmspb.PublicKey_PEM} {
		pub, err := c.GetPublicKey(ctx, &kmspb.GetPublicKeyRequest{Name: name, PublicKeyFormat: format})
		if err != nil {
			t.Fatal(err)
		}
		if pub.PemCrc32C.GetValue() != crc([]byte(pub.Pem)).Value || pub.Name != name || pub.Algorithm != kmspb.CryptoKeyVersion_EC_SIGN_ED25519 {
			t.Errorf("GetPublicKey: %v", pub)
		}
		block, _ := pem.Decode([]byte(pub.Pem))
		if block == nil {
			t.Fatal("the public key is no PEM")
		}
		public, err := x509.ParsePKIXPublicKey(block.Bytes)
		if err != nil {
			t.Fatal(err)
		}
		data := []byte("a receipt")
		sig, err := c.AsymmetricSign(ctx, &kmspb.AsymmetricSignRequest{Name: name, Data: data, DataCrc32C: crc(data)})
		if err != nil {
			t.Fatal(err)
		}
		if !ed25519.Verify(public.(ed25519.PublicKey), data, sig.Signature) {
			t.Error("the signature does not verify")
		}
		if !sig.VerifiedDataCrc32C || sig.SignatureCrc32C.GetValue() != crc(sig.Signature).Value || sig.Name != name {
			t.Errorf("AsymmetricSign: %v", sig)
		}
	}

	sign := func(req *kmspb.AsymmetricSignRequest) error {
		_, err := c.AsymmetricSign(ctx, req)
		return err
	}
	wantCode(t, "wrong checksum", sign(&kmspb.AsymmetricSignRequest{Name: name, Data: []byte("x"), DataCrc32C: crc(nil)}), codes.InvalidArgument)
	wantCode(t, "a digest", sign(&kmspb.AsymmetricSignRequest{Name: name, Digest: &kmspb.Digest{Digest: &kmspb.Digest_Sha256{Sha256: make([]byte, 32)}}}), codes.InvalidArgument)
	wantCode(t, "too much", sign(&kmspb.AsymmetricSignRequest{Name: name, Data: make([]byte, 64<<10+1)}), codes.InvalidArgument)
	wantCode(t, "with a symmetric key", sign(&kmspb.AsymmetricSignRequest{Name: version1, Data: []byte("x")}), codes.FailedPrecondition)
	_, err = c.Encrypt(ctx, &kmspb.EncryptRequest{Name: name, Plaintext: []byte("x")})
	wantCode(t, "encrypting with a signing key", err, codes.FailedPrecondition)
	_, err = c.UpdateCryptoKeyPrimaryVersion(ctx, &kmspb.UpdateCryptoKeyPrimaryVersionRequest{Name: k.Name, CryptoKeyVersionId: "1"})
	wantCode(t, "making it primary", err, codes.FailedPrecondition)
	if err := setState(ctx, c, name, kmspb.CryptoKeyVersion_DISABLED); err != nil {
		t.Fatal(err)
	}
	wantCode(t, "disabled", sign(&kmspb.AsymmetricSignRequest{Name: name, Data: []byte("x")}), codes.FailedPrecondition)
}
