// A student who comes back with the secret of a join, by its link or its twelve words: into the lesson while it is open, and
// otherwise to what is held. A parent comes the same way, with the secret of a code that a teacher gave out. Loaded apart.

import { useEffect, useRef, useState } from 'preact/hooks';
import { errorText } from '../api/client';
import { useCatalogue, type Catalogue } from '../i18n/catalogue';
import { Button } from '../ui/Button';
import { Field } from '../ui/Field';
import { lazy } from '../ui/lazy';
import { Loading } from '../ui/Loading';
import { Notice } from '../ui/Notice';
import { Page } from '../ui/Page';
import { Unloaded } from '../ui/Unloaded';
import { letters, parseCode } from './code';
import { comeBack, Gone, keptOf, type Came, type Named } from './comeBack';
import { useHeading } from './heading';
import { browserStorage, load, save, type Kept } from './keep';
import { useStudent } from './messages';
import type { BackMessages } from './messages/back/en';

const said: Catalogue<BackMessages> = {
  en: () => import('./messages/back/en').then((m) => m.en),
  de: () => import('./messages/back/de').then((m) => m.de),
  fr: () => import('./messages/back/fr').then((m) => m.fr),
  es: () => import('./messages/back/es').then((m) => m.es),
};

const Over = lazy(() => import('./Over').then((m) => m.Over));
const GonePage = lazy(() => import('./GonePage').then((m) => m.GonePage));

interface Props {
  /** Of a link: `.SESSION.SECRET.CODE`. */
  link: string;
  onIn(kept: Kept): void;
  onLeave(): void;
}

export function Back({ link, onIn, onLeave }: Props) {
  const { language, messages } = useStudent();
  const { loaded, failed } = useCatalogue(said, language);
  const [, session, linked, given = ''] = /^\.(\w{26})\.([\w-]{22})\.([A-Z]{6})$/.exec(link) ?? [];
  const [code, setCode] = useState(given);
  const [typed, setTyped] = useState('');
  const [wrong, setWrong] = useState<{ code?: string; words?: string; all?: string }>({});
  const [busy, setBusy] = useState(false);
  const [came, setCame] = useState<Came | null>(null);
  const [gone, setGone] = useState<Gone | null>(null);
  const input = useRef<HTMLInputElement>(null);
  const area = useRef<HTMLTextAreaElement>(null);
  const heading = useHeading([loaded !== null]);
  useEffect(() => void (wrong.code ? input : wrong.words ? area : null)?.current?.focus(), [wrong]);
  useEffect(() => {
    if (loaded && linked) void come([linked], { session: session! }, loaded[1].badLink);
  }, [loaded === null]);
  if (!loaded) return failed ? <Unloaded /> : <Loading />;
  const m = loaded[1];

  async function come(secrets: string[], named: Named, unknown: string) {
    setBusy(true);
    setWrong({});
    try {
      const found = await comeBack(secrets, named);
      if (!found) setWrong({ all: unknown });
      else if (found.joined) {
        const { id } = found.joined.session;
        const here = load(browserStorage(), id, Date.now());
        if (here && here.key !== found.secret) setWrong({ all: m.taken });
        else {
          const kept = here ?? keptOf(found, found.joined, parseCode(code) ?? given, language, Date.now());
          save(browserStorage(), kept);
          onIn(kept);
          return;
        }
      } else setCame(found);
    } catch (error) {
      if (error instanceof Gone) setGone(error);
      else setWrong({ all: errorText(messages, error, messages.problem) });
    }
    setBusy(false);
  }

  async function enter() {
    const parsed = parseCode(code);
    if (!parsed) return setWrong({ code: m.notCode });
    setBusy(true);
    try {
      const { readWords } = await import('../secret/words');
      const read = await readWords(typed, language);
      if ('secrets' in read) return await come(read.secrets, { code: parsed }, m.nobody);
      setWrong({
        words:
          read.wrong === 'count'
            ? m.count(read.count)
            : read.wrong === 'words'
              ? m.unknown(read.words.join(', '))
              : m.order,
      });
    } catch {
      setWrong({ all: messages.error.offline });
    }
    setBusy(false);
  }

  if (gone) return <GonePage gone={gone} onLeave={onLeave} />;
  if (came)
    return (
      <Over
        came={came}
        onLeave={onLeave}
        onAgain={() => void come([came.secret], { session: came.me.session.id }, m.nobody)}
        busy={busy}
      />
    );
  return (
    <Page title={m.title}>
      <form
        class="card stack"
        noValidate
        onSubmit={(event) => {
          event.preventDefault();
          if (!busy) void enter();
        }}
      >
        <h1 ref={heading} tabIndex={-1}>
          {m.title}
        </h1>
        {wrong.all && (
          <Notice look="bad" live>
            {wrong.all}
          </Notice>
        )}
        {linked && busy ? (
          <Loading />
        ) : (
          <>
            <p>{m.text}</p>
            <Field label={m.code} hint={m.codeHint} error={wrong.code}>
              {(attributes) => (
                <input
                  {...attributes}
                  ref={input}
                  class="input large"
                  type="text"
                  autocapitalize="characters"
                  autocomplete="off"
                  spellcheck={false}
                  dir="ltr"
                  maxLength={100}
                  value={code}
                  onInput={(event) => setCode(letters(event.currentTarget.value).slice(0, 20))}
                />
              )}
            </Field>
            <Field label={m.words} hint={m.wordsHint} error={wrong.words}>
              {(attributes) => (
                <textarea
                  {...attributes}
                  ref={area}
                  class="input"
                  rows={4}
                  autocapitalize="none"
                  autocomplete="off"
                  spellcheck={false}
                  dir="ltr"
                  maxLength={1000}
                  value={typed}
                  onInput={(event) => setTyped(event.currentTarget.value)}
                />
              )}
            </Field>
            <Button look="primary" type="submit" busy={busy} block>
              {m.go}
            </Button>
          </>
        )}
        <p>
          <a
            href="/"
            onClick={(event) => {
              event.preventDefault();
              onLeave();
            }}
          >
            {m.first}
          </a>
        </p>
      </form>
    </Page>
  );
}
