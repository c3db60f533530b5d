// Each language is set as its readers expect it: French with a space that doesn't
// break before its double punctuation, German and French with their own quotation
// marks, Spanish with marks that also open. It reads every catalogue's source, so
// that what a function fills in is covered too.

import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import ts from 'typescript';
import { expect, test } from 'vitest';
import { parse } from 'yaml';

const root = new URL('..', import.meta.url).pathname;

/** Every text in a tree of the source; what is filled in counts as one letter. */
function textsOf(node: ts.Node): string[] {
  const inner: string[] = [];
  node.forEachChild((child) => {
    inner.push(...textsOf(child));
  });
  if (ts.isStringLiteral(node) || ts.isNoSubstitutionTemplateLiteral(node)) return [node.text, ...inner];
  if (ts.isTemplateExpression(node))
    return [node.head.text + node.templateSpans.map((span) => `x${span.literal.text}`).join(''), ...inner];
  return inner;
}

function catalogue(language: string): string[] {
  const files = readdirSync(root, { recursive: true, encoding: 'utf8' });
  return files
    .filter((file) => file.endsWith(`/${language}.ts`))
    .map((file) => ts.createSourceFile(file, readFileSync(join(root, file), 'utf8'), ts.ScriptTarget.Latest, true))
    .flatMap(textsOf)
    .concat(['promises', 'vendors', 'privacy', 'records'].flatMap((name) => said(language, published(name))));
}

/** What is published about privacy, whose texts stand by language beside each other. */
const published = (name: string) =>
  parse(readFileSync(join(root, `../../shared/promise/${name}.yaml`), 'utf8')) as unknown;

function said(language: string, node: unknown): string[] {
  if (typeof node !== 'object' || node === null) return [];
  return Object.entries(node).flatMap(([key, value]) =>
    key === language && typeof value === 'string' ? [value] : said(language, value),
  );
}

const count = (text: string, mark: string) => text.split(mark).length - 1;

test.each([
  ['fr', (text: string) => / [;:!?»]|[\dx] %|« |[\p{L}\d)][;!?](?!\w)|["“„]/u.test(text)],
  ['de', (text: string) => /[\dx] %|["”«»]/.test(text) || count(text, '„') !== count(text, '“')],
  [
    'es',
    (text: string) =>
      /[\dx] %|["“„]/.test(text) || count(text, '¿') !== count(text, '?') || count(text, '¡') !== count(text, '!'),
  ],
])('%s', (language, wrong) => {
  const texts = catalogue(language);
  expect(texts.length).toBeGreaterThan(500);
  expect(texts.filter(wrong)).toEqual([]);
});
