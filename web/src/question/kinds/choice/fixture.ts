import type { Fixture } from '../../fixture';

export const fixture: Fixture = {
  question: {
    id: 'q1',
    kind: 'choice',
    prompt: 'Longest river?',
    options: [
      { id: 'a', text: 'Rhine' },
      { id: 'b', text: 'Volga' },
    ],
    correct: 'b',
    points: 1,
  },
  response: 'b',
  reads: 'Volga',
  filled: /checked[^>]*><span[^>]*>Volga/,
  refused: [],
  fields: ['options:', 'weight:', 'feedback:'],
  faults: ['options: empty', 'options: empty', 'options one-right-option'],
  counts: { b: 3 },
  bars: [
    ['Rhine', 0, false],
    ['Volga', 3, true],
  ],
  solution: 'Volga',
  gift: true,
  moodle: [
    'multichoice',
    '<single>true</single><answer fraction="0"><text>Rhine</text></answer><answer fraction="100"><text>Volga</text></answer>',
  ],
  csv: { answers: ['Rhine', 'Volga'], correct: '2' },
};
