import { useEffect, useRef, useState } from 'preact/hooks';
import { ApiError, backoff, errorText, newKey, persist, sleep } from '../api/client';
import { Button } from '../ui/Button';
import { Field } from '../ui/Field';
import { Loading } from '../ui/Loading';
import { Notice } from '../ui/Notice';
import { Page } from '../ui/Page';
import { characters, plainText } from '../question/response';
import type { JoinRequest, JoinResponse } from '../api/schema';
import { joinRequestAliasMaxLength } from '../api/values';
import { join } from './api';
import type { Given } from './Consent';
import { lazy } from '../ui/lazy';
import { useStudent, type StudentMessages } from './messages';

const Consent = lazy(() => import('./Consent').then((m) => m.Consent));

/** What shows a consent, where one is needed: part of no try, and kept nowhere. */
const given: Given = { hash: location.hash, body: {} };

/** A join that was sent: sent again with the same key it makes nobody twice. */
export interface Pending {
  body: JoinRequest;
  key: string;
}

interface Props {
  code: string;
  pending: Pending | undefined;
  remember(pending: Pending): void;
  onJoined(pending: Pending, joined: JoinResponse): void;
  onOtherCode(error?: unknown): void;
}

const ALIAS_MAX = joinRequestAliasMaxLength;

/** What is wrong with a name, as the server would say (domain.ParseAlias). */
function aliasProblem(alias: string, m: StudentMessages['name']): string | null {
  const over = characters(alias.trim()) - ALIAS_MAX;
  if (/[\p{Cc}\u202a-\u202e\u2066-\u2069\u2028\u2029]/u.test(alias)) return m.signs;
  if (!/[\p{L}\p{N}\p{P}\p{S}]/u.test(alias)) return m.empty;
  return over > 0 ? m.tooLong(over) : null;
}

export function NamePage({ code, pending, remember, onJoined, onOtherCode }: Props) {
  const { language, messages } = useStudent();
  const m = messages.name;
  const [alias, setAlias] = useState(pending?.body.code === code ? pending.body.alias : '');
  const [problem, setProblem] = useState<string | null>(null);
  const [error, setError] = useState<unknown>(null);
  const [needed, setNeeded] = useState<unknown>(null);
  const [state, setState] = useState<'typing' | 'joining' | 'paused'>('typing');
  const input = useRef<HTMLInputElement>(null);
  const stop = useRef<AbortController | null>(null);
  useEffect(() => {
    input.current?.focus();
    return () => stop.current?.abort();
  }, []);

  async function submit() {
    const wanted = plainText(alias).trim();
    const wrong = aliasProblem(wanted, m);
    setProblem(wrong);
    setError(null);
    if (wrong) {
      input.current?.focus();
      return;
    }
    // The same name is the same try; another name is somebody else.
    const same = pending?.body.code === code && pending.body.alias === wanted;
    const attempt = same ? pending : { body: { code, alias: wanted, locale: language }, key: newKey() };
    remember(attempt);
    const controller = new AbortController();
    stop.current = controller;
    setState('joining');
    for (let tries = 0; !controller.signal.aborted; tries++) {
      try {
        const joined = await persist(() => join({ ...attempt.body, ...given.body }, attempt.key), 4, controller.signal);
        if (!controller.signal.aborted) onJoined(attempt, joined);
        return;
      } catch (failure) {
        if (controller.signal.aborted) return;
        const slug = failure instanceof ApiError ? failure.slug : '';
        if (slug === 'session-paused') {
          setState('paused');
          await sleep(backoff(tries, Math.random, 2500, 10_000), controller.signal).catch(() => {});
          continue;
        }
        setState('typing');
        if (slug === 'unknown-code') return onOtherCode(failure);
        if (slug === 'participant-erased' || slug === 'idempotency-key-reused') remember({ ...attempt, key: newKey() });
        if (slug === 'consent-needed') return setNeeded(failure);
        const pointers = failure instanceof ApiError ? (failure.problem?.errors ?? []).map((e) => e.pointer) : [];
        if (pointers.includes('/alias')) setProblem(m.signs);
        else setError(failure);
        return;
      }
    }
  }

  function cancel() {
    stop.current?.abort();
    setState('typing');
  }

  return (
    <Page title={m.title}>
      <form
        class="card stack"
        onSubmit={(event) => {
          event.preventDefault();
          if (state === 'typing') void submit();
        }}
      >
        <p class="row apart soft small">
          <span>{m.session(`${code.slice(0, 3)} ${code.slice(3)}`)}</span>
          <a
            href="/"
            onClick={(event) => {
              event.preventDefault();
              onOtherCode();
            }}
          >
            {m.otherCode}
          </a>
        </p>
        <h1>{m.title}</h1>
        <Field label={m.label} hint={m.hint} error={problem}>
          {(attributes) => (
            <input
              {...attributes}
              ref={input}
              class="input large"
              type="text"
              autocomplete="off"
              enterkeyhint="go"
              dir="auto"
              value={alias}
              onInput={(event) => {
                setAlias(event.currentTarget.value);
                setProblem(null);
              }}
            />
          )}
        </Field>
        {needed && <Consent refusal={needed as ApiError} given={given} />}
        <p>{m.kept}</p>
        {error !== null && (
          <Notice look="bad" live>
            {errorText(messages, error, messages.problem)}
          </Notice>
        )}
        {state === 'paused' ? (
          <>
            <Loading text={m.paused} />
            <Button block onClick={cancel}>
              {messages.cancel}
            </Button>
          </>
        ) : (
          <Button look="primary" type="submit" busy={state === 'joining'} block>
            {m.join}
          </Button>
        )}
      </form>
    </Page>
  );
}
