import { useState } from 'preact/hooks';
import { pageSizeMaximum, purposeValues } from '../api/values';
import { formatDateTime, formatNumber } from '../i18n/format';
import { saveFile } from '../staff/download';
import { useStaff } from '../staff/context';
import { Load, useLoad, Failure, useAction } from '../staff/load';
import { Paged } from '../staff/paged';
import { Button } from '../ui/Button';
import { Field } from '../ui/Field';
import { Notice } from '../ui/Notice';
import { listAudit, listAuditBlocks, namesOf, type AuditFilter } from './api';
import { ChainProgress } from './ChainResult';
import { csv } from '../staff/csv';
import { endOfDay } from './day';
import { usePrivacy } from './messages';
import { ChainVerdict, saveJSON } from './ReceiptsPage';
import type { AuditView, Purpose } from '../api/schema';
import { useChain, type Source } from './useChain';

/** The most that one file has. Filter by time for more. */
const EXPORT_MAX = 20_000;

const everything: AuditFilter = { from: null, to: null, actor: null, purpose: null };

const source: Source = { list: listAuditBlocks, audit: true };

export function AuditPage() {
  const { m } = usePrivacy();
  const { api } = useStaff();
  // Names are for reading only: without them the page shows ids.
  const names = useLoad((signal) => namesOf(api, signal).catch(() => new Map<string, string>()), []);
  return (
    <>
      <p class="measure">{m.audit.intro}</p>
      <Load loaded={names}>{(known) => <Entries names={known} />}</Load>
      <Check />
    </>
  );
}

function Entries({ names }: { names: ReadonlyMap<string, string> }) {
  const { m } = usePrivacy();
  const { api } = useStaff();
  const t = m.audit;
  const [filter, setFilter] = useState(everything);
  const [typed, setTyped] = useState({ from: '', to: '' });
  const [problem, setProblem] = useState<string | null>(null);
  // Whom the list has shown, to choose from: who it was by the hash that stands for them.
  const [people, setPeople] = useState<ReadonlyMap<string, string>>(new Map());

  function nameOf(view: AuditView): string {
    if (view.entry.actor === '') return t.service;
    if (view.member === null) return t.nobody(view.entry.actor.slice(0, 8));
    return view.name ?? names.get(view.member) ?? t.member(view.member.slice(0, 8));
  }

  function change(next: Partial<typeof typed>) {
    const days = { ...typed, ...next };
    setTyped(days);
    const to = endOfDay(days.to);
    const last = endOfDay(days.from);
    const from = last && new Date(last.getFullYear(), last.getMonth(), last.getDate());
    const wrong = (days.to !== '' && !to) || (days.from !== '' && !from) || (from && to && from > to);
    setProblem(wrong ? t.daysProblem : null);
    if (!wrong) setFilter({ ...filter, from, to: to && new Date(to.getTime() + 1000) });
  }

  async function load(token: string | null, signal?: AbortSignal) {
    const page = await listAudit(api, filter, token, signal);
    setPeople((seen) => {
      const all = new Map(seen);
      for (const view of page.items) if (view.entry.actor !== '') all.set(view.entry.actor, nameOf(view));
      return all;
    });
    return page;
  }

  return (
    <>
      <form class="row" noValidate onSubmit={(event) => event.preventDefault()}>
        <Field label={t.from} error={problem}>
          {(attributes) => (
            <input
              {...attributes}
              type="date"
              class="input"
              value={typed.from}
              onInput={(event) => change({ from: event.currentTarget.value })}
            />
          )}
        </Field>
        <Field label={t.to}>
          {(attributes) => (
            <input
              {...attributes}
              type="date"
              class="input"
              value={typed.to}
              onInput={(event) => change({ to: event.currentTarget.value })}
            />
          )}
        </Field>
        <Field label={t.person}>
          {(attributes) => (
            <select
              {...attributes}
              class="input"
              value={filter.actor ?? ''}
              onChange={(event) => setFilter({ ...filter, actor: event.currentTarget.value || null })}
            >
              <option value="">{t.everybody}</option>
              {[...people].map(([actor, name]) => (
                <option key={actor} value={actor}>
                  {name}
                </option>
              ))}
            </select>
          )}
        </Field>
        <Field label={t.purpose}>
          {(attributes) => (
            <select
              {...attributes}
              class="input"
              value={filter.purpose ?? ''}
              onChange={(event) =>
                setFilter({ ...filter, purpose: (event.currentTarget.value || null) as Purpose | null })
              }
            >
              <option value="">{t.all}</option>
              {purposeValues.map((purpose) => (
                <option key={purpose} value={purpose}>
                  {t.purposes[purpose]}
                </option>
              ))}
            </select>
          )}
        </Field>
      </form>
      <Paged<AuditView>
        load={load}
        when={JSON.stringify(filter)}
        empty={
          <div class="empty">
            <p>{t.empty}</p>
          </div>
        }
      >
        {(views) => (
          <ul class="list">
            {views.map((view) => (
              <Row key={view.entry.id} view={view} who={nameOf(view)} names={names} />
            ))}
          </ul>
        )}
      </Paged>
      <Export filter={filter} nameOf={nameOf} names={names} />
    </>
  );
}

