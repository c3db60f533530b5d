package wire

import (
	"context"
	"errors"
	"testing"
	"testing/synctest"
	"time"

	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/status"
)

func TestRetryRepeatsWhatMayPass(t *testing.T) {
	for code, want := range map[codes.Code]int{
		codes.Unavailable: 3, codes.ResourceExhausted: 3, codes.Aborted: 3, codes.Internal: 3, codes.DeadlineExceeded: 3,
		codes.NotFound: 1, codes.AlreadyExists: 1, codes.PermissionDenied: 1, codes.InvalidArgument: 1,
		codes.FailedPrecondition: 1, codes.Unauthenticated: 1, codes.Canceled: 1, codes.Unknown: 1,
	} {
		synctest.Test(t, func(t *testing.T) {
			n := 0
			err := Retry(t.Context(), func(context.Context) error {
				if n++; n == 3 {
					return nil
				}
				return status.Error(code, "")
			})
			if n != want || (err == nil) != (want == 3) {
				t.Errorf("%v: %d attempts, %v; want %d", code, n, err, want)
			}
		})
	}
}

func TestRetryPausesLongerAndAtRandom(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
		defer cancel()
		start := time.Now()
		var pauses []time.Duration
		var last time.Time
		err := Retry(ctx, func(context.Context) error {
			if !last.IsZero() {
				pauses = append(pauses, time.Since(last))
			}
			last = time.Now()
			return status.Error(codes.ResourceExhausted, "")
		})
		if status.Code(err) != codes.ResourceExhausted || time.Since(start) != time.Minute {
			t.Errorf("%v after %v", err, time.Since(start))
		}
		var sum time.Duration
		low, high := pauseMax, time.Duration(0)
		for i, p := range pauses {
			if bound := min(pauseFirst<<min(i, 10), pauseMax); p >= bound {
				t.Errorf("pause %d was %v, want less than %v", i, p, bound)
			}
			if i >= 10 {
				sum, low, high = sum+p, min(low, p), max(high, p)
			}
		}
		// Some 110 of them: these bounds are many standard deviations wide.
		if mean := sum / time.Duration(len(pauses)-10); mean < pauseMax/3 || mean > pauseMax*2/3 || low > pauseMax/4 || high < pauseMax*3/4 {
			t.Errorf("%d pauses of %v to %v, %v in the mean", len(pauses), low, high, mean)
		}
	})
}

func TestRetryEndsAnAttemptThatHangs(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		ctx, cancel := context.WithTimeout(t.Context(), Deadline)
		defer cancel()
		hang := func(ctx context.Context) error {
			<-ctx.Done()
			return ctx.Err()
		}
		start, n := time.Now(), 0
		err := Retry(ctx, func(ctx context.Context) error {
			if n++; n < 3 {
				return hang(ctx)
			}
			return nil
		})
		if took := time.Since(start); err != nil || took < 2*attemptTimeout || took > 2*attemptTimeout+2*pauseMax {
			t.Errorf("%d attempts in %v: %v", n, took, err)
		}

		start, n = time.Now(), 0
		ctx, cancel = context.WithTimeout(t.Context(), Deadline)
		defer cancel()
		err = Retry(ctx, func(ctx context.Context) error {
			n++
			return hang(ctx)
		})
		if took := time.Since(start); !errors.Is(err, context.DeadlineExceeded) || took != Deadline || n < 3 || n > 4 {
			t.Errorf("%d attempts in %v: %v", n, took, err)
		}
	})
}
