// What the pages about requests say; loaded with them.

import { createContext, type ComponentChildren } from 'preact';
import { useContext } from 'preact/hooks';
import { useCatalogue, type Catalogue } from '../../i18n/catalogue';
import type { Language } from '../../i18n/language';
import { useStaffLocale } from '../../staff/messages';
import { Loading } from '../../ui/Loading';
import { Unloaded } from '../../ui/Unloaded';
import type { QueueMessages } from './en';

export type { QueueMessages } from './en';

export const catalogue: Catalogue<QueueMessages> = {
  en: () => import('./en').then((m) => m.en),
  de: () => import('./de').then((m) => m.de),
  fr: () => import('./fr').then((m) => m.fr),
  es: () => import('./es').then((m) => m.es),
};

const MessagesContext = createContext<QueueMessages | null>(null);

/** Provides its children with the messages in the page's language, once they are loaded. */
export function WithMessages({ children }: { children: ComponentChildren }) {
  const { language } = useStaffLocale();
  const { loaded, failed } = useCatalogue(catalogue, language);
  if (loaded) return <MessagesContext.Provider value={loaded[1]}>{children}</MessagesContext.Provider>;
  return failed ? <Unloaded /> : <Loading />;
}

export function useQueue(): { language: Language; m: QueueMessages } {
  const { language } = useStaffLocale();
  const m = useContext(MessagesContext);
  if (!m) throw new Error('no <WithMessages> above');
  return { language, m };
}
