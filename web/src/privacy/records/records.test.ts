import { readFileSync } from 'node:fs';
import { strFromU8, unzipSync } from 'fflate';
import { expect, test } from 'vitest';
import { parse } from 'yaml';
import type { Records } from '../../api/schema';
import { languages, type Language } from '../../i18n/language';
import { documentKinds, documentOf, type Block, type DocumentKind, type Sources } from './document';
import { docx } from './docx';
import { markdown } from './markdown';

const published = (name: string) =>
  parse(readFileSync(new URL(`../../../../shared/promise/${name}.yaml`, import.meta.url), 'utf8'));
const files = {
  words: published('records'),
  vendors: published('vendors'),
  promises: published('promises'),
  privacy: published('privacy'),
};
// As the API's document shows it.
const contract = parse(
  readFileSync(new URL('../../../../shared/httpapi/openapi.yaml', import.meta.url), 'utf8'),
) as unknown as {
  components: {
    schemas: { Records: { example: Records }; AgreementList: { example: { items: Records['agreements'] } } };
  };
};
const { Records: records, AgreementList: agreements } = contract.components.schemas;

function sources(change: (r: Records) => void = () => {}): Sources {
  const r = structuredClone({ ...records.example, agreements: agreements.example.items });
  change(r);
  return {
    ...files,
    records: r,
    config: {
      auth0Domain: '',
      auth0ClientId: '',
      auth0Audience: '',
      operator: 'Slate Ltd',
      privacyContact: 'privacy@slate.example',
      region: 'europe-west3',
      databases: 'eur3',
    },
  };
}

const all = Object.keys(languages) as Language[];
const each = documentKinds.flatMap((kind) => all.map((language): [DocumentKind, Language] => [kind, language]));

/** All pieces of a document. */
function pieces(blocks: Block[]): { text: string; blank?: true }[] {
  return blocks.flatMap((b) => {
    if (b.kind === 'heading') return [{ text: b.text }];
    return b.kind === 'paragraph' ? b.runs : b.rows.flat(3);
  });
}
const textOf = (blocks: Block[]) =>
  pieces(blocks)
    .map((p) => p.text)
    .join('');

test.each(each)('%s in %s says all that it has to', (kind, language) => {
  const blocks = documentOf(kind, sources(), language);
  const text = textOf(blocks);
  expect(text).not.toMatch(/undefined|null|\{\w+\}|\[\[|\]\]/);
  expect(pieces(blocks).every((p) => p.text !== '')).toBe(true);
  for (const fact of ['North School', 'Slate Ltd', 'DPA-2026-17', 'privacy@north.example'])
    expect(text).toContain(fact);
  // Blanks are there, and each is marked.
  const blank = files.words.words.blank[language];
  expect(pieces(blocks).filter((p) => p.blank).length).toBeGreaterThan(2);
  expect(pieces(blocks).filter((p) => p.text.includes(`[${blank}`) && !p.blank)).toEqual([]);
  // Every table's rows have its columns, and every cell says something.
  for (const b of blocks)
    if (b.kind === 'table')
      for (const row of b.rows) {
        expect(row.length).toBe(2);
        for (const cell of row) expect(cell.length, textOf([b])).toBeGreaterThan(0);
      }
});

test.each(all)('what art. 30 asks for stands with each activity, in %s', (language) => {
  const blocks = documentOf('records', sources(), language);
  const tables = blocks.filter((b) => b.kind === 'table');
  expect(tables.length).toBe(files.words.activities.length);
  for (const name of ['purposes', 'people', 'data', 'recipients', 'transfers', 'kept', 'security'])
    for (const b of tables) expect(textOf([b])).toContain(files.words.words[name][language]);
});

