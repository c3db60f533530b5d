import type { Fixture } from '../../fixture';

export const fixture: Fixture = {
  question: { id: 'q1', kind: 'cloud', prompt: 'What comes to your mind?', maxWords: 2, points: 0 },
  response: ['sea', 'salt'],
  reads: 'seasalt',
  filled: /value="salt"/,
  refused: [
    [[], 'empty'],
    [['x'.repeat(51)], 'too-long'],
  ],
  fields: ['maxWords'],
  faults: [],
  counts: { salt: 1, sea: 4 },
  bars: [
    ['sea', 4, null],
    ['salt', 1, null],
  ],
  solution: null,
  gift: false,
  moodle: null,
  csv: { answers: ['2'], correct: '' },
};
