import { describe, expect, test } from 'vitest';
import type { QuestionRequest } from '../../api/schema';
import {
  changeKind,
  duplicate,
  newQuestion,
  questionToDraft,
  questionToRequest,
  sameDraft,
  toDraft,
  toPaper,
  toRequest,
  type DraftQuestion,
} from './draft';
import type { Fault } from './faults';
import { letter, move } from './fields';
import { newText } from '../kinds/text/teach/draft';

/** Every form that the API gives questions in. */
const questions: QuestionRequest[] = [
  {
    id: 'q1',
    kind: 'choice',
    prompt: 'Longest?',
    options: [
      { id: 'a', text: 'Rhine', feedback: '1,230 km' },
      { id: 'b', text: 'Volga' },
    ],
    correct: 'b',
    points: 2,
    explanation: '3,530 km',
    feedback: { correct: 'Yes', incorrect: 'No' },
  },
  {
    id: 'q2',
    kind: 'choice',
    prompt: 'Poll',
    options: [
      { id: 'a', text: 'x' },
      { id: 'b', text: 'y' },
    ],
  },
  {
    id: 'q3',
    kind: 'choices',
    prompt: 'North Sea?',
    options: [
      { id: 'a', text: 'Rhine', weight: 50 },
      { id: 'b', text: 'Elbe', weight: 50 },
      { id: 'c', text: 'Oder', weight: -50 },
    ],
    correct: ['a', 'b'],
    points: 1,
  },
  { id: 'q4', kind: 'trueFalse', prompt: 'P', correct: false, points: 1 },
  { id: 'q5', kind: 'text', prompt: 'P', correct: 'Paris', points: 1 },
  { id: 'q6', kind: 'text', prompt: 'P', correct: ['Paris', 'Paname'], points: 1 },
  {
    id: 'q7',
    kind: 'text',
    prompt: 'P',
    correct: [{ text: 'Paris' }, { text: 'Lyon', weight: 0, feedback: 'No' }],
    points: 1,
  },
  { id: 'q8', kind: 'number', prompt: 'P', correct: 3.25, tolerance: 0.5, points: 1 },
  {
    id: 'q9',
    kind: 'number',
    prompt: 'P',
    correct: [
      { min: 1, max: 2 },
      { value: 9, tolerance: 1, weight: 50 },
    ],
    points: 1,
  },
  {
    id: 'q10',
    kind: 'order',
    prompt: 'P',
    options: [
      { id: 'a', text: 'x' },
      { id: 'b', text: 'y' },
    ],
    correct: ['a', 'b'],
    points: 1,
  },
  {
    id: 'q11',
    kind: 'match',
    prompt: 'P',
    options: [
      { id: 'a', text: 'x' },
      { id: 'b', text: 'y' },
      { id: 'c', text: 'z' },
    ],
    targets: [
      { id: '1', text: 'one' },
      { id: '2', text: 'two' },
      { id: '3', text: 'three' },
    ],
    correct: { a: '1', b: '2', c: '1' },
    points: 1,
  },
  { id: 'q12', kind: 'scale', prompt: 'P', scale: { min: 0, max: 10, minLabel: 'no', maxLabel: 'yes' } },
  { id: 'q13', kind: 'cloud', prompt: 'P', maxWords: 2 },
  { id: 'q14', kind: 'number', prompt: 'Poll' },
  { id: 'q15', kind: 'text', prompt: 'Essay', points: 2.5 },
  { id: 'q16', kind: 'text', prompt: 'Poll', points: 0 },
];

