import type { Fixture } from '../../fixture';

export const fixture: Fixture = {
  question: {
    id: 'q1',
    kind: 'choices',
    prompt: 'Which flow into the North Sea?',
    options: [
      { id: 'a', text: 'Rhine' },
      { id: 'b', text: 'Elbe' },
      { id: 'c', text: 'Oder' },
    ],
    correct: ['a', 'b'],
    points: 1,
  },
  response: ['a', 'c'],
  reads: 'RhineOder',
  filled: /checked[^>]*><span[^>]*>Oder/,
  refused: [],
  fields: ['options:', 'weight:', 'feedback:'],
  faults: ['options: empty', 'options: empty', 'options no-right-option'],
  counts: { a: 1, c: 2 },
  bars: [
    ['Rhine', 1, true],
    ['Elbe', 0, true],
    ['Oder', 2, false],
  ],
  solution: 'RhineElbe',
  gift: true,
  moodle: [
    'multichoiceset',
    '<answer fraction="100"><text>Rhine</text></answer><answer fraction="100"><text>Elbe</text></answer><answer fraction="0"><text>Oder</text></answer>',
  ],
  csv: { answers: ['Rhine', 'Elbe', 'Oder'], correct: '1,2' },
};
