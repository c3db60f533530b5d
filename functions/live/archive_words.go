package live

import (
	"fmt"
	"strings"
	"time"

	"github.com/cleanslate-edu/cleanslate/shared/domain"
)

// archiveWords are what an archive says to people, in one language.
type archiveWords struct {
	language string
	about    string // with the time at which it was asked for
	cut      string
	files    []string // a file's name, then what is in it
	rules    []string
	lost     string // with the numbers of questions
}

// readme returns the text that explains the archive.
func (w *archiveWords) readme(e *domain.Export) string {
	var b strings.Builder
	fmt.Fprintf(&b, w.about+"\n\n", e.AskedAt.UTC().Format(time.RFC3339))
	if e.Cut {
		b.WriteString(w.cut + "\n\n")
	}
	for i := 0; i < len(w.files); i += 2 {
		fmt.Fprintf(&b, "%s\n    %s\n", w.files[i], w.files[i+1])
	}
	for _, rule := range w.rules {
		b.WriteString("\n" + rule + "\n")
	}
	return b.String()
}

// missing returns the comment that names the questions for which GIFT has no words.
func (w *archiveWords) missing(numbers []int) string {
	all := strings.Trim(fmt.Sprint(numbers), "[]")
	return fmt.Sprintf("// "+w.lost+"\n\n", strings.ReplaceAll(all, " ", ", "))
}

func archiveWordsIn(language string) *archiveWords {
	for i := range archiveTexts {
		if archiveTexts[i].language == language {
			return &archiveTexts[i]
		}
	}
	return &archiveTexts[0]
}

