// Package sheet writes what people wrote as tables for spreadsheets, so that none of it is
// ever evaluated as a formula.
//
// The functions that export call it. It must never write a cell without defusing it, and
// never log one.
package sheet

// A Sheet is a table. Cells are strings, float64s, or nil for an empty one.
type Sheet struct {
	Header []string
	Rows   [][]any
}
