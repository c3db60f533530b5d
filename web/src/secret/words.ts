// A secret of 128 bits as twelve words, for people to write down and to type: BIP-39 without what wallets do with it.
// Whoever holds a secret in words uses this: students of a session, parents with a code. Loaded apart, as is each list.

import { base64url } from '../api/client';
import type { Language } from '../i18n/language';

const lists = {
  en: () => import('./lists/english'),
  fr: () => import('./lists/french'),
  es: () => import('./lists/spanish'),
};

export type WordLanguage = keyof typeof lists;

/** The language of the words for who reads the given one: there is no German list, so Germans get the English words. */
export const wordLanguage = (language: Language): WordLanguage => (language === 'de' ? 'en' : language);

async function listOf(language: WordLanguage): Promise<string[]> {
  return (await lists[language]()).words.trim().split(/\s+/);
}

const BYTES = 16;
const WORDS = 12;

/** The bytes of a secret in base64url, or undefined if it isn't one of 128 bits. */
function bytesOf(secret: string): Uint8Array<ArrayBuffer> | undefined {
  if (!/^[\w-]{21}[AQgw]$/.test(secret)) return undefined;
  const text = atob(secret.replace(/-/g, '+').replace(/_/g, '/'));
  return Uint8Array.from(text, (char) => char.charCodeAt(0));
}

const binary = (n: number, length: number) => n.toString(2).padStart(length, '0');

/** The four bits that find most mistakes in typing. */
async function checksum(bytes: Uint8Array<ArrayBuffer>): Promise<string> {
  const hash = new Uint8Array(await crypto.subtle.digest('SHA-256', bytes));
  return binary(hash[0]!, 8).slice(0, 4);
}

/** The twelve words of a secret; none of one that hasn't 128 bits. */
export async function wordsOf(secret: string, language: WordLanguage): Promise<string[]> {
  const bytes = bytesOf(secret);
  if (!bytes) return [];
  const list = await listOf(language);
  const bits = [...bytes].map((byte) => binary(byte, 8)).join('') + (await checksum(bytes));
  return bits.match(/.{11}/g)!.map((n) => list[parseInt(n, 2)]!);
}

/** Without case and accents, and with full-width letters as usual ones. */
const plain = (text: string) => text.normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase();

/** What was typed: one secret, or rarely one for each of two languages; or what is wrong with it. */
export type Read =
  | { secrets: string[] }
  | { wrong: 'count'; count: number }
  /** The words that the list doesn't have in which most are found. */
  | { wrong: 'words'; words: string[] }
  /** All words exist, and don't belong together. */
  | { wrong: 'order' };

/**
 * Reads twelve words in whatever language they are, first in the reader's. Words may be typed in any case, without
 * accents, numbered, and cut after four letters.
 */
export async function readWords(typed: string, language: Language): Promise<Read> {
  const words = plain(typed)
    .split(/[^\p{L}]+/u)
    .filter(Boolean);
  if (words.length !== WORDS) return { wrong: 'count', count: words.length };
  const first = wordLanguage(language);
  const secrets: string[] = [];
  let unknown = words;
  for (const tag of [first, ...(Object.keys(lists) as WordLanguage[]).filter((other) => other !== first)]) {
    const list = (await listOf(tag)).map(plain);
    const found = words.map((word) => find(list, word));
    const missing = words.filter((_, i) => found[i] === -1);
    if (missing.length < unknown.length) unknown = missing;
    if (missing.length > 0) continue;
    const bits = found.map((n) => binary(n, 11)).join('');
    const bytes = Uint8Array.from({ length: BYTES }, (_, i) => parseInt(bits.slice(8 * i, 8 * i + 8), 2));
    if ((await checksum(bytes)) === bits.slice(8 * BYTES)) secrets.push(base64url(bytes));
  }
  if (secrets.length > 0) return { secrets };
  return unknown.length > 0 ? { wrong: 'words', words: unknown } : { wrong: 'order' };
}

/** The place of a word in a list of plain ones, or -1: of the whole word, or of what begins with four letters or more. */
function find(list: string[], word: string): number {
  const whole = list.indexOf(word);
  return whole >= 0 || word.length < 4 ? whole : list.findIndex((other) => other.startsWith(word));
}
