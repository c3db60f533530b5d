import type { Fixture } from '../../fixture';

export const fixture: Fixture = {
  question: { id: 'q1', kind: 'trueFalse', prompt: 'Rivers flow uphill.', correct: false, points: 1 },
  response: true,
  reads: 'True',
  filled: /checked[^>]*><span[^>]*>True/,
  refused: [],
  fields: ['truth'],
  faults: ['truth no-truth'],
  counts: { true: 1, false: 4 },
  bars: [
    ['True', 1, false],
    ['False', 4, true],
  ],
  solution: 'False',
  gift: true,
  moodle: [
    'truefalse',
    '<answer fraction="0"><text>true</text></answer><answer fraction="100"><text>false</text></answer>',
  ],
  csv: { answers: [], correct: 'false' },
};
