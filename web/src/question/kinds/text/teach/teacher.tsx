import { BarChart } from '../../../teach/chart/BarChart';
import { asList } from '../../../teach/fields';
import { isObject, noCorrect } from '../../../teach/formats';
import type { TeacherKind } from '../../../teach/kind';
import { PrintedLines } from '../../../teach/Printed';
import { bars, earnsAll, textOf, type Accepted } from './bars';
import { emptyTexts, readTexts, writeTexts, type TextFields } from './draft';
import { Advanced, Editor } from './Editor';
import { fromMoodle, readEssay, readShort, writeGIFT } from './formats';

export const text: TeacherKind<TextFields> = {
  scored: 'optional',
  byHand: true,
  draft: {
    empty: emptyTexts,
    read: readTexts,
    write: writeTexts,
    enter: null,
    texts: null,
    shown: null,
  },
  Editor,
  Advanced,
  bars,
  Chart: BarChart,
  marks: { bars: false, options: false },
  solution: ({ correct }) => asList<Accepted>(correct).filter(earnsAll).map(textOf),
  Projected: null,
  // Where no text is accepted as right, an essay is asked for.
  Printed: ({ question: { correct } }) => <PrintedLines lines={asList(correct).length > 0 ? 1 : 8} />,
  gift: { read: { Short: readShort, Essay: readEssay }, write: writeGIFT },
  moodle: { shortanswer: fromMoodle, essay: ({ prompt }) => ({ kind: 'text', prompt }) },
  csv: {
    names: ['text'],
    read(row) {
      const { answers, correct } = row;
      if (answers.length > 0) noCorrect(row);
      const texts = (answers.length > 0 ? answers : [correct]).filter((t) => t !== '');
      return texts.length > 0 ? { correct: texts } : {};
    },
    example: ['The capital on the Seine?', 'Paris', 'Paname', '', '', '', '1', ''],
  },
  json: {
    isKey: (v) =>
      (Array.isArray(v) ? v : [v]).every(
        (a) => typeof a === 'string' || (isObject(a) && typeof a['text'] === 'string'),
      ),
    fields: {},
  },
};
