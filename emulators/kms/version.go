package kms

import (
	"context"
	"time"

	"cloud.google.com/go/kms/apiv1/kmspb"
	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/status"
	"google.golang.org/protobuf/types/known/timestamppb"
)

func (s *service) CreateCryptoKeyVersion(_ context.Context, req *kmspb.CreateCryptoKeyVersionRequest) (*kmspb.CryptoKeyVersion, error) {
	state := req.GetCryptoKeyVersion().GetState()
	switch state {
	case kmspb.CryptoKeyVersion_CRYPTO_KEY_VERSION_STATE_UNSPECIFIED:
		state = kmspb.CryptoKeyVersion_ENABLED
	case kmspb.CryptoKeyVersion_ENABLED, kmspb.CryptoKeyVersion_DISABLED:
	default:
		return nil, invalid("A version can't be created in state %s.", state)
	}
	if err := s.enter(); err != nil {
		return nil, err
	}
	defer s.mu.Unlock()
	k, err := s.key(req.GetParent())
	if err != nil {
		return nil, err
	}
	if len(k.versions) >= maxVersions {
		return nil, status.Errorf(codes.ResourceExhausted, "%s has %d versions already", k.pb.Name, maxVersions)
	}
	n, err := s.addVersion(k, s.now())
	if err != nil {
		return nil, err
	}
	v := k.versions[n-1]
	v.pb.State = state
	return v.proto(), s.changed()
}

// addVersion adds a new enabled version to k and returns its number.
func (s *service) addVersion(k *cryptoKey, now time.Time) (int, error) {
	n := len(k.versions) + 1
	id, err := s.random(idSize)
	if err != nil {
		return 0, err
	}
	secret, err := s.random(secretSize)
	if err != nil {
		return 0, err
	}
	k.versions = append(k.versions, &version{
		pb: &kmspb.CryptoKeyVersion{
			Name:            versionName(k.pb.Name, n),
			State:           kmspb.CryptoKeyVersion_ENABLED,
			ProtectionLevel: kmspb.ProtectionLevel_SOFTWARE,
			Algorithm:       k.pb.GetVersionTemplate().GetAlgorithm(),
			CreateTime:      timestamppb.New(now),
			GenerateTime:    timestamppb.New(now),
		},
		id:     [idSize]byte(id),
		secret: secret,
	})
	return n, nil
}

func (s *service) GetCryptoKeyVersion(_ context.Context, req *kmspb.GetCryptoKeyVersionRequest) (*kmspb.CryptoKeyVersion, error) {
	if err := s.enter(); err != nil {
		return nil, err
	}
	defer s.mu.Unlock()
	_, v, err := s.version(req.GetName())
	if err != nil {
		return nil, err
	}
	return v.proto(), nil
}

func (s *service) ListCryptoKeyVersions(_ context.Context, req *kmspb.ListCryptoKeyVersionsRequest) (*kmspb.ListCryptoKeyVersionsResponse, error) {
	if err := s.enter(); err != nil {
		return nil, err
	}
	defer s.mu.Unlock()
	k, err := s.key(req.GetParent())
	if err != nil {
		return nil, err
	}
	names := make([]string, len(k.versions))
	for i, v := range k.versions {
		names[i] = v.pb.Name
	}
	shown, next, err := page(names, req)
	if err != nil {
		return nil, err
	}
	resp := &kmspb.ListCryptoKeyVersionsResponse{NextPageToken: next, TotalSize: int32(len(names))}
	for _, name := range shown {
		_, n, _ := splitVersion(name)
		resp.CryptoKeyVersions = append(resp.CryptoKeyVersions, k.versions[n-1].proto())
	}
	return resp, nil
}

// UpdateCryptoKeyVersion enables and disables a version.
func (s *service) UpdateCryptoKeyVersion(_ context.Context, req *kmspb.UpdateCryptoKeyVersionRequest) (*kmspb.CryptoKeyVersion, error) {
	if paths := req.GetUpdateMask().GetPaths(); len(paths) != 1 || paths[0] != "state" {
		return nil, invalid("update_mask must name state and nothing else.")
	}
	state := req.GetCryptoKeyVersion().GetState()
	if state != kmspb.CryptoKeyVersion_ENABLED && state != kmspb.CryptoKeyVersion_DISABLED {
		return nil, invalid("A version's state can't be set to %s.", state)
	}
	return s.change(req.GetCryptoKeyVersion().GetName(), func(_ *cryptoKey, v *version) error {
		if !v.enabled() && v.pb.State != kmspb.CryptoKeyVersion_DISABLED {
			return wrongState(v)
		}
		v.pb.State = state
		return nil
	})
}

func (s *service) DestroyCryptoKeyVersion(_ context.Context, req *kmspb.DestroyCryptoKeyVersionRequest) (*kmspb.CryptoKeyVersion, error) {
	return s.change(req.GetName(), func(k *cryptoKey, v *version) error {
		if !v.enabled() && v.pb.State != kmspb.CryptoKeyVersion_DISABLED {
			return wrongState(v)
		}
		v.pb.State = kmspb.CryptoKeyVersion_DESTROY_SCHEDULED
		v.pb.DestroyTime = timestamppb.New(s.now().Add(k.pb.DestroyScheduledDuration.AsDuration()))
		return nil
	})
}

func (s *service) RestoreCryptoKeyVersion(_ context.Context, req *kmspb.RestoreCryptoKeyVersionRequest) (*kmspb.CryptoKeyVersion, error) {
	return s.change(req.GetName(), func(_ *cryptoKey, v *version) error {
		if v.pb.State != kmspb.CryptoKeyVersion_DESTROY_SCHEDULED {
			return wrongState(v)
		}
		v.pb.State = kmspb.CryptoKeyVersion_DISABLED
		v.pb.DestroyTime = nil
		return nil
	})
}

func (s *service) change(name string, f func(*cryptoKey, *version) error) (*kmspb.CryptoKeyVersion, error) {
	if err := s.enter(); err != nil {
		return nil, err
	}
	defer s.mu.Unlock()
	k, v, err := s.version(name)
	if err != nil {
		return nil, err
	}
	if err := f(k, v); err != nil {
		return nil, err
	}
	return v.proto(), s.changed()
}

// destroy forgets v's key material for good.
func (v *version) destroy() {
	clear(v.secret)
	v.secret = nil
	v.pb.State = kmspb.CryptoKeyVersion_DESTROYED
	v.pb.DestroyEventTime = v.pb.DestroyTime
	v.pb.DestroyTime = nil
}
