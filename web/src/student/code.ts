// Session codes as people type them. The server's rule is domain.ParseCode.

/** The six letters of a code, whatever case, spaces and dashes came with them; or undefined. */
export function parseCode(typed: string): string | undefined {
  const code = letters(typed);
  return /^[A-Z]{6}$/.test(code) ? code : undefined;
}

/** What the input shows while a code is typed or pasted: capitals, without what doesn't count. */
export function letters(typed: string): string {
  // A pasted link ends in its code.
  const link = /\/j\/([^/?#]*)/.exec(typed);
  return (link?.[1] ?? typed)
    .normalize('NFKC')
    .replace(/[\s\p{Dash}\p{Cf}]/gu, '')
    .toUpperCase();
}

/** The code in an address such as /j/KXWQPT. */
export function codeInPath(path: string): string | undefined {
  const match = /^\/j\/([^/]+)\/?$/.exec(path);
  if (!match) return undefined;
  try {
    return parseCode(decodeURIComponent(match[1]!));
  } catch {
    return undefined; // not UTF-8
  }
}
