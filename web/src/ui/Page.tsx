import type { ComponentChildren } from 'preact';
import { useEffect, useRef, useState } from 'preact/hooks';
import { loadConfig, type Config } from '../api/config';
import { showNotices } from '../notices/banner';
import { keepLanguage, languages, type Language } from '../i18n/language';
import { useCommon, useLocale } from '../i18n/messages';
import { Announcer } from './announce';

interface Props {
  title: string;
  /** Beside the brand: navigation, or who is here. */
  header?: ComponentChildren;
  home?: string;
  wide?: boolean;
  /** The school's own privacy contact, where it is known. */
  contact?: string;
  children: ComponentChildren;
}

/** The frame of every page: header, content, and a footer with whom to write to. */
export function Page({ title, header, home = '/', wide = false, contact, children }: Props) {
  const messages = useCommon();
  useEffect(() => {
    document.title = title === 'cleanslate' ? title : `${title} · cleanslate`;
  }, [title]);
  return (
    <div class={wide ? 'page wide' : 'page'}>
      <a class="skip" href="#main">
        {messages.skip}
      </a>
      <header class="page-header">
        <a class="brand" href={keepLanguage(home)}>
          <Mark />
          <span>cleanslate</span>
        </a>
        {header}
      </header>
      <PublicNotices />
      <main class="page-main" id="main" tabIndex={-1}>
        {children}
      </main>
      <Footer contact={contact} />
      <Announcer />
    </div>
  );
}

let wait = 500;

/** Public notices of incidents. They load after the page's own content. */
export function PublicNotices() {
  const { language, messages } = useLocale();
  const place = useRef<HTMLDivElement>(null);
  useEffect(() => {
    let end: (() => void) | undefined;
    const timer = setTimeout(() => {
      wait = 0;
      end = showNotices(place.current!, language, messages.notice);
    }, wait);
    return () => {
      clearTimeout(timer);
      end?.();
    };
  }, [language]);
  return <div ref={place} />;
}

function Mark() {
  return (
    <svg viewBox="0 0 32 32" aria-hidden="true">
      <rect width="32" height="32" rx="8" fill="currentColor" />
      <path d="M8 17.5 13.5 23 24 10" fill="none" class="mark" />
    </svg>
  );
}

function Footer({ contact }: { contact: string | undefined }) {
  const { footer } = useCommon();
  const [config, setConfig] = useState<Config | null>(null);
  useEffect(() => {
    // After the page's own content.
    const timer = setTimeout(() => void loadConfig().then(setConfig, () => {}), 500);
    return () => clearTimeout(timer);
  }, []);
  const page = keepLanguage('/privacy');
  const privacy = contact ?? config?.privacyContact;
  const misuse = config?.misuseContact;
  return (
    <footer class="page-footer">
      <a href={page}>{footer.privacy}</a>
      <a href={keepLanguage('/promises')}>{footer.promises}</a>
      <a href={privacy ? `mailto:${privacy}` : `${page}#contact`}>{footer.contact}</a>
      <a href={misuse ? `mailto:${misuse}` : `${page}#contact`}>{footer.misuse}</a>
      <LanguageChoice />
    </footer>
  );
}

function LanguageChoice() {
  const { language, messages, choose } = useLocale();
  return (
    <label class="language">
      <span>{messages.language}</span>
      <select value={language} onChange={(event) => choose(event.currentTarget.value as Language)}>
        {Object.entries(languages).map(([tag, name]) => (
          <option key={tag} value={tag} lang={tag}>
            {name}
          </option>
        ))}
      </select>
    </label>
  );
}
