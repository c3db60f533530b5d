import type { Fixture } from '../../fixture';

export const fixture: Fixture = {
  question: { id: 'q1', kind: 'text', prompt: 'The capital on the Seine?', correct: ['Paris', 'Paname'], points: 1 },
  response: 'Lyon',
  reads: 'Lyon',
  filled: /<textarea[^>]*>Lyon|value="Lyon"/,
  refused: [['😀'.repeat(2001), 'too-long']],
  fields: ['texts:', 'weight:', 'feedback:'],
  faults: ['texts: empty'],
  counts: { paris: 5, lyon: 2 },
  bars: [
    ['paris', 5, true],
    ['lyon', 2, false],
  ],
  solution: 'Paris / Paname',
  gift: true,
  moodle: [
    'shortanswer',
    '<answer fraction="100"><text>Paris</text></answer><answer fraction="100"><text>Paname</text></answer>',
  ],
  csv: { answers: ['Paris', 'Paname'], correct: '' },
};
