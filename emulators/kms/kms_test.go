package kms_test

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"net"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	kmsapi "cloud.google.com/go/kms/apiv1"
	"cloud.google.com/go/kms/apiv1/kmspb"
	"google.golang.org/api/iterator"
	"google.golang.org/api/option"
	"google.golang.org/genproto/googleapis/rpc/errdetails"
	"google.golang.org/grpc"
	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/credentials/insecure"
	"google.golang.org/grpc/status"
	"google.golang.org/protobuf/types/known/durationpb"
	"google.golang.org/protobuf/types/known/fieldmaskpb"
	"google.golang.org/protobuf/types/known/timestamppb"

	"github.com/cleanslate-edu/cleanslate/emulators/kms"
)

const (
	location = "projects/p/locations/europe-west1"
	ring     = location + "/keyRings/r"
	key      = ring + "/cryptoKeys/k"
	version1 = key + "/cryptoKeyVersions/1"
	version2 = key + "/cryptoKeyVersions/2"
)

const day = 24 * time.Hour

// clock is a clock that a test moves.
type clock struct{ ns atomic.Int64 }

func newClock() *clock {
	c := new(clock)
	c.ns.Store(time.Date(2026, 1, 31, 12, 0, 0, 0, time.UTC).UnixNano())
	return c
}

func (c *clock) now() time.Time          { return time.Unix(0, c.ns.Load()).UTC() }
func (c *clock) advance(d time.Duration) { c.ns.Add(int64(d)) }

// start serves a stand-in and connects Google's own client to it. The function
// returned stops both, which the end of the test does too.
func start(t *testing.T, o kms.Options) (*kms.Server, *kmsapi.KeyManagementClient, func()) {
	t.Helper()
	s, err := kms.New(o)
	if err != nil {
		t.Fatal(err)
	}
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	done := make(chan error, 1)
	go func() { done <- s.Serve(l) }()
	c, err := kmsapi.NewKeyManagementClient(t.Context(),
		option.WithEndpoint(l.Addr().String()),
		option.WithoutAuthentication(),
		option.WithGRPCDialOption(grpc.WithTransportCredentials(insecure.NewCredentials())))
	if err != nil {
		t.Fatal(err)
	}
	stop := sync.OnceFunc(func() {
		c.Close()
		s.Stop()
		if err := <-done; err != nil {
			t.Errorf("Serve: %v", err)
		}
	})
	t.Cleanup(stop)
	return s, c, stop
}

// startWithKey is start with the symmetric key made.
func startWithKey(t *testing.T, o kms.Options) (*kms.Server, *kmsapi.KeyManagementClient, func()) {
	t.Helper()
	s, c, stop := start(t, o)
	if err := s.EnsureKey(key); err != nil {
		t.Fatal(err)
	}
	return s, c, stop
}

func wantCode(t *testing.T, what string, err error, want codes.Code) {
	t.Helper()
	if status.Code(err) != want {
		t.Errorf("%s: %v, want %s", what, err, want)
	}
}

func encrypt(t *testing.T, c *kmsapi.KeyManagementClient, name, plaintext string) *kmspb.EncryptResponse {
	t.Helper()
	resp, err := c.Encrypt(t.Context(), &kmspb.EncryptRequest{Name: name, Plaintext: []byte(plaintext)})
	if err != nil {
		t.Fatal(err)
	}
	return resp
}

func decrypt(ctx context.Context, c *kmsapi.KeyManagementClient, ciphertext []byte) (*kmspb.DecryptResponse, error) {
	return c.Decrypt(ctx, &kmspb.DecryptRequest{Name: key, Ciphertext: ciphertext})
}

func wantPlaintext(t *testing.T, c *kmsapi.KeyManagementClient, ciphertext []byte, want string, primary bool) {
	t.Helper()
	resp, err := decrypt(t.Context(), c, ciphertext)
	if err != nil {
		t.Fatal(err)
	}
	if string(resp.Plaintext) != want || resp.UsedPrimary != primary {
		t.Errorf("decrypted %q by the primary version: %t, want %q, %t", resp.Plaintext, resp.UsedPrimary, want, primary)
	}
}

func setState(ctx context.Context, c *kmsapi.KeyManagementClient, name string, state kmspb.CryptoKeyVersion_CryptoKeyVersionState) error {
	_, err := c.UpdateCryptoKeyVersion(ctx, &kmspb.UpdateCryptoKeyVersionRequest{
		CryptoKeyVersion: &kmspb.CryptoKeyVersion{Name: name, State: state},
		UpdateMask:       &fieldmaskpb.FieldMask{Paths: []string{"state"}},
	})
	return err
}

