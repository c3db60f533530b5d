// The cells of a workbook's first sheet (Office Open XML, ECMA-376).

import { unzipSync, strFromU8 } from 'fflate';
import { child, childrenNamed, descendants, parseXML, type Element } from './html';
import { ImportError } from './report';

/** The most that one part of a workbook may unpack to, in bytes. */
const PART_MAX = 20 * 1024 * 1024;
const COLUMNS_MAX = 200;
const ROWS_MAX = 10_000;

export function readSheet(bytes: Uint8Array): string[][] {
  let parts: Record<string, Uint8Array>;
  try {
    parts = unzipSync(bytes, {
      filter: ({ name, originalSize }) => {
        const wanted =
          /^xl\/(workbook\.xml|_rels\/workbook\.xml\.rels|sharedStrings\.xml|worksheets\/[^/]+\.xml)$/.test(name);
        if (wanted && originalSize > PART_MAX) throw new ImportError('too-large');
        return wanted;
      },
    });
  } catch (error) {
    throw error instanceof ImportError ? error : new ImportError('damaged');
  }
  const xml = (name: string): Element | null => (parts[name] ? parseXML(strFromU8(parts[name])) : null);
  const sheet = xml(firstSheet(xml)) ?? xml('xl/worksheets/sheet1.xml');
  if (!sheet) throw new ImportError('not-this-format');
  const strings = childrenNamed(child(xml('xl/sharedStrings.xml') ?? undefined, 'sst'), 'si').map(richText);
  const rows: string[][] = [];
  for (const row of descendants(sheet, 'sheetdata').flatMap((data) => childrenNamed(data, 'row'))) {
    const r = Number(row.attributes['r'] ?? rows.length + 1) - 1;
    if (!(r >= 0 && r < ROWS_MAX)) continue;
    const cells: string[] = [];
    for (const c of childrenNamed(row, 'c')) {
      const column = c.attributes['r'] ? columnOf(c.attributes['r']) : cells.length;
      if (!(column >= 0 && column < COLUMNS_MAX)) continue;
      cells[column] = cellText(c, strings);
    }
    rows[r] = Array.from(cells, (cell) => cell ?? '');
  }
  return Array.from(rows, (row) => row ?? []);
}

/** The part that holds the first sheet in the order of the tabs. */
function firstSheet(xml: (name: string) => Element | null): string {
  const sheet = childrenNamed(child(xml('xl/workbook.xml') ?? undefined, 'workbook', 'sheets'), 'sheet')[0];
  const relations = childrenNamed(
    child(xml('xl/_rels/workbook.xml.rels') ?? undefined, 'relationships'),
    'relationship',
  );
  const target = relations.find((r) => r.attributes['Id'] === sheet?.attributes['r:id'])?.attributes['Target'];
  return target ? (target.startsWith('/') ? target.slice(1) : `xl/${target}`) : '';
}

function cellText(c: Element, strings: string[]): string {
  if (c.attributes['t'] === 'inlineStr') return richText(child(c, 'is'));
  const v = child(c, 'v')?.text ?? '';
  if (c.attributes['t'] === 's') return strings[Number(v)] ?? '';
  if (c.attributes['t'] === 'b') return v === '1' ? 'TRUE' : 'FALSE';
  return v;
}

/** The text of a string, whose parts may be set in different type, without its readings (rPh). */
function richText(si: Element | undefined): string {
  if (!si) return '';
  return si.elements.map((e) => (e.name === 't' ? e.text : e.name === 'r' ? (child(e, 't')?.text ?? '') : '')).join('');
}

/** "C7" is in column 2. */
function columnOf(reference: string): number {
  let n = 0;
  for (const letter of /^[A-Z]+/.exec(reference)?.[0] ?? '') n = n * 26 + letter.charCodeAt(0) - 64;
  return n - 1;
}
