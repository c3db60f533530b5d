import { byKind } from '../byKind';
import type { ChartWords, EditingWords } from './en';

export const editing: EditingWords = {
  kind: 'Type de question',
  points: 'Points',
  prompt: 'Question',
  poll: 'Sondage : pas de réponse juste ou fausse',
  pollHint: 'Un sondage ne rapporte pas de points.',
  options: 'Choix',
  optionNumber: (n) => `Choix ${n}`,
  addOption: 'Ajouter un choix',
  isRight: (option) => `Juste : ${option}`,
  moveUp: (name) => `Monter : ${name}`,
  moveDown: (name) => `Descendre : ${name}`,
  remove: (name) => `Supprimer : ${name}`,
  advanced: 'Explication, commentaires, barème',
  explanation: 'Explication',
  explanationHint: 'Les élèves la lisent avec la solution.',
  whenRight: 'Commentaire si la réponse est juste',
  whenWrong: 'Commentaire pour toute autre réponse',
  weight: 'Part en %',
  feedback: 'Commentaire',
  weightsHint:
    'Une part est le pourcentage des points qu’un choix rapporte ou coûte. Sans parts, seules comptent les cases cochées ci-dessus. Le commentaire s’affiche pour les élèves qui ont fait ce choix.',
  feedbackHint: 'Le commentaire s’affiche pour les élèves qui ont fait ce choix.',
  acceptedWeightsHint:
    'Sans part, une réponse rapporte tous les points. Donnez une part de 0 à une erreur fréquente qui mérite un commentaire.',
  faults: {
    empty: 'Ce champ est vide. Remplissez-le.',
    'too-long': 'C’est trop long. Raccourcissez.',
    'no-questions': 'Il n’y a pas encore de question. Ajoutez-en au moins une.',
    'too-many-tags': 'Une série a au plus 20 mots-clés de 50 caractères au plus. Retirez-en ou raccourcissez-les.',
    'too-many-questions': 'Une série a au plus 200 questions. Divisez-la.',
    'set-too-large': 'La série dépasse 512 Kio. Divisez-la.',
    'too-few-options': 'Il en faut au moins deux. Ajoutez-en.',
    'too-many-options': 'Il y en a trop. Enlevez-en.',
    'same-text': 'Un autre a le même texte : on ne pourrait pas les distinguer. Modifiez l’un des deux.',
    'no-full-answer': 'Au moins une réponse doit rapporter tous les points : sans part, ou avec une part de 100.',
    'too-many-accepted': 'Au plus 50 réponses peuvent être acceptées. Enlevez-en.',
    'not-a-number': 'Ce n’est pas un nombre. Écrivez par exemple 12, -3 ou 2,5.',
    'points-range': 'Les points vont de 0 à 1000.',
    'weight-range': 'Une part est un pourcentage : de -100 à 100 pour un choix, de 0 à 100 pour une réponse acceptée.',
  },
  kinds: byKind(import.meta.glob('../../kinds/*/teach/words/fr.ts', { eager: true, import: 'words' })),
};

export const chart: ChartWords = {
  none: 'Pas encore de réponse.',
  right: 'juste',
  solution: 'Juste :',
  count: (n, percent) => `${n} (${percent} %)`,
  others: (n) => (n === 1 ? '1 autre réponse' : `${n} autres réponses`),
};