func getVersion(t *testing.T, c *kmsapi.KeyManagementClient, name string) *kmspb.CryptoKeyVersion {
	t.Helper()
	v, err := c.GetCryptoKeyVersion(t.Context(), &kmspb.GetCryptoKeyVersionRequest{Name: name})
	if err != nil {
		t.Fatal(err)
	}
	return v
}

func getKey(t *testing.T, c *kmsapi.KeyManagementClient, name string) *kmspb.CryptoKey {
	t.Helper()
	k, err := c.GetCryptoKey(t.Context(), &kmspb.GetCryptoKeyRequest{Name: name})
	if err != nil {
		t.Fatal(err)
	}
	return k
}

func TestCreateAndGet(t *testing.T) {
	t.Parallel()
	clock := newClock()
	_, c, _ := start(t, kms.Options{Now: clock.now})
	ctx := t.Context()

	r, err := c.CreateKeyRing(ctx, &kmspb.CreateKeyRingRequest{Parent: location, KeyRingId: "r"})
	if err != nil || r.Name != ring || !r.CreateTime.AsTime().Equal(clock.now()) {
		t.Fatalf("CreateKeyRing: %v, %v", r, err)
	}
	_, err = c.CreateKeyRing(ctx, &kmspb.CreateKeyRingRequest{Parent: location, KeyRingId: "r"})
	wantCode(t, "creating the ring again", err, codes.AlreadyExists)
	if r, err := c.GetKeyRing(ctx, &kmspb.GetKeyRingRequest{Name: ring}); err != nil || r.Name != ring {
		t.Errorf("GetKeyRing: %v, %v", r, err)
	}

	create := func(k *kmspb.CryptoKey) (*kmspb.CryptoKey, error) {
		return c.CreateCryptoKey(ctx, &kmspb.CreateCryptoKeyRequest{Parent: ring, CryptoKeyId: "k", CryptoKey: k})
	}
	k, err := create(&kmspb.CryptoKey{Purpose: kmspb.CryptoKey_ENCRYPT_DECRYPT, Labels: map[string]string{"a": "b"}})
	if err != nil {
		t.Fatal(err)
	}
	if k.Name != key || k.Primary.GetName() != version1 || k.Primary.State != kmspb.CryptoKeyVersion_ENABLED || k.Labels["a"] != "b" ||
		k.DestroyScheduledDuration.AsDuration() != 30*day ||
		k.VersionTemplate.Algorithm != kmspb.CryptoKeyVersion_GOOGLE_SYMMETRIC_ENCRYPTION {
		t.Errorf("CreateCryptoKey: %v", k)
	}
	_, err = create(&kmspb.CryptoKey{Purpose: kmspb.CryptoKey_ENCRYPT_DECRYPT})
	wantCode(t, "creating the key again", err, codes.AlreadyExists)
	if got := getVersion(t, c, version1); got.ProtectionLevel != kmspb.ProtectionLevel_SOFTWARE || !got.GenerateTime.AsTime().Equal(clock.now()) {
		t.Errorf("GetCryptoKeyVersion: %v", got)
	}
}

