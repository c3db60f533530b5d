// The providers that Terraform talks to: they answer and reject as the real ones do, as far as that was recorded.
package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"math/big"
	"strconv"
	"strings"
	"sync"

	tfjson "github.com/hashicorp/terraform-json"
	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"github.com/hashicorp/terraform-plugin-go/tftypes"
)

type server struct {
	tfprotov6.ProviderServer // nil: Terraform asks only for what is below, since the tests mock everything else
	name                     string
	schema                   *tfprotov6.GetProviderSchemaResponse
	rules                    []rule
	recorded                 *providerConstraints
	mu                       sync.Mutex
	types                    map[*tfprotov6.Schema]*typeCheck // built on first use
}

func newProvider(name string, ps *tfjson.ProviderSchema, rules []rule, recorded *providerConstraints) (*server, error) {
	schema, err := convert(ps)
	return &server{name: name, schema: schema, rules: rules, recorded: recorded, types: map[*tfprotov6.Schema]*typeCheck{}}, err
}

type typeCheck struct {
	node *node
	typ  tftypes.Type
}

// check combines the recorded constraints with the schema: computed-only attributes may not be set.
func (s *server) check(sch *tfprotov6.Schema, t *typeConstraints) *typeCheck {
	s.mu.Lock()
	defer s.mu.Unlock()
	if c := s.types[sch]; c != nil {
		return c
	}
	n := tree(t)
	computed(n, sch.Block)
	if t != nil && !t.ID {
		n.at("id").attr.computed = true // in the schema of every type, and accepted by few
	}
	s.types[sch] = &typeCheck{n, sch.ValueType()}
	return s.types[sch]
}

func computed(n *node, b *tfprotov6.SchemaBlock) {
	for _, a := range b.Attributes {
		if !a.Optional && !a.Required {
			n.at(a.Name).attr.computed = true
		}
	}
	for _, nb := range b.BlockTypes {
		computed(n.at(nb.TypeName), nb.Block)
	}
}

func convert(ps *tfjson.ProviderSchema) (*tfprotov6.GetProviderSchemaResponse, error) {
	r := &tfprotov6.GetProviderSchemaResponse{
		ServerCapabilities: &tfprotov6.ServerCapabilities{GetProviderSchemaOptional: true},
		Provider:           &tfprotov6.Schema{Block: &tfprotov6.SchemaBlock{}},
		ResourceSchemas:    map[string]*tfprotov6.Schema{},
		DataSourceSchemas:  map[string]*tfprotov6.Schema{},
		Functions:          map[string]*tfprotov6.Function{},
	}
	var err error
	if ps.ConfigSchema != nil && ps.ConfigSchema.Block != nil {
		if r.Provider, err = schema(ps.ConfigSchema); err != nil {
			return nil, err
		}
	}
	for k, v := range ps.ResourceSchemas {
		if r.ResourceSchemas[k], err = schema(v); err != nil {
			return nil, fmt.Errorf("%s: %w", k, err)
		}
	}
	for k, v := range ps.DataSourceSchemas {
		if r.DataSourceSchemas[k], err = schema(v); err != nil {
			return nil, fmt.Errorf("data.%s: %w", k, err)
		}
	}
	return r, nil
}

func schema(s *tfjson.Schema) (*tfprotov6.Schema, error) {
	b, err := block(s.Block)
	return &tfprotov6.Schema{Version: int64(s.Version), Block: b}, err
}

var blockNesting = map[tfjson.SchemaNestingMode]tfprotov6.SchemaNestedBlockNestingMode{
	tfjson.SchemaNestingModeSingle: tfprotov6.SchemaNestedBlockNestingModeSingle,
	tfjson.SchemaNestingModeGroup:  tfprotov6.SchemaNestedBlockNestingModeGroup,
	tfjson.SchemaNestingModeList:   tfprotov6.SchemaNestedBlockNestingModeList,
	tfjson.SchemaNestingModeSet:    tfprotov6.SchemaNestedBlockNestingModeSet,
	tfjson.SchemaNestingModeMap:    tfprotov6.SchemaNestedBlockNestingModeMap,
}

func block(b *tfjson.SchemaBlock) (*tfprotov6.SchemaBlock, error) {
	as, err := attrs(b.Attributes)
	if err != nil {
		return nil, err
	}
	out := &tfprotov6.SchemaBlock{Deprecated: b.Deprecated, Attributes: as}
	for name, nb := range b.NestedBlocks {
		nested, err := block(nb.Block)
		if err != nil {
			return nil, fmt.Errorf("%s: %w", name, err)
		}
		out.BlockTypes = append(out.BlockTypes, &tfprotov6.SchemaNestedBlock{
			TypeName: name, Block: nested, Nesting: blockNesting[nb.NestingMode],
			MinItems: int64(nb.MinItems), MaxItems: int64(nb.MaxItems)})
	}
	return out, nil
}

