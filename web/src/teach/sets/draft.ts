// A question set while it is being written. A draft holds what was typed, as it
// was typed, and for every question the fields of all kinds, so that changing
// one's mind about the kind loses nothing. `toRequest` makes of it what the API
// takes, or says what is still wrong.

import type {
  AcceptedNumber,
  AcceptedText,
  Correct,
  Kind,
  OptionRequest,
  PaperQuestion,
  QuestionRequest,
  QuestionSetRequest,
} from '../../api/schema';
import type { Language } from '../../i18n/language';
import { characters, parseNumber, plainText } from '../../question/response';
import { limits } from './limits';

export interface DraftOption {
  key: string;
  text: string;
  right: boolean;
  feedback: string;
  weight: string;
}

export interface DraftItem {
  key: string;
  text: string;
}

export interface DraftPair {
  key: string;
  left: string;
  right: string;
}

export interface DraftText {
  key: string;
  text: string;
  weight: string;
  feedback: string;
}

export interface DraftNumber {
  key: string;
  range: boolean;
  value: string;
  tolerance: string;
  min: string;
  max: string;
  weight: string;
  feedback: string;
}

export interface DraftQuestion {
  key: string;
  /** Null until the server gave it one. */
  id: string | null;
  kind: Kind;
  prompt: string;
  /** False where nothing is right or wrong by itself: a poll, or a text to be graded by hand. */
  scored: boolean;
  points: string;
  /** text that isn't scored: the most that can be given by hand */
  essayPoints: string;
  /** choice, choices */
  options: DraftOption[];
  /** trueFalse */
  truth: boolean | null;
  texts: DraftText[];
  numbers: DraftNumber[];
  /** order, in the right order */
  items: DraftItem[];
  /** match */
  pairs: DraftPair[];
  /** match: right sides that belong to nothing */
  extras: DraftItem[];
  scale: { min: string; max: string; minLabel: string; maxLabel: string };
  maxWords: string;
  explanation: string;
  whenRight: string;
  whenWrong: string;
}

export interface DraftSet {
  title: string;
  questions: DraftQuestion[];
}

/** Something that keeps a draft from being saved. */
export interface Fault {
  /** The question's key; null for the set itself. */
  question: string | null;
  /** The field, followed by the key of the row where there are several. */
  field: string;
  code: FaultCode;
}

export type FaultCode =
  | 'empty'
  | 'too-long'
  | 'no-questions'
  | 'too-many-questions'
  | 'set-too-large'
  | 'too-few-options'
  | 'too-many-options'
  | 'same-text'
  | 'no-right-option'
  | 'one-right-option'
  | 'no-truth'
  | 'no-full-answer'
  | 'too-many-accepted'
  | 'not-a-number'
  | 'negative'
  | 'points-range'
  | 'weight-range'
  | 'right-weight'
  | 'weights'
  | 'range-order'
  | 'scale-order'
  | 'words-range';

let keys = 0;

/** A key for what has no id yet. */
export function newDraftKey(): string {
  return `k${++keys}-${Date.now().toString(36)}`;
}

export const newOption = (text = ''): DraftOption => ({
  key: newDraftKey(),
  text,
  right: false,
  feedback: '',
  weight: '',
});
export const newItem = (text = ''): DraftItem => ({ key: newDraftKey(), text });
export const newPair = (left = '', right = ''): DraftPair => ({ key: newDraftKey(), left, right });
export const newText = (text = ''): DraftText => ({ key: newDraftKey(), text, weight: '', feedback: '' });
export const newNumber = (): DraftNumber => ({
  key: newDraftKey(),
  range: false,
  value: '',
  tolerance: '',
  min: '',
  max: '',
  weight: '',
  feedback: '',
});

export function newQuestion(kind: Kind = 'choice'): DraftQuestion {
  return {
    key: newDraftKey(),
    id: null,
    kind,
    prompt: '',
    scored: true,
    points: '1',
    essayPoints: '0',
    options: [newOption(), newOption()],
    truth: null,
    texts: [newText()],
    numbers: [newNumber()],
    items: [newItem(), newItem()],
    pairs: [newPair(), newPair()],
    extras: [],
    scale: { min: '1', max: '5', minLabel: '', maxLabel: '' },
    maxWords: '3',
    explanation: '',
    whenRight: '',
    whenWrong: '',
  };
}