func TestWrongNames(t *testing.T) {
	t.Parallel()
	_, c, _ := startWithKey(t, kms.Options{})
	ctx := t.Context()
	tests := []struct {
		what string
		call func(name string) error
		name string
		want codes.Code
	}{}
	add := func(what string, call func(name string) error, names map[string]codes.Code) {
		for name, want := range names {
			tests = append(tests, struct {
				what string
				call func(name string) error
				name string
				want codes.Code
			}{what, call, name, want})
		}
	}
	add("GetKeyRing", func(name string) error {
		_, err := c.GetKeyRing(ctx, &kmspb.GetKeyRingRequest{Name: name})
		return err
	}, map[string]codes.Code{ring: codes.OK, ring + "x": codes.NotFound, key: codes.InvalidArgument, "": codes.InvalidArgument})
	add("CreateKeyRing", func(name string) error {
		_, err := c.CreateKeyRing(ctx, &kmspb.CreateKeyRingRequest{Parent: location, KeyRingId: name})
		return err
	}, map[string]codes.Code{"": codes.InvalidArgument, "a/b": codes.InvalidArgument, "ü": codes.InvalidArgument,
		strings.Repeat("a", 63): codes.OK, strings.Repeat("a", 64): codes.InvalidArgument})
	add("CreateCryptoKey in ring", func(name string) error {
		_, err := c.CreateCryptoKey(ctx, &kmspb.CreateCryptoKeyRequest{Parent: name, CryptoKeyId: "x",
			CryptoKey: &kmspb.CryptoKey{Purpose: kmspb.CryptoKey_ENCRYPT_DECRYPT}})
		return err
	}, map[string]codes.Code{ring + "x": codes.NotFound, location: codes.InvalidArgument})
	add("GetCryptoKey", func(name string) error {
		_, err := c.GetCryptoKey(ctx, &kmspb.GetCryptoKeyRequest{Name: name})
		return err
	}, map[string]codes.Code{key: codes.OK, key + "x": codes.NotFound, version1: codes.InvalidArgument})
	add("GetCryptoKeyVersion", func(name string) error {
		_, err := c.GetCryptoKeyVersion(ctx, &kmspb.GetCryptoKeyVersionRequest{Name: name})
		return err
	}, map[string]codes.Code{version1: codes.OK, version2: codes.NotFound, key + "x/cryptoKeyVersions/1": codes.NotFound,
		key + "/cryptoKeyVersions/0": codes.InvalidArgument, key + "/cryptoKeyVersions/01": codes.InvalidArgument,
		key + "/cryptoKeyVersions/99999999999999999999": codes.InvalidArgument, key: codes.InvalidArgument})
	add("ListKeyRings", func(name string) error {
		_, err := c.ListKeyRings(ctx, &kmspb.ListKeyRingsRequest{Parent: name}).Next()
		return err
	}, map[string]codes.Code{location: codes.OK, ring: codes.InvalidArgument})
	add("ListCryptoKeys", func(name string) error {
		_, err := c.ListCryptoKeys(ctx, &kmspb.ListCryptoKeysRequest{Parent: name}).Next()
		return err
	}, map[string]codes.Code{ring: codes.OK, ring + "x": codes.NotFound, key: codes.InvalidArgument})
	add("ListCryptoKeyVersions", func(name string) error {
		_, err := c.ListCryptoKeyVersions(ctx, &kmspb.ListCryptoKeyVersionsRequest{Parent: name}).Next()
		return err
	}, map[string]codes.Code{key: codes.OK, key + "x": codes.NotFound, ring: codes.InvalidArgument})
	add("Encrypt", func(name string) error {
		_, err := c.Encrypt(ctx, &kmspb.EncryptRequest{Name: name, Plaintext: []byte("x")})
		return err
	}, map[string]codes.Code{key: codes.OK, version1: codes.OK, key + "x": codes.NotFound, version2: codes.NotFound,
		ring: codes.InvalidArgument})
	ciphertext := encrypt(t, c, key, "x").Ciphertext
	add("Decrypt", func(name string) error {
		_, err := c.Decrypt(ctx, &kmspb.DecryptRequest{Name: name, Ciphertext: ciphertext})
		return err
	}, map[string]codes.Code{key: codes.OK, version1: codes.InvalidArgument, key + "x": codes.NotFound})
	add("EnsureKey", func(name string) error {
		s, err := kms.New(kms.Options{})
		if err != nil {
			return err
		}
		return s.EnsureKey(name)
	}, map[string]codes.Code{key: codes.OK, ring: codes.InvalidArgument, version1: codes.InvalidArgument})
	for _, tt := range tests {
		wantCode(t, fmt.Sprintf("%s %q", tt.what, tt.name), tt.call(tt.name), tt.want)
	}
}

