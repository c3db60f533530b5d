// Two sessions that had the same questions, side by side.

import { useState } from 'preact/hooks';
import type { Participant, Question, Session } from '../../api/schema';
import { formatDate, formatNumber } from '../../i18n/format';
import { InlineSelect } from '../../staff/InlineSelect';
import { useStaff } from '../../staff/context';
import { Load, useLoad } from '../../staff/load';
import { inUse } from '../live/board';
import { useTeach } from '../messages';
import { figuresOf } from '../print/figures';
import type { SessionProps } from './props';

export function Comparison({ board, questions }: SessionProps) {
  const { messages, language } = useTeach();
  const { api } = useStaff();
  const t = messages.comparison;
  const { id, questionSetId } = board.session;
  const [other, setOther] = useState('');
  const found = useLoad((signal) => api.sessions({ questionSetId }, null, signal), [questionSetId]);
  const others = (found.value?.items ?? []).filter((s) => s.id !== id);
  if (others.length === 0 || !questions.some((q) => q.points > 0)) return null;
  const chosen = others.find((s) => s.id === other);
  return (
    <div class="stack">
      <h2 id="comparison">{t.title}</h2>
      <InlineSelect
        label={t.with}
        value={other}
        options={[
          { value: '', text: t.choose },
          ...others.map((s) => ({ value: s.id, text: `${s.title} · ${formatDate(language, s.createdAt)}` })),
        ]}
        onChange={setOther}
      />
      {chosen && <Table key={chosen.id} here={board} questions={questions} other={chosen} />}
    </div>
  );
}

interface TableProps {
  here: { session: Session; participants: Participant[] };
  questions: Question[];
  other: Session;
}

function Table({ here, questions, other }: TableProps) {
  const { messages, language } = useTeach();
  const { api } = useStaff();
  const t = messages.comparison;
  const there = useLoad(
    async (signal) => {
      const [paper, results] = await Promise.all([api.paper(other.id, signal), api.results(other.id, signal)]);
      return { paper, participants: inUse(results) };
    },
    [other.id],
  );
  const percent = (share: number | null) =>
    share === null ? '–' : `${formatNumber(language, Math.round(share * 100))} %`;
  return (
    <Load loaded={there}>
      {({ paper, participants }) => {
        const same = questions.filter((q) => q.points > 0 && paper.some((p) => isSame(p, q)));
        return (
          <>
            <div class="table-scroll" tabIndex={0} role="region" aria-labelledby="comparison">
              <table class="results">
                <thead>
                  <tr>
                    <th scope="col">{messages.grading.question}</th>
                    <th scope="col" class="figure">
                      {t.here(inUse(here).length)}
                    </th>
                    <th scope="col" class="figure">
                      {t.there(participants.length)}
                    </th>
                    <th scope="col" class="figure">
                      {t.difference}
                    </th>
                  </tr>
                </thead>
                <tbody>
                  {same.map((q) => {
                    const [a, b] = [figuresOf(here.participants, q).earned, figuresOf(participants, q).earned];
                    const points = a === null || b === null ? null : Math.round(a * 100) - Math.round(b * 100);
                    return (
                      <tr key={q.id}>
                        <th scope="row" class="answer" dir="auto">
                          {questions.indexOf(q) + 1}. {q.prompt}
                        </th>
                        <td class="figure">{percent(a)}</td>
                        <td class="figure">{percent(b)}</td>
                        <td class="figure">
                          {points === null ? '–' : `${points > 0 ? '+' : ''}${formatNumber(language, points)}`}
                        </td>
                      </tr>
                    );
                  })}
                </tbody>
              </table>
            </div>
            <p class="hint">{t.hint}</p>
            {same.length < questions.filter((q) => q.points > 0).length && <p class="hint">{t.changed}</p>}
          </>
        );
      }}
    </Load>
  );
}

/** Whether a question of one session asks what that of another does: the set may have been changed between them. */
function isSame(a: Question, b: Question): boolean {
  return a.id === b.id && a.kind === b.kind && a.prompt === b.prompt && a.points === b.points;
}
