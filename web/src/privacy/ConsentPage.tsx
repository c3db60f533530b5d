// On what data may be collected: what parents consent to, the codes that stand for their consent, what was collected
// under each, and the erasure of what has no consent.

import { useEffect, useRef, useState } from 'preact/hooks';
import { newKey } from '../api/client';
import type { ConsentCode, ConsentCodeRequest, ConsentErasure, OrgConsent } from '../api/schema';
import {
  consentCodeRequestCountMaximum,
  consentCodeRequestDays,
  consentCodeRequestLabelMaxLength,
  consentCodeRequestUsesMaximum,
  orgConsentRequestTextMaxLength,
} from '../api/values';
import { formatDate } from '../i18n/format';
import { characters } from '../question/response';
import { useStaffLocale } from '../staff/messages';
import { Confirm } from '../staff/Confirm';
import { useStaff } from '../staff/context';
import { Load, useLoad } from '../staff/load';
import { Paged } from '../staff/paged';
import { to } from '../staff/router';
import { Button } from '../ui/Button';
import { Dialog } from '../ui/Dialog';
import { Field } from '../ui/Field';
import { lazy } from '../ui/lazy';
import { Notice } from '../ui/Notice';
import {
  endConsentCode,
  eraseConsent,
  getConsent,
  getConsentCode,
  issueConsentCodes,
  listConsentCodes,
  putConsent,
} from './api';
import { dayAfter, localDay } from './day';
import { isLine } from './draft';
import { usePrivacy } from './messages';
import { TaskFailure, useTask } from './useTask';

const Qr = lazy(() => import('../ui/Qr').then((m) => m.Qr));

/** How long a code holds by default. */
const MONTHS_USUAL = 6;

/** Whose data an erasure is about: a code's, or of nobody's consent. */
type Asked = { id: string; ref: string } | null;

interface Looked {
  code: Asked;
  found: ConsentErasure;
}

export function ConsentPage() {
  const { m } = usePrivacy();
  const { api } = useStaff();
  const t = m.consent;
  const loaded = useLoad((signal) => getConsent(api, signal), []);
  const [done, setDone] = useState<string | null>(null);
  const [issued, setIssued] = useState<ConsentCode[] | null>(null);
  const [issuing, setIssuing] = useState(false);
  const [looked, setLooked] = useState<Looked | null>(null);
  const [erased, setErased] = useState<ConsentErasure | null>(null);
  const [changes, setChanges] = useState(0);
  const changed = () => setChanges((n) => n + 1);
  const save = useTask('consent', async ({ consent, etag }) => {
    await putConsent(api, consent, etag);
    setIssued(null); // their slips have the text that they stand for
    setDone(t.saved);
    loaded.reload();
  });
  const issue = useTask('issue', async ({ codes, key }) => {
    setIssued(await issueConsentCodes(api, codes, key));
    setIssuing(false);
    changed();
  });
  const end = useTask('endCode', async ({ id }) => {
    await endConsentCode(api, id);
    setDone(t.ended);
    changed();
  });
  const erase = useTask('eraseConsent', async ({ code, dry }) => {
    setErased(null);
    const found = await eraseConsent(api, code?.id ?? null, dry);
    setLooked(dry ? { code, found } : null);
    if (!dry) {
      setErased(found);
      changed();
    }
  });
  return (
    <Load loaded={loaded}>
      {({ value, etag }) => (
        <>
          <div class="stack tight measure screen-only">
            <p>{t.intro}</p>
            <p>{value.basis === null ? t.none : t.bases[value.basis]}</p>
            {value.wanted && value.ageLine > 0 && <p>{t.line(value.ageLine)}</p>}
          </div>
          <div class="stack screen-only">
            {done !== null && (
              <Notice look="good" live>
                {done}
              </Notice>
            )}
            {erased && <Result erased={erased} />}
            {!issuing && <TaskFailure task={issue} />}
            <TaskFailure task={end} />
            {looked === null && <TaskFailure task={erase} />}
          </div>
          {/* What was consented to may have to be taken back when no agreement wants it any more. */}
          {(value.wanted || value.version > 0) && (
            <>
              {value.wanted && (
                <TextForm
                  key={value.version}
                  consent={value}
                  task={save}
                  onSave={(consent) => {
                    setDone(null);
                    save.start({ do: 'consent', consent, etag });
                  }}
                />
              )}
              <section class="stack" aria-labelledby="consent-codes">
                <div class="stack tight measure screen-only">
                  <h2 id="consent-codes">{t.codes}</h2>
                  <p>{t.codesText}</p>
                  <p>
                    <Button
                      look="primary"
                      disabled={value.version === 0 || !value.wanted}
                      onClick={() => {
                        issue.action.clear();
                        setDone(null);
                        setIssued(null);
                        setIssuing(true);
                      }}
                    >
                      {t.issue}
                    </Button>
                  </p>
                  {value.version === 0 && <p class="soft">{t.textFirst}</p>}
                </div>
                {issued && <Slips codes={issued} text={value.text} />}
                <div class="screen-only">
                  <Paged<ConsentCode>
                    load={(token, signal) => listConsentCodes(api, token, signal)}
                    when={String(changes)}
                    empty={
                      <div class="empty">
                        <p>{t.empty}</p>
                      </div>
                    }
                  >
                    {(codes) => (
                      <ul class="list">
                        {codes.map((code) => (
                          <CodeRow
                            key={code.id}
                            code={code}
                            busy={end.action.busy || erase.action.busy}
                            onEnd={() => {
                              setDone(null);
                              end.start({ do: 'endCode', id: code.id });
                            }}
                            onErase={() =>
                              erase.start({ do: 'eraseConsent', code: { id: code.id, ref: code.ref }, dry: true })
                            }
                          />
                        ))}
                      </ul>
                    )}
                  </Paged>
                </div>
              </section>
            </>
          )}
          <section class="stack tight measure screen-only" aria-labelledby="consent-without">
            <h2 id="consent-without">{t.without}</h2>
            <p>{t.withoutText}</p>
            <p>
              <Button
                busy={erase.action.busy}
                onClick={() => erase.start({ do: 'eraseConsent', code: null, dry: true })}
              >
                {t.look}
              </Button>
            </p>
          </section>
          {issuing && <IssueDialog task={issue} onClose={() => setIssuing(false)} />}
          {looked && (
            <EraseDialog
              looked={looked}
              task={erase}
              onClose={() => setLooked(null)}
              onErase={() => erase.start({ do: 'eraseConsent', code: looked.code, dry: false })}
            />
          )}
        </>
      )}
    </Load>
  );
}

