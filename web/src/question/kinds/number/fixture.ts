import type { Fixture } from '../../fixture';

export const fixture: Fixture = {
  question: { id: 'q1', kind: 'number', prompt: 'How long is the Thames?', correct: 346, tolerance: 10, points: 1 },
  response: 350.5,
  reads: '350.5',
  filled: /value="350.5"/,
  refused: [],
  fields: ['numbers:', 'tolerance:', 'weight:', 'feedback:'],
  faults: ['numbers: empty'],
  counts: { '356': 3, '357': 1 },
  bars: [
    ['356', 3, true],
    ['357', 1, false],
  ],
  solution: '346 ± 10',
  gift: true,
  moodle: ['numerical', '<answer fraction="100"><text>346</text><tolerance>10</tolerance></answer>'],
  csv: { answers: ['346 ± 10'], correct: '' },
};
