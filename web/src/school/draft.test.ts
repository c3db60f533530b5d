import { expect, test } from 'vitest';
import type { Agreement, School } from '../api/schema';
import { agreementOf, draftOfAgreement, draftOfSchool, newSchool, patchOf, requestOf } from './draft';

const clause = (id: string) =>
  ({
    id,
    audience: 'school',
    starts: 'aware',
    within: { count: 24, unit: 'hours' },
    target: true,
    source: 's',
    words: '',
  }) as const;

const school: School = {
  id: 'org_east',
  name: 'East',
  country: 'US',
  region: 'US-CA',
  timezone: 'America/Los_Angeles',
  language: 'en',
  state: 'active',
  endsAt: null,
  contacts: { office: 'o@east.example', privacy: 'p@east.example', incident: '' },
  holidays: ['2026-11-27', '2026-12-24'],
  clauses: [],
  offered: [clause('platform'), clause('ndpa')],
};

test('a school comes back from its form as it was', () => {
  expect(patchOf(draftOfSchool(school))).toEqual({
    name: 'East',
    country: 'US',
    region: 'US-CA',
    timezone: 'America/Los_Angeles',
    language: 'en',
    contacts: school.contacts,
    holidays: school.holidays,
  });
});

test('a new school has the policy that was filled in, one purpose on each line', () => {
  const request = requestOf('org_east', {
    ...newSchool(),
    country: 'de',
    purposes: 'teaching\n\n assessment ',
    clause: ' § 7 ',
  });
  expect(request.country).toBe('DE');
  expect(request.policy).toEqual({
    kept: 'P6M',
    restore: 'P6M',
    purposes: ['teaching', 'assessment'],
    clause: '§ 7',
    maxParticipants: 0,
  });
});

test('an agreement comes back from its form as it was, with what the form doesn’t show', () => {
  const agreement: Agreement = {
    id: 'a',
    kind: 'student-privacy',
    number: '1',
    parties: ['East', 'We'],
    signed: '2026-08-01',
    begins: '2026-08-02',
    ends: '2027-07-31',
    exhibits: [{ name: 'A', sha256: 'ab'.repeat(32), where: 'shelf' }],
    clauses: [
      { id: 'ndpa', within: { count: 48, unit: 'hours' }, source: 'amendment 1', words: 'forty-eight' },
      { id: 'own', audience: 'parents' },
    ],
    retention: '§ 7',
    ageLine: 13,
    consent: 'parents',
    inForce: true,
    revision: 3,
    announced: [],
  };
  const { id: _, inForce: __, revision: ___, announced: ____, ...sent } = agreement;
  expect(agreementOf(draftOfAgreement(agreement, school))).toEqual(sent);
});

test('of a new agreement no clause is chosen, and a count that is no number is refused', () => {
  const draft = draftOfAgreement(null, school);
  expect(agreementOf(draft).clauses).toEqual([]);
  draft.clauses[1] = { ...draft.clauses[1]!, chosen: true, count: 'two' };
  expect(agreementOf(draft).clauses).toEqual([{ id: 'ndpa', within: { count: -1, unit: 'hours' } }]);
});
