// What a student is asked where their school wants each parent's consent first: the code that the school gave their
// parents or, where it allows that, whether they are of age. Loaded apart: other schools never ask.

import { useEffect, useRef, useState } from 'preact/hooks';
import type { ApiError } from '../api/client';
import type { JoinRequest } from '../api/schema';
import { joinRequestConsentCodeMaxLength } from '../api/values';
import { useCatalogue, type Catalogue } from '../i18n/catalogue';
import { Field } from '../ui/Field';
import { Loading } from '../ui/Loading';
import { Unloaded } from '../ui/Unloaded';
import { useStudent } from './messages';
import type { ConsentMessages } from './messages/consent/en';

const said: Catalogue<ConsentMessages> = {
  en: () => import('./messages/consent/en').then((m) => m.en),
  de: () => import('./messages/consent/de').then((m) => m.de),
  fr: () => import('./messages/consent/fr').then((m) => m.fr),
  es: () => import('./messages/consent/es').then((m) => m.es),
};

/** By what a join shows that there is a consent. */
export interface Given {
  /** Behind the '#' of the link by which the page was opened: perhaps a code. */
  hash: string;
  /** What the next try sends. */
  body: Pick<JoinRequest, 'consentCode' | 'ofAge'>;
}

interface Props {
  /** The last one: what was given, if anything was, is no consent. */
  refusal: ApiError;
  given: Given;
}

export function Consent({ refusal, given }: Props) {
  const { language } = useStudent();
  const { loaded, failed } = useCatalogue(said, language);
  const [typed, setTyped] = useState(() => given.hash.split('#consent=')[1] ?? '');
  const [old, setOld] = useState(false);
  const first = useRef(refusal);
  const [wrong, setWrong] = useState(false);
  const input = useRef<HTMLInputElement>(null);
  useEffect(() => {
    // A code is in no address for longer than it takes to read it.
    if (location.hash) history.replaceState(history.state, '', location.pathname + location.search);
    give(typed, false);
    return () => {
      given.body = {};
    };
  }, []);
  useEffect(() => setWrong(refusal !== first.current && Object.keys(given.body).length > 0), [refusal]);
  useEffect(() => input.current?.focus(), [loaded === null, refusal]);

  function give(code: string, ofAge: boolean) {
    setTyped(code);
    setOld(ofAge);
    setWrong(false);
    given.body = ofAge ? { ofAge } : code.trim() ? { consentCode: code.trim() } : {};
  }

  if (!loaded) return failed ? <Unloaded /> : <Loading />;
  const m = loaded[1];
  // The age from which on students may say that they are of age; undefined where they may not.
  const age = refusal.problem?.ofAge;
  return (
    <div class="stack">
      <p>{m.text}</p>
      <Field label={m.label} hint={m.hint} error={wrong ? m.wrong : null}>
        {(attributes) => (
          <input
            {...attributes}
            ref={input}
            class="input large"
            type="text"
            autocapitalize="characters"
            autocomplete="off"
            autocorrect="off"
            spellcheck={false}
            enterkeyhint="go"
            dir="ltr"
            maxLength={joinRequestConsentCodeMaxLength}
            value={typed}
            disabled={old}
            onInput={(event) => give(event.currentTarget.value.toUpperCase(), false)}
          />
        )}
      </Field>
      {age !== undefined && (
        <label class="check">
          <input type="checkbox" checked={old} onChange={(event) => give(typed, event.currentTarget.checked)} />
          {m.ofAge(age)}
        </label>
      )}
      <p class="soft">{m.ask}</p>
    </div>
  );
}
