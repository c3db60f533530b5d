// What formats can say and a question here can't: taken over as it was meant, or
// reported. Each of the files in samples/lossy was once taken over wrongly
// without a word.

import { readFileSync } from 'node:fs';
import { strToU8, zipSync } from 'fflate';
import { describe, expect, test } from 'vitest';
import type { QuestionRequest } from '../../api/schema';
import type { Language } from '../../i18n/language';
import { importFile, type Format } from './index';
import { ImportError } from './report';

const bytes = (text: string) => new TextEncoder().encode(text);
const latin = (text: string) => Uint8Array.from([...text].map((c) => c.charCodeAt(0)));

function read(content: string | Uint8Array, format: Format | null, language: Language = 'en') {
  const { questions, issues } = importFile(
    'file',
    typeof content === 'string' ? bytes(content) : content,
    format,
    language,
  );
  return { questions, said: issues.map((i) => (i.detail === undefined ? i.code : `${i.code} ${i.detail}`)) };
}
const gift = (text: string, language?: Language) => read(text, 'gift', language);
const csv = (text: string | Uint8Array) => read(text, 'csv');
const moodle = (type: string, inside: string, language?: Language) =>
  read(
    `<quiz><question type="${type}"><questiontext format="html"><text>Q?</text></questiontext>${inside}</question></quiz>`,
    'moodle',
    language,
  );
function lossy(name: string) {
  const file = new Uint8Array(readFileSync(new URL(`./samples/lossy/${name}`, import.meta.url)));
  return read(file, name.endsWith('.csv') ? 'csv' : null);
}
const keys = (questions: QuestionRequest[]) => questions.map((q) => q.correct ?? null);
const optionsOf = (q: QuestionRequest | undefined) => q?.options?.map((o) => o.text);

describe('files that were taken over wrongly', () => {
  test('true and false in another language', () => {
    const { questions, said } = lossy('xml-truefalse-localised.xml');
    expect([keys(questions), said]).toEqual([[true], []]);
  });

  test('placeholders in short answers', () => {
    const one = lossy('gift-wildcard-short.gift');
    expect([keys(one.questions), one.said]).toEqual([[null], ['wildcard Par*s', 'no-right-answer']]);
    const rest = lossy('gift-catchall-short.gift');
    expect([keys(rest.questions), rest.said]).toEqual([[[{ text: 'frog', feedback: 'Good!' }]], []]);
    expect(rest.questions[0]!.feedback).toEqual({ incorrect: 'Try again' });
  });

  test('angle brackets in plain text', () => {
    for (const name of ['gift-angle-brackets-short.gift', 'xml-shortanswer-angle-brackets.xml']) {
      const { questions, said } = lossy(name);
      expect([keys(questions), said]).toEqual([[[{ text: 'List<String>' }]], []]);
    }
    const { questions, said } = lossy('xml-matching-angle-brackets.xml');
    expect(questions[0]!.targets!.map((t) => t.text)).toEqual(['List<String>', 'Array<Integer>']);
    expect(said).toEqual([]);
  });

  test('answers in the format of their question', () => {
    const { questions, said } = lossy('xml-answers-without-format.xml');
    expect([optionsOf(questions[0]), said]).toEqual([['H_2O', '[CO2]'], ['media']]);
  });

  test('formulas', () => {
    for (const name of ['gift-mathml.gift', 'xml-mathml.xml']) {
      const { questions, said } = lossy(name);
      expect([questions[0]!.prompt, said]).toEqual(['Double of 1/2?', []]);
    }
  });

  test('groups of digits', () => {
    const { questions, said } = lossy('csv-thousands.csv');
    expect(keys(questions)).toEqual([[{ value: 3530 }], [{ value: 1 }]]);
    expect(said).toEqual(['ambiguous-number 3,530 → 3530', 'ambiguous-number 1.000 → 1']);
  });
});

