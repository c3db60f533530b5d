package kms

import (
	"context"
	"time"

	"cloud.google.com/go/kms/apiv1/kmspb"
	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/status"
	"google.golang.org/protobuf/proto"
	"google.golang.org/protobuf/types/known/durationpb"
	"google.golang.org/protobuf/types/known/timestamppb"
)

// The bounds of a key's times, as kmspb documents them and, for the duration of
// a scheduled destruction,
// https://cloud.google.com/kms/docs/create-key#soft_delete.
const (
	defaultDestroyAfter = 30 * 24 * time.Hour
	minDestroyAfter     = 24 * time.Hour
	maxDestroyAfter     = 120 * 24 * time.Hour
	minRotation         = 24 * time.Hour
	maxRotation         = 876_000 * time.Hour
)

// The bounds of labels: https://cloud.google.com/kms/docs/labeling-keys.
const (
	maxLabels    = 64
	maxLabelSize = 63
)

func (s *service) CreateCryptoKey(_ context.Context, req *kmspb.CreateCryptoKeyRequest) (*kmspb.CryptoKey, error) {
	if !ringName.MatchString(req.GetParent()) {
		return nil, badName(req.GetParent(), ringFormat)
	}
	if !resourceID.MatchString(req.GetCryptoKeyId()) {
		return nil, invalid("crypto_key_id %q does not match %s.", req.GetCryptoKeyId(), resourceID)
	}
	if err := s.enter(); err != nil {
		return nil, err
	}
	defer s.mu.Unlock()
	if s.rings[req.GetParent()] == nil {
		return nil, notFound("KeyRing", req.GetParent())
	}
	name := req.GetParent() + "/cryptoKeys/" + req.GetCryptoKeyId()
	if s.keys[name] != nil {
		return nil, alreadyExists("CryptoKey", name)
	}
	k, err := s.addKey(name, req.GetCryptoKey(), !req.GetSkipInitialVersionCreation())
	if err != nil {
		return nil, err
	}
	return k.proto(), s.changed()
}

// addKey creates the key name as want says, with its first version if
// requested.
func (s *service) addKey(name string, want *kmspb.CryptoKey, first bool) (*cryptoKey, error) {
	if len(s.keys) >= maxKeys {
		return nil, status.Errorf(codes.ResourceExhausted, "there are %d keys already", maxKeys)
	}
	if want.GetImportOnly() || want.GetCryptoKeyBackend() != "" || want.GetKeyAccessJustificationsPolicy() != nil {
		return nil, unsupported("import_only, crypto_key_backend and key_access_justifications_policy")
	}
	alg, err := algorithm(want)
	if err != nil {
		return nil, err
	}
	destroyAfter := want.GetDestroyScheduledDuration()
	if destroyAfter == nil {
		destroyAfter = durationpb.New(defaultDestroyAfter)
	}
	if d := destroyAfter.AsDuration(); !destroyAfter.IsValid() || d < minDestroyAfter || d > maxDestroyAfter {
		return nil, invalid("destroy_scheduled_duration must be from 24 hours to 120 days.")
	}
	now := s.now()
	k := &cryptoKey{pb: &kmspb.CryptoKey{
		Name:             name,
		Purpose:          want.GetPurpose(),
		CreateTime:       timestamppb.New(now),
		NextRotationTime: want.GetNextRotationTime(),
		VersionTemplate: &kmspb.CryptoKeyVersionTemplate{
			ProtectionLevel: kmspb.ProtectionLevel_SOFTWARE,
			Algorithm:       alg,
		},
		Labels:                   want.GetLabels(),
		DestroyScheduledDuration: destroyAfter,
	}}
	if p := want.GetRotationPeriod(); p != nil {
		k.pb.RotationSchedule = &kmspb.CryptoKey_RotationPeriod{RotationPeriod: p}
	}
	if err := checkMutable(k.pb, now); err != nil {
		return nil, err
	}
	if first {
		n, err := s.addVersion(k, now)
		if err != nil {
			return nil, err
		}
		if k.pb.Purpose == kmspb.CryptoKey_ENCRYPT_DECRYPT {
			k.primary = n
		}
	}
	s.keys[name] = k
	return k, nil
}

// algorithm returns the algorithm of the versions of a key to be created.
func algorithm(want *kmspb.CryptoKey) (kmspb.CryptoKeyVersion_CryptoKeyVersionAlgorithm, error) {
	template := want.GetVersionTemplate()
	switch template.GetProtectionLevel() {
	case kmspb.ProtectionLevel_PROTECTION_LEVEL_UNSPECIFIED, kmspb.ProtectionLevel_SOFTWARE:
	default:
		return 0, unsupported("protection level %s", template.GetProtectionLevel())
	}
	alg := template.GetAlgorithm()
	switch want.GetPurpose() {
	case kmspb.CryptoKey_CRYPTO_KEY_PURPOSE_UNSPECIFIED:
		return 0, invalid("crypto_key.purpose must be set.")
	case kmspb.CryptoKey_ENCRYPT_DECRYPT:
		if alg == kmspb.CryptoKeyVersion_CRYPTO_KEY_VERSION_ALGORITHM_UNSPECIFIED {
			alg = kmspb.CryptoKeyVersion_GOOGLE_SYMMETRIC_ENCRYPTION
		}
		if alg != kmspb.CryptoKeyVersion_GOOGLE_SYMMETRIC_ENCRYPTION {
			return 0, invalid("Algorithm %s is not one for purpose ENCRYPT_DECRYPT.", alg)
		}
	case kmspb.CryptoKey_ASYMMETRIC_SIGN:
		if alg == kmspb.CryptoKeyVersion_CRYPTO_KEY_VERSION_ALGORITHM_UNSPECIFIED {
			return 0, invalid("version_template.algorithm must be set for purpose ASYMMETRIC_SIGN.")
		}
		if alg != kmspb.CryptoKeyVersion_EC_SIGN_ED25519 {
			return 0, unsupported("algorithm %s", alg)
		}
	default:
		return 0, unsupported("purpose %s", want.GetPurpose())
	}
	return alg, nil
}

