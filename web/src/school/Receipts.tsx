import type { ReceiptView } from '../api/schema';
import { formatDate, formatDateTime, formatNumber } from '../i18n/format';
import { useStaff } from '../staff/context';
import { saveFile } from '../staff/download';
import { Failure, useAction } from '../staff/load';
import { Paged } from '../staff/paged';
import { announce } from '../ui/announce';
import { Button } from '../ui/Button';
import { certificate, listReceipts } from './api';
import { useSchool } from './messages';

/**
 * What the operator keeps of a school that has left: the receipts of what was erased, each as a certificate. The school's
 * own is the last to be written, so that until it is there the school isn't said to be gone.
 */
export function Receipts({ org }: { org: string }) {
  const { m } = useSchool();
  const { api } = useStaff();
  return (
    <section class="stack" aria-labelledby="receipts">
      <h2 id="receipts">{m.receipts.title}</h2>
      <p class="measure">{m.receipts.intro}</p>
      <Paged
        load={(token, signal) => listReceipts(api, org, token, signal)}
        when={org}
        empty={<p>{m.receipts.empty}</p>}
      >
        {(receipts) => (
          <>
            <p>{receipts[0]!.receipt.kind === 'org' ? m.receipts.gone(org) : m.receipts.going(org)}</p>
            <ul class="list">
              {receipts.map((view) => (
                <Row key={view.receipt.id} org={org} view={view} />
              ))}
            </ul>
          </>
        )}
      </Paged>
    </section>
  );
}

function Row({ org, view }: { org: string; view: ReceiptView }) {
  const { language, m } = useSchool();
  const { api } = useStaff();
  const saving = useAction();
  const t = m.receipts;
  const { receipt } = view;
  const n = (x: number) => formatNumber(language, x);
  return (
    <li class="list-item">
      <div class="list-text">
        <h3>{t.whole[receipt.kind]}</h3>
        <p class="soft small">
          {t.erasedOn(formatDateTime(language, receipt.erasedAt))} ·{' '}
          {t.counts(n(receipt.counts.participants), n(receipt.counts.answers))} ·{' '}
          {t.irrecoverable(formatDate(language, receipt.irrecoverableAt))}
        </p>
        <p class="soft small">
          <code class="id">{receipt.id}</code> · {view.block === null ? t.waiting : t.sealedIn(n(view.block))}
        </p>
        {saving.error ? <Failure error={saving.error} /> : null}
      </div>
      <Button
        busy={saving.busy}
        aria-label={t.certificateOf(receipt.id)}
        onClick={() =>
          saving.run(async () => {
            const file = await certificate(api, org, receipt.id);
            saveFile(file);
            announce(t.saved(file.name));
          })
        }
      >
        {t.certificate}
      </Button>
    </li>
  );
}