test.each(documentKinds)('%s follows the policy and the constants', (kind) => {
  const text = (change: (r: Records) => void) => textOf(documentOf(kind, sources(change), 'en'));
  const usual = text(() => {});
  const shorter = text((r) => {
    r.policy.kept = 'P17D';
    r.policy.restore = 'P11D';
    r.terms.incident = 'P13Y';
  });
  expect(usual).not.toMatch(/\b(17|11) days|13 years/);
  expect(shorter).toContain('17 days');
  expect(shorter).toContain('11 days');
  if (kind !== 'assessment') expect(shorter).toContain('13 years');
  const announced = text((r) => {
    const { version: _, since: __, ...policy } = r.policy;
    r.policy.announced = { ...policy, version: 2, from: '2026-12-14T23:00:00Z', changes: [], kept: 'P19D' };
  });
  expect(announced).toContain('from December 15, 2026 on, data is kept for 19 days');
  expect(usual).not.toContain('A change of the policy');
});

test('what is not known is a blank and never made up', () => {
  const s = sources((r) => {
    r.agreements = [];
    r.school.contacts = { office: '', privacy: '', incident: '' };
    r.policy.purposes = [];
    r.policy.clause = '';
  });
  s.config = { auth0Domain: '', auth0ClientId: '', auth0Audience: '' };
  const blanks = pieces(documentOf('records', s, 'en'))
    .filter((p) => p.blank)
    .map((p) => p.text);
  for (const name of [
    'operator',
    'operatorContact',
    'databases',
    'servers',
    'office',
    'privacy',
    'purposes',
    'clause',
    'agreements',
  ])
    expect(blanks).toContain(`[to be filled in: ${files.words.facts[name].en}]`);
  expect(
    textOf(
      documentOf(
        'records',
        sources((r) => {
          r.agreements[0]!.inForce = false;
        }),
        'en',
      ),
    ),
  ).not.toContain('DPA-2026-17');
});

test('a promise that is not kept is not claimed', () => {
  const s = sources();
  s.promises = structuredClone(s.promises);
  const one = s.promises.promises.find((p) => p.id === 'P24')!;
  one.state = 'notYet';
  one.missing = { en: 'Its test failed.', de: '', fr: '', es: '' };
  expect(textOf(documentOf('records', s, 'en'))).toMatch(/P24 – .* \(Not yet\) Still missing: Its test failed\./);
});

const hostile = [
  '<w:p/>&amp;"\'</w:t>',
  'a\u0000b\u0008c\u000bd\ud800e\ufffef\ufffff',
  '{kept} [[blank]] {office}',
  '# heading\n\n- list\r\n| cell | <br> |',
  '[link](https://evil.example) ![x](y) <https://evil.example> https://evil.example www.evil.example',
  '**bold** __bold__ `code` ~~gone~~ $x$ \\* &copy; <script>alert(1)</script>',
  '=HYPERLINK("https://evil.example")',
  '+1',
  '-1',
  '@SUM(A1)',
  '1. one',
  '\u202eevil\u2066',
  ']]><!--',
  '\t',
  '😀 Ünï',
];

const changes: [string, (r: Records, text: string) => void][] = [
  [
    'name',
    (r, text) => {
      r.school.name = text;
    },
  ],
  [
    'purposes',
    (r, text) => {
      r.policy.purposes = [text, text];
    },
  ],
  [
    'clause',
    (r, text) => {
      r.policy.clause = text;
    },
  ],
  [
    'office',
    (r, text) => {
      r.school.contacts.office = text;
    },
  ],
  [
    'agreement',
    (r, text) => {
      r.agreements[0]!.number = text;
    },
  ],
];

