// HTML without the browser's parser, which Trusted Types keep from being given
// text.

import { Parser } from 'htmlparser2';
import type { Lost } from '../../question/teach/formats';
import { Formula } from './mathml';

const list = (names: string) => new Set(names.split(' '));

const blocks = list(
  'address article aside blockquote dd details div dl dt fieldset figcaption figure footer form h1 h2 h3 h4 h5 h6 header hr legend li main nav ol p pre section summary table tr ul',
);
const silent = list('script style template head title noscript rp');
const media = list('img audio video iframe object embed svg canvas picture source track applet area map');
/** What else is markup and no text: what is inside is read, the tags are not. */
const inline = list(
  'a abbr acronym algebra b base basefont bdi bdo big blink body br button caption center cite code col colgroup data datalist del dfn dialog dir em font frame frameset hgroup html i input ins kbd label lang link mark marquee menu meta meter nobr noframes nolink optgroup option output param progress q rb rbc rt rtc ruby s samp search select slot small span strike strong sub sup tbody td tex textarea tfoot th thead time tt u var wbr xml',
);
/** Attributes that say something without a value. */
const bare = list(
  'allowfullscreen async autofocus autoplay checked compact controls default defer disabled download hidden inert ismap itemscope loop multiple muted nohref noshade novalidate nowrap open playsinline readonly required reversed selected',
);
const struck = list('del s strike');

/** No text of a question is this long; what follows isn't read, so that no file takes forever. */
const LENGTH_MAX = 20_000;

/** What a person would read of a piece of HTML, line by line. */
export function htmlToText(html: string, lost: Lost[]): string {
  if (!/[<&]/.test(html)) return html.trim();
  const page = new Page(lost);
  const parser = new Parser({
    onopentag(name, attributes, isImplied) {
      page.opened(name, attributes, isImplied ? '' : html.slice(parser.startIndex, parser.endIndex + 1));
      consumed = Math.max(consumed, parser.endIndex + 1);
    },
    ontext(data) {
      page.text(data);
      consumed = Math.max(consumed, parser.endIndex + 1);
    },
    onclosetag(name, isImplied) {
      page.closed(name, isImplied ? '' : html.slice(parser.startIndex, parser.endIndex + 1));
      if (!isImplied) consumed = Math.max(consumed, parser.endIndex + 1);
    },
    oncommentend() {
      consumed = Math.max(consumed, parser.endIndex + 1);
    },
  });
  let consumed = 0;
  parser.end(html);
  // The parser drops a tag that doesn't end; it may have been meant as a sign: "a <b".
  if (consumed < html.length) page.rest(html.slice(consumed));
  if (html.lastIndexOf('<!--') > html.lastIndexOf('-->')) lost.push({ code: 'markup' });
  return page.lines;
}

/** The text of a page while it is being read. */
class Page {
  private out = '';
  private skipping = 0;
  private pre = 0;
  private svg = 0;
  private formula: { reads: Formula; depth: number } | null = null;
  /** Where what is set higher or lower begins. */
  private scripts: { at: number; sign: string }[] = [];
  /** What was set higher or lower just before. */
  private script: { at: number; end: number } | null = null;
  private lists: { number: number; letters: '' | 'a' | 'A' }[] = [];
  private links: { at: number; to: string }[] = [];

  constructor(private readonly lost: Lost[]) {}

  get lines(): string {
    return this.out.replace(/\n{3,}/g, '\n\n').trim();
  }

  opened(tag: string, attributes: Record<string, string>, source: string): void {
    if (this.out.length > LENGTH_MAX) return;
    const name = tag.replace(/^m(ml)?:math$/, 'math');
    if (this.formula) {
      this.formula.depth++;
      this.formula.reads.opened(name, attributes);
      return;
    }
    if (silent.has(name)) this.skipping++;
    if (this.skipping > 0) return;
    if (name === 'math') {
      this.formula = { reads: new Formula(), depth: 1 };
      return;
    }
    if (this.svg === 0 && this.isText(name, attributes, source)) {
      this.write(source);
      return;
    }
    if (name === 'svg') this.svg++;
    if (name === 'br' || blocks.has(name)) this.newLine();
    if (name === 'pre') this.pre++;
    if (name === 'ol' || name === 'ul' || name === 'dir' || name === 'menu') {
      const letters = attributes['type'] === 'a' || attributes['type'] === 'A' ? attributes['type'] : '';
      const start = Number.parseInt(attributes['start'] ?? '1', 10);
      this.lists.push({ number: name === 'ol' ? (Number.isNaN(start) ? 1 : start) : Number.NaN, letters });
    }
    if (name === 'li') this.out += this.bullet(attributes['value']);
    if ((name === 'td' || name === 'th') && !/(^|\n)$/.test(this.out.slice(-1))) this.out += '\t';
    if (name === 'sup' || name === 'sub') this.scripts.push({ at: this.out.length, sign: name === 'sup' ? '^' : '_' });
    if (name === 'table') this.lost.push({ code: 'table' });
    if (struck.has(name)) this.lost.push({ code: 'struck' });
    if (name === 'rt') this.out += '(';
    if (name === 'q') this.write('“');
    if (name === 'input' && !/^(hidden|submit|button|image)$/i.test(attributes['type'] ?? '')) this.write('_____');
    if (name === 'a') this.links.push({ at: this.out.length, to: attributes['href'] ?? '' });
    if (media.has(name)) {
      if (name !== 'source' && name !== 'track') this.lost.push({ code: 'media' });
      if (attributes['alt']) this.write(`[${attributes['alt']}]`);
    }
  }

