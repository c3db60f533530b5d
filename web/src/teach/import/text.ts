// Texts in the formats that Moodle has, as a person would read them.

import type { Lost } from '../../question/teach/formats';
import type { Language } from '../../i18n/language';
import { htmlToText, looksLikeHTML } from './html';
import { inOneLanguage } from './languages';

/** moodle: HTML as far as there is any, and lines as they were typed. */
export type TextFormat = 'html' | 'moodle' | 'plain' | 'markdown';

/** Reads a text; what can't be taken over goes to `lost`. */
export function readText(raw: string, format: TextFormat, language: Language, lost: Lost[]): string {
  const text = inOneLanguage(raw, language, lost);
  switch (format) {
    case 'html':
      return htmlToText(text, lost);
    case 'moodle':
      return looksLikeHTML(text) ? htmlToText(withLines(text), lost) : withoutFiles(text.trim(), lost);
    case 'markdown':
      return withoutFiles(withoutPictures(text, lost).trim(), lost);
    case 'plain':
      return withoutFiles(text.trim(), lost);
  }
}

const endsBlock =
  /<\/?(address|article|blockquote|br|dd|div|dl|dt|h[1-6]|hr|li|ol|p|pre|section|table|td|th|tr|ul)\b[^<>]*>$/i;

/** Line ends as HTML has them, but not beside blocks, which have their own. */
function withLines(text: string): string {
  const lines = text.split(/\r\n|\n|\r/);
  return lines
    .map((line, i) => (i === lines.length - 1 ? line : `${line}${endsBlock.test(line.trimEnd()) ? '\n' : '<br>'}`))
    .join('');
}

/** Markdown's pictures, ![alt](address) and ![alt][name], and HTML's. */
function withoutPictures(text: string, lost: Lost[]): string {
  return text
    .replace(/!\[([^[\]\n]{0,500})\](\([^()\n]{0,2000}\)|\[[^[\]\n]{0,200}\])/g, (_, alt: string) => {
      lost.push({ code: 'media' });
      return alt.trim() === '' ? '' : `[${alt.trim()}]`;
    })
    .replace(/<(img|audio|video|iframe|object|embed)\b[^<>]*>/gi, (tag) => {
      lost.push({ code: 'media' });
      const alt = /\balt\s*=\s*("([^"]*)"|'([^']*)')/i.exec(tag);
      const said = (alt?.[2] ?? alt?.[3] ?? '').trim();
      return said === '' ? '' : `[${said}]`;
    });
}

/** Says that a file is missing where an address of Moodle's own is left. */
function withoutFiles(text: string, lost: Lost[]): string {
  if (text.includes('@@PLUGINFILE@@')) lost.push({ code: 'media' });
  return text;
}
