export interface Words {
  name: string;
  about: string;
  items: string;
  itemsHint: string;
  itemNumber(n: number): string;
  addItem: string;
  csv: string;
}

export const words: Words = {
  name: 'Ordering',
  about: 'Bring into order. Each one in its place earns a part.',
  items: 'In the right order',
  itemsHint: 'Students get them shuffled.',
  itemNumber: (n) => `Item ${n}`,
  addItem: 'Add an item',
  csv: 'items in the right order',
};
