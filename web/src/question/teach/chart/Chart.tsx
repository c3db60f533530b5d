import { useMemo } from 'preact/hooks';
import type { Participant, Question, QuestionCounts } from '../../../api/schema';
import { teacherKinds } from '../kinds';
import { useEditing } from '../words';
import { spellingsOf } from './spellings';

interface Props {
  question: Question;
  counts: QuestionCounts | undefined;
  participants: Participant[];
  /** Whether to mark what is right. */
  solution: boolean;
}

/** How a class answered a question. */
export function Chart({ question, counts, participants, solution }: Props) {
  const words = useEditing().messages.chart;
  const { bars, folded, Chart: KindChart } = teacherKinds[question.kind];
  const spellings = useMemo(
    () => (folded ? spellingsOf(question.id, participants) : null),
    [folded, question.id, participants],
  );
  const { rows, others } = bars(question, counts);
  if (rows.length === 0 && others === 0) return <p class="soft">{words.none}</p>;
  const spelled = rows.map((row) => ({ ...row, text: spellings?.get(row.text) ?? row.text }));
  return (
    <div class="stack tight">
      <KindChart rows={spelled} others={others} counts={counts} solution={solution} />
    </div>
  );
}
