/** What a parent did with a code, and what the school decided. */
export interface ActsMessages {
  code: string;
  correctedAt: string;
  collectionRefusedAt: string;
  collectionLiftedAt: string;
  disclosureRefusedAt: string;
  disclosureLiftedAt: string;
  correction: string;
  use: string;
  restricted: string;
}

export const en: ActsMessages = {
  code: 'Code for a parent given out',
  correctedAt: 'Name corrected by a parent',
  collectionRefusedAt: 'A parent refused that more is collected',
  collectionLiftedAt: 'That was lifted',
  disclosureRefusedAt: 'A parent refused disclosure beyond the service',
  disclosureLiftedAt: 'That was lifted',
  correction: 'Corrected, as the school decided',
  use: 'Use',
  restricted: 'Restricted, as the school decided: kept and not used. It is erased when its time is over, as ever.',
};
