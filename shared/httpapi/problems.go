package httpapi

import (
	"fmt"
	"html"
	"net/http"
	"strings"

	"github.com/cleanslate-edu/cleanslate/shared/domain"
)

// An entry of the problem registry explains the last part of a problem's type to
// whoever reads /problems/<slug>.
type entry struct {
	Slug   string `json:"slug"`
	Status int    `json:"status"`
	Title  string `json:"title"`
	Text   string `json:"text"`
}

// registry lists every slug that the functions use, by status. A test compares
// it with the source.
var registry = []entry{
	{"malformed", 400, "The request can't be read",
		"The body is not JSON, not UTF-8, ends early, repeats a name, or is nested too deeply. Send one JSON object in UTF-8."},
	{"page-token", 400, "The page token doesn't belong to this list",
		"A page token is valid only for the list that issued it, with the same filter. Start from the first page, without a token."},

	{"not-authenticated", 401, "Sign in or join first",
		"The request has no token. Teachers sign in; students join a session with its code and send the token they received."},
	{"invalid-token", 401, "The token is not accepted",
		"The token is forged, has expired, or belongs to something else. Sign in again; students join again on the same device and get their place and their answers back."},
	{"second-factor-required", 401, "A recent second factor is required",
		"Exporting, deleting and incidents require a second factor from the last 15 minutes. Sign in again with your second factor, then repeat the request."},

	{"forbidden", 403, "Your account isn't allowed to do this",
		"The token is valid but lacks the permission. An administrator of your school can grant it."},
	{"organization-required", 403, "Sign in to your school",
		"The token is valid but was not issued for an organization. Sign in again and choose your school."},
	{"deactivated", 403, "Your account is switched off",
		"You deleted your profile in this school, so your account does nothing here. Store a profile again to switch it on."},
	{"consent-needed", 403, "A parent's consent is needed",
		"The school's agreement wants each parent's consent before anything is collected. Send the consent code that the school gave to them. One that isn't known, is over, or was used in this session by as many as it is for is answered the same way. Ask your teacher for another one."},
	{"dismissed", 403, "Removed from the session",
		"A teacher has removed this participant from the session. Answers recorded before that count. The teacher can let them back in."},
	{"collection-refused", 403, "A parent refuses further collection",
		"A parent has refused that more answers of this student are collected in this session. Those recorded before stay. The parent can lift that with the teacher's code."},
	{"parents-only", 403, "For parents only",
		"Only a parent can refuse this, with the code that the teacher gives out for a student. Ask the teacher for one."},
	{"purpose-not-allowed", 403, "Not open to you for that purpose",
		"What students wrote is opened for a purpose, and your role doesn't have this one. An administrator of your school can grant it."},
	{"read-only", 403, "Only the operator can change this",
		"Your school sees the part of the operator's incident that concerns it. Only the operator can change it; each notice names whom to ask."},
	{"not-owner", 403, "Only the owner can do this",
		"You co-teach this session. Only the teacher who created it can do this."},

	{"not-found", 404, "Not found",
		"There is nothing at this address, or nothing you have access to. Anything that belongs to another school or teacher looks the same."},
	{"no-profile", 404, "No profile yet",
		"You haven't said yet how colleagues see you, or have deleted it. Store a profile with your name and language."},
	{"unknown-code", 404, "No open session has this code",
		"The code is mistyped, or its session is closed, locked or deleted: these look the same on purpose. Check the code on the board or ask your teacher."},
	{"unknown-invitation", 404, "No such invitation",
		"The invitation link is mistyped, was already used, or its session is gone. Ask the teacher who sent it for a new one."},

	{"unknown-secret", 404, "No open session knows this secret",
		"The code or the words are mistyped, or the session is closed, locked or deleted: these look the same on purpose. Check both, or ask your teacher."},

	{"method-not-allowed", 405, "Method not allowed",
		"The address exists but doesn't support this method. The Allow header lists those it does."},

	{"conflict", 409, "Not possible in the current state",
		"Something has changed, and the request no longer fits. Load the current state and decide again."},
	{"session-paused", 409, "The session is paused",
		"The teacher has paused the session. Wait until it resumes, then send the same request again."},
	{"too-many-views", 409, "Too many live views",
		"One person, or everybody who teaches this session, has its results open in too many windows. Close some of them, then try again."},
	{"session-full", 409, "The session is full",
		"The session has as many participants as its school's agreement allows. Tell your teacher."},
	{"too-many-names", 409, "The name was corrected too often",
		"A student may correct their name 20 times in one session. The one that is there stays. Ask your teacher if it is still wrong."},
	{"too-many-lifts", 409, "Refused and lifted too often",
		"What a parent refuses can be lifted 20 times for a student. Ask the school."},
	{"too-many-parent-codes", 409, "Too many codes for this student's parents",
		"At most 5 codes can be given out for a student in 24 hours, and 20 in all. The last one is good. Give out another a day later; after 20, erase or export for the parents yourself."},
	{"session-closed", 409, "The session is closed",
		"The session no longer accepts answers. Those recorded before it closed count."},
	{"not-closed", 409, "The session is not closed yet",
		"Solutions are available once the session is closed. Try again then."},
	{"no-solutions", 409, "This session doesn't share its solutions",
		"The teacher chose not to share the solutions after closing the session."},
	{"code-taken", 409, "The code is taken",
		"Two sessions were given the same code at the same moment. Send the same request again."},
	{"too-many-question-sets", 409, "Too many question sets",
		"A teacher has at most 2,000 question sets, those in the trash included. Change one of them, or wait until the trash is emptied."},
	{"too-many-sessions", 409, "Too many sessions in one day",
		"A teacher may open 500 sessions within 24 hours. Go on with one of them, or wait until the first is older."},
	{"too-many-incidents", 409, "Too many incidents in one day",
		"A person may report 100 incidents within 24 hours. Add what you know to one of them, or have a colleague report it."},
	{"agreement-missing", 409, "No agreement is in force",
		"Your school has no written agreement in force today under which data may be collected. An administrator of your school can sort this out."},
	{"wrong-state", 409, "Not possible in this state",
		"The session's state doesn't allow this: a closed session stays closed, and a deleted one must be restored first."},

	{"incident-closed", 409, "The incident is closed",
		"A closed incident can't be changed. Report anything found later as a new incident."},
	{"nothing-to-delay", 409, "No clause allows this delay",
		"None of the clauses that apply to the incident allows a notice to be delayed on this ground. Notify in time."},
	{"notices-open", 409, "Some notices are still open",
		"An incident can be closed once every notice has been delivered, has failed or is not required. Complete what is missing, record what happened to the unknown ones, and wait for those being sent."},

	{"school-exists", 409, "The school is there already",
		"A school with this id was added before. Change it, or check the id at the identity provider."},
	{"contract-ended", 409, "The contract has ended",
		"The end of the school's contract is on record and isn't moved. Its agreements stay as they were."},
	{"too-many-agreements", 409, "Too many agreements",
		"A school has at most 20 agreements. Change one of them instead."},
	{"agreements-too-large", 409, "Agreements too large",
		"A school's agreements take at most 512 KiB together. Shorten the texts of their clauses, or leave out exhibits."},
	{"operators-own", 409, "The operator's own organization",
		"The operator's own organization has no contract that could end."},
	{"own-membership", 409, "Not yourself",
		"Nobody changes their own role, suspends or erases themselves: somebody has to be left who can. Ask another administrator."},
	{"last-administrator", 409, "Nobody else administers the school",
		"The last active administrator can't leave: nobody could decide about the school's people and data any more. Make a colleague an administrator first, or ask the operator to end the contract."},
	{"too-many-invitations", 409, "Too many invitations",
		"A school has at most 200 open invitations, and sends at most 400 in seven days. Withdraw some that are open, or wait until the first are seven days old."},
	{"too-many-organizations", 409, "Too many schools were begun",
		"At most 20 organizations of schools are asked for in a day. Add the schools whose organizations are made, or wait until the first are a day old."},
	{"consent-not-wanted", 409, "No parent has to consent",
		"No agreement of the school in force wants each parent's consent: nothing is asked for and no code is issued."},
	{"no-consent-text", 409, "Nothing to consent to yet",
		"A code stands for a parent's consent to a text. Store what parents consent to first."},
	{"too-many-consent-codes", 409, "Too many consent codes",
		"At most 5,000 consent codes of a school hold at a time. End those that nobody needs, or issue one for a class."},
	{"too-many-holds", 409, "Too many legal holds stand",
		"At most 100 legal holds of a school stand at a time, and none is placed after 200 have ended within a day. Release those that are over, place one for the whole school, or wait until tomorrow."},
	{"told-already", 409, "It is on record that they were told",
		"That somebody was told of a disclosure can't be taken back. Reload the page."},
	{"too-many-disclosures", 409, "Too many disclosures",
		"At most 20 disclosures are recorded within a day and 200 in all, by a school and by the operator each. Wait until tomorrow, or keep those that follow outside this service and say so in the last one."},
	{"transfer-overlaps", 409, "Handed over before",
		"What was handed over for research, or is about to be, is in no other transfer: two files of the same sessions could be subtracted from each other. Choose other months or question sets, or pass on the file that there is."},
	{"too-many-transfers", 409, "Too many transfers",
		"At most 10 transfers for research are authorized within a day and 200 in all. Unless it is 200, wait until tomorrow, or choose more months or question sets for one."},
	{"transfer-over", 409, "The transfer is over",
		"It was withdrawn, or its time is over: nothing of it can be counted or saved. Authorize another one."},
	{"transfer-unfinished", 409, "Not all is counted yet",
		"A transfer's files can be saved once all of its tables are counted. Go on counting."},
	{"transfer-saved", 409, "The files were saved",
		"They may have been handed over, which stays on record and can't be taken back."},
	{"transfer-empty", 409, "There is nothing to hand over",
		"No session of these question sets ended in these months, or all of them are deleted. Choose other months or question sets."},
	{"transfer-too-large", 409, "Too much for one transfer",
		"A transfer is of at most 100 versions of question sets, and of 200 sessions of each, from months of at most 10,000 sessions. Choose fewer months or question sets."},
	{"held", 409, "A legal hold keeps it",
		"A legal hold of your school keeps this from being deleted. An administrator of your school knows when it ends; delete it then."},
	{"policy-announced", 409, "A change is announced already",
		"One change of a policy is announced at a time. Withdraw it first, or wait until it is in force."},
	{"nothing-announced", 409, "Nothing is announced",
		"No change of the policy is announced. It may be in force by now, or have been withdrawn."},
	{"too-many-changes", 409, "Too many changes in one day",
		"One person may change a school's facts, agreements and people 100 times a day. Go on tomorrow (UTC), or ask another administrator. Whom to write to in an incident can be changed all the same, and people can be suspended and erased."},
	{"too-many-policies", 409, "The policy was changed too often",
		"A policy can be changed 10 times within 30 days. Wait until the first of these changes is older."},
	{"ownership-announced", 409, "A change of ownership is announced already",
		"One change of ownership is announced at a time. Withdraw it first, or wait until it has happened."},
	{"ownership-over", 409, "The change of ownership is over",
		"It has happened, or was withdrawn, and stays on record as it was."},
	{"too-many-announcements", 409, "Too many changes of ownership",
		"10 changes of the owner were announced within 30 days, withdrawn ones included, or 50 stand on record. Wait until the first of them is older."},
	{"too-many-newsletters", 409, "Too many newsletters",
		"10 newsletters were written within 30 days, cancelled ones included. Wait until the first of them is older."},
	{"newsletter-over", 409, "The newsletter can't be cancelled",
		"It is being sent by now, or was cancelled before."},
	{"nothing-to-confirm", 409, "There is nothing to confirm",
		"Retention hasn't stopped here, or more is waiting than was confirmed. Check the plan again and confirm the number it shows."},
	{"request-decided", 409, "The request is decided already",
		"A request is decided once. Load it again and read what was decided."},
	{"request-undecided", 409, "The request isn't to be carried out",
		"What is done about a request is recorded once it is decided, and once. Load it again and check."},
	{"identity-unchecked", 409, "Nobody knows who asks",
		"What is granted goes to whoever asked, or is erased for them. Note first how you know that it is they, or refuse the request."},
	{"export-running", 409, "An archive is being made",
		"A school makes one archive at a time. Wait until it is ready, or end it."},
	{"export-unfinished", 409, "The archive isn't ready",
		"It is still being made. Its progress is on the page that asked for it."},
	{"too-many-exports", 409, "Too many archives were asked for",
		"A school asks for at most five archives in a day. Use one of them, or come back tomorrow."},
	{"find-unfinished", 409, "The search isn't through",
		"A search for whom the request is about still runs, or there was none. Wait until it is through, then mark who is meant."},
	{"found-unmarked", 409, "Not everybody who was found is marked",
		"A name alone decides nothing. Mark everybody whom the search found, as meant or as somebody else, and decide then."},
	{"erasure-open", 409, "Not everything is erased yet",
		"An erasure takes minutes, or as long as a legal hold stands. Record that the request is done once all of its receipts are there."},
	{"copy-open", 409, "The copy isn't ready yet",
		"What opens the copy for the requester is being made, which takes a minute. Record that the request is done then."},
	{"correction-open", 409, "The correction doesn't show yet",
		"It is being stored beside the work, which takes a minute. Record that the request is done then."},
	{"not-restricted", 409, "There is no restriction to lift",
		"Only a request to restrict, or an objection, that was granted about somebody who was found leads to a restriction."},
	{"lift-too-soon", 409, "The requester was told only just now",
		"Whoever asked for a restriction is told before it is lifted, three days before at least. Lift it from that time on."},
	{"restricted", 409, "This work is restricted",
		"The school decided that what a student wrote is kept and not used, as somebody asked. Until the school lifts that, it can't be graded, and neither teachers nor the school erase it or put its session into the trash. The student and a parent still can have it erased."},
	{"no-copies", 409, "No copies can be saved with this request",
		"The time for saving copies begins again only where the school granted some and recorded that the request is done."},
	{"too-many-codes", 409, "As many codes as possible were mailed today",
		"Five codes are mailed within a day, so that nobody who has only the link can try them without end. Come back tomorrow, or ask the school to begin the seven days again."},
	{"nothing-to-extend", 409, "The time can't be extended now",
		"None of the clauses allows it, the time was extended before, or the first time is over: the requester has to be told within it."},
	{"not-forwarded", 409, "The request can't be forwarded there",
		"It is there already, was decided, or went back and forth too often."},
	{"requests-full", 409, "No more requests here today",
		"In a day a school takes 50 requests through its public page from people who haven't confirmed their address yet. Write to its contact for privacy, whom the page names, or come back tomorrow."},
	{"retention-paused", 409, "Erasing is paused",
		"A database was restored from a backup. Nothing is erased until an operator confirms that it is complete."},

	{"gone", 410, "Erased for good",
		"This was erased and can't be brought back."},
	{"participant-erased", 410, "This participant was erased",
		"The data of the participant who joined with this key was erased. Join with a new key to start over."},
	{"restore-window-over", 410, "Too late to restore",
		"The time to undo the deletion has passed. The data is being erased or has been erased."},
	{"code-over", 410, "The code no longer works",
		"A code works for 30 minutes and can be mistyped four times. Have another one mailed: ten minutes after the last one, and three times a day."},
	{"invitation-expired", 410, "The invitation has expired",
		"Invitations last 24 hours. Ask the teacher who sent it for a new one."},

	{"changed", 412, "Changed by someone else",
		"Someone changed this after you loaded it. Load it again, then repeat your change."},

	{"too-large", 413, "Too large",
		"A body can have up to 64 KiB, a question set up to 1 MiB. Send less at a time."},

	{"unsupported-media-type", 415, "Not JSON",
		"Send the body as uncompressed JSON in UTF-8, with Content-Type: application/json."},

	{"invalid", 422, "Some values are invalid",
		"The list of errors names each value by its JSON pointer and says what is expected. Correct them and send the request again."},
	{"idempotency-key-invalid", 422, "The Idempotency-Key is missing or weak",
		"The Idempotency-Key header is 22 to 128 visible ASCII characters that the client generates at random, such as 128 random bits in base64. It protects a participant's data, so short keys are rejected."},
	{"idempotency-key-reused", 422, "The Idempotency-Key was used for something else",
		"This Idempotency-Key was already used with a different body. Generate a new key for each request, and reuse it only to repeat that request."},

	{"wrong-code", 422, "That isn't the code",
		"The code has eight digits and stands in the latest mail. After five wrong ones it no longer works."},

	{"notice-incomplete", 422, "The notice is incomplete",
		"The list of errors says where to fill in each missing part. The notice goes out automatically once it is complete."},

	{"too-many-requests", 429, "Too many requests",
		"Wait as long as the Retry-After header says, then try again."},
	{"too-many-answers", 429, "Too many answers from one participant",
		"One participant has sent many times more answers than the session has questions for. Those already recorded count; no more are accepted from this participant. Retrying doesn't help."},

	{"internal", 500, "Something went wrong on our side",
		"It was logged without any personal data. Try again in a minute."},

	{"live-full", 503, "No room for another live view",
		"Too many large sessions are being watched at this moment. The page tries again by itself; students and their answers are not affected."},
	{"unavailable", 503, "Temporarily unavailable",
		"Wait as long as the Retry-After header says, then send the same request again. Nothing happens twice with the same Idempotency-Key, and answers can always be sent again."},
}

// title returns the title of slug, or that of fallback if slug is unknown.
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

// ProblemPages serves /problems/ and /problems/<slug>, where the types of problem
// documents point: HTML for people, JSON for whoever asks for it.
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

// wantsJSON reports whether r asks for JSON rather than HTML.
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