/** Whether questions of this kind have a right answer at all. */
export const canBeScored = (kind: Kind): boolean => kind !== 'scale' && kind !== 'cloud';
/** Whether questions of this kind may do without a right answer. */
export const canBePoll = (kind: Kind): boolean => canBeScored(kind) && kind !== 'order' && kind !== 'match';

export function isScored(q: DraftQuestion): boolean {
  return canBeScored(q.kind) && (q.scored || !canBePoll(q.kind));
}

/** Whether it is a text without a right answer, whose points are given by hand. */
export const isEssay = (q: DraftQuestion): boolean => q.kind === 'text' && !q.scored;

/** Another kind, with what was written taken along where it has a place. */
export function changeKind(q: DraftQuestion, kind: Kind): DraftQuestion {
  const next = { ...q, kind };
  const isEmpty = (texts: string[]) => texts.every((t) => t.trim() === '');
  const written = [q.options, q.items].map((list) => list.map((o) => o.text)).find((texts) => !isEmpty(texts));
  if (written && (kind === 'choice' || kind === 'choices') && isEmpty(q.options.map((o) => o.text))) {
    next.options = written.map((text) => newOption(text));
  }
  if (written && kind === 'order' && isEmpty(q.items.map((i) => i.text)))
    next.items = written.map((text) => newItem(text));
  if (kind === 'choice') {
    // Only one can be right.
    const first = next.options.findIndex((o) => o.right);
    next.options = next.options.map((o, i) => ({ ...o, right: i === first }));
  }
  return next;
}

/** The same question anew, with keys of its own. */
export function duplicate(q: DraftQuestion): DraftQuestion {
  const fresh = <T extends { key: string }>(list: T[]) => list.map((row) => ({ ...row, key: newDraftKey() }));
  return {
    ...q,
    key: newDraftKey(),
    id: null,
    options: fresh(q.options),
    texts: fresh(q.texts),
    numbers: fresh(q.numbers),
    items: fresh(q.items),
    pairs: fresh(q.pairs),
    extras: fresh(q.extras),
    scale: { ...q.scale },
  };
}

/** The list with the element at `from` at `to` instead. */
export function move<T>(list: readonly T[], from: number, to: number): T[] {
  const next = [...list];
  const [element] = next.splice(from, 1);
  if (element === undefined) return next;
  next.splice(Math.max(0, Math.min(to, next.length)), 0, element);
  return next;
}

// From the API

export function toDraft(set: QuestionSetRequest, language: Language): DraftSet {
  return { title: set.title, questions: set.questions.map((q) => questionToDraft(q, language)) };
}

/** A number as it is typed. */
export function typed(n: number | undefined, language: Language): string {
  const s = n === undefined ? '' : String(n);
  return language === 'en' ? s : s.replace('.', ',');
}

const asList = (correct: Correct): unknown[] => (Array.isArray(correct) ? correct : [correct]);

