// Bytes as text, in the encoding that the file says it has or seems to have.

export interface Decoded {
  text: string;
  /** The name of the encoding where it was guessed: letters beyond ASCII may be wrong. */
  guessed: string | null;
}

/** What begins files that hold no text: PDF, old Office, PNG, JPEG, GIF, gzip, RAR, 7z, RTF. */
const signatures = [
  '%PDF-',
  '\xd0\xcf\x11\xe0',
  '\x89PNG',
  '\xff\xd8\xff',
  'GIF8',
  '\x1f\x8b',
  'Rar!',
  '7z\xbc\xaf',
  '{\\rtf',
];

/** Reads text, or null where the bytes are none. */
export function decode(bytes: Uint8Array): Decoded | null {
  const start = String.fromCharCode(...bytes.subarray(0, 400));
  if (signatures.some((s) => start.startsWith(s)) || start.startsWith('\xff\xfe\0\0')) return null;
  const decoded = textOf(bytes, start);
  return isText(decoded.text) ? decoded : null;
}

function textOf(bytes: Uint8Array, start: string): Decoded {
  if (start.startsWith('\xff\xfe')) return sure(bytes, 'utf-16le');
  if (start.startsWith('\xfe\xff')) return sure(bytes, 'utf-16be');
  const wide = wideOf(start);
  if (wide) return sure(bytes, wide);
  const utf8 = strictly(bytes, 'utf-8');
  const declared = /^(?:\xef\xbb\xbf)?\s*<\?xml\s[^>]*\bencoding\s*=\s*["']([\w.:-]{1,40})["']/i.exec(start)?.[1];
  if (declared && !/^utf-?(8|16|16le|16be)$|^(us-)?ascii$/i.test(declared) && !start.startsWith('\xef\xbb\xbf')) {
    // What happens to be UTF-8 with other letters than ASCII's hardly is anything else.
    const isMore = utf8 !== null && utf8.length < bytes.length;
    const text = isMore ? null : strictly(bytes, declared);
    if (text !== null) return { text, guessed: null };
    return utf8 === null ? sure(bytes, 'windows-1252', true) : { text: utf8, guessed: isMore ? 'UTF-8' : null };
  }
  return utf8 === null ? sure(bytes, 'windows-1252', true) : { text: utf8, guessed: null };
}

const sure = (bytes: Uint8Array, encoding: string, isGuess = false): Decoded => ({
  text: new TextDecoder(encoding).decode(bytes),
  guessed: isGuess ? encoding : null,
});

/** Null where the bytes aren't in this encoding, or it isn't known here. */
function strictly(bytes: Uint8Array, encoding: string): string | null {
  try {
    return new TextDecoder(encoding, { fatal: true }).decode(bytes);
  } catch {
    return null;
  }
}

/** UTF-16 without a mark: every other byte of Latin text is zero. */
function wideOf(start: string): string | null {
  if (start.length < 4) return null;
  const zeros = (from: number) => [...start].filter((c, i) => i % 2 === from && c === '\0').length / (start.length / 2);
  const [even, odd] = [zeros(0), zeros(1)];
  if (odd > 0.6 && even < 0.1) return 'utf-16le';
  return even > 0.6 && odd < 0.1 ? 'utf-16be' : null;
}

/** A stray sign or two may be in any text; files of other kinds are full of them. */
function isText(text: string): boolean {
  const sample = text.slice(0, 100_000);
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
  const strange = sample.match(/[\0-\x08\x0e-\x1b\ufffd]/g)?.length ?? 0;
  return strange <= 2 || strange < sample.length / 200;
}
