export interface Words {
  name: string;
  about: string;
  items: string;
  itemsHint: string;
  itemNumber(n: number): string;
  addItem: string;
  onPaper: string;
  csv: string;
}

export const words: Words = {
  name: 'Ordering',
  about: 'Put items in order. Each one in its place earns a share of the points.',
  items: 'In the right order',
  itemsHint: 'Students see them shuffled.',
  itemNumber: (n) => `Item ${n}`,
  addItem: 'Add an item',
  onPaper: 'Number them in the right order.',
  csv: 'items in the right order',
};
