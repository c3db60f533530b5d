package httpapi

import (
	"context"
	"time"
)

// refusalTime is what refusing a code takes, or a multiple of it: longer than
// finding out about one.
const refusalTime = 100 * time.Millisecond

// Settle waits until a multiple of 100 ms has passed since a request began, or its context
// ends. How many documents are read depends on what is wrong with a session's code and on what is
// cached, so without it the time would tell a locked or closed code from an unknown one.
func Settle(ctx context.Context, began time.Time) {
	select {
	case <-time.After(refusalTime - time.Since(began)%refusalTime):
	case <-ctx.Done():
	}
}
