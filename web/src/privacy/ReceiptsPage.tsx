import { useId, useState } from 'preact/hooks';
import { formatDate, formatDateTime, formatNumber } from '../i18n/format';
import { saveFile } from '../staff/download';
import { useStaff } from '../staff/context';
import { Paged } from '../staff/paged';
import { to } from '../staff/router';
import { Button } from '../ui/Button';
import { Field } from '../ui/Field';
import { Notice } from '../ui/Notice';
import { listReceipts } from './api';
import { parseReceiptFile, type Chain, type Verdict } from './chain';
import { ChainProgress, VerdictNotice } from './ChainResult';
import { usePrivacy, type PrivacyMessages } from './messages';
import type { ReceiptView } from '../api/schema';
import { useChain, type Checked } from './useChain';

/** How many faults are listed. More wouldn't say more. */
const FAULTS_SHOWN = 20;

export function ReceiptsPage() {
  const { m } = usePrivacy();
  const { api } = useStaff();
  const t = m.receipts;
  return (
    <>
      <p class="measure">{t.intro}</p>
      <Paged<ReceiptView>
        load={(token, signal) => listReceipts(api, token, signal)}
        when=""
        empty={
          <div class="empty">
            <p>{t.empty}</p>
          </div>
        }
      >
        {(receipts) => (
          <ul class="list">
            {receipts.map((view) => (
              <ReceiptRow key={view.receipt.id} view={view} />
            ))}
          </ul>
        )}
      </Paged>
      <Check />
      <CheckFile />
    </>
  );
}

function ReceiptRow({ view }: { view: ReceiptView }) {
  const { language, m } = usePrivacy();
  const t = m.receipts;
  const { receipt } = view;
  return (
    <li class="list-item">
      <div class="list-text">
        <h2>
          <a href={to.privacy('receipts', receipt.id)}>{t.whole[receipt.kind]}</a>
        </h2>
        <p class="soft small">
          {t.erasedOn(formatDateTime(language, receipt.erasedAt))} · {m.rules[receipt.rule]}
        </p>
        <p class="soft small">
          {receipt.follows
            ? t.completes
            : t.countsOf(
                formatNumber(language, receipt.counts.participants),
                formatNumber(language, receipt.counts.answers),
              )}{' '}
          · {t.irrecoverable(formatDate(language, receipt.irrecoverableAt))}
        </p>
      </div>
      <span class={view.block === null ? 'badge' : 'badge open'}>
        {view.block === null ? t.waiting : t.sealedIn(formatNumber(language, view.block))}
      </span>
    </li>
  );
}

export function saveJSON(name: string, value: unknown) {
  saveFile(new File([JSON.stringify(value, null, 1)], name, { type: 'application/json' }));
}

/** Checks the whole chain. */
function Check() {
  const { m } = usePrivacy();
  const t = m.receipts;
  const { state, run } = useChain();
  const [head, setHead] = useState('');
  return (
    <section class="card stack" aria-labelledby="check-chain">
      <h2 id="check-chain">{t.checkTitle}</h2>
      <p>{t.checkText}</p>
      <p>{t.checkTrust}</p>
      <Field label={t.keptHead} hint={t.keptHeadHint}>
        {(attributes) => (
          <input
            {...attributes}
            class="input"
            autocomplete="off"
            spellcheck={false}
            value={head}
            onInput={(event) => setHead(event.currentTarget.value)}
          />
        )}
      </Field>
      <p>
        <Button busy={state.is === 'checking'} onClick={() => void run()}>
          {t.check}
        </Button>
      </p>
      <ChainProgress state={state} onRetry={() => void run()} />
      {state.is === 'checked' && (
        <>
          <ChainVerdict chain={state.checked.chain} />
          {head.trim() !== '' &&
            (state.checked.chain.has(head) ? (
              <Notice look="good" live>
                {t.headFound}
              </Notice>
            ) : (
              <Notice look="bad" live>
                {t.headMissing}
              </Notice>
            ))}
          {state.checked.chain.blocks > 0 && <Downloads checked={state.checked} />}
        </>
      )}
    </section>
  );
}