export function questionToDraft(q: QuestionRequest, language: Language): DraftQuestion {
  const number = (n: number | undefined) => typed(n, language);
  const draft = newQuestion(q.kind);
  draft.id = q.id ?? null;
  draft.prompt = q.prompt;
  draft.explanation = q.explanation ?? '';
  draft.whenRight = q.feedback?.correct ?? '';
  draft.whenWrong = q.feedback?.incorrect ?? '';
  const correct = q.correct ?? null;
  const weighted = q.options?.some((o) => o.weight !== undefined) ?? false;
  draft.scored = correct !== null || weighted || !canBePoll(q.kind);
  draft.points = number(draft.scored ? (q.points ?? 1) : 1);
  if (isEssay(draft)) draft.essayPoints = number(q.points ?? 0);
  switch (q.kind) {
    case 'choice':
    case 'choices': {
      const right = correct === null ? rightByWeight(q) : (asList(correct) as string[]);
      draft.options = (q.options ?? []).map((o, i) => ({
        key: newDraftKey(),
        text: o.text,
        right: right.includes(idOf(o, i, letter)),
        feedback: o.feedback ?? '',
        weight: number(o.weight),
      }));
      break;
    }
    case 'trueFalse':
      draft.truth = typeof correct === 'boolean' ? correct : null;
      break;
    case 'text':
      if (correct !== null) {
        draft.texts = (asList(correct) as (string | AcceptedText)[]).map((t) => {
          const accepted = typeof t === 'string' ? { text: t } : t;
          return {
            key: newDraftKey(),
            text: accepted.text,
            weight: number(accepted.weight),
            feedback: accepted.feedback ?? '',
          };
        });
      }
      break;
    case 'number':
      if (correct !== null) {
        draft.numbers = (asList(correct) as (number | AcceptedNumber)[]).map((n) => {
          const accepted: AcceptedNumber = typeof n === 'number' ? { value: n } : n;
          return {
            key: newDraftKey(),
            range: accepted.min !== undefined,
            value: number(accepted.value),
            tolerance: number(accepted.tolerance ?? (q.tolerance || undefined)),
            min: number(accepted.min),
            max: number(accepted.max),
            weight: number(accepted.weight),
            feedback: accepted.feedback ?? '',
          };
        });
      }
      break;
    case 'order': {
      const options = q.options ?? [];
      const ids = options.map((o, i) => idOf(o, i, letter));
      const order = correct === null ? ids : (asList(correct) as string[]);
      draft.items = order.map((id) => newItem(options[ids.indexOf(id)]?.text ?? ''));
      break;
    }
    case 'match': {
      const options = q.options ?? [];
      const targets = (q.targets ?? []).map((t, i) => ({ id: idOf(t, i, (n) => String(n + 1)), text: t.text }));
      const used = new Set<string>();
      draft.pairs = options.map((o, i) => {
        const to = correct === null ? targets[i]?.id : (correct as Record<string, string>)[idOf(o, i, letter)];
        if (to !== undefined) used.add(to);
        return newPair(o.text, targets.find((t) => t.id === to)?.text ?? '');
      });
      draft.extras = targets.filter((t) => !used.has(t.id)).map((t) => newItem(t.text));
      break;
    }
    case 'scale':
      draft.scale = {
        min: number(q.scale?.min ?? 1),
        max: number(q.scale?.max ?? 5),
        minLabel: q.scale?.minLabel ?? '',
        maxLabel: q.scale?.maxLabel ?? '',
      };
      break;
    case 'cloud':
      draft.maxWords = number(q.maxWords ?? 3);
      break;
  }
  return draft;
}

function idOf(o: { id?: string }, i: number, name: (n: number) => string): string {
  return o.id ?? name(i);
}

/** a, b, … z, aa, ab, … */
export function letter(n: number): string {
  return n < 26 ? String.fromCharCode(97 + n) : letter(Math.floor(n / 26) - 1) + letter(n % 26);
}

function rightByWeight(q: QuestionRequest): string[] {
  const right: string[] = [];
  (q.options ?? []).forEach((o, i) => {
    const weight = o.weight ?? 0;
    if (q.kind === 'choices' ? weight > 0 : weight === 100 && right.length === 0) right.push(idOf(o, i, letter));
  });
  return right;
}

// To the API

export interface Checked {
  request: QuestionSetRequest;
  faults: Fault[];
}

/** What the draft is for the API. With faults it is not to be sent. */
export function toRequest(draft: DraftSet, language: Language): Checked {
  const faults: Fault[] = [];
  const title = plainText(draft.title).trim();
  if (title === '') faults.push({ question: null, field: 'title', code: 'empty' });
  if (characters(title) > limits.title) faults.push({ question: null, field: 'title', code: 'too-long' });
  if (draft.questions.length === 0) faults.push({ question: null, field: 'questions', code: 'no-questions' });
  if (draft.questions.length > limits.questions)
    faults.push({ question: null, field: 'questions', code: 'too-many-questions' });
  const questions = draft.questions.map((q) => questionToRequest(q, language, faults));
  const request = { title, questions };
  if (new TextEncoder().encode(JSON.stringify(request)).length > limits.setBytes) {
    faults.push({ question: null, field: 'questions', code: 'set-too-large' });
  }
  return { request, faults };
}

