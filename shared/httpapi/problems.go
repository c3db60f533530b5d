package httpapi

import (
	"fmt"
	"html"
	"net/http"
	"strings"

	"github.com/cleanslate-edu/cleanslate/shared/domain"
)

// An entry of the problem registry: what the last part of a problem's type
// means, for the people who read /problems/<slug>.
type entry struct {
	Slug   string `json:"slug"`
	Status int    `json:"status"`
	Title  string `json:"title"`
	Text   string `json:"text"`
}

// registry lists every slug that the functions answer with, by status. A test
// compares it with the source.
var registry = []entry{
	{"malformed", 400, "The request can't be read",
		"The body is not JSON, not UTF-8, ends early, repeats a name, or is nested too deeply. Send one JSON object in UTF-8."},
	{"page-token", 400, "The page token is not one of this list",
		"A page token is good for the list that gave it out, with the same filter. Start the list from its beginning, without a token."},

	{"not-authenticated", 401, "Sign in or join first",
		"The request carries no token. Teachers sign in; students join a session with its code and send the token that they got."},
	{"invalid-token", 401, "The token is not accepted",
		"The token is forged, has expired, or belongs to something else. Sign in again; students join again on the same device, which gives them back their place and their answers."},
	{"second-factor-required", 401, "A recent second factor is needed",
		"Exporting, deleting and incidents need a second factor that is not older than 15 minutes. Sign in again with your second factor, then repeat the request."},

	{"forbidden", 403, "Your account may not do this",
		"The token is good, but it lacks the permission. An administrator of your school can grant it."},
	{"organization-required", 403, "Sign in to your school",
		"The token is good but was not issued for an organization. Sign in again and choose your school."},
	{"dismissed", 403, "You were sent out",
		"A teacher has sent this participant out of the session. What was recorded before counts. The teacher can let them back in."},
	{"not-owner", 403, "Only the owner may do this",
		"You co-teach this session. Only the teacher who created it may do this."},

	{"not-found", 404, "Not found",
		"There is nothing at this address, or nothing that you can see. What belongs to another school or another teacher looks just the same."},
	{"unknown-code", 404, "No session has this code now",
		"The code is mistyped, or its session is over, locked or deleted: these look alike on purpose. Check the code on the board or ask your teacher."},
	{"unknown-invitation", 404, "No such invitation",
		"The invitation link is mistyped, was used up, or its session is gone. Ask the teacher who sent it for a new one."},

	{"method-not-allowed", 405, "This can't be done here",
		"The address exists but doesn't know this method. The Allow header names those that it knows."},

	{"conflict", 409, "The present state doesn't allow this",
		"Something changed, so that the request no longer fits. Load the present state and decide again."},
	{"session-paused", 409, "The session is paused",
		"The teacher has paused the session. Wait until it goes on, then send the same request again."},
	{"session-full", 409, "The session is full",
		"The session has as many participants as its school's agreement allows. Tell your teacher."},
	{"session-closed", 409, "The session is closed",
		"The session takes no answers any more. What was recorded before counts."},
	{"not-closed", 409, "The session is not closed yet",
		"Solutions can be seen once the session is closed. Ask again then."},
	{"no-solutions", 409, "This session shows no solutions",
		"The teacher chose not to show the solutions after the close."},
	{"code-taken", 409, "The code belongs to another session",
		"Two sessions got the same code at the same moment. Send the same request again."},
	{"agreement-missing", 409, "No agreement is in force",
		"Your school has no written agreement on file that is in force today, so nothing may be collected. An administrator of your school can settle it."},
	{"wrong-state", 409, "Not in this state",
		"The session is in a state that doesn't allow this: what is closed stays closed, and what is deleted must be restored first."},

	{"incident-closed", 409, "The incident is closed",
		"A closed incident doesn't change any more. What is found later is a new incident."},
	{"nothing-to-delay", 409, "No clause allows this delay",
		"None of the clauses that apply to the incident lets a notice wait on this ground. Notify in time."},
	{"notices-open", 409, "Some notices are not at their end",
		"An incident is closed when every notice was delivered, failed or is not required. Complete what is missing, say what happened to those that are unknown, and wait for those on their way."},

	{"nothing-to-confirm", 409, "Nothing waits for this confirmation",
		"Retention didn't stop here, or more waits than was confirmed. Look at the plan again and confirm the number that it shows."},
	{"retention-paused", 409, "Erasing is paused",
		"A database was restored from a backup. Nothing is erased until an operator has confirmed that it is complete."},

	{"gone", 410, "Erased for good",
		"This was erased and can't be brought back."},
	{"participant-erased", 410, "This participant was erased",
		"The data of the participant who joined with this key was erased. Join with a new key to start again."},
	{"restore-window-over", 410, "Too late to restore",
		"The time in which the deletion could be undone is over. The data is being erased or is erased already."},
	{"invitation-expired", 410, "The invitation has expired",
		"Invitations last 24 hours. Ask the teacher who sent it for a new one."},

	{"changed", 412, "Changed in the meantime",
		"Somebody changed this after you loaded it. Load it again, then repeat your change."},

	{"too-large", 413, "Too large",
		"Bodies may have 64 KiB, question sets 1 MiB. Send less at once."},

	{"unsupported-media-type", 415, "Not JSON",
		"Bodies are JSON in UTF-8, uncompressed, with Content-Type: application/json."},

	{"invalid", 422, "Some values are not accepted",
		"The list of errors names each value by a JSON pointer and says what is expected. Correct them and send the request again."},
	{"idempotency-key-invalid", 422, "The Idempotency-Key is missing or weak",
		"The Idempotency-Key header has 22 to 128 visible ASCII characters, made at random by the client: 128 random bits in base64 do. It protects a participant's data, so short ones are refused."},
	{"idempotency-key-reused", 422, "The Idempotency-Key was used for something else",
		"The same Idempotency-Key came with another body before. Make a new key for a new request, and use it again only to repeat that request."},

	{"notice-incomplete", 422, "The notice lacks a required part",
		"The list of errors names each missing part by where it is filled in. Once it is, the notice goes out by itself."},

	{"too-many-requests", 429, "Too many requests",
		"Wait as long as the Retry-After header says, then try again."},
	{"too-many-answers", 429, "Too many answers from one participant",
		"One participant has sent many times more than the session's questions have room for. What was recorded before counts; no more of theirs is taken. Sending it again doesn't help."},

	{"internal", 500, "Something is wrong on our side",
		"It has been recorded without anything personal. Try again in a minute."},

	{"unavailable", 503, "Temporarily unavailable",
		"Wait as long as the Retry-After header says, then send the same request again. With the same Idempotency-Key nothing happens twice, and answers may always be sent again."},
}

