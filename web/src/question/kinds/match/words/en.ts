export interface Words {
  hint: string;
  belongsTo(item: string): string;
}

export const words: Words = {
  hint: 'Find what belongs together.',
  belongsTo: (item) => `Belongs to: ${item}`,
};
