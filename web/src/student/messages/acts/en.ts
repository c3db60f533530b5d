/** What a parent did with a code. */
export interface ActsMessages {
  code: string;
  correctedAt: string;
  collectionRefusedAt: string;
  collectionLiftedAt: string;
  disclosureRefusedAt: string;
  disclosureLiftedAt: string;
}

export const en: ActsMessages = {
  code: 'Code for a parent given out',
  correctedAt: 'Name corrected by a parent',
  collectionRefusedAt: 'A parent refused that more is collected',
  collectionLiftedAt: 'That was lifted',
  disclosureRefusedAt: 'A parent refused disclosure beyond the service',
  disclosureLiftedAt: 'That was lifted',
};