describe('true and false', () => {
  const two = (a: string, x: number, b: string, y: number) =>
    moodle(
      'truefalse',
      `<answer fraction="${x}"><text>${a}</text></answer><answer fraction="${y}"><text>${b}</text></answer>`,
    );
  test.each([
    ['Wahr', 100, 'Falsch', 0, true, []],
    ['Wahr', 0, 'Falsch', 100, false, []],
    ['Falso', 100, 'Verdadero', 0, false, []],
    ['Ano', 100, 'Ne', 0, true, ['order-assumed Ano / Ne']],
    ['Ano', 0, 'Ne', 100, false, ['order-assumed Ano / Ne']],
  ] as const)('%s %i, %s %i', (a, x, b, y, correct, issues) => {
    const { questions, said } = two(a, x, b, y);
    expect([keys(questions), said]).toEqual([[correct], issues]);
  });

  test('as options of a row', () => {
    const { questions, said } = csv(
      'type,question,answer 1,answer 2,correct\ntruefalse,Q,False,True,1\ntruefalse,Q,a,b,true',
    );
    expect([keys(questions), said]).toEqual([
      [false, true],
      ['left-out a', 'left-out b'],
    ]);
  });
});

describe('placeholders', () => {
  const short = (answer: string, fraction = 100) =>
    moodle(
      'shortanswer',
      `<answer fraction="100"><text>x</text></answer><answer fraction="${fraction}"><text>${answer}</text></answer>`,
    );
  test('are reported, and a star that is meant is one', () => {
    expect(short('a*').said).toEqual(['wildcard a*']);
    expect(short('*', 50).said).toEqual(['wildcard *']);
    expect(short('*', 0).said).toEqual([]);
    expect(keys(short('2\\*3').questions)).toEqual([[{ text: 'x' }, { text: '2*3' }]]);
    expect(keys(gift('Q {=2\\*3}').questions)).toEqual([[{ text: '2*3' }]]);
    expect(gift('Q {=*}').said).toEqual(['wildcard *', 'no-right-answer']);
  });
});

describe('numbers', () => {
  const row = (text: string, delimiter = ';') => {
    const { questions, said } = csv(
      `type${delimiter}question${delimiter}answer 1\nnumber${delimiter}Q${delimiter}"${text}"`,
    );
    return [questions[0]?.correct, said];
  };
  test.each<[string, unknown, string[]]>([
    ['1,5', [{ value: 1.5 }], []],
    ['1.234,5', [{ value: 1234.5 }], []],
    ['1,234.5', [{ value: 1234.5 }], []],
    ['1.234.567', [{ value: 1234567 }], []],
    ['0,125', [{ value: 0.125 }], []],
    ['3 530', [{ value: 3530 }], []],
    ['1.000', [{ value: 1000 }], ['ambiguous-number 1.000 → 1000']],
    ['0 °C', [{ value: 0 }], ['units']],
    ['−5 km/h', [{ value: -5 }], ['units']],
    ['200 ± 5 %', [{ value: 200, tolerance: 10 }], []],
    ['200 ± 5 km', [{ value: 200, tolerance: 5 }], ['units']],
    ['200 ± x', [{ value: 200 }], ['bad-value 200 ± x']],
    ['1090 – 1100', [{ min: 1090, max: 1100 }], []],
    ['14:30', undefined, ['bad-value 14:30', 'no-right-answer']],
    ['5 or 6', undefined, ['bad-value 5 or 6', 'no-right-answer']],
    ['1/2', undefined, ['bad-value 1/2', 'no-right-answer']],
    ['1,23,4', undefined, ['bad-value 1,23,4', 'no-right-answer']],
  ])('%s', (text, correct, said) => {
    expect(row(text)).toEqual([correct, said]);
  });

  test.each<[string, unknown, string[]]>([
    ['#1.000', [{ value: 1 }], []],
    ['#3,530', [{ value: 3530 }], ['ambiguous-number 3,530 → 3530']],
    ['#1e3:5%', [{ value: 1000, tolerance: 50 }], []],
    ['#0 °C', [{ value: 0 }], ['units']],
    ['#3:2~#no', [{ value: 3, tolerance: 2 }], []],
    ['#=%100%1..2 =%50%*', [{ min: 1, max: 2 }], ['wildcard *']],
    ['#many', undefined, ['bad-value many', 'no-right-answer']],
  ])('GIFT %s', (answers, correct, said) => {
    const { questions, said: issues } = gift(`Q {${answers}}`);
    expect([questions[0]?.correct, issues]).toEqual([correct, said]);
  });

  test('Moodle', () => {
    const { questions, said } = moodle(
      'numerical',
      '<answer fraction="100"><text>0 °C</text><tolerance>10%</tolerance></answer><answer fraction="x"><text>7</text></answer>',
    );
    expect(keys(questions)).toEqual([[{ value: 0 }, { value: 7, weight: 0 }]]);
    expect(said).toEqual(['bad-value fraction x', 'units']);
  });
});

