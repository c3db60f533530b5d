import type { Words } from './en';

export const words: Words = {
  name: 'Mehrfachauswahl',
  about: 'Beliebig viele Möglichkeiten. Jede richtige bringt einen Teil der Punkte, jede falsche kostet ebenso viel.',
  hint: 'Markieren Sie alle, die richtig sind.',
  csv: 'die Möglichkeiten',
  faults: {
    'no-right-option': 'Markieren Sie, was richtig ist, oder machen Sie eine Umfrage daraus.',
    weights:
      'Die Anteile der richtigen Antworten müssen über 0 liegen und zusammen 100 ergeben, die der anderen 0 oder weniger sein. Berichtigen Sie sie, oder entfernen Sie alle.',
  },
};
