import { expect, test } from 'vitest';
import { parseChallenge, withoutInvitation } from './auth';

test.each([
  [
    'Bearer error="insufficient_user_authentication", error_description="A second factor, \\"fresh\\", is required", acr_values="http://schemas.openid.net/pape/policies/2007/06/multi-factor", max_age="900"',
    { acrValues: 'http://schemas.openid.net/pape/policies/2007/06/multi-factor', maxAge: 900 },
  ],
  ['Bearer realm=x, error=insufficient_user_authentication, max_age=0', { maxAge: 0 }],
  ['Bearer error="insufficient_user_authentication", max_age="soon"', {}],
  ['Bearer error="invalid_token", max_age="900"', null],
  ['Bearer', null],
  [null, null],
])('parseChallenge %s', (header, want) => {
  expect(parseChallenge(header)).toEqual(want);
});

test('whoever accepted an invitation comes back to a page without it', () => {
  expect(
    withoutInvitation('/teach/?invitation=t&organization=org_north&organization_name=North%20School&lang=de#x'),
  ).toBe('/teach/?lang=de#x');
  expect(withoutInvitation('/teach/sets')).toBe('/teach/sets');
});
