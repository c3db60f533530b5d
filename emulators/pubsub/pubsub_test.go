package pubsub

import (
	"bytes"
	"context"
	"encoding/hex"
	"encoding/json"
	"io"
	"net"
	"net/http"
	"strings"
	"testing"
	"time"
)

func TestStart(t *testing.T) {
	ctx, cancel := context.WithTimeout(t.Context(), 3*time.Minute)
	defer cancel()
	var log bytes.Buffer
	e, err := Start(ctx, Options{Log: &log})
	if err != nil {
		t.Fatal(err)
	}
	defer e.Stop()
	t.Setenv("PUBSUB_EMULATOR_HOST", e.Host())
	host, err := Ensure(ctx)
	if host != e.Host() || err != nil {
		t.Fatalf("Ensure() = %s, %v; want what PUBSUB_EMULATOR_HOST names, %s", host, err, e.Host())
	}

	call := func(method, path string, request any) (response []byte) {
		t.Helper()
		body, err := json.Marshal(request)
		if err != nil {
			t.Fatal(err)
		}
		req, err := http.NewRequestWithContext(ctx, method, "http://"+host+"/v1/projects/demo-pubsub/"+path, bytes.NewReader(body))
		if err != nil {
			t.Fatal(err)
		}
		req.Header.Set("Content-Type", "application/json")
		client := http.Client{Transport: &http.Transport{DisableKeepAlives: true}}
		resp, err := client.Do(req)
		if err != nil {
			t.Fatal(err)
		}
		defer resp.Body.Close()
		response, err = io.ReadAll(resp.Body)
		if err != nil || resp.StatusCode != http.StatusOK {
			t.Fatalf("%s %s: %s: %s (%v)", method, path, resp.Status, response, err)
		}
		return response
	}
	call(http.MethodPut, "topics/retention", map[string]any{})
	call(http.MethodPut, "subscriptions/retention", map[string]any{"topic": "projects/demo-pubsub/topics/retention"})
	call(http.MethodPost, "topics/retention:publish", map[string]any{"messages": []any{map[string]any{"data": []byte("tick")}}})
	var pulled struct {
		ReceivedMessages []struct{ Message struct{ Data []byte } }
	}
	if err := json.Unmarshal(call(http.MethodPost, "subscriptions/retention:pull", map[string]any{"maxMessages": 10}), &pulled); err != nil {
		t.Fatal(err)
	}
	if len(pulled.ReceivedMessages) != 1 || string(pulled.ReceivedMessages[0].Message.Data) != "tick" {
		t.Errorf("pulled %+v", pulled)
	}

	if err := e.Stop(); err != nil {
		t.Fatal(err)
	}
	if c, err := net.Dial("tcp", e.Host()); err == nil {
		c.Close()
		t.Error("stopped, and something still listens")
	}
	if !strings.Contains(log.String(), "Server started") {
		t.Errorf("the log has only %q", log.String())
	}
}

func TestRelease(t *testing.T) {
	t.Parallel()
	r := product.Release
	if sum, err := hex.DecodeString(r.SHA256); err != nil || len(sum) != 32 {
		t.Errorf("%q is no SHA-256", r.SHA256)
	}
	if !strings.HasPrefix(r.URL, "https://") || !strings.HasSuffix(r.URL, "-"+r.Version+".zip") {
		t.Errorf("%s is not the address of version %s", r.URL, r.Version)
	}
}
