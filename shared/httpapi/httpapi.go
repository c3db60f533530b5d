// Package httpapi is what every HTTP function has in common: reading a JSON
// body within limits, writing JSON, turning the error kinds of package domain
// into problem documents (RFC 9457), the middleware around each function's
// handler, and the OpenAPI document that is the contract.
//
// The functions and the local stack call it. Since join and answer link it, it
// imports the standard library and packages domain, lazy and logging only. It must never log,
// echo or measure what a body, a token, a path or a query holds: ids in paths
// are secrets, and names and answers are a child's.
//
// A body has 10 seconds to arrive. How long the headers may take can't be set with
// functions-framework: in the cloud Google's front end, which passes on only complete
// headers, bounds them; the local stack's server has a ReadHeaderTimeout.
package httpapi

// How large a request's body may be, in bytes.
const (
	BodyLimit        = 64 << 10
	QuestionSetLimit = 1 << 20 // creating and replacing question sets
)
