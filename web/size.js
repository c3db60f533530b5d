// Fails when a student downloads more script and style than the budget: until the
// first page is there, and until the first answer can be given. Counted is what the
// parts import statically, their style, and the largest language, each file
// compressed as it is sent.

import { readFileSync } from 'node:fs';
import { gzipSync } from 'node:zlib';

const FIRST_PAGE = 30 * 1024;
const FIRST_ANSWER = 32 * 1024;
const dist = new URL('./dist/', import.meta.url);
const manifest = JSON.parse(readFileSync(new URL('.vite/manifest.json', dist), 'utf8'));

const compressed = (file) => gzipSync(readFileSync(new URL(file, dist)), { level: 9 }).length;

function files(key, found = new Set()) {
  const chunk = manifest[key];
  if (found.has(chunk.file)) return found;
  found.add(chunk.file);
  for (const css of chunk.css ?? []) found.add(css);
  for (const next of chunk.imports ?? []) files(next, found);
  return found;
}

let total = 0;
const counted = new Set();
function count(key) {
  let sum = 0;
  for (const file of files(key)) {
    if (counted.has(file)) continue;
    counted.add(file);
    sum += compressed(file);
  }
  total += sum;
  console.log(String(sum).padStart(7), key);
}

/** What a part would cost on top of what was counted. */
const apart = (key) => [...files(key)].filter((file) => !counted.has(file)).reduce((sum, file) => sum + compressed(file), 0);

count('index.html');
const languages = ['en', 'de', 'fr', 'es'].map((tag) => `src/student/messages/${tag}.ts`);
count(languages.sort((a, b) => apart(b) - apart(a))[0]);
console.log(String(total).padStart(7), `bytes gzipped until the first page, of ${FIRST_PAGE}`);
let over = total > FIRST_PAGE;
count('src/student/LessonView.tsx');
for (const key of ['src/student/EndView.tsx', 'src/student/YourData.tsx', 'src/student/About.tsx']) {
  console.log(`(${apart(key)})`.padStart(9), key, 'later');
}
console.log(String(total).padStart(7), `bytes gzipped until the first answer, of ${FIRST_ANSWER}`);
over ||= total > FIRST_ANSWER;
if (over) {
  console.error('What students download is too large.');
  process.exit(1);
}
