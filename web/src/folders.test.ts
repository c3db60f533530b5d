// Who may import whom. What only teachers use of
// questions counts as a folder of its own. The folders are listed from the ground up.

import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, normalize } from 'node:path';
import { expect, test } from 'vitest';
import { kindValues } from './api/values';

const ground = ['api', 'i18n'];
const common = [...ground, 'notices', 'ui'];
const teachers = [...common, 'question', 'question/teach', 'staff'];

const mayImport: Record<string, string[]> = {
  i18n: [],
  api: ['i18n'],
  style: [],
  notices: ground,
  ui: [...ground, 'notices'],
  secret: ground,
  question: common,
  'question/teach': [...common, 'question'],
  promises: common,
  orgPrivacy: [...common, 'promises'],
  student: [...common, 'secret', 'style', 'question', 'promises', 'orgPrivacy'],
  staff: [...common, 'question', 'question/teach'],
  // Features never import each other.
  teach: [...teachers, 'secret'],
  privacy: [...teachers, 'promises', 'orgPrivacy'],
  incident: teachers,
  profile: teachers,
  queue: teachers,
  school: [...teachers, 'orgPrivacy'],
  'apps/teach': [...teachers, 'style', 'teach', 'privacy', 'incident', 'profile', 'queue', 'school'],
};

function folderOf(file: string): string {
  const [first, second] = file.split('/');
  if (first === 'apps') return `${first}/${second}`;
  return first === 'question' && file.includes('/teach/') ? 'question/teach' : first!;
}

const root = new URL('.', import.meta.url).pathname;
const files = readdirSync(root, { recursive: true, encoding: 'utf8' }).filter((file) => /\.tsx?$/.test(file));
const isTest = (file: string) => /(\.test\.ts|(^|\/)fixture\.ts)$/.test(file);

/** The files that a file imports: at once, later, by a pattern, or only for their types. */
function importsOf(file: string): string[] {
  const source = readFileSync(join(root, file), 'utf8');
  const found: string[] = [];
  for (const [, by, spec] of source.matchAll(
    /(?:\bfrom|\bimport|\bimport\(|(\bimport\.meta\.glob[^(]*\())\s*'(\.[^']*)'/g,
  )) {
    const path = normalize(join(dirname(file), spec!)).replace(/\/$/, '');
    if (by) found.push(...files.filter((f) => new RegExp(`^${path.replaceAll('*', '[^/]*')}$`).test(f)));
    else
      found.push(
        files.find((f) => [path, `${path}.ts`, `${path}.tsx`, `${path}/index.ts`, `${path}/index.tsx`].includes(f)) ??
          path,
      );
  }
  return found;
}

const graph = new Map(files.map((file) => [file, importsOf(file)]));

test('every import is found', () => {
  const lost = [...graph].flatMap(([file, imports]) =>
    imports.filter((to) => !graph.has(to) && !to.endsWith('.css')).map((to) => `${file}: ${to}`),
  );
  expect(lost).toEqual([]);
  expect([...new Set(files.filter((f) => f.includes('/')).map(folderOf))].sort()).toEqual(
    Object.keys(mayImport)
      .filter((folder) => folder !== 'style')
      .sort(),
  );
});

test('a folder imports only those beneath it', () => {
  const wrong: string[] = [];
  for (const [file, imports] of graph) {
    if (isTest(file)) continue;
    const folder = folderOf(file);
    for (const to of imports) {
      if (folderOf(to) !== folder && !mayImport[folder]!.includes(folderOf(to))) wrong.push(`${file} imports ${to}`);
    }
  }
  expect(wrong).toEqual([]);
});

test('students download nothing that is for teachers', () => {
  const reached = new Set<string>();
  const todo = ['student/main.tsx'];
  for (let file = todo.pop(); file !== undefined; file = todo.pop()) {
    if (reached.has(file)) continue;
    reached.add(file);
    todo.push(...(graph.get(file) ?? []));
  }
  // All kinds are reached, or else this says nothing.
  expect([...reached].filter((file) => /^question\/kinds\/\w+\/student\.tsx$/.test(file))).toHaveLength(
    kindValues.length,
  );
  const forTeachers = [
    'question/teach',
    'staff',
    'teach',
    'privacy',
    'incident',
    'profile',
    'queue',
    'school',
    'apps/teach',
  ];
  expect([...reached].filter((file) => forTeachers.includes(folderOf(file)))).toEqual([]);
});

test('no file imports itself by way of others', () => {
  const circles: string[] = [];
  const done = new Set<string>();
  const walk = (file: string, path: string[]) => {
    const at = path.indexOf(file);
    if (at >= 0) circles.push([...path.slice(at), file].join(' → '));
    if (at >= 0 || done.has(file)) return;
    for (const to of graph.get(file) ?? []) walk(to, [...path, file]);
    done.add(file);
  };
  for (const file of files) walk(file, []);
  expect(circles).toEqual([]);
});
