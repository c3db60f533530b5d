package java

import (
	"context"
	"fmt"
	"os"
	"sync"
)

// Shared is an emulator that a whole process shares.
type Shared struct {
	Product Product
	Args    []string

	mu       sync.Mutex
	ready    chan struct{} // nil before the first start; closed when it succeeded or failed
	emulator *Emulator
	err      error
}

// Ensure returns the host of a running emulator: the one that Product.HostEnv names, or one that the first call starts
// and all further calls share, and that ends with the process. It then sets HostEnv, which Google's clients read. A
// failed start is not retried.
func (s *Shared) Ensure(ctx context.Context) (string, error) {
	s.mu.Lock()
	if s.ready == nil {
		if host := os.Getenv(s.Product.HostEnv); host != "" {
			s.mu.Unlock()
			if err := answers(ctx, host); err != nil {
				return "", fmt.Errorf("%s is %s, where no %s answers (%w): start it, or unset the variable to have one started",
					s.Product.HostEnv, host, s.Product.Name, err)
			}
			return host, nil
		}
		s.ready = make(chan struct{})
		// The first caller's deadline must not fail the others.
		go s.start(context.WithoutCancel(ctx))
	}
	s.mu.Unlock()

	select {
	case <-s.ready:
	case <-ctx.Done():
		return "", fmt.Errorf("waiting for the %s: %w", s.Product.Name, context.Cause(ctx))
	}
	if s.err != nil {
		return "", s.err
	}
	if err := s.emulator.Err(); err != nil {
		return "", fmt.Errorf("the %s: %w", s.Product.Name, err)
	}
	return s.emulator.Host(), nil
}

func (s *Shared) start(ctx context.Context) {
	defer close(s.ready)
	if s.emulator, s.err = s.Product.Start(ctx, Options{Progress: os.Stderr}, s.Args...); s.err == nil {
		s.err = os.Setenv(s.Product.HostEnv, s.emulator.Host())
	}
}
