// Everything held about a student, which they, or a parent, can correct and copy. Loaded apart.

import { useEffect, useState } from 'preact/hooks';
import { ApiError, errorText, problemError, request } from '../api/client';
import type { Me, OwnParticipant } from '../api/schema';
import { renameRequestAliasMaxLength } from '../api/values';
import { useCatalogue, type Catalogue } from '../i18n/catalogue';
import { formatDateTime, formatNumber } from '../i18n/format';
import { ResponseText } from '../question/ResponseText';
import { Button } from '../ui/Button';
import { Field } from '../ui/Field';
import { lazy } from '../ui/lazy';
import { Loading } from '../ui/Loading';
import { Notice } from '../ui/Notice';
import { Unloaded } from '../ui/Unloaded';
import { useStudent } from './messages';
import type { OwnMessages } from './messages/own/en';
import type { Own } from './own';

interface Props {
  own: Own;
  m: OwnMessages;
}

const words: Catalogue<OwnMessages> = {
  en: () => import('./messages/own/en').then((m) => m.en),
  de: () => import('./messages/own/de').then((m) => m.de),
  fr: () => import('./messages/own/fr').then((m) => m.fr),
  es: () => import('./messages/own/es').then((m) => m.es),
};

const Acts = lazy(() => import('./Acts').then((m) => m.Acts));

/** Said: how it is put to whoever reads it, if not to the student. */
export function OwnData({ own, said = words }: { own: Own; said?: Catalogue<OwnMessages> }) {
  const { language, messages } = useStudent();
  const { loaded, failed } = useCatalogue(said, language);
  const [me, setMe] = useState<Me | null>(null);
  const [error, setError] = useState<unknown>(null);

  function load() {
    setError(null);
    own.held().then(setMe, setError);
  }
  useEffect(load, []);

  if (error !== null) {
    return (
      <Notice look="bad" live>
        <p>{errorText(messages, error, messages.problem)}</p>
        <div>
          <Button onClick={load}>{messages.tryAgain}</Button>
        </div>
      </Notice>
    );
  }
  if (!loaded && failed) return <Unloaded />;
  if (!me || !loaded) return <Loading />;
  const m = loaded[1];
  const { questions } = own;
  const ask = (id: string) => (
    <p class="small soft text" dir="auto">
      {questions.find((q) => q.id === id)?.prompt ?? id}
    </p>
  );
  const of = (n: number, most: number) => m.of(formatNumber(language, n), formatNumber(language, most));
  const points = new Map(me.results?.questions.map((q) => [q.id, q]));
  return (
    <>
      <dl class="facts">
        <dt>{m.name}</dt>
        <dd dir="auto">{me.participant.alias}</dd>
        <dt>{m.joined}</dt>
        <dd>{formatDateTime(language, me.participant.joinedAt)}</dd>
        <dt>{m.session}</dt>
        <dd dir="auto">{me.session.title}</dd>
        <dt>{m.basis}</dt>
        <dd>{me.participant.consentBasis}</dd>
        {me.participant.consent && [
          <dt>{m.consent}</dt>,
          <dd>
            {m.consents[me.participant.consent.ground]}, {formatDateTime(language, me.participant.consent.at)}
          </dd>,
        ]}
        <dt>{m.until}</dt>
        <dd>{me.keptUntil ? formatDateTime(language, me.keptUntil) : m.untilOpen}</dd>
        {me.results && [<dt>{m.score}</dt>, <dd>{of(me.results.score, me.results.maxScore)}</dd>]}
        {me.grades.map((grade) => [
          <dt>{m.grade}</dt>,
          <dd>
            {ask(grade.questionId)}
            {formatNumber(language, grade.points)}
          </dd>,
        ])}
        {me.receipts.map((receipt) => [<dt>{m.receipt}</dt>, <dd>{receipt.id}</dd>])}
      </dl>
      <Acts me={me} />
      <Correct own={own} m={m} me={me} onDone={(participant) => setMe({ ...me, participant })} />
      <h3>{m.answers}</h3>
      {me.answers.length === 0 ? (
        <p>{m.none}</p>
      ) : (
        <ol class="plain stack">
          {me.answers.map((answer, i) => {
            const question = questions.find((q) => q.id === answer.questionId);
            const result = points.get(answer.questionId);
            const last = me.answers[i + 1]?.questionId !== answer.questionId;
            return (
              <li key={i} class="held-answer">
                {ask(answer.questionId)}
                {question ? (
                  <ResponseText question={question} response={answer.response} />
                ) : (
                  <span class="text" dir="auto">
                    {JSON.stringify(answer.response)}
                  </span>
                )}
                <p class="small soft">
                  {m.at(formatDateTime(language, answer.receivedAt))}
                  {last && result && result.points !== null && ` · ${m.score}: ${of(result.points, result.maxPoints)}`}
                </p>
              </li>
            );
          })}
        </ol>
      )}
      <Copy own={own} m={m} />
    </>
  );
}

