import { useState } from 'preact/hooks';
import { formatDateTime } from '../../i18n/format';
import { Button } from '../../ui/Button';
import { announce } from '../../ui/announce';
import { Notice } from '../../ui/Notice';
import { fileName, saveFile } from '../../staff/download';
import { useTeach } from '../messages';
import { Confirm } from '../../staff/Confirm';
import { useStaff } from '../../staff/context';
import { StaffPage } from '../../staff/StaffPage';
import { Failure, useAction } from '../../staff/load';
import { Menu } from '../../staff/Menu';
import { Paged } from '../../staff/paged';
import { to, type Route } from '../../staff/router';
import type { QuestionSetRequest, QuestionSetSummary } from '../../api/schema';
import { StartDialog } from './StartDialog';

export function SetsPage({ route }: { route: Route }) {
  const { messages, language } = useTeach();
  const { api } = useStaff();
  const [starting, setStarting] = useState<QuestionSetSummary | null>(null);
  const [deleting, setDeleting] = useState<QuestionSetSummary | null>(null);
  const deletion = useAction();
  const exporting = useAction();
  const [left, setLeft] = useState<{ title: string; missing: number[] } | null>(null);

  const exportSet = (set: QuestionSetSummary, format: 'gift' | 'json') =>
    exporting.run(async () => {
      const { value } = await api.set(set.id);
      const { title, questions } = value;
      const request: QuestionSetRequest = { title, questions };
      if (format === 'json') {
        saveFile(
          new File([`${JSON.stringify(request, null, 2)}\n`], fileName(title, 'json'), { type: 'application/json' }),
        );
        setLeft(null);
        return;
      }
      const { toGIFT } = await import('../export/gift');
      const { text, missing } = toGIFT(request);
      saveFile(new File([text], fileName(title, 'gift'), { type: 'text/plain;charset=utf-8' }));
      setLeft(missing.length > 0 ? { title, missing } : null);
    });

  return (
    <StaffPage
      title={messages.sets.title}
      route={route}
      actions={
        <>
          <a class="button" href={to.import()}>
            {messages.sets.import}
          </a>
          <a class="button primary" href={to.set(null)}>
            {messages.sets.create}
          </a>
        </>
      }
    >
      {exporting.error ? <Failure error={exporting.error} /> : null}
      {left && (
        <Notice look="warn" live>
          <p>{messages.sets.giftMissing(left.missing)}</p>
        </Notice>
      )}
      <Paged<QuestionSetSummary>
        load={(token, signal) => api.sets(token, signal)}
        when=""
        empty={
          <div class="empty stack">
            <p>{messages.sets.empty}</p>
            <p class="row">
              <a class="button primary" href={to.set(null)}>
                {messages.sets.create}
              </a>
              <a class="button" href={to.import()}>
                {messages.sets.import}
              </a>
            </p>
          </div>
        }
      >
        {(sets, change) => (
          <>
            <ul class="list">
              {sets.map((set) => (
                <li key={set.id} class="list-item">
                  <div class="list-text">
                    <h2>
                      <a href={to.set(set.id)} dir="auto">
                        {set.title}
                      </a>
                    </h2>
                    <p class="soft small">
                      {messages.sets.count(set.questionCount)} ·{' '}
                      {messages.sets.changed(formatDateTime(language, set.updatedAt))}
                    </p>
                  </div>
                  <div class="row">
                    <Button
                      look="primary"
                      onClick={() => setStarting(set)}
                      aria-label={messages.sets.startOf(set.title)}
                    >
                      {messages.sets.start}
                    </Button>
                    <Menu label={messages.sets.moreOf(set.title)} text={messages.sets.more}>
                      <Button look="quiet" busy={exporting.busy} onClick={() => exportSet(set, 'json')}>
                        {messages.sets.exportJSON}
                      </Button>
                      <Button look="quiet" busy={exporting.busy} onClick={() => exportSet(set, 'gift')}>
                        {messages.sets.exportGIFT}
                      </Button>
                      <Button look="quiet" onClick={() => setDeleting(set)}>
                        {messages.delete}
                      </Button>
                    </Menu>
                  </div>
                </li>
              ))}
            </ul>
            {deleting && (
              <Confirm
                title={messages.sets.deleteTitle}
                confirm={messages.delete}
                danger
                action={deletion}
                onClose={() => setDeleting(null)}
                onConfirm={() =>
                  deletion.run(async () => {
                    await api.deleteSet(deleting.id);
                    change((all) => all.filter((s) => s.id !== deleting.id));
                    announce(messages.sets.deleted);
                    setDeleting(null);
                  })
                }
              >
                <p>
                  <strong dir="auto">{deleting.title}</strong>
                </p>
                <p>{messages.sets.deleteText}</p>
              </Confirm>
            )}
          </>
        )}
      </Paged>
      {starting && <StartDialog set={starting} onClose={() => setStarting(null)} />}
    </StaffPage>
  );
}
