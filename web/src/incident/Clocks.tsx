import { useState } from 'preact/hooks';
import { Button } from '../ui/Button';
import { clauseName, instantText, list, startName, useIncidents, useOrgName } from './context';
import type { Duty } from './duty';
import { hoursText, spanText, spanTo } from './remaining';
import { escalations, marksOf, scaleOf, shareOf, type Scale } from './scale';

/** As many as a reader can tell apart at a glance. */
const FEW = 12;

/** The clocks as a picture, and the same as a table. */
export function Clocks({ duties, now, complete }: { duties: Duty[]; now: number; complete: boolean }) {
  const { t } = useIncidents();
  const c = t.clocks;
  const [all, setAll] = useState(false);
  const running = duties.filter((d) => d.startsAt !== null && d.deadline !== null && d.status !== 'not-required');
  const shown = all ? running : running.slice(0, FEW);
  const scale = scaleOf(
    shown.flatMap((d) => [d.startsAt, d.deadline, d.doneAt].filter((x) => x !== null).map((x) => Date.parse(x))),
    now,
  );
  return (
    <section class="stack" aria-labelledby="clocks-title">
      <h2 id="clocks-title">{c.title}</h2>
      {duties.length === 0 && <p class="soft">{c.none}</p>}
      {shown.length > 0 && (
        <>
          <p class="soft small">{c.intro}</p>
          <div class="clocks" role="img" aria-label={c.picture(shown.length)}>
            <Axis scale={scale} now={now} />
            {shown.map((d) => (
              <Row key={d.key} duty={d} scale={scale} now={now} />
            ))}
          </div>
          <Legend />
        </>
      )}
      {running.length > FEW && !all && (
        <p>
          <Button onClick={() => setAll(true)}>{c.showAll(running.length)}</Button>
        </p>
      )}
      {!complete && <p class="soft">{c.incomplete}</p>}
      {duties.length > 0 && (
        <Table duties={all ? duties : duties.slice(0, Math.max(FEW, shown.length + 8))} now={now} />
      )}
    </section>
  );
}

const percent = (share: number) => `${(share * 100).toFixed(2)}%`;

function Axis({ scale, now }: { scale: Scale; now: number }) {
  const { t, language } = useIncidents();
  const at = scale.at(now);
  const marks = marksOf(scale).filter((m) => Math.abs(m.at - at) > 0.12);
  return (
    <div class="clock-row">
      <span />
      <svg aria-hidden="true" class="clock-axis" width="100%" height="22">
        {marks.map((m) => (
          <text key={m.hours} x={percent(m.at)} y="15" text-anchor="middle">
            {hoursText(language, m.hours)}
          </text>
        ))}
        <text class="now" x={percent(at)} y="15" text-anchor={at < 0.1 ? 'start' : at > 0.9 ? 'end' : 'middle'}>
          {t.clocks.now}
        </text>
      </svg>
      <span />
    </div>
  );
}

function Row({ duty, scale, now }: { duty: Duty; scale: Scale; now: number }) {
  const { t, language } = useIncidents();
  const name = useOrgName();
  const start = Date.parse(duty.startsAt!);
  const deadline = Date.parse(duty.deadline!);
  const done = duty.doneAt === null ? null : Date.parse(duty.doneAt);
  const reached = Math.min(done ?? now, now);
  const from = scale.at(start);
  const to = scale.at(deadline);
  const filled = scale.at(Math.min(reached, deadline));
  const late = reached > deadline ? scale.at(reached) : null;
  const settled = duty.status === 'met' || duty.status === 'late';
  const span = spanTo(deadline, now);
  const words = spanText(language, span, true);
  return (
    <div class={`clock-row ${duty.status}`}>
      <span class="clock-name">
        {t.audiences[duty.clause.audience]}
        <span class="soft small block">
          {clauseName(t, duty.clause)} · {name(duty.org)}
        </span>
      </span>
      <svg aria-hidden="true" class="clock-track" width="100%" height="32">
        <rect class="whole" x={percent(from)} y="11" width={percent(Math.max(to - from, 0))} height="10" rx="5" />
        <rect class="filled" x={percent(from)} y="11" width={percent(Math.max(filled - from, 0))} height="10" rx="5" />
        {late !== null && <rect class="too-late" x={percent(to)} y="13" width={percent(late - to)} height="6" />}
        {escalations.map((p) => {
          const instant = shareOf(start, deadline, p);
          const x = percent(scale.at(instant));
          return <line key={p} class={instant <= reached ? 'share gone' : 'share'} x1={x} x2={x} y1="8" y2="24" />;
        })}
        <line class="deadline" x1={percent(to)} x2={percent(to)} y1="3" y2="29" />
        <line class="now" x1={percent(scale.at(now))} x2={percent(scale.at(now))} y1="0" y2="32" />
        {settled && (
          <svg
            aria-hidden="true"
            class={duty.missed ? 'mark-late' : 'mark-met'}
            x={percent(scale.at(done!))}
            y="16"
            overflow="visible"
          >
            <circle r="8" />
            <path d={duty.missed ? 'M-3-3 3 3M3-3-3 3' : 'M-3.5.5-1 3 4-3'} />
          </svg>
        )}
      </svg>
      <span class="clock-word">
        {duty.status === 'open' || duty.status === 'overdue'
          ? span.over
            ? t.next.over(words)
            : t.next.left(words)
          : t.clocks.status[duty.status]}
      </span>
    </div>
  );
}