var attrNesting = map[tfjson.SchemaNestingMode]tfprotov6.SchemaObjectNestingMode{
	tfjson.SchemaNestingModeSingle: tfprotov6.SchemaObjectNestingModeSingle,
	tfjson.SchemaNestingModeList:   tfprotov6.SchemaObjectNestingModeList,
	tfjson.SchemaNestingModeSet:    tfprotov6.SchemaObjectNestingModeSet,
	tfjson.SchemaNestingModeMap:    tfprotov6.SchemaObjectNestingModeMap,
}

func attrs(in map[string]*tfjson.SchemaAttribute) (out []*tfprotov6.SchemaAttribute, err error) {
	for name, a := range in {
		sa := &tfprotov6.SchemaAttribute{Name: name, Required: a.Required, Optional: a.Optional,
			Computed: a.Computed, Sensitive: a.Sensitive, Deprecated: a.Deprecated, WriteOnly: a.WriteOnly}
		if n := a.AttributeNestedType; n != nil {
			nested, err := attrs(n.Attributes)
			if err != nil {
				return nil, fmt.Errorf("%s: %w", name, err)
			}
			sa.NestedType = &tfprotov6.SchemaObject{Attributes: nested, Nesting: attrNesting[n.NestingMode]}
		} else {
			raw, err := json.Marshal(a.AttributeType)
			if err != nil {
				return nil, fmt.Errorf("%s: %w", name, err)
			}
			//lint:ignore SA1019 the recorded schemas hold types in this form, and no other function reads it
			if sa.Type, err = tftypes.ParseJSONType(raw); err != nil {
				return nil, fmt.Errorf("%s: %w", name, err)
			}
		}
		out = append(out, sa)
	}
	return out, nil
}

func (s *server) GetProviderSchema(context.Context, *tfprotov6.GetProviderSchemaRequest) (*tfprotov6.GetProviderSchemaResponse, error) {
	return s.schema, nil
}
func (s *server) GetResourceIdentitySchemas(context.Context, *tfprotov6.GetResourceIdentitySchemasRequest) (*tfprotov6.GetResourceIdentitySchemasResponse, error) {
	return &tfprotov6.GetResourceIdentitySchemasResponse{}, nil
}
func (s *server) ValidateProviderConfig(_ context.Context, r *tfprotov6.ValidateProviderConfigRequest) (*tfprotov6.ValidateProviderConfigResponse, error) {
	return &tfprotov6.ValidateProviderConfigResponse{PreparedConfig: r.Config}, nil
}
func (s *server) ValidateResourceConfig(_ context.Context, r *tfprotov6.ValidateResourceConfigRequest) (*tfprotov6.ValidateResourceConfigResponse, error) {
	d, err := s.validate(r.TypeName, s.schema.ResourceSchemas[r.TypeName], s.recorded.Resources[r.TypeName], r.Config)
	return &tfprotov6.ValidateResourceConfigResponse{Diagnostics: d}, err
}
func (s *server) ValidateDataResourceConfig(_ context.Context, r *tfprotov6.ValidateDataResourceConfigRequest) (*tfprotov6.ValidateDataResourceConfigResponse, error) {
	d, err := s.validate(r.TypeName, s.schema.DataSourceSchemas[r.TypeName], s.recorded.Data[r.TypeName], r.Config)
	return &tfprotov6.ValidateDataResourceConfigResponse{Diagnostics: d}, err
}

func (s *server) validate(name string, sch *tfprotov6.Schema, t *typeConstraints, config *tfprotov6.DynamicValue) (out []*tfprotov6.Diagnostic, err error) {
	if sch == nil {
		return nil, errors.New("no schema for " + name)
	}
	c := s.check(sch, t)
	v, err := config.Unmarshal(c.typ)
	if err != nil {
		return nil, err
	}
	root, err := object(v, sch.Block)
	if err != nil {
		return nil, err
	}
	by := s.name
	if s.recorded.Version != "" {
		by += " " + s.recorded.Version
	}
	for _, f := range check(s.rules, c.node, root) {
		out = append(out, &tfprotov6.Diagnostic{
			Severity:  tfprotov6.DiagnosticSeverityError,
			Summary:   f.key + " " + f.what,
			Detail:    fmt.Sprintf("The provider %s refuses this of %s.", by, name),
			Attribute: attributePath(f.key, sch.Block),
		})
	}
	return out, nil
}

