// A code for a parent of one student, or of all, after saying what it is: then the slips take the place of the page.

import { useEffect, useState } from 'preact/hooks';
import type { Participant, Session } from '../../api/schema';
import { formatNumber } from '../../i18n/format';
import { Confirm } from '../../staff/Confirm';
import type { Person } from '../../staff/auth';
import { may, useStaff } from '../../staff/context';
import { useAction, useSensitive } from '../../staff/load';
import { takePending } from '../../staff/pending';
import { useTeach } from '../messages';
import { giveAll, type Batch } from './give';

/** How many slips are made and printed at a time. */
export const SLIPS_MAX = 100;

/** Whether the person may give out codes, with which somebody else can erase: the owner and administrators. */
export const mayGive = (person: Person, session: Session) =>
  may(person, 'data:delete') && (session.owner.you || may(person));

/** The students for whom codes were asked for before the second factor was, to go on with. */
export const takePendingCodes = (sid: string): string[] | null =>
  takePending('parents', (p) => p.session === sid)?.participants ?? null;

interface Props {
  session: Session;
  participants: readonly Participant[];
  /** Back from the second factor. */
  repeat: boolean;
  onGiven(batch: Batch): void;
  onClose(): void;
}

export function GiveCodes({ session, participants, repeat, onGiven, onClose }: Props) {
  const { messages, language } = useTeach();
  const { api } = useStaff();
  const t = messages.parents;
  const sensitive = useSensitive();
  const action = useAction();
  const [done, setDone] = useState(0);

  const give = (repeated: boolean) =>
    action.run(async () => {
      const pending = { kind: 'parents', session: session.id, participants: participants.map((p) => p.id) } as const;
      setDone(0);
      onGiven(
        await giveAll(
          participants,
          (participant, key, first) => {
            const ask = () => api.giveParentCode(session.id, participant.id, key);
            // Only for the first the page may leave for a second factor: later it would take codes with it.
            return first ? sensitive(pending, ask, repeated) : ask();
          },
          setDone,
        ),
      );
    });
  useEffect(() => {
    if (repeat) give(true);
  }, []);

  const [only] = participants;
  return (
    <Confirm
      title={participants.length === 1 ? t.one : t.all(participants.length)}
      confirm={t.give}
      action={action}
      onClose={onClose}
      onConfirm={() => give(false)}
    >
      {participants.length === 1 && (
        <p>
          <strong dir="auto">{only!.alias ?? messages.live.nameless}</strong>
        </p>
      )}
      <p>{t.what}</p>
      <p>{t.handOut}</p>
      <p role="status" class="soft">
        {action.busy && t.progress(formatNumber(language, done), formatNumber(language, participants.length))}
      </p>
    </Confirm>
  );
}