/** The name can be corrected, by the rules of a join. */
function Correct({ own, m, me, onDone }: Props & { me: Me; onDone(participant: OwnParticipant): void }) {
  const { messages } = useStudent();
  const [alias, setAlias] = useState<string | null>(null);
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<string | null>(null);
  const [done, setDone] = useState(false);

  async function save() {
    const wanted = (alias ?? '').trim();
    if ([...wanted].length < 1 || [...wanted].length > renameRequestAliasMaxLength) {
      setProblem(m.notName);
      return;
    }
    setBusy(true);
    setProblem(null);
    try {
      const send = (token: string) =>
        request<OwnParticipant>('PATCH', `/v1/me${own.query}`, { token, body: { alias: wanted } });
      const { body } = await own.withToken(send);
      own.renamed(body.alias);
      onDone(body);
      setAlias(null);
      setDone(true);
    } catch (error) {
      const slug = error instanceof ApiError ? error.slug : '';
      setProblem(
        slug === 'invalid'
          ? m.notName
          : slug === 'too-many-names'
            ? m.tooMany
            : errorText(messages, error, messages.problem),
      );
    }
    setBusy(false);
  }

  if (alias === null) {
    return (
      <div class="stack tight">
        <div role="status">{done && <p class="good">{m.corrected}</p>}</div>
        <div>
          <Button onClick={() => setAlias(me.participant.alias)}>{m.correct}</Button>
        </div>
      </div>
    );
  }
  return (
    <form
      class="stack"
      onSubmit={(event) => {
        event.preventDefault();
        if (!busy) void save();
      }}
    >
      <Field label={m.newName} hint={m.correctHint} error={problem}>
        {(attributes) => (
          <input
            {...attributes}
            class="input"
            type="text"
            autocomplete="off"
            dir="auto"
            value={alias}
            onInput={(event) => {
              setAlias(event.currentTarget.value);
              setProblem(null);
            }}
          />
        )}
      </Field>
      <div class="row">
        <Button onClick={() => setAlias(null)} disabled={busy}>
          {messages.cancel}
        </Button>
        <Button look="primary" type="submit" busy={busy}>
          {m.correctDo}
        </Button>
      </div>
    </form>
  );
}

/** All of it as a file: a page to read, a table, and JSON. */
function Copy({ own, m }: Props) {
  const { language, messages } = useStudent();
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<unknown>(null);
  const [done, setDone] = useState(false);

  async function save() {
    setBusy(true);
    setError(null);
    setDone(false);
    try {
      const file = await own.withToken((token) => fetchCopy(own.query, token, language));
      const url = URL.createObjectURL(file);
      const link = document.createElement('a');
      link.href = url;
      link.download = 'cleanslate.zip';
      link.click();
      setTimeout(() => URL.revokeObjectURL(url), 60_000);
      setDone(true);
    } catch (failure) {
      setError(failure);
    }
    setBusy(false);
  }

  return (
    <div class="stack tight">
      <div>
        <Button busy={busy} onClick={() => void save()}>
          {m.save}
        </Button>
      </div>
      <div role="status">{done && <p>{m.saved}</p>}</div>
      {error !== null && (
        <Notice look="bad" live>
          {errorText(messages, error, messages.problem)}
        </Notice>
      )}
    </div>
  );
}

async function fetchCopy(query: string, token: string, language: string): Promise<Blob> {
  let response: globalThis.Response;
  try {
    response = await fetch(`/v1/me/export${query}`, {
      headers: { Authorization: `Bearer ${token}`, 'Accept-Language': language },
      credentials: 'omit',
      signal: AbortSignal.timeout(60_000),
    });
    if (response.ok) return await response.blob();
  } catch {
    throw new ApiError('offline');
  }
  throw problemError(response, await response.text());
}
