// Fails when a student downloads more script and style than the budgets allow, each
// file compressed as it is sent, in the largest language:
//
//   - for the base, which is what the first page, waiting, choosing and writing take,
//   - for each further kind of question,
//   - for each page that is loaded apart, with the base.
//
// What a secret is shown and read with is fetched piece by piece, beside the page that shows it: each has a budget of
// its own.
//
// The worker that reloads the page without a network, what stands above every page, and which
// rules a school had before, belong to no page: they come after what the page is there for.

import { existsSync, readFileSync } from 'node:fs';
import { gzipSync } from 'node:zlib';

const BASE = 28 * 1024;
const KIND = 2 * 1024;
const PAGE = 30 * 1024;

/** What each page consists of, beside the base. */
const pages = {
  'the end': ['src/student/EndView.tsx', 'src/student/YourData.tsx'],
  'a student’s data': ['src/student/YourData.tsx'],
  'what is held of a student': ['src/student/OwnData.tsx', 'src/student/messages/own/*.ts'],
  'going on on another device': ['src/student/Device.tsx', 'src/student/messages/device/*.ts'],
  'a consent': ['src/student/Consent.tsx', 'src/student/messages/consent/*.ts'],
  'coming back': ['src/student/Back.tsx', 'src/student/messages/back/*.ts'],
  'what a parent did': ['src/student/Acts.tsx', 'src/student/messages/acts/*.ts'],
  'what a parent can refuse': ['src/student/Refuse.tsx', 'src/student/messages/refuse/*.ts'],
  'what is refused': ['src/student/Refused.tsx', 'src/student/messages/refused/*.ts'],
  'what is gone': ['src/student/GonePage.tsx', 'src/student/messages/gone/*.ts'],
  'what a parent sees': ['src/student/Parent.tsx', 'src/student/messages/parent/*.ts'],
  'what who came back sees': ['src/student/Over.tsx', 'src/student/messages/over/*.ts'],
  'an erasure': ['src/student/Erase.tsx', 'src/student/messages/erase/*.ts'],
  'privacy, and what is promised': [
    'src/student/About.tsx',
    'src/student/messages/about/*.ts',
    'src/promises/published.tsx',
  ],
  'privacy of a school': [
    'src/orgPrivacy/OrgPrivacy.tsx',
    'src/orgPrivacy/messages/*.ts',
    'src/promises/published.tsx',
  ],
  'a request to a school': ['src/orgPrivacy/request/Ask.tsx', 'src/orgPrivacy/request/ask/*.ts'],
  'a copy that a school gives': ['src/orgPrivacy/request/Copies.tsx', 'src/orgPrivacy/request/copies/*.ts'],
  'a request that was made': ['src/orgPrivacy/request/Follow.tsx', 'src/orgPrivacy/request/follow/*.ts'],
};
/** What a page fetches beside it, when it is asked for: the part, and its budget. */
const pieces = {
  'a QR code': ['src/ui/Qr.tsx', 6 * 1024],
  'words of a secret': ['src/secret/words.ts', 1024],
  'English words': ['src/secret/lists/english.ts', 8 * 1024],
  'French words': ['src/secret/lists/french.ts', 8 * 1024],
  'Spanish words': ['src/secret/lists/spanish.ts', 8 * 1024],
};
const base = ['index.html', 'style.css', 'src/student/messages/*.ts'];
const afterwards = ['src/student/offline.ts', 'src/notices/boxes.ts', 'src/orgPrivacy/changes/Changes.tsx'];

const dist = new URL('./dist/', import.meta.url);
if (!existsSync(new URL('.vite/manifest.json', dist))) {
  console.error('Nothing is built yet. Run: npm run build');
  process.exit(1);
}
const manifest = JSON.parse(readFileSync(new URL('.vite/manifest.json', dist)));
const sizes = new Map(
  Object.entries(manifest).map(([key, { file }]) => [
    key,
    gzipSync(readFileSync(new URL(file, dist)), { level: 9 }).length,
  ]),
);
const kinds = [...sizes.keys()].filter((key) => /^src\/question\/kinds\/\w+\/student\.tsx$/.test(key));

/** The files that a part names; of several languages the largest. */
function largest(part) {
  const [folder, name] = part.split('*');
  const found = [...sizes.keys()].filter((key) =>
    name === undefined ? key === part : /^\w\w$/.test(key.slice(folder.length, -name.length)) && key.startsWith(folder),
  );
  const [most] = found.sort((a, b) => sizes.get(b) - sizes.get(a));
  if (!most) throw new Error(`${part} isn't in the build`);
  return { found, size: sizes.get(most) };
}

const counted = new Set();
function measure(parts) {
  return parts.map(largest).reduce((sum, { found, size }) => {
    for (const key of found) counted.add(key);
    return sum + size;
  }, 0);
}

let failed = false;
function check(what, size, budget) {
  console.log(String(size).padStart(7), `bytes gzipped for ${what}, of ${budget}`);
  failed ||= size > budget;
}

const first = measure(base);
check('the base', first, BASE);
for (const kind of kinds) check(kind.split('/')[3], measure([kind]), KIND);
for (const [name, parts] of Object.entries(pages)) check(`${name}, with the base`, first + measure(parts), PAGE);
for (const [name, [part, budget]] of Object.entries(pieces)) check(name, measure([part]), budget);
measure(afterwards);

// Only what is counted has a limit, and what another file needs comes a round trip later.
for (const [key, { imports = [], css = [] }] of Object.entries(manifest)) {
  if (!counted.has(key)) {
    console.error(`${key} belongs to nothing here: say in size.js what it is a part of.`);
    failed = true;
  }
  const beside = Object.values(pages).find((parts) => parts.includes(key)) ?? []; // fetched with it
  for (const other of [...imports, ...css]) {
    if (other === 'index.html' || beside.includes(other)) continue;
    console.error(`${key} needs ${other} as well: make them one file.`);
    failed = true;
  }
}
if (failed) {
  console.error('What students download is too large, or comes too late.');
  process.exit(1);
}
