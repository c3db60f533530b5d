import { expect, test } from 'vitest';
import { draftOf, readDraft, type PolicyDraft } from './draft';
import type { Policy } from '../api/schema';

const policy: Policy = {
  kept: 'P1Y6M',
  restore: 'P5M10D',
  purposes: ['teaching', 'assessment'],
  clause: 'Agreement, section 7',
  contact: 'privacy@north.example',
  maxParticipants: 0,
};

test('a policy that is edited and left as it was is the same', () => {
  expect(readDraft(draftOf(policy))).toEqual({ policy, problems: {} });
});

const period = (years: string, months: string, days: string) => ({ years, months, days });

test.each<[Partial<PolicyDraft>, Partial<Policy>]>([
  [{ kept: period('', '', '30') }, { kept: 'P30D' }],
  [{ kept: period('10', '', '') }, { kept: 'P10Y' }],
  [{ kept: period(' 1 ', '14', '') }, { kept: 'P2Y2M' }],
  [{ restore: period('', '', '') }, { restore: 'P0D' }],
  [{ restore: period('', '', '181') }, { restore: 'P181D' }],
  [{ purposes: '  one \n\n two\r\n' }, { purposes: ['one', 'two'] }],
  [{ participants: '20000' }, { maxParticipants: 20_000 }],
])('%j is %j', (change, want) => {
  expect(readDraft({ ...draftOf(policy), ...change })).toEqual({ policy: { ...policy, ...want }, problems: {} });
});

test.each<[Partial<PolicyDraft>, object]>([
  [{ kept: period('', '', '') }, { kept: 'kept' }],
  [{ kept: period('10', '1', '') }, { kept: 'kept' }],
  [{ kept: period('', '1.5', '') }, { kept: 'number' }],
  [{ kept: period('', '', '-3') }, { kept: 'number' }],
  [{ restore: period('', '7', '') }, { restore: 'restore' }],
  [{ restore: period('1', '', '') }, { restore: 'restore' }],
  [{ restore: period('', '6', '1') }, { restore: 'restore' }],
  [{ restore: period('', '', '182') }, { restore: 'restore' }],
  [{ purposes: ' \n ' }, { purposes: 'purposes' }],
  [{ purposes: 'x\n'.repeat(11) }, { purposes: 'purposes' }],
  [{ purposes: 'x'.repeat(101) }, { purposes: 'purpose' }],
  [{ clause: '' }, { clause: 'clause' }],
  [{ clause: 'a\u0007b' }, { clause: 'clause' }],
  [{ contact: 'Ada <ada@x.example>' }, { contact: 'contact' }],
  [{ contact: 'ada' }, { contact: 'contact' }],
  [{ contact: 'a@b' }, { contact: 'contact' }],
  [{ participants: '20001' }, { participants: 'participants' }],
  [{ participants: 'many' }, { participants: 'participants' }],
])('%j is refused', (change, problems) => {
  expect(readDraft({ ...draftOf(policy), ...change }).problems).toEqual(problems);
});
