// Which page a student is on: the code, the name, whether to continue, the
// lesson, the way back, or the page about privacy.

import { useEffect, useState } from 'preact/hooks';

import { eraseMe, getChanges, getMe, getSolutions, getState, postAnswers, rejoin } from './api';
import { codeInPath } from './code';
import { browserStorage, forget, list, load, newKept, save, type Kept } from './keep';
import { Lesson } from './lesson';
import { keepLanguage } from '../i18n/language';
import { lazy } from '../ui/lazy';
import { CodePage } from './CodePage';
import { LessonView } from './LessonView';
import { NamePage, type Pending } from './NamePage';
import { PrivacyPage } from './PrivacyPage';
import { ResumePage } from './ResumePage';

const Back = lazy(() => import('./Back').then((m) => m.Back));
const Refused = lazy(() => import('./Refused').then((m) => m.Refused));

type Screen =
  | { is: 'about' }
  | { is: 'code'; typed?: string; error?: unknown; alias?: string }
  | { is: 'name'; code: string; alias?: string }
  | { is: 'resume'; kept: Kept }
  | { is: 'back'; link: string }
  | { is: 'lesson'; lesson: Lesson };

/**
 * What a history entry remembers. It lives as long as the tab and survives a
 * reload: which session the tab was in, and a join whose answer wasn't seen.
 */
interface Remembered {
  sid?: string;
  pending?: Pending;
}

const storage = browserStorage();
const api = { eraseMe, getChanges, getMe, getSolutions, getState, postAnswers, rejoin };

function remembered(): Remembered {
  return (history.state as Remembered | null) ?? {};
}

function lessonOf(kept: Kept, here?: boolean): Lesson {
  const lesson = new Lesson(kept, {
    api,
    storage,
    locks: navigator.locks as LockManager | undefined,
    random: Math.random,
    now: Date.now,
  });
  void lesson.start(here);
  return lesson;
}

/** What stands behind `#back` in the address: the secret of who comes back, which goes from there at once. */
function takeLink(): string | undefined {
  const link = /^#back(.*)/.exec(location.hash)?.[1];
  if (link !== undefined) history.replaceState(null, '', location.pathname + location.search);
  return link;
}

let first = takeLink(); // before anything is loaded that the page needs besides

function here(): Screen {
  const link = first ?? takeLink();
  first = undefined;
  if (link !== undefined) return { is: 'back', link };
  if (/^\/(privacy|promises)(\/|$)/.test(location.pathname)) return { is: 'about' };
  const { sid } = remembered();
  const resumed = sid ? load(storage, sid, Date.now()) : null;
  if (resumed) return { is: 'lesson', lesson: lessonOf(resumed) };
  const code = codeInPath(location.pathname);
  if (!code) {
    const typed = /^\/j\/(.+)/.exec(location.pathname)?.[1];
    return typed ? { is: 'code', typed, error: 'wrong' } : { is: 'code' };
  }
  const kept = list(storage, Date.now()).find((k) => k.body.code === code);
  return kept ? { is: 'resume', kept } : { is: 'name', code };
}

export function App() {
  const [screen, setScreen] = useState(here);

  useEffect(() => {
    const moved = () => {
      setScreen((before) => {
        if (before.is === 'lesson') before.lesson.stop();
        return here();
      });
    };
    addEventListener('popstate', moved);
    return () => removeEventListener('popstate', moved);
  }, []);

  function go(path: string, state: Remembered, next: Screen, replace = false) {
    const url = keepLanguage(path);
    if (replace) history.replaceState(state, '', url);
    else history.pushState(state, '', url);
    scrollTo(0, 0);
    setScreen(next);
  }

  function toCode(code: string) {
    const kept = list(storage, Date.now()).find((k) => k.body.code === code);
    go(`/j/${code}`, {}, kept ? { is: 'resume', kept } : { is: 'name', code });
  }

  function enter(kept: Kept) {
    go(`/j/${kept.body.code}`, { sid: kept.session.id }, { is: 'lesson', lesson: lessonOf(kept) }, true);
  }

  switch (screen.is) {
    case 'about':
      return <PrivacyPage />;
    case 'code':
      return (
        <CodePage
          typed={screen.typed ?? ''}
          error={screen.error}
          kept={list(storage, Date.now())}
          onCode={toCode}
          onResume={enter}
          onNotMe={(kept) => {
            forget(storage, kept.session.id);
            setScreen({ is: 'code' });
          }}
        />
      );
    case 'back':
      return <Back link={screen.link} onIn={enter} onLeave={() => go('/', {}, { is: 'code' }, true)} />;
    case 'name': {
      const page = (
        <NamePage
          code={screen.code}
          pending={remembered().pending}
          remember={(pending) => history.replaceState({ pending } satisfies Remembered, '')}
          onJoined={(pending, joined) => {
            const kept = newKept(pending.body, pending.key, joined, Date.now());
            save(storage, kept);
            enter(kept);
          }}
          onOtherCode={(error) => go('/', {}, error ? { is: 'code', typed: screen.code, error } : { is: 'code' })}
        />
      );
      return storage?.getItem('cleanslate-refused') ? <Refused code={screen.code}>{page}</Refused> : page;
    }
    case 'resume':
      return (
        <ResumePage
          kept={screen.kept}
          onResume={() => enter(screen.kept)}
          onNotMe={() => {
            forget(storage, screen.kept.session.id);
            setScreen({ is: 'name', code: screen.kept.body.code });
          }}
        />
      );
    case 'lesson':
      return (
        <LessonView
          key={screen.lesson.session.id}
          lesson={screen.lesson}
          onEnded={() => history.replaceState({}, '', keepLanguage('/'))}
          onLeft={() => go('/', {}, { is: 'code' }, true)}
          onTakeOver={() => {
            const kept = load(storage, screen.lesson.session.id, Date.now());
            if (!kept) return go('/', {}, { is: 'code' }, true);
            setScreen({ is: 'lesson', lesson: lessonOf(kept, true) });
          }}
        />
      );
  }
}
