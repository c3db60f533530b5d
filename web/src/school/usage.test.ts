import { expect, test } from 'vitest';
import { csv } from './Usage';

test('a month of few people is there, without a number', () => {
  expect(
    csv([
      { org: 'org_north', month: '2026-11', students: 240, sessions: 10, answers: 2905 },
      { org: 'org_south', month: '2026-11', students: null, sessions: null, answers: null },
    ]),
  ).toBe('month,school,students,sessions,answers\r\n2026-11,org_north,240,10,2905\r\n2026-11,org_south,,,\r\n');
});
