package store

import "fmt"

// The paths that no sealed value is bound to; those of the others are package
// seal's, and those that answerlog knows as well are wire's. Collections go by their own name, documents by their whole path.
const (
	// In both databases.
	holdsPath    = "holds"
	erasuresPath = "erasures"
	receiptsPath = "receipts"
	chainsPath   = "chains"
	blocksPath   = "blocks" // of a chain

	// In "(default)".
	codesPath          = "codes"
	orphansPath        = "orphans"
	questionSetsPath   = "questionSets" // of an org
	changesPath        = "changes"      // of an org: its history
	policiesPath       = "policies"     // of an org: the versions of its policy
	circularsPath      = "circulars"    // of an org: announcements on their way
	disclosuresPath    = "disclosures"  // of an org: what was handed over under legal process
	transfersPath      = "transfers"
	transferTablesPath = "transferTables"
	usagePath          = "usage"
	ownershipsPath     = "ownerships"
	newslettersPath    = "newsletters"
	organizationsPath  = "organizations"
	addresseesPath     = "addressees"
	consentsPath       = "consents"
	consentCodesPath   = "consentCodes"
	consentTextsPath   = "consentTexts" // of an org: the versions of what parents consent to
	affectedPath       = "affected"     // of an incident
)

// The paths in the database "audit", whose collection has its name; blocksPath is of a chain
// there as well.
const (
	auditsPath  = "audit"
	entriesPath = "entries" // of an org's audit
)

// The collections of keys that no other key wraps, in the vault: those of actors, and those
// that hash addresses, by day.
const (
	auditKeysPath   = "auditKeys"
	addressKeysPath = "addressKeys"
)

// requestForwardsPath is the collection of the boxes of forwarded requests' keys, in the
// vault.
const requestForwardsPath = "requestForwards"

func holdPath(id string) string { return holdsPath + "/" + id }

func erasurePath(id string) string { return erasuresPath + "/" + id }

func receiptPath(id string) string { return receiptsPath + "/" + id }

func chainPath(org string) string { return chainsPath + "/" + org }

func blockPath(chain string, n int) string {
	return fmt.Sprintf("%s/%s/%08d", chain, blocksPath, n)
}

// changeName is an entry's id among an org's changes: their order is that of the ids.
func changeName(n int) string { return fmt.Sprintf("%08d", n) }

// tableName is the id of the table of a part of a transfer.
func tableName(transfer string, n int) string { return fmt.Sprintf("%s-%03d", transfer, n) }

// usageName is the id of the count of an org's month.
func usageName(org, month string) string { return fmt.Sprintf("%s.%s", org, month) }

func auditPath(org string) string { return auditsPath + "/" + org }

func entryPath(org, id string) string { return auditPath(org) + "/" + entriesPath + "/" + id }

func auditKeyPath(org string) string { return auditKeysPath + "/" + org }

func addressKeyPath(day string) string { return addressKeysPath + "/" + day }

func codePath(code string) string { return codesPath + "/" + code }

func orphanPath(id string) string { return orphansPath + "/" + id }

// stopPath is the path of an org's stop. No org's id is that of retentionPath.
func stopPath(org string) string { return "retention/" + org }

// retentionPath is the path of the state of retention, in either database.
var retentionPath = stopPath("state")

// vaultDatabase is the vault's name; wire has that of "(default)".
const vaultDatabase = "vault"
