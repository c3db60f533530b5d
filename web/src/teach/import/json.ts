// Our own export: a question set as the API has it.

import type { Kind, QuestionRequest } from '../../api/schema';
import { ImportError, Report, type Imported } from './report';

const kinds: Kind[] = ['choice', 'choices', 'trueFalse', 'text', 'number', 'order', 'match', 'scale', 'cloud'];

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
  data['questions'].forEach((q: unknown, i) => {
    const place = { number: i + 1 };
    const about = isObject(q) && typeof q['prompt'] === 'string' ? q['prompt'] : '';
    if (isObject(q) && !kinds.includes(q['kind'] as Kind)) {
      report.refuse('kind', place, about, String(q['kind'] ?? '?').slice(0, 40));
      return;
    }
    const question = isObject(q) ? questionOf(q) : null;
    if (question) report.take(question, place);
    else report.refuse('unreadable', place, about);
  });
  return report.imported;
}

function isObject(v: unknown): v is Record<string, unknown> {
  return typeof v === 'object' && v !== null && !Array.isArray(v);
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
  if (!string(q['prompt'])) return null;
  const question = {
    kind: q['kind'] as Kind,
    prompt: q['prompt'] as string,
    ...items('options'),
    ...items('targets'),
    ...optional(q, 'points', number),
    ...optional(q, 'tolerance', number),
    ...optional(q, 'explanation', string),
    ...optional(q, 'maxWords', number),
    ...optional(q, 'scale', (v) => isObject(v) && number(v['min']) && number(v['max'])),
    ...optional(q, 'feedback', isObject),
    ...optional(q, 'correct', (v) => correctFits(q['kind'] as Kind, v)),
  } as QuestionRequest;
  return ok ? question : null;
}

function correctFits(kind: Kind, v: unknown): boolean {
  const accepted = (a: unknown, plain: string) =>
    typeof a === plain ||
    (isObject(a) && (plain === 'string' ? typeof a['text'] === 'string' : 'value' in a || 'min' in a));
  switch (kind) {
    case 'choice':
      return typeof v === 'string';
    case 'choices':
    case 'order':
      return Array.isArray(v) && v.every((id) => typeof id === 'string');
    case 'trueFalse':
      return typeof v === 'boolean';
    case 'text':
      return (Array.isArray(v) ? v : [v]).every((a) => accepted(a, 'string'));
    case 'number':
      return (Array.isArray(v) ? v : [v]).every((a) => accepted(a, 'number'));
    case 'match':
      return isObject(v) && Object.values(v).every((id) => typeof id === 'string');
    default:
      return false;
  }
}
