import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { strToU8, zipSync } from 'fflate';
import { csvTemplate, guess, importFile, type Format } from './index';
import { importAiken } from './aiken';
import { importCSV } from './csv';
import { importGIFT } from './gift';
import { htmlToText } from './html';
import { importMoodle } from './moodle';
import type { Lost } from '../../question/teach/formats';
import { kindNames } from '../../question/teach/kinds';
import { ImportError, Report, excerpt } from './report';
import { readSheet } from './spreadsheet';

const sample = (name: string) => new Uint8Array(readFileSync(new URL(`./samples/${name}`, import.meta.url)));
const read = (name: string, format: Format | null = null) => importFile(name, sample(name), format);
const bytes = (text: string) => new TextEncoder().encode(text);

/** Issues in short: where, what, of what. */
const short = (issues: { code: string; lost: string; line?: number; number?: number; detail?: string }[]) =>
  issues.map((i) =>
    [i.line ?? i.number ?? '', i.code, i.detail ?? '', i.lost === 'question' ? '!' : '']
      .join(' ')
      .trim()
      .replace(/ +/g, ' '),
  );

describe('GIFT', () => {
  const { title, questions, issues, format } = read('rivers.gift');

  test('takes over every kind that it has', () => {
    expect(format).toBe('gift');
    expect(title).toBe('Rivers of Europe');
    expect(questions).toEqual([
      {
        kind: 'choice',
        prompt: 'Which river is the longest in Europe?',
        options: [
          { id: 'o1', text: 'Volga', feedback: '3,530 km', weight: 100 },
          { id: 'o2', text: 'Danube', feedback: 'Only in the EU.', weight: 50 },
          { id: 'o3', text: 'Rhine' },
        ],
        correct: 'o1',
        explanation: 'The Volga ends in the Caspian Sea.',
      },
      {
        kind: 'choices',
        prompt: 'Which of these flow into the North Sea?',
        options: [
          { id: 'o1', text: 'Rhine', weight: 50 },
          { id: 'o2', text: 'Elbe', weight: 50 },
          { id: 'o3', text: 'Oder', weight: -50 },
          { id: 'o4', text: 'Danube', weight: -50 },
        ],
        correct: ['o1', 'o2'],
      },
      {
        kind: 'trueFalse',
        prompt: 'The Danube crosses ten countries.',
        correct: true,
        feedback: { correct: 'Right, more than any other.', incorrect: 'It does: count again.' },
      },
      {
        kind: 'text',
        prompt: 'The capital on the Seine is _____ in every atlas.',
        correct: [{ text: 'Paris' }, { text: 'Pariss', weight: 50, feedback: 'Nearly.' }, { text: 'paname' }],
      },
      { kind: 'number', prompt: 'How long is the Thames, in km?', correct: [{ value: 346, tolerance: 10 }] },
      { kind: 'number', prompt: 'How long is the Elbe?', correct: [{ min: 1090, max: 1100 }] },
      {
        kind: 'number',
        prompt: 'How long is the Rhine?',
        correct: [
          { value: 1233, tolerance: 5 },
          { value: 1320, tolerance: 5, weight: 50, feedback: 'That is the old figure.' },
        ],
      },
      {
        kind: 'match',
        prompt: 'Match the river with the city.',
        options: [
          { id: 'o1', text: 'Seine' },
          { id: 'o2', text: 'Thames' },
          { id: 'o3', text: 'Tiber' },
        ],
        targets: [
          { id: '1', text: 'Paris' },
          { id: '2', text: 'London' },
          { id: '3', text: 'Rome' },
          { id: '4', text: 'Madrid' },
        ],
        correct: { o1: '1', o2: '2', o3: '3' },
      },
      { kind: 'text', prompt: 'Why do rivers meander?', points: 1 },
      {
        kind: 'choice',
        prompt: 'The train leaves at 10:30: which equation gives x = 3?',
        options: [
          { id: 'o1', text: '2x = 6' },
          { id: 'o2', text: 'x: 2' },
          { id: 'o3', text: 'x - 1 = 3' },
        ],
        correct: 'o1',
      },
      { kind: 'trueFalse', prompt: 'Is the Oder in Poland?', correct: true },
      {
        kind: 'text',
        prompt: 'What is {x = 1} called?',
        correct: [{ text: 'a set' }, { text: 'a brace', weight: 0, feedback: 'Only its signs.' }],
      },
      { kind: 'choice', prompt: 'No right one', options: [{ text: 'a' }, { text: 'b' }] },
      {
        kind: 'choices',
        prompt: 'Odd weights',
        options: [
          { id: 'o1', text: 'a' },
          { id: 'o2', text: 'b' },
          { id: 'o3', text: 'c' },
        ],
        correct: ['o1', 'o2'],
      },
    ]);
  });

  test('says what it could not take over', () => {
    expect(short(issues)).toEqual([
      '6 tags',
      '44 description !',
      '53 unreadable !',
      '59 no-right-answer',
      '61 weights 60',
    ]);
    expect(issues[2]!.about).toBe("Who is buried in Grant's tomb?{=Grant ~nobody");
  });

  test('a broken question does not take others with it', () => {
    expect(importGIFT('A {=x ~y\n\n::B::B {T}\n\n}\n\nC {=z}').questions.map((q) => q.prompt)).toEqual(['B', 'C']);
  });

  test('Windows line ends and a byte order mark', () => {
    expect(importGIFT('\ufeff::A::A?{=x ~y}\r\n\r\nB?{T}\r\n').questions.map((q) => q.prompt)).toEqual(['A?', 'B?']);
  });

  test('a long unfinished question is given up soon', () => {
    const start = performance.now();
    importGIFT(`A {${'~x #y '.repeat(4000)}`);
    importGIFT('{='.repeat(4000));
    expect(performance.now() - start).toBeLessThan(5000);
  });
});

