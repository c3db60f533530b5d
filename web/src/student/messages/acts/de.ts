import type { ActsMessages } from './en';

export const de: ActsMessages = {
  code: 'Code für Eltern ausgegeben',
  correctedAt: 'Name von Eltern berichtigt',
  collectionRefusedAt: 'Eltern haben weitere Erhebung abgelehnt',
  collectionLiftedAt: 'Das wurde aufgehoben',
  disclosureRefusedAt: 'Eltern haben Weitergabe über den Dienst hinaus abgelehnt',
  disclosureLiftedAt: 'Das wurde aufgehoben',
  correction: 'Berichtigt, wie die Schule entschied',
  use: 'Verwendung',
  restricted:
    'Eingeschränkt, wie die Schule entschied: aufbewahrt und nicht verwendet. Vernichtet wird es wie sonst, wenn die Zeit um ist.',
};