export function questionToRequest(q: DraftQuestion, language: Language, faults: Fault[]): QuestionRequest {
  const fault = (field: string, code: FaultCode) => void faults.push({ question: q.key, field, code });
  const text = (field: string, typedText: string, least: 0 | 1, most: number): string => {
    const s = plainText(typedText);
    if (least === 1 && isBlankText(s)) fault(field, 'empty');
    else if (characters(s) > most) fault(field, 'too-long');
    return s;
  };
  const number = (field: string, typedNumber: string): number | undefined => {
    const n = parseNumber(typedNumber, language);
    if (n === undefined) fault(field, typedNumber.trim() === '' ? 'empty' : 'not-a-number');
    return n;
  };
  const optional = (field: string, typedNumber: string) =>
    typedNumber.trim() === '' ? undefined : number(field, typedNumber);
  const distinct = (field: string, rows: { key: string; text: string }[]) => {
    const seen = new Set<string>();
    for (const row of rows) {
      const t = row.text.trim();
      if (t !== '' && seen.has(t)) fault(`${field}:${row.key}`, 'same-text');
      seen.add(t);
    }
  };
  const howMany = (field: string, n: number, most: number) => {
    if (n < limits.optionsMin) fault(field, 'too-few-options');
    if (n > most) fault(field, 'too-many-options');
  };

  const out: QuestionRequest = { kind: q.kind, prompt: text('prompt', q.prompt, 1, limits.prompt) };
  if (q.id !== null) out.id = q.id;
  const scored = isScored(q);
  if (scored || isEssay(q)) {
    const points = number('points', scored ? q.points : q.essayPoints);
    if (points !== undefined && (points < 0 || points > limits.points)) fault('points', 'points-range');
    out.points = points ?? 0;
  }
  const explanation = text('explanation', q.explanation, 0, limits.remark);
  if (explanation.trim() !== '') out.explanation = explanation;
  const whenRight = text('whenRight', q.whenRight, 0, limits.remark);
  const whenWrong = text('whenWrong', q.whenWrong, 0, limits.remark);
  if (whenRight.trim() !== '' || whenWrong.trim() !== '') {
    out.feedback = {
      ...(whenRight.trim() !== '' && { correct: whenRight }),
      ...(whenWrong.trim() !== '' && { incorrect: whenWrong }),
    };
  }

  switch (q.kind) {
    case 'choice':
    case 'choices': {
      howMany('options', q.options.length, limits.options);
      out.options = q.options.map((o, i) => {
        const option: OptionRequest = { id: letter(i), text: text(`options:${o.key}`, o.text, 1, limits.optionText) };
        const feedback = text(`feedback:${o.key}`, o.feedback, 0, limits.remark);
        if (feedback.trim() !== '') option.feedback = feedback;
        const weight = scored ? optional(`weight:${o.key}`, o.weight) : undefined;
        if (weight !== undefined) {
          if (weight < -100 || weight > 100) fault(`weight:${o.key}`, 'weight-range');
          option.weight = weight;
        }
        return option;
      });
      if (!scored) break;
      const right = q.options.flatMap((o, i) => (o.right ? [i] : []));
      const ids = right.map(letter);
      if (ids.length === 0) fault('options', q.kind === 'choice' ? 'one-right-option' : 'no-right-option');
      else if (q.kind === 'choice') {
        const weight = out.options[right[0]!]!.weight;
        if (weight !== undefined && weight !== 100) fault(`weight:${q.options[right[0]!]!.key}`, 'right-weight');
        out.correct = ids[0]!;
      } else {
        checkWeights(out.options, right, () => fault('options', 'weights'));
        out.correct = ids;
      }
      break;
    }
    case 'trueFalse':
      if (!scored) break;
      if (q.truth === null) fault('truth', 'no-truth');
      else out.correct = q.truth;
      break;
    case 'text': {
      if (!scored) break;
      const texts = q.texts.map((t): AcceptedText => {
        const accepted: AcceptedText = { text: text(`texts:${t.key}`, t.text, 1, limits.text) };
        const weight = optional(`weight:${t.key}`, t.weight);
        if (weight !== undefined && (weight < 0 || weight > 100)) fault(`weight:${t.key}`, 'weight-range');
        if (weight !== undefined && weight !== 100) accepted.weight = weight;
        const feedback = text(`feedback:${t.key}`, t.feedback, 0, limits.remark);
        if (feedback.trim() !== '') accepted.feedback = feedback;
        return accepted;
      });
      if (texts.length > limits.accepted) fault('texts', 'too-many-accepted');
      if (!texts.some((t) => t.weight === undefined)) fault('texts', 'no-full-answer');
      const plain = texts.every((t) => t.weight === undefined && t.feedback === undefined);
      out.correct = plain ? (texts.length === 1 ? texts[0]!.text : texts.map((t) => t.text)) : texts;
      break;
    }
    case 'number': {
      if (!scored) break;
      const numbers = q.numbers.map((n): AcceptedNumber => {
        const accepted: AcceptedNumber = {};
        if (n.range) {
          const min = number(`min:${n.key}`, n.min);
          const max = number(`max:${n.key}`, n.max);
          if (min !== undefined && max !== undefined && min > max) fault(`min:${n.key}`, 'range-order');
          accepted.min = min ?? 0;
          accepted.max = max ?? 0;
        } else {
          accepted.value = number(`numbers:${n.key}`, n.value) ?? 0;
          const tolerance = optional(`tolerance:${n.key}`, n.tolerance);
          if (tolerance !== undefined && tolerance < 0) fault(`tolerance:${n.key}`, 'negative');
          if (tolerance) accepted.tolerance = tolerance;
        }
        const weight = optional(`weight:${n.key}`, n.weight);
        if (weight !== undefined && (weight < 0 || weight > 100)) fault(`weight:${n.key}`, 'weight-range');
        if (weight !== undefined && weight !== 100) accepted.weight = weight;
        const feedback = text(`feedback:${n.key}`, n.feedback, 0, limits.remark);
        if (feedback.trim() !== '') accepted.feedback = feedback;
        return accepted;
      });
      if (numbers.length > limits.accepted) fault('numbers', 'too-many-accepted');
      if (!numbers.some((n) => n.weight === undefined)) fault('numbers', 'no-full-answer');
      const only = numbers[0];
      const plain =
        numbers.length === 1 && only!.weight === undefined && only!.feedback === undefined && only!.value !== undefined;
      if (plain) {
        out.correct = only!.value!;
        if (only!.tolerance) out.tolerance = only!.tolerance;
      } else out.correct = numbers;
      break;
    }
    case 'order':
      howMany('items', q.items.length, limits.items);
      distinct('items', q.items);
      out.options = q.items.map((o, i) => ({
        id: letter(i),
        text: text(`items:${o.key}`, o.text, 1, limits.optionText),
      }));
      out.correct = out.options.map((o) => o.id!);
      break;
    case 'match': {
      howMany('pairs', q.pairs.length, limits.items);
      distinct(
        'left',
        q.pairs.map((p) => ({ key: p.key, text: p.left })),
      );
      out.options = q.pairs.map((p, i) => ({
        id: letter(i),
        text: text(`left:${p.key}`, p.left, 1, limits.optionText),
      }));
      // What stands on the right of several pairs is one target.
      const targets: { id: string; text: string }[] = [];
      const target = (field: string, typedText: string): string => {
        const t = text(field, typedText, 1, limits.optionText);
        let found = targets.find((known) => known.text.trim() === t.trim());
        if (!found) targets.push((found = { id: String(targets.length + 1), text: t }));
        return found.id;
      };
      const correct: Record<string, string> = {};
      q.pairs.forEach((p, i) => (correct[letter(i)] = target(`right:${p.key}`, p.right)));
      for (const e of q.extras) target(`extras:${e.key}`, e.text);
      if (targets.length < limits.optionsMin && q.pairs.every((p) => p.right.trim() !== ''))
        fault('extras', 'too-few-options');
      if (targets.length > limits.items) fault('extras', 'too-many-options');
      out.targets = targets;
      out.correct = correct;
      break;
    }
    case 'scale': {
      const min = number('scaleMin', q.scale.min);
      const max = number('scaleMax', q.scale.max);
      const minLabel = text('minLabel', q.scale.minLabel, 0, limits.scaleLabel);
      const maxLabel = text('maxLabel', q.scale.maxLabel, 0, limits.scaleLabel);
      out.scale = {
        min: min ?? 1,
        max: max ?? 5,
        ...(minLabel.trim() !== '' && { minLabel }),
        ...(maxLabel.trim() !== '' && { maxLabel }),
      };
      if (min === undefined || max === undefined) break;
      const whole = Number.isInteger(min) && Number.isInteger(max);
      const bounded = Math.abs(min) <= limits.scaleBound && Math.abs(max) <= limits.scaleBound;
      if (!whole || !bounded || max <= min || max - min > limits.scaleSpan) fault('scaleMax', 'scale-order');
      break;
    }
    case 'cloud': {
      const n = number('maxWords', q.maxWords);
      if (n !== undefined && (!Number.isInteger(n) || n < 1 || n > limits.cloudWords)) fault('maxWords', 'words-range');
      out.maxWords = n ?? 3;
      break;
    }
  }
  return out;
}