function Legend() {
  const { legend } = useIncidents().t.clocks;
  return (
    <ul class="clock-legend small soft" aria-hidden="true">
      <li>
        <svg aria-hidden="true" width="12" height="20">
          <line class="now" x1="6" x2="6" y1="0" y2="20" />
        </svg>
        {legend.now}
      </li>
      <li>
        <svg aria-hidden="true" width="12" height="20">
          <line class="deadline" x1="6" x2="6" y1="1" y2="19" />
        </svg>
        {legend.deadline}
      </li>
      <li>
        <svg aria-hidden="true" width="12" height="20">
          <line class="share" x1="6" x2="6" y1="3" y2="17" />
        </svg>
        {legend.escalation}
      </li>
      <li>
        <svg aria-hidden="true" width="20" height="20" viewBox="-10 -10 20 20" class="mark-met">
          <circle r="8" />
          <path d="M-3.5.5-1 3 4-3" />
        </svg>
        {legend.met}
      </li>
      <li>
        <svg aria-hidden="true" width="20" height="20" viewBox="-10 -10 20 20" class="mark-late">
          <circle r="8" />
          <path d="M-3-3 3 3M3-3-3 3" />
        </svg>
        {legend.late}
      </li>
    </ul>
  );
}

function Table({ duties, now }: { duties: Duty[]; now: number }) {
  const { t, language } = useIncidents();
  const c = t.clocks;
  const name = useOrgName();
  const time = (at: string | number | null) => (at === null ? '–' : instantText(language, at));
  return (
    <details class="fold">
      <summary>{c.table}</summary>
      <div class="table-scroll" tabIndex={0} role="group" aria-label={c.table}>
        <table class="results clock-table">
          <thead>
            <tr>
              <th scope="col">{c.columns.whom}</th>
              <th scope="col">{c.columns.clause}</th>
              <th scope="col">{c.columns.starts}</th>
              <th scope="col">{c.columns.deadline}</th>
              <th scope="col">{c.columns.percents}</th>
              <th scope="col">{c.columns.status}</th>
            </tr>
          </thead>
          <tbody>
            {duties.map((d) => {
              const running = d.status === 'open' || d.status === 'overdue';
              const span = d.deadline === null ? null : spanTo(Date.parse(d.deadline), now);
              const words = span && spanText(language, span);
              const start = d.startsAt === null ? null : Date.parse(d.startsAt);
              return (
                <tr key={d.key}>
                  <th scope="row">
                    {t.audiences[d.clause.audience]}, {name(d.org)}
                  </th>
                  <td>
                    {clauseName(t, d.clause)}: {t.within(d.clause.within.count, d.clause.within.unit)}
                    {d.clause.target && <span class="soft small block">{t.target}</span>}
                  </td>
                  <td>
                    {startName(t, d.clause.starts)}
                    <span class="soft small block">{time(d.startsAt)}</span>
                  </td>
                  <td>{time(d.deadline)}</td>
                  <td>
                    {start === null || d.deadline === null || d.status === 'not-required'
                      ? '–'
                      : escalations.map((p) => (
                          <span class="small block">{time(shareOf(start, Date.parse(d.deadline!), p))}</span>
                        ))}
                  </td>
                  <td>
                    {c.status[d.status]}
                    {running && span && (
                      <span class="small block">{span.over ? t.next.over(words!) : t.next.left(words!)}</span>
                    )}
                    {d.doneAt && <span class="small block">{time(d.doneAt)}</span>}
                    {running && d.missing.length > 0 && (
                      <span class="small block">
                        {t.next.missing(
                          list(
                            language,
                            d.missing.map((p) => t.parts[p]),
                          ),
                        )}
                      </span>
                    )}
                  </td>
                </tr>
              );
            })}
          </tbody>
        </table>
      </div>
    </details>
  );
}
