import { expect, test } from 'vitest';
import { sameWord } from './confirmWord';
import { sessionIn } from './SessionPicker';

test.each([
  ['Rivers', 'Rivers', true],
  [' rivers  of europe ', 'Rivers of\u00a0Europe', true],
  ['Be\u0301la', 'Béla', true],
  ['Bela', 'Béla', false],
  ['', '', false],
  [' ', '\u00a0', false],
])('%j typed for %j: %s', (typed, word, same) => {
  expect(sameWord(typed, word)).toBe(same);
});

const id = 'onswg4tforpw63dmmfzgk2lomm';

test.each([
  [id, id],
  [` https://school.example/teach/sessions/${id}/results?lang=de `, id],
  [`/teach/sessions/${id}#x`, id],
  ['onswg4', null],
  [`x${id}`, null],
  ['', null],
])('the session in %j', (text, session) => {
  expect(sessionIn(text)).toBe(session);
});