/** With a weight on any option of `choices`, those of the right ones make 100 and no other one earns anything. */
function checkWeights(options: OptionRequest[], right: number[], wrong: () => void): void {
  if (options.every((o) => o.weight === undefined)) return;
  let sum = 0;
  let contradicted = false;
  options.forEach((o, i) => {
    if (right.includes(i)) {
      sum += o.weight ?? 0;
      contradicted ||= (o.weight ?? 0) <= 0;
    } else contradicted ||= (o.weight ?? 0) > 0;
  });
  if (contradicted || Math.abs(sum - 100) > limits.weightSlack) wrong();
}

/** Nothing to see in it, as the server judges. */
function isBlankText(s: string): boolean {
  return !/[\p{L}\p{N}\p{P}\p{S}]/u.test(s.replace(/[\u115f\u1160\u17b4\u17b5\u2800\u3164\uffa0]/g, ''));
}

/** The question as students get it. What is still empty stays empty. */
export function toPaper(q: DraftQuestion, language: Language): PaperQuestion {
  const request = questionToRequest(q, language, []);
  const paper: PaperQuestion = { id: q.key, kind: q.kind, prompt: request.prompt, points: request.points ?? 0 };
  if (request.options) {
    const options = request.options.map((o) => ({ id: o.id!, text: o.text }));
    // Not in the right order, and always the same.
    paper.options = q.kind === 'order' ? rotate(options) : options;
  }
  if (request.targets) paper.targets = rotate(request.targets.map((t) => ({ id: t.id!, text: t.text })));
  if (request.scale) {
    const { min, max } = request.scale;
    paper.scale = max > min && max - min <= limits.scaleSpan ? request.scale : { ...request.scale, min: 1, max: 5 };
  }
  if (request.maxWords) paper.maxWords = Math.max(1, Math.min(limits.cloudWords, Math.trunc(request.maxWords)));
  return paper;
}

function rotate<T>(list: T[]): T[] {
  const half = Math.ceil(list.length / 2);
  return [...list.slice(half), ...list.slice(0, half)];
}

/** Whether two drafts say the same, whatever their keys. */
export function sameDraft(a: DraftSet, b: DraftSet): boolean {
  return signature(a) === signature(b);
}

function signature(draft: DraftSet): string {
  return JSON.stringify(draft, (name, value: unknown) => (name === 'key' ? undefined : value));
}