describe('Moodle XML', () => {
  const { title, questions, issues, format } = read('moodle.xml');

  test('takes over every kind that it has', () => {
    expect(format).toBe('moodle');
    expect(title).toBe('Cells');
    expect(questions).toEqual([
      {
        kind: 'choice',
        prompt: 'What does a mitochondrion do?\nLook at the picture: [a cell]',
        options: [
          { id: 'o1', text: 'It makes energy available.', feedback: 'Yes.', weight: 100 },
          { id: 'o2', text: 'It stores the genes.', feedback: 'That is the nucleus.' },
          { id: 'o3', text: 'It has genes of its own.', weight: 33.33333 },
        ],
        correct: 'o1',
        explanation: 'It makes ATP & heat.',
        points: 2,
      },
      {
        kind: 'choices',
        prompt: 'What do plant cells have?\n\n• wall\n• plastids',
        options: [
          { id: 'o1', text: 'A wall', weight: 50 },
          { id: 'o2', text: 'Plastids', weight: 50 },
          { id: 'o3', text: 'A flagellum', weight: -100 },
        ],
        correct: ['o1', 'o2'],
        feedback: { correct: 'Well done!', incorrect: 'Read page 12.' },
      },
      {
        kind: 'trueFalse',
        prompt: 'Bacteria have a nucleus.',
        correct: false,
        feedback: { correct: 'Right.', incorrect: 'They are prokaryotes.' },
      },
      {
        kind: 'text',
        prompt: 'What makes leaves green?',
        correct: [{ text: 'chlorophyll' }, { text: 'plastids', weight: 50, feedback: 'It is in them.' }],
        feedback: { incorrect: 'Read page 14.' },
      },
      {
        kind: 'number',
        prompt: 'How many **µm** is a red blood cell across?',
        correct: [
          { value: 7.5, tolerance: 0.5 },
          { value: 10, weight: 50, feedback: 'A little less.' },
        ],
      },
      {
        kind: 'match',
        prompt: 'What belongs together?',
        options: [
          { id: 'o1', text: 'Nucleus' },
          { id: 'o2', text: 'Ribosome' },
        ],
        targets: [
          { id: '1', text: 'genes' },
          { id: '2', text: 'proteins' },
          { id: '3', text: 'light' },
        ],
        correct: { o1: '1', o2: '2' },
        points: 3,
      },
      {
        kind: 'order',
        prompt: 'Bring the phases of mitosis into order.',
        options: [{ text: 'Prophase' }, { text: 'Metaphase' }, { text: 'Anaphase' }],
      },
      { kind: 'text', prompt: 'Why are cells small?', points: 5 },
      {
        kind: 'choice',
        prompt: '1 < 2',
        options: [
          { id: 'o1', text: 'H_2O' },
          { id: 'o2', text: '<b>plain</b>' },
        ],
        correct: 'o1',
      },
    ]);
  });

  test('says what it could not take over', () => {
    expect(short(issues)).toEqual([
      '1 media',
      '1 hints',
      '1 tags',
      '2 partial-feedback',
      '4 case',
      '4 wildcard chlorophyl*',
      '5 units',
      '9 kind cloze !',
      '10 description !',
      '11 media',
    ]);
  });

  test('a file that was cut off gives what is whole, and says so', () => {
    const text = new TextDecoder().decode(sample('moodle.xml'));
    const cut = importMoodle(text.slice(0, text.indexOf('<question type="essay">')));
    expect(cut.questions).toHaveLength(7);
    expect(cut.issues.at(-1)).toEqual({ code: 'cut-off', lost: 'part' });
  });

  test('another XML file is refused', () => {
    expect(() => importMoodle('<?xml version="1.0"?><html/>')).toThrow(new ImportError('not-this-format'));
  });

  test('entities of its own are not expanded', () => {
    const bomb = `<!DOCTYPE quiz [<!ENTITY a "${'x'.repeat(100)}"><!ENTITY b "&a;&a;&a;">]><quiz><question type="essay"><questiontext><text>&b;</text></questiontext></question></quiz>`;
    expect(importMoodle(bomb).questions[0]?.prompt).toBe('&b;');
  });

  test('depth is no danger', () => {
    expect(importMoodle(`<quiz>${'<a>'.repeat(50_000)}`).questions).toEqual([]);
  });
});

