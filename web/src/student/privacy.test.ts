import { expect, test } from 'vitest';
import type { KeptPrivacy } from './keep';
import { en } from './messages/en';
import { privacyText } from './privacy';

test.each([
  ['P6M', 'a deletion can be undone for at most 6 months'],
  ['P5M10D', 'a deletion can be undone for at most 5 months and 10 days'],
  ['P1D', 'a deletion can be undone for at most 1 day,'],
  ['P0D', 'Then they are deleted for good.'],
])('a restore window of %s is told', (restoreWindow, want) => {
  const privacy: KeptPrivacy = {
    keptDays: 180,
    restoreWindow,
    visibleTo: ['teachers', 'school-admins'],
    contact: 'privacy@north.example',
  };
  const text = privacyText(privacy, 'en', en.privacy);
  expect(text).toContain(want);
  expect(text).toContain('your teachers and your school’s administrators');
});
