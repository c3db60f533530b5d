import { expect, test } from 'vitest';
import * as english from './lists/english';
import * as french from './lists/french';
import * as spanish from './lists/spanish';
import { readWords, wordLanguage, wordsOf, type WordLanguage } from './words';

const lists: Record<WordLanguage, string[]> = {
  en: english.words.trim().split(/\s+/),
  fr: french.words.trim().split(/\s+/),
  es: spanish.words.trim().split(/\s+/),
};
const languages = Object.keys(lists) as WordLanguage[];
const plain = (text: string) => text.normalize('NFD').replace(/\p{M}/gu, '');

const secretOf = (hex: string) => Buffer.from(hex, 'hex').toString('base64url');

// The vectors that BIP-39 refers to, of 128 bits.
const vectors: [hex: string, words: string][] = [
  [
    '00000000000000000000000000000000',
    'abandon abandon abandon abandon abandon abandon abandon abandon abandon abandon abandon about',
  ],
  ['7f7f7f7f7f7f7f7f7f7f7f7f7f7f7f7f', 'legal winner thank year wave sausage worth useful legal winner thank yellow'],
  [
    '80808080808080808080808080808080',
    'letter advice cage absurd amount doctor acoustic avoid letter advice cage above',
  ],
  ['ffffffffffffffffffffffffffffffff', 'zoo zoo zoo zoo zoo zoo zoo zoo zoo zoo zoo wrong'],
  ['9e885d952ad362caeb4efe34a8e91bd2', 'ozone drill grab fiber curtain grace pudding thank cruise elder eight picnic'],
];

test.each(vectors)('%s', async (hex, words) => {
  expect(await wordsOf(secretOf(hex), 'en')).toEqual(words.split(' '));
  expect(await readWords(words, 'en')).toEqual({ secrets: [secretOf(hex)] });
});

test.each(languages)('the list in %s is whole, and four letters of a word are enough', (language) => {
  const list = lists[language];
  expect(list).toHaveLength(2048);
  expect(new Set(list.map((word) => plain(word).slice(0, 4))).size).toBe(2048);
  for (const word of list) expect(word).toMatch(/^\p{Ll}+$/u);
});

const put = (words: string[], at: number, word: string) => words.map((w, i) => (i === at ? word : w));

/** Secrets that are the same in each run. */
async function secrets(n: number): Promise<string[]> {
  const all: string[] = [];
  for (let i = 0; i < n; i++) {
    const hash = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(`secret ${i}`));
    all.push(Buffer.from(hash).subarray(0, 16).toString('base64url'));
  }
  return all;
}

test.each(languages)('words in %s are read by everybody, however they are typed', async (language) => {
  for (const secret of await secrets(40)) {
    const words = await wordsOf(secret, language);
    const cut = words.map((word) => plain(word).slice(0, 4));
    for (const typed of [
      words.join(' '),
      words.join('\n').toUpperCase(),
      plain(words.join(', ')),
      words.join(' ').normalize('NFD'),
      words.map((word, i) => `${i + 1}. ${word}`).join('\r\n'),
      ` ${cut.join('  ')} `,
    ]) {
      for (const reader of ['en', 'de', 'fr', 'es'] as const) {
        const read = await readWords(typed, reader);
        expect('secrets' in read && read.secrets.includes(secret), `${typed}, read in ${reader}`).toBe(true);
      }
    }
  }
});

test('Germans get English words', () => {
  expect(['en', 'de', 'fr', 'es'].map((l) => wordLanguage(l as 'en' | 'de' | 'fr' | 'es'))).toEqual([
    'en',
    'en',
    'fr',
    'es',
  ]);
});

test('what is wrong is said', async () => {
  const words = vectors[4]![1].split(' ');
  expect(await readWords('', 'en')).toEqual({ wrong: 'count', count: 0 });
  expect(await readWords(words.slice(1).join(' '), 'en')).toEqual({ wrong: 'count', count: 11 });
  expect(await readWords([...words, 'zoo'].join(' '), 'en')).toEqual({ wrong: 'count', count: 13 });
  const typo = put(put(words, 2, 'grabb'), 5, 'gra').join(' ');
  expect(await readWords(typo, 'fr')).toEqual({ wrong: 'words', words: ['grabb', 'gra'] });
  expect(await readWords(put(put(words, 0, words[1]!), 1, words[0]!).join(' '), 'en')).toEqual({ wrong: 'order' });
});

test('the checksum finds most words that are another one of the list', async () => {
  const [secret] = await secrets(1);
  const words = await wordsOf(secret!, 'en');
  let passed = 0;
  for (let n = 0; n < 320; n++) {
    const read = await readWords(put(words, n % 12, lists.en[(n * 61) % 2048]!).join(' '), 'en');
    if ('secrets' in read && !read.secrets.includes(secret!)) passed++;
  }
  expect(passed).toBeLessThan(320 / 8); // one in sixteen, on the average
});

test('what isn’t a secret of 128 bits has no words', async () => {
  for (const other of ['', 'k'.repeat(22), 'A'.repeat(43), 'mfrggzdfmztwq2lknnwg23tpoa'])
    expect(await wordsOf(other, 'en')).toEqual([]);
});
