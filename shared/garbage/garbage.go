// Package garbage makes a function collect garbage less often than Go would.
//
// The entries of join and answer link it for its effect. What such a function
// keeps is a few MiB, and Go collects whenever as much again has been allocated:
// in a burst many times a second. With Percent it waits for a multiple of that. How
// much memory there may be at all is GOMEMLIMIT's to say, as before.
package garbage

import "runtime/debug"

// Percent is how much may be allocated before the next collection, in percent of
// what the last one left.
const Percent = 400

func init() { debug.SetGCPercent(Percent) }