describe('a draft of what the API gave', () => {
  test.each(questions.map((q) => [q.id, q] as const))('%s comes back as it was', (_, q) => {
    for (const language of ['en', 'de'] as const) {
      const faults: Fault[] = [];
      expect(questionToRequest(questionToDraft(q, language), language, faults)).toEqual(q);
      expect(faults).toEqual([]);
    }
  });

  test('an order is shown in the right order', () => {
    const draft = questionToDraft(
      {
        kind: 'order',
        prompt: 'P',
        options: [
          { id: 'a', text: 'third' },
          { id: 'b', text: 'first' },
          { id: 'c', text: 'second' },
        ],
        correct: ['b', 'c', 'a'],
      },
      'en',
    );
    expect(draft.items.map((i) => i.text)).toEqual(['first', 'second', 'third']);
  });

  test('without ids the key counts by position', () => {
    const draft = questionToDraft(
      { kind: 'choices', prompt: 'P', options: [{ text: 'x' }, { text: 'y' }, { text: 'z' }], correct: ['b', 'c'] },
      'en',
    );
    expect(draft.options.map((o) => o.right)).toEqual([false, true, true]);
  });

  test('with weights only the right ones are those that earn', () => {
    const draft = questionToDraft(
      {
        kind: 'choices',
        prompt: 'P',
        options: [{ text: 'x', weight: 100 }, { text: 'y', weight: -10 }, { text: 'z' }],
      },
      'en',
    );
    expect(draft.scored).toBe(true);
    expect(draft.options.map((o) => o.right)).toEqual([true, false, false]);
  });

  test('a text without a right answer has the points that were given, and else none', () => {
    const essay = (points?: number) =>
      questionToDraft({ kind: 'text', prompt: 'P', ...(points !== undefined && { points }) }, 'de');
    expect([essay(), essay(0), essay(2.5)].map((q) => [q.scored, q.essayPoints])).toEqual([
      [false, '0'],
      [false, '0'],
      [false, '2,5'],
    ]);
    // As a question that is scored by itself it is worth what any new one is.
    expect(questionToRequest({ ...essay(), scored: true, texts: [newText('x')] }, 'de', [])).toEqual({
      kind: 'text',
      prompt: 'P',
      correct: 'x',
      points: 1,
    });
    expect(changeKind(essay(5), 'order').points).toBe('1');
  });

  test('numbers are typed as the language writes them', () => {
    const draft = questionToDraft({ kind: 'number', prompt: 'P', correct: 3.25, points: 1.5 }, 'fr');
    expect([draft.numbers[0]!.value, draft.points]).toEqual(['3,25', '1,5']);
  });
});

