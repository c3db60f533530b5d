// Package child starts processes that end with the one that started them, however it ends.
//
// The emulators' Java and the processes of tests are started with it. It must never leave a process behind, and never
// let a terminal's Ctrl-C reach one: the parent stops its children in order.
package child
