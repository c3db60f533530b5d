import type { Words } from './en';

export const words: Words = {
  name: 'Wortwolke',
  about: 'Wörter, die zusammen ein Bild ergeben. Es gibt kein Richtig und Falsch.',
  maxWords: 'Wörter, die jede Person eingeben kann',
  csv: 'die Zahl der Wörter einer Wolke',
  faults: { 'words-range': 'Erlauben Sie 1 bis 10 Wörter.' },
};