// checkMutable checks the fields of a key that may be set and later changed.
func checkMutable(k *kmspb.CryptoKey, now time.Time) error {
	next := k.GetNextRotationTime()
	if p := k.GetRotationPeriod(); p != nil {
		if d := p.AsDuration(); !p.IsValid() || d < minRotation || d > maxRotation {
			return invalid("rotation_period must be from 24 hours to 876,000 hours.")
		}
		if next == nil {
			return invalid("next_rotation_time must be set if rotation_period is.")
		}
	}
	if next != nil {
		if !next.IsValid() || !next.AsTime().After(now) {
			return invalid("next_rotation_time must be in the future.")
		}
		if k.Purpose != kmspb.CryptoKey_ENCRYPT_DECRYPT {
			return invalid("A key of purpose %s is not rotated automatically.", k.Purpose)
		}
	}
	if len(k.Labels) > maxLabels {
		return invalid("A key has at most %d labels.", maxLabels)
	}
	for key, value := range k.Labels {
		if key == "" || len(key) > maxLabelSize || len(value) > maxLabelSize {
			return invalid("A label's key has 1 to %d bytes, its value at most %d.", maxLabelSize, maxLabelSize)
		}
	}
	return nil
}

func (s *service) ensureKey(name string, purpose kmspb.CryptoKey_CryptoKeyPurpose, template *kmspb.CryptoKeyVersionTemplate) error {
	if !keyName.MatchString(name) {
		return badName(name, keyFormat)
	}
	if err := s.enter(); err != nil {
		return err
	}
	defer s.mu.Unlock()
	if k := s.keys[name]; k != nil {
		if k.pb.Purpose != purpose {
			return wrongPurpose(k)
		}
		return nil
	}
	ring := ringOf(name)
	if s.rings[ring] == nil {
		if _, err := s.addRing(ring); err != nil {
			return err
		}
	}
	if _, err := s.addKey(name, &kmspb.CryptoKey{Purpose: purpose, VersionTemplate: template}, true); err != nil {
		return err
	}
	return s.changed()
}

func (s *service) GetCryptoKey(_ context.Context, req *kmspb.GetCryptoKeyRequest) (*kmspb.CryptoKey, error) {
	if err := s.enter(); err != nil {
		return nil, err
	}
	defer s.mu.Unlock()
	k, err := s.key(req.GetName())
	if err != nil {
		return nil, err
	}
	return k.proto(), nil
}

func (s *service) ListCryptoKeys(_ context.Context, req *kmspb.ListCryptoKeysRequest) (*kmspb.ListCryptoKeysResponse, error) {
	if !ringName.MatchString(req.GetParent()) {
		return nil, badName(req.GetParent(), ringFormat)
	}
	if err := s.enter(); err != nil {
		return nil, err
	}
	defer s.mu.Unlock()
	if s.rings[req.GetParent()] == nil {
		return nil, notFound("KeyRing", req.GetParent())
	}
	names := children(s.keys, req.GetParent()+"/cryptoKeys/")
	shown, next, err := page(names, req)
	if err != nil {
		return nil, err
	}
	resp := &kmspb.ListCryptoKeysResponse{NextPageToken: next, TotalSize: int32(len(names))}
	for _, name := range shown {
		resp.CryptoKeys = append(resp.CryptoKeys, s.keys[name].proto())
	}
	return resp, nil
}

func (s *service) UpdateCryptoKey(_ context.Context, req *kmspb.UpdateCryptoKeyRequest) (*kmspb.CryptoKey, error) {
	want := req.GetCryptoKey()
	if len(req.GetUpdateMask().GetPaths()) == 0 {
		return nil, invalid("update_mask must name a field.")
	}
	if err := s.enter(); err != nil {
		return nil, err
	}
	defer s.mu.Unlock()
	k, err := s.key(want.GetName())
	if err != nil {
		return nil, err
	}
	c := proto.CloneOf(k.pb)
	for _, path := range req.GetUpdateMask().GetPaths() {
		switch path {
		case "labels":
			c.Labels = want.GetLabels()
		case "next_rotation_time":
			c.NextRotationTime = want.GetNextRotationTime()
		case "rotation_period":
			c.RotationSchedule = nil
			if p := want.GetRotationPeriod(); p != nil {
				c.RotationSchedule = &kmspb.CryptoKey_RotationPeriod{RotationPeriod: p}
			}
		default:
			return nil, invalid("Field %q of update_mask can't be changed.", path)
		}
	}
	if err := checkMutable(c, s.now()); err != nil {
		return nil, err
	}
	k.pb = c
	return k.proto(), s.changed()
}

func (s *service) UpdateCryptoKeyPrimaryVersion(_ context.Context, req *kmspb.UpdateCryptoKeyPrimaryVersionRequest) (*kmspb.CryptoKey, error) {
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
	name := req.GetName() + "/cryptoKeyVersions/" + req.GetCryptoKeyVersionId()
	_, v, err := s.version(name)
	if err != nil {
		return nil, err
	}
	if !v.enabled() {
		return nil, wrongState(v)
	}
	_, k.primary, _ = splitVersion(name)
	return k.proto(), s.changed()
}
