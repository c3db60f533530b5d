package rights

import (
	"slices"

	"github.com/cleanslate-edu/cleanslate/shared/sheet"
)

// words are what an export says, in one language.
type words struct {
	lang    string
	decimal string

	File, Heading                                    string
	Name, Renamed, Joined, Session, Agreement        string
	Until, UntilOpen, Total, Ask                     string
	Answers, NoAnswer, None, ByHand, Receipt, MadeAt string
	Question, Prompt, Revision, Answer, Saved        string
	Correct, Points, Most, Yes, No                   string
	PointsOf                                         string // with {n} and {of}
	ParentCode                                       string
	ParentActs                                       [5]string // in the order of domain.ParentActs

	forParent        [3]string // File, Heading and ByHand for a parent
	Consent          string
	ByParents, OfAge string // with {at} and {version}

	Corrected, Restriction, Restricted string
}

// languages are the words in each of sheet.Languages.
var languages = []*words{
	{
		lang: "en", decimal: ".", File: "your-data", Heading: "Everything we hold about you",
		Name: "Name", Renamed: "Name corrected", Joined: "Joined", Session: "Session", Agreement: "Collected under agreement",
		Until: "Kept until", UntilOpen: "The period starts when the session closes.", Total: "Points", Ask: "Questions about this",
		Answers: "Answers", NoAnswer: "No answer", None: "No answers.", ByHand: "Points that your teacher gave", Receipt: "Receipts", MadeAt: "Copied",
		Question: "Number", Prompt: "Question", Revision: "Version", Answer: "Answer", Saved: "Saved",
		Correct: "Right", Points: "Points", Most: "Most points", Yes: "yes", No: "no", PointsOf: "{n} of {of} points",
		ParentCode: "Code for a parent given out", ParentActs: [5]string{"Name corrected by a parent", "Further collection refused by a parent", "That refusal lifted", "Disclosure beyond the service refused by a parent", "That refusal lifted"},
		forParent: [3]string{"your-childs-data", "Everything we hold about your child", "Points that the teacher gave"},
		Consent:   "Consent", ByParents: "A parent’s, by the school’s code, recorded {at} (version {version} of the text)",
		OfAge:     "Said by the student: of age, {at} (version {version} of the text)",
		Corrected: "Corrected", Restriction: "Use", Restricted: "Restricted: kept and not used, as the school decided",
	},
	{
		lang: "de", decimal: ",", File: "deine-daten", Heading: "Alles, was wir über dich gespeichert haben",
		Name: "Name", Renamed: "Name berichtigt", Joined: "Beigetreten", Session: "Sitzung", Agreement: "Erhoben nach Vereinbarung",
		Until: "Aufbewahrt bis", UntilOpen: "Die Frist beginnt, wenn die Sitzung beendet ist.", Total: "Punkte", Ask: "Fragen dazu",
		Answers: "Antworten", NoAnswer: "Keine Antwort", None: "Keine Antworten.", ByHand: "Punkte von deiner Lehrkraft", Receipt: "Belege", MadeAt: "Kopiert",
		Question: "Nummer", Prompt: "Frage", Revision: "Fassung", Answer: "Antwort", Saved: "Gespeichert",
		Correct: "Richtig", Points: "Punkte", Most: "Höchstpunktzahl", Yes: "ja", No: "nein", PointsOf: "{n} von {of} Punkten",
		ParentCode: "Code für Eltern ausgegeben", ParentActs: [5]string{"Name von Eltern berichtigt", "Weitere Erhebung von Eltern abgelehnt", "Diese Ablehnung aufgehoben", "Weitergabe über den Dienst hinaus von Eltern abgelehnt", "Diese Ablehnung aufgehoben"},
		forParent: [3]string{"daten-ihres-kindes", "Alles, was wir über Ihr Kind gespeichert haben", "Punkte von der Lehrkraft"},
		Consent:   "Einwilligung", ByParents: "Der Eltern, durch den Code der Schule, festgehalten am {at} (Fassung {version} des Textes)",
		OfAge:     "Selbst angegeben: alt genug, am {at} (Fassung {version} des Textes)",
		Corrected: "Berichtigt", Restriction: "Verwendung", Restricted: "Eingeschränkt: aufbewahrt und nicht verwendet, wie die Schule entschied",
	},
	{
		lang: "fr", decimal: ",", File: "tes-donnees", Heading: "Tout ce que nous conservons sur toi",
		Name: "Nom", Renamed: "Nom corrigé", Joined: "Entrée", Session: "Séance", Agreement: "Recueilli selon l’accord",
		Until: "Conservé jusqu’au", UntilOpen: "Le délai commence à la fin de la séance.", Total: "Points", Ask: "Questions à ce sujet",
		Answers: "Réponses", NoAnswer: "Pas de réponse", None: "Aucune réponse.", ByHand: "Points donnés par l’enseignant", Receipt: "Reçus", MadeAt: "Copié",
		Question: "Numéro", Prompt: "Question", Revision: "Version", Answer: "Réponse", Saved: "Enregistré",
		Correct: "Juste", Points: "Points", Most: "Points au maximum", Yes: "oui", No: "non", PointsOf: "{n} points sur {of}",
		ParentCode: "Code remis pour un parent", ParentActs: [5]string{"Nom corrigé par un parent", "Nouvelle collecte refusée par un parent", "Ce refus levé", "Divulgation au-delà du service refusée par un parent", "Ce refus levé"},
		forParent: [3]string{"donnees-de-votre-enfant", "Tout ce que nous conservons sur votre enfant", "Points donnés par l’enseignant"},
		Consent:   "Consentement", ByParents: "D’un parent, par le code de l’école, consigné le {at} (version {version} du texte)",
		OfAge:     "Indiqué par l’élève, qui a l’âge requis, le {at} (version {version} du texte)",
		Corrected: "Rectifié", Restriction: "Utilisation", Restricted: "Limitée : données conservées et non utilisées, comme l’école l’a décidé",
	},
	{
		lang: "es", decimal: ",", File: "tus-datos", Heading: "Todo lo que guardamos sobre ti",
		Name: "Nombre", Renamed: "Nombre corregido", Joined: "Entrada", Session: "Sesión", Agreement: "Recogido según el acuerdo",
		Until: "Se guarda hasta", UntilOpen: "El plazo empieza cuando finaliza la sesión.", Total: "Puntos", Ask: "Preguntas sobre esto",
		Answers: "Respuestas", NoAnswer: "Sin respuesta", None: "Ninguna respuesta.", ByHand: "Puntos que dio tu docente", Receipt: "Recibos", MadeAt: "Copiado",
		Question: "Número", Prompt: "Pregunta", Revision: "Versión", Answer: "Respuesta", Saved: "Guardado",
		Correct: "Correcta", Points: "Puntos", Most: "Puntos como máximo", Yes: "sí", No: "no", PointsOf: "{n} de {of} puntos",
		ParentCode: "Código entregado para la familia", ParentActs: [5]string{"Nombre corregido por la familia", "La familia rechaza que se recoja más", "Ese rechazo retirado", "La familia rechaza cesiones ajenas al servicio", "Ese rechazo retirado"},
		forParent: [3]string{"datos-de-su-hijo", "Todo lo que guardamos sobre su hijo o hija", "Puntos que dio el docente"},
		Consent:   "Consentimiento", ByParents: "De la familia, con el código del centro, registrado el {at} (versión {version} del texto)",
		OfAge:     "Lo indicó quien tiene la edad necesaria, el {at} (versión {version} del texto)",
		Corrected: "Rectificado", Restriction: "Uso", Restricted: "Limitado: se conserva y no se usa, como decidió el centro",
	},
}

// wordsFor returns the words in the language that an Accept-Language header prefers.
func wordsFor(accept string) *words {
	lang := sheet.Language(accept)
	return languages[slices.IndexFunc(languages, func(w *words) bool { return w.lang == lang })]
}

// put returns w as it is put to whoever asks: the student, or a parent.
func (w *words) put(as string) *words {
	if as != asParent {
		return w
	}
	p := *w
	p.File, p.Heading, p.ByHand = w.forParent[0], w.forParent[1], w.forParent[2]
	return &p
}
