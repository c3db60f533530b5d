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
  csv: string;
}

export const words: Words = {
  name: 'Matching',
  about: 'Find what belongs together. Each pair earns a part.',
  pairs: 'Pairs',
  pairsHint: 'Students get both sides shuffled. The same text on the right may belong to several on the left.',
  pairNumber: (n) => `Pair ${n}`,
  left: (n) => `Pair ${n}, left`,
  right: (n) => `Pair ${n}, right`,
  addPair: 'Add a pair',
  extras: 'More on the right that belong to nothing (optional)',
  extrasHint: 'They make guessing harder.',
  extraNumber: (n) => `Extra ${n}`,
  addExtra: 'Add one that belongs to nothing',
  csv: 'pairs such as Seine = Paris',
};
