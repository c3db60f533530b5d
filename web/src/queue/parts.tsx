// What the pages of requests are made of.

import type { ComponentChildren } from 'preact';
import { useState } from 'preact/hooks';
import type { QueuedRequest, QueueRequest, RequestClock } from '../api/schema';
import { formatDateTime } from '../i18n/format';
import { StepUpRequired } from '../staff/api';
import { serverNow } from '../staff/clock';
import { useStaff } from '../staff/context';
import { Failure, type Loaded } from '../staff/load';
import { useStaffLocale } from '../staff/messages';
import { here } from '../staff/router';
import { Button } from '../ui/Button';
import { Loading } from '../ui/Loading';
import { Notice } from '../ui/Notice';
import { useQueue } from './messages';

/** What went wrong, and what to do now: reading a request requires a second factor too. */
function Trouble({ error, onRetry }: { error: unknown; onRetry(): void }) {
  const { m } = useQueue();
  const { api } = useStaff();
  const { messages } = useStaffLocale();
  const [leaving, setLeaving] = useState(false);
  if (!(error instanceof StepUpRequired)) return <Failure error={error} onRetry={onRetry} slugs={m.slug} />;
  return (
    <Notice look="warn" live>
      <p>{error.closed ? messages.failure.noFactor : m.stepUp}</p>
      <p>
        <Button
          look="primary"
          busy={leaving}
          onClick={() => {
            setLeaving(true);
            api.auth
              .stepUp(error.challenge, here(), { kind: 'queue', task: { do: 'read' } })
              .catch(() => setLeaving(false));
          }}
        >
          {m.stepUpButton}
        </Button>
      </p>
    </Notice>
  );
}

/** What a part of a request's page gets. */
export interface PartProps {
  request: QueueRequest;
  onChange(request: QueueRequest): void;
}

/** What is loading, failed, or there. */
export function Load<T>({ loaded, children }: { loaded: Loaded<T>; children(value: T): ComponentChildren }) {
  if (loaded.error) return <Trouble error={loaded.error} onRetry={loaded.reload} />;
  if (loaded.value === null) return <Loading />;
  return <>{children(loaded.value)}</>;
}

/** The clock that is over first, of those that run if any does. */
export function firstClock(clocks: readonly RequestClock[]): RequestClock | null {
  return [...clocks].sort((a, b) => Date.parse(a.dueAt) - Date.parse(b.dueAt))[0] ?? null;
}

export function StateBadges({ request }: { request: QueuedRequest }) {
  const { m } = useQueue();
  const late = request.clocks.some((c) => c.state === 'late' || c.state === 'missed');
  return (
    <span class="row badges">
      <span class="badge">{request.decision === 'refused' ? m.decisions.refused : m.states[request.state]}</span>
      {late && <span class="badge late">{m.clocks.states.late}</span>}
    </span>
  );
}

const DAY = 86_400_000;

/** The time that is left, or for how long it has been over, in whole days, never too generous. */
export function daysLeft(dueAt: string, now: number): number {
  const days = (Date.parse(dueAt) - now) / DAY;
  return days >= 0 ? Math.floor(days) : -Math.ceil(-days);
}

/** All clocks, each with the law that it is by. */
export function Clocks({ clocks }: { clocks: readonly RequestClock[] }) {
  const { language, m } = useQueue();
  const t = m.clocks;
  const now = serverNow();
  return (
    <section class="card stack" aria-labelledby="request-clocks">
      <h2 id="request-clocks">{t.title}</h2>
      <p class="soft small">{t.intro}</p>
      <ul class="plain-list">
        {clocks.map((c) => {
          const days = daysLeft(c.dueAt, now);
          return (
            <li key={c.clause} class={`clock of-${c.state}`}>
              <p>
                <strong>{t.due(formatDateTime(language, c.dueAt))}</strong>{' '}
                <span class={c.state === 'late' || c.state === 'missed' ? 'badge late' : 'badge'}>
                  {t.states[c.state]}
                </span>
              </p>
              {c.state === 'running' && (
                <progress
                  max={100}
                  value={share(c, now)}
                  aria-label={t.gone(String(share(c, now)))}
                  class={c.escalated >= 75 ? 'pressing' : undefined}
                />
              )}
              <p class="small">
                {c.state === 'running' || c.state === 'late' ? (days >= 0 ? t.left(days) : t.over(-days)) : null}{' '}
                {c.escalated > 0 && c.state !== 'met' && t.escalated(c.escalated)} {c.extended && t.extended}
              </p>
              <p class="small soft">{t.source(c.source)}</p>
              {c.longestAt !== null && !c.extended && c.state === 'running' && (
                <p class="small soft">{t.longest(formatDateTime(language, c.longestAt))}</p>
              )}
            </li>
          );
        })}
      </ul>
    </section>
  );
}

/** How much of a clock's time is gone, in percent. */
function share(c: RequestClock, now: number): number {
  const start = Date.parse(c.startsAt);
  return Math.max(0, Math.min(100, Math.round(((now - start) / (Date.parse(c.dueAt) - start)) * 100)));
}

/** What a requester reads. */
export function AnswerText({ language, subject, text }: { language: string; subject: string; text: string }) {
  return (
    <div class="answer-text stack tight" lang={language} dir="auto">
      <p>
        <strong>{subject}</strong>
      </p>
      <p class="text queue-words">{text}</p>
    </div>
  );
}
