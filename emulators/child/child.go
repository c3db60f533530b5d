// Package child starts processes that end with the one that started them, however that one ends.
//
// The emulators' Java and the processes of tests are started with it. It must never leave a process
// behind, and never let a terminal's Ctrl-C reach one: their parent stops them in order.
package child
