// How a student comes back on another device: their secret as a QR code and as twelve words. Loaded apart.

import { useEffect, useState } from 'preact/hooks';
import { useCatalogue, type Catalogue } from '../i18n/catalogue';
import { linkOf } from '../secret/link';
import { Button } from '../ui/Button';
import { lazy } from '../ui/lazy';
import { Loading } from '../ui/Loading';
import { Unloaded } from '../ui/Unloaded';
import type { Lesson } from './lesson';
import { useStudent } from './messages';
import type { DeviceMessages } from './messages/device/en';

const said: Catalogue<DeviceMessages> = {
  en: () => import('./messages/device/en').then((m) => m.en),
  de: () => import('./messages/device/de').then((m) => m.de),
  fr: () => import('./messages/device/fr').then((m) => m.fr),
  es: () => import('./messages/device/es').then((m) => m.es),
};

const Qr = lazy(() => import('../ui/Qr').then((m) => m.Qr));

export function Device({ lesson }: { lesson: Lesson }) {
  const { language, messages } = useStudent();
  const { loaded, failed } = useCatalogue(said, language);
  const [words, setWords] = useState<string[] | null>([]);
  const [copied, setCopied] = useState(false);
  const { key, body } = lesson.kept;
  function write() {
    setWords([]);
    import('../secret/words')
      .then(({ wordsOf, wordLanguage }) => wordsOf(key, wordLanguage(language)))
      .then(setWords, () => setWords(null));
  }
  useEffect(write, [language]);
  if (!loaded) return failed ? <Unloaded /> : <Loading />;
  const m = loaded[1];
  const link = linkOf(lesson.session.id, key, body.code);
  return (
    <>
      <p>{lesson.phase === 'closed' ? m.over : m.running}</p>
      <p>
        <strong>{m.keep}</strong>
      </p>
      <div style={{ maxWidth: '16rem' }}>
        <Qr text={link} label={m.qr} />
      </div>
      <div class="row">
        <Button onClick={() => void navigator.clipboard.writeText(link).then(() => setCopied(true))}>{m.copy}</Button>
        <span role="status">{copied && m.copied}</span>
      </div>
      <p>{m.where(location.host)}</p>
      <dl class="facts">
        <dt>{m.code}</dt>
        <dd class="code">{body.code}</dd>
      </dl>
      {words === null ? (
        <Button onClick={write}>{messages.tryAgain}</Button>
      ) : words.length === 0 ? (
        <Loading />
      ) : (
        <ol class="bullets code" style={{ columns: '2', listStyle: 'decimal' }} lang={m.wordsLanguage}>
          {words.map((word, i) => (
            <li key={i}>{word}</li>
          ))}
        </ol>
      )}
      {m.foreign && <p class="small soft">{m.foreign}</p>}
    </>
  );
}
