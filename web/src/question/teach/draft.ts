// A question set while it is being written. A draft holds what was typed, as it
// was typed, and for every question the fields of all kinds, so that changing
// one's mind about the kind loses nothing. `toRequest` makes of it what the API
// takes, or says what is still wrong.

import type { Kind, PaperQuestion, QuestionRequest, QuestionSetRequest } from '../../api/schema';
import type { Language } from '../../i18n/language';
import { parseNumber } from '../number';
import { characters, plainText } from '../response';
import type { Fault } from './faults';
import { newDraftKey, typed, type Check, type DraftBase } from './fields';
import { kindNames, teacherKinds, type DraftQuestion } from './kinds';
import { limits } from './limits';

export type { DraftQuestion } from './kinds';

export interface DraftSet {
  title: string;
  folder: string;
  /** Between commas. */
  tags: string;
  questions: DraftQuestion[];
}

export function newQuestion(kind: Kind = 'choice'): DraftQuestion {
  const base: DraftBase = {
    key: newDraftKey(),
    id: null,
    kind,
    prompt: '',
    scored: true,
    points: '1',
    essayPoints: '0',
    explanation: '',
    whenRight: '',
    whenWrong: '',
  };
  return Object.assign(base, ...kindNames.map((k) => teacherKinds[k].draft.empty())) as DraftQuestion;
}

/** Whether questions of this kind have a right answer at all. */
const canBeScored = (kind: Kind): boolean => teacherKinds[kind].scored !== 'never';
/** Whether questions of this kind may do without a right answer. */
export const canBePoll = (kind: Kind): boolean => teacherKinds[kind].scored === 'optional';

export function isScored(q: DraftBase): boolean {
  return canBeScored(q.kind) && (q.scored || !canBePoll(q.kind));
}

/** Whether it is a question without a right answer, whose points are given by hand. */
export const isEssay = (q: DraftBase): boolean => teacherKinds[q.kind].byHand && !q.scored;

const isEmpty = (texts: string[]) => texts.every((t) => t.trim() === '');

/** Another kind, with what was written taken along where it has a place. */
export function changeKind(q: DraftQuestion, kind: Kind): DraftQuestion {
  const { texts, enter } = teacherKinds[kind].draft;
  let next: DraftQuestion = { ...q, kind };
  const written = kindNames.map((k) => teacherKinds[k].draft.texts?.of(q) ?? []).find((t) => !isEmpty(t));
  if (texts && written && isEmpty(texts.of(q))) next = { ...next, ...texts.from(written), kind };
  return enter ? { ...next, ...enter(next), kind } : next;
}

/** A copy of the question, with keys of its own. */
export function duplicate(q: DraftQuestion): DraftQuestion {
  const copy = structuredClone(q);
  for (const rows of Object.values(copy)) {
    if (Array.isArray(rows)) for (const row of rows) row.key = newDraftKey();
  }
  return { ...copy, key: newDraftKey(), id: null };
}

// From the API

export function toDraft(set: QuestionSetRequest, language: Language): DraftSet {
  const { title, folder = '', tags = [] } = set;
  return { title, folder, tags: tags.join(', '), questions: set.questions.map((q) => questionToDraft(q, language)) };
}

export function questionToDraft(q: QuestionRequest, language: Language): DraftQuestion {
  const number = (n: number | undefined) => typed(n, language);
  const draft = newQuestion(q.kind);
  draft.id = q.id ?? null;
  draft.prompt = q.prompt;
  draft.explanation = q.explanation ?? '';
  draft.whenRight = q.feedback?.correct ?? '';
  draft.whenWrong = q.feedback?.incorrect ?? '';
  const hasKey = q.correct !== undefined && q.correct !== null;
  const weighted = q.options?.some((o) => o.weight !== undefined) ?? false;
  draft.scored = hasKey || weighted || !canBePoll(q.kind);
  draft.points = number(draft.scored ? (q.points ?? 1) : 1);
  if (isEssay(draft)) draft.essayPoints = number(q.points ?? 0);
  return { ...draft, ...teacherKinds[q.kind].draft.read(q, number) };
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
  const folder = plainText(draft.folder).trim();
  if (characters(folder) > limits.folder) faults.push({ question: null, field: 'folder', code: 'too-long' });
  const tags = draft.tags
    .split(',')
    .map((tag) => plainText(tag).trim())
    .filter((tag) => tag !== '');
  if (tags.length > limits.tags || tags.some((tag) => characters(tag) > limits.tag))
    faults.push({ question: null, field: 'tags', code: 'too-many-tags' });
  const request = { title, ...(folder !== '' && { folder }), ...(tags.length > 0 && { tags }), questions };
  if (new TextEncoder().encode(JSON.stringify(request)).length > limits.setBytes) {
    faults.push({ question: null, field: 'questions', code: 'set-too-large' });
  }
  return { request, faults };
}

