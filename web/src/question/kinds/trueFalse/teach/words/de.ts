import type { Words } from './en';

export const words: Words = {
  name: 'Richtig oder falsch',
  about: 'Eine Aussage, die richtig oder falsch ist.',
  truth: 'Die Aussage ist',
  faults: { 'no-truth': 'Sagen Sie, ob es richtig oder falsch ist, oder machen Sie eine Umfrage daraus.' },
};
