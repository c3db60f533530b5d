import type { Words } from './en';

export const words: Words = {
  name: 'Text',
  about: 'Ein kurzer Text. Groß und klein, Leerzeichen und Anführungszeichen zählen nicht.',
  poll: 'Keine Antwort ist von selbst richtig',
  pollHint: 'Sie bewerten sie von Hand. Mit 0 Punkten bleibt sie unbewertet.',
  texts: 'Geltende Antworten',
  textsHint: 'Jede Schreibweise, die Sie gelten lassen. Andere können Sie später von Hand bewerten.',
  textNumber: (n) => `Geltende Antwort ${n}`,
  addText: 'Geltende Antwort hinzufügen',
  csv: 'geltende Texte',
};
