import type { Fixture } from '../../fixture';

export const fixture: Fixture = {
  question: {
    id: 'q1',
    kind: 'order',
    prompt: 'Shortest first',
    options: [
      { id: 'a', text: 'Thames' },
      { id: 'b', text: 'Rhine' },
    ],
    correct: ['a', 'b'],
    points: 1,
  },
  response: ['b', 'a'],
  reads: 'RhineThames',
  filled: /Rhine.*Thames/s,
  refused: [],
  fields: ['items:'],
  faults: ['items: empty', 'items: empty'],
  counts: { 'b,a': 1, 'a,b': 2 },
  bars: [
    ['Thames → Rhine', 2, true],
    ['Rhine → Thames', 1, false],
  ],
  solution: 'ThamesRhine',
  gift: false,
  moodle: [
    'ordering',
    '<answer fraction="1"><text>Thames</text></answer><answer fraction="2"><text>Rhine</text></answer>',
  ],
  csv: { answers: ['Thames', 'Rhine'], correct: '' },
};