describe('Aiken', () => {
  test('questions and what is wrong with the others', () => {
    const { questions, issues, format } = read('quiz.aiken.txt');
    expect(format).toBe('aiken');
    expect(questions.map((q) => [q.kind, q.prompt, q.options!.length, q.correct])).toEqual([
      ['choice', 'What is the correct answer to this question?', 4, 'D'],
      ['choice', 'Which LMS has the most\nquiz import formats?', 3, 'A'],
      ['choices', 'Which are even?', 3, ['A', 'C']],
      ['choice', 'A. Lincoln was which president?', 2, 'A'],
    ]);
    expect(short(issues)).toEqual(['21 unreadable !', '25 unreadable !']);
  });

  test('the last question may lack its answer', () => {
    expect(short(importAiken('Q?\nA. x\nB. y').issues)).toEqual(['1 unreadable !']);
  });
});

describe('CSV', () => {
  test('every kind', () => {
    const { questions, issues, format } = read('quiz.csv');
    expect(format).toBe('csv');
    expect(questions.map((q) => [q.kind, q.correct ?? null, q.points ?? null])).toEqual([
      ['choice', 'o2', 1],
      ['choices', ['o1', 'o2'], 2],
      ['choices', ['o1', 'o2'], null],
      ['trueFalse', true, 1],
      ['text', ['Paris', 'Paname'], 1],
      [
        'number',
        [
          { value: 346, tolerance: 10 },
          { min: 1090, max: 1100 },
        ],
        1.5,
      ],
      ['order', null, 1],
      ['match', { o1: '1', o2: '2' }, 3],
      ['scale', null, null],
      ['cloud', null, null],
      ['choice', null, null],
      ['number', null, null],
    ]);
    expect(questions[0]).toMatchObject({ prompt: 'Which river is the "longest"?', explanation: '3530 km' });
    expect(questions[7]!.targets).toEqual([
      { id: '1', text: 'Paris' },
      { id: '2', text: 'London' },
      { id: '3', text: 'Madrid' },
    ]);
    expect(questions[8]!.scale).toEqual({ min: 1, max: 5, minLabel: 'hard', maxLabel: 'easy' });
    expect(questions[9]!.prompt).toBe('What comes\nto your mind?');
    expect(short(issues)).toEqual([
      'unknown-column notes',
      '11 bad-value correct',
      '11 no-right-answer',
      '12 kind hotspot !',
      '13 invalid too-few-options !',
      '14 bad-value many',
      '14 no-right-answer',
    ]);
  });

  test.each([',', ';'] as const)('the template with "%s" is taken over whole', (delimiter) => {
    const { questions, issues } = importCSV(csvTemplate(delimiter));
    expect(questions.map((q) => q.kind)).toEqual(kindNames);
    expect(issues).toEqual([]);
  });

  test('tabs, and what an old spreadsheet writes', () => {
    const tabs = new Uint8Array([
      ...bytes('question\tanswer 1\tanswer 2\tcorrect\nGr'),
      0xfc,
      ...bytes('n?\tja\tnein\t1\n'),
    ]);
    expect(importFile('x.tsv', tabs, null).questions).toEqual([
      {
        kind: 'choice',
        prompt: 'Grün?',
        options: [
          { id: 'o1', text: 'ja' },
          { id: 'o2', text: 'nein' },
        ],
        correct: 'o1',
      },
    ]);
  });

  test('without a header it is not ours', () => {
    expect(() => importCSV('a,b,c\n1,2,3')).toThrow(new ImportError('not-this-format'));
  });
});

