import { persist, request } from '../api/client';
import { loadConfig } from '../api/config';
import { useStaff } from '../staff/context';
import { fileName, saveFile } from '../staff/download';
import { Failure, Load, useAction, useLoad } from '../staff/load';
import { announce } from '../ui/announce';
import { Button } from '../ui/Button';
import { getRecords } from './api';
import { usePrivacy } from './messages';
import { documentKinds, documentOf, type DocumentKind, type Sources } from './records/document';
import { docx } from './records/docx';
import { markdown } from './records/markdown';

const published = async <T,>(name: string, signal: AbortSignal): Promise<T> =>
  (await persist(() => request<T>('GET', `/${name}.json`), 3, signal)).body;

/** Records of processing and the beginning of an impact assessment, to be saved and filed. */
export function RecordsPage() {
  const { m } = usePrivacy();
  const { api } = useStaff();
  const loaded = useLoad<Sources>(async (signal) => {
    const [records, config, words, vendors, promises, privacy] = await Promise.all([
      getRecords(api, signal),
      loadConfig(),
      published<Sources['words']>('records', signal),
      published<Sources['vendors']>('vendors', signal),
      published<Sources['promises']>('promises', signal),
      published<Sources['privacy']>('privacy', signal),
    ]);
    return { records, config, words, vendors, promises, privacy };
  }, []);
  return (
    <>
      <p class="measure">{m.records.intro}</p>
      <Load loaded={loaded}>
        {(sources) => documentKinds.map((kind) => <Document key={kind} kind={kind} sources={sources} />)}
      </Load>
    </>
  );
}

function Document({ kind, sources }: { kind: DocumentKind; sources: Sources }) {
  const { language, m } = usePrivacy();
  const t = m.records;
  const saving = useAction();
  const name = sources.words.documents[kind][language];
  const save = (format: 'docx' | 'md') =>
    saving.run(async () => {
      const title = `${name} – ${sources.records.school.name}`;
      const blocks = documentOf(kind, sources, language);
      const content = format === 'md' ? markdown(blocks) : await docx(title, blocks, language);
      const file = new File([content], fileName(title, format), {
        type:
          format === 'md' ? 'text/markdown' : 'application/vnd.openxmlformats-officedocument.wordprocessingml.document',
      });
      saveFile(file);
      announce(t.saved(file.name));
    });
  return (
    <section class="stack tight" aria-labelledby={`document-${kind}`}>
      <h2 id={`document-${kind}`}>{name}</h2>
      <p class="measure">{t.about[kind]}</p>
      <div class="row">
        <Button busy={saving.busy} aria-label={t.of(t.docx, name)} onClick={() => save('docx')}>
          {t.docx}
        </Button>
        <Button busy={saving.busy} aria-label={t.of(t.markdown, name)} onClick={() => save('md')}>
          {t.markdown}
        </Button>
      </div>
      {saving.error ? <Failure error={saving.error} /> : null}
    </section>
  );
}