export function questionToRequest(q: DraftQuestion, language: Language, faults: Fault[]): QuestionRequest {
  const check = checking(q, language, faults);
  const out: QuestionRequest = { kind: q.kind, prompt: check.text('prompt', q.prompt, 1, limits.prompt) };
  if (q.id !== null) out.id = q.id;
  if (check.scored || isEssay(q)) {
    const points = check.number('points', check.scored ? q.points : q.essayPoints);
    if (points !== undefined && (points < limits.pointsMin || points > limits.points))
      check.fault('points', 'points-range');
    out.points = points ?? 0;
  }
  const explanation = check.text('explanation', q.explanation, 0, limits.remark);
  if (explanation.trim() !== '') out.explanation = explanation;
  const whenRight = check.text('whenRight', q.whenRight, 0, limits.remark);
  const whenWrong = check.text('whenWrong', q.whenWrong, 0, limits.remark);
  if (whenRight.trim() !== '' || whenWrong.trim() !== '') {
    out.feedback = {
      ...(whenRight.trim() !== '' && { correct: whenRight }),
      ...(whenWrong.trim() !== '' && { incorrect: whenWrong }),
    };
  }
  return Object.assign(out, teacherKinds[q.kind].draft.write(q, check));
}

function checking(q: DraftQuestion, language: Language, faults: Fault[]): Check {
  const check: Check = {
    scored: isScored(q),
    fault: (field, code) => void faults.push({ question: q.key, field, code }),
    text(field, typedText, least, most) {
      const s = plainText(typedText);
      if (least === 1 && isBlankText(s)) check.fault(field, 'empty');
      else if (characters(s) > most) check.fault(field, 'too-long');
      return s;
    },
    number(field, typedNumber) {
      const n = parseNumber(typedNumber, language);
      if (n === undefined) check.fault(field, typedNumber.trim() === '' ? 'empty' : 'not-a-number');
      return n;
    },
    optional: (field, typedNumber) => (typedNumber.trim() === '' ? undefined : check.number(field, typedNumber)),
    remark(field, typedText) {
      const feedback = check.text(field, typedText, 0, limits.remark);
      return feedback.trim() === '' ? {} : { feedback };
    },
    share(field, typedNumber) {
      const weight = check.optional(field, typedNumber);
      if (weight !== undefined && (weight < 0 || weight > limits.weight)) check.fault(field, 'weight-range');
      return weight === undefined || weight === limits.weight ? {} : { weight };
    },
    distinct(field, rows) {
      const seen = new Set<string>();
      for (const row of rows) {
        const t = row.text.trim();
        if (t !== '' && seen.has(t)) check.fault(`${field}:${row.key}`, 'same-text');
        seen.add(t);
      }
    },
    howMany(field, n, most) {
      if (n < limits.optionsMin) check.fault(field, 'too-few-options');
      if (n > most) check.fault(field, 'too-many-options');
    },
    accepted(field, answers) {
      if (answers.length > limits.accepted) check.fault(field, 'too-many-accepted');
      if (!answers.some((a) => a.weight === undefined)) check.fault(field, 'no-full-answer');
    },
  };
  return check;
}

/** Nothing to see in it, as the server judges. */
function isBlankText(s: string): boolean {
  return !/[\p{L}\p{N}\p{P}\p{S}]/u.test(s.replace(/[\u115f\u1160\u17b4\u17b5\u2800\u3164\uffa0]/g, ''));
}

/** The question as students get it. What is still empty stays empty. */
export function toPaper(q: DraftQuestion, language: Language): PaperQuestion {
  const written = questionToRequest(q, language, []);
  const { prompt, points = 0, options, targets } = written;
  const withoutKey = ({ id, text }: { id?: string; text: string }) => ({ id: id!, text });
  const paper: PaperQuestion = {
    id: q.key,
    kind: q.kind,
    prompt,
    points,
    ...(options && { options: options.map(withoutKey) }),
    ...(targets && { targets: targets.map(withoutKey) }),
  };
  return { ...paper, ...teacherKinds[q.kind].draft.shown?.(paper, written) };
}

/** Whether two drafts say the same, whatever their keys. */
export function sameDraft(a: DraftSet, b: DraftSet): boolean {
  return signature(a) === signature(b);
}

function signature(draft: DraftSet): string {
  return JSON.stringify(draft, (name, value: unknown) => (name === 'key' ? undefined : value));
}
