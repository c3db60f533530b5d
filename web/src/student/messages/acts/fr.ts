import type { ActsMessages } from './en';

export const fr: ActsMessages = {
  code: 'Code remis pour un parent',
  correctedAt: 'Nom corrigé par un parent',
  collectionRefusedAt: 'Un parent a refusé toute nouvelle collecte',
  collectionLiftedAt: 'Ce refus a été levé',
  disclosureRefusedAt: 'Un parent a refusé toute divulgation au-delà du service',
  disclosureLiftedAt: 'Ce refus a été levé',
  correction: 'Rectifié, comme l’école l’a décidé',
  use: 'Utilisation',
  restricted:
    'Limitée, comme l’école l’a décidé : conservé et non utilisé. L’effacement a lieu comme prévu, à la fin de la durée.',
};
