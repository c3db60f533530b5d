// What stands above every page while a notice is current. It is loaded only then.

import type { PublicNotice } from '../api/schema';
import type { Common } from '../i18n/common/en';
import type { Language } from '../i18n/language';
import { blocksOf, toShow } from './notices';

/** An element with text that is never taken for markup. */
function element<K extends keyof HTMLElementTagNameMap>(
  name: K,
  content: string | Node[],
  attributes: Record<string, string> = {},
): HTMLElementTagNameMap[K] {
  const made = document.createElement(name);
  if (typeof content === 'string') made.textContent = content;
  else made.append(...content);
  for (const [attribute, value] of Object.entries(attributes)) made.setAttribute(attribute, value);
  return made;
}

const auto = { dir: 'auto' };

function body(notice: PublicNotice): Node[] {
  return blocksOf(notice.text, notice.title).map((b) => {
    switch (b.is) {
      case 'heading':
        return element('h3', b.text, auto);
      case 'paragraph':
        return element('p', b.text, { ...auto, class: 'text' });
      case 'list':
        return element(
          'ul',
          b.items.map((item) => element('li', item, auto)),
          { class: 'bullets' },
        );
      default:
        return element('hr', []);
    }
  });
}

/** What isn't about an incident: an announcement to everybody. */
const announced: Record<Language, { label: string; read: string }> = {
  en: { label: 'Announcement', read: 'What changes, and what choice there is' },
  de: { label: 'Ankündigung', read: 'Was sich ändert, und welche Wahl es gibt' },
  fr: { label: 'Annonce', read: 'Ce qui change, et quel choix il y a' },
  es: { label: 'Anuncio', read: 'Qué cambia y qué se puede elegir' },
};

function one(notice: PublicNotice, language: Language, words: Common['notice']): HTMLElement {
  const day = new Intl.DateTimeFormat(language, { dateStyle: 'long' }).format(new Date(notice.publishedAt));
  const lang = notice.language;
  const text = element('div', body(notice), { lang, class: 'stack tight' });
  text.style.paddingBlock = 'var(--space-3)';
  text.style.maxWidth = 'var(--measure)';
  const summary = element('summary', notice.group ? announced[language].read : words.read);
  summary.style.cursor = 'pointer';
  summary.style.paddingBlock = 'var(--space-1)';
  const box = element(
    'section',
    [
      element('h2', notice.title, { lang, ...auto }),
      element('details', [summary, text, element('p', words.published(day), { class: 'small' })]),
    ],
    { class: 'notice warn' },
  );
  box.style.flex = '1 0 100%';
  box.style.minWidth = '0';
  box.style.width = '100%';
  return box;
}

/** Shows the notices in the place, or nothing where there are none. */
export function show(place: HTMLElement, all: PublicNotice[], language: Language, words: Common['notice']): void {
  const shown = toShow(all, language);
  const boxes = shown.map((n) => one(n, language, words));
  const label = shown.every((n) => n.group) ? announced[language].label : words.label;
  place.replaceChildren(
    ...(boxes.length > 0 ? [element('aside', boxes, { class: 'page-header', 'aria-label': label })] : []),
  );
}
