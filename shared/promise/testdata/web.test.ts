// What TestFaultsAreFound looks into. It isn't run.
import { test } from 'vitest';

test('runs', () => {});
test.skip('never runs', () => {});