func TestKeysThatCannotBe(t *testing.T) {
	t.Parallel()
	clock := newClock()
	_, c, _ := startWithKey(t, kms.Options{Now: clock.now})
	in := func(d time.Duration) *timestamppb.Timestamp { return timestamppb.New(clock.now().Add(d)) }
	period := func(d time.Duration) *kmspb.CryptoKey_RotationPeriod {
		return &kmspb.CryptoKey_RotationPeriod{RotationPeriod: durationpb.New(d)}
	}
	sign := &kmspb.CryptoKeyVersionTemplate{Algorithm: kmspb.CryptoKeyVersion_EC_SIGN_ED25519}
	tests := []struct {
		what string
		key  *kmspb.CryptoKey
		want codes.Code
	}{
		{"no purpose", &kmspb.CryptoKey{}, codes.InvalidArgument},
		{"symmetric with a signing algorithm", &kmspb.CryptoKey{Purpose: kmspb.CryptoKey_ENCRYPT_DECRYPT, VersionTemplate: sign}, codes.InvalidArgument},
		{"signing without an algorithm", &kmspb.CryptoKey{Purpose: kmspb.CryptoKey_ASYMMETRIC_SIGN}, codes.InvalidArgument},
		{"RSA", &kmspb.CryptoKey{Purpose: kmspb.CryptoKey_ASYMMETRIC_SIGN, VersionTemplate: &kmspb.CryptoKeyVersionTemplate{
			Algorithm: kmspb.CryptoKeyVersion_RSA_SIGN_PSS_2048_SHA256}}, codes.Unimplemented},
		{"HSM", &kmspb.CryptoKey{Purpose: kmspb.CryptoKey_ENCRYPT_DECRYPT, VersionTemplate: &kmspb.CryptoKeyVersionTemplate{
			ProtectionLevel: kmspb.ProtectionLevel_HSM}}, codes.Unimplemented},
		{"MAC", &kmspb.CryptoKey{Purpose: kmspb.CryptoKey_MAC}, codes.Unimplemented},
		{"import only", &kmspb.CryptoKey{Purpose: kmspb.CryptoKey_ENCRYPT_DECRYPT, ImportOnly: true}, codes.Unimplemented},
		{"destroyed within a day", &kmspb.CryptoKey{Purpose: kmspb.CryptoKey_ENCRYPT_DECRYPT, DestroyScheduledDuration: durationpb.New(day - 1)}, codes.InvalidArgument},
		{"destroyed after 120 days", &kmspb.CryptoKey{Purpose: kmspb.CryptoKey_ENCRYPT_DECRYPT, DestroyScheduledDuration: durationpb.New(120*day + 1)}, codes.InvalidArgument},
		{"period without a time", &kmspb.CryptoKey{Purpose: kmspb.CryptoKey_ENCRYPT_DECRYPT, RotationSchedule: period(90 * day)}, codes.InvalidArgument},
		{"period under a day", &kmspb.CryptoKey{Purpose: kmspb.CryptoKey_ENCRYPT_DECRYPT, NextRotationTime: in(day), RotationSchedule: period(day - 1)}, codes.InvalidArgument},
		{"rotation in the past", &kmspb.CryptoKey{Purpose: kmspb.CryptoKey_ENCRYPT_DECRYPT, NextRotationTime: in(0)}, codes.InvalidArgument},
		{"rotation of a signing key", &kmspb.CryptoKey{Purpose: kmspb.CryptoKey_ASYMMETRIC_SIGN, VersionTemplate: sign, NextRotationTime: in(day)}, codes.InvalidArgument},
		{"label too long", &kmspb.CryptoKey{Purpose: kmspb.CryptoKey_ENCRYPT_DECRYPT, Labels: map[string]string{"a": strings.Repeat("b", 64)}}, codes.InvalidArgument},
	}
	for _, tt := range tests {
		req := &kmspb.CreateCryptoKeyRequest{Parent: ring, CryptoKeyId: "x", CryptoKey: tt.key}
		_, err := c.CreateCryptoKey(t.Context(), req)
		wantCode(t, tt.what, err, tt.want)
		_, err = c.GetCryptoKey(t.Context(), &kmspb.GetCryptoKeyRequest{Name: ring + "/cryptoKeys/x"})
		wantCode(t, tt.what+", afterwards", err, codes.NotFound)
	}
}

func TestLists(t *testing.T) {
	t.Parallel()
	s, c, _ := start(t, kms.Options{})
	ctx := t.Context()
	// Neighbours whose names begin alike must not be taken for children.
	for _, name := range []string{
		ring + "/cryptoKeys/c", ring + "/cryptoKeys/a", ring + "/cryptoKeys/b",
		ring + "2/cryptoKeys/x", location + "b/keyRings/r/cryptoKeys/y",
	} {
		if err := s.EnsureKey(name); err != nil {
			t.Fatal(err)
		}
	}
	a := ring + "/cryptoKeys/a"
	for range 11 {
		if _, err := c.CreateCryptoKeyVersion(ctx, &kmspb.CreateCryptoKeyVersionRequest{Parent: a}); err != nil {
			t.Fatal(err)
		}
	}
	var versions []string
	for n := range 12 {
		versions = append(versions, fmt.Sprintf("%s/cryptoKeyVersions/%d", a, n+1))
	}
	for _, size := range []int32{0, 1, 2, 3, 5000} {
		rings := c.ListKeyRings(ctx, &kmspb.ListKeyRingsRequest{Parent: location, PageSize: size})
		wantAll(t, size, rings.Next, []string{ring, ring + "2"})
		keys := c.ListCryptoKeys(ctx, &kmspb.ListCryptoKeysRequest{Parent: ring, PageSize: size})
		wantAll(t, size, keys.Next, []string{a, ring + "/cryptoKeys/b", ring + "/cryptoKeys/c"})
		vs := c.ListCryptoKeyVersions(ctx, &kmspb.ListCryptoKeyVersionsRequest{Parent: a, PageSize: size})
		wantAll(t, size, vs.Next, versions)
	}
	for what, req := range map[string]*kmspb.ListKeyRingsRequest{
		"page token": {Parent: location, PageToken: "nonsense"},
		"page size":  {Parent: location, PageSize: -1},
	} {
		_, err := c.ListKeyRings(ctx, req).Next()
		wantCode(t, what, err, codes.InvalidArgument)
	}
	_, err := c.ListKeyRings(ctx, &kmspb.ListKeyRingsRequest{Parent: location, Filter: "name:r"}).Next()
	wantCode(t, "filter", err, codes.Unimplemented)
}

