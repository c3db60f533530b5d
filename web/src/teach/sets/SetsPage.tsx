import { useState } from 'preact/hooks';
import { formatDate } from '../../i18n/format';
import { Button } from '../../ui/Button';
import { announce } from '../../ui/announce';
import { Notice } from '../../ui/Notice';
import { fileName, saveFile } from '../../staff/download';
import { useTeach } from '../messages';
import { Confirm } from '../../staff/Confirm';
import { mayChange, useStaff } from '../../staff/context';
import { InlineSelect } from '../../staff/InlineSelect';
import { StaffPage } from '../../staff/StaffPage';
import { Failure, useAction } from '../../staff/load';
import { Menu } from '../../staff/Menu';
import { Paged } from '../../staff/paged';
import { navigate, to, type Route } from '../../staff/router';
import { TitleSearch } from '../../staff/TitleSearch';
import type { SetsOf } from '../../staff/api';
import type { QuestionSetRequest, QuestionSetSummary } from '../../api/schema';
import { SetLine } from './SetLine';
import { StartDialog } from './StartDialog';

const lists = {
  all: {},
  me: { owner: 'me' },
  school: { owner: 'school' },
  trash: { state: 'deleted' },
} as const satisfies Record<string, SetsOf>;
type ListName = keyof typeof lists;
const listNames = Object.keys(lists) as ListName[];

export function SetsPage({ route }: { route: Route }) {
  const { messages, language } = useTeach();
  const { api, person } = useStaff();
  const t = messages.sets;
  const [list, setList] = useState<ListName>('all');
  const [search, setSearch] = useState('');
  const [starting, setStarting] = useState<QuestionSetSummary | null>(null);
  const [deleting, setDeleting] = useState<QuestionSetSummary | null>(null);
  const deletion = useAction();
  const action = useAction();
  const [left, setLeft] = useState<{ title: string; missing: number[] } | null>(null);

  const exportSet = (set: QuestionSetSummary, format: 'gift' | 'json') =>
    action.run(async () => {
      const { value } = await api.set(set.id);
      const { title, folder, tags, questions } = value;
      const request: QuestionSetRequest = {
        title,
        ...(folder !== '' && { folder }),
        ...(tags.length > 0 && { tags }),
        questions,
      };
      if (format === 'json') {
        saveFile(
          new File([`${JSON.stringify(request, null, 2)}\n`], fileName(title, 'json'), { type: 'application/json' }),
        );
        setLeft(null);
        return;
      }
      const { toGIFT } = await import('../../question/teach/gift');
      const { text, missing } = toGIFT(request);
      saveFile(new File([text], fileName(title, 'gift'), { type: 'text/plain;charset=utf-8' }));
      setLeft(missing.length > 0 ? { title, missing } : null);
    });

  const copy = (set: QuestionSetSummary) =>
    action.run(async () => {
      const made = await api.copySet(set.id);
      announce(t.copied);
      navigate(to.set(made.id));
    });

  return (
    <StaffPage
      title={t.title}
      route={route}
      actions={
        <>
          <a class="button" href={to.import()}>
            {t.import}
          </a>
          <a class="button primary" href={to.set(null)}>
            {t.create}
          </a>
        </>
      }
    >
      <TitleSearch text={search} label={t.search} onSearch={setSearch}>
        <InlineSelect
          label={messages.sessions.show}
          value={list}
          options={listNames.map((value) => ({ value, text: t.lists[value] }))}
          onChange={(value) => setList(value as ListName)}
        />
      </TitleSearch>
      {list === 'trash' && <p class="soft">{t.trashIntro}</p>}
      {action.error ? <Failure error={action.error} /> : null}
      {left && (
        <Notice look="warn" live>
          <p>{t.giftMissing(left.missing)}</p>
        </Notice>
      )}
      <Paged<QuestionSetSummary>
        key={`${list} ${search}`}
        load={(token, signal) => api.sets({ ...lists[list], q: search }, token, signal)}
        when=""
        empty={
          <div class="empty stack">
            <p>{search !== '' ? t.notFound : t.noneIn[list]}</p>
            {search === '' && list !== 'trash' && list !== 'school' && (
              <p class="row">
                <a class="button primary" href={to.set(null)}>
                  {t.create}
                </a>
                <a class="button" href={to.import()}>
                  {t.import}
                </a>
              </p>
            )}
          </div>
        }
      >
        {(sets, change) => (
          <>
            <ul class="list">
              {sets.map((set) => {
                const mine = mayChange(person, set);
                return (
                  <li key={set.id} class="list-item">
                    <div class="list-text">
                      <h2 dir="auto">
                        {list === 'trash' ? (
                          set.title
                        ) : (
                          <a href={to.set(set.id)} dir="auto">
                            {set.title}
                          </a>
                        )}
                      </h2>
                      <SetLine set={set} onSearch={setSearch} />
                    </div>
                    {list === 'trash' ? (
                      <Button
                        busy={action.busy}
                        aria-label={messages.trash.restoreOf(set.title)}
                        onClick={() =>
                          action.run(async () => {
                            await api.restoreSet(set.id);
                            change((all) => all.filter((s) => s.id !== set.id));
                            announce(t.restored);
                          })
                        }
                      >
                        {messages.trash.restore}
                      </Button>
                    ) : (
                      <div class="row">
                        <Button look="primary" onClick={() => setStarting(set)} aria-label={t.startOf(set.title)}>
                          {t.start}
                        </Button>
                        <Menu label={t.moreOf(set.title)} text={t.more}>
                          {mine && (
                            <Button
                              look="quiet"
                              busy={action.busy}
                              onClick={() =>
                                action.run(async () => {
                                  const shared = set.shared === 'school' ? 'none' : 'school';
                                  await api.shareSet(set.id, shared);
                                  change((all) => all.map((s) => (s.id === set.id ? { ...s, shared } : s)));
                                  announce(t.sharedNow[shared]);
                                })
                              }
                            >
                              {t.share[set.shared === 'school' ? 'none' : 'school']}
                            </Button>
                          )}
                          <Button look="quiet" busy={action.busy} onClick={() => copy(set)}>
                            {t.copy}
                          </Button>
                          <Button look="quiet" busy={action.busy} onClick={() => exportSet(set, 'json')}>
                            {t.exportJSON}
                          </Button>
                          <Button look="quiet" busy={action.busy} onClick={() => exportSet(set, 'gift')}>
                            {t.exportGIFT}
                          </Button>
                          {mine && (
                            <Button look="quiet" onClick={() => setDeleting(set)}>
                              {messages.delete}
                            </Button>
                          )}
                        </Menu>
                      </div>
                    )}
                  </li>
                );
              })}
            </ul>
            {deleting && (
              <Confirm
                title={t.deleteTitle}
                confirm={messages.delete}
                danger
                action={deletion}
                onClose={() => setDeleting(null)}
                onConfirm={() =>
                  deletion.run(async () => {
                    const until = await api.deleteSet(deleting.id);
                    change((all) => all.filter((s) => s.id !== deleting.id));
                    announce(t.deleted(formatDate(language, until)));
                    setDeleting(null);
                  })
                }
              >
                <p>
                  <strong dir="auto">{deleting.title}</strong>
                </p>
                <p>{t.deleteText}</p>
              </Confirm>
            )}
          </>
        )}
      </Paged>
      {starting && <StartDialog set={starting} onClose={() => setStarting(null)} />}
    </StaffPage>
  );
}
