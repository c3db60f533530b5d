import { afterEach, describe, expect, test, vi } from 'vitest';
import { common as de } from '../i18n/common/de';
import { common as en } from '../i18n/common/en';
import { common as es } from '../i18n/common/es';
import { common as fr } from '../i18n/common/fr';
import type { PublicNotice } from '../api/schema';
import { blocksOf, toShow } from './notices';
import { FRESH, refreshNotices } from './refresh';

const notice = (id: string, more: Partial<PublicNotice> = {}): PublicNotice => ({
  id,
  language: 'en',
  title: 'Your data',
  text: `text ${id}`,
  publishedAt: '2026-11-20T10:00:00Z',
  until: '2027-02-18T10:00:00Z',
  ...more,
});

test('the parts of a text, without its title', () => {
  const text =
    'Your data\n\nWe write to you.\n\n# What happened\n\nA bucket\nwas public.\n\n# Which data\n\n- names\n- answers\n\n----------------------------------------\n\ncleanslate\n';
  expect(blocksOf(text, 'Your data')).toEqual([
    { is: 'paragraph', text: 'We write to you.' },
    { is: 'heading', text: 'What happened' },
    { is: 'paragraph', text: 'A bucket\nwas public.' },
    { is: 'heading', text: 'Which data' },
    { is: 'list', items: ['names', 'answers'] },
    { is: 'rule' },
    { is: 'paragraph', text: 'cleanslate' },
  ]);
  expect(blocksOf('', 'x')).toEqual([]);
});

test('of what is said in several languages one is shown, the reader’s', () => {
  const all = (['en', 'de', 'fr'] as const).map((language) =>
    notice(language, { language, title: `title ${language}`, group: 'g' }),
  );
  expect(toShow([...all, notice('other')], 'de').map((n) => n.id)).toEqual(['de', 'other']);
  expect(toShow(all, 'es')).toHaveLength(1);
});

test('each text is shown once, the reader’s language first', () => {
  const all = [
    notice('a', { text: 'same' }),
    notice('b', { text: 'same' }),
    notice('c', { language: 'de' }),
    notice('d', { publishedAt: '2026-11-21T10:00:00Z' }),
  ];
  expect(toShow(all, 'de').map((n) => n.id)).toEqual(['c', 'd', 'a']);
});

describe('asking', () => {
  afterEach(() => vi.unstubAllGlobals());

  test('is done once in a while, and again soon after it failed', async () => {
    let up = false;
    const fetched = vi.fn(async () => {
      if (!up) throw new TypeError('no network');
      return new Response(JSON.stringify({ items: [notice('a')], nextPageToken: null }));
    });
    vi.stubGlobal('fetch', fetched);
    expect(await refreshNotices(1000)).toEqual([]);
    up = true;
    expect((await refreshNotices(1001)).map((n) => n.id)).toEqual(['a']);
    await refreshNotices(1001 + FRESH - 1);
    expect(fetched).toHaveBeenCalledTimes(2);
    up = false;
    expect((await refreshNotices(1001 + FRESH)).map((n) => n.id)).toEqual(['a']); // better than none
    expect(fetched).toHaveBeenCalledTimes(3);
  });
});

test('every language says it', () => {
  const said = [en, de, fr, es].map(({ notice: m }) => m.label + m.read + m.published('x'));
  expect(new Set(said).size).toBe(4);
});
