package kms

import (
	"bytes"
	"context"
	"crypto/aes"
	"crypto/cipher"
	"hash/crc32"
	"slices"

	"cloud.google.com/go/kms/apiv1/kmspb"
	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/status"
	"google.golang.org/protobuf/types/known/wrapperspb"
)

// maxData is the maximum size, in bytes, of plaintext, of additional
// authenticated data and of data to sign that a software key accepts
// (EncryptRequest.plaintext).
const maxData = 64 << 10

// A ciphertext is the format byte, the version's id, a nonce and the output of
// AES-256-GCM, with format and id authenticated before the caller's data.
const (
	cipherFormat = 1
	headerSize   = 1 + idSize
	nonceSize    = 12
	tagSize      = 16
	overhead     = headerSize + nonceSize + tagSize
)

var castagnoli = crc32.MakeTable(crc32.Castagnoli)

func checksum(b []byte) *wrapperspb.Int64Value {
	return wrapperspb.Int64(int64(crc32.Checksum(b, castagnoli)))
}

// checkData checks a field's size and, if the caller sent one, its checksum.
func checkData(field string, data []byte, limit int, sum *wrapperspb.Int64Value) error {
	if len(data) > limit {
		return invalid("Field %s must be no larger than %d bytes, but has %d.", field, limit, len(data))
	}
	if sum != nil && sum.Value != checksum(data).Value {
		// https://cloud.google.com/kms/docs/data-integrity-guidelines
		return invalid("The checksum in field %s_crc32c did not match the data in field %s.", field, field)
	}
	return nil
}

func (s *service) Encrypt(_ context.Context, req *kmspb.EncryptRequest) (*kmspb.EncryptResponse, error) {
	s.encrypts.Add(1)
	aad := req.GetAdditionalAuthenticatedData()
	if err := checkData("plaintext", req.GetPlaintext(), maxData, req.GetPlaintextCrc32C()); err != nil {
		return nil, err
	}
	if err := checkData("additional_authenticated_data", aad, maxData, req.GetAdditionalAuthenticatedDataCrc32C()); err != nil {
		return nil, err
	}
	if err := s.enter(); err != nil {
		return nil, err
	}
	defer s.mu.Unlock()
	v, err := s.encryptionVersion(req.GetName())
	if err != nil {
		return nil, err
	}
	aead, err := v.aead()
	if err != nil {
		return nil, err
	}
	nonce, err := s.random(nonceSize)
	if err != nil {
		return nil, err
	}
	header := append([]byte{cipherFormat}, v.id[:]...)
	ciphertext := aead.Seal(slices.Concat(header, nonce), nonce, req.GetPlaintext(), slices.Concat(header, aad))
	return &kmspb.EncryptResponse{
		Name:                    v.pb.Name,
		Ciphertext:              ciphertext,
		CiphertextCrc32C:        checksum(ciphertext),
		VerifiedPlaintextCrc32C: req.GetPlaintextCrc32C() != nil,
		VerifiedAdditionalAuthenticatedDataCrc32C: req.GetAdditionalAuthenticatedDataCrc32C() != nil,
		ProtectionLevel: kmspb.ProtectionLevel_SOFTWARE,
	}, nil
}

// encryptionVersion returns the version that name names, or the primary one of
// the key that it names.
func (s *service) encryptionVersion(name string) (*version, error) {
	if _, _, ok := splitVersion(name); ok {
		k, v, err := s.version(name)
		if err == nil && k.pb.Purpose != kmspb.CryptoKey_ENCRYPT_DECRYPT {
			err = wrongPurpose(k)
		}
		return v, err
	}
	k, err := s.key(name)
	if err != nil {
		return nil, err
	}
	if k.pb.Purpose != kmspb.CryptoKey_ENCRYPT_DECRYPT {
		return nil, wrongPurpose(k)
	}
	if k.primary == 0 {
		return nil, status.Errorf(codes.FailedPrecondition, "%s has no primary version.", name)
	}
	return k.versions[k.primary-1], nil
}

func (s *service) Decrypt(_ context.Context, req *kmspb.DecryptRequest) (*kmspb.DecryptResponse, error) {
	s.decrypts.Add(1)
	ciphertext, aad := req.GetCiphertext(), req.GetAdditionalAuthenticatedData()
	if err := checkData("ciphertext", ciphertext, overhead+maxData, req.GetCiphertextCrc32C()); err != nil {
		return nil, err
	}
	if err := checkData("additional_authenticated_data", aad, maxData, req.GetAdditionalAuthenticatedDataCrc32C()); err != nil {
		return nil, err
	}
	if err := s.enter(); err != nil {
		return nil, err
	}
	defer s.mu.Unlock()
	k, err := s.key(req.GetName())
	if err != nil {
		return nil, err
	}
	if k.pb.Purpose != kmspb.CryptoKey_ENCRYPT_DECRYPT {
		return nil, wrongPurpose(k)
	}
	if len(ciphertext) < overhead || ciphertext[0] != cipherFormat {
		return nil, invalid("Decryption failed: the ciphertext is invalid.")
	}
	header, nonce, box := ciphertext[:headerSize], ciphertext[headerSize:headerSize+nonceSize], ciphertext[headerSize+nonceSize:]
	i := slices.IndexFunc(k.versions, func(v *version) bool { return bytes.Equal(v.id[:], header[1:]) })
	if i < 0 {
		return nil, invalid("Decryption failed: verify that 'name' refers to the correct CryptoKey.")
	}
	aead, err := k.versions[i].aead()
	if err != nil {
		return nil, err
	}
	plaintext, err := aead.Open(nil, nonce, box, slices.Concat(header, aad))
	if err != nil {
		return nil, invalid("Decryption failed: the ciphertext is invalid.")
	}
	return &kmspb.DecryptResponse{
		Plaintext:       plaintext,
		PlaintextCrc32C: checksum(plaintext),
		UsedPrimary:     i+1 == k.primary,
		ProtectionLevel: kmspb.ProtectionLevel_SOFTWARE,
	}, nil
}

// aead returns v's cipher, if v may be used.
func (v *version) aead() (cipher.AEAD, error) {
	if !v.enabled() {
		return nil, notEnabled(v)
	}
	block, err := aes.NewCipher(v.secret)
	if err != nil {
		return nil, status.Errorf(codes.Internal, "%s: %v", v.pb.Name, err)
	}
	aead, err := cipher.NewGCM(block)
	if err != nil {
		return nil, status.Errorf(codes.Internal, "%s: %v", v.pb.Name, err)
	}
	return aead, nil
}
