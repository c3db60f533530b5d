// The codes that were just given out, as slips to print and cut: one for each student, in the school's language. They are
// shown this once.

import { useEffect, useState } from 'preact/hooks';
import type { ParentCode, Participant } from '../../api/schema';
import { formatDate } from '../../i18n/format';
import type { Language } from '../../i18n/language';
import { linkOf } from '../../secret/link';
import { wordLanguage, wordsOf } from '../../secret/words';
import { Button } from '../../ui/Button';
import { Loading } from '../../ui/Loading';
import { Notice } from '../../ui/Notice';
import { Qr } from '../../ui/Qr';
import { useTeach } from '../messages';
import type { Batch } from './give';
import type { SlipMessages } from './slip/en';
import '../../ui/print.css';
import './slips.css';

const said: Record<Language, () => Promise<SlipMessages>> = {
  en: () => import('./slip/en').then((m) => m.en),
  de: () => import('./slip/de').then((m) => m.de),
  fr: () => import('./slip/fr').then((m) => m.fr),
  es: () => import('./slip/es').then((m) => m.es),
};

interface Props extends Batch {
  session: { id: string; title: string; createdAt: string };
  /** To go on with those for whom none was made. */
  onRest(): void;
  onDone(): void;
}

export function Slips({ session, given, refused, left, onRest, onDone }: Props) {
  const { messages, language } = useTeach();
  const t = messages.parents;
  const spoken: Language = given[0]?.code.language ?? language;
  const [ready, setReady] = useState<{ m: SlipMessages; words: string[][] } | null>(null);
  const [failed, setFailed] = useState(false);

  function load() {
    setFailed(false);
    Promise.all([said[spoken](), ...given.map(({ code }) => wordsOf(code.secret, wordLanguage(spoken)))]).then(
      ([m, ...words]) => setReady({ m, words }),
      () => setFailed(true),
    );
  }
  useEffect(load, []);

  return (
    <section class="stack slips" aria-labelledby="slips-title">
      <div class="stack screen-only">
        <h2 id="slips-title">{t.slips(given.length)}</h2>
        <Notice look="warn">{t.once}</Notice>
        {refused.length > 0 && (
          <Notice look="bad" live>
            <p>{t.refused}</p>
            <Names of={refused} />
          </Notice>
        )}
        {left.length > 0 && (
          <Notice look="bad" live>
            <p>{t.left}</p>
            <Names of={left} />
            <div>
              <Button onClick={onRest}>{messages.tryAgain}</Button>
            </div>
          </Notice>
        )}
        <div class="row">
          <Button look="primary" onClick={() => print()} disabled={!ready || given.length === 0}>
            {t.print}
          </Button>
          <Button onClick={onDone}>{t.done}</Button>
        </div>
      </div>
      {failed ? (
        <Notice look="bad" live>
          <p>{messages.error.offline}</p>
          <div>
            <Button onClick={load}>{messages.tryAgain}</Button>
          </div>
        </Notice>
      ) : !ready ? (
        <Loading />
      ) : (
        <ol class="plain" lang={spoken}>
          {given.map(({ participant, code }, i) => (
            <li key={participant.id} class="slip">
              <Slip
                m={ready.m}
                words={ready.words[i]!}
                wordsLanguage={wordLanguage(spoken)}
                alias={participant.alias ?? ''}
                session={session}
                code={code}
                day={formatDate(spoken, session.createdAt)}
              />
            </li>
          ))}
        </ol>
      )}
    </section>
  );
}

function Names({ of }: { of: readonly Participant[] }) {
  const { messages } = useTeach();
  return (
    <ul class="bullets">
      {of.map((p) => (
        <li key={p.id} dir="auto">
          {p.alias ?? messages.live.nameless}
        </li>
      ))}
    </ul>
  );
}

interface SlipProps {
  m: SlipMessages;
  words: string[];
  wordsLanguage: string;
  alias: string;
  session: Props['session'];
  code: ParentCode;
  day: string;
}

function Slip({ m, words, wordsLanguage, alias, session, code, day }: SlipProps) {
  return (
    <article class="stack tight">
      <h3 dir="auto">{m.title(alias)}</h3>
      <p class="soft small" dir="auto">
        {m.session(session.title, day)}
      </p>
      <p>{m.what}</p>
      <div class="slip-ways">
        <Qr text={linkOf(session.id, code.secret, code.code)} label={m.qr} />
        <div class="stack tight">
          <p>{m.how(location.host)}</p>
          <p>
            {m.code} <strong class="code">{code.code}</strong>
          </p>
          <ol class="slip-words" lang={wordsLanguage}>
            {words.map((word, i) => (
              <li key={i}>{word}</li>
            ))}
          </ol>
          {m.foreign && <p class="small soft">{m.foreign}</p>}
        </div>
      </div>
      <p class="small">{m.keep}</p>
    </article>
  );
}
