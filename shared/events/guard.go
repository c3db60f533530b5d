package events

import (
	"context"
	"errors"
	"log/slog"
	"math/rand/v2"

	"github.com/cleanslate-edu/cleanslate/shared/lazy"
	"github.com/cleanslate-edu/cleanslate/shared/logging"
)

// Guard returns what the functions framework calls with a CloudEvent's data. It
// calls build at the first message, and again until that succeeds. The framework
// prints a panic's value and uses an error as a format string, so neither may
// reach it: what went wrong is logged by its kind, without the message, and the
// framework gets a fixed text. All lines about a delivery have the same requestId.
func Guard(name string, build lazy.Build[Handler]) func(ctx context.Context, data []byte) error {
	built := lazy.New(name, build)
	return func(ctx context.Context, data []byte) (err error) {
		ctx = logging.WithRequest(ctx, &logging.Request{ID: logging.NewID(rand.Uint64)})
		defer func() {
			if v := recover(); v != nil {
				logging.Panic(ctx, slog.Default(), name, v)
				err = errors.New("the function panicked")
			}
		}()
		h, err := built.Get(ctx)
		if err != nil {
			return errors.New("the function can't start")
		}
		m, err := Decode(data)
		if err == nil {
			ctx, cancel := context.WithTimeout(ctx, DeliveryTime)
			defer cancel()
			err = h(ctx, m)
		}
		if err != nil {
			slog.ErrorContext(ctx, "a message was not handled", "function", name, "messageId", m.ID, logging.Error(err))
			return errors.New("the message was not handled")
		}
		return nil
	}
}
