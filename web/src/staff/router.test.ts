import { expect, test } from 'vitest';
import { routeOf } from './router';

const id = 'onswg4tforpw63dmmfzgk2lomm';

test.each([
  ['/teach/', { page: 'sessions' }],
  ['/teach', { page: 'sessions' }],
  ['/teach/trash', { page: 'trash' }],
  ['/teach/sets/', { page: 'sets' }],
  ['/teach/sets/new', { page: 'set', id: null }],
  ['/teach/sets/import', { page: 'import' }],
  [`/teach/sets/${id}`, { page: 'set', id }],
  [`/teach/sessions/${id}`, { page: 'session', id, tab: 'live' }],
  [`/teach/sessions/${id}/grading`, { page: 'session', id, tab: 'grading' }],
  [`/teach/sessions/${id}/projector/`, { page: 'session', id, tab: 'projector' }],
  ['/teach/incidents', { page: 'incident', id: null, tab: 'overview' }],
  ['/teach/incidents/new', { page: 'incident', id: 'new', tab: 'overview' }],
  [`/teach/incidents/${id}`, { page: 'incident', id, tab: 'overview' }],
  [`/teach/incidents/${id}/notices/`, { page: 'incident', id, tab: 'notices' }],
  [`/teach/incidents/${id}/else`, { page: 'unknown' }],
  ['/teach/incidents/new/notices', { page: 'unknown' }],
  ['/teach/co-teach', { page: 'co-teach' }],
  ['/teach/privacy/', { page: 'privacy', part: 'policy', receipt: null }],
  ['/teach/privacy/consent', { page: 'privacy', part: 'consent', receipt: null }],
  ['/teach/privacy/holds', { page: 'privacy', part: 'holds', receipt: null }],
  [`/teach/privacy/receipts/${id}`, { page: 'privacy', part: 'receipts', receipt: id }],
  ['/teach/privacy/policy/x', { page: 'unknown' }],
  ['/teach/sessions/..%2f..%2f', { page: 'unknown' }],
  [`/teach/sessions/${id}/else`, { page: 'unknown' }],
  ['/privacy/', { page: 'unknown' }],
])('%s', (path, want) => {
  expect(routeOf(path)).toEqual(want);
});
