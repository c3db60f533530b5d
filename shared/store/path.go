package store

import "fmt"

// The paths that no sealed value is bound to; those of the others are package
// seal's. Collections go by their own name, documents by their whole path.
const (
	// In both databases.
	holdsPath    = "holds"
	erasuresPath = "erasures"
	receiptsPath = "receipts"
	chainsPath   = "chains"
	blocksPath   = "blocks" // of a chain

	// In "(default)".
	codesPath        = "codes"
	orphansPath      = "orphans"
	auditPath        = "audit"
	entriesPath      = "entries"      // of an org's audit log
	questionSetsPath = "questionSets" // of an org
	contentPath      = "content"      // of a session
	seatsPath        = "seats"        // of a session
	answersPath      = "answers"      // of a session: its log
	affectedPath     = "affected"     // of an incident
)

// The documents in a session's content, which never change.
const (
	paper     = "paper"
	answerKey = "answerKey"
)

func holdPath(id string) string { return holdsPath + "/" + id }

func erasurePath(id string) string { return erasuresPath + "/" + id }

func receiptPath(id string) string { return receiptsPath + "/" + id }

func chainPath(org string) string { return chainsPath + "/" + org }

func blockPath(org string, n int) string {
	return fmt.Sprintf("%s/%s/%08d", chainPath(org), blocksPath, n)
}

func codePath(code string) string { return codesPath + "/" + code }

func orphanPath(id string) string { return orphansPath + "/" + id }

// stopPath is the path of an org's stop. No org's id is that of retentionPath.
func stopPath(org string) string { return "retention/" + org }

// retentionPath is the path of the state of retention, in either database.
var retentionPath = stopPath("state")

func databasePath(project string) string { return "projects/" + project + "/databases/(default)" }
