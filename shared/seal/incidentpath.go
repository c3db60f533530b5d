package seal

import "fmt"

// The collections of incidents and of what is below one.
const (
	Incidents = "incidents"
	Notices   = "notices"
	Letters   = "letters" // about contracts, no part of an incident
	Timeline  = "timeline"
)

// IncidentPath is the path of an incident's document.
func IncidentPath(id string) string { return Incidents + "/" + id }

// NoticePath is the path of one of an incident's notices.
func NoticePath(incident, id string) string {
	return IncidentPath(incident) + "/" + Notices + "/" + id
}

// TimelinePath is the path of entry n of an incident's timeline. Paths sort as
// the entries do.
func TimelinePath(incident string, n int) string {
	return fmt.Sprintf("%s/%s/%08d", IncidentPath(incident), Timeline, n)
}

// The names of sealed fields of incidents.
const (
	Reporter  = "reporter"
	Narrative = "narrative"
	Recipient = "recipient" // of a notice
	Content   = "content"   // of a notice or a request
	Note      = "note"      // of an entry of the timeline
)

// LetterPath is the path of a letter.
func LetterPath(id string) string { return Letters + "/" + id }