describe("Kahoot's spreadsheet", () => {
  test('as its template has it', () => {
    const { questions, issues, format } = read('kahoot.xlsx');
    expect(format).toBe('kahoot');
    expect(questions).toEqual([
      {
        kind: 'choice',
        prompt: 'Which of these is a mammal?',
        options: [
          { id: 'o1', text: 'Shark' },
          { id: 'o2', text: 'Dolphin' },
          { id: 'o3', text: 'Trout' },
          { id: 'o4', text: 'Tuna' },
        ],
        correct: 'o2',
      },
      {
        kind: 'choices',
        prompt: 'Which numbers are prime?',
        options: [
          { id: 'o1', text: '2' },
          { id: 'o2', text: '4' },
          { id: 'o3', text: '5' },
          { id: 'o4', text: '9' },
        ],
        correct: ['o1', 'o3'],
      },
      { kind: 'trueFalse', prompt: 'The earth is flat.', correct: false },
      {
        kind: 'choice',
        prompt: 'Which is right?',
        options: [
          { id: 'o1', text: 'a' },
          { id: 'o2', text: 'b' },
        ],
      },
      {
        kind: 'choice',
        prompt: '=1+1 & <b>bold</b>?',
        options: [
          { id: 'o1', text: '2' },
          { id: 'o2', text: '3' },
        ],
        correct: 'o1',
      },
    ]);
    expect(short(issues)).toEqual(['12 no-right-answer', '14 invalid too-few-options !', 'time-limit']);
  });

  const workbook = (sheet: string, more: Record<string, string> = {}) =>
    zipSync(
      Object.fromEntries(
        Object.entries({ 'xl/worksheets/sheet1.xml': sheet, ...more }).map(([name, xml]) => [name, strToU8(xml)]),
      ),
    );

  test('cells of all types, and cells without an address', () => {
    const sheet = `<worksheet><sheetData>
      <row r="2"><c r="B2" t="inlineStr"><is><t>in</t><r><t>line</t></r><rPh sb="0" eb="1"><t>no</t></rPh></is></c><c t="b"><v>1</v></c><c r="AA2"><v>7</v></c></row>
      <row><c t="s"><v>0</v></c><c t="s"><v>99</v></c></row></sheetData></worksheet>`;
    const { rows } = readSheet(
      workbook(sheet, { 'xl/sharedStrings.xml': '<sst><si><t xml:space="preserve"> shared </t></si></sst>' }),
    );
    expect(rows[0]).toEqual([]);
    expect(rows[1]!.slice(0, 3)).toEqual(['', 'inline', 'TRUE']);
    expect(rows[1]![26]).toBe('7');
    expect(rows[2]).toEqual([' shared ']);
  });

  test('the first tab is read, wherever it is kept', () => {
    const cell = (text: string) =>
      `<worksheet><sheetData><row r="1"><c r="A1" t="inlineStr"><is><t>${text}</t></is></c></row></sheetData></worksheet>`;
    const { rows } = readSheet(
      workbook(cell('second'), {
        'xl/worksheets/sheet2.xml': cell('first'),
        'xl/workbook.xml':
          '<workbook><sheets><sheet name="a" r:id="rId7"/><sheet name="b" r:id="rId8"/></sheets></workbook>',
        'xl/_rels/workbook.xml.rels':
          '<Relationships><Relationship Id="rId8" Target="worksheets/sheet1.xml"/><Relationship Id="rId7" Target="/xl/worksheets/sheet2.xml"/></Relationships>',
      }),
    );
    expect(rows).toEqual([['first']]);
  });

  test('what is no workbook, or far too large, is refused', () => {
    expect(() => readSheet(bytes('PK nothing'))).toThrow(new ImportError('damaged'));
    expect(() => readSheet(zipSync({ 'a.txt': strToU8('x') }))).toThrow(new ImportError('not-this-format'));
    const bomb = zipSync({ 'xl/worksheets/sheet1.xml': new Uint8Array(21 * 1024 * 1024) }, { level: 9 });
    expect(bomb.length).toBeLessThan(100_000);
    expect(() => readSheet(bomb)).toThrow(new ImportError('too-large'));
    const sheets = Array.from({ length: 4 }, (_, i) => [
      `xl/worksheets/sheet${i}.xml`,
      new Uint8Array(19 * 1024 * 1024),
    ]);
    const many = zipSync(Object.fromEntries(sheets), { level: 1 });
    expect(many.length).toBeLessThan(1_000_000);
    expect(() => readSheet(many)).toThrow(new ImportError('too-large'));
    expect(() => importFile('x.xlsx', workbook('<worksheet/>'), null)).toThrow(new ImportError('not-this-format'));
  }, 20_000); // packing takes long on a busy machine
});

