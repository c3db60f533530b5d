import { byKind } from '../byKind';
import type { ChartWords, EditingWords } from './en';

export const editing: EditingWords = {
  kind: 'Art der Frage',
  points: 'Punkte',
  prompt: 'Frage',
  poll: 'Umfrage: Es gibt kein Richtig oder Falsch',
  pollHint: 'Sie bringt keine Punkte.',
  options: 'Antwortmöglichkeiten',
  optionNumber: (n) => `Möglichkeit ${n}`,
  addOption: 'Möglichkeit hinzufügen',
  isRight: (option) => `Richtig: ${option}`,
  moveUp: (name) => `Nach oben: ${name}`,
  moveDown: (name) => `Nach unten: ${name}`,
  remove: (name) => `Löschen: ${name}`,
  advanced: 'Erklärung, Rückmeldungen, Punkteanteile',
  explanation: 'Erklärung',
  explanationHint: 'Die Lernenden lesen sie mit der Lösung.',
  whenRight: 'Rückmeldung bei richtiger Antwort',
  whenWrong: 'Rückmeldung bei jeder anderen Antwort',
  weight: 'Anteil in %',
  feedback: 'Rückmeldung',
  weightsHint:
    'Ein Anteil sagt, wie viel Prozent der Punkte eine Möglichkeit bringt oder kostet. Ohne Anteile entscheiden die Markierungen oben. Wer die Möglichkeit gewählt hat, sieht ihre Rückmeldung.',
  feedbackHint: 'Wer die Möglichkeit gewählt hat, sieht ihre Rückmeldung.',
  acceptedWeightsHint:
    'Ohne Anteil bringt eine Antwort alle Punkte. Geben Sie einem häufigen Fehler, zu dem es eine Rückmeldung geben soll, den Anteil 0.',
  faults: {
    empty: 'Das Feld ist leer. Bitte ausfüllen.',
    'too-long': 'Das ist zu lang. Bitte kürzen.',
    'no-questions': 'Es gibt noch keine Frage. Fügen Sie mindestens eine hinzu.',
    'too-many-tags':
      'Eine Sammlung hat höchstens 20 Schlagwörter mit bis zu 50 Zeichen. Entfernen oder kürzen Sie welche.',
    'too-many-questions': 'Eine Sammlung hat höchstens 200 Fragen. Teilen Sie sie auf.',
    'set-too-large': 'Die Sammlung ist größer als 512 KiB. Teilen Sie sie auf.',
    'too-few-options': 'Mindestens zwei sind nötig. Fügen Sie eine hinzu.',
    'too-many-options': 'Es sind zu viele. Entfernen Sie einige.',
    'same-text': 'Eine andere lautet genauso; niemand könnte sie unterscheiden. Ändern Sie eine von beiden.',
    'no-full-answer': 'Mindestens eine Antwort muss alle Punkte bringen: eine ohne Anteil oder mit 100.',
    'too-many-accepted': 'Höchstens 50 Antworten können als richtig gelten. Entfernen Sie einige.',
    'not-a-number': 'Das ist keine Zahl. Schreiben Sie zum Beispiel 12, -3 oder 2,5.',
    'points-range': 'Möglich sind 0 bis 1000 Punkte.',
    'weight-range':
      'Ein Anteil ist ein Prozentwert, bei Antwortmöglichkeiten von -100 bis 100, bei akzeptierten Antworten von 0 bis 100.',
  },
  kinds: byKind(import.meta.glob('../../kinds/*/teach/words/de.ts', { eager: true, import: 'words' })),
};

export const chart: ChartWords = {
  none: 'Noch keine Antworten.',
  right: 'richtig',
  solution: 'Richtig:',
  count: (n, percent) => `${n} (${percent} %)`,
  others: (n) => (n === 1 ? '1 andere Antwort' : `${n} andere Antworten`),
};
