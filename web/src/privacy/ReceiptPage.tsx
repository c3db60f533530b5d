import { useEffect, useState } from 'preact/hooks';
import { formatMoment, formatNumber } from '../i18n/format';
import { saveFile } from '../staff/download';
import { useStaff } from '../staff/context';
import { Load, useLoad } from '../staff/load';
import { to } from '../staff/router';
import { Button } from '../ui/Button';
import { getReceipt } from './api';
import type { ReceiptFile, Verdict } from './chain';
import { ChainProgress, VerdictNotice } from './ChainResult';
import { usePrivacy } from './messages';
import type { ReceiptView } from '../api/schema';
import { getOrgPrivacy } from '../orgPrivacy/orgPrivacy';
import { useChain } from './useChain';

/** A receipt as a certificate that a school can print and file. */
export function ReceiptPage({ id }: { id: string }) {
  const { m } = usePrivacy();
  const { api } = useStaff();
  const loaded = useLoad((signal) => getReceipt(api, id, signal), [id]);
  return (
    <>
      <p class="screen-only">
        <a href={to.privacy('receipts')}>{m.receipt.back}</a>
      </p>
      <Load loaded={loaded}>{(view) => <Certificate view={view} onRetry={loaded.reload} />}</Load>
    </>
  );
}

type Look = 'code' | 'sentence';
type Row = [name: string, value: string, look?: Look];

/** A row if there is something to say. */
const optional = (name: string, value: string | undefined, look?: Look): Row[] =>
  value ? [look ? [name, value, look] : [name, value]] : [];

function Certificate({ view, onRetry }: { view: ReceiptView; onRetry(): void }) {
  const { language, m } = usePrivacy();
  const { person } = useStaff();
  const t = m.receipt;
  const { receipt } = view;
  const [school, setSchool] = useState('');
  const { state, run } = useChain();
  const [verdict, setVerdict] = useState<Verdict | null>(null);
  useEffect(() => {
    // Its name is nice to have on the page; without it the receipt says its id.
    getOrgPrivacy(person.org).then(
      (org) => setSchool(org.name),
      () => {},
    );
    void check();
  }, [view]);
  async function check() {
    setVerdict(null);
    const checked = await run();
    if (checked) setVerdict(checked.chain.judge(view));
  }
  const rows: Row[] = [
    [t.what, m.receipts.whole[receipt.kind]],
    ...optional(t.session, receipt.session, 'code'),
    ...optional(t.student, receipt.participant, 'code'),
    ...optional(t.set, receipt.questionSet, 'code'),
    [t.students, formatNumber(language, receipt.counts.participants)],
    [t.answers, formatNumber(language, receipt.counts.answers)],
    [t.documents, formatNumber(language, receipt.counts.documents)],
    [t.why, m.rules[receipt.rule], 'sentence'],
    ...optional(t.ground, receipt.ground && m.grounds[receipt.ground]),
    ...optional(t.clause, receipt.clause),
    [t.requested, formatMoment(language, receipt.requestedAt)],
    [t.keysDeleted, formatMoment(language, receipt.keysDeletedAt)],
    [t.erased, formatMoment(language, receipt.erasedAt)],
    ...optional(t.keysGone, receipt.keysGoneAt && formatMoment(language, receipt.keysGoneAt)),
    [t.plainUntil, receipt.plainUntil === null ? t.plainLater : formatMoment(language, receipt.plainUntil)],
    [t.irrecoverable, formatMoment(language, receipt.irrecoverableAt)],
    [t.id, receipt.id, 'code'],
    ...optional(t.follows, receipt.follows, 'code'),
    [t.hash, view.sha256, 'code'],
    [t.block, view.block === null ? t.blockWaiting : formatNumber(language, view.block)],
  ];
  return (
    <>
      <article class="card stack certificate">
        <p dir="auto">
          <strong>{school || receipt.org}</strong>
        </p>
        <dl class="pairs">
          {rows.map(([name, value, look]) => (
            <Fact key={name} name={name} value={value} look={look} />
          ))}
        </dl>
        <p>{t.meaning}</p>
      </article>
      <section class="stack" aria-labelledby="receipt-check">
        <h2 id="receipt-check">{t.checkTitle}</h2>
        <ChainProgress state={state} onRetry={() => void check()} />
        {verdict && <VerdictNotice verdict={verdict} onRetry={onRetry} />}
      </section>
      <div class="row screen-only">
        <Button onClick={() => print()}>{t.print}</Button>
        <Button
          onClick={() => {
            // What a later check needs: the receipt, and what the chain ended with when it was saved.
            const chain = state.is === 'checked' && verdict === 'genuine' ? state.checked.chain : null;
            const key = chain?.keyOf(receipt.id);
            const file: ReceiptFile = { ...view, ...(chain && key && { chain: { head: chain.head, key } }) };
            saveFile(
              new File([JSON.stringify(file, null, 2)], `receipt-${receipt.id}.json`, { type: 'application/json' }),
            );
          }}
        >
          {t.save}
        </Button>
      </div>
    </>
  );
}

function Fact({ name, value, look }: { name: string; value: string; look: Look | undefined }) {
  return (
    <>
      <dt>{name}</dt>
      <dd dir="auto">{look === 'code' ? <code>{value}</code> : <span class={look}>{value}</span>}</dd>
    </>
  );
}
