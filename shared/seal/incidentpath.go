package seal

import "fmt"

// IncidentPath is the path of an incident's document.
func IncidentPath(id string) string { return "incidents/" + id }

// NoticePath is the path of one of an incident's notices.
func NoticePath(incident, id string) string { return "incidents/" + incident + "/notices/" + id }

// TimelinePath is the path of entry n of an incident's timeline. Paths sort as
// the entries do.
func TimelinePath(incident string, n int) string {
	return fmt.Sprintf("incidents/%s/timeline/%08d", incident, n)
}

// The names of sealed fields of incidents.
const (
	Reporter  = "reporter"
	Narrative = "narrative"
	Recipient = "recipient" // of a notice
	Content   = "content"   // of a notice
	Note      = "note"      // of an entry of the timeline
)
