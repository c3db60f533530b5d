import type { ComponentChildren } from 'preact';
import { useState } from 'preact/hooks';
import { formatDate, formatNumber } from '../i18n/format';
import { keepLanguage } from '../i18n/language';
import { may, useStaff } from '../staff/context';
import { Load, useLoad } from '../staff/load';
import { Button } from '../ui/Button';
import { Notice } from '../ui/Notice';
import { Dialog } from '../ui/Dialog';
import { useStaffLocale } from '../staff/messages';
import { Announced, Versions } from '../orgPrivacy/changes/Changes';
import { getPolicy, listPolicies, putPolicy, withdrawPolicy } from './api';
import { usePrivacy } from './messages';
import { addPeriod, durationText, parsePeriod } from '../orgPrivacy/period';
import { PolicyForm } from './PolicyForm';
import type { Policy } from '../api/schema';
import { policyUsualParticipants } from '../api/values';
import { TaskFailure, useTask } from './useTask';

export function PolicyPage() {
  const { language, m } = usePrivacy();
  const { messages } = useStaffLocale();
  const { api, person } = useStaff();
  const loaded = useLoad((signal) => getPolicy(api, signal), []);
  const [editing, setEditing] = useState(false);
  const [asking, setAsking] = useState(false);
  const [changed, setChanged] = useState<'changed' | 'announced' | 'withdrawn' | null>(null);
  const [round, setRound] = useState(0);
  const done = (what: typeof changed) => {
    setEditing(false);
    setAsking(false);
    setChanged(what);
    setRound((n) => n + 1);
    loaded.reload();
  };
  const task = useTask('policy', async ({ policy, etag }) => {
    const now = await putPolicy(api, policy, etag);
    done(now.announced ? 'announced' : 'changed');
  });
  const withdrawing = useTask('withdraw', async () => {
    await withdrawPolicy(api);
    done('withdrawn');
  });
  return (
    <>
      {changed && (
        <Notice look="good" live>
          {m.policy[changed]}
        </Notice>
      )}
      {!editing && <TaskFailure task={task} />}
      {!asking && <TaskFailure task={withdrawing} />}
      <Load loaded={loaded}>
        {({ value, etag }) =>
          editing ? (
            <PolicyForm policy={value} etag={etag} task={task} onClose={() => setEditing(false)} />
          ) : (
            <>
              <InForce
                policy={value}
                action={
                  may(person, 'org:admin') &&
                  !value.announced && (
                    <Button
                      onClick={() => {
                        task.action.clear();
                        setChanged(null);
                        setEditing(true);
                      }}
                    >
                      {m.policy.change}
                    </Button>
                  )
                }
              />
              {value.announced && (
                <>
                  <Announced policy={value.announced} language={language} />
                  {may(person, 'org:admin') && (
                    <p>
                      <Button
                        onClick={() => {
                          withdrawing.action.clear();
                          setChanged(null);
                          setAsking(true);
                        }}
                      >
                        {m.policy.withdraw}
                      </Button>
                    </p>
                  )}
                </>
              )}
              <Meaning policy={value} />
              <Versions key={round} load={(token) => listPolicies(api, token)} />
              <section class="stack tight" aria-labelledby="policy-public">
                <h2 id="policy-public">{m.policy.publicPage}</h2>
                <p>{m.policy.publicPageHint}</p>
                <p>
                  <a class="address" href={keepLanguage(`/privacy/${person.org}`)}>
                    {new URL(`/privacy/${person.org}`, location.href).href}
                  </a>
                </p>
              </section>
            </>
          )
        }
      </Load>
      {asking && (
        <Dialog title={m.policy.withdrawTitle} onClose={() => setAsking(false)}>
          <p>{m.policy.withdrawText}</p>
          <TaskFailure task={withdrawing} />
          <div class="row dialog-buttons">
            <Button onClick={() => setAsking(false)}>{messages.cancel}</Button>
            <Button look="danger" busy={withdrawing.action.busy} onClick={() => withdrawing.start({ do: 'withdraw' })}>
              {m.policy.withdraw}
            </Button>
          </div>
        </Dialog>
      )}
    </>
  );
}

function InForce({ policy, action }: { policy: Policy; action: ComponentChildren }) {
  const { language, m } = usePrivacy();
  const t = m.policy;
  const kept = durationText(language, policy.kept);
  const restore = durationText(language, policy.restore);
  const restorable = parsePeriod(policy.restore);
  const none = restorable !== null && restorable.months === 0 && restorable.days === 0;
  return (
    <section class="card stack" aria-labelledby="policy-in-force">
      <h2 id="policy-in-force">{t.inForce}</h2>
      <p class="lead">{none ? t.sentenceNoRestore(kept) : t.sentence(kept, restore)}</p>
      <dl class="pairs">
        <dt>{t.kept}</dt>
        <dd>
          {t.keptFor(kept)} <code class="soft">{policy.kept}</code>
        </dd>
        <dt>{t.restore}</dt>
        <dd>
          {none ? t.restoreNone : t.restoreFor(restore)} <code class="soft">{policy.restore}</code>
        </dd>
        <dt>{t.purposes}</dt>
        <dd>
          {policy.purposes.length === 0
            ? t.none
            : policy.purposes.map((purpose) => (
                <span key={purpose} class="line" dir="auto">
                  {purpose}
                </span>
              ))}
        </dd>
        <dt>{t.clause}</dt>
        <dd dir="auto">{policy.clause || t.none}</dd>
        <dt>{t.contact}</dt>
        <dd dir="auto">{policy.contact || t.none}</dd>
        <dt>{t.participants}</dt>
        <dd>{t.participantsMost(formatNumber(language, policy.maxParticipants || policyUsualParticipants))}</dd>
      </dl>
      {action && <p>{action}</p>}
    </section>
  );
}

/** The policy, with the days on which it would do something. */
function Meaning({ policy }: { policy: Policy }) {
  const { language, m } = usePrivacy();
  const t = m.policy;
  const kept = parsePeriod(policy.kept);
  const restore = parsePeriod(policy.restore);
  const deleted = kept && addPeriod(new Date(), kept);
  const erased = deleted && restore && addPeriod(deleted, restore);
  return (
    <section class="stack" aria-labelledby="policy-meaning">
      {deleted && erased && (
        <>
          <h2 id="policy-meaning">{t.exampleTitle}</h2>
          <ol class="bullets stack tight">
            <li>{t.exampleKept(formatDate(language, deleted))}</li>
            <li>
              {erased > deleted
                ? t.exampleDeleted(formatDate(language, deleted), formatDate(language, erased))
                : t.exampleDeletedAtOnce(formatDate(language, deleted))}
            </li>
            <li>{t.exampleErased(formatDate(language, erased))}</li>
          </ol>
        </>
      )}
      <h3>{t.always}</h3>
      <ul class="bullets stack tight">
        {t.alwaysList.map((line) => (
          <li key={line}>{line}</li>
        ))}
      </ul>
    </section>
  );
}
