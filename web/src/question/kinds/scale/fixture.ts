import type { Fixture } from '../../fixture';

export const fixture: Fixture = {
  question: {
    id: 'q1',
    kind: 'scale',
    prompt: 'How easy was this?',
    scale: { min: 1, max: 3, minLabel: 'hard' },
    points: 0,
  },
  response: 2,
  reads: '2',
  filled: /checked/,
  refused: [],
  fields: ['scaleMin', 'minLabel', 'scaleMax', 'maxLabel'],
  faults: [],
  counts: { '1': 2, '3': 1 },
  bars: [
    ['1 – hard', 2, null],
    ['2', 0, null],
    ['3', 1, null],
  ],
  solution: null,
  gift: false,
  moodle: null,
  csv: { answers: ['1 hard', '3'], correct: '' },
};