describe('formulas and HTML', () => {
  const html = (text: string) => {
    const { questions, said } = read(
      `<quiz><question type="essay"><questiontext format="html"><text><![CDATA[${text}]]></text></questiontext></question></quiz>`,
      'moodle',
    );
    return [questions[0]?.prompt, said];
  };
  const m = (inside: string) => html(`<math>${inside}</math>`);
  test.each<[string, string, string[]]>([
    ['<mn>2</mn><mfrac><mn>1</mn><mn>2</mn></mfrac>', '2 1/2', []],
    ['<mfrac><mrow><mi>a</mi><mo>+</mo><mn>1</mn></mrow><mi>b</mi></mfrac><mi>x</mi>', '((a+1)/b)x', []],
    ['<msup><mi>x</mi><mn>2</mn></msup><mo>+</mo><msqrt><mi>y</mi></msqrt>', 'x^2+√y', []],
    ['<msup><mrow><mi>a</mi><mi>b</mi></mrow><mrow><mi>n</mi><mo>+</mo><mn>1</mn></mrow></msup>', '(ab)^(n+1)', []],
    ['<mroot><mi>x</mi><mn>3</mn></mroot>', 'x^(1/3)', []],
    ['<munderover><mo>∑</mo><mi>i</mi><mi>n</mi></munderover><mi>i</mi>', '∑_i^n i', []],
    ['<semantics><mi>x</mi><annotation>\\x</annotation></semantics>', 'x', []],
    ['<mtable><mtr><mtd><mn>1</mn></mtd><mtd><mn>2</mn></mtd></mtr></mtable>', '[1, 2]', ['formula [1, 2]']],
    ['<mover><mi>v</mi><mo>→</mo></mover>', 'v →', ['formula v →']],
  ])('%s', (inside, text, said) => {
    expect(m(inside)).toEqual([text, said]);
  });

  test.each<[string, string, string[]]>([
    ['x<sup>2</sup>y', 'x^2y', []],
    ['x<sup>n</sup>2', 'x^(n)2', []],
    ['10<sup>-3</sup> m', '10^-3 m', []],
    ['x<sup>a+b</sup>', 'x^(a+b)', []],
    ['a <b', 'a <b', []],
    ['a <b and c> d', 'a <b and c> d', []],
    ['List<String> x', 'List<String> x', []],
    ['<ol><li>a</li><li>b</li></ol>', '1. a\n2. b', []],
    ['<a href="https://x.org/">here</a>', 'here (https://x.org/)', []],
    ['<s>not</s> so', 'not so', ['struck']],
    ['a <!-- b', 'a', ['markup']],
    ['a <script>b', 'a', ['markup']],
  ])('%s', (source, text, said) => {
    expect(html(source)).toEqual([text, said]);
  });

  test('deep formulas are no danger', () => {
    const deep = html(`<math>${'<mfrac><mn>1</mn>'.repeat(20_000)}</math>`);
    expect(deep).toEqual([undefined, ['invalid too-long']]);
  });
});

describe('several languages', () => {
  const spans = '<span lang="en" class="multilang">dog</span> <span class="multilang" lang="de">Hund</span>';
  test.each<[Language, string, string]>([
    ['en', 'A dog?', 'languages de'],
    ['de', 'A Hund?', 'languages en'],
    ['fr', 'A dog?', 'languages de'],
  ])('%s', (language, prompt, said) => {
    const one = gift(`[html]A ${spans.replaceAll('=', '\\=')}? {T}`, language);
    expect([one.questions[0]!.prompt, one.said]).toEqual([prompt, [said]]);
    const two = gift('A \\{mlang en\\}dog\\{mlang\\}\\{mlang de\\}Hund\\{mlang\\}? {T}', language);
    expect([two.questions[0]!.prompt, two.said]).toEqual([prompt, [said]]);
  });
});

