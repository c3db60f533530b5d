import { expect, test } from 'vitest';
import { versioned } from './api';

test.each([
  ['"3"', '"3"'],
  ['W/"3"', '"3"'],
  [null, null],
])('the tag %s comes back in If-Match as %s', (tag, etag) => {
  const headers = new Headers(tag === null ? {} : { ETag: tag });
  expect(versioned({ status: 200, headers, body: 'set' })).toEqual({ value: 'set', etag });
});