describe('our own JSON', () => {
  const one = (q: object) =>
    importFile('set.json', bytes(JSON.stringify({ title: ' T ', revision: 3, questions: [q] })), null);

  test('comes back as it was', () => {
    const q = {
      id: 'q1',
      kind: 'choice',
      prompt: 'P',
      options: [
        { id: 'a', text: 'x', weight: 100 },
        { id: 'b', text: 'y' },
      ],
      correct: 'a',
      points: 2,
      unknown: 1,
    };
    const { unknown: _, id: __, ...rest } = q;
    expect(one(q)).toMatchObject({ format: 'json', title: 'T', questions: [rest] });
    expect(short(one(q).issues)).toEqual(['1 left-out unknown']);
  });

  test('goes where it was filed', () => {
    const filed = { title: 'T', folder: 'Year 7', tags: ['rivers'], questions: [{ kind: 'cloud', prompt: 'P' }] };
    const { folder, tags } = importFile('set.json', bytes(JSON.stringify(filed)), null);
    expect({ folder, tags }).toEqual({ folder: 'Year 7', tags: ['rivers'] });
  });

  test.each<[string, object, string]>([
    ['a kind that is not there', { kind: 'hotspot', prompt: 'P' }, '1 kind hotspot !'],
    ['options that are none', { kind: 'choice', prompt: 'P', options: [1, 2] }, '1 unreadable !'],
    ['a key of another kind', { kind: 'trueFalse', prompt: 'P', correct: 'a' }, '1 unreadable !'],
    ['no prompt', { kind: 'cloud' }, '1 unreadable !'],
    ['a blank prompt', { kind: 'cloud', prompt: ' ' }, '1 invalid empty !'],
  ])('refuses %s', (_, q, issue) => {
    expect(short(one(q).issues)).toEqual([issue]);
  });

  test('of something else is refused', () => {
    expect(() => importFile('x.json', bytes('[]'), null)).toThrow(new ImportError('not-this-format'));
    expect(() => importFile('x.json', bytes('{"questions":'), null)).toThrow(new ImportError('damaged'));
  });
});

