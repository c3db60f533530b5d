package events

import (
	"bytes"
	"context"
	"encoding/base64"
	"encoding/json"
	"errors"
	"log/slog"
	"strings"
	"testing"

	"github.com/cleanslate-edu/cleanslate/shared/lazy"
	"github.com/cleanslate-edu/cleanslate/shared/logging"
)

// Guard returns only fixed texts, since the framework prints them, and logs what went
// wrong. Not parallel: the log is global.
func TestGuard(t *testing.T) {
	const secret = "Ada's answer"
	var logs bytes.Buffer
	old := slog.Default()
	slog.SetDefault(logging.New(&logs, logging.Options{}))
	defer slog.SetDefault(old)

	data := []byte(`{"message":{"data":"` + base64.StdEncoding.EncodeToString([]byte(secret)) + `","messageId":"17"}}`)
	var handle Handler
	guarded := Guard("test", func(context.Context, *lazy.Opened) (Handler, error) {
		return func(ctx context.Context, m Message) error { return handle(ctx, m) }, nil
	})
	for _, tt := range []struct {
		name   string
		data   []byte
		handle Handler
		err    string
		want   map[string]any // of the last line; nil: none
	}{
		{"handled", data, func(context.Context, Message) error { return nil }, "", nil},
		{"refused", data, func(context.Context, Message) error { return errors.New("the store is away") }, "the message was not handled",
			map[string]any{"severity": "ERROR", "message": "a message was not handled", "function": "test", "messageId": "17", "error": "the store is away"}},
		{"poison", []byte("{"), nil, "the message was not handled", map[string]any{"severity": "ERROR", "error": ErrPoison.Error()}},
		{"a panic", data, func(_ context.Context, m Message) error { panic(string(m.Data)) }, "the function panicked",
			map[string]any{"severity": "CRITICAL", "message": "panic", "function": "test", "type": "string"}},
		{"a line of the handler's", data, func(ctx context.Context, m Message) error {
			slog.InfoContext(ctx, "planning")
			return nil
		}, "", map[string]any{"severity": "INFO", "message": "planning"}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			logs.Reset()
			handle = tt.handle
			err := guarded(t.Context(), tt.data)
			if (err == nil) != (tt.err == "") || err != nil && err.Error() != tt.err {
				t.Errorf("error %v, want %q", err, tt.err)
			}
			if tt.want == nil {
				if logs.Len() > 0 {
					t.Errorf("logged %s", &logs)
				}
				return
			}
			var line map[string]any
			if err := json.Unmarshal(logs.Bytes(), &line); err != nil {
				t.Fatalf("%v in %s", err, &logs)
			}
			for k, v := range tt.want {
				if line[k] != v {
					t.Errorf("%s is %v, want %v", k, line[k], v)
				}
			}
			if id, _ := line["requestId"].(string); len(id) != 16 {
				t.Errorf("requestId %q", id)
			}
			if tt.name == "a panic" && !strings.Contains(line["stack_trace"].(string), "events.TestGuard.func") {
				t.Errorf("stack %s", line["stack_trace"])
			}
			if strings.Contains(logs.String(), secret) {
				t.Errorf("the message is in the log: %s", &logs)
			}
		})
	}

	logs.Reset()
	broken := Guard("test", func(context.Context, *lazy.Opened) (Handler, error) { return nil, errors.New("X is not set") })
	if err := broken(t.Context(), data); err == nil || err.Error() != "the function can't start" {
		t.Errorf("error %v", err)
	}
	if l := logs.String(); !strings.Contains(l, `"started":false,"error":"X is not set"`) {
		t.Errorf("logged %s", l)
	}
}
