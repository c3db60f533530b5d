package kms

import (
	"context"
	"maps"
	"slices"
	"strings"

	"cloud.google.com/go/kms/apiv1/kmspb"
	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/status"
	"google.golang.org/protobuf/proto"
	"google.golang.org/protobuf/types/known/timestamppb"
)

// Page sizes of the List calls.
const (
	defaultPage = 100
	maxPage     = 1000
)

func (s *service) CreateKeyRing(_ context.Context, req *kmspb.CreateKeyRingRequest) (*kmspb.KeyRing, error) {
	if !locationName.MatchString(req.GetParent()) {
		return nil, badName(req.GetParent(), locationFormat)
	}
	if !resourceID.MatchString(req.GetKeyRingId()) {
		return nil, invalid("key_ring_id %q does not match %s.", req.GetKeyRingId(), resourceID)
	}
	if err := s.enter(); err != nil {
		return nil, err
	}
	defer s.mu.Unlock()
	name := req.GetParent() + "/keyRings/" + req.GetKeyRingId()
	if s.rings[name] != nil {
		return nil, alreadyExists("KeyRing", name)
	}
	ring, err := s.addRing(name)
	if err != nil {
		return nil, err
	}
	return proto.CloneOf(ring), s.changed()
}

func (s *service) addRing(name string) (*kmspb.KeyRing, error) {
	if len(s.rings) >= maxRings {
		return nil, status.Errorf(codes.ResourceExhausted, "there are %d key rings already", maxRings)
	}
	ring := &kmspb.KeyRing{Name: name, CreateTime: timestamppb.New(s.now())}
	s.rings[name] = ring
	return ring, nil
}

func (s *service) GetKeyRing(_ context.Context, req *kmspb.GetKeyRingRequest) (*kmspb.KeyRing, error) {
	if !ringName.MatchString(req.GetName()) {
		return nil, badName(req.GetName(), ringFormat)
	}
	if err := s.enter(); err != nil {
		return nil, err
	}
	defer s.mu.Unlock()
	ring := s.rings[req.GetName()]
	if ring == nil {
		return nil, notFound("KeyRing", req.GetName())
	}
	return proto.CloneOf(ring), nil
}

func (s *service) ListKeyRings(_ context.Context, req *kmspb.ListKeyRingsRequest) (*kmspb.ListKeyRingsResponse, error) {
	if !locationName.MatchString(req.GetParent()) {
		return nil, badName(req.GetParent(), locationFormat)
	}
	if err := s.enter(); err != nil {
		return nil, err
	}
	defer s.mu.Unlock()
	names := children(s.rings, req.GetParent()+"/keyRings/")
	shown, next, err := page(names, req)
	if err != nil {
		return nil, err
	}
	resp := &kmspb.ListKeyRingsResponse{NextPageToken: next, TotalSize: int32(len(names))}
	for _, name := range shown {
		resp.KeyRings = append(resp.KeyRings, proto.CloneOf(s.rings[name]))
	}
	return resp, nil
}

// children returns the names in m that begin with prefix, sorted.
func children[T any](m map[string]T, prefix string) []string {
	var names []string
	for name := range maps.Keys(m) {
		if strings.HasPrefix(name, prefix) {
			names = append(names, name)
		}
	}
	slices.Sort(names)
	return names
}

// listRequest is what the List requests have in common.
type listRequest interface {
	GetPageSize() int32
	GetPageToken() string
	GetFilter() string
	GetOrderBy() string
}

// page returns the part of names that req asks for and the token of the next
// one. A token is the last name shown; resources are never removed.
func page(names []string, req listRequest) (shown []string, next string, err error) {
	if req.GetFilter() != "" || req.GetOrderBy() != "" {
		return nil, "", unsupported("filter and order_by")
	}
	if req.GetPageSize() < 0 {
		return nil, "", invalid("page_size must not be negative.")
	}
	if token := req.GetPageToken(); token != "" {
		i := slices.Index(names, token)
		if i < 0 {
			return nil, "", invalid("page_token is not one that this list gave.")
		}
		names = names[i+1:]
	}
	size := int(req.GetPageSize())
	if size == 0 {
		size = defaultPage
	}
	size = min(size, maxPage)
	if len(names) <= size {
		return names, "", nil
	}
	return names[:size], names[size-1], nil
}
