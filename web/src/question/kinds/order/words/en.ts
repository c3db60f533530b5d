export interface Words {
  hint: string;
  keep: string;
  moveUp(item: string): string;
  moveDown(item: string): string;
  positionOf(item: string): string;
  moved(item: string, n: number, of: number): string;
}

export const words: Words = {
  hint: 'Put these in the right order.',
  keep: 'This order is right',
  moveUp: (item) => `Move up: ${item}`,
  moveDown: (item) => `Move down: ${item}`,
  positionOf: (item) => `Place of: ${item}`,
  moved: (item, n, of) => `${item}: now ${n} of ${of}`,
};