describe('faults', () => {
  const draft = (kind: DraftQuestion['kind'], change: Partial<DraftQuestion> = {}): DraftQuestion => ({
    ...newQuestion(kind),
    prompt: 'P',
    ...change,
  });
  const option = (text: string, right = false, weight = '') => ({ key: text, text, right, feedback: '', weight });
  const accepted = (text: string, weight = '') => ({ key: text, text, weight, feedback: '' });
  const number = (change: object) => ({
    key: 'n',
    range: false,
    value: '1',
    tolerance: '',
    min: '',
    max: '',
    weight: '',
    feedback: '',
    ...change,
  });

  test.each<[string, DraftQuestion, string[]]>([
    ['blank prompt', draft('cloud', { prompt: ' \u200b\u3164' }), ['prompt empty']],
    ['long prompt', draft('cloud', { prompt: 'é'.repeat(4001) }), ['prompt too-long']],
    ['prompt of 4000 pairs', draft('cloud', { prompt: '😀'.repeat(4000) }), []],
    ['options without text', draft('choice', { options: [option('x', true), option('')] }), ['options: empty']],
    ['one option', draft('choice', { options: [option('x', true)] }), ['options too-few-options']],
    [
      '51 options',
      draft('choices', { options: Array.from({ length: 51 }, (_, i) => option(`o${i}`, i === 0)) }),
      ['options too-many-options'],
    ],
    ['nothing right', draft('choice', { options: [option('x'), option('y')] }), ['options one-right-option']],
    [
      'nothing right of several',
      draft('choices', { options: [option('x'), option('y')] }),
      ['options no-right-option'],
    ],
    ['an essay with too many points', draft('text', { scored: false, essayPoints: '1001' }), ['points points-range']],
    ['an essay without a number of points', draft('text', { scored: false, essayPoints: '' }), ['points empty']],
    ['a poll needs nothing right', draft('choice', { scored: false, options: [option('x'), option('y')] }), []],
    [
      'right option with half the points',
      draft('choice', { options: [option('x', true, '50'), option('y')] }),
      ['weight:x right-weight'],
    ],
    [
      'weight over 100',
      draft('choice', { options: [option('x', true), option('y', false, '101')] }),
      ['weight:y weight-range'],
    ],
    [
      'weights that miss 100',
      draft('choices', { options: [option('x', true, '50'), option('y', true, '40')] }),
      ['options weights'],
    ],
    ['three times 33', draft('choices', { options: ['x', 'y', 'z'].map((t) => option(t, true, '33')) }), []],
    [
      'weight on a wrong option',
      draft('choices', { options: [option('x', true, '100'), option('y', false, '10')] }),
      ['options weights'],
    ],
    ['true or false?', draft('trueFalse'), ['truth no-truth']],
    ['no text', draft('text', { texts: [accepted('')] }), ['texts: empty']],
    ['text that earns half at most', draft('text', { texts: [accepted('x', '50')] }), ['texts no-full-answer']],
    [
      'negative weight of a text',
      draft('text', { texts: [accepted('x'), accepted('y', '-1')] }),
      ['weight:y weight-range'],
    ],
    ['text without accepted ones', draft('text', { scored: false, texts: [accepted('')] }), []],
    ['no number', draft('number', { numbers: [number({ value: '' })] }), ['numbers:n empty']],
    ['not a number', draft('number', { numbers: [number({ value: 'x' })] }), ['numbers:n not-a-number']],
    ['negative tolerance', draft('number', { numbers: [number({ tolerance: '-1' })] }), ['tolerance:n negative']],
    [
      'range upside down',
      draft('number', { numbers: [number({ range: true, min: '2', max: '1' })] }),
      ['min:n range-order'],
    ],
    ['half a range', draft('number', { numbers: [number({ range: true, min: '2' })] }), ['max:n empty']],
    [
      'order with equal texts',
      draft('order', {
        items: [
          { key: 'a', text: 'x' },
          { key: 'b', text: 'x ' },
        ],
      }),
      ['items:b same-text'],
    ],
    [
      'match with equal left sides',
      draft('match', {
        pairs: [
          { key: 'a', left: 'x', right: '1' },
          { key: 'b', left: 'x', right: '2' },
        ],
      }),
      ['left:b same-text'],
    ],
    [
      'match with one target',
      draft('match', {
        pairs: [
          { key: 'a', left: 'x', right: '1' },
          { key: 'b', left: 'y', right: '1' },
        ],
      }),
      ['extras too-few-options'],
    ],
    ['negative points', draft('trueFalse', { truth: true, points: '-1' }), ['points points-range']],
    ['points of a poll are not looked at', draft('trueFalse', { scored: false, points: 'x' }), []],
    [
      'scale upside down',
      draft('scale', { scale: { min: '5', max: '1', minLabel: '', maxLabel: '' } }),
      ['scaleMax scale-order'],
    ],
    [
      'scale in halves',
      draft('scale', { scale: { min: '1', max: '2.5', minLabel: '', maxLabel: '' } }),
      ['scaleMax scale-order'],
    ],
    [
      'scale of 102 steps',
      draft('scale', { scale: { min: '0', max: '101', minLabel: '', maxLabel: '' } }),
      ['scaleMax scale-order'],
    ],
    ['11 words', draft('cloud', { maxWords: '11' }), ['maxWords words-range']],
  ])('%s', (_, question, want) => {
    const faults: Fault[] = [];
    questionToRequest(question, 'en', faults);
    expect(faults.map((f) => `${f.field} ${f.code}`)).toEqual(want);
  });

  test('of the set', () => {
    const codes = (title: string, n: number, filed = { folder: '', tags: '' }) =>
      toRequest({ title, ...filed, questions: Array.from({ length: n }, () => draft('cloud')) }, 'en').faults.map(
        (f) => `${f.field} ${f.code}`,
      );
    expect(codes(' ', 1)).toEqual(['title empty']);
    expect(codes('x'.repeat(201), 0)).toEqual(['title too-long', 'questions no-questions']);
    expect(codes('x', 201)).toEqual(['questions too-many-questions']);
    expect(codes('x', 1, { folder: 'x'.repeat(101), tags: '' })).toEqual(['folder too-long']);
    expect(codes('x', 1, { folder: '', tags: 'a, '.repeat(21) })).toEqual(['tags too-many-tags']);
    expect(codes('x', 1, { folder: '', tags: `a, ${'x'.repeat(51)}` })).toEqual(['tags too-many-tags']);
    const large = {
      title: 'x',
      folder: '',
      tags: '',
      questions: Array.from({ length: 140 }, () => draft('cloud', { prompt: 'é'.repeat(2000) })),
    };
    expect(toRequest(large, 'en').faults.map((f) => f.code)).toEqual(['set-too-large']);
  });
});