/** What an erasure did. */
function Result({ erased }: { erased: ConsentErasure }) {
  const { m } = usePrivacy();
  const t = m.consent;
  return (
    <Notice look={erased.held + erased.waiting === 0 ? 'good' : 'warn'} live>
      <p>{t.erased(erased.erased)}</p>
      {erased.held > 0 && <p>{t.held(erased.held)}</p>}
      {erased.waiting > 0 && <p>{t.waiting(erased.waiting)}</p>}
      {erased.erased > 0 && (
        <p>
          <a href={to.privacy('receipts')}>{m.tabs.receipts}</a>
        </p>
      )}
    </Notice>
  );
}

function TextForm({
  consent,
  task,
  onSave,
}: {
  consent: OrgConsent;
  task: ReturnType<typeof useTask<'consent'>>;
  onSave(consent: { text: string; ofAge: boolean }): void;
}) {
  const { language, m } = usePrivacy();
  const t = m.consent;
  const [text, setText] = useState(consent.text);
  const [ofAge, setOfAge] = useState(consent.ofAge);
  const [wrong, setWrong] = useState(false);
  return (
    <form
      class="card stack measure screen-only"
      noValidate
      aria-labelledby="consent-text"
      onSubmit={(event) => {
        event.preventDefault();
        const n = characters(text.trim());
        setWrong(n < 1 || n > orgConsentRequestTextMaxLength);
        if (n >= 1 && n <= orgConsentRequestTextMaxLength)
          onSave({ text: text.trim(), ofAge: ofAge && consent.ageLine > 0 });
      }}
    >
      <h2 id="consent-text">{t.text}</h2>
      <Field label={t.textLabel} hint={t.textHint} error={wrong ? t.textProblem : null}>
        {(attributes) => (
          <textarea
            {...attributes}
            class="input"
            rows={6}
            dir="auto"
            value={text}
            onInput={(event) => {
              setText(event.currentTarget.value);
              setWrong(false);
            }}
          />
        )}
      </Field>
      {consent.ageLine > 0 && (
        <label class="check">
          <input type="checkbox" checked={ofAge} onChange={(event) => setOfAge(event.currentTarget.checked)} />
          <span>
            {t.ofAge(consent.ageLine)}
            <span class="hint block">{t.ofAgeHint}</span>
          </span>
        </label>
      )}
      {consent.at !== null && <p class="soft small">{t.version(consent.version, formatDate(language, consent.at))}</p>}
      <TaskFailure task={task} />
      <div class="row">
        <Button type="submit" look="primary" busy={task.action.busy}>
          {t.save}
        </Button>
      </div>
    </form>
  );
}

