// Somebody asks a school for something about personal data, without an account. Loaded apart, as is what follows it.

import { useEffect, useRef, useState } from 'preact/hooks';
import { ApiError, errorText, newKey, persist, request } from '../../api/client';
import type { OrgPrivacy, RequestReceived } from '../../api/schema';
import {
  requestAboutAliasMaxLength,
  requestToSchoolEmailMaxLength,
  requestToSchoolTextMaxLength,
} from '../../api/values';
import { useCatalogue, type Catalogue } from '../../i18n/catalogue';
import { keepLanguage } from '../../i18n/language';
import { useLocale } from '../../i18n/messages';
import { Button } from '../../ui/Button';
import { Field } from '../../ui/Field';
import { Loading } from '../../ui/Loading';
import { Notice } from '../../ui/Notice';
import { Page } from '../../ui/Page';
import { Unloaded } from '../../ui/Unloaded';
import type { AskWords } from './ask/en';
import type { Follow } from './Follow';

const words: Catalogue<AskWords> = {
  en: () => import('./ask/en').then((m) => m.en),
  de: () => import('./ask/de').then((m) => m.de),
  fr: () => import('./ask/fr').then((m) => m.fr),
  es: () => import('./ask/es').then((m) => m.es),
};

type Made = { Shown: typeof Follow; again(): Promise<unknown> };

export function Ask({ org }: { org: string }) {
  const { language, messages } = useLocale();
  const { loaded, failed } = useCatalogue(words, language);
  const [school, setSchool] = useState<OrgPrivacy>();
  const [draft, setDraft] = useState<Record<string, string>>({});
  const [wrong, setWrong] = useState<string[]>([]);
  const [error, setError] = useState<unknown>();
  const [busy, setBusy] = useState(false);
  const [made, setMade] = useState<Made>();
  const form = useRef<HTMLFormElement>(null);
  const tried = useRef({ body: '', key: '' });
  useEffect(() => {
    persist(() => request<OrgPrivacy>('GET', `/v1/orgs/${org}/privacy`), 3).then(
      ({ body }) => setSchool(body),
      setError,
    );
  }, [org]);
  useEffect(() => form.current?.querySelector<HTMLElement>('[aria-invalid]')?.focus(), [wrong]);
  if (made) return <made.Shown org={org} again={made.again} />;
  if (!loaded) return failed ? <Unloaded /> : <Loading />;
  const m = loaded[1];

  async function send() {
    setBusy(true);
    setError(undefined);
    setWrong([]);
    const body: Record<string, unknown> = { org, locale: language };
    const about: Record<string, string> = {};
    for (const [name, value] of Object.entries({ kind: '', from: '', email: '', text: '', ...draft })) {
      const [top, part] = name.split('/');
      if (!part) body[top!] = value;
      else if (value) about[part] = value;
    }
    const text = JSON.stringify({ ...body, about });
    // The same again is the same request.
    if (tried.current.body !== text) tried.current = { body: text, key: newKey() };
    const { key } = tried.current;
    const post = () =>
      persist(() =>
        request<RequestReceived>('POST', '/v1/requests', {
          body: JSON.parse(text),
          headers: { 'Idempotency-Key': key },
        }),
      );
    try {
      const [{ body: got }, { Follow }] = await Promise.all([post(), import('./Follow')]);
      // The link leads here again: to nobody but whoever has it, since what is behind # isn't sent.
      history.replaceState(null, '', `${keepLanguage(location.pathname)}#${got.id}.${got.secret}`);
      setMade({ Shown: Follow, again: post });
    } catch (failure) {
      const errors = (failure instanceof ApiError && failure.problem?.errors) || [];
      if (errors.length > 0) setWrong(errors.map((e) => e.pointer.slice(1)));
      else setError(failure);
    }
    setBusy(false);
  }

  const bind = (name: string) => ({
    class: 'input',
    value: draft[name] ?? '',
    onInput: (event: { currentTarget: { value: string } }) => {
      setDraft({ ...draft, [name]: event.currentTarget.value });
      setWrong(wrong.filter((other) => other !== name));
    },
  });
  const field = (name: keyof AskWords['fields'], control: 'select' | 'text' | 'area' | 'email' | 'date') => {
    const [label, hint, problem] = m.fields[name];
    return (
      <Field label={label} hint={hint} error={wrong.includes(name) ? problem : null}>
        {(attributes) =>
          control === 'select' ? (
            <select {...attributes} {...bind(name)}>
              <option value="" />
              {Object.entries(m[name as 'kind' | 'from']).map(([value, says]) => (
                <option value={value}>{says}</option>
              ))}
            </select>
          ) : control === 'area' ? (
            <textarea {...attributes} {...bind(name)} maxLength={requestToSchoolTextMaxLength} dir="auto" />
          ) : (
            <input
              {...attributes}
              {...bind(name)}
              type={control}
              maxLength={requestAboutAliasMaxLength}
              {...(control === 'email' && { maxLength: requestToSchoolEmailMaxLength, autocomplete: 'email' })}
              dir="auto"
            />
          )
        }
      </Field>
    );
  };
  const title = m.title(school?.name ?? '…');
  return (
    <Page title={title} {...(school && { contact: school.contact })}>
      <form
        ref={form}
        class="stack loose"
        noValidate
        onSubmit={(event) => {
          event.preventDefault();
          if (!busy) void send();
        }}
      >
        <h1 dir="auto">{title}</h1>
        <p>{m.intro}</p>
        {field('kind', 'select')}
        {field('from', 'select')}
        {field('text', 'area')}
        <fieldset class="card stack">
          <legend>{m.about}</legend>
          {field('about/alias', 'text')}
          {field('about/code', 'text')}
          {field('about/from', 'date')}
          {field('about/to', 'date')}
        </fieldset>
        {field('email', 'email')}
        {error !== undefined && (
          <Notice look="bad" live>
            <p>{errorText(messages, error, m.problem)}</p>
            {school && (
              <p>
                {m.contact} <a href={`mailto:${school.contact}`}>{school.contact}</a>
              </p>
            )}
          </Notice>
        )}
        <Button look="primary" type="submit" busy={busy}>
          {m.send}
        </Button>
      </form>
    </Page>
  );
}
