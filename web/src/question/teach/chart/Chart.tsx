import type { Question, QuestionCounts } from '../../../api/schema';
import { teacherKinds } from '../kinds';
import { useEditing } from '../words';

interface Props {
  question: Question;
  counts: QuestionCounts | undefined;
  /** Whether to mark what is right. */
  solution: boolean;
}

/** How a class answered a question. */
export function Chart({ question, counts, solution }: Props) {
  const words = useEditing().messages.chart;
  const { bars, Chart: KindChart } = teacherKinds[question.kind];
  const { rows, others } = bars(question, counts);
  if (rows.length === 0 && others === 0) return <p class="soft">{words.none}</p>;
  const spelled = rows.map((row) => ({ ...row, text: counts?.spellings?.[row.text] ?? row.text }));
  return (
    <div class="stack tight">
      <KindChart rows={spelled} others={others} counts={counts} solution={solution} />
    </div>
  );
}
