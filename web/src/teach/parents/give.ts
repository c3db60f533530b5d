// Making a code for a parent of each of many students, so that none that was made is lost.

import { ApiError, newKey } from '../../api/client';
import type { ParentCode, Participant } from '../../api/schema';

export interface Given {
  participant: Participant;
  code: ParentCode;
}

/** What happened to a batch. */
export interface Batch {
  given: Given[];
  /** Of whom there were too many codes, or nothing is left. */
  refused: Participant[];
  /** For whom none was made, because something failed: the old slips of these students are good still, or the next try makes the same code. */
  left: Participant[];
}

/** How many codes are asked for at once. */
const AT_ONCE = 4;

/** The keys of codes of which no response came: with the same one the server returns the same code, and ends no other. */
const keys = new Map<string, string>();

/** Returns what a code for the student is asked for with, the same until one came. */
export function keyOf(student: string): string {
  const key = keys.get(student) ?? newKey();
  keys.set(student, key);
  return key;
}

type Give = (participant: Participant, key: string, first: boolean) => Promise<ParentCode>;

/** Asks for a code for each. It fails only if the first does, and then nothing was made; later it stops, and says who is left. */
export async function giveAll(
  participants: readonly Participant[],
  give: Give,
  onDone: (n: number) => void,
): Promise<Batch> {
  const codes = new Map<string, ParentCode>();
  const refused = new Set<string>();
  let failed = false;
  const one = async (participant: Participant, first: boolean) => {
    try {
      codes.set(participant.id, await give(participant, keyOf(participant.id), first));
    } catch (error) {
      if (!(error instanceof ApiError) || ![404, 409].includes(error.status)) {
        if (first) throw error;
        failed = true;
        return;
      }
      refused.add(participant.id);
    }
    keys.delete(participant.id);
    onDone(codes.size + refused.size);
  };
  const [first, ...others] = participants;
  if (first) await one(first, true); // and with it the second factor
  for (let i = 0; i < others.length && !failed; i += AT_ONCE)
    await Promise.all(others.slice(i, i + AT_ONCE).map((p) => one(p, false)));
  return {
    given: participants.flatMap((participant) => {
      const code = codes.get(participant.id);
      return code ? [{ participant, code }] : [];
    }),
    refused: participants.filter((p) => refused.has(p.id)),
    left: participants.filter((p) => !codes.has(p.id) && !refused.has(p.id)),
  };
}
