package kms

import (
	"context"
	"crypto/ed25519"
	"crypto/x509"
	"encoding/pem"

	"cloud.google.com/go/kms/apiv1/kmspb"
	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/status"
)

// AsymmetricSign signs the data itself, not a digest: Ed25519 (RFC 8032) hashes
// on its own.
func (s *service) AsymmetricSign(_ context.Context, req *kmspb.AsymmetricSignRequest) (*kmspb.AsymmetricSignResponse, error) {
	if req.GetDigest() != nil || req.GetDigestCrc32C() != nil {
		return nil, invalid("EC_SIGN_ED25519 signs data, not a digest.")
	}
	if err := checkData("data", req.GetData(), maxData, req.GetDataCrc32C()); err != nil {
		return nil, err
	}
	private, err := s.signingKey(req.GetName())
	if err != nil {
		return nil, err
	}
	signature := ed25519.Sign(private, req.GetData())
	return &kmspb.AsymmetricSignResponse{
		Signature:          signature,
		SignatureCrc32C:    checksum(signature),
		Name:               req.GetName(),
		VerifiedDataCrc32C: req.GetDataCrc32C() != nil,
		ProtectionLevel:    kmspb.ProtectionLevel_SOFTWARE,
	}, nil
}

func (s *service) GetPublicKey(_ context.Context, req *kmspb.GetPublicKeyRequest) (*kmspb.PublicKey, error) {
	format := req.GetPublicKeyFormat()
	if format != kmspb.PublicKey_PUBLIC_KEY_FORMAT_UNSPECIFIED && format != kmspb.PublicKey_PEM {
		return nil, unsupported("public key format %s", format)
	}
	private, err := s.signingKey(req.GetName())
	if err != nil {
		return nil, err
	}
	der, err := x509.MarshalPKIXPublicKey(private.Public())
	if err != nil {
		return nil, status.Errorf(codes.Internal, "encoding the public key of %s: %v", req.GetName(), err)
	}
	text := pem.EncodeToMemory(&pem.Block{Type: "PUBLIC KEY", Bytes: der})
	return &kmspb.PublicKey{
		Pem:             string(text),
		PemCrc32C:       checksum(text),
		Name:            req.GetName(),
		Algorithm:       kmspb.CryptoKeyVersion_EC_SIGN_ED25519,
		ProtectionLevel: kmspb.ProtectionLevel_SOFTWARE,
		PublicKeyFormat: kmspb.PublicKey_PEM,
		PublicKey:       &kmspb.ChecksummedData{Data: text, Crc32CChecksum: checksum(text)},
	}, nil
}

func (s *service) signingKey(name string) (ed25519.PrivateKey, error) {
	if err := s.enter(); err != nil {
		return nil, err
	}
	defer s.mu.Unlock()
	k, v, err := s.version(name)
	if err != nil {
		return nil, err
	}
	if k.pb.Purpose != kmspb.CryptoKey_ASYMMETRIC_SIGN {
		return nil, wrongPurpose(k)
	}
	if !v.enabled() {
		return nil, notEnabled(v)
	}
	return ed25519.NewKeyFromSeed(v.secret), nil
}
