// What the kinds that let students choose among options have in common.

import type { OptionRequest, Question, QuestionCounts, QuestionRequest } from '../../api/schema';
import type { Bars } from './chart/bars';
import { asList, idOf, letter, newDraftKey, type Check, type DraftBase } from './fields';
import type { CSVRow, Lost } from './formats';
import { limits } from './limits';

interface DraftOption {
  key: string;
  text: string;
  right: boolean;
  feedback: string;
  weight: string;
}

export interface OptionFields {
  options: DraftOption[];
}

export const newOption = (text = ''): DraftOption => ({
  key: newDraftKey(),
  text,
  right: false,
  feedback: '',
  weight: '',
});

export const emptyOptions = (): OptionFields => ({ options: [newOption(), newOption()] });

/** Reads options; `earns` says whether one is right by what it earns, where the question has no key. */
export function readOptions(
  q: QuestionRequest,
  typed: (n: number | undefined) => string,
  earns: (weight: number) => boolean,
): DraftOption[] {
  const options = q.options ?? [];
  const right = q.correct === undefined || q.correct === null ? null : asList<string>(q.correct);
  return options.map((o, i) => ({
    key: newDraftKey(),
    text: o.text,
    right: right ? right.includes(idOf(o, i)) : earns(o.weight ?? 0),
    feedback: o.feedback ?? '',
    weight: typed(o.weight),
  }));
}

/** The options for the API, and the places of the right ones. */
export function writeOptions(q: DraftBase & OptionFields, check: Check): { options: OptionRequest[]; right: number[] } {
  check.howMany('options', q.options.length, limits.options);
  const options = q.options.map((o, i) => {
    const option: OptionRequest = {
      id: letter(i),
      text: check.text(`options:${o.key}`, o.text, 1, limits.optionText),
      ...check.remark(`feedback:${o.key}`, o.feedback),
    };
    const weight = check.scored ? check.optional(`weight:${o.key}`, o.weight) : undefined;
    if (weight !== undefined) {
      if (weight < limits.weightMin || weight > limits.weight) check.fault(`weight:${o.key}`, 'weight-range');
      option.weight = weight;
    }
    return option;
  });
  return { options, right: q.options.flatMap((o, i) => (o.right ? [i] : [])) };
}

/** The texts of options, which other kinds can take over. */
export const optionTexts = {
  of: (q: OptionFields) => q.options.map((o) => o.text),
  from: (texts: string[]): OptionFields => ({ options: texts.map((text) => newOption(text)) }),
};

export function optionBars(question: Question, counts: QuestionCounts | undefined): Bars {
  const right = question.correct === undefined || question.correct === null ? null : asList<string>(question.correct);
  const rows = (question.options ?? []).map((o) => ({
    key: o.id,
    text: o.text,
    count: counts?.counts[o.id] ?? 0,
    right: right?.includes(o.id) ?? null,
  }));
  return { rows, others: 0 };
}

/** An option as formats have it: with the share of the points that it earns, in percent. */
interface Weighed {
  text: string;
  weight: number;
  feedback?: string;
}

/**
 * Makes a question of options that each earn a share of the points. With one
 * answer allowed that is a choice, with several it is choices.
 */
export function chooseAmong(prompt: string, options: Weighed[], several: boolean, lost: Lost[]): QuestionRequest {
  const question: QuestionRequest = { kind: several ? 'choices' : 'choice', prompt };
  const plain = options.map((o) => ({ text: o.text, ...(o.feedback && { feedback: o.feedback }) }));
  const right = options.flatMap((o, i) => ((several ? o.weight > 0 : o.weight === limits.weight) ? [i] : []));
  if (right.length === 0) {
    lost.push({ code: 'no-right-answer' });
    return { ...question, options: plain };
  }
  const name = (i: number) => `o${i + 1}`;
  const ids = right.map(name);
  const weighted = plain.map((o, i) => ({
    id: name(i),
    ...o,
    ...(options[i]!.weight !== 0 && { weight: round(options[i]!.weight) }),
  }));
  if (!several) {
    // The first fully right one is the answer. Weights say something where others earn something, too.
    const needed = options.some((o, i) => i !== right[0] && o.weight !== 0);
    return { ...question, options: needed ? weighted : plain.map((o, i) => ({ id: name(i), ...o })), correct: ids[0]! };
  }
  const sum = right.reduce((total, i) => total + options[i]!.weight, 0);
  if (Math.abs(sum - 100) > limits.weightSlack) {
    lost.push({ code: 'weights', detail: String(round(sum)) });
    return { ...question, options: plain.map((o, i) => ({ id: name(i), ...o })), correct: ids };
  }
  return { ...question, options: weighted, correct: ids };
}

const round = (n: number) => Math.round(n * 100000) / 100000;

/** "1,3" or "1; 3" as numbers. */
export function picks(correct: string): number[] {
  return correct
    .split(/[,;|\s]+/)
    .filter((s) => s !== '')
    .map(Number);
}

/** The options of a CSV row, and the ids of the right ones; with nothing right when that can't be read. */
export function csvOptions(
  { answers, correct, lost }: CSVRow,
  most: number,
): { options: OptionRequest[]; right: string[] } {
  const options = answers.map((text, i) => ({ id: `o${i + 1}`, text }));
  const numbers = [...new Set(picks(correct))];
  const readable = numbers.every((n) => Number.isInteger(n) && n >= 1 && n <= answers.length);
  if (!readable || numbers.length > most) {
    lost.push({ code: 'bad-value', detail: 'correct' }, { code: 'no-right-answer' });
    return { options, right: [] };
  }
  return { options, right: numbers.map((n) => `o${n}`) };
}
