import type { Words } from './en';

export const words: Words = {
  name: 'Einfachauswahl',
  about: 'Eine von mehreren Möglichkeiten.',
  hint: 'Markieren Sie die richtige.',
  csv: 'die Möglichkeiten',
  faults: {
    'one-right-option': 'Markieren Sie die richtige Antwort, oder machen Sie eine Umfrage daraus.',
    'right-weight':
      'Die richtige Antwort bringt alle Punkte. Entfernen Sie ihren Anteil, oder markieren Sie eine andere.',
  },
};
