import { BarChart } from '../../../teach/chart/BarChart';
import { asList } from '../../../teach/fields';
import { isObject } from '../../../teach/formats';
import type { TeacherKind } from '../../../teach/kind';
import { PrintedLines } from '../../../teach/Printed';
import { bars, earnsAll, rangeOf, type Accepted } from './bars';
import { readCSV } from './csv';
import { emptyNumbers, readNumbers, writeNumbers, type NumberFields } from './draft';
import { Advanced, Editor } from './Editor';
import { fromMoodle, readGIFT, writeGIFT } from './formats';

const isNumber = (v: unknown) => typeof v === 'number' && Number.isFinite(v);

export const number: TeacherKind<NumberFields> = {
  scored: 'optional',
  byHand: false,
  draft: {
    empty: emptyNumbers,
    read: readNumbers,
    write: writeNumbers,
    enter: null,
    texts: null,
    shown: null,
  },
  Editor,
  Advanced,
  bars,
  Chart: BarChart,
  marks: { bars: false, options: false },
  solution({ correct, tolerance: usual }, formatted) {
    return asList<Accepted>(correct)
      .filter(earnsAll)
      .map((a) => {
        const { value, min, max, tolerance = usual } = rangeOf(a);
        if (value === undefined) return `${formatted(min!)} – ${formatted(max!)}`;
        return tolerance ? `${formatted(value)} ± ${formatted(tolerance)}` : formatted(value);
      });
  },
  Projected: null,
  Printed: () => <PrintedLines lines={1} short />,
  gift: { read: { Numerical: readGIFT }, write: writeGIFT },
  moodle: { numerical: fromMoodle },
  csv: {
    names: ['number'],
    read: readCSV,
    example: ['Length of the Thames in km?', '346 ± 10', '', '', '', '', '1', ''],
  },
  json: {
    isKey: (v) =>
      (Array.isArray(v) ? v : [v]).every((a) => typeof a === 'number' || (isObject(a) && ('value' in a || 'min' in a))),
    fields: { tolerance: isNumber },
  },
};
