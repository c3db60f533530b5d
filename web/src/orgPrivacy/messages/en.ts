// A school's page about privacy, which is loaded apart. Children, parents and staff read it, so it
// addresses nobody.

export interface OrgPrivacyMessages {
  title(name: string): string;
  sentence(kept: string, restore: string): string;
  sentenceNoRestore(kept: string): string;
  keptFor(period: string): string;
  restoreFor(period: string): string;
  unknownTitle: string;
  unknown: string;
}

export const en: OrgPrivacyMessages = {
  title: (name) => `Privacy at ${name}`,
  sentence: (kept, restore) =>
    `Names and answers are kept for ${kept} after a session closes. Then they are deleted, and a deletion can be undone for ${restore}. After that they are erased for good.`,
  sentenceNoRestore: (kept) =>
    `Names and answers are kept for ${kept} after a session closes. Then they are erased for good.`,
  keptFor: (period) => `${period} after a session closes`,
  restoreFor: (period) => `for ${period} afterwards`,
  unknownTitle: 'There is no such school',
  unknown: 'The address may be mistyped, or the school may have left.',
};
