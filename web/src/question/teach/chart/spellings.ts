import type { Participant } from '../../../api/schema';
import { fold } from './fold';

/** How folded texts and words were mostly written, by their folded form. */
export function spellingsOf(question: string, participants: readonly Participant[]): Map<string, string> {
  const all = new Map<string, Map<string, number>>();
  for (const p of participants) {
    const response = p.answers[question]?.response;
    for (const written of [response ?? []].flat()) {
      if (typeof written !== 'string') continue;
      const folded = fold(written);
      const ways = all.get(folded) ?? new Map<string, number>();
      const way = written.trim();
      ways.set(way, (ways.get(way) ?? 0) + 1);
      all.set(folded, ways);
    }
  }
  return new Map(
    [...all].map(([folded, ways]) => [folded, [...ways].sort(([a, n], [b, m]) => m - n || (a < b ? -1 : 1))[0]![0]]),
  );
}
