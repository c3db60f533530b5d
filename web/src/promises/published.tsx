// What is published about privacy as files, for the pages that show it: /promises.json, /vendors.json, /privacy.json.

import type { VNode } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import { errorText, persist, request } from '../api/client';
import type { Language } from '../i18n/language';
import { useCommon, useLocale } from '../i18n/messages';
import { Button } from '../ui/Button';
import { Loading } from '../ui/Loading';
import { Notice } from '../ui/Notice';

export type Text = Record<Language, string>;

export interface Promises {
  /** The day of the build. */
  built: string;
  page: Record<'title' | 'intro' | 'built' | 'missing' | 'kept' | 'all', Text>;
  states: Record<string, Text>;
  topics: Record<string, Text>;
  promises: {
    id: string;
    topic: string;
    text: Text;
    sources: string[];
    state: 'kept' | 'absent' | 'partly' | 'notYet';
    missing?: Text;
  }[];
}

export interface Vendors {
  page: Record<'title' | 'gets' | 'where' | 'since' | 'agreement' | 'transfer', Text>;
  vendors: {
    id: string;
    name: string | Text;
    what: Text;
    fields: Text[];
    where: Text;
    since: Text;
    agreement: string | Text;
    transfer: Text;
  }[];
}

export interface Privacy {
  page: Record<string, Text>;
  policy: Record<string, Text>;
  said: Record<'what' | 'google' | 'can' | 'end' | 'rights', Text[]>;
  regions: Record<string, Text>;
  bases: Record<string, Text>;
  countries: Record<string, { basis: string; authority: string; url: string }>;
  storage: Text[];
}

interface Files {
  promises: Promises;
  vendors: Vendors;
  privacy: Privacy;
}

/** What they hold, in the language that is spoken. */
export type Say = (text: string | Text) => string;

/** Shows its child once the files are there. */
export function Published<N extends keyof Files>(props: {
  files: readonly N[];
  children(files: Pick<Files, N>, say: Say): VNode;
}) {
  const { language } = useLocale();
  const [files, setFiles] = useState<Pick<Files, N> | null>(null);
  const [error, setError] = useState<unknown>(null);
  function load() {
    setError(null);
    Promise.all(
      props.files.map(async (name) => [name, (await persist(() => request('GET', `/${name}.json`), 3)).body]),
    ).then((all) => setFiles(Object.fromEntries(all)), setError);
  }
  useEffect(load, []);
  if (files) return props.children(files, (text) => (typeof text === 'string' ? text : text[language]));
  return <Pending error={error} again={load} />;
}

/** What isn't there yet, or couldn't be had. */
export function Pending({ error, again }: { error: unknown; again(): void }) {
  const messages = useCommon();
  if (error === null) return <Loading />;
  return (
    <Notice look="bad" live>
      <p>{errorText(messages, error)}</p>
      <div>
        <Button onClick={again}>{messages.tryAgain}</Button>
      </div>
    </Notice>
  );
}

export function Points({ title, texts, say }: { title: string; texts: Text[]; say: Say }) {
  return (
    <section class="stack">
      <h2>{title}</h2>
      <ul class="bullets stack tight">
        {texts.map((text) => (
          <li key={text.en}>{say(text)}</li>
        ))}
      </ul>
    </section>
  );
}

/** The promises that are kept, by topic. */
export function Kept({ of: { page, topics, promises }, say }: { of: Promises; say: Say }) {
  const kept = promises.filter(({ state }) => state === 'kept' || state === 'absent');
  return (
    <section class="stack">
      <h2>{say(page.kept)}</h2>
      {Object.entries(topics).map(([id, name]) => (
        <section class="stack tight" key={id}>
          <h3>{say(name)}</h3>
          <ul class="bullets stack tight">{kept.map((p) => p.topic === id && <li key={p.id}>{say(p.text)}</li>)}</ul>
        </section>
      ))}
    </section>
  );
}
