// Fails when a student's first visit downloads more script and style than the
// budget. Counted are the student entry, everything that it imports statically,
// its style, and the largest language, each compressed as the server sends it.

import { readFileSync } from 'node:fs';
import { gzipSync } from 'node:zlib';

const BUDGET = 30 * 1024;
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

const entry = files('index.html');
let total = 0;
for (const file of entry) {
  const size = compressed(file);
  total += size;
  console.log(String(size).padStart(7), file);
}
const languages = (manifest['index.html'].dynamicImports ?? []).map((key) => {
  const own = [...files(key)].filter((file) => !entry.has(file));
  return { key, size: own.reduce((sum, file) => sum + compressed(file), 0) };
});
const largest = languages.sort((a, b) => b.size - a.size)[0];
if (largest) {
  total += largest.size;
  console.log(String(largest.size).padStart(7), largest.key, '(largest of those loaded on demand)');
}
console.log(String(total).padStart(7), `bytes gzipped of ${BUDGET}`);
if (total > BUDGET) {
  console.error('The student entry is too large.');
  process.exit(1);
}
