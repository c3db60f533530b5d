// The cells of a workbook's first sheet (Office Open XML, ECMA-376).

import { unzipSync, strFromU8 } from 'fflate';
import { cellNumber, shownBy } from './cellFormat';
import { ImportError } from './report';
import { child, childrenNamed, descendants, parseXML, type Element } from './xml';

/** The most that one part of a workbook may unpack to, in bytes. */
const PART_MAX = 20 * 1024 * 1024;
/** The most that all parts together may unpack to, in bytes: a file may have hundreds, or one many times. */
const PARTS_MAX = 60 * 1024 * 1024;
const COLUMNS_MAX = 200;
const ROWS_MAX = 10_000;

export interface Sheet {
  rows: string[][];
  /** Cells that may look different in the spreadsheet, such as dates, and those that hold an error. */
  doubtful: { row: number; column: number; code: 'cell-format' | 'bad-value' }[];
  /** Whether the workbook has other sheets with something in them. */
  hasOthers: boolean;
}

export function readSheet(bytes: Uint8Array): Sheet {
  let parts: Record<string, Uint8Array>;
  let size = 0;
  try {
    parts = unzipSync(bytes, {
      filter: ({ name, originalSize }) => {
        const wanted =
          /^xl\/(workbook\.xml|_rels\/workbook\.xml\.rels|sharedStrings\.xml|styles\.xml|worksheets\/[^/]+\.xml)$/.test(
            name,
          );
        if (wanted) size += originalSize;
        if (wanted && (originalSize > PART_MAX || size > PARTS_MAX)) throw new ImportError('too-large');
        return wanted;
      },
    });
  } catch (error) {
    throw error instanceof ImportError ? error : new ImportError('damaged');
  }
  const xml = (name: string): Element | null => (parts[name] ? parseXML(strFromU8(parts[name])) : null);
  const workbook = xml('xl/workbook.xml') ?? undefined;
  const first = firstSheet(workbook, xml);
  const name = parts[first] ? first : 'xl/worksheets/sheet1.xml';
  const sheet = xml(name);
  if (!sheet) throw new ImportError('not-this-format');
  const cellOf = cellReader(workbook, xml);
  const read: Sheet = {
    rows: [],
    doubtful: [],
    hasOthers: Object.keys(parts).some(
      (part) => part.startsWith('xl/worksheets/') && part !== name && /<(\w+:)?[vt][ >]/.test(strFromU8(parts[part]!)),
    ),
  };
  for (const row of descendants(sheet, 'sheetdata').flatMap((data) => childrenNamed(data, 'row'))) {
    const r = row.attributes['r'] === undefined ? read.rows.length : Number(row.attributes['r']) - 1;
    const cells: string[] = [];
    for (const c of childrenNamed(row, 'c')) {
      const column = c.attributes['r'] ? columnOf(c.attributes['r']) : cells.length;
      const { text, code } = cellOf(c);
      if (text === '') continue;
      if (!Number.isInteger(r) || r < 0 || column < 0) throw new ImportError('damaged');
      if (r >= ROWS_MAX || column >= COLUMNS_MAX) throw new ImportError('too-large');
      cells[column] = text;
      if (code) read.doubtful.push({ row: r, column, code });
    }
    if (cells.length > 0) read.rows[r] = Array.from(cells, (cell) => cell ?? '');
    else if (r >= 0 && r < ROWS_MAX && Number.isInteger(r)) read.rows[r] ??= [];
  }
  read.rows = Array.from(read.rows, (row) => row ?? []);
  return read;
}

/** The part that holds the first sheet in the order of the tabs. */
function firstSheet(workbook: Element | undefined, xml: (name: string) => Element | null): string {
  const sheet = childrenNamed(child(workbook, 'workbook', 'sheets'), 'sheet')[0];
  const relations = childrenNamed(
    child(xml('xl/_rels/workbook.xml.rels') ?? undefined, 'relationships'),
    'relationship',
  );
  const target = relations.find((r) => r.attributes['Id'] === sheet?.attributes['r:id'])?.attributes['Target'];
  return target ? (target.startsWith('/') ? target.slice(1) : `xl/${target}`) : '';
}

interface Cell {
  text: string;
  code: Sheet['doubtful'][number]['code'] | null;
}

function cellReader(workbook: Element | undefined, xml: (name: string) => Element | null): (c: Element) => Cell {
  const strings = childrenNamed(child(xml('xl/sharedStrings.xml') ?? undefined, 'sst'), 'si').map(richText);
  const styles = child(xml('xl/styles.xml') ?? undefined, 'stylesheet');
  const codes = new Map(
    childrenNamed(child(styles, 'numfmts'), 'numfmt').map((f) => [
      f.attributes['numFmtId'],
      f.attributes['formatCode'],
    ]),
  );
  const shown = childrenNamed(child(styles, 'cellxfs'), 'xf').map(({ attributes: { numFmtId = '0' } }) =>
    shownBy(Number(numFmtId), codes.get(numFmtId)),
  );
  const from1904 = /^(1|true)$/.test(child(workbook, 'workbook', 'workbookpr')?.attributes['date1904'] ?? '');
  return (c) => {
    const v = child(c, 'v')?.text ?? '';
    switch (c.attributes['t']) {
      case 'inlineStr':
        return { text: richText(child(c, 'is')), code: null };
      case 's':
        return { text: strings[Number(v)] ?? '', code: null };
      case 'b':
        return { text: v === '1' ? 'TRUE' : 'FALSE', code: null };
      case 'e':
        return { text: v, code: 'bad-value' };
      case undefined:
      case 'n': {
        const value = Number(v);
        if (v.trim() === '' || !Number.isFinite(value)) return { text: v, code: null };
        const { text, differs } = cellNumber(value, shown[Number(c.attributes['s'] ?? 0)] ?? 'number', from1904);
        return { text, code: differs ? 'cell-format' : null };
      }
      default:
        return { text: v, code: null };
    }
  };
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
