import type { Fixture } from '../../fixture';

export const fixture: Fixture = {
  question: {
    id: 'q1',
    kind: 'match',
    prompt: 'Which city?',
    options: [
      { id: 'a', text: 'Seine' },
      { id: 'b', text: 'Thames' },
    ],
    targets: [
      { id: '1', text: 'Paris' },
      { id: '2', text: 'London' },
    ],
    correct: { a: '1', b: '2' },
    points: 1,
  },
  response: { a: '2' },
  reads: 'Seine → London',
  filled: /selected[^>]*>London/,
  refused: [],
  fields: ['left:', 'right:'],
  faults: ['left: empty', 'left: empty', 'right: empty', 'right: empty'],
  counts: { 'a:2': 1, 'b:2': 3 },
  bars: [
    ['Seine: Paris', 0, true],
    ['Seine: London', 1, false],
    ['Thames: London', 3, true],
  ],
  solution: 'Seine → ParisThames → London',
  gift: true,
  moodle: [
    'matching',
    '<subquestion><text>Seine</text><answer><text>Paris</text></answer></subquestion><subquestion><text>Thames</text><answer><text>London</text></answer></subquestion>',
  ],
  csv: { answers: ['Seine = Paris', 'Thames = London'], correct: '' },
};