describe('pictures, tags and the rest', () => {
  test('old fields, Markdown, comments, categories', () => {
    expect(moodle('essay', '<image>a.png</image><image_base64>AA==</image_base64>').said).toEqual(['media']);
    expect(moodle('essay', '<graderinfo format="html"><text>Look for x</text></graderinfo>').said).toEqual([
      'left-out graderinfo',
    ]);
    expect(gift('[markdown]Look: ![a cat](cat.png) {T}')).toMatchObject({
      questions: [{ prompt: 'Look: [a cat]' }],
      said: ['media'],
    });
    expect(gift('// [id:1] [tag:easy]\nQ {T}').said).toEqual(['tags']);
    expect(gift('$CATEGORY: a\n\nQ {T}\n\n$CATEGORY: b\n\nR {T}').said).toEqual(['categories']);
  });

  test('a picture without words is no empty pair', () => {
    const pair = (left: string, right: string) =>
      `<subquestion><text>${left}</text><answer><text>${right}</text></answer></subquestion>`;
    const { questions, said } = moodle('matching', pair('&lt;img src="x"&gt;', 'a') + pair('b', 'c') + pair('d', 'e'));
    expect([questions, said]).toEqual([[], ['invalid empty']]);
  });

  test('essays are worth a point, as in Moodle', () => {
    expect(gift('Why? {}').questions[0]!.points).toBe(1);
    expect(moodle('essay', '').questions[0]!.points).toBe(1);
    expect(csv('type,question\ntext,Why?').questions[0]!.points).toBe(1);
  });

  test('options that became the same', () => {
    const { said } = moodle(
      'multichoice',
      '<answer fraction="100"><text>&lt;b&gt;x&lt;/b&gt;</text></answer><answer fraction="0"><text>x</text></answer>',
    );
    expect(said).toEqual(['same-options x']);
  });

  test('a question with a tag missing takes no other with it', () => {
    const whole =
      '<question type="essay"><name><text>N</text></name><questiontext><text>Q</text></questiontext></question>';
    const { questions, said } = read(
      `<quiz>${whole}${whole.replace('</question>', '')}${whole}${whole}</quiz>`,
      'moodle',
    );
    expect(questions).toHaveLength(1);
    expect(said.filter((s) => s === 'unreadable')).toHaveLength(3);
  });

  test('HTML that was not escaped', () => {
    const { questions } = read(
      '<quiz><question type="essay"><questiontext format="html"><text><p>a</p><p>b &amp; c</p></text></questiontext></question></quiz>',
      'moodle',
    );
    expect(questions[0]!.prompt).toBe('a\n\nb & c');
  });
});

describe('CSV', () => {
  test('the delimiter that its first line names, or its header shows', () => {
    expect(csv('sep=;\r\nquestion;answer 1;answer 2;correct\r\nA, b, c, d, e?;x;y;1').questions[0]!.prompt).toBe(
      'A, b, c, d, e?',
    );
    expect(csv('question;answer 1;answer 2;correct\na,b,c,d;x,y,z;y,z,x;1').questions[0]!.correct).toBe('o1');
  });

  test('line ends of several kinds', () => {
    expect(csv('type,question\r\ncloud,a\ncloud,b\rcloud,c').questions).toHaveLength(3);
  });

  test('columns out of order, cells without a column, quotation marks left open', () => {
    expect(optionsOf(csv('question,answer 2,answer 1,correct\nQ,b,a,1').questions[0])).toEqual(['a', 'b']);
    expect(csv('type,question\ncloud,Well, really').said).toEqual(['extra-cells  really']);
    expect(csv('type,question\ncloud,"a\ncloud,b').said).toEqual(['quotes']);
    expect(csv('type,question,points\ncloud,a,2').said).toEqual(['left-out points: 2']);
  });
});