test('what several pairs have on the right is one target', () => {
  const q = questionToRequest(
    {
      ...newQuestion('match'),
      prompt: 'P',
      pairs: [
        { key: 'a', left: 'x', right: 'one' },
        { key: 'b', left: 'y', right: 'one ' },
        { key: 'c', left: 'z', right: 'two' },
      ],
      extras: [{ key: 'e', text: 'three' }],
    },
    'en',
    [],
  );
  expect(q.targets).toEqual([
    { id: '1', text: 'one' },
    { id: '2', text: 'two' },
    { id: '3', text: 'three' },
  ]);
  expect(q.correct).toEqual({ a: '1', b: '1', c: '2' });
});

describe('changing the kind', () => {
  test('keeps what was written', () => {
    let q = newQuestion('choices');
    q = { ...q, options: q.options.map((o, i) => ({ ...o, text: `option ${i}`, right: true })) };
    const back = changeKind(changeKind(q, 'text'), 'choices');
    expect(back.options).toEqual(q.options);
    expect(changeKind(q, 'order').items.map((i) => i.text)).toEqual(['option 0', 'option 1']);
  });

  test('leaves one right option to choice', () => {
    const q = newQuestion('choices');
    const all = { ...q, options: q.options.map((o) => ({ ...o, right: true })) };
    expect(changeKind(all, 'choice').options.map((o) => o.right)).toEqual([true, false]);
  });
});

test('a duplicate has keys of its own and no id', () => {
  const q = questionToDraft(questions[0]!, 'en');
  const copy = duplicate(q);
  expect(copy.id).toBeNull();
  expect(copy.key).not.toBe(q.key);
  expect(copy.options[0]!.key).not.toBe(q.options[0]!.key);
  const set = { title: '', folder: '', tags: '' };
  expect(sameDraft({ ...set, questions: [{ ...copy, id: 'q1' }] }, { ...set, questions: [q] })).toBe(true);
});

test('move', () => {
  expect(move(['a', 'b', 'c'], 0, 2)).toEqual(['b', 'c', 'a']);
  expect(move(['a', 'b', 'c'], 2, -1)).toEqual(['c', 'a', 'b']);
  expect(move(['a', 'b', 'c'], 3, 0)).toEqual(['a', 'b', 'c']);
});

test('letter', () => {
  expect([0, 25, 26, 49, 701, 702].map(letter)).toEqual(['a', 'z', 'aa', 'ax', 'zz', 'aaa']);
});

describe('the preview', () => {
  test('tells nothing of what is right', () => {
    const draft = toDraft({ title: 'T', questions }, 'en');
    for (const q of draft.questions) {
      const paper = toPaper(q, 'en');
      expect(Object.keys(paper).sort()).toEqual(
        Object.keys(paper)
          .filter((k) => ['id', 'kind', 'prompt', 'points', 'options', 'targets', 'scale', 'maxWords'].includes(k))
          .sort(),
      );
      for (const o of paper.options ?? []) expect(Object.keys(o)).toEqual(['id', 'text']);
    }
    const order = toPaper(draft.questions.find((q) => q.kind === 'order')!, 'en');
    expect(order.options!.map((o) => o.text)).toEqual(['y', 'x']);
  });

  test('stands what is not finished', () => {
    const paper = toPaper(
      { ...newQuestion('scale'), scale: { min: '0', max: '1e9', minLabel: '', maxLabel: '' } },
      'en',
    );
    expect(paper.scale).toEqual({ min: 1, max: 5 });
    expect(toPaper({ ...newQuestion('cloud'), maxWords: '9e9' }, 'en').maxWords).toBe(10);
  });
});

test('a folder and tags come back as they were typed', () => {
  const filed = { title: 'T', folder: 'Year 7', tags: ['rivers', 'Europe'], questions: [] };
  const draft = toDraft(filed, 'en');
  expect(draft.tags).toBe('rivers, Europe');
  expect(toRequest(draft, 'en').request).toEqual(filed);
  expect(toRequest({ ...draft, folder: ' ', tags: ' , ,' }, 'en').request).toEqual({ title: 'T', questions: [] });
});
