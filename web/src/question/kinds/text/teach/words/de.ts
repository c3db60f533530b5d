import type { Words } from './en';

export const words: Words = {
  name: 'Text',
  about: 'Ein kurzer Text. Groß- und Kleinschreibung, Leerzeichen und Anführungszeichen zählen nicht.',
  poll: 'Nicht automatisch bewerten',
  pollHint: 'Sie bewerten von Hand. Mit 0 Punkten wird nicht bewertet.',
  texts: 'Akzeptierte Antworten',
  textsHint: 'Jede Schreibweise, die Sie gelten lassen. Andere können Sie später von Hand bewerten.',
  textNumber: (n) => `Akzeptierte Antwort ${n}`,
  addText: 'Akzeptierte Antwort hinzufügen',
  csv: 'akzeptierte Texte',
};
