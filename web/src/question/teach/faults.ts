import type { Kind } from '../../api/schema';
import type { EditingWords } from './words/en';

/** Something that keeps a draft from being saved. */
export interface Fault {
  /** The question's key; null for the set itself. */
  question: string | null;
  /** The field, followed by the key of the row where there are several. */
  field: string;
  /** One of the faults that any kind can have, or of those that its kind alone has. */
  code: string;
}

/** What is wrong, in words; kind is null where the set is. */
export function faultText(words: EditingWords, kind: Kind | null, code: string): string {
  const own = kind === null ? undefined : words.kinds[kind].faults?.[code];
  return own ?? words.faults[code as keyof EditingWords['faults']];
}