/** A code as people read it, in groups of four. */
const grouped = (code: string) => code.match(/.{1,4}/g)!.join(' ');

/** What is given to parents: one slip each, printed and cut. The codes are seen nowhere else. */
function Slips({ codes, text }: { codes: ConsentCode[]; text: string }) {
  const { language, m } = usePrivacy();
  const t = m.consent;
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => heading.current?.focus(), [codes]);
  return (
    <div class="stack">
      <div class="stack tight measure screen-only">
        <h3 ref={heading} tabIndex={-1}>
          {t.slips(codes.length)}
        </h3>
        <Notice look="warn">{t.once}</Notice>
        <div class="row">
          <Button onClick={() => print()}>{t.print}</Button>
        </div>
      </div>
      <ul class="plain slips">
        {codes.map((code) => (
          <li key={code.id} class="slip">
            <div class="stack tight">
              <p class="text" dir="auto">
                {text}
              </p>
              <p>{code.for === 'class' ? t.slipClass(code.label) : t.slipChild}</p>
              <p class="slip-code" dir="ltr">
                {grouped(code.code!)}
              </p>
              <p class="small">{t.slipHow(location.host)}</p>
              <p class="soft small">
                {t.ref(code.ref)} · {t.holds(formatDate(language, code.endsAt))}
              </p>
            </div>
            <Qr text={`${location.origin}/#consent=${code.code}`} label={t.qr(code.ref)} />
          </li>
        ))}
      </ul>
    </div>
  );
}

function CodeRow({ code, busy, onEnd, onErase }: { code: ConsentCode; busy: boolean; onEnd(): void; onErase(): void }) {
  const { language, m } = usePrivacy();
  const { api } = useStaff();
  const t = m.consent;
  const [opened, setOpened] = useState(false);
  const [asked, setAsked] = useState(false);
  return (
    <li class="list-item">
      <div class="list-text">
        <h3 dir="auto">{code.for === 'class' ? t.forClass(code.label, code.uses) : t.forChild}</h3>
        <p class="soft small">
          {t.ref(code.ref)} · {(code.over ? t.over : t.holds)(formatDate(language, code.endsAt))} ·{' '}
          {t.toVersion(code.version)}
        </p>
        {code.erasing && <p class="small">{t.erasing}</p>}
        {opened && <Collected load={(signal) => getConsentCode(api, code.id, signal)} />}
      </div>
      <div class="row">
        {!opened && (
          <Button aria-label={t.collectedOf(code.ref)} onClick={() => setOpened(true)}>
            {t.collected}
          </Button>
        )}
        {!code.over && (
          <Button busy={busy} aria-label={t.endOf(code.ref)} onClick={() => setAsked(true)}>
            {t.end}
          </Button>
        )}
        <Button look="danger" busy={busy} aria-label={t.eraseOf(code.ref)} onClick={onErase}>
          {t.erase}
        </Button>
      </div>
      {asked && (
        <Confirm
          title={t.endTitle}
          confirm={t.end}
          onClose={() => setAsked(false)}
          onConfirm={() => {
            setAsked(false);
            onEnd();
          }}
        >
          <p>{t.ref(code.ref)}</p>
          <p>{t.endText}</p>
        </Confirm>
      )}
    </li>
  );
}

function Collected({ load }: { load(signal: AbortSignal): Promise<ConsentCode> }) {
  const { m } = usePrivacy();
  const loaded = useLoad(load, []);
  return <Load loaded={loaded}>{(code) => <p class="small">{m.consent.collectedN(code.collected ?? 0)}</p>}</Load>;
}

