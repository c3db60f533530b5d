export interface Words {
  name: string;
  about: string;
  pairs: string;
  pairsHint: string;
  pairNumber(n: number): string;
  left(n: number): string;
  right(n: number): string;
  addPair: string;
  extras: string;
  extrasHint: string;
  extraNumber(n: number): string;
  addExtra: string;
  onPaper: string;
  csv: string;
}

export const words: Words = {
  name: 'Matching',
  about: 'Match what belongs together. Each pair earns a share of the points.',
  pairs: 'Pairs',
  pairsHint: 'Students see both sides shuffled. The same text on the right may match several on the left.',
  pairNumber: (n) => `Pair ${n}`,
  left: (n) => `Pair ${n}, left`,
  right: (n) => `Pair ${n}, right`,
  addPair: 'Add a pair',
  extras: 'Extra items on the right that match nothing (optional)',
  extrasHint: 'They make guessing harder.',
  extraNumber: (n) => `Extra ${n}`,
  addExtra: 'Add an extra item',
  onPaper: 'Write the number of what belongs to it.',
  csv: 'pairs such as Seine = Paris',
};
