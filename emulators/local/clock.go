package main

import (
	"sync/atomic"
	"time"
)

// A clock is the system's clock, moved by an offset. The functions, the Auth0
// stand-in, Cloud KMS and the scheduler all follow it; only Firestore has its
// own.
type clock struct{ offset atomic.Int64 }

func (c *clock) now() time.Time { return time.Now().Add(time.Duration(c.offset.Load())) }

func (c *clock) advance(d time.Duration) { c.offset.Add(int64(d)) }

func (c *clock) set(t time.Time) { c.offset.Store(int64(time.Until(t))) }
