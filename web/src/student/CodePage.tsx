import { useLayoutEffect, useRef, useState } from 'preact/hooks';
import { ApiError, errorText, newKey } from '../api/client';
import { keepLanguage } from '../i18n/language';
import { Button } from '../ui/Button';
import { Field } from '../ui/Field';
import { Page } from '../ui/Page';
import { join } from './api';
import { letters, parseCode } from './code';
import type { Kept } from './keep';
import { useStudent } from './messages';

interface Props {
  typed: string;
  error: unknown;
  kept: Kept[];
  onCode(code: string): void;
  onResume(kept: Kept): void;
  onNotMe(kept: Kept): void;
}

/** What was typed into the frame of the page before its script was there. */
const typedEarly = () => document.querySelector<HTMLInputElement>('#early')?.value ?? '';

export function CodePage({ typed: before, error: failed, kept, onCode, onResume, onNotMe }: Props) {
  const { messages } = useStudent();
  const m = messages.code;
  const [typed, setTyped] = useState(() => letters(before || typedEarly()).slice(0, 20));
  const [error, setError] = useState(failed);
  const [busy, setBusy] = useState(false);
  const input = useRef<HTMLInputElement>(null);
  // Before the frame goes: a phone's keyboard stays where it is.
  useLayoutEffect(() => input.current?.focus(), []);

  const problem =
    error === 'wrong' ? m.wrong : error instanceof ApiError ? errorText(messages, error, messages.problem) : null;
  return (
    <Page title={m.title}>
      <div class="stack loose">
        <form
          class="card stack"
          onSubmit={(event) => {
            event.preventDefault();
            const code = parseCode(typed);
            const refuse = (why: unknown) => {
              setBusy(false);
              setError(why);
              input.current?.focus();
            };
            if (!code) return refuse('wrong');
            setBusy(true);
            // A join without a name makes nobody, and says first whether there is such a code.
            void join({ code, alias: '', locale: 'en' }, newKey()).catch((failure: ApiError) =>
              failure.slug === 'unknown-code' ? refuse(failure) : onCode(code),
            );
          }}
        >
          <h1>{m.title}</h1>
          <Field label={m.label} hint={m.hint} error={problem}>
            {(attributes) => (
              <input
                {...attributes}
                ref={input}
                class="input code"
                type="text"
                autocapitalize="characters"
                autocomplete="off"
                autocorrect="off"
                spellcheck={false}
                enterkeyhint="go"
                dir="ltr"
                maxLength={100}
                value={typed}
                onInput={(event) => {
                  setTyped(letters(event.currentTarget.value).slice(0, 20));
                  setError(null);
                }}
              />
            )}
          </Field>
          <Button look="primary" type="submit" busy={busy} block>
            {m.go}
          </Button>
        </form>
        {kept.length > 0 && (
          <section class="stack">
            <h2>{m.resumeTitle}</h2>
            <ul class="plain stack tight">
              {kept.map((k) => (
                <li key={k.session.id} class="row apart resume-item">
                  <span dir="auto">{k.session.title}</span>
                  <span class="row">
                    <Button onClick={() => onResume(k)}>{messages.resume.go(k.alias ?? k.body.alias)}</Button>
                    <Button look="quiet" onClick={() => onNotMe(k)}>
                      {messages.resume.notMe}
                    </Button>
                  </span>
                </li>
              ))}
            </ul>
          </section>
        )}
        <p>
          <a href="#back">{m.back}</a>
        </p>
        <p class="soft">
          {m.teacher} <a href={keepLanguage('/teach/')}>{m.signIn}</a>
        </p>
      </div>
    </Page>
  );
}
