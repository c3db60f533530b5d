// How a spreadsheet shows a number (ECMA-376, 18.8.30 and 18.8.31): as a date, a
// time, a percentage.

type Shown = 'number' | 'percent' | 'date' | 'time' | 'both' | 'elapsed' | 'other';

const DAY = 86_400;

/** What a format that has no code of its own shows. */
function builtIn(id: number): Shown {
  if (id === 9 || id === 10) return 'percent';
  if ((id >= 14 && id <= 17) || (id >= 27 && id <= 31) || id === 36 || (id >= 50 && id <= 58)) return 'date';
  if ((id >= 18 && id <= 21) || (id >= 32 && id <= 35) || id === 45 || id === 47) return 'time';
  if (id === 22) return 'both';
  if (id === 46) return 'elapsed';
  return id === 12 || id === 13 || (id >= 5 && id <= 8) || (id >= 41 && id <= 44) ? 'other' : 'number';
}

/** What a format shows, by its number and its code. */
export function shownBy(id: number, code: string | undefined): Shown {
  if (code === undefined) return builtIn(id);
  // Only the section for positive numbers, without what is only shown as it is.
  const bare = code.replace(/"[^"]*"|\\.|_.|\*./g, '').split(';')[0]!;
  if (/\[(h+|m+|s+)\]/i.test(bare)) return 'elapsed';
  const signs = bare.replace(/\[[^\]]*\]/g, '');
  if (/^(general|standard|@)?$/i.test(signs.trim())) return /["\\]/.test(code) ? 'other' : 'number';
  if (signs.includes('%')) return 'percent';
  const hasTime = /[hs]/i.test(signs);
  const hasDate = /[dy]/i.test(signs) || (/m/i.test(signs) && !hasTime);
  if (hasDate || hasTime) return hasDate && hasTime ? 'both' : hasDate ? 'date' : 'time';
  return /^[#0,. ()-]+$/.test(signs) && !/["\\]|\[\$/.test(code) ? 'number' : 'other';
}

/** A cell's text, and whether it may look different in the spreadsheet. */
export function cellNumber(value: number, shown: Shown, from1904: boolean): { text: string; differs: boolean } {
  const same = (text: string) => ({ text, differs: false });
  // Fifteen digits are what a spreadsheet shows at most; the others come from binary fractions.
  const plain = (n: number) => String(Number(n.toPrecision(15)));
  if (shown === 'number') return same(plain(value));
  if (shown === 'percent') return same(`${plain(value * 100)}%`);
  if (shown === 'other' || value < 0 || value > 2_958_465) return { text: plain(value), differs: true };
  const seconds = Math.round(value * DAY);
  if (shown === 'elapsed' || (shown === 'time' && seconds < DAY)) return same(clock(seconds));
  // The first days of 1900 count a day that never was.
  const days = Math.floor(seconds / DAY) + (from1904 ? 1462 : value < 60 ? 1 : 0);
  const date = new Date((days - 25_569) * DAY * 1000).toISOString().slice(0, 10);
  return { text: shown === 'date' ? date : `${date} ${clock(seconds % DAY)}`, differs: true };
}

function clock(seconds: number): string {
  const two = (n: number) => String(n).padStart(2, '0');
  const s = seconds % 60;
  return `${two(Math.floor(seconds / 3600))}:${two(Math.floor(seconds / 60) % 60)}${s === 0 ? '' : `:${two(s)}`}`;
}
