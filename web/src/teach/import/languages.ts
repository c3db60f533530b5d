// Texts that hold several languages, as Moodle's filters have them:
// <span lang="en" class="multilang">…</span><span lang="de" …>…</span>, and
// {mlang en}…{mlang}{mlang de}…{mlang}.

import type { Lost } from '../../question/teach/formats';
import type { Language } from '../../i18n/language';

/** A text in one of the languages. */
interface Version {
  languages: string[];
  text: string;
  from: number;
  to: number;
}

/** The text in one of its languages: the wanted one, else English, else the first; what is left out is said. */
export function inOneLanguage(text: string, wanted: Language, lost: Lost[]): string {
  if (!/mlang|multilang/i.test(text)) return text;
  return [spans, blocks].reduce((t, find) => choose(t, find(t), wanted, lost), text);
}

function choose(text: string, versions: Version[], wanted: Language, lost: Lost[]): string {
  let out = '';
  let at = 0;
  for (let i = 0; i < versions.length; ) {
    const group = [versions[i++]!];
    while (i < versions.length && text.slice(group.at(-1)!.to, versions[i]!.from).trim() === '')
      group.push(versions[i++]!);
    const in_ = (language: string) =>
      group.find((v) => v.languages.some((l) => l === language || l.startsWith(`${language}-`)));
    const chosen = in_(wanted) ?? in_('en') ?? in_('other') ?? group[0]!;
    out += text.slice(at, group[0]!.from) + chosen.text;
    at = group.at(-1)!.to;
    const others = group.filter((v) => v !== chosen).flatMap((v) => v.languages);
    if (others.length > 0) lost.push({ code: 'languages', detail: others.join(', ').slice(0, 80) });
  }
  return out + text.slice(at);
}

/** Without a pattern that looks for both ends: they may be far apart, and many. */
function between(text: string, opening: RegExp, closing: RegExp, languagesOf: (open: string) => string[]): Version[] {
  const found: Version[] = [];
  const ends = [...text.matchAll(closing)].map((m) => ({ from: m.index, to: m.index + m[0].length }));
  let next = 0;
  let free = 0;
  for (const open of text.matchAll(opening)) {
    if (open.index < free) continue;
    const from = open.index + open[0].length;
    while (next < ends.length && ends[next]!.from < from) next++;
    const end = ends[next];
    if (!end) break;
    const languages = languagesOf(open[0]);
    if (languages.length === 0) continue;
    found.push({ languages, text: text.slice(from, end.from), from: open.index, to: end.to });
    free = end.to;
  }
  return found;
}

const normal = (language: string) => language.toLowerCase().replaceAll('_', '-');

function spans(text: string): Version[] {
  return between(text, /<span\s[^<>]*>/gi, /<\/span\s*>/gi, (open) => {
    const language = /\slang\s*=\s*["']?([\w-]+)/i.exec(open)?.[1];
    return language && /\sclass\s*=\s*["']?[^"'>]*\bmultilang\b/i.test(open) ? [normal(language)] : [];
  });
}

function blocks(text: string): Version[] {
  return between(text, /\{\s{0,9}mlang\s[^{}]{1,200}\}/gi, /\{\s{0,9}mlang\s{0,9}\}/gi, (open) =>
    [...open.slice(open.toLowerCase().indexOf('mlang') + 5).matchAll(/[\w-]+/g)].map(([l]) => normal(l)),
  );
}
