import { BarChart } from '../../../teach/chart/BarChart';
import { csvOptions, emptyOptions, optionBars, optionTexts, type OptionFields } from '../../../teach/options';
import { OptionsAdvanced, OptionsEditor } from '../../../teach/OptionsEditor';
import type { TeacherKind } from '../../../teach/kind';
import { PrintedItems } from '../../../teach/Printed';
import { ProjectedOptions } from '../../../teach/Projected';
import { useTeachWords } from '../../../teach/words';
import { onlyOneRight, readChoice, writeChoice } from './draft';
import { fromMoodle, readGIFT, writeGIFT } from './formats';
import type { Words } from './words/en';

export const choice: TeacherKind<OptionFields> = {
  scored: 'optional',
  byHand: false,
  draft: {
    empty: emptyOptions,
    read: readChoice,
    write: writeChoice,
    enter: onlyOneRight,
    texts: optionTexts,
    shown: null,
  },
  Editor: (props) => <OptionsEditor {...props} hint={useTeachWords<Words>('choice').hint} several={false} />,
  Advanced: OptionsAdvanced,
  bars: optionBars,
  Chart: BarChart,
  marks: { bars: true, options: true },
  solution: null,
  Projected: ProjectedOptions,
  Printed: ({ question }) => <PrintedItems items={question.options ?? []} mark="one" />,
  gift: { read: { MC: readGIFT }, write: writeGIFT },
  moodle: { multichoice: fromMoodle, multichoiceset: fromMoodle },
  csv: {
    names: ['choice', 'single choice'],
    read(row) {
      const { options, right } = csvOptions(row, 1);
      return { options, ...(right.length > 0 && { correct: right[0]! }) };
    },
    example: ['Which river is the longest?', 'Rhine', 'Volga', 'Thames', '', '2', '1', '3,530 km'],
  },
  json: { isKey: (v) => typeof v === 'string', fields: {} },
};