func wantAll[T interface{ GetName() string }](t *testing.T, size int32, next func() (T, error), want []string) {
	t.Helper()
	var got []string
	for len(got) <= len(want) { // a list that repeats itself has no end
		x, err := next()
		if errors.Is(err, iterator.Done) {
			break
		}
		if err != nil {
			t.Fatal(err)
		}
		got = append(got, x.GetName())
	}
	if !slices.Equal(got, want) {
		t.Errorf("with page size %d: %q, want %q", size, got, want)
	}
}

func TestRotation(t *testing.T) {
	t.Parallel()
	_, c, _ := startWithKey(t, kms.Options{})
	ctx := t.Context()
	old := encrypt(t, c, key, "old")
	if old.Name != version1 {
		t.Errorf("encrypted with %s, want version 1", old.Name)
	}
	primary := func(id string) error {
		_, err := c.UpdateCryptoKeyPrimaryVersion(ctx, &kmspb.UpdateCryptoKeyPrimaryVersionRequest{Name: key, CryptoKeyVersionId: id})
		return err
	}
	wantCode(t, "a version that is not there", primary("2"), codes.NotFound)
	wantCode(t, "no version", primary(""), codes.InvalidArgument)

	v, err := c.CreateCryptoKeyVersion(ctx, &kmspb.CreateCryptoKeyVersionRequest{Parent: key,
		CryptoKeyVersion: &kmspb.CryptoKeyVersion{State: kmspb.CryptoKeyVersion_DISABLED}})
	if err != nil || v.Name != version2 || v.State != kmspb.CryptoKeyVersion_DISABLED {
		t.Fatalf("CreateCryptoKeyVersion: %v, %v", v, err)
	}
	wantCode(t, "a disabled version", primary("2"), codes.FailedPrecondition)
	if err := setState(ctx, c, version2, kmspb.CryptoKeyVersion_ENABLED); err != nil {
		t.Fatal(err)
	}
	if n := encrypt(t, c, key, "x").Name; n != version1 {
		t.Errorf("before the rotation encrypted with %s, want version 1", n)
	}
	if err := primary("2"); err != nil {
		t.Fatal(err)
	}
	fresh := encrypt(t, c, key, "new")
	if fresh.Name != version2 || getKey(t, c, key).Primary.Name != version2 {
		t.Errorf("after the rotation encrypted with %s, want version 2", fresh.Name)
	}
	wantPlaintext(t, c, old.Ciphertext, "old", false)
	wantPlaintext(t, c, fresh.Ciphertext, "new", true)
	named := encrypt(t, c, version1, "named")
	if named.Name != version1 {
		t.Errorf("version 1 named, %s used", named.Name)
	}
	wantPlaintext(t, c, named.Ciphertext, "named", false)
}