// title returns the title of a slug, or else that of the fallback.
func title(slug, fallback string) string {
	other := ""
	for i := range registry {
		switch registry[i].Slug {
		case slug:
			return registry[i].Title
		case fallback:
			other = registry[i].Title
		}
	}
	return other
}

// ProblemPages serves /problems/ and /problems/<slug>, where the types of the
// problem documents lead: as HTML for people, as JSON for who asks for it.
func ProblemPages() http.Handler {
	mux := http.NewServeMux()
	mux.HandleFunc("GET /problems/{$}", func(w http.ResponseWriter, r *http.Request) {
		if wantsJSON(r) {
			WriteJSON(w, http.StatusOK, map[string]any{"items": registry})
			return
		}
		var b strings.Builder
		b.WriteString("<ul>\n")
		for _, e := range registry {
			fmt.Fprintf(&b, "<li><a href=\"/problems/%s\">%s</a> (%d)</li>\n", e.Slug, html.EscapeString(e.Title), e.Status)
		}
		b.WriteString("</ul>\n")
		writePage(w, "Problems", b.String())
	})
	mux.HandleFunc("GET /problems/{slug}", func(w http.ResponseWriter, r *http.Request) {
		for _, e := range registry {
			if e.Slug != r.PathValue("slug") {
				continue
			}
			if wantsJSON(r) {
				WriteJSON(w, http.StatusOK, e)
				return
			}
			writePage(w, e.Title, fmt.Sprintf(
				"<p>%s</p>\n<p>Status %d, <code>/problems/%s</code>. <a href=\"/problems/\">All problems</a></p>\n",
				html.EscapeString(e.Text), e.Status, e.Slug))
			return
		}
		WriteError(w, r, domain.ErrNotFound)
	})
	return Wrap("problems", mux, Options{})
}

// wantsJSON reports whether r asks for JSON and not for HTML.
func wantsJSON(r *http.Request) bool {
	accept := r.Header.Get("Accept")
	return strings.Contains(accept, "json") && !strings.Contains(accept, "text/html")
}

func writePage(w http.ResponseWriter, title, body string) {
	w.Header().Set("Cache-Control", "public, max-age=3600")
	w.Header().Set("Vary", "Accept")
	title = html.EscapeString(title)
	write(w, http.StatusOK, []string{"text/html; charset=utf-8"}, []byte(
		"<!doctype html>\n<html lang=\"en\">\n<meta charset=\"utf-8\">\n"+
			"<meta name=\"viewport\" content=\"width=device-width\">\n<meta name=\"color-scheme\" content=\"light dark\">\n"+
			"<title>"+title+"</title>\n<h1>"+title+"</h1>\n"+body+"</html>\n"))
}