  text(data: string): void {
    if (this.out.length > LENGTH_MAX) return;
    if (this.formula) this.formula.reads.text(data);
    else if (this.skipping === 0) this.write(data);
  }

  closed(tag: string, source: string): void {
    if (this.out.length > LENGTH_MAX) return;
    const name = tag.replace(/^m(ml)?:math$/, 'math');
    if (this.formula) {
      if (--this.formula.depth > 0) {
        this.formula.reads.closed();
        return;
      }
      const { reads } = this.formula;
      this.formula = null;
      this.write(reads.line);
      if (reads.lossy) this.lost.push({ code: 'formula', detail: reads.line.slice(0, 80) });
      return;
    }
    if (silent.has(name)) {
      this.skipping = Math.max(0, this.skipping - 1);
      // Everything up to the end was taken for part of it.
      if (source === '' && name !== 'head' && name !== 'rp') this.lost.push({ code: 'markup' });
    }
    if (this.skipping > 0 || silent.has(name)) return;
    if (this.svg === 0 && source !== '' && !isMarkup(name)) {
      this.write(source);
      return;
    }
    if (name === 'svg') this.svg--;
    if (name === 'pre') this.pre--;
    if (name === 'ol' || name === 'ul' || name === 'dir' || name === 'menu') this.lists.pop();
    if (name === 'sup' || name === 'sub') this.endScript();
    if (name === 'rt') this.out += ')';
    if (name === 'q') this.write('”');
    if (name === 'a') this.endLink();
    if (blocks.has(name) && name !== 'li') this.newLine();
  }

  rest(source: string): void {
    if (!this.formula && this.skipping === 0 && !source.startsWith('<!--')) this.write(source);
  }

  /** Whether what looks like a tag is text, as in List<String> or a <b and c> d. */
  private isText(name: string, attributes: Record<string, string>, source: string): boolean {
    if (source === '') return false;
    if (!isMarkup(name)) return true;
    return !source.includes('=') && Object.keys(attributes).some((a) => a !== '/' && !bare.has(a));
  }

  private write(data: string): void {
    const flowing = this.pre > 0 ? data : data.replace(/[\s\u00a0]+/g, ' ');
    const piece = this.pre === 0 && /(^|\s)$/.test(this.out.slice(-1)) ? flowing.replace(/^ /, '') : flowing;
    const { script } = this;
    if (script && script.end === this.out.length && piece !== '') {
      // x^2y is read as it was meant, x^n2 and x^12 for x¹2 are not.
      const [last, next] = [this.out.slice(-1), piece[0]!];
      if (/\d/.test(next) || (/\p{L}/u.test(next) && /\p{L}/u.test(last))) {
        this.out = `${this.out.slice(0, script.at)}(${this.out.slice(script.at)})`;
      }
      this.script = null;
    }
    this.out += piece;
  }

  private newLine(): void {
    this.out = `${this.out.replace(/ +$/, '')}\n`;
  }

  private bullet(value: string | undefined): string {
    const list = this.lists.at(-1);
    if (!list || Number.isNaN(list.number)) return '• ';
    const given = Number.parseInt(value ?? '', 10);
    const n = Number.isNaN(given) ? list.number : given;
    list.number = n + 1;
    const letter =
      list.letters !== '' && n >= 1 && n <= 26 ? String.fromCharCode(list.letters.charCodeAt(0) + n - 1) : '';
    return letter === '' ? `${n}. ` : `${letter}) `;
  }

  private endScript(): void {
    const begun = this.scripts.pop();
    if (!begun) return;
    const content = this.out.slice(begun.at).trim();
    if (content === '') return;
    const together = /^([+\-\u2212]?\d+|\p{L}+|.)$/u.test(content);
    this.out = `${this.out.slice(0, begun.at)}${begun.sign}${together ? content : `(${content})`}`;
    this.script = together ? { at: begun.at + 1, end: this.out.length } : null;
  }

  private endLink(): void {
    const link = this.links.pop();
    if (!link || !/^(https?|mailto):/i.test(link.to)) return;
    const shown = this.out.slice(link.at);
    const address = link.to.replace(/^mailto:/i, '').trim();
    if (!shown.includes(address)) this.write(` (${address})`);
  }
}

function isMarkup(name: string): boolean {
  // Names with a colon come from word processors.
  return blocks.has(name) || silent.has(name) || media.has(name) || inline.has(name) || name.includes(':');
}

/** Whether a text looks like HTML. */
export function looksLikeHTML(text: string): boolean {
  return /<\/?[a-z][a-z0-9]*(\s[^<>]*)?\/?>|&(#\d+|#x[0-9a-f]+|[a-z]+);/i.test(text);
}
