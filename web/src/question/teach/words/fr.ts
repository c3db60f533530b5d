import { byKind } from '../byKind';
import type { ChartWords, EditingWords } from './en';

export const editing: EditingWords = {
  kind: 'Type de question',
  points: 'Points',
  prompt: 'Question',
  poll: 'Un sondage : rien n’est juste ni faux',
  pollHint: 'Elle ne rapporte pas de points.',
  options: 'Choix',
  optionNumber: (n) => `Choix ${n}`,
  addOption: 'Ajouter un choix',
  isRight: (option) => `Est juste : ${option}`,
  moveUp: (name) => `Monter : ${name}`,
  moveDown: (name) => `Descendre : ${name}`,
  remove: (name) => `Supprimer : ${name}`,
  advanced: 'Explication, remarques, parts des points',
  explanation: 'Explication',
  explanationHint: 'Les élèves la lisent avec la solution.',
  whenRight: 'Remarque sur une bonne réponse',
  whenWrong: 'Remarque sur toute autre réponse',
  weight: 'Part en %',
  feedback: 'Remarque',
  weightsHint:
    'Une part dit combien de pour cent des points un choix rapporte ou coûte. Sans aucune, les marques ci-dessus décident. Une remarque est pour ceux qui ont fait ce choix.',
  feedbackHint: 'Une remarque est pour ceux qui ont fait ce choix.',
  acceptedWeightsHint:
    'Sans part, une réponse rapporte tous les points. Une part de 0 est pour une faute fréquente qui reçoit une remarque.',
  faults: {
    empty: 'C’est vide. Remplissez ce champ.',
    'too-long': 'C’est trop long. Raccourcissez.',
    'no-questions': 'Il n’y a pas encore de question. Ajoutez-en au moins une.',
    'too-many-questions': 'Une série a au plus 200 questions. Divisez-la.',
    'set-too-large': 'La série dépasse 512 Kio. Divisez-la.',
    'too-few-options': 'Il en faut au moins deux. Ajoutez-en.',
    'too-many-options': 'Il y en a trop. Enlevez-en.',
    'same-text': 'Un autre dit la même chose, on ne pourrait pas les distinguer. Changez l’un des deux.',
    'no-full-answer': 'Au moins une réponse doit rapporter tous les points : une sans part, ou avec 100.',
    'too-many-accepted': 'Au plus 50 réponses peuvent être acceptées. Enlevez-en.',
    'not-a-number': 'Ce n’est pas un nombre. Écrivez par exemple 12, -3 ou 2,5.',
    'points-range': 'Les points vont de 0 à 1000.',
    'weight-range': 'Une part est un pourcentage : de -100 à 100 pour un choix, de 0 à 100 pour une réponse acceptée.',
  },
  kinds: byKind(import.meta.glob('../../kinds/*/teach/words/fr.ts', { eager: true, import: 'words' })),
};

export const chart: ChartWords = {
  none: 'Pas encore de réponse.',
  right: 'juste',
  solution: 'Juste :',
  count: (n, percent) => `${n} (${percent} %)`,
  others: (n) => (n === 1 ? '1 autre réponse' : `${n} autres réponses`),
};
