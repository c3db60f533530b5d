// Our own export: a question set as the API has it.

import type { Kind, QuestionRequest } from '../../api/schema';
import { isObject, type Lost } from '../../question/teach/formats';
import { kindNames, teacherKinds } from '../../question/teach/kinds';
import { ImportError, Report, type Imported } from './report';

export function importJSON(file: string): Imported {
  let data: unknown;
  try {
    data = JSON.parse(file.replace(/^\ufeff/, ''));
  } catch {
    throw new ImportError('damaged');
  }
  if (!isObject(data) || !Array.isArray(data['questions'])) throw new ImportError('not-this-format');
  const report = new Report();
  if (typeof data['title'] === 'string' && data['title'].trim() !== '') report.title = data['title'].trim();
  const { folder, tags } = data;
  if (typeof folder === 'string' && folder.trim() !== '') report.filing.folder = folder.trim();
  if (Array.isArray(tags) && tags.every((tag) => typeof tag === 'string') && tags.length > 0) report.filing.tags = tags;
  data['questions'].forEach((q: unknown, i) => {
    const place = { number: i + 1 };
    const about = isObject(q) && typeof q['prompt'] === 'string' ? q['prompt'] : '';
    if (isObject(q) && !kindNames.includes(q['kind'] as Kind)) {
      report.refuse('kind', place, about, String(q['kind'] ?? '?').slice(0, 40));
      return;
    }
    const question = isObject(q) ? questionOf(q) : null;
    if (question) report.take(question, place, unknownFields(q as Record<string, unknown>));
    else report.refuse('unreadable', place, about);
  });
  return report.imported;
}

const fields = new Set([
  ...['id', 'kind', 'prompt', 'options', 'targets', 'points', 'explanation', 'feedback', 'correct'],
  ...kindNames.flatMap((kind) => Object.keys(teacherKinds[kind].json.fields)),
]);

/** What a newer version, or another program, wrote beside what is known here. */
function unknownFields(q: Record<string, unknown>): Lost[] {
  return Object.keys(q)
    .filter((name) => !fields.has(name) && q[name] !== null)
    .map((name) => ({ code: 'left-out', detail: name.slice(0, 40) }));
}

/** The question with the fields that we know, if all of them are what they should be. */
function questionOf(q: Record<string, unknown>): QuestionRequest | null {
  let ok = true;
  const optional = <T>(from: Record<string, unknown>, name: string, is: (v: unknown) => boolean): Record<string, T> => {
    const v = from[name];
    if (v === undefined || v === null) return {};
    if (!is(v)) ok = false;
    return { [name]: v as T };
  };
  const string = (v: unknown) => typeof v === 'string';
  const number = (v: unknown) => typeof v === 'number' && Number.isFinite(v);
  const items = (name: 'options' | 'targets') => {
    const list = q[name];
    if (list === undefined || list === null) return {};
    if (!Array.isArray(list) || !list.every((o) => isObject(o) && string(o['text']))) {
      ok = false;
      return {};
    }
    return {
      [name]: list.map((o: Record<string, unknown>) => ({
        ...optional<string>(o, 'id', string),
        text: o['text'] as string,
        ...(name === 'options' && {
          ...optional<string>(o, 'feedback', string),
          ...optional<number>(o, 'weight', number),
        }),
      })),
    };
  };
  const ofKinds = () =>
    Object.assign(
      {},
      ...kindNames.flatMap((kind) =>
        Object.entries(teacherKinds[kind].json.fields).map(([name, is]) => optional(q, name, is)),
      ),
    ) as Partial<QuestionRequest>;
  if (!string(q['prompt'])) return null;
  const question = {
    kind: q['kind'] as Kind,
    prompt: q['prompt'] as string,
    ...items('options'),
    ...items('targets'),
    ...optional(q, 'points', number),
    ...optional(q, 'explanation', string),
    ...ofKinds(),
    ...optional(q, 'feedback', isObject),
    ...optional(q, 'correct', teacherKinds[q['kind'] as Kind].json.isKey),
  } as QuestionRequest;
  return ok ? question : null;
}
