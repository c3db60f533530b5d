// Free texts to be graded: those that are the same but for case and space are
// one group, and get one grade.

import { fold } from '../../question/teach/chart/fold';
import { isGiven } from '../live/board';
import type { Grade, Participant } from '../../api/schema';

export interface Group {
  /** The folded text. */
  key: string;
  /** As most of its authors wrote it. */
  text: string;
  authors: { participant: string; revision: number; points: number | null; graded: boolean }[];
  /** What they all have; null if they differ, or have none yet. */
  points: number | null;
  /** Whether all of it was graded by hand, some has other points than the rest, its points come from the key, or it has none yet. */
  state: 'byHand' | 'mixed' | 'automatic' | 'open';
}

/** The groups of a question, those not yet graded by hand first, then the larger. */
export function groupsOf(question: string, participants: readonly Participant[]): Group[] {
  const groups = new Map<string, Group & { spellings: Map<string, number> }>();
  for (const p of participants) {
    const answer = p.answers[question];
    if (!answer || !isGiven(answer) || typeof answer.response !== 'string') continue;
    const key = fold(answer.response);
    let group = groups.get(key);
    if (!group) {
      group = { key, text: '', authors: [], points: null, state: 'open', spellings: new Map() };
      groups.set(key, group);
    }
    const spelling = answer.response.trim();
    group.spellings.set(spelling, (group.spellings.get(spelling) ?? 0) + 1);
    group.authors.push({
      participant: p.id,
      revision: answer.revision,
      points: answer.points,
      graded: answer.graded ?? false,
    });
  }
  return [...groups.values()]
    .map(({ spellings, ...group }) => {
      const [first] = group.authors;
      const same = group.authors.every((a) => a.points === first!.points);
      return {
        ...group,
        text: [...spellings].sort(([a, n], [b, m]) => m - n || (a < b ? -1 : 1))[0]![0],
        points: same ? first!.points : null,
        state: group.authors.every((a) => a.graded)
          ? 'byHand'
          : !same
            ? 'mixed'
            : first!.points === null
              ? 'open'
              : 'automatic',
      } satisfies Group;
    })
    .sort(
      (a, b) =>
        Number(a.state === 'byHand') - Number(b.state === 'byHand') ||
        b.authors.length - a.authors.length ||
        (a.key < b.key ? -1 : 1),
    );
}

/** The same grade for everybody in the group; null takes it back. */
export function gradesFor(question: string, group: Group, points: number | null): Grade[] {
  return group.authors.map((a) => ({
    participantId: a.participant,
    questionId: question,
    revision: a.revision,
    points,
  }));
}
