// Formulas in MathML as a person would type them in one line: a/b, x^2, √(x + 1).

/** How deep a formula may nest; what is deeper becomes plain text. */
const DEPTH_MAX = 50;

/** A piece of a formula. */
interface Part {
  text: string;
  /** What keeps together without brackets, what is a fraction, and all else. */
  kind: 'one' | 'fraction' | 'several';
}

interface Open {
  name: string;
  attributes: Record<string, string>;
  parts: Part[];
}

const bigOperator = /^([∑∏∫∬∭∮⋃⋂⋁⋀]|lim|max|min|sup|inf)$/;
/** Elements that only hold others. */
const rows = new Set('math mrow mstyle mpadded semantics merror'.split(' '));
const tokens = new Set('mi mn mo mtext ms'.split(' '));

/** Reads a formula tag by tag, without recursion: it may nest arbitrarily deep. */
export class Formula {
  /** Whether something in it has no place in a line. */
  lossy = false;
  /** How many elements are open that are too deep to be told apart. */
  private deeper = 0;
  private readonly open: Open[] = [{ name: 'math', attributes: {}, parts: [] }];

  opened(name: string, attributes: Record<string, string>): void {
    if (this.open.length > DEPTH_MAX) {
      this.deeper++;
      this.lossy = true;
      return;
    }
    this.open.push({ name: local(name), attributes, parts: [] });
  }

  text(data: string): void {
    const text = data
      .replace(/\s+/g, ' ')
      .replace(/[\u2061-\u2063]/g, '')
      .replace(/\u2064/g, ' ');
    const { name, parts } = this.open.at(-1)!;
    if (text.trim() !== '') parts.push({ text: name === 'mtext' ? text : text.trim(), kind: 'one' });
  }

  closed(): void {
    if (this.deeper > 0) {
      this.deeper--;
      return;
    }
    if (this.open.length < 2) return;
    const part = this.partOf(this.open.pop()!);
    if (part) this.open.at(-1)!.parts.push(part);
  }

  /** The formula, once its end is reached. */
  get line(): string {
    this.deeper = 0;
    while (this.open.length > 1) this.closed();
    return joined(this.open[0]!.parts).text.trim();
  }

  private partOf({ name, attributes, parts }: Open): Part | null {
    const [first, second, third] = parts;
    const several = (text: string): Part => ({ text, kind: 'several' });
    if (tokens.has(name)) return { text: joined(parts).text, kind: 'one' };
    if (rows.has(name)) return joined(parts);
    switch (name) {
      case 'annotation':
      case 'annotation-xml': // the same formula in another language
      case 'mphantom':
      case 'none':
        return null;
      case 'mspace':
        return { text: ' ', kind: 'one' };
      case 'mfrac':
        if (parts.length !== 2 || !first || !second) break;
        if (/^0(\D|$)/.test(attributes['linethickness'] ?? '')) break; // one above the other, but no fraction
        return { text: `${bracketed(first)}/${bracketed(second)}`, kind: 'fraction' };
      case 'msqrt':
        return several(`√${bracketed(joined(parts))}`);
      case 'mroot':
        if (parts.length !== 2 || !first || !second) break;
        return several(`${bracketed(first)}^(1/${bracketed(second)})`);
      case 'msup':
        if (parts.length !== 2 || !first || !second) break;
        return several(`${bracketed(first)}^${bracketed(second)}`);
      case 'msub':
        if (parts.length !== 2 || !first || !second) break;
        return several(`${bracketed(first)}_${bracketed(second)}`);
      case 'msubsup':
        if (parts.length !== 3 || !first || !second || !third) break;
        return several(`${bracketed(first)}_${bracketed(second)}^${bracketed(third)}`);
      case 'munder':
        if (parts.length !== 2 || !first || !second || !bigOperator.test(first.text)) break;
        return several(`${first.text}_${bracketed(second)} `);
      case 'mover':
        if (parts.length !== 2 || !first || !second || !bigOperator.test(first.text)) break;
        return several(`${first.text}^${bracketed(second)} `);
      case 'munderover':
        if (parts.length !== 3 || !first || !second || !third || !bigOperator.test(first.text)) break;
        return several(`${first.text}_${bracketed(second)}^${bracketed(third)} `);
      case 'mfenced': {
        const { open = '(', close = ')', separators = ',' } = attributes;
        const signs = [...separators.replace(/\s/g, '')];
        const between = (i: number) => (signs.length === 0 ? '' : `${signs[Math.min(i, signs.length - 1)]} `);
        const inside = parts.map((p, i) => (i === 0 ? p.text : `${between(i - 1)}${p.text}`)).join('');
        return { text: `${open}${inside}${close}`, kind: 'one' };
      }
      case 'mtd':
        return { text: joined(parts).text, kind: 'one' };
      case 'mtr':
        return { text: parts.map((p) => p.text).join(', '), kind: 'one' };
      case 'mtable':
        this.lossy = true;
        return { text: `[${parts.map((p) => p.text).join('; ')}]`, kind: 'one' };
    }
    // What is above, below, struck out or unknown here.
    this.lossy = true;
    return several(parts.map((p) => p.text).join(' '));
  }
}

/** Without the prefix of a namespace. */
const local = (name: string) => name.replace(/^.*:/, '');

const bracketed = ({ text, kind }: Part) => (kind === 'one' ? text : `(${text.trim()})`);

/** Pieces side by side, and apart where they would mean something else together. */
function joined(parts: Part[]): Part {
  if (parts.length === 1) return parts[0]!;
  const pieces: string[] = [];
  parts.forEach((part, i) => {
    const before = pieces.at(-1)?.slice(-2) ?? '';
    const next = parts[i + 1];
    const follows = /[\p{L}\p{N})]$/u.test(before) && begins.test(part.text);
    const isFollowed = next !== undefined && begins.test(next.text);
    if (part.kind === 'fraction') {
      // 2 1/2 is a number and 21/2 another one; x1/2 and 1/2x could be anything.
      const mixed = follows && /\d$/.test(before);
      pieces.push(isFollowed || (follows && !mixed) ? `(${part.text})` : `${mixed ? ' ' : ''}${part.text}`);
      return;
    }
    const digits = /\d$/.test(before) && /^\d/.test(part.text);
    pieces.push(follows && (digits || parts[i - 1]!.kind === 'several') ? ` ${part.text}` : part.text);
  });
  return { text: pieces.join(''), kind: 'several' };
}

const begins = /^[\p{L}\p{N}(√]/u;