function IssueDialog({ task, onClose }: { task: ReturnType<typeof useTask<'issue'>>; onClose(): void }) {
  const { m } = usePrivacy();
  const { messages } = useStaffLocale();
  const t = m.consent;
  // One key for all tries, so that a response that was lost issues no second ones.
  const [key, setKey] = useState(newKey);
  const [whom, setWhom] = useState<'class' | 'child'>('child');
  const [label, setLabel] = useState('');
  const [count, setCount] = useState('1');
  const [ends, setEnds] = useState(() => localDay(dayAfter(new Date(), MONTHS_USUAL)));
  const [wrong, setWrong] = useState({ label: false, count: false, ends: false });
  const most = whom === 'class' ? consentCodeRequestUsesMaximum : consentCodeRequestCountMaximum;
  const changed = () => setKey(newKey());

  function submit() {
    const n = Number(count);
    const latest = new Date();
    latest.setDate(latest.getDate() + consentCodeRequestDays - 1);
    const found = {
      label: whom === 'class' && !isLine(label.trim(), consentCodeRequestLabelMaxLength),
      count: !Number.isInteger(n) || n < 1 || n > most,
      ends: ends < localDay(new Date()) || ends > localDay(latest),
    };
    setWrong(found);
    if (found.label || found.count || found.ends) return;
    const codes: ConsentCodeRequest =
      whom === 'class' ? { for: whom, label: label.trim(), uses: n, ends } : { for: whom, count: n, ends };
    task.start({ do: 'issue', codes, key });
  }

  return (
    <Dialog title={t.issue} onClose={onClose}>
      <form
        class="stack"
        noValidate
        onSubmit={(event) => {
          event.preventDefault();
          submit();
        }}
      >
        <fieldset>
          <legend class="legend">{t.whom}</legend>
          {(['child', 'class'] as const).map((value) => (
            <label key={value} class="check">
              <input
                type="radio"
                name="whom"
                checked={whom === value}
                onChange={() => {
                  changed();
                  setWhom(value);
                }}
              />
              <span>
                {t.whoms[value]}
                <span class="hint block">{t.whomHints[value]}</span>
              </span>
            </label>
          ))}
        </fieldset>
        {whom === 'class' && (
          <Field label={t.label} hint={t.labelHint} error={wrong.label ? t.labelProblem : null}>
            {(attributes) => (
              <input
                {...attributes}
                class="input"
                dir="auto"
                autocomplete="off"
                value={label}
                onInput={(event) => {
                  changed();
                  setLabel(event.currentTarget.value);
                }}
              />
            )}
          </Field>
        )}
        <Field label={whom === 'class' ? t.uses : t.count} error={wrong.count ? t.countProblem(most) : null}>
          {(attributes) => (
            <input
              {...attributes}
              class="input count"
              type="number"
              min={1}
              max={most}
              value={count}
              onInput={(event) => {
                changed();
                setCount(event.currentTarget.value);
              }}
            />
          )}
        </Field>
        <Field label={t.ends} error={wrong.ends ? t.endsProblem : null}>
          {(attributes) => (
            <input
              {...attributes}
              class="input date"
              type="date"
              value={ends}
              onInput={(event) => {
                changed();
                setEnds(event.currentTarget.value);
              }}
            />
          )}
        </Field>
        <TaskFailure task={task} />
        <div class="row dialog-buttons">
          <Button onClick={onClose}>{messages.cancel}</Button>
          <Button type="submit" look="primary" busy={task.action.busy}>
            {t.issueNow}
          </Button>
        </div>
      </form>
    </Dialog>
  );
}

/** Says what erasing will do, before it does it. */
function EraseDialog({
  looked,
  task,
  onClose,
  onErase,
}: {
  looked: Looked;
  task: ReturnType<typeof useTask<'eraseConsent'>>;
  onClose(): void;
  onErase(): void;
}) {
  const { m } = usePrivacy();
  const { messages } = useStaffLocale();
  const t = m.consent;
  const { code, found } = looked;
  const nothing = found.students === 0 && code === null;
  return (
    <Dialog title={code ? t.eraseTitle(code.ref) : t.withoutTitle} onClose={onClose}>
      {nothing ? (
        <p>{t.withoutNothing}</p>
      ) : (
        <>
          <p>
            <strong>{t.willErase(found.students)}</strong>
          </p>
          {code && <p>{t.willEnd}</p>}
          <p>{t.forGood}</p>
        </>
      )}
      <TaskFailure task={task} />
      <div class="row dialog-buttons">
        <Button onClick={onClose}>{nothing ? messages.close : messages.cancel}</Button>
        {!nothing && (
          <Button look="danger" busy={task.action.busy} onClick={onErase}>
            {t.eraseNow}
          </Button>
        )}
      </div>
    </Dialog>
  );
}
