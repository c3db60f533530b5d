// Which language the page uses: that of ?lang=, else the first of the browser's that exists. The choice lives in the
// address and nowhere else, so that nothing about it is stored.

export const languages = { en: 'English', de: 'Deutsch', fr: 'Français', es: 'Español' } as const;

export type Language = keyof typeof languages;

function isLanguage(tag: string | null | undefined): tag is Language {
  return tag != null && Object.hasOwn(languages, tag);
}

export function pickLanguage(search: string, wanted: readonly string[]): Language {
  const chosen = new URLSearchParams(search).get('lang');
  if (isLanguage(chosen)) return chosen;
  for (const tag of wanted) {
    const primary = tag.toLowerCase().split('-')[0];
    if (isLanguage(primary)) return primary;
  }
  return 'en';
}

/** The given address with the language that was chosen by hand, if one was. */
export function keepLanguage(href: string, search = location.search): string {
  const chosen = new URLSearchParams(search).get('lang');
  return isLanguage(chosen) ? `${href}?lang=${chosen}` : href;
}