// attributePath ends at the first set or map, whose elements have no index.
func attributePath(key string, b *tfprotov6.SchemaBlock) *tftypes.AttributePath {
	p := tftypes.NewAttributePath()
	parts := strings.Split(key, ".")
	for i := 0; i < len(parts) && b != nil; i++ {
		p = p.WithAttributeName(parts[i])
		var nested *tfprotov6.SchemaNestedBlock
		for _, nb := range b.BlockTypes {
			if nb.TypeName == parts[i] {
				nested = nb
			}
		}
		if nested == nil || nested.Nesting != tfprotov6.SchemaNestedBlockNestingModeList || i+1 == len(parts) {
			return p
		}
		i++
		index, err := strconv.Atoi(parts[i])
		if err != nil {
			return p
		}
		p = p.WithElementKeyInt(index)
		b = nested.Block
	}
	return p
}

// object leaves out nulls and absent blocks.
func object(v tftypes.Value, b *tfprotov6.SchemaBlock) (map[string]any, error) {
	var in map[string]tftypes.Value
	if err := v.As(&in); err != nil {
		return nil, err
	}
	out := map[string]any{}
	for _, a := range b.Attributes {
		if av, ok := in[a.Name]; ok && !av.IsNull() {
			x, err := plain(av)
			if err != nil {
				return nil, err
			}
			out[a.Name] = x
		}
	}
	for _, nb := range b.BlockTypes {
		bv, ok := in[nb.TypeName]
		switch {
		case !ok || bv.IsNull():
			continue
		case !bv.IsKnown():
			out[nb.TypeName] = unknownValue{}
			continue
		}
		switch nb.Nesting {
		case tfprotov6.SchemaNestedBlockNestingModeList, tfprotov6.SchemaNestedBlockNestingModeSet:
			var elems []tftypes.Value
			if err := bv.As(&elems); err != nil {
				return nil, err
			}
			var l []any
			for _, e := range elems {
				if !e.IsKnown() {
					l = append(l, unknownValue{})
					continue
				}
				o, err := object(e, nb.Block)
				if err != nil {
					return nil, err
				}
				l = append(l, o)
			}
			if len(l) > 0 {
				out[nb.TypeName] = l
			}
		case tfprotov6.SchemaNestedBlockNestingModeSingle, tfprotov6.SchemaNestedBlockNestingModeGroup:
			o, err := object(bv, nb.Block)
			if err != nil {
				return nil, err
			}
			out[nb.TypeName] = o
		}
	}
	return out, nil
}

func plain(v tftypes.Value) (any, error) {
	if !v.IsKnown() {
		return unknownValue{}, nil
	}
	if v.IsNull() {
		return nil, nil
	}
	t := v.Type()
	switch {
	case t.Is(tftypes.String):
		var s string
		err := v.As(&s)
		return s, err
	case t.Is(tftypes.Bool):
		var b bool
		err := v.As(&b)
		return b, err
	case t.Is(tftypes.Number):
		n := new(big.Float)
		if err := v.As(&n); err != nil {
			return nil, err
		}
		if i, acc := n.Int64(); acc == big.Exact {
			return i, nil
		}
		f, _ := n.Float64()
		return f, nil
	case t.Is(tftypes.List{}), t.Is(tftypes.Set{}), t.Is(tftypes.Tuple{}):
		var in []tftypes.Value
		if err := v.As(&in); err != nil {
			return nil, err
		}
		out := []any{}
		for _, e := range in {
			x, err := plain(e)
			if err != nil {
				return nil, err
			}
			out = append(out, x)
		}
		return out, nil
	case t.Is(tftypes.Map{}), t.Is(tftypes.Object{}):
		var in map[string]tftypes.Value
		if err := v.As(&in); err != nil {
			return nil, err
		}
		out := map[string]any{}
		for k, e := range in {
			x, err := plain(e)
			if err != nil {
				return nil, err
			}
			if x != nil {
				out[k] = x
			}
		}
		return out, nil
	}
	return nil, fmt.Errorf("a value of type %s", t)
}
func (s *server) ConfigureProvider(context.Context, *tfprotov6.ConfigureProviderRequest) (*tfprotov6.ConfigureProviderResponse, error) {
	return &tfprotov6.ConfigureProviderResponse{}, nil
}
func (s *server) StopProvider(context.Context, *tfprotov6.StopProviderRequest) (*tfprotov6.StopProviderResponse, error) {
	return &tfprotov6.StopProviderResponse{}, nil
}
func (s *server) UpgradeResourceState(_ context.Context, r *tfprotov6.UpgradeResourceStateRequest) (*tfprotov6.UpgradeResourceStateResponse, error) {
	typ := s.schema.ResourceSchemas[r.TypeName].ValueType()
	v, err := r.RawState.Unmarshal(typ)
	if err != nil {
		return nil, err
	}
	dv, err := tfprotov6.NewDynamicValue(typ, v)
	if err != nil {
		return nil, err
	}
	return &tfprotov6.UpgradeResourceStateResponse{UpgradedState: &dv}, nil
}