describe('which format', () => {
  test.each<[string, string, Format]>([
    ['a.txt', '::A::A?{T}', 'gift'],
    ['a.txt', 'Q?\nA. x\nB. y\nANSWER: A', 'aiken'],
    ['a.txt', '<?xml version="1.0"?><quiz/>', 'moodle'],
    ['a.csv', 'question,answer 1', 'csv'],
    ['a.txt', '{"title":"T","questions":[]}', 'json'],
  ])('%s %j is %s', (name, text, format) => {
    expect(guess(name, text, false)).toBe(format);
  });

  test('a chosen format that does not fit is refused', () => {
    expect(() => importFile('x.xlsx', sample('kahoot.xlsx'), 'csv')).toThrow(new ImportError('not-this-format'));
    expect(() => importFile('x.csv', sample('quiz.csv'), 'kahoot')).toThrow(new ImportError('not-this-format'));
  });

  test('nothing in it, and too much', () => {
    expect(() => importFile('x.gift', new Uint8Array(), null)).toThrow(new ImportError('empty'));
    expect(() => importFile('x.gift', bytes('\n\n// only a comment\n'), null)).toThrow(new ImportError('empty'));
    expect(() => importFile('x.gift', new Uint8Array(10 * 1024 * 1024 + 1), null)).toThrow(
      new ImportError('too-large'),
    );
  });
});

test('htmlToText gives what a person reads', () => {
  const lost: Lost[] = [];
  expect(
    htmlToText(
      '<h3>Title</h3><p>a&nbsp;b &amp; <b>c</b></p><p>x<sup>2</sup></p><style>p{}</style><pre>1\n  2</pre>',
      lost,
    ),
  ).toBe('Title\n\na b & c\n\nx^2\n\n1\n  2');
  expect(lost).toEqual([]);
  htmlToText('<table><tr><td>a</td><td>b</td></tr></table><video src="x"></video>', lost);
  expect(lost.map((l) => l.code)).toEqual(['table', 'media']);
  expect(htmlToText('<table><tr><td>a</td><td>b</td></tr></table>', [])).toBe('a\tb');
  expect(htmlToText('a < b', [])).toBe('a < b');
});

test('a report holds no more than a set does', () => {
  const report = new Report();
  for (let i = 0; i < 202; i++) report.take({ kind: 'cloud', prompt: `P${i}` }, { number: i + 1 });
  expect(report.imported.questions).toHaveLength(200);
  expect(short(report.imported.issues)).toEqual(['201 too-many-questions !', '202 too-many-questions !']);
});

test('an excerpt is one short line', () => {
  expect(excerpt(' a\n b ')).toBe('a b');
  expect([...excerpt('😀'.repeat(100))]).toHaveLength(80);
});