var archiveTexts = []archiveWords{
	{
		language: "en",
		about:    "What cleanslate holds for your school, as of %s. Not in it are what is in the trash or being erased, what people wrote in requests and about incidents, letters, invitations, and counts of usage.",
		cut:      "There was more than fits into one archive: the oldest sessions are missing.",
		files: []string{
			"school.json", "the school, its policy and its agreements",
			"policy-history.json", "every version of the policy",
			"changes.json", "what was changed about the school, its agreements and its people",
			"members.json, members.csv", "who signs in: teachers and administrators",
			"consent-texts.json, consent-codes.json", "what parents consent to, and the codes that were issued, without the codes",
			"question-sets/", "each question set as JSON, and as GIFT for Moodle",
			"sessions.csv", "all sessions, with the folder of each",
			"sessions/…/session.json", "a session with its questions, students, answers, points and grades",
			"sessions/…/results.csv", "the same results as a table",
			"sessions/…/questions.gift", "its questions as GIFT",
			"sessions/…/consents.json", "under which consents its students take part, where any were recorded",
			"requests.json, requests.csv", "requests about personal data: what was decided, and when; not what people wrote",
			"incidents.json, incidents.csv", "incidents that concern the school: facts, times and counts",
			"disclosures.json", "what was handed over under legal process",
			"transfers.json", "what was handed over for research",
			"holds.json", "what keeps data from being erased, and until when",
			"receipts.json, receipts.csv", "receipts of what was erased",
			"audit.json, audit.csv", "who opened what, what for, and how much; the actor is a code that stands for one person, whose id and name stand beside it while they are a member",
		},
		rules: []string{
			"Answers are as of the time above. Names, and who is in a session, are as of the download: what students entered, sessions, question sets and people that were erased, restricted or put into the trash since then are in no archive. The other lists are as of the time above.",
			"This copy is yours to keep and to erase: what is erased in cleanslate stays in it.",
			"JSON and CSV are in UTF-8; times are in UTC. A cell that a spreadsheet could take for a formula begins with an apostrophe.",
		},
		lost: "GIFT has no words for these questions, which the JSON file has: %s",
	},
	{
		language: "de",
		about:    "Was cleanslate für Ihre Schule aufbewahrt, Stand %s. Nicht dabei ist, was im Papierkorb liegt oder gerade vernichtet wird, was jemand in Anträgen und zu Vorfällen schrieb, Schreiben, Einladungen und Nutzungszahlen.",
		cut:      "Es war mehr, als in ein Archiv passt: die ältesten Sitzungen fehlen.",
		files: []string{
			"school.json", "die Schule, ihre Regelung und ihre Vereinbarungen",
			"policy-history.json", "jede Fassung der Regelung",
			"changes.json", "was an der Schule, ihren Vereinbarungen und ihren Personen geändert wurde",
			"members.json, members.csv", "wer sich anmeldet: Lehrkräfte und Administration",
			"consent-texts.json, consent-codes.json", "wozu Eltern einwilligen, und die ausgegebenen Codes, ohne die Codes selbst",
			"question-sets/", "jede Fragensammlung als JSON, und als GIFT für Moodle",
			"sessions.csv", "alle Sitzungen, jede mit ihrem Ordner",
			"sessions/…/session.json", "eine Sitzung mit Fragen, Lernenden, Antworten, Punkten und Bewertungen",
			"sessions/…/results.csv", "dieselben Ergebnisse als Tabelle",
			"sessions/…/questions.gift", "ihre Fragen als GIFT",
			"sessions/…/consents.json", "mit welchen Einwilligungen die Lernenden mitmachen, wo welche erfasst sind",
			"requests.json, requests.csv", "Anträge zu personenbezogenen Daten: was wann entschieden wurde; nicht, was jemand schrieb",
			"incidents.json, incidents.csv", "Vorfälle, die die Schule betreffen: Tatsachen, Zeiten und Anzahlen",
			"disclosures.json", "was auf behördliche Anordnung herausgegeben wurde",
			"transfers.json", "was für die Forschung weitergegeben wurde",
			"holds.json", "Löschsperren, und bis wann sie gelten",
			"receipts.json, receipts.csv", "Belege über endgültig Vernichtetes",
			"audit.json, audit.csv", "wer was geöffnet hat, wozu, und wie viel; „actor“ ist ein Code, der für eine Person steht: solange sie Mitglied ist, stehen Id und Name daneben",
		},
		rules: []string{
			"Die Antworten sind vom obigen Zeitpunkt. Namen, und wer in einer Sitzung ist, sind vom Zeitpunkt des Herunterladens: Eingaben von Lernenden, Sitzungen, Fragensammlungen und Personen, die seither vernichtet, eingeschränkt oder in den Papierkorb gelegt wurden, sind in keinem Archiv. Die anderen Listen sind vom obigen Zeitpunkt.",
			"Diese Kopie gehört Ihnen, auch sie zu löschen liegt bei Ihnen: was in cleanslate vernichtet wird, bleibt in ihr stehen.",
			"JSON und CSV sind in UTF-8, Zeiten in UTC. Eine Zelle, die eine Tabellenkalkulation für eine Formel halten könnte, beginnt mit einem Apostroph.",
		},
		lost: "Für diese Fragen hat GIFT keine Form, die JSON-Datei enthält sie: %s",
	},
	{
		language: "fr",
		about:    "Ce que cleanslate conserve pour votre école, à la date du %s. N’y figurent pas\u202f: ce qui est à la corbeille ou en cours d’effacement, ce qui a été écrit dans des demandes et sur des incidents, les lettres, les invitations et les chiffres d’utilisation.",
		cut:      "Il y avait plus de données qu’une archive ne peut en contenir\u202f: il manque les séances les plus anciennes.",
		files: []string{
			"school.json", "l’école, ses règles et ses accords",
			"policy-history.json", "chaque version des règles",
			"changes.json", "ce qui a été modifié de l’école, de ses accords et de ses membres",
			"members.json, members.csv", "qui se connecte\u202f: enseignants et administrateurs",
			"consent-texts.json, consent-codes.json", "ce à quoi les parents consentent, et les codes remis, sans les codes eux-mêmes",
			"question-sets/", "chaque série de questions en JSON, et en GIFT pour Moodle",
			"sessions.csv", "toutes les séances, avec le dossier de chacune",
			"sessions/…/session.json", "une séance avec ses questions, élèves, réponses, points et notes",
			"sessions/…/results.csv", "les mêmes résultats en tableau",
			"sessions/…/questions.gift", "ses questions en GIFT",
			"sessions/…/consents.json", "sous quels consentements les élèves y participent, s’il en a été enregistré",
			"requests.json, requests.csv", "les demandes sur les données personnelles\u202f: ce qui a été décidé, et quand\u202f; pas ce qui a été écrit",
			"incidents.json, incidents.csv", "les incidents qui concernent l’école\u202f: faits, dates et nombres",
			"disclosures.json", "ce qui a été remis sur réquisition",
			"transfers.json", "ce qui a été remis pour la recherche",
			"holds.json", "ce qui empêche d’effacer des données, et jusqu’à quand",
			"receipts.json, receipts.csv", "les reçus de ce qui a été effacé",
			"audit.json, audit.csv", "qui a ouvert quoi, pourquoi, et combien\u202f; «\u00a0actor\u00a0» est un code qui désigne une personne, dont l’identifiant et le nom figurent à côté tant qu’elle est membre",
		},
		rules: []string{
			"Les réponses datent du moment indiqué ci-dessus. Les noms, et qui est dans une séance, datent du téléchargement\u202f: les saisies d’élèves, séances, séries de questions et personnes effacées, limitées ou mises à la corbeille depuis ne sont dans aucune archive. Les autres listes datent du moment indiqué ci-dessus.",
			"Cette copie est à vous, et à vous de l’effacer\u202f: ce qui est effacé dans cleanslate y reste.",
			"JSON et CSV sont en UTF-8, les heures en UTC. Une cellule qu’un tableur pourrait prendre pour une formule commence par une apostrophe.",
		},
		lost: "GIFT ne peut pas exprimer ces questions, que contient le fichier JSON\u202f: %s",
	},
	{
		language: "es",
		about:    "Lo que cleanslate guarda para su centro, con fecha %s. No contiene lo que está en la papelera o se está borrando, lo que se escribió en solicitudes y sobre incidentes, las cartas, las invitaciones ni las cifras de uso.",
		cut:      "Había más de lo que cabe en un archivo: faltan las sesiones más antiguas.",
		files: []string{
			"school.json", "el centro, sus reglas y sus acuerdos",
			"policy-history.json", "cada versión de las reglas",
			"changes.json", "lo que se cambió del centro, de sus acuerdos y de sus miembros",
			"members.json, members.csv", "quién inicia sesión: docentes y administración",
			"consent-texts.json, consent-codes.json", "a qué consienten los padres, y los códigos entregados, sin los códigos mismos",
			"question-sets/", "cada serie de preguntas en JSON, y en GIFT para Moodle",
			"sessions.csv", "todas las sesiones, con la carpeta de cada una",
			"sessions/…/session.json", "una sesión con sus preguntas, estudiantes, respuestas, puntos y calificaciones",
			"sessions/…/results.csv", "los mismos resultados en una tabla",
			"sessions/…/questions.gift", "sus preguntas en GIFT",
			"sessions/…/consents.json", "con qué consentimientos participan sus estudiantes, si se registró alguno",
			"requests.json, requests.csv", "solicitudes sobre datos personales: qué se decidió y cuándo; no lo que se escribió",
			"incidents.json, incidents.csv", "incidentes que afectan al centro: hechos, fechas y cantidades",
			"disclosures.json", "lo que se entregó por orden de una autoridad",
			"transfers.json", "lo que se entregó para la investigación",
			"holds.json", "lo que impide borrar datos, y hasta cuándo",
			"receipts.json, receipts.csv", "recibos de lo borrado",
			"audit.json, audit.csv", "quién abrió qué, para qué y cuánto; «actor» es un código que representa a una persona, cuyo identificador y nombre figuran al lado mientras es miembro",
		},
		rules: []string{
			"Las respuestas son del momento indicado arriba. Los nombres, y quién está en una sesión, son del momento de la descarga: lo que introdujeron los estudiantes, las sesiones, las series de preguntas y las personas que desde entonces se borraron, se limitaron o se pusieron en la papelera no están en ningún archivo. Las demás listas son del momento indicado arriba.",
			"Esta copia es suya, y suyo es borrarla: lo que se borra en cleanslate permanece en ella.",
			"JSON y CSV están en UTF-8; las horas, en UTC. Una celda que una hoja de cálculo podría tomar por una fórmula comienza con un apóstrofo.",
		},
		lost: "GIFT no puede expresar estas preguntas, que están en el archivo JSON: %s",
	},
}
