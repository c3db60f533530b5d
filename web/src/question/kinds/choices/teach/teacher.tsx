import { BarChart } from '../../../teach/chart/BarChart';
import type { TeacherKind } from '../../../teach/kind';
import { csvOptions, emptyOptions, optionBars, optionTexts, type OptionFields } from '../../../teach/options';
import { OptionsAdvanced, OptionsEditor } from '../../../teach/OptionsEditor';
import { PrintedItems } from '../../../teach/Printed';
import { ProjectedOptions } from '../../../teach/Projected';
import { useTeachWords } from '../../../teach/words';
import { readChoices, writeChoices } from './draft';
import { writeGIFT } from './gift';
import type { Words } from './words/en';

export const choices: TeacherKind<OptionFields> = {
  scored: 'optional',
  byHand: false,
  draft: {
    empty: emptyOptions,
    read: readChoices,
    write: writeChoices,
    enter: null,
    texts: optionTexts,
    shown: null,
  },
  Editor: (props) => <OptionsEditor {...props} hint={useTeachWords<Words>('choices').hint} several />,
  Advanced: OptionsAdvanced,
  bars: optionBars,
  Chart: BarChart,
  marks: { bars: true, options: true },
  solution: null,
  Projected: ProjectedOptions,
  Printed: ({ question }) => <PrintedItems items={question.options ?? []} mark="several" />,
  // What GIFT and Moodle have for both is read with single choice.
  gift: { read: {}, write: writeGIFT },
  moodle: {},
  csv: {
    names: ['choices', 'multiple choice'],
    read(row) {
      const { options, right } = csvOptions(row, Infinity);
      return { options, ...(right.length > 0 && { correct: right }) };
    },
    example: ['Which flow into the North Sea?', 'Rhine', 'Elbe', 'Oder', '', '1,2', '2', ''],
  },
  json: { isKey: (v) => Array.isArray(v) && v.every((id) => typeof id === 'string'), fields: {} },
};