describe('encodings', () => {
  const xml = (encoding: string, letter: string) =>
    `<?xml version="1.0" encoding="${encoding}"?><quiz><question type="essay"><questiontext><text>${letter}</text></questiontext></question></quiz>`;
  const utf16 = (text: string, big: boolean) =>
    Uint8Array.from(
      [...text].flatMap((c) =>
        big ? [c.charCodeAt(0) >> 8, c.charCodeAt(0) & 255] : [c.charCodeAt(0) & 255, c.charCodeAt(0) >> 8],
      ),
    );
  test('as declared', () => {
    expect(read(latin(xml('ISO-8859-2', '\xb3')), null)).toMatchObject({ questions: [{ prompt: 'ł' }], said: [] });
    expect(read(latin(xml('windows-1251', '\xff')), null)).toMatchObject({ questions: [{ prompt: 'я' }], said: [] });
    expect(read(xml('UTF-8', 'é'), null)).toMatchObject({ questions: [{ prompt: 'é' }], said: [] });
    expect(read(xml('ISO-8859-1', 'é'), null)).toMatchObject({
      questions: [{ prompt: 'é' }],
      said: ['encoding UTF-8'],
    });
  });

  test('UTF-16, with a mark and without', () => {
    for (const big of [true, false]) {
      for (const mark of ['\ufeff', ''])
        expect(csv(utf16(`${mark}type;question\ncloud;Gr\xfcn`, big)).questions[0]!.prompt).toBe('Grün');
    }
  });

  test('a guess is said', () => {
    expect(csv(latin('type;question\ncloud;Gr\xfcn'))).toMatchObject({
      questions: [{ prompt: 'Grün' }],
      said: ['encoding windows-1252'],
    });
  });

  test.each(['%PDF-1.7 Q {T}', '\xd0\xcf\x11\xe0 Q', '{\\rtf1 Q', '\x89PNG Q {T}', 'Q {T}\0\x01\x02\0\x01'])(
    '%j is no text',
    (content) => {
      expect(() => read(latin(content), 'gift')).toThrow(new ImportError('not-this-format'));
    },
  );

  test('a web page is no set of questions', () => {
    expect(() => read('<!DOCTYPE html><html>Q {T}</html>', null)).toThrow(new ImportError('not-this-format'));
  });
});

test('cells that hold dates, percentages and times', () => {
  const formats = ['0', '9', '14', '20', '164', '165', '46', '13'];
  const cells = ['0.1', '0.5', '45292', '0.6041666666666666', '2.5', '1000', '1.5', '0.5'];
  const row = (r: number, values: string[]) => `<row r="${r}">${values.join('')}</row>`;
  const text = (value: string) => `<c t="inlineStr"><is><t>${value}</t></is></c>`;
  const sheet = `<worksheet><sheetData>${row(1, ['Question', 'Answer 1', 'Answer 2', 'Correct answer'].map(text))}${cells
    .map((v, i) => row(i + 2, [text('Q'), `<c s="${i}"><v>${v}</v></c>`, text('other'), '<c><v>1</v></c>']))
    .join(
      '',
    )}${row(20, [text('Q'), '<c t="e"><v>#REF!</v></c>', text('b'), '<c><v>2</v></c>'])}</sheetData></worksheet>`;
  const styles = `<styleSheet><numFmts><numFmt numFmtId="164" formatCode="#,##0.00"/><numFmt numFmtId="165" formatCode="0.00\\ &quot;€&quot;"/></numFmts><cellXfs>${formats
    .map((f) => `<xf numFmtId="${f}"/>`)
    .join('')}</cellXfs></styleSheet>`;
  const file = zipSync({
    'xl/worksheets/sheet1.xml': strToU8(sheet),
    'xl/worksheets/sheet2.xml': strToU8('<worksheet><sheetData><row><c><v>1</v></c></row></sheetData></worksheet>'),
    'xl/styles.xml': strToU8(styles),
  });
  const { questions, said } = read(file, null);
  expect(questions.map((q) => q.options![0]!.text)).toEqual([
    '0.1',
    '50%',
    '2024-01-01',
    '14:30',
    '2.5',
    '1000',
    '36:00',
    '0.5',
    '#REF!',
  ]);
  expect(said).toEqual([
    'cell-format 2024-01-01',
    'cell-format 1000',
    'cell-format 0.5',
    'bad-value #REF!',
    'other-sheets',
  ]);
});