// What XML has no way to write stands in none of its pieces.
const piece =
  /^(?:<(\/?)([\w:]+)((?: [\w:]+="[^"<&]*")*)(\/?)>|((?:(?![<&])[\t\n\r\u{20}-\u{d7ff}\u{e000}-\u{fffd}\u{10000}-\u{10ffff}]|&#\d+;)+))/u;

/** Fails where XML isn't well formed: a tag that isn't closed, text outside, a character that XML doesn't have. */
function wellFormed(xml: string): void {
  const open: string[] = [];
  let rest = xml.replace(/^<\?xml [^?]*\?>\n/, '');
  for (let first = true; rest !== ''; first = false) {
    const found = piece.exec(rest);
    if (!found) throw new Error(`not XML: ${rest.slice(0, 60)}`);
    const [whole, end, name, , alone, text] = found;
    if (open.length === 0 && !first) throw new Error('something after the root');
    if (end && open.pop() !== name) throw new Error(`${name} isn't open`);
    if (name && !end && !alone) open.push(name);
    if (text !== undefined && open.length === 0) throw new Error('text outside');
    rest = rest.slice(whole.length);
  }
  if (open.length > 0) throw new Error(`${open.join()} isn't closed`);
}

async function opened(blocks: Block[]): Promise<Record<string, string>> {
  const files = unzipSync(await docx('T', blocks, 'en'));
  return Object.fromEntries(Object.entries(files).map(([name, bytes]) => [name, strFromU8(bytes)]));
}

test.each(each)('%s in %s is a package with the parts that Office Open XML asks for', async (kind, language) => {
  const parts = await opened(documentOf(kind, sources(), language));
  for (const xml of Object.values(parts)) wellFormed(xml);
  // Every part has its type, every relationship its part, and every style that is named is there.
  const types = parts['[Content_Types].xml']!;
  for (const name of Object.keys(parts).filter((n) => !n.endsWith('.rels') && n !== '[Content_Types].xml'))
    expect(types).toContain(`PartName="/${name}"`);
  expect(types.indexOf('Extension="rels"')).toBeGreaterThan(0);
  for (const [rels, base] of [
    ['_rels/.rels', ''],
    ['word/_rels/document.xml.rels', 'word/'],
  ] as const)
    for (const [, target] of parts[rels]!.matchAll(/ Target="([^"]*)"/g))
      expect(parts).toHaveProperty([`${base}${target}`]);
  const text = parts['word/document.xml']!;
  const named = new Set([...text.matchAll(/<w:(?:p|tbl)Style w:val="(\w+)"/g)].map((m) => m[1]));
  expect(named.size).toBeGreaterThan(2);
  for (const style of named) expect(parts['word/styles.xml']).toContain(`w:styleId="${style}"`);
  // A cell ends with a paragraph, and blanks stand out.
  expect(text).not.toMatch(/(?<!<\/w:p>|<w:p\/>)<\/w:tc>/);
  expect(text).toContain('<w:highlight w:val="yellow"/>');
});

test.each(changes)('hostile text as %s is only text', async (_, change) => {
  for (const kind of documentKinds) {
    const plain = documentOf(
      kind,
      sources((r) => change(r, 'plain')),
      'en',
    );
    const plainParts = await opened(plain);
    for (const text of hostile) {
      const blocks = documentOf(
        kind,
        sources((r) => change(r, text)),
        'en',
      );
      const parts = await opened(blocks);
      for (const xml of Object.values(parts)) wellFormed(xml);
      const tags = (xml: string) => xml.replaceAll(/>[^<]*/g, '>');
      // What only spaces are becomes a blank, which looks different.
      if (text.trim() !== '') expect(tags(parts['word/document.xml']!)).toBe(tags(plainParts['word/document.xml']!));

      const written = markdown(blocks);
      // Its lines, their headings and their cells are those of the plain document.
      const shape = (md: string) =>
        md
          .split('\n')
          .map((line) => [/^#{0,3}/.exec(line)![0], line.split(/(?<!\\)\|/).length, line.split('<br>').length]);
      expect(shape(written)).toEqual(shape(markdown(plain)));
      const mine = written.replaceAll('<br>', '').replaceAll(/\\[!-/:-@[-`{-~]/g, '');
      expect(mine).not.toMatch(/[<>`[\]_~$]|https?:\/\/|(?<!w)www\./);
      expect(mine.replaceAll(/\*\*/g, '')).not.toContain('*');
      expect(written).not.toMatch(/^[=+@-]|\| [=+@]/m);
    }
  }
});
