// What a student's page asks for and says before its script runs must be what the script will.

import { readFileSync } from 'node:fs';
import { runInNewContext } from 'node:vm';
import { expect, test } from 'vitest';
import { languages, pickLanguage } from './i18n/language';
import { catalogue } from './student/messages';

const source = readFileSync(new URL('../first/first.js', import.meta.url), 'utf8');

/** What the script asks for and says on the page of an address. */
function run(pathname: string, search: string, wanted: string[]) {
  const links: { rel?: string; href?: string }[] = [];
  const main = { hidden: true };
  const title = { textContent: '', parentElement: main };
  const label = { textContent: '', nextElementSibling: { focus: () => {} } };
  const documentElement = { lang: 'en' };
  runInNewContext(source, {
    URLSearchParams,
    location: { pathname, search },
    navigator: { languages: wanted },
    addEventListener: () => {},
    document: {
      currentScript: { dataset: Object.fromEntries(Object.keys(languages).map((tag) => [tag, `/assets/${tag}.js`])) },
      createElement: () => ({}),
      head: { append: (link: (typeof links)[0]) => links.push(link) },
      querySelectorAll: () => [title, label],
      documentElement,
    },
  });
  return {
    asked: links.map(({ rel, href }) => [rel, href]),
    hidden: main.hidden,
    language: documentElement.lang,
    title: title.textContent,
    label: label.textContent,
  };
}

test.each([
  ['', ['de-AT', 'en']],
  ['', ['pt-BR', 'fr-CA']],
  ['', ['pt-BR']],
  ['', []],
  ['', ['ES']],
  ['?lang=fr', ['de']],
  ['?lang=xx', ['de']],
  ['?lang=constructor', ['toString', 'de']],
])('%s %j', async (search, wanted) => {
  const language = pickLanguage(search, wanted);
  const { title, label } = (await catalogue[language]()).code;
  const asked = [['modulepreload', `/assets/${language}.js`]];
  expect(run('/', search, wanted)).toEqual({ asked, hidden: false, language, title, label });
  expect(run('/j/KXWQPT', search, wanted)).toMatchObject({ asked, hidden: true });
});
