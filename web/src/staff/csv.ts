// Tables as files that spreadsheets open, as the teacher function writes them.

// What a spreadsheet may take for the start of a formula, on its own or when a person edits the cell (OWASP, "CSV
// Injection"), and for the end of a cell.
const formulas = '=+-@＝＋－＠';
const firstOfACell = `${formulas}\t\n|%`;
const separators = /[,;|\t\n]/;

/** Whether text begins with one of the characters, or would without what a spreadsheet may drop or not show. */
function begins(text: string, characters: string): boolean {
  for (const c of text) {
    if (characters.includes(c)) return true;
    if (!/["\s\p{C}]/u.test(c)) return false;
  }
  return false;
}

/** Text that no spreadsheet evaluates: what looks like the start of a formula begins with an apostrophe. */
export function defuse(text: string): string {
  let rest = text.replace(/\r\n?/g, '\n');
  let out = '';
  for (let start = firstOfACell; rest !== ''; start = formulas) {
    const at = rest.search(separators);
    const end = at < 0 ? rest.length : at + 1;
    const part = rest.slice(0, end);
    out += (begins(part, start) ? "'" : '') + part;
    rest = rest.slice(end);
  }
  return out;
}

/** A table as RFC 4180 describes it, with a byte order mark, by which spreadsheets recognize UTF-8. */
export function csv(rows: readonly (readonly (string | number)[])[]): string {
  const cell = (value: string | number) =>
    typeof value === 'number' ? String(value) : `"${defuse(value).replaceAll('"', '""')}"`;
  return `\ufeff${rows.map((row) => `${row.map(cell).join(',')}\r\n`).join('')}`;
}
