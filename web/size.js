// Fails when a student downloads more script and style for a whole lesson than the
// budget allows. It counts what the student's build imports, at once or later, each
// file compressed as it is sent, in the largest language. The pages about privacy
// aren't part of a lesson, and the worker that reloads the page without a network
// arrives when the first answer can already be given.

import { existsSync, readFileSync } from 'node:fs';
import { gzipSync } from 'node:zlib';

const BUDGET = 30 * 1024;
const APART = ['src/student/About.tsx', 'src/orgPrivacy/OrgPrivacy.tsx', 'src/student/offline.ts'];

const dist = new URL('./dist/', import.meta.url);
if (!existsSync(new URL('.vite/manifest.json', dist))) {
  console.error('Nothing is built yet. Run: npm run build');
  process.exit(1);
}
const read = (file) => readFileSync(new URL(file, dist));
const manifest = JSON.parse(read('.vite/manifest.json'));
const compressed = (file) => gzipSync(read(file), { level: 9 }).length;

const parts = Object.entries(manifest)
  .filter(([key]) => !APART.includes(key))
  .flatMap(([key, chunk]) =>
    [chunk.file, ...(chunk.css ?? [])].map((file) => ({
      file,
      size: compressed(file),
      language: /\/messages\/\w+\.ts$/.test(key),
    })),
  )
  .sort((a, b) => b.size - a.size);
const largest = parts.find((p) => p.language);
const counted = parts.filter((p) => !p.language || p === largest);
for (const { file, size } of counted) console.log(String(size).padStart(7), file);
const total = counted.reduce((sum, p) => sum + p.size, 0);
console.log(String(total).padStart(7), `bytes gzipped for a whole lesson, of ${BUDGET}`);
if (total > BUDGET) {
  console.error('What students download is too large.');
  process.exit(1);
}