/** What was opened: a session's title, if it is known. */
function pathOf(view: AuditView, names: ReadonlyMap<string, string>): string {
  return names.get(view.entry.path.replace(/^sessions\//, '')) ?? view.entry.path;
}

function Row({ view, who, names }: { view: AuditView; who: string; names: ReadonlyMap<string, string> }) {
  const { language, m } = usePrivacy();
  const t = m.audit;
  const { entry } = view;
  return (
    <li class="list-item">
      <div class="list-text">
        <h2>
          {who}: {t.acts[entry.act]}
        </h2>
        <p class="soft small">
          {pathOf(view, names)} · {t.purposes[entry.purpose]} · {t.roles[entry.role]}
        </p>
        <p class="soft small">
          {formatDateTime(language, entry.at)} ·{' '}
          {entry.counts.members !== undefined
            ? t.people(formatNumber(language, entry.counts.members))
            : m.receipts.countsOf(
                formatNumber(language, entry.counts.participants),
                formatNumber(language, entry.counts.answers),
              )}
        </p>
      </div>
      <span class={view.block === null ? 'badge' : 'badge open'}>
        {view.block === null ? m.receipts.waiting : m.receipts.sealedIn(formatNumber(language, view.block))}
      </span>
    </li>
  );
}

interface ExportProps {
  filter: AuditFilter;
  nameOf(view: AuditView): string;
  names: ReadonlyMap<string, string>;
}

/** What the filter leaves, as a file. */
function Export({ filter, nameOf, names }: ExportProps) {
  const { m } = usePrivacy();
  const { api } = useStaff();
  const t = m.audit;
  const action = useAction();
  const [cut, setCut] = useState(false);

  async function all(): Promise<AuditView[]> {
    const views: AuditView[] = [];
    let token: string | null = null;
    do {
      const page: Awaited<ReturnType<typeof listAudit>> = await listAudit(
        api,
        filter,
        token,
        undefined,
        pageSizeMaximum,
      );
      views.push(...page.items);
      token = page.nextPageToken;
    } while (token !== null && views.length < EXPORT_MAX);
    setCut(token !== null);
    return views;
  }

  async function saveCSV() {
    const rows = (await all()).map((view) => {
      const e = view.entry;
      return [
        e.at,
        nameOf(view),
        e.role,
        e.act,
        e.purpose,
        e.path,
        pathOf(view, names),
        e.counts.participants,
        e.counts.answers,
        view.block ?? '',
        e.id,
        view.sha256,
      ];
    });
    const text = csv([t.columns, ...rows]);
    saveFile(new File([text], 'audit.csv', { type: 'text/csv;charset=utf-8' }));
  }

  return (
    <section class="stack tight" aria-label={t.exportTitle}>
      <div class="row">
        <Button busy={action.busy} onClick={() => action.run(saveCSV)}>
          {t.saveCSV}
        </Button>
        <Button
          busy={action.busy}
          onClick={() => action.run(async () => saveJSON('audit.json', { items: await all(), nextPageToken: null }))}
        >
          {t.saveJSON}
        </Button>
      </div>
      {action.error ? <Failure error={action.error} /> : null}
      {cut && (
        <Notice look="warn" live>
          {t.cut}
        </Notice>
      )}
    </section>
  );
}

function Check() {
  const { language, m } = usePrivacy();
  const t = m.audit;
  const { state, run } = useChain(source);
  return (
    <section class="card stack" aria-labelledby="check-audit">
      <h2 id="check-audit">{m.receipts.checkTitle}</h2>
      <p>{t.checkText}</p>
      <p>{m.receipts.checkTrust}</p>
      <p>
        <Button busy={state.is === 'checking'} onClick={() => void run()}>
          {t.check}
        </Button>
      </p>
      <ChainProgress state={state} onRetry={() => void run()} />
      {state.is === 'checked' && (
        <>
          <ChainVerdict chain={state.checked.chain} texts={t} />
          {state.checked.chain.skipped > 0 && <p>{t.skipped(formatNumber(language, state.checked.chain.skipped))}</p>}
          {state.checked.chain.blocks > 0 && (
            <dl class="pairs">
              <dt>{m.receipts.head}</dt>
              <dd>
                <code>{state.checked.chain.head}</code>
                <span class="block hint">{m.receipts.headHint}</span>
              </dd>
            </dl>
          )}
        </>
      )}
    </section>
  );
}