/** How a chain's check is told: of receipts, or of the audit. */
export type ChainTexts = Pick<PrivacyMessages['receipts'], 'fine' | 'nothingYet' | 'faultAt'>;

export function ChainVerdict({ chain, texts }: { chain: Chain; texts?: ChainTexts }) {
  const { language, m } = usePrivacy();
  const t = { ...m.receipts, ...texts };
  if (chain.blocks === 0) return <Notice live>{t.nothingYet}</Notice>;
  if (chain.faults.length > 0) {
    return (
      <Notice look="bad" live>
        <p>{t.broken(formatNumber(language, chain.faults.length))}</p>
        <ul class="bullets">
          {chain.faults.slice(0, FAULTS_SHOWN).map((fault, i) => (
            <li key={i}>
              {t.faultAt(formatNumber(language, fault.block), fault.record ?? null)}: {t.faults[fault.what]}
            </li>
          ))}
        </ul>
        <p>{t.brokenNext}</p>
      </Notice>
    );
  }
  return (
    <Notice look={chain.signatures ? 'good' : 'warn'} live>
      {chain.signatures
        ? t.fine(formatNumber(language, chain.blocks), formatNumber(language, chain.receipts))
        : t.unsigned}
    </Notice>
  );
}

/** The chain as infra/verify-receipts reads it: one page of all blocks, and the keys. */
function Downloads({ checked }: { checked: Checked }) {
  const { m } = usePrivacy();
  const t = m.receipts;
  const { chain, blocks, keys } = checked;
  return (
    <>
      <dl class="pairs">
        <dt>{t.head}</dt>
        <dd>
          <code>{chain.head}</code>
          <span class="block hint">{t.headHint}</span>
        </dd>
        <dt>{t.keys}</dt>
        <dd>
          {[...chain.signers].map((id) => (
            <code key={id} class="block">
              {id}
            </code>
          ))}
        </dd>
      </dl>
      <div class="stack tight">
        <div class="row">
          <Button onClick={() => saveJSON('receipts-chain.json', { items: blocks, nextPageToken: null })}>
            {t.saveChain}
          </Button>
          <Button onClick={() => saveJSON('receipts-keys.json', { items: keys, nextPageToken: null })}>
            {t.saveKeys}
          </Button>
        </div>
        <p class="hint">{t.saveHint}</p>
      </div>
    </>
  );
}

/** Checks a receipt that somebody kept. */
function CheckFile() {
  const { m } = usePrivacy();
  const t = m.receipts;
  const id = useId();
  const { state, run } = useChain();
  const [found, setFound] = useState<Verdict | 'bad' | null>(null);
  const [file, setFile] = useState<File | null>(null);

  async function check(chosen: File) {
    setFile(chosen);
    setFound(null);
    const receipt = parseReceiptFile(await chosen.text().catch(() => ''));
    if (!receipt) {
      setFound('bad');
      return;
    }
    const checked = await run();
    if (checked) setFound(checked.chain.judge(receipt, receipt.chain));
  }

  return (
    <section class="card stack" aria-labelledby="check-file">
      <h2 id="check-file">{t.fileTitle}</h2>
      <p>{t.fileText}</p>
      <div class="field">
        <label for={id}>{t.file}</label>
        <input
          id={id}
          type="file"
          accept="application/json,.json"
          class="input"
          onChange={(event) => {
            const [chosen] = event.currentTarget.files ?? [];
            if (chosen) void check(chosen);
          }}
        />
      </div>
      <ChainProgress state={state} onRetry={() => file && void check(file)} />
      {found === 'bad' && (
        <Notice look="bad" live>
          {t.fileBad}
        </Notice>
      )}
      {found !== null && found !== 'bad' && <VerdictNotice verdict={found} />}
    </section>
  );
}
