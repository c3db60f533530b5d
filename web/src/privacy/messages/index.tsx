// What these pages say, beside what the whole desk says; loaded with them.

import { createContext, type ComponentChildren } from 'preact';
import { useContext, useEffect, useState } from 'preact/hooks';
import type { Language } from '../../i18n/language';
import { useCommon } from '../../i18n/messages';
import { useTeach } from '../../teach/messages';
import { Button } from '../../ui/Button';
import { Loading } from '../../ui/Loading';
import { Notice } from '../../ui/Notice';
import type { PrivacyMessages } from './en';

export type { PrivacyMessages } from './en';

export const catalogue: Record<Language, () => Promise<PrivacyMessages>> = {
  en: () => import('./en').then((m) => m.en),
  de: () => import('./de').then((m) => m.de),
  fr: () => import('./fr').then((m) => m.fr),
  es: () => import('./es').then((m) => m.es),
};

const MessagesContext = createContext<PrivacyMessages | null>(null);

/** Gives its children the messages in the desk's language, once they are there. */
export function WithMessages({ children }: { children: ComponentChildren }) {
  const { language } = useTeach();
  const common = useCommon();
  const [messages, setMessages] = useState<PrivacyMessages | null>(null);
  const [failed, setFailed] = useState(false);
  useEffect(() => {
    let stale = false;
    catalogue[language]().then(
      (m) => stale || setMessages(m),
      () => stale || setFailed(true),
    );
    return () => {
      stale = true;
    };
  }, [language]);
  if (messages) return <MessagesContext.Provider value={messages}>{children}</MessagesContext.Provider>;
  if (!failed) return <Loading />;
  return (
    <Notice look="warn" live>
      <p>{common.error.offline}</p>
      <div>
        <Button onClick={() => location.reload()}>{common.crash.reload}</Button>
      </div>
    </Notice>
  );
}

export function usePrivacy(): { language: Language; m: PrivacyMessages } {
  const { language } = useTeach();
  const m = useContext(MessagesContext);
  if (!m) throw new Error('no <WithMessages> above');
  return { language, m };
}
