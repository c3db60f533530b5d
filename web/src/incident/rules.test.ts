import { expect, test } from 'vitest';
import { ApiError } from '../api/client';
import { verdict } from './AffectedTab';
import { scopeOf } from './fields';
import { idsIn, orgsIn } from './ids';
import { missingIn } from './NoticesTab';
import { fieldsOf } from './parts';

test('what decides whether the people must be told (GDPR art. 34)', () => {
  expect(verdict({ risk: 'high' }, { readable: true })).toBe('high');
  expect(verdict({ risk: 'undetermined' }, { readable: true })).toBe('unjudged');
  expect(verdict({ risk: 'undetermined' }, { readable: false })).toBe('sealed');
  expect(verdict({ risk: 'high' }, { readable: false })).toBe('sealed');
  expect(verdict({ risk: 'possible' }, { readable: true })).toBe('unlikely');
});

test('ids are found in what people paste', () => {
  const a = 'onswg4tforpw63dmmfzgk2lomm';
  const b = 'mfrggzdfmztwq2lknnwg23tpoa';
  expect(idsIn(`${a}\nhttps://x.example/teach/sessions/${b}/results, ${a}`)).toEqual([a, b]);
  expect(idsIn(`x${a} ${a}y ${a.toUpperCase()}`)).toEqual([]);
  expect(orgsIn(' org_a,org_b\n\norg_a ')).toEqual(['org_a', 'org_b']);
  const whose = { whole: true, chosen: [a], orgs: 'org_a', sessions: b };
  expect(scopeOf(whose, true)).toEqual({ orgs: ['org_a'], sessions: [b] });
  expect(scopeOf(whose, false)).toEqual({});
  expect(scopeOf({ ...whose, whole: false }, false)).toEqual({ sessions: [a] });
});

const problem = (...pointers: string[]) =>
  new ApiError('invalid', 422, {
    type: '/problems/invalid',
    title: '',
    status: 422,
    detail: '',
    errors: pointers.map((pointer) => ({ pointer, detail: '' })),
  });

test('what a problem points to is named once, by its field', () => {
  expect(fieldsOf(problem('/contact/name', '/contact/email', '/scope/orgs/0', '/texts/de/nature', '/nowhere'))).toEqual(
    ['scope', 'texts', 'contact'],
  );
  expect(missingIn(problem('/texts/de/measures', '/affected', '/affected', '/occurredFrom', '/contact'))).toEqual([
    'measures',
    'people',
    'occurred',
    'contact',
  ]);
});
