// Which of the public notices are shown, and of what parts.

import type { PublicNotice } from '../api/schema';
import type { Language } from '../i18n/language';

/**
 * Those to show: each text once, those in the reader's language first, then the latest; of those that say the same in
 * several languages the reader's.
 */
export function toShow(all: readonly PublicNotice[], language: Language): PublicNotice[] {
  const seen = new Set<string>();
  return [...all]
    .sort(
      (a, b) =>
        Number(b.language === language) - Number(a.language === language) || b.publishedAt.localeCompare(a.publishedAt),
    )
    .filter((n) => {
      const text = n.group ?? `${n.title}\n${n.text}`;
      return !seen.has(text) && seen.add(text);
    });
}

export type Block = { is: 'heading' | 'paragraph'; text: string } | { is: 'list'; items: string[] } | { is: 'rule' };

/** The parts of a notice's text, without the title, which is above it. */
export function blocksOf(text: string, title: string): Block[] {
  const parts = text
    .replace(/\r\n/g, '\n')
    .split(/\n{2,}/)
    .map((part) => part.trim())
    .filter((part) => part !== '');
  if (parts[0] === title) parts.shift();
  return parts.map((part) => {
    const lines = part.split('\n');
    if (/^-{5,}$/.test(part)) return { is: 'rule' };
    if (lines.every((line) => line.startsWith('- '))) return { is: 'list', items: lines.map((line) => line.slice(2)) };
    if (lines.length === 1 && part.startsWith('# ')) return { is: 'heading', text: part.slice(2) };
    return { is: 'paragraph', text: part };
  });
}
