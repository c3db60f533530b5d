// Package domain holds the types and rules of the classroom: questions and how
// they are scored, sessions and when they accept answers, organizations and
// what they agreed to, and the kinds of error that the rest of the system
// speaks in.
//
// Every function and every other shared package calls it. It is pure: it imports the
// standard library only, reads no clock, no environment and no random source of its own,
// and must never do input or output. Time and randomness are passed in.
package domain

import "time"

// A Clock returns the current time. Functions get one injected, so that a test or the
// local stack can move them by months.
type Clock func() time.Time
