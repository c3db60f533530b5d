package main

import (
	"bytes"
	"compress/gzip"
	"context"
	_ "embed"
	"encoding/json"
	"fmt"
	"io"
	"os"
	"path"
	"path/filepath"
	"runtime"
	"strings"

	"github.com/hashicorp/go-hclog"
	"github.com/hashicorp/go-plugin"
	tfjson "github.com/hashicorp/terraform-json"
	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"github.com/hashicorp/terraform-plugin-go/tfprotov6/tf6server"
)

//go:embed recorded/schemas.json.gz
var schemasFile []byte

//go:embed recorded/constraints.json.gz
var constraintsFile []byte

func unzip(file []byte, into any) error {
	r, err := gzip.NewReader(bytes.NewReader(file))
	if err != nil {
		return err
	}
	return json.NewDecoder(r).Decode(into)
}

// record reads the output of `terraform providers schema -json` and writes it without the descriptions.
func record(from io.Reader, to string) error {
	var all any
	if err := json.NewDecoder(from).Decode(&all); err != nil {
		return fmt.Errorf("reading the schemas: %w", err)
	}
	raw, err := json.Marshal(undescribed(all))
	if err != nil {
		return err
	}
	var out bytes.Buffer
	w, err := gzip.NewWriterLevel(&out, gzip.BestCompression)
	if err != nil {
		return err
	}
	if _, err := w.Write(raw); err != nil {
		return err
	}
	if err := w.Close(); err != nil {
		return err
	}
	return os.WriteFile(to, out.Bytes(), 0o644)
}

func undescribed(v any) any {
	switch v := v.(type) {
	case map[string]any:
		for k, e := range v {
			// An argument may be called description; then it isn't a text.
			if _, text := e.(string); text && strings.HasPrefix(k, "description") {
				delete(v, k)
			} else {
				v[k] = undescribed(e)
			}
		}
	case []any:
		for i, e := range v {
			v[i] = undescribed(e)
		}
	}
	return v
}

type recordedProviders struct {
	versions map[string]string // by address
	reattach string            // the value of TF_REATTACH_PROVIDERS
}

// readRecorded returns the recorded providers by address.
func readRecorded() (map[string]*server, error) {
	var schemas tfjson.ProviderSchemas
	if err := unzip(schemasFile, &schemas); err != nil {
		return nil, fmt.Errorf("reading the recorded schemas: %w", err)
	}
	var constraints constraintFile
	if err := unzip(constraintsFile, &constraints); err != nil {
		return nil, fmt.Errorf("reading the recorded constraints: %w", err)
	}
	providers := map[string]*server{}
	for addr, schema := range schemas.Schemas {
		name := path.Base(addr)
		recorded := constraints.Providers[name]
		if recorded == nil {
			return nil, fmt.Errorf("no recorded constraints for %s", addr)
		}
		var err error
		if providers[addr], err = newProvider(name, schema, constraints.Rules, recorded); err != nil {
			return nil, fmt.Errorf("reading the schema of %s: %w", addr, err)
		}
	}
	return providers, nil
}

// serveRecorded serves the recorded providers until ctx is done: one server for all runs of Terraform, which saves each
// plan from starting two processes.
func serveRecorded(ctx context.Context) (*recordedProviders, error) {
	providers, err := readRecorded()
	if err != nil {
		return nil, err
	}
	// Without a level, the plugin library traces every request.
	if err := os.Setenv("TF_LOG_SDK_PROTO", "ERROR"); err != nil {
		return nil, err
	}
	type address struct{ Network, String string }
	type reattach struct {
		Protocol        string
		ProtocolVersion int
		Pid             int
		Test            bool
		Addr            address
	}
	served, versions := map[string]reattach{}, map[string]string{}
	for addr, provider := range providers {
		at, failed := make(chan *plugin.ReattachConfig), make(chan error, 1)
		go func() {
			failed <- tf6server.Serve(addr, func() tfprotov6.ProviderServer { return provider }, tf6server.WithDebug(ctx, at, nil), tf6server.WithGoPluginLogger(hclog.NewNullLogger()))
		}()
		select {
		case c := <-at:
			served[addr] = reattach{string(c.Protocol), c.ProtocolVersion, c.Pid, c.Test, address{c.Addr.Network(), c.Addr.String()}}
		case err := <-failed:
			return nil, fmt.Errorf("serving %s: %w", addr, err)
		}
		versions[addr] = provider.recorded.Version
	}
	raw, err := json.Marshal(served)
	return &recordedProviders{versions, string(raw)}, err
}

// mirror writes what terraform init looks for, so that the versions that the tree requires are compared with the
// recorded ones, and returns the path of the configuration file that names it.
func mirror(r *recordedProviders, dir string) (string, error) {
	root := filepath.Join(dir, "mirror")
	for addr, version := range r.versions {
		d := filepath.Join(root, filepath.FromSlash(addr), version, runtime.GOOS+"_"+runtime.GOARCH)
		if err := os.MkdirAll(d, 0o755); err != nil {
			return "", err
		}
		if err := os.WriteFile(filepath.Join(d, "terraform-provider-"+path.Base(addr)+"_v"+version), nil, 0o755); err != nil {
			return "", err
		}
	}
	rc := filepath.Join(dir, "cli.tfrc")
	return rc, os.WriteFile(rc, fmt.Appendf(nil, "provider_installation {\n  filesystem_mirror {\n    path = %q\n  }\n}\n", root), 0o644)
}