func TestRotationByTheClock(t *testing.T) {
	t.Parallel()
	clock := newClock()
	_, c, _ := startWithKey(t, kms.Options{Now: clock.now})
	ctx := t.Context()
	began := clock.now()
	update := func(k *kmspb.CryptoKey, paths ...string) error {
		k.Name = key
		_, err := c.UpdateCryptoKey(ctx, &kmspb.UpdateCryptoKeyRequest{CryptoKey: k, UpdateMask: &fieldmaskpb.FieldMask{Paths: paths}})
		return err
	}
	period := &kmspb.CryptoKey_RotationPeriod{RotationPeriod: durationpb.New(90 * day)}
	next := timestamppb.New(began.Add(90 * day))
	wantCode(t, "no mask", update(&kmspb.CryptoKey{}), codes.InvalidArgument)
	wantCode(t, "a period alone", update(&kmspb.CryptoKey{RotationSchedule: period}, "rotation_period"), codes.InvalidArgument)
	wantCode(t, "an immutable field", update(&kmspb.CryptoKey{}, "destroy_scheduled_duration"), codes.InvalidArgument)
	if err := update(&kmspb.CryptoKey{RotationSchedule: period, NextRotationTime: next}, "rotation_period", "next_rotation_time"); err != nil {
		t.Fatal(err)
	}
	if err := update(&kmspb.CryptoKey{Labels: map[string]string{"a": "b"}}, "labels"); err != nil {
		t.Fatal(err)
	}
	k := getKey(t, c, key)
	if k.Labels["a"] != "b" || k.GetRotationPeriod().AsDuration() != 90*day || !k.NextRotationTime.AsTime().Equal(next.AsTime()) {
		t.Errorf("after the updates: %v", k)
	}

	old := encrypt(t, c, key, "old")
	steps := []struct {
		after   time.Duration // since began
		primary string
		next    time.Duration
	}{
		{90*day - 1, version1, 90 * day},
		{90 * day, version2, 180 * day},
		// One rotation, however many were slept through; the schedule is kept.
		{500 * day, key + "/cryptoKeyVersions/3", 540 * day},
	}
	for _, step := range steps {
		clock.advance(began.Add(step.after).Sub(clock.now()))
		k := getKey(t, c, key)
		if k.Primary.Name != step.primary || !k.NextRotationTime.AsTime().Equal(began.Add(step.next)) {
			t.Errorf("after %v: primary is %s, next rotation after %v; want %s, %v",
				step.after, k.Primary.Name, k.NextRotationTime.AsTime().Sub(began), step.primary, step.next)
		}
	}
	wantPlaintext(t, c, old.Ciphertext, "old", false)

	if err := update(&kmspb.CryptoKey{}, "rotation_period", "next_rotation_time"); err != nil {
		t.Fatal(err)
	}
	clock.advance(1000 * day)
	if k := getKey(t, c, key); k.NextRotationTime != nil || k.GetRotationPeriod() != nil || k.Primary.Name != steps[2].primary {
		t.Errorf("after rotation was turned off: %v", k)
	}
}

// TestStates tries every change from every state.
func TestStates(t *testing.T) {
	t.Parallel()
	const (
		enabled   = kmspb.CryptoKeyVersion_ENABLED
		disabled  = kmspb.CryptoKeyVersion_DISABLED
		scheduled = kmspb.CryptoKeyVersion_DESTROY_SCHEDULED
		destroyed = kmspb.CryptoKeyVersion_DESTROYED
	)
	type state = kmspb.CryptoKeyVersion_CryptoKeyVersionState
	tests := []struct {
		from                              state
		enable, disable, destroy, restore state // 0: FAILED_PRECONDITION
	}{
		{enabled, enabled, disabled, scheduled, 0},
		{disabled, enabled, disabled, scheduled, 0},
		{scheduled, 0, 0, 0, disabled},
		{destroyed, 0, 0, 0, 0},
	}
	clock := newClock()
	s, c, _ := start(t, kms.Options{Now: clock.now})
	ctx := t.Context()
	destroy := func(name string) error {
		_, err := c.DestroyCryptoKeyVersion(ctx, &kmspb.DestroyCryptoKeyVersionRequest{Name: name})
		return err
	}
	operations := []struct {
		name string
		do   func(name string) error
		want func(i int) state
	}{
		{"enable", func(name string) error { return setState(ctx, c, name, enabled) }, func(i int) state { return tests[i].enable }},
		{"disable", func(name string) error { return setState(ctx, c, name, disabled) }, func(i int) state { return tests[i].disable }},
		{"destroy", destroy, func(i int) state { return tests[i].destroy }},
		{"restore", func(name string) error {
			_, err := c.RestoreCryptoKeyVersion(ctx, &kmspb.RestoreCryptoKeyVersionRequest{Name: name})
			return err
		}, func(i int) state { return tests[i].restore }},
	}
	for i, tt := range tests {
		for _, op := range operations {
			what := fmt.Sprintf("%s a version that is %s", op.name, tt.from)
			key := fmt.Sprintf("%s/cryptoKeys/%s-%s", ring, op.name, tt.from)
			name := key + "/cryptoKeyVersions/1"
			if err := s.EnsureKey(key); err != nil {
				t.Fatal(err)
			}
			var err error
			switch tt.from {
			case disabled:
				err = setState(ctx, c, name, disabled)
			case scheduled:
				err = destroy(name)
			case destroyed:
				err = destroy(name)
				clock.advance(30 * day)
			}
			if err != nil {
				t.Fatal(err)
			}
			want := op.want(i)
			err = op.do(name)
			if want == 0 {
				wantCode(t, what, err, codes.FailedPrecondition)
				want = tt.from
			} else if err != nil {
				t.Errorf("%s: %v", what, err)
			}
			v := getVersion(t, c, name)
			if v.State != want {
				t.Errorf("%s: it is then %s, want %s", what, v.State, want)
			}
			if (v.DestroyTime != nil) != (want == scheduled) || (v.DestroyEventTime != nil) != (want == destroyed) {
				t.Errorf("%s: destroy time %v and event time %v do not fit", what, v.DestroyTime, v.DestroyEventTime)
			}
			_, err = c.Encrypt(ctx, &kmspb.EncryptRequest{Name: key, Plaintext: []byte("x")})
			if want == enabled {
				wantCode(t, what+", then encrypt", err, codes.OK)
				continue
			}
			wantCode(t, what+", then encrypt", err, codes.FailedPrecondition)
			if !strings.Contains(err.Error(), fmt.Sprintf("%s is not enabled, current state is: %s.", name, want)) {
				t.Errorf("%s, then encrypt: %v", what, err)
			}
			var failure *errdetails.PreconditionFailure
			for _, d := range status.Convert(err).Details() {
				failure, _ = d.(*errdetails.PreconditionFailure)
			}
			if v := failure.GetViolations(); len(v) != 1 || v[0].Type != "KEY_"+want.String() || v[0].Subject != name {
				t.Errorf("%s, then encrypt: violations %v", what, v)
			}
		}
	}
	wantCode(t, "setting a state that is not for callers", setState(ctx, c, ring+"/cryptoKeys/enable-ENABLED/cryptoKeyVersions/1", destroyed), codes.InvalidArgument)
}

