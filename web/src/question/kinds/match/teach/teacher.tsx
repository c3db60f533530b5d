import type { Question, QuestionCounts } from '../../../../api/schema';
import { BarChart } from '../../../teach/chart/BarChart';
import type { Bars } from '../../../teach/chart/bars';
import { rotate } from '../../../teach/fields';
import { isObject } from '../../../teach/formats';
import type { TeacherKind } from '../../../teach/kind';
import { byText, PrintedItems } from '../../../teach/Printed';
import { ProjectedList } from '../../../teach/Projected';
import { useTeachWords } from '../../../teach/words';
import { emptyPairs, readPairs, writePairs, type MatchFields } from './draft';
import { Editor } from './Editor';
import { matching, readCSV, readGIFT, writeGIFT } from './formats';
import type { Words } from './words/en';

export const match: TeacherKind<MatchFields> = {
  scored: 'always',
  byHand: false,
  draft: {
    empty: emptyPairs,
    read: readPairs,
    write: writePairs,
    enter: null,
    texts: null,
    shown: ({ targets = [] }) => ({ targets: rotate(targets) }),
  },
  Editor,
  Advanced: null,
  bars,
  Chart: BarChart,
  marks: { bars: false, options: false },
  solution: null,
  Projected: ({ question }) => (
    <div class="projector-sides">
      <ProjectedList items={question.options ?? []} />
      <ProjectedList items={question.targets ?? []} />
    </div>
  ),
  Printed({ question }) {
    const words = useTeachWords<Words>('match');
    return (
      <>
        <p class="soft small">{words.onPaper}</p>
        <div class="printed-sides">
          <PrintedItems items={question.options ?? []} mark="blank" />
          <PrintedItems items={byText(question.targets)} mark="number" />
        </div>
      </>
    );
  },
  gift: { read: { Matching: readGIFT }, write: writeGIFT },
  moodle: {
    matching: ({ prompt, pairs }) => matching(prompt, pairs()),
    ddmatch: ({ prompt, pairs }) => matching(prompt, pairs()),
  },
  csv: {
    names: ['match'],
    read: readCSV,
    example: ['Which city?', 'Seine = Paris', 'Thames = London', 'Tiber = Rome', '', '', '3', ''],
  },
  json: { isKey: (v) => isObject(v) && Object.values(v).every((id) => typeof id === 'string'), fields: {} },
};

/** For each item what belongs to it, and what somebody took for it. */
function bars({ options = [], targets = [], correct }: Question, counts: QuestionCounts | undefined): Bars {
  const pairs = (correct ?? null) as Record<string, string> | null;
  const rows = options.flatMap((option) =>
    targets
      .map((target) => ({
        key: `${option.id}:${target.id}`,
        of: option.text,
        text: target.text,
        count: counts?.counts[`${option.id}:${target.id}`] ?? 0,
        right: pairs && pairs[option.id] === target.id,
      }))
      .filter((row) => row.right || row.count > 0)
      .sort((a, b) => Number(b.right) - Number(a.right) || b.count - a.count),
  );
  return { rows, others: 0 };
}