func TestDestroyedMaterialIsGone(t *testing.T) {
	t.Parallel()
	clock := newClock()
	_, c, _ := startWithKey(t, kms.Options{Now: clock.now})
	ctx := t.Context()
	short := ring + "/cryptoKeys/short"
	if _, err := c.CreateCryptoKey(ctx, &kmspb.CreateCryptoKeyRequest{Parent: ring, CryptoKeyId: "short", CryptoKey: &kmspb.CryptoKey{
		Purpose: kmspb.CryptoKey_ENCRYPT_DECRYPT, DestroyScheduledDuration: durationpb.New(day)}}); err != nil {
		t.Fatal(err)
	}
	tests := []struct {
		key   string
		after time.Duration
	}{{key, 30 * day}, {short, day}}
	for _, tt := range tests {
		name := tt.key + "/cryptoKeyVersions/1"
		ciphertext := encrypt(t, c, tt.key, "x").Ciphertext
		began := clock.now()
		v, err := c.DestroyCryptoKeyVersion(ctx, &kmspb.DestroyCryptoKeyVersionRequest{Name: name})
		if err != nil {
			t.Fatal(err)
		}
		if got := v.DestroyTime.AsTime().Sub(began); got != tt.after {
			t.Errorf("%s is to be destroyed after %v, want %v", tt.key, got, tt.after)
		}
		clock.advance(tt.after - 1)
		if s := getVersion(t, c, name).State; s != kmspb.CryptoKeyVersion_DESTROY_SCHEDULED {
			t.Errorf("a nanosecond before its time %s is %s", tt.key, s)
		}
		clock.advance(1)
		v = getVersion(t, c, name)
		if v.State != kmspb.CryptoKeyVersion_DESTROYED || v.DestroyEventTime.AsTime().Sub(began) != tt.after {
			t.Errorf("at its time %s is %v", tt.key, v)
		}
		// Not even a clock turned back brings it back.
		clock.advance(-tt.after)
		_, err = c.Decrypt(ctx, &kmspb.DecryptRequest{Name: tt.key, Ciphertext: ciphertext})
		wantCode(t, "decrypting", err, codes.FailedPrecondition)
	}
}

func TestEncryptWithoutAPrimaryVersion(t *testing.T) {
	t.Parallel()
	s, c, _ := start(t, kms.Options{})
	if err := s.EnsureKey(ring + "/cryptoKeys/other"); err != nil { // for the ring
		t.Fatal(err)
	}
	k, err := c.CreateCryptoKey(t.Context(), &kmspb.CreateCryptoKeyRequest{Parent: ring, CryptoKeyId: "k",
		CryptoKey:                  &kmspb.CryptoKey{Purpose: kmspb.CryptoKey_ENCRYPT_DECRYPT},
		SkipInitialVersionCreation: true})
	if err != nil || k.Primary != nil {
		t.Fatalf("CreateCryptoKey: %v, %v", k, err)
	}
	_, err = c.Encrypt(t.Context(), &kmspb.EncryptRequest{Name: key, Plaintext: []byte("x")})
	wantCode(t, "Encrypt", err, codes.FailedPrecondition)
}

func TestEnsureKeyManyTimesAtOnce(t *testing.T) {
	t.Parallel()
	s, c, _ := start(t, kms.Options{})
	var wg sync.WaitGroup
	for i := range 16 {
		wg.Go(func() {
			if err := s.EnsureKey(fmt.Sprintf("%s/cryptoKeys/k%d", ring, i%4)); err != nil {
				t.Error(err)
			}
		})
	}
	wg.Wait()
	wantAll(t, 0, c.ListCryptoKeys(t.Context(), &kmspb.ListCryptoKeysRequest{Parent: ring}).Next,
		[]string{ring + "/cryptoKeys/k0", ring + "/cryptoKeys/k1", ring + "/cryptoKeys/k2", ring + "/cryptoKeys/k3"})
	for i := range 4 {
		k := getKey(t, c, fmt.Sprintf("%s/cryptoKeys/k%d", ring, i))
		if !strings.HasSuffix(k.Primary.GetName(), "/1") {
			t.Errorf("primary version is %s", k.Primary.GetName())
		}
	}
}

func TestConcurrentUse(t *testing.T) {
	t.Parallel()
	_, c, _ := startWithKey(t, kms.Options{File: t.TempDir() + "/kms.json"})
	var wg sync.WaitGroup
	for i := range 6 {
		wg.Go(func() {
			for j := range 10 {
				plaintext := []byte(fmt.Sprintf("%d %d", i, j))
				enc, err := c.Encrypt(t.Context(), &kmspb.EncryptRequest{Name: key, Plaintext: plaintext})
				if err != nil {
					t.Error(err)
					return
				}
				dec, err := decrypt(t.Context(), c, enc.Ciphertext)
				if err != nil || !bytes.Equal(dec.Plaintext, plaintext) {
					t.Errorf("Decrypt: %v, or other bytes", err)
					return
				}
			}
		})
	}
	wg.Go(func() {
		for n := 2; n <= 6; n++ {
			if _, err := c.CreateCryptoKeyVersion(t.Context(), &kmspb.CreateCryptoKeyVersionRequest{Parent: key}); err != nil {
				t.Error(err)
			}
			if _, err := c.UpdateCryptoKeyPrimaryVersion(t.Context(), &kmspb.UpdateCryptoKeyPrimaryVersionRequest{
				Name: key, CryptoKeyVersionId: fmt.Sprint(n)}); err != nil {
				t.Error(err)
			}
		}
	})
	wg.Wait()
}

func TestWhatIsNotThereIsUnimplemented(t *testing.T) {
	t.Parallel()
	_, c, _ := startWithKey(t, kms.Options{})
	_, err := c.MacSign(t.Context(), &kmspb.MacSignRequest{Name: version1, Data: []byte("x")})
	wantCode(t, "MacSign", err, codes.Unimplemented)
	_, err = c.RawEncrypt(t.Context(), &kmspb.RawEncryptRequest{Name: version1, Plaintext: []byte("x")})
	wantCode(t, "RawEncrypt", err, codes.Unimplemented)
}

func TestInterceptAndCalls(t *testing.T) {
	t.Parallel()
	var refuse atomic.Bool
	s, c, _ := startWithKey(t, kms.Options{
		Intercept: func(ctx context.Context, req any, _ *grpc.UnaryServerInfo, next grpc.UnaryHandler) (any, error) {
			if refuse.Load() {
				return nil, status.Error(codes.PermissionDenied, "not you")
			}
			return next(ctx, req)
		},
	})
	ciphertext := encrypt(t, c, key, "x").Ciphertext
	encrypt(t, c, key, "y")
	wantPlaintext(t, c, ciphertext, "x", true)
	refuse.Store(true)
	_, err := decrypt(t.Context(), c, ciphertext)
	wantCode(t, "Decrypt", err, codes.PermissionDenied)
	if e, d := s.Calls(); e != 2 || d != 1 {
		t.Errorf("Calls: %d, %d; want 2, 1", e, d)
	}
}
